"""TOML as most people write it, a table under each header and a pair on each line, read quickly.

Anything else is left to the reader of all of TOML, and so is every fault. Of what is read here that
one says the same.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any, NamedTuple

from exporttrack.files.places import Path

_LINE = re.compile(
    r'([\w-]+) = (?:"([^"\\\x00-\x1f\x7f]*)"|(-?(?:0|[1-9][0-9]{0,17}))|(\S.*))'
    r"|\[([\w-]+)(?:\.([\w-]+))?\]|#[^\x00-\x08\x0a-\x1f\x7f]*|",
    re.ASCII,
)
"""A pair of a key and a text, a whole number or another value; a header; a comment; nothing."""

_LONG, _DEEP = 500, 50
"""Characters of a value, and brackets. One that has more may be too deep, or of too many digits."""

Table = dict[str, Any]


class Plain(NamedTuple):
    """What was read."""

    data: Table
    lines: dict[Path, int]
    """Where each header stands, and each pair of another value, from 1."""


def read_plain(text: str) -> Plain | None:
    """The data of a text; None where any of it is written in another way, or is no TOML.

    >>> read_plain('title = "T"\\n[series.a]\\nmin = 4.40\\n').data
    {'title': 'T', 'series': {'a': {'min': Decimal('4.40')}}}
    >>> read_plain("[a]\\nb = 1\\nb = 2") is None
    True
    """
    data: Table = {}
    lines: dict[Path, int] = {}
    path: tuple[str, ...] = ()
    headed: set[str] = set()
    table = data
    try:
        for at, line in enumerate(text.split("\n"), start=1):
            found = _LINE.fullmatch(line)
            if found is None:
                return None
            key, words, digits, other, section, name = found.groups()
            if key is not None:
                if key in table:
                    return None
                if other is None:
                    table[key] = words if digits is None else int(digits)
                else:
                    table[key], lines[*path, key] = _any(other), at
            elif section is not None:
                if section in data and (section not in headed or name is None):
                    return None
                headed.add(section)
                table, path = data.setdefault(section, {}), (section,)
                if name is not None:
                    if name in table:
                        return None
                    table[name] = table = {}
                    path = section, name
                lines[path] = at
    except (ValueError, ArithmeticError, RecursionError):
        return None
    return Plain(data, lines)


def _any(value: str) -> Any:
    """A value that stands on one line: a number, a date, a list, a table."""
    if len(value) > _LONG or value.count("[") + value.count("{") > _DEEP:
        raise ValueError
    return tomllib.loads(f"x = {value}", parse_float=Decimal)["x"]
