"""The manual page exporttrack(1), made from what --help and `exporttrack help` say.

In the language of man(7), in ASCII alone, so that every formatter takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from exporttrack import __version__
from exporttrack.cli.completing import HELP as HELP_OPTION
from exporttrack.cli.completing import VERSION
from exporttrack.cli.main import ABOUT, COMMANDS, WITHOUT_A_COMMAND, module_of
from exporttrack.cli.topics import TOPICS, Part
from exporttrack.cli.usage import Row, argument, arguments, command_of, options, row

_ESCAPES = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha",
                          "~": r"\(ti"})  # fmt: skip


def manual() -> str:
    """The whole page. The file docs/exporttrack.1, which is installed, is this text."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH EXPORTTRACK 1 "" "exporttrack {__version__}" "User Commands"'
    yield from (".nh", ".ad l")  # a name that is parted at the end of a line cannot be pasted
    yield from (".SH NAME", rf"exporttrack \- {_escaped(ABOUT[0].lower() + ABOUT[1:].rstrip('.'))}")
    yield from (".SH SYNOPSIS", ".B exporttrack", "[COMMAND] [OPTIONS] [ARGUMENT...]")
    yield from (".SH DESCRIPTION", _escaped(f"{ABOUT} {WITHOUT_A_COMMAND}"))
    yield from _table([HELP_OPTION, VERSION])
    yield ".SH COMMANDS"
    for name in COMMANDS:
        yield from _command(name)
    for name, topic in TOPICS.items():
        yield f".SH {_escaped(name.upper().replace('-', ' '))}"
        yield _escaped(topic.title)
        for part in topic.parts():
            yield from _part(part)


def _command(name: str) -> Iterator[str]:
    """A command: how it is called, what for, what it takes, and examples."""
    command, module = command_of(name), module_of(name)
    taken = [*arguments(command), *options(command)]
    usage = " ".join(map(argument, arguments(command)))
    yield f".SS {_escaped(f'exporttrack {name} [OPTIONS] {usage}'.rstrip())}"
    yield _escaped(module.HELP)
    yield from _table(map(row, taken))
    yield from (".PP", "Examples:")
    yield from _table(module.EXAMPLES.items())


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, str):
        yield from (".PP", _escaped(part))
    else:
        yield from _table(part)


def _table(rows: Iterable[Row]) -> Iterator[str]:
    for name, words in rows:
        yield from (".TP", rf"\fB{_escaped(name)}\fR", _escaped(words))


def _escaped(text: str) -> str:
    r"""Text that stands at the beginning of a line as it is, whatever letters it has.

    >>> print(_escaped("'--max-age' 5 tỷ"))
    \(aq\-\-max\-age\(aq 5 t\[u1EF7]
    >>> print(_escaped(".toml"))
    \&.toml
    """
    escaped = re.sub(r"^(?=\.)", r"\\&", text.translate(_ESCAPES))
    return re.sub(r"[^\x00-\x7f]", lambda found: rf"\[u{ord(found[0]):04X}]", escaped)
