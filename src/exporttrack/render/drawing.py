"""The path of a target drawn in letters: a line a year."""

from __future__ import annotations

from exporttrack.model.series import PERCENT
from exporttrack.render import numbers
from exporttrack.render.words import say
from exporttrack.rules.explanation import Explanation

WIDTH = 44


def drawing(explanation: Explanation) -> tuple[str, ...]:
    """Figures `o`, the band `=`, the required way `|`, the projection `x` with its interval `-`.

    Empty when there is nothing to draw: no figure, or one value only.
    """
    one = explanation.outlook.assessment
    projection = explanation.outlook.projections[-1] if explanation.outlook.projections else None
    points = {year: float(value) for year, value in one.points}
    spans: dict[int, tuple[float, float]] = {}
    middle: dict[int, float] = {}
    if projection and projection.value is not None:
        middle[projection.year] = projection.value
        if projection.low is not None and projection.high is not None:
            spans[projection.year] = (projection.low, projection.high)
    values = [*points.values(), *middle.values(), *explanation.required.values()]
    values += [edge for band in explanation.corridor.values() for edge in band if edge is not None]
    values += [end for span in spans.values() for end in span]
    if not points or max(values) <= min(values):
        return ()
    scale = _Scale(min(values), max(values))
    years = sorted({*points, *middle, *explanation.corridor})
    unit = PERCENT if one.target.kind == "share" else one.series.unit
    lines = []
    for year in years:
        track = [" "] * WIDTH
        if year in spans:
            scale.fill(track, *spans[year], "-")
        if year in explanation.corridor:
            low, high = explanation.corridor[year]
            scale.fill(track, low, high, "=")
        if year in explanation.required and year not in explanation.corridor:
            scale.mark(track, explanation.required[year], "|")
        if year in middle:
            scale.mark(track, middle[year], "x")
        if year in points:
            scale.mark(track, points[year], "o")
        value = points.get(year, middle.get(year))
        said = "" if value is None else numbers.amount(value, unit)
        lines.append(f"{year} {''.join(track)} {said}".rstrip())
    return (*lines, "", say("drawing-legend"))


class _Scale:
    """Where a value stands on the track."""

    def __init__(self, low: float, high: float) -> None:
        self._low, self._span = low, high - low

    def mark(self, track: list[str], value: float, letter: str) -> None:
        track[self._cell(value)] = letter

    def fill(self, track: list[str], low: float | None, high: float | None, letter: str) -> None:
        begin = 0 if low is None else self._cell(low)
        end = WIDTH - 1 if high is None else self._cell(high)
        track[begin : end + 1] = letter * (end + 1 - begin)

    def _cell(self, value: float) -> int:
        return round((value - self._low) / self._span * (WIDTH - 1))
