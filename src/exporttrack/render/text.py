"""The report as plain text for jobs and mails: 80 columns, the same from run to run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from exporttrack.render import outlook, words
from exporttrack.render.safe import safe
from exporttrack.rules.assessment import Assessment, Report

WIDTH = 80


def render(report: Report) -> str:
    """A block for each target: id and status, what is asked, why, what is needed."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    counts = ", ".join(f"{n}{words.JOIN}{status}" for status, n in report.summary.items())
    yield from wrapped(safe(report.title))
    yield from wrapped(f"As of {report.as_of}: {counts or 'no targets'}")
    for group, members in groupby(report.assessments, key=lambda one: one.target.group):
        heading = wrapped(safe(group or "Other targets"))
        yield from ("", *heading, "-" * max(map(_columns, heading), default=0))
        for one in members:
            yield from ("", *_block(one))
    yield ""
    for note in report.notes:
        yield from wrapped(words.note(report, note), "- ")
    files = ", ".join(safe(one.path) for one in report.inputs) or "none"
    yield from wrapped(f"Files: {files}", "- ")


def _block(one: Assessment) -> Iterator[str]:
    target = one.target
    yield f"{target.id}: {one.status}"
    when = f"by {target.by}" if target.first is None else f"{target.first}-{target.by}"
    yield from wrapped(f"{safe(target.title)}: {words.wanted(one)} {when}.", "  ")
    yield from wrapped(words.reason(one), "  ")
    for mark in _marks(one):
        yield f"  {mark}"
    if one.status not in ("met", "missed", "achieved", "awaiting-data"):
        for line in outlook.needed(one):
            yield from wrapped(line, "  ")
    yield from wrapped(words.year_to_date(one), "  ")


def _marks(one: Assessment) -> Iterator[str]:
    """What has to be known of a figure before it is quoted."""
    actual = one.actual
    if actual is not None and actual.status in ("estimate", "provisional"):
        yield words.say(f"figure-{actual.status}")
    if actual is not None and actual.assumed:
        yield words.say("figure-assumed")


def wrapped(text: str, begin: str = "") -> list[str]:
    """Lines of at most 80 columns; a figure keeps its unit, and a longer word its length.

    >>> wrapped("too long: " + 70 * "x" + " US$550 M", "- ")[1:] == ["  " + 70 * "x", "  US$550 M"]
    True
    """
    lines: list[str] = []
    for word in filter(None, words.unbroken(text).split(" ")):
        if not lines:
            lines.append(begin + word)
        elif _columns(lines[-1]) + 1 + _columns(word) <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(f"  {word}")
    return [line.replace(words.JOIN, " ") for line in lines]


def _columns(text: str) -> int:
    """The columns of a terminal or a mail: two for the wide letters of East Asia, none for marks.

    >>> _columns("Hà Nội"), _columns("輸出")
    (6, 4)
    """
    return sum(map(_columns_of, text))


def _columns_of(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
