"""exporttrack coherence: can the targets be met together?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import Failed, reporting_errors
from exporttrack.cli.pages import FORMATS as FORMATS
from exporttrack.cli.pages import write_page
from exporttrack.cli.writing import wanted

if TYPE_CHECKING:
    from exporttrack.render.sections import Section
    from exporttrack.rules.coherence import Coherence

FOUND = 1
HELP = "Show whether the targets can be met together. Ends with exit status 1 if two cannot."
EXAMPLES = {
    "exporttrack coherence": "Which targets contradict each other, by how much, and what helps.",
    "exporttrack coherence --json >coherence.json || test $? = 1": (
        "For a program: 1 says that there are conflicts, and is no failure."
    ),
}


def coherence(
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    group: options.Group = None,
    format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="table (default), json or md.")
    ] = None,
    as_json: options.AsJson = False,
    output: options.Output = None,
    color: options.Color = "auto",
    lang: options.Lang = None,
) -> None:
    """Show whether the targets can be met together."""
    with reporting_errors(as_json=as_json or format == "json"):
        options.speak(lang)
        from exporttrack.cli.asking import asked
        from exporttrack.rules.coherence import coherence

        how = wanted(FORMATS, format, output, as_json=as_json, color=color)
        stated, known, day = asked(None, targets, actuals, as_of, assume, group)
        found = coherence(stated, known, as_of=day)
        write_page(how, found.inputs, partial(_document, found), partial(_page, found))
    if found.conflicts:
        raise Failed(FOUND)


def _document(found: Coherence) -> object:
    from exporttrack.render.coherence_json import document

    return document(found)


def _page(found: Coherence) -> tuple[str, Iterable[Section]]:
    from exporttrack.render.coherence import sections, title

    return title(found), sections(found)
