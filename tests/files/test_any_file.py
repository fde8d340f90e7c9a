"""What holds for every file: the same records however they are written, and never a crash."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import pytest
import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exporttrack.errors import Fault, FileFaults, NotFound
from exporttrack.files import records
from exporttrack.files.document import document_of
from exporttrack.files.rows import FIELDS
from exporttrack.files.targets_file import read_targets
from exporttrack.model.series import FIGURE_STATUSES
from exporttrack.render.faults import render
from files.reading import SERIES, read, rows, without_places

Record = dict[str, Any]

texts = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)
    .map(lambda text: normalize("NFC", text).strip())
    .filter(bool)
)
years = st.integers(1800, 2200)
parts = st.sampled_from(["", "-H1", "-H2", "-Q1", "-Q4", "-01", "-12"])
periods = st.builds("{}{}".format, years, parts) | st.builds(
    lambda begin, length: f"{begin:04}-02/{begin + length:04}-11",
    st.integers(1800, 2100),
    st.integers(0, 99),
)
figures = st.integers(-(10**20), 10**20) | st.decimals(-(10**9), 10**9, places=6)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
record_of_texts = st.fixed_dictionaries(
    {"series": st.sampled_from(sorted(SERIES)), "period": periods, "value": figures},
    optional={
        "status": st.sampled_from(FIGURE_STATUSES),
        "published": days.map(str) | years.map(str),
        "source": texts,
        "url": texts,
        "note": texts,
        "recorded": st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
            lambda moment: moment.replace(tzinfo=UTC).isoformat()
        ),
    },
)


def as_csv(written: list[Record], delimiter: str = ",") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(written)
    return text.getvalue()


def as_object(record: Record) -> str:
    pairs = (
        f"{json.dumps(name)}: {value if name == 'value' else json.dumps(value)}"
        for name, value in record.items()
    )
    return f"{{{', '.join(pairs)}}}"


def as_json(written: list[Record]) -> str:
    return "[\n" + ",\n".join(map(as_object, written)) + "\n]"


def as_json_lines(written: list[Record]) -> str:
    return "".join(f"{as_object(record)}\n" for record in written)


def as_toml(written: list[Record]) -> str:
    return tomli_w.dumps({"format": 1, "actual": written}, multiline_strings=True)


WRITERS: dict[str, Callable[[list[Record]], str]] = {
    "x.csv": as_csv,
    "x.tsv": lambda written: as_csv(written, "\t"),
    "x.json": as_json,
    "x.jsonl": as_json_lines,
    "x.toml": as_toml,
}


@given(st.lists(record_of_texts, max_size=5))
def test_records_are_the_same_however_they_are_written(written: list[Record]) -> None:
    expected = without_places(read("x.json", as_json(written)))
    assert [(one.series, one.value) for one in expected] == [
        (record["series"], record["value"]) for record in written
    ]
    assert [one.note for one in expected] == [record.get("note") for record in written]
    for name, write in WRITERS.items():
        found = read(name, write(written))
        assert without_places(found) == expected
        assert repr([one.value for one in found]) == repr([one.value for one in expected])


def faults_of(name: str, data: bytes) -> list[Fault]:
    """What is wrong in a file of figures; an exception of another kind passes."""
    try:
        found, faults = records.observations(rows(name, data), SERIES)
    except FileFaults as error:
        return error.faults
    except NotFound:
        return []
    return faults + records.contradictions(found, SERIES)


def assert_sound(faults: list[Fault], data: bytes) -> None:
    """Each fault has a place in the text, and can be shown."""
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    count = lines.count("\n") + 1
    for fault in faults:
        assert fault.message
        assert fault.line is None or 1 <= fault.line <= count
        assert fault.column is None or fault.excerpt is not None
        assert fault.column is None or 1 <= fault.column <= len(fault.excerpt or "") + 1
    assert render(faults)


NAMES = [*WRITERS, "x.ndjson", "-", "x"]
PIECES = st.sampled_from(
    [
        *',;\t\n\r"\\{}[]:=#.-+e05 é',
        "\u2028",
        "\ufeff",
        "\u0301",
        "\0",
        '"""',
        "'",
        "null",
        "true",
        "nan",
        "NaN",
        "1e999999999",
        "0x" + "f" * 4000,
        "9" * 5000,
        "2024-Q1",
        "2024-01-31",
        "[[actual]]\n",
        '{"actual": [',
        "format = 1\n",
        *(f'"{field}"' for field in FIELDS),
        *(f"{field} = " for field in FIELDS),
        "series,period,value,note\n",
        "exports",
        "%",
        "tỷ",
    ]
)
anything = (
    st.binary(max_size=60)
    | st.text(max_size=40).map(str.encode)
    | st.lists(PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode())
)


@settings(max_examples=400)
@given(st.sampled_from(NAMES), anything)
@example("x.csv", b"")
@example("x.csv", b'series,period,value\n"')
@example("x.json", b'{"actual":[')
@example("x.json", b'[{"series"')
@example("x.json", b'["')
@example("x.json", b"[{\x00")
@example("x.jsonl", b'{"series": 1e99999999999999999999}')
@example("x.jsonl", b'{"value": -}')
@example("x.toml", b"[[actual]]\nrecorded = 9999-12-31T23:59:59-14:00")
@example("x.toml", b"actual = [[1]]")
@example("x.toml", b"[actual.x]")
def test_any_bytes_are_read_or_have_faults(name: str, data: bytes) -> None:
    assert_sound(faults_of(name, data), data)


@settings(max_examples=300)
@given(st.sampled_from(list(WRITERS)), st.lists(record_of_texts, min_size=1, max_size=3), st.data())
def test_a_damaged_file_of_figures_is_read_or_has_faults(
    name: str, written: list[Record], data: st.DataObject
) -> None:
    text = WRITERS[name](written)
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(text)))
        end = begin + data.draw(st.integers(0, 3))
        text = text[:begin] + data.draw(st.just("") | PIECES) + text[end:]
    assert_sound(faults_of(name, text.encode()), text.encode())


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2025, 2030, 550_000_000, 10**30, Decimal("4.40"), Decimal("NaN")])
    | st.sampled_from([Decimal("Infinity"), Decimal("1e999999"), Decimal("-1e-40")])
    | st.sampled_from(
        ["", " ", "2030", "4,4", "5%", "US$5", "exports", "level", "percent", "2024-Q1"]
    )
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC) | st.none())
    | st.times(),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(st.sampled_from(["vi", "from", "to", "min", "x"]), children, max_size=3)
    ),
    max_leaves=4,
)


def without_none(value: Any) -> Any:
    """As TOML has it, which knows no nothing."""
    if isinstance(value, dict):
        return {key: without_none(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_none(one) for one in value if one is not None]
    return value


def for_json(value: object) -> object:
    return str(value) if isinstance(value, (Decimal, date, time)) else value


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from([*FIELDS, "sorce", "x"]), values, max_size=11))
def test_fields_of_any_type_are_read_or_have_faults(fields: Record) -> None:
    toml = tomli_w.dumps(without_none({"actual": [fields]})).encode()
    assert_sound(faults_of("x.toml", toml), toml)
    in_json = json.dumps([fields], default=for_json).encode()
    assert_sound(faults_of("x.json", in_json), in_json)


KEYS = [
    "kind", "series", "part", "total", "by", "base", "from", "to", "min", "max", "phases",
    "reading", "above", "method", "measured_by", "title", "titles", "source", "unit", "measure",
    "prefer", "prior", "publisher", "published", "x",
]  # fmt: skip
GOOD: dict[str, Any] = {
    "format": 1,
    "series": {"exports": {"unit": "USD"}, "part": {"unit": "USD", "prefer": ["customs"]}},
    "sources": {"plan": {"title": "Plan", "published": date(2023, 4, 14)}},
    "targets": {
        "level": {"kind": "level", "series": "exports", "by": 2030, "min": 5, "source": "plan"},
        "share": {"kind": "share", "part": "part", "total": "exports", "by": 2030, "max": 5},
        "growth": {
            "kind": "growth",
            "series": "exports",
            "phases": [{"from": 2026, "to": 2028, "min": 5}, {"from": 2029, "to": 2030, "min": 5}],
        },
        "total": {"kind": "total", "series": "exports", "from": 2021, "to": 2025, "min": 5},
        "change": {"kind": "change", "series": "exports", "base": 2020, "by": 2030, "max": -5},
    },
}


def tables(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Every table of the data, the data itself among them."""
    found = [data]
    for value in data.values():
        for child in value if isinstance(value, list) else [value]:
            found += tables(child) if isinstance(child, dict) else []
    return found


@settings(max_examples=400)
@given(st.data())
def test_targets_of_any_type_are_read_or_have_faults(data: st.DataObject) -> None:
    stated = json.loads(json.dumps(GOOD, default=for_json))
    for _ in range(data.draw(st.integers(1, 3))):
        table = data.draw(st.sampled_from(tables(stated)))
        key = data.draw(st.sampled_from([*table, *KEYS]))
        table[key] = data.draw(values)
    text = tomli_w.dumps(without_none(stated)).encode()
    try:
        read_targets(document_of("x.toml", text))
    except FileFaults as error:
        faults = error.faults
    else:
        faults = []
    assert_sound(faults, text)


@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.jsonl", "x.toml"])
def test_many_faults_are_found_in_reasonable_time(name: str) -> None:
    """Linear in the size of the file: each place is found without reading it all again."""
    written = [
        {"series": "exports", "period": "2024-Q5", "value": number} for number in range(3000)
    ]
    faults = faults_of(name, WRITERS[name](written).encode())
    assert len(faults) == 3000
    assert len({fault.line for fault in faults}) == 3000
