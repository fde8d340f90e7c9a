"""The program: which command is meant, and how it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import typer

from exporttrack import __version__
from exporttrack.cli import report
from exporttrack.cli.failing import Failed, complain, complain_of_a_fault_of_ours

OWN_OPTIONS = ("--version", "--help")
"""Of the program itself; any other option first on the line is one of `report`."""

app = typer.Typer(
    name="exporttrack",
    add_completion=False,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    help="Tracks stated export targets against published figures. "
    "Without a command: exporttrack report.",
)
app.command("report", help=report.HELP)(report.report)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"exporttrack {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Options of the program itself."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 answered, 2 could not, 130 and 141 cut short."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in OWN_OPTIONS):
        given = ["report", *given]
    # A letter that the stream cannot show becomes a question mark, never a failure.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(_run(given))


def _run(arguments: list[str]) -> int:
    as_json = "--json" in arguments or "json" in arguments
    try:
        code = app(args=arguments, prog_name="exporttrack", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except Failed as failed:
        return failed.code
    except typer.TyperException as error:
        return complain(getattr(error, "message", str(error)), as_json=as_json)
    except (BrokenPipeError, SystemExit):  # typer ends the process itself on a closed pipe
        _let_go_of_output()
        return 141
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except OSError as error:
        _let_go_of_output()
        return complain(f"cannot write the output: {error.strerror}", as_json=as_json)
    except Exception as error:
        return complain_of_a_fault_of_ours(error, as_json=as_json)


def _let_go_of_output() -> None:
    """What is still buffered has nowhere to go; without this the interpreter would try."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
