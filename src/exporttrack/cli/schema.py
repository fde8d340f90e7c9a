"""exporttrack schema: what the report and the files look like, as JSON Schema."""

from __future__ import annotations

from typing import Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

SCHEMAS = ("report", "targets", "actuals")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
HELP = "Print the JSON Schema of the report or of a file, for programs and editors."


def schema(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="report, targets or actuals.", show_default=False),
    ],
) -> None:
    """Print the JSON Schema of the report or of a file, for programs and editors."""
    with reporting_errors(as_json=False):
        from exporttrack.cli.output import write_json
        from exporttrack.render.json import dumps

        chosen = options.choice("schema", name, SCHEMAS)
        found = {"$schema": DIALECT, **_schema(chosen)}
    write_json(dumps(found, indent=1))


def _schema(name: str) -> dict[str, object]:
    if name == "report":
        from exporttrack.render.schema import report

        return report()
    from exporttrack.files import schemas

    return schemas.targets() if name == "targets" else schemas.actuals()
