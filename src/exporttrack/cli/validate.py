"""exporttrack validate: every fault in the files, with its place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import Failed, reporting_errors

if TYPE_CHECKING:
    from exporttrack.errors import Fault

FOUND = 1
HELP = "Show every fault in targets and figures: file, line, column, and what to write instead."


def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Targets and figures. Default: those of report."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Warnings, too, end with exit status 1.")
    ] = False,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_json: options.AsJson = False,
) -> None:
    """Show every fault in targets and figures: file, line, column, and what to write instead."""
    with reporting_errors(as_json=as_json):
        from exporttrack.cli.checking import check
        from exporttrack.render import faults as render
        from exporttrack.render.json import dumps

        found, count = check(files or [], targets, actuals, options.day(None))
    sys.stdout.write(
        dumps(render.document(found), indent=1) if as_json else render.checked(found, count)
    )
    if _fails(found, strict=strict):
        sys.stdout.flush()
        raise Failed(FOUND)


def _fails(found: Sequence[Fault], *, strict: bool) -> bool:
    return any(strict or fault.severity == "error" for fault in found)
