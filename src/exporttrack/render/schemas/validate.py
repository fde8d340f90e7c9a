"""JSON Schema of `validate --json`."""

from __future__ import annotations

from exporttrack.render.schemas.parts import (
    HEAD,
    Schema,
    count,
    list_of,
    object_of,
    one_of,
    or_null,
    text,
)


def schema() -> Schema:
    """The schema of what is found in the files."""
    document = {
        **{key: HEAD[key] for key in ("schema_version", "tool")},
        "files": list_of("The files that were checked.", text("A name as given.")),
        "errors": count("How many faults are errors."),
        "warnings": count("How many are warnings."),
        "faults": list_of("All of them, by file and place.", FAULT),
    }
    told = "What `exporttrack validate --json` prints."
    return {"title": "exporttrack validate", **object_of(told, document)}


FAULT = object_of(
    "One thing that is wrong in a file, or worth a second look.",
    {
        "severity": one_of("How bad it is.", ("error", "warning")),
        "file": text("Its name as given; - is standard input."),
        "line": or_null(count("From 1.", least=1), "it is of the whole file"),
        "column": or_null(count("From 1, in characters.", least=1), "only the line is known"),
        "message": text("What was found and what was wanted, for people."),
        "hint": or_null(text("What to do, for people."), "the message says all"),
    },
)
