"""One rule for every document: its format, its colours, and where it is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exporttrack.cli import options
from exporttrack.errors import ExportTrackError, FormatError

if TYPE_CHECKING:
    from rich.console import Console

    from exporttrack.model.actuals import Input

ENDINGS = {".txt": "text", ".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".md": "md",
           ".prom": "prom"}  # fmt: skip

_STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Its names as a file: where it is closed, what is written to any of them fails."""

Render = Callable[[str], str | Iterable[str]]
"""Makes the document in any format but a table, or its pieces."""
Table = Callable[["Console"], tuple[str, Sequence[str]]]
"""Makes it for a console: the text, and the headings for which there was no room."""


class Wanted(NamedTuple):
    """How a document is asked for."""

    format: str
    file: str | None
    """None for standard output."""
    color: str
    bom: bool


def endings(formats: Sequence[str]) -> dict[str, str]:
    """The endings of files that say one of these formats; where there is no text, .txt is a table.

    >>> endings(["table", "json", "md"])
    {'.txt': 'table', '.json': 'json', '.md': 'md'}
    """
    said = {**ENDINGS, ".txt": "text" if "text" in formats else "table"}
    return {ending: format for ending, format in said.items() if format in formats}


def wanted(
    formats: Sequence[str],
    given: str | None,
    output: str | None,
    *,
    as_json: bool,
    color: str,
    bom: bool = False,
) -> Wanted:
    """What the options ask of a document that has these formats. Raises FormatError.

    A format that is given comes first, then the ending of the file, then a table. An option that
    would have no effect is refused.
    """
    file = None if output in _STANDARD_OUTPUT else output
    if file is not None and (not file or file.endswith(os.sep)):
        raise FormatError(f'--output: "{file}" names no file', "name a file; - is standard output")
    chosen = _format(formats, given, file, as_json=as_json)
    options.choice("--color", color, options.COLORS)
    if bom and chosen != "csv":
        raise FormatError(f"--bom has no effect on {chosen}", "leave it out, or --format csv")
    if color == "always" and (chosen != "table" or file is not None):
        where = chosen if file is None else "a file"
        raise FormatError(f"--color always has no effect on {where}", "leave it out")
    return Wanted(chosen, file, color, bom)


def _format(formats: Sequence[str], given: str | None, file: str | None, *, as_json: bool) -> str:
    if given is not None:
        options.choice("--format", given, formats)
    if as_json and given not in (None, "json"):
        raise FormatError(f"--json and --format {given} ask for different formats", "give one")
    if given or as_json or file is None:
        return given or ("json" if as_json else "table")
    known, ending = endings(formats), Path(file).suffix.lower()
    if ending not in known:
        hint = f"name a file in {', '.join(known)}, or give --format"
        raise FormatError(f'--output: the ending of "{file}" says no format', hint)
    return known[ending]


def write(how: Wanted, inputs: Iterable[Input], render: Render, table: Table) -> None:
    """Write the document that is made from `inputs`, as it is wanted.

    Raises ExportTrackError where a file cannot be written, and OSError where standard output
    cannot.
    """
    from exporttrack.cli.output import print_document, write_file

    if how.file is not None:
        _refuse_what_is_read(how.file, inputs)
        text = _off_terminal(table) if how.format == "table" else render(how.format)
        write_file(how.file, "".join(text), mark=how.bom)
    elif how.format == "table":
        _print_table(table, how.color)
    else:
        print_document(render(how.format), how.format, mark=how.bom)


def _refuse_what_is_read(file: str, inputs: Iterable[Input]) -> None:
    if os.path.isfile(file) and any(_is_same(file, one.path) for one in inputs):
        raise ExportTrackError(f"--output: the document is made from {file}", "name another file")


def _is_same(file: str, read: str) -> bool:
    """Whether what was read is that file; `-` was whatever standard input is."""
    with suppress(OSError):
        return os.path.samestat(os.stat(file), os.fstat(0) if read == "-" else os.stat(read))
    return False


def _off_terminal(table: Table) -> str:
    from exporttrack.cli.terminal import plain

    return table(plain())[0]


def _print_table(table: Table, color: str) -> None:
    """On standard output; columns that had no room are named on standard error."""
    from exporttrack.cli.terminal import console
    from exporttrack.render.language import say

    text, dropped = table(console(color))
    sys.stdout.write(text)
    if dropped:
        names = say("and").join(f"`{heading}`" for heading in dropped)
        print(f"exporttrack: {say('no-room', names=names)}", file=sys.stderr)
