"""The schemas of the files take what the readers take, and of the rest all that an editor can."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from conftest import DATA, ROOT
from exporttrack.errors import FileFaults, FormatError
from exporttrack.files import schemas
from exporttrack.files import targets_shape as shape
from exporttrack.files.document import document_of
from exporttrack.files.loading import load_actuals
from exporttrack.files.rows import FIELDS, NEEDED
from exporttrack.files.targets_file import read_targets
from exporttrack.model.number import parse_number
from exporttrack.model.period import parse_period
from exporttrack.model.series import FIGURE_STATUSES, Series
from exporttrack.model.target import KINDS

TARGETS, ACTUALS = schemas.targets(), schemas.actuals()
OF_TARGETS, OF_ACTUALS = Draft202012Validator(TARGETS), Draft202012Validator(ACTUALS)
SERIES = {"a": Series("a", "USD")}


def as_an_editor_sees_it(value: Any) -> Any:
    """The data of a TOML file in JSON: a date is text, and no number is infinite."""
    match value:
        case dict():
            return {key: as_an_editor_sees_it(inner) for key, inner in value.items()}
        case list():
            return [as_an_editor_sees_it(inner) for inner in value]
        case datetime() | date() | time():
            return value.isoformat()
        case float() if not math.isfinite(value):
            return None
    return value


def data_of(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".toml":
            return as_an_editor_sees_it(tomllib.loads(text))
        case ".json":
            return json.loads(text)
    return [json.loads(line) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("schema", [TARGETS, ACTUALS], ids=["targets", "actuals"])
def test_it_is_a_schema(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)


GOOD = [
    ROOT / "targets.toml",
    ROOT / "src/exporttrack/shipped/template.toml",
    *sorted(path for path in DATA.rglob("targets.toml")),
]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.parent.name)
def test_good_targets_are_good(path: Path) -> None:
    OF_TARGETS.validate(data_of(path))


def test_good_figures_are_good() -> None:
    OF_ACTUALS.validate(data_of(ROOT / "actuals.toml"))


# What one key or table says of another; a day or an amount that is not there; and what an editor
# does not see: a date without quotes is text to it.
LEFT = re.compile(
    r"""above-without-.*|.*another-currency.*|(amount|percent)-for-an?-.*|max-below-.*
    |deadline-.*|phases?-(ends-before|out-of|overlap).*|years-.*|measured-by-not-in-percent
    |share-of-.*|stock-in-a-total|unknown-(series|source|measured-by|part-and-total).*
    |month-with-decimals|.*-is-a-date|.*-too-(large|long-number|great)|figure-with-blanks|name-twice
    |period-(ends|of-a-far|of-a-month-and).*|published-on-a-day-that-.*|recorded-before-all-time
    |two-figures-.*|unit-(of-another-series|by-another-name)
    |value-(infinite|nan|of-another|with)-?.*""",
    re.VERBOSE,
)


@pytest.mark.parametrize(
    ("folder", "validator", "least"),
    [
        pytest.param("targets", OF_TARGETS, 100, id="targets"),
        pytest.param("actuals", OF_ACTUALS, 60, id="actuals"),
    ],
)
def test_of_the_faulty_files_only_those_pass_that_an_editor_cannot_know(
    folder: str, validator: Any, least: int
) -> None:
    refused = 0
    for path in sorted((DATA / "faulty" / folder).glob("*.[tj]*")):
        if path.suffix not in (".toml", ".json", ".jsonl"):
            continue
        try:
            data = data_of(path)
        except (ValueError, RecursionError):  # not TOML or JSON at all
            continue
        if validator.is_valid(data):
            assert LEFT.fullmatch(path.stem), path.name
        else:
            refused += 1
    assert refused >= least


ANY_KIND, *RULES = TARGETS["properties"]["targets"]["additionalProperties"]["allOf"]
OF_KIND = {rule["if"]["properties"]["kind"]["const"]: rule["then"] for rule in RULES}
MODELS: dict[str, type[BaseModel]] = {
    "level": shape.LevelTable,
    "share": shape.ShareTable,
    "growth": shape.GrowthTable,
    "total": shape.TotalTable,
    "change": shape.ChangeTable,
}
VALUES: dict[str, object] = {
    "series": "a", "part": "a", "total": "b", "by": 2030, "base": 2020, "from": 2026, "to": 2030,
    "min": "3", "max": 5, "above": "miss", "method": "rate-ratio", "measured_by": "published",
    "reading": "each-year", "title": "Target", "titles": {"vi": "Mục tiêu"}, "group": "Group",
    "source": "plan", "quote": "from 3 to 5", "note": "Read with care.",
    "phases": [{"from": 2026, "to": 2030, "min": 3, "max": 5.5}],
}  # fmt: skip


def keys_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def file_with(target: dict[str, object]) -> dict[str, object]:
    return {
        "format": 1,
        "title": "Targets",
        "series": {"a": {"unit": "USD"}, "b": {"unit": "USD"}, "published": {"unit": "percent"}},
        "sources": {"plan": {"title": "Plan", "published": date(2023, 4, 14)}},
        "targets": {"x": target},
    }


@pytest.mark.parametrize(
    ("model", "properties"),
    [
        pytest.param(shape.TargetsTable, TARGETS["properties"], id="the file"),
        *(
            pytest.param(model, TARGETS["$defs"][model.__name__]["properties"], id=model.__name__)
            for model in (shape.SeriesTable, shape.SourceTable, shape.PhaseTable)
        ),
    ],
)
def test_tables_have_the_keys_that_are_read(model: type[BaseModel], properties: Any) -> None:
    assert set(properties) == keys_of(model)


def test_targets_have_the_keys_that_are_read() -> None:
    assert list(OF_KIND) == list(MODELS) == list(KINDS)
    assert set(ANY_KIND["properties"]) == set().union(*map(keys_of, MODELS.values()))
    without_effect = {kind: keys_of(MODELS[kind]) - set(OF_KIND[kind]["properties"])
                      for kind in KINDS}  # fmt: skip
    assert without_effect == {
        "level": {"measured_by"}, "share": set(), "growth": set(),
        "total": {"measured_by", "method"}, "change": {"measured_by"},
    }  # fmt: skip


YEARS = ("from", "to", "min", "max")


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [
        ("level", ()), ("share", ()), ("growth", ("phases",)), ("growth", YEARS), ("total", ()),
        ("change", ()),
    ],
)  # fmt: skip
def test_a_target_with_every_key_of_its_kind_is_read_and_is_good(
    kind: str, left_out: tuple[str, ...]
) -> None:
    keys = [key for key in OF_KIND[kind]["properties"] if key not in ("kind", *left_out)]
    whole = file_with({"kind": kind} | {key: VALUES[key] for key in keys})
    OF_TARGETS.validate(as_an_editor_sees_it(whole))
    (read,) = read_targets(document_of("targets.toml", tomli_w.dumps(whole).encode())).targets
    assert read.kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_target_without_a_key_that_it_needs_is_neither(kind: str) -> None:
    keys = [key for key in OF_KIND[kind]["properties"] if key not in ("kind", "phases", "above")]
    target = {"kind": kind} | {key: VALUES[key] for key in keys}
    needed = {"from", "to"} if kind == "growth" else set()
    for key in (needed | set(OF_KIND[kind]["required"])) - {"kind"}:
        whole = file_with({name: value for name, value in target.items() if name != key})
        assert not OF_TARGETS.is_valid(as_an_editor_sees_it(whole)), key
        with pytest.raises(FileFaults):
            read_targets(document_of("targets.toml", tomli_w.dumps(whole).encode()))


def properties_of(schema: object) -> Iterator[tuple[str, Any]]:
    """Every property that has more to say than that it may be there."""
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            if isinstance(inner, dict) and inner.keys() - {"const", "minItems"} and "type" in inner:
                yield key, inner
        for inner in schema.values():
            yield from properties_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties_of(inner)


@pytest.mark.parametrize("schema", [TARGETS, ACTUALS], ids=["targets", "actuals"])
def test_every_key_is_described(schema: Any) -> None:
    found = list(properties_of(schema))
    assert len(found) >= 10
    for key, inner in found:
        assert inner["description"].endswith("."), key


def test_nothing_of_the_library_is_left() -> None:
    text = json.dumps(TARGETS)
    assert not re.search(r'"discriminator"|"null"|: null|oneOf', text)


def good_figure(value: object) -> bool:
    return OF_ACTUALS.is_valid([{"series": "a", "period": "2024", "value": value}])


@pytest.mark.parametrize(
    "text", ["550M", "4.4 %", "US$1.2bn", "−5", "2 tỷ", "1_000", "1.2e3", "withdrawn", "Withdrawn"]
)
def test_text_may_be_a_figure(text: str) -> None:
    assert good_figure(text)
    assert text.lower() == "withdrawn" or parse_number(text)


@pytest.mark.parametrize("value", ["4,4", "1,234.5", "n/a", "", "NaN", None, True, [1], {"a": 1}])
def test_other_values_are_no_figures(value: object) -> None:
    assert not good_figure(value)


def is_period(text: str) -> bool:
    try:
        parse_period(text)
    except FormatError:
        return False
    return True


@given(
    st.from_regex(r"\A(1[89]|2[01])[0-9]{2}(-([HhQq][1-4]|[01][0-9]))?(/20[0-9]{2}(-0[1-9])?)?\Z")
)
def test_a_period_that_is_read_is_good(text: str) -> None:
    is_good = OF_ACTUALS.is_valid([{"series": "a", "period": text, "value": 1}])
    assert is_good or not is_period(text)


@pytest.mark.parametrize("text", ["2024-9", "2024-13", "2024-Q5", "09/2024", "2024-09-30", "24"])
def test_what_is_no_period_is_not(text: str) -> None:
    assert not is_period(text)
    assert not OF_ACTUALS.is_valid([{"series": "a", "period": text, "value": 1}])


def test_records_have_the_fields_that_are_read() -> None:
    assert list(ACTUALS["$defs"]["record"]["properties"]) == list(FIELDS)


RECORD: dict[str, object] = {
    "series": "a", "period": 2024, "value": "1.5M", "unit": "USD", "status": "final",
    "published": "2025-02", "source": "Customs", "url": "https://example.org", "note": "whole",
    "recorded": "2026-11-21T09:30:00Z",
}  # fmt: skip
RECORDS = [
    pytest.param(RECORD, id="every field"),
    pytest.param(RECORD | dict.fromkeys(set(FIELDS) - set(NEEDED)), id="null is left out"),
    pytest.param(RECORD | dict.fromkeys(set(FIELDS) - set(NEEDED), ""), id="so is what is empty"),
    *(pytest.param(RECORD | {"status": one}, id=one) for one in (*FIGURE_STATUSES, "not stated")),
    pytest.param(RECORD | {"published": "2025-02-01"}, id="a day"),
    pytest.param(RECORD | {"published": 2025}, id="a year"),
    pytest.param(RECORD | {"recorded": "2026-11-21 09:30"}, id="no zone"),
]
FORMS: dict[str, Callable[[object], object]] = {
    "list.json": lambda one: [one],
    "object.json": lambda one: {"format": 1, "actual": [one]},
    "lines.jsonl": lambda one: one,
}


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("name", FORMS)
def test_a_record_is_read_and_is_good_in_each_form(
    name: str, record: dict[str, object], tmp_path: Path
) -> None:
    data = FORMS[name](record)
    (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
    (read,) = load_actuals([tmp_path / name], SERIES).observations
    assert read.value == 1_500_000
    line = {"$ref": "#/$defs/record", "$defs": ACTUALS["$defs"]}
    Draft202012Validator(line if name.endswith("l") else ACTUALS).validate(data)


@pytest.mark.parametrize(
    "change",
    [
        {"seires": "a"}, {"series": None}, {"status": "prelim"}, {"published": "May 2024"},
        {"published": "2024-W01-1"}, {"published": "20240519"}, {"published": 1},
        {"recorded": "2026-W47-6"}, {"recorded": "20261121T093000Z"}, {"recorded": 20261121},
        {"period": 12}, {"period": -1}, {"period": 1799}, {"period": 2201}, {"period": ""},
    ],
    ids=str,
)  # fmt: skip
def test_a_record_otherwise_is_neither(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text(json.dumps([RECORD | change]), encoding="utf-8")
    assert not OF_ACTUALS.is_valid([RECORD | change])
    with pytest.raises(FileFaults):
        load_actuals([path], SERIES)
