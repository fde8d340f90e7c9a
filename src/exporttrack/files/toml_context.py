"""What is open at some point of a text that is not TOML, and what was found there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from exporttrack.files.places import TEXT_ON_LINES, TEXT_ON_ONE_LINE


class Fault(NamedTuple):
    """What was found, and what can be done about it."""

    at: int
    """The offset in the text."""
    message: str
    hint: str | None = None


@dataclass(slots=True)
class Context:
    """What is open at some point of the text."""

    statement: int = 0
    """Where the `[header]` or `key = value` begins, which may go on over several lines."""
    brackets: list[int] = field(default_factory=list)
    quote: int | None = None


def offset(text: str, line: int, column: int) -> int:
    """Of a line and a column, both counted from 1."""
    begin = 0
    for _ in range(line - 1):
        begin = text.index("\n", begin) + 1
    return begin + column - 1


def context_at(text: str, end: int, deepest: int | None = None) -> Context:
    """Reads up to the end, or to the first bracket that is deeper than allowed."""
    context = Context()
    token = rf"{TEXT_ON_LINES}|(\"\"\"|''')|{TEXT_ON_ONE_LINE}|#[^\n]*|([\"'\[\]{{}}\n])"
    for found in re.compile(token).finditer(text, 0, end):
        match found[1] or found[2]:
            case "[" | "{":
                context.brackets.append(found.start())
                if len(context.brackets) - 1 == deepest:
                    break
            case "]" | "}":
                del context.brackets[-1:]
            case "\n" if not context.brackets:
                context.statement = found.end()
            case '"' | "'" | '"""' | "'''":
                context.quote = found.start()
                break
    return context


def line_from(text: str, begin: int) -> str:
    """What stands from there to the end of the line or the comment."""
    return re.split("[#\n]", text[begin:], maxsplit=1)[0].rstrip()


def past_blanks(text: str, at: int) -> int:
    """Where the blanks and tabs that stand there end."""
    while text.startswith((" ", "\t"), at):
        at += 1
    return at
