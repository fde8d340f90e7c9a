"""exporttrack import: keep figures from a file, all or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import CANNOT_ANSWER, Failed, reporting_errors
from exporttrack.cli.output import print_done

if TYPE_CHECKING:
    from decimal import Decimal

    from exporttrack.cli.keeping import Keeper
    from exporttrack.errors import Fault
    from exporttrack.files.naming import Naming
    from exporttrack.files.rows import Rows
    from exporttrack.model.number import DecimalMark
    from exporttrack.model.series import Observation, Series

HELP = (
    "Keep the figures of a file: all of them, or none. The file is CSV, JSON, JSON Lines or TOML."
)
EXAMPLES = {
    "exporttrack import figures.csv --dry-run": (
        "Say what would be kept, and every fault of the file; keep nothing."
    ),
    "exporttrack import exports.csv --series total_exports --map Year=period": (
        "A file of one series, whose periods stand in the column Year."
    ),
}
SHOWN = 20
"""Faults that are listed, revisions, and new figures that do not count; of the rest the number."""


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
    lang: options.Lang = None,
) -> None:
    """Keep the figures of a file: all of them, or none."""
    with reporting_errors(as_json=False, shown=SHOWN):
        options.speak(lang)
        unsaid = {"series": series, "unit": unit, "source": source, "published": published}
        defaults = {name: value for name, value in unsaid.items() if value is not None}
        how = _how(map or [], defaults, decimal_mark, scale, skip_unknown=skip_unknown)
        lines = _import(file, how, targets, actuals, force=force, dry_run=dry_run)
    print_done(lines, "nothing was kept" if dry_run else "the figures are kept")


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

    # Read before the journal is opened: others may write while standard input has not ended.
    rows = rows_of(read_document(file))
    with keeper(targets, actuals) as at:
        found = _found(rows, how, at)
        del rows  # of a million they take as much memory as all else
        faults = found.faults or ([] if force else _slips(found.new, at))
        if faults:
            _complain(faults, found, how)
            raise Failed(CANNOT_ANSWER)
        return _keep(at, found, dry_run=dry_run)


def _found(rows: Rows, how: _How, at: Keeper) -> _Found:
    from exporttrack.cli.progress import watched
    from exporttrack.files import records
    from exporttrack.files.naming import left_aside, named, without_unknown
    from exporttrack.files.units import not_scaled

    names = records.by_name(at.targets.series)
    _check_series(how.naming.defaults.get("series"), names)
    # Recorded now, where the file does not say when.
    naming = replace(how.naming, defaults={**how.naming.defaults, "recorded": at.now.isoformat()})
    rows = named(rows, naming)
    unknown: Sequence[str] = ()
    if how.skip_unknown:
        rows, unknown = without_unknown(rows, names)
    new, faults = records.observations(rows, names, how.decimal_mark, how.scale, watched)
    if faults and not how.skip_unknown:
        _, unknown = without_unknown(rows, names)
    new = [one if one.recorded else one._replace(recorded=at.now) for one in new]  # blanks
    if how.scale != 1:
        new = [_unscaled(one, how, at) for one in new]
        faults += not_scaled(rows)
    faults += at.contradictions(new, rows)
    if not faults:  # else the figure may be one of a faulty row
        faults += at.withdrawals_of_nothing(new, rows)
    faults += _of_the_future(new, at.now)
    faults.sort(key=lambda fault: (fault.line or 0, fault.column or 0))
    return _Found(new, faults, unknown, left_aside(rows, how.naming))


def _unscaled(one: Observation, how: _How, at: Keeper) -> Observation:
    """No percentage is counted in millions, whatever the others are."""
    from exporttrack.model.series import PERCENT

    if at.targets.series[one.series].unit == PERCENT:
        return one.with_value(one.series, one.value / how.scale)
    return one


def _of_the_future(new: Iterable[Observation], now: datetime) -> list[Fault]:
    """What can be read, and would put off all later records."""
    from exporttrack.errors import Fault

    latest = now + timedelta(days=1)
    return [
        Fault(
            one.file or "",
            f"recorded {one.recorded.isoformat()} lies in the future",
            one.line,
            hint="leave `recorded` out",
        )
        for one in new
        if one.recorded and one.recorded > latest
    ]


def _check_series(name: object, names: Mapping[str, Series]) -> None:
    from exporttrack.errors import NotFound, which
    from exporttrack.files.fields import clean

    if name is not None and clean(str(name)) not in names:
        hint = which(str(name), "series", names)
        raise NotFound(f"--series: no series named `{name}`", hint)


def _slips(new: Sequence[Observation], at: Keeper) -> list[Fault]:
    """A fault for each figure that is a hundredfold from all that are known."""
    from exporttrack.errors import Fault

    return [
        Fault(one.file or "", str(slip), one.line, hint=slip.hint) for one, slip in at.slips(new)
    ]


def _complain(faults: Sequence[Fault], found: _Found, how: _How) -> None:
    """The first faults and their number, and what may help against many at once."""
    from exporttrack.render import kept
    from exporttrack.render.faults import render

    sys.stderr.write(render(faults, SHOWN))
    if found.unknown and not how.skip_unknown:
        hint = "--skip-unknown passes over rows of series that the targets file does not have"
        print(hint, file=sys.stderr)
    if found.aside:
        print(kept.left_aside(found.aside), file=sys.stderr)


def _keep(at: Keeper, found: _Found, *, dry_run: bool) -> list[str]:
    """Keep the figures, and say what was new, what was known, and what changed by it."""
    from exporttrack.render import kept

    kinds = at.kinds(found.new)
    new = [one for one, kind in zip(found.new, kinds, strict=True) if kind != "same"]
    changes = at.status_changes(new)  # if this fails, nothing has been kept
    at.keep(new, dry_run=dry_run)
    where = kept.would_be(at.journal.name) if dry_run else at.journal.name
    lines = [f"{where}: {kept.counted(kinds)}"]
    revisions = [place for place, kind in enumerate(kinds) if kind == "revision"]
    aside = at.aside(found.new, kinds)
    for entry in at.told(found.new, kinds, {*revisions[:SHOWN], *aside[:SHOWN]}):
        one = entry.observation
        lines += kept.lines(at.targets.series[one.series], entry, kept.place(one))
    lines += kept.more(len(revisions) - SHOWN, len(aside) - SHOWN)
    if overtaken := at.overtaken(found.new, kinds):
        lines.append(kept.overtaken(overtaken))
    if found.unknown:
        lines.append(kept.skipped(found.unknown))
    if found.aside:
        lines.append(kept.left_aside(found.aside))
    return lines + changes
