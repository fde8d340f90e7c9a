"""Errors become messages here: one place, standard error, exit status 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from exporttrack.errors import ExportTrackError, Fault, FileFaults

CANNOT_ANSWER = 2
DEBUG = "EXPORTTRACK_DEBUG"


class Failed(Exception):
    """The command has said what is wrong; only its exit status is left."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def reporting_errors(*, as_json: bool, shown: int | None = None) -> Iterator[None]:
    """Turn whatever exporttrack refuses into a message on standard error and exit status 2.

    Of the faults of files all are listed, or the first `shown`.
    """
    try:
        yield
    except FileFaults as error:
        raise Failed(_complain_of_faults(error.faults, shown, as_json=as_json)) from None
    except ExportTrackError as error:
        raise Failed(complain(str(error), error.hint, as_json=as_json)) from None


def complain(message: str, hint: str | None = None, *, as_json: bool = False) -> int:
    """Say what is wrong; the exit status comes back."""
    from exporttrack.render.safe import safe

    if as_json:
        return _print_json({"message": message, "hint": hint})
    print(f"exporttrack: error: {safe(message)}", file=sys.stderr)
    if hint:
        print(f"   hint: {safe(hint)}", file=sys.stderr)
    return CANNOT_ANSWER


def _complain_of_faults(faults: Sequence[Fault], shown: int | None, *, as_json: bool) -> int:
    from exporttrack.render import faults as render

    if as_json:
        return _print_json(render.document(faults))
    sys.stderr.write(render.render(faults, shown))
    return CANNOT_ANSWER


def complain_of_a_fault_of_ours(error: Exception, *, as_json: bool) -> int:
    """An error that should not be: one line; the traceback only for who asks for it."""
    if os.environ.get(DEBUG):
        import traceback

        traceback.print_exc()
    what = f"{type(error).__name__}: {error}"
    hint = f"this is a fault of exporttrack; {DEBUG}=1 shows where"
    return complain(f"internal error: {what}", hint, as_json=as_json)


def _print_json(error: object) -> int:
    import json

    from exporttrack.cli.output import write_json

    write_json(json.dumps({"error": error}, ensure_ascii=False) + "\n", sys.stderr)
    return CANNOT_ANSWER
