"""A file as it was read: its name, text and hash; and the faults found in it, with an excerpt."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from exporttrack.errors import Fault, FileFaults, NotFound
from exporttrack.files.places import Place

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Document:
    """One text that was read."""

    name: str
    """As shown to the user."""
    text: str
    """NFC, so that letters written in two ways compare equal; no byte order mark."""
    sha256: str
    """Of the bytes as they were."""

    def fault(self, message: str, place: Place | None = None, hint: str | None = None) -> Fault:
        """A fault at a place of this document, with the line as written."""
        if place is None:
            return Fault(self.name, message, hint=hint)
        lines = self.text.split("\n")
        excerpt = lines[place.line - 1].rstrip("\r") if place.line <= len(lines) else ""
        return Fault(self.name, message, place.line, place.column, hint, excerpt, place.end)


def read_document(path: str, shown_as: str | None = None) -> Document:
    """The text at `path`, or standard input for `-`.

    Raises NotFound when there is no such file, FileFaults when it cannot be read as UTF-8.
    """
    name = shown_as or path
    data = _bytes_of(path, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileFaults([_not_utf8(name, data, error.start)]) from None
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, unicodedata.normalize("NFC", text), digest)


def _bytes_of(path: str, name: str) -> bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no file {name}", "check the path") from None
    except IsADirectoryError:
        raise NotFound(f"{name} is a folder, not a file", f"name a file in {name}") from None
    except OSError as error:
        raise NotFound(f"{name} cannot be read: {error.strerror}") from None
    except ValueError:
        raise NotFound(f"{name!r} is not a path") from None


def _not_utf8(name: str, data: bytes, at: int) -> Fault:
    before = data[:at]
    start = before.rfind(b"\n") + 1
    column = len(before[start:].decode("utf-8-sig", "replace")) + 1
    end = data.find(b"\n", at)
    excerpt = data[start : None if end < 0 else end].decode("utf-8", "replace").rstrip("\r")
    return Fault(
        name,
        f"the byte 0x{data[at]:02x} is not UTF-8",
        before.count(b"\n") + 1,
        column,
        "save the file as UTF-8",
        excerpt,
    )
