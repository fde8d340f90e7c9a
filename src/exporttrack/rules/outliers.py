"""Years that lie far off the trend of a series."""

from __future__ import annotations

import math

from exporttrack.rules.methods import Points


def outliers(points: Points) -> set[int]:
    """Years more than two residual standard deviations off the least-squares line of the logs.

    The standard deviation has n - 2 degrees of freedom. None for fewer than four points, nor where
    one is zero or below.

    >>> doubling_but_once = [(year, 2.0**year) for year in range(20)] + [(20, 5 * 2.0**20)]
    >>> outliers(doubling_but_once)
    {20}
    """
    if len(points) < 4 or any(value <= 0 for _, value in points):
        return set()
    logs = [(year, math.log(value)) for year, value in points]
    mean_x = sum(year for year, _ in logs) / len(logs)
    mean_y = sum(log for _, log in logs) / len(logs)
    centred = [(year - mean_x, log - mean_y) for year, log in logs]
    slope = sum(x * y for x, y in centred) / sum(x * x for x, _ in centred)
    off = [y - slope * x for x, y in centred]
    sd = math.sqrt(sum(o * o for o in off) / (len(off) - 2))
    # Below 1e-12 the points are on the line, and what is left is rounding.
    return {year for (year, _), o in zip(points, off, strict=True) if abs(o) > 2 * sd > 1e-12}
