"""Where keys and values stand, in every way TOML has of writing them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from exporttrack.files.places import Path, Place, Places, header_lines


def standing_at(text: str, place: Place) -> str:
    line = text.split("\n")[place.line - 1]
    return line[place.column - 1 : place.end - 1]


def paths(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(data, dict):
        children: list[tuple[str | int, Any]] = list(data.items())
    else:
        children = list(enumerate(data)) if isinstance(data, list) else []
    for step, child in children:
        yield (*path, step), child
        yield from paths(child, (*path, step))


TARGETS = """\
# [not] = "a header"
default = "growth"  # [nor this]

[targets.growth]
unit = "percent"
phases = [
  { from = 2026, min = "4.4%" },  # ] }
\t{ from = 2028, min = 4.80 },
]

[targets."xuất khẩu"]
kind = 'level'
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        pytest.param(("default",), (2, 1, 8), (2, 11, 19), id="a key before any header"),
        pytest.param(("targets",), (4, 2, 9), (4, 1, 17), id="a table named on the way"),
        pytest.param(("targets", "growth"), (4, 10, 16), (4, 1, 17), id="a table with a header"),
        pytest.param(("targets", "growth", "unit"), (5, 1, 5), (5, 8, 17), id="a key in a table"),
        pytest.param(
            ("targets", "growth", "phases"), (6, 1, 7), (6, 10, 11), id="an array over lines"
        ),
        pytest.param(
            ("targets", "growth", "phases", 0), (7, 3, 32), (7, 3, 32), id="an element of an array"
        ),
        pytest.param(
            ("targets", "growth", "phases", 0, "min"),
            (7, 18, 21),
            (7, 24, 30),
            id="a key in braces",
        ),
        pytest.param(
            ("targets", "growth", "phases", 1, "min"), (8, 17, 20), (8, 23, 27), id="after a tab"
        ),
        pytest.param(("targets", "xuất khẩu"), (11, 10, 21), (11, 1, 22), id="a key in quotes"),
        pytest.param(
            ("targets", "xuất khẩu", "kind"), (12, 1, 5), (12, 8, 15), id="below a quoted header"
        ),
    ],
)
def test_the_places_in_a_file_of_targets(
    path: Path, key: tuple[int, int, int], value: tuple[int, int, int]
) -> None:
    places = Places(TARGETS)
    assert places.key(path) == Place(*key)
    assert places.value(path) == Place(*value)
    windows = Places(TARGETS.replace("\n", "\r\n"))
    assert windows.key(path) == Place(*key)
    assert windows.value(path) == Place(*value)


@pytest.mark.parametrize(
    ("text", "path", "key", "value"),
    [
        pytest.param("a . 'b c' = 1", ("a",), "a", "a", id="the first part of a dotted key"),
        pytest.param("a . 'b c' = 1", ("a", "b c"), "'b c'", "1", id="the last part of one"),
        pytest.param('"\\u0061.b" = 1', ("a.b",), '"\\u0061.b"', "1", id="an escape in a key"),
        pytest.param('"" = 1', ("",), '""', "1", id="an empty key"),
        pytest.param("1 = 2", ("1",), "1", "2", id="a key of digits"),
        pytest.param(
            "d = 2026-01-31 10:00:00 # x", ("d",), "d", "2026-01-31 10:00:00", id="a time"
        ),
        pytest.param("d = 2026-01-31 # 10:00", ("d",), "d", "2026-01-31", id="a date"),
        pytest.param("a=[1,2]", ("a", 1), "2", "2", id="no blanks at all"),
        pytest.param("a = [\n[1,\n2], [3]]", ("a", 1, 0), "3", "3", id="arrays in an array"),
        pytest.param("a = [ # [\n# ]\n1]", ("a", 0), "1", "1", id="brackets in comments"),
        pytest.param("a = {b.c = {}, d = 1}", ("a", "b", "c"), "c", "{}", id="dotted in braces"),
        pytest.param("a = {b.c = {}, d = 1}", ("a", "d"), "d", "1", id="after empty braces"),
        pytest.param(
            "a = { # {\n b = 1,\n c = 2,\n}", ("a", "c"), "c", "2", id="braces over lines"
        ),
        pytest.param("s = '#['\nb = 1", ("b",), "b", "1", id="brackets in single quotes"),
        pytest.param('s = "\\"]#"\nb = 1', ("b",), "b", "1", id="an escaped quote"),
        pytest.param('s = "\\\\"\nb = 1', ("b",), "b", "1", id="an escaped backslash at the end"),
        pytest.param('s = """\n[a]\n"""\n[a]\nb=1', ("a",), "a", "[a]", id="a header in a text"),
        pytest.param('s = """x"y\\"""""\nb = 1', ("b",), "b", "1", id="quotes that end a text"),
        pytest.param('s = """x"""""\nb = 1', ("s",), "s", '"""x"""""', id="five quotes at the end"),
        pytest.param(
            "s = '''\n'x''''\nb = 1", ("b",), "b", "1", id="four single quotes at the end"
        ),
        pytest.param("s = '''\n'x''''\nb = 1", ("s",), "s", "'''", id="a text over two lines"),
        pytest.param('s = """a\r\nb"""', ("s",), "s", '"""a', id="without the carriage return"),
        pytest.param("[ a . b ]", ("a", "b"), "b", "[ a . b ]", id="blanks in a header"),
        pytest.param("  [a] # x", ("a",), "a", "[a]", id="an indented header"),
        pytest.param("['a]'.b]\nc=1", ("a]", "b", "c"), "c", "1", id="a bracket in a header"),
        pytest.param("[a.b]\n[a]\nc=1", ("a",), "a", "[a]", id="the own header has precedence"),
        pytest.param("[a]\nb.c=1\n[a.b.d]\ne=1", ("a", "b", "c"), "c", "1", id="from two sides"),
        pytest.param("[[a]]\n[[ a ]]", ("a", 1), "[[ a ]]", "[[ a ]]", id="an array of tables"),
        pytest.param("[[a]]\n[[ a ]]", ("a",), "a", "[[a]]", id="the array itself, at its first"),
        pytest.param(
            "[[a]]\n[a.b]\nc=1\n[[a]]\n[a.b]\nc=2", ("a", 1, "b", "c"), "c", "2", id="sub"
        ),
        pytest.param(
            "[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[[a.b]]\nc=3",
            ("a", 1, "b", 1, "c"),
            "c",
            "3",
            id="an array of tables in another begins anew",
        ),
    ],
)
def test_what_stands_at_a_place(text: str, path: Path, key: str, value: str) -> None:
    places = Places(text)
    assert standing_at(text, places.key(path)) == key
    assert standing_at(text, places.value(path)) == value


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        pytest.param((), Place(1, 1, 2), Place(1, 1, 2), id="the text itself"),
        pytest.param(("nowhere",), Place(1, 1, 2), Place(1, 1, 2), id="nothing near"),
        pytest.param(
            ("targets", "growth", "phases", 1, "max"),
            Place(8, 2, 29),
            Place(8, 2, 29),
            id="a table in braces",
        ),
        pytest.param(
            ("targets", "growth", "high"), Place(4, 10, 16), Place(4, 1, 17), id="a table"
        ),
        pytest.param(
            ("targets", "growth", "unit", "x", 3), Place(5, 1, 5), Place(5, 8, 17), id="a value"
        ),
    ],
)
def test_what_is_not_there_has_the_place_of_what_lacks_it(
    path: Path, key: Place, value: Place
) -> None:
    places = Places(TARGETS)
    assert places.key(path) == key
    assert places.value(path) == value


def test_a_text_of_nothing() -> None:
    assert Places("").key(("a",)) == Place(1, 1, 2)


@pytest.mark.parametrize(
    ("text", "count", "lines"),
    [
        pytest.param("", 0, [], id="none wanted, none there"),
        pytest.param("\n[[actual]]\n\n  [[ actual ]] # x\n", 2, [2, 4], id="two"),
        pytest.param("[[\"actual\"]]\r\n[['actual']]\r\n", 2, [1, 2], id="in quotes"),
        pytest.param("[[actual]]\n[[actual.note]]\n[[actuals]]\n", 1, [1], id="like names"),
        pytest.param("# [[actual]]\n[[actual]]\n", 1, [2], id="one in a comment"),
        pytest.param('s = """\n[[actual]]\n"""\n[[actual]]\n', 1, None, id="one in a text"),
        pytest.param("actual = [{}]\n", 1, None, id="written in braces"),
    ],
)
def test_the_lines_of_headers(text: str, count: int, lines: list[int] | None) -> None:
    assert len(tomli.loads(text).get("actual", [])) == count
    assert header_lines(text, "actual", count) == lines


keys = st.text(st.sampled_from("ab-_9 .#[]{}=\"'\\\té\n"), max_size=4)
texts = st.text(st.sampled_from("ab #[]{}=,\"'\\\té\n"), max_size=12)
scalars = (
    texts
    | st.integers()
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.dates()
    | st.times()
    | st.datetimes()
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)
)


@given(st.dictionaries(keys, values, max_size=4), st.booleans(), st.booleans())
@example({"a": [{"b": 'x"""]\n[a]'}, {"b": {"c": [[], {}]}}]}, True, True)
def test_every_key_and_value_stands_where_it_is_said_to(
    data: dict[str, Any], on_lines: bool, windows: bool
) -> None:
    text = tomli_w.dumps(data, multiline_strings=on_lines)
    if windows:
        text = text.replace("\n", "\r\n")
    places = Places(text)
    for path, value in paths(tomli.loads(text)):
        written = standing_at(text, places.key(path))
        if isinstance(path[-1], str):
            assert tomli.loads(f"{written} = 0") == {path[-1]: 0}
        written = standing_at(text, places.value(path))
        if written.startswith("[["):
            assert tomli.loads(written)
        elif not isinstance(value, dict | list) and not written.startswith(('"""', "'''")):
            assert tomli.loads(f"value = {written}") == {"value": value}
        else:
            assert written[0] in "[{\"'"


@given(st.dictionaries(keys, values, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_asking_makes_no_difference(data: dict[str, Any], random: Any) -> None:
    text = tomli_w.dumps(data)
    in_order = [path for path, _ in paths(data)]
    shuffled = random.sample(in_order, len(in_order))
    one, other = Places(text), Places(text)
    expected = {path: (one.key(path), one.value(path)) for path in in_order}
    assert {path: (other.key(path), other.value(path)) for path in shuffled} == expected
