"""exporttrack report: progress against each target."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors
from exporttrack.errors import ExportTrackError, FormatError

if TYPE_CHECKING:
    from exporttrack.rules.assessment import Report

FORMATS = ("table", "text", "json", "jsonl", "csv", "md", "prom")
ENDINGS = {".txt": "text", ".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".md": "md",
           ".prom": "prom"}  # fmt: skip
HELP = "Show progress against each target."


def report(
    names: options.TargetNames = None,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    group: options.Group = None,
    format: Annotated[
        str | None,
        typer.Option(metavar="FORMAT", help="table (default), text, json, jsonl, csv, md or prom."),
    ] = None,
    as_json: options.AsJson = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write this file, whole or not at all; the format from its ending.",
        ),
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a mark for Excel.")] = False,
    color: options.Color = "auto",
) -> None:
    """Show progress against each target."""
    with reporting_errors(as_json=as_json or format == "json"):
        file = None if output == "-" else output
        chosen = _format(format, file, as_json=as_json)
        colored = options.choice("--color", color, options.COLORS)
        _refuse_without_effect(chosen, file, bom=bom, color=colored)
        found = assessed(names, targets, actuals, as_of, assume, group)
        if file is not None:
            _write(file, found, chosen, bom=bom)
            return
    if chosen == "table":
        from exporttrack.cli.terminal import print_on_terminal

        print_on_terminal(found, colored)
    else:
        from exporttrack.cli.output import print_document

        print_document(_rendered(found, chosen), chosen, mark=bom)


def _format(given: str | None, file: str | None, *, as_json: bool) -> str:
    """The format that is asked for; without one that of the file's ending, or a table."""
    if given is not None:
        options.choice("--format", given, FORMATS)
    if as_json and given not in (None, "json"):
        raise FormatError(f"--json and --format {given} ask for different formats", "give one")
    if given or as_json or file is None:
        return given or ("json" if as_json else "table")
    ending = Path(file).suffix.lower()
    if ending not in ENDINGS:
        hint = f"name a file in {', '.join(ENDINGS)}, or give --format"
        raise FormatError(f"--output: the ending of {file!r} says no format", hint)
    return ENDINGS[ending]


def _refuse_without_effect(chosen: str, file: str | None, *, bom: bool, color: str) -> None:
    if bom and chosen != "csv":
        raise FormatError(f"--bom has no effect on {chosen}", "leave it out, or --format csv")
    if color == "always" and (chosen != "table" or file is not None):
        where = chosen if file is None else "a file"
        raise FormatError(f"--color always has no effect on {where}", "leave it out")


def _write(file: str, found: Report, chosen: str, *, bom: bool) -> None:
    from exporttrack.cli.output import write_file

    real = os.path.realpath(file)
    if any(os.path.realpath(one.path) == real for one in found.inputs):
        raise ExportTrackError(f"--output: the report is made from {file}", "name another file")
    write_file(file, _rendered(found, chosen), mark=bom)


def _rendered(found: Report, format: str) -> str:
    """The report in a format that does not need a terminal; a table as it is off one."""
    if format == "table":
        from exporttrack.cli.terminal import table_off_terminal

        return table_off_terminal(found)
    from exporttrack.render import json, markdown, prom, text, tidy

    of_format = {
        "text": text.render,
        "json": json.render,
        "jsonl": json.render_lines,
        "csv": tidy.render,
        "md": markdown.render,
        "prom": prom.render,
    }
    return of_format[format](found)


def assessed(
    names: list[str] | None,
    targets: str | None,
    actuals: list[str] | None,
    as_of: str | None,
    assume: list[str] | None,
    group: str | None,
) -> Report:
    """The report that the options ask for. Raises ExportTrackError."""
    from exporttrack.cli.asking import asked
    from exporttrack.rules import assess

    stated, known, day = asked(names, targets, actuals, as_of, assume, group)
    return assess(stated, known, as_of=day)
