"""The year under way against the same months of the year before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exporttrack
from exporttrack.model.actuals import Actuals
from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Target
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.figures import counting
from exporttrack.rules.report import assess
from exporttrack.rules.year_to_date import YearToDate, year_to_date
from rules import generating
from rules.building import LATER, Known, close, figures, judged, target

VIET_NAM = {"2022": "53.16", "2022-01/2022-09": "40.53", "2023-01/2023-09": "38.5"}


def year_of(known: Known, **fields: Any) -> YearToDate | None:
    series = Series("s", fields.pop("unit", "USD"), **fields)
    return year_to_date(series, counting(series, figures(known), LATER))


def found(known: Known, **fields: Any) -> YearToDate:
    year = year_of(known, **fields)
    assert year is not None
    return year


class TestVietNam2023:
    """38.5 of 54 billion in nine months."""

    year = found(VIET_NAM)

    def test_the_same_months_are_compared(self) -> None:
        assert (str(self.year.period), str(self.year.before)) == (
            "2023-01/2023-09",
            "2022-01/2022-09",
        )
        assert (self.year.value, self.year.value_before, self.year.year_before) == (
            38.5, 40.53, 53.16,
        )  # fmt: skip
        assert self.year.growth == close(38.5 / 40.53 - 1)

    def test_at_this_pace_it_ends_at_50_5(self) -> None:
        assert self.year.at_this_pace == close(53.16 * 38.5 / 40.53)
        assert round(self.year.at_this_pace or 0, 1) == 50.5

    def test_15_5_are_needed_and_the_rest_must_grow_22_7_percent(self) -> None:
        assert self.year.needed(54) == 15.5
        assert round(100 * (self.year.needed_growth(54) or 0), 1) == 22.7
        assert round(self.year.needed_per_month(54), 2) == 5.17

    def test_the_assessment_has_it_with_its_goal(self) -> None:
        one = judged(target("level", 54, by=2023), figures(VIET_NAM), date(2023, 10, 15))
        assert (one.year_to_date, one.year_goal) == (self.year, 54)


def months(first: str, values: Iterable[Decimal]) -> dict[str, Decimal]:
    start = exporttrack.parse_period(first)
    return {str(start.moved(at)): value for at, value in enumerate(values)}


class TestAYearFromJuly:
    """As Pakistan's exports of July 2003 to February 2004: short of a straight line, and ahead.

    Of 1,200 asked 781.6 are there after eight months: 97.7 % of 1,200 x 8/12. The year before had
    brought 765.52 / 1,200 of its 1,000 by then, and 781.6 is 2.1 % more than 765.52.
    """

    known = {  # noqa: RUF012
        **months("2002-07", [Decimal("79.7416")] * 8 + [Decimal("90.5168")] * 4),
        **months("2003-07", [Decimal("97.7")] * 8),
    }
    year = found(known, fiscal_year_start=7)

    def test_the_months_are_those_of_the_calendar(self) -> None:
        assert (str(self.year.period), str(self.year.before)) == (
            "2003-07/2004-02",
            "2002-07/2003-02",
        )
        assert (self.year.year, self.year.months) == (2004, 8)

    def test_a_straight_line_would_say_it_falls_short(self) -> None:
        assert self.year.value / (1200 * 8 / 12) == close(0.977)
        assert self.year.straight_line is None

    def test_by_the_months_of_the_year_before_it_is_ahead(self) -> None:
        assert self.year.year_before == close(1000.0)
        assert round(self.year.at_this_pace / 1200 - 1, 3) == 0.021  # type: ignore[operator]

    def test_its_twelve_months_are_a_year_of_the_path(self) -> None:
        goal = target("level", 1200, by=2004)
        one = judged(goal, figures(self.known), date(2004, 3, 31), fiscal_year_start=7)
        assert one.points == ((2003, Decimal("1000.0000")),)
        assert one.year_goal == 1200

    def test_the_year_is_over_with_june(self) -> None:
        known = self.known | months("2004-03", [Decimal("104.6")] * 4)
        goal = target("level", 1200, by=2004)
        one = judged(goal, figures(known), date(2004, 6, 30), fiscal_year_start=7)
        assert (one.status, one.actual and one.actual.value) == ("met", Decimal("1200.0"))
        assert one.year_to_date is None
        day_before = judged(goal, figures(known), date(2004, 6, 29), fiscal_year_start=7)
        assert day_before.status != "met"


TABLE = [
    pytest.param({2022: 100, 2023: 110}, None, id="whole years only"),
    pytest.param({"2022-Q1": 20, 2022: 100}, None, id="parts of a year that is whole"),
    pytest.param({"2021-Q1": 20, 2022: 100}, None, id="parts of a year before a whole one"),
    pytest.param({"2022-Q1": 20, 2022: 100, "2023-Q1": 22}, None, id="growth on the same quarter"),
    pytest.param(
        {"2022-04": 9, 2022: 100, "2023-04": 10},
        "not-from-the-start",
        id="a month alone is not compared",
    ),
    pytest.param(
        {"2022-H1": 45, 2022: 100, "2023-Q1": 25}, "no-same-months", id="a half and a quarter"
    ),
    pytest.param({2022: 100, "2023-Q1": 25}, "no-same-months", id="nothing of the year before"),
    pytest.param({"2022-Q1": 20, "2023-Q1": 25}, "no-full-year", id="no whole year before"),
    pytest.param({"2022-Q1": 0, 2022: 100, "2023-Q1": 5}, "zero-before", id="a zero before"),
]


@pytest.mark.parametrize(("known", "refusal"), TABLE)
def test_refusals(known: Known, refusal: str | None) -> None:
    year = year_of(known)
    assert (year.refusal if year else None) == refusal
    if year is not None and refusal is not None:
        assert year.at_this_pace is None


def test_the_most_months_that_both_years_have_are_compared() -> None:
    known = {"2022-Q1": 20, "2022-Q2": 25, 2022: 100, "2023-Q1": 22, "2023-Q2": 24, "2023-07": 9}
    year = found(known)
    assert (str(year.period), year.value, year.value_before) == ("2023-H1", 46, 45)
    assert [str(one.period) for one in year.figures] == ["2023-Q1", "2023-Q2", "2022-Q1", "2022-Q2"]


def test_past_years_give_a_mean_share_and_a_range() -> None:
    # By then 20, 25 and 25 % of the three years were there; 30 now.
    known = {"2020-Q1": 20, 2020: 100, "2021-Q1": 30, 2021: 120, "2022-Q1": 25, 2022: 100}
    year = found(known | {"2023-Q1": 30})
    assert year.shares == close_all(0.2, 0.25, 0.25)
    assert year.at_this_pace == close(120.0)
    assert year.by_mean_share == close(30 / (0.7 / 3))
    assert year.span == close_all(120.0, 150.0)
    assert found({"2022-Q1": 25, 2022: 100, "2023-Q1": 30}).span is None


def close_all(*values: float) -> Any:
    return pytest.approx(values, rel=1e-9)


def test_a_straight_line_stands_in_where_there_is_no_year_before() -> None:
    assert found({"2023-Q1": 25}).straight_line == 100
    assert found({2022: 90, "2023-Q1": 25}).straight_line is None
    assert found({"2022-Q2": 30, "2023-Q1": 25}).straight_line is None


@pytest.mark.parametrize(
    "fields", [{"measure": "stock"}, {"unit": "percent"}], ids=["a stock", "percentages"]
)
def test_what_does_not_add_up_has_no_year_to_date(fields: dict[str, Any]) -> None:
    assert year_of({"2022-Q1": 20, 2022: 100, "2023-Q1": 22}, **fields) is None


QUARTER = {2021: 100, "2022-Q1": 20, 2022: 110, "2023-Q1": 22}
GOALS = [
    pytest.param(target("level", 150, by=2025), None, id="a level asks nothing of years before"),
    pytest.param(target("level", 150, by=2023), 150, id="at its deadline the goal itself"),
    pytest.param(
        target("growth", 10, by=2025, first=2022), 121.0, id="growth two years of it from the base"
    ),
    pytest.param(
        target("growth", 20, by=2025, first=2022, reading="each-year"),
        132.0,
        id="growth each year on the year before",
    ),
    pytest.param(
        target("growth", 20, by=2023, first=2022, reading="each-year"),
        132.0,
        id="growth each year so in the last year, too",
    ),
    pytest.param(
        target("total", 500, by=2024, first=2022), 195.0, id="a total what each year left must add"
    ),
    pytest.param(target("change", 50, by=2023, base=2021), 150.0, id="a change its level"),
]


@pytest.mark.parametrize(("one", "goal"), GOALS)
def test_goals_of_the_year(one: Target, goal: float | None) -> None:
    found = judged(one, figures(QUARTER), date(2023, 6, 30))
    assert found.year_to_date is not None
    assert found.year_goal == close(goal)


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(target("level", 150, by=2023), id="level"),
        pytest.param(target("growth", 10, by=2025, first=2022), id="growth"),
        pytest.param(target("total", 500, by=2024, first=2022), id="total"),
    ],
)
def test_nothing_is_left_to_a_goal_where_the_first_months_are_not_known(one: Target) -> None:
    found = judged(one, figures({2021: 100, 2022: 110, "2023-04": 9}), date(2023, 6, 30))
    assert found.year_to_date is not None
    assert (found.year_to_date.refusal, found.year_goal) == ("not-from-the-start", None)


@pytest.mark.parametrize("reading", ["average", "each-year"])
def test_an_index_is_no_goal_for_the_months_of_a_year(reading: str) -> None:
    one = target("growth", 20, by=2024, first=2021, measured_by="published", reading=reading)
    months = figures({"2022-Q1": 20, "2023-Q1": 22})
    found = judged(one, months + figures({2021: 10, 2022: 20}, "published"), date(2023, 6, 30))
    assert found.base is not None
    assert found.base.is_index
    assert found.year_to_date is not None
    assert found.year_goal is None


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(target("level", 150, by=2022), id="a year after the deadline"),
        pytest.param(target("growth", 5, by=2026, first=2024), id="a year before the first"),
        pytest.param(target("share", 5, by=2025), id="a share, which does not add up"),
    ],
)
def test_a_year_that_is_none_of_the_target_is_left_out(one: Target) -> None:
    found = judged(one, figures(QUARTER) + figures(QUARTER, "whole"), date(2023, 6, 30))
    assert (found.year_to_date, found.year_goal) == (None, None)


@pytest.mark.parametrize("reading", ["average", "each-year"])
@pytest.mark.parametrize("last", [2023, 2024])
def test_a_year_whose_growth_is_published_is_no_longer_under_way(reading: str, last: int) -> None:
    one = target("growth", 5, by=2025, first=2022, measured_by="published", reading=reading)
    months = figures({2021: 90, 2022: 100, "2022-Q1": 20, "2023-Q1": 22})
    assert judged(one, months, date(2025, 6, 30)).year_to_date is not None
    rates = figures(dict.fromkeys(range(2023, last + 1), 6), "published")
    assert judged(one, months + rates, date(2025, 6, 30)).year_to_date is None


def shipped(last_whole: int, *, last_part: int) -> YearToDate | None:
    """The shipped total exports, without the whole years after one and the parts after another."""
    targets = exporttrack.load_targets(exporttrack.shipped("targets.toml"))
    known = exporttrack.load_actuals([exporttrack.shipped("actuals.toml")], targets.series)
    series = targets.series["total_exports"]
    kept = [
        one
        for one in known.by_series()["total_exports"]
        if one.period.years[0] <= (last_whole if one.period.whole_year else last_part)
    ]
    return year_to_date(series, counting(series, kept, date(2026, 11, 21)))


class TestShippedTotalExports:
    def test_nine_months_of_2024_are_12_percent_above_those_of_2023(self) -> None:
        year = shipped(2023, last_part=2024)
        assert year is not None
        assert (str(year.period), year.value, year.value_before) == (
            "2024-01/2024-09", 14_000_000_000, 12_500_000_000,
        )  # fmt: skip
        assert year.growth == close(0.12)
        assert year.at_this_pace == close(16_660_000_000 * 1.12)

    def test_the_ten_months_of_2024_have_none_of_2023_beside_them(self) -> None:
        year = shipped(2023, last_part=2024)
        assert year is not None
        assert not any(one.period == Period(12 * 2024, 12 * 2024 + 9) for one in year.figures)

    def test_five_months_of_2025_have_none_of_2024_beside_them(self) -> None:
        year = shipped(2024, last_part=2025)
        assert year is not None
        assert (str(year.period), year.refusal) == ("2025-01/2025-05", "no-same-months")
        assert (str(year.before), year.at_this_pace, year.straight_line) == (
            "2024-01/2024-05", None, None,
        )  # fmt: skip

    def test_five_months_of_2022_are_compared_with_2021(self) -> None:
        year = shipped(2021, last_part=2022)
        assert year is not None
        assert (str(year.period), round(100 * (year.growth or 0), 1)) == ("2022-01/2022-05", 17.3)

    def test_2020_has_no_whole_year_to_end_at(self) -> None:
        year = shipped(2019, last_part=2021)
        assert year is not None
        assert (year.year, year.refusal) == (2021, "no-full-year")

    def test_with_every_year_whole_there_is_none(self) -> None:
        assert shipped(2025, last_part=2025) is None


def without_year_to_date(one: Assessment) -> Assessment:
    return replace(one, year_to_date=None, year_goal=None)


@given(
    generating.targets(),
    generating.figure_lists,
    st.lists(st.sampled_from([1, 3, 6, 9]), min_size=1, max_size=3, unique=True),
    generating.above_zero,
    generating.days,
)
def test_the_months_of_the_year_under_way_change_no_verdict(
    one: Target, known: list[Observation], lengths: list[int], value: Decimal, as_of: date
) -> None:
    years = [figure.period.years[1] for figure in known]
    year = max(years, default=2020) + 1
    parts = [
        Observation("s", Period(12 * year, 12 * year + length - 1), value * length)
        for length in lengths
    ]
    with_parts, without = (
        judged(one, [*known, *more], as_of, prefer=("b",)) for more in (parts, [])
    )
    assert without_year_to_date(with_parts) == without_year_to_date(without)


@given(
    st.lists(generating.above_zero, min_size=12, max_size=12),
    st.lists(generating.above_zero, min_size=1, max_size=11),
    generating.above_zero,
)
def test_the_rest_that_is_needed_leads_to_the_goal(
    before: list[Decimal], now: list[Decimal], goal: Decimal
) -> None:
    year = found(months("2022-01", before) | months("2023-01", now))
    wanted = float(goal) * 12
    assert year.value + year.needed(wanted) == close(wanted)
    assert year.value + (12 - year.months) * year.needed_per_month(wanted) == close(wanted)
    growth = year.needed_growth(wanted)
    assert growth is not None
    rest = (year.year_before or 0) - (year.value_before or 0)
    assert year.value + rest * (1 + growth) == close(wanted)


@given(
    st.lists(generating.above_zero, min_size=24, max_size=24),
    st.integers(1, 11),
    st.integers(1, 12),
)
def test_a_year_that_begins_elsewhere_is_the_same_with_other_months(
    values: list[Decimal], length: int, start: int
) -> None:
    known = values[: 12 + length]
    plain = found(months("2022-01", known))
    moved = months("2022-01" if start == 1 else f"2021-{start:02}", known)
    fiscal = found(moved, fiscal_year_start=start)
    assert (fiscal.growth, fiscal.at_this_pace, fiscal.year) == (
        plain.growth,
        plain.at_this_pace,
        2023,
    )


def test_actuals_of_other_series_are_left_alone() -> None:
    one = target("level", 54, by=2023)
    others = figures({"2023-Q1": 7}, "other")
    targets = exporttrack.Targets("", {"s": Series("s", "USD")}, (one,))
    report = assess(targets, Actuals(tuple(figures(VIET_NAM) + others)), as_of=LATER)
    year = report.assessments[0].year_to_date
    assert year is not None
    assert year.value == 38.5
