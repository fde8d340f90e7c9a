"""What is wrong with the shape of a file, in the words of its user and at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from exporttrack.errors import Fault, nearest
from exporttrack.files import targets_shape as shape
from exporttrack.files.document import Document
from exporttrack.files.places import Path, Places
from exporttrack.files.toml_values import dotted, quoted, shown, shown_value
from exporttrack.model.period import FIRST_YEAR, LAST_YEAR
from exporttrack.model.target import KINDS

_OF_KIND: Mapping[str, type[BaseModel]] = {
    "level": shape.LevelTable,
    "share": shape.ShareTable,
    "growth": shape.GrowthTable,
    "total": shape.TotalTable,
    "change": shape.ChangeTable,
}
_OF_SECTION: Mapping[str, Sequence[type[BaseModel]]] = {
    "series": [shape.SeriesTable],
    "sources": [shape.SourceTable],
    "targets": list(_OF_KIND.values()),
}
_NEEDS = {
    "level": "`series` and `by`",
    "share": "`part`, `total` and `by`",
    "growth": "`series`, and `from` and `to` or `phases`",
    "total": "`series`, `from` and `to`",
    "change": "`series`, `base` and `by`",
}
_WANTED = {
    "string": "text in quotes",
    "int": "a year in digits",
    "list": "a list in square brackets",
    "dict": "a table",
    "model": "a table",
    "union": "a table",
}
"""By the type that pydantic names."""
_WANTED_OF_KEY = {"fiscal_year_start": "a month, 1 to 12"}
"""By the key, where that says more than the type: all other whole numbers are years."""
_EXAMPLES = {
    "series": 'series = "total_exports"',
    "part": 'part = "handicraft_exports"',
    "total": 'total = "total_exports"',
    "by": "by = 2030",
    "base": "base = 2020",
    "fiscal_year_start": "fiscal_year_start = 7",
    "from": "from = 2026",
    "to": "to = 2030",
    "unit": 'unit = "USD"',
    "title": 'title = "…"',
    "titles": 'titles = { vi = "…" }',
    "phases": "phases = [{ from = 2026, to = 2030, min = 5 }]",
}


def faults_of(
    document: Document, places: Places, error: ValidationError, series: Sequence[str]
) -> list[Fault]:
    """Every error of `error` as a fault of the document, which has these `series`."""
    errors = error.errors(include_url=False)
    unknown = [_path(one["loc"])[0] for one in errors if one["type"] == "extra_forbidden"]
    return [
        _fault(document, places, one, series)
        for one in errors
        if not (one["type"] == "missing" and _is_misspelt(_path(one["loc"])[0], unknown))
    ]


def faulty_parts(error: ValidationError, data: Mapping[str, Any]) -> set[Path]:
    """Where in `data` stands what cannot be used: keys that mean nothing, else whole tables."""
    return {
        path if one["type"] == "extra_forbidden" and _means_nothing(path, kind, data) else path[:2]
        for one in error.errors(include_url=False)
        for path, kind in [_path(one["loc"])]
    }


def _means_nothing(path: Path, kind: str | None, data: Mapping[str, Any]) -> bool:
    """Whether an unknown key stands for none that its table lacks, so that the rest is whole."""
    key = str(path[-1])
    if kind and not _in_phase(path) and _kinds_with(key):
        return False
    near = nearest(key, _keys(_model(path, kind)))
    table: Any = data
    for name in path[:-1]:
        table = table[name]
    return near is None or near in table


def _is_misspelt(missing: Path, unknown: Sequence[Path]) -> bool:
    """Whether a key that is missing is there under a name like its own."""
    names = [str(path[-1]) for path in unknown if path[:-1] == missing[:-1]]
    return nearest(str(missing[-1]), names) is not None


def _fault(document: Document, places: Places, error: ErrorDetails, series: Sequence[str]) -> Fault:
    path, kind = _path(error["loc"])
    key = str(path[-1])
    match error["type"]:
        case shape.OWN:
            context = error["ctx"]
            return document.fault(context["message"], places.value(path), context["hint"])
        case "extra_forbidden":
            message = f"unknown key {_subject(path)}"
            return document.fault(message, places.key(path), _known_key(key, path, kind))
        case "missing":
            message = f"`{key}` is missing in {_table(path[:-1])}"
            hint = f"add {_example(key, error['input'], series)}"
            return document.fault(message, places.key(path[:-1]), hint)
        case "union_tag_not_found" if isinstance(error["input"], dict):
            if near := nearest("kind", list(error["input"])):
                message = f"unknown key `{near}` in {_table(path)}"
                return document.fault(message, places.key((*path, near)), "did you mean `kind`?")
            message = f"`kind` is missing in {_table(path)}"
            hint = f'add kind = "{KINDS[0]}", or one of {", ".join(KINDS[1:])}'
            return document.fault(message, places.key(path), hint)
        case "union_tag_invalid":
            return _bad_kind(document, places, path, error["input"])
    message = f"{_subject(path)} is {_what(key, error)}"
    return document.fault(message, places.value(path), _remedy(path, error))


def _example(key: str, table: Mapping[str, object], series: Sequence[str]) -> str:
    """A key with a value to paste: a series of the file, the one that its table does not name."""
    if key not in ("series", "part", "total"):
        return _EXAMPLES[key]
    free = [name for name in series if name not in (table.get("part"), table.get("total"))]
    if key == "total" and "part" not in table:  # which takes the first
        free = free[1:]
    return f"{key} = {quoted(free[0])}" if free else _EXAMPLES[key]


def _path(location: Sequence[str | int]) -> tuple[Path, str | None]:
    """The path in the file, and the kind of target that it is in."""
    path = tuple(location)
    if path[:1] == ("targets",) and len(path) > 2 and path[2] in KINDS:
        return path[:2] + path[3:], str(path[2])
    return path, None


def _subject(path: Path) -> str:
    """What stands at a path: `by` in [targets.x]."""
    match path:
        case (*table, "phases", int(index)):
            return f"phase {index + 1} of {_table(tuple(table))}"
        case (*table, key, int(index)):
            return f"item {index + 1} of `{key}` in {_table(tuple(table))}"
        case (section, name, "titles", language):
            return f"`titles.{language}` in {_table((section, name))}"
        case (key,):
            return f"`{key}`"
    return f"`{path[-1]}` in {_table(path[:-1])}"


def _table(path: Path) -> str:
    match path:
        case (*_, "phases", int()):
            return _subject(path)
    return f"[{dotted(path)}]"


def _known_key(key: str, path: Path, kind: str | None) -> str:
    """What to do about a key that is not known in its table."""
    known = _keys(_model(path, kind))
    if _in_phase(path):
        if key in _keys(shape.GrowthTable):
            return f"write it in {_table(path[:2])}, for all phases"
    elif kind and (of := _kinds_with(key)):
        kinds = " and ".join(filter(None, (", ".join(of[:-1]), of[-1])))
        return f"a target of kind {kind} takes {_NEEDS[kind]}; `{key}` is for {kinds}"
    return _elsewhere(key, path) or _near(key, known)


def _model(path: Path, kind: str | None) -> type[BaseModel]:
    """What the table with the key at a path should be."""
    if kind:
        return shape.PhaseTable if _in_phase(path) else _OF_KIND[kind]
    return shape.TargetsTable if len(path) == 1 else _OF_SECTION[str(path[0])][0]


def _in_phase(path: Path) -> bool:
    return path[0] == "targets" and "phases" in path[2:-1]


def _kinds_with(key: str) -> list[str]:
    return [kind for kind in KINDS if key in _keys(_OF_KIND[kind])]


def _elsewhere(key: str, path: Path) -> str | None:
    """The table where a key stands, when it is a key of another kind of table."""
    if len(path) > 1:
        for section, tables in _OF_SECTION.items():
            if section != path[0] and any(key in _keys(table) for table in tables):
                return f"`{key}` stands in [{section}.NAME]"
    return None


def _near(key: str, known: list[str]) -> str:
    near = nearest(key, known)
    return f"did you mean `{near}`?" if near else f"the keys here are {', '.join(known)}"


def _keys(model: type[BaseModel]) -> list[str]:
    """As written in the file, those that are needed first."""
    fields = sorted(model.model_fields.items(), key=lambda field: not field[1].is_required())
    return [field.alias or name for name, field in fields]


def _bad_kind(document: Document, places: Places, path: Path, table: Any) -> Fault:
    found = table["kind"]
    near = nearest(found, list(KINDS)) if isinstance(found, str) else None
    hint = f'did you mean "{near}"?' if near else None
    message = f"{_subject((*path, 'kind'))} is {shown_value(found)}; it is one of"
    return document.fault(f"{message} {', '.join(KINDS)}", places.value((*path, "kind")), hint)


def _what(key: str, error: ErrorDetails) -> str:
    found = shown_value(error["input"])
    match error["type"]:
        case _ if key in _WANTED_OF_KEY:
            return f"{found}; it takes {_WANTED_OF_KEY[key]}"
        case "literal_error":
            allowed = error["ctx"]["expected"].replace("'", '"')
            return f"{found}; it takes {allowed}"
        case "greater_than_equal" | "less_than_equal":
            return f"{found}, outside the years {FIRST_YEAR} to {LAST_YEAR}"
        case "string_too_short":
            return "empty"
    return f"{found}; it takes {_WANTED[error['type'].split('_')[0]]}"


def _remedy(path: Path, error: ErrorDetails) -> str | None:
    found, kind, key = error["input"], error["type"], str(path[-1])
    match found:
        case str() if kind == "literal_error":
            near = nearest(found, re.findall("'(.*?)'", error["ctx"]["expected"]))
            return f'did you mean "{near}"?' if near else None
        case str() if kind == "int_type" and found.isascii() and found.strip().isdigit():
            return f"write {found.strip()} without quotes"
        case str() if kind == "list_type" and key == "prefer":
            return f"write [{quoted(found)}]"
        case Mapping() | list():
            pass
        case _ if kind == "string_type":
            return f"write {shown(shown_value(found))}"
    if path[-2:-1] == ("phases",):
        return "write { from = 2026, to = 2030, min = 5 }"
    if kind.startswith(("dict", "model", "union")) and len(path) < 3:
        name = path if len(path) == 2 else (*path, "NAME")
        return f"write its keys under a line [{dotted(name)}]"
    return f"write {_EXAMPLES[key]}" if key in _EXAMPLES else None
