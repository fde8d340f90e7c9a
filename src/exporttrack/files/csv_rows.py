"""Rows of figures from CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from itertools import accumulate, islice, repeat

from exporttrack.errors import Fault
from exporttrack.files.document import Document
from exporttrack.files.places import Place, Span
from exporttrack.files.rows import HEADER, Rows
from exporttrack.files.table import Cells, Columns, Table, cut, of_columns

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
AT_ONCE = 1024
"""Rows: many enough that what is done once for all of them costs nothing, and still few."""
_LONGEST = csv.field_size_limit()
"""Characters of a cell, which `csv` allows."""
_BLANKS = r"(?:[ \t]*+\n)*+"
_BEFORE = re.compile(rf'{_BLANKS}(?:"?(?i:sep)=(?P<delimiter>[,;\t])"?[ \t]*+\n{_BLANKS})?')
"""What may stand before the header: blank lines, and a line of Excel that states the delimiter."""
_IN_QUOTES = r'"[^"]*+(?:""[^"]*+)*+"'

Row = list[str]


def rows_of_csv(document: Document) -> Rows:
    """The rows under a header line, with all their columns.

    The delimiter (comma, semicolon or tab) is the one that splits the header into most names, or
    that a line before it states as `sep=;`. Blank lines are passed over, and so are rows of empty
    cells.
    """
    before = _BEFORE.match(document.text)
    begin = before.end() if before else 0
    first = 1 + document.text.count("\n", 0, begin)
    stated = before["delimiter"] if before else None
    delimiter = stated or max(DELIMITERS, key=document.text[begin:].partition("\n")[0].count)
    header, lines, cells, faults = _plain(document.text, begin, first, delimiter) or _any(
        document, begin, first, delimiter
    )
    table = Table(lines, {name: at for at, name in enumerate(header)}, cells)

    def place(index: int, field: str, name: bool) -> Place:
        spans = _cells(document, lines[index], delimiter)
        if field in header:
            return document.place(*spans[header.index(field)])
        return document.place(spans[0][0], spans[-1][1])

    def header_place(column: int | None) -> Place:
        spans = _cells(document, first, delimiter)
        begin, end = (spans[0], spans[-1]) if column is None else (spans[column], spans[column])
        return document.place(begin[0], end[1])

    return Rows(document, table, place, tuple(faults), tuple(header), header_place)


_Read = tuple[Sequence[str], Sequence[int], Callable[[int, int], Cells], Sequence[Fault]]
"""Header, the lines of the rows, their cells, and the faults of other rows."""


def _plain(text: str, begin: int, first: int, delimiter: str) -> _Read | None:
    """A table without quotes, whose rows all have their cells; None for any other.

    It needs no reader: its lines are cut where the delimiters stand.
    """
    if begin == len(text) or '"' in text or f"{delimiter} " in text:
        return None
    head, *lines = text[begin:].rstrip("\n").split("\n")
    header = [name.strip() for name in head.split(delimiter)]
    some_at_once = (lines[at : at + AT_ONCE] for at in range(0, len(lines), AT_ONCE))
    if not all(_are_alike(some, delimiter, len(header)) for some in some_at_once):
        return None
    rows = range(first + 1, first + 1 + len(lines))
    return header, rows, cut(lines, delimiter, len(header)), ()


def _are_alike(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Each has so many cells, of which the first is not blank and none too long for `csv`."""
    begins = {letter.strip() for letter in {line[:1] for line in lines}}
    return (
        begins.isdisjoint({"", delimiter})
        and {*map(str.count, lines, repeat(delimiter))} == {width - 1}
        and max(map(len, lines)) <= _LONGEST
    )


def _any(document: Document, begin: int, first: int, delimiter: str) -> _Read:
    """Any table, read by the rules of CSV."""
    reader = csv.reader(
        StringIO(document.text[begin:], newline="\n"),
        delimiter=delimiter,
        strict=True,
        skipinitialspace=True,
    )
    header: list[str] = []
    columns = Columns(0)
    lines: list[int] = []
    faults: list[Fault] = []
    line = first
    try:
        header = [name.strip() for name in next(reader, [])]
        columns = Columns(len(header))
        line = first + reader.line_num
        for rows in _some_at_once(reader):
            each_on_a_line = reader.line_num == line - first + len(rows)
            begins = range(line, line + len(rows) + 1) if each_on_a_line else _begins(rows, line)
            line = begins[-1]
            good = rows
            if not _is_regular(rows, len(header)):
                good, begins, ragged = _sorted_out(rows, begins, len(header))
                for at in ragged:
                    spans = _cells(document, at, delimiter)
                    faults.append(_ragged(document, spans, len(header), delimiter))
            columns.add(good)
            lines.extend(begins[: len(good)])
        if not header:
            hint = f"the first line names the columns, as {HEADER}"
            faults.append(document.fault("the file is empty", document.place(0, 1), hint))
    except csv.Error:
        faults.append(_broken(document, document.line_start(line), delimiter))
    return header, lines, of_columns(columns.cells), faults


def _some_at_once(reader: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows, many at a time; of a broken file those before the fault, and then csv.Error."""
    while True:
        rows = []
        try:
            for cells in islice(reader, AT_ONCE):
                rows.append(cells)
        except csv.Error:
            yield rows
            raise
        if not rows:
            return
        yield rows


def _begins(rows: Iterable[Row], line: int) -> Sequence[int]:
    """The line of each row and of what follows them; cells in quotes may go on over several."""
    sizes = (1 + sum(cell.count("\n") for cell in cells) for cells in rows)
    return list(accumulate(sizes, initial=line))


def _is_regular(rows: Sequence[Row], width: int) -> bool:
    """Every row has its cells, and none of them is blank."""
    return {*map(len, rows)} == {width} and all(map(str.strip, {cells[0] for cells in rows}))


def _sorted_out(
    rows: Iterable[Row], begins: Iterable[int], width: int
) -> tuple[list[Row], list[int], list[int]]:
    """The good rows, the lines of these, and those of the ragged ones; blank ones are left out."""
    spoken = [row for row in zip(rows, begins, strict=False) if any(map(str.strip, row[0]))]
    good = [row for row in spoken if len(row[0]) == width]
    ragged = [begin for cells, begin in spoken if len(cells) != width]
    return [cells for cells, _ in good], [begin for _, begin in good], ragged


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
