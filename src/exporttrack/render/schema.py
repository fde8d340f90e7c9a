"""JSON Schema of `report --json`: every key, what it holds, and when it is null.

`tests/render/test_schema.py` holds it against render/json.py, in both directions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, get_args

from exporttrack.model.series import FIGURE_STATUSES
from exporttrack.model.target import KINDS
from exporttrack.render.json import SCHEMA_VERSION
from exporttrack.rules.assessment import STATUSES, Position
from exporttrack.rules.year_to_date import Refusal

Schema = dict[str, Any]

CLASSES: Mapping[str, Sequence[str]] = {
    "rate-ratio": (
        "achieved", "on-track", "acceleration-needed", "limited-progress", "deterioration",
    ),
    "trend-to-target": ("on-track", "moderate", "marginal", "stagnation", "regression"),
    "straight-line": ("on-track", "slightly-off", "off-track", "wrong-direction"),
    "pace": (
        "achieved", "on-track", "acceleration-needed", "limited-progress", "deterioration",
    ),
}  # fmt: skip
"""Of each method, best first; beside them each may be `not-available`."""


def report() -> Schema:
    """The schema of the report; `$defs` has that of a target, and of a line of JSON Lines."""
    whole = _object(
        "What `exporttrack report --json` prints. Percentages are percent numbers: 4.4 is 4.4 %. "
        "Numbers are never rounded; a recorded one is good for 15 digits. What is not known or "
        "does not exist is null, never 0.",
        {
            "schema_version": {
                "const": SCHEMA_VERSION,
                "description": "Within one major version keys are only ever added.",
            },
            "tool": _text("Name and version of the program."),
            "as_of": _day("The day of the report."),
            "title": _text("Of the targets file."),
            "inputs": _list("The files read, targets first.", _INPUT),
            "summary": _object(
                "How many targets have each status; one that none has is left out.",
                {status: _count("So many targets.", least=1) for status in STATUSES},
                optional=STATUSES,
            ),
            "targets": _list(
                "Each target and phase, in the order of the file.", {"$ref": "#/$defs/target"}
            ),
            "notes": _list("Sentences for people.", {"type": "string"}),
        },
    )
    of_target = {key: {"$ref": f"#/$defs/target/properties/{key}"} for key in _TARGET}
    line = {"as_of": _day("The day of the report."), **of_target}
    defs = {
        "target": _object("One target, or one phase of it.", _TARGET),
        "line": _object("One line of `exporttrack report --format jsonl`.", line),
    }
    return {"title": "exporttrack report", **whole, "$defs": defs}


def _object(told: str, properties: Schema, optional: Collection[str] = ()) -> Schema:
    """An object with all of these keys, but for the optional ones, and no others."""
    return {
        "type": "object",
        "description": told,
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
    }


def _list(told: str, items: Schema) -> Schema:
    return {"type": "array", "description": told, "items": items}


def _text(told: str) -> Schema:
    return {"type": "string", "description": told}


def _day(told: str) -> Schema:
    return {**_text(told), "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _period(told: str) -> Schema:
    return {**_text(told), "examples": ["2024", "2024-Q3", "2024-01/2024-09", "2021/2025"]}


def _number(told: str, **limits: float) -> Schema:
    return {"type": "number", "description": told, **limits}


def _year(told: str) -> Schema:
    return {"type": "integer", "description": told}


def _count(told: str, least: int = 0) -> Schema:
    return {"type": "integer", "description": told, "minimum": least}


def _flag(told: str) -> Schema:
    return {"type": "boolean", "description": told}


def _one_of(told: str, words: Sequence[str]) -> Schema:
    return {"enum": list(words), "description": told}


def _or_null(schema: Schema, when: str) -> Schema:
    """The same, or null; and when it is null."""
    told = {"description": f"{schema['description']} Null: {when}."}
    if "enum" in schema:
        return {**schema, **told, "enum": [*schema["enum"], None]}
    return {**schema, **told, "type": [schema["type"], "null"]}


_INPUT = _object(
    "A file.",
    {
        "path": _text("Its name as given."),
        "sha256": {**_text("Hash of its bytes."), "pattern": "^[0-9a-f]{64}$"},
    },
)
_ACTUAL = _object(
    "The figure that is judged.",
    {
        "value": _number("In `unit`; for growth the average, or the weakest year."),
        "period": _period("What it is of."),
        "status": _or_null(
            _one_of("The least firm of the figures it is made from.", FIGURE_STATUSES),
            "the sources do not say",
        ),
        "assumed": _flag("Made with an assumption."),
        "as_published": _flag("Made with a published rate or share."),
    },
)
_BASE = _object(
    "What is counted from.",
    {
        "value": _number("In the series' unit; percent for a share."),
        "period": _period("Its year."),
        "shifted": _flag("A later year than was chosen."),
    },
)
_YEAR = _object(
    "The growth of one year.",
    {
        "year": _year("The year."),
        "rate": _number("On the year before, in percent."),
        "position": _one_of("Against the band.", get_args(Position)),
    },
)


def _method(name: str, told: str) -> Schema:
    """What one method says; two of them expect a value at the deadline."""
    words = (*CLASSES[name], "not-available")
    properties = {
        "value": _or_null(_number(told), "not available, or it does not exist"),
        "class": _one_of("What the method says.", words),
    }
    if name in ("trend-to-target", "straight-line"):
        expected = _number("Where it leads at the deadline; in the series' unit, or percent.")
        properties["expected"] = _or_null(expected, "not available")
    properties["reason"] = _text("Why it is not available; only then.")
    return _object(f"The method {name}.", properties, optional=("reason",))


_METHODS = _object(
    "What each method says: the three, and the pace of a total.",
    {
        "rate-ratio": _method("rate-ratio", "R: observed against required rate; 1 is as required."),
        "trend-to-target": _method("trend-to-target", "P: part of the change that will be done."),
        "straight-line": _method("straight-line", "The miss, as part of the gap still open."),
        "pace": _method("pace", "The sum against its time; 1 is on time."),
    },
    optional=("pace",),
)
_PROJECTION = _object(
    "At the deadline; in the series' unit, or percent for a share.",
    {
        "period": _period("The deadline."),
        "value": _or_null(_number("The median."), "too few figures"),
        "low": _or_null(_number("The lower end of the interval."), "no interval"),
        "high": _or_null(_number("The upper end of the interval."), "no interval"),
        "level": _number("Of the interval, in percent."),
        "probability": _or_null(
            _number("Of meeting the target, 0 to 1.", minimum=0, maximum=1),
            "no interval; each year is judged",
        ),
        "points": _count("Yearly figures used."),
        "method": _one_of("How.", ("drift", "drift-with-prior", "straight-line", "mean")),
        "note": _or_null(_text("What to know about it, for people."), "nothing"),
    },
)
_NO_BEFORE, _NO_GOAL = "no same months of the year before", "the target asks nothing of the year"
_YEAR_TO_DATE = _object(
    "The year under way against the year before; never part of the verdict. In the series' unit.",
    {
        "year": _year("The year under way."),
        "period": _period("Its months that are known and compared."),
        "value": _number("Their sum."),
        "before": _or_null(_period("The same months of the year before."), "nothing to compare"),
        "value_before": _or_null(_number("Their sum."), _NO_BEFORE),
        "year_before": _or_null(_number("The whole year before."), "not known"),
        "growth": _or_null(_number("On the same months, in percent."), _NO_BEFORE),
        "at_this_pace": _or_null(
            _number("The year's end, if the rest grows alike."), "nothing to compare"
        ),
        "by_mean_share": _or_null(
            _number("The year's end, by the mean share of these months in past years."),
            "no past year",
        ),
        "low": _or_null(_number("The same by their greatest share."), "fewer than two past years"),
        "high": _or_null(_number("The same by their least share."), "fewer than two past years"),
        "straight_line": _or_null(
            _number("The year's end in equal months."), "there is a year before"
        ),
        "goal": _or_null(_number("What the year has to reach for the target."), _NO_GOAL),
        "needed": _or_null(_number("What the rest of the year has to bring."), _NO_GOAL),
        "needed_growth": _or_null(
            _number("How much more than the rest of the year before, in percent."),
            "nothing to compare",
        ),
        "needed_per_month": _or_null(_number("What each month left has to bring."), _NO_GOAL),
        "reason": _or_null(
            _one_of("Why nothing can be compared.", get_args(Refusal)), "it can be compared"
        ),
    },
)
_SOURCE = _object(
    "Who states the target, as in the targets file.",
    {
        "id": _or_null(_text("Its name."), "only a quote is stated"),
        "title": _or_null(_text("Of the document."), "only a quote is stated"),
        "publisher": _or_null(_text("Who published it."), "not stated"),
        "published": _or_null(_text("A day, month or year."), "not stated"),
        "url": _or_null(_text("Where it is found."), "not stated"),
        "quote": _or_null(_text("Its words, short."), "not stated"),
    },
)
_FIGURE = _object(
    "One figure.",
    {
        "series": _text("Its series."),
        "period": _period("What it is of."),
        "value": _number("In `unit`."),
        "unit": _text("Of the series."),
        "status": _or_null(_one_of("How firm it is.", FIGURE_STATUSES), "not stated"),
        "assumed": _flag("From --assume."),
        "source": _or_null(_text("Who says it."), "not stated"),
        "url": _or_null(_text("Where it is found."), "not stated"),
        "published": _or_null(_text("A day, month or year."), "not stated"),
        "file": _or_null(_text("Where it is written."), "assumed"),
        "line": _or_null(_count("Where it is written.", least=1), "assumed"),
    },
)
_POINT = _object(
    "A year and its value.",
    {"year": _year("The year."), "value": _number("In the series' unit; percent for a share.")},
)
_TARGET: Schema = {
    "id": _text("Its name; of a phase NAME.2023-2025."),
    "title": _text("As in the targets file."),
    "group": _or_null(_text("As in the targets file."), "has none"),
    "kind": _one_of("What is promised.", KINDS),
    "unit": _text("Of the band: the series' unit, percent, or percent a year."),
    "status": _one_of("The verdict, best to worst; then those without one.", STATUSES),
    "reason": _text("One sentence for people."),
    "band": _object(
        "What is asked for, in `unit`.",
        {
            "min": _or_null(_number("At least."), "open on that side"),
            "max": _or_null(_number("At most."), "open on that side"),
        },
    ),
    "from": _or_null(_year("The first year of growth and total."), "other kinds"),
    "by": _year("The deadline."),
    "actual": _or_null(_ACTUAL, "there is none"),
    "base": _or_null(_BASE, "none; always for a total"),
    "position": _or_null(
        _one_of("Of `actual`, against the band.", get_args(Position)), "no actual"
    ),
    "gap": _or_null(
        _number("0 inside the band, else actual minus the nearest edge; in `unit`, or points."),
        "no actual",
    ),
    "progress": _object(
        "How much of the way, and of the time; 1 is all.",
        {
            "value_share": _or_null(
                _number("Of the required change, or of the sum; below 0 for a retreat.", maximum=1),
                "nothing was required, or no base",
            ),
            "time_share": _or_null(_number("At the end of the latest year."), "no base"),
        },
    ),
    "rates": _object(
        "Percent a year.",
        {
            "observed": _or_null(_number("From the base to the latest."), "does not exist"),
            "required": _or_null(_number("From the base to the target."), "does not exist"),
            "needed": _or_null(_number("From the latest to the target."), "does not exist"),
        },
    ),
    "needed_per_year": _or_null(
        _number("What each year left must add; in the series' unit, or percent."),
        "growth; no year left; no figure",
    ),
    "years": _list("Growth of each year seen; empty for other kinds.", _YEAR),
    "methods": _METHODS,
    "decided_by": _or_null(
        _one_of("The method that gave the status.", tuple(CLASSES)), "a figure or a date gave it"
    ),
    "projection": _or_null(_PROJECTION, "no figure, or the latest is of the deadline"),
    "year_to_date": _or_null(_YEAR_TO_DATE, "no year of the target is under way"),
    "points": _list("Each year since the base; empty for a total.", _POINT),
    "source": _or_null(_SOURCE, "neither source nor quote is stated"),
    "note": _or_null(_text("As in the targets file."), "has none"),
    "figures": _list("Every figure used, oldest period first.", _FIGURE),
}
