"""Rows of figures from CSV, JSON and JSON Lines."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from exporttrack.errors import Fault, nearest
from exporttrack.files.document import Document
from exporttrack.files.places import Place
from exporttrack.files.rows import FIELDS, NEEDED, Rows

DELIMITERS = (",", ";", "\t")
_SPACE = re.compile(r"[ \t\r\n]*")


def rows_of_csv(document: Document) -> Rows:
    """The rows under a header line that names the fields; columns of other names are left alone.

    The delimiter (comma, semicolon or tab) is the one that splits the header into most names.
    """
    head = document.text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    lines = document.text.splitlines(keepends=True)
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    rows: list[tuple[int, Mapping[str, object]]] = []
    header: list[str] = []
    faults: list[Fault] = []
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        faults += _header_faults(document, header, head, delimiter)
        columns = {name: at for at, name in enumerate(header) if name in FIELDS}
        line = reader.line_num + 1
        for cells in reader:
            if cells and len(cells) != len(header):
                faults.append(_ragged(document, line, len(cells), len(header)))
            elif cells:
                rows.append((line, {name: cells[at] for name, at in columns.items()}))
            line = reader.line_num + 1
    except csv.Error:
        faults.append(_broken_quotes(document, line))

    def place(index: int, field: str, name: bool) -> Place:
        line = 1 if name and field in header else rows[index][0]
        text = lines[line - 1].rstrip("\r\n")
        if field not in header:
            return Place(line, 1, len(text) + 1)
        begin, end = _cell(text, header.index(field), delimiter)
        return Place(line, begin + 1, end + 1)

    return Rows(document, () if faults and not rows else rows, place, tuple(faults))


def _header_faults(
    document: Document, header: list[str], head: str, delimiter: str
) -> Iterator[Fault]:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        hint = "the first line names the columns, as series,period,value,status,published,source"
        place = Place(1, 1, len(head.rstrip("\r")) + 1)
        yield document.fault(f"the header has no column {names}", place, hint)
    for at, name in enumerate(header):
        near = nearest(name, list(FIELDS)) if name not in FIELDS else None
        begin, end = _cell(head.rstrip("\r"), at, delimiter)
        if name in FIELDS and name in header[:at]:
            message = f"the column `{name}` is there twice"
            yield document.fault(message, Place(1, begin + 1, end + 1), "remove one of them")
        elif near is not None and near not in header and _is_slip(name, near):
            message = f"unknown column `{name}`"
            yield document.fault(message, Place(1, begin + 1, end + 1), f"did you mean `{near}`?")


def _is_slip(name: str, near: str) -> bool:
    """A slip of the keys, not another name: `valeu` for `value`, but not `source_url` for `url`."""
    return abs(len(name) - len(near)) <= 1


def _ragged(document: Document, line: int, found: int, wanted: int) -> Fault:
    message = f"the row has {found} cells, the header has {wanted}"
    hint = "put a cell that has the delimiter in it in quotes"
    return document.fault(message, Place(line, 1, 2), hint)


def _broken_quotes(document: Document, line: int) -> Fault:
    hint = 'close the quote; a quote inside a quoted cell is written twice: ""'
    return document.fault("the quotes of this row do not match", Place(line, 1, 2), hint)


def _cell(text: str, index: int, delimiter: str) -> tuple[int, int]:
    """Where the n-th cell of a line begins and ends; the end of the line for one beyond it."""
    begin = 0
    for _ in range(index):
        begin = _cell_end(text, begin, delimiter) + 1
    begin = min(begin, len(text))
    return begin, _cell_end(text, begin, delimiter)


def _cell_end(text: str, begin: int, delimiter: str) -> int:
    quoted = False
    for at in range(begin, len(text)):
        if text[at] == '"':
            quoted = not quoted
        elif text[at] == delimiter and not quoted:
            return at
    return len(text)


def rows_of_json(document: Document) -> Rows:
    """The objects of a list, or of the list under `actual`."""
    begin = _SPACE.match(document.text)
    at = begin.end() if begin else 0
    wrapped = re.compile(r'\{[ \t\r\n]*"actual"[ \t\r\n]*:[ \t\r\n]*(?=\[)').match(
        document.text, at
    )
    at = wrapped.end() if wrapped else at
    if not document.text.startswith("[", at):
        hint = 'write a list: [{"series": "...", "period": "2024", "value": 1}]'
        return _rows(
            document, [], [_json_fault(document, at, "a list of records is missing", hint)]
        )
    found, faults = [], []
    try:
        for begins, value in _elements(document.text, at):
            found.append((begins, value))
    except json.JSONDecodeError as error:
        faults.append(_json_fault(document, error.pos, "this is not JSON", None))
    except (RecursionError, ValueError):
        faults.append(_json_fault(document, at, "this is not a list of records", None))
    return _rows(document, found, faults)


def rows_of_json_lines(document: Document) -> Rows:
    """One object a line; blank lines are passed over."""
    found, faults, begins = [], [], 0
    for line in document.text.splitlines(keepends=True):
        if line.strip():
            try:
                found.append((begins, _decoder().decode(line.strip())))
            except json.JSONDecodeError as error:
                indent = len(line) - len(line.lstrip())
                at = begins + indent + error.pos
                faults.append(_json_fault(document, at, "this is not JSON", None))
            except (RecursionError, ValueError):
                faults.append(_json_fault(document, begins, "this is not a record", None))
        begins += len(line)
    return _rows(document, found, faults)


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=Decimal, parse_constant=Decimal)


def _elements(text: str, at: int) -> Iterator[tuple[int, Any]]:
    """Each element of the list that begins at `at`, with its offset; then nothing may follow."""
    decoder, at = _decoder(), _past_space(text, at + 1)
    while not text.startswith("]", at):
        value, end = decoder.raw_decode(text, at)
        yield at, value
        at = _past_space(text, end)
        if text.startswith(",", at):
            at = _past_space(text, at + 1)
        elif not text.startswith("]", at):
            raise json.JSONDecodeError("a comma is missing", text, at)
    rest = text[at + 1 :].strip().removeprefix("}").strip()
    if rest:
        raise json.JSONDecodeError("more than a list", text, at + 1)


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _rows(document: Document, found: list[tuple[int, Any]], faults: list[Fault]) -> Rows:
    """The objects among `found`; a value of another kind is a fault."""
    rows: list[tuple[int, Mapping[str, object]]] = []
    offsets: list[int] = []
    line, counted = 1, 0
    for begins, value in found:
        line += document.text.count("\n", counted, begins)
        counted = begins
        if isinstance(value, dict):
            rows.append((line, value))
            offsets.append(begins)
        else:
            hint = 'write {"series": "...", "period": "2024", "value": 1}'
            faults.append(_json_fault(document, begins, "this is not a record", hint))

    def place(index: int, field: str, name: bool) -> Place:
        begins = offsets[index]
        written = re.compile(rf'"{re.escape(field)}"[ \t\r\n]*:[ \t\r\n]*').search(
            document.text, begins, offsets[index + 1] if index + 1 < len(offsets) else 2**62
        )
        if written is None:
            return _place(document.text, begins, 1)
        if name:
            return _place(document.text, written.start(), len(field) + 2)
        value = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,}\]]+').match(document.text, written.end())
        return _place(document.text, written.end(), len(value[0]) if value else 1)

    return Rows(document, rows, place, tuple(faults))


def _json_fault(document: Document, at: int, message: str, hint: str | None) -> Fault:
    hint = hint or "check the quotes, commas and brackets before this place"
    return document.fault(message, _place(document.text, at, 1), hint)


def _place(text: str, at: int, length: int) -> Place:
    column = at - text.rfind("\n", 0, at)
    return Place(text.count("\n", 0, at) + 1, column, column + length)
