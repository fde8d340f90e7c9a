"""What to say to the person who wrote a text that is not TOML.

`tomllib` says where it stopped and what it wanted there. Where the fault began, what was probably
meant and how to put it right is found here, by looking at the text that stands there.
"""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from dataclasses import dataclass, field

from exporttrack.files.places import TEXT_ON_LINES, TEXT_ON_ONE_LINE
from exporttrack.files.toml_values import as_key, clipped, quoted, shown, value_fault


@dataclass(frozen=True, slots=True)
class Fault:
    """What was found, and what can be done about it."""

    at: int
    """The offset in the text."""
    message: str
    hint: str | None = None


@dataclass(slots=True)
class _Context:
    """What is open at some point of the text."""

    statement: int = 0
    """Where the `[header]` or `key = value` begins, which may go on over several lines."""
    brackets: list[int] = field(default_factory=list)
    quote: int | None = None


def syntax(text: str, said: str) -> Fault:
    """The fault behind what `tomllib` said, which ends in "(at line 3, column 5)" or the like.

    The form is that of Python 3.11 to 3.14. What is said in another form stands at the beginning.
    """
    stop = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", said)
    at = 0
    if stop:
        at = len(text) if stop[1] is None else _offset(text, int(stop[1]), int(stop[2]))
    context = _context(text, at)
    here = text[at : at + 1]
    if said.startswith(("Unescaped", "Invalid hex", "Escaped")):
        return _escape(text, text.rfind("\\", 0, at))
    if here != "\n" and not here.isprintable():
        return _invisible(at, here)
    if context.quote is not None:
        return _unclosed_text(text, context.quote)
    if said.startswith(("Cannot", "Duplicate")):
        return _second_time(text, at, context, said)
    if text[context.statement : at + 1].lstrip(" \t").startswith("["):
        return _header(text, at, context.statement, said)
    if context.brackets and (fault := _unclosed_bracket(text, at, context.brackets)):
        return fault
    if said.startswith(("Expected '='", "Invalid initial", "Invalid statement")):
        return _key(text, at, context)
    if said.startswith(("Invalid value", "Invalid date", "Unclosed", "Expected newline")):
        return _value(text, at, context, said)
    rest = _line_from(text, at)
    return Fault(at, f"{shown(rest) if rest else 'the end of the line'} cannot be read as TOML")


def too_deep(text: str, limit: int) -> Fault:
    """Arrays or tables inside one another, more of them than the limit."""
    brackets = _context(text, len(text), limit).brackets
    at = brackets[-1] if len(brackets) > limit else 0
    return Fault(at, f"there are more than {limit} arrays or tables inside one another")


def too_long_number(text: str) -> Fault:
    """A whole number or an exponent with more digits than can be read."""
    skipped = rf"{TEXT_ON_LINES}|{TEXT_ON_ONE_LINE}|#[^\n]*+"
    longest = sys.get_int_max_str_digits()
    for found in re.finditer(rf"{skipped}|([\w.+-]++)", text):
        word = found[1] or ""
        digits = len(word) * (2 if word.startswith(("0x", "0o", "0b")) else 1)
        if digits > longest or re.fullmatch(r"[+-]?\d[\d_.]*+[eE][+-]?[\d_]{18,}+", word):
            return Fault(found.start(), f"{shown(word)} has too many digits to be read")
    return Fault(0, "a number has too many digits to be read")


def _offset(text: str, line: int, column: int) -> int:
    begin = 0
    for _ in range(line - 1):
        begin = text.index("\n", begin) + 1
    return begin + column - 1


def _context(text: str, end: int, deepest: int | None = None) -> _Context:
    """Reads up to the end, or to the first bracket that is deeper than allowed."""
    context = _Context()
    token = rf"{TEXT_ON_LINES}|(\"\"\"|''')|{TEXT_ON_ONE_LINE}|#[^\n]*|([\"'\[\]{{}}\n])"
    for found in re.compile(token).finditer(text, 0, end):
        match found[1] or found[2]:
            case "[" | "{":
                context.brackets.append(found.start())
                if len(context.brackets) - 1 == deepest:
                    break
            case "]" | "}":
                del context.brackets[-1:]
            case "\n" if not context.brackets:
                context.statement = found.end()
            case '"' | "'" | '"""' | "'''":
                context.quote = found.start()
                break
    return context


def _escape(text: str, at: int) -> Fault:
    if text[at + 1 : at + 2] in ("u", "U"):
        hint = r"\u takes the four hexadecimal digits of a character, \U eight"
    else:
        hint = r"write \\ for a backslash, or put the text between single quotes"
    return Fault(at, f"{shown(text[at : at + 2])} in a text stands for no character", hint)


def _invisible(at: int, character: str) -> Fault:
    name = unicodedata.name(character, "a control character").lower()
    message = f"an invisible character stands here: U+{ord(character):04X}, {name}"
    return Fault(at, message, "delete it, or write a plain space in its place")


def _unclosed_text(text: str, at: int) -> Fault:
    quote = text[at] * (3 if text.startswith(text[at] * 3, at) else 1)
    rest = _line_from(text, at + len(quote))
    hint = f"write {quote} where the text ends"
    if len(quote) == 1:
        hint += ", on the same line"
        if re.fullmatch(r"[\w .%-]+", rest):
            hint = f"write {quote}{rest}{quote}"
    return Fault(at, f"the text that begins with {quote}{clipped(rest)} has no end", hint)


def _unclosed_bracket(text: str, at: int, brackets: list[int]) -> Fault | None:
    """A bracket left open, if it is that: at the end, or where the next line is of another kind."""
    line_start = text.rfind("\n", 0, at) + 1
    line = _line_from(text, line_start)
    here = text[at : at + 1]
    if here in ("\n", "#") and text[brackets[-1]] == "{":
        hint = "write the table on one line, or under a [header] of its own"
        return Fault(brackets[-1], "a table in braces goes on after the end of its line", hint)
    is_other_kind = re.match(r"[ \t]*(?:[\w.-]+[ \t]*=|\[+[A-Za-z][\w.-]*\]+$)", line)
    if is_other_kind and not text[line_start:at].strip(" \t["):
        opened, is_open = brackets[0], True
    else:
        opened = brackets[-1]
        is_open = not here or (here in "]}" and here != _closing(text[opened]))
    if not is_open:
        return None
    hint = f"write {_closing(text[opened])} after the last of what it holds"
    return Fault(opened, f"the bracket {text[opened]} is not closed", hint)


def _closing(bracket: str) -> str:
    return "]" if bracket == "[" else "}"


def _second_time(text: str, at: int, context: _Context, said: str) -> Fault:
    begin = _past_blanks(text, context.statement)
    line = _line_from(text, begin)
    is_header = line.startswith("[")
    if context.brackets and not is_header:
        return _second_time_in_braces(text, at, context.brackets[-1], said)
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


def _second_time_in_braces(text: str, at: int, brace: int, said: str) -> Fault:
    name = re.fullmatch(r"Duplicate inline table key '([\w-]+)'.*", said)
    if not name:
        return Fault(brace, "a key is given a second time in these braces")
    begin = text.rfind(name[1], brace, at)
    return Fault(begin, f"`{clipped(name[1])}` is given a second time in these braces")


def _header(text: str, at: int, statement: int, said: str) -> Fault:
    if said.startswith("Expected newline"):
        return _left_over(text, at, "header")
    begin = _past_blanks(text, statement)
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
        return Fault(begin, message, f"write {fixed}")
    return Fault(begin, f"the header {opening}{clipped(name)} is not closed", f"write {fixed}")


def _key(text: str, at: int, context: _Context) -> Fault:
    stops = "=\n#"
    begin = context.statement
    if context.brackets:
        stops += ",{}"
        begin = max(text.rfind("{", 0, at), text.rfind(",", 0, at)) + 1
    begin = _past_blanks(text, begin)
    name = re.split(f"[{re.escape(stops)}]", text[begin:], maxsplit=1)[0].rstrip()
    next_character = text[_past_blanks(text, begin + len(name)) :][:1]
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


def _value(text: str, at: int, context: _Context, said: str) -> Fault:
    begin, stops = at, "#\n"
    if context.brackets:
        stops += ",]}"
        if said.startswith("Unclosed"):
            begin = at - len(re.split(r"[\s,\[\]{}=\"']", text[context.brackets[-1] : at])[-1])
    else:
        key = rf"(?:{TEXT_ON_ONE_LINE}|[^=\n\"'])*+=[ \t]*+"
        found = re.compile(key).match(text, context.statement)
        begin = found.end() if found else at
    raw = re.split(f"[{re.escape(stops)}]", text[begin:], maxsplit=1)[0].rstrip()
    if said.startswith("Invalid date"):
        day = re.split(r"[^\d-]", raw)[0]
        return Fault(begin, f"{shown(day)} is not a day of the calendar")
    if context.brackets and said.startswith("Unclosed") and begin == at:
        return Fault(at, f"a comma is missing before {clipped(raw or text[at])}")
    if at > begin and text[begin] in "\"'[{":
        return _left_over(text, at, "value", text[begin])
    return Fault(begin, *value_fault(raw))


def _left_over(text: str, at: int, what: str, opening: str = "") -> Fault:
    rest = _line_from(text, at)
    if rest in (",", ";", "]"):
        hint = "remove it"
    elif opening == "'" and "'" in rest:
        hint = "put the text between double quotes"
    elif opening == '"' and '"' in rest:
        hint = r"write \" for a quote inside a text"
    else:
        hint = "begin a new line, or put # before a comment"
    return Fault(at, f"{shown(rest)} stands after the {what}", hint)


def _line_from(text: str, begin: int) -> str:
    """What stands from there to the end of the line or the comment."""
    return re.split("[#\n]", text[begin:], maxsplit=1)[0].rstrip()


def _past_blanks(text: str, at: int) -> int:
    while text.startswith((" ", "\t"), at):
        at += 1
    return at


def _as_value(text: str) -> str:
    """As it stands if that is a value, else in quotes."""
    try:
        tomllib.loads(f"x = {text}")
    except (ValueError, RecursionError):
        return quoted(text)
    return text
