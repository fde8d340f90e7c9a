"""What has changed since a day, for people: a line for each target and each figure."""

from __future__ import annotations

from collections.abc import Iterator

from exporttrack.model.series import Observation, Series
from exporttrack.render import kept, numbers, words
from exporttrack.render.language import say
from exporttrack.render.safe import safe
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.since import Changes, FigureChange, Kind

ENTERED_SHOWN = 10
"""Of figures entered since; a journal begun after that day has only such, and they may be many."""
_KINDS: tuple[Kind, ...] = ("new", "revised", "replaced", "withdrawn")


def heading(changes: Changes) -> str:
    """`Changed since 2026-01-01`."""
    return say("since", day=words.day(changes.before.as_of))


def lines(changes: Changes) -> Iterator[str]:
    """The targets that changed, how many did not; the figures, and before them their number.

    Last, and only where there are any, those that were entered since.
    """
    for old, new in changes.targets:
        yield kept.status_change(old, new) + _figures_of(old, new)
    yield say("since-unchanged", count=changes.unchanged)
    yield _counted(changes)
    for one in changes.figures:
        yield _changed(changes.after.series[one.record.series], one)
    yield from _entered(changes)


def _entered(changes: Changes) -> Iterator[str]:
    """Their number, and the first of them with the days on which they were written down."""
    if not changes.entered:
        return
    day = words.day(changes.before.as_of)
    yield say("since-entered-count", day=day, count=len(changes.entered))
    for one in changes.entered[:ENTERED_SHOWN]:
        recorded = one.record.recorded
        change = _changed(changes.after.series[one.record.series], one)
        yield say(
            "since-entered", day=words.day(recorded.date()) if recorded else "", change=change
        )
    if (more := len(changes.entered) - ENTERED_SHOWN) > 0:
        yield say("since-entered-more", count=more)


def _figures_of(old: Assessment, new: Assessment) -> str:
    """The judged figure before and after; empty where it is the same."""
    if old.actual == new.actual:
        return ""
    before, after = (_judged(one, other) for one, other in ((old, new), (new, old)))
    return say("since-judged", before=before, after=after)


def _judged(one: Assessment, other: Assessment) -> str:
    """The judged figure and how firm it is, with digits enough to be told from the other."""
    if one.actual is None:
        return say("since-none")
    told = words.what(one, *([other.actual.value] if other.actual else []))
    marks = [say(f"figure-status-{one.actual.status}")] if one.actual.status else []
    marks += [say("assumed")] if one.actual.assumed else []
    marks += [say("as-published")] if one.actual.as_published else []
    return told + _in_brackets(*marks)


def _counted(changes: Changes) -> str:
    """`Figures: 3 new, 1 revised.`"""
    kinds = [one.kind for one in changes.figures]
    counts = (say(f"since-count-{one}", count=kinds.count(one)) for one in _KINDS if one in kinds)
    told = ", ".join(counts)
    return say("since-figures", counts=told) if told else say("since-no-figures")


def _changed(series: Series, one: FigureChange) -> str:
    """`Exports 2024: revised, US$470 M (published …) -> US$480 M (Customs; published …): …`."""
    before, after = one.before, one.after
    facts = {
        "series": safe(series.title).strip() or series.id,
        "period": words.period(one.record.period),
        "before": _figure(series, before, source=one.kind != "revised") if before else "",
        "after": _figure(series, after) if after else "",
        "change": kept.difference(series, before, after) if before and after else "",
    }
    if one.kind != "withdrawn":
        return say(f"since-{one.kind}", **facts)
    note = f"; {safe(one.record.note)}" if one.record.note else ""
    key = "since-withdrawn-instead" if after else "since-withdrawn"
    return say(key, **facts, by=words.dated(one.record) + note)


def _figure(series: Series, one: Observation, *, source: bool = True) -> str:
    """`US$480 M (final; Customs; published 2026-01-15)`."""
    value = numbers.stated(one.value, series.unit)
    if one.assumed:
        return value + _in_brackets(say("assumed"))
    status = [say(f"figure-status-{one.status}")] if one.status else []
    return value + _in_brackets(*status, *([words.source(one)] if source else []), words.dated(one))


def _in_brackets(*parts: str) -> str:
    return f" ({'; '.join(parts)})" if parts else ""
