"""Everything that a verdict rests on, and the figures at which it would turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Target, Targets
from exporttrack.rules.assessment import Assessment, Value
from exporttrack.rules.figures import Figures
from exporttrack.rules.ledger import Entry, Why, ledger
from exporttrack.rules.measures import Path, Sum, path_of, sum_of
from exporttrack.rules.methods import Course, grown
from exporttrack.rules.outlook import Outlook, Outlooks, figures_of, outlook
from exporttrack.rules.turning import Turn, turns_of_total, turns_on_path

Edge = float | None
Edges = tuple[Edge, Edge]
WhyAside = Why | Literal["assumed", "part-of-year", "not-needed"]
OF_RIVALS: tuple[Why, ...] = ("source-preferred", "later-published", "firmer", "first-by-name")
"""What the figure that is used has over another source's."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A record of a target's series that nothing of its verdict is made from."""

    observation: Observation
    why: WhyAside
    """Why it does not count; or it counts, and is of a part of a year, or of a year that the target
    does not look at."""
    difference: float | None = None
    """From another source's figure that is used in its place, in percent of that; in percentage
    points for a series in percent."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One verdict, with all that it was made from."""

    outlook: Outlook
    path: Path | None
    """None for a total."""
    course: Course | None
    """The numbers that the methods took."""
    done: Sum | None
    """What is known of a total."""
    points: tuple[tuple[int, Value], ...]
    """Year and value since the base, of a total the sum so far."""
    corridor: Mapping[int, Edges]
    """Year -> the band in the unit of the path: at the deadline, for growth every year."""
    required: Mapping[int, float]
    """Year -> the way from the base to the goal at the required rate; empty where there is none."""
    turns: tuple[Turn, ...]
    aside: tuple[Aside, ...]


@dataclass(frozen=True, slots=True)
class Explanations:
    """The verdicts that were asked about, on one day."""

    outlooks: Outlooks
    explanations: tuple[Explanation, ...]
    series: Mapping[str, Series]


def explain(targets: Targets, actuals: Actuals, *, as_of: date, level: float) -> Explanations:
    """Explain every target of `targets`; `level` is that of the intervals, a fraction."""
    found = outlook(targets, actuals, as_of=as_of, level=level)
    known = figures_of(targets, actuals, as_of)
    of_series = actuals.by_series()
    entries = {
        name: ledger(series, of_series.get(name, []), as_of)
        for name, series in targets.series.items()
    }
    explained = (_explained(one, targets, known, entries, as_of) for one in found.outlooks)
    return Explanations(found, tuple(explained), targets.series)


def _explained(
    one: Outlook,
    targets: Targets,
    known: Mapping[str, Figures],
    entries: Mapping[str, Sequence[Entry]],
    as_of: date,
) -> Explanation:
    assessment, target = one.assessment, one.assessment.target
    today = assessment.series.own_day(as_of)
    aside = tuple(_aside(assessment, targets.series, known, entries))
    if target.kind == "total":
        done = sum_of(target, known[target.series])
        return Explanation(
            outlook=one,
            path=None,
            course=None,
            done=done,
            points=_sums(assessment.series, done) if done else (),
            corridor={target.by: target.band.edges},
            required=_even(assessment),
            turns=turns_of_total(target, done, today),
            aside=aside,
        )
    path = path_of(target, known)
    course = path.course(target.by)
    return Explanation(
        outlook=one,
        path=path,
        course=course,
        done=None,
        points=assessment.points,
        corridor=_corridor(target, path),
        required=_required(course),
        turns=turns_on_path(target, path, today),
        aside=aside,
    )


def _aside(
    one: Assessment,
    series: Mapping[str, Series],
    known: Mapping[str, Figures],
    entries: Mapping[str, Sequence[Entry]],
) -> Iterator[Aside]:
    used = {id(figure) for figure in one.figures}
    target = one.target
    for name in filter(None, (target.series, target.total, target.measured_by)):
        own, by_period = series[name].own_period, known[name].by_period
        for entry in entries[name]:
            record = entry.observation
            if id(record) not in used:
                counts = by_period.get(own(record.period))
                yield Aside(record, _why(entry, counts), entry.difference)


def _why(entry: Entry, counts: Observation | None) -> WhyAside:
    """An assumption counts above all others, whatever the ledger says of them."""
    one = entry.observation
    if counts is one:
        return "not-needed" if one.period.months >= 12 else "part-of-year"
    beaten = entry.why in ("counts", *OF_RIVALS)
    return "assumed" if beaten and counts is not None and counts.assumed else entry.why


def _sums(series: Series, done: Sum) -> tuple[tuple[int, Value], ...]:
    """What the sum was at the end of each figure's last year."""
    found: list[tuple[int, Value]] = []
    so_far = Decimal(0)
    for figure in done.figures:
        so_far += figure.value
        found.append((series.own_period(figure.period).years[1], so_far))
    return tuple(dict(found).items())


def _even(one: Assessment) -> dict[int, float]:
    """A total's even pace: as much of the goal as of the time."""
    first, goal = one.target.first or one.target.by, one.goal
    if goal is None:
        return {}
    length = one.target.by - first + 1
    return {first + k - 1: float(goal) * k / length for k in range(1, length + 1)}


def _corridor(target: Target, path: Path) -> dict[int, Edges]:
    """The band at the deadline; of growth in each of its years, at either rate from the base.

    Growth that is read each year counts from the year before, so its corridor has the years that
    follow one with a figure; but for those that are judged by their published rate.
    """
    if target.kind != "growth":
        return {target.by: path.edges} if path.edges != (None, None) else {}
    if target.reading == "each-year":
        alone = {point.year for point in path.rates}
        levels = {point.year + 1: float(point.value) for point in path.points}
        years = {year: (level, 1) for year, level in levels.items() if year not in alone}
    elif path.base is not None:
        base, start = float(path.base.value), path.base.year
        years = {year: (base, year - start) for year in range(start + 1, target.by + 1)}
    else:
        return {}
    found = {}
    for year, (level, steps) in years.items():
        if level > 0 and (target.first or 0) <= year <= target.by:
            low, high = target.band.edges
            found[year] = (_at(level, low, steps), _at(level, high, steps))
    return found


def _at(level: float, rate: Edge, years: int) -> Edge:
    return None if rate is None else grown(level, rate / 100, years)


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
