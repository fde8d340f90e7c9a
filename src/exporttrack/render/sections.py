"""Headings with lines under them: on a terminal with bold headings, plain, or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what stands under it."""

    heading: str
    lines: tuple[str, ...]
    fixed: bool = False
    """The lines are a drawing: they are neither wrapped nor parted."""


def as_text(title: str, sections: Iterable[Section], console: Console) -> str:
    """Wrapped to the console's width; lines that go on are set in."""
    from rich.text import Text

    with console.capture() as captured:
        console.print(Text(title, style="bold"))
        for section in sections:
            console.print()
            console.print(Text(section.heading, style="bold underline"))
            for line in section.lines:
                _print(console, line, fixed=section.fixed)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _print(console: Console, line: str, *, fixed: bool) -> None:
    from rich.text import Text

    if fixed:
        console.print(Text(f"  {line}"), no_wrap=True, overflow="ignore", crop=False)
        return
    text = Text(line)
    for at, wrapped in enumerate(text.wrap(console, max(console.width - 4, 8))):
        console.print(Text("    " if at else "  ") + wrapped)


def as_markdown(title: str, sections: Iterable[Section]) -> str:
    """A heading of the first degree, one of the second for each section, lists and code blocks."""
    parts = [f"# {_plain(title)}\n"]
    for section in sections:
        parts.append(f"\n## {_plain(section.heading)}\n\n")
        if section.fixed:
            parts.append("```text\n" + "".join(f"{line}\n" for line in section.lines) + "```\n")
        else:
            parts += [f"- {_plain(line)}\n" for line in section.lines]
    return "".join(parts)


_MARKS: Sequence[str] = "\\`*_[]<>|#"


def _plain(text: str) -> str:
    """Text whose letters mean nothing to Markdown."""
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in text)
