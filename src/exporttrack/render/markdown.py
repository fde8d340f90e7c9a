"""The report as Markdown: a table a group, for a pull request or a wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporttrack.render import reasons, words
from exporttrack.render.language import say
from exporttrack.render.noting import note as note_of
from exporttrack.render.safe import safe
from exporttrack.render.sections import item, plain
from exporttrack.rules.assessment import Assessment, Report

if TYPE_CHECKING:
    from exporttrack.rules.since import Changes

_COLUMNS = ("target", "asked", "latest", "period", "status", "why")


def render(report: Report, changes: Changes | None = None) -> str:
    """A heading, counts, a table for each group, what has changed, the notes and the files."""
    counted = words.counted(report).replace(words.JOIN, " ")
    parts = [f"# {plain(safe(report.title))}\n\n{counted}\n"]
    headings = " | ".join(say(f"heading-{name}") for name in _COLUMNS)
    for heading, members in words.grouped(report):
        parts.append(f"\n## {plain(heading)}\n\n")
        parts.append(f"| {headings} |\n")
        parts.append("| --- | --- | ---: | --- | --- | --- |\n")
        parts += [_row(one) for one in members]
    notes = [note_of(report, note) for note in report.notes]
    notes.append(words.files(report))
    if changes is not None:
        from exporttrack.render import since

        parts.append(f"\n## {since.heading(changes)}\n\n")
        parts += [f"- {item(line)}\n" for line in since.lines(changes)]
        parts.append(f"\n## {say('since-notes')}\n")
    return "".join(parts) + "\n" + "".join(f"- {item(one)}\n" for one in notes)


def _row(one: Assessment) -> str:
    target, actual = one.target, one.actual
    period = "" if actual is None else words.period(actual.period)
    marks = [say(f"figure-status-{actual.status}")] if actual and actual.status else []
    if actual and actual.assumed:
        marks.append(say("assumed"))
    cells = (
        safe(target.title),
        f"{words.wanted(one)} {words.when(target)}",
        words.actual_value(one),
        " ".join([period, *marks]),
        words.status(one),
        reasons.reason(one),
    )
    return f"| {' | '.join(map(plain, cells))} |\n"
