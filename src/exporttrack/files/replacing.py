"""A file takes the place of another in one step: whole or not at all, with its mode and owner."""

from __future__ import annotations

import errno
import glob
import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path


def replace(path: Path, data: bytes, more: Iterable[bytes] = ()) -> None:
    """Put `data` and `more` in place of the file; they are on the disk before they count.

    `path` is not a link. Raises OSError, and what `more` raises; the file is then as it was.
    """
    _refuse_read_only(path)
    handle, name = _beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chain([data], more))
            file.flush()
            _make_like(path, file.fileno())
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(path.parent)


def _beside(path: Path) -> tuple[int, str]:
    """A new file, open, and its name."""
    try:
        return tempfile.mkstemp(prefix=_prefix(path), suffix=".tmp", dir=path.parent)
    except PermissionError as error:
        if not path.exists():
            raise
        # The file may well be writable, so that "Permission denied" alone would puzzle.
        message = "it is replaced whole, and its folder takes no new file"
        raise PermissionError(error.errno, message) from None


def clear(path: Path) -> None:
    """Remove what a writer of `path` that was killed has left. There must be no other writer."""
    for left in path.parent.glob(f"{glob.escape(_prefix(path))}*.tmp"):
        with suppress(OSError):
            left.unlink()


def _prefix(path: Path) -> str:
    return f".{path.name}."


def _refuse_read_only(path: Path) -> None:
    """Another file could take its place all the same; but its owner has said no."""
    if path.exists() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "the file is read-only")


def _make_like(path: Path, new: int) -> None:
    """Give the new file the group, owner and mode of the old; or what any new file gets."""
    if path.exists():
        old = path.stat()
        for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):
            with suppress(OSError):  # what was someone else's becomes ours
                os.fchown(new, owner, group)
        mode = stat.S_IMODE(old.st_mode)
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    if mode != stat.S_IMODE(os.fstat(new).st_mode):  # some file systems have one for all
        os.fchmod(new, mode)


def _sync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one may write to a folder that one may not read
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # this file system does not sync folders
            raise
    finally:
        os.close(handle)
