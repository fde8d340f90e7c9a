"""The bar of a long work: on a terminal, once it has gone on for a while, and nowhere else."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

LOOKING = """
import sys
from exporttrack.cli.progress import watched
found = []
for part in watched([4, 5, 6], {after}):
    found.append(part)
    print(part, end=" ")
print(found, "rich" in sys.modules)
"""


def looking(after: float, stderr: int) -> str:
    """What a process prints that goes through three parts of a work."""
    ran = subprocess.run(
        [sys.executable, "-c", LOOKING.format(after=after)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=stderr,
        check=True,
    )
    return ran.stdout.decode()


def on_terminal(after: float) -> tuple[str, str]:
    """Standard output, and what is shown on the terminal that standard error is."""
    there, here = pty.openpty()
    out = looking(after, here)
    os.write(here, b"$")  # so that there is something to read
    shown = b""
    while not shown.endswith(b"$"):
        shown += os.read(there, 65536)
    os.close(here)
    os.close(there)
    return out, shown.decode().removesuffix("$")


def test_a_bar_once_the_work_has_gone_on_for_a_while() -> None:
    out, shown = on_terminal(after=0)
    assert out == "4 5 6 [4, 5, 6] True\n"
    assert re.search(r"exporttrack\b.*100%", shown, re.DOTALL)


def test_none_before() -> None:
    assert on_terminal(after=1000) == ("4 5 6 [4, 5, 6] False\n", "")


def test_none_where_standard_error_is_no_terminal(tmp_path: Path) -> None:
    with (tmp_path / "errors").open("wb") as errors:
        assert looking(0, errors.fileno()) == "4 5 6 [4, 5, 6] False\n"
    assert (tmp_path / "errors").read_bytes() == b""


def test_a_work_that_is_given_up_leaves_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    from exporttrack.cli import progress

    there, here = pty.openpty()
    with open(here, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("TERM", "xterm")
        parts = progress.watched(range(3), after=0)
        assert next(parts) == 0
        parts.close()
        terminal.write("$")
        terminal.flush()
        shown = b""
        while not shown.endswith(b"$"):
            shown += os.read(there, 65536)
    os.close(there)
    assert b"\x1b[?25h" in shown  # the cursor is there again
