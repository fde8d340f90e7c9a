"""JSON Schema of an error, as every command that is asked for JSON says it on standard error."""

from __future__ import annotations

from exporttrack.render.schemas.parts import Schema, list_of, object_of, or_null, text
from exporttrack.render.schemas.validate import FAULT


def schema() -> Schema:
    """The schema of an error: of a message, or of the faults of files."""
    told = "What is on standard error where JSON is asked for and there is no answer."
    message = text("What is wrong, for people.")
    hint = or_null(text("What to do, for people."), "the message says all")
    error = {
        "description": "One of two objects.",
        "anyOf": [
            object_of("Anything but a faulty file.", {"message": message, "hint": hint}),
            object_of(
                "Files are faulty.",
                {"message": message, "faults": list_of("All of them, by place.", FAULT)},
            ),
        ],
    }
    return {"title": "exporttrack error", **object_of(told, {"error": error})}
