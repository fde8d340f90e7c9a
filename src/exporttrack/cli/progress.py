"""A bar on standard error while a long work goes on; on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator, Sized
from itertools import chain
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
AFTER = 2.0
"""Seconds of a run before there is a bar. What is over sooner needs none, and pays for none."""
_BEGUN = monotonic()
_AT_ONCE = 64
"""Parts between one move of the bar and the next: a million of them would cost seconds."""


def watched(parts: Iterable[T], after: float = AFTER) -> Generator[T, None, None]:
    """The parts of a work as they are. Once the run has gone on for a while a bar shows how far.

    Off a terminal nothing is shown, and nothing imported.
    """
    if not sys.stderr.isatty():
        yield from parts
        return
    size = len(parts) if isinstance(parts, Sized) else None
    rest = iter(parts)
    for done, part in enumerate(rest):
        if monotonic() - _BEGUN >= after:
            yield from _with_bar(part, rest, done, size)
            return
        yield part


def _with_bar(part: T, rest: Iterator[T], done: int, size: int | None) -> Generator[T, None, None]:
    """A part and those after it; the bar is gone when they are done."""
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,  # or the document would go where the bar stands
        redirect_stderr=False,
    )
    with bar:
        task = bar.add_task("exporttrack", total=size, completed=done)
        for one in chain([part], rest):
            yield one
            done += 1
            if not done % _AT_ONCE or done == size:
                bar.update(task, completed=done)
