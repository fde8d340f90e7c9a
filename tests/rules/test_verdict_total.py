"""The order of decision for totals, and their numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.target import Target
from exporttrack.rules.assessment import Progress, Rates, Status
from rules.building import (
    MID_2023,
    Known,
    Verdict,
    close,
    figures,
    judge,
    judged,
    target,
)

JOBS = target("total", 100, by=2025, first=2021)
BUDGET = target("total", most=100, by=2025, first=2021)
BOTH = target("total", 50, 100, by=2025, first=2021, above_is_miss=True)
OVER_2025 = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("one", "known", "as_of", "expected"),
    [
        pytest.param(JOBS, {"2021/2025": 100}, OVER_2025, ("met", "met", None), id="exactly"),
        pytest.param(JOBS, {"2021/2025": 99}, OVER_2025, ("missed", "missed", None), id="short"),
        pytest.param(JOBS, {2021: 60, 2022: 60}, OVER_2025, ("met", "met", None),
                     id="over, and the sum is there although years are unknown"),
        pytest.param(JOBS, {2021: 60, 2022: 30}, OVER_2025, ("awaiting-data", "awaiting", None),
                     id="over, and the last years are unknown"),
        pytest.param(JOBS, {2021: 10, 2025: 60}, OVER_2025, ("awaiting-data", "year-missing", None),
                     id="over, and inner years are unknown"),
        pytest.param(JOBS, {"2021/2023": 30, 2025: 60}, OVER_2025,
                     ("awaiting-data", "year-missing", None), id="a range and a gap"),
        pytest.param(JOBS, {"2021/2023": 30, "2024/2025": 60}, OVER_2025,
                     ("missed", "missed", None), id="two ranges that make the whole"),
        pytest.param(JOBS, {2021: 50, 2025: 60}, OVER_2025, ("met", "met", None),
                     id="over, inner years unknown, and the sum is there"),
        pytest.param(JOBS, {}, OVER_2025, ("awaiting-data", "awaiting", None), id="over, unknown"),
        pytest.param(JOBS, {2021: 60, 2022: 40}, MID_2023, ("achieved", "achieved", None),
                     id="the sum is there early"),
        pytest.param(JOBS, {2021: 20, 2022: 18}, MID_2023, ("on-track", "pace", "pace"),
                     id="0.95 of the pace"),
        pytest.param(JOBS, {2021: 20, 2022: 17}, MID_2023, ("behind", "pace", "pace"),
                     id="0.925 of the pace"),
        pytest.param(JOBS, {"2021/2022": 24}, MID_2023, ("behind", "pace", "pace"),
                     id="0.60 of the pace, in one figure"),
        pytest.param(JOBS, {2021: 20, 2022: 3}, MID_2023, ("off-track", "pace", "pace"),
                     id="0.575 of the pace"),
        pytest.param(JOBS, {2022: 20}, MID_2023, ("on-track", "pace", "pace"),
                     id="the first year is unknown: the pace of the year seen"),
        pytest.param(JOBS, {2021: -1}, MID_2023, ("off-track", "pace", "pace"),
                     id="less than nothing"),
        pytest.param(JOBS, {}, MID_2023, ("no-data", "no-figure", None), id="nothing known"),
        pytest.param(JOBS, {2020: 500}, MID_2023, ("no-data", "no-figure", None),
                     id="what was before does not count"),
        pytest.param(JOBS, {"2021-H1": 50}, MID_2023, ("no-data", "no-figure", None),
                     id="half a year does not count"),
        pytest.param(JOBS, {}, date(2020, 12, 31), ("not-started", "not-started", None),
                     id="before it begins"),
        pytest.param(BUDGET, {"2021/2025": 100}, OVER_2025, ("met", "met", None),
                     id="ceiling: exactly"),
        pytest.param(BUDGET, {"2021/2025": 101}, OVER_2025, ("missed", "missed", None),
                     id="ceiling: broken"),
        pytest.param(BUDGET, {2021: 60, 2023: 41}, OVER_2025, ("missed", "missed", None),
                     id="ceiling: broken, although years are unknown"),
        pytest.param(BUDGET, {2021: 60}, OVER_2025, ("awaiting-data", "awaiting", None),
                     id="ceiling: the last years are unknown"),
        pytest.param(BUDGET, {2021: 60, 2025: 10}, OVER_2025,
                     ("awaiting-data", "year-missing", None), id="ceiling: a gap"),
        pytest.param(BUDGET, {2021: 60, 2022: 41}, MID_2023,
                     ("off-track", "already-exceeded", None), id="ceiling: broken early"),
        pytest.param(BUDGET, {2021: 20, 2022: 20}, MID_2023, ("on-track", "pace", "pace"),
                     id="ceiling: on pace"),
        pytest.param(BUDGET, {2021: 20, 2022: 30}, MID_2023, ("behind", "pace", "pace"),
                     id="ceiling: 0.80 of what time there was"),
        pytest.param(BUDGET, {2021: 50, 2022: 50}, MID_2023, ("off-track", "pace", "pace"),
                     id="ceiling: all of it, early"),
        pytest.param(target("total", most=0, by=2025, first=2021), {2021: 0}, MID_2023,
                     ("not-assessable", "method-unavailable", None), id="ceiling: of nothing"),
        pytest.param(target("total", 0, by=2025, first=2021), {2021: 0}, MID_2023,
                     ("achieved", "achieved", None), id="nothing is asked for"),
        pytest.param(BOTH, {2021: 30, 2022: 30}, MID_2023, ("on-track", "pace", "pace"),
                     id="band: inside, early, and more may leave it"),
        pytest.param(BOTH, {2021: 30, 2022: 30}, OVER_2025, ("awaiting-data", "awaiting", None),
                     id="band: inside, and the last years are unknown"),
        pytest.param(BOTH, {2021: 30, 2025: 30}, OVER_2025,
                     ("awaiting-data", "year-missing", None), id="band: inside, and a gap"),
        pytest.param(BOTH, {"2021/2024": 60, 2025: 40}, OVER_2025, ("met", "met", None),
                     id="band: inside, every year known"),
        pytest.param(BOTH, {2021: 60, 2022: 60}, OVER_2025, ("missed", "missed", None),
                     id="band: above, although years are unknown"),
        pytest.param(target("total", 50, 100, by=2025, first=2021), {2021: 60}, MID_2023,
                     ("achieved", "achieved", None), id="band: inside, and above is fine"),
        pytest.param(target("total", 50, 100, by=2025, first=2021), {2021: 60}, OVER_2025,
                     ("met", "met", None), id="band: the same, over"),
        pytest.param(BOTH, {2021: 60, 2022: 60}, MID_2023,
                     ("off-track", "already-exceeded", None), id="band: above, early"),
        pytest.param(BOTH, {"2021/2025": 120}, OVER_2025, ("missed", "missed", None),
                     id="band: above"),
        pytest.param(BOTH, {2021: 5, 2022: 5}, MID_2023, ("off-track", "pace", "pace"),
                     id="band: below"),
        pytest.param(target("total", 50, 100, by=2025, first=2021), {"2021/2025": 120}, OVER_2025,
                     ("met", "met", None), id="band: above is fine"),
        pytest.param(target("total", 100, by=2021, first=2021), {2021: 100}, date(2021, 12, 31),
                     ("met", "met", None), id="a total of one year"),
    ],
)  # fmt: skip
def test_a_total(one: Target, known: Known, as_of: date, expected: Verdict) -> None:
    assert judge(one, known, as_of) == expected


@pytest.mark.parametrize(
    ("assumed", "known", "expected"),
    [
        pytest.param({2025: 10}, {"2021/2024": 80}, "missed", id="the last year is assumed"),
        pytest.param({2025: 30}, {"2021/2024": 80}, "achieved", id="and makes the sum"),
        pytest.param({2022: 10}, {2021: 20}, "behind", id="an inner year is assumed"),
    ],
)
def test_a_total_with_an_assumption(assumed: Known, known: Known, expected: Status) -> None:
    observations = figures(known, published=date(2021, 12, 31))
    one = judged(JOBS, observations + figures(assumed, assumed=True), date(2024, 12, 31))
    assert one.status == ("met" if expected == "achieved" else expected)


def test_the_numbers_of_a_total() -> None:
    one = judged(JOBS, figures({2021: 20, 2022: 10}, status="estimate"), MID_2023)
    assert one.actual is not None
    assert (one.actual.value, str(one.actual.period)) == (30, "2021/2022")
    assert one.actual.status == "estimate"
    assert (one.position, one.gap, one.goal) == ("below", -70, 100)
    assert one.needed_per_year == Decimal(70) / 3
    assert one.progress == Progress(0.3, 0.4)
    assert one.methods["pace"].value == close(0.75)
    assert {one.methods[name].label for name in ("rate-ratio", "trend-to-target")} == {
        "not-available"
    }
    assert one.projection is not None
    assert (one.projection.value, one.projection.low, one.projection.method) == (75, None, "mean")
    assert one.rates == Rates()
    assert one.base is None


@pytest.mark.parametrize(
    ("known", "needed", "leads", "done", "time"),
    [
        # 20 a year is the even pace of 100 over five years, whichever years are seen.
        pytest.param({2021: 20, 2023: 20}, 20, 100, 0.4, 0.4, id="a gap is a year left"),
        pytest.param({2023: 20}, 20, 100, 0.2, 0.2, id="so are years before the first"),
        pytest.param({"2021/2023": 30}, 35, 50, 0.3, 0.6, id="none of three years at once"),
        pytest.param({2021: 20, 2025: 20}, None, None, 0.4, 0.4, id="no year is left after T"),
    ],
)  # fmt: skip
def test_pace_need_and_projection_count_the_same_years(
    known: Known, needed: int | None, leads: int | None, done: float, time: float
) -> None:
    one = judged(JOBS, figures(known, published=date(2023, 1, 1)), date(2025, 6, 30))
    assert one.needed_per_year == needed
    assert (one.projection and one.projection.value) == close(leads)
    assert one.progress == Progress(done, time)
    assert one.methods["pace"].value == close(done / time)


@given(st.dictionaries(st.integers(2021, 2024), st.integers(0, 60), min_size=1))
def test_what_pace_projection_and_need_say_of_a_total_agrees(known: dict[int, int]) -> None:
    """The projection is the goal times the pace; what is needed added, the goal is reached."""
    one = judged(JOBS, figures(known), date(2025, 6, 30))
    pace = one.methods["pace"].value
    assert pace is not None
    assert one.projection is not None
    assert one.needed_per_year is not None
    assert one.projection.value == close(100 * pace)
    assert sum(known.values()) + (5 - len(known)) * float(one.needed_per_year) == close(100)


def test_what_a_total_without_figures_needs() -> None:
    one = judged(JOBS, [], MID_2023)
    assert (one.needed_per_year, one.goal, one.progress) == (20, 100, Progress(None, None))
    assert (one.actual, one.position, one.gap, one.projection) == (None, None, None, None)


def test_a_total_at_its_end_needs_no_more() -> None:
    one = judged(JOBS, figures({"2021/2025": 120}), OVER_2025)
    assert (one.needed_per_year, one.projection) == (None, None)
    assert one.progress == Progress(1.0, 1.0)


def test_what_is_used_of_a_ceiling_may_be_more_than_all() -> None:
    one = judged(BUDGET, figures({2021: 100, 2022: 27}), MID_2023)
    assert (one.status, one.progress) == ("off-track", Progress(1.27, 0.4))


def test_nothing_is_needed_in_a_year_of_what_is_over() -> None:
    one = judged(target("total", 100, by=2023, first=2021), figures({2021: 30}), date(2023, 12, 31))
    assert (one.status, one.needed_per_year) == ("awaiting-data", None)
