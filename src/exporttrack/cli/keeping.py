"""What `record` and `import` share: the journal, opened; new figures beside those in it; kept."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from exporttrack.cli import options
from exporttrack.errors import ExportTrackError, FileFaults
from exporttrack.files import records
from exporttrack.files.keeping import Journal, opened
from exporttrack.files.loading import load_targets
from exporttrack.model.actuals import Actuals
from exporttrack.model.period import Period
from exporttrack.model.series import Observation
from exporttrack.model.target import Targets
from exporttrack.render import kept
from exporttrack.rules import assess
from exporttrack.rules.entering import Entering, entering, far_from_all


@dataclass(frozen=True, slots=True)
class Keeper:
    """A journal that is open for writing, with what it holds."""

    targets: Targets
    journal: Journal
    known: list[Observation]
    now: datetime
    """When this process records, UTC."""
    today: date
    """The day by which it judges."""

    def entering(self, new: Iterable[Observation], *, again: bool) -> list[Entering]:
        """Each new record beside those of its period, the ones before it among them.

        With `again`, a file is imported, perhaps not for the first time. What says itself when it
        was recorded has its place among the others and no other.
        """
        of_period: defaultdict[tuple[str, Period], list[Observation]] = defaultdict(list)
        for one in self.known:
            of_period[one.series, one.period].append(one)
        found = []
        for one in new:
            others = of_period[one.series, one.period]
            series, unsaid = self.targets.series[one.series], one.recorded == self.now
            entry = entering(series, one, others, self.today, again=again and unsaid)
            found.append(entry)
            if entry.same_as is None:
                others.append(one)
        return found

    def refuse_slips(self, new: Iterable[Observation]) -> None:
        """Raise ExportTrackError for a figure that is a hundredfold from all that are known."""
        of_series: defaultdict[str, list[Observation]] = defaultdict(list)
        for one in self.known:
            of_series[one.series].append(one)
        for one in new:
            series = self.targets.series[one.series]
            near = far_from_all(series, one, of_series[one.series])
            if near is not None:
                more = abs(one.value) > abs(near.value)
                far = ("a hundred times", "more") if more else ("a hundredth of", "less")
                raise ExportTrackError(
                    f"{kept.other(series, one)} is {far[0]} any figure of the series, or "
                    f"{far[1]}; the nearest is {kept.other(series, near)}",
                    "check the unit and the suffix (k, M, bn); if it is right, give --force",
                )

    def keep(self, entries: Sequence[Entering], *, dry_run: bool) -> list[Observation]:
        """Append what is not there yet; the records come back with their places.

        Raises FileFaults for what would contradict a record that is there, and keeps nothing.
        """
        new = [entry.observation for entry in entries if entry.same_as is None]
        faults = records.contradictions([*self.known, *new])
        if faults:
            raise FileFaults(faults)
        if dry_run or not new:
            return new
        lines = self.journal.append([records.fields_of(one) for one in new])
        name = self.journal.name
        return [replace(one, file=name, line=at) for one, at in zip(new, lines, strict=True)]

    def status_changes(self, new: Sequence[Observation]) -> list[str]:
        """A line for each target that stands otherwise with the new records."""
        before, after = (
            assess(self.targets, Actuals(tuple(known)), as_of=self.today)
            for known in (self.known, [*self.known, *new])
        )
        return kept.status_changes(before, after)


@contextmanager
def keeper(targets: str | None, actuals: str | None) -> Iterator[Keeper]:
    """Open the journal that belongs to the targets, for this process alone to write."""
    path = options.targets_path(targets)
    stated = load_targets(*path)
    with opened(journal_path(actuals, path)) as journal:
        known, faults = records.observations(journal.rows, records.by_name(stated.series))
        faults += records.contradictions(known)
        if faults:
            raise FileFaults(faults)
        yield Keeper(stated, journal, known, _after_all(known), options.day(None))


def _after_all(known: Iterable[Observation]) -> datetime:
    """Now, and later than every record that is there, whatever the clock of its writer said."""
    last = max((one.recorded for one in known if one.recorded), default=None)
    now = datetime.now(UTC)
    return now if last is None else max(now, last + timedelta(microseconds=1))


def journal_path(option: str | None, targets: tuple[str, str | None]) -> str:
    """The journal to write: option, variable, beside the targets; never the shipped one."""
    named = option or os.environ.get("EXPORTTRACK_ACTUALS")
    if named and not named.lower().endswith(".toml"):
        raise ExportTrackError(
            f"{named} is no journal: figures are kept in a .toml file",
            f"give --actuals actuals.toml, and `exporttrack import {named}` for what is in it",
        )
    path, shown_as = targets
    if not named and shown_as is not None:
        raise ExportTrackError(
            "there is no targets.toml here, and the shipped files are not written to",
            "run `exporttrack init` for files of your own, or `exporttrack init --example hanoi` "
            "for a copy of the shipped ones",
        )
    return named or str(Path(path).with_name("actuals.toml"))
