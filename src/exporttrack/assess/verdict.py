"""The order of decision: what is known of a target -> its status and the reason for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from exporttrack.assess.assessment import Actual, MethodResult, Reason, Status, YearRate
from exporttrack.assess.measures import Path, Sum, meets, position
from exporttrack.model.target import Target

STATUS_OF_CLASS: Mapping[str, Status] = {
    "achieved": "on-track",
    "on-track": "on-track",
    "acceleration-needed": "behind",
    "moderate": "behind",
    "slightly-off": "behind",
    "limited-progress": "off-track",
    "deterioration": "off-track",
    "marginal": "off-track",
    "stagnation": "off-track",
    "regression": "off-track",
    "off-track": "off-track",
    "wrong-direction": "off-track",
}
"""`achieved` of a method is a value that meets the target; a status of that name needs more."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, and what gave it."""

    status: Status
    reason: Reason
    decided_by: str | None = None


def is_over(year: int, as_of: date) -> bool:
    """Whether the year's last day has come."""
    return as_of >= date(year, 12, 31)


def judge(
    target: Target,
    path: Path,
    actual: Actual | None,
    years: Sequence[YearRate],
    methods: Mapping[str, MethodResult],
    as_of: date,
) -> Verdict:
    """The verdict on any target but a total: docs/method.md, "Order of decision"."""
    latest = path.latest
    at_deadline = latest is not None and latest.year == target.by
    if at_deadline and latest and (latest.assumed or is_over(target.by, as_of)):
        return _at_deadline(target, path, actual, years)
    if is_over(target.by, as_of):
        return Verdict("awaiting-data", "awaiting")
    if actual is None:
        return _without_figure(target, path, as_of)
    if target.kind == "growth":
        return _growth_so_far(target, years, methods)
    if path.base is None or path.latest is None or path.latest.year < path.base.year:
        return Verdict("not-assessable", "no-figure-since-base")
    if meets(position(actual.value, target.band.edges), target):
        return Verdict("achieved", "achieved")
    return _by_method(target, path, methods)


def judge_total(
    target: Target, known: Sum | None, methods: Mapping[str, MethodResult], as_of: date
) -> Verdict:
    """The verdict on a total. A sum that is there cannot be lost; a ceiling that is broken is."""
    over = is_over(target.by, as_of)
    if known is None:
        return Verdict("awaiting-data", "awaiting") if over else _unseen(target, as_of, none=True)
    complete = known.last == target.by and not known.missing
    over = over or (known.last == target.by and any(one.assumed for one in known.figures))
    place = position(known.value, target.band.edges)
    ceiling_broken = place == "above" and not meets(place, target)
    if over and (complete or ceiling_broken):
        good = meets(place, target)
        return Verdict("met", "met") if good else Verdict("missed", "missed")
    if target.band.min is not None and place != "below" and not ceiling_broken:
        return Verdict("met", "met") if over else Verdict("achieved", "achieved")
    if over:
        return Verdict("awaiting-data", "year-missing" if known.missing else "awaiting")
    if ceiling_broken:
        return Verdict("off-track", "already-exceeded")
    label = methods["pace"].label
    if label not in STATUS_OF_CLASS:
        return Verdict("not-assessable", "method-unavailable")
    return Verdict(STATUS_OF_CLASS[label], "pace", "pace")


def _at_deadline(
    target: Target, path: Path, actual: Actual | None, years: Sequence[YearRate]
) -> Verdict:
    """The figure at the deadline is judged, not a trend."""
    if actual is None:
        one = len(path.since_base) < 2
        return Verdict("not-assessable", "one-figure" if one else "base-not-positive")
    good = meets(position(actual.value, target.band.edges), target)
    if target.reading == "each-year" and target.kind == "growth":
        if not good:
            return Verdict("missed", "missed-a-year")
        if len(years) < target.by - (target.first or target.by) + 1:
            return Verdict("not-assessable", "year-missing")
    return Verdict("met", "met") if good else Verdict("missed", "missed")


def _without_figure(target: Target, path: Path, as_of: date) -> Verdict:
    """Nothing to judge: too early, nothing published, or a base that allows no rate."""
    base, latest = path.base, path.latest
    if base is not None and latest is not None and latest.year > base.year:
        return Verdict("not-assessable", "base-not-positive")
    return _unseen(target, as_of, none=latest is None)


def _unseen(target: Target, as_of: date, *, none: bool) -> Verdict:
    start = target.first if target.first is not None else target.base
    if start is not None and start > as_of.year:
        return Verdict("not-started", "not-started")
    if none:
        return Verdict("no-data", "no-figure")
    return Verdict("not-assessable", "no-year-over")


def _growth_so_far(
    target: Target, years: Sequence[YearRate], methods: Mapping[str, MethodResult]
) -> Verdict:
    """An average can still fall and a year can still miss: never `achieved` before the end."""
    if target.reading == "each-year":
        bad = any(not meets(year.position, target) for year in years)
        return Verdict("off-track", "missed-a-year") if bad else Verdict("on-track", "trend")
    return _decided(target.method or "rate-ratio", methods, fall_back=target.method is None)


def _by_method(target: Target, path: Path, methods: Mapping[str, MethodResult]) -> Verdict:
    if len(path.since_base) < 2:
        return Verdict("not-assessable", "one-figure")
    if path.goal is None:
        return Verdict("not-assessable", "base-not-positive")
    return _decided(target.method or "rate-ratio", methods, fall_back=target.method is None)


def _decided(name: str, methods: Mapping[str, MethodResult], *, fall_back: bool) -> Verdict:
    label = methods[name].label
    if label in STATUS_OF_CLASS:
        return Verdict(STATUS_OF_CLASS[label], "trend", name)
    if fall_back:
        return _decided("straight-line", methods, fall_back=False)
    return Verdict("not-assessable", "method-unavailable")
