"""JSON and JSON Lines as programs and people write them."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal

import pytest

from exporttrack.files.json_faults import JsonFault, syntax
from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation
from files.reading import read, rows, standing_at, without_places

ONE = '{"series": "exports", "period": "2024", "value": 5}'
TWO = '{"series": "growth", "period": 2025, "value": 4.80, "note": null}'
READ = [
    Observation("exports", parse_period("2024"), Decimal(5)),
    Observation("growth", parse_period("2025"), Decimal("4.80")),
]


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        pytest.param("x.json", f"[{ONE}, {TWO}]", [1, 1], id="a list on a line"),
        pytest.param("x.json", f"\n[\n  {ONE},\n\n  {TWO}\n]\n\n", [3, 5], id="a list over lines"),
        pytest.param("x.json", f"[{ONE}, {TWO}, ]", [1, 1], id="a comma after the last"),
        pytest.param("x.json", f'{{"actual": [{ONE},\n{TWO}]}}', [1, 2], id="under actual"),
        pytest.param(
            "x.json",
            f' {{ "format" : 1 ,\n"actual" : [{ONE}, {TWO}] }}\n ',
            [2, 2],
            id="under actual, with the format",
        ),
        pytest.param("x.json", f"\ufeff[{ONE},\r\n{TWO}]", [1, 2], id="a mark, lines of Windows"),
        pytest.param("x.jsonl", f"{ONE}\n{TWO}", [1, 2], id="lines"),
        pytest.param("x.ndjson", f"\n{ONE}\r\n  \r\n  {TWO}  \n\n", [2, 4], id="lines with blanks"),
    ],
)
def test_ways_to_write_records(name: str, text: str, lines: list[int]) -> None:
    found = read(name, text)
    assert without_places(found) == READ
    assert [one.line for one in found] == lines
    assert str(found[1].value) == "4.80"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("x.json", "[]", id="an empty list"),
        pytest.param("x.json", '{"actual": []}', id="an empty list under actual"),
        pytest.param("x.jsonl", "", id="no lines"),
        pytest.param("x.jsonl", "\n \n", id="blank lines"),
    ],
)
def test_no_records(name: str, text: str) -> None:
    assert read(name, text) == []


def test_escapes_are_composed() -> None:
    note = unicodedata.normalize("NFD", "Xuất")
    escaped = json.dumps([{"series": "exports", "period": "2024", "value": 5, "note": note}])
    assert "\\u0301" in escaped
    assert read("x.json", escaped)[0].note == "Xuất"


LIST = """\
[
  {"series": "exports", "note": "say \\"period\\": 2020, }", "period": "2024",
   "value"
     : 4.4, "source": ["a", 1], "url": {"value": 5}},
  {"series": "exports", "value": 5}
]
"""


@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize(
    ("index", "field", "is_name", "line", "text"),
    [
        pytest.param(0, "series", False, 2, '"exports"', id="a text"),
        pytest.param(0, "series", True, 2, '"series"', id="its name"),
        pytest.param(0, "period", False, 2, '"2024"', id="a name that stands in a text before"),
        pytest.param(0, "value", True, 3, '"value"', id="a name on one line"),
        pytest.param(0, "value", False, 4, "4.4", id="and its value on the next"),
        pytest.param(0, "source", False, 4, '["a"', id="the begin of a list"),
        pytest.param(1, "period", True, 5, "{", id="a name that is not there: the record"),
        pytest.param(1, "period", False, 5, "{", id="a value that is not there: the record"),
        pytest.param(1, "value", False, 5, "5", id="a number"),
    ],
)
def test_where_a_field_stands(
    index: int, field: str, is_name: bool, line: int, text: str, wrap: bool
) -> None:
    found = rows("x.json", f'{{"actual": {LIST}}}' if wrap else LIST)
    assert found.faults == ()
    place = found.place(index, field, is_name)
    assert (place.line, standing_at(found, place)) == (line, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("x.json", "[" * 100_000, id="in JSON"),
        pytest.param("x.jsonl", '{"series": ' + "[" * 100_000, id="in JSON Lines"),
    ],
)
def test_brackets_inside_one_another(name: str, text: str) -> None:
    found = rows(name, text)
    [fault] = found.faults
    assert (fault.line, fault.column) == (1, 1)
    assert fault.message == "there are too many brackets inside one another"


@pytest.mark.parametrize(
    ("text", "said", "at", "expected"),
    [
        pytest.param(
            '{"a": 1,}',
            "Illegal trailing comma before end of object",
            7,
            JsonFault(7, 8, "a comma stands before the closing bracket", "remove it"),
            id="of Python 3.13",
        ),
        pytest.param(
            '{"a": 1,}',
            "Expecting property name enclosed in double quotes",
            8,
            JsonFault(7, 8, "a comma stands before the closing bracket", "remove it"),
            id="of Python 3.11",
        ),
        pytest.param(
            "{1: 2}",
            "Something new",
            1,
            JsonFault(1, 2, "the name 1 is not in double quotes", 'write "1"'),
            id="of a Python to come",
        ),
    ],
)
def test_what_the_library_says(text: str, said: str, at: int, expected: JsonFault) -> None:
    assert syntax(text, said, at) == expected
