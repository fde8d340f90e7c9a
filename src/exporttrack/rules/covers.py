"""Which periods make up another: a year of its months, a plan's years of whatever there is.

It depends on the periods alone, and the series of one archive have the same: each is found once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

from exporttrack.model.period import Period

Cover = tuple[Period, ...]
NONE: frozenset[Period] = frozenset()


@lru_cache(maxsize=1024)
def exact_cover(
    whole: Period, periods: tuple[Period, ...], assumed: frozenset[Period] = NONE
) -> Cover | None:
    """The fewest of the periods that cover `whole` exactly once, in order; None when none do.

    A figure for the whole period is the cover with one part. An assumed part is taken before any
    other, whatever their number.

    >>> halves = Period(24288, 24293), Period(24294, 24299)
    >>> exact_cover(Period.year(2024), halves) == halves
    True
    """
    return _best_covers(whole, periods, assumed, gaps=False).get(whole.first)


@lru_cache(maxsize=1024)
def cover_with_gaps(
    whole: Period, periods: tuple[Period, ...], assumed: frozenset[Period] = NONE
) -> Cover:
    """Those that cover as many years of `whole` as can be, each exactly once, in order.

    Years that no periods cover are left out.
    """
    return _best_covers(whole, periods, assumed, gaps=True)[whole.first]


def _best_covers(
    whole: Period, periods: Collection[Period], assumed: frozenset[Period], *, gaps: bool
) -> dict[int, Cover]:
    """First month -> the best cover from there to the end, for every month that has one."""
    starting: defaultdict[int, list[Period]] = defaultdict(list)
    for period in periods:
        if whole.first <= period.first and period.last <= whole.last:
            starting[period.first].append(period)
    januaries = range(whole.first, whole.last, 12) if gaps else ()
    tails: dict[int, Cover] = {whole.last + 1: ()}

    def order(cover: Cover) -> tuple[int, bool, int]:
        return -sum(one.months for one in cover), assumed.isdisjoint(cover), len(cover)

    # From the end backwards: the best cover of each tail is known before it is needed.
    for month in sorted({*starting, *januaries}, reverse=True):
        covers = [
            (period, *tails[period.last + 1])
            for period in starting[month]
            if period.last + 1 in tails
        ]
        if month in januaries:
            covers.append(tails[month + 12])
        if covers:
            tails[month] = min(covers, key=order)
    return tails


@lru_cache(maxsize=64)
def covers_of_years(
    periods: tuple[Period, ...], assumed: frozenset[Period] = NONE
) -> dict[int, Cover]:
    """Of each year that they make up, what it is the sum of; ascending."""
    found = {
        year: exact_cover(Period.year(year), within, assumed)
        for year, within in _within_years(periods).items()
    }
    return {year: cover for year, cover in found.items() if cover is not None}


@lru_cache(maxsize=64)
def ends_of_years(
    periods: tuple[Period, ...], assumed: frozenset[Period] = NONE
) -> dict[int, Cover]:
    """Of each year its last part; of two that end alike the assumed, else the longer. Ascending."""
    return {
        year: (max(within, key=lambda one: (one.last, one in assumed, one.months)),)
        for year, within in _within_years(periods).items()
    }


def _within_years(periods: Collection[Period]) -> dict[int, tuple[Period, ...]]:
    """The periods that lie within one year, year by year."""
    within: defaultdict[int, list[Period]] = defaultdict(list)
    for period in periods:
        first, last = period.years
        if first == last:
            within[first].append(period)
    return {year: tuple(within[year]) for year in sorted(within)}
