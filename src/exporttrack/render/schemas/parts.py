"""What the schemas of outputs are put together from.

`told` says what a value is, for people.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from exporttrack.render.json import SCHEMA_VERSION

Schema = dict[str, Any]

OPEN = "open on that side"

NUMBERS = (
    "Percentages are percent numbers: 4.4 is 4.4 %. Numbers are never rounded; a recorded one is "
    "good for 15 digits. What is not known or does not exist is null, never 0."
)


def object_of(told: str, properties: Schema, optional: Collection[str] = ()) -> Schema:
    """An object with all of these keys, but for the optional ones, and no others."""
    return {
        "type": "object",
        "description": told,
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
    }


def list_of(told: str, items: Schema) -> Schema:
    """Any number of these."""
    return {"type": "array", "description": told, "items": items}


def text(told: str) -> Schema:
    """Any text."""
    return {"type": "string", "description": told}


def day(told: str) -> Schema:
    """A day as `2026-11-21`."""
    return {**text(told), "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def period(told: str) -> Schema:
    """A period as the files have it."""
    return {**text(told), "examples": ["2024", "2024-Q3", "2024-01/2024-09", "2021/2025"]}


def number(told: str, **limits: float) -> Schema:
    """A number, within the limits that JSON Schema has for one."""
    return {"type": "number", "description": told, **limits}


def year(told: str) -> Schema:
    """A year."""
    return {"type": "integer", "description": told}


def count(told: str, least: int = 0) -> Schema:
    """A whole number from `least` up."""
    return {"type": "integer", "description": told, "minimum": least}


def flag(told: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": told}


def one_of(told: str, words: Sequence[str]) -> Schema:
    """One of these words."""
    return {"enum": list(words), "description": told}


def or_null(schema: Schema, when: str) -> Schema:
    """The same, or null; and when it is null."""
    told = {"description": f"{schema['description']} Null: {when}."}
    if "enum" in schema:
        return {**schema, **told, "enum": [*schema["enum"], None]}
    return {**schema, **told, "type": [schema["type"], "null"]}


def ends(when: str = OPEN, low: str = "low", high: str = "high") -> Schema:
    """The keys of a lower and an upper end, both of them included."""
    return {
        low: or_null(number("The lower end."), when),
        high: or_null(number("The upper end."), when),
    }


def range_of(told: str, when: str = OPEN, low: str = "low", high: str = "high") -> Schema:
    """An object that has two ends."""
    return object_of(told, ends(when, low, high))


HEAD: Schema = {
    "schema_version": {
        "const": SCHEMA_VERSION,
        "description": "Within one major version keys are only ever added.",
    },
    "tool": text("Name and version of the program."),
    "as_of": day("The day that it is of."),
    "title": text("Of the targets file."),
    "inputs": list_of(
        "The files read, targets first.",
        object_of(
            "A file.",
            {
                "path": text("Its name as given."),
                "sha256": {**text("Hash of its bytes."), "pattern": "^[0-9a-f]{64}$"},
            },
        ),
    ),
}
"""What most documents begin with."""
