"""Every record that is kept: for programs as CSV, JSON and JSON Lines, for people as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from exporttrack import __version__
from exporttrack.model.actuals import Input
from exporttrack.model.series import WITHDRAWN, Observation, Series
from exporttrack.render import numbers
from exporttrack.render.json import SCHEMA_VERSION, dumps
from exporttrack.render.safe import safe
from exporttrack.render.words import say
from exporttrack.rules.ledger import Entry

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = (
    "series", "period", "value", "unit", "status", "published", "source", "url", "note",
    "recorded", "counts", "why", "change", "file", "line",
)  # fmt: skip
"""The fields of a record as it is imported, and then what became of it."""

HEADINGS = ("Period", "Value", "Status", "Published", "Recorded", "Counts", "Source")


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
    """One JSON document."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": f"exporttrack {__version__}",
        "as_of": history.as_of.isoformat(),
        "inputs": [{"path": one.path, "sha256": one.sha256} for one in history.inputs],
        "records": [_record(history, entry) for entry in history.all()],
    }
    return dumps(document, indent=1)


def as_json_lines(history: History) -> str:
    """A record a line."""
    return "".join(dumps(_record(history, entry)) for entry in history.all())


def as_csv(history: History) -> str:
    """A record a line under a header; `exporttrack import` takes it back."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in history.all():
        record = _record(history, entry)
        record["value"] = _digits(entry.observation)
        record["counts"] = str(entry.counts).lower()
        writer.writerow(record)
    return out.getvalue()


def _record(history: History, entry: Entry) -> dict[str, object]:
    one = entry.observation
    return {
        "series": one.series,
        "period": str(one.period),
        "value": WITHDRAWN if one.withdrawn else numbers.json_number(one.value),
        "unit": history.series[one.series].unit,
        "status": one.status,
        "published": None if one.published is None else str(one.published),
        "source": one.source,
        "url": one.url,
        "note": one.note,
        "recorded": _moment(one.recorded),
        "counts": entry.counts,
        "why": entry.why,
        "change": None if entry.change is None else 100 * entry.change,
        "file": one.file,
        "line": one.line,
    }


def _digits(one: Observation) -> str:
    return WITHDRAWN if one.withdrawn else f"{one.value:f}"


def _moment(recorded: datetime | None) -> str | None:
    return None if recorded is None else recorded.isoformat().replace("+00:00", "Z")


def as_table(history: History, console: Console) -> str:
    """A table a series; rival sources side by side, revisions beneath what they revised."""
    from rich.table import Table
    from rich.text import Text

    with console.capture() as captured:
        for name, entries in history.entries.items():
            series = history.series[name]
            console.print(Text(f"{safe(series.title)} ({name}, {series.unit})", style="bold"))
            table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
            for heading in HEADINGS:
                fold = heading == "Source"
                table.add_column(heading, no_wrap=not fold, overflow="fold", min_width=len(heading))
            for entry in entries:
                style = "" if entry.counts else "dim"
                table.add_row(*(Text(cell, style=style) for cell in _cells(series, entry)))
            console.print(table)
            console.print()
        files = ", ".join(safe(one.path) for one in history.inputs) or "none"
        console.print(Text(f"As of {history.as_of}. Files: {files}", style="dim"))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _cells(series: Series, entry: Entry) -> tuple[str, ...]:
    one = entry.observation
    value = say("withdrawn") if one.withdrawn else numbers.stated(one.value, series.unit)
    if entry.change is not None:
        value = f"{value} ({numbers.rate(entry.change)})"
    return (
        str(one.period),
        f"  {value}" if entry.revises else value,
        one.status or "",
        str(one.published or ""),
        one.recorded.date().isoformat() if one.recorded else "",
        say(f"why-{entry.why}"),
        safe(one.source or say("no-source")),
    )
