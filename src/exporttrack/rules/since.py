"""What changed between two days: the verdicts, and the figures that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets
from exporttrack.rules.assessment import Assessment, Report
from exporttrack.rules.figures import counting, is_known, vintage
from exporttrack.rules.report import assess, series_named

Kind = Literal["new", "revised", "replaced", "withdrawn"]
"""A period that had no figure; another value or status of the same source; the figure of another
source, or an assumption, in its place; a figure that its source has taken back."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """Another figure of a period counts than on the earlier day."""

    kind: Kind
    record: Observation
    """The record that made the change: what counts now, or the withdrawal."""
    before: Observation | None
    """What counted on the earlier day; None for a new one."""
    after: Observation | None
    """What counts now; None when it was withdrawn and no other source has one."""

    @property
    def difference(self) -> Decimal | None:
        """After minus before, in the unit of the series; None where there are no two of them."""
        if self.before is None or self.after is None:
            return None
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True)
class Changes:
    """The same targets on two days, and the figures that made the difference."""

    before: Report
    after: Report
    figures: tuple[FigureChange, ...]
    """Series by series in the order in which targets name them, the oldest period first."""

    @property
    def targets(self) -> list[tuple[Assessment, Assessment]]:
        """Before and after, of each target whose status or judged figure differs."""
        pairs = zip(self.before.assessments, self.after.assessments, strict=True)
        return [(old, new) for old, new in pairs if is_other(old, new)]

    @property
    def unchanged(self) -> int:
        """How many targets stand as they did."""
        return len(self.after.assessments) - len(self.targets)


def is_other(old: Assessment, new: Assessment) -> bool:
    """The status or the judged figure of a target is another than it was."""
    return (old.status, old.actual) != (new.status, new.actual)


def changes(targets: Targets, actuals: Actuals, *, since: date, as_of: date) -> Changes:
    """What is otherwise on `as_of` than on `since`, an earlier day. Pure: no clock, no files.

    Either day has the report that could be given on it: what was known then, and the deadlines
    that were over. So a status may change by time alone. Of the figures only those of series that
    a target names are compared, and of each period only the one that counts: what a rival source
    says beside it changes nothing.

    An assumption is laid on the later day alone. It is something that might be true now, and
    nobody had it on the earlier day; laid on both, it would hide the very change that it is there
    to show. That change is marked by its figure, which is assumed.

    >>> from exporttrack.model.period import Period
    >>> from exporttrack.model.target import Band, Target
    >>> target = Target("value", "value", "", "level", "s", Band(min=Decimal(100)), 2024)
    >>> stated = Targets("", {"s": Series("s", "USD")}, (target,))
    >>> figure = Observation("s", Period.year(2024), Decimal(110), published=date(2025, 2, 1))
    >>> found = changes(stated, Actuals((figure,)), since=date(2025, 1, 1), as_of=date(2025, 3, 1))
    >>> [(old.status, new.status) for old, new in found.targets]
    [('awaiting-data', 'met')]
    >>> [(one.kind, str(one.record.period)) for one in found.figures]
    [('new', '2024')]
    """
    recorded = tuple(one for one in actuals.observations if not one.assumed)
    before = assess(targets, replace(actuals, observations=recorded), as_of=since)
    after = assess(targets, actuals, as_of=as_of)
    of_series = actuals.by_series()
    figures = (
        change
        for name in series_named(targets)
        for change in _of_series(targets.series[name], of_series.get(name, ()), since, as_of)
    )
    return Changes(before, after, tuple(figures))


def _of_series(
    series: Series, observations: Sequence[Observation], since: date, as_of: date
) -> Iterator[FigureChange]:
    recorded = [one for one in observations if not one.assumed]
    then = counting(series, recorded, since).by_period
    now = counting(series, observations, as_of).by_period
    pairs = [(then.get(period), now.get(period)) for period in sorted({*then, *now})]
    others = [(before, after) for before, after in pairs if _says(before) != _says(after)]
    vintages: dict[object, list[Observation]] = {_key(old): [] for old, _ in others if old}
    for one in recorded:
        if (key := _key(one)) in vintages:
            vintages[key].append(one)
    for before, after in others:
        if before is not None:
            yield _of_period(series, vintages[_key(before)], before, after, as_of)
        elif after is not None:
            yield FigureChange("new", after, None, after)


def _says(one: Observation | None) -> object:
    """What makes a figure another one: not its note, nor the day that it was published again."""
    return one and (one.value, one.status, one.source_key, one.assumed)


def _key(one: Observation) -> object:
    """What the vintages of a figure have in common."""
    return one.period, one.source_key


def _of_period(
    series: Series,
    vintages: Sequence[Observation],
    before: Observation,
    after: Observation | None,
    as_of: date,
) -> FigureChange:
    """What became of a figure, of which these are all the vintages."""
    if after is not None and not after.assumed and _key(after) == _key(before):
        return FigureChange("revised", after, before, after)
    if after is not None and counting(series, vintages, as_of).by_period:
        return FigureChange("replaced", after, before, after)
    taken_back = (one for one in vintages if one.withdrawn and is_known(series, one, as_of))
    return FigureChange("withdrawn", max(taken_back, key=vintage), before, after)
