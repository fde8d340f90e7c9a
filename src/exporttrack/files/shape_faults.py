"""What is wrong with the shape of a file, in the words of its user and at its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from exporttrack.errors import Fault, nearest
from exporttrack.files import targets_shape as shape
from exporttrack.files.document import Document
from exporttrack.files.places import Path, Places
from exporttrack.model.period import FIRST_YEAR, LAST_YEAR
from exporttrack.model.target import KINDS

_TABLES: Mapping[str, type[BaseModel]] = {
    "series": shape.SeriesTable,
    "sources": shape.SourceTable,
    "level": shape.LevelTable,
    "share": shape.ShareTable,
    "growth": shape.GrowthTable,
    "total": shape.TotalTable,
    "change": shape.ChangeTable,
}
_WANTED = {
    "string": "text in quotes",
    "int": "a whole number without quotes",
    "list": "a list in square brackets",
    "dict": "a table",
    "model": "a table",
}
_EXAMPLES = {
    "series": 'series = "total_exports"',
    "part": 'part = "handicraft_exports"',
    "total": 'total = "total_exports"',
    "by": "by = 2030",
    "base": "base = 2020",
    "from": "from = 2026",
    "to": "to = 2030",
    "unit": 'unit = "USD"',
    "title": 'title = "…"',
    "kind": 'kind = "level"',
}


def faults_of(document: Document, places: Places, error: ValidationError) -> list[Fault]:
    """Every error of `error` as a fault of the document."""
    return [_fault(document, places, one) for one in error.errors(include_url=False)]


def _fault(document: Document, places: Places, error: ErrorDetails) -> Fault:
    path, kind = _path(error["loc"])
    key, table = str(path[-1]) if path else "", _table(path)
    match error["type"]:
        case shape.OWN:
            context = error["ctx"]
            return document.fault(context["message"], places.value(path), context["hint"])
        case "extra_forbidden":
            known = _known_keys(key, path, kind)
            return document.fault(f"unknown key `{key}`{table}", places.key(path), known)
        case "missing":
            hint = f"add {_EXAMPLES[key]}" if key in _EXAMPLES else None
            return document.fault(f"`{key}` is missing{table}", places.key(path[:-1]), hint)
        case "union_tag_not_found":
            message = f"`kind` is missing in [{_dotted(path)}]"
            return document.fault(message, places.key(path), f"add kind, one of {', '.join(KINDS)}")
        case "union_tag_invalid":
            return _bad_kind(document, places, path, error["input"])
    return document.fault(f"`{key}`{table} {_what(error)}", places.value(path), _remedy(error))


def _path(location: Sequence[str | int]) -> tuple[Path, str | None]:
    """The path in the file, and the kind of target that it is in."""
    path = tuple(location)
    if path[:1] == ("targets",) and len(path) > 2 and path[2] in KINDS:
        return path[:2] + path[3:], str(path[2])
    return path, None


def _table(path: Path) -> str:
    return f" in [{_dotted(path[:-1])}]" if len(path) > 1 else ""


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)


def _known_keys(key: str, path: Path, kind: str | None) -> str:
    model = shape.TargetsTable if len(path) == 1 else _TABLES[kind or str(path[0])]
    if "phases" in path[:-1]:
        model = shape.PhaseTable
    known: list[str] = [field.alias or at for at, field in model.model_fields.items()]
    near = nearest(key, known)
    return f"did you mean `{near}`?" if near else f"the keys here are {', '.join(known)}"


def _bad_kind(document: Document, places: Places, path: Path, table: Any) -> Fault:
    kind = str(table["kind"])
    near = nearest(kind, list(KINDS))
    hint = f'did you mean "{near}"?' if near else None
    message = f"`kind` in [{_dotted(path)}] is {kind!r}; it is one of {', '.join(KINDS)}"
    return document.fault(message, places.value((*path, "kind")), hint)


def _what(error: ErrorDetails) -> str:
    found, context = error["input"], error.get("ctx", {})
    shown = repr(found) if isinstance(found, str) else str(found)
    match error["type"]:
        case "literal_error":
            return f"is {shown}; it is {context['expected']}".replace("'", '"')
        case "greater_than_equal" | "less_than_equal":
            return f"is {shown}, outside the years {FIRST_YEAR} to {LAST_YEAR}"
        case "string_too_short":
            return "is empty"
    wanted = _WANTED.get(error["type"].split("_")[0], "something else")
    return f"is {_kind_of(found)}; it takes {wanted}"


def _kind_of(found: object) -> str:
    if isinstance(found, Mapping):
        return "a table"
    if isinstance(found, list):
        return "a list"
    return repr(found) if isinstance(found, str) else str(found).lower()


def _remedy(error: ErrorDetails) -> str | None:
    found, kind = error["input"], error["type"]
    if kind == "literal_error" and isinstance(found, str):
        allowed = [
            word.strip(" '") for word in error["ctx"]["expected"].replace(" or ", ",").split(",")
        ]
        near = nearest(found, allowed)
        return f'did you mean "{near}"?' if near else None
    if kind == "int_type" and isinstance(found, str) and found.strip().isdigit():
        return f"write {found.strip()} without quotes"
    if kind == "string_type" and not isinstance(found, (Mapping, list)):
        return f'write "{found}"'
    return None
