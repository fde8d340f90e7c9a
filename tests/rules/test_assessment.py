"""The numbers beside a verdict, the notes, and what a report keeps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from exporttrack.model.actuals import Actuals, Input
from exporttrack.model.period import parse_period
from exporttrack.model.series import Series
from exporttrack.model.target import Targets
from exporttrack.rules import assess
from exporttrack.rules.assessment import Base, Progress
from rules.building import (
    MID_2023,
    Known,
    close,
    figures,
    in_years,
    judged,
    target,
    targets_of,
)

AT_LEAST = target(least="146.41", by=2024)


def test_the_numbers_of_a_level() -> None:
    known = figures({2019: 90, 2020: 100, 2022: 110}, status="final")
    one = judged(target(least=133, most=150, by=2025, base=2020), known, MID_2023)
    assert one.actual is not None
    assert (one.actual.value, str(one.actual.period), one.actual.status) == (110, "2022", "final")
    assert one.base == Base(Decimal(100), parse_period("2020"), shifted=False)
    assert (one.position, one.gap, one.goal) == ("below", -23, 133)
    assert one.needed_per_year == Decimal(23) / 3
    assert one.progress == Progress(close(10 / 33), close(0.4))
    assert one.rates.observed == close(1.1**0.5 - 1)
    assert one.rates.required == close(1.33**0.2 - 1)
    assert one.rates.needed == close((133 / 110) ** (1 / 3) - 1)
    assert one.first_met is None
    assert [str(figure.period) for figure in one.figures] == ["2020", "2022"]
    assert one.projection is not None
    assert one.projection.value == close(one.methods["trend-to-target"].expected)


def test_the_first_year_that_met_it_is_named() -> None:
    known = figures({2018: 999, 2019: 100, 2020: 150, 2021: 140, 2022: 160})
    one = judged(target(least=150, by=2025, base=2019), known, MID_2023)
    assert (one.status, one.first_met) == ("achieved", 2020)


def test_figures_are_those_that_a_number_was_made_from() -> None:
    """The straight line uses years before the base, but none before a gap."""
    known = figures({2016: 1, 2018: 2, 2019: 3, 2020: 4, 2021: 5, 2022: 6})
    one = judged(target(least=9, by=2025, base=2021), known, MID_2023)
    assert [figure.period.years[0] for figure in one.figures] == [2018, 2019, 2020, 2021, 2022]
    without = judged(target(least=9, by=2025, base=2021), known[-2:], MID_2023)
    assert [figure.period.years[0] for figure in without.figures] == [2021, 2022]


def test_a_figure_from_before_the_base_is_shown_and_no_other() -> None:
    known = figures({2018: 1, 2019: 2})
    one = judged(target(least=9, by=2025, base=2020), known, MID_2023)
    assert one.actual is not None
    assert [figure.period.years[0] for figure in one.figures] == [2019]
    assert one.progress == Progress(None, None)
    assert {result.reason for result in one.methods.values()} == {"no-path"}


def test_methods_say_that_there_is_no_figure() -> None:
    found = judged(target(least=9, by=2025), [], MID_2023).methods
    assert {result.reason for result in found.values()} == {"no-figure"}


def test_what_each_year_left_must_add_to_a_share() -> None:
    known = figures({2020: 2, 2021: 3}) + figures({2020: 100, 2021: 100}, "whole")
    assert judged(target("share", 5, by=2025), known, MID_2023).needed_per_year == close(0.5)


def test_what_each_year_left_must_add_to_a_change() -> None:
    known = figures({2020: "0.5", 2021: "0.6"})
    one = judged(target("change", 100, by=2025, base=2020), known, MID_2023)
    assert one.actual is not None
    assert (one.actual.value, one.needed_per_year) == (close(20), close(0.1))


def test_what_growth_needs_is_a_rate() -> None:
    one = judged(target("growth", 10, by=2025, first=2021), figures(in_years(5)), MID_2023)
    assert one.needed_per_year is None
    assert one.rates.needed == close((1.1**5 / 1.05) ** 0.25 - 1)


def test_the_projection_of_what_is_past_is_none() -> None:
    assert judged(AT_LEAST, figures({2020: 100, 2024: 99}), date(2024, 12, 31)).projection is None
    assert judged(AT_LEAST, [], MID_2023).projection is None


def test_a_projection_beyond_a_band_counts_as_met_unless_it_is_a_miss() -> None:
    known = figures({2019: 5, 2020: 6, 2021: 7, 2022: 8})
    fine = judged(target(least=9, most=10, by=2024), known, MID_2023).projection
    miss = judged(target(least=9, most=10, by=2024, above_is_miss=True), known, MID_2023).projection
    assert fine is not None
    assert miss is not None
    assert fine.value == miss.value
    assert fine.probability is not None
    assert miss.probability is not None
    assert fine.probability > 0.5 > miss.probability


@pytest.mark.parametrize(
    ("known", "aim", "needed", "per_year"),
    [
        pytest.param(
            {2020: 50, 2022: 200}, 100, -0.293, -50, id="far beyond: down to the far edge"
        ),
        pytest.param({2020: 200, 2022: 20}, 80, 1.0, 30, id="fallen through: up to the near one"),
        pytest.param({2020: 50, 2022: 60}, 80, 0.155, 10, id="not there yet"),
        pytest.param({2020: 200, 2022: 150}, 100, -0.184, -25, id="on the way down"),
        pytest.param({2020: 50, 2022: 90}, 80, -0.057, -5, id="inside: what may be lost"),
    ],
)
def test_where_both_sides_miss_what_is_needed_leads_into_the_band(
    known: Known, aim: int, needed: float, per_year: float
) -> None:
    one = judged(target(least=80, most=100, by=2024, above_is_miss=True), figures(known), MID_2023)
    assert one.aim == aim
    assert one.rates.needed == pytest.approx(needed, abs=5e-4)
    assert one.needed_per_year == per_year


def test_beyond_a_band_that_may_be_passed_it_leads_to_the_near_edge() -> None:
    known = figures({2020: 50, 2022: 200})
    one = judged(target(least=80, most=100, by=2024), known, MID_2023)
    assert (one.aim, one.goal, one.needed_per_year) == (80, 80, -60)


def test_growth_above_a_band_that_must_not_be_left_has_room_to_its_top() -> None:
    # 90 in 2020 at 5 % a year is 120.61 in 2026; 110 in 2022 is 10.6 % a year, and below that.
    one = target("growth", 0, 5, by=2026, first=2021, above_is_miss=True)
    found = judged(one, figures({2020: 90, 2021: 100, 2022: 110}), MID_2023)
    assert (found.status, found.position) == ("off-track", "above")
    assert found.aim == close(90 * 1.05**6)
    assert found.rates.needed == close((90 * 1.05**6 / 110) ** 0.25 - 1)


def test_growth_each_year_has_no_rate_for_all_years_left() -> None:
    one = target("growth", 5, by=2025, first=2021, reading="each-year")
    assert judged(one, figures(in_years(6, 7)), MID_2023).rates.needed is None


def test_growth_without_a_base_uses_no_figure() -> None:
    known = figures({2018: 50, 2019: 60})
    one = judged(target("growth", 5, by=2025, first=2022), known, MID_2023)
    assert (one.base, one.figures) == (None, ())


def test_the_each_year_reading_has_no_probability() -> None:
    one = target("growth", 10, by=2023, first=2021, reading="each-year")
    known = figures(in_years(12, 14))
    projection = judged(one, known, MID_2023).projection
    assert projection is not None
    assert projection.value is not None
    assert projection.probability is None


def test_a_series_may_borrow_from_other_exports() -> None:
    known = figures({2020: 100, 2022: 110})
    methods = [
        one.projection.method
        for prior in (None, "exports", "unheard-of")
        if (one := judged(AT_LEAST, known, MID_2023, prior=prior)).projection
    ]
    assert methods == ["drift", "drift-with-prior", "drift"]


def outlier_years(values: Iterable[float]) -> list[int]:
    known = {2001 + at: value for at, value in enumerate(values)}
    one = judged(target(least=10**6, by=2030), figures(known), date(2029, 12, 31))
    return [note.period.years[0] for note in one.notes if note.kind == "outlier" and note.period]


@pytest.mark.parametrize(
    ("values", "years"),
    [
        pytest.param([2**n for n in range(12)], [], id="a straight line has none"),
        pytest.param([1] * 11 + [2], [2012], id="a jump in the last year"),
        pytest.param([2] + [1] * 11, [2001], id="a jump in the base"),
        pytest.param([1] * 6 + [9] + [1] * 6, [], id="a year in between is no end"),
        pytest.param([1, 1, 1, 5], [], id="too few to tell"),
        pytest.param([0] + [1] * 10 + [2], [], id="a zero has no logarithm"),
    ],
)
def test_a_base_or_latest_year_off_the_trend_is_noted(
    values: list[float], years: list[int]
) -> None:
    assert outlier_years(values) == years


def test_notes_across_targets_come_once_and_name_what_was_left_out() -> None:
    both = targets_of(target(least=200, by=2024), target(most=300, by=2024))
    known = [
        *figures({2020: 100}, source="A"),
        *figures({2020: 90}, source="B"),
        *figures({2022: 120}, published=date(2023, 7, 1)),
        *figures({2023: 130}, published=date(2024, 2, 1)),
        *figures({2022: 999}, "elsewhere", published=date(2024, 2, 1)),
    ]
    report = assess(both, Actuals(tuple(known)), as_of=MID_2023)
    assert [(note.kind, note.count) for note in report.notes] == [("rival", 0), ("later", 2)]
    on_the_day = assess(both, Actuals(tuple(known)), as_of=date(2023, 7, 1))
    assert [(note.kind, note.count) for note in on_the_day.notes] == [("rival", 0), ("later", 1)]


def test_a_report_keeps_its_title_its_series_and_its_files() -> None:
    series = {"s": Series("s", "USD"), "unused": Series("unused", "USD")}
    one = Input("targets.toml", "aa")
    other = Input("actuals.toml", "bb")
    targets = Targets("Title", series, (AT_LEAST,), one)
    report = assess(targets, Actuals((), (other,)), as_of=MID_2023)
    assert (report.title, report.as_of, report.inputs) == ("Title", MID_2023, (one, other))
    assert report.series == series
    assert report.summary == {"no-data": 1}


def test_the_level_of_the_interval_is_passed_on() -> None:
    known = Actuals(tuple(figures({2020: 100, 2021: 120, 2022: 110})))
    wide, narrow = (
        assess(targets_of(AT_LEAST), known, as_of=MID_2023, level=level).assessments[0].projection
        for level in (0.95, 0.5)
    )
    assert wide is not None
    assert narrow is not None
    assert (wide.level, narrow.level) == (0.95, 0.5)
    assert wide.low is not None
    assert narrow.low is not None
    assert wide.low < narrow.low
