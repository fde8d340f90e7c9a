"""What every TOML file of exporttrack has in common: its text must be TOML, its format known."""

from __future__ import annotations

import re
from typing import Any

from exporttrack.errors import FileFaults
from exporttrack.files.document import Document
from exporttrack.files.places import Places
from exporttrack.files.toml_text import TomlSyntaxError, read_toml
from exporttrack.files.toml_values import shown_value

FORMAT = 1
_WORD = re.compile(r"\[+[^\[\]\n#]+\]*|\\.|[^\s=#\[\]{}]+")
"""What is shown as meant by a fault of syntax: a header, an escape or a word."""


def data_and_places(document: Document) -> tuple[dict[str, Any], Places]:
    """The data of a TOML file, and where each of its keys stands.

    Raises FileFaults when the text is not TOML, or of a format that is not known here; what else
    would be found in such a file means nothing.
    """
    try:
        data = read_toml(document.text)
    except TomlSyntaxError as error:
        begin = document.line_start(error.line) + error.column - 1
        word = _WORD.match(document.text, begin)
        place = document.place(begin, max(word.end() if word else 0, begin + 1))
        raise FileFaults([document.fault(str(error), place, error.hint)]) from None
    places = Places(document.text)
    named = data.get("format", FORMAT)
    if named != FORMAT or not isinstance(named, int) or isinstance(named, bool):
        message = f"format {shown_value(named)} is not known; this version reads format {FORMAT}"
        hint = f"write format = {FORMAT}, or take the version that the file was written for"
        raise FileFaults([document.fault(message, places.value(("format",)), hint)])
    return data, places
