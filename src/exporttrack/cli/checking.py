"""All faults of targets and figures at once, and then what is worth a second look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exporttrack.cli import options
from exporttrack.errors import Fault, FileFaults
from exporttrack.files import records
from exporttrack.files.document import Document, read_document
from exporttrack.files.doubts import doubts, in_no_language, of_scale
from exporttrack.files.loading import named_rows, rows_of
from exporttrack.files.targets_file import lines_of, looks_like_targets, targets_and_faults
from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets
from exporttrack.render.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in which files."""

    faults: Sequence[Fault]
    """Of each file by its place; warnings only where there is no error."""
    files: Sequence[str]
    """As shown to the user."""

    def count(self, severity: str) -> int:
        """How many errors, or warnings, there are."""
        return sum(fault.severity == severity for fault in self.faults)


def check(
    files: Sequence[str], targets: str | None, actuals: Sequence[str] | None, as_of: date
) -> Checked:
    """Every fault of the files; of those of `report`, where none is named.

    Files of figures are checked by the series of all files of targets. Raises NotFound for a file
    that is not there.
    """
    faults: list[Fault] = []
    documents = _read({file: file for file in files}, faults)
    of_targets = [one for one in documents if looks_like_targets(one)]
    of_figures = [one for one in documents if one not in of_targets]
    names = list(files)
    if not of_targets and not faults:
        path = options.targets_path(targets)
        beside = {} if files else options.actuals_paths(actuals, path)
        of_targets = _read({path[0]: path[1] or path[0]}, faults)
        of_figures += _read(beside, faults)
        names = [path[1] or path[0], *names, *beside.values()]
    stated = [_targets(one, faults) for one in of_targets]
    found = _figures(of_figures, stated, faults)
    if not faults:
        for document, one in zip(of_targets, stated, strict=True):
            if one is not None:
                lines = lines_of(one, document)
                faults += doubts(one, Actuals(tuple(found)), as_of, lines)
                faults += of_scale(one, document)
                faults += in_no_language(one, document, LANGUAGES)
    order = {name: at for at, name in reversed(list(enumerate(names)))}
    faults = list(dict.fromkeys(faults))
    faults.sort(key=lambda fault: (order[fault.file], fault.line or 0, fault.column or 0))
    return Checked(faults, list(dict.fromkeys(names)))


def _read(paths: Mapping[str, str], faults: list[Fault]) -> list[Document]:
    """The texts at the paths, with the names to show; what is no text is a fault."""
    found = []
    for path, shown_as in paths.items():
        try:
            found.append(read_document(path, shown_as))
        except FileFaults as error:
            faults += error.faults
    return found


def _targets(document: Document, faults: list[Fault]) -> Targets | None:
    stated, bad = targets_and_faults(document)
    faults += bad
    return stated


def _figures(
    documents: Sequence[Document], stated: Sequence[Targets | None], faults: list[Fault]
) -> list[Observation]:
    """The good ones; where no series are known only what cannot be read at all is a fault."""
    series: dict[str, Series] = {}
    for one in stated:
        series |= one.series if one else {}
    found: list[Observation] = []
    for document in documents:
        if stated and all(stated):
            rows = named_rows(document)
            good, bad = records.observations(rows, records.by_name(series))
            found += good
            faults += bad
        else:
            faults += rows_of(document).faults
    faults += records.contradictions(found, series, map(named_rows, documents))
    return found
