"""exporttrack import: keep figures from a file, all or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import CANNOT_ANSWER, Failed, reporting_errors

if TYPE_CHECKING:
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
        if found.faults:
            _complain(found, how)
            raise Failed(CANNOT_ANSWER)
        if not force:
            at.refuse_slips(found.new)
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
    new = [one if one.recorded else replace(one, recorded=at.now) for one in new]
    faults += records.contradictions(new)
    return _Found(new, faults, unknown, left_aside(rows, how.naming))


def _check_series(name: object, names: Mapping[str, Series]) -> None:
    from exporttrack.errors import NotFound, nearest

    if name is not None and name not in names:
        near = nearest(str(name), list(names))
        hint = f"did you mean `{near}`?" if near else f"the series are {', '.join(names)}"
        raise NotFound(f"--series: no series named `{name}`", hint)


def _complain(found: _Found, how: _How) -> None:
    """The first faults and their number, and what may help against many at once."""
    from exporttrack.render import faults

    sys.stderr.write(faults.render(found.faults, SHOWN))
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
