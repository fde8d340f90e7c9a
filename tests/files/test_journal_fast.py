"""The quick reader of journals: whatever it reads, the reader of all of TOML reads the same."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from cli.journals import answer, folder
from exporttrack.errors import Fault
from exporttrack.files import records
from exporttrack.files.document import Document, document_of
from exporttrack.files.journal import rows_of_any_toml, rows_of_toml
from exporttrack.files.journal_rows import block, read_blocks
from exporttrack.files.keeping import HEAD
from exporttrack.files.rows import FIELDS, Rows
from exporttrack.model.series import Observation
from files.reading import SERIES

ONE = """\

[[actual]]
series = "exports"
period = "2024"
value = 4.40
status = "final"
published = 2025-01-31
source = "Cục Hải quan"
url = "https://example.org/?a=1#b"
note = "says \\"so\\"\ttwice"
recorded = 2026-11-21 22:12:59.137492+00:00
"""
TWO = '\n[[actual]]\nseries = "growth"\nperiod = "2024-Q3"\nvalue = -5\npublished = "2024-10"\n'
JOURNAL = HEAD + ONE + TWO


def document(text: str) -> Document:
    return document_of("actuals.toml", text.encode())


def everything(rows: Rows) -> tuple[Any, ...]:
    """All that can be asked of rows, with the types of their values."""
    typed = [
        (line, [(name, type(value), value) for name, value in fields.items()])
        for line, fields in rows.rows
    ]
    places = [
        rows.place(index, name, of_name)
        for index in range(len(rows.rows))
        for name in (*FIELDS, "vaule")
        for of_name in (False, True)
    ]
    return typed, places, rows.faults


def loaded(rows: Rows) -> tuple[list[Observation], list[Fault]]:
    found, faults = records.observations(rows, SERIES)
    return found, faults + records.contradictions(found, SERIES)


def assert_the_same(text: str) -> bool:
    """Both readers say the same of a text; whether the quick one could read it."""
    quick, whole = rows_of_toml(document(text)), rows_of_any_toml(document(text))
    # As text: no NaN is equal to itself.
    assert str(everything(quick)) == str(everything(whole))
    assert str(loaded(quick)) == str(loaded(whole))
    return read_blocks(document(text).text) is not None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(JOURNAL, id="as it is written"),
        pytest.param(HEAD, id="nothing yet"),
        pytest.param("", id="an empty file"),
        pytest.param(ONE[1:] + TWO, id="without a head"),
        pytest.param(f"\ufeff{JOURNAL}", id="a byte order mark"),
        pytest.param(JOURNAL.replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(JOURNAL.replace("\n", "\r"), id="lines of old machines"),
        pytest.param(
            HEAD + ONE + "\n# checked\t by An\n#\n\n\n" + TWO + "# so far\n", id="comments"
        ),
        pytest.param(JOURNAL.replace("-5", '"withdrawn"'), id="a withdrawal"),
        pytest.param(JOURNAL.replace("-5", '"5 tỷ"'), id="a value in quotes"),
        pytest.param(JOURNAL.replace("-5", "-0"), id="minus zero"),
        pytest.param(JOURNAL.replace("-5", f"0.{'0' * 27}1"), id="the smallest number"),
        pytest.param(JOURNAL.replace("-5", f"0.{'0' * 27}0"), id="a long zero"),
        pytest.param(JOURNAL.replace("-5", f"-{'9' * 28}"), id="the largest number"),
        pytest.param(JOURNAL.replace("-5", f"{'9' * 28}.5"), id="more digits than a figure has"),
        pytest.param(JOURNAL.replace("growth", "grwoth"), id="a series that is not known"),
        pytest.param(JOURNAL.replace("2024-Q3", "2024-Q5"), id="a period that is none"),
        pytest.param(JOURNAL.replace("growth", ""), id="an empty text"),
        pytest.param(JOURNAL + TWO.replace("-5", "6"), id="a contradiction"),
        pytest.param(
            JOURNAL.replace("says", "e\u0301 \U0001f600 \u2028"), id="letters of any kind"
        ),
        pytest.param(JOURNAL.replace("says", r"\\ \b\f\n\r\u001b\u007f"), id="escapes we write"),
        pytest.param(JOURNAL.replace("2025-01-31", '"2025"'), id="a year of publication"),
        pytest.param(JOURNAL.replace(".137492", ""), id="a whole second"),
    ],
)
def test_what_it_reads(text: str) -> None:
    assert assert_the_same(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("value = -5", "value=-5", id="no blanks around ="),
        pytest.param("value = -5", "value  = -5", id="two blanks"),
        pytest.param("value = -5", "  value = -5", id="an indent"),
        pytest.param("value = -5", "value = -5 ", id="a blank at the end"),
        pytest.param("value = -5", "value = -5  # dear", id="a comment after a value"),
        pytest.param("value = -5", "# dear\nvalue = -5", id="a comment inside a record"),
        pytest.param("value = -5", "\nvalue = -5", id="an empty line inside a record"),
        pytest.param("value = -5", "value = +5", id="a plus"),
        pytest.param("value = -5", "value = -5_000", id="an underscore"),
        pytest.param("value = -5", "value = 0x5", id="hexadecimal"),
        pytest.param("value = -5", "value = 5e", id="no power"),
        pytest.param("value = -5", "value = 1.5e-7", id="a power"),
        pytest.param("value = -5", f"value = {'9' * 29}", id="29 digits"),
        pytest.param("value = -5", "value = 05", id="a zero in front"),
        pytest.param("value = -5", "value = 5.", id="a dot at the end"),
        pytest.param("value = -5", "value = nan", id="nan"),
        pytest.param("value = -5", "value = inf", id="inf"),
        pytest.param("value = -5", "value = true", id="true"),
        pytest.param("value = -5", f"value = {'9' * 41}", id="41 digits"),
        pytest.param("value = -5", f"value = {'9' * 5000}", id="5000 digits"),
        pytest.param("value = -5", "value = 1e" + "9" * 20, id="a power of 20 digits"),
        pytest.param("value = -5", "value = [-5]", id="an array"),
        pytest.param("value = -5", "value = { a = 5 }", id="a table in braces"),
        pytest.param("value = -5", "value = -5\nvalue = -5", id="a key twice"),
        pytest.param("value = -5", "value = ", id="no value"),
        pytest.param("value = -5\n", "", id="no value at all"),
        pytest.param("value = -5", "vaule = -5", id="a misspelt key"),
        pytest.param("value = -5", '"value" = -5', id="a key in quotes"),
        pytest.param("value = -5", "value.x = -5", id="a dotted key"),
        pytest.param(
            'period = "2024-Q3"\nvalue = -5', 'value = -5\nperiod = "2024-Q3"', id="order"
        ),
        pytest.param('"2024-Q3"', "'2024-Q3'", id="single quotes"),
        pytest.param('"2024-Q3"', '"""2024-Q3"""', id="three quotes"),
        pytest.param('"2024-Q3"', '"""\n2024-Q3"""', id="a text over lines"),
        pytest.param('"2024-Q3"', "2024", id="a period that is a number"),
        pytest.param('"2024-Q3"', '"2024-Q3', id="a text without its end"),
        pytest.param('"2024-Q3"', r'"2024\u002DQ3"', id="an escaped letter"),
        pytest.param('"2024-Q3"', r'"2024-\U00000051\u0033"', id="a long escape"),
        pytest.param('"2024-Q3"', r'"2024\t"', id="an escaped tab"),
        pytest.param('"2024-Q3"', r'"2024\u001B"', id="capitals in an escape"),
        pytest.param('"2024-Q3"', r'"2024\/Q3"', id="an escape of JSON alone"),
        pytest.param('"2024-Q3"', r'"2024\ud800"', id="half a letter"),
        pytest.param('"2024-Q3"', r'"2024\e"', id="an escape of a later TOML"),
        pytest.param('"2024-Q3"', '"2024\x1b"', id="a control character"),
        pytest.param('published = "2024-10"', "published = 2025-02-30", id="no such day"),
        pytest.param('published = "2024-10"', "published = 0000-01-01", id="no such year"),
        pytest.param('published = "2024-10"', "published = 2024-10", id="half a day"),
        pytest.param('published = "2024-10"', "published = 2024-10-01 10:00:00", id="a moment"),
        pytest.param("22:12:59.137492+00:00", "24:00:00+00:00", id="24 hours"),
        pytest.param("22:12:59.137492+00:00", "22:12:60+00:00", id="60 seconds"),
        pytest.param("22:12:59.137492+00:00", "22:12:59.1+00:00", id="a tenth of a second"),
        pytest.param("22:12:59.137492+00:00", "22:12:59", id="a time without a zone"),
        pytest.param("22:12:59.137492+00:00", "22:12:59Z", id="Z"),
        pytest.param("22:12:59.137492+00:00", "22:12:59+07:00", id="another zone"),
        pytest.param("2026-11-21 22", "2026-11-21T22", id="a T"),
        pytest.param("2026-11-21 22", "2026-02-30 22", id="no such day of recording"),
        pytest.param('[[actual]]\nseries = "growth', '[[ actual ]]\nseries = "growth', id="header"),
        pytest.param('[[actual]]\nseries = "growth', '[actual]\nseries = "growth', id="one table"),
        pytest.param('[[actual]]\nseries = "growth', '[[actuals]]\nseries = "growth', id="a slip"),
        pytest.param('[[actual]]\nseries = "growth', '[[actual]]#\nseries = "growth', id="marked"),
        pytest.param("format = 1", "format=1", id="format without blanks"),
        pytest.param("format = 1", "format = 2", id="another format"),
        pytest.param("format = 1", "format = 1\nformat = 1", id="the format twice"),
        pytest.param("format = 1", "title = 'x'", id="another key at the top"),
        pytest.param("format = 1", "actual = []", id="a list in brackets"),
        pytest.param("# Figures", "\t# Figures", id="an indented comment"),
        pytest.param("# Figures", "# \x07Figures", id="a comment that rings"),
        pytest.param("# Figures", "Figures", id="a comment without its mark"),
    ],
)
def test_what_it_leaves_to_the_other(old: str, new: str) -> None:
    assert JOURNAL.count(old) == 1
    assert not assert_the_same(JOURNAL.replace(old, new))


def test_a_last_line_without_an_end_is_left_to_the_other() -> None:
    assert not assert_the_same(JOURNAL.removesuffix("\n"))
    assert not assert_the_same(JOURNAL + "\n[[actual]]")
    assert not assert_the_same(JOURNAL + "x")


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
numbers = st.one_of(
    st.integers(1 - 10**28, 10**28 - 1),
    st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=3),
    st.builds(Decimal, st.sampled_from(["0.000001", "2.50", "-0.0001", "40"])),
)
optional: dict[str, st.SearchStrategy[object]] = {
    "unit": texts,
    "status": st.sampled_from(["final", "provisional", "estimate", "forecast"]),
    "published": st.dates(date(1, 1, 1)) | st.sampled_from(["2024", "2024-10", "2024-Q3"]),
    "source": texts,
    "url": texts,
    "note": texts | st.sampled_from(['"', "\\", "\n[[actual]]\n", "\t", "\x7f", "\r\n", "#"]),
    "recorded": st.datetimes(timezones=st.just(UTC)),
}
fields = st.fixed_dictionaries(
    {
        "series": st.sampled_from(["exports", "growth"]) | texts,
        "period": st.sampled_from(["2024", "2024-H1", "2021/2025"]) | texts,
        "value": numbers | st.just("withdrawn"),
    },
    optional=optional,
)


@given(fields)
@example({"series": "s", "period": "2024", "value": Decimal(4), "note": '"\\\b\t\n\f\r\x00\x7f'})
@example({"series": "s", "period": "2024", "value": 1, "recorded": datetime(1, 2, 3, tzinfo=UTC)})
def test_what_is_written_is_read_as_it_was_meant(record: dict[str, object]) -> None:
    ordered = {name: record[name] for name in FIELDS if name in record}
    written = block(record)
    assert written == f"\n[[actual]]\n{tomli_w.dumps(ordered)}"
    read = read_blocks(written)
    assert read is not None
    assert list(read) == [(2, ordered)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("4.80"), "4.80"),
        (Decimal("4.8"), "4.8"),
        (Decimal("4.800"), "4.800"),
        (Decimal("4"), "4.0"),
        (4, "4"),
        (Decimal("1E-10"), "0.0000000001"),
        (Decimal("1E+3"), "1000.0"),
    ],
)
def test_a_figure_is_written_with_its_own_digits(value: object, expected: str) -> None:
    """However many of the same value have been written before."""
    assert block({"value": value}) == f"\n[[actual]]\nvalue = {expected}\n"


EDITS = st.tuples(
    st.sampled_from(["delete", "insert", "double"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 12),
    st.sampled_from([*"\"'\\#=[]{} \t\n.-+_,0e1aTZ\x00\x7fé", '"""', "\\u0041", "nan", "= 1\n"]),
)


def edited(text: str, edits: list[tuple[str, float, int, str]]) -> str:
    for how, where, length, inserted in edits:
        at = int(where * len(text))
        end = at + length
        middle = {"delete": "", "insert": inserted + text[at:end], "double": text[at:end] * 2}[how]
        text = text[:at] + middle + text[end:]
    return text


@given(st.lists(fields, max_size=3), st.lists(EDITS, max_size=3))
def test_no_slip_of_the_pen_is_read_otherwise(
    several: list[dict[str, object]], edits: list[tuple[str, float, int, str]]
) -> None:
    assert_the_same(edited(HEAD + "".join(map(block, several)), edits))


@pytest.mark.parametrize("command", ["report", "history", "check", "validate", "explain"])
def test_every_command_says_the_same(command: str, tmp_path: Path) -> None:
    """One space more, and the other reader is asked."""
    said = []
    for name, space in (("quick", " "), ("whole", "  ")):
        here = folder(tmp_path / name, HEAD.replace(" = ", f"{space}= ") + ONE + TWO)
        assert (read_blocks((here / "actuals.toml").read_text("utf-8")) is None) == (space == "  ")
        only = ["exports"] if command == "explain" else []
        ran = answer(here, command, *only, "--json")
        said.append((ran.code, ran.err, re.sub('"sha256": ".*?"', "", ran.out)))
    assert said[0] == said[1]
