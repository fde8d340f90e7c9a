"""What `record` and `import` share: the journal, opened; new figures beside those in it; kept."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from exporttrack.cli import options
from exporttrack.cli.progress import watched
from exporttrack.errors import ExportTrackError, Fault, FileFaults
from exporttrack.files import records, withdrawals
from exporttrack.files.keeping import Journal, opened
from exporttrack.files.loading import load_targets
from exporttrack.files.rows import Rows
from exporttrack.model.actuals import Actuals, by_series
from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets
from exporttrack.render import kept
from exporttrack.render.language import in_english
from exporttrack.rules import assess
from exporttrack.rules.entering import Entering, Kind, aside, entering, kinds, overtaken, slips


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
            beside = others[self._period(one)]
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
            stated = self.targets.series[series]
            several = kinds(stated, (new[at] for at in of_series), known[series], self.now)
            for at, kind in zip(of_series, several, strict=True):
                found[at] = kind
        return found

    def aside(self, new: Sequence[Observation], kinds: Sequence[Kind]) -> list[int]:
        """Where in a file those stand that are new and do not count."""
        kept = [one for one, kind in zip(new, kinds, strict=True) if kind != "same"]
        known, found = self._of_series(kept), set[int]()
        for name, of_series in by_series(kept).items():
            several = aside(self.targets.series[name], of_series, known[name], self.today)
            found.update(map(id, several))
        return [at for at, one in enumerate(new) if id(one) in found and kinds[at] == "new"]

    def overtaken(self, new: Sequence[Observation], kinds: Sequence[Kind]) -> int:
        """Of how many figures a file has only what its source has revised or withdrawn since."""
        of_kind: dict[bool, list[Observation]] = {True: [], False: []}
        for one, kind in zip(new, kinds, strict=True):
            of_kind[kind == "same"].append(one)
        known, kept = self._of_series(of_kind[True]), by_series(of_kind[False])
        return sum(
            overtaken(self.targets.series[name], same, kept.get(name, ()), known[name], self.today)
            for name, same in by_series(of_kind[True]).items()
        )

    def told(
        self, new: Sequence[Observation], kinds: Sequence[Kind], places: Collection[int]
    ) -> list[Entering]:
        """Those of a file at some places beside the others of their periods.

        A revision meets the records before it, one that does not count all of the file.
        """
        others = self._of_periods(new[at] for at in places)
        found: dict[int, Entering] = {}
        for at, one in enumerate(new if places else ()):
            beside = others.get(self._period(one))
            if beside is None or kinds[at] == "same":
                continue
            if at in places and kinds[at] == "revision":
                found[at] = self._beside(one, beside)
            beside.append(one)
        for at in sorted(set(places).difference(found)):
            one = new[at]
            beside = [other for other in others[self._period(one)] if other is not one]
            found[at] = replace(self._beside(one, beside), same_as=None)  # it has been kept
        return [found[at] for at in sorted(found)]

    def _beside(self, one: Observation, others: Sequence[Observation]) -> Entering:
        series = self.targets.series[one.series]
        return entering(series, one, others, self.today, again=one.recorded == self.now)

    def slips(self, new: Sequence[Observation]) -> Iterator[tuple[Observation, ExportTrackError]]:
        """The figures that are a hundredfold from all others, and what to say of each."""
        known, nearest = self._of_series(new), dict[int, Observation]()
        for name, of_series in by_series(new).items():
            several = slips(self.targets.series[name], of_series, known[name], self.now)
            nearest.update((id(one), near) for one, near in several)
        for one in new if nearest else ():
            if near := nearest.get(id(one)):
                yield one, _slip(self.targets.series[one.series], one, near)

    def contradictions(self, new: Sequence[Observation], rows: Rows) -> list[Fault]:
        """Records of a file that contradict a known one or each other; its rows say where."""
        known = [one for ones in self._of_series(new).values() for one in ones]
        return records.contradictions([*known, *new], self.targets.series, [rows])

    def withdrawals_of_nothing(self, new: Sequence[Observation], rows: Rows) -> list[Fault]:
        """Withdrawals of a file whose figure is neither known nor in it; its rows say where.

        One that was recorded before is a record of another journal, and kept as it is.
        """
        concerned = {one.series for one in new if one.withdrawn and one.recorded == self.now}
        found = [one for one in (*self.known, *new) if one.series in concerned] if concerned else []
        of_nothing = withdrawals.of_nothing(found, self.targets.series)
        now = [(one, fault) for one, fault in of_nothing if one.recorded == self.now]
        return records.placed(now, new, "source", [rows])

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
        several = list(new)
        found: dict[tuple[str, Period], list[Observation]] = {
            period: [] for period in map(self._period, several)
        }
        for known in self._of_series(several).values():
            for one in known:
                if (beside := found.get(self._period(one))) is not None:
                    beside.append(one)
        return found

    def _period(self, one: Observation) -> tuple[str, Period]:
        """The series, and the period in its own years."""
        return one.series, self.targets.series[one.series].own_period(one.period)


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
        faults += records.contradictions(
            known,
            stated.series,
            map(Journal.rows, [journal]),  # read again for one
        )
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
