"""Two thousand targets judged in one run, each against a calculation of its own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Kind, Target
from exporttrack.rules import assess
from exporttrack.rules.assessment import Assessment
from rules import by_hand
from rules.building import band, close, figures, targets_of

AS_OF = date(2024, 6, 30)
KINDS: list[Kind] = ["level", "share", "growth", "change"]


@dataclass(frozen=True)
class Case:
    """A target, and the path that its figures were made from."""

    target: Target
    levels: dict[int, float]
    """Of the series; the whole of a share is 1000 every year."""

    @property
    def direction(self) -> int:
        return -1 if self.target.band.min is None else 1

    @property
    def edge(self) -> float:
        return float((self.target.band.max if self.direction < 0 else self.target.band.min) or 0)

    def observations(self) -> list[Observation]:
        known = figures(
            {year: repr(value) for year, value in self.levels.items()}, self.target.series
        )
        whole = figures(dict.fromkeys(self.levels, 1000), self.target.total or "")
        return known + (whole if self.target.total else [])


def case(number: int, chance: random.Random) -> Case:
    """A walk over the years up to 2023, and an edge somewhere near where it ends."""
    kind = chance.choice(KINDS)
    start, by = chance.randint(2005, 2018), chance.choice([2023, *range(2023, 2036)])
    by_steps = chance.random() < 0.2 and kind in ("level", "share")
    level, levels = chance.uniform(-5, 5) if by_steps else chance.uniform(5, 20), {}
    for year in range(start, 2024):
        if year == start or chance.random() < 0.9:
            levels[year] = round(level, 2)
        level += chance.uniform(-4, 4) if by_steps else level * chance.gauss(0.03, 0.08)
    base = levels[start]
    edge = {
        "level": base * chance.uniform(0.5, 3),
        "share": base * chance.uniform(0.05, 0.3),
        "growth": chance.uniform(-5, 10),
        "change": chance.uniform(-60, 200),
    }[kind]
    down = chance.random() < 0.4
    edges = band(None, round(edge, 3)) if down else band(round(edge, 3), None)
    more: dict[str, Any] = {"growth": {"first": start + 1}, "change": {"base": start}}.get(kind, {})
    total = f"whole-{number}" if kind == "share" else None
    name = f"series-{number}"
    return Case(
        Target(f"t{number}", f"t{number}", "", kind, name, edges, by, total=total, **more), levels
    )


def path(one: Case) -> dict[int, float]:
    if one.target.kind == "share":
        return {year: value / 10 for year, value in one.levels.items()}
    return one.levels


def goal(one: Case, values: dict[int, float]) -> float:
    start, base = min(values), values[min(values)]
    if one.target.kind == "growth":
        return base * (1 + one.edge / 100) ** (one.target.by - start)
    return base * (1 + one.edge / 100) if one.target.kind == "change" else one.edge


def actual(one: Case, values: dict[int, float]) -> float:
    """What is compared with the band: the growth average, the change, or the value itself."""
    (start, base), (last, value) = min(values.items()), max(values.items())
    if one.target.kind == "growth":
        found = by_hand.rate(base, value, last - start)
        assert found is not None
        return 100 * found
    return 100 * (value - base) / base if one.target.kind == "change" else value


def run_up_to(values: dict[int, float]) -> list[float]:
    last = max(values)
    run: list[float] = []
    while len(run) < 6 and last - len(run) in values:
        run.append(values[last - len(run)])
    return run[::-1]


def status(one: Case, values: dict[int, float], x: float) -> str:
    """The order of decision once more, as plain as it can be said."""
    edge, d = one.edge, one.direction
    start, last = min(values), max(values)
    base, value = values[start], values[last]
    met = d * (actual(one, values) - edge) >= -1e-9 * abs(edge)
    if one.target.by == 2023:
        return "awaiting-data" if last < 2023 else "met" if met else "missed"
    if met:
        return "on-track" if one.target.kind == "growth" else "achieved"
    if last == start:
        return "not-assessable"
    ratio = None
    if value > 0:
        ratio = by_hand.rate_ratio(base, value, x, last - start, one.target.by - start, d)
    if ratio is not None:
        return "on-track" if ratio >= 0.95 else "behind" if ratio >= 0.6 else "off-track"
    run = run_up_to(values)
    if len(run) < 4:
        return "not-assessable"
    miss = by_hand.miss(run, x, one.target.by - last, d)
    forward = d * (run[-1] - run[0]) > 0
    return "on-track" if miss < 0.05 else "behind" if miss <= 0.2 and forward else "off-track"


def agrees(one: Case, found: Assessment) -> None:
    values = path(one)
    x, edge, d = goal(one, values), one.edge, one.direction
    (start, base), (last, value) = min(values.items()), max(values.items())
    years, length = last - start, one.target.by - start
    compared = actual(one, values)
    assert found.status == status(one, values, x)
    assert found.actual is not None
    assert float(found.actual.value) == close(compared)
    assert found.gap is not None
    assert float(found.gap) == close(min(0, compared - edge) if d > 0 else max(0, compared - edge))
    ratio, trend, line = (found.methods[name] for name in METHODS)
    assert found.goal is not None
    assert float(found.goal) == close(x)
    assert ratio.value == close(by_hand.rate_ratio(base, value, x, years, length, d))
    assert trend.expected == close(by_hand.expected(base, value, years, length))
    met_at_base = d * (base - x) >= 0
    share = None if met_at_base else by_hand.projected_share(base, value, x, years, length)
    assert trend.value == close(share)
    agrees_on_line(line.expected, line.value, run_up_to(values), x, one.target.by - last, d)


METHODS = ("rate-ratio", "trend-to-target", "straight-line")


def agrees_on_line(
    expected: float | None, miss: float | None, run: Sequence[float], x: float, left: int, d: int
) -> None:
    if len(run) < 4:
        assert (expected, miss) == (None, None)
        return
    assert expected == close(by_hand.line(run, left))
    met = d * (run[-1] - x) >= 0
    assert miss == close(0.0 if met else by_hand.miss(run, x, left, d))


def test_two_thousand_targets_agree_with_their_own_calculations() -> None:
    chance = random.Random(20241)
    cases = [case(number, chance) for number in range(2000)]
    observations = [observation for one in cases for observation in one.observations()]
    chance.shuffle(observations)
    targets = targets_of(*(one.target for one in cases))
    report = assess(targets, Actuals(tuple(observations)), as_of=AS_OF)
    for one, found in zip(cases, report.assessments, strict=True):
        assert found.target is one.target
        agrees(one, found)
    assert report.summary == Counter(found.status for found in report.assessments)
    every = {"met", "missed", "achieved", "on-track", "behind", "off-track", "awaiting-data"}
    assert {status for status, count in report.summary.items() if count >= 20} >= every
    deciding = Counter(found.decided_by for found in report.assessments)
    assert min(deciding["rate-ratio"], deciding["straight-line"]) >= 10
