"""JSON Schema of what the report says of one target; `explain` and `outlook` say some of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from exporttrack.model.series import FIGURE_STATUSES
from exporttrack.model.target import KINDS
from exporttrack.render.schemas.parts import (
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
    year,
)
from exporttrack.rules.assessment import STATUSES, Position
from exporttrack.rules.year_to_date import Refusal

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

_ACTUAL = object_of(
    "The figure that is judged.",
    {
        "value": number("In `unit`; for growth the average, or the weakest year."),
        "period": period("What it is of."),
        "status": or_null(
            one_of("The least firm of the figures it is made from.", FIGURE_STATUSES),
            "the sources do not say",
        ),
        "assumed": flag("Made with an assumption."),
        "as_published": flag("Made with a published rate or share."),
    },
)
_BASE = object_of(
    "What is counted from.",
    {
        "value": number("In the series' unit; percent for a share."),
        "period": period("Its year."),
        "shifted": flag("A later year than was chosen."),
    },
)
_YEAR = object_of(
    "The growth of one year.",
    {
        "year": year("The year."),
        "rate": number("On the year before, in percent."),
        "position": one_of("Against the band.", get_args(Position)),
    },
)


def _method(name: str, told: str) -> Schema:
    """What one method says; two of them expect a value at the deadline."""
    words = (*CLASSES[name], "not-available")
    properties = {
        "value": or_null(number(told), "not available, or it does not exist"),
        "class": one_of("What the method says.", words),
    }
    if name in ("trend-to-target", "straight-line"):
        expected = number("Where it leads at the deadline; in the series' unit, or percent.")
        properties["expected"] = or_null(expected, "not available")
    properties["reason"] = text("Why it is not available; only then.")
    return object_of(f"The method {name}.", properties, optional=("reason",))


_METHODS = object_of(
    "What each method says: the three, and the pace of a total.",
    {
        "rate-ratio": _method("rate-ratio", "R: observed against required rate; 1 is as required."),
        "trend-to-target": _method("trend-to-target", "P: part of the change that will be done."),
        "straight-line": _method("straight-line", "The miss, as part of the gap still open."),
        "pace": _method("pace", "The sum against its time; 1 is on time."),
    },
    optional=("pace",),
)
PROJECTION = object_of(
    "At the deadline; in the series' unit, or percent for a share.",
    {
        "period": period("The deadline."),
        "value": or_null(number("The median."), "too few figures"),
        "low": or_null(number("The lower end of the interval."), "no interval"),
        "high": or_null(number("The upper end of the interval."), "no interval"),
        "level": number("Of the interval, in percent."),
        "probability": or_null(
            number("Of meeting the target, 0 to 1.", minimum=0, maximum=1),
            "no interval; each year is judged",
        ),
        "points": count("Yearly figures used."),
        "method": one_of("How.", ("drift", "drift-with-prior", "straight-line", "mean")),
        "note": or_null(text("What to know about it, for people."), "nothing"),
    },
)
_NO_BEFORE = "no same months of the year before"
_NO_GOAL = "the target asks nothing of the year, or its first months are not known"
_YEAR_TO_DATE = object_of(
    "The year under way against the year before; never part of the verdict. In the series' unit.",
    {
        "year": year("The year under way."),
        "period": period("Its months that are known and compared."),
        "value": number("Their sum."),
        "before": or_null(period("The same months of the year before."), "nothing to compare"),
        "value_before": or_null(number("Their sum."), _NO_BEFORE),
        "year_before": or_null(number("The whole year before."), "not known"),
        "growth": or_null(number("On the same months, in percent."), _NO_BEFORE),
        "at_this_pace": or_null(
            number("The year's end, if the rest grows alike."), "nothing to compare"
        ),
        "by_mean_share": or_null(
            number("The year's end, by the mean share of these months in past years."),
            "no past year",
        ),
        "low": or_null(number("The same by their greatest share."), "fewer than two past years"),
        "high": or_null(number("The same by their least share."), "fewer than two past years"),
        "straight_line": or_null(
            number("The year's end in equal months."), "there is a year before"
        ),
        "goal": or_null(number("What the year has to reach for the target."), _NO_GOAL),
        "needed": or_null(number("What the rest of the year has to bring."), _NO_GOAL),
        "needed_growth": or_null(
            number("How much more than the rest of the year before, in percent."),
            "nothing to compare",
        ),
        "needed_per_month": or_null(number("What each month left has to bring."), _NO_GOAL),
        "reason": or_null(
            one_of("Why nothing can be compared.", get_args(Refusal)), "it can be compared"
        ),
    },
)
_SOURCE = object_of(
    "Who states the target, as in the targets file.",
    {
        "id": or_null(text("Its name."), "only a quote is stated"),
        "title": or_null(text("Of the document."), "only a quote is stated"),
        "publisher": or_null(text("Who published it."), "not stated"),
        "published": or_null(text("A day, month or year."), "not stated"),
        "url": or_null(text("Where it is found."), "not stated"),
        "quote": or_null(text("Its words, short."), "not stated"),
    },
)
FIGURE = object_of(
    "One figure.",
    {
        "series": text("Its series."),
        "period": period("What it is of."),
        "value": number("In `unit`."),
        "unit": text("Of the series."),
        "status": or_null(one_of("How firm it is.", FIGURE_STATUSES), "not stated"),
        "assumed": flag("From --assume."),
        "source": or_null(text("Who says it."), "not stated"),
        "url": or_null(text("Where it is found."), "not stated"),
        "published": or_null(text("A day, month or year."), "not stated"),
        "file": or_null(text("Where it is written."), "assumed"),
        "line": or_null(count("Where it is written.", least=1), "assumed"),
    },
)
_POINT = object_of(
    "A year and its value.",
    {"year": year("The year."), "value": number("In the series' unit; percent for a share.")},
)
TARGET: Schema = {
    "id": text("Its name; of a phase NAME.2023-2025."),
    "title": text("As in the targets file."),
    "group": or_null(text("As in the targets file."), "has none"),
    "kind": one_of("What is promised.", KINDS),
    "unit": text("Of the band: the series' unit, percent, or percent a year."),
    "status": one_of("The verdict, best to worst; then those without one.", STATUSES),
    "reason": text("One sentence for people."),
    "band": object_of(
        "What is asked for, in `unit`.",
        {
            "min": or_null(number("At least."), "open on that side"),
            "max": or_null(number("At most."), "open on that side"),
        },
    ),
    "from": or_null(year("The first year of growth and total."), "other kinds"),
    "by": year("The deadline."),
    "actual": or_null(_ACTUAL, "there is none"),
    "base": or_null(_BASE, "none; always for a total"),
    "position": or_null(one_of("Of `actual`, against the band.", get_args(Position)), "no actual"),
    "gap": or_null(
        number("0 inside the band, else actual minus the nearest edge; in `unit`, or points."),
        "no actual",
    ),
    "progress": object_of(
        "How much of the way, and of the time; 1 is all.",
        {
            "value_share": or_null(
                number(
                    "Of the required change, or of the sum; below 0 for a retreat, above 1 only "
                    "where a sum is more than it may come to."
                ),
                "nothing was required, or no base",
            ),
            "time_share": or_null(
                number("At the end of the latest year; of a total, its years in the sum."),
                "no base",
            ),
        },
    ),
    "rates": object_of(
        "Percent a year.",
        {
            "observed": or_null(number("From the base to the latest."), "does not exist"),
            "required": or_null(number("From the base to the target."), "does not exist"),
            "needed": or_null(number("From the latest to the target."), "does not exist"),
        },
    ),
    "needed_per_year": or_null(
        number("What each year left must add; in the series' unit, or percent."),
        "growth; no year left; no figure",
    ),
    "years": list_of("Growth of each year seen; empty for other kinds.", _YEAR),
    "methods": _METHODS,
    "decided_by": or_null(
        one_of("The method that gave the status.", tuple(CLASSES)), "a figure or a date gave it"
    ),
    "projection": or_null(PROJECTION, "no figure, or the latest is of the deadline"),
    "year_to_date": or_null(_YEAR_TO_DATE, "no year of the target is under way"),
    "points": list_of("Each year since the base; empty for a total.", _POINT),
    "source": or_null(_SOURCE, "neither source nor quote is stated"),
    "note": or_null(text("As in the targets file."), "has none"),
    "figures": list_of("Every figure used, oldest period first.", FIGURE),
}
