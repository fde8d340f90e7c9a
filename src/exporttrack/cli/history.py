"""exporttrack history: every figure that is kept, with its revisions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

if TYPE_CHECKING:
    from exporttrack.model.period import Period
    from exporttrack.render.history import History

FORMATS = ("table", "csv", "json", "jsonl")
HELP = "Show every figure that is kept, with its revisions, and which one counts."


def history(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SERIES", help="Only these series.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="P", help="Only figures within this period, as 2024.")
    ] = None,
    as_of: options.AsOf = None,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="table (default), csv, json or jsonl.")
    ] = None,
    as_json: options.AsJson = False,
    color: options.Color = "auto",
) -> None:
    """Show every figure that is kept, with its revisions, and which one counts."""
    with reporting_errors(as_json=as_json or format == "json"):
        chosen = _format(format, as_json=as_json)
        colored = options.choice("--color", color, options.COLORS)
        found = _history(names or [], _within(period), as_of, targets, actuals)
    _print(found, chosen, colored)


def _format(given: str | None, *, as_json: bool) -> str:
    from exporttrack.errors import FormatError

    chosen = options.choice("--format", given or "table", FORMATS)
    if as_json and given not in (None, "json"):
        raise FormatError(f"--json and --format {given} ask for different formats", "give one")
    return "json" if as_json else chosen


def _within(text: str | None) -> Period | None:
    from exporttrack.errors import FormatError
    from exporttrack.model.period import parse_period

    try:
        return None if text is None else parse_period(text)
    except FormatError as error:
        raise FormatError(f"--period: {error}", error.hint) from None


def _history(
    names: list[str],
    within: Period | None,
    as_of: str | None,
    targets: str | None,
    actuals: list[str] | None,
) -> History:
    """The records that the options ask for. Raises ExportTrackError."""
    from exporttrack.cli.asking import series_named
    from exporttrack.files.loading import load_actuals, load_targets
    from exporttrack.render.history import History
    from exporttrack.rules.ledger import ledger

    day = options.day(as_of)
    path = options.targets_path(targets)
    stated = load_targets(*path)
    shown_as = options.actuals_paths(actuals, path)
    known = load_actuals(list(shown_as), stated.series, shown_as)
    of_series = known.by_series()
    entries = {
        name: [
            entry
            for entry in ledger(stated.series[name], of_series.get(name, ()), day)
            if within is None or within.contains(entry.observation.period)
        ]
        for name in series_named(names, stated)
    }
    shown = {name: found for name, found in entries.items() if found or name in names}
    inputs = (*([stated.input] if stated.input else []), *known.inputs)
    return History(day, shown, stated.series, inputs)


def _print(found: History, format: str, color: str) -> None:
    from exporttrack.cli.output import write_json
    from exporttrack.render import history as render

    match format:
        case "json":
            write_json(render.as_json(found))
        case "jsonl":
            write_json(render.as_json_lines(found))
        case "csv":
            # A file in UTF-8, whatever letters the terminal has: no letter of a source is lost.
            sys.stdout.flush()
            sys.stdout.buffer.write(render.as_csv(found).encode())
            sys.stdout.buffer.flush()
        case _:
            _print_table(found, color)


def _print_table(found: History, color: str) -> None:
    """The table on standard output; columns that had no room are named on standard error."""
    from exporttrack.cli.terminal import console
    from exporttrack.render.history_table import as_table

    text, dropped = as_table(found, console(color))
    sys.stdout.write(text)
    if dropped:
        names = " and ".join(f"`{heading}`" for heading in dropped)
        print(f"exporttrack: no room for {names} at this width", file=sys.stderr)
