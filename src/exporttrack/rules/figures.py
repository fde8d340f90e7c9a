"""Which figure counts: what was known on a day, vintages, rival sources, the parts of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from exporttrack.model.period import Period
from exporttrack.model.series import FigureStatus, Observation, Series, known_day
from exporttrack.rules.covers import NONE, covers_of_years, ends_of_years
from exporttrack.rules.notes import Note

_FIRMNESS: tuple[FigureStatus | None, ...] = ("forecast", "estimate", "provisional", None, "final")
_NEVER = datetime.min.replace(tzinfo=UTC)
_NOTHING = Decimal(0)


class YearFigure(NamedTuple):
    """What counts as the figure of a year."""

    year: int
    value: Decimal
    parts: tuple[Observation, ...]
    """The observation, or the parts of the year that were added up."""

    @property
    def period(self) -> Period:
        """The year; for a stock known only within the year, the last part."""
        return self.parts[0].period if len(self.parts) == 1 else Period.year(self.year)


class Figures(NamedTuple):
    """The figures of one series that count on one day."""

    by_period: Mapping[Period, Observation]
    """The one that counts for each period of the series' own years."""
    years: Mapping[int, YearFigure]
    """Ascending; a year without a figure is not there."""
    notes: tuple[Note, ...] = ()
    assumed: frozenset[Period] = NONE
    """The periods of those that are assumed."""


def vintage(observation: Observation) -> tuple[date, datetime]:
    """What orders revisions of one source: the day it was known, then when it was recorded."""
    return observation.known or date.min, observation.recorded or _NEVER


def published_from(observation: Observation) -> tuple[date, datetime]:
    """What orders rival figures: the day of publication, else the moment of recording.

    Which of two that are published on one day was entered first says nothing of them.
    """
    day, moment = vintage(observation)
    return day, moment if observation.published is None else _NEVER


Subject = tuple[Period, str]
"""What the vintages of a figure have in common: the period in the series' own years, the source."""


def subject_in(series: Series) -> Callable[[Observation], Subject]:
    """What a record of `series` is a vintage of, however its period is written.

    >>> from exporttrack.model.period import parse_period
    >>> of = subject_in(Series("s", "USD", fiscal_year_start=7))
    >>> year = Observation("s", parse_period("2025"), Decimal(1), source="GSO")
    >>> of(year) == of(year._replace(period=parse_period("2024-07/2025-06"), source="gso"))
    True
    """
    if series.fiscal_year_start == 1:
        return attrgetter("period", "source_key")
    return lambda one: (series.own_period(one.period), one.source_key)


def least_firm(figures: Iterable[Observation]) -> FigureStatus | None:
    """The status of what is made from several figures: that of the least firm."""
    return min((figure.status for figure in figures), key=_FIRMNESS.index)


def counting(series: Series, observations: Sequence[Observation], as_of: date) -> Figures:
    """The figures of `series` that count on `as_of`.

    Known by then, the latest vintage of each source, one source for each period. Assumptions count
    above all else; a forecast never counts as an actual figure, and is noted.
    """
    alone = _each_alone(series, observations, as_of)
    if alone is not None:
        return Figures(alone, _years(series, alone, NONE))
    latest = _latest(series, observations, as_of)
    notes = [
        Note("forecast", series.id, one.period, used=one) for one in latest if _is_forecast(one)
    ]
    rivals: defaultdict[Period, list[Observation]] = defaultdict(list)
    for one in latest:
        if not _is_forecast(one):
            rivals[series.own_period(one.period)].append(one)
    by_period: dict[Period, Observation] = {}
    for period in sorted(rivals):
        first, *others = sorted(rivals[period], key=lambda one: _rank(series, one), reverse=True)
        by_period[period] = first
        notes += _beside(series, first, others)
    assumed = frozenset(period for period, one in by_period.items() if one.assumed)
    return Figures(by_period, _years(series, by_period, assumed), tuple(notes), assumed)


def _latest(series: Series, observations: Sequence[Observation], as_of: date) -> list[Observation]:
    """The latest figure and the latest forecast of each source for each period, unless withdrawn.

    By period and source, so that the order in which records are given decides nothing.
    """
    subject = subject_in(series)
    latest: dict[tuple[Subject, bool, bool], Observation] = {}
    for one in observations:
        if not (one.assumed or is_known(series, one, as_of)):
            continue
        forecast = _is_forecast(one)
        both = one.withdrawn and not forecast
        for of_forecasts in (False, True) if both else (forecast,):
            key = subject(one), one.assumed, of_forecasts
            if key not in latest or vintage(one) >= vintage(latest[key]):
                latest[key] = one
    return [latest[key] for key in sorted(latest) if not latest[key].withdrawn]


def _beside(series: Series, first: Observation, others: Sequence[Observation]) -> list[Note]:
    """What a figure that is used stands before: its rivals, or what it is assumed in place of."""
    if first.assumed:
        instead = others[0] if others else None
        return [Note("assumed", series.id, first.period, used=first, other=instead)]
    return [Note("rival", series.id, first.period, used=first, other=one) for one in others]


def _each_alone(
    series: Series, observations: Sequence[Observation], as_of: date
) -> dict[Period, Observation] | None:
    """The figures by their periods, where each is alone with its own and counts: nothing to weigh.

    None where any of them is not known yet, withdrawn, assumed or a forecast.
    """
    if not observations:
        return {}
    columns = zip(*observations, strict=True)
    _, periods, values, statuses, published, _, _, _, recorded, _, _, assumptions = columns
    own = series.own_periods(periods)
    covered = periods if own is periods else tuple(map(series.covered, periods))
    order = _order_of_known(own, covered, published, recorded, as_of)
    if (
        order is None
        or "forecast" in statuses
        or True in assumptions
        or any(map(Decimal.is_nan, values))
    ):
        return None
    return {own[at]: observations[at] for at in order}


@lru_cache(maxsize=64)  # the series of an archive are published on the same days
def _order_of_known(
    own: tuple[Period, ...],
    covered: tuple[Period, ...],
    published: tuple[date | Period | None, ...],
    recorded: tuple[datetime | None, ...],
    as_of: date,
) -> tuple[int, ...] | None:
    """Where each figure stands among all, oldest period first.

    None where two are of one period, or one was not known on the day.
    """
    figures = zip(covered, published, recorded, strict=True)
    are_known = all(
        known_from(period, known_day(day, moment)) <= as_of for period, day, moment in figures
    )
    if not are_known or len(set(own)) < len(own):
        return None
    return tuple(sorted(range(len(own)), key=own.__getitem__))


def is_known(series: Series, one: Observation, as_of: date) -> bool:
    """Whether a figure, not an assumption, was known on a day."""
    covered = series.covered(one.period)
    if _is_forecast(one):  # of a year to come, too: it counts on no day
        return (one.known or covered.last_day) <= as_of
    return known_from(covered, one.known) <= as_of


def known_from(covered: Period, known: date | None) -> date:
    """The day from which a figure of these months of the calendar is known.

    That of its date; without one the last of the months. None is known before they begin.
    """
    first_day = date(covered.years[0], covered.first % 12 + 1, 1)
    return max(first_day, known or covered.last_day)


def _is_forecast(one: Observation) -> bool:
    """It is never judged: somebody's forecast, unless it is assumed."""
    return one.status == "forecast" and not one.assumed


def _rank(series: Series, one: Observation) -> tuple[bool, int, tuple[date, datetime], int]:
    """Greatest is used: assumed, preferred source, later published, firmer."""
    preferred, firmness = -preference(series, one), _FIRMNESS.index(one.status)
    return one.assumed, preferred, published_from(one), firmness


def preference(series: Series, one: Observation) -> int:
    """The place of the figure's source among those that the series prefers; from 0, best first."""
    words = (at for at, word in enumerate(series.prefer) if word.casefold() in one.source_key)
    return next(words, len(series.prefer))


def _years(
    series: Series, by_period: Mapping[Period, Observation], assumed: frozenset[Period]
) -> dict[int, YearFigure]:
    periods, of_year = tuple(by_period), _flow_year
    if series.measure == "flow":
        covers = covers_of_years(periods, assumed)
    else:
        covers, of_year = ends_of_years(periods, assumed), _stock_year
    return {
        year: of_year(year, tuple(map(by_period.__getitem__, cover)))
        for year, cover in covers.items()
    }


def _flow_year(year: int, parts: tuple[Observation, ...]) -> YearFigure:
    return YearFigure(year, sum([one.value for one in parts], _NOTHING), parts)


def _stock_year(year: int, parts: tuple[Observation, ...]) -> YearFigure:
    return YearFigure(year, parts[0].value, parts)


def ordered(figures: Iterable[Observation]) -> tuple[Observation, ...]:
    """Each once, oldest period first."""
    found = list(figures)
    once = dict(zip(map(id, found), found, strict=True)).values()
    return tuple(sorted(once, key=attrgetter("period", "series")))
