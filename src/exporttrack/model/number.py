"""Exact figures from text: suffix, per cent, currency, decimal mark. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from exporttrack.errors import FormatError

DecimalMark = Literal[".", ","]
DIGITS = 28
"""Significant digits at most, as many as sums are made with; more are a slip of the pen. Every
figure but zero lies between 10^-28 and 10^28."""

SCALES = {
    "k": 3, "nghìn": 3, "thousand": 3,
    "m": 6, "triệu": 6, "million": 6,
    "bn": 9, "tỷ": 9, "tỉ": 9, "billion": 9,
    "tn": 12, "trillion": 12,
}  # fmt: skip
SCALE_NAMES = {
    Decimal(10**3): "k", Decimal(10**6): "M", Decimal(10**9): "bn", Decimal(10**12): "tn"
}  # fmt: skip
"""How `--scale` calls each."""
_UNITS = {
    "%": "percent", "percent": "percent", "per cent": "percent", "phần trăm": "percent",
    "us$": "USD", "usd": "USD", "$": "USD",
    "vnd": "VND", "₫": "VND", "đ": "VND", "đồng": "VND",
}  # fmt: skip

_CURRENCIES = ("USD", "VND")
_SCALE_WORDS = SCALES | {
    "thousands": 3, "millions": 6, "mn": 6, "mln": 6, "billions": 9, "bln": 9, "trillions": 12,
}  # fmt: skip
"""Those in units, too."""

_FORM = re.compile(
    r"(?P<before>us\$|usd|\$|vnd|₫)?\s*"
    r"(?P<sign>[-+]?)"
    r"(?P<digits>[0-9][0-9_.,]*)"
    r"(?:e(?P<power>[-+]?[0-9]{1,4}))?"
    r"(?:\s*(?P<suffix>k|nghìn|thousand|m|triệu|million|bn|tỷ|tỉ|billion|tn|trillion))?"
    r"(?:\s*(?P<after>%|percent|usd|vnd|₫|đồng))?"
)
"""In small letters; `re.IGNORECASE` would take an ſ for an s."""
_PLAIN = re.compile(r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?")


class Number(NamedTuple):
    """A figure read from text."""

    value: Decimal
    """Scaled by the suffix: `1.2bn` is 1 200 000 000."""
    unit: str | None
    """`percent`, `USD` or `VND` where the text says so; None where it does not."""


@lru_cache(maxsize=4096)
def parse_number(text: str, decimal_mark: DecimalMark = ".", remedy: str = "") -> Number:
    """The exact figure that `text` writes.

    `remedy` is what its writer can do where the comma is the decimal mark, for a hint.

    Raises FormatError with a hint for everything that could be read in two ways: a comma (unless it
    is the decimal mark), blanks inside, a second decimal mark, digits of other scripts.

    >>> parse_number("US$1.2bn")
    Number(value=Decimal('1200000000'), unit='USD')
    >>> parse_number("4.8 %")
    Number(value=Decimal('4.8'), unit='percent')
    """
    form = _form(text)
    if form is None:
        raise _not_a_number(text, _plain(text), decimal_mark)
    if form["before"] and form["after"]:
        raise FormatError(f'"{text}" names a unit twice', "write the unit once")
    power = int(form["power"] or 0) + SCALES.get(form["suffix"], 0)
    digits = _digits(text, form["digits"], decimal_mark, remedy)
    value = _bounded(text, Decimal(form["sign"] + digits), power)
    written = form["before"] or form["after"]
    return Number(value, unit_meant(written) if written else None)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().replace("\N{MINUS SIGN}", "-")


def _form(text: str) -> re.Match[str] | None:
    return _FORM.fullmatch(_plain(text).lower())


def number_of(value: int | Decimal) -> Decimal:
    """A TOML or JSON number as an exact figure. Raises FormatError for NaN and beyond the bounds.

    >>> number_of(550_000_000)
    Decimal('550000000')
    """
    number = Decimal(value)
    if not number.is_finite():
        raise FormatError(f"{value} is not a figure", "leave a figure out while it is not known")
    return _bounded(str(number), number, 0)


def _digits(text: str, digits: str, decimal_mark: DecimalMark, remedy: str) -> str:
    """`digits` with a dot for the decimal mark and no underscores."""
    if _other(decimal_mark) in digits:
        raise _wrong_mark(text, digits, decimal_mark, remedy)
    if digits.count(decimal_mark) > 1:
        are_groups = len(digits) - digits.rfind(decimal_mark) == 4
        meant = f": write {_ungrouped(text, digits, decimal_mark)}" if are_groups else ""
        raise FormatError(
            f'"{text}" has more than one decimal mark', f"numbers have no grouping{meant}"
        )
    plain = digits.replace(decimal_mark, ".")
    if not _PLAIN.fullmatch(plain):
        raise FormatError(
            f'"{text}" is not a number', "an underscore or a decimal mark stands between two digits"
        )
    return plain.replace("_", "")


def _other(decimal_mark: DecimalMark) -> DecimalMark:
    return "," if decimal_mark == "." else "."


def _wrong_mark(text: str, digits: str, decimal_mark: DecimalMark, remedy: str) -> FormatError:
    plain = _ungrouped(text, digits, decimal_mark)
    if decimal_mark == ",":
        return FormatError(
            f'"{text}" has a dot; the decimal mark is a comma here and numbers have no grouping',
            f"write {plain}",
        )
    return FormatError(
        f'"{text}" has a comma; numbers use a dot for decimals and no grouping',
        f"write {plain}" + (f", or {remedy} where the comma is the decimal mark" if remedy else ""),
    )


def _ungrouped(text: str, digits: str, decimal_mark: DecimalMark) -> str:
    """What `text` most likely means, for a hint only: three digits after a mark are a group."""
    last = max(digits.rfind("."), digits.rfind(","))
    whole, mark, end = digits[:last], digits[last], digits[last + 1 :]
    two_kinds = "." in digits and "," in digits
    grouped = mark in whole or not end or (not two_kinds and len(end) == 3 and whole != "0")
    plain = whole.replace(".", "").replace(",", "") + ("" if grouped else decimal_mark) + end
    return text.strip().replace(digits, plain, 1)


def _bounded(text: str, number: Decimal, power: int) -> Decimal:
    if not number:
        return Decimal(0)
    digits = len(number.as_tuple().digits)
    if digits > DIGITS:
        raise FormatError(f'"{text[:40]}" has more than {DIGITS} digits', "check the digits")
    if not -DIGITS <= number.adjusted() + power < DIGITS:
        raise FormatError(
            f'"{text[:40]}" is too large or too small for a figure', "check the power"
        )
    value = number.scaleb(power)
    with_power = power or number.adjusted() >= digits
    # Whole numbers in plain digits: 1.2E+9 and 1200000000 are one figure and look alike.
    if with_power and value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value


def unit_meant(unit: str) -> str:
    """The one name of a unit that is known by several; any other as it is.

    >>> unit_meant("US$"), unit_meant("%"), unit_meant("jobs")
    ('USD', 'percent', 'jobs')
    """
    return _UNITS.get(unit.strip().casefold(), unit)


def _not_a_number(text: str, plain: str, decimal_mark: DecimalMark) -> FormatError:
    if not plain:
        return FormatError("a number is missing", "leave the record out while it is not known")
    if plain.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return FormatError(f'"{text}" is not a figure', "leave a figure out while it is not known")
    closed = re.sub(r"(?<=[0-9])[\s'’](?=[0-9])", "", plain)
    if closed != plain and _FORM.fullmatch(closed.lower()):
        meant = closed.replace(_other(decimal_mark), decimal_mark)
        return FormatError(f'"{text}" has blanks or marks inside the number', f"write {meant}")
    mark = "a dot" if decimal_mark == "." else "a comma"
    return FormatError(
        f'"{text}" is not a number',
        f"write digits, with {mark} for decimals, such as 4{decimal_mark}4 or 550M",
    )


class Counted(NamedTuple):
    """A unit that is so many of another: `million USD`."""

    unit: str
    scale: Decimal


def in_scale(unit: str) -> Counted | None:
    """What a unit counts, and in what; None for whole units.

    >>> in_scale("million USD"), in_scale("metres")
    (Counted(unit='USD', scale=Decimal('1000000')), None)
    """
    words = unit.casefold().split() or [""]
    first, last = words[0], words[-1]
    after, before = (unit_meant(" ".join(of)) for of in (unit.split()[1:], unit.split()[:-1]))
    # Of other units m may be metres, and tn tonnes.
    if first in _SCALE_WORDS and (after in _CURRENCIES or first not in ("k", "m", "tn")):
        return Counted(after, Decimal(10) ** _SCALE_WORDS[first])
    if last in _SCALE_WORDS and before in _CURRENCIES:
        return Counted(before, Decimal(10) ** _SCALE_WORDS[last])
    return None


def scale_written(text: str) -> bool:
    """Whether a figure says itself what it is counted in: `1.2bn`, but not `US$1.2`.

    >>> scale_written("1.2bn"), scale_written("US$1.2")
    (True, False)
    """
    form = _form(text)
    return form is not None and form["suffix"] is not None


def parse_scale(text: str) -> Decimal:
    """What figures are counted in: a suffix, or a power of ten as 1000. FormatError for the rest.

    >>> parse_scale("M"), parse_scale("1000")
    (Decimal('1000000'), Decimal('1000'))
    """
    if text.lower() in SCALES:
        return Decimal(10) ** SCALES[text.lower()]
    if re.fullmatch(r"10*", text) and len(text) <= 13:
        return Decimal(text)
    raise FormatError(f'--scale: "{text}" is no scale', "write k, M, bn, tn, or 1000")


def in_unit(number: Number, unit: str, text: str) -> Decimal:
    """The figure, when what the text says of its unit agrees with `unit`; else FormatError.

    >>> in_unit(parse_number("4.8%"), "percent", "4.8%")
    Decimal('4.8')
    """
    form = _form(text)
    if unit == "percent" and form and form["suffix"]:
        hint = f"write it as {form['sign']}{form['digits']}%"
        raise FormatError(f'"{text}" is an amount, the series is in percent', hint)
    if number.unit is None or number.unit.casefold() == unit.casefold():
        return number.value
    raise FormatError(
        f'"{text}" is in {number.unit}, the series is in {unit}',
        "give the figure in the unit of the series, or name the series that it is of",
    )
