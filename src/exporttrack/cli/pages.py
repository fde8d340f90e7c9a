"""Pages of sections: for a terminal, a file or a pipe, as Markdown, and the same as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from exporttrack.cli.writing import Wanted, write

if TYPE_CHECKING:
    from rich.console import Console

    from exporttrack.model.actuals import Input
    from exporttrack.render.sections import Section

FORMATS = ("table", "json", "md")


def write_page(
    how: Wanted,
    inputs: Iterable[Input],
    document: Callable[[], object],
    page: Callable[[], tuple[str, Iterable[Section]]],
) -> None:
    """Write `page`, its title and sections, or `document`, what programs get of it."""

    def render(format: str) -> str:
        if format == "json":
            from exporttrack.render.json import dumps

            return dumps(document(), indent=1)
        from exporttrack.render.sections import as_markdown

        return as_markdown(*page())

    def table(console: Console) -> tuple[str, Sequence[str]]:
        from exporttrack.render.sections import as_text

        return as_text(*page(), console), ()

    write(how, inputs, render, table)
