"""The lines of a journal as this program writes them, and their quick reader.

What a person has written in another way is left to the reader of all of TOML. Of what is read here
that one says the same: the same fields with the same values, on the same lines.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from itertools import islice
from operator import add
from typing import overload

from exporttrack.files.rows import FIELDS, Row
from exporttrack.files.table import Cells, Table


def block(fields: Mapping[str, object]) -> str:
    """A record as TOML, an empty line above it. A field that is None is left out.

    >>> print(block({"value": Decimal("4.40"), "series": "growth", "note": 'says "so"'}), end="")
    <BLANKLINE>
    [[actual]]
    series = "growth"
    value = 4.40
    note = "says \\"so\\""
    """
    lines = [_line(name, fields[name]) for name in FIELDS if fields.get(name) is not None]
    return f"\n[[actual]]\n{''.join(lines)}"


def _line(name: str, value: object) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"  # all its digits, and no exponent, which the quick reader does not take
        return f"{name} = {text}\n" if "." in text else f"{name} = {text}.0\n"
    return f"{name} = {value}\n" if isinstance(value, int) else _line_of_others(name, value)


@lru_cache(maxsize=4096)  # figures differ, and 4.80 is equal to 4.8; what stands beside them recurs
def _line_of_others(name: str, value: object) -> str:
    import tomli_w

    return tomli_w.dumps({name: value})


_TEXT = r'"((?:[^"\\\x00-\x08\x0a-\x1f\x7f]++|\\["\\bfnr]|\\u00[01][0-9a-f]|\\u007f)*+)"'
_VALUE = r"(-?(?:0|[1-9][0-9]{0,27})(?:\.[0-9]{1,28})?)"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{6})?\+00:00"
_COMMENTS = r"(?:#[^\x00-\x08\x0a-\x1f\x7f]*+\n|\n)*+"
_HEAD = re.compile(rf"{_COMMENTS}(?:format = 1\n)?+{_COMMENTS}")
_BLOCK = re.compile(
    rf"\[\[actual\]\]\nseries = {_TEXT}\nperiod = {_TEXT}\nvalue = (?:{_VALUE}|{_TEXT})\n"
    rf"(?:unit = {_TEXT}\n)?+(?:status = {_TEXT}\n)?+"
    rf"(?:published = (?:(?P<day>{_DAY})|{_TEXT})\n)?+(?:source = {_TEXT}\n)?+"
    rf"(?:url = {_TEXT}\n)?+(?:note = {_TEXT}\n)?+"
    rf"(?:recorded = (?P<moment>{_DAY} {_TIME})\n)?+{_COMMENTS}"
)


class Blocks(Table):
    """The records of a journal. By column each field is a text, empty where it is not given."""

    is_ours = True

    def __init__(self, text: str, starts: Sequence[int], lines: Sequence[int]) -> None:
        columns = {name: at for at, name in enumerate(FIELDS)}
        super().__init__(lines, columns, partial(_columns, text, starts))
        self._text, self._starts = text, starts

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """A record with the values that TOML has."""
        if isinstance(at, slice):
            return super().__getitem__(at)
        found = next(_BLOCK.finditer(self._text, self._starts[at]))
        groups = zip(_GROUPS, found.groups(), strict=True)
        fields = {name: read(text) for (name, read), text in groups if text is not None}
        return self.lines[at], fields


def _columns(text: str, starts: Sequence[int], begin: int, end: int) -> Cells:
    """The fields of some records, as they are in the text at these offsets."""
    blocks = islice(_BLOCK.finditer(text, starts[begin]), end - begin)
    groups = zip(*(block.groups("") for block in blocks), strict=True)
    stop = starts[end] if end < len(starts) else len(text)
    have_escapes = text.find("\\", starts[begin], stop) >= 0
    found: dict[str, Sequence[str]] = {}
    for (name, _), column in zip(_GROUPS, groups, strict=True):
        texts = list(map(_text, column)) if have_escapes else column
        # Of the two ways to write a field one is empty.
        found[name] = list(map(add, found[name], texts)) if name in found else texts
    return list(found.values())


def read_blocks(text: str) -> Blocks | None:
    """The records of a journal; None where any of it stands in another way than we write it.

    Comments and empty lines may stand between records.
    """
    at = next(_HEAD.finditer(text)).end()
    line = 1 + text.count("\n", 0, at)
    starts, lines, days = array("q"), array("q"), set[str | None]()
    for found in _BLOCK.finditer(text, at):
        if found.start() != at:
            return None
        starts.append(at)
        lines.append(line)
        days.update(found.group("day", "moment"))
        line += text.count("\n", at, found.end())
        at = found.end()
    return Blocks(text, starts, lines) if at == len(text) and _are_days(days) else None


def _are_days(days: Iterable[str | None]) -> bool:
    try:
        return all(datetime.fromisoformat(day) for day in days if day)
    except ValueError:  # 30 February
        return False


def _text(written: str) -> str:
    if "\\" not in written:
        return written
    import json

    # JSON has all the escapes that are let through here, with the same meaning.
    return str(json.loads(f'"{written}"', strict=False))


def _number(written: str) -> int | Decimal:
    return Decimal(written) if "." in written else int(written)


_GROUPS: Sequence[tuple[str, Callable[[str], object]]] = (
    ("series", _text),
    ("period", _text),
    ("value", _number),
    ("value", _text),
    ("unit", _text),
    ("status", _text),
    ("published", date.fromisoformat),
    ("published", _text),
    ("source", _text),
    ("url", _text),
    ("note", _text),
    ("recorded", datetime.fromisoformat),
)
"""Of each group of a block the field, and what reads it."""
