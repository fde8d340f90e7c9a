"""exporttrack validate: every fault in the files, with its place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import Failed, reporting_errors

if TYPE_CHECKING:
    from exporttrack.cli.checking import Checked

FOUND = 1
HELP = (
    "Show every fault in targets and figures, with its place. It says what to write instead, too."
)
EXAMPLES = {
    "exporttrack validate": "The files that report would read.",
    "exporttrack validate actuals.toml figures.csv": (
        "A file of figures beside those that are kept, before it is imported."
    ),
}


def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Targets and figures, - for figures on standard input. Default: those of report.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Warnings, too, end with exit status 1.")
    ] = False,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON document.")] = False,
) -> None:
    """Show every fault in targets and figures, with its place."""
    with reporting_errors(as_json=as_json):
        from exporttrack.cli.checking import check

        found = check(files or [], targets, actuals, options.day(None))
    _print(found, as_json=as_json)
    if found.count("error") or (strict and found.faults):
        raise Failed(FOUND)


def _print(found: Checked, *, as_json: bool) -> None:
    from exporttrack import __version__
    from exporttrack.cli.output import write_json
    from exporttrack.render import faults as render
    from exporttrack.render.json import SCHEMA_VERSION, dumps

    if not as_json:
        sys.stdout.write(render.checked(found.faults, len(found.files)))
        return
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": f"exporttrack {__version__}",
        "files": found.files,
        "errors": found.count("error"),
        "warnings": found.count("warning"),
        "faults": render.document(found.faults)["faults"],
    }
    write_json(dumps(document, indent=1))
