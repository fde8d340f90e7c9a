"""The schema of the report says what the reports are, and nothing that no report has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conftest import DATA, Run
from exporttrack.model.actuals import Actuals
from exporttrack.model.series import FIGURE_STATUSES, Observation, Series
from exporttrack.model.target import KINDS, Target, Targets
from exporttrack.render.json import document, render_lines
from exporttrack.render.schema import CLASSES, report
from exporttrack.rules import assess
from exporttrack.rules.assessment import STATUSES, Position
from exporttrack.rules.verdict import STATUS_OF_CLASS
from exporttrack.rules.year_to_date import Refusal
from rules import generating

SCHEMA = report()
OF_REPORT = Draft202012Validator(SCHEMA)
OF_LINE = Draft202012Validator({"$ref": "#/$defs/line", "$defs": SCHEMA["$defs"]})

# 50 and 55 of 100 and 120 by June, and 60 in 2024; a target without group, with a quote alone.
UNDER_WAY = """\
[series]
yearly = { unit = "USD" }
new = { unit = "USD" }
late = { unit = "USD" }
jobs = { unit = "jobs" }
[sources]
plan = { title = "A plan" }
[targets]
a = { kind = "growth", series = "yearly", from = 2024, to = 2025, min = 5, quote = "5 %" }
b = { kind = "level", series = "new", by = 2026, min = 5, source = "plan" }
c = { kind = "level", series = "late", by = 2026, min = 5 }
d = { kind = "total", series = "jobs", from = 2021, to = 2030, min = 100, note = "read" }
e = { kind = "level", series = "yearly", by = 2028, min = 200, method = "rate-ratio" }
"""
FIGURES = """\
series,period,value,published
yearly,2022,100,2023-02-01
yearly,2022-H1,50,2022-08-01
yearly,2023,120,2024-02-01
yearly,2023-H1,55,2023-08-01
yearly,2024-H1,60,2024-07-20
new,2024-H1,5,2024-07-20
late,2024-Q2,5,2024-07-20
jobs,2021/2023,25,2024-02-01
"""


@pytest.fixture
def reports(run: Run, tmp_path: Path) -> list[Any]:
    """Documents in which everything occurs that there is."""
    (tmp_path / "under_way.toml").write_text(UNDER_WAY, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    every = DATA / "every_status"
    asked = [
        ("--as-of", "2026-11-21"),
        ("--as-of", "2024-06-01"),
        ("--as-of", "2026-11-21", "--assume", "handicraft_exports=600M@2025"),
        ("--as-of", "2026-11-21", "--group", "none"),
        ("--targets", every / "targets.toml", "--actuals", every / "actuals.csv"),
        ("--targets", "under_way.toml", "--actuals", "figures.csv", "--as-of", "2024-08-01"),
    ]
    ran = [run("report", "--json", *options) for options in asked]
    assert [one.code for one in ran] == [0] * len(asked)
    return [json.loads(one.out) for one in ran]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_report_is_as_it_says(reports: list[Any]) -> None:
    for one in reports:
        OF_REPORT.validate(one)


def test_every_line_is_as_it_says(run: Run) -> None:
    lines = run("report", "--format", "jsonl", "--as-of", "2026-11-21").out.splitlines()
    assert len(lines) > 5
    for line in lines:
        OF_LINE.validate(json.loads(line))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(generating.targets(), min_size=1, max_size=3),
    generating.figure_lists,
    generating.days,
    st.sampled_from(["flow", "stock"]),
    st.sampled_from([None, "exports"]),
)
def test_whatever_is_assessed_is_as_it_says(
    several: list[Target],
    observations: list[Observation],
    as_of: date,
    measure: Any,
    prior: str | None,
) -> None:
    names = ("s", "whole", "published")
    series = {name: Series(name, "USD", measure=measure, prior=prior) for name in names}
    found = assess(
        Targets("Any", series, tuple(several)), Actuals(tuple(observations)), as_of=as_of
    )
    OF_REPORT.validate(document(found))
    for line in render_lines(found).splitlines():
        OF_LINE.validate(json.loads(line))


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property of the report, by its path in a document."""
    found = SCHEMA["$defs"]["target"] if schema.get("$ref") == "#/$defs/target" else schema
    for name, inner in found.get("properties", {}).items():
        yield f"{path}.{name}", inner
        yield from properties(inner, f"{path}.{name}")
    if "items" in found:
        yield from properties(found["items"], f"{path}[]")


def values(document: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a document, by its path."""
    yield path, document
    if isinstance(document, dict):
        for name, inner in document.items():
            yield from values(inner, f"{path}.{name}")
    elif isinstance(document, list):
        for inner in document:
            yield from values(inner, f"{path}[]")


def test_every_property_occurs_and_is_null_only_where_it_is_said_to_be(reports: list[Any]) -> None:
    seen: dict[str, set[bool]] = {}
    for one in reports:
        for path, value in values(one):
            seen.setdefault(path, set()).add(value is None)
    for path, schema in properties(SCHEMA):
        may_be_null = "null" in schema.get("type", ()) or None in schema.get("enum", ())
        assert seen.get(path) == ({True, False} if may_be_null else {False}), path


def test_every_property_is_described() -> None:
    for path, schema in properties(SCHEMA):
        assert schema["description"].endswith("."), path


def objects(schema: object) -> Iterator[Any]:
    if isinstance(schema, dict):
        if "properties" in schema and not isinstance(schema["properties"], bool):
            yield schema
        for inner in schema.values():
            yield from objects(inner)


def test_no_object_has_other_keys() -> None:
    found = list(objects(SCHEMA))
    assert len(found) > 15
    assert all(one["additionalProperties"] is False for one in found)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param({"more": 1}, [], id="a key more"),
        pytest.param({"as_of": "21/11/2026"}, ["as_of"], id="a day otherwise"),
        pytest.param({"schema_version": "2.0"}, ["schema_version"], id="another version"),
        pytest.param({"summary": {"fine": 1}}, ["summary"], id="no such status"),
        pytest.param({"title": None}, ["title"], id="null where nothing is ever"),
    ],
)
def test_what_is_otherwise_is_refused(
    reports: list[Any], change: dict[str, object], where: list[str]
) -> None:
    (error,) = OF_REPORT.iter_errors({**reports[0], **change})
    assert list(error.absolute_path) == where


def test_a_key_less_is_refused(reports: list[Any]) -> None:
    for key in reports[0]:
        assert not OF_REPORT.is_valid({k: v for k, v in reports[0].items() if k != key})


def test_words_are_those_of_the_program() -> None:
    target = SCHEMA["$defs"]["target"]["properties"]
    assert target["status"]["enum"] == list(STATUSES)
    assert list(SCHEMA["properties"]["summary"]["properties"]) == list(STATUSES)
    assert target["kind"]["enum"] == list(KINDS)
    assert target["position"]["enum"] == [*get_args(Position), None]
    assert target["actual"]["properties"]["status"]["enum"] == [*FIGURE_STATUSES, None]
    assert target["year_to_date"]["properties"]["reason"]["enum"] == [*get_args(Refusal), None]
    assert {label for labels in CLASSES.values() for label in labels} == set(STATUS_OF_CLASS)
