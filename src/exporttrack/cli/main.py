"""The program: which command is meant, and how it ends."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from io import StringIO
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
)
"""Each is a module of this package (`import` is import_) with a function of that name and HELP."""

_CANNOT_ANSWER, _UNKNOWN = 2, 3
"""When even the words for it are missing: the exit status, and that of a monitoring plugin."""

_SETTINGS = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "pretty_exceptions_show_locals": False,
    "rich_markup_mode": None,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 answered, 2 could not, 130 and 141 cut short."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _prepare_streams()
    monitored = given[:1] == ["check"] and "--nagios" in given
    try:
        code = _run_for_a_monitor(given) if monitored else _run(given)
    except Exception:  # not even the message could be written
        _let_go_of(sys.stderr)
        code = _UNKNOWN if monitored else _CANNOT_ANSWER
    sys.exit(code)


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


def _instead(error: UnicodeError) -> tuple[str, int]:
    """A question mark for each letter; of a figure the currency stays."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join("EUR " if letter == "€" else "?" for letter in letters), error.end


def _run_for_a_monitor(given: list[str]) -> int:
    """The same with the states of a monitoring plugin: what could not be answered is unknown, 3."""
    from exporttrack.cli.failing import complain
    from exporttrack.render.check import unknown

    answer, said = StringIO(), StringIO()
    with redirect_stdout(answer), redirect_stderr(said):
        code = _run(given)
    line = answer.getvalue()
    if not line or code > _UNKNOWN:
        line, code = unknown(_told(said.getvalue())) + "\n", _UNKNOWN
    try:
        sys.stdout.write(line)
        sys.stdout.flush()
    except OSError as error:
        _let_go_of(sys.stdout)
        with redirect_stderr(said):
            complain(f"cannot write the output: {error.strerror}")
        code = _UNKNOWN
    sys.stderr.write(said.getvalue())
    return code


def _told(messages: str) -> str:
    """The first error of those on standard error."""
    lines = (one for one in messages.splitlines() if "error" in one)
    return next(lines, "interrupted").removeprefix("exporttrack: error: ")


def _run(given: list[str]) -> int:
    from exporttrack.cli.failing import Failed, complain, complain_of_a_fault_of_ours

    as_json = "--json" in given or "json" in given
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
        return 130
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

    from exporttrack.cli.failing import complain
    from exporttrack.errors import nearest

    if not given or (given[0].startswith("-") and given[0] != "--help"):
        given = ["report", *given]
    try:
        if given[0] in COMMANDS:
            # One command alone: the others are not even imported.
            name = f"exporttrack {given[0]}"
            code = _app(given[:1])(args=given[1:], prog_name=name, standalone_mode=False)
        else:
            code = _app(COMMANDS)(args=given, prog_name="exporttrack", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except typer.Abort:
        return 130
    except typer.TyperException as error:
        message = getattr(error, "format_message", error.__str__)()
        lost = given[0] not in COMMANDS and not nearest(given[0], list(COMMANDS))
        hint = f"the commands are {', '.join(COMMANDS)}" if lost else None
        return complain(message, hint, as_json="--json" in given)


def _app(names: Sequence[str]) -> typer.Typer:
    import typer

    app = typer.Typer(
        **_SETTINGS,  # type: ignore[arg-type]  # of three types
        help="Tracks stated export targets against published figures.",
        epilog="Without a command: exporttrack report. exporttrack --version prints the version.",
    )
    for name in names:
        python_name = "import_" if name == "import" else name
        module = import_module(f"exporttrack.cli.{python_name}")
        app.command(name, help=module.HELP)(getattr(module, python_name))
    if len(names) > 1 or names == COMMANDS:
        app.callback()(lambda: None)
    return app


def _let_go_of(stream: TextIO) -> None:
    """What is still buffered has nowhere to go; without this the interpreter would try."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
