"""What may stand next on a command line, found from the commands themselves."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperOption

from exporttrack.cli import options, usage
from exporttrack.cli.main import COMMANDS, module_of

if TYPE_CHECKING:
    from exporttrack.files.names import Section

Candidate = tuple[str, str]
"""What may stand there, and what it is for."""
_OF_MODULE = {
    "FORMAT": "FORMATS",
    "schema": "SCHEMAS",
    "completion": "SCRIPTS",
    "help": "SUBJECTS",
    "--example": "COPIES",
}
"""An option, its metavar or a command -> what lists the values in the module of the command."""
_NAMES: Mapping[str, tuple[Section, str]] = {
    "TARGET": ("targets", ""),
    "SERIES": ("series", ""),
    "--series": ("series", ""),
    "SERIES=VALUE": ("series", "="),
    "SERIES=VALUE@PERIOD": ("series", "="),
}
HELP = ("--help", "Show what there is, and end.")
VERSION = ("--version", "Show the version, and end.")


def candidates(words: Sequence[str]) -> list[Candidate]:
    """What may stand in the place of the last word; nothing where that is free, or a file.

    >>> candidates(["ini"])
    [('init', 'Write a commented targets.toml and an empty actuals.toml. Nothing is overwritten.')]
    >>> candidates(["report", "--color", "a"])
    [('auto', ''), ('always', '')]
    """
    *before, current = words
    return [one for one in _possible(before, current) if one[0].startswith(current)]


def _possible(before: Sequence[str], current: str) -> list[Candidate]:
    """What may follow the words before: a command, an option, a value of one, or an argument."""
    if not before and not current.startswith("-"):
        return [(name, module_of(name).HELP) for name in COMMANDS]
    name = before[0] if before and not before[0].startswith("-") else "report"
    if name not in COMMANDS:
        return []
    taken, arguments = _parameters(name)
    option, equals, _ = current.partition("=")
    if equals and option in taken:
        return [(f"{option}={one}", "") for one in _values(name, option, taken[option], before)]
    last = before[-1] if before else ""
    if last in taken and not taken[last].is_flag:
        return [(one, "") for one in _values(name, last, taken[last], before)]
    if current.startswith("-"):
        told = [(option, one.help or "") for option, one in taken.items()]
        return [*told, HELP, *([] if before else [VERSION])]
    return [(one, "") for one in _values(name, name, arguments[0], before)] if arguments else []


def _parameters(name: str) -> tuple[dict[str, TyperOption], list[TyperArgument]]:
    """What a command takes: options by each of their names, and arguments."""
    command = usage.command_of(name)
    taken = {option: one for one in usage.options(command) for option in one.opts}
    return taken, usage.arguments(command)


def _values(
    name: str, asked: str, takes: TyperOption | TyperArgument, before: Sequence[str]
) -> Sequence[str]:
    """What an option of a command, or its argument, may be; nothing where it is free, or a file."""
    for key in (takes.metavar or "", asked):
        if key in _OF_MODULE:
            return list(getattr(module_of(name), _OF_MODULE[key]))
        if choices := _choices().get(key):
            return choices
        if key in _NAMES:
            from exporttrack.files.names import names_in

            section, end = _NAMES[key]
            return [f"{one}{end}" for one in names_in(_targets_file(before))[section]]
    return []


def _choices() -> Mapping[str, Sequence[str]]:
    """An option or its metavar -> what it may be, for those that are the same everywhere."""
    from exporttrack.model.series import FIGURE_STATUSES
    from exporttrack.render.language import LANGUAGES
    from exporttrack.rules.checking import FAILING

    return {
        "WHEN": options.COLORS,
        "LANG": LANGUAGES,
        "MARK": (".", ","),
        "STATUSES": FAILING,
        "--status": FIGURE_STATUSES,
    }


def _targets_file(before: Sequence[str]) -> str:
    """The targets file that the words before name; else the one that the program would take."""
    named = None
    for word, following in pairwise([*before, ""]):
        option, equals, value = word.partition("=")
        if option == "--targets":
            named = _as_the_shell_reads(value if equals else following)
    return options.targets_path(named)[0]


def _as_the_shell_reads(word: str) -> str:
    """The path that a word on the line is, which may have quotes, escapes, `~` or a variable."""
    if os.path.exists(word):
        return word
    import shlex

    try:
        unquoted = " ".join(shlex.split(word))
    except ValueError:  # a quote that is not closed
        return word
    return os.path.expanduser(os.path.expandvars(unquoted))
