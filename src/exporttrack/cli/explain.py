"""exporttrack explain: how a verdict was reached."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors
from exporttrack.cli.pages import FORMATS as FORMATS
from exporttrack.cli.pages import write_page
from exporttrack.cli.writing import wanted

if TYPE_CHECKING:
    from exporttrack.render.sections import Section
    from exporttrack.rules.explanation import Explanations

HELP = "Show how a verdict was reached, from source to last figure."
EXAMPLES = {
    "exporttrack explain export-growth.2023-2025": (
        "One phase of a target: the promise, the figures, the verdict."
    ),
    "exporttrack explain handicraft-value --format md >handicraft-value.md": (
        "The same of another target, as a file for a wiki."
    ),
}


def explain(
    name: Annotated[str, typer.Argument(metavar="TARGET", help="A target, or one phase of it.")],
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    level: options.Level = "80",
    format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="table (default), json or md.")
    ] = None,
    as_json: options.AsJson = False,
    output: options.Output = None,
    color: options.Color = "auto",
    lang: options.Lang = None,
) -> None:
    """Show how a verdict was reached, from source to last figure."""
    with reporting_errors(as_json=as_json or format == "json"):
        options.speak(lang)
        from exporttrack.cli.asking import asked
        from exporttrack.rules.explanation import explain

        how = wanted(FORMATS, format, output, as_json=as_json, color=color)
        width = options.percent("--level", level, 1, 99.9)
        stated, known, day = asked([name], targets, actuals, as_of, assume, None)
        found = explain(stated, known, as_of=day, level=width)
        inputs = found.outlooks.report.inputs
        write_page(how, inputs, partial(_document, found), partial(_page, found))


def _document(found: Explanations) -> object:
    from exporttrack.render.explanation_json import document

    return document(found)


def _page(found: Explanations) -> tuple[str, Iterable[Section]]:
    from exporttrack.render.explanation import sections, title

    return title(found), sections(found)
