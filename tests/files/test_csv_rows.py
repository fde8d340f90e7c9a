"""CSV as people and programs write it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation
from files.reading import read, rows, standing_at, without_places

ONE = Observation("exports", parse_period("2024"), Decimal(5), source="A")
TWO = Observation("growth", parse_period("2024-Q1"), Decimal("4.8"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "series,period,value,source\nexports,2024,5,A\ngrowth,2024-Q1,4.8,\n", id="commas"
        ),
        pytest.param(
            "series;period;value;source\nexports;2024;5;A\ngrowth;2024-Q1;4.8;\n", id="semicolons"
        ),
        pytest.param(
            "sep=;\r\nseries;period;value;source\r\nexports;2024;5;A\r\ngrowth;2024-Q1;4.8;\r\n",
            id="a line of Excel before the header",
        ),
        pytest.param(
            '\n"SEP=\t"\n\nseries\tperiod\tvalue\tsource\n"exports"\t2024\t5\tA\n'
            "growth\t2024-Q1\t4.8\t\n",
            id="the same in quotes, between blank lines",
        ),
        pytest.param(
            "series\tperiod\tvalue\tsource\nexports\t2024\t5\tA\ngrowth\t2024-Q1\t4.8\t\n",
            id="tabs",
        ),
        pytest.param(
            "\ufeffseries,period,value,source\nexports,2024,5,A\ngrowth,2024-Q1,4.8,\n",
            id="a mark at the beginning",
        ),
        pytest.param(
            "series,period,value,source\r\nexports,2024,5,A\r\ngrowth,2024-Q1,4.8,\r\n",
            id="lines of Windows",
        ),
        pytest.param(
            "series,period,value,source\rexports,2024,5,A\rgrowth,2024-Q1,4.8,\r",
            id="lines of old Macs",
        ),
        pytest.param(
            "series,period,value,source\nexports,2024,5,A\ngrowth,2024-Q1,4.8,",
            id="no line break at the end",
        ),
        pytest.param(
            '"series","period","value","source"\n"exports","2024","5","A"\n"growth","2024-Q1","4.8",""\n',
            id="quotes around all",
        ),
        pytest.param(
            "source,value,series,period\nA,5,exports,2024\n,4.8,growth,2024-Q1\n",
            id="columns in another order",
        ),
        pytest.param(
            "x,series,period,y,value,source,x\n1,exports,2024,2,5,A,3\n1,growth,2024-Q1,2,4.8,,\n",
            id="columns of other names",
        ),
        pytest.param(
            " series , period, value,source \n exports , 2024, 5,A\n growth,2024-Q1 ,4.8, \n",
            id="blanks around cells",
        ),
        pytest.param(
            'series, period, value, source\n"exports", "2024", "5", "A"\n'
            'growth, 2024-Q1, "4.8", ""\n',
            id="blanks before quotes",
        ),
        pytest.param(
            "\n \n\t\nseries,period,value,source\n\nexports,2024,5,A\n"
            ",,,\n  \n , ,,\ngrowth,2024-Q1,4.8,\n\n",
            id="blank lines",
        ),
    ],
)
def test_ways_to_write_a_table(text: str) -> None:
    assert without_places(read("x.csv", text)) == [ONE, TWO]


def test_cells_with_delimiters_quotes_and_line_breaks() -> None:
    text = 'note,series,period,value\n"a, b; c\n""d"" ",exports,2024,5\n5" pipe,exports,2025,6\n'
    found = read("x.csv", text)
    assert [(one.note, one.line) for one in found] == [('a, b; c\n"d"', 2), ('5" pipe', 4)]


def test_a_header_and_nothing_else() -> None:
    assert read("x.csv", "series,period,value\n") == []


def test_what_divides_lines_elsewhere_is_a_letter_here() -> None:
    text = "series,period,value,note\nexports,2024,5,a\u2028b\x0bc\x85d\nexports,2025,6,\n"
    assert [(one.line, one.note) for one in read("x.csv", text)] == [
        (2, "a\u2028b\x0bc\x85d"),
        (3, None),
    ]


TABLE = """\
series,period,note,value
exports,2024,,5
exports,2025,"a, ""b\""
c", "6,0"
exports,,5" x,7
"""


@pytest.mark.parametrize("name", [False, True])
@pytest.mark.parametrize(
    ("index", "field", "line", "text"),
    [
        pytest.param(0, "series", 2, "exports", id="the first cell"),
        pytest.param(0, "value", 2, "5", id="the last cell"),
        pytest.param(0, "note", 2, "", id="an empty cell"),
        pytest.param(1, "note", 3, '"a, ""b""', id="the first line of a cell of two"),
        pytest.param(1, "value", 4, '"6,0"', id="a cell after a line break and a blank"),
        pytest.param(2, "note", 5, '5" x', id="a cell with a quote that is a letter"),
        pytest.param(2, "url", 5, 'exports,,5" x,7', id="a field that has no column: the row"),
        pytest.param(1, "url", 3, 'exports,2025,"a, ""b""', id="the first line of a row of two"),
    ],
)
def test_where_a_cell_stands(index: int, field: str, line: int, text: str, name: bool) -> None:
    found = rows("x.csv", TABLE)
    place = found.place(index, field, name)
    assert (place.line, standing_at(found, place)) == (line, text)


def test_a_cell_that_is_too_long() -> None:
    found = rows("x.csv", f"series,period,value\nexports,2024,5\nexports,2024,{'5' * 131073}\n")
    assert [line for line, _ in found.rows] == [2]
    [fault] = found.faults
    assert (fault.line, fault.column) == (3, 1)
    assert fault.message == "a cell of this row is longer than 131072 characters"


def test_a_faulty_header_hides_the_rows() -> None:
    found = rows("x.csv", "series,period\nexports,2024\nexports\n")
    assert found.rows == []
    assert [fault.message for fault in found.faults] == [
        "the header has no column `value`",
        "the row has 1 cell, the header has 2",
    ]
