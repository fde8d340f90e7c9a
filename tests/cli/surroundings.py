"""The program where it may have to run: terminals, pipes, full disks, encodings, variables."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
from unittest import mock

import pytest

from conftest import ROOT, Ran
from exporttrack.cli import main

FULL = Path("/dev/full")


@dataclass(frozen=True)
class Surroundings:
    """Where a run takes place."""

    variables: dict[str, str] = field(default_factory=dict)
    columns: int = 0
    """Of the terminal that standard output is; 0 where it is none."""
    encoding: str = "utf-8"
    output: str = "pipe"
    """Or `closed`, `full`, or `reader gone`."""
    errors: str = "pipe"
    """Or `closed`, or `full`."""
    input: str = "empty"
    """Or `closed`."""

    @property
    def has_output(self) -> bool:
        return self.output == "pipe"

    @property
    def has_errors(self) -> bool:
        return self.errors == "pipe"

    @property
    def needs_full(self) -> bool:
        return "full" in (self.output, self.errors)

    @property
    def is_colored(self) -> bool:
        if self.variables.get("NO_COLOR"):
            return False
        if "FORCE_COLOR" in self.variables:
            return self.variables["FORCE_COLOR"] == "1"
        return self.columns > 0 and self.variables.get("TERM") != "dumb"


XTERM = {"TERM": "xterm-256color"}
PLACES = {
    "no terminal": Surroundings(XTERM),
    "40 columns": Surroundings(XTERM, columns=40),
    "60 columns": Surroundings(XTERM, columns=60),
    "80 columns": Surroundings(XTERM, columns=80),
    "200 columns": Surroundings(XTERM, columns=200),
    "TERM=dumb": Surroundings({"TERM": "dumb"}, columns=80),
    "NO_COLOR": Surroundings({**XTERM, "NO_COLOR": "1"}, columns=80),
    "NO_COLOR=": Surroundings({**XTERM, "NO_COLOR": ""}, columns=80),
    "FORCE_COLOR=1": Surroundings({"FORCE_COLOR": "1"}),
    "FORCE_COLOR=1 TERM=dumb": Surroundings({"TERM": "dumb", "FORCE_COLOR": "1"}, columns=80),
    "FORCE_COLOR=0": Surroundings({**XTERM, "FORCE_COLOR": "0"}, columns=80),
    "LC_ALL=C": Surroundings({"LC_ALL": "C"}),
    "ascii": Surroundings({"PYTHONIOENCODING": "ascii"}, encoding="ascii"),
    "cp1252": Surroundings({"PYTHONIOENCODING": "cp1252"}, encoding="cp1252"),
    "an empty environment": Surroundings(),
    "EXPORTTRACK_LANG=vi": Surroundings({"EXPORTTRACK_LANG": "vi"}),
    "standard output closed": Surroundings(output="closed"),
    "standard output full": Surroundings(output="full"),
    "the reader of the pipe gone": Surroundings(output="reader gone"),
    "standard error closed": Surroundings(errors="closed"),
    "standard error full": Surroundings(errors="full"),
    "standard input closed": Surroundings(input="closed"),
}


def run_here(arguments: Sequence[str], place: Surroundings, encoding: str | None = None) -> Ran:
    """Run the program in this process; its streams and variables are those of the place."""
    said = io.BytesIO()
    errors = _errors(place, said)
    with (
        mock.patch.dict(os.environ, place.variables, clear=True),
        mock.patch.object(sys, "stdin", _input(place)),
        _streams(place) as shown,
    ):
        with mock.patch.object(sys, "stderr", errors):
            code = _code_of(arguments)
            _close(errors or sys.stderr)
        if place.output == "closed" and sys.stdout is not None:
            sys.stdout.close()
    out = b"".join(shown).decode(encoding or place.encoding)
    return Ran(code, out, said.getvalue().decode(place.encoding))


def _input(place: Surroundings) -> TextIO | None:
    return None if place.input == "closed" else io.TextIOWrapper(io.BytesIO())


def _errors(place: Surroundings, said: io.BytesIO) -> TextIO | None:
    """Standard error as it is at the place; what is said on it, where it takes any."""
    if place.errors == "closed":
        return None
    if place.errors == "full":
        return open(FULL, "w", buffering=1)  # a line at a time, as Python does
    return io.TextIOWrapper(said, encoding=place.encoding, newline="")


def _close(stream: TextIO) -> None:
    """All that was written arrives; what holds it in memory stays open."""
    if isinstance(stream, io.TextIOWrapper) and isinstance(stream.buffer, io.BytesIO):
        stream.detach()
    else:
        with suppress(OSError):
            stream.close()


def _code_of(arguments: Sequence[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


@contextmanager
def _streams(place: Surroundings) -> Iterator[list[bytes]]:
    """Standard output as it is at the place; the pieces that arrive at the other end."""
    pieces: list[bytes] = []
    if not place.has_output:
        stream = _useless(place)
        with mock.patch.object(sys, "stdout", stream):
            yield pieces
        if stream is not None:
            stream.close()
        return
    there, here = _terminal(place.columns) if place.columns else os.pipe()
    reader = threading.Thread(target=_read, args=(there, pieces))
    reader.start()
    with (
        open(here, "w", encoding=place.encoding, newline="") as stream,
        mock.patch.object(sys, "stdout", stream),
    ):
        yield pieces
    reader.join()
    os.close(there)
    pieces[:] = [b"".join(pieces).replace(b"\r\n", b"\n")] if place.columns else pieces


def _useless(place: Surroundings) -> io.TextIOWrapper | None:
    """A stream that takes nothing; None where there is none at all."""
    if place.output == "closed":
        return None
    if place.output == "full":
        return open(FULL, "w")
    there, here = os.pipe()
    os.close(there)
    return open(here, "w")


def _terminal(columns: int) -> tuple[int, int]:
    there, here = pty.openpty()
    fcntl.ioctl(here, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    return there, here


def _read(there: int, pieces: list[bytes]) -> None:
    while True:
        try:
            piece = os.read(there, 65536)
        except OSError:  # a terminal whose other end is closed
            return
        if not piece:
            return
        pieces.append(piece)


def run_there(
    arguments: Sequence[str], place: Surroundings, folder: Path, encoding: str | None = None
) -> Ran:
    """The same as a process of its own."""
    program = [sys.executable, "-m", "exporttrack", *arguments]
    streams = {"<&-": place.input, ">&-": place.output, "2>&-": place.errors}
    if closed := " ".join(end for end, state in streams.items() if state == "closed"):
        program = ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *program]
    errors = os.open(FULL, os.O_WRONLY) if place.errors == "full" else None
    with _streams(place) as shown:
        ran = subprocess.run(
            program,
            cwd=folder,
            env={**place.variables, "PYTHONPATH": str(ROOT / "src")},
            stdin=subprocess.DEVNULL,
            stdout=sys.stdout.fileno() if sys.stdout else None,
            stderr=subprocess.PIPE if errors is None else errors,
            check=False,
        )
    if errors is not None:
        os.close(errors)
    out = b"".join(shown).decode(encoding or place.encoding)
    return Ran(ran.returncode, out, (ran.stderr or b"").decode(place.encoding))


@contextmanager
def not_root() -> Iterator[None]:
    """Without the rights of root, for whom nothing is read-only."""
    was = os.geteuid()
    os.seteuid(was or 65534)
    yield
    os.seteuid(was)
