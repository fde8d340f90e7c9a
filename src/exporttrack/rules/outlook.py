"""What is needed from now on, and where the trend leads."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from exporttrack.model.actuals import Actuals
from exporttrack.model.target import Target, Targets
from exporttrack.rules.assessment import Assessment, Report
from exporttrack.rules.figures import Figures, YearFigure, counting
from exporttrack.rules.measures import Path, path_of
from exporttrack.rules.methods import grown, growth
from exporttrack.rules.on_path import projection_of
from exporttrack.rules.projection import Projection
from exporttrack.rules.report import assess
from exporttrack.rules.verdict import is_over

Edge = float | None


@dataclass(frozen=True, slots=True)
class PartNeeded:
    """What a share asks of its part, while the total grows at a rate."""

    year: int
    """The last that both have."""
    share: float
    """Of that year, percent."""
    total_growth: float
    """h: of the total, a year, as a fraction."""
    given: bool
    """The rate was given; else it is the log-trend of the total's years."""
    years: tuple[int, int]
    """First and last year of the total's figures."""
    total: float
    """The total of `total_year`."""
    total_year: int
    """`year`; of a share that is known as published alone, the total's last."""
    growth: tuple[Edge, Edge]
    """The part's growth a year that leads to the lower and the upper edge, as fractions."""
    level: tuple[Edge, Edge]
    """The part's level at the deadline, at either edge."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The way ahead for one target."""

    assessment: Assessment
    over: bool
    """The deadline is past: nothing can be needed any more."""
    needed_to: tuple[Edge, Edge] | None
    """The growth a year from now on that leads to either edge of the band, as fractions; None but
    for an average of growth that has a base and years left."""
    projections: tuple[Projection, ...]
    """By drift, and with a prior where the series names one; a total by its mean."""
    part: PartNeeded | None
    """None but for a share above zero, before its deadline, whose total has a growth."""


@dataclass(frozen=True, slots=True)
class Outlooks:
    """The way ahead for all targets, on one day."""

    report: Report
    outlooks: tuple[Outlook, ...]


def outlook(
    targets: Targets,
    actuals: Actuals,
    *,
    as_of: date,
    level: float,
    total_growth: float | None = None,
) -> Outlooks:
    """The outlook of every target; `level` of the intervals and `total_growth` are fractions."""
    report = assess(targets, actuals, as_of=as_of, level=level)
    known = figures_of(targets, actuals, as_of)
    found = (_outlook(one, known, as_of, level, total_growth) for one in report.assessments)
    return Outlooks(report, tuple(found))


def figures_of(targets: Targets, actuals: Actuals, as_of: date) -> dict[str, Figures]:
    """The figures that count on a day, by series."""
    of_series = actuals.by_series()
    return {
        name: counting(series, of_series.get(name, ()), as_of)
        for name, series in targets.series.items()
    }


def _outlook(
    one: Assessment,
    known: Mapping[str, Figures],
    as_of: date,
    level: float,
    total_growth: float | None,
) -> Outlook:
    target, series, projections = one.target, one.series, [one.projection]
    over = is_over(target.by, series.own_day(as_of))
    path = path_of(target, known) if target.kind != "total" else None
    if path is not None and series.prior is not None and target.kind != "share":
        projections.insert(0, projection_of(target, path, replace(series, prior=None), level))
    needed = None if path is None or over else _needed_to(target, path)
    part = None
    if path is not None and target.total is not None and not over:
        totals = list(known[target.total].years.values())
        part = _part_needed(target, path, totals, total_growth)
    shown = tuple(found for found in projections if found is not None)
    return Outlook(one, over, needed, shown, part)


def _needed_to(target: Target, path: Path) -> tuple[Edge, Edge] | None:
    """(V(a-1) (1 + edge)^n / y)^(1 / (T - t)) - 1, at either edge."""
    course = path.course(target.by)
    is_average = target.kind == "growth" and target.reading == "average"
    if not is_average or course is None or course.t >= course.deadline or course.y <= 0:
        return None
    years = course.deadline - course.t
    return _both(path.edges, lambda edge: growth(course.y, edge, years))


def _part_needed(
    target: Target, path: Path, totals: Sequence[YearFigure], given: float | None
) -> PartNeeded | None:
    """(1+h)(edge/s)^(1/(T-t)) - 1, and edge x total(1+h)^(T-t), from the last common year.

    Both from the same year, so that the part that grows so comes to that level.
    """
    latest = path.latest
    if latest is None or latest.value <= 0 or latest.year >= target.by:
        return None
    rate = given if given is not None else log_trend(totals)
    if rate is None or not totals:
        return None
    years = target.by - latest.year
    share = float(latest.value)
    start = next((one for one in totals if one.year == latest.year), totals[-1])
    end = grown(float(start.value), rate, max(target.by - start.year, 0))
    edges = target.band.edges
    return PartNeeded(
        year=latest.year,
        share=share,
        total_growth=rate,
        given=given is not None,
        years=(totals[0].year, totals[-1].year),
        total=float(start.value),
        total_year=start.year,
        growth=_both(edges, lambda edge: (1 + rate) * (edge / share) ** (1 / years) - 1),
        level=_both(edges, lambda edge: None if end is None else edge / 100 * end),
    )


def _both(edges: tuple[Edge, Edge], of: Callable[[float], Edge]) -> tuple[Edge, Edge]:
    low, high = edges
    return None if low is None else of(low), None if high is None else of(high)


def log_trend(totals: Sequence[YearFigure]) -> float | None:
    """The growth a year of the least-squares line of the logs; None with fewer than two years."""
    points = [(one.year, math.log(one.value)) for one in totals if one.value > 0]
    if len(points) < 2:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return math.exp(slope / sum((x - mean_x) ** 2 for x, _ in points)) - 1
