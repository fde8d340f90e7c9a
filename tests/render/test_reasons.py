"""The sentences that say why a status was given: their numbers say what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.target import Target
from exporttrack.render import reasons
from exporttrack.render.words import extreme
from exporttrack.rules import assess
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.methods import ratio_class
from rules.building import MID_2023, Known, figures, in_years, judged, target, targets_of

OVER = date(2024, 6, 1)


def told(one: Target, known: Known, as_of: date = MID_2023) -> tuple[str, str]:
    found = judged(one, figures(known), as_of)
    return found.status, reasons.reason(found)


def trend(least: float) -> Target:
    """From 100 to 110 in one year, and so to 121 in the next: 21 of the required change."""
    return target(least=least, by=2022, base=2020, method="trend-to-target")


@pytest.mark.parametrize(
    ("least", "status", "share"),
    [
        pytest.param(122.11, "behind", "94.98 %", id="21 / 22.11 is not the 95 % of on-track"),
        pytest.param(122.1, "on-track", "95.02 %", id="21 / 22.1 is"),
        pytest.param(142.01, "off-track", "49.99 %", id="21 / 42.01 is not the 50 % of behind"),
    ],
)
def test_a_share_is_on_its_side_of_the_classes(least: float, status: str, share: str) -> None:
    assert told(trend(least), {2020: 100, 2021: 110}, date(2022, 6, 30)) == (
        status,
        f"US$110 in 2021; the trend leads to US$121 in 2022, {share} of the required change.",
    )


def test_a_figure_beside_its_edge_shows_how_far_it_is() -> None:
    assert told(target(least="20.004e9", by=2022), {2021: "19e9", 2022: "20.002e9"}) == (
        "missed",
        "US$20.002 bn in 2022: US$2 M (0.01 %) below the target of at least US$20.004 bn.",
    )


LINE = target(least=1000, by=2023, method="straight-line")
CHANGE = target("change", 10, by=2023, base=2015, method="straight-line")


@pytest.mark.parametrize(
    ("one", "known", "reason"),
    [
        pytest.param(
            LINE, {2019: 999.89, 2020: 999.91, 2021: 999.93, 2022: 999.95},
            "US$999.95 in 2022; the mean change of the last years leads to US$999.97 in 2023, "
            "US$1,000 is the target.",
            id="0.02 more is not the 1,000 that is stated",
        ),
        pytest.param(
            CHANGE, {2015: 100.07, 2019: 109.99, 2020: 110.01, 2021: 110.03, 2022: 110.05},
            "+9.973 % from 2015 to 2022; the mean change of the last years leads to US$110.07 in "
            "2023, US$110.1 is the target.",
            id="nor is 110.07 the 110.077 that is computed",
        ),
    ],
)  # fmt: skip
def test_what_is_expected_is_not_the_goal_while_it_falls_short(
    one: Target, known: Known, reason: str
) -> None:
    assert told(one, known) == ("off-track", reason)


@pytest.mark.parametrize(
    ("one", "known", "unit", "reason"),
    [
        pytest.param(
            target(most=800, by=2025, base=2020), {2020: 700, 2022: 830}, "USD",
            "US$830 in 2022; +8.89 % a year since 2020, at most +2.71 % a year is asked "
            "(ratio -3.3). It was met in 2020 and is no longer.",
            id="what a ceiling leaves room for is not required",
        ),
        pytest.param(
            target(least=800, by=2025, base=2020), {2020: 900, 2022: 700}, "USD",
            "US$700 in 2022; -11.8 % a year since 2020, at least -2.33 % a year is asked "
            "(ratio -5.1). It was met in 2020 and is no longer.",
            id="nor what a floor leaves",
        ),
        pytest.param(
            target(most=12, by=2028, base=2019), {2019: 17.5, 2022: 16.8}, "percent",
            "16.8 % in 2022; -1.35 % of itself a year since 2019, -4.11 % of itself a year is "
            "required (ratio 0.33).",
            id="0.233 points a year are 1.35 % of a percentage",
        ),
        pytest.param(
            target(most=12, by=2028, base=2019), {2019: 10, 2022: 14}, "percent",
            "14 % in 2022; +11.9 % of itself a year since 2019, at most +2.05 % of itself a year "
            "is asked (ratio -5.8). It was met in 2019 and is no longer.",
            id="a percentage past its ceiling",
        ),
        pytest.param(
            target(least=2, most=4, by=2027, base=2020, above_is_miss=True),
            {2020: 6.1, 2022: 5}, "percent",
            "5 % in 2022; -9.46 % of itself a year since 2020, -5.85 % of itself a year is "
            "required (ratio 1.6).",
            id="from above a band that may not be passed the way down is required",
        ),
        pytest.param(
            target("change", -10, by=2024, base=2019), {2019: 20, 2022: 17}, "percent",
            "-15 % from 2019 to 2022; -5.27 % a year since 2019, at least -2.09 % a year is asked "
            "(ratio -2.5). It was met in 2019 and is no longer.",
            id="a change is in percent of its base already",
        ),
    ],
)  # fmt: skip
def test_a_rate_is_of_what_it_is_a_rate(one: Target, known: Known, unit: str, reason: str) -> None:
    stated = targets_of(one)
    stated = replace(stated, series={"s": replace(stated.series["s"], unit=unit)})
    report = assess(stated, Actuals(tuple(figures(known))), as_of=MID_2023)
    assert reasons.reason(report.assessments[0]) == reason


@pytest.mark.parametrize(
    ("done", "status", "pace"),
    [
        pytest.param(210.2, "on-track", "1.05", id="1.051 is within 1 / 0.95"),
        pytest.param(212, "behind", "1.1", id="1.06 is not"),
        pytest.param(332, "behind", "1.66", id="1.66 is within 1 / 0.6"),
        pytest.param(334, "off-track", "1.7", id="1.67 is not"),
    ],
)
def test_the_pace_of_a_ceiling(done: float, status: str, pace: str) -> None:
    one = target("total", most=1000, by=2030, first=2021)
    assert told(one, {2021: 100, 2022: done - 100}) == (
        status,
        f"US${done:g} in 2021-2022 of US$1,000 after 2 of 10 years (pace {pace}).",
    )


def test_a_total_beside_what_is_asked_is_not_rounded_onto_it() -> None:
    one = target("total", least=1_000_400_000, by=2024, first=2021)
    assert told(one, {2021: 500_200_000, 2022: 500_000_000}) == (
        "on-track",
        "US$1.0002 bn in 2021-2022 of US$1.0004 bn after 2 of 4 years (pace 2).",
    )


@given(st.integers(1, 999), st.booleans())
def test_a_pace_has_the_class_of_the_verdict(done: int, is_ceiling: bool) -> None:
    least, most = (None, 1000) if is_ceiling else (1000, None)
    one = judged(target("total", least, most, by=2030, first=2021), figures({2021: done}), MID_2023)
    shown = float(reasons.reason(one).rpartition("(pace ")[2].rstrip(")."))
    assert ratio_class(1 / shown if is_ceiling else shown) == one.methods["pace"].label


@pytest.mark.parametrize(
    ("least", "most", "method", "known", "reason"),
    [
        pytest.param(
            None, 3, None, in_years(1),
            "+1 % a year in 2021; at most 3 % a year is the target.",
            id="a ratio of -1 / 3 is that of the levels, which are to rise by no more",
        ),
        pytest.param(
            -1, None, None, in_years(1),
            "+1 % a year in 2021; at least -1 % a year is the target (ratio 1).",
            id="a ratio of 1 agrees",
        ),
        pytest.param(
            5, None, None, in_years(6),
            "+6 % a year in 2021; at least 5 % a year is the target (ratio 1.2).",
            id="a ratio of 6 / 5 agrees",
        ),
        pytest.param(
            None, 3, "straight-line", {2017: 400, 2018: 600, 2019: 800, **in_years(1)},
            "+1 % a year in 2021; at most 3 % a year is the target.",
            id="a line through years before the target leads past the goal",
        ),
        pytest.param(
            5, None, "straight-line", {2018: 800, 2019: 900, **in_years(6)},
            "+6 % a year in 2021; the mean change of the last years leads to US$1,320 in 2024, "
            "US$1,216 is the target.",
            id="260 in three years, and three times 86.7 from 1,060 on: past the least",
        ),
    ],
)  # fmt: skip
def test_an_average_that_is_as_asked(
    least: int | None, most: int | None, method: str | None, known: Known, reason: str
) -> None:
    one = target("growth", least, most, by=2024, first=2021, method=method)
    assert told(one, known) == ("on-track", reason)


def each_year(least: int | None, most: int | None, known: Known, as_of: date) -> Assessment:
    one = target(
        "growth", least, most, by=2023, first=2021, reading="each-year", above_is_miss=True
    )
    return judged(one, figures(known), as_of)


@pytest.mark.parametrize(
    ("least", "most", "known", "as_of", "reason"),
    [
        pytest.param(
            5, None, in_years(10, 5, 6), OVER,
            "2021 +10 %, 2022 +5 %, 2023 +6 %: every year is as the target asks.",
            id="met: every year and its growth",
        ),
        pytest.param(
            1, 6, in_years(2, 10), MID_2023, "2022 +10 %: not what the target asks of every year.",
            id="a year above the band falls short of nothing",
        ),
        pytest.param(
            1, 6, in_years(10, 2), OVER,
            "2023 is over and no figure for it is known yet; the highest growth so far is +10 % "
            "a year in 2021.",
            id="the year that misses is the highest",
        ),
        pytest.param(
            1, 6, in_years(0, 2), OVER,
            "2023 is over and no figure for it is known yet; the lowest growth so far is 0 % "
            "a year in 2021.",
            id="the year that misses is the lowest",
        ),
        pytest.param(
            None, 3, in_years(1, 2), OVER,
            "2023 is over and no figure for it is known yet; the highest growth so far is +2 % "
            "a year in 2022.",
            id="of a ceiling the highest is told",
        ),
        pytest.param(
            None, 3, in_years(1), OVER,
            "2023 is over and no figure for it is known yet; the highest growth so far is +1 % "
            "a year in 2021.",
            id="of a ceiling, even where one year is all that is known",
        ),
    ],
)  # fmt: skip
def test_each_year(
    least: int | None, most: int | None, known: Known, as_of: date, reason: str
) -> None:
    assert reasons.reason(each_year(least, most, known, as_of)) == reason


EACH = target("growth", 5, by=2023, first=2021, reading="each-year")
BOTH = target("total", 90, 110, by=2023, first=2021, above_is_miss=True)


@pytest.mark.parametrize(
    ("one", "known", "reason"),
    [
        pytest.param(
            EACH, {2020: 100, 2021: 110, 2023: 150},
            "No growth of its own is known for 2022, 2023, so the period cannot be judged; the "
            "lowest growth so far is +10 % a year in 2021.",
            id="2023 has a figure, and no growth of its own",
        ),
        pytest.param(
            EACH, {2020: 100, 2023: 150},
            "No growth of its own is known for 2021, 2022, 2023, so the period cannot be judged.",
            id="an average of three years is the growth of none",
        ),
        pytest.param(
            EACH, {2020: 100, 2021: 106, 2022: 120},
            "2023 is over and no figure for it is known yet; the lowest growth so far is +6 % a "
            "year in 2021.",
            id="2021 is the lowest and not the latest",
        ),
        pytest.param(
            BOTH, {2021: 50, 2023: 50},
            "There is no figure for 2022, so the period cannot be judged; the latest is US$100 in "
            "2021-2023.",
            id="a total lacks the figure of a year",
        ),
    ],
)  # fmt: skip
def test_what_is_lacking_is_told(one: Target, known: Known, reason: str) -> None:
    assert reasons.reason(judged(one, figures(known), OVER)) == reason


@pytest.mark.parametrize(
    ("one", "known", "reason"),
    [
        pytest.param(
            target("total", 100, by=2025, first=2020), {2020: 30, 2022: 30},
            "US$60 in 2020-2022 of US$100 after 2 of 6 years (pace 1.8). There is no figure for "
            "2021 in it.",
            id="a sum with a gap",
        ),
        pytest.param(
            target("growth", 5, by=2025, first=2021, reading="each-year"), {2021: 100, 2022: 106},
            "2022 +6 %: every year of which the growth is known is as the target asks.",
            id="not every year since the first is known",
        ),
        pytest.param(
            target("growth", 5, by=2025, first=2021), {2022: 106},
            "2020 has no figure; it counts from US$106 in 2022, and no later one is known.",
            id="growth whose only figure is its base, of a later year",
        ),
        pytest.param(
            target("change", 5, by=2025, base=2020), {2022: 106},
            "2020 has no figure; it counts from US$106 in 2022, and no later one is known.",
            id="the same of a change",
        ),
    ],
)  # fmt: skip
def test_what_is_not_known_under_way_is_told(one: Target, known: Known, reason: str) -> None:
    assert reasons.reason(judged(one, figures(known), MID_2023)) == reason


@given(
    st.lists(st.integers(-20, 20), min_size=1, max_size=3), st.integers(-9, 9), st.integers(1, 9)
)
def test_the_year_that_decides_is_called_what_it_is(rates: list[int], low: int, width: int) -> None:
    one = each_year(low, low + width, in_years(*rates), MID_2023)
    assert one.actual is not None
    known = [year.rate for year in one.years]
    ends = {"lowest": min(known), "highest": max(known)}
    assert ends[extreme(one) or ""] == one.actual.value
