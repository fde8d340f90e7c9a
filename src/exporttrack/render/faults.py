"""Faults of files as people and programs read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporttrack.errors import Fault
from exporttrack.render.safe import safe

_LONGEST = 100
"""Columns of an excerpt; more is cut around the place that is meant."""


def render(faults: Sequence[Fault], shown: int | None = None) -> str:
    """The faults, or the first of them, with place, excerpt and hint; a count at the end."""
    listed = faults[:shown]
    more = len(faults) - len(listed)
    rest = f"and {more} more\n" if more else ""
    return "".join(one(fault) for fault in listed) + rest + f"{_count(faults)}\n"


def checked(faults: Sequence[Fault], files: int) -> str:
    """The same, with the number of files that were checked."""
    errors = sum(fault.severity == "error" for fault in faults)
    counts = [_number(files, "file") + " checked", _number(errors, "error")]
    if warnings := len(faults) - errors:
        counts.append(_number(warnings, "warning"))
    return "".join(one(fault) for fault in faults) + ", ".join(counts) + "\n"


def _count(faults: Sequence[Fault]) -> str:
    files = len({fault.file for fault in faults})
    return f"{_number(len(faults), 'error')} in {_number(files, 'file')}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def one(fault: Fault) -> str:
    """One fault: `file:line:column: error: …`, the line with carets, a hint."""
    lines = [f"{safe(fault.position)}: {fault.severity}: {safe(fault.message)}"]
    if fault.excerpt is not None and fault.excerpt.strip() and fault.line is not None:
        lines += _excerpt(fault.excerpt, fault.line, fault.column or 1, fault.end)
    if fault.hint:
        lines.append(f"   hint: {safe(fault.hint)}")
    return "\n".join(lines) + "\n"


def _excerpt(text: str, line: int, column: int, end: int | None) -> list[str]:
    from rich.cells import cell_len

    at, stop = column - 1, max((end or column + 1) - 1, column)
    if len(text) > _LONGEST:
        begin = max(0, at - _LONGEST // 2)
        before, after = "…" if begin else "", "…" if begin + _LONGEST < len(text) else ""
        text = f"{before}{text[begin : begin + _LONGEST]}{after}"
        at, stop = at - begin + len(before), min(stop - begin + len(before), len(text) - len(after))
    carets = "^" * max(cell_len(_flat(text[at:stop])), 1)
    return [
        f"{line:>5} | {_flat(text)}",
        f"{'':>5} | {' ' * cell_len(_flat(text[:at]))}{carets}",
    ]


def _flat(text: str) -> str:
    """One cell for each blank, control characters written out: carets stay under what they mean."""
    return re.sub(r"\S+", lambda word: safe(word[0]), re.sub(r"\s", " ", text))


def document(faults: Sequence[Fault]) -> dict[str, object]:
    """The same for programs."""
    return {
        "message": _count(faults),
        "faults": [
            {
                "severity": fault.severity,
                "file": fault.file,
                "line": fault.line,
                "column": fault.column,
                "message": fault.message,
                "hint": fault.hint,
            }
            for fault in faults
        ],
    }
