"""actuals.toml: `[[actual]]` blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exporttrack.errors import Fault, FileFaults, nearest
from exporttrack.files.document import Document
from exporttrack.files.journal_rows import read_blocks
from exporttrack.files.places import Place, Places, header_lines
from exporttrack.files.rows import Row, Rows
from exporttrack.files.toml_document import data_and_places

_TABLES = ("actual", "format")


def rows_of_toml(document: Document) -> Rows:
    """The `[[actual]]` blocks of a journal, each with the line of its header."""
    blocks = read_blocks(document.text)
    if blocks is None:
        return rows_of_any_toml(document)
    return Rows(document, blocks, _place_in(blocks, Places(document.text)))


def rows_of_any_toml(document: Document) -> Rows:
    """The same of any TOML, by the reader that knows all of it."""
    try:
        data, places = data_and_places(document)
    except FileFaults as error:
        return Rows(document, (), _nowhere, tuple(error.faults))
    blocks = data.get("actual", [])
    faults = [_unknown(document, places, key) for key in data if key not in _TABLES]
    if not (isinstance(blocks, list) and all(isinstance(block, dict) for block in blocks)):
        hint = "write each figure under a line [[actual]]"
        at = places.key(("actual",))
        faults.append(document.fault("`actual` is not a list of tables", at, hint))
        blocks = []
    lines = header_lines(document.text, "actual", len(blocks))
    if lines is None:
        lines = [places.key(("actual", index)).line for index in range(len(blocks))]
    rows = list(zip(lines, blocks, strict=True))
    return Rows(document, rows, _place_in(rows, places), tuple(faults))


def _place_in(rows: Sequence[Row], places: Places) -> Callable[[int, str, bool], Place]:
    """Where the fields of these blocks stand."""

    def place(index: int, field: str, name: bool) -> Place:
        path = ("actual", index, field)
        return places.key(path) if name or field not in rows[index][1] else places.value(path)

    return place


def _unknown(document: Document, places: Places, key: str) -> Fault:
    hint = "figures stand under [[actual]], series and targets in the targets file"
    if near := nearest(key, list(_TABLES)):
        hint = f"did you mean `{'[[actual]]' if near == 'actual' else near}`?"
    return document.fault(f"unknown key `{key}`", places.key((key,)), hint)


def _nowhere(index: int, field: str, name: bool) -> Place:
    raise LookupError(index, field, name)
