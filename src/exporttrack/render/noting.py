"""The notes of a report: one sentence each."""

from __future__ import annotations

from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.render import numbers, words
from exporttrack.render.language import say
from exporttrack.render.safe import safe
from exporttrack.rules.assessment import Report
from exporttrack.rules.notes import Note


def note(report: Report, one: Note) -> str:
    """A note of the report, in one sentence."""
    series = report.series.get(one.series or "")
    facts: dict[str, object] = {
        "series": safe(series.title) if series else one.series,
        "period": words.period(one.period) if one.period else "",
        "months": months_of(series, one.period) if series and one.period else "",
        "target": one.target,
        "count": one.count,
        "used": _figure(report, one.used),
        "other": _figure(report, one.other),
        "used_source": words.source(one.used),
        "other_source": words.source(one.other),
        "by": _by(report, one.used, one.other) if one.used and one.other else "",
    }
    if one.kind == "rival" and one.used and one.other and one.used.value == one.other.value:
        key = "note-rivals-agree"
    elif one.kind == "assumed" and one.other:
        key = "note-assumed-instead"
    elif one.kind == "later" and one.count == 1:
        key = "note-later-one"
    else:
        key = f"note-{one.kind}"
    return say(key, **facts)


def months_of(series: Series, year: Period) -> str:
    """The months of the calendar that a year of the series is."""
    return words.period(series.covered(year))


def _figure(report: Report, one: Observation | None) -> str:
    """With all its digits: two that differ never look alike."""
    return "" if one is None else numbers.stated(one.value, report.series[one.series].unit)


def _by(report: Report, used: Observation, other: Observation) -> str:
    """How far the other is from what is used; of percentages in percentage points."""
    difference = abs(other.value - used.value)
    if report.series[used.series].unit == PERCENT:
        return say("note-rival-by", difference=numbers.points(difference))
    if not used.value:
        return ""
    return say("note-rival-by", difference=numbers.percent(float(difference / abs(used.value))))
