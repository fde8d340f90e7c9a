"""Which figure counts: what was known on a day, vintages, rival sources, the parts of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from exporttrack.assess.assessment import Note
from exporttrack.model.period import Period
from exporttrack.model.series import FigureStatus, Observation, Series

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
    """The one that counts for each period."""
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
    known = [one for one in observations if one.assumed or _known(one, as_of)]
    notes = [_aside(one) for one in known if one.status == "forecast" and not one.assumed]
    latest: dict[tuple[Period, str | None, bool], Observation] = {}
    for one in known:
        if one.status == "forecast" and not one.assumed:
            continue
        key = (one.period, one.source, one.assumed)
        if key not in latest or vintage(one) >= vintage(latest[key]):
            latest[key] = one
    rivals: defaultdict[Period, list[Observation]] = defaultdict(list)
    for one in latest.values():
        rivals[one.period].append(one)
    by_period: dict[Period, Observation] = {}
    for period in sorted(rivals):
        first, *others = sorted(rivals[period], key=lambda one: _rank(series, one), reverse=True)
        by_period[period] = first
        notes += [Note("assumed", series.id, period, used=first)] if first.assumed else []
        notes += [Note("rival", series.id, period, used=first, other=one) for one in others]
    return Figures(by_period, _years(series, by_period), tuple(notes))


def _known(one: Observation, as_of: date) -> bool:
    """A figure without any date is known when its period is over; none before it begins."""
    first_day = date(one.period.years[0], one.period.first % 12 + 1, 1)
    return first_day <= as_of and (one.known or one.period.last_day) <= as_of


def _aside(one: Observation) -> Note:
    return Note("forecast", one.series, one.period, used=one)


def _rank(series: Series, one: Observation) -> tuple[bool, int, tuple[date, datetime], int]:
    """Greatest is used: assumed, preferred source, later published, firmer."""
    source = (one.source or "").casefold()
    preferred = next(
        (at for at, words in enumerate(series.prefer) if words.casefold() in source),
        len(series.prefer),
    )
    return one.assumed, -preferred, vintage(one), _FIRMNESS.index(one.status)


def _years(series: Series, by_period: Mapping[Period, Observation]) -> dict[int, YearFigure]:
    within: defaultdict[int, list[Observation]] = defaultdict(list)
    for period, one in by_period.items():
        first, last = period.years
        if first == last:
            within[first].append(one)
    of_year = _flow_year if series.measure == "flow" else _stock_year
    found = {year: of_year(year, within[year]) for year in sorted(within)}
    return {year: figure for year, figure in found.items() if figure is not None}


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
    starting: defaultdict[int, list[Observation]] = defaultdict(list)
    for part in parts:
        if whole.first <= part.period.first and part.period.last <= whole.last:
            starting[part.period.first].append(part)
    # From the end backwards: the best cover of each tail is known before it is needed.
    tails: dict[int, tuple[Observation, ...]] = {whole.last + 1: ()}
    for month in sorted(starting, reverse=True):
        covers = [
            (part, *tails[part.period.last + 1])
            for part in starting[month]
            if part.period.last + 1 in tails
        ]
        if covers:
            tails[month] = min(covers, key=_plainness)
    return tails.get(whole.first)


def _plainness(cover: tuple[Observation, ...]) -> tuple[bool, int]:
    return not any(part.assumed for part in cover), len(cover)
