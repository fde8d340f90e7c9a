"""exporttrack report: progress against each target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options, writing
from exporttrack.cli.failing import reporting_errors
from exporttrack.errors import FormatError

if TYPE_CHECKING:
    from rich.console import Console

    from exporttrack.rules.assessment import Report
    from exporttrack.rules.since import Changes

FORMATS = ("table", "text", "json", "jsonl", "csv", "md", "prom")
HELP = "Show progress against each target."
EXAMPLES = {
    "exporttrack report --assume handicraft_exports=200M@2025": (
        "What if the figure of 2025 were this."
    ),
    "exporttrack report --since 2026-01-01 --format text": (
        "And what has changed since that day, for a mail."
    ),
    "exporttrack report export-growth --as-of 2024-01-31 -o growth.csv": (
        "One target as it stood on that day, as a file for a spreadsheet."
    ),
}


def report(
    names: options.TargetNames = None,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Add what has changed since what was known on this day."),
    ] = None,
    assume: options.Assume = None,
    group: options.Group = None,
    format: Annotated[
        str | None,
        typer.Option(metavar="FORMAT", help="table (default), text, json, jsonl, csv, md or prom."),
    ] = None,
    as_json: options.AsJson = False,
    output: options.Output = None,
    bom: options.Bom = False,
    color: options.Color = "auto",
    lang: options.Lang = None,
) -> None:
    """Show progress against each target."""
    with reporting_errors(as_json=as_json or format == "json"):
        options.speak(lang)
        from exporttrack.cli.asking import asked
        from exporttrack.cli.progress import watched
        from exporttrack.rules import assess

        how = writing.wanted(FORMATS, format, output, as_json=as_json, color=color, bom=bom)
        earlier = _earlier(since, how.format, options.day(as_of))
        stated, known, day = asked(names, targets, actuals, as_of, assume, group)
        if earlier is None:
            found, changed = assess(stated, known, as_of=day, watched=watched), None
        else:
            from exporttrack.rules.since import changes

            changed = changes(stated, known, since=earlier, as_of=day)
            found = changed.after
        render, table = partial(_render, found, changed), partial(_table, found, changed)
        writing.write(how, found.inputs, render, table)


def _earlier(since: str | None, format: str, as_of: date) -> date | None:
    """The day that `--since` names; None without it. FormatError unless it can be compared."""
    if since is None:
        return None
    day = options.day(since, "--since")
    if format == "prom":
        hint = "leave it out; a collector keeps what was there before"
        raise FormatError("--since has no effect on prom", hint)
    if day >= as_of:
        hint = "give an earlier day, or a later --as-of"
        raise FormatError(f"--since: {day} is not before the day of the report, {as_of}", hint)
    return day


def _render(found: Report, changed: Changes | None, format: str) -> str | Iterator[str]:
    match format:  # the renderers of other formats are not even imported
        case "json":  # of many targets it is long
            from exporttrack.render.json import pieces

            return pieces(found, changed)
        case "jsonl":
            from exporttrack.render.json import render_lines

            return render_lines(found, changed)
        case "csv":
            from exporttrack.render import tidy

            return tidy.render(found, changed)
        case "md":
            from exporttrack.render import markdown

            return markdown.render(found, changed)
        case "prom":
            from exporttrack.render import prom

            return prom.render(found)
    from exporttrack.render import text

    return text.render(found, changed)


def _table(found: Report, changed: Changes | None, console: Console) -> tuple[str, Sequence[str]]:
    from exporttrack.render.table import render

    return render(found, console, changed)
