"""What `record` and `import` say: what was kept, what it replaced, what changed."""

from __future__ import annotations

from collections.abc import Sequence

from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.render import numbers, reasons, words
from exporttrack.render.language import say
from exporttrack.render.safe import safe
from exporttrack.rules.assessment import Assessment, Report
from exporttrack.rules.entering import Entering, Kind
from exporttrack.rules.since import is_other

SERIES_SHOWN = 10


def figure(series: Series, one: Observation) -> str:
    """`handicraft_exports 2025 = US$480 M (final; Customs; published 2026-01-15)`."""
    value = say("withdrawn") if one.withdrawn else numbers.stated(one.value, series.unit)
    published = say("published", day=words.day(one.published)) if one.published else None
    status = say(f"figure-status-{one.status}") if one.status else None
    parts = [part for part in (status, one.source, published, one.note) if part]
    return f"{series.id} {one.period} = {value}{_in_brackets(parts)}"


def other(series: Series, one: Observation) -> str:
    """A figure beside the one that is spoken of: `handicraft_exports 2025 = US$480 M (Customs)`."""
    value = numbers.stated(one.value, series.unit)
    return f"{series.id} {one.period} = {value}{_in_brackets([one.source] if one.source else [])}"


def _in_brackets(parts: Sequence[str]) -> str:
    return f" ({safe('; '.join(parts))})" if parts else ""


def difference(series: Series, before: Observation, now: Observation) -> str:
    """`+US$10 M (+2.13 %)`; in percentage points for percentages."""
    change = now.value - before.value
    if not change:
        return say("kept-no-difference")
    sign = "+" if change > 0 else "-"
    if series.unit == PERCENT:
        return sign + say("points", value=numbers.plain(abs(change)))
    text = f"{sign}{numbers.stated(abs(change), series.unit)}"
    if not before.value:
        return text
    return f"{text} ({numbers.rate(float(change / abs(before.value)))})"


def entry(series: Series, new: Entering) -> str:
    """What a new record is to the others, in a line; empty for one that meets nothing."""
    one, before, used = new.observation, new.replaces, new.used
    if new.same_as is not None:
        return "; ".join([say("kept-same"), *_same_and_not_counting(series, new)])
    said = []
    if before is not None:
        said.append(_replacing(series, one, before))
    if new.instead_of is not None:
        change = difference(series, new.instead_of, one)
        said.append(say("kept-instead", other=other(series, new.instead_of), change=change))
    if one.status == "forecast":
        said.append(say("kept-forecast"))
    elif one.withdrawn and used is not None:
        said.append(say("kept-used-instead", used=other(series, used)))
    elif not one.withdrawn and not new.counts:
        said.append(_not_counting(series, one, used))
    if new.counts_from is not None:
        said.append(say("kept-counts-from", day=words.day(new.counts_from)))
    return "; ".join(said)


def _same_and_not_counting(series: Series, new: Entering) -> list[str]:
    """Its source has said otherwise since: who gives it again may mean that it counts again."""
    one, used = new.observation, new.used
    is_figure = not one.withdrawn and one.status != "forecast" and new.counts_from is None
    if not is_figure or new.counts or used is new.same_as:
        return []
    return [] if used and used.source_key != one.source_key else [_not_counting(series, one, used)]


def _not_counting(series: Series, one: Observation, used: Observation | None) -> str:
    if used is None:
        return say("kept-taken-back")
    if used.source_key != one.source_key:
        return say("kept-rival", used=other(series, used))
    key = "kept-not-latest" if used.published else "kept-not-latest-undated"
    day = words.day(used.known) if used.known else ""
    return say(key, used=other(series, used), day=day, place=place(used))


def _replacing(series: Series, one: Observation, before: Observation) -> str:
    value = numbers.stated(before.value, series.unit)
    if one.withdrawn:
        return say("kept-withdraws", value=value)
    return say("kept-revises", value=value, change=difference(series, before, one))


def lines(series: Series, new: Entering, where: str) -> list[str]:
    """A new record with its place, and under it what it is to the others."""
    said = entry(series, new)
    return [f"{where}: {figure(series, new.observation)}", *([f"   {said}"] if said else [])]


def would_be(name: str) -> str:
    """In place of a line number, where nothing is written."""
    return say("kept-would-be", file=safe(name))


def place(one: Observation) -> str:
    """`actuals.toml:41`."""
    if not one.file:
        return ""
    return safe(one.file if one.line is None else f"{one.file}:{one.line}")


def status_changes(before: Report, after: Report) -> list[str]:
    """A line for each target whose status or figure is another than it was."""
    return [
        status_change(old, new)
        for old, new in zip(before.assessments, after.assessments, strict=True)
        if is_other(old, new)
    ]


def status_change(old: Assessment, new: Assessment) -> str:
    """`value: behind -> met. US$560 M in 2025: the target of at least US$550 M is met.`"""
    before, status = words.status(old), words.status(new)
    key = "kept-still" if old.status == new.status else "kept-became"
    change = say(key, before=before, status=status)
    return say("kept-status", target=new.target.id, change=change, reason=reasons.reason(new))


def counted(kinds: Sequence[Kind]) -> str:
    """`58 new, 3 revisions, 1 already known`."""
    counts = (
        ("kept-count-new", kinds.count("new")),
        ("kept-count-revisions", kinds.count("revision")),
        ("kept-count-same", kinds.count("same")),
    )
    told = ", ".join(say(key, count=count) for key, count in counts if count)
    return told or say("kept-none")


def more(revisions: int, aside: int) -> list[str]:
    """How many revisions, and new figures that do not count, are not listed."""
    counts = (("kept-more-revisions", revisions), ("kept-more-aside", aside))
    return [say(key, count=count) for key, count in counts if count > 0]


def overtaken(count: int) -> str:
    """How many figures of a file are known, and no longer what their source says."""
    return say("kept-overtaken-1" if count == 1 else "kept-overtaken", count=count)


def left_aside(columns: Sequence[str]) -> str:
    """The columns of a file that nothing was read from."""
    return say("kept-columns", names=", ".join(map(safe, columns)))


def not_written() -> str:
    """What a dry run ends with."""
    return say("kept-nothing")


def skipped(names: Sequence[str]) -> str:
    """How many rows of which series were passed over; of many series the first are named."""
    found = list(dict.fromkeys(names))
    shown = ", ".join(f"{safe(name)} {names.count(name)}" for name in found[:SERIES_SHOWN])
    more = len(found) - SERIES_SHOWN
    rest = say("kept-skipped-more", count=more) if more > 0 else ""
    key = "kept-skipped-1" if len(names) == 1 else "kept-skipped"
    return say(key, count=len(names), names=shown + rest)
