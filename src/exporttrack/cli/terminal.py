"""Rich output: colour and width decided once, from standard output alone."""

from __future__ import annotations

import os
import sys

from rich.console import Console

from exporttrack.render.table import UNLIMITED


def plain() -> Console:
    """A console as it is in a pipe, for a file."""
    return Console(width=UNLIMITED, height=100, color_system=None, force_terminal=False)


def console(color: str) -> Console:
    """A console on standard output that shortens nothing off a terminal."""
    on_terminal = sys.stdout.isatty()
    colored = wants_color(color, on_terminal=on_terminal)
    return Console(
        file=sys.stdout,
        width=_width() if on_terminal else UNLIMITED,
        height=100,  # with a width alone, TERM=dumb would be taken for 80 columns
        force_terminal=colored,
        color_system="standard" if colored else None,
        no_color=not colored,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        soft_wrap=False,
    )


def wants_color(color: str, *, on_terminal: bool) -> bool:
    """One rule: the option, else NO_COLOR, else FORCE_COLOR, else a terminal that can."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return os.environ["FORCE_COLOR"] != "0"
    return on_terminal and os.environ.get("TERM") not in ("dumb", "unknown")


def _width() -> int:
    """Of the terminal that standard output is; COLUMNS where it is set; 80 where neither says."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
