"""The report as a table for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from exporttrack.render import cells, words
from exporttrack.render.language import say
from exporttrack.render.noting import note as note_of
from exporttrack.render.safe import safe
from exporttrack.render.under_way import under_way
from exporttrack.rules.assessment import Assessment, Report

if TYPE_CHECKING:
    from exporttrack.rules.since import Changes

UNLIMITED = 10_000
"""The width where nothing limits it: off a terminal no cell is ever shortened or wrapped."""

_COLUMNS = ("target", "latest", "position", "needed", "status", "why")
_TARGET, _LATEST, _POSITION, _NEEDED, _STATUS, _WHY = range(6)
_LEAST_TARGET, _LEAST_WHY, _GAP = 18, 40, 2
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class _Row:
    """One target: for each column a text of one or more lines."""

    title: Text
    asked: Text
    others: tuple[Text, ...]
    """The cells after the first."""
    under_way: str
    """Of the year under way; empty where there is none."""

    def cells(self, width: int = UNLIMITED) -> tuple[Text, ...]:
        """All cells; the first with its second part set in, so that targets stand apart."""
        console = Console(width=width)
        inner = width - len(_INDENT)
        asked = [Text(_INDENT) + line for line in _fitting(self.asked, inner).wrap(console, inner)]
        title = self.title.wrap(console, width)
        return (Text("\n").join([*title, *asked]), *self.others)


def _fitting(text: Text, width: int) -> Text:
    """The same, but a figure that is wider than a line may part from its unit."""
    parts = text.plain.split(" ")
    fitting = (one if cell_len(one) <= width else one.replace(words.JOIN, " ") for one in parts)
    return Text(" ".join(fitting), style=text.style)


def render(
    report: Report, console: Console, changes: Changes | None = None
) -> tuple[str, list[str]]:
    """The report as the console would show it, and the headings for which it had no room.

    Where not even the targets have room beside their figures, it is the text, which has it all.
    """
    groups = [(heading, list(map(_row, members))) for heading, members in words.grouped(report)]
    rows = [row for _, members in groups for row in members]
    columns, widths = _layout(rows, console.width)
    if not columns:
        return _as_text(report, console, changes), []
    with console.capture() as captured:
        console.print(Group(*_page(report, groups, columns, widths), *_foot(report, changes)))
    lines = (line.rstrip() for line in captured.get().replace(words.JOIN, " ").splitlines())
    headings = _headings()
    return "\n".join(lines) + "\n", [headings[at] for at in range(_WHY) if at not in columns]


def _row(one: Assessment) -> _Row:
    others = (
        cells.latest(one),
        cells.position(one),
        Text(cells.needed(one)),
        cells.status(one),
        cells.why(one),
    )
    title = Text(safe(one.target.title))
    return _Row(title, cells.asked(one), others, under_way(one))


def _as_text(report: Report, console: Console, changes: Changes | None) -> str:
    """The report as text, with its targets in the colours of their statuses."""
    from exporttrack.render import text

    plain = text.render(report, changes, console.width)
    shown, at = Text(plain), 0
    for one in (one for _, members in words.grouped(report) for one in members):
        at = plain.index(f"\n{one.target.id}:", at) + 1
        shown.stylize(cells.STYLES[one.status], at, plain.index("\n", at))
    with console.capture() as captured:
        console.print(shown, soft_wrap=True, end="")
    return captured.get()


def _headings() -> list[str]:
    return [say(f"heading-{name}") for name in _COLUMNS]


def _page(
    report: Report,
    groups: Sequence[tuple[str, Sequence[_Row]]],
    columns: Sequence[int],
    widths: Sequence[int],
) -> Iterator[RenderableType]:
    yield Text(safe(report.title), style="bold")
    yield _counts(report)
    if groups:
        yield Text()
        yield _line([Text(name, style="dim") for name in _headings()], columns, widths)
    for heading, members in groups:
        yield Text(heading, style="bold underline")
        for row in members:
            yield _line(row.cells(widths[_TARGET]), columns, widths)
            if row.under_way:
                yield _set_in(_INDENT, row.under_way)
        yield Text()


def _counts(report: Report) -> Text:
    """How many targets have each status, each in its colour."""
    counts = [
        Text(f"{count}{words.JOIN}{say(f'status-{status}')}", style=cells.STYLES[status])
        for status, count in report.summary.items()
    ]
    before = say("as-of", as_of=words.day(report.as_of), counts="")
    return Text(before) + (Text(", ").join(counts) if counts else say("no-targets"))


def _layout(rows: Sequence[_Row], width: int) -> tuple[list[int], list[int]]:
    """The columns that there is room for, and the width of each.

    Figures are never cut: a column goes whole, first what is needed, then the position. No column
    is left where there is not even room for the targets.
    """
    widths = [
        max(cell_len(line) for text in texts for line in text.plain.split("\n"))
        for texts in zip(map(Text, _headings()), *(row.cells() for row in rows), strict=True)
    ]
    columns = [_TARGET, _LATEST, _POSITION, _NEEDED, _STATUS]
    least = min(widths[_TARGET], max(_LEAST_TARGET, _widest_figure(rows)))
    for dropped in (_NEEDED, _POSITION):
        if _room(columns[1:], widths, width) < least:
            columns.remove(dropped)
    if _room(columns[1:], widths, width) < least:
        return [], widths
    widths[_TARGET] = min(widths[_TARGET], _room(columns[1:], widths, width))
    if width < UNLIMITED and _room(columns, widths, width) >= _LEAST_WHY:
        widths[_WHY] = min(widths[_WHY], _room(columns, widths, width))
        columns.append(_WHY)
    return columns, widths


def _widest_figure(rows: Sequence[_Row]) -> int:
    """What the longest figure that is asked for needs, set in and apart from its unit."""
    words_of_all = (word for row in rows for word in _fitting(row.asked, 0).plain.split(" "))
    figures = (cell_len(word) for word in words_of_all if any(map(str.isdigit, word)))
    return len(_INDENT) + max(figures, default=0)


def _room(columns: Sequence[int], widths: Sequence[int], width: int) -> int:
    """What these columns leave of the width, for one column more."""
    return width - sum(widths[at] + _GAP for at in columns)


def _line(row: Sequence[Text], columns: Sequence[int], widths: Sequence[int]) -> Table:
    """The cells of these columns beside each other."""
    line = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_header=False)
    for at in columns:
        line.add_column(width=widths[at], overflow="fold")
    line.add_row(*(row[at] for at in columns))
    return line


def _set_in(mark: str, text: str) -> Table:
    """A text whose lines all stand to the right of a mark."""
    line = Table(box=None, padding=0, pad_edge=False, show_header=False)
    line.add_column(width=2)
    line.add_column(overflow="fold")
    line.add_row(mark, Text(words.unbroken(text)))
    return line


def _foot(report: Report, changes: Changes | None) -> Iterator[RenderableType]:
    """What has changed, where that is asked for; the notes."""
    if changes is not None:
        from exporttrack.render import since

        yield Text(since.heading(changes), style="bold underline")
        for line in since.lines(changes):
            yield _set_in("-", line)
        yield Text()
        yield Text(say("since-notes"), style="bold underline")
    notes = (note_of(report, note) for note in report.notes)
    for note in (*_marks(report), *notes, words.files(report)):
        yield _set_in("-", note)


def _marks(report: Report) -> Iterator[str]:
    """What the marks beside the periods mean."""
    used = {one.actual.status for one in report.assessments if one.actual}
    for status in cells.MARKED:
        if status in used:
            mark = say(f"mark-{status}")
            yield say("mark-means", mark=mark, status=say(f"figure-status-{status}"))
