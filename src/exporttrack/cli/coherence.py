"""exporttrack coherence: can the targets be met together?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import Failed, reporting_errors

if TYPE_CHECKING:
    from exporttrack.rules.coherence import Coherence

FORMATS = ("table", "json", "md")
FOUND = 1
HELP = "Show whether the targets can be met together. Ends with exit status 1 if two cannot."


def coherence(
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table, json or md.")] = "table",
    as_json: options.AsJson = False,
    color: options.Color = "auto",
) -> None:
    """Show whether the targets can be met together."""
    with reporting_errors(as_json=as_json or format == "json"):
        chosen = options.choice("--format", format, FORMATS)
        colored = options.choice("--color", color, options.COLORS)
        found = _coherence(targets, actuals, as_of, assume)
    _write(found, "json" if as_json else chosen, colored)
    if found.conflicts:
        sys.stdout.flush()
        raise Failed(FOUND)


def _coherence(
    targets: str | None, actuals: list[str] | None, as_of: str | None, assume: list[str] | None
) -> Coherence:
    from exporttrack.cli.asking import asked
    from exporttrack.rules.coherence import coherence

    stated, known, day = asked(None, targets, actuals, as_of, assume, None)
    return coherence(stated, known, as_of=day)


def _write(found: Coherence, chosen: str, colored: str) -> None:
    if chosen == "json":
        from exporttrack.cli.output import write_json
        from exporttrack.render.coherence_json import document
        from exporttrack.render.json import dumps

        write_json(dumps(document(found), indent=1))
        return
    from exporttrack.render import coherence as render
    from exporttrack.render import sections

    title, made = render.title(found), render.sections(found)
    if chosen == "md":
        sys.stdout.write(sections.as_markdown(title, made))
    else:
        from exporttrack.cli.terminal import console

        sys.stdout.write(sections.as_text(title, made, console(colored)))
