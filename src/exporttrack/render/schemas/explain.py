"""JSON Schema of `explain --json`."""

from __future__ import annotations

from typing import get_args

from exporttrack.render.schemas.outlook import AHEAD
from exporttrack.render.schemas.parts import (
    HEAD,
    NUMBERS,
    OPEN,
    Schema,
    ends,
    flag,
    list_of,
    number,
    object_of,
    one_of,
    or_null,
    text,
    year,
)
from exporttrack.render.schemas.target import FIGURE, TARGET
from exporttrack.rules.assessment import STATUSES
from exporttrack.rules.explanation import WhyAside


def schema() -> Schema:
    """The schema of an explanation."""
    told = f"What `exporttrack explain TARGET --json` prints. {NUMBERS}"
    one = object_of("What the report has of a target, and how it was reached.", _EXPLANATION)
    document = {
        **HEAD,
        "explanations": list_of("Each target and phase that was asked for.", one),
        "notes": list_of("Sentences for people.", {"type": "string"}),
    }
    return {"title": "exporttrack explain", **object_of(told, document)}


_FORMULA = object_of(
    "One step of the calculation.",
    {
        "symbol": text("Its name in later formulas."),
        "meaning": text("What it is, for people."),
        "formula": text("How it is made."),
        "with_numbers": text("The same with the numbers put in, for a calculator."),
        "value": number("What that comes to; 4.4 for 4.4 %."),
        "unit": or_null(text("`percent`, `pp`, or the series' unit."), "a plain number"),
    },
)
_YEARS_BAND = object_of(
    "The band in one year; in the series' unit, or percent for a share.",
    {
        "year": year("The year."),
        **ends(OPEN, "min", "max"),
    },
)
_STEP = object_of(
    "A year of the required path.",
    {"year": year("The year."), "value": number("In the series' unit; percent for a share.")},
)
_TURN = object_of(
    "The values of one figure that have one status, all else being as it is.",
    {
        "status": one_of("The verdict.", STATUSES),
        "year": year("What the figure is of."),
        **ends(OPEN, "min", "max"),
        "min_included": flag("The lower end has this status, too."),
        "max_included": flag("The upper end has this status, too."),
    },
)
_WHY = tuple(word for words in get_args(WhyAside) for word in get_args(words))
_SET_ASIDE = object_of(
    "A record of the target's series that its verdict is not made from.",
    {
        **FIGURE["properties"],
        "value": or_null(number("In `unit`."), "it withdraws another"),
        "why": one_of("Why not.", _WHY),
    },
)
_EXPLANATION: Schema = {
    **TARGET,
    "rule": text("What the target asks, in a sentence."),
    "goal": AHEAD["goal"],
    "over": AHEAD["over"],
    "formulas": list_of("Each step of the calculation, in the order of their use.", _FORMULA),
    "corridor": list_of("The band at the deadline; of growth in each of its years.", _YEARS_BAND),
    "required_path": list_of(
        "From the base to the goal; empty where there is no such rate.", _STEP
    ),
    "turns": list_of("At which figures the verdict turns; empty where none changes it.", _TURN),
    "set_aside": list_of("What is known and not used.", _SET_ASIDE),
    "projections": AHEAD["projections"],
    "part": AHEAD["part"],
}
