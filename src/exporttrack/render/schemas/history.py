"""JSON Schema of `history --json`, and of a line of `history --format jsonl`."""

from __future__ import annotations

from typing import get_args

from exporttrack.model.series import FIGURE_STATUSES, WITHDRAWN
from exporttrack.render.schemas.parts import (
    HEAD,
    NUMBERS,
    Schema,
    count,
    flag,
    list_of,
    number,
    object_of,
    one_of,
    or_null,
    period,
    text,
)
from exporttrack.rules.ledger import Why


def schema() -> Schema:
    """The schema of the records; `$defs` has that of a line of JSON Lines."""
    head = {key: part for key, part in HEAD.items() if key != "title"}
    records = list_of("By series, period and source.", {"$ref": "#/$defs/line"})
    told = f"What `exporttrack history --json` prints. {NUMBERS}"
    defs = {"line": object_of("One record, and what became of it.", _RECORD)}
    document = object_of(told, {**head, "records": records})
    return {"title": "exporttrack history", **document, "$defs": defs}


_NOT_STATED = "not stated"
_RECORD: Schema = {
    "series": text("Its series."),
    "period": period("What it is of."),
    "value": {
        "description": "In `unit`, with all its digits; or the word by which a source takes back "
        "what it said.",
        "anyOf": [{"type": "number"}, {"const": WITHDRAWN}],
    },
    "unit": text("Of the series."),
    "status": or_null(one_of("How firm it is.", FIGURE_STATUSES), _NOT_STATED),
    "published": or_null(text("A day, month or year."), _NOT_STATED),
    "source": or_null(text("Who says it."), _NOT_STATED),
    "url": or_null(text("Where it is found."), _NOT_STATED),
    "note": or_null(text("A remark."), _NOT_STATED),
    "recorded": or_null({**text("When it was written down."), "format": "date-time"}, _NOT_STATED),
    "counts": flag("It is the figure of its period."),
    "why": one_of("Why it does, or does not.", get_args(Why)),
    "change": or_null(
        number("From the vintage before it, in percent of that; of percentages in points."),
        "the first, a withdrawal, or zero before",
    ),
    "difference": or_null(
        number("Of a rival, from the figure that is used, in the same way."), "no rival"
    ),
    "file": text("Where it is written."),
    "line": count("Where it is written.", least=1),
}
