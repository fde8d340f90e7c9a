"""What `record` and `import` share: the journal, opened; new figures beside those in it; kept."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from exporttrack.cli import options
from exporttrack.cli.progress import watched
from exporttrack.errors import ExportTrackError, Fault, FileFaults
from exporttrack.files import records
from exporttrack.files.keeping import Journal, opened
from exporttrack.files.loading import load_targets
from exporttrack.files.rows import Rows
from exporttrack.model.actuals import Actuals
from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets
from exporttrack.render import kept
from exporttrack.render.language import in_english
from exporttrack.rules import assess
from exporttrack.rules.entering import Entering, Kind, ends, entering, far_from, kinds


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

    def entering(self, new: Sequence[Observation]) -> list[Entering]:
        """Each new record beside those of its period, the ones before it among them."""
        others = self._of_periods(new)
        found = []
        for one in new:
            beside = others[one.series, one.period]
            series = self.targets.series[one.series]
            found.append(entering(series, one, beside, self.today, again=False))
            if found[-1].same_as is None:
                beside.append(one)
        return found

    def kinds(self, new: Sequence[Observation]) -> list[Kind]:
        """What each record of a file is to those that are known, the ones before it among them."""
        known, places = self._of_series(new), defaultdict(list)
        for at, one in enumerate(new):
            places[one.series].append(at)
        found: list[Kind] = ["new"] * len(new)
        for series, of_series in places.items():
            several = kinds((new[at] for at in of_series), known[series], self.now)
            for at, kind in zip(of_series, several, strict=True):
                found[at] = kind
        return found

    def revisions(
        self, new: Sequence[Observation], kinds: Sequence[Kind], count: int
    ) -> list[Entering]:
        """The first revisions of a file, so many of them, beside the others of their periods."""
        told = set(islice((at for at, kind in enumerate(kinds) if kind == "revision"), count))
        others = self._of_periods(new[at] for at in told)
        found = []
        for at in range(max(told, default=-1) + 1):
            one, beside = new[at], others.get((new[at].series, new[at].period))
            if beside is None or kinds[at] == "same":
                continue
            if at in told:
                series, again = self.targets.series[one.series], one.recorded == self.now
                found.append(entering(series, one, beside, self.today, again=again))
            beside.append(one)
        return found

    def slips(self, new: Sequence[Observation]) -> Iterator[tuple[Observation, ExportTrackError]]:
        """The figures that are a hundredfold from all that are known, and what to say of each."""
        of_series = {
            name: ends(self.targets.series[name], known)
            for name, known in self._of_series(new).items()
        }
        for one in new if any(of_series.values()) else ():
            series = self.targets.series[one.series]
            if near := far_from(series, one, of_series[one.series]):
                yield one, _slip(series, one, near)

    def contradictions(self, new: Sequence[Observation], rows: Rows) -> list[Fault]:
        """Records of a file that contradict a known one or each other; its rows say where."""
        known = [one for ones in self._of_series(new).values() for one in ones]
        return records.contradictions([*known, *new], [rows])

    def keep(self, new: Sequence[Observation], *, dry_run: bool) -> list[int]:
        """Append records; the line of each comes back, none in a dry run."""
        return (
            self.journal.append(map(records.fields_of, watched(new))) if new and not dry_run else []
        )

    def status_changes(self, new: Sequence[Observation]) -> list[str]:
        """A line for each target that stands otherwise with the new records."""
        series = {one.series for one in new}
        concerned = [
            one
            for one in self.targets.targets
            if not series.isdisjoint((one.series, one.total, one.measured_by))
        ]
        targets = replace(self.targets, targets=tuple(concerned))
        before, after = (
            assess(targets, Actuals(tuple(known)), as_of=self.today, watched=watched)
            for known in (self.known, [*self.known, *new])
        )
        return kept.status_changes(before, after)

    def _of_series(self, new: Iterable[Observation]) -> dict[str, list[Observation]]:
        """The known records of each series of which there are new ones."""
        found: dict[str, list[Observation]] = {name: [] for name in {one.series for one in new}}
        for one in self.known:
            if one.series in found:
                found[one.series].append(one)
        return found

    def _of_periods(
        self, new: Iterable[Observation]
    ) -> dict[tuple[str, Period], list[Observation]]:
        """The same of each series and period."""
        found: dict[tuple[str, Period], list[Observation]] = {
            period: [] for period in {(one.series, one.period) for one in new}
        }
        for one in self.known:
            if (beside := found.get((one.series, one.period))) is not None:
                beside.append(one)
        return found


def _slip(series: Series, one: Observation, near: Observation) -> ExportTrackError:
    more = abs(one.value) > abs(near.value)
    far = ("a hundred times", "more") if more else ("a hundredth of", "less")
    with in_english():
        new, nearest = kept.other(series, one), kept.other(series, near)
    return ExportTrackError(
        f"{new} is {far[0]} any figure of the series, or {far[1]}; the nearest is {nearest}",
        "check the unit and the suffix (k, M, bn); if it is right, give --force",
    )


@contextmanager
def keeper(targets: str | None, actuals: str | None) -> Iterator[Keeper]:
    """Open the journal that belongs to the targets, for this process alone to write."""
    path = options.targets_path(targets)
    stated = options.in_language(load_targets(*path))
    with opened(journal_path(actuals, path)) as journal:
        known, faults = records.observations(journal.rows(), records.by_name(stated.series))
        faults += records.contradictions(known, map(Journal.rows, [journal]))  # read again for one
        if faults:
            raise FileFaults(faults)
        yield Keeper(stated, journal, known, _after_all(known), options.day(None))


def _after_all(known: Sequence[Observation]) -> datetime:
    """Now, and later than every record that is there, whatever the clock of its writer said."""
    now = datetime.now(UTC)
    last = max((one.recorded for one in known if one.recorded), default=now)
    try:
        return max(now, last + timedelta(microseconds=1))
    except OverflowError:
        raise FileFaults(
            [_end_of_time(one, now) for one in known if one.recorded == last]
        ) from None


def _end_of_time(one: Observation, now: datetime) -> Fault:
    message = f"recorded {one.recorded} lies in the future, and nothing can come after it"
    hint = f"write when it was recorded, such as {now:%Y-%m-%dT%H:%M:%SZ}"
    return Fault(one.file or "", message, one.line, hint=hint)


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
