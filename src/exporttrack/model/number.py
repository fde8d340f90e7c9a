"""Exact figures from text: suffix, per cent, currency, decimal mark. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from exporttrack.errors import FormatError

DecimalMark = Literal[".", ","]
LIMIT = Decimal("1e30")
DIGITS = 34
"""Significant digits at most; more are a slip of the pen, not a figure."""

SCALES = {
    "k": 3, "nghìn": 3, "thousand": 3,
    "m": 6, "triệu": 6, "million": 6,
    "bn": 9, "tỷ": 9, "tỉ": 9, "billion": 9,
    "tn": 12, "trillion": 12,
}  # fmt: skip
CURRENCIES = {"us$": "USD", "usd": "USD", "$": "USD", "vnd": "VND", "₫": "VND", "đồng": "VND"}

_FORM = re.compile(
    r"(?P<before>us\$|usd|\$|vnd|₫)?\s*"
    r"(?P<sign>[-+]?)"
    r"(?P<digits>[0-9][0-9_.,]*)"
    r"(?P<power>e[-+]?[0-9]+)?"
    r"(?:\s*(?P<suffix>k|nghìn|thousand|m|triệu|million|bn|tỷ|tỉ|billion|tn|trillion))?"
    r"(?:\s*(?P<after>%|percent|usd|vnd|₫|đồng))?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?")


class Number(NamedTuple):
    """A figure read from text."""

    value: Decimal
    """Scaled by the suffix: `1.2bn` is 1 200 000 000."""
    unit: str | None
    """`percent`, `USD` or `VND` where the text says so; None where it does not."""


@lru_cache(maxsize=4096)
def parse_number(text: str, decimal_mark: DecimalMark = ".") -> Number:
    """The exact figure that `text` writes.

    Raises FormatError with a hint for everything that could be read in two ways: a comma (unless it
    is the decimal mark), blanks inside, a second decimal mark, digits of other scripts.

    >>> parse_number("US$1.2bn")
    Number(value=Decimal('1200000000'), unit='USD')
    >>> parse_number("4.8 %")
    Number(value=Decimal('4.8'), unit='percent')
    """
    plain = unicodedata.normalize("NFC", text).strip().replace("\N{MINUS SIGN}", "-")
    form = _FORM.fullmatch(plain)
    if form is None:
        raise _not_a_number(text, plain, decimal_mark)
    if form["before"] and form["after"]:
        raise FormatError(f"{text!r} names a unit twice", "write the unit once")
    power = int((form["power"] or "e0")[1:][:7])
    scale = SCALES[form["suffix"].lower()] if form["suffix"] else 0
    digits = _digits(text, form["digits"], decimal_mark)
    value = _bounded(text, Decimal(form["sign"] + digits), power + scale)
    return Number(value, _unit(form["before"] or form["after"]))


def number_of(value: int | Decimal) -> Decimal:
    """A TOML or JSON number as an exact figure. Raises FormatError for NaN and beyond the bounds.

    >>> number_of(550_000_000)
    Decimal('550000000')
    """
    number = Decimal(value)
    if not number.is_finite():
        raise FormatError(f"{value} is not a figure", "leave a figure out while it is not known")
    return _bounded(str(value), number, 0)


def _digits(text: str, digits: str, decimal_mark: DecimalMark) -> str:
    """`digits` with a dot for the decimal mark and no underscores."""
    other = "," if decimal_mark == "." else "."
    if other in digits:
        raise _wrong_mark(text, digits, decimal_mark)
    plain = digits.replace(decimal_mark, ".")
    if plain.count(".") > 1:
        raise FormatError(
            f"{text!r} has more than one decimal mark",
            f"numbers have no grouping: write {plain.replace('.', '')}",
        )
    if not _PLAIN.fullmatch(plain):
        raise FormatError(
            f"{text!r} is not a number", "an underscore or a decimal mark stands between two digits"
        )
    return plain.replace("_", "")


def _wrong_mark(text: str, digits: str, decimal_mark: DecimalMark) -> FormatError:
    if decimal_mark == ",":
        return FormatError(
            f"{text!r} has a dot; the decimal mark is a comma here and numbers have no grouping",
            f"write {digits.replace('.', '')}",
        )
    groups = digits.split(",")
    looks_grouped = len(groups) > 2 or len(groups[-1].split(".")[0]) == 3
    plain = digits.replace(",", "" if looks_grouped else ".")
    return FormatError(
        f"{text!r} has a comma; numbers use a dot for decimals and no grouping",
        f"write {plain}, or give --decimal-mark , where the comma is the decimal mark",
    )


def _bounded(text: str, number: Decimal, power: int) -> Decimal:
    if len(number.as_tuple().digits) > DIGITS or abs(power) > 40:
        raise FormatError(f"{text[:40]!r} is no figure that anything has", "check the digits")
    value = number.scaleb(power)
    if abs(value) >= LIMIT or (value and abs(value) < 1 / LIMIT):
        raise FormatError(
            f"{text[:40]!r} is too large or too small for a figure", "check the power"
        )
    # Whole numbers in plain digits: 1.2E+9 and 1200000000 are one figure and look alike.
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and power else value


def _unit(written: str | None) -> str | None:
    if written is None:
        return None
    return "percent" if written.lower() in ("%", "percent") else CURRENCIES[written.lower()]


def _not_a_number(text: str, plain: str, decimal_mark: DecimalMark) -> FormatError:
    if not plain:
        return FormatError("a number is missing", "leave the record out while it is not known")
    if plain.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return FormatError(f"{text!r} is not a figure", "leave a figure out while it is not known")
    closed = re.sub(r"(?<=[0-9])[\s'’](?=[0-9])", "", plain)
    if closed != plain and _FORM.fullmatch(closed):
        return FormatError(f"{text!r} has blanks inside the number", f"write {closed}")
    mark = "a dot" if decimal_mark == "." else "a comma"
    return FormatError(
        f"{text!r} is not a number",
        f"write digits, with {mark} for decimals, such as 4{decimal_mark}4 or 550M",
    )


def in_unit(number: Number, unit: str, text: str) -> Decimal:
    """The figure, when what the text says of its unit agrees with `unit`; else FormatError.

    >>> in_unit(parse_number("4.8%"), "percent", "4.8%")
    Decimal('4.8')
    """
    if number.unit is None or number.unit.casefold() == unit.casefold():
        return number.value
    raise FormatError(
        f"{text!r} is in {number.unit}, the series is in {unit}",
        "give the figure in the unit of the series, or name the series that it is of",
    )
