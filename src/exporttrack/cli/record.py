"""exporttrack record: keep actual figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors
from exporttrack.cli.output import print_done

if TYPE_CHECKING:
    from exporttrack.cli.keeping import Keeper
    from exporttrack.rules.entering import Entering

HELP = "Keep actual figures: all of those given, or none."
EXAMPLES = {
    "exporttrack record handicraft_exports=480M --period 2025 --source MoIT": (
        "Keep a figure with its source; --dry-run only says what would be kept."
    ),
    "exporttrack record handicraft_exports=withdrawn --period 2025": (
        "Take it back: it was wrong. Both stay in the file."
    ),
}


def record(
    figures: Annotated[
        list[str],
        typer.Argument(
            metavar="SERIES=VALUE",
            help="As handicraft_exports=480M; =withdrawn takes a wrong figure back.",
        ),
    ],
    period: Annotated[
        str, typer.Option(metavar="P", help="As 2024, 2024-Q3, 2024-09 or 2024-01/2024-09.")
    ],
    published: Annotated[
        str | None, typer.Option(metavar="D", help="The day, month or year it was published.")
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="S", help="Who says it.")] = None,
    url: Annotated[str | None, typer.Option(metavar="U", help="Where it stands.")] = None,
    status: Annotated[
        str | None, typer.Option(metavar="S", help="final, provisional, estimate or forecast.")
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="N", help="What else must be known.")] = None,
    decimal_mark: options.DecimalMarkOption = ".",
    force: options.Force = False,
    dry_run: options.DryRun = False,
    targets: options.TargetsFile = None,
    actuals: options.JournalFile = None,
    lang: options.Lang = None,
) -> None:
    """Keep actual figures: all of those given, or none."""
    with reporting_errors(as_json=False):
        options.speak(lang)
        from exporttrack.cli.given import Given, observations
        from exporttrack.cli.keeping import keeper

        mark = options.decimal_mark_of(decimal_mark)
        given = Given(period, published, source, url, status, note)
        with keeper(targets, actuals) as at:
            new = observations(figures, given, at, mark)
            entries = at.entering(new)
            if not force:
                for _, slip in at.slips(new):
                    raise slip
            lines = _said(at, entries, dry_run=dry_run)
    print_done(lines, "nothing was kept" if dry_run else "the figures are kept")


def _said(at: Keeper, entries: list[Entering], *, dry_run: bool) -> list[str]:
    """Keep the records, and say what was kept and what has changed by it."""
    from exporttrack.render import kept

    new = [entry.observation for entry in entries if entry.same_as is None]
    changes = at.status_changes(new)  # if this fails, nothing has been kept
    written = iter(at.keep(new, dry_run=dry_run))
    lines = []
    for entry in entries:
        stands = entry.same_as
        if stands is None and not dry_run:
            stands = entry.observation._replace(file=at.journal.name, line=next(written))
        where = kept.place(stands) if stands else kept.would_be(at.journal.name)
        lines += kept.lines(at.targets.series[entry.observation.series], entry, where)
    return [*lines, *changes, *([kept.not_written()] if dry_run else [])]
