"""Two targets in sentences: how far apart they are, or what both hold."""

from __future__ import annotations

from collections.abc import Iterator

from exporttrack.render import numbers
from exporttrack.render.coherence_words import (
    Near,
    band,
    beside,
    factors,
    far_edge,
    level,
    levels,
    meaning,
    place,
    say,
    series_of,
    span,
    years_of,
)
from exporttrack.render.language import listed
from exporttrack.render.path import apart as told_apart
from exporttrack.render.safe import safe
from exporttrack.rules.coherence import Coherence
from exporttrack.rules.corridors import Corridor, Edges
from exporttrack.rules.pairs import AsGrowth, Common, Pair, as_growth


def apart(found: Coherence, pair: Pair) -> str:
    """What a conflict is about, and how wide the gap is."""
    where = place(found, pair.one)
    if pair.common is not None:
        in_each = _each_year(found, pair.one.year, pair.common)
        return say("apart-common", place=in_each or where, common=_common(found, pair))
    low, high = pair.overlap
    gap = (high or 0.0) - (low or 0.0)
    return say("apart", place=where, gap=level(gap, found.series[pair.one.target.series].unit))


def meaning_beside(found: Coherence, pair: Pair, corridor: Corridor) -> str:
    """What one of the two means; rounded, its numbers still differ from the other's."""
    mine, theirs = pair.edges if corridor is pair.one else pair.edges[::-1]
    if pair.common is None:
        return say("means", meaning=meaning(found, corridor, beside(found, corridor)))
    if pair.common.last is not None:
        stated = dict(zip(mine, factors(corridor), strict=True))
        of_year = span(mine, lambda end, _: stated[end])
        return say("multiples-alone", range=of_year, common=_common(found, pair))
    steps = listed(_products(pair, corridor, mine, theirs))
    return say(
        "multiples" if steps else "multiples-alone",
        range=_times(mine, theirs),
        common=_common(found, pair),
        steps=steps,
    )


def both_hold(found: Coherence, pair: Pair) -> str:
    """What is in both, and what the one is in the terms of the other."""
    unit, near = found.series[pair.one.target.series].unit, beside(found, pair.one)
    text = say(
        "both-hold" if pair.common is None else "both-hold-common",
        place=place(found, pair.one),
        one=safe(pair.one.target.id),
        other=safe(pair.other.target.id),
        range=levels(pair.overlap, unit, near) if pair.common is None else _times(pair.overlap),
        common=_common(found, pair),
    )
    rates = as_growth(pair)
    return text + _as_growth(found, rates) if rates else text


def would_count(found: Coherence, pair: Pair) -> str:
    """That going beyond a band would count as met, though it is not what is stated; or nothing."""
    one = pair.would_count
    if one is None:
        return ""
    key = "counts-below" if one.lower_is_better else "counts-above"
    return say(key, edge=far_edge(found, one), target=safe(one.id))


def _common(found: Coherence, pair: Pair) -> str:
    """The level that both hang on."""
    if pair.common is None:
        return ""
    if pair.common.last is not None:
        return say("year-before")
    series = series_of(found, pair.common.series)
    return say("common", series=series, year=pair.common.year)


def _each_year(found: Coherence, first: int, common: Common) -> str:
    """The series and the years in which two bands of growth are compared; nothing for levels."""
    if common.last is None:
        return ""
    return say(
        "place-each-year",
        common.last - common.year,
        series=series_of(found, common.series),
        years=years_of(first, common.last),
    )


def _times(edges: Edges, near: Near = ()) -> str:
    """How many times the level that both hang on."""
    return span(edges, lambda end, other: _multiple(end, (*near, *other)))


def _multiple(value: float, near: Near) -> str:
    edges = told_apart(value, *near)
    return numbers.plain(numbers.rounded(numbers.exact(value), numbers.DIGITS + 1, edges))


def _products(pair: Pair, corridor: Corridor, mine: Edges, theirs: Edges) -> Iterator[str]:
    """The factors on the way from the common level to the corridor, and what they come to.

    One that is the result itself is left out.
    """
    common = pair.common
    chain: list[tuple[str, str]] = []
    here: Corridor | None = corridor
    while here is not None and here.basis is not None and common is not None:
        chain.insert(0, factors(here))
        basis = here.basis
        here = None if (basis.series, basis.year) == (common.series, common.year) else basis.through
    for end, texts, other in zip(mine, zip(*chain, strict=True), mine[::-1], strict=True):
        result = "" if end is None else _multiple(end, (*theirs, other))
        if result and texts != (result,):
            yield say("equals", factors=" x ".join(texts), result=result)


def _as_growth(found: Coherence, rates: AsGrowth) -> str:
    growth = rates.growth.target
    edges = [edge for edge in growth.band.edges if edge is not None]
    return say(
        "as-growth",
        other=safe(rates.other.target.id),
        rates=span(
            (rates.low, rates.high),
            lambda end, other: numbers.rate(end / 100, [*edges, *told_apart(end, *other)]),
        ),
        year=rates.growth.basis.year if rates.growth.basis else "",
        growth=safe(growth.id),
        band=band(found, growth),
    )
