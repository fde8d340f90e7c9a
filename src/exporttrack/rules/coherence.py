"""Whether targets can be met together: which corridors do not overlap, and what would help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from exporttrack.model.actuals import Actuals, Input
from exporttrack.model.series import Series
from exporttrack.model.target import Targets
from exporttrack.rules.corridors import Corridor, Place
from exporttrack.rules.figures import counting
from exporttrack.rules.levels import corridors
from exporttrack.rules.pairs import Pair, compared, rates_apart
from exporttrack.rules.remedies import Remedy, remedies


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pair that cannot both be met as stated, and what would reconcile it."""

    pair: Pair
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Coherence:
    """What the targets of a file mean for each other, on one day."""

    title: str
    as_of: date
    corridors: tuple[Corridor, ...]
    """At least one a target, in the order of the file."""
    alike: Mapping[Place, Sequence[Corridor]]
    """The same by what they can be compared in."""
    conflicts: tuple[Conflict, ...]
    fits: tuple[Pair, ...]
    series: Mapping[str, Series]
    inputs: tuple[Input, ...]


def coherence(targets: Targets, actuals: Actuals, *, as_of: date) -> Coherence:
    """Every corridor that the targets imply by what was known on `as_of`, and every pair of them.

    Two targets of one series and year (of the same years, for sums) conflict when no level is in
    both. Where both hang on one unpublished level, they conflict when they do so whatever it is.
    Two that bind each year conflict, too, when no growth is in the bands of both.
    """
    of_series = actuals.by_series()
    known = {
        name: counting(series, of_series.get(name, ()), as_of)
        for name, series in targets.series.items()
    }
    found = tuple(corridors(targets, known))
    alike = _alike(found)
    pairs = list(_pairs(alike.values()))
    inputs = (*([targets.input] if targets.input else []), *actuals.inputs)
    return Coherence(
        title=targets.title,
        as_of=as_of,
        corridors=found,
        alike=alike,
        conflicts=tuple(
            Conflict(pair, tuple(remedies(pair, known))) for pair in pairs if not pair.fits
        ),
        fits=tuple(pair for pair in pairs if pair.fits),
        series=targets.series,
        inputs=inputs,
    )


def _alike(corridors: Iterable[Corridor]) -> dict[Place, list[Corridor]]:
    found: defaultdict[Place, list[Corridor]] = defaultdict(list)
    for one in corridors:
        found[one.place].append(one)
    return dict(found)


def _pairs(alike: Iterable[Sequence[Corridor]]) -> Iterator[Pair]:
    """Those of the same series and years that can be compared."""
    for same in alike:
        for one, other in combinations(same, 2):
            pair = _pair(one, other)
            if pair is not None:
                yield pair


def _pair(one: Corridor, other: Corridor) -> Pair | None:
    """By their growth, once for all years of both, if that is apart; else by their levels."""
    rates = rates_apart(one, other)
    if rates is None or rates.common is None:
        return compared(one, other)
    return rates if one.year == rates.common.last else None
