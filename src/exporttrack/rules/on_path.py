"""A target judged on its yearly path: every kind but a total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Target
from exporttrack.rules import methods as of
from exporttrack.rules.assessment import (
    Actual,
    Assessment,
    Base,
    MethodResult,
    Progress,
    Rates,
    Value,
    YearRate,
)
from exporttrack.rules.figures import Figures, least_firm, ordered
from exporttrack.rules.measures import Path, Point, gap, meets, path_of, position
from exporttrack.rules.notes import Note
from exporttrack.rules.outliers import outliers
from exporttrack.rules.projection import PRIORS, Projection, project
from exporttrack.rules.verdict import Verdict, is_over, judge
from exporttrack.rules.year_to_date import YearToDate, year_of_target


def assess_on_path(
    target: Target, series: Series, known: Mapping[str, Figures], as_of: date, level: float
) -> Assessment:
    """Judge a level, share, growth or change. `known` has the figures of each series it names."""
    path = path_of(target, known)
    course = path.course(target.by)
    years = _year_rates(target, path) if target.kind == "growth" else ()
    actual = _actual(target, path, years)
    methods = _methods(path, course)
    today = series.own_day(as_of)
    verdict = judge(target, path, actual, years, methods, today)
    last = max((one.year for one in (*path.points[-1:], *path.rates[-1:])), default=None)
    under_way = year_of_target(target, series, known[target.series], last)
    aim = _aim(target, path, actual)
    rates = _rates(course, aim) if course else Rates()
    if target.reading == "each-year":  # it needs its band in every year left
        rates = rates._replace(needed=None)
    return Assessment(
        target=target,
        series=series,
        status=verdict.status,
        reason=verdict.reason,
        actual=actual,
        base=_base(path),
        position=position(actual.value, target.band.edges) if actual else None,
        gap=gap(actual.value, target.band) if actual else None,
        progress=of.progress(course) if course else Progress(None, None),
        rates=rates._replace(needed=None) if is_over(target.by, today) else rates,
        methods=methods,
        decided_by=verdict.decided_by,
        goal=path.goal,
        aim=aim,
        needed_per_year=None if is_over(target.by, today) else _needed_per_year(target, path, aim),
        projection=projection_of(target, path, series, level),
        years=years,
        first_met=_first_met(target, path),
        points=tuple((point.year, point.value) for point in path.since_base),
        year_to_date=under_way,
        year_goal=_year_goal(target, path, under_way) if under_way else None,
        figures=_figures(target, path, methods),
        notes=_notes(target, path),
    )


def _aim(target: Target, path: Path, actual: Actual | None) -> Value | None:
    """X; where the figure is beyond an edge and that is a miss, this edge."""
    if actual is not None and target.above_is_miss:
        match position(actual.value, target.band.edges):
            case "above":
                return path.high
            case "below":
                return path.low
    return path.goal


def _rates(course: of.Course, aim: Value | None) -> Rates:
    """Observed, required and needed: the last leads to the aim."""
    found = of.rates(course)
    if aim is None or float(aim) == course.x:
        return found
    return found._replace(needed=of.growth(course.y, float(aim), course.deadline - course.t))


def verdict_on(target: Target, path: Path, today: date) -> Verdict:
    """What the order of decision says of a path; `today` is in the series' own years."""
    years = _year_rates(target, path) if target.kind == "growth" else ()
    methods = _methods(path, path.course(target.by))
    return judge(target, path, _actual(target, path, years), years, methods, today)


def _year_goal(target: Target, path: Path, under_way: YearToDate) -> float | None:
    """What the year must reach: the deadline's value; for growth, that of its years so far.

    Growth that is read each year counts from the year before, an average from its base. None
    where the path is an index, which no level can be compared with, and where the first months
    are not known, so that nobody can say what is left.
    """
    each_year, year = target.reading == "each-year", under_way.year
    if path.is_index or not under_way.from_the_start:
        return None
    if year == target.by and not each_year:
        return None if path.goal is None else float(path.goal)
    edge = target.band.max if target.lower_is_better else target.band.min
    before = next((p for p in path.points if p.year == year - 1), None) if each_year else path.base
    if target.kind != "growth" or before is None or edge is None or before.value <= 0:
        return None
    return of.grown(float(before.value), float(edge) / 100, year - before.year)


def _actual(target: Target, path: Path, years: Sequence[YearRate]) -> Actual | None:
    """The figure in the unit of the band; None while there is none."""
    latest, base = path.latest, path.base
    if latest is None:
        return None
    if target.kind in ("level", "share"):
        return _made_from(latest.value, latest.period, latest)
    if target.reading == "each-year":
        return _of_weakest(target, path, years) if years else None
    if base is None or base.value <= 0:
        return None
    if target.kind == "change" and path.shifted and latest.year == base.year:
        return None  # the base itself
    if target.kind == "change":
        change = 100 * (float(latest.value) / float(base.value) - 1)
        return _made_from(change, latest.period, base, latest)
    rate = of.growth(float(base.value), float(latest.value), latest.year - base.year)
    if rate is None:
        return None
    seen = Period(Period.year(base.year + 1).first, Period.year(latest.year).last)
    return _made_from(100 * rate, seen, base, latest)


def _of_weakest(target: Target, path: Path, years: Sequence[YearRate]) -> Actual:
    weakest = _weakest(target, years)
    alone = [p for p in path.rates if p.year == weakest.year]
    ends = alone or [p for p in path.points if p.year in (weakest.year - 1, weakest.year)]
    return _made_from(weakest.rate, Period.year(weakest.year), *ends)


def _weakest(target: Target, years: Sequence[YearRate]) -> YearRate:
    """The year that misses by most; where none misses, the one nearest to it."""
    missed = [year for year in years if not meets(year.position, target)]
    if missed:
        return max(missed, key=lambda one: abs(float(gap(one.rate, target.band))))
    if target.above_is_miss:
        edges = [edge for edge in target.band.edges if edge is not None]
        return min(years, key=lambda one: min(abs(one.rate - edge) for edge in edges))
    return min(years, key=lambda one: -one.rate if target.lower_is_better else one.rate)


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
    """Growth of each year of the target whose own level and the year before's are known.

    In the each-year reading, which asks for no level, also what is published of a year alone.
    """
    rates, edges = [], target.band.edges
    for before, point in path.steps:
        if point.year >= (target.first or 0):
            rate = 100 * (float(point.value) / float(before.value) - 1)
            rates.append(YearRate(point.year, rate, position(rate, edges)))
    for alone in path.rates:
        rate = float(alone.value)
        rates.append(YearRate(alone.year, rate, position(rate, edges)))
    return tuple(sorted(rates) if path.rates else rates)


def _base(path: Path) -> Base | None:
    base = path.base
    return Base(base.value, base.period, path.shifted, path.is_index) if base else None


def _methods(path: Path, course: of.Course | None) -> dict[str, MethodResult]:
    if course is None:
        none = path.latest is None
        return of.none_of_three("no-figure" if none else "no-path")
    return of.all_three(course, path.numbers)


def _needed_per_year(target: Target, path: Path, aim: Value | None) -> Value | None:
    """Growth has its rate instead."""
    latest = path.latest
    if target.kind == "growth" or latest is None or aim is None or latest.year >= target.by:
        return None
    years = target.by - latest.year
    if isinstance(latest.value, float) or isinstance(aim, float):
        return (float(aim) - float(latest.value)) / years
    return (aim - latest.value) / years


def projection_of(target: Target, path: Path, series: Series, level: float) -> Projection | None:
    """Where the path leads, in its unit: levels for growth and change, percent for a share.

    None without a figure, and when the latest is of the deadline.
    """
    if path.latest is None or path.latest.year >= target.by:
        return None
    points = [(point.year, float(point.value)) for point in path.since_base]
    low, high = path.edges
    if not target.above_is_miss:
        low, high = (None, high) if target.lower_is_better else (low, None)
    prior = PRIORS.get(series.prior or "")
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


def _figures(
    target: Target, path: Path, methods: Mapping[str, MethodResult]
) -> tuple[Observation, ...]:
    """Those since the base, the latest, and the years that the straight line is made from.

    Of growth and change without a base not even the latest: they are made from two figures.
    """
    points = list(path.since_base)
    if path.base is not None or target.kind in ("level", "share"):
        points += path.points[-1:]
    if methods["straight-line"].value is not None:
        points += path.points[-len(of.last_run(path.numbers)) :]
    once = {point.year: point for point in points}
    points = [*(once[year] for year in sorted(once)), *path.rates]
    figures = chain.from_iterable(point.figures for point in points)
    # Those of one series, and of one year after another, are in order as they are.
    is_of_one = target.total is None and not any(point.published for point in points)
    return tuple(figures) if is_of_one else ordered(figures)


def _notes(target: Target, path: Path) -> tuple[Note, ...]:
    notes = []
    if path.shifted and path.base:
        notes.append(Note("shifted", target.series, path.base.period, target=target.id))
    for point in (*path.since_base, *path.rates):
        if point.published and point.figures:  # an index begins with nobody's figure
            notes.append(Note("as-published", target.series, point.period, target=target.id))
    off = outliers([(point.year, float(point.value)) for point in path.since_base])
    for end in (path.base, path.latest):
        if end is not None and end.year in off:
            notes.append(Note("outlier", target.series, end.period, target=target.id))
    return tuple(notes)
