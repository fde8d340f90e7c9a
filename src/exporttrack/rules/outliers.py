"""Years that lie far off the trend of a series."""

from __future__ import annotations

import math
from operator import mul

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
    years, logs = [year for year, _ in points], [math.log(value) for _, value in points]
    mean_year, mean_log = sum(years) / len(years), sum(logs) / len(logs)
    xs, ys = [year - mean_year for year in years], [log - mean_log for log in logs]
    slope = sum(map(mul, xs, ys)) / sum(map(mul, xs, xs))
    off = [y - slope * x for x, y in zip(xs, ys, strict=True)]
    sd = math.sqrt(sum(map(mul, off, off)) / (len(off) - 2))
    # Below 1e-12 the points are on the line, and what is left is rounding.
    return {year for year, o in zip(years, off, strict=True) if abs(o) > 2 * sd > 1e-12}
