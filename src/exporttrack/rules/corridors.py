"""The levels of a series that a target allows in a year, and what they are counted from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.rules.figures import YearFigure

Edge = float | None
Edges = tuple[Edge, Edge]
"""The lower and the upper end; None for an open side."""
Place = tuple[str, int, int]
"""A series, and the first and the last of the years in which it is looked at."""

BasisKind = Literal["figure", "target", "trend", "unknown", "not-positive", "beyond"]
"""Known, expected by another target or by the trend; or why there is none: nothing is known, a
figure from which nothing grows, a level beyond any number."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The level that growth, a change or a share is counted from."""

    kind: BasisKind
    series: str
    """For a share, its total."""
    year: int
    """The first later year that has a figure, where the one that is meant has none."""
    low: Edge = None
    high: Edge = None
    """The same as `low` for a figure; the 80 % interval of a trend."""
    through: Corridor | None = None
    """What another target says of that level; only where no figure does."""
    figures: tuple[Observation, ...] = ()
    """What it is made from."""
    as_published: bool = False
    """Made with a growth rate as published."""

    @property
    def assumed(self) -> bool:
        """An assumption is among its figures."""
        return any(figure.assumed for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Corridor:
    """The levels of a series in a year that a target allows, both ends included."""

    target: Target
    first: int
    """The first year of a sum; else the year itself."""
    year: int
    low: Edge
    high: Edge
    """In the unit of the series; None for an open side."""
    figure: YearFigure | None = None
    """What is known of that year."""
    basis: Basis | None = None
    """None where the levels themselves are stated."""
    factors: Edges = (None, None)
    """The basis is multiplied by these."""

    @property
    def place(self) -> Place:
        """What it shares with those that it can be compared with."""
        return self.target.series, self.first, self.year

    @property
    def known(self) -> bool:
        """Its levels can be told."""
        return self.basis is None or self.basis.kind in ("figure", "target", "trend")


def binds_each_year(target: Target) -> bool:
    """It is growth whose every year has to be in the band: read each year, or of one year."""
    return target.kind == "growth" and (
        target.reading == "each-year" or target.first in (None, target.by)
    )


def multiples(corridor: Corridor) -> dict[tuple[str, int], Edges]:
    """What the corridor is as a multiple of each unpublished level that it hangs on, nearest first.

    Two that hang on one level can be compared whatever that level is.
    """
    found: dict[tuple[str, int], Edges] = {}
    edges: Edges = (1.0, 1.0)
    here: Corridor | None = corridor
    while here and here.basis and here.basis.kind in ("target", "trend", "unknown"):
        edges = both(edges, here.factors)
        # Of two series that are shares of each other a level may come again: the nearer counts.
        found.setdefault((here.basis.series, here.basis.year), edges)
        here = here.basis.through
    return found


def both(one: Edges, other: Edges) -> Edges:
    """The products of the two lower and of the two upper ends; None where one is open."""
    return _product(one[0], other[0]), _product(one[1], other[1])


def _product(one: Edge, other: Edge) -> Edge:
    if one is None or other is None:
        return None
    return product if math.isfinite(product := one * other) else None
