"""Pages of sections on standard output: for a terminal, a pipe, or as Markdown."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from exporttrack.cli.terminal import console
from exporttrack.render.sections import Section, as_markdown, as_text


def print_page(title: str, sections: Iterable[Section], format: str, color: str) -> None:
    """`md` as Markdown, `table` as wide as the terminal is; off a terminal nothing is wrapped."""
    if format == "md":
        sys.stdout.write(as_markdown(title, sections))
    else:
        sys.stdout.write(as_text(title, sections, console(color)))
