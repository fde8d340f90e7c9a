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
from exporttrack.render.language import say, unit_named
from exporttrack.render.safe import safe
from exporttrack.render.words import JOIN, day, period, unbroken
from exporttrack.rules.ledger import Entry

_COLUMNS = ("period", "value", "status", "published", "recorded", "counts", "source")
_PERIOD, _VALUE, _STATUS, _PUBLISHED, _RECORDED, _COUNTS, _SOURCE = range(7)
_LEAST = {_PERIOD: 0, _VALUE: 0, _COUNTS: 15, _SOURCE: 30}
"""What columns may be folded to, but for their figures; the others are never folded."""
_NARROWEST = 9
"""No column is folded to less: lines that are wider than the terminal are easier to read."""
_DROPPED = ((), (_RECORDED,), (_RECORDED, _PUBLISHED), (_RECORDED, _PUBLISHED, _STATUS))
_GAP, _INDENT = 2, "  "

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
    headings = _headings()
    dropped = [headings[at] for at in range(_SOURCE) if at not in layout.columns]
    return _painted(lines, console), dropped


def _headings() -> list[str]:
    return [say(f"heading-{name}") for name in _COLUMNS]


def _page(history: History, layout: _Layout, console: Console) -> Iterator[_Line]:
    for name, entries in history.entries.items():
        series = history.series[name]
        yield from ((line, "bold") for line in _folded(_title(series), console.width, console))
        if entries:
            heading = _lines(_headings(), layout, console, heading=True)
            yield from ((line, "dim") for line in heading)
        for entry in entries:
            style = "" if entry.counts else "dim"
            yield from ((line, style) for line in _lines(_cells(series, entry), layout, console))
        if not entries:
            yield say("history-none"), ""
        yield "", ""
    if not history.entries:
        yield say("history-none"), ""
    if any(one.change is not None or one.difference is not None for one in history.all()):
        told = say("history-brackets")
        yield from ((line, "dim") for line in _folded(told, console.width, console))
    files = ", ".join(safe(one.path) for one in history.inputs)
    foot = say("history-foot", as_of=day(history.as_of), names=files or say("no-files"))
    yield from ((line, "dim") for line in _folded(foot, console.width, console))


def _title(series: Series) -> str:
    unit = say("unit-percent") if series.unit == PERCENT else unit_named(series.unit)
    names = f"{series.id}, {safe(unit)}"
    return f"{safe(series.title)} ({names})" if series.title not in ("", series.id) else names


def _cells(series: Series, entry: Entry) -> tuple[str, ...]:
    one = entry.observation
    value = say("withdrawn") if one.withdrawn else numbers.stated(one.value, series.unit)
    indented = f"{_INDENT if entry.revises else ''}{value}".replace(" ", JOIN)
    why = say(f"why-{entry.why}")
    if one.withdrawn and one.note:
        why = say("why-with-note", why=why, note=safe(one.note))
    return (
        unbroken(period(one.period)),
        f"{indented}{_in_brackets(series, entry.change)}",
        say(f"figure-status-{one.status}") if one.status else "",
        day(one.published) if one.published else "",
        day(one.recorded.date()) if one.recorded else "",
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
    return f" ({text.replace(' ', JOIN)})"


def _layout(rows: Sequence[Sequence[str]], width: int) -> _Layout:
    """All columns side by side, else the source beneath; then columns are dropped whole."""
    columns = list(zip(_headings(), *rows, strict=True))
    natural = [max(map(cell_len, column)) for column in columns]
    least = [min(one, _LEAST.get(at, one)) for at, one in enumerate(natural)]
    figures = {at: _widest_figure(at, columns[at]) for at in (_PERIOD, _VALUE, _COUNTS)}
    for at, width_of_figures in figures.items():
        least[at] = max(least[at], width_of_figures)
    for beneath, dropped in ((False, ()), *((True, dropped) for dropped in _DROPPED)):
        shown = [at for at in range(7) if at not in dropped and not (beneath and at == _SOURCE)]
        spare = width - sum(least[at] + _GAP for at in shown) + _GAP
        if spare >= 0:
            break
    if spare < 0:  # then even short words are folded
        least[_COUNTS] = max(least[_COUNTS] + spare, figures[_COUNTS], _NARROWEST)
    widths = list(least)
    for at in (_PERIOD, _VALUE, _SOURCE, _COUNTS):
        more = natural[at] - least[at] if at in shown else 0
        # A little more room than its figures need would be of no use to a column of them.
        widths[at] += more if more <= spare else 0 if at in (_PERIOD, _VALUE) else max(spare, 0)
        spare -= widths[at] - least[at]
    if beneath:
        widths[_SOURCE] = max(width - len(_INDENT), least[_SOURCE])
    return _Layout(shown, widths, beneath)


def _widest_figure(at: int, column: Sequence[str]) -> int:
    """Of the words that may not be parted: all periods, all values, and a figure in brackets."""
    words = (word for text in column for word in text.split())
    are_whole = at in (_PERIOD, _VALUE)
    return max((cell_len(word) for word in words if are_whole or JOIN in word), default=0)


def _lines(
    cells: Sequence[str], layout: _Layout, console: Console, *, heading: bool = False
) -> Iterator[str]:
    """One record: as many lines as its longest cell, and those of its source."""
    columns = [_folded(cells[at], layout.widths[at], console) for at in layout.columns]
    widths = [layout.widths[at] for at in layout.columns]
    for parts in zip_longest(*columns, fillvalue=""):
        cells_and_widths = zip(parts, widths, strict=True)
        padded = (f"{part}{' ' * (width - cell_len(part))}" for part, width in cells_and_widths)
        yield (" " * _GAP).join(padded).replace(JOIN, " ").rstrip()
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
