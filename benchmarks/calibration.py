"""How often the 80 % intervals of a projection hold what happened, and how wide they are.

    python benchmarks/calibration.py FILE.csv

FILE as benchmarks/README.md says. Every economy is projected from every year of 2006 to 2021 with
its last 3 to 15 yearly figures, 1 to 5 years ahead, as far as there are figures, and the projection
compared with what came. Economies are split in two halves, every other one in the order of their
codes, and the prior each half is projected with is fitted on the other half. Everything is in
logarithms: a width of 0.7 is an interval whose upper end is twice its lower end. The interval score
is the width plus, for what falls outside, ten times its distance from the interval (Gneiting and
Raftery, 2007); less is better.

The two halves lived through the same years. So the summary is also given for a prior fitted on the
other half's changes up to 2005 alone, which knows nothing of the years it is tried on.
"""

import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import fmean, median

from economies import Logs, halves, in_logs, read
from exporttrack.rules import student
from exporttrack.rules.projection import Points, Prior, project
from fit_prior import FIRST, LAST, fit
from tables import print_table

LEVEL = 0.80
SIZES, HORIZONS, ORIGINS = range(3, 16), range(1, 6), range(2006, 2022)
METHODS = ("drift", "drift-with-prior", "least-squares")


@dataclass(frozen=True, slots=True)
class Trial:
    """One projection against what happened, in logarithms."""

    width: float
    outside: float
    """How far beyond the interval the outcome fell; 0 inside."""
    error: float
    """The distance of the median."""

    @property
    def score(self) -> float:
        return self.width + 2 / (1 - LEVEL) * self.outside


Cells = dict[tuple[int, int], dict[str, list[Trial]]]
"""The trials of each method, by points and years ahead."""


def trials(economies: Iterable[Logs], prior: Prior) -> Cells:
    cells: Cells = {cell: {name: [] for name in METHODS} for cell in product(SIZES, HORIZONS)}
    for logs, size, origin in product(economies, SIZES, ORIGINS):
        years = range(origin - size + 1, origin + 1)
        if not all(year in logs for year in years):
            continue
        for horizon in HORIZONS:
            if origin + horizon in logs:
                for name, trial in compare(logs, years, origin + horizon, prior).items():
                    cells[size, horizon][name].append(trial)
    return cells


def compare(logs: Logs, years: range, year: int, prior: Prior) -> dict[str, Trial]:
    points = [(t, math.exp(logs[t])) for t in years]
    intervals = {
        "drift": projected(points, year, None),
        "drift-with-prior": projected(points, year, prior),
        "least-squares": least_squares([logs[t] for t in years], year - years[-1]),
    }
    return {name: trial(interval, logs[year]) for name, interval in intervals.items()}


def trial(interval: tuple[float, float, float], outcome: float) -> Trial:
    middle, low, high = interval
    outside = max(low - outcome, outcome - high, 0.0)
    return Trial(high - low, outside, abs(outcome - middle))


def projected(points: Points, year: int, prior: Prior | None) -> tuple[float, float, float]:
    result = project(points, year, (None, None), prior=prior, level=LEVEL)
    if result.value is None or result.low is None or result.high is None:
        raise AssertionError(f"no interval: {result.note}")
    return math.log(result.value), math.log(result.low), math.log(result.high)


def least_squares(logs: list[float], horizon: int) -> tuple[float, float, float]:
    """The line through the logarithms, with the prediction interval of any textbook."""
    n = len(logs)
    x = [i - (n - 1) / 2 for i in range(n)]
    spread = sum(a * a for a in x)
    level, slope = fmean(logs), sum(a * b for a, b in zip(x, logs, strict=True)) / spread
    squares = sum((b - level - slope * a) ** 2 for a, b in zip(x, logs, strict=True))
    ahead = x[-1] + horizon
    error = math.sqrt(squares / (n - 2) * (1 + 1 / n + ahead**2 / spread))
    half_width = student.quantile((1 + LEVEL) / 2, n - 2) * error
    middle = level + slope * ahead
    return middle, middle - half_width, middle + half_width


def together(first: Cells, second: Cells) -> Cells:
    return {
        cell: {name: first[cell][name] + second[cell][name] for name in METHODS} for cell in first
    }


def coverage(tried: list[Trial]) -> float:
    return fmean(t.outside == 0 for t in tried)


def score(tried: Iterable[Trial]) -> float:
    return fmean(t.score for t in tried)


def print_cells(cells: Cells) -> None:
    """Each measure has three columns: drift, drift-with-prior, least squares."""
    measures = ("coverage %", "width", "score", "median error")
    heads = [f"{measure} {short}" for measure in measures for short in ("d", "p", "ls")]
    rows = []
    for (size, horizon), methods in cells.items():
        tried = [methods[name] for name in METHODS]
        columns = [f"{100 * coverage(t):.1f}" for t in tried]
        columns += [f"{fmean(a.width for a in t):.2f}" for t in tried]
        columns += [f"{score(t):.2f}" for t in tried]
        columns += [f"{median(a.error for a in t):.3f}" for t in tried]
        rows.append([str(size), str(horizon), str(len(tried[0])), *columns])
    print_table(["points", "ahead", "cases", *heads], rows)


def summary(cells: Cells) -> str:
    """The range of coverage over the cells, and the scores of drift-with-prior."""
    covered = [coverage(methods["drift-with-prior"]) for methods in cells.values()]
    overall = {name: score(t for m in cells.values() for t in m[name]) for name in METHODS}
    worst = max(score(m["drift-with-prior"]) / score(m["drift"]) for m in cells.values())
    return (
        f"coverage {min(covered):.1%} to {max(covered):.1%}; score"
        f" {overall['drift-with-prior'] / overall['least-squares']:.2f} of least squares,"
        f" {overall['drift-with-prior'] / overall['drift']:.2f} of drift"
        f" and at most {worst:.2f} in any cell"
    )


def main() -> None:
    economies = in_logs(read(Path(sys.argv[1])).values())
    one, other = halves(economies)
    for last in (LAST, 2005):
        first = trials(one, fit(other, FIRST, last))
        second = trials(other, fit(one, FIRST, last))
        both = together(first, second)
        if last == LAST:
            print(f"# {len(economies)} economies; d drift, p drift-with-prior, ls least squares\n")
            print_cells(both)
        print(f"\ndrift-with-prior, fitted on the other half, {FIRST} to {last}:\n")
        for name, cells in {"both halves": both, "one half": first, "the other": second}.items():
            print(f"- {name}: {summary(cells)}")


if __name__ == "__main__":
    main()
