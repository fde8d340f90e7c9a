"""Figures as people read them: rounded once, here, and never so that they contradict a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal

from exporttrack.model.series import PERCENT
from exporttrack.model.target import Band
from exporttrack.render.language import marked, say, unit_named
from exporttrack.render.safe import safe
from exporttrack.rules.methods import at_least

DIGITS = 3
"""Significant digits of a rate or a share, and one more of an amount, as long as that will do."""

_SCALES = ((Decimal("1e12"), "tn"), (Decimal("1e9"), "bn"), (Decimal("1e6"), "M"))
_SIGNS = {"USD": "US$", "EUR": "€"}
_CURRENCY = re.compile(r"[A-Z]{3}")

Value = Decimal | float


def amount(value: Value, unit: str, edges: Iterable[Value] = ()) -> str:
    """A value with its unit; enough digits to stay on its side of every edge.

    >>> amount(20_890_000_000, "USD")
    'US$20.89 bn'
    >>> amount(4.3999, "percent", [4.4]), amount(12345, "jobs")
    ('4.3999 %', '12,345 jobs')
    """
    number = exact(value)
    if unit == PERCENT:
        return f"{plain(rounded(number, DIGITS, edges))} %"
    if _CURRENCY.fullmatch(unit):
        return _money(rounded(number, DIGITS + 1, edges), unit)
    return f"{plain(_whole_or(number, edges))} {safe(unit_named(unit))}"


def stated(value: Decimal, unit: str) -> str:
    """A value that was stated, with all its digits.

    >>> stated(Decimal("550000000"), "USD"), stated(Decimal("4.40"), "percent")
    ('US$550 M', '4.4 %')
    """
    if unit == PERCENT:
        return f"{plain(value)} %"
    if _CURRENCY.fullmatch(unit):
        return _money(value, unit)
    return f"{plain(value)} {safe(unit_named(unit))}"


def band(wanted: Band, unit: str) -> str:
    """What a band asks for.

    >>> band(Band(Decimal("4.4"), Decimal(5)), "percent"), band(Band(max=Decimal(3)), "jobs")
    ('4.4-5 %', 'at most 3 jobs')
    >>> band(Band(Decimal(-7), Decimal(-5)), "percent")
    '-7 % to -5 %'
    """
    if wanted.min is None or wanted.max is None:
        if wanted.min is not None:
            return f"{say('at-least')} {stated(wanted.min, unit)}"
        return "" if wanted.max is None else f"{say('at-most')} {stated(wanted.max, unit)}"
    low, high = stated(wanted.min, unit), stated(wanted.max, unit)
    if wanted.min < 0 or _CURRENCY.fullmatch(unit):
        return low + say("to") + high
    return f"{plain(wanted.min)}-{high}"


def points(value: Value) -> str:
    """A difference of two percentages, without its sign.

    >>> points(-1.2656)
    '1.27 pp'
    """
    return say("points", value=plain(rounded(abs(exact(value)), DIGITS)))


def signed(change: Value, unit: str) -> str:
    """A change with its sign: in points of percentages, else in the unit.

    >>> signed(10_000_000, "USD"), signed(-0.5, "percent")
    ('+US$10 M', '-0.5 pp')
    """
    size = abs(exact(change))
    return ("-" if change < 0 else "+") + (points(size) if unit == PERCENT else amount(size, unit))


def rate(fraction: float, edges: Iterable[Value] = ()) -> str:
    """A yearly rate as percent, with its sign. `edges` are percent too.

    >>> rate(0.051), rate(-0.0234)
    ('+5.1 %', '-2.34 %')
    """
    text = f"{plain(rounded(exact(100 * fraction), DIGITS, edges))} %"
    return text if text.startswith("-") or text == "0 %" else f"+{text}"


def percent(fraction: float, edges: Iterable[Value] = ()) -> str:
    """A share of one as percent. `edges` are percent too.

    >>> percent(0.63636), percent(0.9497, [95])
    ('63.6 %', '94.97 %')
    """
    return f"{plain(rounded(exact(100 * fraction), DIGITS, edges))} %"


def plain(value: Decimal) -> str:
    """Digits with groups of three, and no more decimals than it has.

    >>> plain(Decimal("1234567.50"))
    '1,234,567.5'
    """
    return marked(unmarked(value))


def unmarked(value: Decimal) -> str:
    """The same with the marks that English has and a calculator takes, in every language."""
    normal = value.normalize() if value else Decimal(0)
    return f"{normal:,f}"


def rounded(value: Decimal, digits: int, edges: Iterable[Value] = ()) -> Decimal:
    """`value` to `digits` significant digits, or to as many as keep it on its side of each edge.

    >>> rounded(Decimal("4.9996"), 3, [5])
    Decimal('4.9996')
    """
    sides = [(exact(edge), _side(value, exact(edge))) for edge in edges]
    for size in range(digits, 18):
        short = Context(prec=size, rounding=ROUND_HALF_EVEN).plus(value)
        if all(_side(short, edge) == side for edge, side in sides):
            return short
    return value


def _side(value: Decimal, edge: Decimal) -> int:
    """-1 below, 1 above, 0 at the edge: the comparison that the verdicts are made with."""
    one, other = float(value), float(edge)
    return int(at_least(one, other)) - int(at_least(other, one))


def exact(value: Value) -> Decimal:
    """The decimal number that a float shows as."""
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def _whole_or(value: Decimal, edges: Iterable[Value]) -> Decimal:
    """Counts are whole as they are; what was computed is cut to as many digits."""
    if value == value.to_integral_value():
        return value
    return rounded(value, max(DIGITS, value.adjusted() + 1), edges)


def _money(value: Decimal, unit: str) -> str:
    size, scale = next((s for s in _SCALES if abs(value) >= s[0]), (Decimal(1), ""))
    digits = plain(abs(value) / size)
    amount = say(f"scale-{scale}", digits=digits) if scale else digits
    key = "money-sign" if unit in _SIGNS else "money"
    sign = "-" if value < 0 else ""
    named = safe(unit_named(unit))
    return say(key, minus=sign, amount=amount, sign=_SIGNS.get(unit, ""), unit=named)


def json_number(value: Value | None) -> int | float | None:
    """A JSON number: whole where it is whole, else the nearest float, good for 15 digits."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return None if value is None else float(value)
