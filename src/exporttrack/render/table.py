"""The report as a table for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from exporttrack.model.series import PERCENT, FigureStatus
from exporttrack.render import numbers, words
from exporttrack.render.language import say
from exporttrack.render.noting import note as note_of
from exporttrack.render.path import unit_of_path
from exporttrack.render.safe import safe
from exporttrack.render.under_way import under_way
from exporttrack.rules.assessment import Assessment, Report, Status
from exporttrack.rules.measures import meets

if TYPE_CHECKING:
    from exporttrack.model.target import Target
    from exporttrack.rules.since import Changes

UNLIMITED = 10_000
"""The width where nothing limits it: off a terminal no cell is ever shortened or wrapped."""

_COLUMNS = ("target", "latest", "position", "needed", "status", "why")
_TARGET, _LATEST, _POSITION, _NEEDED, _STATUS, _WHY = range(6)
_LEAST_TARGET, _LEAST_WHY, _GAP, _BAR = 18, 40, 2, 12
_INDENT = "  "
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
_MARKED: tuple[FigureStatus, ...] = ("estimate", "provisional")
_SHORT_REASONS = ("one-figure", "no-year-over", "no-figure-since-base", "base-not-positive",
                  "method-unavailable", "year-missing")  # fmt: skip
"""Under a status that gives no verdict it is told why not, in about as many letters."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One target: for each column a text of one or more lines."""

    group: str | None
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
    rows = [_row(assessment) for assessment in report.assessments]
    columns, widths = _layout(rows, console.width)
    if not columns:
        return _as_text(report, console, changes), []
    with console.capture() as captured:
        console.print(Group(*_page(report, rows, columns, widths), *_foot(report, changes)))
    lines = (line.rstrip() for line in captured.get().replace(words.JOIN, " ").splitlines())
    headings = _headings()
    return "\n".join(lines) + "\n", [headings[at] for at in range(_WHY) if at not in columns]


def _as_text(report: Report, console: Console, changes: Changes | None) -> str:
    """The report as text, with its targets in the colours of their statuses."""
    from exporttrack.render import text

    plain = text.render(report, changes, console.width)
    shown, at = Text(plain), 0
    for one in report.assessments:
        at = plain.index(f"\n{one.target.id}:", at) + 1
        shown.stylize(_STYLES[one.status], at, plain.index("\n", at))
    with console.capture() as captured:
        console.print(shown, soft_wrap=True, end="")
    return captured.get()


def _headings() -> list[str]:
    return [say(f"heading-{name}") for name in _COLUMNS]


def _page(
    report: Report, rows: Sequence[_Row], columns: Sequence[int], widths: Sequence[int]
) -> Iterator[RenderableType]:
    yield Text(safe(report.title), style="bold")
    yield _counts(report)
    if rows:
        yield Text()
        yield _table([Text(name, style="dim") for name in _headings()], [], columns, widths)
    for group, members in groupby(rows, key=lambda row: row.group):
        yield Text(safe(group or say("other-targets")), style="bold underline")
        yield from _tables(list(members), columns, widths)
        yield Text()


def _counts(report: Report) -> Text:
    """How many targets have each status, each in its colour."""
    counts = [
        Text(f"{count}{words.JOIN}{say(f'status-{status}')}", style=_STYLES[status])
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
    least = min(widths[_TARGET], _LEAST_TARGET)
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


def _room(columns: Sequence[int], widths: Sequence[int], width: int) -> int:
    """What these columns leave of the width, for one column more."""
    return width - sum(widths[at] + _GAP for at in columns)


def _tables(
    rows: Sequence[_Row], columns: Sequence[int], widths: Sequence[int]
) -> Iterator[RenderableType]:
    """The rows, with a line across under each whose year is under way."""
    begin = 0
    for at, row in enumerate(rows, start=1):
        if row.under_way:
            yield _table(None, rows[begin:at], columns, widths)
            yield _set_in(_INDENT, row.under_way)
            begin = at
    if rows[begin:]:
        yield _table(None, rows[begin:], columns, widths)


def _set_in(mark: str, text: str) -> Table:
    """A text whose lines all stand to the right of a mark."""
    line = Table(box=None, padding=0, pad_edge=False, show_header=False)
    line.add_column(width=2)
    line.add_column(overflow="fold")
    line.add_row(mark, Text(words.unbroken(text)))
    return line


def _table(
    head: Sequence[Text] | None, rows: Sequence[_Row], columns: Sequence[int], widths: Sequence[int]
) -> Table:
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_header=False)
    for at in columns:
        table.add_column(width=widths[at], overflow="fold")
    for cells in (head,) if head else [row.cells(widths[_TARGET]) for row in rows]:
        table.add_row(*(cells[at] for at in columns))
    return table


def _row(one: Assessment) -> _Row:
    target = one.target
    short = say(f"short-{one.reason}") if one.reason in _SHORT_REASONS else ""
    others = (
        _latest(one),
        _position(one),
        Text(_needed(one)),
        _lines(
            Text(words.status(one), style=_STYLES[one.status]),
            Text(short, style="dim"),
        ),
        Text(words.unbroken(words.reason(one))),
    )
    asked = Text(words.unbroken(f"{words.wanted(one)} {words.when(target)}"), style="dim")
    return _Row(target.group, Text(words.titled(target)), asked, others, under_way(one))


def _lines(*lines: Text | str) -> Text:
    """The lines that are not empty, one under the other."""
    return Text("\n").join(Text(one) if isinstance(one, str) else one for one in lines if len(one))


def _latest(one: Assessment) -> Text:
    """The figure, and under it its period with the mark of its status."""
    actual = one.actual
    if actual is None:
        return Text("-", style="dim")
    mark = f" {say(f'mark-{actual.status}')}" if actual.status in _MARKED else ""
    extreme = words.extreme(one)
    return _lines(
        words.actual_value(one),
        Text(f"{words.period(actual.period)}{mark}", style="dim"),
        Text(say(f"year-{extreme}") if extreme else "", style="dim"),
        Text(say("assumed") if actual.assumed else "", style="magenta"),
        Text(say("as-published") if actual.as_published else "", style="dim"),
    )


def _position(one: Assessment) -> Text:
    """A small bar, and under it the distance in words."""
    if one.actual is None or one.position is None:
        return Text("-", style="dim")
    if one.position == "inside":
        return _lines(_bar(one), say(_inside(one.target)))
    distance, _, part = words.distance(one).partition(" (")
    far = say("far", distance=distance, far=say(one.position))
    return _lines(_bar(one), far, f"({part}" if part else "")


def _inside(target: Target) -> str:
    if None not in target.band:
        return "in-the-band"
    runs_up = target.kind in ("total", "growth") and target.band.min is None
    return "not-exceeded" if runs_up else "reached"


def _bar(one: Assessment) -> str:
    """Where the figure (o) is against the band (=); or for one side, how much is done (#).

    What a total may come to at most is a band from nothing on.
    """
    low, high = one.target.band.edges
    if low is None and one.target.kind == "total":
        low = 0.0
    if low is not None and high is not None and high > low and one.actual is not None:
        zone = _BAR // 3
        offset = zone * (float(one.actual.value) - low) / (high - low)
        cell = zone + int(min(max(offset, -zone), 2 * zone) // 1)
        # Rounding must not move the mark into the band, nor out of it.
        first, last = {"below": (0, zone - 1), "above": (2 * zone, _BAR - 1)}.get(
            one.position or "", (zone, 2 * zone - 1)
        )
        track = list("-" * zone + "=" * zone + "-" * zone)
        track[min(max(cell, first), last)] = "o"
        return "".join(track)
    size = _BAR - 2
    full = int(max(one.progress.value_share or 0.0, 0.0) * size)
    met = one.position is not None and meets(one.position, one.target)
    full = size if met else min(full, size - 1)  # never full beside a miss
    return f"[{'#' * full}{'-' * (size - full)}]"


def _needed(one: Assessment) -> str:
    """What has to happen from now on: what the outlook says, in few words."""
    match one.status:
        case "met" | "missed":
            return "-"
        case "achieved":
            return say("to-hold-it")
        case "awaiting-data":
            return say("figure-of", by=one.target.by)
        case "no-data":
            return say("a-figure")
    if each := _each_year_left(one):
        return say("each-year-below", value=each)
    # The sum is there, but more of it may miss.
    is_there = one.target.kind == "total" and one.position == "inside"
    return say("to-hold-it") if is_there and not one.target.lower_is_better else "-"


def _each_year_left(one: Assessment) -> str:
    """The rate that is needed, else the change; a bound where there is room. Empty where nothing.

    Percentages have no rate of growth, only points a year.
    """
    rate, each, target = one.rates.needed, one.needed_per_year, one.target
    unit = unit_of_path(one)
    if target.kind == "total":
        if each is None or each <= 0:
            return ""
        size = numbers.amount(each, unit)
        return f"{say('at-most')}\n{size}" if target.lower_is_better else size
    if target.reading == "each-year":
        known = [year for year, _ in one.points] + [one.year for one in one.years]
        return numbers.band(target.band, PERCENT) if known and max(known) < target.by else ""
    if rate is not None and unit != PERCENT:
        return f"{_bound(one, rate)}{numbers.rate(rate)}"
    if each is None:
        return ""
    change = abs(numbers.exact(each))
    size = numbers.points(change) if unit == PERCENT else numbers.amount(change, unit)
    return f"{'-' if each < 0 else '+'}{size}"


def _bound(one: Assessment, rate: float) -> str:
    """`at most` or `at least` over a rate that leaves room: growth is as asked, and may lose."""
    if one.target.kind != "growth" or one.position is None or not meets(one.position, one.target):
        return ""
    lower = one.target.lower_is_better
    has_room = rate > 0 if lower else rate < 0
    return f"{say('at-most' if lower else 'at-least')}\n" if has_room else ""


def _foot(report: Report, changes: Changes | None) -> Iterator[RenderableType]:
    """What has changed, where that is asked for; the notes."""
    if changes is not None:
        from exporttrack.render import since

        yield Text(since.heading(changes), style="bold underline")
        for line in since.lines(changes):
            yield _set_in("-", line)
        yield Text()
        yield Text(say("since-notes"), style="bold underline")
    used = {one.actual.status for one in report.assessments if one.actual}
    notes = [
        say("mark-means", mark=say(f"mark-{status}"), status=say(f"figure-status-{status}"))
        for status in _MARKED
        if status in used
    ]
    notes += [note_of(report, note) for note in report.notes]
    notes.append(words.files(report))
    for note in notes:
        yield _set_in("-", note)
