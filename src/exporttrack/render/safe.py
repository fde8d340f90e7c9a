"""Text of users made safe for a terminal: it can neither style, nor move, nor reorder anything."""

from __future__ import annotations

import unicodedata

_RIGHT_TO_LEFT = ("R", "AL", "AN")
_HARMFUL = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def safe(text: str) -> str:
    """`text` on one line, composed, with control and direction characters written out.

    Right-to-left words are isolated, so that the figures beside them keep their places.

    >>> safe("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    >>> safe("two\\nlines")
    'two lines'
    """
    shown = written_out(text)
    if not shown.isascii() and any(map(_is_right_to_left, shown)):
        return f"{_ISOLATE}{shown}{_END}"
    return shown


def _is_right_to_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT


def written_out(text: str) -> str:
    """The same without isolates, for files of data: a program compares the letters alone."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", " ".join(text.split()) if text.strip() else text)
    return "".join(_shown(letter) for letter in composed)


def _shown(letter: str) -> str:
    if letter not in _JOINERS and unicodedata.category(letter) in _HARMFUL:
        return letter.encode("unicode_escape").decode("ascii")
    return letter
