"""The order of decision for growth, on average and in each year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from exporttrack.model.actuals import Actuals
from exporttrack.model.period import parse_period
from exporttrack.model.series import FigureStatus
from exporttrack.model.target import Target
from exporttrack.rules import assess
from exporttrack.rules.assessment import Base
from rules.building import (
    MID_2023,
    Known,
    Verdict,
    close,
    figures,
    in_years,
    judge,
    judged,
    target,
    targets_of,
    verdict,
)

END_2023, END_2024 = date(2023, 12, 31), date(2024, 12, 31)

GROWTH = target("growth", 10, 20, by=2024, first=2021)
FALL_SLOWLY = target("growth", -2, by=2024, first=2021)
GROW_SLOWLY = target("growth", most=3, by=2024, first=2021)
SHRINK = target("growth", -10, -5, by=2024, first=2021)


@pytest.mark.parametrize(
    ("one", "known", "as_of", "expected"),
    [
        pytest.param(GROWTH, {2020: 100, 2024: "146.41"}, END_2024, ("met", "met", None),
                     id="10 % a year, exactly, inner years unknown"),
        pytest.param(GROWTH, {2020: 100, 2024: "207.36"}, END_2024, ("met", "met", None),
                     id="20 % a year, exactly"),
        pytest.param(GROWTH, {2020: 100, 2024: 300}, END_2024, ("met", "met", None),
                     id="more than asked"),
        pytest.param(GROWTH, {2020: 100, 2024: 146}, END_2024, ("missed", "missed", None),
                     id="not quite 10 % a year"),
        pytest.param(GROWTH, {2020: 100, 2021: 50, 2022: 200, 2024: 150}, END_2024,
                     ("met", "met", None), id="the average forgives single years"),
        pytest.param(GROWTH, {2020: 100, 2023: 133}, END_2024,
                     ("awaiting-data", "awaiting", None), id="the last year is unknown"),
        pytest.param(GROWTH, {2024: 133}, END_2024,
                     ("not-assessable", "one-figure", None), id="the last year alone"),
        pytest.param(GROWTH, {2020: 0, 2024: 5}, END_2024,
                     ("not-assessable", "base-not-positive", None), id="over, from nothing"),
        pytest.param(GROWTH, {2020: 100, 2021: 121}, MID_2023, ("on-track", "trend", "rate-ratio"),
                     id="met so far is on track, not achieved"),
        pytest.param(GROWTH, {2020: 100, 2022: 200}, MID_2023, ("on-track", "trend", "rate-ratio"),
                     id="the level of the last year is there already"),
        pytest.param(GROWTH, {2020: 100, 2021: 108}, MID_2023, ("behind", "trend", "rate-ratio"),
                     id="8 % of 10 %"),
        pytest.param(GROWTH, {2020: 100, 2021: 105}, MID_2023, ("off-track", "trend", "rate-ratio"),
                     id="5 % of 10 %"),
        pytest.param(GROWTH, {2020: 100, 2021: 90}, MID_2023, ("off-track", "trend", "rate-ratio"),
                     id="a fall"),
        pytest.param(GROWTH, {2020: 100}, MID_2023, ("not-assessable", "no-year-over", None),
                     id="the base alone, begun"),
        pytest.param(GROWTH, {2020: 100}, date(2021, 1, 1),
                     ("not-assessable", "no-year-over", None), id="the base alone, the first day"),
        pytest.param(GROWTH, {2020: 100}, date(2020, 12, 31), ("not-started", "not-started", None),
                     id="the base alone, before it begins"),
        pytest.param(GROWTH, {2018: 90}, MID_2023, ("not-assessable", "no-year-over", None),
                     id="only before the base"),
        pytest.param(GROWTH, {}, MID_2023, ("no-data", "no-figure", None), id="nothing known"),
        pytest.param(GROWTH, {}, date(2020, 6, 30), ("not-started", "not-started", None),
                     id="nothing known, before it begins"),
        pytest.param(GROWTH, {2022: 100}, MID_2023, ("not-assessable", "one-figure", None),
                     id="one figure, of the period itself"),
        pytest.param(GROWTH, {2020: 0, 2022: 5}, MID_2023,
                     ("not-assessable", "base-not-positive", None), id="from nothing"),
        pytest.param(GROWTH, {2020: 5, 2022: 0}, MID_2023,
                     ("not-assessable", "base-not-positive", None), id="to nothing"),
        pytest.param(target("growth", 0, by=2024, first=2021), {2020: 100, 2022: 101}, MID_2023,
                     ("on-track", "trend", "rate-ratio"), id="no fall is asked for, none is seen"),
        pytest.param(target("growth", 0, by=2024, first=2021), {2020: 100, 2022: 99}, MID_2023,
                     ("not-assessable", "method-unavailable", None),
                     id="no fall is asked for, one is seen: no rate is required"),
        pytest.param(target("growth", 10, by=2024, first=2021, method="straight-line"),
                     {2019: 130, 2020: 100, 2021: 110, 2022: 121}, MID_2023,
                     ("on-track", "trend", "rate-ratio"),
                     id="met so far is on track, whatever its own method says"),
        pytest.param(target("growth", 10, by=2024, first=2021, method="straight-line"),
                     {2019: 130, 2020: 100, 2021: 110, 2022: 120}, MID_2023,
                     ("off-track", "trend", "straight-line"), id="not met: its own method"),
        pytest.param(FALL_SLOWLY, {2020: 100, 2021: 99}, MID_2023,
                     ("on-track", "trend", "rate-ratio"), id="it may fall by 2 % a year: by 1 %"),
        pytest.param(FALL_SLOWLY, {2020: 100, 2021: 97}, MID_2023,
                     ("off-track", "already-exceeded", None), id="it may fall by 2 %: by 3 %"),
        pytest.param(GROW_SLOWLY, {2020: 100, 2021: 103}, MID_2023,
                     ("on-track", "trend", "rate-ratio"), id="at most 3 % a year: 3 %"),
        pytest.param(GROW_SLOWLY, {2020: 100, 2021: 105}, MID_2023,
                     ("off-track", "already-exceeded", None), id="at most 3 % a year: 5 %"),
        pytest.param(GROW_SLOWLY, {2020: 100, 2024: 113}, END_2024,
                     ("missed", "missed", None), id="at most 3 % a year: over, 3.1 %"),
        pytest.param(SHRINK, {2020: 100, 2021: 95}, MID_2023, ("on-track", "trend", "rate-ratio"),
                     id="5 % less is asked for and seen"),
        pytest.param(SHRINK, {2020: 100, 2021: 80}, MID_2023, ("on-track", "trend", "rate-ratio"),
                     id="20 % less is fine"),
        pytest.param(SHRINK, {2020: 100, 2021: 96}, MID_2023, ("behind", "trend", "rate-ratio"),
                     id="4 % less of 5 %"),
        pytest.param(target("growth", 4, 5, by=2024, first=2021, above_is_miss=True),
                     {2020: 100, 2021: 107}, MID_2023, ("off-track", "already-exceeded", None),
                     id="above is a miss, and above it is"),
        pytest.param(target("growth", 4, 5, by=2024, first=2021, above_is_miss=True),
                     {2020: 100, 2021: "103.9"}, MID_2023, ("on-track", "trend", "rate-ratio"),
                     id="above is a miss, and below by a hair is on track"),
    ],
)  # fmt: skip
def test_growth_on_average(one: Target, known: Known, as_of: date, expected: Verdict) -> None:
    assert judge(one, known, as_of) == expected


def test_growth_that_is_published_needs_no_level() -> None:
    one = target("growth", 10, by=2022, first=2021, measured_by="published")
    report = judged(one, figures({2021: 12, 2022: 9}, "published"), date(2022, 12, 31))
    assert verdict(report) == ("met", "met", None)
    assert report.actual is not None
    assert report.actual.value == close(100 * ((1.12 * 1.09) ** 0.5 - 1))
    assert report.actual.as_published
    assert [note.kind for note in report.notes] == 2 * ["as-published"]


@pytest.mark.parametrize(
    ("levels", "rates", "expected", "shown", "is_index"),
    [
        # From 200 in 2019 by +10 % is 220 in 2020; (270 / 220)^(1/5) - 1 = 4.18 %.
        pytest.param({2019: 200, 2023: 240, 2025: 270}, {2020: 10}, "missed",
                     100 * ((270 / 220) ** 0.2 - 1), False, id="a base from an older level"),
        pytest.param({2019: 200, 2025: 290}, {2020: 10}, "met",
                     100 * ((290 / 220) ** 0.2 - 1), False, id="the same, and more at the end"),
        pytest.param({2018: 192}, {2021: 5, 2022: 7, 2023: 2, 2024: 6, 2025: 9}, "met",
                     100 * ((1.05 * 1.07 * 1.02 * 1.06 * 1.09) ** 0.2 - 1), True,
                     id="an older level that no rate leads on from"),
        pytest.param({}, {2021: 5, 2022: 7, 2023: 2, 2024: 6, 2025: 9}, "met",
                     100 * ((1.05 * 1.07 * 1.02 * 1.06 * 1.09) ** 0.2 - 1), True,
                     id="the same without any level"),
        pytest.param({2026: 400}, {2021: 1, 2022: 1, 2023: 1, 2024: 1, 2025: 1}, "missed", 1, True,
                     id="a level after the last year"),
    ],
)  # fmt: skip
def test_published_growth_and_levels_of_other_years(
    levels: Known, rates: Known, expected: str, shown: float, is_index: bool
) -> None:
    one = target("growth", 5, 8, by=2025, first=2021, measured_by="published")
    found = judged(one, figures(levels) + figures(rates, "published"), date(2027, 1, 1))
    assert (found.status, found.actual and found.actual.value) == (expected, close(shown))
    assert found.base is not None
    assert (str(found.base.period), found.base.shifted) == ("2020", False)
    assert found.base.is_index == is_index


def test_a_rate_of_a_fiscal_year_counts_however_its_year_is_written() -> None:
    one = target("growth", 5, by=2024, first=2024, measured_by="published")
    for year in ("2024", "2023-07/2024-06"):
        known = figures({2023: 100}) + figures({year: 8}, "published")
        found = judged(one, known, date(2024, 12, 31), fiscal_year_start=7)
        assert (found.status, found.actual and found.actual.value) == ("met", close(8))


def each_year(least: float | None = 10, most: float | None = 20, **fields: Any) -> Target:
    return target("growth", least, most, by=2023, first=2021, reading="each-year", **fields)


@pytest.mark.parametrize(
    ("one", "known", "as_of", "expected", "shown"),
    [
        pytest.param(each_year(), in_years(10, 20, 15), END_2023, ("met", "met"), 10,
                     id="every year within the band, two at its edges"),
        pytest.param(each_year(4, 6, above_is_miss=True), in_years(4.5, 5.9, 5), END_2023,
                     ("met", "met"), 5.9, id="the nearest to missing is the one near the top"),
        pytest.param(each_year(), in_years(30, 12, 11), END_2023, ("met", "met"), 11,
                     id="above is fine"),
        pytest.param(each_year(), in_years(30, 9.9, 30), END_2023,
                     ("missed", "missed-a-year"), 9.9, id="one year short, whatever the average"),
        pytest.param(each_year(), in_years(12, None, 12), END_2023,
                     ("not-assessable", "year-missing"), 12,
                     id="a year is unknown, and so the next one's growth"),
        pytest.param(each_year(), in_years(5, None, 12), END_2023, ("missed", "missed-a-year"), 5,
                     id="a year is unknown, another is missed"),
        pytest.param(each_year(), {2020: 1000, 2023: 1500}, END_2023,
                     ("not-assessable", "year-missing"), None,
                     id="no year of three is seen by itself, and an average is none"),
        pytest.param(each_year(), {2021: 1000, 2022: 1150, 2023: 1300}, END_2023,
                     ("not-assessable", "year-missing"), 100 * (1300 / 1150 - 1),
                     id="the base is unknown"),
        pytest.param(each_year(), in_years(12, 15), END_2023, ("awaiting-data", "awaiting"), 12,
                     id="the last year is unknown"),
        pytest.param(each_year(), in_years(9, 15), END_2023, ("awaiting-data", "awaiting"), 9,
                     id="the last year is unknown, and one is missed"),
        pytest.param(each_year(), in_years(12, 15), MID_2023, ("on-track", "trend"), 12,
                     id="every year so far"),
        pytest.param(each_year(), in_years(9, 15), MID_2023, ("off-track", "missed-a-year"), 9,
                     id="not every year so far"),
        pytest.param(each_year(), {2020: 1000, 2022: 1500}, MID_2023,
                     ("not-assessable", "year-missing"), None,
                     id="no year so far is seen by itself"),
        pytest.param(each_year(), {2020: 1000}, MID_2023, ("not-assessable", "no-year-over"), None,
                     id="the base alone"),
        pytest.param(each_year(above_is_miss=True), in_years(10, 15, 21), END_2023,
                     ("missed", "missed-a-year"), 21, id="a year above is a miss"),
        pytest.param(each_year(above_is_miss=True), in_years(9, 15, 25), END_2023,
                     ("missed", "missed-a-year"), 25, id="the worse of two misses is shown"),
        pytest.param(each_year(above_is_miss=True), in_years(15, 21), MID_2023,
                     ("off-track", "missed-a-year"), 21, id="a year above so far"),
        pytest.param(each_year(None, 3), in_years(2, -9, 3), END_2023, ("met", "met"), 3,
                     id="a ceiling for every year; the weakest is the highest"),
        pytest.param(each_year(None, 3), in_years(2, 4, 0), END_2023,
                     ("missed", "missed-a-year"), 4, id="a ceiling that a year breaks"),
        pytest.param(each_year(-5, -2), in_years(-2, -9, -3), END_2023, ("met", "met"), -2,
                     id="a reduction every year"),
        pytest.param(each_year(), {2020: 0, 2021: 5, 2022: 6, 2023: 7}, END_2023,
                     ("not-assessable", "year-missing"), 100 * (7 / 6 - 1),
                     id="from nothing the first year has no rate, the others do"),
        pytest.param(each_year(), {2020: 0, 2021: 100, 2022: 90, 2023: 80}, END_2023,
                     ("missed", "missed-a-year"), 100 * (80 / 90 - 1),
                     id="from nothing, and two years are missed"),
        pytest.param(each_year(), {2020: -1, 2021: 100, 2022: 90}, MID_2023,
                     ("off-track", "missed-a-year"), -10, id="from less than nothing, so far"),
        pytest.param(each_year(), {2020: 0, 2021: 100, 2022: 115}, MID_2023,
                     ("on-track", "trend"), 15, id="from nothing, and as asked so far"),
        pytest.param(each_year(), {2020: 0, 2022: 6}, MID_2023,
                     ("not-assessable", "base-not-positive"), None,
                     id="from nothing, and no year is seen by itself"),
        pytest.param(each_year(), {2023: 1000}, END_2023, ("not-assessable", "one-figure"), None,
                     id="the last level alone"),
        pytest.param(each_year(method="straight-line"), in_years(9, 15), MID_2023,
                     ("off-track", "missed-a-year"), 9, id="no method decides"),
    ],
)  # fmt: skip
def test_growth_in_each_year(
    one: Target, known: Known, as_of: date, expected: tuple[str, str], shown: float | None
) -> None:
    found = judged(one, figures(known), as_of)
    assert verdict(found) == (*expected, None)
    assert (found.actual and found.actual.value) == close(shown)


@pytest.mark.parametrize(
    ("levels", "rates", "as_of", "expected", "shown"),
    [
        pytest.param({}, {2021: 12, 2022: 9}, MID_2023, ("off-track", "missed-a-year"), 9,
                     id="rates alone"),
        pytest.param({}, {2021: 12, 2023: 9}, END_2023, ("missed", "missed-a-year"), 9,
                     id="after a gap, and one missed is enough"),
        pytest.param({}, {2021: 12, 2023: 15}, END_2023, ("not-assessable", "year-missing"), 12,
                     id="after a gap, and one unseen leaves it open"),
        pytest.param({}, {2021: 12, 2022: 9}, END_2023, ("awaiting-data", "awaiting"), 9,
                     id="the last year is unknown"),
        pytest.param({2015: 70}, {2021: 12, 2022: 11, 2023: 15}, END_2023, ("met", "met"), 11,
                     id="an old level takes nothing from rates that are all there"),
        pytest.param({2020: 100, 2023: 160}, {2021: 12, 2022: 9}, END_2023,
                     ("missed", "missed-a-year"), 9, id="two levels with rates between"),
        pytest.param({2020: 100, 2023: 160}, {2022: 9}, END_2023, ("missed", "missed-a-year"), 9,
                     id="a rate that no level touches"),
        pytest.param({2020: 100, 2021: 112}, {2021: 1}, MID_2023, ("on-track", "trend"), 12,
                     id="levels go before rates"),
        pytest.param({2020: 100, 2022: 123.1}, {2021: 12, 2022: 10}, MID_2023,
                     ("on-track", "trend"), 10,
                     id="a year's own rate goes before what rates of others make of it"),
        pytest.param({2021: 112, 2022: 123.2}, {2021: 12}, MID_2023, ("on-track", "trend"), 10,
                     id="a rate that leads back to a level is that of its year"),
        pytest.param({2020: 0, 2021: 112}, {2021: 1}, MID_2023, ("off-track", "missed-a-year"), 1,
                     id="levels that give no rate do not"),
        pytest.param({}, {2021: -100}, MID_2023, ("off-track", "missed-a-year"), -100,
                     id="all is lost, and with it every level"),
        pytest.param({}, {2020: 1, 2024: 1}, MID_2023, ("no-data", "no-figure"), None,
                     id="rates of other years are not its years"),
        pytest.param({}, {"2021-H1": 1, "2021-H2": 1}, MID_2023, ("no-data", "no-figure"), None,
                     id="nor are those of halves"),
    ],
)  # fmt: skip
def test_growth_in_each_year_as_published(
    levels: Known, rates: Known, as_of: date, expected: tuple[str, str], shown: float | None
) -> None:
    one = each_year(measured_by="published")
    found = judged(one, figures(levels) + figures(rates, "published"), as_of)
    assert verdict(found) == (*expected, None)
    assert (found.actual and found.actual.value) == close(shown)


def test_a_rate_alone_is_told_with_its_source_and_marked() -> None:
    rates = figures({2022: 9}, "published", status="estimate", source="Office")
    known = [*figures({2020: 100, 2023: 160}), *rates]
    found = judged(each_year(measured_by="published"), known, END_2023)
    assert found.actual is not None
    assert (str(found.actual.period), found.actual.status) == ("2022", "estimate")
    assert found.actual.as_published
    assert [(year.year, year.rate) for year in found.years] == [(2022, 9)]
    assert [str(figure.period) for figure in found.figures] == ["2020", "2022", "2023"]
    assert [str(note.period) for note in found.notes if note.kind == "as-published"] == ["2022"]


def test_an_assumed_rate_of_the_last_year_makes_it_over() -> None:
    one = each_year(measured_by="published")
    known = figures({2021: 12}, "published") + figures({2023: 9}, "published", assumed=True)
    found = judged(one, known, MID_2023)
    assert verdict(found) == ("missed", "missed-a-year", None)
    assert found.actual is not None
    assert found.actual.assumed


def test_years_before_the_first_are_not_its_years() -> None:
    """Growth in 2019 and 2020 was poor; the target is about 2021 on."""
    found = judged(each_year(), figures(in_years(1, 2, 12, 13, start=2018)), MID_2023)
    assert verdict(found) == ("on-track", "trend", None)
    assert [year.year for year in found.years] == [2021, 2022]


def test_the_weakest_year_is_as_firm_as_the_figures_that_it_is_made_from() -> None:
    levels = in_years(12, 11, 13)
    statuses: list[FigureStatus] = ["final", "estimate", "provisional", "final"]
    observations = [
        one._replace(status=status) for one, status in zip(figures(levels), statuses, strict=True)
    ]
    found = judged(each_year(), observations, END_2023)
    assert found.actual is not None
    assert (str(found.actual.period), found.actual.status) == ("2022", "estimate")


def test_growth_from_a_level_below_one_is_growth() -> None:
    (year,) = judged(GROWTH, figures({2020: "0.5", 2021: "0.6"}), MID_2023).years
    assert (year.year, year.rate, year.position) == (2021, close(20), "inside")


def test_the_years_of_growth_are_told_one_by_one() -> None:
    found = judged(GROWTH, figures(in_years(5, 20, 25)), date(2023, 12, 31))
    years = [(year.year, round(year.rate, 9), year.position) for year in found.years]
    assert years == [(2021, 5, "below"), (2022, 20, "inside"), (2023, 25, "above")]


def test_phases_are_judged_each_for_itself() -> None:
    """From 17.1 to 20.89 billion in three years is 6.9 % a year; the next phase has its base."""
    phases = [
        target("growth", 4.4, 5, by=2025, first=2023),
        target("growth", 5.1, 5.5, by=2030, first=2026),
    ]
    known = figures({2022: 17_100_000_000, 2025: 20_890_000_000})
    day = date(2026, 11, 21)
    report = assess(targets_of(*phases), Actuals(tuple(known)), as_of=day)
    first, second = report.assessments
    assert verdict(first) == ("met", "met", None)
    assert first.actual is not None
    assert first.actual.value == close(6.900755997019)
    assert (first.position, str(first.actual.period)) == ("above", "2023/2025")
    assert verdict(second) == ("not-assessable", "no-year-over", None)
    assert second.base == Base(Decimal(20_890_000_000), parse_period("2025"), shifted=False)
    assert second.rates.needed == close(0.051)
    assert second.goal == close(20_890_000_000 * 1.051**5)
    assert report.summary == {"met": 1, "not-assessable": 1}


def test_a_fall_of_what_was_never_met_leaves_no_band() -> None:
    # From 200 to 199, below a floor of 0.1 % a year; the years before the base rose faster.
    slow = replace(target("growth", "0.1", by=2024, first=2021), method="straight-line")
    known = {2019: 100, 2020: 200, 2021: 100, 2022: 199}
    assert judge(slow, known) == ("on-track", "trend", "straight-line")
