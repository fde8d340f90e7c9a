"""Faults of files as people and programs read them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from exporttrack.errors import Fault
from exporttrack.render.safe import safe

_LONGEST = 100
"""Columns of an excerpt; more is cut around the place that is meant."""


def render(faults: Sequence[Fault]) -> str:
    """Every fault with its place, excerpt and hint, and a count at the end."""
    files = len({fault.file for fault in faults})
    count = f"{len(faults)} {'error' if len(faults) == 1 else 'errors'}"
    where = f"{files} {'file' if files == 1 else 'files'}"
    return "".join(one(fault) for fault in faults) + f"{count} in {where}\n"


def one(fault: Fault) -> str:
    """One fault: `file:line:column: error: …`, the line with carets, a hint."""
    lines = [f"{safe(fault.position)}: {fault.severity}: {safe(fault.message)}"]
    if fault.excerpt is not None and fault.excerpt.strip() and fault.line is not None:
        lines += _excerpt(fault.excerpt, fault.line, fault.column or 1, fault.end)
    if fault.hint:
        lines.append(f"   hint: {safe(fault.hint)}")
    return "\n".join(lines) + "\n"


def _excerpt(text: str, line: int, column: int, end: int | None) -> list[str]:
    begin = max(0, column - 1 - _LONGEST // 2) if len(text) > _LONGEST else 0
    shown = text[begin : begin + _LONGEST]
    at = column - 1 - begin
    before, meant = shown[:at], shown[at : max((end or column + 1) - 1 - begin, at + 1)]
    carets = "^" * max(cell_len(_flat(meant)), 1)
    return [f"{line:>5} | {_flat(shown)}", f"{'':>5} | {' ' * cell_len(_flat(before))}{carets}"]


def _flat(text: str) -> str:
    """One cell for a tab, control characters written out: carets stay under what they mean."""
    return safe(text.replace("\t", " ")) if text.strip() else " " * len(text)


def document(faults: Sequence[Fault]) -> dict[str, object]:
    """The same for programs."""
    return {
        "message": f"{len(faults)} faults",
        "faults": [
            {
                "file": fault.file,
                "line": fault.line,
                "column": fault.column,
                "message": fault.message,
                "hint": fault.hint,
            }
            for fault in faults
        ],
    }
