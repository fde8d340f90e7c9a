"""Files by their names: which reader takes which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

from exporttrack.errors import FileFaults, NotFound
from exporttrack.files import records
from exporttrack.files.document import STANDARD_INPUT, Document, read_document
from exporttrack.files.rows import Rows
from exporttrack.model.actuals import Actuals, Input
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets

SHIPPED = "exporttrack/shipped"
"""How the folder of the files that come with the package is shown."""


def shipped(name: str) -> Path:
    """A file that comes with the package; in a source checkout it stands at the top level."""
    package = Path(str(resources.files("exporttrack")))
    inside = package / "shipped" / name
    return inside if inside.exists() else package.parents[1] / name


def load_targets(path: str | Path, shown_as: str | None = None) -> Targets:
    """The targets of a file; `shown_as` is its name in messages and reports.

    Raises NotFound when there is none, FileFaults with everything that is wrong in it.
    """
    from exporttrack.files.targets_file import read_targets

    return read_targets(read_document(str(path), shown_as))


def load_actuals(
    paths: Iterable[str | Path],
    series: Mapping[str, Series],
    shown_as: Mapping[str, str] | None = None,
) -> Actuals:
    """The figures of all files (TOML, CSV, JSON, JSON Lines; `-` is standard input).

    `series` are those of the targets file. Raises NotFound when a file is not there, FileFaults
    with everything that is wrong in any of them.
    """
    found: list[Observation] = []
    inputs, faults = [], []
    for path in paths:
        document = read_document(str(path), (shown_as or {}).get(str(path)))
        good, bad = records.observations(rows_of(document), series)
        found += good
        faults += bad
        inputs.append(Input(document.name, document.sha256))
    faults += records.contradictions(found)
    if faults:
        raise FileFaults(faults)
    return Actuals(tuple(found), tuple(inputs))


def rows_of(document: Document) -> Rows:
    """The rows of a file of figures, by the ending of its name; standard input by how it begins."""
    from exporttrack.files import journal, tables

    readers = {
        ".toml": journal.rows_of_toml,
        ".csv": tables.rows_of_csv,
        ".tsv": tables.rows_of_csv,
        ".json": tables.rows_of_json,
        ".jsonl": tables.rows_of_json_lines,
        ".ndjson": tables.rows_of_json_lines,
    }
    ending = Path(document.name).suffix.lower()
    if document.name == STANDARD_INPUT:
        ending = _ending_of(document.text)
    if ending not in readers:
        hint = f"the endings are {', '.join(readers)}"
        raise NotFound(f"no reader for {document.name}", hint)
    return readers[ending](document)


def _ending_of(text: str) -> str:
    begin = text.lstrip()
    if begin.startswith(("[[", "#", "format")):
        return ".toml"
    if begin.startswith("["):
        return ".json"
    if begin.startswith("{"):
        return ".json" if begin[1:].lstrip().startswith('"actual"') else ".jsonl"
    return ".csv"
