"""Records are kept: appended to the journal, whole or not at all, one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from exporttrack.errors import ExportTrackError, FileFaults
from exporttrack.files.document import Document, document_of
from exporttrack.files.journal import rows_of_toml
from exporttrack.files.replacing import clear, replace
from exporttrack.files.rows import FIELDS, Rows

HEAD = """\
# Figures, each with its source. New ones are appended by `exporttrack record` and
# `exporttrack import`; what stands here is never rewritten.

format = 1
"""
"""How a new journal begins."""


class CannotKeep(ExportTrackError):
    """The journal could not be written; it is as it was before."""


class Journal:
    """An actuals.toml that this process alone may write, for as long as it is open."""

    def __init__(self, path: Path, shown_as: str) -> None:
        self._path = path
        self.name = shown_as
        """As shown to the user."""
        self._before = _read(path)
        self.document: Document = document_of(shown_as, self._before)
        """As it was when it was opened."""
        self.rows: Rows = rows_of_toml(self.document)

    def append(self, records: Sequence[Mapping[str, object]]) -> list[int]:
        """Keep the records; the line of each is returned. What stood there keeps every byte.

        Fields are those of FIELDS, with the values that TOML has. Raises CannotKeep when the file
        cannot be written, FileFaults when it is already faulty; it is then as it was.
        """
        if self.rows.faults:
            raise FileFaults(list(self.rows.faults))
        after = self._before + _blocks(self._before, records)
        rows = rows_of_toml(document_of(self.name, after))
        if rows.faults:
            raise CannotKeep(
                f"records cannot be appended to {self.name}: its figures do not stand under "
                "lines [[actual]]",
                "write each figure that is there under a line [[actual]]",
            )
        clear(self._path)
        replace(self._path, after)
        return [line for line, _ in rows.rows[len(self.rows.rows) :]]


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


def _blocks(before: bytes, records: Sequence[Mapping[str, object]]) -> bytes:
    """The records as TOML, in the file's own kind of line ends."""
    import tomli_w

    text = "" if before.endswith(b"\n") or not before else "\n"
    for record in records:
        fields = {name: record[name] for name in FIELDS if record.get(name) is not None}
        text += f"\n[[actual]]\n{tomli_w.dumps(fields)}"
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    return text.encode()
