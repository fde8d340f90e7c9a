"""What to say of headers and keys that are not TOML, or are given a second time."""

from __future__ import annotations

import re

import tomli

from exporttrack.files.toml_context import Context, Fault, line_from, past_blanks
from exporttrack.files.toml_values import (
    OF_NAMES,
    as_key,
    clipped,
    is_name,
    proper_name,
    quoted,
    shown,
    value_fault,
)

_WHAT = {"series": "series", "targets": "target"}
"""What a table is of, in those whose names are more than labels."""


def second_time(text: str, at: int, context: Context, said: str) -> Fault:
    """A header or a key that is there already, or adds to a table that was given in full."""
    begin = past_blanks(text, context.statement)
    line = line_from(text, begin)
    is_header = line.startswith("[")
    if context.brackets and not is_header:
        return _in_braces(text, at, context.brackets[-1], said)
    name = line.strip("[] \t") if is_header else line.partition("=")[0].strip()
    what = f"`{clipped(line if is_header else name)}`"
    if said.startswith(("Cannot mutate", "Cannot redefine")):
        message = f"{what} adds to a table that was given before, in full"
        return Fault(begin, message, "write it where that table is given")
    table = 0 if is_header else text.rfind("\n[", 0, begin) + 1
    word = re.escape(name)
    earlier = rf"^[ \t]*(?:\[+[ \t]*{word}[ \t]*\]|{word}(?:[ \t]*\.[^=\n]*)?[ \t]*=)"
    first = re.compile(earlier, re.MULTILINE).search(text, table, begin)
    hint = "keep one of the two"
    if first:
        line_number = text.count("\n", 0, first.start()) + 1
        hint = f"the first is on line {line_number}; {hint}"
    return Fault(begin, f"{what} is given a second time", hint)


def _in_braces(text: str, at: int, brace: int, said: str) -> Fault:
    name = re.fullmatch(r"Duplicate inline table key '([\w-]+)'.*", said)
    if not name:
        return Fault(brace, "a key is given a second time in these braces")
    begin = text.rfind(name[1], brace, at)
    return Fault(begin, f"`{clipped(name[1])}` is given a second time in these braces")


def header_fault(text: str, at: int, statement: int, said: str) -> Fault:
    """A line that begins with a bracket, and is no header."""
    if said.startswith("Expected newline"):
        return left_over(text, at, "header")
    begin = past_blanks(text, statement)
    opening = "[[" if text.startswith("[[", begin) else "["
    name = re.split(r"[\]#\n]", text[begin + len(opening) :], maxsplit=1)[0]
    whole = opening + name.strip() + "]" * len(opening)
    parts = [part.strip() for part in name.split(".")]
    if not name.strip():
        return Fault(begin, f"the header {whole} has no name")
    if "" in parts:
        return Fault(begin, f"the header {whole} has a dot with no name beside it")
    fixed = opening + ".".join(map(as_key, parts)) + "]" * len(opening)
    if fixed != whole:
        message = f"the header {clipped(whole)} has a name that needs quotes"
        if parts[0] in _WHAT and not is_name(parts[1]):
            parts[1] = proper_name(_WHAT[parts[0]], parts[1])
            fixed = opening + ".".join(map(as_key, parts)) + "]" * len(opening)
            message = f"the header {clipped(whole)} has no name that a table can have"
            return Fault(begin, message, f"write {fixed}; {OF_NAMES}")
        return Fault(begin, message, f"write {fixed}")
    return Fault(begin, f"the header {opening}{clipped(name)} is not closed", f"write {fixed}")


def key_fault(text: str, at: int, context: Context) -> Fault:
    """What stands where a key should, and its `=`."""
    stops = "=\n#"
    begin = context.statement
    if context.brackets:
        stops += ",{}"
        begin = max(text.rfind("{", 0, at), text.rfind(",", 0, at)) + 1
    begin = past_blanks(text, begin)
    name = re.split(f"[{re.escape(stops)}]", text[begin:], maxsplit=1)[0].rstrip()
    next_character = text[past_blanks(text, begin + len(name)) :][:1]
    number = re.search(r"\d+,$", text[:begin])
    if context.brackets and number and name[:1].isdigit() and next_character != "=":
        return Fault(number.start(), *value_fault(number[0] + name))
    if not name and context.brackets and next_character != "=":
        return Fault(at, f"a key is missing before {shown(text[at])}", "remove the comma")
    if not name:
        return Fault(at, "there is no key before the =", "write the name of the value before it")
    if next_character == "=":
        return _unquoted_key(begin, name)
    key, _, rest = name.replace(":", " ", 1).partition(" ")
    rest = rest.strip()
    if not re.fullmatch(r"\w[\w-]*", key) or len(rest.split()) > 2:
        message = f"{shown(name)} is neither a [header] nor a key = value"
        return Fault(begin, message, "write = between a key and its value, # before a comment")
    hint = f"write {as_key(key)} = {_as_value(rest) if rest else 'and then its value'}"
    return Fault(begin, f"there is no = after `{clipped(key)}`", hint)


def _unquoted_key(begin: int, name: str) -> Fault:
    parts = [part.strip() for part in name.split(".")]
    if "" in parts:
        return Fault(begin, f"`{clipped(name)}` has a dot with no name beside it")
    message = f"`{clipped(name)}` cannot be a key without quotes"
    allowed = "a name of the letters a-z, digits, - and _"
    hint = f"write {allowed}"
    if re.fullmatch(r"[\w .%&/()+-]+", name):
        hint = f"write {'.'.join(map(as_key, parts))}, or {allowed}"
    return Fault(begin, message, hint)


def left_over(text: str, at: int, what: str, opening: str = "") -> Fault:
    """More on the line than a header or a value; `opening` is how that value begins."""
    rest = line_from(text, at)
    if rest in (",", ";", "]"):
        hint = "remove it"
    elif opening == "'" and "'" in rest:
        hint = "put the text between double quotes"
    elif opening == '"' and '"' in rest:
        hint = r"write \" for a quote inside a text"
    else:
        hint = "begin a new line, or put # before a comment"
    return Fault(at, f"{shown(rest)} stands after the {what}", hint)


def _as_value(text: str) -> str:
    """As it stands if that is a value, else in quotes."""
    try:
        tomli.loads(f"x = {text}")
    except (ValueError, RecursionError):
        return quoted(text)
    return text
