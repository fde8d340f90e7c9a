"""The path of a target drawn in letters: a line a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exporttrack.render import path
from exporttrack.render.language import say
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.explanation import Edges, Explanation
from exporttrack.rules.methods import at_least

FIGURE, BAND, WAY, PROJECTION, INTERVAL, BEYOND = "o", "=", "|", "x", "-", "<>"
_WIDEST, _NARROWEST = 50, 8
_OPEN = 0.1
"""How much of the drawing a band without an end reaches beyond all else."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one line, in the unit of the path."""

    year: int
    band: Edges | None = None
    way: float | None = None
    figure: float | None = None
    projected: float | None = None
    interval: tuple[float, float] | None = None

    @property
    def values(self) -> list[float]:
        """All but the interval, which may be far wider than all else."""
        found = (*(self.band or ()), self.way, self.figure, self.projected)
        return [value for value in found if value is not None]


def drawing(explanation: Explanation, width: int) -> tuple[str, ...]:
    """A line for each year with a figure, a band or a projection, none wider than `width`.

    Empty when there is nothing to draw: no figure, or one value only.
    """
    from rich.cells import cell_len

    rows = list(_rows(explanation))
    values = [value for row in rows for value in row.values]
    if not explanation.points or max(values) <= min(values):
        return ()
    said = [_said(explanation.outlook.assessment, row) for row in rows]
    room = width - len("2024  ") - max(map(cell_len, said))
    if room < _NARROWEST:  # the values are told in words
        said, room = [""] * len(rows), width - len("2024 ")
    scale = _Scale(rows, max(min(room, _WIDEST), _NARROWEST))
    return tuple(
        f"{row.year} {scale.track(row)} {text}".rstrip()
        for row, text in zip(rows, said, strict=True)
    )


def legend(explanation: Explanation) -> str:
    """What the letters of the drawing are, those that it has."""
    rows = list(_rows(explanation))
    scale = _Scale(rows, _WIDEST)
    found = {
        FIGURE: any(row.figure is not None for row in rows),
        BAND: any(row.band for row in rows),
        WAY: any(row.way is not None for row in rows),
        PROJECTION: any(row.projected is not None for row in rows),
        INTERVAL: any(row.interval for row in rows),
        BEYOND: any(scale.is_beyond(row) for row in rows),
    }
    adds_up = explanation.outlook.assessment.target.kind == "total"
    names = {letter: letter for letter in found if found[letter]}
    if adds_up and FIGURE in names:
        names[FIGURE] = "sum"
    return ", ".join(
        f"{' '.join(letter)} {say(f'drawing-{name}')}" for letter, name in names.items()
    )


def _rows(explanation: Explanation) -> Iterator[_Row]:
    """The years in order; a projection stands on a line of its own, under the band of its year."""
    points = {year: float(value) for year, value in explanation.points}
    found = explanation.outlook.projections[-1:]
    base = min(points, default=0)
    for year in sorted({*points, *explanation.corridor}):
        band = explanation.corridor.get(year)
        way = None if band or year == base else explanation.required.get(year)
        yield _Row(year, band=band, way=way, figure=points.get(year))
    for one in found:
        if one.value is not None:
            interval = None if one.low is None or one.high is None else (one.low, one.high)
            yield _Row(one.year, projected=one.value, interval=interval)


def _said(one: Assessment, row: _Row) -> str:
    """The value of the row; of a band alone what is asked, at its near edge or between both."""
    value = row.figure if row.figure is not None else row.projected
    if value is not None:
        return path.value(one, value, *(row.band or ()), *(row.interval or ()))
    low, high = row.band or (None, None)
    if not one.target.above_is_miss:
        low, high = (None, high) if one.target.lower_is_better else (low, None)
    ends = [path.value(one, edge, low, high) for edge in (low, high) if edge is not None]
    return say("drawing-asked", value=say("to").join(ends)) if ends else ""


class _Scale:
    """Where the values stand on a track of so many letters.

    It holds all values, and of the intervals as much as is as wide as these on either side.
    """

    def __init__(self, rows: list[_Row], width: int) -> None:
        values = [value for row in rows for value in row.values]
        low, high = min(values), max(values)
        span = high - low
        bands = [row.band for row in rows if row.band]
        lows = [low - _OPEN * span for band in bands if band[0] is None]
        highs = [high + _OPEN * span for band in bands if band[1] is None]
        for begin, end in (row.interval for row in rows if row.interval):
            lows.append(max(begin, low - span))
            highs.append(min(end, high + span))
        self._low, self._high = min(low, *lows, low), max(high, *highs, high)
        self._width = width

    def is_beyond(self, row: _Row) -> bool:
        """The interval is wider than the track."""
        low, high = row.interval or (self._low, self._high)
        return low < self._low or high > self._high

    def track(self, row: _Row) -> str:
        letters = [" "] * self._width
        figure = None if row.figure is None else self._cell(row.figure)
        if row.band:
            begin, end = self._cells(*row.band)
            if figure is not None:
                figure, begin, end = self._apart(row, figure, begin, end)
            letters[begin : end + 1] = BAND * (end + 1 - begin)
        if row.interval:
            begin, end = self._cells(*row.interval)
            letters[begin : end + 1] = INTERVAL * (end + 1 - begin)
            if row.interval[0] < self._low:
                letters[begin] = BEYOND[0]
            if row.interval[1] > self._high:
                letters[end] = BEYOND[1]
        for value, letter in ((row.way, WAY), (row.projected, PROJECTION)):
            if value is not None:
                letters[self._cell(value)] = letter
        if figure is not None:
            letters[figure] = FIGURE
        return "".join(letters)

    def _apart(self, row: _Row, figure: int, begin: int, end: int) -> tuple[int, int, int]:
        """Rounding must not move a figure into the band."""
        low, high = row.band or (None, None)
        if low is not None and row.figure is not None and not at_least(row.figure, low):
            begin = max(begin, 1)
            end = max(end, begin)
            figure = min(figure, begin - 1)
        if high is not None and row.figure is not None and not at_least(high, row.figure):
            end = min(end, self._width - 2)
            begin = min(begin, end)
            figure = max(figure, end + 1)
        return figure, begin, end

    def _cells(self, low: float | None, high: float | None) -> tuple[int, int]:
        begin = self._low if low is None else low
        return self._cell(begin), self._cell(self._high if high is None else high)

    def _cell(self, value: float) -> int:
        part = (value - self._low) / (self._high - self._low)
        return round(min(max(part, 0.0), 1.0) * (self._width - 1))
