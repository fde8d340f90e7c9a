"""Documents on standard output or in a file: whole, whatever the stream's encoding."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from exporttrack.errors import ExportTrackError

_OPEN = ("/dev/stderr", "/dev/fd/", "/proc/self/fd/")
"""How the names of what this process has open already begin."""


def print_document(document: str | Iterable[str], format: str, *, mark: bool = False) -> None:
    """A document on standard output, whole or piece by piece, with a BOM for `mark`.

    CSV and metrics are data and always UTF-8: no letter is lost, whatever the stream can show.
    """
    from exporttrack.cli.progress import watched

    if isinstance(document, str):
        document = [document]
    elif not sys.stdout.isatty():  # else the bar would stand in the document
        document = watched(document)
    for text in document:
        if format in ("csv", "prom"):
            sys.stdout.flush()
            sys.stdout.buffer.write(_encoded(text, mark=mark))
            mark = False
        elif format in ("json", "jsonl"):
            write_json(text)
        else:
            sys.stdout.write(text)


def print_done(lines: Iterable[str], done: str) -> None:
    """Lines on what was done. OSError, which says so, where they cannot be written: it is done."""
    try:
        print("\n".join(lines), flush=True)
    except OSError as error:
        raise OSError(error.errno, f"{error.strerror}; {done}") from None


def write_json(text: str, stream: TextIO | None = None) -> None:
    """JSON on a stream, standard output unless another is given.

    Where that cannot show every letter, they are JSON's own escapes.
    """
    stream = stream or sys.stdout
    encoding = (stream.encoding or "").lower().replace("-", "")
    stream.write(text if encoding.startswith("utf") else escaped(text))


def escaped(text: str) -> str:
    """The same JSON in ASCII: letters stand only within its strings.

    >>> escaped('"Hà Nội 😀"')
    '"H\\\\u00e0 N\\\\u1ed9i \\\\ud83d\\\\ude00"'
    """
    import json

    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)


def write_file(path: str, text: str, *, mark: bool = False) -> None:
    """The file is there whole or stays as it was; it keeps its mode. UTF-8, with a BOM for `mark`.

    What is no ordinary file, as /dev/null or a pipe, is written to as it is; so is what is open
    already, as /dev/stderr, whatever that is. Raises ExportTrackError when it cannot be written,
    BrokenPipeError where its reader has gone.
    """
    from exporttrack.files.replacing import replace

    file, data = Path(path), _encoded(text, mark=mark)
    try:
        if path.startswith(_OPEN) or (file.exists() and not file.is_file()):
            with file.open("ab") as stream:  # behind what others have written there
                stream.write(data)
        else:
            with _undisturbed():
                replace(Path(os.path.realpath(file)), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportTrackError(f"{path} cannot be written: {error.strerror}") from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A SIGTERM, as of `timeout`, ends the process a moment later, when nothing is half done."""
    from signal import SIG_BLOCK, SIG_SETMASK, SIGHUP, SIGTERM, pthread_sigmask

    before = pthread_sigmask(SIG_BLOCK, (SIGHUP, SIGTERM))
    try:
        yield
    finally:
        pthread_sigmask(SIG_SETMASK, before)


def _encoded(text: str, *, mark: bool) -> bytes:
    return text.encode("utf-8-sig" if mark else "utf-8", "backslashreplace")
