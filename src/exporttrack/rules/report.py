"""Targets and figures as of a day -> the Report that every output is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from exporttrack.errors import ExportTrackError
from exporttrack.model.actuals import Actuals
from exporttrack.model.period import Period
from exporttrack.model.series import Series
from exporttrack.model.target import Target, Targets
from exporttrack.rules.assessment import Assessment, Report
from exporttrack.rules.figures import Figures, counting
from exporttrack.rules.notes import Note
from exporttrack.rules.on_path import assess_on_path
from exporttrack.rules.total import assess_total

LEVEL = 0.80
"""Of the interval, unless another is asked for."""
Watched = Callable[[Iterable[Any]], Iterable[Any]]


def assess(
    targets: Targets,
    actuals: Actuals,
    *,
    as_of: date,
    level: float = LEVEL,
    watched: Watched = iter,
) -> Report:
    """Judge every target by what was known on `as_of`. Pure: no clock, no files.

    Observations of series that no target names are left alone. `level` is that of the projection's
    interval, a fraction. A progress bar may look on as `watched`, which yields what it is given.
    Raises ExportTrackError for a text or a moment in place of the day.
    """
    if not isinstance(as_of, date) or isinstance(as_of, datetime):  # a moment is a date, too
        raise ExportTrackError(
            f"{as_of!r} is not a day, which is a datetime.date",
            "write datetime.date(2026, 11, 21); `date()` is the day of a moment",
        )
    of_series = actuals.by_series()
    known = {
        name: counting(targets.series[name], of_series.get(name, ()), as_of)
        for name in watched(series_named(targets))
    }
    assessments = tuple(
        _assess(one, targets, known, as_of, level) for one in watched(targets.targets)
    )
    later = sum(
        not one.assumed and one.known is not None and one.known > as_of
        for name, figures in known.items()
        if len(figures.by_period) < len(of_series.get(name, ()))  # else every one of them counts
        for one in of_series[name]
    )
    notes = [note for figures in known.values() for note in figures.notes]
    notes += [note for assessment in assessments for note in assessment.notes]
    named = (targets.series[name] for name in known)
    notes += [_fiscal_year(one, as_of) for one in named if one.fiscal_year_start != 1]
    notes += [Note("later", count=later)] if later else []
    inputs = (*([targets.input] if targets.input else []), *actuals.inputs)
    return Report(targets.title, as_of, assessments, tuple(notes), targets.series, known, inputs)


def _fiscal_year(series: Series, as_of: date) -> Note:
    """What a bare year means in this series, by the one that the day is in."""
    return Note("fiscal-year", series.id, Period.year(series.own_day(as_of).year))


def series_named(targets: Targets) -> list[str]:
    """Each series that a target needs, once, in order of first use."""
    named = (
        name
        for target in targets.targets
        for name in (target.series, target.total, target.measured_by)
        if name is not None
    )
    return list(dict.fromkeys(named))


def _assess(
    target: Target, targets: Targets, known: Mapping[str, Figures], as_of: date, level: float
) -> Assessment:
    series = targets.series[target.series]
    if target.kind == "total":
        return assess_total(target, series, known[target.series], as_of, level)
    return assess_on_path(target, series, known, as_of, level)
