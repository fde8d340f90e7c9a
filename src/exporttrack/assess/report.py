"""Targets and figures as of a day -> the Report that every output is made from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from exporttrack.assess import methods as of
from exporttrack.assess.assessment import (
    Actual,
    Assessment,
    Base,
    MethodResult,
    Note,
    Progress,
    Rates,
    Report,
    Value,
    YearRate,
)
from exporttrack.assess.figures import Figures, counting, least_firm
from exporttrack.assess.measures import Path, Point, Sum, gap, meets, path_of, position, sum_of
from exporttrack.assess.projection import PRIORS, Projection, project
from exporttrack.assess.verdict import judge, judge_total
from exporttrack.model.actuals import Actuals
from exporttrack.model.period import Period
from exporttrack.model.series import Observation
from exporttrack.model.target import Target, Targets

LEVEL = 0.80
"""Of the interval, unless another is asked for."""


def assess(
    targets: Targets,
    actuals: Actuals,
    *,
    as_of: date,
    level: float = LEVEL,
) -> Report:
    """Judge every target by what was known on `as_of`. Pure: no clock, no files.

    Observations of series that no target names are left alone. `level` is that of the projection's
    interval, a fraction.
    """
    of_series: defaultdict[str, list[Observation]] = defaultdict(list)
    for one in actuals.observations:
        of_series[one.series].append(one)
    known = {
        name: counting(targets.series[name], of_series[name], as_of)
        for name in _series_named(targets)
    }
    assessments = tuple(
        _total(target, targets, known, as_of, level)
        if target.kind == "total"
        else _on_path(target, targets, known, as_of, level)
        for target in targets.targets
    )
    later = sum(
        not one.assumed and one.known is not None and one.known > as_of
        for name in known
        for one in of_series[name]
    )
    notes = [note for figures in known.values() for note in figures.notes]
    notes += [note for assessment in assessments for note in assessment.notes]
    notes += [Note("later", count=later)] if later else []
    inputs = (*([targets.input] if targets.input else []), *actuals.inputs)
    return Report(targets.title, as_of, assessments, tuple(notes), targets.series, inputs)


def _series_named(targets: Targets) -> list[str]:
    """Each series that a target needs, once, in order of first use."""
    named = (
        name
        for target in targets.targets
        for name in (target.series, target.total, target.measured_by)
        if name is not None
    )
    return list(dict.fromkeys(named))


def _on_path(
    target: Target, targets: Targets, known: Mapping[str, Figures], as_of: date, level: float
) -> Assessment:
    """Any target but a total."""
    path = path_of(target, known)
    course = path.course(target.by)
    years = _year_rates(target, path) if target.kind == "growth" else ()
    actual = _actual(target, path, years)
    methods = _methods(path, course)
    verdict = judge(target, path, actual, years, methods, as_of)
    return Assessment(
        target=target,
        series=targets.series[target.series],
        status=verdict.status,
        reason=verdict.reason,
        actual=actual,
        base=_base(path),
        position=position(actual.value, target.band.edges) if actual else None,
        gap=gap(actual.value, target.band) if actual else None,
        progress=of.progress(course) if course else Progress(None, None),
        rates=of.rates(course) if course else Rates(),
        methods=methods,
        decided_by=verdict.decided_by,
        goal=path.goal,
        needed_per_year=_needed_per_year(target, path),
        projection=_projection(target, path, targets, level),
        years=years,
        first_met=_first_met(target, path),
        figures=_figures(path, methods),
        notes=_notes(target, path),
    )


def _actual(target: Target, path: Path, years: Sequence[YearRate]) -> Actual | None:
    """The figure in the unit of the band; None while there is none."""
    latest, base = path.latest, path.base
    if latest is None:
        return None
    if target.kind in ("level", "share"):
        return _made_from(latest.value, latest.period, latest)
    if base is None or base.value <= 0 or latest.year < base.year:
        return None
    if target.kind == "change":
        change = 100 * (float(latest.value) / float(base.value) - 1)
        return _made_from(change, latest.period, base, latest)
    if target.reading == "each-year" and years:
        worst = min(years, key=lambda one: one.rate * (-1 if target.lower_is_better else 1))
        ends = [p for p in path.points if p.year in (worst.year - 1, worst.year)]
        return _made_from(worst.rate, Period.year(worst.year), *ends)
    rate = of.growth(float(base.value), float(latest.value), latest.year - base.year)
    if rate is None:
        return None
    seen = Period(Period.year(base.year + 1).first, Period.year(latest.year).last)
    return _made_from(100 * rate, seen, base, latest)


def _made_from(value: Value, period: Period, *points: Point) -> Actual:
    figures = [figure for point in points for figure in point.figures]
    return Actual(
        value=value,
        period=period,
        status=least_firm(figures) if figures else None,
        assumed=any(figure.assumed for figure in figures),
        as_published=any(point.published for point in points),
    )


def _year_rates(target: Target, path: Path) -> tuple[YearRate, ...]:
    """Growth of each year of the target whose own figure and the year before's are known."""
    rates = []
    for before, point in pairwise(path.points):
        if point.year != before.year + 1 or point.year < (target.first or 0) or before.value <= 0:
            continue
        rate = 100 * (float(point.value) / float(before.value) - 1)
        rates.append(YearRate(point.year, rate, position(rate, target.band.edges)))
    return tuple(rates)


def _base(path: Path) -> Base | None:
    base = path.base
    return Base(base.value, base.period, path.shifted) if base else None


def _methods(path: Path, course: of.Course | None) -> dict[str, MethodResult]:
    if course is None:
        why = "no figure" if path.latest is None else "no base or no target value to count from"
        return _not_available(why)
    points = [(point.year, float(point.value)) for point in path.points]
    return {
        "rate-ratio": of.rate_ratio(course),
        "trend-to-target": of.trend_to_target(course),
        "straight-line": of.straight_line(course, points),
    }


def _not_available(why: str) -> dict[str, MethodResult]:
    none = MethodResult(None, "not-available", None, why)
    return {"rate-ratio": none, "trend-to-target": none, "straight-line": none}


def _needed_per_year(target: Target, path: Path) -> Value | None:
    """Growth has its rate instead."""
    latest, goal = path.latest, path.goal
    if target.kind == "growth" or latest is None or goal is None or latest.year >= target.by:
        return None
    years = target.by - latest.year
    if isinstance(latest.value, float) or isinstance(goal, float):
        return (float(goal) - float(latest.value)) / years
    return (goal - latest.value) / years


def _projection(target: Target, path: Path, targets: Targets, level: float) -> Projection | None:
    """In the unit of the path: levels for growth and change, percent for a share."""
    if path.latest is None or path.latest.year >= target.by:
        return None
    points = [(point.year, float(point.value)) for point in path.since_base]
    low, high = path.edges
    if not target.above_is_miss:
        low, high = (None, high) if target.lower_is_better else (low, None)
    prior = PRIORS.get(targets.series[target.series].prior or "")
    share = target.kind == "share"
    found = project(points, target.by, (low, high), prior=prior, share=share, level=level)
    if (low, high) == (None, None) or target.reading == "each-year":
        return replace(found, probability=None)
    return found


def _first_met(target: Target, path: Path) -> int | None:
    if target.kind == "growth":
        return None
    met = (p.year for p in path.since_base if meets(position(p.value, path.edges), target))
    return next(met, None)


def _figures(path: Path, methods: Mapping[str, MethodResult]) -> tuple[Observation, ...]:
    """Those since the base, the latest, and the last six years where the straight line has them."""
    points = [*path.since_base, *path.points[-1:]]
    if methods["straight-line"].value is not None:
        points += path.points[-6:]
    return _ordered(figure for point in points for figure in point.figures)


def _ordered(figures: Iterable[Observation]) -> tuple[Observation, ...]:
    """Each once, oldest period first."""
    once = {id(figure): figure for figure in figures}.values()
    return tuple(sorted(once, key=lambda one: (one.period, one.series)))


def _notes(target: Target, path: Path) -> tuple[Note, ...]:
    notes = []
    if path.shifted and path.base:
        notes.append(Note("shifted", target.series, path.base.period, target=target.id))
    for point in path.since_base:
        if point.published:
            notes.append(Note("as-published", target.series, point.period, target=target.id))
    ends = [p for p in (path.base, path.latest) if p is not None]
    for point in ends:
        if point.year in _outliers(path.since_base):
            notes.append(Note("outlier", target.series, point.period, target=target.id))
    return tuple(notes)


def _outliers(points: Sequence[Point]) -> set[int]:
    """Years more than two residual standard deviations off the least-squares line of the logs."""
    if len(points) < 4 or any(point.value <= 0 for point in points):
        return set()
    xs = [float(point.year) for point in points]
    ys = [math.log(point.value) for point in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    slope /= sum((x - mean_x) ** 2 for x in xs)
    off = [y - mean_y - slope * (x - mean_x) for x, y in zip(xs, ys, strict=True)]
    sd = math.sqrt(sum(o * o for o in off) / (len(off) - 2))
    return {p.year for p, o in zip(points, off, strict=True) if abs(o) > 2 * sd > 1e-12}


def _total(
    target: Target, targets: Targets, known: Mapping[str, Figures], as_of: date, level: float
) -> Assessment:
    """A count that adds up over the years of the target."""
    first = target.first or target.by
    done = sum_of(target, known[target.series])
    edge = target.band.max if target.lower_is_better else target.band.min
    methods = _not_available("a total adds up: its pace says where it stands")
    methods["pace"] = _pace(target, done)
    verdict = judge_total(target, done, methods, as_of)
    actual = None
    if done is not None:
        seen = Period(Period.year(first).first, Period.year(done.last).last)
        actual = Actual(
            value=done.value,
            period=seen,
            status=least_firm(done.figures),
            assumed=any(one.assumed for one in done.figures),
        )
    left = target.by - done.last if done else target.by - first + 1
    return Assessment(
        target=target,
        series=targets.series[target.series],
        status=verdict.status,
        reason=verdict.reason,
        actual=actual,
        base=None,
        position=position(actual.value, target.band.edges) if actual else None,
        gap=gap(actual.value, target.band) if actual else None,
        progress=_total_progress(target, done),
        rates=Rates(),
        methods=methods,
        decided_by=verdict.decided_by,
        goal=edge,
        needed_per_year=(edge - (done.value if done else 0)) / left if edge and left else None,
        projection=_total_projection(target, done, level),
        years=(),
        first_met=None,
        figures=_ordered(done.figures if done else ()),
        notes=(),
    )


def _pace(target: Target, done: Sum | None) -> MethodResult:
    edge = target.band.max if target.lower_is_better else target.band.min
    if done is None or edge is None:
        return MethodResult(None, "not-available", None, "no year of the period has a figure")
    length = target.by - (target.first or target.by) + 1
    direction = -1 if target.lower_is_better else 1
    return of.pace(float(done.value), float(edge), done.seen, length, direction)


def _total_progress(target: Target, done: Sum | None) -> Progress:
    edge = target.band.max if target.lower_is_better else target.band.min
    if done is None or edge is None:
        return Progress(None, None)
    first = target.first or target.by
    time = (done.last - first + 1) / (target.by - first + 1)
    return Progress(min(1.0, float(done.value / edge)) if edge > 0 else None, time)


def _total_projection(target: Target, done: Sum | None, level: float) -> Projection | None:
    """The sum, and the mean of the years seen for each year left; no interval."""
    if done is None or done.last >= target.by:
        return None
    value = float(done.value) * (1 + (target.by - done.last) / done.seen)
    note = "the mean of the years seen, no interval"
    return Projection(target.by, value, None, None, level, None, done.seen, "mean", note)
