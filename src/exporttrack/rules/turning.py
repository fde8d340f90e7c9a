"""The figures at which a verdict turns: what one figure would have to be for each status."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from exporttrack.model.period import Period
from exporttrack.model.target import Target
from exporttrack.rules import methods as of
from exporttrack.rules.assessment import Status
from exporttrack.rules.measures import Path, Point, Sum
from exporttrack.rules.on_path import verdict_on
from exporttrack.rules.verdict import is_over, judge_total

_RATIOS = (0.95, 0.60)
"""Where a ratio or a pace begins to be on-track and behind."""
_SHARES = (0.95, 0.50)
"""The same of the projected share of the required change."""
_MISSES = (0.05 * (1 - 1e-7), 0.20)
"""The same of a straight line's miss; 5 % itself is not on track, a hair less is."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The values of one year's figure that have one status, all else being as it is."""

    status: Status
    year: int
    low: float | None
    high: float | None
    """In the unit of the path, for a total the sum; None for an open side."""
    includes_low: bool
    includes_high: bool

    def holds(self, value: float) -> bool:
        """Whether the value is one of them."""
        above = self.low is None or value > self.low or (self.includes_low and value == self.low)
        below = self.high is None or value < self.high
        return above and (below or (self.includes_high and value == self.high))


def turns_on_path(target: Target, path: Path, today: date) -> tuple[Turn, ...]:
    """For the latest figure, or the one that is waited for; empty where none would change it.

    `today` is in the series' own years. Growth that is read each year hangs on no single figure:
    its years have levels of their own, and here it has no turns. Nor has a path whose base follows
    from the latest figure, and would change with it.
    """
    if target.reading == "each-year" or _base_follows_from_latest(path):
        return ()
    year = _year(target, path, today)
    waited_for = path.latest is None or path.latest.year < year
    day = date(year, 12, 31) if waited_for and year == target.by else today

    def status(value: float) -> Status:
        return verdict_on(target, _with(path, year, value), day).status

    return _ranges(year, _turning_points(target, path, year), status)


def _base_follows_from_latest(path: Path) -> bool:
    base, latest = path.base, path.latest
    if base is None or latest is None or latest.published or not base.published:
        return False
    return any(one in base.figures for one in latest.figures)


def turns_of_total(target: Target, done: Sum | None, today: date) -> tuple[Turn, ...]:
    """For the sum of the years seen; of all years while none is."""
    first = target.first or target.by
    length = target.by - first + 1
    end = date(target.by, 12, 31)
    known = done or Sum(Decimal(0), target.by, length, (), ())
    edges = [edge for edge in target.band.edges if edge is not None]
    lower = target.lower_is_better
    goal = edges[-1] if lower else edges[0]
    due = goal * known.seen / length

    def status(value: float) -> Status:
        total = known._replace(value=Decimal(repr(value)))
        pace = of.pace(value, goal, known.seen, length, -1 if lower else 1)
        return judge_total(target, total, {"pace": pace}, today if done else end).status

    values = [*edges, *(due / ratio if lower else due * ratio for ratio in _RATIOS)]
    return _ranges(known.last, values, status)


def _year(target: Target, path: Path, today: date) -> int:
    """The latest year; the deadline once it is over; the first after the base when that is all."""
    latest, base = path.latest, path.base
    if latest is None or base is None or is_over(target.by, today):
        return target.by
    return latest.year if latest.year > base.year else min(base.year + 1, target.by)


def _with(path: Path, year: int, value: float) -> Path:
    """The path with another figure for its latest year, or with one for a year to come."""
    latest, base = path.latest, path.base
    if latest is None or latest.year < year:
        return path._replace(points=(*path.points, Point(year, value, Period.year(year), ())))
    point = latest._replace(value=value)
    return path._replace(points=(*path.points[:-1], point), base=point if base is latest else base)


def _turning_points(target: Target, path: Path, year: int) -> Iterator[float]:
    """Values at which the status may change: the band, the base, each method's class edges."""
    base = path.base
    yield from (edge for edge in path.edges if edge is not None)
    if base is not None:
        yield float(base.value)
    if target.kind == "growth" and base is not None and base.value > 0:
        for edge in target.band.edges:
            if edge is not None:
                yield from _finite(of.grown(float(base.value), edge / 100, year - base.year))
    course = _with(path, year, 0.0).course(target.by)
    if course is None or course.t <= course.t0:
        return
    if course.y0 > 0:
        yield from _of_ratio(course)
        yield from _of_trend(course)
    yield from _of_line(course, _with(path, year, 0.0).numbers)


def _finite(value: float | None) -> Iterator[float]:
    if value is not None:
        yield value


def _of_ratio(course: of.Course) -> Iterator[float]:
    """y0 (1 + d R |r|)^(t-t0)."""
    required = of.rates(course).required or 0.0
    for ratio in _RATIOS:
        rate = course.direction * ratio * abs(required)
        if rate > -1:
            yield from _finite(of.grown(course.y0, rate, course.t - course.t0))


def _of_trend(course: of.Course) -> Iterator[float]:
    """y0 (E/y0)^((t-t0)/(T-t0)), where E = y0 + P (X - y0)."""
    for share in _SHARES:
        expected = course.y0 + share * (course.x - course.y0)
        if expected > 0:
            part = (course.t - course.t0) / (course.deadline - course.t0)
            yield float(course.y0 * (expected / course.y0) ** part)


def _of_line(course: of.Course, points: of.Points) -> Iterator[float]:
    """From E = y + h (y - first)/k and |X - E| = miss x |X - y|."""
    run = of.last_run(points)
    if len(run) < 4:
        return
    steps = (course.deadline - course.t) / (len(run) - 1)
    for miss in (0.0, *_MISSES):
        yield ((1 - miss) * course.x + steps * run[0]) / (1 - miss + steps)


def _ranges(
    year: int, values: Iterable[float], status: Callable[[float], Status]
) -> tuple[Turn, ...]:
    """The status at every value and between two, equal neighbours made one."""
    at: list[float] = []
    for value in values:  # two that a rounding error parts are one, the first
        if not any(math.isclose(value, one, rel_tol=of.TOLERANCE) for one in at):
            at.append(value)
    at.sort()
    if not at:
        return ()
    step = [0.001 * (abs(value) or max(map(abs, at)) or 1.0) for value in at]
    between = [(one + other) / 2 for one, other in pairwise(at)]
    probes = [at[0] - step[0], *between, at[-1] + step[-1]]
    # Each cell: the status, and both ends with whether they belong to it.
    cells: list[tuple[Status, float | None, float | None, bool]] = [
        (status(probes[0]), None, at[0], False)
    ]
    for place, value in enumerate(at):
        after = at[place + 1] if place + 1 < len(at) else None
        cells.append((status(value), value, value, True))
        cells.append((status(probes[place + 1]), value, after, False))
    found = []
    for one, group in groupby(cells, key=lambda cell: cell[0]):
        same = list(group)
        found.append(Turn(one, year, same[0][1], same[-1][2], same[0][3], same[-1][3]))
    return tuple(found) if len(found) > 1 else ()
