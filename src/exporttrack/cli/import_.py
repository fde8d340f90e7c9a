"""exporttrack import: keep figures from a file, all or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

if TYPE_CHECKING:
    from exporttrack.cli.keeping import Keeper
    from exporttrack.files.naming import Naming
    from exporttrack.files.rows import Row
    from exporttrack.model.number import DecimalMark
    from exporttrack.model.series import Observation

HELP = "Keep the figures of a file (CSV, JSON, JSON Lines, TOML): all of them, or none."
MANY = 20_000
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
        from exporttrack.cli.keeping import keeper
        from exporttrack.files.naming import Naming, parse_map

        unsaid = {"series": series, "unit": unit, "source": source, "published": published}
        defaults = {name: value for name, value in unsaid.items() if value is not None}
        naming = Naming(parse_map(map or []), defaults)
        mark = options.decimal_mark_of(decimal_mark)
        with keeper(targets, actuals) as at:
            new, skipped = _observations(file, naming, at, mark, scale, skip=skip_unknown)
            if not force:
                at.refuse_slips(new)
            lines = _keep(at, new, skipped, dry_run=dry_run)
    typer.echo("\n".join(lines))


def _observations(
    file: str, naming: Naming, at: Keeper, mark: DecimalMark, scale: str, *, skip: bool
) -> tuple[list[Observation], list[str]]:
    """The figures of the file, and the series of each row that was passed over."""
    from exporttrack.errors import FileFaults
    from exporttrack.files import records
    from exporttrack.files.document import read_document
    from exporttrack.files.loading import rows_of
    from exporttrack.files.naming import named, without_unknown
    from exporttrack.model.number import parse_scale

    names = records.by_name(at.targets.series)
    rows = named(rows_of(read_document(file)), naming)
    skipped: list[str] = []
    if skip:
        rows, skipped = without_unknown(rows, names)
    new, faults = records.observations(rows, names, mark, parse_scale(scale), _with_progress)
    faults += records.contradictions(new)
    if faults:
        raise FileFaults(faults)
    return [one if one.recorded else replace(one, recorded=at.now) for one in new], skipped


def _keep(at: Keeper, new: list[Observation], skipped: list[str], *, dry_run: bool) -> list[str]:
    """Keep the figures, and say what was new, what was known, and what changed by it."""
    from exporttrack.render import kept

    entries = at.entering(new, again=True)
    placed = at.keep(entries, dry_run=dry_run)
    where = kept.would_be(at.journal.name) if dry_run else at.journal.name
    revised = [entry for entry in entries if entry.same_as is None and entry.replaces is not None]
    lines = [f"{where}: {kept.counted(entries)}"]
    for entry in revised[:SHOWN]:
        lines += kept.lines(at.targets.series[entry.observation.series], entry, "revision")
    if len(revised) > SHOWN:
        lines.append(f"and {len(revised) - SHOWN} more revisions")
    if skipped:
        lines.append(kept.skipped(skipped))
    return lines + at.status_changes(placed)


def _with_progress(rows: Sequence[Row]) -> Iterable[Row]:
    """A bar on standard error while many rows are read; on a terminal only."""
    if len(rows) < MANY or not sys.stderr.isatty():
        return rows
    from rich.console import Console
    from rich.progress import track

    return track(rows, "Reading", console=Console(stderr=True), transient=True)
