"""exporttrack outlook: what is needed from now, where the trend leads, how likely."""

from __future__ import annotations

from typing import Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors
from exporttrack.cli.pages import FORMATS as FORMATS
from exporttrack.cli.pages import write_page
from exporttrack.cli.writing import wanted
from exporttrack.errors import FormatError

HELP = (
    "Show what is needed from now on, and where the trend leads. It says how likely each "
    "target is, too."
)
EXAMPLES = {
    "exporttrack outlook handicraft-share --total-growth 5.1": (
        "What handicraft exports must be if all exports grow by 5.1 % a year."
    ),
    "exporttrack outlook export-growth --assume total_exports=22bn@2026": (
        "The way ahead from a figure that is not known yet."
    ),
}


def outlook(
    names: options.TargetNames = None,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    group: options.Group = None,
    level: options.Level = "80",
    total_growth: Annotated[
        str | None,
        typer.Option(metavar="PERCENT", help="Growth a year of a share's total, as 5.1."),
    ] = None,
    format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="table (default), json or md.")
    ] = None,
    as_json: options.AsJson = False,
    output: options.Output = None,
    color: options.Color = "auto",
    lang: options.Lang = None,
) -> None:
    """Show what is needed from now on, and where the trend leads."""
    with reporting_errors(as_json=as_json or format == "json"):
        options.speak(lang)
        from exporttrack.cli.asking import asked
        from exporttrack.render import outlook as render
        from exporttrack.rules.outlook import outlook

        how = wanted(FORMATS, format, output, as_json=as_json, color=color)
        width = options.percent("--level", level, 1, 99.9)
        growth = total_growth
        rate = None if growth is None else options.percent("--total-growth", growth, -99, 1000)
        stated, known, day = asked(names, targets, actuals, as_of, assume, group)
        kinds = {one.kind for one in stated.targets}
        if rate is not None and kinds and "share" not in kinds:
            message = "--total-growth has no effect: none of these targets is a share"
            raise FormatError(message, "leave it out")
        found = outlook(stated, known, as_of=day, level=width, total_growth=rate)
        write_page(
            how,
            found.report.inputs,
            lambda: render.document(found),
            lambda: (render.title(found), render.sections(found)),
        )
