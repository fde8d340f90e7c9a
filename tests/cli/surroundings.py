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
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
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

    @property
    def has_output(self) -> bool:
        return self.output == "pipe"

    @property
    def is_colored(self) -> bool:
        if "NO_COLOR" in self.variables or "FORCE_COLOR" in self.variables:
            return self.variables.get("FORCE_COLOR") == "1"
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
    "FORCE_COLOR=1": Surroundings({"FORCE_COLOR": "1"}),
    "FORCE_COLOR=0": Surroundings({**XTERM, "FORCE_COLOR": "0"}, columns=80),
    "LC_ALL=C": Surroundings({"LC_ALL": "C"}),
    "ascii": Surroundings({"PYTHONIOENCODING": "ascii"}, encoding="ascii"),
    "cp1252": Surroundings({"PYTHONIOENCODING": "cp1252"}, encoding="cp1252"),
    "an empty environment": Surroundings(),
    "EXPORTTRACK_LANG=vi": Surroundings({"EXPORTTRACK_LANG": "vi"}),
    "standard output closed": Surroundings(output="closed"),
    "standard output full": Surroundings(output="full"),
    "the reader of the pipe gone": Surroundings(output="reader gone"),
}


def run_here(arguments: Sequence[str], place: Surroundings, encoding: str | None = None) -> Ran:
    """Run the program in this process; its streams and variables are those of the place."""
    said = io.TextIOWrapper(io.BytesIO(), encoding=place.encoding, newline="")
    with mock.patch.dict(os.environ, place.variables, clear=True), _streams(place) as shown:
        with mock.patch.object(sys, "stderr", said):
            code = _code_of(arguments)
        if place.output == "closed" and sys.stdout is not None:
            sys.stdout.close()
    said.flush()
    text = said.buffer.getvalue().decode(place.encoding)
    return Ran(code, b"".join(shown).decode(encoding or place.encoding), text)


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
    environment = {**place.variables, "PYTHONPATH": str(ROOT / "src")}
    with _streams(place) as shown:
        if place.output == "closed":
            program = ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *program]
        ran = subprocess.run(
            program,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stdout.fileno() if sys.stdout else None,
            stderr=subprocess.PIPE,
            check=False,
        )
    out = b"".join(shown).decode(encoding or place.encoding)
    return Ran(ran.returncode, out, ran.stderr.decode(place.encoding))


@contextmanager
def not_root() -> Iterator[None]:
    """Without the rights of root, for whom nothing is read-only."""
    was = os.geteuid()
    os.seteuid(was or 65534)
    yield
    os.seteuid(was)
