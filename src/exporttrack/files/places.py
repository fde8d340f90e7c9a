"""Where in a TOML text each key and each value stands, so that a fault can be shown in its place.

`tomli` reads the data and keeps no positions. The text is scanned here once more, and only after
`tomli` has accepted it, so nothing is checked again. The headers are found first, with one quick
pass; the lines below a header are read when something in that table is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from sys import intern
from typing import NamedTuple

import tomli

Path = tuple[str | int, ...]
"""("targets", "growth", "phases", 0, "min"); a number counts in an array or an array of tables."""

Span = tuple[int, int]
"""The offsets where something begins and where it has ended."""


TEXT_ON_ONE_LINE = r'"(?:[^"\\\n]|\\.)*+"' + r"|'[^'\n]*+'"
TEXT_ON_LINES = r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+"{3,5}' + r"|'''(?:[^']|'(?!''))*+'{3,5}"


class Place(NamedTuple):
    """A stretch of one line."""

    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    end: int
    """The column just past what stands there; past the first line of what goes on over several."""


class Places:
    """The places of the keys and values in a text that is TOML.

    >>> places = Places('[targets.growth]\\nphases = [{ min = "4.4%" }]\\n')
    >>> places.key(("targets", "growth"))
    Place(line=1, column=10, end=16)
    >>> places.value(("targets", "growth", "phases", 0, "min"))
    Place(line=2, column=19, end=25)
    >>> places.key(("targets", "growth", "unit"))  # not there: the table that lacks it
    Place(line=1, column=10, end=16)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_starts: list[int] = []
        self._keys: dict[Path, Span] = {}
        self._values: dict[Path, Span] = {}
        self._unread: dict[Path, int] = {(): 0}  # a table -> where the lines below its header begin
        self._lengths: dict[Path, int] = {}  # an array of tables -> the headers seen so far

    def key(self, path: Path) -> Place:
        """Where the key is written: in a header or before its `=`; one part of a dotted key.

        An element of an array has no key: its place is its value, for an array of tables the whole
        `[[header]]`. What is not there has the place of the nearest parent that is, the text
        itself the first character.
        """
        return self._place(self._find(self._keys, path))

    def value(self, path: Path) -> Place:
        """Where the value is written; for a table with a header of its own, the whole header.

        A table that exists only through dotted keys has the place of its key. What is not there
        has the place of the nearest parent that is.
        """
        return self._place(self._find(self._values, path))

    def _find(self, spans: dict[Path, Span], path: Path) -> Span:
        if not self._line_starts:
            self._read_headers()
        for size in range(len(path)):  # what stands in a table says nothing of its own place
            body = self._unread.pop(path[:size], None)
            if body is not None:
                self._read_body(path[:size], body)
        for size in range(len(path), 0, -1):
            if path[:size] in spans:
                return spans[path[:size]]
        return 0, 1

    def _place(self, span: Span) -> Place:
        begin, end = span
        line = bisect_right(self._line_starts, begin)
        line_start, line_end = self._line_starts[line - 1], self._line_starts[line] - 1
        if end > line_end > begin:
            end = line_end - (self._text[line_end - 1] == "\r")
        return Place(line, begin - line_start + 1, end - line_start + 1)

    def _read_headers(self) -> None:
        text = self._text
        breaks = (found.end() for found in re.finditer("\n", text))
        self._line_starts = [0, *breaks, len(text) + 1]
        depth = 0
        for found in _patterns().bracket.finditer(text):
            begin, bracket = found.start(1), found[1]
            if bracket in ("[", "{"):
                if depth == 0 and not text[text.rfind("\n", 0, begin) + 1 : begin].strip():
                    self._read_header(begin)
                depth += 1
            elif bracket:
                depth -= 1

    def _read_header(self, begin: int) -> None:
        is_array = self._text.startswith("[[", begin)
        parts, stop = self._read_key(begin + 1 + is_array)
        whole = begin, stop + 1 + is_array
        path: Path = ()
        for name, span in parts[:-1]:
            path = (*path, name)
            self._mention(path, span, whole)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        name, span = parts[-1]
        path = (*path, name)
        if is_array:
            self._mention(path, span, whole)
            index = self._lengths.get(path, 0)
            self._lengths[path] = index + 1
            path, span = (*path, index), whole
        self._keys[path] = span
        self._values[path] = whole
        self._unread[path] = whole[1]

    def _mention(self, path: Path, key: Span, value: Span) -> None:
        """Note a table named on the way to another; its own header, if any, has precedence."""
        self._keys.setdefault(path, key)
        self._values.setdefault(path, value)

    def _read_body(self, table: Path, position: int) -> None:
        position = self._skip(position)
        while position < len(self._text) and self._text[position] != "[":
            position = self._skip(self._read_pair(table, position))

    def _read_pair(self, table: Path, position: int) -> int:
        parts, equals = self._read_key(position)
        path = table
        for name, span in parts:
            path = (*path, name)
            self._mention(path, span, span)
        return self._read_value(path, self._skip(equals + 1))

    def _read_value(self, path: Path, begin: int) -> int:
        match self._text[begin]:
            case "[":
                end = self._read_array(path, begin)
            case "{":
                end = self._read_inline_table(path, begin)
            case _:
                scalar = _patterns().scalar.match(self._text, begin)
                end = scalar.end() if scalar else begin + 1
        self._values[path] = begin, end
        return end

    def _read_array(self, path: Path, begin: int) -> int:
        position = self._skip(begin + 1)
        index = 0
        while self._text[position] != "]":
            element = (*path, index)
            end = self._read_value(element, position)
            self._keys[element] = position, end
            position = self._skip(end, ",")
            index += 1
        return position + 1

    def _read_inline_table(self, path: Path, begin: int) -> int:
        position = self._skip(begin + 1)
        while self._text[position] != "}":
            position = self._skip(self._read_pair(path, position), ",")
        return position + 1

    def _read_key(self, position: int) -> tuple[list[tuple[str, Span]], int]:
        """The parts of a dotted key, and the offset of the `=` or `]` after it."""
        parts: list[tuple[str, Span]] = []
        while part := _patterns().key_part.match(self._text, position):
            parts.append((_unquoted(part[1]), part.span(1)))
            position = part.end()
            if not part[2]:
                break
        return parts, position

    def _skip(self, position: int, separator: str = "") -> int:
        """Past blanks, line breaks and comments, and past a separator among them."""
        blank = _patterns().blank
        if found := blank.match(self._text, position):
            position = found.end()
        if separator and self._text.startswith(separator, position):
            return self._skip(position + 1)
        return position


def header_lines(text: str, name: str, count: int) -> list[int] | None:
    """The lines of the `[[name]]` headers, or None when there are not `count` of them.

    Much faster than `Places`, and enough for a file of many small blocks. None means that the
    array is written in another way, or that the like of a header stands inside a text value.

    >>> header_lines("[[actual]]\\nvalue = 1\\n\\n[[actual]]\\nvalue = 2\\n", "actual", 2)
    [1, 4]
    """
    word = re.escape(name)
    header = rf"^[ \t]*\[\[[ \t]*(?:{word}|\"{word}\"|'{word}')[ \t]*\]\]"
    lines: list[int] = []
    line, counted = 1, 0
    for found in re.finditer(header, text, re.MULTILINE):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        lines.append(line)
    return lines if len(lines) == count else None


class _Patterns(NamedTuple):
    blank: re.Pattern[str]
    key_part: re.Pattern[str]
    scalar: re.Pattern[str]
    bracket: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Compiled when first needed: most runs read no faulty file. Possessive, so linear in time."""
    text = f"{TEXT_ON_LINES}|{TEXT_ON_ONE_LINE}"
    date_and_time = r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*+"
    return _Patterns(
        blank=re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+"),
        key_part=re.compile(rf"[ \t]*+({TEXT_ON_ONE_LINE}|[A-Za-z0-9_-]++)[ \t]*+(\.?)"),
        scalar=re.compile(rf"{text}|{date_and_time}|[^\s,\]}}#]++"),
        bracket=re.compile(rf"(?:[^\"'#\[\]{{}}]++|{text}|#[^\n]*+)*+([\[\]{{}}]|\Z)"),
    )


def _unquoted(key: str) -> str:
    if key[0] == '"' and "\\" in key:
        return next(iter(tomli.loads(f"{key} = 0")))
    return intern(key[1:-1] if key[0] in "\"'" else key)
