"""Every record that is kept as a table for people: rivals side by side, revisions beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from exporttrack.model.series import PERCENT, Series
from exporttrack.render import numbers
from exporttrack.render.history import History
from exporttrack.render.safe import safe
from exporttrack.render.words import say
from exporttrack.rules.ledger import Entry, Why

HEADINGS = ("Period", "Value", "Status", "Published", "Recorded", "Counts", "Source")
_VALUE, _STATUS, _PUBLISHED, _RECORDED, _COUNTS, _SOURCE = range(1, 7)
_LEAST = {_VALUE: 0, _COUNTS: 15, _SOURCE: 30}
"""What columns may be folded to, but for their figures; the others are never folded."""
_DROPPED = ((), (_RECORDED,), (_RECORDED, _PUBLISHED), (_RECORDED, _PUBLISHED, _STATUS))
_GAP, _INDENT = 2, "  "
_JOIN = "\ue000"
"""Stands for a space at which no line may break, until the lines are made."""

WHY: dict[Why, str] = {
    "counts": "used",
    "revised": "revised",
    "withdrawn": "withdrawn",
    "withdrawal": "takes it back",
    "source-preferred": "another source preferred",
    "later-published": "another source later",
    "firmer": "another source firmer",
    "first-by-name": "another source, first by name",
    "forecast": "forecast",
    "not-yet-known": "not known yet",
}

_Line = tuple[str, str]
"""A line of the page, and the style that it is shown in."""


@dataclass(frozen=True, slots=True)
class _Layout:
    columns: Sequence[int]
    widths: Sequence[int]
    """Of every column, shown or not; the last is that of the source wherever it stands."""
    beneath: bool
    """The source has a line of its own, under its record."""


def as_table(history: History, console: Console) -> tuple[str, list[str]]:
    """A table a series, and the headings for which the console had no room."""
    rows = [_cells(history.series[one.observation.series], one) for one in history.all()]
    layout = _layout(rows, console.width)
    lines = list(_page(history, layout, console))
    dropped = [HEADINGS[at] for at in range(_SOURCE) if at not in layout.columns]
    return _painted(lines, console), dropped


def _page(history: History, layout: _Layout, console: Console) -> Iterator[_Line]:
    for name, entries in history.entries.items():
        series = history.series[name]
        yield _title(series), "bold"
        if entries:
            yield from ((line, "dim") for line in _lines(HEADINGS, layout, console, heading=True))
        for entry in entries:
            style = "" if entry.counts else "dim"
            yield from ((line, style) for line in _lines(_cells(series, entry), layout, console))
        if not entries:
            yield "No figures.", ""
        yield "", ""
    if not history.entries:
        yield "No figures.", ""
    if any(one.change is not None or one.difference is not None for one in history.all()):
        told = "In brackets: the change on what is revised, or the distance from what is used."
        yield from ((line, "dim") for line in _folded(told, console.width, console))
    files = ", ".join(safe(one.path) for one in history.inputs)
    foot = f"As of {history.as_of}. Files: {files or 'none'}"
    yield from ((line, "dim") for line in _folded(foot, console.width, console))


def _title(series: Series) -> str:
    names = f"{series.id}, {series.unit}"
    return f"{safe(series.title)} ({names})" if series.title not in ("", series.id) else names


def _cells(series: Series, entry: Entry) -> tuple[str, ...]:
    one = entry.observation
    value = say("withdrawn") if one.withdrawn else numbers.stated(one.value, series.unit)
    indented = f"{_INDENT if entry.revises else ''}{value}".replace(" ", _JOIN)
    why = f"{WHY[entry.why]}: {safe(one.note)}" if one.withdrawn and one.note else WHY[entry.why]
    return (
        str(one.period),
        f"{indented}{_in_brackets(series, entry.change)}",
        one.status or "",
        str(one.published or ""),
        one.recorded.date().isoformat() if one.recorded else "",
        f"{why}{_in_brackets(series, entry.difference)}",
        safe(one.source or say("no-source")),
    )


def _in_brackets(series: Series, difference: float | None) -> str:
    if difference is None:
        return ""
    text = numbers.rate(difference / 100)
    if series.unit == PERCENT:
        sign = "-" if difference < 0 else "+" if difference else ""
        text = f"{sign}{numbers.points(difference)}"
    return f" ({text.replace(' ', _JOIN)})"


def _layout(rows: Sequence[Sequence[str]], width: int) -> _Layout:
    """All columns side by side, else the source beneath; then columns are dropped whole."""
    columns = list(zip(HEADINGS, *rows, strict=True))
    natural = [max(map(cell_len, column)) for column in columns]
    least = [min(one, _LEAST.get(at, one)) for at, one in enumerate(natural)]
    for at in (_VALUE, _COUNTS):
        words = [word for text in columns[at] for word in text.split()]
        figures = [word for word in words if at == _VALUE or _JOIN in word]
        least[at] = max(least[at], *map(cell_len, figures), 0)
    for beneath, dropped in ((False, ()), *((True, dropped) for dropped in _DROPPED)):
        shown = [at for at in range(7) if at not in dropped and not (beneath and at == _SOURCE)]
        spare = width - sum(least[at] + _GAP for at in shown) + _GAP
        if spare >= 0:
            break
    widths = list(least)
    for at in (_VALUE, _SOURCE, _COUNTS):
        more = natural[at] - least[at] if at in shown else 0
        # A little more room than its figures need would be of no use to a column of values.
        widths[at] += more if more <= spare else 0 if at == _VALUE else max(spare, 0)
        spare -= widths[at] - least[at]
    if beneath:
        widths[_SOURCE] = max(width - len(_INDENT), least[_SOURCE])
    return _Layout(shown, widths, beneath)


def _lines(
    cells: Sequence[str], layout: _Layout, console: Console, *, heading: bool = False
) -> Iterator[str]:
    """One record: as many lines as its longest cell, and those of its source."""
    columns = [_folded(cells[at], layout.widths[at], console) for at in layout.columns]
    widths = [layout.widths[at] for at in layout.columns]
    for parts in zip_longest(*columns, fillvalue=""):
        cells_and_widths = zip(parts, widths, strict=True)
        padded = (f"{part}{' ' * (width - cell_len(part))}" for part, width in cells_and_widths)
        yield (" " * _GAP).join(padded).replace(_JOIN, " ").rstrip()
    if layout.beneath and not heading:
        for line in _folded(cells[_SOURCE], layout.widths[_SOURCE], console):
            yield f"{_INDENT}{line}"


def _folded(text: str, width: int, console: Console) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    return [line.plain.rstrip() for line in Text(text).wrap(console, width)]


def _painted(lines: Sequence[_Line], console: Console) -> str:
    if console.color_system is None:
        return "".join(f"{line}\n" for line, _ in lines)
    with console.capture() as captured:
        for line, style in lines:
            console.print(Text(line, style=style), soft_wrap=True)
    return captured.get()
