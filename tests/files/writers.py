"""Writers that are killed, and writers that all come at once. A program that tests start.

`writers.py killed KILLS SEED` and `writers.py together WRITERS` work in the current folder, which
has been made by `exporttrack init`. They end with 1 and an AssertionError when a record is lost,
else they print what they have seen as JSON.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from itertools import count
from pathlib import Path

from exporttrack.cli import main
from exporttrack.files.loading import load_actuals, load_targets

JOURNAL = Path("actuals.toml")
ROUND = 10
"""After so many kills a new file is begun, so that many are killed while they are small."""
_PRINTED = re.compile(r"^actuals\.toml:\d+: exports 2024 = US\$([\d,]+) \(", re.MULTILINE)


def killed(kills: int, seed: int) -> dict[str, int]:
    """Two writers at a time record until they are killed; what they printed must be there."""
    chance = random.Random(seed)
    seen = {"kills": 0, "printed": 0, "cut short": 0}
    printed: set[int] = set()
    for number in range(0, kills, 2):
        if number % ROUND == 0:
            JOURNAL.unlink(missing_ok=True)
            printed = set()
        before = JOURNAL.read_bytes() if JOURNAL.exists() else b""
        writers = [start(recording, 10_000 + 100 * (number + one)) for one in range(2)]
        for writer, _ in writers:
            time.sleep(chance.uniform(0, 0.1))
            os.kill(writer, signal.SIGKILL)
        for writer, output in writers:
            os.waitpid(writer, 0)
            with os.fdopen(output, encoding="utf-8") as text:
                found = [int(one.replace(",", "")) for one in _PRINTED.findall(text.read())]
            printed.update(found)
            seen["printed"] += len(found)
        seen["kills"] += len(writers)
        seen["cut short"] += len(list(Path().glob(".actuals.toml.*.tmp")))
        assert not JOURNAL.exists() or JOURNAL.read_bytes().startswith(before)
        assert printed <= values(), f"lost: {printed - values()}"
    return seen


def together(writers: int) -> dict[str, int]:
    """All of them wait for one moment, and then record two figures each."""
    gate, opener = os.pipe()

    def work(first: int) -> Iterator[None]:
        os.close(opener)
        os.read(gate, 1)  # returns when the opener is closed
        for value in (first, first + 1):
            record(value, f"writer {first}")
            yield

    started = [start(work, 10_000 + 10 * number) for number in range(writers)]
    os.close(opener)
    for writer, output in started:
        assert os.waitpid(writer, 0)[1] == 0, os.fdopen(output).read()
        os.close(output)
    expected = {10_000 + 10 * number + one for number in range(writers) for one in range(2)}
    assert values() == expected, f"lost: {expected - values()}"
    return {"writers": writers, "records": len(expected)}


def recording(first: int) -> Iterator[None]:
    """One record after the other, for as long as this process lives."""
    for value in count(first):
        record(value, "Customs")
        yield


def record(value: int, source: str) -> None:
    """`exporttrack record`, in this process."""
    try:
        main(["record", f"exports={value}", "--period=2024", f"--source={source}"])
    except SystemExit as ended:
        if ended.code != 0:
            raise RuntimeError(f"record ended with {ended.code}") from None


def start(work: Callable[[int], Iterator[None]], first: int) -> tuple[int, int]:
    """A child that does `work`, and the end of a pipe from which its output can be read."""
    output, into = os.pipe()
    child = os.fork()
    if child:
        os.close(into)
        return child, output
    ended = 1
    try:
        with os.fdopen(into, "w", encoding="utf-8") as text, redirect_stdout(text):
            for _ in work(first):
                text.flush()
        ended = 0
    finally:
        os._exit(ended)


def values() -> set[int]:
    """Of the records in the journal, which must be without a fault."""
    series = load_targets("targets.toml").series
    known = load_actuals([JOURNAL], series).observations if JOURNAL.exists() else ()
    return {int(one.value) for one in known}


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        record(1, "warm-up")  # all is imported before the first child is made
    JOURNAL.unlink()
    numbers = [int(text) for text in sys.argv[2:]]
    print(json.dumps(together(*numbers) if sys.argv[1] == "together" else killed(*numbers)))
