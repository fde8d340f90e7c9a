"""What a job is told, and from which day on a figure is too old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA
from exporttrack import load_actuals, load_targets
from exporttrack.model.actuals import Actuals
from exporttrack.model.target import Target
from exporttrack.rules import assess
from exporttrack.rules.assessment import STATUSES, Report, Status
from exporttrack.rules.checking import (
    CRITICAL,
    DEFAULT_FAIL_ON,
    FAILING,
    Finding,
    age,
    findings,
)
from rules.building import MID_2023, Known, figures, target, targets_of

TARGETS = load_targets(DATA / "every_status/targets.toml")
ACTUALS = load_actuals([DATA / "every_status/actuals.csv"], TARGETS.series)
EVERY_STATUS = assess(TARGETS, ACTUALS, as_of=date(2025, 6, 30))
GROWTH = target("growth", 3, first=2021, by=2030, reading="each-year")
SHARE = target("share", 5, by=2030)

known_months = st.dictionaries(
    st.sampled_from([2021, 2022, "2022-H2", "2022-12", "2023-Q1", "2023-01", "2023-02", "2023-03"]),
    st.integers(1, 9),
)


def reported(known: Known, as_of: date) -> Report:
    """The report on one target, at least 100 by 2025, with these figures."""
    return assess(targets_of(target(least=100)), Actuals(tuple(figures(known))), as_of=as_of)


def reported_on(
    one: Target, known: Known, of_whole: Known, published: Known | None = None
) -> Report:
    """The report in mid-2023 on a target with figures of its three series."""
    given = {"s": known, "whole": of_whole, "published": published or {}}
    actuals = Actuals(tuple(chain(*(figures(ones, name) for name, ones in given.items()))))
    return assess(targets_of(one), actuals, as_of=MID_2023)


def found(report: Report, *fail_on: Status, max_age: int | None = None) -> list[str]:
    """The statuses of the targets that are found."""
    return [one.assessment.status for one in findings(report, fail_on, max_age) if one.is_found]


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_found_when_it_is_asked_about(status: Status) -> None:
    assert found(EVERY_STATUS, status) == [status]


def test_by_default_the_targets_that_fail_are_found() -> None:
    assert found(EVERY_STATUS, *DEFAULT_FAIL_ON) == ["behind", "off-track", "missed"]


def test_good_news_cannot_be_asked_about() -> None:
    assert set(STATUSES) - set(FAILING) == {"met", "achieved", "on-track", "not-started"}


def test_every_target_is_there_in_order_found_or_not() -> None:
    everyone = [one.assessment.target.id for one in findings(EVERY_STATUS, (), None)]
    assert everyone == [one.id for one in TARGETS.targets]
    assert found(EVERY_STATUS) == []


@pytest.mark.parametrize("status", STATUSES)
def test_only_what_is_lost_is_critical(status: Status) -> None:
    critical = [
        one.assessment.status for one in findings(EVERY_STATUS, [status], 0) if one.critical
    ]
    assert critical == ([status] if status in CRITICAL else [])


@pytest.mark.parametrize(
    ("known", "as_of", "days"),
    [
        pytest.param({}, date(2023, 6, 30), None, id="no figure has no age"),
        # January to June 2023 have 31 + 28 + 31 + 30 + 31 + 30 days.
        pytest.param({2021: 80, 2022: 90}, date(2023, 6, 30), 181, id="from the end of the period"),
        pytest.param({2021: 80, 2022: 90}, date(2022, 12, 31), 0, id="on its last day"),
        pytest.param({2020: 80}, date(2021, 12, 31), 365, id="a year"),
        pytest.param({2019: 80}, date(2020, 12, 31), 366, id="a leap year"),
        pytest.param({2022: 90, "2023-01": 9}, date(2023, 3, 1), 29, id="a month under way is new"),
    ],
)
def test_age_of_the_latest_figure(known: Known, as_of: date, days: int | None) -> None:
    report = reported(known, as_of)
    assert age(report, report.assessments[0]) == days


AGES = [
    pytest.param(
        GROWTH, {2020: 100, 2021: 102, 2022: 108}, {}, {}, 181,
        id="each year: of the last one, not of 2021, which is judged",
    ),
    pytest.param(
        target("growth", 3, first=2026, by=2030), {2022: 90}, {}, {}, 181,
        id="from before the target begins",
    ),
    # From the end of February 2023 there are 31 + 30 + 31 + 30 days.
    pytest.param(
        target(least=100), {2022: 90, "2022-01": 7, "2023-01": 8, "2023-02": 8}, {}, {}, 122,
        id="a month that nothing is compared with",
    ),
    # The whole of 2022 and 2021 and half of 2023.
    pytest.param(
        target(least=100, by=2021), {2020: 80, 2022: 90}, {}, {}, 365 + 365 + 181,
        id="none of a year after the deadline",
    ),
    pytest.param(
        SHARE, {2022: 9, "2023-03": 1}, {2022: 90, "2023-03": 8, "2023-04": 8}, {}, 91,
        id="share: the last month that both have",
    ),
    pytest.param(
        SHARE, {2022: 9, "2023-Q1": 3}, {2022: 90, "2023-01": 7, "2023-02": 7, "2023-03": 7}, {},
        91, id="share: a quarter, and its months",
    ),
    pytest.param(
        SHARE, {2022: 9, "2023-03": 1}, {2022: 90, "2023-04": 8}, {}, 181,
        id="share: months that only one has",
    ),
    pytest.param(SHARE, {2018: 9}, {2022: 90}, {}, None, id="share: nothing that both have"),
    pytest.param(
        replace(SHARE, measured_by="published"), {}, {}, {2022: 4}, 181, id="share: as published"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("one", "known", "of_whole", "published", "days"), AGES)
def test_age_by_kind(
    one: Target, known: Known, of_whole: Known, published: Known, days: int | None
) -> None:
    report = reported_on(one, known, of_whole, published)
    assert age(report, report.assessments[0]) == days


def test_the_share_of_two_stocks_is_as_old_as_it_is_said_to_be() -> None:
    known = (*figures({"2022-06": 9}), *figures({"2022-03": 90}, "whole"))
    report = assess(targets_of(SHARE, measure="stock"), Actuals(known), as_of=MID_2023)
    (one,) = report.assessments
    assert (str(one.actual and one.actual.period), age(report, one)) == ("2022-06", 365)


@given(known_months, known_months, known_months, st.sampled_from([GROWTH, SHARE]))
def test_another_figure_makes_no_target_older(
    known: Known, of_whole: Known, more: Known, one: Target
) -> None:
    before, after = (reported_on(one, ones, of_whole) for ones in (known, {**known, **more}))
    days, fewer = (age(report, report.assessments[0]) for report in (before, after))
    assert days is None or (fewer is not None and fewer <= days)


def test_targets_of_one_series_are_too_old_together() -> None:
    several = (target(least=100), GROWTH, target("growth", 3, first=2024))
    known = Actuals(tuple(figures({2020: 100, 2021: 102})))
    report = assess(targets_of(*several), known, as_of=MID_2023)
    # From the end of 2021 there are 365 + 181 days.
    assert [one.age for one in findings(report, (), 545)] == [546, 546, 546]
    assert [one.age for one in findings(report, (), 546)] == [None, None, None]


def test_a_figure_of_a_time_to_come_has_no_age_yet() -> None:
    known = Actuals(()).assuming(figures({2030: 90}, assumed=True))
    report = assess(targets_of(target(least=100, by=2031)), known, as_of=date(2023, 6, 30))
    assert age(report, report.assessments[0]) == 0


def test_the_age_of_a_year_that_ended_in_june() -> None:
    stated = targets_of(target(least=100), fiscal_year_start=7)
    known = Actuals(tuple(figures({2021: 80, 2022: 90})))
    report = assess(stated, known, as_of=date(2022, 7, 31))
    assert age(report, report.assessments[0]) == 31


@pytest.mark.parametrize(("max_age", "is_found"), [(180, True), (181, False), (0, True)])
def test_a_figure_is_too_old_from_the_day_after(max_age: int, is_found: bool) -> None:
    report = reported({2021: 80, 2022: 99}, date(2023, 6, 30))
    (one,) = findings(report, (), max_age)
    assert (one.is_found, one.failed, one.critical) == (is_found, False, False)
    assert one.age == (181 if is_found else None)


@pytest.mark.parametrize(
    ("latest", "status"), [pytest.param(100, "met", id="met"), pytest.param(99, "missed", id="not")]
)
def test_a_verdict_at_the_deadline_does_not_age(latest: int, status: Status) -> None:
    report = reported({2024: 90, 2025: latest}, date(2035, 1, 1))
    assert report.assessments[0].status == status
    assert found(report, max_age=0) == []


def test_what_is_achieved_before_the_deadline_does_age() -> None:
    report = reported({2020: 90, 2021: 100}, date(2023, 6, 30))
    assert found(report, max_age=365) == ["achieved"]


asked = st.sets(st.sampled_from(STATUSES))
ages = st.none() | st.integers(0, 2000)


@given(asked, asked, ages)
def test_who_asks_about_more_is_told_more(
    some: set[Status], others: set[Status], max_age: int | None
) -> None:
    few, many = (ids(findings(EVERY_STATUS, asked, max_age)) for asked in (some, some | others))
    assert few <= many


@given(asked, st.integers(0, 2000), st.integers(0, 2000))
def test_who_allows_more_days_is_told_less(fail_on: set[Status], one: int, other: int) -> None:
    few, many = (
        ids(findings(EVERY_STATUS, fail_on, days)) for days in (max(one, other), min(one, other))
    )
    assert few <= many


def ids(several: list[Finding]) -> set[str]:
    return {one.assessment.target.id for one in several if one.is_found}
