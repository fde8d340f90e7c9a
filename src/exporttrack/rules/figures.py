"""Which figure counts: what was known on a day, vintages, rival sources, the parts of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from exporttrack.model.period import Period
from exporttrack.model.series import FigureStatus, Observation, Series
from exporttrack.rules.notes import Note

_FIRMNESS: tuple[FigureStatus | None, ...] = ("forecast", "estimate", "provisional", None, "final")
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class YearFigure:
    """What counts as the figure of a year."""

    year: int
    value: Decimal
    parts: tuple[Observation, ...]
    """The observation, or the parts of the year that were added up."""

    @property
    def period(self) -> Period:
        """The year; for a stock known only within the year, the last part."""
        return self.parts[0].period if len(self.parts) == 1 else Period.year(self.year)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one series that count on one day."""

    by_period: Mapping[Period, Observation]
    """The one that counts for each period of the series' own years."""
    years: Mapping[int, YearFigure]
    """Ascending; a year without a figure is not there."""
    notes: tuple[Note, ...] = ()


def vintage(observation: Observation) -> tuple[date, datetime]:
    """What orders revisions of one source: the day it was known, then when it was recorded."""
    return observation.known or date.min, observation.recorded or _NEVER


def least_firm(figures: Iterable[Observation]) -> FigureStatus | None:
    """The status of what is made from several figures: that of the least firm."""
    return min((figure.status for figure in figures), key=_FIRMNESS.index)


def counting(series: Series, observations: Sequence[Observation], as_of: date) -> Figures:
    """The figures of `series` that count on `as_of`.

    Known by then, the latest vintage of each source, one source for each period. Assumptions count
    above all else; a forecast never counts as an actual figure.
    """
    known = sorted((one for one in observations if one.assumed or is_known(one, as_of)), key=_order)
    notes = [_aside(one) for one in known if _is_forecast(one) and not one.withdrawn]
    latest: dict[tuple[Period, str, bool], Observation] = {}
    for one in known:
        if _is_forecast(one):
            continue
        key = (one.period, one.source_key, one.assumed)
        if key not in latest or vintage(one) >= vintage(latest[key]):
            latest[key] = one
    rivals: defaultdict[Period, list[Observation]] = defaultdict(list)
    for one in (one for one in latest.values() if not one.withdrawn):
        rivals[series.own_period(one.period)].append(one)
    by_period: dict[Period, Observation] = {}
    for period in sorted(rivals):
        first, *others = sorted(rivals[period], key=lambda one: _rank(series, one), reverse=True)
        by_period[period] = first
        at = first.period
        notes += [Note("assumed", series.id, at, used=first)] if first.assumed else []
        notes += [Note("rival", series.id, at, used=first, other=one) for one in others]
    return Figures(by_period, _years(series, by_period), tuple(notes))


def is_known(one: Observation, as_of: date) -> bool:
    """By its date; without one when its period is over. No figure is known before that begins."""
    first_day = date(one.period.years[0], one.period.first % 12 + 1, 1)
    return first_day <= as_of and (one.known or one.period.last_day) <= as_of


def _order(one: Observation) -> tuple[Period, str, tuple[date, datetime]]:
    """So that the order in which figures are given decides nothing, not even between equals."""
    return one.period, one.source_key, vintage(one)


def _is_forecast(one: Observation) -> bool:
    return one.status == "forecast" and not one.assumed


def _aside(one: Observation) -> Note:
    return Note("forecast", one.series, one.period, used=one)


def _rank(series: Series, one: Observation) -> tuple[bool, int, tuple[date, datetime], int]:
    """Greatest is used: assumed, preferred source, later published, firmer."""
    return one.assumed, -preference(series, one), vintage(one), _FIRMNESS.index(one.status)


def preference(series: Series, one: Observation) -> int:
    """The place of the figure's source among those that the series prefers; from 0, best first."""
    words = (at for at, word in enumerate(series.prefer) if word.casefold() in one.source_key)
    return next(words, len(series.prefer))


def _years(series: Series, by_period: Mapping[Period, Observation]) -> dict[int, YearFigure]:
    within: defaultdict[int, list[Observation]] = defaultdict(list)
    for one in in_own_years(by_period):
        first, last = one.period.years
        if first == last:
            within[first].append(one)
    of_year = _flow_year if series.measure == "flow" else _stock_year
    found = {year: of_year(year, within[year]) for year in sorted(within)}
    return {
        year: replace(figure, parts=tuple(by_period[part.period] for part in figure.parts))
        for year, figure in found.items()
        if figure is not None
    }


def in_own_years(by_period: Mapping[Period, Observation]) -> list[Observation]:
    """The figures with the periods of the series' own years, which can be added up to them."""
    return [
        one if one.period == period else replace(one, period=period)
        for period, one in by_period.items()
    ]


def _stock_year(year: int, parts: Sequence[Observation]) -> YearFigure:
    """The last value; of two that end alike, the one for the longer period."""
    last = max(parts, key=lambda one: (one.period.last, one.period.months))
    return YearFigure(year, last.value, (last,))


def _flow_year(year: int, parts: Sequence[Observation]) -> YearFigure | None:
    cover = exact_cover(Period.year(year), parts)
    if cover is None:
        return None
    return YearFigure(year, sum((one.value for one in cover), Decimal(0)), cover)


def exact_cover(whole: Period, parts: Iterable[Observation]) -> tuple[Observation, ...] | None:
    """The fewest parts that cover `whole` exactly once, in order; None when none do.

    A figure for the whole period is the cover with one part. An assumed part is taken before any
    other, whatever their number.
    """
    return _best_covers(whole, parts, gaps=False).get(whole.first)


def cover_with_gaps(whole: Period, parts: Iterable[Observation]) -> tuple[Observation, ...]:
    """The parts that cover as many years of `whole` as can be, each exactly once, in order.

    Years that no parts cover are left out.
    """
    return _best_covers(whole, parts, gaps=True)[whole.first]


def _best_covers(
    whole: Period, parts: Iterable[Observation], *, gaps: bool
) -> dict[int, tuple[Observation, ...]]:
    """First month -> the best cover from there to the end, for every month that has one."""
    starting: defaultdict[int, list[Observation]] = defaultdict(list)
    for part in parts:
        if whole.first <= part.period.first and part.period.last <= whole.last:
            starting[part.period.first].append(part)
    januaries = range(whole.first, whole.last, 12) if gaps else ()
    tails: dict[int, tuple[Observation, ...]] = {whole.last + 1: ()}
    # From the end backwards: the best cover of each tail is known before it is needed.
    for month in sorted({*starting, *januaries}, reverse=True):
        covers = [
            (part, *tails[part.period.last + 1])
            for part in starting[month]
            if part.period.last + 1 in tails
        ]
        if month in januaries:
            covers.append(tails[month + 12])
        if covers:
            tails[month] = min(covers, key=_order_of_covers)
    return tails


def _order_of_covers(cover: tuple[Observation, ...]) -> tuple[int, bool, int]:
    months = sum(part.period.months for part in cover)
    return -months, not any(part.assumed for part in cover), len(cover)


def ordered(figures: Iterable[Observation]) -> tuple[Observation, ...]:
    """Each once, oldest period first."""
    once = {id(figure): figure for figure in figures}.values()
    return tuple(sorted(once, key=lambda one: (one.period, one.series)))
