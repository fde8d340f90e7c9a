"""Everything that a verdict rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.rules.explanation import Explanation, explain
from rules import generating
from rules.building import MID_2023, close, figures, in_years, judged, target, targets_of


def explained(
    one: Target, observations: Iterable[Observation], as_of: date = MID_2023, **fields: Any
) -> Explanation:
    targets = targets_of(one, **fields)
    found = explain(targets, Actuals(tuple(observations)), as_of=as_of, level=0.8)
    return found.explanations[0]


class TestSetAside:
    goal = target("level", 121, by=2024, base=2021)

    def aside(self, *more: Observation, **fields: Any) -> list[tuple[str, str, str]]:
        known = figures({2021: 100, 2022: 110}, source="Customs", published=date(2023, 1, 31))
        found = explained(self.goal, [*known, *more], **fields)
        return [
            (str(one.observation.period), str(one.observation.value), one.why)
            for one in found.aside
        ]

    def test_what_is_used_is_not_set_aside(self) -> None:
        assert self.aside() == []

    def test_an_earlier_vintage_is_revised(self) -> None:
        (early,) = figures({2022: 108}, source="Customs", published=date(2023, 1, 1))
        assert self.aside(early) == [("2022", "108", "revised")]

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"source": "Other", "published": date(2022, 1, 1)}, "later-published"),
            ({"source": "Other", "published": date(2023, 1, 31)}, "first-by-name"),
            (
                {"source": "Other", "published": date(2023, 1, 31), "status": "estimate"},
                "firmer",
            ),
            ({"source": "Other", "status": "forecast"}, "forecast"),
            ({"source": "Customs", "published": date(2024, 1, 1)}, "not-yet-known"),
        ],
    )
    def test_a_record_that_does_not_count_has_its_reason(
        self, fields: dict[str, Any], why: str
    ) -> None:
        assert self.aside(*figures({2022: 120}, **fields)) == [("2022", "120", why)]

    def test_a_preferred_source_goes_first(self) -> None:
        later = figures({2022: 120}, source="Other", published=date(2023, 5, 1))
        assert self.aside(*later, prefer=("customs",)) == [("2022", "120", "source-preferred")]

    def test_its_difference_is_from_the_figure_that_is_used(self) -> None:
        early = figures({2022: 99}, source="Other", published=date(2022, 1, 1))
        known = figures({2021: 100, 2022: 110}, source="Customs", published=date(2023, 1, 31))
        (aside,) = explained(self.goal, known + early).aside
        assert aside.difference == close(-10.0)

    def test_a_withdrawal_and_what_it_takes_back(self) -> None:
        (wrong,) = figures({2020: 5}, source="Other", published=date(2023, 1, 1))
        taken = wrong.with_value("s", Decimal("NaN"))
        withdrawal = Observation(
            taken.series, taken.period, taken.value, source="Other",
            recorded=datetime(2023, 2, 1, tzinfo=UTC),
        )  # fmt: skip
        assert [why for _, _, why in self.aside(wrong, withdrawal)] == ["withdrawn", "withdrawal"]

    def test_an_assumption_goes_before_every_figure(self) -> None:
        known = figures({2021: 100}) + figures({2022: 110}, source="Customs")
        for assumed in ({2022: 150}, {2023: 150}):
            found = explained(self.goal, known + figures(assumed, assumed=True))
            asides = [(str(one.observation.value), one.why) for one in found.aside]
            assert asides == ([("110", "assumed")] if 2022 in assumed else [])

    def test_parts_of_years_and_years_that_are_not_looked_at(self) -> None:
        assert self.aside(*figures({"2022-Q1": 20, 2019: 90, "2017/2018": 150})) == [
            ("2017/2018", "150", "not-needed"),
            ("2019", "90", "not-needed"),
            ("2022-Q1", "20", "part-of-year"),
        ]

    def test_parts_that_make_a_year_are_used(self) -> None:
        halves = figures({"2023-H1": 60, "2023-H2": 61})
        found = explained(self.goal, figures({2021: 100}) + halves, date(2024, 6, 30))
        assert found.aside == ()


class TestCorridor:
    def test_of_a_level_is_the_band_at_the_deadline(self) -> None:
        found = explained(target("level", 5, 8, by=2030), figures({2022: 4}))
        assert found.corridor == {2030: (5, 8)}

    def test_of_growth_widens_from_the_base(self) -> None:
        found = explained(target("growth", 10, 20, by=2023, first=2022), figures({2021: 100}))
        assert found.corridor == {2022: (close(110), close(120)), 2023: (close(121), close(144))}

    def test_of_growth_each_year_counts_from_the_year_before(self) -> None:
        one = target("growth", 10, 20, by=2025, first=2022, reading="each-year")
        found = explained(one, figures({2021: 100, 2022: 90}))
        assert found.corridor == {2022: (close(110), close(120)), 2023: (close(99), close(108))}

    def test_of_growth_each_year_lacks_years_judged_by_their_published_rate(self) -> None:
        one = target(
            "growth", 4.4, by=2023, first=2022, reading="each-year", measured_by="published"
        )
        known = figures({2021: 100, 2023: "109.6"}) + figures({2022: 5, 2023: 4.4}, "published")
        found = explained(one, known, date(2024, 6, 30))
        assert (found.outlook.assessment.status, [*found.corridor]) == ("met", [2022])

    def test_of_a_change_is_in_the_unit_of_the_series(self) -> None:
        found = explained(target("change", None, -20, by=2030, base=2021), figures({2021: 50}))
        assert found.corridor == {2030: (None, close(40))}

    def test_growth_without_a_base_has_none(self) -> None:
        assert explained(target("growth", 10, 20, by=2025, first=2022), []).corridor == {}


class TestTotals:
    known = figures({2021: 1000, 2022: 2500})

    def test_the_points_are_sums(self) -> None:
        found = explained(target("total", 10_000, by=2025, first=2021), self.known)
        assert found.points == ((2021, 1000), (2022, 3500))

    def test_the_required_way_is_even(self) -> None:
        found = explained(target("total", 10_000, by=2025, first=2021), self.known)
        assert list(found.required.values()) == [2000, 4000, 6000, 8000, 10_000]

    def test_months_of_a_year_that_begins_elsewhere_are_of_its_years(self) -> None:
        halves = figures({"2020-07/2020-12": 400, "2021-01/2021-06": 600})
        one = target("total", 10_000, by=2025, first=2021)
        assert explained(one, halves, fiscal_year_start=7).points == ((2021, 1000),)


@given(
    st.lists(generating.above_zero, min_size=1, max_size=4),
    generating.above_zero,
    st.integers(2023, 2035),
)
def test_the_required_way_leads_from_the_base_to_the_goal_at_one_rate(
    values: list[Decimal], goal: Decimal, by: int
) -> None:
    start = 2023 - len(values)
    known = figures(dict(zip(range(start, 2023), values, strict=True)))
    way = explained(target("level", goal, by=by), known).required
    assert list(way) == list(range(start, by + 1))
    assert (way[start], way[by]) == (close(float(values[0])), float(goal))
    growth = {round(way[year + 1] / way[year], 9) for year in range(start, by)}
    assert max(growth) - min(growth) < 2e-9


@given(generating.targets(), generating.figure_lists, generating.days)
def test_an_explanation_is_of_the_verdict_of_the_report(
    one: Target, known: list[Observation], as_of: date
) -> None:
    found = explained(one, known, as_of)
    assert found.outlook.assessment == judged(one, known, as_of)
    of_target = {one.series, one.total, one.measured_by}
    used = found.outlook.assessment.figures
    aside = [each.observation for each in found.aside]
    assert not {id(each) for each in used} & {id(each) for each in aside}
    assert len(used) + len(aside) == sum(each.series in of_target for each in known)


def test_growth_read_each_year_has_the_years_that_fell_short() -> None:
    one = target("growth", 4, 6, by=2025, first=2021, reading="each-year")
    found = explained(one, figures(in_years(10, -1)))
    assert found.corridor[2022] == (close(1144.0), close(1166.0))
    assert found.turns == ()
