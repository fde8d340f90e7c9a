"""exporttrack explain: how a verdict was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

if TYPE_CHECKING:
    from exporttrack.rules.explanation import Explanations

FORMATS = ("table", "json", "md")
HELP = "Show how a verdict was reached, from the words of the source to the last figure."


def explain(
    name: Annotated[str, typer.Argument(metavar="TARGET", help="A target, or one phase of it.")],
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    level: options.Level = "80",
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table, json or md.")] = "table",
    as_json: options.AsJson = False,
    color: options.Color = "auto",
) -> None:
    """Show how a verdict was reached, from the words of the source to the last figure."""
    with reporting_errors(as_json=as_json or format == "json"):
        from exporttrack.cli.asking import asked
        from exporttrack.rules.explanation import explain

        chosen = options.choice("--format", format, FORMATS)
        colored = options.choice("--color", color, options.COLORS)
        width = options.percent("--level", level, 1, 99.9)
        stated, known, day = asked([name], targets, actuals, as_of, assume, None)
        found = explain(stated, known, as_of=day, level=width)
    _write(found, "json" if as_json else chosen, colored)


def _write(found: Explanations, chosen: str, colored: str) -> None:
    if chosen == "json":
        from exporttrack.cli.output import write_json
        from exporttrack.render.explanation_json import document
        from exporttrack.render.json import dumps

        write_json(dumps(document(found), indent=1))
    else:
        from exporttrack.cli.pages import print_page
        from exporttrack.render.explanation import sections, title

        print_page(title(found), sections(found), chosen, colored)
