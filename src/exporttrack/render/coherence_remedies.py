"""What would reconcile two targets, in sentences with the way to each number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from exporttrack.model.series import PERCENT
from exporttrack.render import numbers
from exporttrack.render.coherence_words import (
    Near,
    factors,
    level,
    levels,
    say,
    series_of,
    span,
    worked,
    years_of,
)
from exporttrack.render.language import listed
from exporttrack.render.path import around
from exporttrack.render.safe import safe
from exporttrack.rules.coherence import Coherence
from exporttrack.rules.corridors import Edges
from exporttrack.rules.remedies import Remedy

_NEARLY = 0.15
"""Relative: this near to a whole number, a multiple may be called by it."""


def remedy(found: Coherence, one: Remedy) -> Iterator[str]:
    """The basis that a target would need, and what it would have to say instead."""
    if one.base != (None, None):
        yield _base(found, one)
    if one.needed != (None, None):
        yield _needed(found, one)


def _base(found: Coherence, one: Remedy) -> str:
    unit = found.series[one.basis.series].unit
    is_share = one.corridor.target.kind == "share"
    return say(
        "base-share" if is_share else "base",
        target=safe(one.corridor.target.id),
        range=levels(one.base, unit, (one.latest,)),
        year=one.basis.year,
        series=series_of(found, one.basis.series),
        steps=listed(_divisions(one, unit)),
        compared=_compared(one, unit),
    )


def _divisions(one: Remedy, unit: str) -> Iterator[str]:
    """The edge / factor = the basis, first at the highest factor."""
    low, high = one.base
    ends = zip(one.corridor.factors[::-1], factors(one.corridor)[::-1], strict=True)
    for (factor, text), base, other in zip(ends, (low, high), (high, low), strict=True):
        if factor is not None and base is not None:
            result = partial(_quotient, factor, unit, (one.latest, other))
            (value,) = worked([one.edge], result, partial(numbers.stated, unit=unit))
            yield say("divide", value=value, factor=text, result=result(one.edge))


def _quotient(factor: float, unit: str, near: Near, value: float) -> str:
    return level(value / factor, unit, near)


def _compared(one: Remedy, unit: str) -> str:
    """How that basis compares with what is published."""
    times = [value for value in one.times if value is not None]
    if not times or one.latest is None:
        return ""
    return say(
        "compared",
        times=_times(min(times), max(times)),
        latest=_latest(one, unit),
        since=one.since,
        which=say("which-base" if one.basis.kind == "figure" else "which-latest"),
    )


def _latest(one: Remedy, unit: str) -> str:
    """With digits enough to see how far from it the basis would have to be."""
    return "" if one.latest is None else level(one.latest, unit, [*around(one.latest, *one.base)])


def _times(low: float, high: float) -> str:
    """In words, where both are near one whole number.

    >>> _times(1.95, 2.24), _times(3.4, 5.6)
    ('about twice (1.95 to 2.24 times)', '3.4 to 5.6 times')
    >>> _times(0.892, 0.892)
    'about the same (0.892 times) as'
    """
    rounded = (numbers.rounded(numbers.exact(n), numbers.DIGITS, [1]) for n in (low, high))
    shown = [numbers.plain(one) for one in rounded]
    times = say("times", len(set(shown)), low=shown[0], high=shown[1])
    whole = round((low + high) / 2)
    if whole and all(abs(value / whole - 1) <= _NEARLY for value in (low, high)):
        return say("about", whole, times=times)
    return say("by-times", times=times)


def _needed(found: Coherence, one: Remedy) -> str:
    """What the target would have to say instead, and how one gets there."""
    kind, unit = one.corridor.target.kind, found.series[one.basis.series].unit
    latest = _latest(one, unit)
    if one.common is not None and one.common.last is not None:
        return _needed_each_year(one, one.common.year + 1, one.common.last)
    return say(
        f"with-{kind}",
        target=safe(one.corridor.target.id),
        range=span(one.needed, lambda end, _: _percent(one, end)),
        since=say("since" if latest else "since-year", latest=latest, year=one.since),
        base=one.basis.year,
        steps=listed(_ways(one, unit)),
    )


def _needed_each_year(one: Remedy, first: int, last: int) -> str:
    return say(
        "with-each-year",
        last - first + 1,
        target=safe(one.corridor.target.id),
        range=span(one.needed, lambda end, _: _percent(one, end)),
        years=years_of(first, last),
        steps=listed(_ways(one, "")),
    )


def _percent(one: Remedy, value: float) -> str:
    """As far from the stated band as it is."""
    edges = [edge for edge in one.corridor.target.band.edges if edge is not None]
    if one.corridor.target.kind == "share":
        return numbers.amount(value, PERCENT, edges)
    return numbers.rate(value / 100, edges)


def _ways(one: Remedy, unit: str) -> Iterator[str]:
    """The edge against each end of the basis = the percentage."""
    kind = one.corridor.target.kind
    years = one.corridor.year - (one.since or 0) if kind == "growth" else 1
    key = "part" if kind == "share" else "root"
    show: Callable[[Decimal], str] = partial(numbers.stated, unit=unit)
    if one.common is not None:
        key, show = f"{key}-common", numbers.plain
    result = partial(_result, one, years)
    for start, needed in zip(_starts(one), one.needed, strict=True):
        if start is not None and needed is not None:
            edge, base = worked([one.edge, start], result, show)
            yield say(key, years, one=edge, other=base, result=result(one.edge, start))


def _starts(one: Remedy) -> Edges:
    """What the two ends of `needed` are counted from."""
    if one.common is not None:
        return 1.0, 1.0
    if one.corridor.target.kind == "growth":
        return one.latest, one.latest
    return one.basis.high, one.basis.low


def _result(one: Remedy, years: int, edge: float, start: float) -> str:
    if one.corridor.target.kind == "share":
        return _percent(one, 100 * edge / start)
    return _percent(one, 100 * ((edge / start) ** (1 / years) - 1))
