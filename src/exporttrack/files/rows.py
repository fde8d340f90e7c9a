"""What a reader of a file of figures yields: rows, and where each of their fields stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from exporttrack.errors import Fault
from exporttrack.files.document import Document
from exporttrack.files.places import Place

FIELDS = (
    "series", "period", "value", "unit", "status",
    "published", "source", "url", "note", "recorded",
)  # fmt: skip
"""Of a record, in the order in which they are written."""
NEEDED = ("series", "period", "value")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file, not yet checked."""

    document: Document
    rows: Sequence[tuple[int, Mapping[str, object]]]
    """Line and fields of each, as written: text from a CSV, typed values from TOML and JSON."""
    place: Callable[[int, str, bool], Place]
    """Where a field of the n-th row (from 0) stands: its value, or, where the last argument says
    so, its name. A field that is not there has the place of the row."""
    faults: tuple[Fault, ...] = ()
    """Rows that could not be read at all."""
