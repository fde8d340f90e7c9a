"""What to say to the person who wrote a text that is not TOML.

`tomli` says where it stopped and what it wanted there. Where the fault began, what was probably
meant and how to put it right is found here, by looking at the text that stands there.
"""

from __future__ import annotations

import re
import sys
import unicodedata

from exporttrack.files.places import TEXT_ON_LINES, TEXT_ON_ONE_LINE
from exporttrack.files.toml_context import Context, Fault, context_at, line_from, offset
from exporttrack.files.toml_keys import header_fault, key_fault, left_over, second_time
from exporttrack.files.toml_values import clipped, shown, value_fault


def syntax(text: str, said: str) -> Fault:
    """The fault behind what `tomli` said, which ends in "(at line 3, column 5)" or the like.

    The form is that of tomli 2.4 and 2.5. What is said in another form stands at the beginning.
    """
    stop = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", said)
    at = 0
    if stop:
        at = len(text) if stop[1] is None else offset(text, int(stop[1]), int(stop[2]))
    context = context_at(text, at)
    here = text[at : at + 1]
    if said.startswith(("Unescaped", "Invalid hex", "Escaped")):
        return _escape(text, text.rfind("\\", 0, at))
    if here != "\n" and not here.isprintable():
        return _invisible(at, here)
    if context.quote is not None:
        return _unclosed_text(text, context.quote)
    if said.startswith(("Cannot", "Duplicate")):
        return second_time(text, at, context, said)
    if text[context.statement : at + 1].lstrip(" \t").startswith("["):
        return header_fault(text, at, context.statement, said)
    if context.brackets and (fault := _unclosed_bracket(text, at, context.brackets)):
        return fault
    if said.startswith(("Expected '='", "Invalid initial", "Invalid statement")):
        return key_fault(text, at, context)
    if said.startswith(("Invalid value", "Invalid date", "Unclosed", "Expected newline")):
        return _value(text, at, context, said)
    rest = line_from(text, at)
    return Fault(at, f"{shown(rest) if rest else 'the end of the line'} cannot be read as TOML")


def too_deep(text: str, limit: int) -> Fault:
    """Arrays or tables inside one another, more of them than the limit."""
    brackets = context_at(text, len(text), limit).brackets
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


def _escape(text: str, at: int) -> Fault:
    if text[at + 1 : at + 2] in ("u", "U", "x"):
        hint = r"\u takes the four hexadecimal digits of a character, \U eight, \x two"
    else:
        hint = r"write \\ for a backslash, or put the text between single quotes"
    return Fault(at, f"{shown(text[at : at + 2])} in a text stands for no character", hint)


def _invisible(at: int, character: str) -> Fault:
    name = unicodedata.name(character, "a control character").lower()
    message = f"an invisible character stands here: U+{ord(character):04X}, {name}"
    return Fault(at, message, "delete it, or write a plain space in its place")


def _unclosed_text(text: str, at: int) -> Fault:
    quote = text[at] * (3 if text.startswith(text[at] * 3, at) else 1)
    rest = line_from(text, at + len(quote))
    hint = f"write {quote} where the text ends"
    if len(quote) == 1:
        hint += ", on the same line"
        if re.fullmatch(r"[\w .%-]+", rest):
            hint = f"write {quote}{rest}{quote}"
    return Fault(at, f"the text that begins with {quote}{clipped(rest)} has no end", hint)


def _unclosed_bracket(text: str, at: int, brackets: list[int]) -> Fault | None:
    """A bracket left open, if it is that: at the end, or where the next line is of another kind."""
    line_start = text.rfind("\n", 0, at) + 1
    line = line_from(text, line_start)
    here = text[at : at + 1]
    closes = re.compile(r"[^\[\]{}]*+\}")
    if text[brackets[-1]] == "{" and closes.match(text, at):
        return None
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


def _value(text: str, at: int, context: Context, said: str) -> Fault:
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
        return left_over(text, at, "value", text[begin])
    return Fault(begin, *value_fault(raw))
