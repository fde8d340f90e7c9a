"""Periods: the forms that are read, what they cover, how they are written and ordered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exporttrack.errors import FormatError
from exporttrack.model.period import Period, parse_period

FORMS = "write it as 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-09 or 2021/2025"


@pytest.mark.parametrize(
    ("text", "written", "months", "last_day"),
    [
        pytest.param("2024", "2024", 12, date(2024, 12, 31), id="a year"),
        pytest.param(" 2024\u00a0", "2024", 12, date(2024, 12, 31), id="blanks around"),
        pytest.param("2024-H1", "2024-H1", 6, date(2024, 6, 30), id="a half"),
        pytest.param("2024-h2", "2024-H2", 6, date(2024, 12, 31), id="a half in small letters"),
        pytest.param("2024-Q1", "2024-Q1", 3, date(2024, 3, 31), id="the first quarter"),
        pytest.param("2024-q4", "2024-Q4", 3, date(2024, 12, 31), id="the last quarter"),
        pytest.param("2024-02", "2024-02", 1, date(2024, 2, 29), id="a month of a leap year"),
        pytest.param("2023-02", "2023-02", 1, date(2023, 2, 28), id="a month of another"),
        pytest.param("2024-12", "2024-12", 1, date(2024, 12, 31), id="December"),
        pytest.param("2024-01/2024-09", "2024-01/2024-09", 9, date(2024, 9, 30), id="nine months"),
        pytest.param("2024-07/2025-06", "2024-07/2025-06", 12, date(2025, 6, 30),
                     id="twelve months of two years are no year"),
        pytest.param("2021/2025", "2021/2025", 60, date(2025, 12, 31), id="five years"),
        pytest.param("2024/2024", "2024", 12, date(2024, 12, 31), id="a range of one year"),
        pytest.param("2024-05/2024-05", "2024-05", 1, date(2024, 5, 31), id="a range of one month"),
        pytest.param("2024-01/2024-12", "2024", 12, date(2024, 12, 31), id="a year in months"),
        pytest.param("2024-04/2024-06", "2024-Q2", 3, date(2024, 6, 30), id="a quarter in months"),
        pytest.param("2024-07/2024-12", "2024-H2", 6, date(2024, 12, 31), id="a half in months"),
        pytest.param("2024-02/2024-04", "2024-02/2024-04", 3, date(2024, 4, 30),
                     id="three months that are no quarter"),
        pytest.param("1800", "1800", 12, date(1800, 12, 31), id="the first year there is"),
        pytest.param("2200-12", "2200-12", 1, date(2200, 12, 31), id="the last month there is"),
    ],
)  # fmt: skip
def test_it_reads(text: str, written: str, months: int, last_day: date) -> None:
    period = parse_period(text)
    assert (str(period), period.months, period.last_day) == (written, months, last_day)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param("", "is not a period", FORMS, id="nothing"),
        pytest.param("24", "is not a period", FORMS, id="a year of two digits"),
        pytest.param("2024-9", "is not a period", "write 2024-09", id="a month of one digit"),
        pytest.param("2024-09-30", "is not a period", FORMS, id="a day"),
        pytest.param("Q3 2024", "is not a period", "write 2024-Q3", id="the quarter first"),
        pytest.param("2024Q3", "is not a period", "write 2024-Q3", id="no hyphen"),
        pytest.param("2024-2025", "is not a period", "write 2024/2025",
                     id="a hyphen for a range"),
        pytest.param("2024 / 2025", "is not a period", "write 2024/2025", id="blanks inside"),
        pytest.param("09/2025", "is not a period", "write 2025-09", id="the month first"),
        pytest.param(" 9/2025", "is not a period", "write 2025-09", id="a short month first"),
        pytest.param("h2/2025", "is not a period", "write 2025-H2", id="the half first"),
        pytest.param("13/2025", "is not a period", FORMS, id="no month first"),
        pytest.param("2024-0", "is not a period", FORMS, id="a month of one digit that is none"),
        pytest.param("Q5/2025", "is not a period", FORMS, id="no quarter first"),
        pytest.param("2025-2021", "is not a period", FORMS, id="a hyphen for a range backwards"),
        pytest.param("2011/12", "is not a period", FORMS, id="December, or two years"),
        pytest.param("2024.1", "is not a period", FORMS, id="January, or October without its 0"),
        pytest.param("2024-H1/2024-H2", "is not a period", FORMS, id="a range of halves"),
        pytest.param("2024/", "is not a period", FORMS, id="an open range"),
        pytest.param("٢٠٢٤", "is not a period", FORMS, id="Arabic digits"),
        pytest.param("２０２４", "is not a period", FORMS, id="fullwidth digits"),
        pytest.param("-2024", "is not a period", FORMS, id="before Christ"),
        pytest.param("2024-Q1/2025", "is not a period", "write a range in months or in years",
                     id="a range that begins with a quarter"),
        pytest.param("2024-H3", "is not a half", "they run from H1 to H2", id="a third half"),
        pytest.param("2024-H0", "is not a half", "they run from H1 to H2", id="no half"),
        pytest.param("2024-Q5", "is not a quarter", "they run from Q1 to Q4", id="a fifth quarter"),
        pytest.param("2024-Q0", "is not a quarter", "they run from Q1 to Q4", id="no quarter"),
        pytest.param("2024-13", "has no month 13", "they run from 01 to 12", id="month 13"),
        pytest.param("2024-00", "has no month 00", "they run from 01 to 12", id="month 0"),
        pytest.param("2024-01/2024-13", "has no month 13", "they run from 01 to 12",
                     id="month 13 at the end"),
        pytest.param("2024-01/2025", "mixes a month and a year", "write both ends alike",
                     id="a month to a year"),
        pytest.param("2024/2025-06", "mixes a month and a year", "write both ends alike",
                     id="a year to a month"),
        pytest.param("2025/2021", "ends before it begins", "write 2021/2025", id="years backwards"),
        pytest.param(" 2024-09/2024-01 ", "ends before it begins", "write 2024-01/2024-09",
                     id="months backwards"),
        pytest.param("1799", "is outside the years 1800 to 2200", "check the year", id="too early"),
        pytest.param("1799/1800", "is outside the years 1800 to 2200", "check the year",
                     id="a range that begins too early"),
        pytest.param("2201", "is outside the years 1800 to 2200", "check the year", id="too late"),
        pytest.param("0000", "is outside the years 1800 to 2200", "check the year", id="no year"),
        pytest.param("2024/9999", "is outside the years 1800 to 2200", "check the year",
                     id="a range that never ends"),
    ],
)  # fmt: skip
def test_it_refuses(text: str, message: str, hint: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_period(text)
    assert (str(refused.value), refused.value.hint) == (f'"{text}" {message}', hint)


@pytest.mark.parametrize(
    ("text", "years", "whole_year"),
    [
        pytest.param("2024", (2024, 2024), 2024, id="a year"),
        pytest.param("2024-Q3", (2024, 2024), None, id="a part of one"),
        pytest.param("2024-07/2025-06", (2024, 2025), None, id="a year from July"),
        pytest.param("2021/2025", (2021, 2025), None, id="five years"),
    ],
)
def test_the_years_of_a_period(text: str, years: tuple[int, int], whole_year: int | None) -> None:
    period = parse_period(text)
    assert (period.years, period.whole_year) == (years, whole_year)


def test_periods_are_ordered_by_their_beginning_then_by_their_end() -> None:
    in_order = ["2021/2025", "2023", "2024-01", "2024-Q1", "2024-H1", "2024", "2024-02", "2024-Q2"]
    assert [str(one) for one in sorted(map(parse_period, reversed(in_order)))] == in_order


months = st.integers(12 * 1800, 12 * 2200 + 11)
periods = st.tuples(months, months).map(lambda ends: Period(min(ends), max(ends)))
near = st.integers(12 * 2020, 12 * 2026 - 1)
near_periods = st.tuples(near, near).map(lambda ends: Period(min(ends), max(ends)))


@given(periods | near_periods)
@example(Period.year(1800))
def test_a_period_reads_back_the_same(period: Period) -> None:
    assert parse_period(str(period)) == period


@given(near_periods, near_periods)
@example(Period.year(2024), Period.year(2024))
def test_a_period_contains_those_all_of_whose_months_it_has(one: Period, two: Period) -> None:
    months_of_one = set(range(one.first, one.last + 1))
    assert one.contains(two) == months_of_one.issuperset(range(two.first, two.last + 1))


@given(near_periods)
def test_a_period_has_the_days_of_its_months(period: Period) -> None:
    after = Period(period.last + 1, period.last + 1)
    assert period.last_day.day >= 28
    assert period.last_day < after.last_day
    assert (period.last_day.year, period.last_day.month) == (
        period.last // 12,
        period.last % 12 + 1,
    )


@given(near_periods, near_periods)
def test_order_is_that_of_both_ends(one: Period, two: Period) -> None:
    assert (one < two) == ((one.first, one.last) < (two.first, two.last))


@given(st.integers(1800, 2200))
def test_a_year_holds_its_halves_quarters_and_months_once_each(year: int) -> None:
    whole = Period.year(year)
    for names in (["H1", "H2"], ["Q1", "Q2", "Q3", "Q4"], [f"{m:02}" for m in range(1, 13)]):
        parts = [parse_period(f"{year}-{name}") for name in names]
        assert [month for part in parts for month in range(part.first, part.last + 1)] == list(
            range(whole.first, whole.last + 1)
        )


@given(st.text(max_size=16) | st.text("0123456789-/HQhq ", max_size=16))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    read = outcome(text)
    if isinstance(read, FormatError):
        assert read.hint
    else:
        assert parse_period(str(read)) == read


def outcome(text: str) -> Period | FormatError:
    try:
        return parse_period(text)
    except FormatError as refused:
        return refused
