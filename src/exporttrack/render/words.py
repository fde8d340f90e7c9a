"""The sentences of a report: one a verdict, one a note. Every format takes them from here."""

from __future__ import annotations

import re

from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation
from exporttrack.model.target import Target
from exporttrack.render import numbers
from exporttrack.render.english import SENTENCES
from exporttrack.render.safe import safe
from exporttrack.rules.assessment import Assessment, Report
from exporttrack.rules.measures import meets
from exporttrack.rules.notes import Note
from exporttrack.rules.year_to_date import YearToDate

JOIN = "\ue000"
"""Stands for a space at which no line may break, until the lines are made."""


def unbroken(text: str) -> str:
    """`text` whose figures are not parted from their units at the end of a line."""
    return re.sub(r"(?<=[0-9]) (?=(?:M|bn|tn|%|pp)\b|%)", JOIN, text)


def say(key: str, **facts: object) -> str:
    """A sentence of the catalogue with its facts filled in."""
    return SENTENCES[key].format(**facts)


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
    text = numbers.band(target.band, unit, say("at-least"), say("at-most"))
    return say("a-year-of", wanted=text) if target.kind == "growth" else text


def actual_value(assessment: Assessment) -> str:
    """The figure that is judged, with its unit; empty while there is none."""
    actual, target = assessment.actual, assessment.target
    if actual is None:
        return ""
    edges: list[numbers.Value] = [e for e in (target.band.min, target.band.max) if e is not None]
    if target.kind in ("growth", "change"):
        return numbers.rate(float(actual.value) / 100, edges)
    unit = PERCENT if target.kind == "share" else assessment.series.unit
    return numbers.amount(actual.value, unit, edges)


def what(assessment: Assessment) -> str:
    """The figure that is judged and its period, as `US$192 M in 2018`."""
    actual, base = assessment.actual, assessment.base
    if actual is None:
        return ""
    key = {"growth": "a-year", "change": "change"}.get(assessment.target.kind, "in")
    since = base.period if base else ""
    return say(key, value=actual_value(assessment), period=period(actual.period), base=since)


def period(one: Period) -> str:
    """A period as people write it: years with a dash.

    >>> from exporttrack.model.period import parse_period
    >>> period(parse_period("2023/2025")), period(parse_period("2024-01/2024-09"))
    ('2023-2025', '2024-01/2024-09')
    """
    text = str(one)
    return text.replace("/", "-") if len(text) == len("2023/2025") else text


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
        one_sided = target.band.min is None or target.band.max is None
        return say("meets" if one_sided else "within", wanted=wanted(assessment))
    far = say(position)
    if meets(position, target):
        return say("beyond", far=far, wanted=wanted(assessment))
    return say("short", distance=distance(assessment), far=far, wanted=wanted(assessment))


def reason(assessment: Assessment) -> str:
    """Why the status was given, in one sentence."""
    key = assessment.reason
    facts = _facts(assessment)
    match key:
        case "trend":
            return _trend(assessment, facts)
        case "no-year-over" if assessment.base:
            key_said = "no-year-over-base"
        case "one-figure" if assessment.actual is None:
            key_said = "one-figure-base"
        case _:
            key_said = key
    return say(key_said, **facts)


def _trend(assessment: Assessment, facts: dict[str, object]) -> str:
    key = assessment.decided_by or "each-year"
    if key == "rate-ratio" and assessment.target.kind == "growth":
        known = assessment.methods["rate-ratio"].value is not None
        key = "rate-ratio-growth" if known else "growth-so-far"
    if key == "trend-to-target" and assessment.methods[key].value is None:
        key = "trend-kept"
    once = say("once-met", **facts) if assessment.first_met is not None else ""
    return say(key, **facts) + once


def _facts(assessment: Assessment) -> dict[str, object]:
    """Everything that a sentence about the assessment may need."""
    target, base, rates = assessment.target, assessment.base, assessment.rates
    latest = say("latest", what=what(assessment)) if assessment.actual else ""
    goal = assessment.goal
    return {
        "what": what(assessment),
        "fit": fit(assessment),
        "wanted": wanted(assessment),
        "latest": latest,
        "by": target.by,
        "first": target.first or target.base,
        "length": target.by - (target.first or target.by) + 1,
        "seen": _years_seen(assessment),
        "chosen": target.base_year,
        "base": base.period if base else target.base_year,
        "base_value": _on_path(assessment, base.value) if base else "",
        "first_met": assessment.first_met,
        "observed": say("no-change") if rates.observed is None else numbers.rate(rates.observed),
        "required": "" if rates.required is None else numbers.rate(rates.required),
        "goal": "" if goal is None else _on_path(assessment, goal),
        "missing": _missing(assessment),
        "years": _years(assessment),
        "each": say("each-fell") if assessment.reason == "missed-a-year" else "",
        **_method_facts(assessment),
    }


def _method_facts(assessment: Assessment) -> dict[str, object]:
    methods, target = assessment.methods, assessment.target
    named = assessment.decided_by or target.method or "straight-line"
    result, ratio, pace = methods[named], methods["rate-ratio"], methods.get("pace")
    share = methods["trend-to-target"].value
    return {
        "method": named,
        "why": result.reason,
        "ratio": "" if ratio.value is None else _ratio(ratio.value),
        "pace": "" if pace is None or pace.value is None else _ratio(pace.value),
        "share": "" if share is None else numbers.percent(share),
        "expected": "" if result.expected is None else _on_path(assessment, result.expected),
    }


def _ratio(value: float) -> str:
    """Two decimals, more where they would hide on which side of a class edge it is."""
    return numbers.plain(numbers.rounded(numbers.exact(value), 2, [0.95, 0.60, 0]))


def _on_path(assessment: Assessment, value: numbers.Value) -> str:
    """A value in the unit of the path: the series' unit, percent for a share."""
    unit = PERCENT if assessment.target.kind == "share" else assessment.series.unit
    return numbers.amount(value, unit)


def _years_seen(assessment: Assessment) -> int:
    """The years of a total that its figures cover."""
    return sum(figure.period.months for figure in assessment.figures) // 12


def _years(assessment: Assessment) -> str:
    """The years that decide an each-year target: the misses, or all of them."""
    missed = [year for year in assessment.years if not meets(year.position, assessment.target)]
    edges: list[numbers.Value] = [e for e in assessment.target.band.edges if e is not None]
    return ", ".join(
        f"{one.year} {numbers.rate(one.rate / 100, edges)}" for one in missed or assessment.years
    )


def _missing(assessment: Assessment) -> str:
    """The years of the target that no figure covers, up to its last."""
    target, own = assessment.target, assessment.series.own_period
    seen = {one.year for one in assessment.years} | {
        year
        for first, last in (own(figure.period).years for figure in assessment.figures)
        for year in range(first, last + 1)
        if target.kind == "total"
    }
    years = range(target.first or target.by, target.by + 1)
    return ", ".join(str(year) for year in years if year not in seen)


def year_to_date(assessment: Assessment) -> str:
    """The year under way, in one sentence; empty where there is none."""
    found, unit = assessment.year_to_date, assessment.series.unit
    if found is None:
        return ""
    text = say("ytd", period=found.period, value=numbers.amount(found.value, unit))
    if found.growth is not None:
        text += say("ytd-growth", growth=numbers.rate(found.growth))
    if found.refusal is not None:
        text += say(f"ytd-{found.refusal}", before=found.before)
    if found.at_this_pace is not None:
        text += say(
            "ytd-pace", year=found.year, at_this_pace=numbers.amount(found.at_this_pace, unit)
        ) + _against_goal(found.at_this_pace, assessment.year_goal)
    if found.span is not None:
        low, high = (numbers.amount(end, unit) for end in found.span)
        text += say("ytd-span", low=low, high=high)
    if found.straight_line is not None:
        text += say(
            "ytd-straight", year=found.year, straight_line=numbers.amount(found.straight_line, unit)
        )
    return text + _still_needed(assessment, found) + "."


def _against_goal(value: float, goal: float | None) -> str:
    """How far a year's end is from what the year has to reach."""
    if goal is None or goal <= 0 or value == goal:
        return ""
    far = say("above" if value > goal else "below")
    return say("ytd-against", percent=numbers.percent(abs(value / goal - 1)), far=far)


def _still_needed(assessment: Assessment, found: YearToDate) -> str:
    goal, unit = assessment.year_goal, assessment.series.unit
    if goal is None:
        return ""
    lower = assessment.target.lower_is_better
    if found.needed(goal) <= 0:
        return say("ytd-passed" if lower else "ytd-reached", goal=numbers.amount(goal, unit))
    text = say(
        "ytd-left" if lower else "ytd-needed",
        goal=numbers.amount(goal, unit),
        needed=numbers.amount(found.needed(goal), unit),
        per_month=numbers.amount(found.needed_per_month(goal), unit),
    )
    growth = found.needed_growth(goal)
    return text + ("" if growth is None else say("ytd-needed-growth", growth=numbers.rate(growth)))


def note(report: Report, one: Note) -> str:
    """A note of the report, in one sentence."""
    series = report.series.get(one.series or "")
    facts: dict[str, object] = {
        "series": safe(series.title) if series else one.series,
        "period": period(one.period) if one.period else "",
        "target": one.target,
        "count": one.count,
        "as_of": report.as_of,
        "used": _figure(report, one.used),
        "other": _figure(report, one.other),
        "used_source": _source(one.used),
        "other_source": _source(one.other),
        "by": _difference(one),
    }
    return say(
        "note-later-one" if one.kind == "later" and one.count == 1 else f"note-{one.kind}", **facts
    )


def _figure(report: Report, one: Observation | None) -> str:
    return "" if one is None else numbers.amount(one.value, report.series[one.series].unit)


def _source(one: Observation | None) -> str:
    """Who says it; a headline after the publisher's name is left out."""
    if one is None or not one.source:
        return say("no-source")
    publisher, _, headline = one.source.partition(": ")
    return safe(publisher if headline else one.source)


def _difference(one: Note) -> str:
    if one.used is None or one.other is None or not one.used.value:
        return ""
    part = abs(one.other.value - one.used.value) / abs(one.used.value)
    return say("note-rival-by", percent=numbers.percent(float(part)))


def titled(target: Target) -> str:
    """The title of a target, safe to print."""
    return safe(target.title)
