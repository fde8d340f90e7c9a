"""The methods once more, written from their definitions in another way: logarithms, no shortcuts.

`None` stands for a number that does not exist.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise


def rate(start: float, end: float, years: int) -> float | None:
    """The constant yearly rate, as a difference of logarithms."""
    if years <= 0 or start <= 0 or end <= 0:
        return None
    return math.expm1((math.log(end) - math.log(start)) / years)


def rate_ratio(start: float, now: float, x: float, years: int, length: int, d: int) -> float | None:
    """R = d g / |r|."""
    g, r = rate(start, now, years), rate(start, x, length)
    return None if g is None or r is None or x == start else d * g / abs(r)


def expected(start: float, now: float, years: int, length: int) -> float | None:
    """E: the logarithm of the base and as many steps as the whole way has."""
    if years <= 0 or start <= 0 or now <= 0:
        return None
    return math.exp(math.log(start) + (math.log(now) - math.log(start)) * length / years)


def projected_share(start: float, now: float, x: float, years: int, length: int) -> float | None:
    """P: how much of the way from the base to X is behind E."""
    e = expected(start, now, years, length)
    return None if e is None or x == start else (e - start) / (x - start)


def line(run: Sequence[float], years_left: int) -> float:
    """The value of the straight line: the changes of the run one by one, and their mean."""
    changes = [b - a for a, b in pairwise(run)]
    return run[-1] + years_left * math.fsum(changes) / len(changes)


def miss(run: Sequence[float], x: float, years_left: int, d: int) -> float:
    """What the line lacks of X, of the gap that is open."""
    shortfall = x - line(run, years_left) if d > 0 else line(run, years_left) - x
    return max(shortfall, 0.0) / abs(x - run[-1])
