"""The order of decision for levels, shares and changes: each status and each reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.rules.assessment import Base, Status
from exporttrack.rules.notes import Note
from rules.building import (
    MID_2023,
    Known,
    Verdict,
    close,
    figures,
    judge,
    judged,
    target,
    verdict,
)

# ------------------------------------------------------------------------------------- level

# From 100 in 2020 to 146.41 in 2024: 10 % a year.
AT_LEAST = target(least="146.41", by=2024)
ON_THE_LAST_DAY = date(2024, 12, 31)
ON_THE_DAY_BEFORE = date(2024, 12, 30)


@pytest.mark.parametrize(
    ("one", "known", "as_of", "expected"),
    [
        pytest.param(AT_LEAST, {2020: 100, 2024: "146.41"}, ON_THE_LAST_DAY,
                     ("met", "met", None), id="exactly the least at the deadline"),
        pytest.param(AT_LEAST, {2020: 100, 2024: "146.40"}, ON_THE_LAST_DAY,
                     ("missed", "missed", None), id="a hundredth short at the deadline"),
        pytest.param(AT_LEAST, {2024: 150}, ON_THE_LAST_DAY,
                     ("met", "met", None), id="the only figure is that of the deadline"),
        pytest.param(AT_LEAST, {2020: 100, 2023: 200, 2024: 99}, ON_THE_LAST_DAY,
                     ("missed", "missed", None), id="met before and lost at the deadline"),
        pytest.param(AT_LEAST, {2020: 100, 2023: 200}, ON_THE_LAST_DAY,
                     ("awaiting-data", "awaiting", None), id="met before, the deadline unknown"),
        pytest.param(AT_LEAST, {2020: 100, 2025: 200}, date(2026, 1, 1),
                     ("awaiting-data", "awaiting", None), id="a figure after the deadline only"),
        pytest.param(AT_LEAST, {}, ON_THE_LAST_DAY,
                     ("awaiting-data", "awaiting", None), id="over, and nothing is known at all"),
        pytest.param(AT_LEAST, {2020: 100, 2022: 150}, ON_THE_DAY_BEFORE,
                     ("achieved", "achieved", None), id="met before the deadline"),
        pytest.param(AT_LEAST, {2022: 150}, MID_2023,
                     ("achieved", "achieved", None), id="one figure, and it meets the target"),
        pytest.param(AT_LEAST, {2020: 150, 2021: 149}, MID_2023,
                     ("achieved", "achieved", None), id="met at the base and kept"),
        pytest.param(AT_LEAST, {2020: 150, 2021: 146}, MID_2023,
                     ("off-track", "trend", "rate-ratio"), id="met at the base and lost"),
        pytest.param(AT_LEAST, {2020: 100, 2021: 150, 2022: 140}, MID_2023,
                     ("on-track", "trend", "rate-ratio"), id="met once, fast enough still"),
        pytest.param(AT_LEAST, {2020: 100, 2021: "109.5"}, MID_2023,
                     ("on-track", "trend", "rate-ratio"), id="0.95 of the rate"),
        pytest.param(AT_LEAST, {2020: 100, 2021: "109.4"}, MID_2023,
                     ("behind", "trend", "rate-ratio"), id="0.94 of the rate"),
        pytest.param(AT_LEAST, {2020: 100, 2021: 106}, MID_2023,
                     ("behind", "trend", "rate-ratio"), id="0.60 of the rate"),
        pytest.param(AT_LEAST, {2020: 100, 2021: "105.9"}, MID_2023,
                     ("off-track", "trend", "rate-ratio"), id="0.59 of the rate"),
        pytest.param(AT_LEAST, {2020: 100, 2021: 99}, MID_2023,
                     ("off-track", "trend", "rate-ratio"), id="backwards"),
        pytest.param(AT_LEAST, {2020: 100}, MID_2023,
                     ("not-assessable", "one-figure", None), id="one figure"),
        pytest.param(AT_LEAST, {"2020-H1": 100}, MID_2023,
                     ("no-data", "no-figure", None), id="half a year is no figure"),
        pytest.param(AT_LEAST, {}, MID_2023, ("no-data", "no-figure", None), id="nothing known"),
        pytest.param(target(least=200, by=2024, base=2021), {2019: 90, 2020: 100}, MID_2023,
                     ("not-assessable", "no-figure-since-base", None), id="only before the base"),
        pytest.param(target(least=200, by=2024, base=2021), {2020: 300}, MID_2023,
                     ("not-assessable", "no-figure-since-base", None),
                     id="only before the base, and it would meet the target"),
        pytest.param(target(least=200, by=2030, base=2024), {}, MID_2023,
                     ("not-started", "not-started", None), id="the base lies ahead"),
        pytest.param(target(least=200, by=2030, base=2024), {2020: 100, 2022: 300}, MID_2023,
                     ("not-started", "not-started", None), id="the base lies ahead of figures"),
        pytest.param(target(least=200, by=2030, base=2023), {}, MID_2023,
                     ("no-data", "no-figure", None), id="the base is this year"),
        pytest.param(target(least=5, by=2024), {2019: 0, 2020: 1, 2021: 2, 2022: 3}, MID_2023,
                     ("on-track", "trend", "straight-line"), id="from zero, in a straight line"),
        pytest.param(target(least="5.5", by=2024), {2019: 0, 2020: 1, 2021: 2, 2022: 3}, MID_2023,
                     ("behind", "trend", "straight-line"), id="a line that lacks a fifth"),
        pytest.param(target(least=9, by=2024), {2019: 0, 2020: 1, 2021: 2, 2022: 3}, MID_2023,
                     ("off-track", "trend", "straight-line"), id="a line that lacks more"),
        pytest.param(target(least=9, by=2024), {2019: 3, 2020: 2, 2021: 1, 2022: 0}, MID_2023,
                     ("off-track", "trend", "straight-line"), id="a line the wrong way"),
        pytest.param(target(least=9, by=2024), {2020: 0, 2022: 3}, MID_2023,
                     ("not-assessable", "method-unavailable", None), id="from zero, two figures"),
        pytest.param(target(least=0, by=2024), {2020: -4, 2021: -2}, MID_2023,
                     ("not-assessable", "method-unavailable", None), id="up to zero, two figures"),
        pytest.param(target(least=142, by=2022, method="trend-to-target"),
                     {2020: 100, 2021: 110}, date(2022, 6, 30),
                     ("behind", "trend", "trend-to-target"), id="its own method: half of the way"),
        pytest.param(target(least=143, by=2022, method="trend-to-target"),
                     {2020: 100, 2021: 110}, date(2022, 6, 30),
                     ("off-track", "trend", "trend-to-target"), id="its own method: less"),
        pytest.param(target(least=143, by=2024, method="straight-line"), {2020: 100, 2021: 110},
                     MID_2023, ("not-assessable", "method-unavailable", None),
                     id="its own method alone decides"),
        pytest.param(target(least=9, by=2024, method="rate-ratio"),
                     {2019: 0, 2020: 1, 2021: 2, 2022: 3}, MID_2023,
                     ("not-assessable", "method-unavailable", None),
                     id="nor does the default help the default when it is named"),
    ],
)  # fmt: skip
def test_a_level(one: Target, known: Known, as_of: date, expected: Verdict) -> None:
    assert judge(one, known, as_of) == expected


# From 100 in 2020 to 65.61 in 2024: 10 % less a year.
AT_MOST = target(most="65.61", by=2024)


@pytest.mark.parametrize(
    ("known", "as_of", "expected"),
    [
        pytest.param({2020: 100, 2024: "65.61"}, ON_THE_LAST_DAY, ("met", "met", None),
                     id="exactly the most at the deadline"),
        pytest.param({2020: 100, 2024: "65.62"}, ON_THE_LAST_DAY, ("missed", "missed", None),
                     id="a hundredth over at the deadline"),
        pytest.param({2020: 100, 2022: 60}, MID_2023, ("achieved", "achieved", None), id="met"),
        pytest.param({2020: 100, 2021: "90.5"}, MID_2023, ("on-track", "trend", "rate-ratio"),
                     id="0.95 of the rate"),
        pytest.param({2020: 100, 2021: 92}, MID_2023, ("behind", "trend", "rate-ratio"),
                     id="0.80 of the rate"),
        pytest.param({2020: 100, 2021: 95}, MID_2023, ("off-track", "trend", "rate-ratio"),
                     id="half of the rate"),
        pytest.param({2020: 100, 2021: 101}, MID_2023, ("off-track", "trend", "rate-ratio"),
                     id="up"),
        pytest.param({2020: 60, 2021: 70}, MID_2023, ("off-track", "trend", "rate-ratio"),
                     id="met at the base and lost"),
        pytest.param({2021: 50}, MID_2023, ("achieved", "achieved", None), id="one figure, met"),
        pytest.param({2021: 70}, MID_2023, ("not-assessable", "one-figure", None), id="one figure"),
    ],
)  # fmt: skip
def test_a_ceiling(known: Known, as_of: date, expected: Verdict) -> None:
    assert judge(AT_MOST, known, as_of) == expected


FINE_ABOVE = target(least=6, most=10, by=2024)
MISS_ABOVE = target(least=6, most=10, by=2024, above_is_miss=True)


@pytest.mark.parametrize(
    ("one", "known", "as_of", "expected"),
    [
        pytest.param(FINE_ABOVE, {2024: 6}, ON_THE_LAST_DAY, "met", id="exactly min"),
        pytest.param(FINE_ABOVE, {2024: 10}, ON_THE_LAST_DAY, "met", id="exactly max"),
        pytest.param(FINE_ABOVE, {2024: 11}, ON_THE_LAST_DAY, "met", id="above is fine"),
        pytest.param(FINE_ABOVE, {2024: 5}, ON_THE_LAST_DAY, "missed", id="below"),
        pytest.param(MISS_ABOVE, {2024: 6}, ON_THE_LAST_DAY, "met", id="miss: exactly min"),
        pytest.param(MISS_ABOVE, {2024: 10}, ON_THE_LAST_DAY, "met", id="miss: exactly max"),
        pytest.param(MISS_ABOVE, {2024: 11}, ON_THE_LAST_DAY, "missed", id="miss: above"),
        pytest.param(MISS_ABOVE, {2024: 5}, ON_THE_LAST_DAY, "missed", id="miss: below"),
        pytest.param(FINE_ABOVE, {2020: 5, 2021: 12}, MID_2023, "achieved", id="passed early"),
        pytest.param(MISS_ABOVE, {2020: 5, 2021: 7}, MID_2023, "achieved", id="miss: inside early"),
        pytest.param(MISS_ABOVE, {2020: 5, 2021: 12}, MID_2023, "off-track", id="miss: too far"),
        pytest.param(MISS_ABOVE, {2020: 8, 2021: 12}, MID_2023, "off-track", id="miss: left it"),
        pytest.param(MISS_ABOVE, {2020: 8, 2021: 5}, MID_2023, "off-track", id="miss: fell out"),
        pytest.param(MISS_ABOVE, {2020: 12, 2021: 11}, MID_2023, "on-track",
                     id="miss: down from above"),
        pytest.param(MISS_ABOVE, {2020: 12, 2021: 13}, MID_2023, "off-track",
                     id="miss: up from above"),
        pytest.param(MISS_ABOVE, {2020: 12, 2021: 4}, MID_2023, "off-track",
                     id="miss: down from above, and too far"),
        pytest.param(MISS_ABOVE, {2021: 12}, MID_2023, "not-assessable", id="miss: one figure"),
    ],
)  # fmt: skip
def test_a_band(one: Target, known: Known, as_of: date, expected: Status) -> None:
    assert judge(one, known, as_of)[0] == expected


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({2020: 5, 2021: 12}, id="up and past it"),
        pytest.param({2020: 12, 2021: 4}, id="down and past it"),
    ],
)
def test_past_a_band_is_said_so(known: Known) -> None:
    assert judge(MISS_ABOVE, known) == ("off-track", "already-exceeded", None)


def test_a_figure_for_the_year_that_runs_is_not_the_deadline() -> None:
    early = figures({2020: 100}) + figures({2024: 120}, published=date(2024, 12, 1))
    one = judged(AT_LEAST, early, ON_THE_DAY_BEFORE)
    assert verdict(one) == ("off-track", "trend", "rate-ratio")
    assert (one.rates.needed, one.needed_per_year, one.projection) == (None, None, None)
    assert one.progress.time_share == 1
    assert judged(AT_LEAST, early, ON_THE_LAST_DAY).status == "missed"


def test_an_assumed_deadline_is_judged_at_once() -> None:
    observations = figures({2020: 100}) + figures({2024: 150}, assumed=True)
    one = judged(AT_LEAST, observations, MID_2023)
    assert verdict(one) == ("met", "met", None)
    assert one.actual is not None
    assert one.actual.assumed


def test_an_assumption_before_the_deadline_leaves_it_open() -> None:
    observations = figures({2020: 100}) + figures({2023: 133}, assumed=True)
    one = judged(AT_LEAST, observations, ON_THE_LAST_DAY)
    assert verdict(one) == ("awaiting-data", "awaiting", None)
    assert judged(AT_LEAST, observations, MID_2023).status == "on-track"


def test_a_forecast_of_the_deadline_does_not_reach_it() -> None:
    observations = figures({2020: 100}) + figures({2024: 150}, status="forecast")
    assert judged(AT_LEAST, observations, ON_THE_LAST_DAY).status == "awaiting-data"


def test_what_was_known_then() -> None:
    """Three vintages of the deadline's figure; the first came out before the year was over."""
    days = {date(2024, 11, 1): 150, date(2025, 3, 1): 140, date(2025, 9, 1): 147}
    observations = figures({2020: 100})
    for day, value in days.items():
        observations += figures({2024: value}, published=day, source="Office")
    found = {
        as_of: judged(AT_LEAST, observations, as_of).status
        for as_of in (date(2024, 10, 31), date(2024, 11, 1), date(2025, 3, 1), date(2025, 9, 1))
    }
    assert list(found.values()) == ["not-assessable", "achieved", "missed", "met"]


# ------------------------------------------------------------------------------------- share

SHARE = target("share", 3, 5, by=2024)


def shares(percents: Known) -> list[Observation]:
    """Parts of a whole that is 200 every year."""
    parts = {year: 2 * Decimal(str(percent)) for year, percent in percents.items()}
    return figures(parts) + figures(dict.fromkeys(percents, 200), "whole")


@pytest.mark.parametrize(
    ("percents", "as_of", "expected"),
    [
        pytest.param({2020: 2, 2024: 3}, ON_THE_LAST_DAY, ("met", "met", None), id="exactly min"),
        pytest.param({2020: 2, 2024: 5}, ON_THE_LAST_DAY, ("met", "met", None), id="exactly max"),
        pytest.param({2020: 2, 2024: 9}, ON_THE_LAST_DAY, ("met", "met", None), id="above"),
        pytest.param({2020: 2, 2024: "2.9"}, ON_THE_LAST_DAY, ("missed", "missed", None),
                     id="below"),
        pytest.param({2020: 2}, ON_THE_LAST_DAY, ("awaiting-data", "awaiting", None), id="waiting"),
        pytest.param({2020: 2, 2022: 3}, MID_2023, ("achieved", "achieved", None), id="early"),
        pytest.param({2020: 2, 2022: "2.5"}, MID_2023, ("on-track", "trend", "rate-ratio"),
                     id="faster than required"),
        pytest.param({2020: 2, 2022: "2.3"}, MID_2023, ("behind", "trend", "rate-ratio"),
                     id="0.68 of the rate"),
        pytest.param({2020: 2, 2022: "2.1"}, MID_2023, ("off-track", "trend", "rate-ratio"),
                     id="0.23 of the rate"),
        pytest.param({2019: 0, 2020: 1, 2021: 1, 2022: 2}, MID_2023,
                     ("on-track", "trend", "straight-line"), id="from nothing, in a straight line"),
        pytest.param({2020: 0, 2022: 2}, MID_2023,
                     ("not-assessable", "method-unavailable", None), id="from nothing"),
        pytest.param({2020: 2}, MID_2023, ("not-assessable", "one-figure", None), id="one figure"),
        pytest.param({}, MID_2023, ("no-data", "no-figure", None), id="nothing known"),
    ],
)  # fmt: skip
def test_a_share(percents: Known, as_of: date, expected: Verdict) -> None:
    assert verdict(judged(SHARE, shares(percents), as_of)) == expected


@pytest.mark.parametrize(
    ("base", "percents", "expected"),
    [
        pytest.param(
            2021,
            {2020: 2},
            ("not-assessable", "no-figure-since-base", None),
            id="only before the base",
        ),
        pytest.param(2024, {2020: 2}, ("not-started", "not-started", None), id="the base is ahead"),
        pytest.param(2020, {2020: 2, 2022: 3}, ("achieved", "achieved", None), id="since the base"),
    ],
)
def test_a_share_with_a_base(base: int, percents: Known, expected: Verdict) -> None:
    one = target("share", 3, 5, by=2030, base=base)
    assert verdict(judged(one, shares(percents), MID_2023)) == expected


def test_a_share_is_that_of_the_last_year_that_has_both() -> None:
    one = judged(SHARE, shares({2020: 2, 2021: 2}) + figures({2022: 100}), MID_2023)
    assert one.actual is not None
    assert (one.actual.value, str(one.actual.period), one.position) == (2, "2021", "below")
    assert one.gap == -1


def test_a_part_without_a_whole_is_no_share() -> None:
    assert verdict(judged(SHARE, figures({2020: 2, 2022: 9}), MID_2023))[:2] == (
        "no-data",
        "no-figure",
    )


# ------------------------------------------------------------------------------------ change

LESS = target("change", most=-20, by=2024, base=2020)
MORE = target("change", 20, 40, by=2024, base=2020)


@pytest.mark.parametrize(
    ("one", "known", "as_of", "expected"),
    [
        pytest.param(LESS, {2020: 50, 2024: 40}, ON_THE_LAST_DAY, ("met", "met", None),
                     id="a fifth less, exactly"),
        pytest.param(LESS, {2020: 50, 2024: "40.1"}, ON_THE_LAST_DAY, ("missed", "missed", None),
                     id="not quite a fifth less"),
        pytest.param(LESS, {2020: 50}, ON_THE_LAST_DAY, ("awaiting-data", "awaiting", None),
                     id="waiting"),
        pytest.param(LESS, {2020: 50, 2022: 40}, MID_2023, ("achieved", "achieved", None),
                     id="early"),
        pytest.param(LESS, {2020: 50, 2022: 44}, MID_2023, ("on-track", "trend", "rate-ratio"),
                     id="12 % less in half of the time"),
        pytest.param(LESS, {2020: 50, 2022: 46}, MID_2023, ("behind", "trend", "rate-ratio"),
                     id="8 % less in half of the time"),
        pytest.param(LESS, {2020: 50, 2022: 49}, MID_2023, ("off-track", "trend", "rate-ratio"),
                     id="2 % less in half of the time"),
        pytest.param(LESS, {2020: 50, 2022: 51}, MID_2023, ("off-track", "trend", "rate-ratio"),
                     id="more"),
        pytest.param(LESS, {2020: 50}, MID_2023, ("not-assessable", "one-figure", None),
                     id="the base alone"),
        pytest.param(LESS, {2024: 50}, ON_THE_LAST_DAY, ("not-assessable", "one-figure", None),
                     id="the deadline alone is no change"),
        pytest.param(LESS, {2020: 0, 2022: 5}, MID_2023,
                     ("not-assessable", "base-not-positive", None), id="from nothing"),
        pytest.param(LESS, {2020: 0}, MID_2023,
                     ("not-assessable", "base-not-positive", None), id="nothing alone"),
        pytest.param(LESS, {2020: -5, 2024: -9}, ON_THE_LAST_DAY,
                     ("not-assessable", "base-not-positive", None), id="over, from below zero"),
        pytest.param(LESS, {2020: 50, 2022: -5}, MID_2023, ("achieved", "achieved", None),
                     id="below zero is less"),
        pytest.param(LESS, {2019: 50}, MID_2023, ("not-assessable", "no-figure-since-base", None),
                     id="only before the base"),
        pytest.param(LESS, {}, MID_2023, ("no-data", "no-figure", None), id="nothing known"),
        pytest.param(LESS, {2019: 50}, date(2019, 12, 31), ("not-started", "not-started", None),
                     id="the base lies ahead"),
        pytest.param(MORE, {2020: 50, 2024: 60}, ON_THE_LAST_DAY, ("met", "met", None),
                     id="a fifth more, exactly"),
        pytest.param(MORE, {2020: 50, 2024: 70}, ON_THE_LAST_DAY, ("met", "met", None),
                     id="two fifths more, exactly"),
        pytest.param(MORE, {2020: 50, 2024: 90}, ON_THE_LAST_DAY, ("met", "met", None),
                     id="more than asked"),
        pytest.param(MORE, {2020: 50, 2024: 59}, ON_THE_LAST_DAY, ("missed", "missed", None),
                     id="18 % more"),
        pytest.param(MORE, {2020: 50, 2022: 54}, MID_2023, ("behind", "trend", "rate-ratio"),
                     id="8 % more in half of the time"),
    ],
)  # fmt: skip
def test_a_change(one: Target, known: Known, as_of: date, expected: Verdict) -> None:
    assert judge(one, known, as_of) == expected


@pytest.mark.parametrize(
    ("above_is_miss", "value", "expected"),
    [
        pytest.param(False, 40, "met", id="a fifth less"),
        pytest.param(False, 35, "met", id="three tenths less"),
        pytest.param(False, 30, "met", id="two fifths less is fine"),
        pytest.param(False, 41, "missed", id="18 % less"),
        pytest.param(True, 35, "met", id="miss: three tenths less"),
        pytest.param(True, 30, "missed", id="miss: two fifths less"),
    ],
)
def test_a_band_of_reductions(above_is_miss: bool, value: int, expected: Status) -> None:
    one = target("change", -30, -20, by=2024, base=2020, above_is_miss=above_is_miss)
    assert judge(one, {2020: 50, 2024: value}, ON_THE_LAST_DAY)[0] == expected


def test_a_change_from_a_later_base_is_marked() -> None:
    one = judged(LESS, figures({2021: 50, 2022: 45}), MID_2023)
    assert one.base == Base(Decimal(50), parse_period("2021"), shifted=True)
    assert one.actual is not None
    assert one.actual.value == close(-10)
    assert one.notes == (Note("shifted", "s", parse_period("2021"), target="t"),)
