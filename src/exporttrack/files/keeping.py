"""Records are kept: appended to the journal, whole or not at all, one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from exporttrack.errors import ExportTrackError, Fault, FileFaults
from exporttrack.files.document import document_of
from exporttrack.files.journal import rows_of_toml
from exporttrack.files.journal_rows import Blocks, block, read_blocks
from exporttrack.files.replacing import clear, replace
from exporttrack.files.rows import Rows

HEAD = """\
# Figures, each with its source. New ones are appended by `exporttrack record` and
# `exporttrack import`; what stands here is never rewritten.

format = 1
"""
"""How a new journal begins."""
AT_ONCE = 10_000
"""Records that are made text at once, however many there are to keep."""


class CannotKeep(ExportTrackError):
    """The journal could not be written; it is as it was before."""


class _Found(NamedTuple):
    """What must be known of a journal before something is appended to it."""

    faults: tuple[Fault, ...]
    records: int
    lines: int
    """That have an end."""
    is_ours: bool
    """All of it stands as this program writes it."""


class Journal:
    """An actuals.toml that this process alone may write, for as long as it is open."""

    def __init__(self, path: Path, shown_as: str) -> None:
        self._path = path
        self.name = shown_as
        """As shown to the user."""
        self._before = _read(path)
        self._found: _Found | None = None

    def rows(self) -> Rows:
        """Its records, as it was when it was opened. They are not held here: they may be many."""
        rows = rows_of_toml(document_of(self.name, self._before))
        self._found = _found(rows)
        return rows

    def append(self, records: Iterable[Mapping[str, object]]) -> list[int]:
        """Keep the records; the line of each is returned. What stood there keeps every byte.

        Fields are those of FIELDS, with the values that TOML has. Raises CannotKeep when the file
        cannot be written, FileFaults when it is already faulty; it is then as it was.
        """
        found = self._found or _found(self.rows())
        if found.faults:
            raise FileFaults(list(found.faults))
        if not found.is_ours:
            self._refuse_an_inline_list(found.records)
        clear(self._path)
        lines: list[int] = []
        replace(self._path, self._before, self._added(records, found.lines, lines))
        return lines

    def _refuse_an_inline_list(self, records: int) -> None:
        """Below what is written in our own way a block may follow; below the rest it is tried."""
        rows = rows_of_toml(document_of(self.name, self._before + b"\n[[actual]]\n"))
        if rows.faults or len(rows.rows) != records + 1:
            raise CannotKeep(
                f"records cannot be appended to {self.name}: its figures do not stand under "
                "lines [[actual]]",
                "write each figure that is there under a line [[actual]]",
            )

    def _added(
        self, records: Iterable[Mapping[str, object]], line: int, lines: list[int]
    ) -> Iterator[bytes]:
        """The records as written, in the file's own kind of line ends; and the line of each.

        `line` is the last that has an end.
        """
        line_end = "\r\n" if b"\r\n" in self._before else "\n"
        ending = "" if self._before.endswith(b"\n") or not self._before else "\n"
        if not self._before.endswith(b"\r"):  # which becomes a line end of Windows
            line += len(ending)
        remaining = iter(records)
        while some := list(islice(remaining, AT_ONCE)):
            blocks = [block(record) for record in some]
            text = "".join(blocks)
            _check(text, some)
            for one in blocks:
                lines.append(line + 2)
                line += one.count("\n")
            yield (ending + text).replace("\n", line_end).encode()
            ending = ""


def _found(rows: Rows) -> _Found:
    lines = rows.document.text.count("\n")
    return _Found(rows.faults, len(rows.rows), lines, is_ours=isinstance(rows.rows, Blocks))


def _check(text: str, records: Sequence[Mapping[str, object]]) -> None:
    """What is written is read back before it counts."""
    read = read_blocks(text)
    if read is None or len(read) != len(records):
        raise ValueError(f"not read as it was written: {text[:1000]}")


@contextmanager
def opened(path: str | Path) -> Iterator[Journal]:
    """The journal at `path`, which need not exist yet, locked against other writers.

    A symbolic link is followed: what it points to is written. Raises CannotKeep.
    """
    real = Path(os.path.realpath(path))
    try:
        with _locked(real.parent):
            yield Journal(real, str(path))
    except OSError as error:
        hint = f"make the folder {real.parent} first" if not real.parent.exists() else None
        raise CannotKeep(f"{path} cannot be written: {error.strerror}", hint) from None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer in a folder at a time; the lock is gone when its process is, however it ends.

    The folder is locked and not the file, because the file is replaced by another.
    """
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return HEAD.encode()
