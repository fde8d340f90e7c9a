"""The report as a table for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exporttrack.assess.assessment import Assessment, Report, Status
from exporttrack.assess.measures import meets
from exporttrack.render import numbers, words
from exporttrack.render.safe import safe

UNLIMITED = 10_000
"""The width where nothing limits it: off a terminal no cell is ever shortened or wrapped."""

_STYLES: dict[Status, str] = {
    "met": "bold green",
    "achieved": "bold green",
    "on-track": "green",
    "behind": "yellow",
    "off-track": "red",
    "missed": "bold red",
    "not-started": "dim",
    "awaiting-data": "cyan",
    "not-assessable": "dim",
    "no-data": "dim",
}
_MARKS = {"estimate": "e", "provisional": "p", "forecast": "f"}
_HEADINGS = ("Target", "Latest figure", "Where it stands", "Needed from now", "Status", "Why")
_LEAST_TITLE, _MOST_TITLE, _LEAST_WHY = 18, 52, 40
_GAP = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """One target: a text of one or more lines for each column."""

    target: Text
    latest: Text
    stands: Text
    needed: Text
    status: Text
    why: Text

    def cells(self) -> tuple[Text, ...]:
        return self.target, self.latest, self.stands, self.needed, self.status, self.why


def print_table(report: Report, console: Console) -> list[str]:
    """Print the report; the headings of the columns that had no room come back."""
    rows = [_row(assessment) for assessment in report.assessments]
    columns, widths = _layout(rows, console.width)
    console.print(_head(report))
    previous: str | None = ""
    for at, assessment in enumerate(report.assessments):
        group = assessment.target.group
        if group != previous:
            console.print()
            console.print(Text(safe(group or "Other targets"), style="bold underline"))
            group_rows = [
                row
                for row, one in zip(rows[at:], report.assessments[at:], strict=True)
                if one.target.group == group
            ]
            console.print(_table(group_rows, columns, widths))
        previous = group
    _print_foot(report, console)
    return [_HEADINGS[at] for at in range(len(_HEADINGS) - 1) if at not in columns]


def _head(report: Report) -> Text:
    counts = Text(", ").join(
        Text(f"{count} {status}", style=_STYLES[status]) for status, count in report.summary.items()
    )
    title = Text(safe(report.title), style="bold")
    return Text("\n").join(
        [title, Text(f"As of {report.as_of}: ") + (counts or Text("no targets"))]
    )


def _layout(rows: Sequence[_Row], width: int) -> tuple[list[int], list[int]]:
    """The columns that there is room for, and the width of each.

    Figures are never cut: a column goes whole, first what is needed, then where it stands.
    """
    natural = [
        max([cell_len(line.plain) for row in rows for line in row.cells()[at].split("\n")] or [0])
        for at in range(len(_HEADINGS))
    ]
    widths = [max(size, _heading_width(at)) for at, size in enumerate(natural)]
    columns = [0, 1, 2, 3, 4]
    for dropped in (3, 2):
        if width - sum(widths[at] + _GAP for at in columns[1:]) < _LEAST_TITLE:
            columns.remove(dropped)
    room = max(width - sum(widths[at] + _GAP for at in columns[1:]), 8)
    widths[0] = min(widths[0], room if width < UNLIMITED else widths[0], max(_MOST_TITLE, 8))
    left = width - sum(widths[at] + _GAP for at in columns)
    if width < UNLIMITED and left >= _LEAST_WHY:
        columns.append(5)
        widths[5] = min(widths[5], left)
    return columns, widths


def _heading_width(at: int) -> int:
    return max(len(word) for word in _HEADINGS[at].split())


def _table(rows: Sequence[_Row], columns: Sequence[int], widths: Sequence[int]) -> Table:
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
    for at in columns:
        table.add_column(Text(_HEADINGS[at]), width=widths[at], overflow="fold")
    for row in rows:
        table.add_row(*(row.cells()[at] for at in columns))
    return table


def _row(one: Assessment) -> _Row:
    title = Text(words.titled(one.target))
    asked = Text(f"{words.wanted(one)} {_when(one)}", style="dim")
    return _Row(
        target=Text("\n").join([title, asked]),
        latest=_latest(one),
        stands=_stands(one),
        needed=Text(_needed(one)),
        status=Text(one.status, style=_STYLES[one.status]),
        why=Text(words.reason(one)),
    )


def _when(one: Assessment) -> str:
    if one.target.first is not None:
        return f"{one.target.first}-{one.target.by}"
    return f"by {one.target.by}"


def _latest(one: Assessment) -> Text:
    """The figure, and under it its period with the mark of its status."""
    if one.actual is None:
        return Text("-", style="dim")
    mark = f" {_MARKS[one.actual.status]}" if one.actual.status in _MARKS else ""
    lines = [Text(words.actual_value(one)), Text(f"{one.actual.period}{mark}", style="dim")]
    if one.actual.assumed:
        lines.append(Text("assumed", style="magenta"))
    if one.actual.as_published:
        lines.append(Text("as published", style="dim"))
    return Text("\n").join(lines)


def _stands(one: Assessment) -> Text:
    """A small bar, and under it the distance in words."""
    if one.actual is None or one.position is None:
        return Text("-", style="dim")
    lines = [_bar(one)]
    if one.position == "inside":
        lines.append("in the band" if one.target.band.min and one.target.band.max else "reached")
    else:
        far = words.distance(one).split(" (")
        lines.append(f"{far[0]} {one.position}")
        lines += [f"({part}" for part in far[1:]]
    return Text("\n".join(lines))


def _bar(one: Assessment, width: int = 12) -> str:
    """Where the figure (o) stands against the band (=), or how much of the way is done (#)."""
    low, high = one.target.band.edges
    if one.actual is None:
        return ""
    if low is not None and high is not None and high > low:
        zone = width // 3
        cell = zone + int((float(one.actual.value) - low) / (high - low) * zone // 1)
        cell = {"below": min(cell, zone - 1), "above": max(cell, 2 * zone)}.get(
            one.position or "", min(max(cell, zone), 2 * zone - 1)
        )
        track = list("-" * zone + "=" * zone + "-" * zone)
        track[min(max(cell, 0), width - 1)] = "o"
        return "".join(track)
    done = one.progress.value_share
    if done is None:
        done = 1.0 if meets(one.position or "below", one.target) else 0.0
    # A bar is full only when the target is met: rounding must not finish it.
    full = int(min(max(done, 0.0), 1.0) * (width - 2))
    return f"[{'#' * full}{'-' * (width - 2 - full)}]"


def _needed(one: Assessment) -> str:
    """What has to happen from now on."""
    if one.status in ("met", "missed"):
        return "-"
    if one.status == "awaiting-data":
        return f"figure of {one.target.by}"
    if one.status == "achieved":
        return "to hold it"
    if one.status == "no-data":
        return "a first figure"
    if one.target.kind == "total" and one.needed_per_year is not None:
        return f"{numbers.amount(one.needed_per_year, one.series.unit)}\na year"
    if one.rates.needed is not None:
        return f"{numbers.rate(one.rates.needed)} a year"
    return "-"


def _print_foot(report: Report, console: Console) -> None:
    console.print()
    used = {one.actual.status for one in report.assessments if one.actual}
    marks = [f"{mark} {status}" for status, mark in _MARKS.items() if status in used]
    for line in (
        *([", ".join(marks)] if marks else []),
        *(words.note(report, n) for n in report.notes),
    ):
        console.print(Padding(Text(line), (0, 0, 0, 2)) if False else Text(line), style="dim")
    files = ", ".join(safe(one.path) for one in report.inputs)
    console.print(Text(f"Files: {files or 'none'}"), style="dim")
