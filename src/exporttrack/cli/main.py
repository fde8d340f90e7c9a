"""The program: which command is meant, and how it ends."""

from __future__ import annotations

import atexit
import codecs
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from contextvars import copy_context
from importlib import import_module
from io import StringIO
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING, TextIO

from exporttrack import __version__

if TYPE_CHECKING:
    import typer

COMMANDS = (
    "report",
    "check",
    "explain",
    "outlook",
    "coherence",
    "record",
    "import",
    "history",
    "validate",
    "init",
    "schema",
    "completion",
    "help",
)
"""Each is a module of this package with a function of that name, HELP and EXAMPLES."""
ABOUT = "Tracks stated export targets against published figures."
WITHOUT_A_COMMAND = "Without a command: exporttrack report."

_CANNOT_ANSWER, _UNKNOWN, _INTERRUPTED = 2, 3, 130
"""Exit statuses that need no words: of an error, the same of a monitoring plugin, a Ctrl-C."""

_SETTINGS = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "pretty_exceptions_show_locals": False,
    "rich_markup_mode": None,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 answered, 2 could not, 130 and 141 cut short."""
    if arguments is None:
        _save_time()
    given = list(sys.argv[1:] if arguments is None else arguments)
    _prepare_streams()
    # On whatever line: of `exporttrack --nagios check` a monitor would take 2 for critical.
    monitored = "--nagios" in {one.partition("=")[0] for one in given}
    try:
        # What is set for this run, as its language, ends with it.
        code = copy_context().run(_run_for_a_monitor if monitored else _run, given)
    except Exception:  # not even the message could be written
        _let_go_of(sys.stderr)
        code = _UNKNOWN if monitored else _CANNOT_ANSWER
    except KeyboardInterrupt:  # before there was anything to interrupt
        code = _UNKNOWN if monitored else _INTERRUPTED
    sys.exit(code)


def _save_time() -> None:
    """Leave out what pays in a long process alone; of one that is soon over it takes a sixth."""
    gc.disable()
    atexit.register(gc.freeze)  # else Python looks for garbage again as it ends
    # pydantic would look for plugins in the metadata of every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")


def _prepare_streams() -> None:
    """A letter that a stream cannot show becomes something that it can, never a failure.

    Where standard output is closed, what is written fails as it does on a full disk; where standard
    error is, nobody wants to know.
    """
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    codecs.register_error("exporttrack", _instead)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="exporttrack")


_INSTEAD = {"€": "EUR ", "đ": "d", "Đ": "D", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-",
            "—": "-"}  # fmt: skip


def _instead(error: UnicodeError) -> tuple[str, int]:
    """A letter without its marks, a plain quote or dash, the currency of a figure; else `?`."""
    from unicodedata import combining, normalize

    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = normalize("NFD", error.object[error.start : error.end])
    plain = (
        letter if letter.isascii() else _INSTEAD.get(letter, "?")
        for letter in letters
        if not combining(letter)
    )
    return "".join(plain), error.end


def _run_for_a_monitor(given: list[str]) -> int:
    """The same with the states of a monitoring plugin: what could not be answered is unknown, 3."""
    from exporttrack.cli.failing import complain
    from exporttrack.render.check import NAME, unknown

    answer, said = StringIO(), StringIO()
    with redirect_stdout(answer), redirect_stderr(said):
        code = _run(given)
    line = answer.getvalue()
    if not line or code > _UNKNOWN:
        line, code = unknown(_told(said.getvalue())) + "\n", _UNKNOWN
    elif not line.startswith(NAME):  # --help or --version: the guidelines call these unknown
        code = _UNKNOWN
    try:
        sys.stdout.write(line)
        sys.stdout.flush()
    except OSError as error:
        _let_go_of(sys.stdout)
        with redirect_stderr(said):
            complain(f"cannot write the output: {error.strerror}")
        code = _UNKNOWN
    if messages := said.getvalue():  # a full disk refuses even an empty text
        sys.stderr.write(messages)
    return code


def _told(messages: str) -> str:
    """The first error of those on standard error."""
    lines = (one for one in messages.splitlines() if "error" in one)
    return next(lines, "interrupted").removeprefix("exporttrack: error: ")


def _run(given: list[str]) -> int:
    from exporttrack.cli.failing import Failed, complain, complain_of_a_fault_of_ours

    as_json = _asks_for_json(given)
    try:
        try:
            code = _answer(given)
        except Failed as failed:
            code = failed.code
        sys.stdout.flush()
        return code
    except (BrokenPipeError, SystemExit):  # typer ends the process itself on a closed pipe
        _let_go_of(sys.stdout)
        return 141
    except KeyboardInterrupt:
        _let_go_of(sys.stdout)
        return _INTERRUPTED
    except OSError as error:
        _let_go_of(sys.stdout)
        return complain(f"cannot write the output: {error.strerror}", as_json=as_json)
    except Exception as error:
        return complain_of_a_fault_of_ours(error, as_json=as_json)


def _answer(given: list[str]) -> int:
    """Let the command that is meant answer; its exit status comes back."""
    if given[:1] == ["--version"]:
        print(f"exporttrack {__version__}")
        return 0
    if given[:1] == ["completion"]:
        from exporttrack.cli.completion import answered

        if answered(given[1:]):
            return 0
    import typer

    from exporttrack.cli import misuse
    from exporttrack.cli.failing import complain

    if not given or (given[0].startswith("-") and given[0] != "--help"):
        given = ["report", *given]
    as_json = _asks_for_json(given)
    if given[0] not in (*COMMANDS, "--help"):
        return complain(*misuse.no_such_command(given[0], COMMANDS), as_json=as_json)
    try:
        if given[0] == "--help":
            code = app(COMMANDS)(args=given[:1], prog_name="exporttrack", standalone_mode=False)
        else:
            # One command alone: the others are not even imported.
            name = f"exporttrack {given[0]}"
            code = app(given[:1])(args=given[1:], prog_name=name, standalone_mode=False)
    except typer.Abort:
        return _INTERRUPTED
    except typer.TyperException as error:
        return complain(*misuse.told(error, given[0]), as_json=as_json)
    return code if isinstance(code, int) else 0


def _asks_for_json(given: Sequence[str]) -> bool:
    """Whatever else is wrong with the line."""
    if "--json" in given or "--format=json" in given:
        return True
    return ("--format", "json") in pairwise(given)


def app(names: Sequence[str]) -> typer.Typer:
    """The command of a name, with its help; of several names, no more than a list of them."""
    import typer

    from exporttrack.cli.usage import Command, examples

    several = len(names) > 1
    found = typer.Typer(
        **_SETTINGS,  # type: ignore[arg-type]  # of three types
        help=ABOUT,
        epilog=_below_the_list() if several else None,
    )
    for name in names:
        module = module_of(name)
        text, lines = module.HELP, examples(module.EXAMPLES)
        # A list does not say what its commands take, so typer need not read it.
        command = _listed if several else getattr(module, python_name(name))
        found.command(name, cls=Command, help=text, epilog=lines)(command)
    if several:
        found.callback()(_listed)
    return found


def _below_the_list() -> str:
    from exporttrack.cli.topics import listed

    return f"{WITHOUT_A_COMMAND} exporttrack --version prints the version.\n\n{listed()}"


def _listed() -> None:
    """In place of a command that is only listed."""


def module_of(command: str) -> ModuleType:
    """The module of a command."""
    return import_module(f"exporttrack.cli.{python_name(command)}")


def python_name(command: str) -> str:
    """What the module of a command is called, and its function: `import` is a word of Python."""
    return "import_" if command == "import" else command


def _let_go_of(stream: TextIO) -> None:
    """What is still buffered has nowhere to go; without this the interpreter would try."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
