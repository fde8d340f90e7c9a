"""Periods: years, halves, quarters, months and ranges of them, both ends included."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from exporttrack.errors import FormatError

FIRST_YEAR, LAST_YEAR = 1800, 2200

_FORM = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:H(?P<half>[0-9])|Q(?P<quarter>[0-9])|(?P<month>[0-9]{2})))?"
    r"(?:/(?P<to>[0-9]{4})(?:-(?P<to_month>[0-9]{2}))?)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?:[ /-]+|(?=[HQ]))(?P<rest>[0-9]{4}|[0-9]|[HQ][0-9])", re.IGNORECASE
)
_YEAR_LAST = re.compile(r"(?P<rest>[0-9]{1,2}|[HQ][0-9])[ /-]+(?P<year>[0-9]{4})", re.IGNORECASE)
_FORMS = "2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-09 or 2021/2025"


class Period(NamedTuple):
    """A stretch of whole months. Equal stretches are equal however they were written."""

    first: int
    """First month, counted as 12 x year + month - 1."""
    last: int
    """Last month, included, counted the same way."""

    @staticmethod
    def year(year: int) -> Period:
        """The calendar year."""
        return Period(12 * year, 12 * year + 11)

    @staticmethod
    def month(year: int, month: int) -> Period:
        """One month, from 1 to 12."""
        return Period(12 * year + month - 1, 12 * year + month - 1)

    def moved(self, months: int) -> Period:
        """As long a period, so many months later."""
        return Period(self.first + months, self.last + months)

    @property
    def years(self) -> tuple[int, int]:
        """The years of the first and of the last month."""
        return self.first // 12, self.last // 12

    @property
    def months(self) -> int:
        """How many months it covers."""
        return self.last - self.first + 1

    @property
    def whole_year(self) -> int | None:
        """The year, when the period is exactly one calendar year; else None.

        >>> Period.year(2024).whole_year, parse_period("2024-Q1").whole_year
        (2024, None)
        """
        return self.first // 12 if self.first % 12 == 0 and self.months == 12 else None

    def contains(self, other: Period) -> bool:
        """Every month of `other` is one of this period.

        >>> Period.year(2024).contains(parse_period("2024-Q3"))
        True
        """
        return self.first <= other.first and other.last <= self.last

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period.

        >>> parse_period("2024-02").last_day
        datetime.date(2024, 2, 29)
        """
        year, month = divmod(self.last + 1, 12)
        return date(year, month + 1, 1) - timedelta(days=1)

    def __str__(self) -> str:
        """The shortest of the accepted forms.

        >>> str(parse_period("2024-01/2024-03")), str(parse_period("2021/2025"))
        ('2024-Q1', '2021/2025')
        """
        return _written(self)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """The period that `text` names.

    Raises FormatError, with the forms there are, for anything else.

    >>> parse_period("2024-H1") == parse_period("2024-01/2024-06")
    True
    """
    form = _FORM.fullmatch(text.strip())
    if form is None:
        meant = period_meant(text)
        hint = f"write {meant}" if meant else f"write it as {_FORMS}"
        raise FormatError(f'"{text}" is not a period', hint)
    year, to = int(form["year"]), form["to"]
    if form["half"] or form["quarter"]:
        if to:
            raise FormatError(f'"{text}" is not a period', "write a range in months or in years")
        return _part_of_year(text, year, form["half"], form["quarter"])
    first_month = _month(text, form["month"])
    last_month = _month(text, form["to_month"]) if to else first_month
    if to and (first_month is None) != (last_month is None):
        raise FormatError(f'"{text}" mixes a month and a year', "write both ends alike")
    end = int(to) if to else year
    return _checked(text, 12 * year + (first_month or 0), 12 * end + _or_december(last_month))


def period_meant(text: str) -> str | None:
    """The one period that `text` can mean in a form of others, as it is written here; else None.

    >>> period_meant("Q3/2025"), period_meant("2025-9"), period_meant("13/2025")
    ('2025-Q3', '2025-09', None)
    """
    form = _YEAR_FIRST.fullmatch(text.strip()) or _YEAR_LAST.fullmatch(text.strip())
    if form is None:
        return None
    year, rest = form["year"], form["rest"].upper()
    written = f"{year}/{rest}" if len(rest) == 4 else f"{year}-{rest:0>2}"
    try:
        parse_period(written)
    except FormatError:
        return None
    return written


@lru_cache(maxsize=4096)
def _written(period: Period) -> str:
    (start, month), (end, end_month) = divmod(period.first, 12), divmod(period.last, 12)
    if month == 0 and end_month == 11:
        return f"{start}" if start == end else f"{start}/{end}"
    if period.months == 1:
        return f"{start}-{month + 1:02}"
    if period.months == 3 and month % 3 == 0:
        return f"{start}-Q{month // 3 + 1}"
    if period.months == 6 and month % 6 == 0:
        return f"{start}-H{month // 6 + 1}"
    return f"{start}-{month + 1:02}/{end}-{end_month + 1:02}"


def _or_december(month: int | None) -> int:
    return 11 if month is None else month


def _part_of_year(text: str, year: int, half: str | None, quarter: str | None) -> Period:
    number, length, name = (int(half), 6, "half") if half else (int(quarter or 0), 3, "quarter")
    count = 12 // length
    if not 1 <= number <= count:
        letter = name[0].upper()
        raise FormatError(
            f'"{text}" is not a {name}', f"they run from {letter}1 to {letter}{count}"
        )
    first = 12 * year + (number - 1) * length
    return _checked(text, first, first + length - 1)


def _month(text: str, digits: str | None) -> int | None:
    """From 0; None when no month is written."""
    if digits is None:
        return None
    if not 1 <= int(digits) <= 12:
        raise FormatError(f'"{text}" has no month {digits}', "they run from 01 to 12")
    return int(digits) - 1


def _checked(text: str, first: int, last: int) -> Period:
    period = Period(first, last)
    if last < first:
        start, _, end = text.strip().partition("/")
        raise FormatError(f'"{text}" ends before it begins', f"write {end}/{start}")
    if not (period.years[0] >= FIRST_YEAR and period.years[1] <= LAST_YEAR):
        raise FormatError(
            f'"{text}" is outside the years {FIRST_YEAR} to {LAST_YEAR}', "check the year"
        )
    return period
