"""Documents for programs on standard output: whole, whatever the stream's encoding."""

from __future__ import annotations

import json
import sys


def write_json(text: str) -> None:
    """JSON on standard output; where that cannot show every letter, as JSON's own escapes."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    sys.stdout.write(text if encoding.startswith("utf") else escaped(text))


def escaped(text: str) -> str:
    """The same JSON in ASCII: letters stand only within its strings.

    >>> escaped('"Hà Nội 😀"')
    '"H\\\\u00e0 N\\\\u1ed9i \\\\ud83d\\\\ude00"'
    """
    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
