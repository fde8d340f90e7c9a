"""Plain records of JSON, taken apart into columns.

A plain record is an object with a text, a number or nothing in each of its fields, which are ours
and stand in it once. Of any other `json_rows` says what is wrong with it.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import Any, NamedTuple

from exporttrack.files.rows import FIELDS
from exporttrack.files.table import Columns

AT_ONCE = 1024
"""Records: many enough that what is done once for all of them costs nothing, and still few."""
_OTHERS = tuple(name for name in FIELDS if name != "value")
_KINDS: set[type] = {str, int, type(None)}
_KINDS_OF_VALUES = {*_KINDS, Decimal}
_LINE = re.compile(r"[^ \t\r\n][^\n]*+")


class NotPlain(Exception):
    """One of the records is not plain."""


class Plain(NamedTuple):
    """Records that are plain."""

    begins: Sequence[int]
    """The offset of each in the text."""
    columns: dict[str, list[object]]
    """What they have in each field that any of them has; None in those that do not."""


def decoder() -> json.JSONDecoder:
    """Its objects are plain, but for what they hold; NotPlain for one that has a name twice."""
    return json.JSONDecoder(parse_float=Decimal, object_pairs_hook=_record)


def _record(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotPlain("a name is given a second time")
    return found


def on_lines(text: str) -> Iterator[tuple[int, Any]]:
    """Where the value on each line begins, and the value. NotPlain where more stands on one."""
    decode = decoder().raw_decode
    for found in _LINE.finditer(text):
        line = found[0].rstrip(" \t\r")
        value, end = decode(line)
        if end < len(line):
            raise NotPlain("more than one value")
        yield found.start(), value


def by_column(found: Iterator[tuple[int, Any]]) -> Plain:
    """The records, of which it is known where each begins. NotPlain where one is anything else."""
    try:
        return _by_column(found)
    except (ValueError, ArithmeticError, RecursionError):  # not JSON, or more digits than are read
        raise NotPlain("not to be read") from None


def _by_column(found: Iterator[tuple[int, Any]]) -> Plain:
    begins, names = array("q"), set[str]()
    others, values = Columns(len(_OTHERS)), list[object]()
    while some := list(islice(found, AT_ONCE)):
        begins.extend(begin for begin, _ in some)
        records = [record for _, record in some]
        if {*map(type, records)} != {dict}:
            raise NotPlain("not a record")
        here = set[str]().union(*records)
        cells = [_column(records, name) if name in here else [None] * len(some) for name in _OTHERS]
        figures = _column(records, "value")
        if {*map(type, chain(*cells))} - _KINDS or {*map(type, figures)} - _KINDS_OF_VALUES:
            raise NotPlain("not a text, a number or nothing")
        others.extend(cells)
        values += figures  # 1.10 and 1.1 are equal, and not alike
        names |= here
    if not names <= set(FIELDS):
        raise NotPlain("a field that is not ours")
    columns = {**dict(zip(_OTHERS, others.cells, strict=True)), "value": values}
    return Plain(begins, {name: columns[name] for name in FIELDS if name in names})


def _column(records: Sequence[dict[str, object]], name: str) -> list[object]:
    return [record.get(name) for record in records]
