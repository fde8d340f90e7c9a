"""Every record that is kept, for programs: as CSV, JSON and JSON Lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from exporttrack import __version__
from exporttrack.model.actuals import Input
from exporttrack.model.series import WITHDRAWN, Series
from exporttrack.render.json import SCHEMA_VERSION, dumps
from exporttrack.render.json_text import written
from exporttrack.rules.ledger import Entry


@dataclass(frozen=True, slots=True)
class History:
    """The records of some series on one day."""

    as_of: date
    entries: Mapping[str, Sequence[Entry]]
    """By series, in order."""
    series: Mapping[str, Series]
    inputs: tuple[Input, ...]

    def all(self) -> Iterator[Entry]:
        """Every record, series by series."""
        for entries in self.entries.values():
            yield from entries


def as_json(history: History) -> Iterator[str]:
    """One JSON document, with a record a line; `exporttrack import` takes it back."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "tool": f"exporttrack {__version__}",
        "as_of": history.as_of.isoformat(),
        "inputs": [{"path": one.path, "sha256": one.sha256} for one in history.inputs],
    }
    begin = dumps(head, indent=1).removesuffix("\n}\n")
    yield f'{begin},\n "records": ['
    mark = "\n  "
    for records in _rows(history):
        yield mark + ",\n  ".join(map(_in_json, records))
        mark = ",\n  "
    yield "\n ]\n}\n" if mark.startswith(",") else "]\n}\n"


def as_json_lines(history: History) -> Iterator[str]:
    """A record a line; `exporttrack import` takes them back."""
    for records in _rows(history):
        yield "".join(f"{_in_json(record)}\n" for record in records)


def as_csv(history: History) -> Iterator[str]:
    """A record a line under a header; `exporttrack import` takes it back."""
    yield _table([COLUMNS])
    for records in _rows(history):
        yield _table(map(_in_cell, record) for record in records)


def _table(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _in_cell(value: object) -> object:
    """A line break is a line feed, as it is in what is read from a table."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and "\r" in value:
        return re.sub("\r\n?", "\n", value)
    return value


def _in_json(record: _Record) -> str:
    """One line. The value has all its digits, which a float might not."""
    fields = [f"{name}{written(value)}" for name, value in zip(_NAMES, record, strict=True)]
    if record.value != WITHDRAWN:
        fields[_VALUE] = f"{_NAMES[_VALUE]}{record.value}"
    return f"{{{', '.join(fields)}}}"


class _Record(NamedTuple):
    """The columns in their order, as plain values."""

    series: str
    period: str
    value: str
    """All its digits, or that it is withdrawn."""
    unit: str
    status: str | None
    published: str | None
    source: str | None
    url: str | None
    note: str | None
    recorded: str | None
    counts: bool
    why: str
    change: float | None
    difference: float | None
    file: str | None
    line: int | None


COLUMNS = _Record._fields
"""The fields of a record as it is imported, and then what became of it."""
_NAMES = tuple(f'"{name}": ' for name in COLUMNS)
_VALUE = COLUMNS.index("value")


def _rows(history: History) -> Iterator[list[_Record]]:
    """The records of each series that has any."""
    for name, entries in history.entries.items():
        unit = history.series[name].unit
        if entries:
            yield [_record(unit, entry) for entry in entries]


def _record(unit: str, entry: Entry) -> _Record:
    one = entry.observation
    return _Record(
        one.series,
        str(one.period),
        WITHDRAWN if one.withdrawn else f"{one.value:f}",
        unit,
        one.status,
        None if one.published is None else str(one.published),
        one.source,
        one.url,
        one.note,
        _moment(one.recorded),
        entry.counts,
        entry.why,
        entry.change,
        entry.difference,
        one.file,
        one.line,
    )


def _moment(recorded: datetime | None) -> str | None:
    return None if recorded is None else recorded.isoformat().replace("+00:00", "Z")
