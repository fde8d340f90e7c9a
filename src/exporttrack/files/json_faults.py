"""What to say to the person who wrote a text that is not JSON.

`json` says where it stopped and what it wanted there, in words of its own that differ from version
to version. What was probably meant is found here, by looking at the text that stands there.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from exporttrack.files.toml_values import clipped, quoted, shown, value_fault


class JsonFault(NamedTuple):
    """What was found, and what can be done about it."""

    begin: int
    """The offset in the text."""
    end: int
    message: str
    hint: str | None = None


def syntax(text: str, said: str, at: int) -> JsonFault:
    """The fault behind what `json` said of a place.

    >>> syntax('{"value": 550M}', "Expecting ',' delimiter", 13)
    JsonFault(begin=10, end=14, message='"550M" is not a number', hint='put it in quotes: "550M"')
    """
    before = text[max(0, at - 100) : at]
    word = re.split(r"[\s,:{}\[\]]", text[at : at + 100], maxsplit=1)[0]
    begun = re.search(r"[\w.+-]++$", before)
    if said.startswith(("Unterminated", "Invalid")):
        return _in_text(text, said, at)
    if not text[at:].strip():
        hint = "close them; in JSON Lines a record stands on one line"
        return JsonFault(at, at + 1, "the text ends before its brackets are closed", hint)
    if said.startswith("Extra data"):
        hint = "remove it; in JSON Lines each record has a line of its own"
        return JsonFault(at, at + 1, "more stands after the end", hint)
    if said.startswith("Illegal trailing comma"):  # Python 3.13; before, the bracket is named
        return _last_comma(at)
    if text[at] in "}]" and before.rstrip().endswith(","):
        return _last_comma(at - len(before) + before.rindex(","))
    if said.startswith("Expecting value"):
        return _value(at, word)
    if word and before.endswith('"'):
        message = f"{clipped(word)} stands after the quote that closes a text"
        return JsonFault(at, at + len(word), message, r"write \" for a quote inside a text")
    if said.startswith("Expecting ','") and begun and word:
        return _value(at - len(begun[0]), begun[0] + word)
    if said.startswith("Expecting ','") and text[at] in "]}":
        other = "]" if text[at] == "}" else "}"
        return JsonFault(at, at + 1, f"{other} is missing before {text[at]}", f"write {other}")
    if said.startswith(("Expecting ','", "Expecting ':'")):
        missing = "comma" if "," in said else "colon"
        end = at + max(len(word), 1)
        return JsonFault(at, end, f"a {missing} is missing before {clipped(text[at:end])}")
    return _name(at, word, before)


def _in_text(text: str, said: str, at: int) -> JsonFault:
    if said.startswith("Unterminated"):
        message = "the text that begins here has no end"
        return JsonFault(at, at + 1, message, 'write " where it ends')
    if said.startswith("Invalid control"):
        message = "a line break or tab stands inside a text"
        return JsonFault(at, at + 1, message, r"write \n for a line break, \t for a tab")
    at = text.rfind("\\", 0, at + 1)
    message = f"{shown(text[at : at + 2])} in a text stands for no character"
    return JsonFault(at, at + 2, message, r"write \\ for a backslash")


def _last_comma(at: int) -> JsonFault:
    return JsonFault(at, at + 1, "a comma stands before the closing bracket", "remove it")


def _value(at: int, word: str) -> JsonFault:
    if word.startswith("'"):
        inside = quoted(word.strip("'"))
        message = f"{clipped(word)} is in single quotes"
        return JsonFault(at, at + len(word), message, f"write {inside}")
    if re.fullmatch(r"\d{4}-\d\d-\d\d.*", word):
        message = f"{shown(word)} is text without quotes"
        return JsonFault(at, at + len(word), message, f"write {quoted(word)}")
    return JsonFault(at, at + max(len(word), 1), *value_fault(word))


def _name(at: int, word: str, before: str) -> JsonFault:
    """Where the name of a value should stand."""
    grouped = re.search(r'(?<![\w"])[+-]?\d[\d.]*,$', before)
    if grouped and word[:1].isdigit():
        return _value(at - len(grouped[0]), grouped[0] + word)
    if not word:
        return JsonFault(at, at + 1, "a name in double quotes is missing here")
    message = f"the name {clipped(word)} is not in double quotes"
    return JsonFault(at, at + len(word), message, f"write {quoted(word.strip(chr(39)))}")
