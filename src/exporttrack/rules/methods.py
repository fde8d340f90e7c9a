"""The three published methods of progress assessment, on plain numbers.

Throughout: `y0`, `t0` base; `y`, `t` latest; `x`, `deadline` target; `direction` +1 where higher is
better, -1 where lower is. Rates are fractions. See docs/method.md for the sources.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from exporttrack.rules.assessment import MethodResult, NoClass, Progress, Rates

TOLERANCE = 1e-9
"""Relative; values closer than this are equal, in favour of the better class."""

Points = Sequence[tuple[int, float]]
"""Years and values, ascending; a year without a figure is not there."""


class Course(NamedTuple):
    """The way from the base to the target, as far as it is seen."""

    t0: int
    y0: float
    t: int
    y: float
    deadline: int
    x: float
    direction: int

    def meets(self, value: float) -> bool:
        """`value` is at the target or on its better side."""
        return at_least(self.direction * value, self.direction * self.x)


def at_least(value: float, edge: float) -> bool:
    """`value` >= `edge`, within the tolerance.

    >>> at_least(4.4 - 1e-12, 4.4), at_least(4.3, 4.4)
    (True, False)
    """
    return value >= edge - TOLERANCE * max(abs(value), abs(edge))


def growth(y0: float, y: float, years: int) -> float | None:
    """The constant yearly rate that leads from `y0` to `y`; None unless both are above zero.

    >>> round(growth(100, 121, 2), 12)
    0.1
    """
    if years <= 0 or y0 <= 0 or y <= 0:
        return None
    return float((y / y0) ** (1 / years) - 1)


def grown(y: float, rate: float, years: int) -> float | None:
    """`y` after `years` at `rate`; None where that is beyond any number."""
    try:
        value = float(y * (1 + rate) ** years)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def rates(course: Course) -> Rates:
    """Observed and required rate from the base, and the rate needed from now.

    >>> round(rates(Course(2020, 100, 2022, 100, 2024, 121, 1)).needed, 12)
    0.1
    """
    return Rates(
        observed=growth(course.y0, course.y, course.t - course.t0),
        required=growth(course.y0, course.x, course.deadline - course.t0),
        needed=growth(course.y, course.x, course.deadline - course.t),
    )


def progress(course: Course) -> Progress:
    """Shares of the required change and of the time.

    No share of the change for a target that was met at the base and is lost: none was required.

    >>> progress(Course(2020, 100, 2022, 105, 2024, 120, 1))
    Progress(value_share=0.25, time_share=0.5)
    """
    span = course.deadline - course.t0
    done = 1.0 if course.meets(course.y) else None
    if done is None and not course.meets(course.y0):
        done = (course.y - course.y0) / (course.x - course.y0)
    return Progress(done, (course.t - course.t0) / span if span > 0 else None)


def rate_ratio(course: Course) -> MethodResult:
    """Statistics Canada rate ratio (95/60/0), as documented by Open SDG: R = d g / |r|.

    >>> rate_ratio(Course(2020, 100, 2021, 105, 2025, 110.408, 1)).label
    'on-track'
    """
    if course.t <= course.t0:
        return _unavailable("one-figure")
    if min(course.y0, course.y, course.x) <= 0:
        return _unavailable("not-positive")
    found = rates(course)
    ratio = None
    if found.observed is not None and found.required:
        ratio = course.direction * found.observed / abs(found.required)
    if course.meets(course.y):
        return MethodResult(ratio, "achieved")
    if ratio is None:
        return _unavailable("nothing-required")
    return MethodResult(ratio, ratio_class(ratio))


def ratio_class(ratio: float) -> str:
    """The class of a ratio of two rates. Edges belong to the better class.

    >>> [ratio_class(ratio) for ratio in (0.95, 0.6, 0.0, -0.1)]
    ['on-track', 'acceleration-needed', 'limited-progress', 'deterioration']
    """
    edges = ((0.95, "on-track"), (0.60, "acceleration-needed"), (0.0, "limited-progress"))
    return next((label for edge, label in edges if at_least(ratio, edge)), "deterioration")


def trend_to_target(course: Course) -> MethodResult:
    """UN Statistics Division, 2026 classes: P, the projected share of the required change.

    `expected` is E, the value at the deadline if the observed rate goes on.

    >>> round(trend_to_target(Course(2020, 100, 2021, 110, 2022, 142, 1)).value, 12)
    0.5
    """
    if course.t <= course.t0:
        return _unavailable("one-figure")
    observed = growth(course.y0, course.y, course.t - course.t0)
    if observed is None:
        return _unavailable("not-positive")
    expected = grown(course.y, observed, course.deadline - course.t)
    if expected is None:
        return _unavailable("beyond")
    if course.meets(course.y0):
        label = "on-track" if course.meets(course.y) else "regression"
        return MethodResult(None, label, expected)
    share = (expected - course.y0) / (course.x - course.y0)
    if not math.isfinite(share):
        return _unavailable("beyond")
    label = "on-track" if course.meets(course.y) else _share_class(share)
    return MethodResult(share, label, expected)


def _share_class(share: float) -> str:
    edges = ((0.95, "on-track"), (0.50, "moderate"), (0.10, "marginal"), (0.0, "stagnation"))
    return next((label for edge, label in edges if at_least(share, edge)), "regression")


def straight_line(course: Course, points: Points) -> MethodResult:
    """Destatis "weather symbols": the mean of the last five annual changes carried forward.

    `points` are all yearly points up to the latest. `value` is the miss: the shortfall at the
    deadline as a share of the gap that is still open. Takes zeros and negative values.

    >>> history = [(2018, -3.0), (2019, -2.0), (2020, -1.0), (2021, 0.0)]
    >>> straight_line(Course(2018, -3, 2021, 0, 2023, 4, 1), history)
    MethodResult(value=0.5, label='off-track', expected=2.0, reason=None)
    """
    run = last_run(points)
    if len(run) < 4:
        return _unavailable("too-few-years")
    change = (run[-1] - run[0]) / (len(run) - 1)
    expected = course.y + change * (course.deadline - course.t)
    if course.meets(course.y) or course.meets(expected):
        return MethodResult(0.0, "on-track", expected)
    miss = course.direction * (course.x - expected) / abs(course.x - course.y)
    if miss <= TOLERANCE:  # near a target of zero no value is relatively close
        return MethodResult(0.0, "on-track", expected)
    if course.direction * change <= 0:
        return MethodResult(miss, "wrong-direction", expected)
    edges = ((0.05, "on-track"), (0.20, "slightly-off"))
    label = next((label for edge, label in edges if _within(miss, edge, label)), "off-track")
    return MethodResult(miss, label, expected)


def _within(miss: float, edge: float, label: str) -> bool:
    """Below 5 % is the sun, and 5 % itself is not; 20 % belongs to sun and cloud."""
    return miss < edge * (1 - TOLERANCE) if label == "on-track" else at_least(edge, miss)


def last_run(points: Points) -> list[float]:
    """The values of the unbroken run of years that ends at the last point, six at most.

    >>> last_run([(2017, 1.0), (2019, 2.0), (2020, 3.0)])
    [2.0, 3.0]
    """
    run: list[float] = []
    for year, value in reversed(points):
        if len(run) == 6 or year != points[-1][0] - len(run):
            break
        run.append(value)
    return run[::-1]


def pace(done: float, goal: float, seen: int, length: int, direction: int) -> MethodResult:
    """A sum against its time: (sum/X) / (elapsed/length), with the classes of the rate ratio.

    For a ceiling the class is read from the inverse: half the budget in half the time is on pace.

    >>> round(pace(3000, 10000, 2, 5, 1).value, 12)
    0.75
    """
    if goal <= 0 or seen <= 0:
        return _unavailable("no-pace")
    value = (done / goal) / (seen / length)
    if direction > 0:
        return MethodResult(value, "achieved" if at_least(done, goal) else ratio_class(value))
    if not at_least(goal, done):
        return MethodResult(value, "deterioration")
    return MethodResult(value, "on-track" if value <= 0 else ratio_class(1 / value))


def all_three(course: Course, points: Points) -> dict[str, MethodResult]:
    """What each method says, by its name."""
    return {
        "rate-ratio": rate_ratio(course),
        "trend-to-target": trend_to_target(course),
        "straight-line": straight_line(course, points),
    }


def none_of_three(reason: NoClass) -> dict[str, MethodResult]:
    """What each method says where none can be used."""
    none = _unavailable(reason)
    return {"rate-ratio": none, "trend-to-target": none, "straight-line": none}


def _unavailable(reason: NoClass) -> MethodResult:
    return MethodResult(None, "not-available", None, reason)
