"""The published methods on numbers one can check by hand, on both sides of every class edge."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exporttrack.rules import methods
from exporttrack.rules.assessment import MethodResult, NoClass, Progress, Rates
from exporttrack.rules.methods import Course, all_three, at_least, grown, growth, last_run
from rules import by_hand
from rules.building import close

ONE_FIGURE = "one-figure"
NO_RATE = "not-positive"
BEYOND = "beyond"


def course(y0: float, y: float, x: float, d: int = 1, *, years: int = 1, length: int = 2) -> Course:
    """From 2020; `length` years to the deadline, `years` of them seen."""
    return Course(2020, y0, 2020 + years, y, 2020 + length, x, d)


@pytest.mark.parametrize(
    ("value", "edge", "expected"),
    [
        pytest.param(4.4, 4.4, True, id="at the edge"),
        pytest.param(4.4 * (1 - 1e-10), 4.4, True, id="within rounding below it"),
        pytest.param(4.4 * (1 - 1e-8), 4.4, False, id="below it"),
        pytest.param(-4.4 * (1 + 1e-10), -4.4, True, id="within rounding, negative"),
        pytest.param(-4.4 * (1 + 1e-8), -4.4, False, id="below, negative"),
        pytest.param(0.0, 0.0, True, id="zero at zero"),
        pytest.param(-1e-300, 0.0, False, id="below zero, however little"),
        pytest.param(1e27 * (1 - 1e-10), 1e27, True, id="the tolerance is relative: large"),
        pytest.param(1e-27 * (1 - 1e-8), 1e-27, False, id="the tolerance is relative: small"),
    ],
)
def test_at_least(value: float, edge: float, expected: bool) -> None:
    assert at_least(value, edge) is expected


@pytest.mark.parametrize(
    ("y0", "y", "years", "rate"),
    [
        pytest.param(100, 121, 2, 0.1, id="ten per cent a year"),
        pytest.param(100, 81, 2, -0.1, id="a fall"),
        pytest.param(100, 100, 7, 0.0, id="no change"),
        pytest.param(100, 150, 1, 0.5, id="one year"),
        pytest.param(100, 110, 0, None, id="no year"),
        pytest.param(100, 110, -1, None, id="a year back"),
        pytest.param(0, 110, 1, None, id="from nothing"),
        pytest.param(100, 0, 1, None, id="to nothing"),
        pytest.param(-100, -110, 1, None, id="below zero"),
    ],
)
def test_growth(y0: float, y: float, years: int, rate: float | None) -> None:
    assert growth(y0, y, years) == close(rate)


@pytest.mark.parametrize(
    ("y", "rate", "years", "value"),
    [
        pytest.param(100, 0.1, 2, 121, id="two years"),
        pytest.param(100, 0.1, 0, 100, id="no year"),
        pytest.param(100, -1, 3, 0, id="all is lost"),
        pytest.param(1, 1e56, 6, None, id="past the largest float, in the power"),
        pytest.param(2e28, 1e56, 5, None, id="past the largest float, in the product"),
    ],
)
def test_grown(y: float, rate: float, years: int, value: float | None) -> None:
    assert grown(y, rate, years) == close(value)


@pytest.mark.parametrize(
    ("given_course", "expected"),
    [
        pytest.param(course(100, 100, 121, years=2, length=4),
                     Rates(0, 1.21 ** (1 / 4) - 1, 0.1), id="nothing done, half the time gone"),
        pytest.param(course(100, 110, 121), Rates(0.1, 0.1, 0.1), id="on the way"),
        pytest.param(course(100, 90, 81, d=-1), Rates(-0.1, -0.1, -0.1), id="downwards"),
        pytest.param(course(100, 121, 121, years=2), Rates(0.1, 0.1, None), id="no year left"),
        pytest.param(course(100, 110, 121, years=0), Rates(None, 0.1, 1.1**0.5 - 1), id="one"),
        pytest.param(course(0, 110, 121), Rates(None, None, 0.1), id="from zero"),
        pytest.param(course(100, 0, 121), Rates(None, 0.1, None), id="at zero"),
        pytest.param(course(100, 110, -1), Rates(0.1, None, None), id="to below zero"),
        pytest.param(course(100, 140, 121), Rates(0.4, 0.1, 121 / 140 - 1),
                     id="past the target: what may be lost"),
    ],
)  # fmt: skip
def test_rates(given_course: Course, expected: Rates) -> None:
    found = methods.rates(given_course)
    assert found.observed == close(expected.observed)
    assert found.required == close(expected.required)
    assert found.needed == close(expected.needed)


@pytest.mark.parametrize(
    ("given_course", "expected"),
    [
        pytest.param(course(100, 105, 120, years=2, length=4), Progress(0.25, 0.5),
                     id="a quarter of the way in half of the time"),
        pytest.param(course(100, 95, 120), Progress(-0.25, 0.5), id="a retreat"),
        pytest.param(course(100, 105, 120, years=0, length=1), Progress(0.25, 0.0), id="a year"),
        pytest.param(course(100, 130, 120), Progress(1.0, 0.5), id="past the target is all of it"),
        pytest.param(course(100, 95, 80, d=-1), Progress(0.25, 0.5), id="downwards"),
        pytest.param(course(0, 5, 20), Progress(0.25, 0.5), id="from zero"),
        pytest.param(course(-10, -5, 10), Progress(0.25, 0.5), id="from below zero"),
        pytest.param(course(100, 100, 120, years=0), Progress(0.0, 0.0), id="at the base"),
        pytest.param(course(100, 110, 120, years=2), Progress(0.5, 1.0), id="no time left"),
        pytest.param(course(130, 125, 120), Progress(1.0, 0.5), id="met at the base and kept"),
        pytest.param(course(130, 110, 120), Progress(None, 0.5), id="met at the base and lost"),
        pytest.param(course(120, 110, 120), Progress(None, 0.5), id="the base is the target"),
        pytest.param(course(120, 120, 120, years=0, length=0), Progress(1.0, None), id="no time"),
    ],
)  # fmt: skip
def test_progress(given_course: Course, expected: Progress) -> None:
    assert methods.progress(given_course) == expected


# 10 % a year is required over two years, up to 121 or down to 81; one year is seen.
@pytest.mark.parametrize(
    ("given_course", "value", "label"),
    [
        pytest.param(course(100, 121, 121), 2.1, "achieved", id="the target is met"),
        pytest.param(course(100, 130, 121), 3.0, "achieved", id="and more"),
        pytest.param(course(100, 110, 121), 1.0, "on-track", id="as fast as required"),
        pytest.param(course(100, 109.5, 121), 0.95, "on-track", id="0.95 is on track"),
        pytest.param(course(100, 109.4999, 121), 0.94999, "acceleration-needed", id="below 0.95"),
        pytest.param(course(100, 106, 121), 0.6, "acceleration-needed", id="0.60 can be caught up"),
        pytest.param(course(100, 105.9999, 121), 0.59999, "limited-progress", id="below 0.60"),
        pytest.param(course(100, 100, 121), 0.0, "limited-progress", id="no growth is limited"),
        pytest.param(course(100, 99.9999, 121), -1e-5, "deterioration", id="below zero"),
        pytest.param(course(100, 81, 81, -1), 1.9, "achieved", id="down: met"),
        pytest.param(course(100, 90.5, 81, -1), 0.95, "on-track", id="down: 0.95"),
        pytest.param(course(100, 90.51, 81, -1), 0.949, "acceleration-needed", id="down: 0.949"),
        pytest.param(course(100, 94, 81, -1), 0.6, "acceleration-needed", id="down: 0.60"),
        pytest.param(course(100, 110, 81, -1), -1.0, "deterioration", id="down: up"),
        pytest.param(course(100, 95, 81), -0.5, "achieved", id="met at the base, kept, falling"),
        pytest.param(course(100, 80, 81), -2.0, "deterioration", id="met at the base and lost"),
        pytest.param(course(100, 130, 121, -1), -3.0, "deterioration", id="down: met and lost"),
        pytest.param(course(121, 121, 121), None, "achieved", id="the base is the target, kept"),
    ],
)  # fmt: skip
def test_rate_ratio(given_course: Course, value: float | None, label: str) -> None:
    found = methods.rate_ratio(given_course)
    assert found.value == close(value)
    assert found.label == label
    assert (found.expected, found.reason) == (None, None)


@pytest.mark.parametrize(
    ("given_course", "why"),
    [
        pytest.param(course(100, 130, 121, years=0), ONE_FIGURE, id="one figure, even if met"),
        pytest.param(course(0, 130, 121), NO_RATE, id="from zero, even if met"),
        pytest.param(course(100, 0, 121), NO_RATE, id="at zero"),
        pytest.param(course(100, 50, 0, -1), NO_RATE, id="to zero"),
        pytest.param(course(-3, -2, -1), NO_RATE, id="below zero"),
        pytest.param(course(-3, 2, 4), NO_RATE, id="mixed signs"),
        pytest.param(course(121, 120, 121), "nothing-required",
                     id="the base is the target, lost"),
    ],
)  # fmt: skip
def test_no_rate_ratio(given_course: Course, why: NoClass) -> None:
    assert methods.rate_ratio(given_course) == MethodResult(None, "not-available", None, why)


# 110 after one of two years: E is 121, 21 more than the base; X is 100 + 21 / P.
@pytest.mark.parametrize(
    ("given_course", "value", "label", "expected"),
    [
        pytest.param(course(100, 110, 110), 2.1, "on-track", 121, id="the target is met"),
        pytest.param(course(100, 110, 121), 1.0, "on-track", 121, id="E is the target"),
        pytest.param(course(100, 110, 100 + 21 / 0.95), 0.95, "on-track", 121, id="P of 0.95"),
        pytest.param(course(100, 110, 100 + 21 / 0.9499), 0.9499, "moderate", 121, id="below 0.95"),
        pytest.param(course(100, 110, 142), 0.5, "moderate", 121, id="half of the way is moderate"),
        pytest.param(course(100, 110, 142.1), 21 / 42.1, "marginal", 121, id="below one half"),
        pytest.param(course(100, 110, 310), 0.1, "marginal", 121, id="a tenth is marginal"),
        pytest.param(course(100, 110, 311), 21 / 211, "stagnation", 121, id="below a tenth"),
        pytest.param(course(100, 100, 121), 0.0, "stagnation", 100, id="no change stagnates"),
        pytest.param(course(100, 90, 138), -0.5, "regression", 81, id="backwards"),
        pytest.param(course(100, 90, 81, -1), 1.0, "on-track", 81, id="down: E is the target"),
        pytest.param(course(100, 90, 62, -1), 0.5, "moderate", 81, id="down: half of the way"),
        pytest.param(course(100, 90, 0, -1), 0.19, "marginal", 81, id="down to zero"),
        pytest.param(course(100, 90, -90, -1), 0.1, "marginal", 81, id="down to below zero"),
        pytest.param(course(100, 110, 62, -1), -21 / 38, "regression", 121, id="down: up"),
        pytest.param(course(100, 90, 80), None, "on-track", 81, id="met at the base and kept"),
        pytest.param(course(100, 70, 80), None, "regression", 49, id="met at the base and lost"),
        pytest.param(course(100, 90, 100), None, "regression", 81, id="the base is the target"),
        pytest.param(course(100, 110, 142, years=2), 10 / 42, "marginal", 110,
                     id="at the deadline E is the figure"),
    ],
)  # fmt: skip
def test_trend_to_target(
    given_course: Course, value: float | None, label: str, expected: float
) -> None:
    found = methods.trend_to_target(given_course)
    assert found.value == close(value)
    assert found.label == label
    assert found.expected == close(expected)
    assert found.reason is None


@pytest.mark.parametrize(
    ("given_course", "why"),
    [
        pytest.param(course(100, 130, 121, years=0), ONE_FIGURE, id="one figure, even if met"),
        pytest.param(course(0, 130, 121), NO_RATE, id="from zero"),
        pytest.param(course(100, 0, 121), NO_RATE, id="at zero"),
        pytest.param(course(-3, -2, -1), NO_RATE, id="below zero"),
        pytest.param(course(1e-28, 1e28, 2e28, length=9), BEYOND, id="E is no number"),
        pytest.param(course(1e-28, 1e26, 2e-28, length=6), BEYOND, id="P is no number"),
    ],
)
def test_no_trend_to_target(given_course: Course, why: NoClass) -> None:
    assert methods.trend_to_target(given_course) == MethodResult(None, "not-available", None, why)


def ending(*values: float) -> list[tuple[int, float]]:
    """Yearly points up to 2021."""
    return [(2022 - len(values) + at, value) for at, value in enumerate(values)]


# 0, 1, 2, 3 up to 2021: one a year, so 5 in 2023; of X the line lacks X - 5, X - 3 are open.
@pytest.mark.parametrize(
    ("values", "x", "d", "value", "label", "expected"),
    [
        pytest.param([0, 1, 2, 3], 3, 1, 0, "on-track", 5, id="the target is met"),
        pytest.param([0, 1, 2, 3], 5, 1, 0, "on-track", 5, id="the line meets it"),
        pytest.param([0, 1, 2, 3], 4.5, 1, 0, "on-track", 5, id="the line passes it"),
        pytest.param([0, 1, 2, 3], 5.1, 1, 0.1 / 2.1, "on-track", 5, id="a miss below 5 %"),
        pytest.param([0, 1, 2, 3], 4.85 / 0.95, 1, 0.05, "slightly-off", 5, id="a miss of 5 %"),
        pytest.param([0, 1, 2, 3], 5.5, 1, 0.2, "slightly-off", 5, id="a miss of 20 %"),
        pytest.param([0, 1, 2, 3], 5.51, 1, 0.51 / 2.51, "off-track", 5, id="more than 20 %"),
        pytest.param([0, 1, 2, 3], 103, 1, 0.98, "off-track", 5, id="hardly a start"),
        pytest.param([3, 3, 3, 3], 5, 1, 1, "wrong-direction", 3, id="no change"),
        pytest.param([3, 2, 1, 0], 4, 1, 1.5, "wrong-direction", -2, id="the wrong direction"),
        pytest.param([3, 2, 1, 0], -2, -1, 0, "on-track", -2, id="down: the line meets it"),
        pytest.param([3, 2, 1, 0], -2.5, -1, 0.2, "slightly-off", -2, id="down: a miss of 20 %"),
        pytest.param([0, 1, 2, 3], -2, -1, 1.4, "wrong-direction", 5, id="down: up"),
        pytest.param([-3, -2, -1, 0], 4, 1, 0.5, "off-track", 2, id="through zero"),
        pytest.param([3, 2, 1, 0], -5, 1, 0, "on-track", -2, id="falling, and still met"),
        pytest.param([0, 0, 9, 3], 5, 1, 0, "on-track", 5, id="only the ends of the run matter"),
        pytest.param([9, 0, 9, 1, 2, 3, 4, 5], 17, 1, (17 - 3.4) / 12, "wrong-direction", 3.4,
                     id="six points at most: 9 to 5 in five years"),
        pytest.param([8, 0, 1, 2, 3, 4, 5], 7, 1, 0, "on-track", 7, id="the seventh is left out"),
    ],
)  # fmt: skip
def test_straight_line(
    values: list[float], x: float, d: int, value: float, label: str, expected: float
) -> None:
    points = ending(*values)
    given_course = Course(points[0][0], values[0], 2021, values[-1], 2023, x, d)
    found = methods.straight_line(given_course, points)
    assert found.value == close(value)
    assert found.label == label
    assert found.expected == close(expected)
    assert found.reason is None


def test_the_straight_line_uses_years_before_the_base() -> None:
    found = methods.straight_line(Course(2021, 3, 2021, 3, 2023, 5, 1), ending(0, 1, 2, 3))
    assert (found.value, found.label) == (0, "on-track")


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(ending(3), id="one point"),
        pytest.param(ending(1, 2, 3), id="three points"),
        pytest.param(
            [(2016, 0.0), (2017, 1.0), *ending(1, 2, 3)], id="five points, three in a row"
        ),
    ],
)
def test_no_straight_line(points: list[tuple[int, float]]) -> None:
    found = methods.straight_line(Course(2015, 0, 2021, 3, 2023, 5, 1), points)
    assert found == MethodResult(None, "not-available", None, "too-few-years")


@pytest.mark.parametrize(
    ("points", "run"),
    [
        pytest.param([], [], id="no points"),
        pytest.param(ending(1), [1], id="one point"),
        pytest.param([(2018, 9), (2020, 1), (2021, 2)], [1, 2], id="after a gap"),
        pytest.param(ending(1, 2, 3, 4, 5, 6, 7), [2, 3, 4, 5, 6, 7], id="six at most"),
    ],
)
def test_last_run(points: list[tuple[int, float]], run: list[float]) -> None:
    assert last_run(points) == run


# Ten years, five of them seen.
@pytest.mark.parametrize(
    ("done", "goal", "d", "value", "label"),
    [
        pytest.param(100, 100, 1, 2.0, "achieved", id="the sum is there"),
        pytest.param(50, 100, 1, 1.0, "on-track", id="half in half of the time"),
        pytest.param(47.5, 100, 1, 0.95, "on-track", id="0.95 is on track"),
        pytest.param(47.4, 100, 1, 0.948, "acceleration-needed", id="below 0.95"),
        pytest.param(30, 100, 1, 0.6, "acceleration-needed", id="0.60"),
        pytest.param(29.9, 100, 1, 0.598, "limited-progress", id="below 0.60"),
        pytest.param(0, 100, 1, 0.0, "limited-progress", id="nothing yet"),
        pytest.param(-1, 100, 1, -0.02, "deterioration", id="less than nothing"),
        pytest.param(50, 100, -1, 1.0, "on-track", id="ceiling: half in half of the time"),
        pytest.param(50 / 0.95, 100, -1, 1 / 0.95, "on-track", id="ceiling: 0.95"),
        pytest.param(50 / 0.94, 100, -1, 1 / 0.94, "acceleration-needed", id="ceiling: 0.94"),
        pytest.param(50 / 0.6, 100, -1, 1 / 0.6, "acceleration-needed", id="ceiling: 0.60"),
        pytest.param(50 / 0.59, 100, -1, 1 / 0.59, "limited-progress", id="ceiling: 0.59"),
        pytest.param(100, 100, -1, 2.0, "limited-progress", id="ceiling: all of it, none over"),
        pytest.param(101, 100, -1, 2.02, "deterioration", id="ceiling: broken"),
        pytest.param(0, 100, -1, 0.0, "on-track", id="ceiling: nothing used"),
        pytest.param(-5, 100, -1, -0.1, "on-track", id="ceiling: less than nothing"),
    ],
)  # fmt: skip
def test_pace(done: float, goal: float, d: int, value: float, label: str) -> None:
    found = methods.pace(done, goal, 5, 10, d)
    assert found.value == close(value)
    assert found.label == label


def test_the_pace_of_one_in_one_year_of_ten() -> None:
    found = methods.pace(1, 1, 1, 10, 1)
    assert (found.value, found.label) == (10, "achieved")


@pytest.mark.parametrize(
    ("goal", "seen"),
    [
        pytest.param(0, 5, id="a target of zero"),
        pytest.param(-1, 5, id="a target below zero"),
        pytest.param(100, 0, id="no year seen"),
    ],
)
def test_no_pace(goal: float, seen: int) -> None:
    found = methods.pace(5, goal, seen, 10, 1)
    assert found == MethodResult(None, "not-available", None, "no-pace")


values = st.integers(1, 1000).map(float)
directions = st.sampled_from([1, -1])


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """From a base to a target somewhere else, over up to thirty years."""
    years = draw(st.integers(1, 15))
    length = years + draw(st.integers(0, 15))
    y0, y, x = draw(values), draw(values), draw(values)
    assume(x != y0)
    return Course(2000, y0, 2000 + years, y, 2000 + length, x, draw(directions))


def length_of(one: Course) -> tuple[int, int]:
    return one.t - one.t0, one.deadline - one.t0


@given(courses())
def test_rate_ratio_agrees_with_logarithms(one: Course) -> None:
    by_logs = by_hand.rate_ratio(one.y0, one.y, one.x, *length_of(one), one.direction)
    assert methods.rate_ratio(one).value == close(by_logs)


@given(courses())
def test_trend_to_target_agrees_with_logarithms(one: Course) -> None:
    found = methods.trend_to_target(one)
    assume(found.label != "not-available")
    assert found.expected == close(by_hand.expected(one.y0, one.y, *length_of(one)))
    met_at_base = one.direction * (one.y0 - one.x) >= 0
    share = by_hand.projected_share(one.y0, one.y, one.x, *length_of(one))
    assert found.value == close(None if met_at_base else share)


@given(st.lists(st.integers(-1000, 1000), min_size=4, max_size=9), st.integers(-1000, 1000),
       st.integers(0, 12), directions)  # fmt: skip
def test_straight_line_agrees_with_its_changes_one_by_one(
    history: list[int], x: int, left: int, d: int
) -> None:
    points = ending(*history)
    one = Course(points[0][0], history[0], 2021, history[-1], 2021 + left, x, d)
    found = methods.straight_line(one, points)
    run = [float(value) for value in history[-6:]]
    assert found.expected == close(by_hand.line(run, left))
    met = d * (history[-1] - x) >= 0
    assert found.value == close(0.0 if met else by_hand.miss(run, x, left, d))


@given(courses())
def test_growing_at_the_needed_rate_arrives_at_the_target(one: Course) -> None:
    needed = methods.rates(one).needed
    if one.deadline == one.t:
        assert needed is None
        return
    assert needed is not None
    assert grown(one.y, needed, one.deadline - one.t) == close(one.x)
    required = methods.rates(one).required
    assert required is not None
    assert grown(one.y0, required, one.deadline - one.t0) == close(one.x)


BETTER_FIRST = {
    "rate-ratio": ["achieved", "on-track", "acceleration-needed", "limited-progress",
                   "deterioration"],
    "trend-to-target": ["on-track", "moderate", "marginal", "stagnation", "regression"],
    "straight-line": ["on-track", "slightly-off", "off-track", "wrong-direction"],
}  # fmt: skip


@given(courses(), values, st.lists(values, min_size=3, max_size=6))
def test_a_better_latest_value_is_never_in_a_worse_class(
    one: Course, other: float, before: list[float]
) -> None:
    worse, better = sorted((one.y, other), key=lambda y: one.direction * y)
    first = one.t - len(before)
    ranks = []
    for y in (better, worse):
        points = [*((first + at, value) for at, value in enumerate(before)), (one.t, y)]
        found = all_three(
            Course(one.t0, one.y0, one.t, y, one.deadline, one.x, one.direction), points
        )
        ranks.append([BETTER_FIRST[name].index(result.label) for name, result in found.items()])
    assert all(first <= second for first, second in zip(*ranks, strict=True))


def test_the_example_that_no_two_methods_see_alike() -> None:
    """2 % a year where 4 % is required: R is one half, P less, for growth builds on growth."""
    one = Course(2020, 100, 2025, 100 * 1.02**5, 2030, 100 * 1.04**10, 1)
    found = all_three(one, [(2020 + at, 100 * 1.02**at) for at in range(6)])
    assert found["rate-ratio"].value == pytest.approx(0.5)
    assert found["trend-to-target"].value == pytest.approx((1.02**10 - 1) / (1.04**10 - 1))
    mean_change = 20 * (1.02**5 - 1)
    expected = 100 * 1.02**5 + 5 * mean_change
    gap = 100 * (1.04**10 - 1.02**5)
    assert found["straight-line"].value == pytest.approx((100 * 1.04**10 - expected) / gap)
    labels = [result.label for result in found.values()]
    assert labels == ["limited-progress", "marginal", "off-track"]
    assert math.isclose(1.02**10, 1.2189944199947573)
