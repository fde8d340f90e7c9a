"""A line that its command does not take: what is wrong with it, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exporttrack.errors import nearest

Told = tuple[str, str]
"""What is wrong, and a hint."""


def no_such_command(name: str, commands: Sequence[str]) -> Told:
    """Of a word where a command is meant.

    >>> no_such_command("reprot", ("report", "check"))
    ('there is no command `reprot`', 'did you mean `exporttrack report`?')
    >>> no_such_command("version", ("report", "check"))
    ('there is no command `version`', 'did you mean `exporttrack --version`?')
    """
    near = nearest(name, [*commands, "--version"])
    hint = f"the commands are {', '.join(commands)}"
    return f"there is no command `{name}`", f"did you mean `exporttrack {near}`?" if near else hint


def told(error: Any, command: str) -> Told:
    """Of what typer raises as it reads the line of a command.

    Its classes are in a module of its own, hence Any: what they know tells them apart.
    """
    if hasattr(error, "possibilities"):
        return _no_such_option(error.option_name, command)
    if hasattr(error, "option_name"):
        return _option_misused(error.option_name, command)
    if getattr(error, "param", None) is not None:
        return _missing(error.param, command)
    extra = error.format_message().partition(" (")[2].removesuffix(")")
    return f"`{extra}` is too much", f"write {_usage(command)}"


def _no_such_option(name: str, command: str) -> Told:
    # Without the dashes, which make any two options alike.
    known = {each.lstrip("-"): each for one in _options(command) for each in one.opts}
    near = nearest(name.lstrip("-"), list(known))
    hint = f"did you mean `{known[near]}`?" if near else f"`exporttrack {command} --help` tells all"
    return f"`exporttrack {command}` has no option `{name}`", hint


def _option_misused(name: str, command: str) -> Told:
    one = next((one for one in _options(command) if name in one.opts), None)
    if one is None or one.is_flag:  # --help is none of them
        return f"`{name}` takes no value", f"write {name}"
    return f"`{name}` has no value", f"write {name} {one.metavar}: {one.help}"


def _options(command: str) -> list[Any]:
    from exporttrack.cli import usage

    return list(usage.options(usage.command_of(command)))


def _missing(one: Any, command: str) -> Told:
    """Of an argument or an option that must be given; the hint is the command's first example."""
    from exporttrack.cli.main import module_of

    name = one.metavar if one.param_type_name == "argument" else one.opts[0]
    return f"`{name}` is missing", f"as in: {next(iter(module_of(command).EXAMPLES))}"


def _usage(command: str) -> str:
    from exporttrack.cli import usage

    found = map(usage.argument, usage.arguments(usage.command_of(command)))
    return " ".join(["exporttrack", command, *found])
