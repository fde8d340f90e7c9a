"""What can go wrong that a caller treats differently, and the fault of a file with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong in a file, where it stands, and how to mend it."""

    file: str
    """As the user named it; `-` is standard input."""
    message: str
    """One sentence: what was found and what was wanted."""
    line: int | None = None
    """From 1. None for a fault of the whole file."""
    column: int | None = None
    """From 1, in characters. None when only the line is known."""
    hint: str | None = None
    """What to do, with text to paste. None when there is nothing to add to the message."""
    excerpt: str | None = None
    """The line as written."""
    end: int | None = None
    """The column just past what is meant; None marks one character."""
    severity: Literal["error", "warning"] = "error"

    @property
    def position(self) -> str:
        """`file:line:column`, as far as known.

        >>> Fault("targets.toml", "…", 3, 7).position
        'targets.toml:3:7'
        """
        return ":".join(
            str(part) for part in (self.file, self.line, self.column) if part is not None
        )


class ExportTrackError(Exception):
    """Anything exporttrack refuses. `str()` is one sentence for a user."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class FormatError(ExportTrackError):
    """A text is not the number, period or date that it should be."""


class FileFaults(ExportTrackError):
    """One or more files are faulty; `faults` has every fault found, in order of place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.position}: {fault.message}" for fault in faults))
        self.faults = faults


class NotFound(ExportTrackError):
    """A name given by the user, of a target, a series, a group or a file, is not there."""


def nearest(name: str, known: list[str]) -> str | None:
    """The known name that `name` most likely stands for, in capitals or not; None if none is near.

    >>> nearest("growht", ["share", "growth"]), nearest("VI", ["en", "vi"])
    ('growth', 'vi')
    >>> nearest("growth.2023", ["growth.2023-2025", "growth.2026-2030"])  # as its beginning
    'growth.2023-2025'
    """
    import difflib

    name, folded = name.casefold(), {one.casefold(): one for one in reversed(known)}
    matches = difflib.get_close_matches(name, folded, n=3, cutoff=0.6)
    begun = [one for one in matches if one.startswith(name)]
    near = next(iter(begun or matches), None)
    return None if near is None else folded[near]


class Near:
    """The nearest of known names, each looked for once.

    A file of another archive has thousands of unknown names, and each is compared with all that are
    known: after a hundred there is no need of more hints.
    """

    MOST = 100

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._found: dict[str, str | None] = {}

    def to(self, name: str) -> str | None:
        """The nearest to a name; None when none is near, or no more are looked for."""
        if name not in self._found and len(self._found) < self.MOST:
            self._found[name] = nearest(name, self._known)
        return self._found.get(name)


def which(name: str, what: str, known: Iterable[str]) -> str:
    """A hint: the known name that is meant, else those that there are.

    >>> which("growht", "targets", ["share", "growth"]), which("x", "targets", ["share", "growth"])
    ('did you mean `growth`?', 'the targets are share, growth')
    """
    names = list(known)
    near = nearest(name, names)
    return f"did you mean `{near}`?" if near else f"the {what} are {some(names)}"


def some(names: Sequence[str], most: int = 30) -> str:
    """The names, or of more than can be read the first, and how many more there are.

    >>> some(["a", "b", "c"], 3), some(["a", "b", "c", "d", "e"], 3)
    ('a, b, c', 'a, b, c and 2 more')
    """
    told = ", ".join(names[:most])
    return told if len(names) <= most else f"{told} and {len(names) - most} more"
