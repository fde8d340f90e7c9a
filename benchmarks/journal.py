"""How long a journal takes to write and to read, and how that grows with its records.

    python benchmarks/journal.py [RECORDS...]

Without numbers 10 000, 100 000 and 1 000 000. Each figure is that of a process of its own: of the
quickest of three; but for the import, of one from a million records on. "s" are the seconds that
pass, "CPU" those of the processor, which other work on the machine changes less; "MiB" is the peak
of memory.
"""

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import archive
from tables import print_table

FEW = 100
"""Their import is hardly more than the start of the program."""
RECORDS = (10_000, 100_000, 1_000_000)
MANY = 1_000_000
TIMES = 3
START = "from exporttrack.cli import main; main()"
COMMANDS = {
    "report": ["report", "--json"],
    "check": ["check"],
    "history": ["history", "--format", "csv"],
    "record": ["record", "hs00000=1", "--period=2025", "--source=X", "--force"],
    "import again": ["import", "actuals.csv"],
}
SETTING = """
import time
from decimal import Decimal
from pathlib import Path
from exporttrack.files.document import read_document
from exporttrack.files.journal import rows_of_any_toml, rows_of_toml
from exporttrack.files.journal_rows import read_blocks
from exporttrack.files.loading import load_targets
from exporttrack.files.records import by_name, observations
names = by_name(load_targets("targets.toml").series)
document = read_document("actuals.toml")
text = document.text
"""
READERS = {
    "own reader": "read_blocks(text)",
    "tomllib": "import tomllib; tomllib.loads(text, parse_float=Decimal)",
    "tomli, compiled": "import tomli; tomli.loads(text, parse_float=Decimal)",
    "own reader, to figures": "observations(rows_of_toml(document), names)",
    "tomli, to figures": "observations(rows_of_any_toml(document), names)",
}


class Cost(NamedTuple):
    """What a process took."""

    processor: float
    """Seconds."""
    seconds: float
    mib: float

    def shown(self) -> list[str]:
        """Its cells of a table."""
        return [f"{self.seconds:.2f}", f"{self.processor:.2f}", f"{self.mib:.0f}"]


def main(counts: Sequence[int]) -> None:
    """Print three tables."""
    with tempfile.TemporaryDirectory() as name:
        folders = {count: Path(name, str(count)) for count in (FEW, *counts)}
        for count, folder in folders.items():
            archive.write(folder, count)
        heads = ["records", "s", "CPU", "MiB", "exponent of CPU", "of MiB"]
        print_table(heads, list(_imports(folders)))
        del folders[FEW]
        print()
        print_table(["command", "records", "s", "CPU", "MiB"], list(_commands(folders)), 1)
        print()
        print_table(["reading alone", "records", "CPU", "MiB"], list(_readers(folders)), 1)


def _run(folder: Path, code: str, arguments: Sequence[str]) -> Cost:
    """A process that runs `code` in a folder."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=folder, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # `check` says 1 where a target is missed
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    passed = time.perf_counter() - begin
    return Cost(used.ru_utime + used.ru_stime, passed, used.ru_maxrss / unit)


def _times(count: int) -> int:
    return 1 if count >= MANY else TIMES


def _imports(folders: Mapping[int, Path]) -> Iterator[list[str]]:
    """Into a journal that is not there yet. The exponents are those of what is beyond the start."""
    costs = {count: _import(folder) for count, folder in folders.items()}
    start = costs.pop(FEW)
    before: tuple[int, Cost] | None = None
    for count, cost in costs.items():
        grown = ["", ""]
        if before is not None:
            factor = count / before[0]
            grown = [
                f"{math.log((now - first) / (then - first), factor):.3f}"
                for now, then, first in (
                    (cost.processor, before[1].processor, start.processor),
                    (cost.mib, before[1].mib, start.mib),
                )
            ]
        yield [str(count), *cost.shown(), *grown]
        before = count, cost


def _import(folder: Path) -> Cost:
    costs = []
    for _ in range(TIMES):
        (folder / "actuals.toml").unlink(missing_ok=True)
        costs.append(_run(folder, START, ["import", "actuals.csv"]))
    return min(costs)


def _commands(folders: Mapping[int, Path]) -> Iterator[list[str]]:
    for name, arguments in COMMANDS.items():
        for count, folder in folders.items():
            cost = min(_run(folder, START, arguments) for _ in range(_times(count)))
            yield [name, str(count), *cost.shown()]


def _readers(folders: Mapping[int, Path]) -> Iterator[list[str]]:
    """Without the start, the targets and the reading of the text."""
    for name, code in READERS.items():
        timed = f"{SETTING}begin = time.process_time()\n{code}\n"
        told = f"{timed}Path('seconds').write_text(str(time.process_time() - begin))"
        for count, folder in folders.items():
            if count >= MANY and not name.startswith("own"):
                continue
            costs = [
                (float((folder / "seconds").read_text()), cost.mib)
                for cost in (_run(folder, told, []) for _ in range(_times(count)))
            ]
            yield [name, str(count), f"{min(costs)[0]:.2f}", f"{min(costs)[1]:.0f}"]


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or RECORDS)
