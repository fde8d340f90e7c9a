"""The order of decision: what is known of a target -> its status and the reason for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from exporttrack.model.target import Target
from exporttrack.rules.assessment import Actual, MethodResult, Position, Reason, Status, YearRate
from exporttrack.rules.measures import Path, Sum, meets, position

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


class Verdict(NamedTuple):
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
    if target.reading == "each-year":
        return _each_year(target, path, years, as_of)
    latest, over = path.latest, is_over(target.by, as_of)
    if latest is not None and latest.year == target.by and (latest.assumed or over):
        return _at_deadline(target, path, actual)
    if over:
        return Verdict("awaiting-data", "awaiting")
    if actual is None or path.base is None:
        return _nothing_to_judge(target, path, as_of)
    place = position(actual.value, target.band.edges)
    if target.kind == "growth":
        return _growth_so_far(target, path, place, methods)
    if meets(place, target):
        return Verdict("achieved", "achieved")
    if len(path.since_base) < 2:
        return Verdict("not-assessable", "one-figure")
    if _beyond(path, place):
        return Verdict("off-track", "already-exceeded")
    return _by_method(target, methods)


def judge_total(
    target: Target, known: Sum | None, methods: Mapping[str, MethodResult], as_of: date
) -> Verdict:
    """The verdict on a total. A ceiling that is broken is lost; a sum that is there cannot be."""
    over = is_over(target.by, as_of)
    if known is None:
        return _total_unseen(target, as_of, over)
    complete = known.last == target.by and not known.missing
    over = over or (known.last == target.by and known.figures[-1].assumed)
    place = position(known.value, target.band.edges)
    good = meets(place, target)
    ceiling_broken = place == "above" and not good
    if over and (complete or ceiling_broken):
        return Verdict("met", "met") if good else Verdict("missed", "missed")
    if good and not _more_may_miss(target):
        return Verdict("met", "met") if over else Verdict("achieved", "achieved")
    if over:
        return Verdict("awaiting-data", "year-missing" if known.missing else "awaiting")
    if ceiling_broken:
        return Verdict("off-track", "already-exceeded")
    label = methods["pace"].label
    if label not in STATUS_OF_CLASS:
        return Verdict("not-assessable", "method-unavailable")
    return Verdict(STATUS_OF_CLASS[label], "pace", "pace")


def _more_may_miss(target: Target) -> bool:
    """It has a ceiling: a sum below that is only so far as asked."""
    return target.band.max is not None and (target.lower_is_better or target.above_is_miss)


def _total_unseen(target: Target, as_of: date, over: bool) -> Verdict:
    if over:
        return Verdict("awaiting-data", "awaiting")
    if _lies_ahead(target, as_of):
        return Verdict("not-started", "not-started")
    return Verdict("no-data", "no-figure")


def _at_deadline(target: Target, path: Path, actual: Actual | None) -> Verdict:
    """The figure at the deadline is judged, not a trend."""
    if target.kind in ("growth", "change") and len(path.since_base) < 2:
        return Verdict("not-assessable", "one-figure")
    if actual is None:
        return Verdict("not-assessable", "base-not-positive")
    good = meets(position(actual.value, target.band.edges), target)
    return Verdict("met", "met") if good else Verdict("missed", "missed")


def _each_year(target: Target, path: Path, years: Sequence[YearRate], as_of: date) -> Verdict:
    """Each year for itself, whatever the base: one missed is enough, one unseen leaves it open."""
    over = is_over(target.by, as_of)
    missed = any(not meets(year.position, target) for year in years)
    last = [one for one in (*path.points, *path.rates) if one.year == target.by]
    if any(over or one.assumed for one in last):
        if missed:
            return Verdict("missed", "missed-a-year")
        if len(years) == target.by - (target.first or target.by) + 1:
            return Verdict("met", "met")
        return Verdict("not-assessable", "year-missing" if years else _lack(target, path))
    if over:
        return Verdict("awaiting-data", "awaiting")
    if missed:
        return Verdict("off-track", "missed-a-year")
    return Verdict("on-track", "trend") if years else _nothing_to_judge(target, path, as_of)


def _nothing_to_judge(target: Target, path: Path, as_of: date) -> Verdict:
    """Too early, nothing published, or figures that give no rate."""
    if _lies_ahead(target, as_of):
        return Verdict("not-started", "not-started")
    if path.latest is None:
        return Verdict("no-data", "no-figure")
    return Verdict("not-assessable", _lack(target, path))


def _lack(target: Target, path: Path) -> Reason:
    """What the figures lack."""
    base, latest = path.base, path.latest
    if base is None or latest is None:
        return "no-year-over" if target.kind == "growth" else "no-figure-since-base"
    if latest.year > base.year or (target.kind == "change" and base.value <= 0):
        has_gap = target.reading == "each-year" and base.value > 0
        return "year-missing" if has_gap else "base-not-positive"
    return "one-figure" if path.shifted else "no-year-over"


def _lies_ahead(target: Target, as_of: date) -> bool:
    """The first year of the target, or its chosen base, is one to come."""
    start = target.first if target.first is not None else target.base
    return start is not None and start > as_of.year


def _growth_so_far(
    target: Target,
    path: Path,
    place: Position,
    methods: Mapping[str, MethodResult],
) -> Verdict:
    """An average can still fall: never `achieved` before the end."""
    verdict = _by_method(target, methods)
    if meets(place, target):
        on_track = verdict.status == "on-track"
        return verdict if on_track else Verdict("on-track", "trend", "rate-ratio")
    # A rate outside a band that the base is in leaves the band of levels only in time.
    ratio, course = methods["rate-ratio"].value, path.course(target.by)
    inside = course is not None and course.meets(course.y0)
    leaving = verdict.status == "on-track" and inside and ratio is not None and ratio < 0
    if leaving or _beyond(path, place):
        return Verdict("off-track", "already-exceeded")
    return verdict


def _beyond(path: Path, place: Position) -> bool:
    """Past the far edge, where the methods, which look at the near one, see a target met."""
    return place == ("above" if path.direction > 0 else "below")


def _by_method(target: Target, methods: Mapping[str, MethodResult]) -> Verdict:
    return _decided(target.method or "rate-ratio", methods, fall_back=target.method is None)


def _decided(name: str, methods: Mapping[str, MethodResult], *, fall_back: bool) -> Verdict:
    label = methods[name].label
    if label in STATUS_OF_CLASS:
        return Verdict(STATUS_OF_CLASS[label], "trend", name)
    if fall_back:
        return _decided("straight-line", methods, fall_back=False)
    return Verdict("not-assessable", "method-unavailable")
