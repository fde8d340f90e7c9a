"""How often the verdicts came true, had they been given over the past thirty years.

    python benchmarks/hindsight.py FILE.csv

FILE as benchmarks/README.md says. From every year of 1995 on, every economy is given nine targets:
exports that grow by 2, 5 and 8 % a year from that base, due in 3, 5 and 8 years. Each is judged
at the end of every year from the second after its base to the last before its deadline, with the
figures up to that year alone, and once more at the deadline, which says whether it was met. What
the methods said comes from `exporttrack.assess`. The prior of `drift-with-prior` is that fitted on
the half of the economies that the judged one is not in, as in calibration.py.

The Brier score is the mean square of what a probability missed by: 0 is perfect, 0.25 is what
saying 50 % always scores. "Always the same" says for every target the share of all that were met.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from statistics import fmean

from economies import Exports, halves, in_logs, read
from exporttrack import Actuals, Assessment, Band, Observation, Period, Series, Target, Targets
from exporttrack import assess
from exporttrack.rules.projection import Prior, project
from exporttrack.rules.verdict import STATUS_OF_CLASS
from fit_prior import fit
from tables import print_table

FIRST_BASE, LENGTHS, RATES = 1995, (3, 5, 8), (2, 5, 8)
SEEN = 2
"""Years from the base to the first verdict."""
METHODS = {
    "rate-ratio": ("on-track", "acceleration-needed", "limited-progress", "deterioration"),
    "trend-to-target": ("on-track", "moderate", "marginal", "stagnation", "regression"),
    "straight-line": ("on-track", "slightly-off", "off-track", "wrong-direction", "not-available"),
}
"""The classes of each for a target that is not reached yet, best first."""
STATUSES = ("on-track", "behind", "off-track", "not-available")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of a target at the end of a year, and what came."""

    left: int
    """Years to the deadline."""
    status: str
    classes: Mapping[str, str]
    """By method."""
    drift: float | None
    with_prior: float | None
    """The probability of meeting the target; None where a projection gives none."""
    met: bool


def replay(economies: Mapping[str, Exports]) -> list[Judgement]:
    """Every target judged year after year, in the order of the years."""
    series = {code: Series(code, "USD") for code in economies}
    actuals = Actuals(tuple(observations(economies)))
    priors = priors_of(economies)
    said: list[tuple[int, Assessment, float | None]] = []
    met: dict[str, bool] = {}
    for year, targets in sorted(judged_in(economies).items()):
        report = assess(Targets("", series, tuple(targets)), actuals, as_of=date(year, 12, 31))
        for one in report.assessments:
            code, by = one.target.series, one.target.by
            if year == by:
                met[one.target.id] = one.status == "met"
            else:
                said.append((by - year, one, with_prior(one, year, economies[code], priors[code])))
    return [judgement(left, one, p, met[one.target.id]) for left, one, p in said]


def judged_in(economies: Mapping[str, Exports]) -> dict[int, list[Target]]:
    """The targets with a verdict in each year; a year without a figure has none."""
    found: defaultdict[int, list[Target]] = defaultdict(list)
    for (code, exports), length, rate in product(economies.items(), LENGTHS, RATES):
        for base in exports:
            if base < FIRST_BASE or base + length not in exports:
                continue
            edge = Decimal(str(exports[base])) * (1 + Decimal(rate) / 100) ** length
            name = f"{code}-{base}-{length}-{rate}"
            target = Target(name, name, "", "level", code, Band(edge), base + length, base=base)
            for year in range(base + SEEN, target.by + 1):
                if year in exports:
                    found[year].append(target)
    return found


def observations(economies: Mapping[str, Exports]) -> Iterator[Observation]:
    """Every figure; none has a date, so each is known once its year is over."""
    for code, exports in economies.items():
        for year, value in exports.items():
            yield Observation(code, Period.year(year), Decimal(str(value)))


def priors_of(economies: Mapping[str, Exports]) -> dict[str, Prior]:
    """For each economy the prior fitted on the half that it is not in."""
    one, other = halves(tuple(economies))
    fitted_on = {half: fit(in_logs(economies[code] for code in half)) for half in (one, other)}
    return dict.fromkeys(one, fitted_on[other]) | dict.fromkeys(other, fitted_on[one])


def with_prior(one: Assessment, year: int, exports: Exports, prior: Prior) -> float | None:
    """What drift-with-prior says: from the figures since the base, up to `year`."""
    target = one.target
    points = [(t, value) for t, value in exports.items() if (target.base or 0) <= t <= year]
    return project(points, target.by, target.band.edges, prior=prior).probability


def judgement(left: int, one: Assessment, probability: float | None, met: bool) -> Judgement:
    classes = {name: result.label for name, result in one.methods.items()}
    drift = one.projection.probability if one.projection else None
    return Judgement(left, one.status, classes, drift, probability, met)
