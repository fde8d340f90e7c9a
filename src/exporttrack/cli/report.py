"""exporttrack report: progress against each target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

if TYPE_CHECKING:
    from exporttrack.rules.assessment import Report

FORMATS = ("table", "json")
HELP = "Show progress against each target."


def report(
    names: options.TargetNames = None,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    group: options.Group = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table or json.")] = "table",
    as_json: options.AsJson = False,
    color: options.Color = "auto",
) -> None:
    """Show progress against each target."""
    with reporting_errors(as_json=as_json or format == "json"):
        chosen = options.choice("--format", format, FORMATS)
        colored = options.choice("--color", color, options.COLORS)
        found = assessed(names, targets, actuals, as_of, assume, group)
    if as_json or chosen == "json":
        from exporttrack.cli.output import write_json
        from exporttrack.render import json

        write_json(json.render(found))
    else:
        from exporttrack.cli.terminal import print_on_terminal

        print_on_terminal(found, colored)


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
