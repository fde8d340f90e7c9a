"""JSON Schema of `report --json`, and of a line of `report --format jsonl`."""

from __future__ import annotations

from exporttrack.render.schemas.parts import HEAD, NUMBERS, Schema, count, day, list_of, object_of
from exporttrack.render.schemas.since import LINE_SINCE, SINCE
from exporttrack.render.schemas.target import TARGET
from exporttrack.rules.assessment import STATUSES


def schema() -> Schema:
    """The schema of the report; `$defs` has that of a target, and of a line of JSON Lines."""
    whole = object_of(
        f"What `exporttrack report --json` prints. {NUMBERS}",
        {
            **HEAD,
            "summary": object_of(
                "How many targets have each status; one that none has is left out.",
                {status: count("So many targets.", least=1) for status in STATUSES},
                optional=STATUSES,
            ),
            "targets": list_of(
                "Each target and phase, in the order of the file.", {"$ref": "#/$defs/target"}
            ),
            "notes": list_of("Sentences for people.", {"type": "string"}),
            "since": SINCE,
        },
        optional=("since",),
    )
    of_target = {key: {"$ref": f"#/$defs/target/properties/{key}"} for key in TARGET}
    line = {"as_of": day("The day of the report."), **of_target, "since": LINE_SINCE}
    defs = {
        "target": object_of("One target, or one phase of it.", TARGET),
        "line": object_of("One line of `exporttrack report --format jsonl`.", line, ("since",)),
    }
    return {"title": "exporttrack report", **whole, "$defs": defs}
