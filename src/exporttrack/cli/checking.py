"""All faults of targets and figures at once, and then what is worth a second look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from exporttrack.cli import options
from exporttrack.errors import Fault, FileFaults
from exporttrack.files import records
from exporttrack.files.document import Document, read_document
from exporttrack.files.doubts import doubts
from exporttrack.files.loading import rows_of
from exporttrack.files.naming import Naming, named
from exporttrack.files.targets_file import looks_like_targets, targets_and_faults
from exporttrack.model.actuals import Actuals, Input
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets


def check(
    files: Sequence[str], targets: str | None, actuals: Sequence[str] | None, as_of: date
) -> tuple[list[Fault], int]:
    """Every fault of the files, errors first, and how many files were checked."""
    documents = [read_document(file) for file in files]
    of_targets = [one for one in documents if looks_like_targets(one)]
    of_figures = [one for one in documents if one not in of_targets]
    if not of_targets:
        path = options.targets_path(targets)
        of_targets = [read_document(*path)]
        if not files:
            shown_as = options.actuals_paths(actuals, path)
            of_figures = [read_document(file, shown) for file, shown in shown_as.items()]
    faults, found = [], []
    stated: Targets | None = None
    for document in of_targets:
        stated, bad = targets_and_faults(document)
        faults += bad
        good, bad = _figures(of_figures, stated.series if stated else None)
        faults += [fault for fault in bad if fault not in faults]
        if stated and not faults:
            inputs = tuple(Input(one.name, one.sha256) for one in of_figures)
            found += doubts(stated, Actuals(tuple(good), inputs), as_of)
    return faults + found, len(of_targets) + len(of_figures)


def _figures(
    documents: Sequence[Document], series: Mapping[str, Series] | None
) -> tuple[list[Observation], list[Fault]]:
    """Without the series only what cannot be read at all is a fault."""
    found: list[Observation] = []
    faults: list[Fault] = []
    for document in documents:
        try:
            rows = rows_of(document)
        except FileFaults as error:
            faults += error.faults
            continue
        if series is None:
            faults += rows.faults
            continue
        good, bad = records.observations(named(rows, Naming()), records.by_name(series))
        found += good
        faults += bad
    return found, faults + records.contradictions(found)
