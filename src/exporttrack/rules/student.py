"""Student's t distribution: its distribution function and its quantiles.

With w = df / (df + x^2), the probability below x is I_w(df/2, 1/2) / 2 for x < 0 and one less
that for x > 0, where I is the regularised incomplete beta function (NIST Digital Library of
Mathematical Functions, 8.17; the continued fraction is its 8.17.22). Good to about 1e-10 for up
to ten thousand degrees of freedom.
"""

import math
from functools import lru_cache

_ROUNDING = 1e-15
_TINY = 1e-300  # stands in for a zero denominator, as Lentz's method asks


def cdf(x: float, df: float) -> float:
    """The probability of a value below `x`, with `df` > 0 degrees of freedom, whole or not.

    >>> round(cdf(1.0, 1), 12)  # one degree of freedom: 1/2 + atan(x) / pi
    0.75
    """
    if df <= 0:
        raise ValueError(f"degrees of freedom must be above zero, not {df}")
    w = df / (df + x * x)
    tail = _incomplete_beta(w, 1 - w if w < 0.5 else x * x / (df + x * x), df / 2, 0.5) / 2
    return tail if x < 0 else 1 - tail


@lru_cache(maxsize=256)  # a report asks for the same few levels again and again
def quantile(p: float, df: float) -> float:
    """The value with probability `p` below it, 0 < p < 1: `cdf` backwards.

    >>> round(quantile(0.90, 6), 4)
    1.4398
    """
    if not 0 < p < 1:
        raise ValueError(f"a probability between 0 and 1 is needed, not {p}")
    if p > 0.5:
        return -quantile(1 - p, df)
    low, high = -1.0, 0.0
    while cdf(low, df) > p:
        low, high = 2 * low, low
    # Bisection, until no float is left between the two ends: slow but it cannot fail.
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if cdf(middle, df) < p else (low, middle)
    return high


def _incomplete_beta(w: float, v: float, a: float, b: float) -> float:
    """I_w(a, b), with v = 1 - w given apart so that neither loses its digits."""
    if w <= 0 or v <= 0:
        return 0.0 if w <= 0 else 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(log_front + a * math.log(w) + b * math.log(v))
    # The fraction converges fast on the near side of the mean only; beyond it, I_w = 1 - I_v.
    if w <= (a + 1) / (a + b + 2):
        return front * _continued_fraction(w, a, b) / a
    return 1 - front * _continued_fraction(v, b, a) / b


def _continued_fraction(w: float, a: float, b: float) -> float:
    """1/(1+ d1/(1+ d2/(1+ ...))) of DLMF 8.17.22, by Lentz's method."""
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * w / (a + 1))
    result = d
    for m in range(1, 100):  # under fifty terms, for any degrees of freedom up to a million
        even = m * (b - m) * w / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * w / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _nonzero(1 + term * d)
            c = _nonzero(1 + term / c)
            result *= c * d
        if abs(c * d - 1) < _ROUNDING:
            break
    return result


def _nonzero(value: float) -> float:
    return value or _TINY
