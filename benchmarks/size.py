"""How long the commands take, and how much memory, as the number of figures grows.

    python benchmarks/size.py [--sizes 1000,10000,100000,1000000] [--runs 5]

Archives of these sizes are made (benchmarks/archive.py) in a folder that is gone afterwards. Every
command is a process of its own; of its runs the fastest is printed, and its greatest memory. Where
pandas, hledger or Ledger are not installed their rows are left out.
"""

import argparse
import math
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from subprocess import run
from time import perf_counter
from typing import NamedTuple

from tables import print_table

HERE = Path(__file__).parent
DAY = "2026-11-21"
OTHERS = ("pandas", "hledger", "Ledger")
LONG = 20.0
"""Seconds that the runs of one command may take before there is none more."""


class Cost(NamedTuple):
    """Of one run."""

    seconds: float
    mib: float
    """The greatest memory that was resident."""


def commands(archive: Path) -> dict[str, tuple[str, ...]]:
    """What is measured, by the name of its row."""
    figures = ("--actuals", str(archive / "actuals.csv"))
    files = ("--targets", str(archive / "targets.toml"), *figures, "--as-of", DAY)
    ours = (sys.executable, "-m", "exporttrack")
    journal = ("-f", str(archive / "figures.journal"))
    found: dict[str, tuple[str, ...]] = {
        "report --json": (*ours, "report", "--json", *files),
        "check": (*ours, "check", *files),
        "history --format json": (*ours, "history", "--format", "json", *files),
        "history --format csv": (*ours, "history", "--format", "csv", *files),
    }
    if find_spec("pandas"):
        script = str(HERE / "with_pandas.py")
        found["pandas"] = (sys.executable, script, str(archive / "actuals.csv"))
    if shutil.which("hledger"):
        found["hledger"] = ("hledger", *journal, "bal", "--budget", "-Y")
    if shutil.which("ledger"):
        found["Ledger"] = ("ledger", *journal, "register", "--budget", "--yearly")
    return found


def cost(command: tuple[str, ...]) -> Cost:
    """Of one run of a command, whose output is thrown away: some write a lot."""
    with open(os.devnull, "wb") as output:
        begun = perf_counter()
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1)]
        process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
        _, status, used = os.wait4(process, 0)
        seconds = perf_counter() - begun
    code = os.waitstatus_to_exitcode(status)
    if code != 0 and not (code == 1 and "check" in command):  # which has found something
        raise SystemExit(f"{' '.join(command)}: exit status {code}")
    return Cost(seconds, used.ru_maxrss / 1024)


def measured(figures: int, folder: Path, runs: int) -> dict[str, Cost]:
    """Of each command, the fastest run and the greatest memory."""
    archive = folder / str(figures)
    # In a process of its own: a child begins with the memory of its parent.
    run([sys.executable, str(HERE / "archive.py"), str(archive), str(figures)], check=True)
    costs: dict[str, list[Cost]] = {name: [] for name in commands(archive)}
    for _ in range(runs):  # in turn, so that a machine that slows down slows all of them
        for name, command in commands(archive).items():
            if sum(one.seconds for one in costs[name]) < LONG:
                costs[name].append(cost(command))
    found = {
        name: Cost(min(one.seconds for one in ones), max(one.mib for one in ones))
        for name, ones in costs.items()
    }
    shutil.rmtree(archive)
    return found


def rows(found: Mapping[int, Mapping[str, Cost]], start: Mapping[str, Cost]) -> Iterable[list[str]]:
    """A row for each size and command."""
    sizes = list(found)
    for at, figures in enumerate(sizes):
        for name, one in found[figures].items():
            ratios = [_ratio(one, found[figures].get(other)) for other in OTHERS]
            before = found[sizes[at - 1]][name] if at else None
            growth = _exponents(one, before, start[name], figures / sizes[at - 1]) if before else ""
            values = [f"{one.seconds:.2f}", f"{one.mib:.0f}", *ratios, growth]
            yield [f"{figures:,}", name, *values]


def _ratio(one: Cost, other: Cost | None) -> str:
    return "" if other is None or one is other else f"{one.seconds / other.seconds:.2f}"


def _exponents(one: Cost, before: Cost, start: Cost, times: float) -> str:
    """Of the growth of time and memory beyond start-up: 1.00 is in proportion, 1.04 is 11 for 10.

    Nothing where the smaller size costs too little for that.
    """
    if before.seconds - start.seconds < 0.05:
        return ""
    seconds, mib = (
        math.log((now - least) / (then - least)) / math.log(times)
        for now, then, least in zip(one, before, start, strict=True)
    )
    return f"{seconds:.2f}, {mib:.2f}"


def machine() -> str:
    """Processor, memory and Python."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cpu}, {os.cpu_count()} cores, {gib:.0f} GiB, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        start = measured(100, Path(folder), asked.runs)  # one series
        sizes = sorted(int(size) for size in asked.sizes.split(","))
        found = {figures: measured(figures, Path(folder), asked.runs) for figures in sizes}
    heads = [
        "figures",
        "command",
        "seconds",
        "MiB",
        *(f"to {name}" for name in OTHERS),
        "exponents",
    ]
    print_table(heads, rows(found, start), words=2)


if __name__ == "__main__":
    main()
