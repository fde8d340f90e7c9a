"""The notes of a report: one sentence each."""

from __future__ import annotations

from exporttrack.model.series import Observation
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
        "target": one.target,
        "count": one.count,
        "as_of": words.day(report.as_of),
        "used": _figure(report, one.used),
        "other": _figure(report, one.other),
        "used_source": words.source(one.used),
        "other_source": words.source(one.other),
        "by": _difference(one),
    }
    return say(
        "note-later-one" if one.kind == "later" and one.count == 1 else f"note-{one.kind}", **facts
    )


def _figure(report: Report, one: Observation | None) -> str:
    return "" if one is None else numbers.amount(one.value, report.series[one.series].unit)


def _difference(one: Note) -> str:
    if one.used is None or one.other is None or not one.used.value:
        return ""
    part = abs(one.other.value - one.used.value) / abs(one.used.value)
    return say("note-rival-by", percent=numbers.percent(float(part)))
