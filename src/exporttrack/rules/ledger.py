"""Every record of a series: which one counts for its period on a day, and why the others do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.rules.figures import (
    Subject,
    counting,
    is_known,
    preference,
    published_from,
    subject_in,
    vintage,
)

Why = Literal[
    "counts",
    "revised",
    "withdrawn",
    "withdrawal",
    "source-preferred",
    "later-published",
    "firmer",
    "first-by-name",
    "forecast",
    "not-yet-known",
]
"""What became of a record; of a rival, what the figure that is used has over it."""


class Entry(NamedTuple):
    """One record, and what became of it."""

    observation: Observation
    why: Why
    revises: Observation | None
    """The vintage of the same source before it."""
    change: float | None
    """The difference from what it revises, in percent of that; in percentage points for a series
    in percent. None where one of the two has no value, or the earlier is zero."""
    difference: float | None
    """The same, from the figure of another source that is used in its place."""

    @property
    def counts(self) -> bool:
        """It is the figure of its period."""
        return self.why == "counts"


def ledger(series: Series, observations: Sequence[Observation], as_of: date) -> list[Entry]:
    """Every record of `series`: by period, the source that counts first, revisions in order."""
    counted = counting(series, observations, as_of)
    used = counted.by_period
    if len(used) == len(observations) and not counted.assumed:
        return [Entry(one, "counts", None, None, None) for one in used.values()]
    subject = subject_in(series)
    of_source: defaultdict[Subject, list[Observation]] = defaultdict(list)
    for one in sorted(observations, key=vintage):
        of_source[subject(one)].append(one)
    groups = sorted(of_source, key=lambda of: _order(of, of_source[of], used))
    return [
        entry for of in groups for entry in _entries(series, of_source[of], used.get(of[0]), as_of)
    ]


def _order(
    subject: Subject, vintages: Sequence[Observation], used: Mapping[Period, Observation]
) -> tuple[Period, bool, str]:
    period, source = subject
    counts = used.get(period)
    return period, not any(vintage is counts for vintage in vintages), source


def _entries(
    series: Series, vintages: Sequence[Observation], used: Observation | None, as_of: date
) -> Iterator[Entry]:
    """The records of one source for one period, the earliest first."""
    known = [one for one in vintages if is_known(series, one, as_of) and one.status != "forecast"]
    last = known[-1] if known else None
    for before, one in zip([None, *vintages], vintages, strict=False):
        why = _why(series, one, last, used, as_of)
        is_rival = one is last and used is not None and one is not used
        beside = _difference(series, used, one) if is_rival else None
        yield Entry(one, why, before, _difference(series, before, one), beside)


def _why(
    series: Series,
    one: Observation,
    last: Observation | None,
    used: Observation | None,
    as_of: date,
) -> Why:
    if not is_known(series, one, as_of):
        return "not-yet-known"
    if one.withdrawn:
        return "withdrawal"
    if one.status == "forecast":
        return "forecast"
    if last is not None and one is not last:
        return "withdrawn" if last.withdrawn else "revised"
    return "counts" if used is None or one is used else _better(series, used, one)


def _better(series: Series, used: Observation, one: Observation) -> Why:
    """Why the figure that is used goes before another source's: the order of `counting`."""
    if preference(series, used) != preference(series, one):
        return "source-preferred"
    if published_from(used) != published_from(one):
        return "later-published"
    return "firmer" if used.status != one.status else "first-by-name"


def _difference(
    series: Series, before: Observation | None, now: Observation | None
) -> float | None:
    if before is None or now is None or before.withdrawn or now.withdrawn:
        return None
    if series.unit == PERCENT:
        return float(now.value - before.value)
    if not before.value:
        return None
    return float(100 * (now.value - before.value) / abs(before.value))
