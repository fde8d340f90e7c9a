"""exporttrack history: every figure that is kept, with its revisions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

if TYPE_CHECKING:
    from exporttrack.render.history import History

FORMATS = ("table", "csv", "json", "jsonl")
HELP = "Show every figure that is kept, with its revisions, and which one counts."


def history(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SERIES", help="Only these series.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="P", help="Only figures within this period.")
    ] = None,
    as_of: options.AsOf = None,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    format: Annotated[
        str, typer.Option(metavar="FORMAT", help="table, csv, json or jsonl.")
    ] = "table",
    as_json: options.AsJson = False,
    color: options.Color = "auto",
) -> None:
    """Show every figure that is kept, with its revisions, and which one counts."""
    with reporting_errors(as_json=as_json or format.startswith("json")):
        chosen = options.choice("--format", format, FORMATS)
        colored = options.choice("--color", color, options.COLORS)
        found = _history(names or [], period, as_of, targets, actuals)
        from exporttrack.cli.output import write_json
        from exporttrack.render import history as render
    match "json" if as_json else chosen:
        case "json":
            write_json(render.as_json(found))
        case "jsonl":
            write_json(render.as_json_lines(found))
        case "csv":
            sys.stdout.write(render.as_csv(found))
        case _:
            from exporttrack.cli.terminal import console

            sys.stdout.write(render.as_table(found, console(colored)))


def _history(
    names: list[str],
    period: str | None,
    as_of: str | None,
    targets: str | None,
    actuals: list[str] | None,
) -> History:
    """The records that the options ask for. Raises ExportTrackError."""
    from exporttrack.cli.asking import series_named
    from exporttrack.files.loading import load_actuals, load_targets
    from exporttrack.model.period import parse_period
    from exporttrack.render.history import History
    from exporttrack.rules.ledger import ledger

    day = options.day(as_of)
    within = parse_period(period) if period else None
    path = options.targets_path(targets)
    stated = load_targets(*path)
    shown_as = options.actuals_paths(actuals, path)
    known = load_actuals(list(shown_as), stated.series, shown_as)
    of_series = known.by_series()
    entries = {
        name: [
            entry
            for entry in ledger(stated.series[name], of_series[name], day)
            if within is None or within.contains(entry.observation.period)
        ]
        for name in series_named(names, stated)
        if name in of_series or name in names
    }
    inputs = (*([stated.input] if stated.input else []), *known.inputs)
    return History(day, entries, stated.series, inputs)
