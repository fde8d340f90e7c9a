"""A bar on standard error while a long work goes on; on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
AFTER = 2.0
"""Seconds of work before there is a bar. What is over sooner needs none, and pays for none."""


def watched(parts: Sequence[T], after: float = AFTER) -> Generator[T, None, None]:
    """The parts of a work as they are. Once it has gone on for a while a bar shows how far it is.

    Off a terminal nothing is shown, and nothing imported.
    """
    if not sys.stderr.isatty():
        yield from parts
        return
    begun = monotonic()
    for done, part in enumerate(parts):
        if monotonic() - begun >= after:
            yield from _with_bar(parts, done)
            return
        yield part


def _with_bar(parts: Sequence[T], done: int) -> Generator[T, None, None]:
    """Those that are still to do; the bar is gone when they are done."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("exporttrack", total=len(parts), completed=done)
        for part in parts[done:]:
            yield part
            bar.advance(task)
