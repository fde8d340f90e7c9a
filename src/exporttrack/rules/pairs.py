"""Two targets of one series and year: whether some level is in the corridors of both."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exporttrack.model.target import Target
from exporttrack.rules.corridors import Basis, Corridor, Edge, Edges, binds_each_year, multiples
from exporttrack.rules.methods import at_least, growth


@dataclass(frozen=True, slots=True)
class Common:
    """A level that two corridors hang on: no figure gives it, or it need not be known."""

    series: str
    year: int
    last: int | None = None
    """Where two bands of growth are compared, as both bind each year: the last year of both. The
    level is that of the year before the first of them, and what is said holds in each."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two corridors of one series in one year, or of its sum over the same years."""

    one: Corridor
    other: Corridor
    common: Common | None
    edges: tuple[Edges, Edges]
    """What is compared: the two corridors, or both as multiples of the common level."""

    @property
    def fits(self) -> bool:
        """Something is in both; ends are included."""
        (low, high), (other_low, other_high) = self.edges
        return _reaches(low, other_high) and _reaches(other_low, high)

    @property
    def overlap(self) -> Edges:
        """What is in both, if they fit; what lies between them, if not."""
        (low, high), (other_low, other_high) = self.edges
        least = max((edge for edge in (low, other_low) if edge is not None), default=None)
        most = min((edge for edge in (high, other_high) if edge is not None), default=None)
        if least is not None and most is not None:
            return min(least, most), max(least, most)
        return least, most

    @property
    def lower(self) -> Corridor:
        """The one that lies below the other, if they do not fit."""
        (_, high), (other_low, _) = self.edges
        return self.other if _reaches(other_low, high) else self.one

    @property
    def would_count(self) -> Target | None:
        """The target that is met beyond its band too, on the side where the other lies.

        So both would count as met, though not as they are stated. None where there is none.
        """
        upper = self.other if self.lower is self.one else self.one
        for target, falling in ((self.lower.target, False), (upper.target, True)):
            two_sided = target.band.min is not None and target.band.max is not None
            if two_sided and not target.above_is_miss and target.lower_is_better == falling:
                return target
        return None


@dataclass(frozen=True, slots=True)
class AsGrowth:
    """A corridor as the yearly growth that it would be, beside a target of growth."""

    growth: Corridor
    other: Corridor
    low: Edge
    high: Edge
    """Percent a year, from the base of `growth`."""


def compared(one: Corridor, other: Corridor) -> Pair | None:
    """None where one has no level that can be told, or leaves every level open."""
    ours, theirs = multiples(one), multiples(other)
    shared = next((level for level in ours if level in theirs), None)
    if shared is not None:
        pair = Pair(one, other, Common(*shared), (ours[shared], theirs[shared]))
    elif one.known and other.known:
        pair = Pair(one, other, None, ((one.low, one.high), (other.low, other.high)))
    else:
        return None
    return None if (None, None) in pair.edges else pair


def rates_apart(one: Corridor, other: Corridor) -> Pair | None:
    """The bands of two that bind each year, of one series and year, where no growth is in both.

    Their levels may have one in both all the same: years before may make up for the shared ones.
    None where some growth is in both, or where it is levels alone that count.
    """
    targets = one.target, other.target
    if not bound_by_rates(*targets):
        return None
    first = max(target.first or target.by for target in targets)
    ours, theirs = (_of_one_year(target, first) for target in targets)
    common = Common(one.target.series, first - 1, min(target.by for target in targets))
    pair = Pair(ours, theirs, common, (ours.factors, theirs.factors))
    return None if pair.fits else pair


def bound_by_rates(one: Target, other: Target) -> bool:
    """Both bind each year. Of two that are read as an average, over one year, levels say all."""
    targets = one, other
    return all(map(binds_each_year, targets)) and any(
        target.reading == "each-year" for target in targets
    )


def _of_one_year(target: Target, year: int) -> Corridor:
    """What growth in that year alone makes of the year before, whatever that was."""
    low, high = (None if edge is None else 1 + edge / 100 for edge in target.band.edges)
    basis = Basis("unknown", target.series, year - 1)
    return Corridor(target, year, year, None, None, None, basis, (low, high))


def as_growth(pair: Pair) -> AsGrowth | None:
    """The one as growth in the terms of the other; of two, of the one that counts from earlier.

    None unless there is growth that counts from one level alone.
    """
    found = []
    (edges, other_edges), one, other = pair.edges, pair.one, pair.other
    for growing, beside, compared_with in ((one, other, other_edges), (other, one, edges)):
        start = counts_from(growing, pair.common)
        if growing.target.kind == "growth" and growing.basis is not None and start is not None:
            years = growing.year - growing.basis.year
            low, high = (percent_a_year(start, edge, years) for edge in compared_with)
            found.append(AsGrowth(growing, beside, low, high))
    found = [rates for rates in found if (rates.low, rates.high) != (None, None)]
    return max(found, key=lambda rates: _span(rates.growth), default=None)


def counts_from(corridor: Corridor, common: Common | None) -> float | None:
    """The one level that it counts from, 1 being the common level; None if there is none."""
    basis = corridor.basis
    if basis is None:
        return None
    if common is not None:
        return 1.0 if (basis.series, basis.year) == (common.series, common.year) else None
    return basis.low if basis.kind == "figure" else None


def percent_a_year(start: Edge, end: Edge, years: int) -> float | None:
    """The constant yearly growth from one level to another, percent.

    None unless both are above zero.

    >>> round(percent_a_year(100, 121, 2), 9)
    10.0
    """
    rate = None if start is None or end is None else growth(start, end, years)
    return None if rate is None or not math.isfinite(rate) else 100 * rate


def _span(corridor: Corridor) -> int:
    return corridor.year - (corridor.basis.year if corridor.basis else corridor.year)


def _reaches(low: Edge, high: Edge) -> bool:
    return low is None or high is None or at_least(high, low)
