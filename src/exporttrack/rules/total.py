"""A total: a count that adds up over the years of its target, judged by its pace."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from exporttrack.model.period import Period
from exporttrack.model.series import Series
from exporttrack.model.target import Target
from exporttrack.rules import methods as of
from exporttrack.rules.assessment import Actual, Assessment, MethodResult, Progress, Rates
from exporttrack.rules.figures import Figures, least_firm
from exporttrack.rules.measures import Sum, gap, position, sum_of
from exporttrack.rules.projection import Projection
from exporttrack.rules.verdict import is_over, judge_total
from exporttrack.rules.year_to_date import YearToDate, year_of_target


def assess_total(
    target: Target, series: Series, figures: Figures, as_of: date, level: float
) -> Assessment:
    """Judge a target of kind `total`."""
    done = sum_of(target, figures)
    methods = of.none_of_three("total")
    methods["pace"] = _pace(target, done)
    verdict = judge_total(target, done, methods, series.own_day(as_of))
    actual = _actual(target, done) if done else None
    under_way = year_of_target(target, series, figures)
    needed = _needed_per_year(target, done)
    return Assessment(
        target=target,
        series=series,
        status=verdict.status,
        reason=verdict.reason,
        actual=actual,
        base=None,
        position=position(actual.value, target.band.edges) if actual else None,
        gap=gap(actual.value, target.band) if actual else None,
        progress=_progress(target, done),
        rates=Rates(),
        methods=methods,
        decided_by=verdict.decided_by,
        goal=_goal(target),
        aim=_goal(target),
        needed_per_year=None if is_over(target.by, series.own_day(as_of)) else needed,
        projection=_projection(target, done, level),
        years=(),
        first_met=_first_met(target, series, done) if done else None,
        points=(),
        year_to_date=under_way,
        year_goal=_year_goal(under_way, needed),
        figures=done.figures if done else (),
        notes=(),
    )


def _first_met(target: Target, series: Series, done: Sum) -> int | None:
    """The year in which the sum reached the least that is asked."""
    so_far = Decimal(0)
    for figure in done.figures:
        so_far += figure.value
        if target.band.min is not None and so_far >= target.band.min:
            return series.own_period(figure.period).years[1]
    return None


def _first(target: Target) -> int:
    return target.first or target.by


def _goal(target: Target) -> Decimal | None:
    return target.band.max if target.lower_is_better else target.band.min


def _actual(target: Target, done: Sum) -> Actual:
    return Actual(
        value=done.value,
        period=Period(Period.year(_first(target)).first, Period.year(done.last).last),
        status=least_firm(done.figures),
        assumed=any(one.assumed for one in done.figures),
    )


def _pace(target: Target, done: Sum | None) -> MethodResult:
    goal = _goal(target)
    if done is None or goal is None:
        return MethodResult(None, "not-available", None, "no-year")
    length = target.by - _first(target) + 1
    direction = -1 if target.lower_is_better else 1
    return of.pace(float(done.value), float(goal), done.seen, length, direction)


def _progress(target: Target, done: Sum | None) -> Progress:
    goal, first = _goal(target), _first(target)
    if done is None or goal is None:
        return Progress(None, None)
    time = done.seen / (target.by - first + 1)
    if goal <= 0:
        return Progress(None, time)
    share = float(done.value / goal)
    return Progress(share if target.lower_is_better else min(1.0, share), time)


def _needed_per_year(target: Target, done: Sum | None) -> Decimal | None:
    """None at the deadline; before the first figure, an equal part of the whole."""
    goal, left = _goal(target), _left(target, done)
    if goal is None or not left:
        return None
    return (goal - (done.value if done else 0)) / left


def _year_goal(under_way: YearToDate | None, needed: Decimal | None) -> float | None:
    known = under_way is not None and under_way.from_the_start
    return float(needed) if known and needed is not None else None


def _left(target: Target, done: Sum | None) -> int:
    """The years that are not in the sum, so that pace, need and projection count alike.

    None are once the last has a figure: those before it are missing, not left.
    """
    length = target.by - _first(target) + 1
    if done is None:
        return length
    return length - done.seen if done.last < target.by else 0


def _projection(target: Target, done: Sum | None, level: float) -> Projection | None:
    """The sum, and the mean of the years seen for each year left; no interval."""
    left = _left(target, done)
    if done is None or not left:
        return None
    value = float(done.value) * (1 + left / done.seen)
    return Projection(target.by, value, None, None, level, None, done.seen, "mean", "mean")
