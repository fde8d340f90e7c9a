"""exporttrack import: keep figures from a file, all or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import CANNOT_ANSWER, Failed, reporting_errors

if TYPE_CHECKING:
    from decimal import Decimal

    from exporttrack.cli.keeping import Keeper
    from exporttrack.errors import Fault
    from exporttrack.files.naming import Naming
    from exporttrack.files.rows import Row, Rows
    from exporttrack.model.number import DecimalMark
    from exporttrack.model.series import Observation, Series

HELP = "Keep the figures of a file (CSV, JSON, JSON Lines, TOML): all of them, or none."
MANY = 20_000
"""Rows from which on a bar shows how far the reading is."""
SHOWN = 20
"""Faults and revisions that are listed; of the rest the number."""


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The file, or standard input.")],
    map: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=FIELD", help="A column that has another name. May be given again."
        ),
    ] = None,
    series: Annotated[
        str | None, typer.Option(metavar="NAME", help="The series, where the file does not say.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="UNIT", help="The unit, where the file does not say.")
    ] = None,
    scale: Annotated[
        str, typer.Option(metavar="SCALE", help="What the figures are counted in: k, M, bn, tn.")
    ] = "1",
    source: Annotated[
        str | None, typer.Option(metavar="S", help="Who says it, where the file does not.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="D", help="When it was, where the file does not say.")
    ] = None,
    decimal_mark: options.DecimalMarkOption = ".",
    skip_unknown: Annotated[
        bool, typer.Option("--skip-unknown", help="Pass over rows of series that are not known.")
    ] = False,
    force: options.Force = False,
    dry_run: options.DryRun = False,
    targets: options.TargetsFile = None,
    actuals: options.JournalFile = None,
) -> None:
    """Keep the figures of a file: all of them, or none."""
    with reporting_errors(as_json=False, shown=SHOWN):
        unsaid = {"series": series, "unit": unit, "source": source, "published": published}
        defaults = {name: value for name, value in unsaid.items() if value is not None}
        how = _how(map or [], defaults, decimal_mark, scale, skip_unknown=skip_unknown)
        lines = _import(file, how, targets, actuals, force=force, dry_run=dry_run)
    typer.echo("\n".join(lines))


@dataclass(frozen=True, slots=True)
class _How:
    """How a file is read, as the options say."""

    naming: Naming
    decimal_mark: DecimalMark
    scale: Decimal
    skip_unknown: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What a file has."""

    new: Sequence[Observation]
    faults: Sequence[Fault]
    unknown: Sequence[str]
    """The series of each row whose series is not known."""
    aside: Sequence[str]
    """Columns that nothing is read from."""


def _how(
    map: Sequence[str],
    defaults: Mapping[str, str],
    decimal_mark: str,
    scale: str,
    *,
    skip_unknown: bool,
) -> _How:
    """Raises FormatError for an option that says nothing."""
    from exporttrack.errors import FormatError
    from exporttrack.files import records
    from exporttrack.files.naming import Naming, parse_map
    from exporttrack.model.number import parse_scale

    try:
        if "published" in defaults:
            records.published(defaults["published"])
    except FormatError as error:
        raise FormatError(f"--published: {error}", error.hint) from None
    mark = options.decimal_mark_of(decimal_mark)
    return _How(Naming(parse_map(map), defaults), mark, parse_scale(scale), skip_unknown)


def _import(
    file: str, how: _How, targets: str | None, actuals: str | None, *, force: bool, dry_run: bool
) -> list[str]:
    """Keep the figures of a file; the lines to say of it come back. Raises ExportTrackError."""
    from exporttrack.cli.keeping import keeper
    from exporttrack.files.document import read_document
    from exporttrack.files.loading import rows_of
    from exporttrack.files.naming import of_history

    # Read before the journal is opened: others may write while standard input has not ended.
    rows = rows_of(of_history(read_document(file)))
    with keeper(targets, actuals) as at:
        found = _found(rows, how, at)
        faults = found.faults or ([] if force else _slips(found.new, at))
        if faults:
            _complain(faults, found, how)
            raise Failed(CANNOT_ANSWER)
        return _keep(at, found, dry_run=dry_run)


def _found(rows: Rows, how: _How, at: Keeper) -> _Found:
    from exporttrack.files import records
    from exporttrack.files.naming import left_aside, named, without_unknown

    names = records.by_name(at.targets.series)
    _check_series(how.naming.defaults.get("series"), names)
    every = named(rows, how.naming)
    known, unknown = without_unknown(every, names)
    new, faults = records.observations(
        known if how.skip_unknown else every, names, how.decimal_mark, how.scale, _with_progress
    )
    new = [_completed(one, how, at) for one in new]
    faults += records.contradictions(new)
    faults += [fault for one in new if (fault := _unkeepable(one, at.now))]
    faults.sort(key=lambda fault: (fault.line or 0, fault.column or 0))
    return _Found(new, faults, unknown, left_aside(rows, how.naming))


def _completed(one: Observation, how: _How, at: Keeper) -> Observation:
    """With a moment; and no percentage is counted in millions, whatever the others are."""
    from exporttrack.model.series import PERCENT

    if how.scale != 1 and at.targets.series[one.series].unit == PERCENT:
        one = one.with_value(one.series, one.value / how.scale)
    return one if one.recorded else replace(one, recorded=at.now)


def _unkeepable(one: Observation, now: datetime) -> Fault | None:
    """What can be read and not be written to a journal, or would put all later records off."""
    from exporttrack.errors import Fault

    texts = "".join(text for text in (one.source, one.url, one.note) if text)
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in texts):
        return Fault(
            one.file or "", "a text has half a letter in it", one.line, hint="write it out"
        )
    if one.recorded and one.recorded > now + timedelta(days=1):
        message = f"recorded {one.recorded.isoformat()} lies in the future"
        return Fault(one.file or "", message, one.line, hint="leave `recorded` out")
    return None


def _check_series(name: object, names: Mapping[str, Series]) -> None:
    from exporttrack.errors import NotFound, nearest

    if name is not None and name not in names:
        near = nearest(str(name), list(names))
        hint = f"did you mean `{near}`?" if near else f"the series are {', '.join(names)}"
        raise NotFound(f"--series: no series named `{name}`", hint)


def _slips(new: Sequence[Observation], at: Keeper) -> list[Fault]:
    """A fault for each figure that is a hundredfold from all that are known."""
    from exporttrack.errors import ExportTrackError, Fault

    faults = []
    ends = replace(at, known=list(_ends(at)))
    for one in new:
        try:
            ends.refuse_slips([one])
        except ExportTrackError as slip:
            faults.append(Fault(one.file or "", str(slip), one.line, hint=slip.hint))
    return faults


def _ends(at: Keeper) -> Iterator[Observation]:
    """The smallest and the largest figure of each series: what is near one of them is no slip.

    They are what is nearest to next to nothing, and to more than there is.
    """
    from decimal import Decimal

    from exporttrack.model.actuals import Actuals
    from exporttrack.rules.entering import far_from_all

    for name, known in Actuals(tuple(at.known)).by_series().items():
        for size in (Decimal("1e-99"), Decimal("1e99")):
            end = far_from_all(at.targets.series[name], known[0].with_value(name, size), known)
            if end is not None:
                yield end


def _complain(faults: Sequence[Fault], found: _Found, how: _How) -> None:
    """The first faults and their number, and what may help against many at once."""
    from exporttrack.render.faults import render

    sys.stderr.write(render(faults, SHOWN))
    if found.unknown and not how.skip_unknown:
        hint = "--skip-unknown passes over rows of series that the targets file does not have"
        print(hint, file=sys.stderr)
    if found.aside:
        print(_left_aside(found.aside), file=sys.stderr)


def _keep(at: Keeper, found: _Found, *, dry_run: bool) -> list[str]:
    """Keep the figures, and say what was new, what was known, and what changed by it."""
    from exporttrack.render import kept

    entries = at.entering(found.new, again=True)
    placed = at.keep(entries, dry_run=dry_run)
    where = kept.would_be(at.journal.name) if dry_run else at.journal.name
    revised = [entry for entry in entries if entry.same_as is None and entry.replaces is not None]
    lines = [f"{where}: {kept.counted(entries) or 'nothing to keep'}"]
    for entry in revised[:SHOWN]:
        one = entry.observation
        lines += kept.lines(at.targets.series[one.series], entry, kept.place(one))
    if len(revised) > SHOWN:
        lines.append(f"and {len(revised) - SHOWN} more revisions")
    if found.unknown:
        lines.append(f"passed over: {kept.skipped(found.unknown)}")
    if found.aside:
        lines.append(_left_aside(found.aside))
    return lines + at.status_changes(placed)


def _left_aside(columns: Sequence[str]) -> str:
    from exporttrack.render.safe import safe

    names = ", ".join(map(safe, columns))
    return f"columns that were not read: {names} (--map COLUMN=FIELD reads one)"


def _with_progress(rows: Sequence[Row]) -> Iterable[Row]:
    """A bar on standard error while many rows are read; on a terminal only."""
    if len(rows) < MANY or not sys.stderr.isatty():
        return rows
    from rich.console import Console
    from rich.progress import track

    return track(rows, "Reading", console=Console(stderr=True), transient=True)
