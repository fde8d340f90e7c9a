"""What changed between two days: the verdicts, and the figures that count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from exporttrack.model.actuals import Actuals
from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets
from exporttrack.rules.assessment import Assessment, Report
from exporttrack.rules.figures import Subject, counting, is_known, subject_in, vintage
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
    entered: tuple[FigureChange, ...]
    """What `before` has only by the dates of its figures: they were recorded on its day or later,
    up to the day of `after`. In the same order."""

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

    What was published by the earlier day belongs to its report, even where it was recorded here
    only later. So that nothing new is passed over, this is what was `entered` since; where it is
    not known when a figure was recorded, it is taken for old.

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
    figures: list[FigureChange] = []
    entered: list[FigureChange] = []
    for name in series_named(targets):
        series, observations = targets.series[name], of_series.get(name, [])
        records = [one for one in observations if not one.assumed]
        then = counting(series, records, since).by_period
        now = counting(series, observations, as_of).by_period
        figures += _between(series, records, then, now, as_of)
        older = [one for one in records if not _is_entered(one, since, as_of)]
        if len(older) < len(records):
            at_hand = counting(series, older, since).by_period
            entered += _between(series, records, at_hand, then, since)
    return Changes(before, after, tuple(figures), tuple(entered))


def _is_entered(one: Observation, since: date, as_of: date) -> bool:
    return one.recorded is not None and since <= one.recorded.date() <= as_of


def _between(
    series: Series,
    records: Sequence[Observation],
    then: Mapping[Period, Observation],
    now: Mapping[Period, Observation],
    as_of: date,
) -> Iterator[FigureChange]:
    """From what counted to what counts; `now` is that of `as_of`, by all the records."""
    subject = subject_in(series)
    pairs = [(then.get(period), now.get(period)) for period in sorted({*then, *now})]
    others = [(before, after) for before, after in pairs if _says(before) != _says(after)]
    vintages: dict[Subject, list[Observation]] = {subject(old): [] for old, _ in others if old}
    for one in records if vintages else ():
        if (key := subject(one)) in vintages:
            vintages[key].append(one)
    for before, after in others:
        if before is not None:
            yield _of_period(series, vintages[subject(before)], before, after, as_of)
        elif after is not None:
            yield FigureChange("new", after, None, after)


def _says(one: Observation | None) -> object:
    """What makes a figure another one: not its note, nor the day that it was published again."""
    return one and (one.value, one.status, one.source_key, one.assumed)


def _of_period(
    series: Series,
    vintages: Sequence[Observation],
    before: Observation,
    after: Observation | None,
    as_of: date,
) -> FigureChange:
    """What became of a figure, of which these are all the vintages."""
    if after is not None and not after.assumed and after.source_key == before.source_key:
        return FigureChange("revised", after, before, after)
    if after is not None and counting(series, vintages, as_of).by_period:
        return FigureChange("replaced", after, before, after)
    taken_back = (
        one
        for one in vintages
        if one.withdrawn and one.status != "forecast" and is_known(series, one, as_of)
    )
    return FigureChange("withdrawn", max(taken_back, key=vintage), before, after)
