"""Which figure counts: what is known when, vintages, rivals, the parts of a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.period import Period, parse_period
from exporttrack.model.series import FigureStatus, Observation, Series
from exporttrack.rules.covers import cover_with_gaps, exact_cover
from exporttrack.rules.figures import Figures, counting, least_firm, vintage
from exporttrack.rules.notes import Note
from rules.building import LATER, Known, figures

FLOW = Series("s", "USD")
STOCK = Series("s", "USD", measure="stock")


def one(value: int = 1, period: str = "2024", **fields: Any) -> Observation:
    return figures({period: value}, **fields)[0]


def known(*observations: Observation, as_of: date = LATER, series: Series = FLOW) -> Figures:
    return counting(series, observations, as_of)


def used(*observations: Observation, as_of: date = LATER, series: Series = FLOW) -> list[int]:
    """The values that count, whatever the order in which they are given."""
    found = {
        tuple(int(o.value) for o in known(*order, as_of=as_of, series=series).by_period.values())
        for order in permutations(observations)
    }
    assert len(found) == 1
    return list(found.pop())


def at(hour: int, day: int = 1) -> datetime:
    return datetime(2025, 3, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("observation", "first_day"),
    [
        pytest.param(one(published=date(2025, 2, 1)), date(2025, 2, 1), id="the day it came out"),
        pytest.param(one(published=parse_period("2025-02")), date(2025, 2, 28),
                     id="only the month is known: its last day"),
        pytest.param(one(published=parse_period("2025")), date(2025, 12, 31),
                     id="only the year is known: its last day"),
        pytest.param(one(recorded=at(9)), date(2025, 3, 1), id="no publication: when recorded"),
        pytest.param(one(published=date(2025, 2, 1), recorded=at(9)), date(2025, 2, 1),
                     id="published goes before recorded"),
        pytest.param(one(), date(2024, 12, 31), id="neither: when its period is over"),
        pytest.param(one(period="2024-Q1"), date(2024, 3, 31), id="neither, for a quarter"),
        pytest.param(one(published=date(2024, 6, 30)), date(2024, 6, 30),
                     id="an early estimate counts once it is out"),
        pytest.param(one(published=date(2023, 6, 30)), date(2024, 1, 1),
                     id="but never before its period begins"),
        pytest.param(one(period="2024-09", published=date(2023, 6, 30)), date(2024, 9, 1),
                     id="its own month, not its year"),
        pytest.param(one(period="2021/2025", published=date(2020, 6, 30)), date(2021, 1, 1),
                     id="the first of several years"),
    ],
)  # fmt: skip
def test_a_figure_counts_from_a_day_on(observation: Observation, first_day: date) -> None:
    the_day_before = date.fromordinal(first_day.toordinal() - 1)
    assert used(observation, as_of=first_day) == [1]
    assert used(observation, as_of=the_day_before) == []


@pytest.mark.parametrize(
    ("observation", "first_day"),
    [
        pytest.param(one(period="2024"), date(2024, 6, 30), id="its year is over in June"),
        pytest.param(one(period="2021/2025"), date(2025, 6, 30), id="and so are several"),
        pytest.param(one(period="2023-Q3"), date(2023, 9, 30), id="a quarter is of the calendar"),
        pytest.param(one(period="2024-02"), date(2024, 2, 29), id="so is a month"),
        pytest.param(one(published=date(2023, 6, 1)), date(2023, 7, 1),
                     id="its year begins in July"),
        pytest.param(one(published=date(2024, 8, 1)), date(2024, 8, 1), id="once it is out"),
    ],
)  # fmt: skip
def test_years_that_begin_elsewhere_are_over_elsewhere(
    observation: Observation, first_day: date
) -> None:
    fiscal = Series("s", "USD", fiscal_year_start=7)
    the_day_before = date.fromordinal(first_day.toordinal() - 1)
    assert used(observation, as_of=first_day, series=fiscal) == [1]
    assert used(observation, as_of=the_day_before, series=fiscal) == []


FIRST = one(1, "2025", source="GSO", published=date(2025, 10, 1))
THE_SAME_YEAR = [
    pytest.param([FIRST, one(2, "2024-07/2025-06", source="gso", published=date(2025, 11, 1))],
                 2, [], id="a revision"),
    pytest.param([FIRST, one(0, "2024-07/2025-06", source="GSO", published=date(2025, 11, 1))
                  ._replace(value=Decimal("NaN"))],
                 None, [], id="a withdrawal"),
    pytest.param([FIRST, one(2, "2024-07/2025-06", source="A", published=date(2025, 9, 1))],
                 1, [2], id="a rival"),
    pytest.param([FIRST, one(2, "2024-07/2025-06", assumed=True)], 2, [1], id="an assumption"),
    pytest.param([FIRST, one(2, "2024-07/2025-06", source="A", published=date(2025, 9, 1)),
                  one(3, "2025", source="A", published=date(2025, 9, 2))],
                 1, [3], id="a rival and its revision"),
]  # fmt: skip


@pytest.mark.parametrize(("records", "value", "others"), THE_SAME_YEAR)
def test_a_year_of_its_own_is_the_same_however_it_is_written(
    records: list[Observation], value: int | None, others: list[int]
) -> None:
    fiscal = Series("s", "USD", fiscal_year_start=7)
    assert used(*records, series=fiscal) == ([] if value is None else [value])
    notes = known(*records, series=fiscal).notes
    assert [note.other and int(note.other.value) for note in notes] == others


def test_an_assumption_counts_before_its_time() -> None:
    assumed = one(period="2030", assumed=True)
    assert known(assumed, as_of=date(2024, 1, 1)) == Figures(
        {assumed.period: assumed},
        known(assumed).years,
        (Note("assumed", "s", assumed.period, used=assumed),),
        frozenset({assumed.period}),
    )


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        pytest.param(one(1, published=date(2025, 2, 1)), one(2, published=date(2025, 2, 2)),
                     id="by the day of publication"),
        pytest.param(one(1, published=parse_period("2025-01")), one(2, published=date(2025, 2, 1)),
                     id="a month before the next month's first day"),
        pytest.param(one(1, published=date(2025, 1, 30)), one(2, published=parse_period("2025-01")),
                     id="a day before its month's last day"),
        pytest.param(one(1, recorded=at(9)), one(2, recorded=at(9, day=2)),
                     id="by the day of recording"),
        pytest.param(one(1, recorded=at(9)), one(2, recorded=at(10)),
                     id="by the hour of recording"),
        pytest.param(one(1, published=date(2025, 2, 1), recorded=at(9)),
                     one(2, published=date(2025, 2, 1), recorded=at(10)),
                     id="published alike, by the hour of recording"),
        pytest.param(one(1, published=date(2025, 2, 1)), one(2, recorded=at(9)),
                     id="recorded after the other was published"),
        pytest.param(one(1), one(2, published=date(2000, 1, 1)), id="no date is the earliest"),
        pytest.param(one(1, published=date(2025, 2, 1), status="final"),
                     one(2, published=date(2025, 2, 2), status="estimate"),
                     id="later goes before firmer"),
    ],
)  # fmt: skip
def test_of_one_source_the_later_vintage_counts(earlier: Observation, later: Observation) -> None:
    assert vintage(earlier) < vintage(later)
    assert used(earlier, later) == [2]
    assert known(earlier, later).notes == ()


def test_what_was_known_then_is_the_earlier_vintage() -> None:
    first = one(1, published=date(2025, 2, 1))
    second = one(2, published=date(2025, 8, 1))
    assert used(first, second, as_of=date(2025, 7, 31)) == [1]
    assert used(first, second, as_of=date(2025, 8, 1)) == [2]


@pytest.mark.parametrize(
    ("prefer", "first", "second"),
    [
        pytest.param((), one(1, source="Zeit", published=date(2025, 2, 2)),
                     one(2, source="Abend", published=date(2025, 2, 1)),
                     id="no preference: the later published"),
        pytest.param(("customs",), one(1, source="General Customs Office"),
                     one(2, source="News", published=date(2025, 2, 1)),
                     id="a word of the source's name, in any letters, before the later"),
        pytest.param(("moit", "customs"), one(1, source="MoIT report"),
                     one(2, source="Customs", published=date(2025, 2, 1)),
                     id="the first of two preferences"),
        pytest.param(("customs",), one(1, published=date(2025, 2, 2)),
                     one(2, source="News", published=date(2025, 2, 1)),
                     id="no source at all is no preferred one"),
        pytest.param((), one(1, source="B", status="final"), one(2, source="A", status="estimate"),
                     id="published alike: the firmer"),
        pytest.param((),
                     one(1, source="B", status="final", published=date(2025, 2, 1), recorded=at(9)),
                     one(2, source="A", published=date(2025, 2, 1), recorded=at(10)),
                     id="entered earlier that day, and firmer all the same"),
        pytest.param((), one(1, source="B", recorded=at(10)), one(2, source="A", recorded=at(9)),
                     id="not dated: the one entered later"),
        pytest.param((), one(1, source="B"), one(2, source="A", status="provisional"),
                     id="no status is firmer than provisional"),
        pytest.param((), one(1, source="A"), one(2, source="B"),
                     id="alike in everything: the first by name"),
    ],
)  # fmt: skip
def test_of_two_sources_one_counts_and_the_other_is_noted(
    prefer: tuple[str, ...], first: Observation, second: Observation
) -> None:
    series = Series("s", "USD", prefer=prefer)
    assert used(first, second, series=series) == [1]
    rival = Note("rival", "s", first.period, used=first, other=second)
    assert known(second, first, series=series).notes[-1] == rival


def test_an_assumption_goes_before_all_and_its_note_says_in_place_of_what() -> None:
    assumed = one(1, assumed=True)
    best = one(2, source="Customs", published=date(2025, 2, 1), status="final")
    other = one(3, source="News", published=date(2025, 1, 1))
    assert used(assumed, best, other) == [1]
    note = Note("assumed", "s", assumed.period, used=assumed, other=best)
    assert known(other, best, assumed).notes == (note,)


def test_each_other_source_is_noted_once_with_its_latest_vintage() -> None:
    best = one(1, source="Customs")
    old = one(2, source="News", published=date(2025, 2, 1))
    new = one(3, source="News", published=date(2025, 3, 1))
    other = one(4, source="Radio", published=date(2025, 2, 1))
    found = known(best, old, new, other, series=Series("s", "USD", prefer=("customs",)))
    assert [note.other for note in found.notes] == [new, other]


NAN = Decimal("NaN")


def test_a_withdrawal_takes_back_what_its_source_said() -> None:
    first = one(1, source="News", published=date(2025, 2, 1))
    other = one(2, source="Radio", published=date(2025, 1, 1))
    withdrawn = first._replace(value=NAN, source="NEWS", published=date(2025, 3, 1))
    assert used(first, other, withdrawn, as_of=date(2025, 2, 28)) == [1]
    assert used(first, other, withdrawn) == [2]
    assert used(first, withdrawn) == []
    assert known(first, other, withdrawn).notes == ()


def test_a_figure_after_its_withdrawal_counts_again() -> None:
    withdrawn = one(published=date(2025, 3, 1))._replace(value=NAN)
    assert used(withdrawn, one(3, published=date(2025, 4, 1))) == [3]


def test_a_withdrawn_forecast_is_not_noted_as_one() -> None:
    withdrawn = one(status="forecast", published=date(2025, 3, 1))._replace(value=NAN)
    assert known(withdrawn).notes == ()


def test_a_source_is_the_same_whatever_the_case_of_its_letters() -> None:
    first = one(1, source="Hải quan", published=date(2025, 2, 1))
    second = one(2, source="HẢI QUAN", published=date(2025, 3, 1))
    assert used(first, second) == [2]
    assert known(first, second).notes == ()


def test_a_forecast_is_noted_and_never_counts() -> None:
    forecast = one(9, status="forecast", published=date(2025, 6, 1))
    estimate = one(1, status="estimate", published=date(2025, 2, 1))
    note = Note("forecast", "s", forecast.period, used=forecast)
    assert known(forecast).years == {}
    assert known(forecast).notes == (note,)
    assert used(forecast, estimate) == [1]
    assert known(forecast, estimate).notes == (note,)


@pytest.mark.parametrize(
    ("observation", "first_day"),
    [
        pytest.param(one(published=date(2025, 6, 1)), date(2025, 6, 1), id="of a past year"),
        pytest.param(one(period="2030", published=date(2025, 6, 1)), date(2025, 6, 1),
                     id="of a year to come"),
        pytest.param(one(period="2030", recorded=at(9)), date(2025, 3, 1),
                     id="of a year to come, recorded"),
        pytest.param(one(), date(2024, 12, 31), id="undated: once its period is over"),
    ],
)  # fmt: skip
def test_a_forecast_is_noted_from_the_day_that_it_is_known(
    observation: Observation, first_day: date
) -> None:
    forecast = observation._replace(status="forecast")
    note = Note("forecast", "s", forecast.period, used=forecast)
    the_day_before = date.fromordinal(first_day.toordinal() - 1)
    assert known(forecast, as_of=first_day).notes == (note,)
    assert known(forecast, as_of=the_day_before).notes == ()


@pytest.mark.parametrize(
    ("later", "noted"),
    [
        pytest.param(one(8, source="ADB", status="forecast"), [8], id="another forecast of it"),
        pytest.param(one(8, source="IMF", status="forecast"), [9, 8], id="one of another source"),
        pytest.param(one(8, source="ADB"), [9], id="a figure"),
        pytest.param(one(source="ADB")._replace(value=Decimal("NaN")), [], id="a withdrawal"),
        pytest.param(one(source="ADB", status="forecast")._replace(value=Decimal("NaN")), [],
                     id="a withdrawal of forecasts"),
        pytest.param(one(source="IMF")._replace(value=Decimal("NaN")), [9],
                     id="a withdrawal of another source"),
    ],
)  # fmt: skip
def test_the_latest_forecast_of_each_source_is_noted(later: Observation, noted: list[int]) -> None:
    forecast = one(9, source="ADB", status="forecast", published=date(2025, 2, 1))
    later = later._replace(published=date(2025, 3, 1))
    notes = known(later, forecast).notes
    assert [note.used and int(note.used.value) for note in notes] == noted


def test_a_withdrawal_of_a_forecast_takes_no_figure_back() -> None:
    withdrawn = one(status="forecast", published=date(2025, 3, 1))._replace(value=Decimal("NaN"))
    assert used(one(1, published=date(2025, 2, 1)), withdrawn) == [1]


def test_a_forecast_may_be_assumed() -> None:
    assert used(one(9, status="forecast", assumed=True)) == [9]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        pytest.param(("final", "provisional"), "provisional", id="provisional beside final"),
        pytest.param(("final", None), None, id="no status beside final"),
        pytest.param((None, "provisional"), "provisional", id="provisional beside no status"),
        pytest.param(("provisional", "estimate", "final"), "estimate", id="an estimate"),
        pytest.param(("final", "final"), "final", id="all final"),
        pytest.param(("estimate", "forecast"), "forecast", id="a forecast"),
    ],
)
def test_a_sum_is_as_firm_as_its_least_firm_part(
    statuses: tuple[FigureStatus | None, ...], expected: FigureStatus | None
) -> None:
    assert least_firm(one(status=status) for status in statuses) == expected


@pytest.mark.parametrize(
    ("parts", "value", "cover"),
    [
        pytest.param({"2024": 10, "2024-H1": 4, "2024-H2": 5}, 10, ["2024"],
                     id="the yearly figure before its parts"),
        pytest.param({"2024-H1": 4, "2024-H2": 5}, 9, ["2024-H1", "2024-H2"], id="two halves"),
        pytest.param({"2024-Q1": 1, "2024-Q2": 2, "2024-Q3": 3, "2024-Q4": 4}, 10,
                     ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"], id="four quarters"),
        pytest.param({f"2024-{m:02}": m for m in range(1, 13)}, 78,
                     [f"2024-{m:02}" for m in range(1, 13)], id="twelve months"),
        pytest.param({"2024-H1": 4, "2024-Q3": 3, "2024-10": 1, "2024-11": 1, "2024-12": 1}, 10,
                     ["2024-H1", "2024-Q3", "2024-10", "2024-11", "2024-12"],
                     id="a half, a quarter and three months"),
        pytest.param({"2024-01/2024-09": 7, "2024-Q4": 2, "2024-09": 1}, 9,
                     ["2024-01/2024-09", "2024-Q4"], id="nine months and the fourth quarter"),
        pytest.param({"2024-H1": 4, "2024-Q1": 1, "2024-Q2": 2, "2024-H2": 5}, 9,
                     ["2024-H1", "2024-H2"], id="as few parts as will do"),
        pytest.param({"2024-01/2024-11": 11, "2024-12": 1, "2024-H1": 4, "2024-H2": 5}, 9,
                     ["2024-H1", "2024-H2"], id="of two pairs the one that begins shorter"),
        pytest.param({"2024-01/2024-09": 7}, None, [], id="nine months are no year"),
        pytest.param({"2024-H1": 4, "2024-Q4": 2}, None, [], id="a quarter is missing"),
        pytest.param({"2024-01/2024-07": 4, "2024-H2": 5}, None, [], id="July twice is no year"),
        pytest.param({"2023-07/2024-06": 8, "2024-H2": 5}, None, [],
                     id="what began the year before is no part"),
        pytest.param({"2021/2025": 50}, None, [], id="five years are no year"),
        pytest.param({"2024-H1": -4, "2024-H2": 4}, 0, ["2024-H1", "2024-H2"],
                     id="a year of nothing is a figure"),
    ],
)  # fmt: skip
def test_the_year_of_a_flow(parts: Known, value: int | None, cover: list[str]) -> None:
    year = known(*figures(parts)).years.get(2024)
    assert (year and year.value) == (None if value is None else Decimal(value))
    assert [str(part.period) for part in year.parts] == cover if year else cover == []


def test_the_period_of_a_sum_is_the_year() -> None:
    assert known(*figures({"2024-H1": 4, "2024-H2": 5})).years[2024].period == Period.year(2024)


@pytest.mark.parametrize(
    ("parts", "value", "period"),
    [
        pytest.param({"2024": 10}, 10, "2024", id="a yearly count"),
        pytest.param({"2024-Q1": 1, "2024-Q3": 3}, 3, "2024-Q3", id="the last quarter there is"),
        pytest.param({"2024": 10, "2024-12": 12}, 10, "2024",
                     id="two that end alike: that of the longer period"),
        pytest.param({"2024-H1": 6, "2024-06": 5, "2024-Q1": 9}, 6, "2024-H1",
                     id="two that end alike within the year"),
        pytest.param({"2024-H1": 6, "2024-07": 7}, 7, "2024-07", id="a month after a half"),
    ],
)  # fmt: skip
def test_the_year_of_a_stock_is_its_last_part(parts: Known, value: int, period: str) -> None:
    year = known(*figures(parts), series=STOCK).years[2024]
    assert (int(year.value), str(year.period)) == (value, period)


def test_an_assumed_end_of_a_stock_goes_before_the_yearly_figure() -> None:
    assumed, published = figures({"2024-12": 12}, assumed=True), figures({"2024": 10})
    assert known(*published, *assumed, series=STOCK).years[2024].value == 12


def test_an_assumed_part_goes_before_the_yearly_figure() -> None:
    assumed = figures({"2024-Q4": 9}, assumed=True)
    published = figures({"2024": 10, "2024-01/2024-09": 7})
    assert known(*assumed, *published).years[2024].value == 16


def test_assumed_parts_that_make_no_year_leave_the_yearly_figure() -> None:
    assumed = figures({"2024-Q4": 9}, assumed=True)
    assert known(*assumed, *figures({"2024": 10, "2024-H1": 4})).years[2024].value == 10


def test_years_are_in_order_and_those_without_a_figure_are_not_there() -> None:
    found = known(*figures({2024: 4, 2021: 1, "2022-H1": 2}))
    assert list(found.years) == [2021, 2024]


@pytest.mark.parametrize(
    ("parts", "cover"),
    [
        pytest.param({2021: 1, 2022: 2}, ["2021", "2022"], id="two years"),
        pytest.param({"2021/2023": 6, 2024: 4}, ["2021/2023", "2024"], id="three years and one"),
        pytest.param({"2021/2023": 6, 2025: 5}, ["2021/2023", "2025"], id="a gap after a range"),
        pytest.param({2022: 2, 2024: 4}, ["2022", "2024"], id="gaps at both ends and between"),
        pytest.param({"2021/2022": 3, "2022/2025": 14}, ["2022/2025"],
                     id="of two that overlap, the one with more years"),
        pytest.param({"2021/2023": 6, 2021: 1, 2022: 2, 2023: 3}, ["2021/2023"],
                     id="as few parts as will do"),
        pytest.param({"2021/2023": 6, 2021: 1, 2022: 2}, ["2021/2023"],
                     id="more years before fewer parts"),
        pytest.param({"2021-H1": 1, "2021-07/2022-12": 3}, ["2021-H1", "2021-07/2022-12"],
                     id="parts that cross the new year"),
        pytest.param({"2021-H1": 1, "2022": 3}, ["2022"], id="half a year is none"),
        pytest.param({"2019/2021": 1, "2025/2026": 3}, [], id="nothing reaches beyond"),
        pytest.param({}, [], id="nothing at all"),
    ],
)  # fmt: skip
def test_cover_with_gaps(parts: Known, cover: list[str]) -> None:
    periods = tuple(one.period for one in figures(parts))
    assert list(map(str, cover_with_gaps(parse_period("2021/2025"), periods))) == cover


quarters = st.integers(0, 7)
spans = st.tuples(quarters, quarters).map(
    lambda ends: Period(12 * 2024 + 3 * min(ends), 12 * 2024 + 3 * max(ends) + 2)
)


@given(st.lists(spans, max_size=7, unique=True))
def test_covers_agree_with_trying_every_choice(periods: list[Period]) -> None:
    whole = parse_period("2024/2025")
    chosen = [
        [one for at, one in enumerate(periods) if mask >> at & 1]
        for mask in range(2 ** len(periods))
    ]
    apart = [
        choice for choice in chosen if len(months := _months(choice)) == len(set(months))
    ]  # none overlap
    exact = [len(choice) for choice in apart if len(_months(choice)) == whole.months]
    found = exact_cover(whole, tuple(periods))
    assert (found and len(found)) == min(exact, default=None)
    years = [len(_months(c)) for c in apart if all(len(_of(c, y)) in (0, 12) for y in (2024, 2025))]
    assert len(_months(cover_with_gaps(whole, tuple(periods)))) == max(years)


def _months(parts: Iterable[Period]) -> list[int]:
    return [month for part in parts for month in range(part.first, part.last + 1)]


def _of(parts: Iterable[Period], year: int) -> list[int]:
    return [month for month in _months(parts) if month // 12 == year]
