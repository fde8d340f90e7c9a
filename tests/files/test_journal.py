"""Figures in TOML, and where their fields stand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation
from files.reading import read, rows, standing_at, without_places

ONE = Observation("exports", parse_period("2024"), Decimal("4.40"))
TWO = Observation("growth", parse_period("2025"), Decimal(5), note="[[actual]]\nvalue = 1")

BLOCKS = """\
# [[actual]]
format = 1

[[actual]]
series = "exports"
period = "2024"
value = 4.40  # dear

  [[ actual ]]
  note = '''
[[actual]]
value = 1'''
  series = "growth"
  period = 2025
  value = 5
"""
INLINE = """\
actual = [
  { series = "exports", period = "2024", value = 4.40 },
  { series = "growth", period = 2025, value = 5, note = "[[actual]]\\nvalue = 1" },
]
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(BLOCKS, [4, 9], id="blocks"),
        pytest.param(INLINE, [2, 3], id="an inline array"),
        pytest.param(BLOCKS.replace("\n", "\r\n"), [4, 9], id="lines of Windows"),
        pytest.param(f"\ufeff{BLOCKS}", [4, 9], id="a mark at the beginning"),
    ],
)
def test_ways_to_write_records(text: str, lines: list[int]) -> None:
    found = read("x.toml", text)
    assert without_places(found) == [ONE, TWO]
    assert [one.line for one in found] == lines


@pytest.mark.parametrize("text", ["", "format = 1\n", "actual = []\n", "# nothing yet\n"])
def test_no_records(text: str) -> None:
    assert read("x.toml", text) == []


@pytest.mark.parametrize(
    ("text", "index", "field", "is_name", "line", "expected"),
    [
        pytest.param(BLOCKS, 0, "value", False, 7, "4.40", id="a value in a block"),
        pytest.param(BLOCKS, 0, "value", True, 7, "value", id="its name"),
        pytest.param(BLOCKS, 0, "note", False, 4, "[[actual]]", id="what is not there: the header"),
        pytest.param(BLOCKS, 1, "value", False, 15, "5", id="a name that stands in a text before"),
        pytest.param(BLOCKS, 1, "note", False, 10, "'''", id="a text over lines: its first"),
        pytest.param(INLINE, 1, "value", False, 3, "5", id="a value in braces"),
        pytest.param(
            INLINE,
            0,
            "note",
            True,
            2,
            '{ series = "exports", period = "2024", value = 4.40 }',
            id="what is not there: the braces",
        ),
    ],
)
def test_where_a_field_stands(
    text: str, index: int, field: str, is_name: bool, line: int, expected: str
) -> None:
    found = rows("x.toml", text)
    place = found.place(index, field, is_name)
    assert (place.line, standing_at(found, place)) == (line, expected)
