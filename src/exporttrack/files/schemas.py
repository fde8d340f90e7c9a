"""JSON Schema of the files that people write: targets.toml, and figures in TOML or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exporttrack.files.patterns import PERIOD, PUBLISHED, RECORDED, VALUE, Schema
from exporttrack.files.records import NOT_STATED
from exporttrack.files.rows import FIELDS, NEEDED
from exporttrack.files.toml_document import FORMAT
from exporttrack.model.series import FIGURE_STATUSES
from exporttrack.model.target import KINDS

_NAMES: Schema = {"pattern": r"^[^-\s.0-9][^\s.]*$"}
"""A series or a target begins with a letter and has neither blanks nor dots."""
_LIMITS: Mapping[str, Schema] = {
    "share": {"minimum": 0, "maximum": 100},
    "growth": {"exclusiveMinimum": -100},
    "change": {"exclusiveMinimum": -100},
}
"""Of `min` and `max` of a kind, where they are numbers."""
_WITHOUT_EFFECT: Mapping[str, Sequence[str]] = {
    "level": ["measured_by"],
    "total": ["measured_by", "method"],
    "change": ["measured_by"],
}
_ONE_EDGE: Schema = {"anyOf": [{"required": ["min"]}, {"required": ["max"]}]}
_PHASES_OR_YEARS: Schema = {
    "if": {"required": ["phases"], "properties": {"phases": {"minItems": 1}}},
    "then": {"properties": dict.fromkeys(("from", "to", "min", "max"), False)},
    "else": {"required": ["from", "to"], **_ONE_EDGE},
}


def targets() -> Schema:
    """The schema of targets.toml; it knows all but what one table or key says of another."""
    from exporttrack.files.targets_shape import TargetsTable

    schema = _plain(TargetsTable.model_json_schema())
    tables = schema.pop("$defs")
    kinds: dict[str, Schema] = {kind: tables.pop(f"{kind.title()}Table") for kind in KINDS}
    tables["PhaseTable"] |= _ONE_EDGE
    for edge in ("min", "max"):
        tables["PhaseTable"]["properties"][edge] |= _LIMITS["growth"]
    schema["properties"]["targets"]["additionalProperties"] = _target(kinds)
    for section in ("series", "targets"):
        schema["properties"][section]["propertyNames"] = _NAMES
    return {"title": "exporttrack targets", **schema, "$defs": tables}


def _target(kinds: Mapping[str, Schema]) -> Schema:
    """A target of any kind, and by its kind what it needs.

    Not `oneOf` the five tables: an editor could then say only that none of them fits, and offers
    what they share five times.
    """
    told = " ".join(f"{kind}: {table['description']}" for kind, table in kinds.items())
    properties: Schema = {"kind": {"enum": list(kinds), "description": told}}
    for table in kinds.values():
        properties |= {k: one for k, one in table["properties"].items() if k not in properties}
    any_kind = {"type": "object", "properties": properties, "required": ["kind"]}
    rules = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": _of_kind(kind, table),
        }
        for kind, table in kinds.items()
    ]
    return {"allOf": [any_kind, *rules]}


def _of_kind(kind: str, table: Schema) -> Schema:
    """What a target of a kind must have, and what it may have at all."""
    keys = [key for key in table["properties"] if key not in _WITHOUT_EFFECT.get(kind, ())]
    limits = dict.fromkeys(("min", "max"), _LIMITS.get(kind, {}))
    return {
        "properties": {key: {} for key in keys} | limits,
        "required": table["required"],
        "additionalProperties": False,
        **(_PHASES_OR_YEARS if kind == "growth" else _ONE_EDGE),
    }


def _plain(node: Any) -> Any:
    """What pydantic makes, without what is not TOML (null), not JSON Schema, or not for people."""
    match node:
        case {"anyOf": [inner, {"type": "null"}], **rest}:
            return _plain({**inner, **rest})
        case dict():
            return {key: _plain(value) for key, value in node.items() if not _is_noise(key, value)}
        case list():
            return [_plain(one) for one in node]
    return node


def _is_noise(key: str, value: object) -> bool:
    of_pydantic = key == "discriminator" or (key == "title" and isinstance(value, str))
    return of_pydantic or (key == "default" and value in (None, "", [], {}))


_DESCRIPTIONS: Mapping[str, str] = {
    "series": "A series of the targets file.",
    "period": "What the figure is of: a year, half, quarter or month, or a range, both ends in.",
    "value": 'In the unit of the series. A number, or text such as "550M"; "withdrawn" takes '
    "back what the source said.",
    "unit": "Only a check: an error where it is not the unit of the series.",
    "status": "Left out where the source does not say.",
    "published": "The day; the month or year, in quotes, where only that is known.",
    "source": "Who says it. The same source again is a revision, another one a rival.",
    "url": "Where it is found.",
    "note": "A remark.",
    "recorded": "When it was written down; UTC where no zone is given.",
}
_TYPES: Mapping[str, Schema] = {
    "period": PERIOD,
    "value": VALUE,
    "status": {"enum": [*FIGURE_STATUSES, *NOT_STATED]},
    "published": PUBLISHED,
    "recorded": RECORDED,
}
"""Of the fields that are more than text."""


def actuals() -> Schema:
    """The schema of actuals.toml, and of figures in JSON; of JSON Lines, `record` is a line's."""
    record = {
        "type": "object",
        "description": "One figure.",
        "properties": {name: _field(name) for name in FIELDS},
        "required": list(NEEDED),
        "additionalProperties": False,
    }
    records = {"type": "array", "items": {"$ref": "#/$defs/record"}}
    return {
        "title": "exporttrack actuals",
        "description": "Figures: TOML or JSON with records under `actual`, or a JSON list of them.",
        "type": ["object", "array"],
        "properties": {
            "format": {"const": FORMAT, "description": "Of this file."},
            "actual": {**records, "description": "The figures."},
        },
        "additionalProperties": False,
        "items": {"$ref": "#/$defs/record"},
        "$defs": {"record": record},
    }


def _field(name: str) -> Schema:
    """A field that may be left out may be null or empty as well, as programs write it."""
    found = {"description": _DESCRIPTIONS[name], **_TYPES.get(name, {"type": "string"})}
    if name in NEEDED:
        return found
    if "enum" in found:
        return {**found, "enum": [*found["enum"], "", None]}
    if "pattern" in found:
        found["pattern"] += r"|^\s*$"
    types = found["type"]
    return {**found, "type": [*([types] if isinstance(types, str) else types), "null"]}
