"""The report as Markdown: a table a group, for a pull request or a wiki."""

from __future__ import annotations

import re
from itertools import groupby

from exporttrack.render import words
from exporttrack.render.safe import safe
from exporttrack.render.sections import plain
from exporttrack.rules.assessment import Assessment, Report


def render(report: Report) -> str:
    """A heading, counts, a table for each group, the notes and the files."""
    counts = ", ".join(f"{count} {status}" for status, count in report.summary.items())
    parts = [f"# {plain(safe(report.title))}\n\nAs of {report.as_of}: {counts or 'no targets'}\n"]
    for group, members in groupby(report.assessments, key=lambda one: one.target.group):
        parts.append(f"\n## {plain(safe(group or 'Other targets'))}\n\n")
        parts.append("| Target | Asked | Latest | Period | Status | Why |\n")
        parts.append("| --- | --- | ---: | --- | --- | --- |\n")
        parts += [_row(one) for one in members]
    notes = [words.note(report, note) for note in report.notes]
    files = ", ".join(safe(one.path) for one in report.inputs) or "none"
    return "".join(parts) + "\n" + "".join(f"- {item(n)}\n" for n in [*notes, f"Files: {files}"])


def _row(one: Assessment) -> str:
    target, actual = one.target, one.actual
    when = f"by {target.by}" if target.first is None else f"{target.first}-{target.by}"
    period = "" if actual is None else words.period(actual.period)
    marks = [] if actual is None else [actual.status, "assumed" if actual.assumed else None]
    cells = (
        safe(target.title),
        f"{words.wanted(one)} {when}",
        words.actual_value(one),
        " ".join([period, *(mark for mark in marks if mark)]),
        one.status,
        words.reason(one),
    )
    return f"| {' | '.join(map(plain, cells))} |\n"


def item(text: str) -> str:
    """Text that begins no list of its own where it stands in one.

    >>> item("1. Rice"), item("- Rice")
    ('1\\\\. Rice', '\\\\- Rice')
    """
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", plain(text))
