"""Estimate the prior of `drift-with-prior` from the exports of many economies.

    python benchmarks/fit_prior.py FILE.csv

FILE has the columns country_code, country, year and exports_usd. A window is the yearly changes of
one economy's logarithms in ten years: 1995 to 2005, 2005 to 2015 and 2015 to 2025, about as long
as a short history and the years to its deadline together; where a year is missing, the changes
into and out of it are. Each window is taken as a series of its own, whose pace and volatility were
drawn from the Normal-inverse-gamma prior, and the four constants are those that make the windows
likeliest (maximum marginal likelihood). k0 is held at 20 or below: the likelihood wants a series'
own pace to count for nothing, which would be no tracking.
"""

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from economies import Logs, in_logs, read
from exporttrack.rules.projection import Prior

FIRST, LAST, YEARS = 1995, 2025, 10
MOST_K0 = 20.0


def fit(economies: Iterable[Logs], first: int = FIRST, last: int = LAST) -> Prior:
    """The likeliest prior for the changes from `first` to `last`."""
    windows = [
        changes
        for logs in economies
        for start in range(first, last, YEARS)
        if (changes := yearly_changes(logs, start, min(start + YEARS, last)))
    ]

    start = [0.0, 1.0, 1.0, -2.0]
    return prior_at(climb(lambda at: log_likelihood(windows, prior_at(at)), start))


def yearly_changes(logs: Logs, start: int, end: int) -> list[float]:
    years = range(start + 1, end + 1)
    return [logs[year] - logs[year - 1] for year in years if year in logs and year - 1 in logs]


def prior_at(at: Sequence[float]) -> Prior:
    """All but the mean are searched as logarithms, which keeps them above zero."""
    k0, nu0, s0 = (math.exp(x) for x in at[1:])
    return Prior(at[0], min(k0, MOST_K0), nu0, s0, source="")


def log_likelihood(windows: Iterable[Sequence[float]], prior: Prior) -> float:
    """The marginal likelihood (Murphy, "Conjugate Bayesian analysis of the Gaussian", eq. 171)."""
    total, nu0, before = 0.0, prior.nu0, prior.nu0 * prior.s0**2
    for changes in windows:
        n = len(changes)
        mean = sum(changes) / n
        squares = sum((change - mean) ** 2 for change in changes)
        after = before + squares + n * prior.k0 / (prior.k0 + n) * (mean - prior.m0) ** 2
        total += math.lgamma((nu0 + n) / 2) - math.lgamma(nu0 / 2) - n / 2 * math.log(math.pi)
        total += (math.log(prior.k0 / (prior.k0 + n)) + nu0 * math.log(before)) / 2
        total -= (nu0 + n) / 2 * math.log(after)
    return total


def climb(height: Callable[[Sequence[float]], float], at: list[float]) -> list[float]:
    """Up one coordinate at a time; where no step leads up, the steps are halved."""
    top, step = height(at), 0.5
    while step > 1e-5:
        before = top
        for i in range(len(at)):
            for move in (step, -step):
                there = [*at[:i], at[i] + move, *at[i + 1 :]]
                if (found := height(there)) > top:
                    at, top = there, found
        if top == before:
            step /= 2
    return at


def main() -> None:
    economies = read(Path(sys.argv[1]))
    prior = fit(in_logs(economies.values()))
    print(f"# {len(economies)} economies, yearly changes {FIRST} to {LAST}")
    print(f"m0={prior.m0:.3f}, k0={prior.k0:.1f}, nu0={prior.nu0:.2f}, s0={prior.s0:.3f},")


if __name__ == "__main__":
    main()
