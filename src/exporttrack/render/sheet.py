"""Steps of a calculation, each with the numbers put in as one would type it into a calculator."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from exporttrack.model.series import PERCENT
from exporttrack.render import calculator, numbers
from exporttrack.render.language import marked, say, unit_named
from exporttrack.render.safe import safe
from exporttrack.render.sections import INDENT

POINTS = "pp"
_SYMBOL = re.compile(r"\b(?!x\b)[A-Za-z][A-Za-z0-9]*")
_WORDS = re.compile(r"[a-z]{2,}(?: [a-z]{2,})*")
"""A name of more than one letter; `x` between two of them is a sign."""
_DIGITS = ((10, 8), (13, 11), (17, 17))
"""Significant digits of computed amounts and of percentages: the first that are enough."""
_ENOUGH = 5e-7
"""A reader comes as near as that, relative to the value."""

Number = numbers.Value | int
"""Decimal as recorded or stated, with all its digits; float as computed; int a year or a count."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One step of a calculation."""

    symbol: str
    meaning: str
    formula: str
    with_numbers: str
    value: float
    """In `unit`: 4.4 for 4.4 %, though `with_numbers` comes to 0.044."""
    unit: str | None
    """`percent`, `pp`, or that of the series; None for a plain number."""

    @property
    def lines(self) -> tuple[str, str]:
        """What it comes to, and under it how."""
        result = written(self.value, self.unit)
        return (
            f"{self.meaning}: {in_words(self.symbol)} = {result}",
            f"{INDENT}{in_words(self.formula)} = {self.with_numbers}",
        )


def in_words(formula: str) -> str:
    """A symbol or a formula with its words in the language that is spoken; single letters stay.

    >>> in_words("edge x total x (1 + h)^(T - u)"), in_words("growth of 2022")
    ('edge x total x (1 + h)^(T - u)', 'growth of 2022')
    """
    return _WORDS.sub(lambda found: say(f"word-{found[0]}"), formula)


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that is written as percent."""

    number: Number


One = Number | Percent
Given = One | tuple[One, ...]
"""Several numbers are added."""
Known = Mapping[str, Given]
"""What the symbols stand for."""


def written(value: Number, unit: str | None) -> str:
    """A value with its unit; what was computed to so many digits as a calculator shows.

    >>> written(0.123456789, None), written(19457973446.4, "USD"), written(2023, None)
    ('0.123457', '19,457,973,446 USD', '2023')
    """
    size = 6 if unit in (PERCENT, POINTS, None) else 10
    digits = marked(_digits(value, size))
    if unit == POINTS:
        return say("points", value=digits)
    return digits + {PERCENT: " %", None: ""}.get(unit, f" {safe(unit_named(unit or ''))}")


def _digits(value: Number, size: int) -> str:
    if isinstance(value, int):
        return str(value)
    exact = numbers.exact(value)
    if isinstance(value, float):  # digits before the point are all shown, as far as they go
        exact = numbers.rounded(exact, max(size, min(exact.adjusted() + 1, 15)))
    return numbers.unmarked(exact)


class Sheet:
    """Steps of a calculation, each of which knows the results of those before it."""

    def __init__(self, known: Known) -> None:
        self.steps: list[Formula] = []
        self._known = dict(known)

    def add(
        self,
        symbol: str,
        meaning: str,
        formula: str,
        value: numbers.Value | None,
        unit: str | None,
        known: Known | None = None,
    ) -> None:
        """Add a step that comes to `value`, in `unit`; nothing when there is no value."""
        if value is None:
            return
        number = float(value)
        aim = number / 100 if unit in (PERCENT, POINTS) else number
        text = ""
        for digits in _DIGITS:
            text = _put_in(formula, {**self._known, **(known or {})}, *digits)
            if math.isclose(calculator.result(text), aim, rel_tol=_ENOUGH):
                break
        self.steps.append(Formula(symbol, meaning, formula, marked(text), number, unit))
        self._known[symbol] = Percent(value) if unit in (PERCENT, POINTS) else value


def _put_in(formula: str, known: Known, amounts: int, rates: int) -> str:
    def number(one: Given) -> str:
        if isinstance(one, tuple):
            return f"({' + '.join(map(number, one))})" if len(one) > 1 else number(one[0])
        if isinstance(one, Percent):
            text = f"{_digits(one.number, rates)} %"
        else:
            text = _digits(one, amounts)
        return f"({text})" if text.startswith("-") else text

    return _SYMBOL.sub(lambda found: number(known[found[0]]), formula)


def symbols(steps: Iterable[Formula]) -> set[str]:
    """Those that the formulas of these steps take."""
    return {symbol for step in steps for symbol in _SYMBOL.findall(step.formula)}
