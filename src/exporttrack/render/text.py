"""The report as plain text for jobs, mails and narrow terminals, the same from run to run."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from exporttrack.render import outlook, reasons, words
from exporttrack.render.language import say
from exporttrack.render.noting import note as note_of
from exporttrack.render.safe import safe
from exporttrack.render.under_way import under_way
from exporttrack.rules.assessment import Assessment, Report

if TYPE_CHECKING:
    from exporttrack.rules.since import Changes

WIDTH = 80

Lines = Callable[..., list[str]]
"""`wrapped` to a width."""


def render(report: Report, changes: Changes | None = None, width: int = WIDTH) -> str:
    """A block for each target: id and status, what is asked, why, what is needed."""
    return "\n".join(_lines(report, changes, partial(wrapped, width=width))) + "\n"


def _lines(report: Report, changes: Changes | None, wrapped: Lines) -> Iterator[str]:
    yield from wrapped(safe(report.title))
    yield from wrapped(words.counted(report))
    for heading, members in words.grouped(report):
        yield from ("", *_underlined(wrapped(heading)))
        for one in members:
            yield from ("", *_block(one, wrapped))
    yield ""
    if changes is not None:
        from exporttrack.render import since

        yield from (*_underlined(wrapped(since.heading(changes))), "")
        for line in since.lines(changes):
            yield from wrapped(line, "- ")
        yield from ("", *_underlined(wrapped(say("since-notes"))), "")
    for note in report.notes:
        yield from wrapped(note_of(report, note), "- ")
    yield from wrapped(words.files(report), "- ")


def _underlined(heading: list[str]) -> list[str]:
    return [*heading, "-" * max(map(_columns, heading), default=0)]


def _block(one: Assessment, wrapped: Lines) -> Iterator[str]:
    target = one.target
    yield from wrapped(f"{target.id}: {words.status(one)}")
    title, when = safe(target.title), words.when(target)
    asked = say("asked", title=title, wanted=words.wanted(one), when=when)
    yield from wrapped(asked, "  ")
    yield from wrapped(reasons.reason(one), "  ")
    for mark in _marks(one):
        yield from wrapped(mark, "  ")
    if one.status not in ("met", "missed", "achieved", "awaiting-data"):
        for line in outlook.needed(one):
            yield from wrapped(line, "  ")
    yield from wrapped(under_way(one), "  ")


def _marks(one: Assessment) -> Iterator[str]:
    """What has to be known of a figure before it is quoted."""
    actual = one.actual
    if actual is None:
        return
    may_change = actual.status in ("estimate", "provisional")
    if may_change and actual.assumed:  # made of both, as a sum or a share is
        yield say(f"figure-{actual.status}-assumed")
    elif may_change:
        yield say(f"figure-{actual.status}")
    elif actual.assumed:
        yield say("figure-assumed")


def wrapped(text: str, begin: str = "", width: int = WIDTH) -> list[str]:
    """Lines of so many columns; a figure keeps its unit, and a longer word its length.

    >>> wrapped("too long: " + 70 * "x" + " US$550 M", "- ")[1:] == ["  " + 70 * "x", "  US$550 M"]
    True
    """
    lines: list[str] = []
    for word in filter(None, words.unbroken(text).split(" ")):
        if not lines:
            lines.append(begin + word)
        elif _columns(lines[-1]) + 1 + _columns(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(f"  {word}")
    return [line.replace(words.JOIN, " ") for line in lines]


def _columns(text: str) -> int:
    """The columns of a terminal or a mail: two for the wide letters of East Asia, none for marks.

    >>> _columns("Hà Nội"), _columns("輸出")
    (6, 4)
    """
    return len(text) if text.isascii() else sum(map(_columns_of, text))


@cache
def _columns_of(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
