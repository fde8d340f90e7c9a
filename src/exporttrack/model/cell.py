"""A text in a table that a spreadsheet may open: no formula, and it comes back as it was."""

from __future__ import annotations

import re

_FORMULA = re.compile("'*+\\s*+[=+\\-@＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula, in letters of either width; behind
apostrophes, too, so that one more can be taken away again."""


def guarded(text: str) -> str:
    """The text with an apostrophe before what would begin a formula.

    >>> guarded("=1+1"), guarded(" @SUM(A1)"), guarded("Exports")
    ("'=1+1", "' @SUM(A1)", 'Exports')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that was guarded.

    >>> [unguarded(guarded(text)) for text in ("=1+1", "'=1+1", "'tis", "a=b")]
    ['=1+1', "'=1+1", "'tis", 'a=b']
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
