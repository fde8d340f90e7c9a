"""The year under way, in one sentence."""

from __future__ import annotations

from exporttrack.render import numbers, path, words
from exporttrack.render.language import say
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.year_to_date import YearToDate


def under_way(assessment: Assessment) -> str:
    """The year under way, in one sentence; empty where there is none."""
    found, goal = assessment.year_to_date, assessment.year_goal
    if found is None:
        return ""

    def amount(level: float) -> str:
        return _amount(assessment, level, goal)

    text = say("ytd", period=words.period(found.period), value=amount(found.value))
    text = text[0].upper() + text[1:]
    if found.growth is not None:
        text += say("ytd-growth", **_grown(found.growth))
    if found.refusal is not None:
        before = words.period(found.before) if found.before else ""
        text += say(f"ytd-{found.refusal}", before=before)
    if found.at_this_pace is not None:
        at_this_pace = amount(found.at_this_pace)
        text += say("ytd-pace", year=found.year, at_this_pace=at_this_pace)
        text += _against_goal(assessment, found.at_this_pace)
    if found.span is not None:
        low, high = map(amount, found.span)
        text += say("ytd-span", low=low, high=high)
    if found.straight_line is not None:
        text += say("ytd-straight", year=found.year, straight_line=amount(found.straight_line))
    return text + _still_needed(assessment, found) + "."


def _amount(assessment: Assessment, level: float, *beside: float | None) -> str:
    """A value of the year; its goal as stated, where it is the year of the deadline."""
    stated = assessment.target.band if assessment.target.kind == "level" else ()
    return path.amount(level, assessment.series.unit, stated, *beside)


def _against_goal(assessment: Assessment, value: float) -> str:
    """How far a year's end is from what the year has to reach, or may have."""
    goal = assessment.year_goal
    if goal is None or goal <= 0 or value == goal:
        return ""
    far = say("above" if value > goal else "below")
    key = "ytd-against-most" if assessment.target.lower_is_better else "ytd-against"
    return say(key, percent=numbers.percent(abs(value / goal - 1)), far=far)


def _still_needed(assessment: Assessment, found: YearToDate) -> str:
    """What is left to a goal; nothing where a sum leaves nothing to ask of the year, or to have."""
    goal, unit = assessment.year_goal, assessment.series.unit
    if goal is None or (assessment.target.kind == "total" and goal <= 0):
        return ""
    lower = assessment.target.lower_is_better
    asked = _amount(assessment, goal, found.value, found.at_this_pace)
    if lower and found.needed(goal) < 0:
        excess = numbers.amount(-found.needed(goal), unit)
        return say("ytd-exceeded", goal=asked, excess=excess)
    if found.needed(goal) <= 0:
        return say("ytd-passed" if lower else "ytd-reached", goal=asked)
    text = say(
        "ytd-left" if lower else "ytd-needed",
        goal=asked,
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
