"""exporttrack record: keep actual figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

if TYPE_CHECKING:
    from exporttrack.cli.keeping import Keeper
    from exporttrack.rules.entering import Entering

HELP = "Keep actual figures: all of those given, or none."


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
) -> None:
    """Keep actual figures: all of those given, or none."""
    with reporting_errors(as_json=False):
        from exporttrack.cli.given import Given, observations
        from exporttrack.cli.keeping import keeper

        mark = options.decimal_mark_of(decimal_mark)
        given = Given(period, published, source, url, status, note)
        with keeper(targets, actuals) as at:
            new = observations(figures, given, at, mark)
            entries = at.entering(new, again=False)
            if not force:
                at.refuse_slips(new)
            lines = _said(at, entries, dry_run=dry_run)
    print("\n".join(lines))


def _said(at: Keeper, entries: list[Entering], *, dry_run: bool) -> list[str]:
    """Keep the records, and say what was kept and what has changed by it."""
    from exporttrack.render import kept

    new = [entry.observation for entry in entries if entry.same_as is None]
    changes = at.status_changes(new)  # if this fails, nothing has been kept
    placed = iter(at.keep(entries, dry_run=dry_run))
    lines = []
    for entry in entries:
        stands = entry.same_as or next(placed)
        where = kept.place(stands) or kept.would_be(at.journal.name)
        lines += kept.lines(at.targets.series[entry.observation.series], entry, where)
    return [*lines, *changes, *([kept.NOT_WRITTEN] if dry_run else [])]
