"""How often the verdicts came true, had they been given over the past thirty years.

    python benchmarks/hindsight.py FILE.csv

FILE as benchmarks/README.md says. From every year of 1995 on, every economy is given nine targets:
exports that grow by 2, 5 and 8 % a year from that base, due in 3, 5 and 8 years. Each is judged
at the end of every year from the second after its base to the last before its deadline, with the
figures up to that year alone, and once more at the deadline, which says whether it was met. What
the methods said comes from `exporttrack.assess`. The prior of `drift-with-prior` is that fitted on
the half of the economies that the judged one is not in, as in calibration.py.

Both halves lived through the same years, so that prior knows how the world's exports went. What a
prior would have said that does not, fitted on the other half's changes up to 2005 alone, is given
for the verdicts from 2006 on.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from statistics import fmean

from economies import Exports, halves, in_logs, read
from exporttrack import (
    Actuals,
    Assessment,
    Band,
    Observation,
    Period,
    Series,
    Target,
    Targets,
    assess,
)
from exporttrack.rules.projection import Prior, project
from fit_prior import FIRST, fit
from tables import print_table

LENGTHS, RATES = (3, 5, 8), (2, 5, 8)
SEEN = 2
"""Years from the base to the first verdict."""
EARLY = 2005
"""The last year that the early prior knows."""
STATUSES = ("achieved", "on-track", "behind", "off-track")
METHODS = {
    "rate-ratio": ("on-track", "acceleration-needed", "limited-progress", "deterioration"),
    "trend-to-target": ("on-track", "moderate", "marginal", "stagnation", "regression"),
    "straight-line": ("on-track", "slightly-off", "off-track", "wrong-direction", "not-available"),
}
"""The classes of each for a target that is not reached yet, best first."""
PROJECTIONS = {"d": "drift", "p": "drift-with-prior", "e": "early prior"}
LEFT = {"1": range(1, 2), "2": range(2, 3), "3": range(3, 4), "4 to 6": range(4, 7)}
"""Groups of years to the deadline."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of a target at the end of a year, and what came."""

    year: int
    left: int
    """Years to the deadline."""
    status: str
    classes: Mapping[str, str]
    """By method."""
    said: Mapping[str, float | None]
    """By projection, the probability of meeting the target; None where it gives none."""
    met: bool


def replay(economies: Mapping[str, Exports]) -> list[Judgement]:
    """Every target judged in every year of its own, last years first."""
    series = {code: Series(code, "USD") for code in economies}
    actuals = Actuals(tuple(observations(economies)))
    priors = priors_of(economies)
    found: list[Judgement] = []
    met: dict[str, bool] = {}
    # Backwards: what came of a target is known before what was said of it.
    for year, targets in sorted(judged_in(economies).items(), reverse=True):
        report = assess(Targets("", series, tuple(targets)), actuals, as_of=date(year, 12, 31))
        for one in report.assessments:
            target, code = one.target, one.target.series
            if year == target.by:
                met[target.id] = one.status == "met"
            else:
                said = probabilities(one, year, economies[code], priors[code])
                classes = {name: result.label for name, result in one.methods.items()}
                left = target.by - year
                found.append(Judgement(year, left, one.status, classes, said, met[target.id]))
    return found


def judged_in(economies: Mapping[str, Exports]) -> dict[int, list[Target]]:
    """The targets that are judged in each year; a year without a figure has none."""
    found: defaultdict[int, list[Target]] = defaultdict(list)
    for (code, exports), length, rate in product(economies.items(), LENGTHS, RATES):
        for base in exports:
            if base < FIRST or base + length not in exports:
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


def priors_of(economies: Mapping[str, Exports]) -> dict[str, dict[str, Prior]]:
    """For each economy the priors fitted on the half that it is not in, by projection."""
    one, other = halves(list(economies))
    found: dict[str, dict[str, Prior]] = {}
    for half, rest in ((one, other), (other, one)):
        logs = in_logs(economies[code] for code in rest)
        priors = {"drift-with-prior": fit(logs), "early prior": fit(logs, last=EARLY)}
        found |= dict.fromkeys(half, priors)
    return found


def probabilities(
    one: Assessment, year: int, exports: Exports, priors: Mapping[str, Prior]
) -> dict[str, float | None]:
    """Of meeting the target, from the figures since the base up to `year`."""
    target = one.target
    points = [(t, value) for t, value in exports.items() if (target.base or 0) <= t <= year]
    said = {"drift": one.projection.probability if one.projection else None}
    for name, prior in priors.items():
        if name != "early prior" or year > EARLY:
            edges = target.band.edges
            said[name] = project(points, target.by, edges, prior=prior).probability
    return said


def percent(shares: Iterable[float]) -> str:
    """Their mean."""
    known = list(shares)
    return f"{100 * fmean(known):.0f}" if known else "-"


def print_verdicts(judgements: Sequence[Judgement], ahead: Sequence[Judgement]) -> None:
    """A status for every judgement, and the methods' classes for those `ahead`."""
    groups = {("status", word): [j for j in judgements if j.status == word] for word in STATUSES}
    for method, classes in METHODS.items():
        for word in classes:
            groups[method, word] = [one for one in ahead if one.classes[method] == word]
    rows = [
        [*words, str(len(group)), percent(one.met for one in group)]
        + [percent(one.met for one in group if one.left in years) for years in LEFT.values()]
        for words, group in groups.items()
        if group
    ]
    print_table(["by", "said", "times", "met %", *(f"{n} left" for n in LEFT)], rows, words=2)


def print_reliability(judgements: Iterable[Judgement]) -> None:
    """Each projection has three columns: how often it said so, the mean it said, what came."""
    groups: defaultdict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for one in judgements:
        for name, probability in one.said.items():
            if probability is not None:
                row = "reached" if one.status == "achieved" else tenth(probability)
                groups[row, name].append((probability, one.met))
    rows = []
    for row in (*(tenth(i / 10) for i in range(10)), "reached"):
        cells = [row]
        for name in PROJECTIONS.values():
            group = groups[row, name]
            cells += [str(len(group)), percent(p for p, _ in group), percent(m for _, m in group)]
        rows.append(cells)
    columns = [f"{short} {what}" for short in PROJECTIONS for what in ("times", "mean %", "met %")]
    print_table(["said %", *columns], rows)


def tenth(probability: float) -> str:
    low = 10 * min(int(10 * probability), 9)
    return f"{low} to {low + 10}"


def print_scores(ahead: Iterable[Judgement]) -> None:
    """The Brier scores, by years left."""
    known = [one for one in ahead if one.said["drift"] is not None]
    groups = {left: [one for one in known if one.left in years] for left, years in LEFT.items()}
    groups["all"] = known
    groups[f"all from {EARLY + 1} on"] = [one for one in known if one.year > EARLY]
    rows = [
        [name, str(len(group)), percent(one.met for one in group), *scores(group)]
        for name, group in groups.items()
        if group
    ]
    heads = ["years left", "times", "met %", "always the same", "by status", *PROJECTIONS.values()]
    print_table(heads, rows)


def scores(group: Sequence[Judgement]) -> list[str]:
    """Of the share that was met, of the share that was of each status, and of each projection."""
    met = [one.met for one in group]
    by_status = {
        word: fmean(one.met for one in group if one.status == word)
        for word in {one.status for one in group}
    }
    said: list[list[float | None]] = [
        [fmean(met)] * len(group),
        [by_status[one.status] for one in group],
        *([one.said.get(name) for one in group] for name in PROJECTIONS.values()),
    ]
    return [brier(one, met) for one in said]


def brier(said: Iterable[float | None], met: Sequence[bool]) -> str:
    """The mean square of the distance between what was said, 0 to 1, and what came, 0 or 1."""
    known = [p for p in said if p is not None]
    if len(known) < len(met):
        return "-"
    return f"{fmean((p - came) ** 2 for p, came in zip(known, met, strict=True)):.3f}"


def main() -> None:
    economies = read(Path(sys.argv[1]))
    judgements = replay(economies)
    ahead = [one for one in judgements if one.status != "achieved"]
    print(f"# {len(economies)} economies, {len(judgements)} verdicts\n")
    print("How often the target was met; the methods' classes are of targets not reached yet.\n")
    print_verdicts(judgements, ahead)
    print("\nThe probabilities; d drift, p drift-with-prior, e the same with the early prior.\n")
    print_reliability(judgements)
    print("\nBrier scores, of targets not reached yet; less is better.\n")
    print_scores(ahead)


if __name__ == "__main__":
    main()
