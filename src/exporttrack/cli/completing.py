"""What may stand next on a command line, found from the commands themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from types import ModuleType

import typer
from typer.core import TyperArgument, TyperOption
from typer.main import get_command

from exporttrack.cli import options
from exporttrack.cli.main import COMMANDS
from exporttrack.files.names import Section, names_in
from exporttrack.model.series import FIGURE_STATUSES
from exporttrack.rules.assessment import STATUSES

Candidate = tuple[str, str]
"""What may stand there, and what it is for."""
_OF_MODULE = {
    "FORMAT": "FORMATS",
    "schema": "SCHEMAS",
    "completion": "SCRIPTS",
    "--example": "EXAMPLES",
}
"""An option, its metavar or a command -> what lists the values in the module of the command."""
_CHOICES: Mapping[str, Sequence[str]] = {
    "WHEN": options.COLORS,
    "MARK": (".", ","),
    "STATUSES": STATUSES,
    "--status": FIGURE_STATUSES,
}
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

    >>> candidates(["hist"])
    [('history', 'Show every figure that is kept, with its revisions, and which one counts.')]
    >>> candidates(["report", "--color", "a"])
    [('auto', ''), ('always', '')]
    """
    *before, current = words
    return [one for one in _possible(before, current) if one[0].startswith(current)]


def _possible(before: Sequence[str], current: str) -> list[Candidate]:
    """What may follow the words before: a command, an option, a value of one, or an argument."""
    if not before and not current.startswith("-"):
        return [(name, _module(name).HELP) for name in COMMANDS]
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


def _module(name: str) -> ModuleType:
    return import_module(f"exporttrack.cli.{_in_python(name)}")


def _in_python(name: str) -> str:
    return "import_" if name == "import" else name


def _parameters(name: str) -> tuple[dict[str, TyperOption], list[TyperArgument]]:
    """What a command takes: options by each of their names, and arguments."""
    app = typer.Typer(add_completion=False)
    app.command()(getattr(_module(name), _in_python(name)))
    found = get_command(app).params
    taken = {name: one for one in found if isinstance(one, TyperOption) for name in one.opts}
    return taken, [one for one in found if isinstance(one, TyperArgument)]


def _values(
    name: str, asked: str, takes: TyperOption | TyperArgument, before: Sequence[str]
) -> Sequence[str]:
    """What an option of a command, or its argument, may be; nothing where it is free, or a file."""
    for key in (asked, takes.metavar or ""):
        if key in _OF_MODULE:
            return list(getattr(_module(name), _OF_MODULE[key]))
        if key in _CHOICES:
            return _CHOICES[key]
        if key in _NAMES:
            section, end = _NAMES[key]
            return [f"{one}{end}" for one in names_in(_targets_file(before))[section]]
    return []


def _targets_file(before: Sequence[str]) -> str:
    """The targets file that the words before name; else the one that the program would take."""
    named = None
    for word, following in pairwise([*before, ""]):
        option, equals, value = word.partition("=")
        if option == "--targets":
            named = value if equals else following
    return options.targets_path(named)[0]
