"""JSON Schema of `coherence --json`."""

from __future__ import annotations

from typing import get_args

from exporttrack.model.target import KINDS
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
    period,
    range_of,
    text,
    year,
)
from exporttrack.rules.assessment import Position
from exporttrack.rules.corridors import BasisKind


def schema() -> Schema:
    """The schema of what the targets mean for each other."""
    told = f"What `exporttrack coherence --json` prints. {NUMBERS}"
    document = {
        **HEAD,
        "corridors": list_of("What each target allows, in the order of the file.", _CORRIDOR),
        "conflicts": list_of("Pairs that cannot both be met as stated.", _CONFLICT),
        "fits": list_of("Pairs that can.", _FIT),
    }
    return {"title": "exporttrack coherence", **object_of(told, document)}


_ID = text("Name of the target; of a phase NAME.2023-2025.")
_WHERE: Schema = {
    "series": text("The series whose levels are meant."),
    "unit": text("Of the series."),
    "from": year("The first year of a sum; else the same as `year`."),
    "year": year("The year of the levels."),
}
_UNTOLD = f"{OPEN}, or no level can be told"
_BASIS = object_of(
    "The level that growth, a change or a share is counted from.",
    {
        "kind": one_of(
            "Known, expected by another target or by the trend; or why there is none.",
            get_args(BasisKind),
        ),
        "series": text("Its series; of a share the total."),
        "year": year("Its year."),
        **ends(_UNTOLD),
        "level": or_null(number("Of the interval of a trend, in percent."), "no trend"),
        "target": or_null(_ID, "no target says it"),
        "periods": list_of("Of the figures that it is made from.", period("A period.")),
        "assumed": flag("An assumption is among them."),
        "as_published": flag("Made with a growth rate as published."),
    },
)
_ACTUAL = object_of(
    "What is known of the year, or of the years of a sum.",
    {
        "value": number("In `unit`."),
        "period": period("What it is of."),
        "assumed": flag("Made with an assumption."),
        "position": or_null(
            one_of("Against the corridor.", get_args(Position)), "no level can be told"
        ),
    },
)
_CORRIDOR = object_of(
    "The levels of a series in a year that a target allows.",
    {
        "target": _ID,
        "kind": one_of("What is promised.", KINDS),
        "band": range_of("As stated: in the series' unit, or percent.", OPEN, "min", "max"),
        **_WHERE,
        **ends(_UNTOLD),
        "basis": or_null(_BASIS, "the levels themselves are stated"),
        "factors": or_null(range_of("The basis times these."), "the levels themselves are stated"),
        "actual": or_null(_ACTUAL, "nothing is known"),
    },
)
_TWO = {"minItems": 2, "maxItems": 2}
_PAIR: Schema = {
    **_WHERE,
    "targets": {**list_of("The two.", _ID), **_TWO},
    "multiple_of": or_null(
        object_of(
            "The level that both hang on, whatever it is; levels are multiples of it.",
            {"series": text("Its series."), "year": year("Its year.")},
        ),
        "levels are in `unit`",
    ),
    "corridors": {**list_of("Of the two targets.", range_of("What it allows.")), **_TWO},
}
_REMEDY = object_of(
    "What would take one of the two to the near edge of the other.",
    {
        "target": _ID,
        "edge": number("That edge; as the levels of the pair."),
        "base": object_of(
            "What it would have to be counted from.",
            {
                "series": text("Its series."),
                "year": year("Its year."),
                **ends("no factor there, or both hang on one level"),
            },
        ),
        "latest": object_of(
            "That level where it is published, else the last figure before it.",
            {
                "year": or_null(year("Its year."), "nothing is known"),
                "value": or_null(number("In the unit of its series."), "not known, or not needed"),
            },
        ),
        "times": range_of("How many times the latest the base would be.", when="`base` or that is"),
        "needed": range_of(
            "What it would have to say instead, in percent; of growth a year.",
            when="nothing would do, or the latest is not known",
        ),
    },
)
_CONFLICT = object_of(
    "Two targets that cannot both be met as stated.",
    {
        **_PAIR,
        "apart": number("What lies between them."),
        "counts_as_met_beyond": or_null(
            text("The target that counts as met beyond its band, where the other lies."), "neither"
        ),
        "each_year": or_null(
            object_of(
                "Both bind each of these years, and no growth in them is in both bands. Levels are "
                "of the first, as multiples of the year before it; the same holds in each.",
                {"from": year("The first."), "to": year("The last.")},
            ),
            "their levels are compared",
        ),
        "reconcile": list_of("What would help, for each that is counted from a level.", _REMEDY),
    },
)
_FIT = object_of(
    "Two targets that can both be met.",
    {
        **_PAIR,
        "both": range_of("What is in both."),
        "as_growth": or_null(
            object_of(
                "What the one asks for, as growth.",
                {
                    "target": _ID,
                    "beside": {**_ID, "description": "The target of growth it is put beside."},
                    **ends(f"{OPEN}, or no rate leads there"),
                },
            ),
            "neither is growth from one level",
        ),
    },
)
