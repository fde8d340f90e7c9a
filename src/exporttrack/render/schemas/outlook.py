"""JSON Schema of `outlook --json`."""

from __future__ import annotations

from exporttrack.render.schemas.parts import (
    HEAD,
    NUMBERS,
    OPEN,
    Schema,
    flag,
    list_of,
    number,
    object_of,
    or_null,
    range_of,
    year,
)
from exporttrack.render.schemas.target import PROJECTION, TARGET

_NO_GOAL = "the target needs a base and has none"


def schema() -> Schema:
    """The schema of the outlook."""
    told = f"What `exporttrack outlook --json` prints. {NUMBERS}"
    one = object_of("The way ahead for one target, or one phase of it.", _OUTLOOK)
    outlooks = list_of("Each target and phase, in the order of the file.", one)
    return {"title": "exporttrack outlook", **object_of(told, {**HEAD, "outlooks": outlooks})}


AHEAD: Schema = {
    "over": flag("The deadline is past."),
    "goal": or_null(
        number("What meets the target at the deadline; in the series' unit, or percent."), _NO_GOAL
    ),
    "part": or_null(
        object_of(
            "What a share asks of its part.",
            {
                "year": year("The last that both series have."),
                "share": number("Of that year, in percent."),
                "total_growth": number("Of the total, in percent a year."),
                "given": flag("The growth was given; else it is the trend of the total's years."),
                "from": year("The first with a figure of the total."),
                "to": year("The last."),
                "total": number("The total that the level starts from, in the series' unit."),
                "total_year": year("Its year: `year`; of a published share, the total's last."),
                "growth": range_of(
                    "The part's, in percent a year, to either edge.", OPEN, "min", "max"
                ),
                "level": range_of(
                    "The part's at the deadline, in the series' unit.", OPEN, "min", "max"
                ),
            },
        ),
        "other kinds; over; no share above zero; no growth of the total",
    ),
    "projections": list_of(
        "By drift, and with a prior where the series names one; of a total by its mean.",
        PROJECTION,
    ),
}
"""What `explain` has, too."""
_OUTLOOK: Schema = {
    **{key: TARGET[key] for key in ("id", "unit", "status", "reason", "by")},
    "over": AHEAD["over"],
    "goal": AHEAD["goal"],
    "needed": or_null(
        number("From the latest figure to the goal, in percent a year."),
        "over; zero or negative values; a total",
    ),
    "needed_to": or_null(
        range_of("From the latest figure to either edge, in percent a year.", OPEN, "min", "max"),
        "other kinds; growth each year; over; no base; no year left",
    ),
    "needed_per_year": or_null(
        number("What each year left must add; in the series' unit, or percent."), "over; growth"
    ),
    "part": AHEAD["part"],
    "projections": AHEAD["projections"],
    "year_to_date": TARGET["year_to_date"],
}
