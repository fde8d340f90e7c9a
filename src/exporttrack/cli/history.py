"""exporttrack history: every figure that is kept, with its revisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options, writing
from exporttrack.cli.failing import reporting_errors

if TYPE_CHECKING:
    from rich.console import Console

    from exporttrack.model.period import Period
    from exporttrack.model.series import Series
    from exporttrack.render.history import History
    from exporttrack.rules.ledger import Entry

FORMATS = ("table", "csv", "json", "jsonl")
HELP = "Show every figure kept, with its revisions. It says which one counts, and why."
EXAMPLES = {
    "exporttrack history total_exports": (
        "All figures of a series: revisions, rivals, and which one is used."
    ),
    "exporttrack history --period 2021/2025 --format csv >figures.csv": (
        "Those of five years as a file, which import takes as well."
    ),
}


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
    output: options.Output = None,
    bom: options.Bom = False,
    color: options.Color = "auto",
    lang: options.Lang = None,
) -> None:
    """Show every figure kept, with its revisions."""
    with reporting_errors(as_json=as_json or format == "json"):
        options.speak(lang)
        how = writing.wanted(FORMATS, format, output, as_json=as_json, color=color, bom=bom)
        found = _history(names or [], _within(period), as_of, targets, actuals)
        writing.write(how, found.inputs, partial(_render, found), partial(_table, found))


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
    from exporttrack.cli.progress import watched
    from exporttrack.files.loading import load_actuals, load_targets
    from exporttrack.render.history import History
    from exporttrack.rules.ledger import ledger

    day = options.day(as_of)
    path = options.targets_path(targets)
    stated = options.in_language(load_targets(*path))
    shown_as = options.actuals_paths(actuals, path)
    known = load_actuals(list(shown_as), stated.series, shown_as, watched)
    of_series = known.by_series()
    entries = {
        name: _within_it(
            ledger(stated.series[name], of_series.get(name, ()), day), stated.series[name], within
        )
        for name in series_named(names, stated)
    }
    shown = {name: found for name, found in entries.items() if found or names}
    inputs = (*([stated.input] if stated.input else []), *known.inputs)
    return History(day, shown, stated.series, inputs)


def _within_it(entries: list[Entry], series: Series, within: Period | None) -> list[Entry]:
    """Those of a period, by the series' own years."""
    if within is None:
        return entries
    own, whole = series.own_period, series.own_period(within)
    return [entry for entry in entries if whole.contains(own(entry.observation.period))]


def _render(found: History, format: str) -> Iterator[str]:
    from exporttrack.render.history import as_csv, as_json, as_json_lines

    return {"csv": as_csv, "json": as_json, "jsonl": as_json_lines}[format](found)


def _table(found: History, console: Console) -> tuple[str, Sequence[str]]:
    from exporttrack.render.history_table import as_table

    return as_table(found, console)
