"""The quick reader of plain TOML says what the reader of all of TOML says, or nothing."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import DATA, ROOT
from exporttrack.files.places import Places
from exporttrack.files.plain_toml import read_plain
from exporttrack.files.toml_text import TomlSyntaxError, read_toml

FILES = [ROOT / "targets.toml", ROOT / "actuals.toml", *sorted(DATA.rglob("*.toml"))]

lines = st.sampled_from(
    ["", " ", "# note", "#\x01", "a = 1", "b = 1", "a.b = 1", '"a" = 1', "a=1", "a = ", "a = 01",
     "a = -0", "a = +1", "a = 1_000", "a = 0x1F", "a = 4.40", "a = 4.4e3", "a = 1.", "a = nan",
     'a = "text"', 'a = "tab\there"', 'a = "\\u00e9 \\\\"', 'a = "not closed', 'a = "a" # note',
     "a = 'plain'", 'a = """', '"""', "b = [1, 2]", "b = [1,", "2]", "b = { c = 1 }", "b = [[1]]",
     "b = { c = 1, c = 2 }", "b = 2020-11-30", "b = 2020-11-31", "b = true", "b = True", "b = 1 2",
     "b = " + "[" * 60 + "]" * 60, "b = " + "[" * 120 + "]" * 120, "b = " + "9" * 600, "a = 1 ",
     "[s]", "[s.t]", "[s.u]", "[t]", "[t.s]", "[s.t.u]", "[[s]]", "[ s ]", "[s] # note", "[a]",
     "[a.b]", "[b.c]", '["s"]', "[é]", "é = 1", 'b = "é"', "b = 1\u2028c = 2"]
)  # fmt: skip


def agrees(text: str) -> bool:
    """Whether it was read quickly; then it is what the other reader makes of it."""
    plain = read_plain(text)
    if plain is None:
        return False
    assert repr(plain.data) == repr(read_toml(text))
    places = Places(text)
    for path, line in plain.lines.items():
        assert line == places.key(path).line
    return True


@given(st.lists(lines, max_size=6).map("\n".join))
@settings(max_examples=1000, deadline=None)
def test_any_lines(text: str) -> None:
    agrees(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_our_files(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    agrees(text)


def test_what_is_read_quickly() -> None:
    text = '# note\ntitle = "T"\n\n[s.t]\na = 1\nb = [1, { c = 2.50 }]\n[s.u]\nday = 2020-11-30\n'
    assert agrees(text)
    plain = read_plain(text)
    assert plain is not None
    assert plain.data["s"]["t"] == {"a": 1, "b": [1, {"c": Decimal("2.50")}]}
    assert plain.lines == {("s", "t"): 4, ("s", "t", "b"): 6, ("s", "u"): 7, ("s", "u", "day"): 8}


FAULTY = [
    "a = 1\na = 2", "[s]\n[s]", "[s.t]\n[s.t]", "s = 1\n[s.t]", "s = {}\n[s.t]",
    "[s]\nt = {}\n[s.t]", "a = 1]", "a = 1, b = 2", "a = " + "[" * 101 + "]" * 101,
]  # fmt: skip


@pytest.mark.parametrize("text", FAULTY)
def test_what_is_left_to_the_other(text: str) -> None:
    assert read_plain(text) is None
    with pytest.raises(TomlSyntaxError):
        read_toml(text)


def test_what_is_toml_all_the_same() -> None:
    for text in ('"a" = 1', "a.b = 1", "[[s]]", "[s.t]\n[s]", "a = [\n1]", "a = '''\n'''"):
        assert read_plain(text) is None
        assert tomllib.loads(text)
