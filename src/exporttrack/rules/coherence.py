"""Whether targets can be met together: the corridor that each implies, and which do not overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from exporttrack.model.actuals import Actuals, Input
from exporttrack.model.series import Series
from exporttrack.model.target import Target, Targets
from exporttrack.rules.figures import Figures, YearFigure, counting
from exporttrack.rules.methods import at_least, grown, growth
from exporttrack.rules.projection import PRIORS, project

Basis = Literal["stated", "known", "phase", "trend"]
"""What a corridor counts from: nothing, a figure, an earlier phase, or the trend of the figures."""

Edge = float | None
Edges = tuple[Edge, Edge]


@dataclass(frozen=True, slots=True)
class Corridor:
    """The levels of a series in a year that a target allows."""

    target: Target
    series: str
    year: int
    low: Edge
    high: Edge
    """None for an open side."""
    basis: Basis
    base_year: int | None = None
    """The year that it counts from; for a share the year itself, of the total."""
    base: Edges = (None, None)
    """The level then, of the series or, for a share, of its total: one value twice if known."""
    through: str | None = None
    """The target that gives the base, where one does."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two corridors of one series in one year."""

    one: Corridor
    other: Corridor
    base_needed: Edges | None
    """For a growth target: the base at which the other's edge is reached at its rates."""
    rate_needed: float | None
    """The yearly rate that leads from the last figure before to the other's edge, a fraction."""
    rate_from: YearFigure | None

    @property
    def fits(self) -> bool:
        """Some level is in both."""
        return _reaches(self.one.low, self.other.high) and _reaches(self.other.low, self.one.high)


@dataclass(frozen=True, slots=True)
class Coherence:
    """What the targets of a file mean for each other, on one day."""

    title: str
    as_of: date
    corridors: tuple[Corridor, ...]
    pairs: tuple[Pair, ...]
    known: Mapping[str, Mapping[int, YearFigure]]
    """The yearly figures of each series."""
    series: Mapping[str, Series]
    inputs: tuple[Input, ...]

    @property
    def conflicts(self) -> tuple[Pair, ...]:
        """The pairs that cannot both be met."""
        return tuple(pair for pair in self.pairs if not pair.fits)


def _reaches(low: Edge, high: Edge) -> bool:
    return low is None or high is None or at_least(high, low)


def coherence(targets: Targets, actuals: Actuals, *, as_of: date) -> Coherence:
    """Every corridor that the targets imply by what was known on `as_of`, and every pair of them.

    A total implies none: what adds up over years leaves each of them open.
    """
    of_series = actuals.by_series()
    known = {
        name: counting(series, of_series.get(name, ()), as_of)
        for name, series in targets.series.items()
    }
    found = _Corridors(targets, known)
    corridors = tuple(found.all())
    at: defaultdict[tuple[str, int], list[Corridor]] = defaultdict(list)
    for corridor in corridors:
        at[corridor.series, corridor.year].append(corridor)
    pairs = tuple(
        _pair(one, other, known[one.series].years)
        for same in at.values()
        for one, other in combinations(same, 2)
    )
    years = {name: figures.years for name, figures in known.items()}
    inputs = (*([targets.input] if targets.input else []), *actuals.inputs)
    return Coherence(targets.title, as_of, corridors, pairs, years, targets.series, inputs)


class _Corridors:
    """The corridors of a file's targets, in the years in which any of them ends."""

    def __init__(self, targets: Targets, known: Mapping[str, Figures]) -> None:
        self._targets = targets
        self._known = known

    def all(self) -> Iterator[Corridor]:
        """By series and year, in the order of the file."""
        ends = {(target.series, target.by) for target in self._targets.targets}
        order = list(self._targets.series)
        for series, year in sorted(ends, key=lambda end: (order.index(end[0]), end[1])):
            for target in self._targets.targets:
                corridor = self._of(target, year) if target.series == series else None
                if corridor is not None:
                    yield corridor

    def _of(self, target: Target, year: int) -> Corridor | None:
        """What a target says of its series in a year; None where it says nothing."""
        if target.kind == "growth":
            return self._of_growth(target, year)
        if target.by != year:
            return None
        low, high = _allowed(target)
        if target.kind == "level":
            return Corridor(target, target.series, year, low, high, "stated")
        if target.kind == "share":
            return self._of_share(target, low, high)
        base = self._known[target.series].years.get(target.base or 0)
        if target.kind != "change" or base is None:
            return None
        value = float(base.value)
        factors = [None if edge is None else value * (1 + edge / 100) for edge in (low, high)]
        return Corridor(
            target, target.series, year, factors[0], factors[1], "known", base.year, (value, value)
        )

    def _of_growth(self, target: Target, year: int) -> Corridor | None:
        first = target.first or target.by
        if not first <= year <= target.by:
            return None
        basis, base, through = self._base(target, first - 1)
        if basis is None:
            return None
        low, high = (
            None if edge is None or start is None else grown(start, edge / 100, year - first + 1)
            for edge, start in zip(_allowed(target), base, strict=True)
        )
        return Corridor(target, target.series, year, low, high, basis, first - 1, base, through)

    def _base(self, target: Target, year: int) -> tuple[Basis | None, Edges, str | None]:
        """The level that growth counts from: published, of the phase before, or by the trend."""
        years = self._known[target.series].years
        if year in years:
            value = float(years[year].value)
            return ("known", (value, value), None) if value > 0 else (None, (None, None), None)
        for other in self._targets.targets:
            if other is not target and other.name == target.name and other.by == year:
                before = self._of_growth(other, year)
                if before is not None:
                    return "phase", (before.low, before.high), other.id
        trend = self._trend(target.series, year)
        return ("trend" if trend else None, trend or (None, None), None)

    def _of_share(self, target: Target, low: Edge, high: Edge) -> Corridor | None:
        total = target.total or ""
        known = self._known[total].years.get(target.by)
        if known is not None:
            basis: Basis = "known"
            through: str | None = None
            base: Edges = (float(known.value), float(known.value))
        else:
            basis, through, base = self._total_by_target(total, target.by)
        part_low = None if low is None or base[0] is None else base[0] * low / 100
        part_high = None if high is None or base[1] is None else base[1] * high / 100
        if part_low is None and part_high is None:
            return None
        year = target.by
        return Corridor(
            target, target.series, year, part_low, part_high, basis, year, base, through
        )

    def _total_by_target(self, series: str, year: int) -> tuple[Basis, str | None, Edges]:
        """The total as a target on it has it, else as its trend has it."""
        for target in self._targets.targets:
            corridor = self._of(target, year) if target.series == series else None
            if corridor is not None and corridor.low is not None:
                return "phase", target.id, (corridor.low, corridor.high)
        return "trend", None, self._trend(series, year) or (None, None)

    def _trend(self, series: str, year: int) -> tuple[float, float] | None:
        """The 80 % interval of the figures up to then, carried forward; None without one."""
        points = [(y, float(f.value)) for y, f in self._known[series].years.items() if y < year]
        if not points:
            return None
        prior = PRIORS.get(self._targets.series[series].prior or "")
        found = project(points, year, (None, None), prior=prior)
        return None if found.low is None or found.high is None else (found.low, found.high)


def _allowed(target: Target) -> Edges:
    """The edges beyond which the target is missed; the far edge of a band is only noted."""
    return target.band.edges


def _pair(one: Corridor, other: Corridor, years: Mapping[int, YearFigure]) -> Pair:
    """What it would take for both, where one of them counts from a base at a rate."""
    if one.target.kind != "growth" and other.target.kind == "growth":
        one, other = other, one
    edge = other.low if other.low is not None else other.high
    if one.target.kind != "growth" or one.base_year is None or edge is None:
        return Pair(one, other, None, None, None)
    slow, fast = _allowed(one.target)
    span = one.year - one.base_year
    needed = tuple(
        None if rate is None else grown(edge, rate / 100, -span) for rate in (fast, slow)
    )
    before = [figure for year, figure in years.items() if year <= one.base_year]
    last = before[-1] if before else None
    rate = growth(float(last.value), edge, one.year - last.year) if last else None
    return Pair(one, other, (needed[0], needed[1]), rate, last)
