"""The program: which command is meant, and how it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from exporttrack import __version__

if TYPE_CHECKING:
    import typer

COMMANDS = ("report", "explain", "outlook", "record", "import", "history", "validate", "init")
"""Each is a module of this package (`import` is import_) with a function of that name and HELP."""

_SETTINGS = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "pretty_exceptions_show_locals": False,
    "rich_markup_mode": None,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 answered, 2 could not, 130 and 141 cut short."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # A letter that the stream cannot show becomes a question mark, never a failure.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(_run(given))


def _run(given: list[str]) -> int:
    from exporttrack.cli.failing import Failed, complain, complain_of_a_fault_of_ours

    as_json = "--json" in given or "json" in given
    try:
        code = _answer(given)
        sys.stdout.flush()
        return code
    except Failed as failed:
        return failed.code
    except (BrokenPipeError, SystemExit):  # typer ends the process itself on a closed pipe
        _let_go_of_output()
        return 141
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        _let_go_of_output()
        return complain(f"cannot write the output: {error.strerror}", as_json=as_json)
    except Exception as error:
        return complain_of_a_fault_of_ours(error, as_json=as_json)


def _answer(given: list[str]) -> int:
    """Let the command that is meant answer; its exit status comes back."""
    if given[:1] == ["--version"]:
        print(f"exporttrack {__version__}")
        return 0
    import typer

    from exporttrack.cli.failing import complain

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
        return complain(message, as_json="--json" in given)


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


def _let_go_of_output() -> None:
    """What is still buffered has nowhere to go; without this the interpreter would try."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
