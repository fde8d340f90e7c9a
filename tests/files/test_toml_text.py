"""What is read from a TOML text, and what is said when it is not TOML."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st

from exporttrack.files import toml_faults
from exporttrack.files.places import Places
from exporttrack.files.toml_context import Fault
from exporttrack.files.toml_text import TomlSyntaxError, read_toml


def fault(text: str) -> tuple[str, str | None]:
    with pytest.raises(TomlSyntaxError) as caught:
        read_toml(text)
    error = caught.value
    assert error.message == str(error)
    assert error.__cause__ is None
    return f"{error.line}:{error.column}: {error}", error.hint


@pytest.mark.parametrize(
    ("text", "data"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("a = 4.40", {"a": Decimal("4.40")}, id="a decimal keeps its last zero"),
        pytest.param("a = 1e2", {"a": Decimal("1E+2")}, id="an exponent"),
        pytest.param("a = 550_000", {"a": 550000}, id="a whole number"),
        pytest.param("a = 2030-01-31", {"a": date(2030, 1, 31)}, id="a date"),
        pytest.param(
            "a = { b = 1, # why\n  c = 2,\n}", {"a": {"b": 1, "c": 2}}, id="braces over lines"
        ),
        pytest.param("[a]\r\nb = '''\r\nc'''\r\n", {"a": {"b": "c"}}, id="lines of Windows"),
    ],
)
def test_what_is_read(text: str, data: dict[str, Any]) -> None:
    assert repr(read_toml(text)) == repr(data)


def test_a_hundred_arrays_in_one_another_are_read() -> None:
    text = "a = " + "[" * 100 + "]" * 100
    inner = read_toml(text)["a"]
    for _ in range(99):
        [inner] = inner
    assert inner == []
    assert Places(text).value(("a", *[0] * 99)).column == 104


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            "unit = per cent # x",
            '1:8: "per cent" is text without quotes',
            'put it in quotes: "per cent"',
            id="text without quotes",
        ),
        pytest.param(
            "min = 4,4",
            '1:7: "4,4" has a comma; numbers use a dot for decimals and no grouping',
            "write 4.4",
            id="a decimal comma",
        ),
        pytest.param(
            "min = 4,4%",
            '1:7: "4,4%" has a comma; numbers use a dot for decimals and no grouping',
            'write "4.4%"',
            id="a decimal comma before a unit",
        ),
        pytest.param(
            "min = 550,000",
            '1:7: "550,000" has a comma; numbers use a dot for decimals and no grouping',
            "write 550000 or 550.000",
            id="a comma that groups or divides",
        ),
        pytest.param(
            "min = 0,125",
            '1:7: "0,125" has a comma; numbers use a dot for decimals and no grouping',
            "write 0.125",
            id="a comma after a zero divides",
        ),
        pytest.param(
            "min = 1,234,567",
            '1:7: "1,234,567" has a comma; numbers use a dot for decimals and no grouping',
            "write 1234567",
            id="commas that group",
        ),
        pytest.param(
            "min = 1.234,56",
            '1:7: "1.234,56" has a comma; numbers use a dot for decimals and no grouping',
            "write 1234.56",
            id="dots that group, a comma that divides",
        ),
        pytest.param(
            "min = 1,234.56",
            '1:7: "1,234.56" has a comma; numbers use a dot for decimals and no grouping',
            "write 1234.56",
            id="a comma that groups, a dot that divides",
        ),
        pytest.param(
            "min = 550 000",
            '1:7: "550 000" has a space; numbers use a dot for decimals and no grouping',
            "write 550000",
            id="a blank that groups",
        ),
        pytest.param(
            "min = 1.234.567",
            '1:7: "1.234.567" has more than one dot',
            "write it without the dots",
            id="dots that group",
        ),
        pytest.param(
            "m = { min = 4,4 }",
            '1:13: "4,4" has a comma; numbers use a dot for decimals and no grouping',
            "write 4.4",
            id="a decimal comma in braces",
        ),
        pytest.param(
            "min = 3 // percent",
            '1:7: "3 // percent" has // for a comment',
            "write 3 # percent",
            id="a comment of another language",
        ),
        pytest.param(
            "min = 3 % // a share",
            '1:7: "3 % // a share" has // for a comment',
            'write "3 %" # a share',
            id="the same after a unit",
        ),
        pytest.param(
            "min = 550M",
            '1:7: "550M" is not a number',
            'put it in quotes: "550M"',
            id="a number with a suffix",
        ),
        pytest.param(
            "min = 10%", '1:7: "10%" is not a number', 'put it in quotes: "10%"', id="per cent"
        ),
        pytest.param(
            "min = 5 US$",
            '1:7: "5 US$" is not a number',
            'put it in quotes: "5 US$"',
            id="a number with a unit",
        ),
        pytest.param(
            "phases = [550M, 3]",
            '1:11: "550M" is not a number',
            'put it in quotes: "550M"',
            id="in an array",
        ),
        pytest.param(
            "m = { unit = per cent, a = 1 }",
            '1:14: "per cent" is text without quotes',
            'put it in quotes: "per cent"',
            id="in braces",
        ),
        pytest.param(
            "n = 007",
            '1:5: "007" begins with a zero',
            'write 7, or "007" if it is text',
            id="leading zeros",
        ),
        pytest.param(
            "n = -01.5",
            '1:5: "-01.5" begins with a zero',
            'write -1.5, or "-01.5" if it is text',
            id="a leading zero after a sign",
        ),
        pytest.param(
            "n = .5",
            '1:5: ".5" has no digit before the dot',
            "write 0.5",
            id="no digit before the dot",
        ),
        pytest.param(
            "n = 5.", '1:5: "5." has no digit after the dot', "write 5", id="no digit after the dot"
        ),
        pytest.param(
            "n = −5", '1:5: "−5" begins with a long dash', "write -5", id="a long dash for a minus"
        ),
        pytest.param("n = 5,", '1:5: "5," is not a number', "write 5", id="a comma at the end"),
        pytest.param(
            "d = 2030-02-30",
            '1:5: "2030-02-30" is not a day of the calendar',
            None,
            id="a day that does not exist",
        ),
        pytest.param(
            "d = 2030-1-5",
            '1:5: "2030-1-5" is not a date',
            "write year-month-day, as in 2030-01-31",
            id="a date with single digits",
        ),
        pytest.param(
            "d = [31/01/2030]",
            '1:6: "31/01/2030" is not a date',
            "write year-month-day, as in 2030-01-31",
            id="a date in another order",
        ),
        pytest.param(
            "d = 2030-01-31 25:00:00",
            '1:5: "2030-01-31 25:00:00" is not a date',
            "write year-month-day, as in 2030-01-31",
            id="a time that does not exist",
        ),
        pytest.param(
            "p = 2030-Q1",
            '1:5: "2030-Q1" is text without quotes',
            'put it in quotes: "2030-Q1"',
            id="a quarter",
        ),
        pytest.param(
            "p = 2030-05",
            '1:5: "2030-05" is text without quotes',
            'put it in quotes: "2030-05"',
            id="a month",
        ),
        pytest.param("b = True", '1:5: "True" is not a value', "write true", id="a capital letter"),
        pytest.param(
            "b = FALSE", '1:5: "FALSE" is not a value', "write false", id="capital letters"
        ),
        pytest.param(
            "b = null",
            '1:5: "null" is not a value',
            "leave the key out where nothing is stated",
            id="null",
        ),
        pytest.param(
            "s = “per cent”",
            '1:5: "“per cent”" is in curly quotes',
            'write straight quotes: "per cent"',
            id="curly quotes",
        ),
        pytest.param(
            "s = ‘per cent’",
            '1:5: "‘per cent’" is in curly quotes',
            'write straight quotes: "per cent"',
            id="single curly quotes",
        ),
        pytest.param(
            's = say "so"',
            '1:5: "say "so"" is text without quotes',
            'put it in quotes: "say \\"so\\""',
            id="text with quotes inside",
        ),
        pytest.param(
            "s = C:\\data",
            '1:5: "C:\\data" is text without quotes',
            'put it in quotes: "C:\\\\data"',
            id="text with a backslash",
        ),
        pytest.param("a = ", "1:5: a value is missing here", None, id="no value"),
        pytest.param(
            "a = # nothing", "1:5: a value is missing here", None, id="a comment for a value"
        ),
        pytest.param("a = [1,,2]", "1:8: a value is missing here", None, id="no value in an array"),
        pytest.param(
            "a = " + "long " * 30,
            '1:5: "long long long long long long long long…" is text without quotes',
            "put it in quotes",
            id="a long text",
        ),
    ],
)
def test_what_is_said_of_a_value(text: str, message: str, hint: str | None) -> None:
    assert fault(text) == (message, hint)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            "growth",
            "1:1: there is no = after `growth`",
            "write growth = and then its value",
            id="a word alone",
        ),
        pytest.param(
            "growth 4.4",
            "1:1: there is no = after `growth`",
            "write growth = 4.4",
            id="no equals sign",
        ),
        pytest.param(
            "unit per cent",
            "1:1: there is no = after `unit`",
            'write unit = "per cent"',
            id="no equals sign and no quotes",
        ),
        pytest.param(
            "growth: 4.4", "1:1: there is no = after `growth`", "write growth = 4.4", id="a colon"
        ),
        pytest.param(
            "m = { min: 4.4 }",
            "1:7: there is no = after `min`",
            "write min = 4.4",
            id="a colon in braces",
        ),
        pytest.param(
            "m = { min }",
            "1:7: there is no = after `min`",
            "write min = and then its value",
            id="a key alone in braces",
        ),
        pytest.param(
            "This file states targets",
            '1:1: "This file states targets" is neither a [header] nor a key = value',
            "write = between a key and its value, # before a comment",
            id="a sentence",
        ),
        pytest.param(
            "tăng = 1",
            "1:1: `tăng` cannot be a key without quotes",
            'write "tăng", or a name of the letters a-z, digits, - and _',
            id="a letter outside a-z",
        ),
        pytest.param(
            "my key = 1",
            "1:1: `my key` cannot be a key without quotes",
            'write "my key", or a name of the letters a-z, digits, - and _',
            id="a blank in a key",
        ),
        pytest.param(
            "a.ă = 1",
            "1:1: `a.ă` cannot be a key without quotes",
            'write a."ă", or a name of the letters a-z, digits, - and _',
            id="a part of a dotted key",
        ),
        pytest.param(
            '"a" "b" = 1',
            '1:1: `"a" "b"` cannot be a key without quotes',
            "write a name of the letters a-z, digits, - and _",
            id="two texts for a key",
        ),
        pytest.param(
            "a..b = 1", "1:1: `a..b` has a dot with no name beside it", None, id="two dots"
        ),
        pytest.param(
            "= 4",
            "1:1: there is no key before the =",
            "write the name of the value before it",
            id="no key",
        ),
        pytest.param(
            "m = { = 4 }",
            "1:7: there is no key before the =",
            "write the name of the value before it",
            id="no key in braces",
        ),
        pytest.param(
            "m = { a = 1,, b = 2 }",
            '1:13: a key is missing before ","',
            "remove the comma",
            id="two commas in braces",
        ),
        pytest.param(
            "a = 1 b = 2",
            "1:5: a second key stands on the line: `b`",
            "begin a new line",
            id="two keys on a line",
        ),
        pytest.param(
            "- a",
            '1:1: "- a" is neither a [header] nor a key = value',
            "write = between a key and its value, # before a comment",
            id="a list of another language",
        ),
        pytest.param(
            "a = 1\nb = 2\na = 3",
            "3:1: `a` is given a second time",
            "the first is on line 1; keep one of the two",
            id="a key twice",
        ),
        pytest.param(
            "a = 1\n[t]\na = 2\n[u]\n  a = 3\nb = 4\n  a = 5",
            "7:3: `a` is given a second time",
            "the first is on line 5; keep one of the two",
            id="a key twice in its table",
        ),
        pytest.param(
            "a.b = 1\na = 2",
            "2:1: `a` is given a second time",
            "the first is on line 1; keep one of the two",
            id="a key that is a table",
        ),
        pytest.param(
            "m = { a = 1, a = 2 }",
            "1:14: `a` is given a second time in these braces",
            None,
            id="a key twice in braces",
        ),
        pytest.param(
            "m = { a = 1, a.b = 2 }",
            "1:5: a key is given a second time in these braces",
            None,
            id="a key in braces that is a table",
        ),
    ],
)
def test_what_is_said_of_a_key(text: str, message: str, hint: str | None) -> None:
    assert fault(text) == (message, hint)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            "[a]\n\n[b]\n[a]",
            "4:1: `[a]` is given a second time",
            "the first is on line 1; keep one of the two",
            id="a table twice",
        ),
        pytest.param(
            "a = 1\n[a]",
            "2:1: `[a]` is given a second time",
            "the first is on line 1; keep one of the two",
            id="a table that is a value",
        ),
        pytest.param(
            "a = []\n[[a]]",
            "2:1: `[[a]]` adds to a table that was given before, in full",
            "write it where that table is given",
            id="an array that is a value",
        ),
        pytest.param(
            "a = {}\n[a.b]",
            "2:1: `[a.b]` is given a second time",
            "keep one of the two",
            id="a table in closed braces",
        ),
        pytest.param(
            "[a.b]\n[a]\nb.c = 1",
            "3:1: `b.c` adds to a table that was given before, in full",
            "write it where that table is given",
            id="a table in a dotted key",
        ),
        pytest.param(
            "[[a]]\n[a]",
            "2:1: `[a]` is given a second time",
            "the first is on line 1; keep one of the two",
            id="a table that is an array",
        ),
        pytest.param("[a", "1:1: the header [a is not closed", "write [a]", id="no bracket"),
        pytest.param(
            "[[a]", "1:1: the header [[a is not closed", "write [[a]]", id="one bracket of two"
        ),
        pytest.param(
            "[a]]", '1:4: "]" stands after the header', "remove it", id="one bracket too many"
        ),
        pytest.param(
            "[a] b = 1",
            '1:5: "b = 1" stands after the header',
            "begin a new line, or put # before a comment",
            id="a key on the same line",
        ),
        pytest.param(
            "[my goal]",
            "1:1: the header [my goal] has a name that needs quotes",
            'write ["my goal"]',
            id="a blank in a header",
        ),
        pytest.param(
            "[targets.my share]",
            "1:1: the header [targets.my share] has no name that a table can have",
            "write [targets.my-share]; use letters, digits, _ and -, beginning with a letter",
            id="a blank in the name of a target",
        ),
        pytest.param(
            "[series.xuất khẩu]",
            "1:1: the header [series.xuất khẩu] has no name that a table can have",
            'write [series."xuất-khẩu"]; use letters, digits, _ and -, beginning with a letter',
            id="a blank in the name of a series, and letters outside a-z",
        ),
        pytest.param(
            "[series.my exports.titles]",
            "1:1: the header [series.my exports.titles] has no name that a table can have",
            "write [series.my-exports.titles]; use letters, digits, _ and -, beginning with a "
            "letter",
            id="the same in a table below it",
        ),
        pytest.param(
            "[targets.tăng]",
            "1:1: the header [targets.tăng] has a name that needs quotes",
            'write [targets."tăng"]',
            id="a letter outside a-z in a header",
        ),
        pytest.param("[]", "1:1: the header [] has no name", None, id="no name"),
        pytest.param(
            "[a.]",
            "1:1: the header [a.] has a dot with no name beside it",
            None,
            id="a dot at the end",
        ),
    ],
)
def test_what_is_said_of_a_header(text: str, message: str, hint: str | None) -> None:
    assert fault(text) == (message, hint)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            'unit = "per cent',
            '1:8: the text that begins with "per cent has no end',
            'write "per cent"',
            id="a text",
        ),
        pytest.param(
            'unit = "per cent\r\nmin = 1',
            '1:8: the text that begins with "per cent has no end',
            'write "per cent"',
            id="a text on an earlier line",
        ),
        pytest.param(
            "unit = 'per cent # x",
            "1:8: the text that begins with 'per cent has no end",
            "write 'per cent'",
            id="a text in single quotes",
        ),
        pytest.param(
            'unit = "100 > 10\nmin = 1',
            '1:8: the text that begins with "100 > 10 has no end',
            'write " where the text ends, on the same line',
            id="a text with signs",
        ),
        pytest.param(
            'note = """\nabc\n',
            '1:8: the text that begins with """ has no end',
            'write """ where the text ends',
            id="a text over lines",
        ),
        pytest.param(
            "note = '''\nabc",
            "1:8: the text that begins with ''' has no end",
            "write ''' where the text ends",
            id="the same in single quotes",
        ),
        pytest.param(
            "a = [1, 2",
            "1:5: the bracket [ is not closed",
            "write ] after the last of what it holds",
            id="an array at the end",
        ),
        pytest.param(
            "a = [\n  1,\n  2\n",
            "1:5: the bracket [ is not closed",
            "write ] after the last of what it holds",
            id="an array over lines at the end",
        ),
        pytest.param(
            'a = [1, 2\n\nunit = "x"',
            "1:5: the bracket [ is not closed",
            "write ] after the last of what it holds",
            id="an array before a key",
        ),
        pytest.param(
            "a = [1, 2,\n[next]\nb = 1",
            "1:5: the bracket [ is not closed",
            "write ] after the last of what it holds",
            id="an array before a header",
        ),
        pytest.param(
            "a = [{ b = 1, c = 2]",
            "1:6: the bracket { is not closed",
            "write } after the last of what it holds",
            id="braces before a bracket",
        ),
        pytest.param(
            "a = { b",
            "1:5: the bracket { is not closed",
            "write } after the last of what it holds",
            id="braces at the end",
        ),
        pytest.param("a = [1 2]", "1:8: a comma is missing before 2", None, id="no comma"),
        pytest.param(
            "a = [\n  { b = 1 }\n  { b = 2 }\n]",
            "3:3: a comma is missing before { b = 2",
            None,
            id="no comma between tables",
        ),
        pytest.param(
            "m = {\n  a = 1\n  b = 2\n}",
            "3:3: a comma is missing before b = 2",
            None,
            id="no comma in braces over lines",
        ),
        pytest.param(
            'a = ["b" "c"]',
            '1:10: a comma is missing before "c"',
            None,
            id="no comma between texts",
        ),
        pytest.param(
            "a = ['b' c]", "1:10: a comma is missing before c", None, id="no comma before a word"
        ),
        pytest.param(
            's = "a" b',
            '1:9: "b" stands after the value',
            "begin a new line, or put # before a comment",
            id="a word after a text",
        ),
        pytest.param(
            's = "he said "yes" twice"',
            '1:15: "yes" twice"" stands after the value',
            'write \\" for a quote inside a text',
            id="quotes in a text",
        ),
        pytest.param(
            "s = 'it's'",
            '1:9: "s\'" stands after the value',
            "put the text between double quotes",
            id="an apostrophe in a text",
        ),
        pytest.param(
            's = "a",', '1:8: "," stands after the value', "remove it", id="a comma after a text"
        ),
        pytest.param(
            "a = [1] 2",
            '1:9: "2" stands after the value',
            "begin a new line, or put # before a comment",
            id="a number after an array",
        ),
    ],
)
def test_what_is_said_of_what_does_not_end(text: str, message: str, hint: str | None) -> None:
    assert fault(text) == (message, hint)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param(
            's = "C:\\data"',
            '1:8: "\\d" in a text stands for no character',
            "write \\\\ for a backslash, or put the text between single quotes",
            id="a backslash",
        ),
        pytest.param(
            's = "\\u12"',
            '1:6: "\\u" in a text stands for no character',
            "\\u takes the four hexadecimal digits of a character, \\U eight, \\x two",
            id="too few digits of a character",
        ),
        pytest.param(
            's = "\\ud800"',
            '1:6: "\\u" in a text stands for no character',
            "\\u takes the four hexadecimal digits of a character, \\U eight, \\x two",
            id="half a character",
        ),
        pytest.param(
            's = """a \\ b"""',
            '1:10: "\\ " in a text stands for no character',
            "write \\\\ for a backslash, or put the text between single quotes",
            id="a backslash in a text over lines",
        ),
        pytest.param(
            "a\xa0= 1",
            "1:2: an invisible character stands here: U+00A0, no-break space",
            "delete it, or write a plain space in its place",
            id="a blank of print before the equals sign",
        ),
        pytest.param(
            "a = \xa01",
            "1:5: an invisible character stands here: U+00A0, no-break space",
            "delete it, or write a plain space in its place",
            id="a blank of print before a value",
        ),
        pytest.param(
            "a = 1\u200b",
            "1:6: an invisible character stands here: U+200B, zero width space",
            "delete it, or write a plain space in its place",
            id="a blank of no width",
        ),
        pytest.param(
            "\ufeffa = 1",
            "1:1: an invisible character stands here: U+FEFF, zero width no-break space",
            "delete it, or write a plain space in its place",
            id="a byte order mark",
        ),
        pytest.param(
            's = "a\x07"',
            "1:7: an invisible character stands here: U+0007, a control character",
            "delete it, or write a plain space in its place",
            id="a bell",
        ),
        pytest.param(
            "a = 1 # b\x00",
            "1:10: an invisible character stands here: U+0000, a control character",
            "delete it, or write a plain space in its place",
            id="a zero",
        ),
        pytest.param(
            "a = 1\rb = 2",
            "1:6: an invisible character stands here: U+000D, a control character",
            "delete it, or write a plain space in its place",
            id="line ends of an old kind",
        ),
        pytest.param(
            "a = 1\nb = " + "9" * 4301,
            '2:5: "999999999999999999999999999999999999999…" has too many digits to be read',
            None,
            id="a number of 4301 digits",
        ),
        pytest.param(
            'a = "1e9"\nb = 1e1000000000000000000',
            '2:5: "1e1000000000000000000" has too many digits to be read',
            None,
            id="an exponent of 19 digits",
        ),
        pytest.param(
            "a = " + "[" * 101 + "]" * 101,
            "1:105: there are more than 100 arrays or tables inside one another",
            None,
            id="101 arrays in one another",
        ),
        pytest.param(
            "a = " + "[" * 5000,
            "1:105: there are more than 100 arrays or tables inside one another",
            None,
            id="5000 arrays in one another",
        ),
        pytest.param(
            "a" + ".a" * 101 + " = 1",
            "1:1: there are more than 100 arrays or tables inside one another",
            None,
            id="101 tables in one another",
        ),
    ],
)
def test_what_is_said_of_odd_characters_and_sizes(
    text: str, message: str, hint: str | None
) -> None:
    assert fault(text) == (message, hint)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(
            "Something new (at line 2, column 5)",
            Fault(10, '"2 3" cannot be read as TOML'),
            id="with a line and a column",
        ),
        pytest.param(
            "Something new (at end of document)",
            Fault(13, "the end of the line cannot be read as TOML"),
            id="at the end",
        ),
        pytest.param(
            "Something new",
            Fault(0, '"a = 1" cannot be read as TOML'),
            id="with no place at all",
        ),
    ],
)
def test_what_the_library_may_come_to_say(said: str, expected: Fault) -> None:
    assert toml_faults.syntax("a = 1\nb = 2 3", said) == expected


WHOLE = """\
# what is wanted
"a b".c = [1, 4.40, "x\\ty", '#', { d = true, e.f = 2030-01-31 }]
[targets.growth]  # a table
note = \"\"\"
[not a header]\\
  \"\"\"
[[actual]]
value = -1_000e2
at = 2030-01-31 10:00:00Z
[[actual]]
lines = '''
it's'''
"""

pieces = st.sampled_from(
    [*"ab=.,[]{}\"'\\#\n\r\t 019-_:+eTé%", "\u00a0", "\0", '"""', "'''", " = "]
)
odd_texts = st.lists(pieces, max_size=25).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The whole text with something else in one place."""
    begin = draw(st.integers(0, len(WHOLE)))
    end = min(begin + draw(st.integers(0, 3)), len(WHOLE))
    return WHOLE[:begin] + draw(st.lists(pieces, max_size=2).map("".join)) + WHOLE[end:]


def test_the_whole_text_is_read() -> None:
    assert set(read_toml(WHOLE)) == {"a b", "targets", "actual"}


def read(text: str) -> dict[str, Any] | TomlSyntaxError:
    try:
        return read_toml(text)
    except TomlSyntaxError as error:
        return error


@given(odd_texts | damaged() | st.text(max_size=20))
@example("{")
@example("a = [{")
@example("a = { b = 1,")
@example("[\n")
@example("a = \\")
def test_any_text_is_read_or_has_a_fault_in_a_place_of_its_own(text: str) -> None:
    result = read(text)
    if isinstance(result, TomlSyntaxError):
        lines = text.split("\n")
        assert 1 <= result.line <= len(lines)
        assert 1 <= result.column <= len(lines[result.line - 1]) + 1
        assert result.message
        assert result.message.isprintable()
        assert result.hint != ""
    else:
        assert repr(result) == repr(tomli.loads(text, parse_float=Decimal))
        places = Places(text)
        for key in result:
            place = places.key((key,))
            written = text.split("\n")[place.line - 1][place.column - 1 : place.end - 1]
            assert tomli.loads(f"{written} = 0") == {key: 0}


def test_a_number_too_long_that_is_not_found_again() -> None:
    expected = Fault(0, "a number has too many digits to be read")
    assert toml_faults.too_long_number("a = 1") == expected
