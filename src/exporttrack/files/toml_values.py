"""What people write for a value that is none in TOML, and what they probably meant.

Small helps for quoting what stands in a text, and for names, are here too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_NOT_VALUES = (
    (r"", "a value is missing here", ""),
    (r".*\s([\w.-]+)[ \t]*=.*", r"a second key stands on the line: `\1`", "begin a new line"),
    (r"[“”„«‘’‚](.*?)[“”»‘’]?", "{raw} is in curly quotes", r'write straight quotes: "\1"'),
    (r"([+-]?\d[\d_.]*)\s+//\s*(.*)", "{raw} has // for a comment", r"write \1 # \2"),
    (r"([+-]?\d[^/\"]*?)\s+//\s*(.*)", "{raw} has // for a comment", r'write "\1" # \2'),
    (r"[−–]([\d.]+)", "{raw} begins with a long dash", r"write -\1"),
    (r"([+-]?)0+(\d[\d_.]*)", "{raw} begins with a zero", r'write \1\2, or "\g<0>" if it is text'),
    (r"([+-]?)(\.\d+)", "{raw} has no digit before the dot", r"write \g<1>0\2"),
    (r"([+-]?\d+)\.", "{raw} has no digit after the dot", r"write \1"),
    (r"(?i:true)", "{raw} is not a value", "write true"),
    (r"(?i:false)", "{raw} is not a value", "write false"),
    (r"(?i:none|null|nil)", "{raw} is not a value", "leave the key out where nothing is stated"),
    (
        r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4})(?:[ T].*)?",
        "{raw} is not a date",
        "write year-month-day, as in 2030-01-31",
    ),
    (r"[+-]?\d{1,3}(?:\.\d{3}){2,}", "{raw} has more than one dot", "write it without the dots"),
    (r"([+-]?\d[\d.]*)[,;]", "{raw} is not a number", r"write \1"),
    (r"\d{4}-.*", "{raw} is text without quotes", ""),
    (r"[+-]?\d.*", "{raw} is not a number", ""),
)
"""What people write for a value; what is wrong with it; what to write, with the groups found."""


def value_fault(raw: str) -> tuple[str, str | None]:
    """What is wrong with a value, as it is written, and what to do about it.

    >>> value_fault("10%")
    ('"10%" is not a number', 'put it in quotes: "10%"')
    """
    in_quotes = f"put it in quotes: {quoted(raw)}" if len(raw) <= 80 else "put it in quotes"
    raw = raw[:200]
    if number := re.match(r"[+-]?\d[\d.]*(?:,[\d.]*\d| \d{3})+(?!\d)", raw):
        return _grouped_number(raw, number[0])
    for pattern, message, hint in _NOT_VALUES:
        if found := re.fullmatch(pattern, raw):
            message = found.expand(message).replace("{raw}", shown(raw))
            return message, found.expand(hint) or (in_quotes if raw else None)
    return f"{shown(raw)} is text without quotes", in_quotes


def _grouped_number(raw: str, number: str) -> tuple[str, str]:
    """A number with commas or blanks in it: 4,4 or 550,000 or 1 234,5."""
    unit = raw[len(number) :].strip()
    digits = number.replace(" ", "")
    whole, _, decimals = digits.rpartition(",")
    ways = [digits.replace(",", "")]
    if "," in digits and "," not in whole and "." not in decimals:
        as_decimal = whole.replace(".", "") + "." + decimals
        is_grouped = len(decimals) == 3 and "." not in whole and whole.strip("+-0")
        ways = [*ways, as_decimal] if is_grouped else [as_decimal]
    ways = [quoted(way + unit) if unit else way for way in ways]
    what = "a comma" if "," in number else "a space"
    message = f"{shown(raw)} has {what}; numbers use a dot for decimals and no grouping"
    return message, f"write {' or '.join(ways)}"


def clipped(text: str) -> str:
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:41])
    return text if len(text) <= 40 else f"{text[:39]}…"


def shown(text: str) -> str:
    return f'"{clipped(text)}"'


def shown_value(value: object) -> str:
    """A value that was read, as its writer would know it again.

    >>> shown_value("4,4"), shown_value(True), shown_value([4, 4])
    ('"4,4"', 'true', 'a list')
    """
    match value:
        case str():
            return shown(value)
        case bool():
            return str(value).lower()
        case list():
            return "a list"
        case Mapping():
            return "a table"
    return clipped(str(value))


def dotted(path: Sequence[str | int]) -> str:
    """Names as a header or a dotted key writes them.

    >>> dotted(("series", "xuất_khẩu"))
    'series."xuất_khẩu"'
    """
    return ".".join(as_key(str(part)) for part in path)


def as_key(part: str) -> str:
    return part if re.fullmatch(r"[A-Za-z0-9_-]+|\".*\"|'.*'", part) else quoted(part)


OF_NAMES = "use letters, digits, _ and -, beginning with a letter"


def is_name(text: str) -> bool:
    """Whether a series or a target may be called so."""
    return re.fullmatch(r"[^\W\d][\w-]*", text) is not None


def proper_name(what: str, text: str) -> str:
    """A name that a series or a target may have, as near as may be to one that none may.

    >>> proper_name("target", "my share"), proper_name("series", "2nd")
    ('my-share', 'series-2nd')
    """
    name = re.sub(r"[^\w-]+", "-", text).strip("-")
    return name if is_name(name) else f"{what}-{name}".strip("-")


def quoted(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
