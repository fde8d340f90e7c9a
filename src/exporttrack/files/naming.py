"""What a file calls the fields of a record, and what it leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress

from exporttrack.errors import Fault, FormatError, nearest
from exporttrack.files.document import Document
from exporttrack.files.fields import clean
from exporttrack.files.places import Place
from exporttrack.files.rows import FIELDS, HEADER, NEEDED, Row, Rows
from exporttrack.files.table import Table
from exporttrack.model.period import parse_period

OF_HISTORY = ("counts", "why", "change", "difference", "file", "line")
"""What `exporttrack history` says of a record beside its fields; it is not read back."""
_HEAD_OF_HISTORY = re.compile(
    r'\s*+\{\s*+"schema_version"(?:[^"]|"(?:[^"\\]|\\.)*+")*?(?P<name>"records"\s*+:)\s*+(?=\[)'
)


@dataclass(frozen=True, slots=True)
class Naming:
    """How the fields of a record are found in the rows of a file."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """A column of the file -> the field that it holds."""
    defaults: Mapping[str, str] = field(default_factory=dict)
    """A field -> what it is in rows that do not say."""


def parse_map(texts: Sequence[str]) -> dict[str, str]:
    """The columns that `--map column=field` names. FormatError for what is no field.

    >>> parse_map(["source_title=source"])
    {'source_title': 'source'}
    """
    columns: dict[str, str] = {}
    for text in texts:
        column, equals, name = (clean(part) for part in text.rpartition("="))
        if not (equals and column):
            raise FormatError(f'--map: "{text}" is not column=field', "write --map year=period")
        if name not in FIELDS:
            near = nearest(name, list(FIELDS))
            hint = f"did you mean {near}?" if near else f"the fields are {', '.join(FIELDS)}"
            raise FormatError(f'--map: there is no field "{name}"', hint)
        if name in columns.values():
            raise FormatError(f"--map: {name} is given for two columns", "keep one of the two")
        columns[column] = name
    return columns


def named(rows: Rows, naming: Naming) -> Rows:
    """The rows with the names of our fields, and with what the file leaves unsaid.

    The columns of a table that have other names are left alone; a misspelt or missing one is a
    fault. In TOML and JSON every key of another name is one, which is found later.
    """
    names = {naming.columns.get(column, column): column for column in reversed(rows.columns)}
    written = {name: column for column, name in naming.columns.items()}

    def place(index: int, name: str, of_name: bool) -> Place:
        return rows.place(index, names.get(name, written.get(name, name)), of_name)

    faults = tuple(_header_faults(rows, naming)) if rows.columns else ()
    found = [] if faults else _named(rows, naming)
    return replace(rows, rows=found, place=place, faults=faults + rows.faults)


def _named(rows: Rows, naming: Naming) -> Sequence[Row]:
    table = rows.rows
    is_ours = isinstance(table, Table) and table.is_ours
    if is_ours and naming == Naming():
        return table
    by_column = rows.columns or not naming.columns  # keys are mapped record by record
    if isinstance(table, Table) and not is_ours and by_column:
        found = table.named(naming.columns, naming.defaults)
        return found.unguarded() if {*OF_HISTORY} <= {*rows.columns} else found
    return [(line, _fields(row, naming)) for line, row in table]


def _fields(row: Mapping[str, object], naming: Naming) -> Mapping[str, object]:
    fields = {_name(naming, column, row): value for column, value in row.items()}
    if fields.keys() >= set(OF_HISTORY):
        fields = {name: value for name, value in fields.items() if name not in OF_HISTORY}
    for name, value in naming.defaults.items():
        if fields.get(name) in (None, ""):
            fields[name] = value
    return fields


def _name(naming: Naming, column: str, row: Mapping[str, object]) -> str:
    """A key that is mapped to one that is there, too, stays as it is, and is found unknown."""
    name = naming.columns.get(column, column)
    return column if name in row else name


def _header_faults(rows: Rows, naming: Naming) -> Iterator[Fault]:
    header = [naming.columns.get(column, column) for column in rows.columns]
    for column in naming.columns:
        if column not in rows.columns:
            near = nearest(column, list(rows.columns))
            hint = f"did you mean `{near}`?" if near else f"it has {', '.join(rows.columns)}"
            yield rows.document.fault(f"there is no column `{column}` to map", None, hint)
    slips = set()
    for at, (column, name) in enumerate(zip(rows.columns, header, strict=True)):
        near = nearest(name, list(FIELDS)) if name not in FIELDS else None
        if name in FIELDS and name in header[:at]:
            other = rows.columns[header.index(name)]
            both = f"the columns `{other}` and `{column}` are both `{name}`"
            message = f"the column `{name}` is there twice" if column == other else both
            yield rows.document.fault(message, rows.header_place(at), "remove one of them")
        elif near is not None and near not in header and _is_slip(column, near):
            slips.add(near)
            message, hint = f"unknown column `{column}`", f"did you mean `{near}`?"
            yield rows.document.fault(message, rows.header_place(at), hint)
    there = {*header, *slips, *naming.defaults}
    missing = [f"`{name}`" for name in NEEDED if name not in there]
    if missing:
        whole = rows.header_place(None)
        hint = f"the first line names the columns, as {HEADER}"
        if periods := [column for column in rows.columns if _is_period(column)]:
            row = f"exports,{periods[0]},480M under {','.join(NEEDED)}"
            hint = f"write a row for each figure, as {row}"
        yield rows.document.fault(f"the header has no column {', '.join(missing)}", whole, hint)


def _is_period(name: str) -> bool:
    try:
        parse_period(name)
    except FormatError:
        return False
    return True


def _is_slip(name: str, near: str) -> bool:
    """A slip of the keys, not another name: `valeu` for `value`, but not `source_url` for `url`."""
    return abs(len(name) - len(near)) <= 1


def left_aside(rows: Rows, naming: Naming) -> list[str]:
    """The columns of a table that nothing is read from, but for those that history adds."""
    read = {*FIELDS, *OF_HISTORY, *naming.columns, ""}
    return [column for column in rows.columns if column not in read]


def without_unknown(rows: Rows, known: Collection[str]) -> tuple[Rows, list[str]]:
    """The rows of known series and those that name none, and the series of each of the others."""
    series = _series(rows.rows)
    wanted = [name is None or name in known for name in series]
    names = [name for name in series if name is not None and name not in known]
    kept = list(compress(range(len(wanted)), wanted))

    def place(index: int, name: str, of_name: bool) -> Place:
        return rows.place(kept[index], name, of_name)

    if isinstance(rows.rows, Table):
        return replace(rows, rows=rows.rows.only(wanted), place=place), names
    return replace(rows, rows=[rows.rows[at] for at in kept], place=place), names


def _series(rows: Sequence[Row]) -> list[str | None]:
    """The series that each row names, as it is compared; None where it names none."""
    if isinstance(rows, Table):
        named: Iterable[object] = rows.part(range(len(rows))).get("series", [""] * len(rows))
    else:
        named = (fields.get("series") for _, fields in rows)
    return [(clean(name) or None) if isinstance(name, str) else None for name in named]


def of_history(document: Document) -> Document:
    """The document that `exporttrack history --json` makes, as a file of records.

    They keep their lines and columns. Any other document comes back as it is.
    """
    head = _HEAD_OF_HISTORY.match(document.text)
    if head is None:
        return document
    before = re.sub(r"[^\n]", " ", document.text[: head.start("name")])
    return document._replace(text=f'{before}{{"actual":{document.text[head.end("name") :]}')
