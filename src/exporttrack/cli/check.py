"""exporttrack check: for jobs without a person in front; silent when fine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import Failed, reporting_errors
from exporttrack.errors import FormatError

if TYPE_CHECKING:
    from exporttrack.rules.assessment import Status

FOUND = 1
HELP = "Name the targets that are not fine, and end with 1. Silent and 0 when all are."
EXAMPLES = {
    "exporttrack check --as-of 2024-01-31": (
        "On that day: a line for a target that was off-track, and exit code 1."
    ),
    "exporttrack check --nagios --as-of 2024-01-31": (
        "The same in one line for a monitor, whose code for critical is 2."
    ),
}


def check(
    names: options.TargetNames = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="STATUSES",
            help="Statuses that are found, with commas between them; also awaiting-data, no-data, "
            "not-assessable. Default: missed,off-track,behind.",
        ),
    ] = None,
    max_age: Annotated[
        str | None,
        typer.Option("--max-age", metavar="DAYS", help="Find figures that are older, too."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="A line for every target, fine or not.")
    ] = False,
    nagios: Annotated[
        bool, typer.Option("--nagios", help="One line for a monitor; exits 0, 1, 2 or 3.")
    ] = False,
    targets: options.TargetsFile = None,
    actuals: options.ActualsFiles = None,
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    group: options.Group = None,
    lang: options.Lang = None,
) -> None:
    """Name the targets that are not fine, and end with 1."""
    with reporting_errors(as_json=False):
        options.speak(lang)
        from exporttrack.cli.asking import asked
        from exporttrack.cli.progress import watched
        from exporttrack.render import check as render
        from exporttrack.rules import assess
        from exporttrack.rules.checking import findings

        if nagios and verbose:
            raise FormatError("-v has no effect with --nagios: it is one line", "leave it out")
        statuses, age = _statuses(fail_on), options.days("--max-age", max_age)
        stated, known, day = asked(names, targets, actuals, as_of, assume, group)
        found = findings(assess(stated, known, as_of=day, watched=watched), statuses, age)
    if nagios:
        print(render.nagios(found))
        raise Failed(render.state(found))
    for one in found:
        if verbose or one.is_found:
            print(render.line(one))
    if any(one.is_found for one in found):
        raise Failed(FOUND)


def _statuses(given: Sequence[str] | None) -> Sequence[Status]:
    from exporttrack.rules.checking import DEFAULT_FAIL_ON, FAILING

    if given is None:
        return DEFAULT_FAIL_ON
    names = [name.strip() for text in given for name in text.split(",")]
    known = {str(status): status for status in FAILING}
    found = [known[options.choice("--fail-on", name, list(known))] for name in names if name]
    if not found:
        raise FormatError("--fail-on names no status", f"write --fail-on {','.join(known)}")
    return found
