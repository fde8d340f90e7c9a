"""Every record of a series: which one counts for its period on a day, and why the others do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.rules.figures import counting, is_known, preference, vintage

Why = Literal[
    "counts",
    "revised",
    "withdrawn",
    "withdrawal",
    "source-preferred",
    "later-published",
    "forecast",
    "not-yet-known",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record, and what became of it."""

    observation: Observation
    why: Why
    revises: Observation | None
    """The vintage of the same source before it."""

    @property
    def counts(self) -> bool:
        """It is the figure of its period."""
        return self.why == "counts"

    @property
    def change(self) -> float | None:
        """The difference from what it revised, as a share of that; None where there is none."""
        before, now = self.revises, self.observation
        if before is None or before.withdrawn or now.withdrawn or not before.value:
            return None
        return float((now.value - before.value) / abs(before.value))


def ledger(series: Series, observations: Sequence[Observation], as_of: date) -> list[Entry]:
    """Every record of `series`: by period, the source that counts first, revisions in order."""
    by_period = counting(series, observations, as_of).by_period
    used = {series.calendar_period(period): one for period, one in by_period.items()}
    of_source: defaultdict[tuple[Period, str | None], list[Observation]] = defaultdict(list)
    for one in observations:
        of_source[one.period, one.source].append(one)
    groups = sorted(
        of_source.items(),
        key=lambda group: (
            group[0][0],
            (used[group[0][0]].source if group[0][0] in used else None) != group[0][1],
            group[0][1] or "",
        ),
    )
    return [
        entry
        for (period, _), vintages in groups
        for entry in _entries(series, vintages, used.get(period), as_of)
    ]


def _entries(
    series: Series, vintages: Iterable[Observation], used: Observation | None, as_of: date
) -> Iterable[Entry]:
    ordered = sorted(vintages, key=vintage)
    seen = [one for one in ordered if is_known(one, as_of)]
    judged = [one for one in seen if one.status != "forecast"]
    last = judged[-1] if judged else None
    before = None
    for one in ordered:
        yield Entry(one, _why(series, one, last, used, as_of), before)
        before = one


def _why(
    series: Series,
    one: Observation,
    last: Observation | None,
    used: Observation | None,
    as_of: date,
) -> Why:
    if not is_known(one, as_of):
        return "not-yet-known"
    if one.withdrawn:
        return "withdrawal"
    if one.status == "forecast":
        return "forecast"
    if one is not last:
        return "withdrawn" if last is not None and last.withdrawn else "revised"
    if one is used or used is None:
        return "counts"
    preferred = preference(series, used) < preference(series, one)
    return "source-preferred" if preferred else "later-published"
