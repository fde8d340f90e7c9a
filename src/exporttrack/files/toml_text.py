"""A TOML text read into plain data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import tomli

DEEPEST = 100
"""Arrays and tables inside one another. More is a mistake, and hard on whatever walks the data."""
LONGEST = 10_000
"""Bits of a whole number. A longer one, written with 0x, cannot be printed."""


class TomlSyntaxError(ValueError):
    """A text that is not TOML. `str()` is one sentence that says what was found."""

    def __init__(self, message: str, line: int, column: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        """Counted from 1, as the column is, in characters."""
        self.column = column
        self.hint = hint
        """How to put it right, where that can be told."""


def read_toml(text: str) -> dict[str, Any]:
    """The data of a TOML text, numbers with decimals exact. Raises TomlSyntaxError.

    >>> read_toml("min = 4.40")
    {'min': Decimal('4.40')}
    >>> try:
    ...     read_toml("min = 550M")
    ... except TomlSyntaxError as error:
    ...     print(error.line, error.column, error, error.hint, sep="; ")
    1; 7; "550M" is not a number; put it in quotes: "550M"
    """
    text = text.replace("\r\n", "\n")  # as tomli does; lines and columns stay what they were
    try:
        data = tomli.loads(text, parse_float=Decimal)
        _check_size(data)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _syntax_error(text, error) from None
    return data


def _syntax_error(text: str, error: Exception) -> TomlSyntaxError:
    from exporttrack.files import toml_faults  # of no use for a text that is TOML

    match error:
        case tomli.TOMLDecodeError():
            fault = toml_faults.syntax(text, str(error))
        case RecursionError():
            fault = toml_faults.too_deep(text, DEEPEST)
        case _:  # an integer of 4301 digits, an exponent of 20 digits
            fault = toml_faults.too_long_number(text)
    line = text.count("\n", 0, fault.at) + 1
    column = fault.at - text.rfind("\n", 0, fault.at)
    return TomlSyntaxError(fault.message, line, column, fault.hint)


def _check_size(data: dict[str, Any]) -> None:
    """Raises RecursionError for what is nested too deeply, ValueError for numbers too long."""
    level: list[Any] = [data]
    for _ in range(DEEPEST + 1):
        values = [
            value
            for parent in level
            for value in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if any(isinstance(value, int) and value.bit_length() > LONGEST for value in values):
            raise ValueError
        level = [value for value in values if isinstance(value, dict | list)]
    if level:
        raise RecursionError
