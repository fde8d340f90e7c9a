"""A series, and one figure of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from exporttrack.model.period import Period

Measure = Literal["flow", "stock"]
FigureStatus = Literal["final", "provisional", "estimate", "forecast"]
FIGURE_STATUSES: tuple[FigureStatus, ...] = get_args(FigureStatus)
PERCENT = "percent"
WITHDRAWN = "withdrawn"
"""Written in place of a value: the source's figure for the period was wrong."""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one subject."""

    id: str
    unit: str
    """`USD`, `percent`, or any words, as `jobs`."""
    title: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The title in other languages, by language code."""
    measure: Measure = "flow"
    """`flow`: months add up to the year; `stock`: the year is its last value."""
    prefer: tuple[str, ...] = ()
    """Words of the sources whose figure is used where sources differ, best first."""
    prior: str | None = None
    """Name of what projections borrow from, as `exports`."""
    codes: tuple[str, ...] = ()
    """What files of others call it."""
    fiscal_year_start: int = 1
    """The month that its years begin in. With 7 the year 2024 is July 2023 to June 2024."""

    def own_period(self, period: Period) -> Period:
        """Months of the calendar as months of the series' own years; whole years are its own.

        >>> from exporttrack.model.period import parse_period
        >>> str(Series("s", "USD", fiscal_year_start=7).own_period(parse_period("2023-Q3")))
        '2024-Q1'
        """
        if self.fiscal_year_start == 1 or not (period.months % 12 or period.first % 12):
            return period
        return period.moved(self._shift)

    def own_periods(self, periods: Sequence[Period]) -> Sequence[Period]:
        """The same of many, which are not even looked at where years are of the calendar."""
        return periods if self.fiscal_year_start == 1 else tuple(map(self.own_period, periods))

    def calendar_period(self, period: Period) -> Period:
        """The months of the calendar that a period of the series' own years is."""
        return period.moved(-self._shift) if period.months % 12 or period.first % 12 else period

    def covered(self, period: Period) -> Period:
        """The months of the calendar that a figure of this period is about.

        >>> from exporttrack.model.period import parse_period
        >>> str(Series("s", "USD", fiscal_year_start=7).covered(parse_period("2024")))
        '2023-07/2024-06'
        """
        return self.own_period(period).moved(-self._shift)

    def own_day(self, day: date) -> date:
        """The day in the series' own years: a year is over on its 31 December.

        >>> Series("s", "USD", fiscal_year_start=7).own_day(date(2024, 6, 30))
        datetime.date(2024, 12, 31)
        """
        if not self._shift:
            return day
        last = Period.month(day.year, day.month).moved(self._shift).last_day
        is_last = day == Period.month(day.year, day.month).last_day
        return last if is_last else last.replace(day=min(day.day, last.day - 1))

    @property
    def _shift(self) -> int:
        return (13 - self.fiscal_year_start) % 12


class Observation(NamedTuple):
    """One figure of a series. A period without a figure has no observation, not a zero.

    A tuple, because an archive has a million of them; `_replace` makes one that differs.
    """

    series: str
    period: Period
    value: Decimal
    """In the unit of the series; NaN where the record withdraws the figure of its source."""
    status: FigureStatus | None = None
    """None where the source does not say."""
    published: Period | date | None = None
    """The day; or the month or year where only that is known, and then its last day counts."""
    source: str | None = None
    url: str | None = None
    note: str | None = None
    recorded: datetime | None = None
    """When it was written down here, UTC."""
    file: str | None = None
    line: int | None = None
    """Where it is written; None for one made in a program."""
    assumed: bool = False
    """Laid on top by `--assume`; never a published figure."""

    def with_value(self, series: str, value: Decimal, source: str | None = None) -> Observation:
        """The same record with another value, of this series and, where given, of this source."""
        return self._replace(series=series, value=value, source=source or self.source)

    @property
    def source_key(self) -> str:
        """What makes two figures one source's: its name, whatever the case of its letters."""
        return (self.source or "").casefold()

    @property
    def withdrawn(self) -> bool:
        """It takes back what its source said of the period."""
        return self.value.is_nan()

    @property
    def known(self) -> date | None:
        """The day from which it was known: see `known_day`."""
        return known_day(self.published, self.recorded)


def known_day(published: Period | date | None, recorded: datetime | None) -> date | None:
    """The day from which a figure was known: published, else recorded; None when neither is said.

    A month or a year of publication counts from its last day, or from the day it was recorded where
    that is earlier: what is written down is known.

    >>> known_day(Period.year(2024), datetime(2024, 3, 1))
    datetime.date(2024, 3, 1)
    """
    day = recorded.date() if recorded else None
    if published is None or isinstance(published, date):
        return published or day
    return published.last_day if day is None else min(published.last_day, day)
