"""A kind of target -> the yearly path it is judged on, and what the target asks of that path."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from exporttrack.model.period import Period
from exporttrack.model.series import Observation
from exporttrack.model.target import Band, Target
from exporttrack.rules.assessment import Position, Value
from exporttrack.rules.covers import cover_with_gaps
from exporttrack.rules.figures import Figures, YearFigure
from exporttrack.rules.methods import Course, at_least, grown


class Point(NamedTuple):
    """One year of a path."""

    year: int
    value: Value
    """In the unit of the path: the series' unit, percent for a share."""
    period: Period
    figures: tuple[Observation, ...]
    published: bool = False
    """Made from a published share or growth rate."""

    @property
    def assumed(self) -> bool:
        """An assumption is among its figures."""
        return any(figure.assumed for figure in self.figures)


class Path(NamedTuple):
    """What is known of a target's course, up to its deadline."""

    points: tuple[Point, ...]
    """Every year with a value, ascending, those before the base included."""
    base: Point | None
    """The chosen year, else the first later one; without a chosen year the first there is."""
    shifted: bool
    low: Value | None
    high: Value | None
    """The band in the unit of the path at the deadline; None for an open side or no base."""
    direction: int
    """+1 where the path has to rise to the target or stay above it, -1 where it has to fall."""
    rates: tuple[Point, ...] = ()
    """Of growth that is read each year: what is published of years that `steps` does not have."""

    @property
    def is_index(self) -> bool:
        """No level is known: the base stands for 100, and what follows has no unit."""
        return self.base is not None and not self.base.figures

    @property
    def steps(self) -> list[tuple[Point, Point]]:
        """The two levels of every year whose own growth they tell."""
        alone = {point.year for point in self.rates}
        return [
            (before, point)
            for before, point in pairwise(self.points)
            if point.year == before.year + 1 and before.value > 0 and point.year not in alone
        ]

    @property
    def latest(self) -> Point | None:
        """The last point; None when there is no figure."""
        return self.points[-1] if self.points else None

    @property
    def since_base(self) -> tuple[Point, ...]:
        """The points that the trend is made from."""
        base = self.base
        if base is None:
            return ()
        if self.points and base is self.points[0]:
            return self.points
        return tuple(p for p in self.points if p.year >= base.year)

    @property
    def numbers(self) -> list[tuple[int, float]]:
        """Years and values, as the methods take them."""
        return [(point.year, float(point.value)) for point in self.points]

    @property
    def edges(self) -> tuple[float | None, float | None]:
        """`low` and `high` as floats."""
        low = None if self.low is None else float(self.low)
        return low, None if self.high is None else float(self.high)

    @property
    def goal(self) -> Value | None:
        """X: the near edge, the one that is reached first coming from the base."""
        return self.low if self.direction > 0 else self.high

    def course(self, deadline: int) -> Course | None:
        """The numbers that the methods take; None without a base or a goal."""
        base, latest, goal = self.base, self.latest, self.goal
        if base is None or latest is None or goal is None or latest.year < base.year:
            return None
        return Course(
            t0=base.year,
            y0=float(base.value),
            t=latest.year,
            y=float(latest.value),
            deadline=deadline,
            x=float(goal),
            direction=self.direction,
        )


class Sum(NamedTuple):
    """What is known of a total: the figures since its first year, added up."""

    value: Decimal
    last: int
    """The last year that is in it."""
    seen: int
    """How many years are in it."""
    missing: tuple[int, ...]
    """Years before the last without a figure: the sum is then only a part of what was done."""
    figures: tuple[Observation, ...]


def position(value: Value, edges: tuple[float | None, float | None]) -> Position:
    """Where `value` stands; edges are inside. One-sided: `inside` when met.

    >>> position(4.4, (4.4, 5.0)), position(6.9, (4.4, 5.0)), position(6.9, (4.4, None))
    ('inside', 'above', 'inside')
    """
    low, high = edges
    if low is not None and not at_least(float(value), low):
        return "below"
    return "above" if high is not None and not at_least(high, float(value)) else "inside"


def gap(value: Value, band: Band) -> Value:
    """0 inside the band, else `value` minus the nearest edge; exact for an exact value."""
    edge = {"below": band.min, "above": band.max, "inside": None}[position(value, band.edges)]
    if edge is None:
        return type(value)(0)
    return value - edge if isinstance(value, Decimal) else value - float(edge)


def meets(place: Position, target: Target) -> bool:
    """Whether a value at `place` is what the target asks for."""
    if place == "inside":
        return True
    return place == ("below" if target.lower_is_better else "above") and not target.above_is_miss


def path_of(target: Target, known: Mapping[str, Figures]) -> Path:
    """The path of any target but a total, from the figures that count of each series."""
    points = tuple(p for p in _points(target, known) if p.year <= target.by)
    wanted = target.base_year
    base = next((p for p in points if wanted is None or p.year >= wanted), None)
    shifted = base is not None and wanted is not None and base.year != wanted
    low, high = (_edge(target, edge, base) for edge in (target.band.min, target.band.max))
    path = Path(points, base, shifted, low, high, _direction(target, base, high))
    if target.reading == "each-year" and target.measured_by:
        return path._replace(rates=_rates_alone(target, path, known[target.measured_by]))
    return path


def sum_of(target: Target, figures: Figures) -> Sum | None:
    """What is known of a total; None when no whole year of it has a figure.

    Figures over several years count as they are: 2021/2023 is three years seen.
    """
    first = target.first or target.by
    whole = Period(Period.year(first).first, Period.year(target.by).last)
    known = figures.by_period
    cover = cover_with_gaps(whole, tuple(known), figures.assumed)
    if not cover:
        return None
    spans = [period.years for period in cover]
    seen = {year for start, end in spans for year in range(start, end + 1)}
    last = max(seen)
    missing = tuple(year for year in range(first, last) if year not in seen)
    used = tuple(map(known.__getitem__, cover))
    return Sum(sum((one.value for one in used), Decimal(0)), last, len(seen), missing, used)


def _points(target: Target, known: Mapping[str, Figures]) -> list[Point]:
    levels = known[target.series].years
    published = _of_whole_years(known[target.measured_by]) if target.measured_by else {}
    if target.kind == "share":
        return _shares(levels, known[target.total or ""].years, published)
    if target.kind == "growth" and published:
        return _chained(target, levels, published)
    return [_recorded(figure) for figure in levels.values()]


def _of_whole_years(figures: Figures) -> dict[int, YearFigure]:
    """A rate or a share of nine months is not the year's, and those of quarters do not add up."""
    return {
        year: figure
        for year, figure in figures.years.items()
        if figures.by_period.get(Period.year(year)) in figure.parts
    }


def _recorded(figure: YearFigure) -> Point:
    return Point(figure.year, figure.value, figure.period, figure.parts)


def _shares(
    parts: Mapping[int, YearFigure],
    totals: Mapping[int, YearFigure],
    published: Mapping[int, YearFigure],
) -> list[Point]:
    found = {
        year: Point(year, figure.value, figure.period, figure.parts, published=True)
        for year, figure in published.items()
    }
    for year, part in parts.items():
        if year in totals and totals[year].value:
            share = float(100 * part.value / totals[year].value)
            used = part.parts + totals[year].parts
            found[year] = Point(year, share, part.period, used)
    return [found[year] for year in sorted(found)]


def _chained(
    target: Target, levels: Mapping[int, YearFigure], published: Mapping[int, YearFigure]
) -> list[Point]:
    """Levels, and where they are missing the neighbour's level at the published rate.

    Rates before the first year only lead from the last level before it to a base that has none.
    Where no year from the base on comes to a level: an index, 100 in the year before the first
    published rate.
    """
    first = target.first or target.by
    found = {year: _recorded(figure) for year, figure in levels.items()}
    own = {year: rate for year, rate in published.items() if first <= year <= target.by}
    lead = range(max((year for year in found if year < first), default=first) + 1, first)
    if all(year in published for year in lead):
        _forwards(found, {year: published[year] for year in lead})
    _forwards(found, own)
    if own and found.keys().isdisjoint(range(first - 1, target.by + 1)):
        start = min(own) - 1
        found = {start: Point(start, 100.0, Period.year(start), (), published=True)}
        _forwards(found, own)
    for year in sorted(own, reverse=True):
        if year - 1 not in found and year in found:
            found |= _at_rate(year - 1, found[year], own[year], -1)
    return [found[year] for year in sorted(found)]


def _forwards(found: dict[int, Point], rates: Mapping[int, YearFigure]) -> None:
    """Add the levels that follow from those before them."""
    for year in sorted(rates):
        if year not in found and year - 1 in found:
            found |= _at_rate(year, found[year - 1], rates[year], 1)


def _at_rate(year: int, neighbour: Point, rate: YearFigure, power: int) -> dict[int, Point]:
    """The point of `year`; none where the rate leads to no number or leaves nothing."""
    factor = 1 + float(rate.value) / 100
    value = float(neighbour.value) * factor**power if factor > 0 else math.inf
    if not math.isfinite(value):
        return {}
    figures = neighbour.figures + rate.parts
    return {year: Point(year, value, Period.year(year), figures, published=True)}


def _rates_alone(target: Target, path: Path, published: Figures) -> tuple[Point, ...]:
    """The published growth of those of the target's years that have none from levels, percent."""
    steps = {point.year: (before, point) for before, point in path.steps}
    return tuple(
        Point(year, rate.value, rate.period, rate.parts, published=True)
        for year, rate in _of_whole_years(published).items()
        if (target.first or target.by) <= year <= target.by
        and not (year in steps and _tell(*steps[year], rate))
    )


def _tell(before: Point, point: Point, rate: YearFigure) -> bool:
    """Whether two levels tell the growth of a year that has a published rate, too.

    Not where rates of earlier years, each of them rounded, lead to the level before it.
    """
    assumed = (before.assumed or point.assumed) and not any(one.assumed for one in rate.parts)
    made_of_it = any(one in before.figures for one in rate.parts)
    return assumed or made_of_it or point.published or not before.published


def _edge(target: Target, edge: Decimal | None, base: Point | None) -> Value | None:
    """A band edge in the unit of the path at the deadline; None without the base it needs."""
    if edge is None or target.kind in ("level", "share"):
        return edge
    if base is None or base.value <= 0:
        return None
    years = target.by - base.year if target.kind == "growth" else 1
    return grown(float(base.value), float(edge) / 100, years)


def _direction(target: Target, base: Point | None, high: Value | None) -> int:
    """From the bounds; where both sides are misses, a base above the band has to come down."""
    if target.lower_is_better:
        return -1
    above = base is not None and high is not None and float(base.value) > float(high)
    return -1 if target.above_is_miss and above else 1
