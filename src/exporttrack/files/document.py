"""A file as it was read: its name, text and hash; and the faults found in it, with an excerpt."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from exporttrack.errors import Fault, FileFaults, NotFound
from exporttrack.files.places import Place

STANDARD_INPUT = "-"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods begin, and .xls."""


class Document(NamedTuple):
    """One text that was read."""

    name: str
    """As shown to the user."""
    text: str
    """NFC, so that letters written in two ways compare equal; no byte order mark; lines end in
    a line feed."""
    sha256: str
    """Of the bytes as they were."""

    def place(self, begin: int, end: int) -> Place:
        """The place of a stretch of the text; of its first line, where it goes on over several.

        >>> Document("x.json", "[\\n  4,4\\n]", "").place(4, 7)
        Place(line=2, column=3, end=6)
        """
        starts = _line_starts(self.text)
        line = bisect_right(starts, begin)
        end = min(end, starts[line] - 1)
        return Place(line, begin - starts[line - 1] + 1, end - starts[line - 1] + 1)

    def line_start(self, line: int) -> int:
        """The offset where a line begins, counted from 1."""
        return _line_starts(self.text)[line - 1]

    def fault(self, message: str, place: Place | None = None, hint: str | None = None) -> Fault:
        """A fault at a place of this document, with the line as written."""
        if place is None:
            return Fault(self.name, message, hint=hint)
        excerpt = _line(self.text, place.line)
        return Fault(self.name, message, place.line, place.column, hint, excerpt, place.end)


@lru_cache(maxsize=2)  # JSON may be one long line with thousands of faults
def _line(text: str, line: int) -> str:
    starts = _line_starts(text)
    return text[starts[line - 1] : starts[line] - 1].rstrip("\r")


@lru_cache(maxsize=2)  # a file may have thousands of faults
def _line_starts(text: str) -> list[int]:
    """The offset of each line, and the one past the end as if a line began there."""
    return [0, *(found.end() for found in re.finditer("\n", text)), len(text) + 1]


def read_document(path: str, shown_as: str | None = None) -> Document:
    """The text at `path`, or standard input for `-`.

    Raises NotFound when there is no such file, FileFaults when it cannot be read as UTF-8.
    """
    name = shown_as or path
    return document_of(name, _bytes_of(path, name))


def document_of(name: str, data: bytes) -> Document:
    """The bytes of a file as a text: UTF-8, or UTF-16 where a byte order mark declares it.

    TOML is UTF-8 by its own rules. Raises FileFaults for anything else.
    """
    if data.startswith(_WORKBOOKS):
        hint = "save its sheet as CSV (UTF-8), and give that file"
        raise FileFaults([Fault(name, "the file is a workbook, not text", hint=hint)])
    try:
        in_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff")) and not name.endswith(".toml")
        text = data.decode("utf-16" if in_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileFaults([_not_utf8(name, error.object, error.start)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Document(name, unicodedata.normalize("NFC", text), hashlib.sha256(data).hexdigest())


def _bytes_of(path: str, name: str) -> bytes:
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise NotFound("standard input is closed", "name a file in place of -")
        try:
            return sys.stdin.buffer.read()
        except OSError as error:
            raise NotFound(f"standard input cannot be read: {error.strerror}") from None
    if not path:
        raise NotFound("the path of a file is empty", "name a file")
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no file {name}", "check the path") from None
    except IsADirectoryError:
        raise NotFound(f"{name} is a folder, not a file", f"name a file in {name}") from None
    except OSError as error:
        raise NotFound(f"{name} cannot be read: {error.strerror}") from None
    except ValueError:
        raise NotFound(f'"{name}" is not a path') from None


def _not_utf8(name: str, data: bytes, at: int) -> Fault:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault(name, "the file is written in UTF-16", hint="save it as UTF-8")
    start = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    column = len(data[start:at].decode("utf-8-sig")) + 1
    excerpt = data[start : None if end < 0 else end].decode("utf-8-sig", "replace")
    message = f"the byte 0x{data[at]:02x} is not UTF-8"
    line = data.count(b"\n", 0, at) + 1
    return Fault(name, message, line, column, "save the file as UTF-8", excerpt.rstrip("\r"))
