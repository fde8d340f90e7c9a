"""What holds for every target and every figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from hypothesis import assume, given
from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import METHODS, Band, Target, Targets
from exporttrack.rules import assess
from exporttrack.rules.assessment import STATUSES, Assessment, MethodResult, Reason, Report, Status
from exporttrack.rules.verdict import STATUS_OF_CLASS
from rules import generating
from rules.building import LATER, close, figures, judged, target, targets_of

MEASURES = st.sampled_from(["flow", "stock"])


def report(
    several: Iterable[Target],
    observations: Iterable[Observation],
    as_of: date,
    measure: Any = "flow",
    prior: str | None = None,
) -> Report:
    series = {
        name: Series(name, "USD", measure=measure, prior=prior, prefer=("b",))
        for name in ("s", "whole", "published")
    }
    targets = Targets("Generated", series, tuple(several))
    return assess(targets, Actuals(tuple(observations)), as_of=as_of)


def numbers(thing: object) -> Iterator[float]:
    """Every computed or recorded number in an assessment, however deep."""
    if isinstance(thing, float | Decimal):
        yield float(thing)
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from numbers(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from numbers(value)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from numbers(getattr(thing, field.name))


NO_VERDICT = {"not-started", "awaiting-data", "not-assessable", "no-data"}
OF_A_FIGURE = {"met", "missed", "missed-a-year", "achieved", "already-exceeded"}


def consistent(one: Assessment) -> None:
    """What may be said together."""
    assert one.status in STATUSES
    assert one.reason in get_args(Reason)
    if one.decided_by is not None:
        label = one.methods[one.decided_by].label
        assert one.status == STATUS_OF_CLASS[label]
    else:
        assert one.status in NO_VERDICT or one.reason in OF_A_FIGURE or one.years
    assert (one.actual is None) == (one.position is None) == (one.gap is None)
    if one.position is not None and one.gap is not None:
        signs = {"below": -1, "inside": 0, "above": 1}
        assert (one.gap > 0) - (one.gap < 0) == signs[one.position]
    if one.status in ("met", "achieved"):
        assert one.position == "inside" or not one.target.above_is_miss
    for result in one.methods.values():
        assert (result.label == "not-available") == (result.reason is not None)
    assert one.status == "not-started" or one.actual or one.status in NO_VERDICT
    assert list(one.figures) == sorted(one.figures, key=lambda figure: figure.period)


@given(
    st.lists(generating.targets(), min_size=1, max_size=4),
    generating.figure_lists,
    generating.days,
    MEASURES,
    st.sampled_from([None, "exports"]),
)
def test_every_target_and_figure_has_an_assessment(
    several: list[Target],
    observations: list[Observation],
    as_of: date,
    measure: str,
    prior: str | None,
) -> None:
    found = report(several, observations, as_of, measure, prior)
    assert [one.target for one in found.assessments] == several
    assert sum(found.summary.values()) == len(several)
    for one in found.assessments:
        consistent(one)
        assert all(math.isfinite(number) for number in numbers(one))


@given(generating.targets(), generating.figure_lists, generating.days, MEASURES, st.randoms())
def test_the_order_of_figures_never_matters(
    one: Target, observations: list[Observation], as_of: date, measure: str, random: Any
) -> None:
    shuffled = list(observations)
    random.shuffle(shuffled)
    assert report([one], shuffled, as_of, measure) == report([one], observations, as_of, measure)


@given(generating.targets(), generating.figure_lists, MEASURES)
def test_a_day_after_everything_is_as_good_as_any_other(
    one: Target, observations: list[Observation], measure: str
) -> None:
    days = [date(generating.LAST + 3, 1, 1), LATER, date.max]
    first, *others = [report([one], observations, day, measure) for day in days]
    assert all(replace(other, as_of=first.as_of) == first for other in others)
    assert "later" not in [note.kind for note in first.notes]
    assert all(len(figures) == len(set(figures)) for figures in [first.assessments[0].figures])


@given(generating.targets(), generating.figure_lists, generating.days)
def test_what_comes_out_later_changes_nothing(
    one: Target, observations: list[Observation], as_of: date
) -> None:
    then = [o for o in observations if o.assumed or (o.known or o.period.last_day) <= as_of]
    known, all_of_them = report([one], then, as_of), report([one], observations, as_of)
    assert known.assessments == all_of_them.assessments


def in_another_unit(one: Target) -> Target:
    """Levels and totals are in the unit of the series; percentages stay."""
    if one.kind not in ("level", "total"):
        return one
    low, high = one.band.min, one.band.max
    return replace(
        one,
        band=Band(None if low is None else 1000 * low, None if high is None else 1000 * high),
    )


def same(one: MethodResult, other: MethodResult, factor: float) -> None:
    assert (other.label, other.reason) == (one.label, one.reason)
    assert other.value == close(one.value)
    assert other.expected == close_or_none(one.expected, factor)


def close_or_none(value: float | None, factor: float) -> Any:
    return None if value is None else close(factor * value)


@given(generating.targets(), generating.runs(), generating.days, st.sampled_from([None, "exports"]))
def test_the_unit_changes_no_verdict_rate_class_or_probability(
    one: Target, observations: list[Observation], as_of: date, prior: str | None
) -> None:
    if one.kind == "growth":  # published rates alone make an index, which has no unit
        one = replace(one, measured_by=None)
    scaled = [
        o if o.series == "published" else o._replace(value=1000 * o.value) for o in observations
    ]
    (before,) = report([one], observations, as_of, prior=prior).assessments
    (after,) = report([in_another_unit(one)], scaled, as_of, prior=prior).assessments
    for name in ("status", "reason", "decided_by", "position", "first_met"):
        assert getattr(after, name) == getattr(before, name)
    assert [year.rate for year in after.years] == [close(year.rate) for year in before.years]
    for name in ("observed", "required", "needed"):
        assert getattr(after.rates, name) == close(getattr(before.rates, name))
    assert after.progress.value_share == close(before.progress.value_share)
    factor = 1 if one.kind == "share" else 1000
    for name, result in before.methods.items():
        same(result, after.methods[name], factor)
    if before.projection is None:
        assert after.projection is None
        return
    assert after.projection is not None
    assert after.projection.probability == close(before.projection.probability)
    assert after.projection.value == close_or_none(before.projection.value, factor)


WORST_FIRST: list[Status] = ["missed", "off-track", "behind", "on-track", "achieved", "met"]


@given(
    st.dictionaries(st.integers(2016, 2025), generating.above_zero, min_size=1, max_size=8),
    generating.above_zero,
    generating.above_zero,
    st.integers(2020, 2030),
    st.sampled_from([None, *METHODS]),
)
def test_a_higher_latest_figure_is_never_judged_worse(
    known: dict[int, Decimal], more: Decimal, x: Decimal, by: int, method: Any
) -> None:
    last = max(known)
    assume(last <= by)
    one = target(least=x, by=by, method=method)
    as_of = date(max(last, by - 1), 12, 31)
    lower = judged(one, figures(known), as_of)
    higher = judged(one, figures(known | {last: known[last] + more}), as_of)
    if lower.status in WORST_FIRST:
        assert WORST_FIRST.index(higher.status) >= WORST_FIRST.index(lower.status)
    else:
        assert higher.status in (lower.status, "achieved")


@given(
    st.dictionaries(st.integers(2016, 2022), generating.above_zero, min_size=2),
    generating.above_zero,
    st.integers(2024, 2030),
    st.sampled_from(["level", "growth", "change"]),
)
def test_growing_at_the_needed_rate_arrives(
    known: dict[int, Decimal], edge: Decimal, by: int, kind: Any
) -> None:
    first = {"first": min(known) + 1} if kind == "growth" else {"base": min(known)}
    one = target(kind, edge, by=by, **first)
    now = judged(one, figures(known), date(2023, 6, 30))
    assert now.rates.needed is not None
    last = max(known)
    arrived = Decimal(repr(float(known[last]) * (1 + now.rates.needed) ** (by - last)))
    at_the_end = judged(one, figures(known | {by: arrived}), date(by, 12, 31))
    assert now.goal is not None
    assert float(arrived) == close(float(now.goal))
    value = None if at_the_end.actual is None else float(at_the_end.actual.value)
    assert value == close(float(edge))


@given(
    st.lists(generating.above_zero, min_size=1, max_size=6),
    st.integers(0, 5),
    st.decimals(1, 900, places=1),
)
def test_adding_what_is_needed_each_year_makes_the_total(
    seen: list[Decimal], left: int, x: Decimal
) -> None:
    assume(left > 0)
    by = 2020 + len(seen) + left
    one = target("total", x, by=by, first=2021)
    known = {2021 + at: value for at, value in enumerate(seen)}
    now = judged(one, figures(known), date(2020 + len(seen), 12, 31))
    assert now.needed_per_year is not None
    rest = dict.fromkeys(range(2021 + len(seen), by + 1), Decimal(now.needed_per_year))
    assert judged(one, figures(known | rest), date(by, 12, 31)).status == "met"


@given(st.lists(generating.targets(), min_size=2, max_size=5), generating.figure_lists)
def test_targets_are_judged_each_for_itself(
    several: list[Target], observations: list[Observation]
) -> None:
    as_of = date(2024, 6, 30)
    together = report(several, observations, as_of).assessments
    alone = tuple(report([one], observations, as_of).assessments[0] for one in several)
    assert together == alone


def test_a_series_that_no_target_names_is_left_alone() -> None:
    one = target(least=5)
    elsewhere = figures({2020: 1}, "elsewhere")
    assert judged(one, elsewhere, LATER).status == "awaiting-data"
    assert list(targets_of(one).series) == ["s"]
