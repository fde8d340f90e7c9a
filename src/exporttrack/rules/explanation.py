"""Everything that a verdict rests on, and the figures at which it would turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Series
from exporttrack.model.target import Target, Targets
from exporttrack.rules.figures import Figures, counting
from exporttrack.rules.ledger import Entry, ledger
from exporttrack.rules.measures import Path, path_of
from exporttrack.rules.methods import Course, grown
from exporttrack.rules.outlook import Outlook, Outlooks, outlook

Edge = float | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A figure from which on a class is given, in the unit of the path."""

    value: float
    year: int
    label: str
    """The class, of the method that decides, or `met` at the deadline."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One verdict, with all that it was made from."""

    outlook: Outlook
    course: Course | None
    """The numbers that the methods took."""
    corridor: Mapping[int, tuple[Edge, Edge]]
    """Year -> the band in the unit of the path: at the deadline, for growth every year."""
    required: Mapping[int, float]
    """Year -> the way from the base to the goal at the required rate; empty where there is none."""
    turns: tuple[Turn, ...]
    aside: tuple[Entry, ...]
    """Records of the target's series that do not count, and why."""
    partial: int
    """How many that count are for parts of years, which no verdict uses."""


@dataclass(frozen=True, slots=True)
class Explanations:
    """The verdicts that were asked about, on one day."""

    outlooks: Outlooks
    explanations: tuple[Explanation, ...]
    series: Mapping[str, Series]


def explain(targets: Targets, actuals: Actuals, *, as_of: date, level: float) -> Explanations:
    """Explain every target of `targets`; `level` is that of the intervals, a fraction."""
    found = outlook(targets, actuals, as_of=as_of, level=level)
    of_series = actuals.by_series()
    known = {
        name: counting(series, of_series.get(name, ()), as_of)
        for name, series in targets.series.items()
    }
    entries = {
        name: ledger(targets.series[name], of_series.get(name, []), as_of) for name in of_series
    }
    explained = tuple(_explained(one, known, entries) for one in found.outlooks)
    return Explanations(found, explained, targets.series)


def _explained(
    one: Outlook, known: Mapping[str, Figures], entries: Mapping[str, list[Entry]]
) -> Explanation:
    target = one.assessment.target
    names = [name for name in (target.series, target.total, target.measured_by) if name]
    records = [entry for name in names for entry in entries.get(name, [])]
    partial = sum(entry.counts and _is_partial(target, entry) for entry in records)
    aside = tuple(entry for entry in records if not entry.counts)
    if target.kind == "total":
        return Explanation(one, None, {}, {}, (), aside, partial)
    path = path_of(target, known)
    course = path.course(target.by)
    return Explanation(
        outlook=one,
        course=course,
        corridor=_corridor(target, path),
        required=_required(course),
        turns=tuple(_turns(one, path, course)),
        aside=aside,
        partial=partial,
    )


def _is_partial(target: Target, entry: Entry) -> bool:
    first, last = entry.observation.period.years
    return first == last and entry.observation.period.whole_year is None


def _corridor(target: Target, path: Path) -> dict[int, tuple[Edge, Edge]]:
    """The band at the deadline; of growth in each of its years, at either rate from the base."""
    if target.kind != "growth" or path.base is None or path.base.value <= 0:
        return {target.by: path.edges} if path.edges != (None, None) else {}
    base, start = float(path.base.value), path.base.year

    def at(rate: Edge, year: int) -> Edge:
        return None if rate is None else grown(base, rate / 100, year - start)

    low, high = target.band.edges
    return {year: (at(low, year), at(high, year)) for year in range(start + 1, target.by + 1)}


def _required(course: Course | None) -> dict[int, float]:
    """The constant rate from the base to the goal, year by year; ends at the goal itself."""
    if course is None or min(course.y0, course.x) <= 0 or course.deadline <= course.t0:
        return {}
    span = course.deadline - course.t0
    return {
        year: course.x
        if year == course.deadline
        else course.y0 * (course.x / course.y0) ** ((year - course.t0) / span)
        for year in range(course.t0, course.deadline + 1)
    }


def _turns(one: Outlook, path: Path, course: Course | None) -> list[Turn]:
    """Where the verdict turns: at the goal, and before it at the classes of the rate ratio."""
    if course is None or one.assessment.target.reading == "each-year":
        return []
    goal = Turn(course.x, course.t, "met" if course.t == course.deadline else "achieved")
    if course.t == course.deadline or one.assessment.decided_by not in ("rate-ratio", None):
        return [goal]
    required = one.assessment.rates.required
    if required is None or course.t <= course.t0 or course.y0 <= 0:
        return [goal]
    edges = (("on-track", 0.95), ("acceleration-needed", 0.60), ("limited-progress", 0.0))
    turns = [goal] if one.assessment.target.kind != "growth" else []
    for label, ratio in edges:
        rate = course.direction * ratio * abs(required)
        value = grown(course.y0, rate, course.t - course.t0)
        if value is not None and not course.meets(value):
            turns.append(Turn(value, course.t, label))
    return turns
