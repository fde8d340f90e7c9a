"""Corridors, pairs and remedies, with numbers one can check by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from exporttrack import load_actuals, load_targets
from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Band, Kind, Target
from exporttrack.rules.coherence import Coherence, Conflict, coherence
from exporttrack.rules.corridors import Corridor, Edges
from exporttrack.rules.measures import position
from exporttrack.rules.pairs import Common, Pair, as_growth
from rules import generating
from rules.building import LATER, Number, close, figures, target, targets_of
from rules.several import of_generated, several_targets

DAY = date(2026, 11, 21)


def named(
    name: str,
    kind: Kind,
    least: Number | None = None,
    most: Number | None = None,
    by: int = 2025,
    **fields: Any,
) -> Target:
    """A target of this name, of the series `s` unless another is given."""
    series = fields.pop("series", "s")
    return replace(target(kind, least, most, by, **fields), id=name, name=name, series=series)


def phase(name: str, least: Number, most: Number, first: int, by: int) -> Target:
    """A phase of a target of growth."""
    return replace(named(name, "growth", least, most, by, first=first), id=f"{name}.{first}-{by}")


def found(
    several: Iterable[Target],
    known: Iterable[Observation] = (),
    as_of: date = LATER,
    **fields: Any,
) -> Coherence:
    return coherence(targets_of(*several, **fields), Actuals(tuple(known)), as_of=as_of)


def corridor(one: Target, known: Iterable[Observation] = (), *others: Target) -> Corridor:
    """The corridor of the first of these targets."""
    return found([one, *others], known).corridors[0]


def ends(one: Corridor) -> Any:
    return close(one.low), close(one.high)


def names(pair: Pair) -> tuple[str, str]:
    return pair.one.target.id, pair.other.target.id


def conflicts(result: Coherence) -> list[tuple[str, str]]:
    return [names(one.pair) for one in result.conflicts]


def fits(result: Coherence) -> list[tuple[str, str]]:
    return [names(pair) for pair in result.fits]


IN_2020 = figures({2020: 100})
TOTAL_2025 = figures({2025: 2000}, "whole")
GROWTH = named("growth", "growth", 5, 10, first=2024)


class TestCorridors:
    @pytest.mark.parametrize(
        ("one", "known", "low", "high"),
        [
            pytest.param(target("level", 90, 110), [], 90, 110, id="a level is as stated"),
            pytest.param(target("level", None, 110), [], None, 110, id="a ceiling is open below"),
            pytest.param(target("total", 5, first=2025), [], 5, None, id="a total of one year"),
            pytest.param(
                target("growth", 10, 20, 2022, first=2021), IN_2020, 121, 144,
                id="two years of growth multiply the year before",
            ),
            pytest.param(
                target("growth", 10, None, 2022, first=2021), IN_2020, 121, None,
                id="growth of at least so much",
            ),
            pytest.param(
                target("growth", -20, -10, 2022, first=2021), IN_2020, 64, 81,
                id="a fall a year",
            ),
            pytest.param(
                target("growth", 10, 20, 2023, first=2021), figures({2021: 100}), 121, 144,
                id="without its base the first later year is counted from",
            ),
            pytest.param(
                target("growth", 10, 20, 2022, first=2021), figures({2020: 100, 2021: 500}),
                121, 144,
                id="later years change nothing of what was promised",
            ),
            pytest.param(
                target("change", -7, -5, base=2020), IN_2020, 93, 95, id="a reduction",
            ),
            pytest.param(
                target("share", 3, 5), TOTAL_2025, 60, 100, id="a share of a published total",
            ),
            pytest.param(
                target("share", None, 5), TOTAL_2025, None, 100, id="a share of at most so much",
            ),
        ],
    )  # fmt: skip
    def test_levels(
        self, one: Target, known: list[Observation], low: float | None, high: float | None
    ) -> None:
        assert ends(corridor(one, known)) == (low, high)

    def test_a_share_goes_through_the_target_of_its_total(self) -> None:
        total = named("total", "growth", 10, 20, 2025, first=2024, series="whole")
        one = corridor(target("share", 3, 5), figures({2023: 1000}, "whole"), total)
        assert ends(one) == (36.3, 72)  # 3 % of 1210, 5 % of 1440
        assert one.basis is not None
        assert one.basis.through is not None
        assert (one.basis.kind, one.basis.through.target.id) == ("target", "total")

    def test_growth_of_the_total_that_is_under_way_is_followed_too(self) -> None:
        total = named("total", "growth", 10, 20, 2030, first=2024, series="whole")
        one = corridor(target("share", 3, 5), figures({2023: 1000}, "whole"), total)
        assert ends(one) == (36.3, 72)

    def test_a_target_for_that_year_goes_before_growth_under_way(self) -> None:
        under_way = named("under-way", "growth", 10, 20, 2030, first=2024, series="whole")
        total = named("total", "level", 1000, 1100, 2025, series="whole")
        one = corridor(target("share", 3, 5), figures({2023: 1000}, "whole"), under_way, total)
        assert ends(one) == (30, 55)

    def test_a_band_goes_before_a_minimum(self) -> None:
        least = named("least", "level", 900, None, 2025, series="whole")
        total = named("total", "level", 1000, 1100, 2025, series="whole")
        assert ends(corridor(target("share", 3, 5), [], least, total)) == (30, 55)

    def test_a_total_with_only_a_minimum_leaves_the_share_open_above(self) -> None:
        total = named("total", "level", 1000, None, 2025, series="whole")
        assert ends(corridor(target("share", 3, 5), [], total)) == (30, None)

    def test_a_total_without_a_target_is_expected_by_its_trend(self) -> None:
        one = corridor(target("share", 50, 50), figures({2020: 100, 2021: 110, 2022: 121}, "whole"))
        # 10 % every year, never more nor less: the interval is a point, 121 x 1.1^3.
        assert ends(one) == (161.051 / 2, 161.051 / 2)
        assert one.basis is not None
        assert one.basis.kind == "trend"
        assert len(one.basis.figures) == 3

    def test_a_base_without_a_figure_is_expected_by_its_trend(self) -> None:
        known = figures({2020: 100, 2021: 110, 2022: 121})
        assert ends(corridor(GROWTH, known)) == (133.1 * 1.05**2, 133.1 * 1.1**2)

    def test_the_base_of_a_phase_is_the_phase_before(self) -> None:
        one, two = phase("p", 10, 20, 2021, 2022), phase("p", 0, 10, 2023, 2023)
        level = named("level", "level", 0, 10, 2022)
        second = found([level, one, two], IN_2020).corridors[2]
        assert ends(second) == (121, 158.4)
        assert second.basis is not None
        assert second.basis.through is not None
        assert second.basis.through.target.id == "p.2021-2022"

    def test_a_figure_goes_before_the_phase_before(self) -> None:
        one, two = phase("p", 10, 20, 2021, 2022), phase("p", 0, 10, 2023, 2023)
        assert ends(corridor(two, figures({2020: 100, 2022: 110}), one)) == (110, 121)

    def test_a_level_is_what_later_growth_counts_from(self) -> None:
        level = named("level", "level", 200, None, 2023)
        assert ends(corridor(GROWTH, [], level)) == (200 * 1.05**2, None)

    @pytest.mark.parametrize(
        ("least", "most", "expected"),
        [
            pytest.param(None, -5, (None, None), id="all of it below zero"),
            pytest.param(-9, 0, (None, None), id="zero at most"),
            pytest.param(0, 100, (0, 121), id="zero at least"),
            pytest.param(-9, 100, (None, 121), id="what lies below zero is left out"),
        ],
    )
    def test_nothing_grows_from_a_level_that_is_not_above_zero(
        self, least: Number | None, most: Number, expected: Edges
    ) -> None:
        level = named("level", "level", least, most, 2023)
        assert ends(corridor(GROWTH, [], level)) == expected

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(named("sum", "total", 500, None, 2023, first=2021), id="a sum of years"),
            pytest.param(
                named("average", "growth", 5, 6, 2030, first=2021),
                id="growth that is under way, read as an average",
            ),
        ],
    )
    def test_what_binds_no_single_year_is_no_base(self, other: Target) -> None:
        made = corridor(GROWTH, IN_2020, other)
        assert made.basis is not None
        assert made.basis.kind == "unknown"

    def test_growth_as_published_gives_a_level_only_from_a_level(self) -> None:
        one = target("growth", 0, 10, 2022, first=2021, measured_by="published")
        rates = figures({2021: 10, 2022: 20}, "published")
        assert not corridor(one, rates).known
        chained = corridor(one, [*rates, *figures({2022: 132})])
        assert ends(chained) == (100, 121)
        assert chained.basis is not None
        assert chained.basis.as_published

    def test_an_older_level_is_a_base_where_published_growth_leads_on_from_it(self) -> None:
        one = target("growth", 0, 10, 2022, first=2021, measured_by="published")
        older = figures({2018: 100})
        rates = figures({2020: 25, 2021: 10, 2022: 20}, "published")
        assert not corridor(one, [*rates, *older]).known
        chained = corridor(one, [*rates, *figures({2019: -20}, "published"), *older])
        assert ends(chained) == (100, 121)
        assert chained.basis is not None
        assert (chained.basis.year, chained.basis.as_published) == (2020, True)

    def test_growth_that_is_read_each_year_binds_the_years_between(self) -> None:
        each = named("each", "growth", 10, 20, 2023, first=2021, reading="each-year")
        level = named("level", "level", 150, None, 2022)
        result = found([each, level], IN_2020)
        assert [(one.year, ends(one)) for one in result.corridors[:2]] == [
            (2022, (121, 144)),
            (2023, (133.1, 172.8)),
        ]
        assert conflicts(result) == [("each", "level")]

    def test_an_average_binds_no_year_but_the_last(self) -> None:
        average = named("average", "growth", 10, 20, 2023, first=2021)
        level = named("level", "level", 150, None, 2022)
        assert conflicts(found([average, level], IN_2020)) == []

    @pytest.mark.parametrize(
        ("one", "known", "kind"),
        [
            pytest.param(GROWTH, [], "unknown", id="no figure at all"),
            pytest.param(GROWTH, figures({2025: 5}), "unknown", id="only the deadline's figure"),
            pytest.param(GROWTH, figures({2022: 5}), "unknown", id="one-figure"),
            pytest.param(GROWTH, figures({2023: 0}), "not-positive", id="a base of zero"),
            pytest.param(GROWTH, figures({2023: -4}), "not-positive", id="a base below zero"),
            pytest.param(
                target("change", 5, base=2020), figures({2020: -4}), "not-positive",
                id="a change on a base below zero",
            ),
            pytest.param(target("share", 3), [], "unknown", id="a share of nobody knows what"),
            pytest.param(
                target("share", 3), figures({2025: 0}, "whole"), "not-positive",
                id="a share of nothing",
            ),
            pytest.param(
                target("growth", "1e30", None, 2040, first=2021), IN_2020, "beyond",
                id="growth beyond any number",
            ),
        ],
    )  # fmt: skip
    def test_some_have_no_levels(self, one: Target, known: list[Observation], kind: str) -> None:
        made = corridor(one, known)
        assert made.basis is not None
        assert (made.known, made.basis.kind, made.low, made.high) == (False, kind, None, None)

    def test_nothing_is_known_before_the_first_figure(self) -> None:
        growth = named("growth", "growth", 5, 10, 2022, first=2021)
        level = named("level", "level", 500, None, 2022)
        known = figures({2020: 100}, published=date(2021, 2, 1))
        assert conflicts(found([growth, level], known, date(2021, 1, 31))) == []
        assert conflicts(found([growth, level], known, date(2021, 2, 1))) == [("growth", "level")]

    def test_the_figure_of_the_year_stands_beside(self) -> None:
        assert corridor(target("level", 90), figures({2024: 80})).figure is None
        figure = corridor(target("level", 90), figures({2025: 80})).figure
        assert figure is not None
        assert figure.value == 80

    def test_a_sum_stands_beside_once_every_year_is_known(self) -> None:
        total = target("total", 90, by=2022, first=2020)
        assert corridor(total, figures({2020: 10, 2021: 20})).figure is None
        assert corridor(total, figures({2020: 10, 2022: 20})).figure is None
        figure = corridor(total, figures({2020: 10, 2021: 20, 2022: 30})).figure
        assert figure is not None
        assert figure.value == 60

    def test_two_series_each_a_share_of_the_other(self) -> None:
        one = named("one", "share", 10, 20)
        other = replace(named("other", "share", 10, 20, series="whole"), total="s")
        result = found([one, other], figures({2022: 10, 2023: 20, 2024: 40}))
        # Each step doubles: 80 in 2025, the other is 8 to 16, and the one a tenth to a fifth of it.
        assert [ends(made) for made in result.corridors] == [(0.8, 3.2), (8, 16)]


class TestPairs:
    def test_of_two_series_that_are_shares_of_each_other_the_nearer_level_counts(self) -> None:
        several = [
            named("most", "share", None, 10),
            replace(named("none", "share", None, 0, series="whole"), total="s"),
            named("just", "share", 10, 10),
        ]
        (pair,) = found(several).fits
        assert (names(pair), pair.edges) == (("most", "just"), ((None, 0.1), (0.1, 0.1)))

    @pytest.mark.parametrize(
        ("one", "other", "overlap"),
        [
            pytest.param((10, 20), (20, 30), (20, 20), id="ends are included"),
            pytest.param((10, 20), (15, 30), (15, 20), id="in part"),
            pytest.param((10, 40), (15, 30), (15, 30), id="one within the other"),
            pytest.param((10, None), (None, 30), (10, 30), id="a floor and a ceiling"),
            pytest.param((10, None), (20, None), (20, None), id="two floors"),
            pytest.param((None, 10), (None, 20), (None, 10), id="two ceilings"),
            pytest.param((10, "20"), ("20.00000001", None), (20, 20.00000001), id="by rounding"),
        ],
    )
    def test_those_that_fit(self, one: Any, other: Any, overlap: Edges) -> None:
        result = found([named("one", "level", *one), named("other", "level", *other)])
        assert conflicts(result) == []
        assert [pair.overlap for pair in result.fits] == [overlap]

    @pytest.mark.parametrize(
        ("one", "other", "gap", "lower"),
        [
            pytest.param((10, 20), (30, 40), (20, 30), "one", id="bands"),
            pytest.param((30, None), (None, 20), (20, 30), "other", id="a floor over a ceiling"),
            pytest.param((10, "20"), ("20.0000001", None), (20, 20.0000001), "one", id="just so"),
            pytest.param((-5, -3), (-2, 8), (-3, -2), "one", id="below zero"),
        ],
    )
    def test_those_that_do_not(self, one: Any, other: Any, gap: Edges, lower: str) -> None:
        result = found([named("one", "level", *one), named("other", "level", *other)])
        assert [(made.pair.overlap, made.pair.lower.target.id) for made in result.conflicts] == [
            (gap, lower)
        ]

    def test_other_years_and_other_series_are_no_pair(self) -> None:
        several = [
            named("one", "level", 10, 20),
            named("later", "level", 30, 40, 2026),
            named("elsewhere", "level", 30, 40, series="whole"),
            named("sum", "total", 99, None, first=2021),
        ]
        result = found(several)
        assert (result.conflicts, result.fits) == ((), ())

    def test_sums_of_the_same_years_are_a_pair(self) -> None:
        several = [
            named("floor", "total", 99, None, first=2021),
            named("ceiling", "total", None, 90, first=2021),
            named("longer", "total", None, 90, first=2020),
        ]
        assert conflicts(found(several)) == [("floor", "ceiling")]

    def test_three_targets_are_three_pairs(self) -> None:
        several = [named(str(least), "level", least, least + 1) for least in (10, 11, 20)]
        result = found(several)
        assert fits(result) == [("10", "11")]
        assert conflicts(result) == [("10", "20"), ("11", "20")]

    def test_no_targets_are_no_pairs(self) -> None:
        result = found([])
        assert (result.corridors, result.conflicts, result.fits) == ((), (), ())

    def test_a_corridor_that_leaves_everything_open_is_not_compared(self) -> None:
        ceiling = named("ceiling", "level", None, 1000, series="whole")
        result = found([named("share", "share", 3), ceiling, named("level", "level", 10, 20)])
        assert ends(result.corridors[0]) == (None, None)
        assert (result.conflicts, result.fits) == ((), ())

    @pytest.mark.parametrize(
        ("one", "other", "beyond"),
        [
            pytest.param((10, 20, {}), (30, 40, {}), "one", id="above the lower band"),
            pytest.param((10, 20, {"above_is_miss": True}), (30, 40, {}), None, id="a miss above"),
            pytest.param((None, 20, {}), (30, 40, {}), None, id="above a ceiling"),
        ],
    )
    def test_beyond_its_band_one_would_count_as_met(
        self, one: Any, other: Any, beyond: str | None
    ) -> None:
        several = [
            named(name, "level", least, most, **fields)
            for name, (least, most, fields) in (("one", one), ("other", other))
        ]
        counted = found(several).conflicts[0].pair.would_count
        assert (counted.id if counted else None) == beyond

    def test_below_a_band_of_reductions_counts_as_met(self) -> None:
        fall = named("fall", "change", -7, -5, base=2020)
        low = named("low", "level", None, 50)
        counted = found([fall, low], IN_2020).conflicts[0].pair.would_count
        assert counted is not None
        assert counted.id == "fall"


VIET_NAM = (phase("phases", 8, 9, 2021, 2025), phase("phases", 5, 6, 2026, 2030))


def whole_period(least: Number, most: Number) -> Target:
    return named("whole", "growth", least, most, 2030, first=2021)


class TestPhases:
    """Viet Nam: 8-9 % and then 5-6 % a year are 6.49-7.49 % over ten years; the strategy: 6-7 %."""

    @pytest.mark.parametrize(
        ("known", "overlap", "rates"),
        [
            pytest.param(
                {2020: 100}, (100 * 1.08**5 * 1.05**5, 100 * 1.07**10), (6.4894, 7.4895),
                id="counted from one published year",
            ),
            pytest.param(
                {}, (1.08**5 * 1.05**5, 1.07**10), (6.4894, 7.4895),
                id="whatever that year was",
            ),
            pytest.param(
                {2017: 100, 2018: 90, 2019: 120}, (1.08**5 * 1.05**5, 1.07**10),
                (6.4894, 7.4895),
                id="whatever the trend makes of that year",
            ),
            pytest.param(
                {2020: 100, 2025: 150}, (150 * 1.05**5, 100 * 1.07**10), (6.7097, 7.2166),
                id="once the first phase is over, from where it ended",
            ),
        ],
    )  # fmt: skip
    def test_the_two_overlap_in_part(
        self, known: dict[int, float], overlap: Edges, rates: tuple[float, float]
    ) -> None:
        result = found([*VIET_NAM, whole_period(6, 7)], figures(known))
        assert conflicts(result) == []
        (pair,) = result.fits
        assert names(pair) == ("phases.2026-2030", "whole")
        assert tuple(map(close, pair.overlap)) == overlap
        growth = as_growth(pair)
        assert growth is not None
        assert (growth.growth.target.id, growth.other.target.id) == ("whole", "phases.2026-2030")
        assert (growth.low, growth.high) == pytest.approx(rates, abs=1e-4)

    @pytest.mark.parametrize(
        "known",
        [
            pytest.param({2020: 100}, id="from a published year"),
            pytest.param({}, id="whatever it was"),
            pytest.param({2017: 100, 2018: 90, 2019: 120}, id="though both trends are wide"),
        ],
    )
    def test_a_slower_whole_period_does_not_fit(self, known: dict[int, float]) -> None:
        result = found([*VIET_NAM, whole_period(4, 5)], figures(known))
        assert conflicts(result) == [("phases.2026-2030", "whole")]
        rate = {one.corridor.target.id: one.needed for one in result.conflicts[0].remedies}
        assert rate["whole"] == pytest.approx((6.4894, 6.4894), abs=1e-4)

    def test_only_what_counts_from_the_common_level_has_a_remedy(self) -> None:
        (conflict,) = found([*VIET_NAM, whole_period(4, 5)]).conflicts
        assert [one.corridor.target.id for one in conflict.remedies] == ["whole"]

    def test_shares_of_one_unknown_total(self) -> None:
        one, other = named("one", "share", 3, 5), named("other", "share", 6, 8)
        conflict = found([one, other]).conflicts[0]
        assert conflict.pair.common is not None
        assert (conflict.pair.common.series, conflict.pair.common.year) == ("whole", 2025)
        assert [tuple(map(close, remedy.needed)) for remedy in conflict.remedies] == [
            (6, 6),
            (5, 5),
        ]

    def test_growth_of_an_unknown_series_is_not_compared_with_a_level(self) -> None:
        result = found([GROWTH, named("level", "level", 500)])
        assert (result.conflicts, result.fits) == ((), ())


def each_year(
    name: str, least: Number | None, most: Number | None, first: int, by: int, **fields: Any
) -> Target:
    return named(name, "growth", least, most, by, first=first, **{"reading": "each-year", **fields})


class TestEachYear:
    """2026 cannot grow by at least 6 and by at most 5.45 %, whatever the levels make up for."""

    CAP = each_year("cap", None, "5.45", 2024, 2027)
    FAST = each_year("fast", 6, 7, 2026, 2027)

    @pytest.mark.parametrize(
        "known",
        [
            # 110 x 1.06^2 = 123.596 is not above 100 x 1.0545^4 = 123.648.
            pytest.param({2023: 100, 2024: 105, 2025: 110}, id="levels would meet both"),
            pytest.param({2023: 100, 2025: 120}, id="levels would be apart too"),
            pytest.param({}, id="nothing is known"),
        ],
    )
    def test_bands_that_exclude_each_other_conflict(self, known: dict[int, Number]) -> None:
        result = found([self.FAST, self.CAP], figures(known))
        assert result.fits == ()
        (conflict,) = result.conflicts
        pair = conflict.pair
        assert (names(pair), pair.common) == (("fast", "cap"), Common("s", 2025, 2027))
        assert [tuple(map(close, edges)) for edges in pair.edges] == [(1.06, 1.07), (None, 1.0545)]
        assert [(one.base, close(one.needed[0])) for one in conflict.remedies] == [
            ((None, None), 5.45),
            ((None, None), 6),
        ]

    def test_a_pair_is_told_once_wherever_other_targets_end(self) -> None:
        level = named("level", "level", 1, None, 2026)
        result = found([self.FAST, self.CAP, level], figures({2023: 100, 2025: 110}))
        assert conflicts(result) == [("fast", "cap")]
        assert sorted(fits(result)) == [("cap", "level"), ("fast", "level")]

    @pytest.mark.parametrize(
        ("other", "years"),
        [
            pytest.param(each_year("o", 6, None, 2027, 2030), (2027, 2027), id="one year shared"),
            pytest.param(each_year("o", 6, None, 2020, 2030), (2024, 2027), id="it lies within"),
            pytest.param(
                each_year("o", 6, None, 2026, 2026, reading="average"), (2026, 2026),
                id="an average over one year binds that year",
            ),
        ],
    )  # fmt: skip
    def test_the_years_of_both(self, other: Target, years: tuple[int, int]) -> None:
        (conflict,) = found([self.CAP, other]).conflicts
        common = conflict.pair.common
        assert common is not None
        assert (conflict.pair.one.year, common.last) == years
        assert common.year == years[0] - 1

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(each_year("o", 6, None, 2028, 2030), id="no year of both"),
            pytest.param(each_year("o", "5.45", None, 2026, 2027), id="ends are included"),
            pytest.param(each_year("o", 5, 7, 2026, 2027), id="in part"),
            pytest.param(
                each_year("o", 6, 7, 2026, 2027, reading="average"), id="an average of two years"
            ),
            pytest.param(each_year("o", 6, 7, 2026, 2027, series="whole"), id="another series"),
        ],
    )
    def test_these_do_not_conflict(self, other: Target) -> None:
        known = figures({2023: 100, 2024: 105, 2025: 110})
        assert conflicts(found([self.CAP, other], known)) == []

    def test_where_bands_overlap_levels_count(self) -> None:
        # 200 x 1.05^2 = 220.5; 100 x 1.0545^4 = 123.6. It takes a fall from 200, which is not
        # in 3 to 5.45 %, or (220.5 / 100)^(1/4) - 1 = 21.9 % from 100, not in 5 to 7 %.
        several = [each_year("fast", 5, 7, 2026, 2027), each_year("cap", 3, "5.45", 2024, 2027)]
        (conflict,) = found(several, figures({2023: 100, 2025: 200})).conflicts
        assert conflict.pair.common is None
        fast, cap = conflict.remedies
        assert tuple(map(close, fast.base)) == (
            100 * 1.0545**4 / 1.07**2,
            100 * 1.0545**4 / 1.05**2,
        )
        assert (fast.needed, cap.needed) == ((None, None), (None, None))


class TestAsGrowth:
    def test_a_level_as_growth_from_a_published_base(self) -> None:
        level = named("level", "level", 110, 121)
        (pair,) = found([GROWTH, level], figures({2023: 100})).fits
        rates = as_growth(pair)
        assert rates is not None
        assert (rates.growth.target.id, rates.other.target.id) == ("growth", "level")
        assert (rates.low, close(rates.high)) == (close(100 * (1.1**0.5 - 1)), 10)

    @pytest.mark.parametrize(
        ("level", "known"),
        [
            pytest.param((110, 121), {2020: 80, 2021: 99, 2022: 90}, id="a base that is expected"),
            pytest.param((-5, None), {2023: 100}, id="a level that no growth leads to"),
        ],
    )
    def test_some_cannot_be_told(self, level: Any, known: dict[int, Number]) -> None:
        (pair,) = found([GROWTH, named("level", "level", *level)], figures(known)).fits
        assert as_growth(pair) is None


class TestRemedies:
    def remedy(
        self, several: list[Target], known: list[Observation], number: int = 0
    ) -> dict[str, Any]:
        """What the remedy with this number has, by the names of its fields."""
        one = found(several, known).conflicts[0].remedies[number]
        return {
            "target": one.corridor.target.id,
            "edge": close(one.edge),
            "base": tuple(map(close, one.base)),
            "since": one.since,
            "latest": close(one.latest),
            "times": tuple(map(close, one.times)),
            "needed": tuple(map(close, one.needed)),
        }

    def test_growth_from_a_published_base(self) -> None:
        several = [
            named("growth", "growth", 0, 10, 2022, first=2021),
            named("level", "level", 144, None, 2022),
        ]
        assert self.remedy(several, IN_2020) == {
            "target": "growth",
            "edge": 144,
            "base": (144 / 1.21, 144),
            "since": 2020,
            "latest": 100,
            "times": (1.44 / 1.21, 1.44),
            "needed": (20, 20),
        }

    def test_a_base_that_published_growth_gives_is_what_it_counts_from(self) -> None:
        several = [
            named("growth", "growth", 0, 10, 2022, first=2021, measured_by="published"),
            named("level", "level", 144, None, 2022),
        ]
        known = [*figures({2021: 10, 2022: 20}, "published"), *figures({2022: 132})]
        remedy = self.remedy(several, known)
        assert (remedy["since"], remedy["latest"], remedy["needed"]) == (2020, 100, (20, 20))

    def test_growth_from_a_trend_is_compared_with_the_last_figure(self) -> None:
        several = [GROWTH, named("level", "level", 242)]
        known = figures({2020: 100, 2021: 110, 2022: 121})
        assert self.remedy(several, known) == {
            "target": "growth",
            "edge": 242,
            "base": (200, 242 / 1.05**2),
            "since": 2022,
            "latest": 121,
            "times": (200 / 121, 2 / 1.05**2),
            "needed": (100 * (2 ** (1 / 3) - 1),) * 2,
        }

    def test_the_near_edge_of_what_lies_below(self) -> None:
        several = [
            named("growth", "growth", 10, 20, 2022, first=2021),
            named("level", "level", 50, 81, 2022),
        ]
        remedy = self.remedy(several, IN_2020)
        assert (remedy["edge"], remedy["base"]) == (81, (81 / 1.44, 81 / 1.21))
        assert remedy["needed"] == (-10, -10)

    def test_one_sided_growth_has_one_base(self) -> None:
        several = [
            named("growth", "growth", None, 10, 2021, first=2021),
            named("level", "level", 220, None, 2021),
        ]
        assert self.remedy(several, IN_2020)["base"] == (200, None)

    def test_a_share_needs_another_total_or_another_percentage(self) -> None:
        several = [named("share", "share", 3, 5), named("level", "level", 150)]
        assert self.remedy(several, TOTAL_2025) == {
            "target": "share",
            "edge": 150,
            "base": (3000, 5000),
            "since": 2025,
            "latest": 2000,
            "times": (1.5, 2.5),
            "needed": (7.5, 7.5),
        }

    def test_more_than_the_whole_is_no_share(self) -> None:
        several = [named("share", "share", 3, 5), named("level", "level", 2500)]
        assert self.remedy(several, TOTAL_2025)["needed"] == (None, None)

    def test_a_share_of_an_expected_total_has_two_percentages(self) -> None:
        total = named("total", "level", 1000, 2000, series="whole")
        several = [named("share", "share", 3, 5), named("level", "level", 150), total]
        remedy = self.remedy(several, [])
        assert (remedy["needed"], remedy["latest"], remedy["times"]) == (
            (7.5, 15),
            None,
            (None, None),
        )

    def test_a_change_is_in_percent_of_its_base(self) -> None:
        several = [named("change", "change", -7, -5, base=2020), named("level", "level", 190)]
        remedy = self.remedy(several, IN_2020)
        assert (remedy["base"], remedy["needed"]) == ((200, 190 / 0.93), (90, 90))

    def test_two_of_growth_have_one_each(self) -> None:
        several = [
            named("slow", "growth", 0, 10, 2021, first=2021),
            named("fast", "growth", 20, 30, 2021, first=2021),
        ]
        assert self.remedy(several, IN_2020)["needed"] == (20, 20)
        assert self.remedy(several, IN_2020, 1)["needed"] == (10, 10)

    def test_stated_levels_have_none(self) -> None:
        several = [named("floor", "level", 90), named("ceiling", "level", None, 80)]
        assert found(several).conflicts[0].remedies == ()

    @pytest.mark.parametrize("most", [0, -5])
    def test_nothing_leads_to_zero_or_below(self, most: int) -> None:
        several = [
            named("growth", "growth", 0, 10, 2021, first=2021),
            named("ceiling", "level", None, most, 2021),
        ]
        assert found(several, IN_2020).conflicts[0].remedies == ()


@pytest.fixture(scope="module")
def shipped() -> Coherence:
    targets = load_targets(ROOT / "targets.toml")
    actuals = load_actuals([ROOT / "actuals.toml"], targets.series)
    return coherence(targets, actuals, as_of=DAY)


class TestShippedFiles:
    def test_550_million_at_5_to_8_percent_needs_374_to_431_million(
        self, shipped: Coherence
    ) -> None:
        assert conflicts(shipped) == [("handicraft-growth", "handicraft-value")]
        (remedy,) = shipped.conflicts[0].remedies
        assert remedy.base == pytest.approx((550e6 / 1.08**5, 550e6 / 1.05**5))
        assert remedy.base == pytest.approx((374.3e6, 430.9e6), rel=1e-3)
        assert (remedy.basis.year, remedy.since, remedy.latest) == (2020, 2018, 192e6)
        assert remedy.times == pytest.approx((1.95, 2.24), abs=0.01)
        assert remedy.needed[0] == pytest.approx(100 * ((550 / 192) ** (1 / 7) - 1))

    def test_the_share_is_about_0_8_to_1_4_billion(self, shipped: Coherence) -> None:
        share = next(one for one in shipped.corridors if one.target.id == "handicraft-share")
        low, high = 20.89e9 * 1.051**5, 20.89e9 * 1.055**5
        assert ends(share) == (0.03 * low, 0.05 * high)
        assert (share.low, share.high) == pytest.approx((0.8e9, 1.4e9), rel=0.03)

    def test_every_target_has_a_corridor(self, shipped: Coherence) -> None:
        targets = load_targets(ROOT / "targets.toml").targets
        assert [one.target.id for one in shipped.corridors] == [one.id for one in targets]


# What holds for any targets and figures.


priors = st.sampled_from([None, "exports"])


@given(several_targets, generating.figure_lists, priors)
def test_every_pair_is_told_once_and_no_number_is_beyond_all(
    several: list[Target], known: list[Observation], prior: str | None
) -> None:
    result = of_generated(several, known, prior=prior)
    assert {one.target.id for one in result.corridors} == {one.id for one in several}
    pairs = [*result.fits, *(one.pair for one in result.conflicts)]
    assert len({(*names(pair), pair.one.year) for pair in pairs}) == len(pairs)
    for conflict in result.conflicts:
        for remedy in conflict.remedies:
            numbers = [*remedy.base, *remedy.needed, *remedy.times]
            assert all(n is None or abs(n) < float("inf") for n in numbers)


@given(several_targets, generating.figure_lists)
def test_a_pair_conflicts_exactly_when_no_level_is_in_both(
    several: list[Target], known: list[Observation]
) -> None:
    result = of_generated(several, known)
    for pair in (*result.fits, *(one.pair for one in result.conflicts)):
        one, other = pair.edges
        # Two stretches have something in common only if an end of the one lies in the other.
        candidates = [end for end in (*one, *other) if end is not None]
        inside = [
            level
            for level in candidates
            if position(level, one) == position(level, other) == "inside"
        ]
        assert bool(inside) == (pair in result.fits)


def in_thousandths(several: Iterable[Target], known: Iterable[Observation]) -> Any:
    """The same in a unit a thousand times smaller."""

    def scaled(edge: Decimal | None) -> Decimal | None:
        return None if edge is None else edge * 1000

    of_levels = ("level", "total")
    targets = [
        replace(one, band=Band(scaled(one.band.min), scaled(one.band.max)))
        if one.kind in of_levels
        else one
        for one in several
    ]
    return targets, [
        one._replace(value=one.value if one.series == "published" else one.value * 1000)
        for one in known
    ]


yearly = st.dictionaries(st.integers(2016, 2026), generating.above_zero, max_size=6)


@given(several_targets, yearly, yearly)
def test_another_unit_changes_no_conflict(
    several: list[Target], part: dict[int, Decimal], total: dict[int, Decimal]
) -> None:
    known = [*figures(part), *figures(total, "whole")]
    result = of_generated(several, known)
    other = of_generated(*in_thousandths(several, known))
    assert conflicts(result) == conflicts(other)
    assert fits(result) == fits(other)
    for ours, theirs in zip(result.conflicts, other.conflicts, strict=True):
        assert needs(ours) == [close(percent) for percent in needs(theirs)]


def needs(conflict: Conflict) -> list[float | None]:
    return [percent for remedy in conflict.remedies for percent in remedy.needed]


@given(several_targets, yearly)
def test_a_remedy_leads_to_the_edge(several: list[Target], part: dict[int, Decimal]) -> None:
    for conflict in of_generated(several, figures(part)).conflicts:
        for one in conflict.remedies:
            low, high = one.corridor.factors
            if one.base[0] is not None and high is not None:
                assert close(one.base[0] * high) == one.edge
            if one.base[1] is not None and low is not None:
                assert close(one.base[1] * low) == one.edge
            rate, years = one.needed[0], one.corridor.year - (one.since or 0)
            if one.corridor.target.kind == "growth" and one.latest and rate is not None:
                assert close(one.latest * (1 + rate / 100) ** years) == one.edge
