"""exporttrack help: a command or a topic explained, and the manual page."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from exporttrack.cli.failing import reporting_errors
from exporttrack.cli.main import COMMANDS
from exporttrack.cli.topics import TOPICS, Topic

HELP = "Explain a command or a topic."
EXAMPLES = {
    "exporttrack help dates-and-numbers": "How periods, days and numbers are written.",
    "exporttrack help --man >exporttrack.1": "All of it, as a file that man shows.",
}
SUBJECTS = (*COMMANDS, *TOPICS)


def help(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help=f"A command, or {', '.join(TOPICS)}."),
    ] = None,
    man: Annotated[bool, typer.Option("--man", help="Print all of it as a manual page.")] = False,
) -> None:
    """Explain a command or a topic."""
    with reporting_errors(as_json=False):
        text = _manual(name) if man else _explained(name, context)
    sys.stdout.write(text)


def _manual(name: str | None) -> str:
    from exporttrack.cli.manual import manual
    from exporttrack.errors import FormatError

    if name is not None:
        raise FormatError("--man is of all commands and topics", f"leave {name} out")
    return manual()


def _explained(name: str | None, context: typer.Context) -> str:
    """What --help says of all commands, or of one; or a topic. NotFound for any other name."""
    from exporttrack.errors import NotFound, nearest

    if name is None or name in COMMANDS:
        return _help_of(name)
    if name in TOPICS:
        return _text(TOPICS[name], context.make_formatter())
    parts = (one for one in SUBJECTS if name in one.split("-"))
    near = next(parts, None) or nearest(name, list(SUBJECTS))
    hint = f"exporttrack help {near}" if near else "exporttrack help shows what there is"
    raise NotFound(f'there is no help on "{name}"', hint)


def _help_of(name: str | None) -> str:
    from typer.main import get_command

    from exporttrack.cli.main import app
    from exporttrack.cli.usage import command_of

    command = command_of(name) if name else get_command(app(COMMANDS))
    shown_as = f"exporttrack {name}" if name else "exporttrack"
    return typer.Context(command, info_name=shown_as).get_help() + "\n"


def _text(topic: Topic, formatter: Any) -> str:
    """A topic as wide as the --help of commands; the formatter is one of theirs."""
    formatter.write_text(topic.title)
    for part in topic.parts():
        formatter.write_paragraph()
        if isinstance(part, str):
            formatter.write_text(part)
        else:
            with formatter.indentation():
                formatter.write_dl(part)
    text: str = formatter.getvalue()
    return text
