"""What the tests of files of figures share."""

from __future__ import annotations

from exporttrack.files import records
from exporttrack.files.document import document_of
from exporttrack.files.loading import rows_of
from exporttrack.files.naming import Naming, named
from exporttrack.files.places import Place
from exporttrack.files.rows import Rows
from exporttrack.model.series import Observation, Series

SERIES = {
    one.id: one
    for one in (
        Series("exports", "USD"),
        Series("growth", "percent"),
        Series("workshops", "workshops", measure="stock"),
    )
}


def rows(name: str, text: str | bytes) -> Rows:
    """The rows of a file, whose columns have the names of our fields."""
    data = text if isinstance(text, bytes) else text.encode()
    return named(rows_of(document_of(name, data)), Naming())


def read(name: str, text: str | bytes) -> list[Observation]:
    """The observations of a file without faults."""
    found, faults = records.observations(rows(name, text), SERIES)
    assert faults == []
    return found


def without_places(observations: list[Observation]) -> list[Observation]:
    return [one._replace(file=None, line=None) for one in observations]


def standing_at(read_rows: Rows, place: Place) -> str:
    line = read_rows.document.text.split("\n")[place.line - 1]
    return line[place.column - 1 : place.end - 1]
