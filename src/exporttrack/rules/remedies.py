"""What would reconcile two targets: another base, another rate, another share."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from exporttrack.model.target import Target
from exporttrack.rules.corridors import Basis, Corridor, Edge, Edges
from exporttrack.rules.figures import Figures
from exporttrack.rules.measures import position
from exporttrack.rules.pairs import Common, Pair, bound_by_rates, counts_from, percent_a_year


@dataclass(frozen=True, slots=True)
class Remedy:
    """What one of two targets would need to reach the near edge of the other."""

    corridor: Corridor
    basis: Basis
    """Of the corridor."""
    common: Common | None
    """The level that both hang on, where there is one; it then needs no figure."""
    edge: float
    """In the unit of the series; as a multiple of the common level where there is one."""
    base: Edges
    """The basis from which the highest and the lowest factor lead to the edge. None for a factor
    that is not stated, and where both hang on one level: that changes nothing."""
    since: int | None
    """The year of `latest`, or of the common level."""
    latest: float | None
    """The basis where it is published, else the last figure before it."""
    needed: Edges
    """What the target would have to say instead, percent: of growth, a year from `since` on; of a
    change or a share, of the basis at its high and at its low end. None where nothing would do."""

    @property
    def times(self) -> Edges:
        """How many times the latest figure that basis is."""
        low, high = self.base
        return _ratio(low, self.latest), _ratio(high, self.latest)


def remedies(pair: Pair, known: Mapping[str, Figures]) -> Iterator[Remedy]:
    """For each of the two that counts from something: what would take it to the other."""
    for one in _to_the_edge(pair, known):
        yield one if _fits(one, pair) else replace(one, needed=(None, None))


def _fits(one: Remedy, pair: Pair) -> bool:
    """Two that bind the growth of each year need growth in common; a level is not enough."""
    targets = pair.one.target, pair.other.target
    if not bound_by_rates(*targets):
        return True
    other = targets[one.corridor is pair.one]
    rates = [rate for rate in one.needed if rate is not None]
    return all(position(rate, other.band.edges) == "inside" for rate in rates)


def _to_the_edge(pair: Pair, known: Mapping[str, Figures]) -> Iterator[Remedy]:
    gap_low, gap_high = pair.overlap
    for corridor in (pair.one, pair.other):
        edge = gap_high if corridor is pair.lower else gap_low
        if corridor.basis is None or edge is None or edge <= 0:
            continue
        if pair.common is None:
            yield _from_levels(corridor, corridor.basis, edge, known)
        elif counts_from(corridor, pair.common) is not None:
            since = corridor.basis.year
            needed = _needed(corridor.target, edge, corridor.year - since, (1.0, 1.0))
            nothing: Edges = (None, None)
            yield Remedy(corridor, corridor.basis, pair.common, edge, nothing, since, None, needed)


def _from_levels(
    corridor: Corridor, basis: Basis, edge: float, known: Mapping[str, Figures]
) -> Remedy:
    low, high = corridor.factors
    base = _ratio(edge, high), _ratio(edge, low)
    since, latest = _latest(basis, known[basis.series])
    years = 0 if since is None else corridor.year - since
    growing = corridor.target.kind == "growth"
    start = (latest, latest) if growing else (basis.low, basis.high)
    needed = _needed(corridor.target, edge, years, start)
    return Remedy(corridor, basis, None, edge, base, since, latest, needed)


def _latest(basis: Basis, figures: Figures) -> tuple[int | None, Edge]:
    """The basis itself where it is published, else the last figure before it."""
    if basis.kind == "figure":
        return basis.year, basis.low
    year = max((year for year in figures.years if year < basis.year), default=None)
    return (None, None) if year is None else (year, float(figures.years[year].value))


def _needed(target: Target, edge: float, years: int, start: Edges) -> Edges:
    """The percentage that leads from the high and from the low end of `start` to the edge."""
    low, high = start
    if target.kind == "growth":
        return percent_a_year(high, edge, years), percent_a_year(low, edge, years)
    parts = _ratio(100 * edge, high), _ratio(100 * edge, low)
    if target.kind == "share":
        # More than the whole is no share.
        return parts if all(part is None or part <= 100 for part in parts) else (None, None)
    at_high, at_low = (None if part is None else part - 100 for part in parts)
    return at_high, at_low


def _ratio(one: Edge, other: Edge) -> float | None:
    if one is None or other is None or other <= 0:
        return None
    return ratio if math.isfinite(ratio := one / other) else None
