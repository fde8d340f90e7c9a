"""What the text of a calculation comes to, as on a pocket calculator."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable

_OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def result(text: str) -> float:
    """The value; NaN where there is none.

    Signs are + - x / ^, brackets and |absolute values|; 4 % is 0.04 and 1,000 a thousand.

    >>> result("1,000 x (1 + 10 %)^2"), result("|2 - 5| / 2"), result("1 / 0")
    (1210.0000000000002, 1.5, nan)
    """
    written = re.sub(r"\|([^|]*)\|", r"abs(\1)", text.replace(",", ""))
    written = re.sub(r"([0-9.]+) %", r"(\1 / 100)", written)
    try:
        tree = ast.parse(written.replace(" x ", " * ").replace("^", "**"), mode="eval")
        return _value(tree.body)
    except ArithmeticError:
        return math.nan


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.Call(args=[inner]):
            return abs(_value(inner))
        case ast.BinOp(left=left, op=sign, right=right):
            return float(_OPERATORS[type(sign)](_value(left), _value(right)))
    raise ValueError(f"no calculation: {ast.unparse(node)}")
