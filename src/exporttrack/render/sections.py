"""Headings with lines under them: on a terminal with bold headings, plain, or as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporttrack.render.words import JOIN, unbroken

if TYPE_CHECKING:
    from rich.console import Console

INDENT = "  "
WIDEST = 80
"""No drawing is wider than a page."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what stands under it."""

    heading: str
    lines: tuple[str, ...]
    """One that begins with two blanks says more of the line above it."""
    part: bool = False
    """It belongs to the section before it that is none."""
    draw: Callable[[int], tuple[str, ...]] | None = None
    """Makes a drawing for a width, which stands before the lines and is not wrapped."""


def as_text(title: str, sections: Iterable[Section], console: Console) -> str:
    """Wrapped to the console's width; lines that go on are set in."""
    from rich.text import Text

    with console.capture() as captured:
        console.print(Text(title, style="bold"))
        for section in sections:
            console.print()
            console.print(Text(section.heading, style="bold" if section.part else "bold underline"))
            width = min(console.width, WIDEST) - len(INDENT)
            for row in section.draw(width) if section.draw else ():
                console.print(Text(INDENT + row), no_wrap=True, overflow="ignore", crop=False)
            for line in section.lines:
                _print(console, line)
    shown = captured.get().replace(JOIN, " ")
    return "\n".join(line.rstrip() for line in shown.splitlines()) + "\n"


def _print(console: Console, line: str) -> None:
    from rich.text import Text

    is_more = line.startswith(INDENT)
    begin = 3 * INDENT if is_more else INDENT
    text = Text(unbroken(line.strip()), style="dim" if is_more else "")
    for at, row in enumerate(text.wrap(console, max(console.width - len(begin + INDENT), 8))):
        console.print(Text(begin + (INDENT if at else "")) + row)


def as_markdown(title: str, sections: Iterable[Section]) -> str:
    """A heading of the first degree, one of the second or third for each section, lists, code."""
    parts = [f"# {plain(title)}\n"]
    for section in sections:
        parts.append(f"\n##{'#' if section.part else ''} {plain(section.heading)}\n\n")
        if section.draw is not None:
            drawn = "".join(f"{row}\n" for row in section.draw(WIDEST))
            parts.append(f"```text\n{drawn}```\n\n" if section.lines else f"```text\n{drawn}```\n")
        for line in section.lines:
            begin = INDENT if line.startswith(INDENT) else ""
            parts.append(f"{begin}- {item(line)}\n")
    return "".join(parts)


_URL = re.compile(r"(https?://[^\s<>|\\]*[^\s<>|\\,.;:)])")
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&])")


def plain(text: str) -> str:
    """Text whose letters mean nothing to Markdown; addresses stay links.

    >>> print(plain("[1] *see* https://example.org/a_b."))
    \\[1\\] \\*see\\* <https://example.org/a_b>.
    """
    between = _URL.split(text)
    return "".join(
        f"<{piece}>" if at % 2 else _MARKUP.sub(r"\\\1", piece) for at, piece in enumerate(between)
    )


def item(text: str) -> str:
    """Text that begins no list of its own where it stands in one.

    >>> item("1. Rice"), item("- Rice")
    ('1\\\\. Rice', '\\\\- Rice')
    """
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", plain(text.strip()))
