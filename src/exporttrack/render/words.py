"""The words of a report for statuses, figures, periods and sources, the same in every format."""

from __future__ import annotations

import re
from datetime import date

from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation
from exporttrack.model.target import Target
from exporttrack.render import numbers, path
from exporttrack.render.language import say, spoken
from exporttrack.render.safe import safe
from exporttrack.rules.assessment import Assessment, Report
from exporttrack.rules.measures import meets
from exporttrack.rules.projection import Projection

JOIN = "\ue000"
"""Stands for a space at which no line may break, until the lines are made."""

_UNITS = "M|bn|tn|pp|nghìn tỷ|triệu|tỷ|điểm|tháng"


def unbroken(text: str) -> str:
    """`text` whose figures are not parted from their units at the end of a line."""
    text = re.sub(rf"(?<=[0-9]) (?=(?:{_UNITS})\b|%)", JOIN, text)
    text = re.sub(r"\b(nghìn|triệu|tỷ|điểm) (?=tỷ\b|[A-Z]{3}\b|%)", rf"\1{JOIN}", text)
    if spoken() == "vi":  # where the sign of no currency stands before the amount
        text = re.sub(r"(?<=[0-9]) (?=[A-Z]{3}\b)", JOIN, text)
    return re.sub(r"\b(năm|tháng|quý) (?=[0-9IV])", rf"\1{JOIN}", text)


def status(one: Assessment) -> str:
    """The word for how a target stands."""
    return say(f"status-{one.status}")


def unit_of(assessment: Assessment) -> str:
    """The unit of the band: the series' unit, percent, or percent a year."""
    kind = assessment.target.kind
    if kind == "growth":
        return "percent a year"
    return PERCENT if kind in ("share", "change") else assessment.series.unit


def wanted(assessment: Assessment) -> str:
    """What is asked for, as `4.4-5 % a year` or `at least US$550 M`."""
    target = assessment.target
    unit = assessment.series.unit if target.kind in ("level", "total") else PERCENT
    text = numbers.band(target.band, unit)
    return say("a-year-of", wanted=text) if target.kind == "growth" else text


def when(target: Target) -> str:
    """The years that a target is about: `by 2030` or `2023-2025`."""
    key = "when-by" if target.first is None else "when-years"
    return say(key, by=target.by, first=target.first)


def actual_value(assessment: Assessment, *others: numbers.Value) -> str:
    """The figure that is judged, with its unit; empty while there is none.

    It has enough digits to differ from what is asked, and from the others, and to see how far it
    is from an edge.
    """
    actual, target = assessment.actual, assessment.target
    if actual is None:
        return ""
    asked = [edge for edge in target.band if edge is not None]
    edges = [*asked, *path.around(actual.value, *asked), *others]
    if target.kind in ("growth", "change"):
        return numbers.rate(float(actual.value) / 100, edges)
    unit = PERCENT if target.kind == "share" else assessment.series.unit
    return numbers.amount(actual.value, unit, edges)


def what(assessment: Assessment, *others: numbers.Value) -> str:
    """The figure that is judged and its period, as `US$192 M in 2018`; told from the others."""
    actual, base = assessment.actual, assessment.base
    if actual is None:
        return ""
    key = {"growth": "a-year", "change": "change"}.get(assessment.target.kind, "in")
    since = period(base.period) if base else ""
    value = actual_value(assessment, *others)
    return say(key, value=value, period=period(actual.period), base=since)


def extreme(one: Assessment) -> str | None:
    """What the year that is judged is among those seen, `lowest` or `highest`.

    None where it is not one of several that are each judged: the reading is not each-year.
    """
    if one.target.reading != "each-year" or one.actual is None or not one.years:
        return None
    rate, rates = one.actual.value, [year.rate for year in one.years]
    is_highest = rate == max(rates) and (one.target.lower_is_better or rate > min(rates))
    return "highest" if is_highest else "lowest"


def distance(assessment: Assessment) -> str:
    """How far outside the band, as `1.27 pp` or `US$350 M (63.6 %)`; empty inside it."""
    gap, target = assessment.gap, assessment.target
    if not gap or assessment.actual is None:
        return ""
    if target.kind in ("share", "growth", "change") or assessment.series.unit == PERCENT:
        return numbers.points(gap)
    text = numbers.amount(abs(numbers.exact(gap)), assessment.series.unit)
    edge = target.band.min if assessment.position == "below" else target.band.max
    if edge is None or edge <= 0:
        return text
    return f"{text} ({numbers.percent(abs(float(gap)) / float(edge))})"


def fit(assessment: Assessment) -> str:
    """Where the figure stands against the band, in words."""
    target, position = assessment.target, assessment.position
    if position is None:
        return ""
    if position == "inside":
        return say("meets" if None in target.band else "within", wanted=wanted(assessment))
    far = say(position)
    if meets(position, target):
        return say("beyond", far=far, wanted=wanted(assessment))
    return say("short", distance=distance(assessment), far=far, wanted=wanted(assessment))


def is_at_most(one: Assessment, rate: float) -> bool:
    """Whether a rate that is needed is growth to an edge that it must not pass."""
    is_capped = one.target.lower_is_better or one.aim != one.goal
    return one.target.kind == "growth" and is_capped and rate > 0


def unseen(one: Assessment) -> list[int]:
    """The years of a total that none of its figures covers, ascending."""
    own = one.series.own_period
    seen = {
        year
        for first, last in (own(figure.period).years for figure in one.figures)
        for year in range(first, last + 1)
    }
    first = one.target.first or one.target.by
    return [year for year in range(first, one.target.by + 1) if year not in seen]


def period(one: Period) -> str:
    """A period as people write it: years with a dash.

    >>> from exporttrack.model.period import parse_period
    >>> period(parse_period("2023/2025")), period(parse_period("2024-01/2024-09"))
    ('2023-2025', '2024-01/2024-09')
    """
    (year, month), (last_year, last_month) = divmod(one.first, 12), divmod(one.last, 12)
    if month == 0 and last_month == 11:
        return str(year) if year == last_year else say("period-years", first=year, last=last_year)
    if one.months == 1:
        key = "period-month"
    elif one.months in (3, 6) and month % one.months == 0:
        key = "period-quarter" if one.months == 3 else f"period-half-{month // 6 + 1}"
    else:
        key = "period-first-months" if month == 0 and year == last_year else "period-months"
    return say(
        key,
        year=year,
        quarter=month // 3 + 1,
        roman=("I", "II", "III", "IV")[month // 3],
        month=month + 1,
        last_year=last_year,
        last_month=last_month + 1,
    )


def day(one: date | Period) -> str:
    """A day as people write it; of a document the month or year, where that is all there is."""
    if isinstance(one, Period):
        return period(one)
    return say("day", year=one.year, month=one.month, day=one.day)


def lacking(one: Projection) -> str | None:
    """What a projection lacks, and why; None where it lacks nothing."""
    if one.note is None:
        return None
    value = "" if one.value is None else f"{one.value:.0f}"
    return say(f"lacks-{one.note}", year=one.year, value=value)


def source(one: Observation | None) -> str:
    """Who says it; a headline after the publisher's name is left out."""
    if one is None or not one.source:
        return say("no-source")
    publisher, _, headline = one.source.partition(": ")
    return safe(publisher if headline else one.source)


def dated(one: Observation) -> str:
    """When it was published; else when it was recorded, if that is known."""
    if one.published is not None:
        return say("published", day=day(one.published))
    if one.recorded is not None:
        return say("explain-recorded", day=day(one.recorded.date()))
    return say("explain-undated")


def files(report: Report) -> str:
    """The files that it was made from."""
    names = ", ".join(safe(one.path) for one in report.inputs)
    return say("files", names=names or say("no-files"))


def grouped(report: Report) -> list[tuple[str, list[Assessment]]]:
    """The heading of each group and its targets, wherever in the file they stand.

    Groups come in the order of the first target of each.
    """
    found: dict[str | None, list[Assessment]] = {}
    for one in report.assessments:
        found.setdefault(one.target.group, []).append(one)
    return [(safe(group or say("other-targets")), members) for group, members in found.items()]


def counted(report: Report) -> str:
    """The day, and how many targets have each status."""
    counts = (
        f"{n} {say(f'status-{status}')}".replace(" ", JOIN) for status, n in report.summary.items()
    )
    return say("as-of", as_of=day(report.as_of), counts=", ".join(counts) or say("no-targets"))
