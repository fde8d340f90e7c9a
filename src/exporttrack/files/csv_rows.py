"""Rows of figures from CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO

from exporttrack.errors import Fault
from exporttrack.files.document import Document
from exporttrack.files.places import Place, Span
from exporttrack.files.rows import HEADER, Rows

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_IN_QUOTES = r'"[^"]*+(?:""[^"]*+)*+"'


def rows_of_csv(document: Document) -> Rows:
    """The rows under a header line, with all their columns.

    The delimiter (comma, semicolon or tab) is the one that splits the header into most names.
    Blank lines are passed over, and so are rows of empty cells.
    """
    blank = re.match(r"(?:[ \t]*+\n)*+", document.text)
    begin = blank.end() if blank else 0
    first = document.place(begin, begin).line
    delimiter = max(DELIMITERS, key=document.text[begin:].partition("\n")[0].count)
    reader = csv.reader(
        StringIO(document.text[begin:], newline="\n"),
        delimiter=delimiter,
        strict=True,
        skipinitialspace=True,
    )
    header: list[str] = []
    rows: list[tuple[int, Mapping[str, object]]] = []
    faults: list[Fault] = []
    line = first
    try:
        header = [name.strip() for name in next(reader, [])]
        line = first + reader.line_num
        for cells in reader:
            if any(map(str.strip, cells)) and len(cells) != len(header):
                spans = _cells(document, line, delimiter)
                faults.append(_ragged(document, spans, len(header), delimiter))
            elif any(map(str.strip, cells)):
                rows.append((line, dict(zip(header, cells, strict=True))))
            line = first + reader.line_num
        if not header:
            hint = f"the first line names the columns, as {HEADER}"
            faults.append(document.fault("the file is empty", document.place(0, 1), hint))
    except csv.Error:
        faults.append(_broken(document, document.line_start(line), delimiter))

    def place(index: int, field: str, name: bool) -> Place:
        spans = _cells(document, rows[index][0], delimiter)
        if field in header:
            return document.place(*spans[header.index(field)])
        return document.place(spans[0][0], spans[-1][1])

    def header_place(column: int | None) -> Place:
        spans = _cells(document, first, delimiter)
        begin, end = (spans[0], spans[-1]) if column is None else (spans[column], spans[column])
        return document.place(begin[0], end[1])

    return Rows(document, rows, place, tuple(faults), tuple(header), header_place)


def _cells(document: Document, line: int, delimiter: str) -> list[Span]:
    """Where the cells of the row that begins on a line stand."""
    cell = re.compile(rf" *+({_IN_QUOTES}|[^{delimiter}\n]*+)({delimiter}?)")
    spans, at = [], document.line_start(line)
    while found := cell.match(document.text, at):
        spans.append(found.span(1))
        at = found.end()
        if not found[2]:
            break
    return spans


def _ragged(document: Document, spans: Sequence[Span], wanted: int, delimiter: str) -> Fault:
    what = DELIMITERS[delimiter]
    cells = "1 cell" if len(spans) == 1 else f"{len(spans)} cells"
    message = f"the row has {cells}, the header has {wanted}"
    if len(spans) < wanted:
        hint = f"write the {what} of a cell that is left empty, too"
        return document.fault(message, document.place(spans[0][0], spans[-1][1]), hint)
    hint = f"put a cell that has a {what} in it in quotes; numbers have no grouping"
    return document.fault(message, document.place(spans[wanted][0], spans[-1][1]), hint)


def _broken(document: Document, start: int, delimiter: str) -> Fault:
    """What is wrong with the quotes of the row that begins at an offset."""
    at = start
    whole = re.compile(rf' *+(?:{_IN_QUOTES}(?=[{delimiter}\n]|\Z)|(?!")[^{delimiter}\n]*+)')
    while found := whole.match(document.text, at):
        at = found.end() + 1
        if at > len(document.text):
            longest = csv.field_size_limit()
            message = f"a cell of this row is longer than {longest} characters"
            return document.fault(message, document.place(start, start + 1))
    quoted = re.compile(rf" *+{_IN_QUOTES}").match(document.text, at)
    hint = 'a quote inside a cell in quotes is written twice: ""'
    if quoted and "\n" not in quoted[0]:
        message = "more stands after the quote that closes the cell"
        return document.fault(message, document.place(quoted.end(), quoted.end() + 1), hint)
    message = "the quote that begins here is not closed"
    return document.fault(message, document.place(at, at + 1), f'write " where it ends; {hint}')
