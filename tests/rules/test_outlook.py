"""What is needed from now on, and where the trend leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.rules.methods import grown
from exporttrack.rules.outlook import Outlook, PartNeeded, log_trend, outlook
from exporttrack.rules.projection import PRIORS
from rules import generating
from rules.building import (
    MID_2023,
    Known,
    close,
    figures,
    in_years,
    judged,
    known_of,
    target,
    targets_of,
)


def ahead(
    one: Target,
    observations: Iterable[Observation],
    as_of: date = MID_2023,
    *,
    level: float = 0.8,
    total_growth: float | None = None,
    **fields: Any,
) -> Outlook:
    found = outlook(
        targets_of(one, **fields),
        Actuals(tuple(observations)),
        as_of=as_of,
        level=level,
        total_growth=total_growth,
    )
    return found.outlooks[0]


class TestProjections:
    level = target("level", 121, by=2024)
    known = figures({2020: 100, 2021: 104, 2022: 108})

    def test_by_drift_alone_without_a_prior(self) -> None:
        found = ahead(self.level, self.known)
        assert [one.method for one in found.projections] == ["drift"]
        assert found.projections == (found.assessment.projection,)

    def test_both_where_the_series_names_a_prior_that_of_the_report_last(self) -> None:
        found = ahead(self.level, self.known, prior="exports")
        assert [one.method for one in found.projections] == ["drift", "drift-with-prior"]
        assert found.projections[1] == found.assessment.projection
        assert found.projections[0] == ahead(self.level, self.known).projections[0]
        # Two years on at 8 % over two years.
        assert found.projections[0].value == close(108 * 1.08)

    def test_a_share_never_takes_the_prior(self) -> None:
        one = target("share", 3, by=2024)
        both = self.known + figures({2020: 1000, 2021: 1000, 2022: 1000}, "whole")
        found = ahead(one, both, prior="exports")
        assert [each.method for each in found.projections] == ["drift"]

    def test_a_total_adds_the_mean_of_the_years_seen(self) -> None:
        one = target("total", 1000, by=2024, first=2020)
        (found,) = ahead(one, self.known).projections
        assert (found.method, found.value, found.low, found.probability) == (
            "mean", close(312 / 3 * 5), None, None,
        )  # fmt: skip

    def test_a_count_is_projected_as_any_level_is(self) -> None:
        found = ahead(self.level, self.known, measure="stock")
        assert found.projections == ahead(self.level, self.known).projections

    def test_one_figure_is_refused_with_the_reason(self) -> None:
        (found,) = ahead(self.level, self.known[:1]).projections
        assert (found.value, found.note) == (None, "trend")

    def test_nothing_is_projected_to_a_year_that_has_a_figure(self) -> None:
        assert ahead(target("level", 121, by=2022), self.known).projections == ()


@pytest.mark.parametrize(
    ("as_of", "start", "over"),
    [
        (date(2025, 12, 30), 1, False),
        (date(2025, 12, 31), 1, True),
        (date(2025, 6, 29), 7, False),
        (date(2025, 6, 30), 7, True),
    ],
)
def test_over_is_the_end_of_the_series_own_year(as_of: date, start: int, over: bool) -> None:
    found = ahead(target("level", 121, by=2025), [], as_of, fiscal_year_start=start)
    assert found.over is over


class TestPartOfAShare:
    """2 % of 1000 in 2022; 3 to 5 % of the total are asked three years on."""

    share = target("share", 3, 5, by=2025)
    known = figures({2021: 15, 2022: 20}) + figures({2020: 810, 2021: 900, 2022: 1000}, "whole")

    def test_at_a_growth_of_the_total_that_is_given(self) -> None:
        found = ahead(self.share, self.known, total_growth=0.1).part
        assert found == PartNeeded(
            year=2022,
            share=2.0,
            total_growth=0.1,
            given=True,
            years=(2020, 2022),
            total=1000.0,
            total_year=2022,
            growth=(close(1.1 * 1.5 ** (1 / 3) - 1), close(1.1 * 2.5 ** (1 / 3) - 1)),
            level=(close(0.03 * 1331), close(0.05 * 1331)),
        )

    def test_without_one_at_the_log_trend_of_the_total(self) -> None:
        found = ahead(self.share, self.known).part
        assert found is not None
        # 810, 900, 1000 are 10/9 apart.
        assert found.given is False
        assert found.total_growth == pytest.approx(1 / 9, rel=1e-3)

    def test_the_part_that_grows_as_needed_has_the_share(self) -> None:
        found = ahead(self.share, self.known, total_growth=0.07).part
        assert found is not None
        for growth, level, edge in zip(found.growth, found.level, (3, 5), strict=True):
            part, whole = grown(20, growth or 0, 3), grown(1000, 0.07, 3)
            assert part == close(level)
            assert 100 * (part or 0) / (whole or 1) == close(edge)

    def test_also_where_the_total_is_known_for_longer(self) -> None:
        later = figures({2023: 1300, 2024: 1200}, "whole")
        found = ahead(self.share, self.known + later, date(2025, 1, 1), total_growth=0.1).part
        assert found is not None
        assert (found.total, found.total_year, found.years) == (1000.0, 2022, (2020, 2024))
        assert found.level == (close(0.03 * 1331), close(0.05 * 1331))
        assert grown(20, found.growth[0] or 0, 3) == close(found.level[0])

    def test_a_share_that_is_only_published_counts_from_the_last_total(self) -> None:
        share = replace(self.share, measured_by="published")
        known = figures({2022: 2}, "published") + figures({2020: 810, 2021: 900}, "whole")
        found = ahead(share, known, total_growth=0.1).part
        assert found is not None
        assert (found.year, found.total, found.total_year) == (2022, 900.0, 2021)
        assert found.level == (close(0.03 * 900 * 1.1**4), close(0.05 * 900 * 1.1**4))

    @pytest.mark.parametrize(
        ("part", "whole"),
        [
            pytest.param({2022: 0}, {2021: 900, 2022: 1000}, id="a share of zero"),
            pytest.param({2022: 20}, {2022: 1000}, id="a total of one year"),
            pytest.param({}, {2021: 900, 2022: 1000}, id="no part"),
        ],
    )
    def test_without_a_share_or_a_trend_there_is_none(self, part: Known, whole: Known) -> None:
        assert ahead(self.share, figures(part) + figures(whole, "whole")).part is None

    def test_after_the_deadline_there_is_none(self) -> None:
        assert ahead(self.share, self.known, date(2026, 1, 1)).part is None


@pytest.mark.parametrize(
    ("one", "as_of", "needed"),
    [
        pytest.param(
            target("growth", 10, 20, by=2024, first=2021), MID_2023,
            (close((1.1**4 / 0.9) ** 0.5 - 1), close((1.2**4 / 0.9) ** 0.5 - 1)), id="a band",
        ),
        pytest.param(
            target("growth", None, -5, by=2023, first=2021), MID_2023,
            (None, close(0.95**3 / 0.9 - 1)), id="a ceiling",
        ),
        pytest.param(
            target("growth", 10, 20, by=2024, first=2021, reading="each-year"), MID_2023, None,
            id="not in each year",
        ),
        pytest.param(
            target("growth", 10, 20, by=2024, first=2021), date(2024, 12, 31), None,
            id="not after the deadline",
        ),
        pytest.param(
            target("growth", 10, 20, by=2022, first=2021), MID_2023, None,
            id="not with the figure of the deadline",
        ),
        pytest.param(target("level", 100, 200, by=2024), MID_2023, None, id="not for a level"),
    ],
)  # fmt: skip
def test_an_average_of_growth_has_the_rate_to_either_edge(
    one: Target, as_of: date, needed: tuple[Any, Any] | None
) -> None:
    assert ahead(one, figures({2020: 100, 2022: 90}), as_of).needed_to == needed


def test_the_log_trend_is_that_of_all_years() -> None:
    # Logarithms 0, 1 and 5 in three years: the least-squares slope is (2 + 3) / 2.
    e = 2.718281828459045
    known = known_of(figures({2020: 1, 2021: repr(e), 2022: repr(e**5)}))["s"]
    assert log_trend(list(known.years.values())) == close(e**2.5 - 1)


rates = st.integers(-400, 600).map(lambda tenths: tenths / 10)


@given(
    st.lists(generating.above_zero, min_size=2, max_size=5),
    generating.above_zero,
    st.integers(2023, 2035),
)
def test_growing_at_the_needed_rate_arrives(values: list[Decimal], goal: Decimal, by: int) -> None:
    known = dict(zip(range(2023 - len(values), 2023), values, strict=True))
    found = ahead(target("level", goal, by=by), figures(known)).assessment
    needed, each = found.rates.needed, found.needed_per_year
    assert needed is not None
    assert each is not None
    assert grown(float(values[-1]), needed, by - 2022) == close(float(goal))
    assert float(values[-1]) + (by - 2022) * float(each) == close(float(goal))


@given(st.lists(rates, min_size=2, max_size=8), st.sampled_from([None, "exports"]))
def test_intervals_widen_with_the_level(growth: list[float], prior: str | None) -> None:
    one, known = target("level", 5000, by=2030), figures(in_years(*growth, start=2015))
    narrow, wide = (
        ahead(one, known, level=level, prior=prior).projections for level in (0.5, 0.95)
    )
    for inner, outer in zip(narrow, wide, strict=True):
        assert (inner.value, inner.probability) == (outer.value, outer.probability)
        assert outer.low is not None
        assert outer.high is not None
        assert outer.low <= (inner.low or 0) <= (inner.value or 0)
        assert (inner.value or 0) <= (inner.high or 0) <= outer.high


@given(
    st.lists(rates, min_size=2, max_size=8),
    generating.above_zero,
    st.booleans(),
    st.sampled_from([None, "exports"]),
)
def test_more_likely_than_not_is_where_the_median_meets_the_target(
    growth: list[float], goal: Decimal, lower: bool, prior: str | None
) -> None:
    band = {"most": goal * 20} if lower else {"least": goal * 20}
    known = figures(in_years(*growth, start=2015))
    for found in ahead(target("level", by=2030, **band), known, prior=prior).projections:
        assert found.value is not None
        assert found.probability is not None
        edge = float(goal * 20)
        assume(abs(found.value - edge) > 1e-6 * edge)
        meets = found.value < edge if lower else found.value > edge
        assert (found.probability > 0.5) == meets


@given(generating.targets(), generating.figure_lists, generating.days)
def test_an_outlook_says_of_the_target_what_the_report_says(
    one: Target, known: list[Observation], as_of: date
) -> None:
    found = ahead(one, known, as_of, prior="exports")
    assert found.assessment == judged(one, known, as_of, prior="exports")
    last = found.projections[-1] if found.projections else None
    assert last == found.assessment.projection
    if found.over:
        assert found.part is None
        assert found.assessment.rates.needed is None


def test_the_prior_has_a_source() -> None:
    assert "World Bank" in PRIORS["exports"].source
