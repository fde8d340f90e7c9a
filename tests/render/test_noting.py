"""The notes of a report, word by word."""

from __future__ import annotations

from contextvars import copy_context
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation
from exporttrack.render import language
from exporttrack.render.noting import note
from exporttrack.rules import assess
from rules.building import target, targets_of

FEBRUARY, MAY = date(2026, 2, 1), date(2026, 5, 1)


def figure(value: str, source: str | None = None, **fields: Any) -> Observation:
    period = parse_period(fields.pop("period", "2025"))
    stated = {"source": source, "published": FEBRUARY, **fields}
    return Observation("s", period, Decimal(value), **stated)


def notes(*records: Observation, spoken: str = "en", **fields: Any) -> list[str]:
    """Those of a report as of 30 June 2026; source A is preferred. `fields` are of the series."""
    stated = targets_of(target(least=1, by=2030), prefer=("A",))
    series = replace(stated.series["s"], **{"title": "Exports", **fields})
    stated = replace(stated, series={"s": series})
    report = assess(stated, Actuals(records), as_of=date(2026, 6, 30))

    def said() -> list[str]:
        language.speak(spoken)
        return [note(report, one) for one in report.notes]

    return copy_context().run(said)


ASSUMED: dict[str, Any] = {"assumed": True, "published": None}
NOTES = [
    pytest.param(
        [figure("200e6", "A"), figure("210e6", "B")], "USD",
        "Exports 2025: two sources differ by 5 %: US$200 M (A, used), US$210 M (B).",
        "Exports, 2025: hai nguồn chênh nhau 5 %: 200 triệu USD (A, được dùng), 210 triệu USD "
        "(B).",
        id="two sources",
    ),
    pytest.param(
        [figure("200e6", "A"), figure("200000000.0", "B", status="final")], "USD",
        "Exports 2025: two sources agree on US$200 M: A (used), B.",
        "Exports, 2025: hai nguồn cùng nêu 200 triệu USD: A (được dùng), B.",
        id="two sources that agree",
    ),
    pytest.param(
        [figure("430900000", "A"), figure("430910000", "B")], "USD",
        "Exports 2025: two sources differ by 0.00232 %: US$430.9 M (A, used), US$430.91 M (B).",
        "Exports, 2025: hai nguồn chênh nhau 0,00232 %: 430,9 triệu USD (A, được dùng), 430,91 "
        "triệu USD (B).",
        id="two that are near each other",
    ),
    pytest.param(
        [figure("4", "A"), figure("5", "B")], "percent",
        "Exports 2025: two sources differ by 1 pp: 4 % (A, used), 5 % (B).",
        "Exports, 2025: hai nguồn chênh nhau 1 điểm %: 4 % (A, được dùng), 5 % (B).",
        id="of percentages in points",
    ),
    pytest.param(
        [figure("0", "A"), figure("5", "B")], "jobs",
        "Exports 2025: two sources differ: 0 jobs (A, used), 5 jobs (B).",
        "Exports, 2025: hai nguồn chênh nhau: 0 jobs (A, được dùng), 5 jobs (B).",
        id="from zero there is no percentage",
    ),
    pytest.param(
        [figure("549960000", **ASSUMED)], "USD",
        "Assumed: Exports 2025 = US$549.96 M.",
        "Giả định: Exports, 2025 = 549,96 triệu USD.",
        id="an assumption",
    ),
    pytest.param(
        [figure("9e9", **ASSUMED), figure("7.3e9", "GSO")], "USD",
        "Assumed: Exports 2025 = US$9 bn, in place of US$7.3 bn (GSO).",
        "Giả định: Exports, 2025 = 9 tỷ USD, thay cho 7,3 tỷ USD (GSO).",
        id="an assumption in place of a figure",
    ),
    pytest.param(
        [figure("9e9", **ASSUMED), figure("7.3e9", "B"), figure("7.2e9", "A")], "USD",
        "Assumed: Exports 2025 = US$9 bn, in place of US$7.2 bn (A).",
        "Giả định: Exports, 2025 = 9 tỷ USD, thay cho 7,2 tỷ USD (A).",
        id="of several the one that was used",
    ),
    pytest.param(
        [figure("23.456789e9", "ADB", period="2027", published=MAY, status="forecast")], "USD",
        "Exports 2027: US$23.456789 bn is a forecast (ADB) and is not judged.",
        "Exports, 2027: 23,456789 tỷ USD là dự báo (ADB), không dùng để đánh giá.",
        id="a forecast of a year to come",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("records", "unit", "english", "vietnamese"), NOTES)
def test_the_note(records: list[Observation], unit: str, english: str, vietnamese: str) -> None:
    assert notes(*records, unit=unit) == [english]
    assert notes(*records, unit=unit, spoken="vi") == [vietnamese]


@pytest.mark.parametrize(
    ("start", "english", "vietnamese"),
    [
        pytest.param(
            7, "Exports: its years are fiscal years; 2026 is 2025-07/2026-06.",
            "Exports: tính theo năm tài chính; năm 2026 là từ tháng 7/2025 đến tháng 6/2026.",
            id="the day is the last of its year",
        ),
        pytest.param(
            4, "Exports: its years are fiscal years; 2027 is 2026-04/2027-03.",
            "Exports: tính theo năm tài chính; năm 2027 là từ tháng 4/2026 đến tháng 3/2027.",
            id="three months into the next",
        ),
    ],
)  # fmt: skip
def test_what_a_year_is_where_it_begins_elsewhere(
    start: int, english: str, vietnamese: str
) -> None:
    assert notes(fiscal_year_start=start) == [english]
    assert notes(fiscal_year_start=start, spoken="vi") == [vietnamese]


amounts = st.integers(1, 10**15).map(str)


@given(amounts, amounts, st.sampled_from(["USD", "jobs", "percent"]))
def test_two_that_differ_never_look_alike(one: str, other: str, unit: str) -> None:
    (said,) = notes(figure(one, "A"), figure(other, "B"), unit=unit)
    if Decimal(one) == Decimal(other):
        assert "two sources agree on" in said
        return
    figures = said.partition(": two sources differ by ")[2].partition(": ")[2]
    used, rival = figures.removesuffix(" (B).").split(" (A, used), ")
    assert used != rival
