"""Rows of figures from JSON and JSON Lines.

Plain records are read into a table. Where any of them is not plain all are read one by one, which
says what is wrong with it, and the same of every good one.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, chain, repeat
from typing import Any

from exporttrack.errors import Fault
from exporttrack.files import json_columns
from exporttrack.files.document import Document
from exporttrack.files.json_faults import syntax
from exporttrack.files.places import Place, Span
from exporttrack.files.rows import Rows
from exporttrack.files.table import Table, of_columns

_BLANK = re.compile(r"[ \t\r\n]*+")
_WRAPPED = re.compile(r'\{\s*+(?:"format"\s*+:\s*+1\s*+,\s*+)?"actual"\s*+:\s*+(?=\[)')
_VALUE = re.compile(r'"(?:[^"\\]|\\.)*+"|[^\s,}\]]++')
_OPENED = re.compile(r"\s*+[\[{](?=[ \t]*+\n)")
_RECORD = '{"series": "total_exports", "period": "2024", "value": 1}'

Found = list[tuple[Span, Any]]
"""Values, and where each of them stands."""


def rows_of_json(document: Document) -> Rows:
    """The objects of a list, or of the list under `actual`."""
    text = document.text
    at = _past_blank(text, 0)
    wrapped = _WRAPPED.match(text, at)
    at = wrapped.end() if wrapped else at
    if not text.startswith("[", at):
        place = document.place(at, at + 1)
        fault = document.fault("this is not a list of records", place, f"write [{_RECORD}]")
        return _rows(document, [], [fault])
    elements = _elements(text, at, wrapped is not None, json_columns.decoder())
    if plain := _table(document, ((begin, value) for (begin, _), value in elements)):
        return plain
    found: Found = []
    try:
        for element in _elements(text, at, wrapped is not None, _decoder()):
            found.append(element)
    except json.JSONDecodeError as error:
        return _rows(document, found, [_syntax_fault(document, 0, error)])
    except RecursionError:
        return _rows(document, found, [_too_deep(document, at)])
    return _rows(document, found, [])


def rows_of_json_lines(document: Document) -> Rows:
    """One object a line; blank lines are passed over."""
    found: Found = []
    faults = []
    at = 0
    if opened := _OPENED.match(document.text):
        place = document.place(opened.end() - 1, opened.end())
        hint = "put each record on one line, or write a list in a file that ends in .json"
        return _rows(document, [], [document.fault("this record goes on over lines", place, hint)])
    if plain := _table(document, json_columns.on_lines(document.text)):
        return plain
    for line in document.text.split("\n"):
        begin = _past_blank(line, 0)
        if begin < len(line):
            try:
                found.append(((at + begin, at + len(line)), _decoder().decode(line)))
            except json.JSONDecodeError as error:
                faults.append(_syntax_fault(document, at, error))
            except RecursionError:
                faults.append(_too_deep(document, at + begin))
        at += len(line) + 1
    return _rows(document, found, faults)


def _table(document: Document, found: Iterator[tuple[int, Any]]) -> Rows | None:
    """The records that begin at these offsets; None where one of them is not plain."""
    text = document.text
    try:
        begins, columns = json_columns.by_column(found)
    except json_columns.NotPlain:
        return None

    def record(index: int) -> tuple[_Object, int]:
        return _decoder().raw_decode(text, begins[index])

    table = Table(
        _lines(text, begins),
        {name: at for at, name in enumerate(columns)},
        of_columns(list(columns.values())),
        row=lambda index: record(index)[0],
    )
    return Rows(document, table, _place_in(document, lambda at: (begins[at], record(at)[1])))


def _lines(text: str, begins: Sequence[int]) -> Sequence[int]:
    """The lines that these offsets are on, which rise."""
    breaks = map(text.count, repeat("\n"), chain([0], begins), begins)
    return array("q", accumulate(breaks, initial=1))[1:]


class _Object(dict[str, object]):
    """A JSON object that may have a name twice."""

    twice: str | None = None

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        if len(self) < len(pairs):
            names = [name for name, _ in pairs]
            self.twice = next(name for name in names if names.count(name) > 1)


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        parse_float=_exact, parse_int=_exact, parse_constant=Decimal, object_pairs_hook=_Object
    )


def _exact(digits: str) -> int | Decimal | str:
    """Left as text when it is too long for any figure; the check of figures then says so."""
    try:
        return int(digits) if digits.lstrip("-").isdigit() else Decimal(digits)
    except (ValueError, ArithmeticError):
        return digits


def _elements(
    text: str, at: int, is_wrapped: bool, decoder: json.JSONDecoder
) -> Iterator[tuple[Span, Any]]:
    """Each element of the list that begins at `at`, and where; then nothing may follow."""
    at = _past_blank(text, at + 1)
    while not text.startswith("]", at):
        value, end = decoder.raw_decode(text, at)
        yield (at, end), value
        at = _past_blank(text, end)
        if text.startswith(",", at):
            at = _past_blank(text, at + 1)
        elif not text.startswith("]", at):
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    at = _past_blank(text, at + 1)
    if is_wrapped and at == len(text):
        raise json.JSONDecodeError("Expecting '}'", text, at)
    if is_wrapped and text.startswith("}", at):
        at = _past_blank(text, at + 1)
    if at < len(text):
        raise json.JSONDecodeError("Extra data", text, at)


def _past_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _rows(document: Document, found: Found, faults: list[Fault]) -> Rows:
    """The objects among `found`; a value of another kind is a fault."""
    records: list[Mapping[str, object]] = []
    spans: list[Span] = []
    for (begin, end), value in found:
        if not isinstance(value, _Object):
            here = document.place(begin, begin + 1)
            faults.append(document.fault("this is not a record", here, f"write {_RECORD}"))
        elif value.twice is not None:
            *_, second = _names(document.text, value.twice, (begin, end))
            message = f"`{value.twice}` is given a second time"
            faults.append(document.fault(message, document.place(*second), "keep one of the two"))
        else:
            records.append(value)
            spans.append((begin, end))
    lines = _lines(document.text, [begin for begin, _ in spans])
    rows = list(zip(lines, records, strict=True))
    return Rows(document, rows, _place_in(document, spans.__getitem__), tuple(faults))


def _place_in(
    document: Document, span_of: Callable[[int], Span]
) -> Callable[[int, str, bool], Place]:
    """Where the fields of the records stand, each of which has its span."""

    def place(index: int, field: str, name: bool) -> Place:
        begin, end = span_of(index)
        span = next(_names(document.text, field, (begin, end)), None)
        if span is None:
            return document.place(begin, begin + 1)
        if name:
            return document.place(*span)
        colon = document.text.index(":", span[1])
        value = _VALUE.match(document.text, _past_blank(document.text, colon + 1))
        return document.place(*value.span() if value else span)

    return place


def _names(text: str, name: str, record: Span) -> Iterator[Span]:
    """Where a name stands in a record, in quotes."""
    for found in re.compile(rf'"{re.escape(name)}"(?=\s*+:)').finditer(text, *record):
        yield found.span()


def _syntax_fault(document: Document, start: int, error: json.JSONDecodeError) -> Fault:
    """`start` is where the text that was decoded begins in the document."""
    fault = syntax(error.doc, error.msg, error.pos)
    place = document.place(start + fault.begin, start + fault.end)
    return document.fault(fault.message, place, fault.hint)


def _too_deep(document: Document, at: int) -> Fault:
    message = "there are too many brackets inside one another"
    return document.fault(message, document.place(at, at + 1), f"write {_RECORD}")
