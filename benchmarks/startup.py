"""How long a run of exporttrack takes, beside a program that only imports what it is made with.

    python benchmarks/startup.py [ROUNDS]

Prints a line for each command: its median time, that of what it is compared with, the median of
their ratios, and the goal. The two of a pair run in turn, ROUNDS times (21 where it is not given),
each as a process of its own in an empty folder: what else the machine does falls on both.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tables import print_table

TYPER = "import typer"
TABLE = """\
import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

class Row(BaseModel):
    name: str
    value: float

row = Row(name="exports", value=4.4)
table = Table("name", "value")
table.add_row(row.name, str(row.value))
Console().print(table)
"""


class Pair(NamedTuple):
    """A command, and what it is compared with."""

    command: str
    """Of exporttrack."""
    beside: str
    """In words."""
    other: Sequence[str]
    """The same as a command line."""
    goal: float
    """The ratio at most."""


def of_exporttrack(command: str) -> list[str]:
    """The command line of a command, as it was installed beside this Python."""
    return [str(Path(sys.executable).with_name("exporttrack")), *command.split()]


def of_python(program: str) -> list[str]:
    """The command line of a program in Python."""
    return [sys.executable, "-c", program]


PAIRS = (
    Pair("--version", "import typer", of_python(TYPER), 1.10),
    Pair("--help", "import typer", of_python(TYPER), 1.10),
    Pair("report --help", "import typer", of_python(TYPER), 1.10),
    Pair("completion bash", "import typer", of_python(TYPER), 1.10),
    Pair("completion bash -- re", "import typer", of_python(TYPER), 1.10),
    Pair("report", "one row of a table", of_python(TABLE), 1.25),
    Pair("report --json", "exporttrack report", of_exporttrack("report"), 1.00),
    Pair("check", "exporttrack report", of_exporttrack("report"), 1.00),
)


def milliseconds(command: Sequence[str], folder: str) -> float:
    """How long a command takes, from its start to its end. What it prints goes to a pipe."""
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, check=False
    )
    took = time.perf_counter() - began
    if done.returncode > 1:  # 1: `check` has found something
        raise SystemExit(f"{' '.join(command)}: {done.stderr.decode()}")
    return 1000 * took


def measured(pair: Pair, rounds: int, folder: str) -> list[tuple[float, float]]:
    """How long both took, each round, in milliseconds."""
    commands = of_exporttrack(pair.command), pair.other
    for command in commands:  # the first run of all writes what Python compiles
        milliseconds(command, folder)
    return [
        (milliseconds(commands[0], folder), milliseconds(commands[1], folder))
        for _ in range(rounds)
    ]


def line(pair: Pair, times: Sequence[tuple[float, float]]) -> list[str]:
    """What is printed of a pair: the medians, that of the ratios, and the goal."""
    own, other = (median(column) for column in zip(*times, strict=True))
    ratio = median(one / two for one, two in times)
    shown = f"`exporttrack {pair.command}`", pair.beside, f"{own:.0f}", f"{other:.0f}"
    return [*shown, f"{ratio:.2f}", f"{pair.goal:.2f}"]


def machine() -> str:
    """The processor, its cores, Python and today."""
    known = Path("/proc/cpuinfo")
    told = known.read_text().splitlines() if known.exists() else []
    models = [one.partition(": ")[2] for one in told if one.startswith("model name")]
    model = models[0] if models else platform.processor() or platform.machine()
    python = f"Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {python}, {date.today()}"


def main(rounds: int = 21) -> None:
    """Measure every pair and print the table."""
    print(f"{machine()}; medians of {rounds}\n")
    with tempfile.TemporaryDirectory() as folder:
        rows = [line(pair, measured(pair, rounds, folder)) for pair in PAIRS]
    print_table(("run", "beside", "ms", "beside, ms", "ratio", "goal"), rows, words=2)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
