"""exporttrack outlook: what is needed from now, where the trend leads, how likely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

if TYPE_CHECKING:
    from exporttrack.rules.outlook import Outlooks

FORMATS = ("table", "json", "md")
HELP = "Show what is needed from now on, where the trend leads, and how likely each target is."


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
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table, json or md.")] = "table",
    as_json: options.AsJson = False,
    color: options.Color = "auto",
) -> None:
    """Show what is needed from now on, where the trend leads, and how likely each target is."""
    with reporting_errors(as_json=as_json or format == "json"):
        chosen = options.choice("--format", format, FORMATS)
        colored = options.choice("--color", color, options.COLORS)
        width = options.percent("--level", level, 1, 99.9)
        rate = options.percent("--total-growth", total_growth, -99, 1000) if total_growth else None
        found = _outlook(names, targets, actuals, as_of, assume, group, width, rate)
    _write(found, "json" if as_json else chosen, colored)


def _outlook(
    names: list[str] | None,
    targets: str | None,
    actuals: list[str] | None,
    as_of: str | None,
    assume: list[str] | None,
    group: str | None,
    level: float,
    total_growth: float | None,
) -> Outlooks:
    from exporttrack.cli.asking import asked
    from exporttrack.rules.outlook import outlook

    stated, known, day = asked(names, targets, actuals, as_of, assume, group)
    return outlook(stated, known, as_of=day, level=level, total_growth=total_growth)


def _write(found: Outlooks, chosen: str, colored: str) -> None:
    from exporttrack.render import outlook as render

    if chosen == "json":
        from exporttrack.cli.output import write_json
        from exporttrack.render.json import dumps

        write_json(dumps(render.document(found), indent=1))
    else:
        from exporttrack.cli.pages import print_page

        print_page(render.title(found), render.sections(found), chosen, colored)
