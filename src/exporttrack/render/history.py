"""Every record that is kept, for programs: as CSV, JSON and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from exporttrack import __version__
from exporttrack.model.actuals import Input
from exporttrack.model.series import WITHDRAWN, Observation, Series
from exporttrack.render.json import SCHEMA_VERSION, dumps
from exporttrack.rules.ledger import Entry

COLUMNS = (
    "series", "period", "value", "unit", "status", "published", "source", "url", "note",
    "recorded", "counts", "why", "change", "difference", "file", "line",
)  # fmt: skip
"""The fields of a record as it is imported, and then what became of it."""


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


def as_json(history: History) -> str:
    """One JSON document, with a record a line; `exporttrack import` takes it back."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "tool": f"exporttrack {__version__}",
        "as_of": history.as_of.isoformat(),
        "inputs": [{"path": one.path, "sha256": one.sha256} for one in history.inputs],
    }
    begin = dumps(head, indent=1).removesuffix("\n}\n")
    records = ",\n".join(f"  {_in_json(history, entry)}" for entry in history.all())
    listed = f"[\n{records}\n ]" if records else "[]"
    return f'{begin},\n "records": {listed}\n}}\n'


def as_json_lines(history: History) -> str:
    """A record a line; `exporttrack import` takes them back."""
    return "".join(f"{_in_json(history, entry)}\n" for entry in history.all())


def as_csv(history: History) -> str:
    """A record a line under a header; `exporttrack import` takes it back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in history.all():
        record = _record(history, entry) | {"value": _digits(entry.observation)}
        writer.writerow(_in_cell(record[name]) for name in COLUMNS)
    return out.getvalue()


def _in_cell(value: object) -> object:
    """A line break is a line feed, as it is in what is read from a table."""
    if isinstance(value, bool):
        return str(value).lower()
    return re.sub("\r\n?", "\n", value) if isinstance(value, str) else value


def _in_json(history: History, entry: Entry) -> str:
    """One line. The value has all its digits, which a float might not."""
    one = entry.observation
    fields = {
        name: json.dumps(value, ensure_ascii=False, allow_nan=False)
        for name, value in _record(history, entry).items()
    }
    fields["value"] = f'"{WITHDRAWN}"' if one.withdrawn else _digits(one)
    return "{" + ", ".join(f'"{name}": {fields[name]}' for name in COLUMNS) + "}"


def _record(history: History, entry: Entry) -> dict[str, object]:
    """Every column but the value."""
    one = entry.observation
    return {
        "series": one.series,
        "period": str(one.period),
        "unit": history.series[one.series].unit,
        "status": one.status,
        "published": None if one.published is None else str(one.published),
        "source": one.source,
        "url": one.url,
        "note": one.note,
        "recorded": _moment(one.recorded),
        "counts": entry.counts,
        "why": entry.why,
        "change": entry.change,
        "difference": entry.difference,
        "file": one.file,
        "line": one.line,
    }


def _digits(one: Observation) -> str:
    return WITHDRAWN if one.withdrawn else f"{one.value:f}"


def _moment(recorded: datetime | None) -> str | None:
    return None if recorded is None else recorded.isoformat().replace("+00:00", "Z")
