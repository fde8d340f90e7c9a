"""Every record that is kept, for programs: as CSV, JSON and JSON Lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from exporttrack import __version__
from exporttrack.model.actuals import Input
from exporttrack.model.cell import guarded
from exporttrack.model.series import WITHDRAWN, Series
from exporttrack.render.json import SCHEMA_VERSION, dumps, moment
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
    yield f"{_cells(COLUMNS)}\n"
    for records in _rows(history):
        yield "".join(map(_in_csv, records))


def _in_csv(record: _Record) -> str:
    line = "" if record.line is None else record.line
    start = f"{_cells((record.series,))},{record.period},{record.value}"
    return f"{start},{_cells(record[_ALIKE])},{line}\n"


@lru_cache(maxsize=8192)
def _cells(values: tuple[object, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(_in_cell, values))
    return out.getvalue().removesuffix("\n")


def _in_cell(value: object) -> object:
    """No formula; and a line break is a line feed, as it is in what is read from a table."""
    if isinstance(value, bool):
        return str(value).lower()
    return guarded(re.sub("\r\n?", "\n", value)) if isinstance(value, str) else value


def _in_json(record: _Record) -> str:
    """One line. The value has all its digits, which a float might not."""
    value = written(WITHDRAWN) if record.value == WITHDRAWN else record.value
    start = f'"series": {written(record.series)}, "period": "{record.period}", "value": {value}'
    return f'{{{start}, {_pairs(record[_ALIKE])}, "line": {written(record.line)}}}'


@lru_cache(maxsize=8192)
def _pairs(values: tuple[object, ...]) -> str:
    names = COLUMNS[_ALIKE]
    return ", ".join(f'"{name}": {written(one)}' for name, one in zip(names, values, strict=True))


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
_ALIKE = slice(COLUMNS.index("unit"), COLUMNS.index("line"))
"""What the records of an archive have in common, but for a few: it is made into text once."""


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
        moment(one.recorded),
        entry.counts,
        entry.why,
        entry.change,
        entry.difference,
        one.file,
        one.line,
    )
