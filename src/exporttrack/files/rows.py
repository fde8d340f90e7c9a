"""What a reader of a file of figures yields: rows, and where each of their fields stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from exporttrack.errors import Fault
from exporttrack.files.document import Document
from exporttrack.files.places import Place

FIELDS = (
    "series", "period", "value", "unit", "status",
    "published", "source", "url", "note", "recorded",
)  # fmt: skip
"""Of a record, in the order in which they are written."""
HEADER = "series,period,value,status,published,source"
"""How a table may begin."""
NEEDED = ("series", "period", "value")


Row = tuple[int, Mapping[str, object]]
"""The line that a row begins on, and its fields as written."""


def _no_header(column: int | None) -> Place:
    raise LookupError(column)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file, not yet checked."""

    document: Document
    rows: Sequence[Row]
    """Line and fields of each, as written: text from a CSV, typed values from TOML and JSON."""
    place: Callable[[int, str, bool], Place]
    """Where a field of the n-th row (from 0) stands: its value, or, where the last argument says
    so, its name. A field that is not there has the place of the row."""
    faults: tuple[Fault, ...] = ()
    """Rows that could not be read at all."""
    columns: tuple[str, ...] = ()
    """The header of a table; empty for a file without one."""
    header_place: Callable[[int | None], Place] = field(default=_no_header)
    """Where the n-th column is named; None is the whole header."""
