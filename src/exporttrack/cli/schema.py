"""exporttrack schema: what each JSON output and each file looks like, as JSON Schema."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

OUTPUTS = ("report", "explain", "outlook", "coherence", "history", "validate", "error")
"""Each is a module of render/schemas."""
SCHEMAS = (*OUTPUTS, "targets", "actuals")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
HELP = "Print the JSON Schema of an output or of a file. For programs and editors."
EXAMPLES = {
    "exporttrack schema report": "What a program finds in the JSON of a report.",
    "exporttrack schema targets >targets.schema.json": (
        "For an editor that checks targets.toml while it is written."
    ),
}


def schema(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help=f"{', '.join(SCHEMAS)}.", show_default=False),
    ],
) -> None:
    """Print the JSON Schema of an output or of a file."""
    with reporting_errors(as_json=False):
        from exporttrack.cli.output import write_json
        from exporttrack.render.json import dumps

        chosen = options.choice("schema", name, SCHEMAS)
        found = {"$schema": DIALECT, **_schema(chosen)}
    write_json(dumps(found, indent=1))


def _schema(name: str) -> dict[str, object]:
    if name in OUTPUTS:
        found: dict[str, object] = import_module(f"exporttrack.render.schemas.{name}").schema()
        return found
    from exporttrack.files import schemas

    return schemas.targets() if name == "targets" else schemas.actuals()
