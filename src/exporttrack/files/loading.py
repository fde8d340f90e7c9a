"""Files by their names: which reader takes which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from exporttrack.errors import Fault, FileFaults, NotFound
from exporttrack.files import records
from exporttrack.files.document import STANDARD_INPUT, Document, read_document
from exporttrack.files.naming import Naming, named, of_history
from exporttrack.files.rows import Rows
from exporttrack.model.actuals import Actuals, Input
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets

SHIPPED = "exporttrack/shipped"
"""How the folder of the files that come with the package is shown."""


def shipped(name: str) -> Path:
    """A file that comes with the package; in a source checkout it stands at the top level."""
    package = Path(__file__).parents[1]
    inside = package / "shipped" / name
    return inside if inside.exists() else package.parents[1] / name


def load_targets(path: str | Path, shown_as: str | None = None) -> Targets:
    """The targets of a file; `shown_as` is its name in messages and reports.

    Raises NotFound when there is none, FileFaults with everything that is wrong in it.
    """
    from exporttrack.files.targets_file import read_targets

    return read_targets(read_document(str(path), shown_as))


def load_actuals(
    paths: str | Path | Iterable[str | Path],
    series: Mapping[str, Series],
    shown_as: Mapping[str, str] | None = None,
    watched: records.Watched = iter,
) -> Actuals:
    """The figures of one file or of several (TOML, CSV, JSON, JSON Lines; `-`: standard input).

    `series` are those of the targets file. A progress bar may look on as `watched`. Raises NotFound
    when a file is not there, FileFaults with everything that is wrong in any of them.
    """
    names = records.by_name(series)
    found: list[Observation] = []
    inputs: list[Input] = []
    faults: list[Fault] = []
    documents: list[Document] = []
    for path in [paths] if isinstance(paths, str | Path) else paths:
        document = read_document(str(path), (shown_as or {}).get(str(path)))
        documents.append(document)
        good, bad = records.observations(named_rows(document), names, watched=watched)
        found += good
        faults += bad
        inputs.append(Input(document.name, document.sha256))
    faults += records.contradictions(found, series, map(named_rows, documents))
    if faults:
        order = {file.path: at for at, file in reversed(list(enumerate(inputs)))}
        raise FileFaults(
            sorted(faults, key=lambda one: (order[one.file], one.line or 0, one.column or 0))
        )
    return Actuals(tuple(found), tuple(inputs))


def rows_of(document: Document) -> Rows:
    """The rows of a file of figures, by the ending of its name; of a stream by how it begins.

    What `exporttrack history --json` writes is one, too.
    """
    document = of_history(document)
    ending = Path(document.name).suffix.lower()
    if _is_stream(document.name):
        ending = _ending_of(document.text)
    match ending:  # the readers of other formats are not even imported
        case ".toml":
            from exporttrack.files.journal import rows_of_toml

            return rows_of_toml(document)
        case ".csv" | ".tsv":
            from exporttrack.files.csv_rows import rows_of_csv

            return rows_of_csv(document)
        case ".json":
            from exporttrack.files.json_rows import rows_of_json

            return rows_of_json(document)
        case ".jsonl" | ".ndjson":
            from exporttrack.files.json_rows import rows_of_json_lines

            return rows_of_json_lines(document)
    hint = "the endings are .toml, .csv, .tsv, .json, .jsonl, .ndjson"
    raise NotFound(f"no reader for {document.name}", hint)


def _is_stream(name: str) -> bool:
    """Standard input or a pipe, as of `<(command)`: its name says nothing of a format."""
    path = Path(name)
    is_pipe = not path.suffix and path.exists() and not path.is_file()
    return name == STANDARD_INPUT or path.is_relative_to("/dev") or is_pipe


def named_rows(document: Document) -> Rows:
    """The rows of a file of figures, by the names of our fields."""
    return named(rows_of(document), Naming())


def _ending_of(text: str) -> str:
    """Which of the formats a text is written in, by how it begins."""
    begin = text.lstrip()
    if re.match(r"#|\[\[?\s*[A-Za-z_]|(?!(?i:sep)=[,;\t])\w+\s*=", begin):
        return ".toml"
    if re.match(r'\[|\{\s*"(?:actual|format)"', begin):
        return ".json"
    return ".jsonl" if begin.startswith("{") else ".csv"
