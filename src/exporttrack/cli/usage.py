"""What a command takes, in words: for its --help, and for the manual page."""

from __future__ import annotations

from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperOption
from typer.main import get_command

Row = tuple[str, str]
"""What may be written, and what it is for."""


class Command(TyperCommand):
    """A command whose --help says what may be written and no type, and keeps the lines of examples.

    What typer gives to its methods are objects of a module of its own, hence Any.
    """

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """`[OPTIONS]` and the arguments, as `[TARGET...]`."""
        return ["[OPTIONS]", *map(argument, arguments(self))]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The arguments and options, below a heading each."""
        if arguments(self):
            with formatter.section("Arguments"):
                formatter.write_dl(list(map(row, arguments(self))))
        with formatter.section("Options"):
            formatter.write_dl([row(one) for one in (*options(self), self.get_help_option(ctx))])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples, as they are."""
        formatter.write_paragraph()
        formatter.write(self.epilog)


def examples(lines: dict[str, str]) -> str:
    """Command lines to paste, and below each what it does.

    >>> print(examples({"exporttrack schema report": "What programs find in the JSON."}), end="")
    Examples:
      exporttrack schema report
          What programs find in the JSON.
    """
    return "Examples:\n" + "".join(f"  {line}\n      {does}\n" for line, does in lines.items())


def command_of(name: str) -> TyperCommand:
    """A command of exporttrack."""
    from exporttrack.cli.main import app

    found = get_command(app([name]))
    assert isinstance(found, TyperCommand)
    return found


def arguments(command: TyperCommand) -> list[TyperArgument]:
    """What a command takes by its place."""
    return [one for one in command.params if isinstance(one, TyperArgument)]


def options(command: TyperCommand) -> list[TyperOption]:
    """What a command takes by name; --help apart."""
    return [one for one in command.params if isinstance(one, TyperOption)]


def argument(one: TyperArgument) -> str:
    """An argument in a line of usage: `TARGET`, `[DIR]`, `SERIES=VALUE...`, `[TARGET...]`."""
    text = f"{one.metavar}{'...' if one.nargs == -1 else ''}"
    return text if one.required else f"[{text}]"


def row(one: Any) -> Row:
    """An option, `-o, --output FILE`, or an argument, with its help and the value it has without.

    >>> [row(one) for one in options(command_of("init"))]
    [('--example NAME', 'Copy the shipped files instead: hanoi.')]
    """
    names = ", ".join(sorted(one.opts, key=len))
    takes = "" if getattr(one, "is_flag", False) else one.metavar
    name = takes if isinstance(one, TyperArgument) else f"{names} {takes}".rstrip()
    told = [one.help or ""]
    if one.required and isinstance(one, TyperOption):
        told.append("[required]")
    if takes and one.default and one.show_default:
        told.append(f"[default: {one.default}]")
    return name, "  ".join(told)
