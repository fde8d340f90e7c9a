"""targets.toml -> the series, and the targets with every phase on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, TypeGuard

from exporttrack.errors import Fault, FileFaults
from exporttrack.files import targets_shape as shape
from exporttrack.files.document import Document
from exporttrack.files.places import Path, Places
from exporttrack.files.targets_check import references, sense
from exporttrack.files.toml_document import data_and_places
from exporttrack.model.actuals import Input
from exporttrack.model.series import Series
from exporttrack.model.target import Band, Source, Target, Targets


def read_targets(document: Document) -> Targets:
    """The targets of a file. Raises FileFaults with everything that is wrong in it."""
    targets, faults = targets_and_faults(document)
    if faults or targets is None:
        raise FileFaults(faults)
    return targets


def looks_like_targets(document: Document) -> bool:
    """A TOML file is one of targets unless figures are all that it has."""
    has_figures = re.search(r"^[ \t]*(?:\[\[[ \t]*actual|actual[ \t]*=)", document.text, re.M)
    has_targets = re.search(r"^[ \t]*\[+[ \t]*(?:series|targets|sources)\b", document.text, re.M)
    return document.name.lower().endswith(".toml") and bool(has_targets or not has_figures)


def targets_and_faults(document: Document) -> tuple[Targets | None, list[Fault]]:
    """What is good in a file, and everything that is wrong in it; no targets when it is no TOML.

    A series with faults is there all the same, without a unit, so that its figures are not faulted
    for it.
    """
    try:
        data, places = data_and_places(document)
    except FileFaults as error:
        return None, error.faults
    table, faults = _shaped(document, places, data)
    faults += [
        document.fault(message, places.value(path) if at_value else places.key(path), hint)
        for path, message, hint, at_value in (*references(data), *sense(table))
    ]
    named = data.get("series")
    unknown = {str(name): Series(str(name), "") for name in named} if _is_table(named) else {}
    targets = Targets(
        title=table.title or document.name,
        series=unknown | {name: _series(name, series) for name, series in table.series.items()},
        targets=() if faults else tuple(_targets(table)),
        input=Input(document.name, document.sha256),
        titles=_said(table.titles),
        groups={name: _said(titles) for name, titles in table.groups.items()},
        units={name: _said(titles) for name, titles in table.units.items()},
    )
    return targets, sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0))


def lines_of(targets: Targets, document: Document) -> dict[str, int]:
    """Where each target begins in its file, by its id: a phase on a line of its own.

    Only a fault has a use for them, so they are no part of a target.
    """
    places = Places(document.text)
    lines = {}
    for name, of_name in groupby(targets.targets, key=lambda target: target.name):
        for index, target in enumerate(of_name):
            phase = places.value(("targets", name, "phases", index))
            place = places.key(("targets", name)) if target.id == name else phase
            lines[target.id] = place.line
    return lines


def _is_table(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def _shaped(
    document: Document, places: Places, data: dict[str, Any]
) -> tuple[shape.TargetsTable, list[Fault]]:
    """What has the right shape, and the faults of the rest, which is left out."""
    from pydantic import ValidationError

    try:
        return shape.TargetsTable.model_validate(data), []
    except ValidationError as error:
        from exporttrack.files.shape_faults import faults_of, faulty_parts

        named = data.get("series")
        faults = faults_of(document, places, error, list(named) if _is_table(named) else [])
        return shape.TargetsTable.model_validate(_without(faulty_parts(error, data), data)), faults


def _without(faulty: set[Path], part: Any, at: Path = ()) -> Any:
    """`part`, which stands `at` a path, without what stands at the faulty paths."""
    match part:
        case dict():
            inside = {key: (*at, key) for key in part}
            return {
                key: _without(faulty, part[key], path)
                for key, path in inside.items()
                if path not in faulty
            }
        case list():
            return [_without(faulty, one, (*at, index)) for index, one in enumerate(part)]
    return part


def _said(titles: Mapping[str, str]) -> Mapping[str, str]:
    """Of what things are called in other languages that which says something."""
    return {language: title for language, title in titles.items() if title.strip()}


def _series(name: str, table: shape.SeriesTable) -> Series:
    return Series(
        id=name,
        unit=table.unit,
        title=table.title or name,
        titles=_said(table.titles),
        measure=table.measure,
        prefer=tuple(table.prefer),
        codes=tuple(table.codes),
        fiscal_year_start=table.fiscal_year_start,
        prior=table.prior,
    )


def _targets(table: shape.TargetsTable) -> Iterator[Target]:
    for name, target in table.targets.items():
        if isinstance(target, shape.GrowthTable) and target.phases:
            for phase in target.phases:
                identifier = f"{name}.{phase.from_}-{phase.to}"
                yield _target(identifier, name, target, phase, phase.from_, phase.to, table)
        elif isinstance(target, shape.GrowthTable | shape.TotalTable):
            yield _target(name, name, target, target, target.from_, target.to or 0, table)
        else:
            yield _target(name, name, target, target, None, target.by, table)


def _target(
    identifier: str,
    name: str,
    target: shape.TargetTable,
    bounds: shape.Bounds,
    first: int | None,
    by: int,
    table: shape.TargetsTable,
) -> Target:
    series, total = (
        (target.part, target.total)
        if isinstance(target, shape.ShareTable)
        else (target.series, None)
    )
    return Target(
        id=identifier,
        name=name,
        title=target.title or name,
        titles=_said(target.titles),
        kind=target.kind,
        series=series,
        total=total,
        band=Band(
            None if bounds.min is None else bounds.min.value,
            None if bounds.max is None else bounds.max.value,
        ),
        first=first,
        by=by,
        base=getattr(target, "base", None),
        reading=target.reading if isinstance(target, shape.GrowthTable) else "average",
        above_is_miss=target.above == "miss",
        method=target.method,
        measured_by=target.measured_by,
        group=target.group,
        source=_source(target.source, table.sources),
        quote=target.quote,
        note=target.note,
    )


def _source(name: str | None, sources: dict[str, shape.SourceTable]) -> Source | None:
    if name is None:
        return None
    found = sources[name]
    return Source(name, found.title, found.publisher, found.published, found.url, found.note)
