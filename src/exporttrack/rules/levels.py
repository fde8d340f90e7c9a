"""What figures and targets make of the level of a series in a year; so, what each target allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from exporttrack.model.target import Target, Targets
from exporttrack.rules.corridors import Basis, BasisKind, Corridor, Edge, binds_each_year, both
from exporttrack.rules.figures import Figures, YearFigure
from exporttrack.rules.measures import Point, path_of, sum_of
from exporttrack.rules.methods import grown
from exporttrack.rules.projection import PRIORS, project


def corridors(targets: Targets, known: Mapping[str, Figures]) -> Iterator[Corridor]:
    """What each target asks for in its last year, in the order of the file.

    Growth that is read each year binds every year of it, so it has a corridor wherever another
    target of the series ends, too. An average binds no year but the last.
    """
    ends = {(target.series, target.by) for target in targets.targets}
    levels = _Levels(targets, known)
    for target in targets.targets:
        for year in range(target.first or target.by, target.by + 1):
            if year == target.by or (binds_each_year(target) and (target.series, year) in ends):
                corridor = levels.corridor(target, year)
                if corridor is not None:
                    yield corridor


class _Levels:
    """What figures and targets say of the level of a series in a year; each is made once."""

    def __init__(self, targets: Targets, known: Mapping[str, Figures]) -> None:
        self._targets = targets
        self._known = known
        self._made: dict[tuple[int, int], Corridor | None] = {}
        self._of_series: defaultdict[str, list[Target]] = defaultdict(list)
        for target in targets.targets:
            self._of_series[target.series].append(target)

    def corridor(self, target: Target, year: int) -> Corridor | None:
        """None while it is being made: of two series each a share of the other."""
        key = id(target), year
        if key not in self._made:
            self._made[key] = None
            self._made[key] = self._corridor(target, year)
        return self._made[key]

    def _corridor(self, target: Target, year: int) -> Corridor:
        figures = self._known[target.series]
        if target.kind in ("level", "total"):
            first = target.first if target.kind == "total" and target.first else year
            known = figures.years.get(year) if first == year else _sum(target, figures)
            return Corridor(target, first, year, *target.band.edges, known)
        basis = self._total(target, year) if target.kind == "share" else self._base(target, year)
        low, high = (_factor(target, edge, year - basis.year) for edge in target.band.edges)
        found = Corridor(
            target, year, year, None, None, figures.years.get(year), basis, (low, high)
        )
        return _levels_of(found) if found.known else found

    def _base(self, target: Target, year: int) -> Basis:
        """Published, or as published rates have it; else what is expected of it."""
        base = _point(target, self._known)
        if base is None or base.year >= year:
            return self._expected(target, target.series, _base_year(target))
        value = float(base.value)
        kind: BasisKind = "figure" if value > 0 else "not-positive"
        return Basis(
            kind, target.series, base.year, value, value, None, base.figures, base.published
        )

    def _total(self, target: Target, year: int) -> Basis:
        series = target.total or ""
        figure = self._known[series].years.get(year)
        if figure is None:
            return self._expected(target, series, year)
        value = float(figure.value)
        kind: BasisKind = "figure" if value > 0 else "not-positive"
        return Basis(kind, series, year, value, value, figures=figure.parts)

    def _expected(self, asking: Target, series: str, year: int) -> Basis:
        """What another target makes of an unpublished level, else its trend."""
        stated = [self.corridor(other, year) for other in self._saying(asking, series, year)]
        found = [one for one in stated if one is not None]
        for one in found:
            # From zero or below nothing grows, and it has no share.
            low = None if one.low is None or one.low < 0 else one.low
            if (low is not None or one.high is not None) and (one.high is None or one.high > 0):
                return Basis("target", series, year, low, one.high, one)
        trend = self._trend(series, year)
        return trend or Basis("unknown", series, year, through=found[0] if found else None)

    def _saying(self, asking: Target, series: str, year: int) -> list[Target]:
        """The targets that say what the level is to be, best first.

        An earlier phase of the same target, then those that bind that year, then two-sided ones;
        for the total of a share also growth that is under way.
        """
        saying = [
            one
            for one in self._of_series[series]
            if _binds(one, year) or (asking.kind == "share" and _under_way(one, year))
        ]
        return sorted(
            saying,
            key=lambda one: (
                one.name != asking.name,
                not _binds(one, year),
                one.band.min is None or one.band.max is None,
            ),
        )

    def _trend(self, series: str, year: int) -> Basis | None:
        """The 80 % interval of the figures up to then, carried forward; None without one."""
        used = [figure for at, figure in self._known[series].years.items() if at < year]
        if not used:
            return None
        prior = PRIORS.get(self._targets.series[series].prior or "")
        points = [(figure.year, float(figure.value)) for figure in used]
        found = project(points, year, (None, None), prior=prior)
        if found.low is None or found.high is None:
            return None
        parts = tuple(part for figure in used for part in figure.parts)
        return Basis("trend", series, year, found.low, found.high, figures=parts)


def _binds(target: Target, year: int) -> bool:
    """It says something of the level in that year alone."""
    if target.kind == "total":
        return target.first == target.by == year
    return target.by == year or (binds_each_year(target) and _under_way(target, year))


def _under_way(target: Target, year: int) -> bool:
    return target.kind == "growth" and (target.first or target.by) <= year <= target.by


def _base_year(target: Target) -> int:
    """A target made in a program may name none: then the year before its last."""
    return target.by - 1 if target.base_year is None else target.base_year


def _point(target: Target, known: Mapping[str, Figures]) -> Point | None:
    """The base of the target's path; an index of published rates alone is no level."""
    path = path_of(target, known)
    return None if path.is_index else path.base


def _sum(target: Target, figures: Figures) -> YearFigure | None:
    """The sum of a total, once every year of it is known."""
    found = sum_of(target, figures)
    if found is None or found.missing or found.last != target.by:
        return None
    return YearFigure(target.by, found.value, found.figures)


def _factor(target: Target, edge: Edge, years: int) -> Edge:
    if edge is None:
        return None
    if target.kind == "share":
        return edge / 100
    return grown(1.0, edge / 100, years if target.kind == "growth" else 1)


def _levels_of(corridor: Corridor) -> Corridor:
    """The corridor with its levels; without them, saying so, where they are beyond any number."""
    basis = corridor.basis
    if basis is None:
        return corridor
    low, high = both((basis.low, basis.high), corridor.factors)
    wanted = zip((basis.low, basis.high), corridor.target.band.edges, (low, high), strict=True)
    if any(None not in (start, edge) and end is None for start, edge, end in wanted):
        return replace(corridor, basis=replace(basis, kind="beyond"))
    return replace(corridor, low=low, high=high)
