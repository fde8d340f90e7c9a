"""JSON Schema of what `report --since` adds to the report, and to a line of JSON Lines."""

from __future__ import annotations

from typing import get_args

from exporttrack.model.series import FIGURE_STATUSES
from exporttrack.render.schemas.parts import (
    Schema,
    count,
    day,
    flag,
    list_of,
    number,
    object_of,
    one_of,
    or_null,
    period,
    text,
)
from exporttrack.render.schemas.target import TARGET
from exporttrack.rules.since import Kind

_NEW, _NONE, _UNSAID = "a new figure", "there is none any more", "not stated"
_VERDICT: Schema = {key: TARGET[key] for key in ("status", "actual")}
_CHANGE: Schema = {
    "series": text("Its series."),
    "period": period("What it is of."),
    "unit": text("Of the series."),
    "kind": one_of(
        "Of a period that had none; of the same source; of another, or assumed; taken back.",
        get_args(Kind),
    ),
    "before": or_null(number("What counted on that day, in `unit`."), _NEW),
    "after": or_null(number("What counts now, in `unit`."), _NONE),
    "difference": or_null(number("After minus before, in `unit`."), "either is null"),
    "status_before": or_null(one_of("How firm it was.", FIGURE_STATUSES), f"{_NEW}; {_UNSAID}"),
    "status": or_null(one_of("How firm it is.", FIGURE_STATUSES), f"{_NONE}; {_UNSAID}"),
    "source_before": or_null(text("Who said what counted."), f"{_NEW}; {_UNSAID}"),
    "source": or_null(text("Who says what counts, or takes it back."), _UNSAID),
    "published": or_null(text("When: a day, month or year."), _UNSAID),
    "assumed": flag("From --assume."),
    "source_after": or_null(text("Who says what counts now."), f"{_NONE}; {_UNSAID}"),
    "published_after": or_null(text("When they said so."), f"{_NONE}; {_UNSAID}"),
}
_RECORDED = {**text("When it was written down."), "format": "date-time"}
SINCE = object_of(
    "What has changed since a day; only with --since.",
    {
        "date": day("That day."),
        "unchanged": count("So many targets have neither another status nor another figure."),
        "targets": list_of(
            "The others, in the order of the file.",
            object_of(
                "One that changed.",
                {
                    "id": TARGET["id"],
                    "before": object_of("On that day.", _VERDICT),
                    "after": object_of("Now.", _VERDICT),
                },
            ),
        ),
        "figures": list_of(
            "The figures of the series that these targets name.",
            object_of("A period of which another figure counts than did.", _CHANGE),
        ),
        "entered": list_of(
            "Figures dated that day or before, and recorded on it or later.",
            object_of(
                "A period of which another figure counts than by what had been recorded.",
                {**_CHANGE, "recorded": _RECORDED},
            ),
        ),
    },
)
LINE_SINCE = object_of(
    "What the target was on a day, changed or not; only with --since.",
    {"date": day("That day."), **_VERDICT},
)
