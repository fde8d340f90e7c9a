"""Where a series stands at its deadline if the past pace goes on, and how sure that is.

The model is a random walk with drift in logarithms (Hyndman and Athanasopoulos, "Forecasting:
principles and practice", the drift method), in logits for a share. With a prior, the pace and the
volatility are first read off other economies: the conjugate Normal-inverse-gamma model (Gelman et
al., "Bayesian Data Analysis", section 3.3), of which plain drift is the case with no prior.

Between two points k years apart the change d is Normal(k mu, k s^2). So what is known of the pace
mu grows with the years spanned, and what is known of the volatility s with the number of changes.
With yearly points the two numbers are one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from exporttrack.rules import student

_EDGE_TOLERANCE = 1e-9  # relative: an edge this near the projected value is reached

Points = Sequence[tuple[int, float]]
Edges = tuple[float | None, float | None]


class Prior(NamedTuple):
    """What is known of yearly changes of a logarithm before the series has shown any."""

    m0: float
    """The mean change a year: 0.08 is about eight per cent."""
    k0: float
    """How many years of own figures that mean weighs as much as; above 0."""
    nu0: float
    """Degrees of freedom: how many own changes the volatility weighs as much as."""
    s0: float
    """The volatility: the standard deviation of a yearly change."""
    source: str
    """The figures the four numbers were estimated from."""
    economies: int = 0
    """How many economies they are of."""
    first: int = 0
    last: int = 0
    """The years of the first and the last of them."""


_NO_PRIOR = Prior(m0=0.0, k0=0.0, nu0=-1.0, s0=0.0, source="")

# "exports": World Bank, World Development Indicators, merchandise exports in current US dollars
# (TX.VAL.MRCH.CD.WT, CC BY 4.0), the yearly changes 1995 to 2025 of 101 economies, estimated by
# benchmarks/fit_prior.py on 2026-11-21; how well it does is printed by benchmarks/calibration.py.
PRIORS: Mapping[str, Prior] = {
    "exports": Prior(
        m0=0.057,
        k0=20.0,
        nu0=2.90,
        s0=0.141,
        source="World Bank, TX.VAL.MRCH.CD.WT",
        economies=101,
        first=1995,
        last=2025,
    ),
}


ProjectionNote = Literal[
    "figure", "years-ahead", "trend", "number", "interval", "finite-interval", "weak",
    "endless", "positive", "between", "cut", "mean",
]  # fmt: skip
"""What is lacking: any figure, years to project, a trend, a number that could hold the value, an
interval, one that is finite; degrees of freedom, an edge that is not endlessly far, values
above zero, shares between 0 and 100 % (cut at these); or the mean of the years seen is all there
is."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The value expected in a year to come, in the unit of the series."""

    year: int
    """The deadline."""
    value: float | None
    """The median: as likely too high as too low. None when nothing can be said."""
    low: float | None
    """The lower end of the interval; None, like `high`, when there is no interval."""
    high: float | None
    level: float
    """The probability that the interval holds what will happen, a fraction: 0.80."""
    probability: float | None
    """Of meeting the target, 0 to 1. None without an interval."""
    points: int
    """The yearly figures used."""
    method: str
    """drift, drift-with-prior or straight-line."""
    note: ProjectionNote | None
    """What the reader should know, or why something is None."""


def project(
    points: Points,
    year: int,
    edges: Edges,
    *,
    prior: Prior | None = None,
    share: bool = False,
    level: float = 0.80,
) -> Projection:
    """Carry `points`, (year, value) in strictly ascending years, forward to `year`.

    Meeting the target means low <= value <= high for `edges` (low, high), None being an open side;
    for a one-sided target the probability is above 0.5 when the median is past the edge, below
    when it falls short. A `share` is in per cent and stays within 0 to 100; the prior, which is
    about logarithms, is not used for it. ValueError when `level` is not between 0 and 1.

    >>> outlook = project([(2021, 100), (2022, 110), (2023, 121)], 2025, (140, None))
    >>> round(outlook.value, 2), outlook.probability
    (146.41, 1.0)
    >>> project([(2021, 100)], 2025, (140, None)).note
    'trend'
    """
    if not 0 < level < 1:
        raise ValueError(f"the level of an interval lies between 0 and 1, not {level}")
    prior = None if share else prior
    method = "drift" if prior is None else "drift-with-prior"
    nothing = Projection(year, None, None, None, level, None, len(points), method, note=None)
    inside = all(0 < value < (100 if share else math.inf) for _, value in points)
    if not points:
        return replace(nothing, note="figure")
    if year <= points[-1][0]:
        return replace(nothing, note="years-ahead")
    if len(points) == 1 and (prior is None or not inside):
        return replace(nothing, note="trend")
    if not inside:
        return _straight_line(points, nothing, share)
    return _drift(points, nothing, edges, prior or _NO_PRIOR, share)


class _Forecast(NamedTuple):
    """A Student t distribution of the logarithm, or logit, at the deadline."""

    centre: float
    scale: float
    """0 when every change was the same."""
    df: float
    """0 when one change says nothing of volatility."""

    def below(self, edge: float) -> float:
        """The probability of falling short of `edge`; at the edge is not short of it."""
        gap = edge - self.centre
        if abs(gap) <= _EDGE_TOLERANCE:
            gap = 0.0
        if self.scale == 0:
            return 1.0 if gap > 0 else 0.0
        return student.cdf(gap / self.scale, self.df)

    def above(self, edge: float) -> float:
        return self._replace(centre=-self.centre).below(-edge)


def _drift(
    points: Points, nothing: Projection, edges: Edges, prior: Prior, share: bool
) -> Projection:
    forward, back = (_logit, _percent) if share else (_log, math.exp)
    forecast = _posterior([(t, forward(v)) for t, v in points], nothing.year, prior)
    try:
        value = back(forecast.centre)
    except OverflowError:
        return replace(nothing, note="number")
    if forecast.df <= 0:
        return replace(nothing, value=value, note="interval")
    half_width = student.quantile((1 + nothing.level) / 2, forecast.df) * forecast.scale
    try:
        low, high = back(forecast.centre - half_width), back(forecast.centre + half_width)
    except OverflowError:
        return replace(nothing, value=value, note="finite-interval")
    least, most = edges
    lowest = -math.inf if least is None else forward(least)
    highest = math.inf if most is None else forward(most)
    note: ProjectionNote | None = "weak" if forecast.df == 1 else None
    found = replace(nothing, value=value, low=low, high=high, note=note)
    if lowest == math.inf or highest == -math.inf:  # no rate ever comes to zero
        return replace(found, note=note or "endless")
    missed = forecast.below(lowest) + forecast.above(highest)
    return replace(found, probability=1 - missed)


def _posterior(points: Points, year: int, prior: Prior) -> _Forecast:
    """The posterior predictive distribution of the (transformed) series in `year`.

    Years spanned weigh the mean, the number of changes counts the degrees of freedom.
    """
    (first, start), (last, end) = points[0], points[-1]
    span, changes = last - first, len(points) - 1
    pace = (end - start) / span if span else prior.m0
    squares = sum((b - a - (t - s) * pace) ** 2 / (t - s) for (s, a), (t, b) in pairwise(points))
    weight = prior.k0 + span
    df = prior.nu0 + changes
    mean = (prior.k0 * prior.m0 + span * pace) / weight
    squares += prior.nu0 * prior.s0**2 + span * prior.k0 / weight * (pace - prior.m0) ** 2
    horizon = year - last
    scale = math.sqrt(squares / df * (horizon + horizon**2 / weight)) if df > 0 else 0.0
    # Equal changes differ by rounding; without this, rounding would decide the probability.
    return _Forecast(end + horizon * mean, scale if scale > _EDGE_TOLERANCE else 0.0, df)


def _straight_line(points: Points, nothing: Projection, share: bool) -> Projection:
    """The mean annual change from the first to the last point, carried on; no interval."""
    (first, start), (last, end) = points[0], points[-1]
    value = end + (nothing.year - last) * (end - start) / (last - first)
    line = replace(nothing, method="straight-line")
    if not math.isfinite(value):
        return replace(line, note="number")
    if share and not 0 <= value <= 100:
        return replace(line, value=min(max(value, 0.0), 100.0), note="cut")
    return replace(line, value=value, note="between" if share else "positive")


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _logit(percent: float) -> float:
    if not 0 < percent < 100:
        return math.copysign(math.inf, percent - 50)
    return math.log(percent / (100 - percent))


def _percent(logit: float) -> float:
    """The share a logit stands for; `exp` sees no positive number, so it cannot overflow."""
    odds = math.exp(-abs(logit))
    return 100 * (1 if logit >= 0 else odds) / (1 + odds)
