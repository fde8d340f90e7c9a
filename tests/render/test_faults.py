"""A fault as it stands on the screen and in JSON."""

from __future__ import annotations

import pytest

from exporttrack.errors import Fault
from exporttrack.render.faults import document, one, render


def excerpt(text: str, column: int, end: int | None = None) -> list[str]:
    return one(Fault("x", "m", 1, column, excerpt=text, end=end)).splitlines()[1:]


def test_a_fault_with_everything() -> None:
    fault = Fault("x.toml", "`by` is missing", 14, 3, "add by = 2030", "  min = 5", 6)
    assert one(fault) == (
        "x.toml:14:3: error: `by` is missing\n"
        "   14 |   min = 5\n"
        "      |   ^^^\n"
        "   hint: add by = 2030\n"
    )


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        pytest.param(Fault("x", "m"), "x: error: m\n", id="of a whole file"),
        pytest.param(Fault("x", "m", 3), "x:3: error: m\n", id="of a line"),
        pytest.param(Fault("x", "m", 3, 1, excerpt=" \t"), "x:3:1: error: m\n", id="a blank line"),
        pytest.param(Fault("x", "m", 3, severity="warning"), "x:3: warning: m\n", id="a warning"),
        pytest.param(
            Fault("a\nb", "\x1b[31m", 3, hint="two\nlines"),
            "a b:3: error: \\x1b[31m\n   hint: two lines\n",
            id="what would move or colour the terminal",
        ),
    ],
)
def test_a_fault_with_less(fault: Fault, expected: str) -> None:
    assert one(fault) == expected


@pytest.mark.parametrize(
    ("text", "column", "end", "shown", "carets"),
    [
        pytest.param("a = 5", 5, 6, "a = 5", "    ^", id="one character"),
        pytest.param("a = 5", 5, None, "a = 5", "    ^", id="no end"),
        pytest.param("a =", 4, 5, "a =", "   ^", id="past the end of the line"),
        pytest.param("a,,b", 3, 3, "a,,b", "  ^", id="an empty cell"),
        pytest.param("\ta\t= 5", 2, 3, " a = 5", " ^", id="tabs"),
        pytest.param("  năm   =  5", 12, 13, "  năm   =  5", "           ^", id="runs of blanks"),
        pytest.param("日本 = 5", 6, 7, "日本 = 5", "       ^", id="letters of two columns"),
        pytest.param("a\x1bb = 5", 7, 8, "a\\x1bb = 5", "         ^", id="a control character"),
        pytest.param("x = שלום", 5, 9, "x = \u2068שלום\u2069", "    ^^^^", id="right to left"),
    ],
)
def test_carets_stand_under_what_is_meant(
    text: str, column: int, end: int | None, shown: str, carets: str
) -> None:
    assert excerpt(text, column, end) == [f"    1 | {shown}", f"      | {carets}"]


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "".join(f"{number:04}" for number in range(100))
    assert excerpt(line, 201, 205) == [
        "    1 | …" + line[150:250] + "…",
        "      | " + " " * 51 + "^^^^",
    ]
    assert excerpt(line, 1, 401) == ["    1 | " + line[:100] + "…", "      | " + "^" * 100]
    assert excerpt(line, 397, 401) == [
        "    1 | …" + line[346:],
        "      | " + " " * 51 + "^^^^",
    ]


def test_faults_are_counted() -> None:
    faults = [Fault("x", "m", 1), Fault("x", "n", 2), Fault("y", "m")]
    assert render(faults) == "x:1: error: m\nx:2: error: n\ny: error: m\n3 errors in 2 files\n"
    assert render(faults[:1]) == "x:1: error: m\n1 error in 1 file\n"


def test_faults_for_programs() -> None:
    assert document([Fault("x", "m", 1, 2, "h", "excerpt", 5)]) == {
        "message": "1 error in 1 file",
        "faults": [
            {"severity": "error", "file": "x", "line": 1, "column": 2, "message": "m", "hint": "h"}
        ],
    }
