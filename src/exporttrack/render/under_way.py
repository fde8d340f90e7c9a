"""The year under way, in one sentence."""

from __future__ import annotations

from exporttrack.render import numbers, words
from exporttrack.render.language import say
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.year_to_date import YearToDate


def under_way(assessment: Assessment) -> str:
    """The year under way, in one sentence; empty where there is none."""
    found, unit = assessment.year_to_date, assessment.series.unit
    if found is None:
        return ""
    text = say("ytd", period=words.period(found.period), value=numbers.amount(found.value, unit))
    text = text[0].upper() + text[1:]
    if found.growth is not None:
        text += say("ytd-growth", **_grown(found.growth))
    if found.refusal is not None:
        before = words.period(found.before) if found.before else ""
        text += say(f"ytd-{found.refusal}", before=before)
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
    return text + ("" if growth is None else say("ytd-needed-growth", **_grown(growth)))


def _grown(growth: float) -> dict[str, str]:
    """The same as a figure with its sign and in words: `+5.1 %`, `rise by 5.1 %`."""
    key = "fall" if growth < 0 else "rise" if growth else "no-change"
    change = say(key, size=numbers.percent(abs(growth)))
    return {"growth": numbers.rate(growth), "change": change}
