"""The report as CSV, read again by a parser that is not ours."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from conftest import DATA
from exporttrack import load_actuals, load_targets
from exporttrack.model.cell import guarded
from exporttrack.render import json as json_render
from exporttrack.render import tidy as render
from exporttrack.render.safe import written_out
from exporttrack.rules import assess
from exporttrack.rules.assessment import Report
from render.reporting import HOSTILE, any_words, report, texts
from rules.building import Known, target

TARGETS = load_targets(DATA / "every_status/targets.toml")
ACTUALS = load_actuals([DATA / "every_status/actuals.csv"], TARGETS.series)
EVERY_STATUS = assess(TARGETS, ACTUALS, as_of=date(2025, 6, 30))


def rows(found: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render.render(found)), strict=True))


def test_a_row_a_target_and_every_cell_under_its_column() -> None:
    found = rows(EVERY_STATUS)
    assert [row["id"] for row in found] == [one.id for one in TARGETS.targets]
    assert {tuple(row) for row in found} == {render.COLUMNS}
    assert all(None not in row.values() for row in found)


def test_the_header_is_there_without_a_target() -> None:
    assert render.render(report()) == ",".join(render.COLUMNS) + "\n"


def test_a_row_by_hand() -> None:
    (row,) = rows(report(target(least=100), known={2020: 80, 2022: "88.20"}, status="estimate"))
    assert {name: cell for name, cell in row.items() if cell} == {
        "id": "t",
        "title": "A target",
        "kind": "level",
        "unit": "jobs",
        "min": "100",
        "by": "2025",
        "status": "on-track",
        # 1.05 ** 2 = 1.1025; (100 / 80) ** (1 / 5) = 1.04564; 5 / 4.564 = 1.0955
        "reason": "88.2 jobs in 2022; +5 % a year since 2020, +4.56 % a year is required "
        "(ratio 1.1).",
        "actual": "88.20",
        "actual_period": "2022",
        "actual_status": "estimate",
        "assumed": "false",
        "as_published": "false",
        "position": "below",
        "gap": "-11.80",
        "gap_unit": "jobs",
        "value_share": row["value_share"],
        "time_share": "0.4",
        "observed_rate": row["observed_rate"],
        "required_rate": row["required_rate"],
        "needed_rate": row["needed_rate"],
        "rate_unit": "percent a year",
        "base": "80",
        "base_period": "2020",
        "base_shifted": "false",
        "needed_per_year": row["needed_per_year"],
        "projection": row["projection"],
        "path_unit": "jobs",
        "projection_level": "80.0",
        "projection_method": "drift",
        "rate_ratio": row["rate_ratio"],
        "rate_ratio_class": "on-track",
        "trend_to_target": row["trend_to_target"],
        "trend_to_target_class": "on-track",
        "straight_line_class": "not-available",
        "decided_by": "rate-ratio",
        "as_of": "2023-06-30",
        "any_assumed": "false",
    }
    assert float(row["value_share"]) == pytest.approx(8.2 / 20)
    assert float(row["observed_rate"]) == pytest.approx(5)
    assert float(row["required_rate"]) == pytest.approx(4.5640, abs=1e-4)
    assert float(row["needed_per_year"]) == pytest.approx(11.8 / 3)
    assert float(row["projection"]) == pytest.approx(88.2 * 1.05**3)


@pytest.mark.parametrize(
    ("assumed", "cells"),
    [
        pytest.param({}, ("false", "false"), id="nothing"),
        pytest.param({2022: 95}, ("true", "true"), id="what is judged"),
        pytest.param({2020: 85}, ("false", "true"), id="the base"),
    ],
)
def test_what_is_assumed(assumed: Known, cells: tuple[str, str]) -> None:
    (row,) = rows(report(target(least=100), known={2020: 80, 2022: 90}, assumed=assumed))
    assert (row["assumed"], row["any_assumed"]) == cells


NUMBERS = {
    "min": "band.min", "max": "band.max", "actual": "actual.value", "gap": "gap",
    "base": "base.value", "value_share": "progress.value_share",
    "time_share": "progress.time_share", "observed_rate": "rates.observed",
    "required_rate": "rates.required", "needed_rate": "rates.needed",
    "needed_per_year": "needed_per_year", "rate_ratio": "methods.rate-ratio.value",
    "trend_to_target": "methods.trend-to-target.value",
    "straight_line": "methods.straight-line.value", "pace": "methods.pace.value",
    "projection": "projection.value", "projection_low": "projection.low",
    "projection_high": "projection.high", "projection_level": "projection.level",
    "projection_probability": "projection.probability",
}  # fmt: skip
"""Where the JSON has what stands in a column."""


def test_numbers_are_those_of_the_json_bare_and_without_exponents() -> None:
    documents = json.loads(json_render.render(EVERY_STATUS))["targets"]
    for row, document in zip(rows(EVERY_STATUS), documents, strict=True):
        for column, path in NUMBERS.items():
            value = document
            for key in path.split("."):
                value = value.get(key) if value else None
            assert row[column] == "" if value is None else float(row[column]) == value
            assert "e" not in row[column].lower()


@pytest.mark.parametrize(
    ("kind", "least", "fields", "units"),
    [
        pytest.param("level", 100, {}, ("jobs", "jobs", "jobs"), id="level"),
        pytest.param("share", 5, {}, ("percent", "pp", "percent"), id="share"),
        pytest.param("growth", 5, {"first": 2022}, ("percent a year", "pp", "jobs"), id="growth"),
        pytest.param("total", 5, {"first": 2022}, ("jobs", "jobs", "jobs"), id="total"),
        pytest.param("change", 5, {"base": 2020}, ("percent", "pp", "jobs"), id="change"),
    ],
)
def test_every_number_has_a_unit(
    kind: str, least: int, fields: dict[str, int], units: tuple[str, str, str]
) -> None:
    one = target(kind, least, **fields)  # type: ignore[arg-type]  # one of the five
    (row,) = rows(report(one, known={2020: 80, 2022: 90}))
    assert (row["unit"], row["gap_unit"], row["path_unit"]) == units


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        pytest.param(
            {2021: 100, 2022: 107}, "At +7 % a year in 2022; 5 % a year is the target", id="growth"
        ),
        pytest.param({2021: 100, 2022: 98}, "At -2 % a year in 2022: 7 pp below", id="a fall"),
    ],
)
def test_a_reason_begins_with_a_word_and_not_with_a_sign(known: Known, reason: str) -> None:
    one = target("growth", 5, first=2022, by=2022)
    (row,) = rows(report(one, known=known))
    assert row["reason"].startswith(reason.partition(";")[0].partition(":")[0])
    assert guarded(row["reason"]) == row["reason"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_on_one_line(text: str) -> None:
    row, _ = rows(any_words(text, "jobs"))
    assert row["title"].removeprefix("'") == written_out(text)
    assert row["source"] == row["title"] == row["group"]


@given(texts, texts)
def test_no_words_break_the_table_or_become_a_formula(title: str, unit: str) -> None:
    text = render.render(any_words(title, unit))
    assert len(text.split("\n")) == 4  # a header, two rows, the end
    for row in csv.DictReader(io.StringIO(text), strict=True):
        for name, cell in row.items():
            is_number = name in NUMBERS and cell and Decimal(cell).is_finite()
            assert is_number or not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not set(cell) & set("\x00\x07\x1b\r\n\t")
