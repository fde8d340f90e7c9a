"""Years that begin elsewhere than in January, and from when a figure is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.period import Period, parse_period
from exporttrack.model.series import Series

JULY = Series("s", "USD", fiscal_year_start=7)
APRIL = Series("s", "USD", fiscal_year_start=4)
CALENDAR = Series("s", "USD")


@pytest.mark.parametrize(
    ("series", "written", "own"),
    [
        pytest.param(JULY, "2023-07", "2024-01", id="July is the first month"),
        pytest.param(JULY, "2024-06", "2024-12", id="June the last"),
        pytest.param(JULY, "2023-Q3", "2024-Q1", id="a quarter of the year to come"),
        pytest.param(JULY, "2024-H1", "2024-H2", id="the first half is the second"),
        pytest.param(JULY, "2023-07/2024-02", "2024-01/2024-08", id="months over New Year's Eve"),
        pytest.param(JULY, "2023-07/2024-06", "2024", id="twelve months from July are the year"),
        pytest.param(JULY, "2024", "2024", id="a year is the series' own"),
        pytest.param(JULY, "2021/2025", "2021/2025", id="so are several"),
        pytest.param(APRIL, "2023-04", "2024-01", id="years from April"),
        pytest.param(APRIL, "2024-03", "2024-12", id="to March"),
        pytest.param(CALENDAR, "2024-07", "2024-07", id="calendar years as they are"),
    ],
)
def test_own_period(series: Series, written: str, own: str) -> None:
    assert str(series.own_period(parse_period(written))) == own


@pytest.mark.parametrize(
    ("series", "day", "own"),
    [
        (JULY, date(2023, 7, 1), date(2024, 1, 1)),
        (JULY, date(2024, 6, 29), date(2024, 12, 29)),
        (JULY, date(2024, 6, 30), date(2024, 12, 31)),
        (JULY, date(2023, 8, 31), date(2024, 2, 29)),
        (JULY, date(2023, 8, 30), date(2024, 2, 28)),
        (JULY, date(2024, 2, 29), date(2024, 8, 31)),
        (APRIL, date(2024, 3, 31), date(2024, 12, 31)),
        (APRIL, date(2024, 4, 1), date(2025, 1, 1)),
        (CALENDAR, date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_own_day(series: Series, day: date, own: date) -> None:
    assert series.own_day(day) == own


starts = st.integers(1, 12).map(lambda month: Series("s", "USD", fiscal_year_start=month))
months = st.integers(12 * 2000, 12 * 2030)


@given(starts, months, st.integers(1, 30))
def test_the_calendar_period_takes_the_own_period_back(
    series: Series, first: int, length: int
) -> None:
    period = Period(first, first + length - 1)
    own = series.own_period(period)
    assert own.months == length
    # Twelve months that are a year of the series' own are called by that year.
    named = own.first % 12 == 0 and length % 12 == 0
    assert series.calendar_period(own) == (own if named else period)


@given(starts, st.dates(date(2000, 1, 1), date(2030, 12, 30)))
def test_own_days_keep_their_order_and_their_year(series: Series, day: date) -> None:
    own, next_day = series.own_day(day), series.own_day(day + timedelta(days=1))
    assert own <= next_day
    period = series.own_period(Period.month(day.year, day.month))
    assert Period.month(own.year, own.month) == period
