"""The result nouns: what every output is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from exporttrack.model.actuals import Input
from exporttrack.model.period import Period
from exporttrack.model.series import FigureStatus, Observation, Series
from exporttrack.model.target import Target
from exporttrack.rules.figures import Figures
from exporttrack.rules.notes import Note
from exporttrack.rules.projection import Projection
from exporttrack.rules.year_to_date import YearToDate

Status = Literal[
    "met", "achieved", "on-track", "behind", "off-track", "missed",
    "not-started", "awaiting-data", "not-assessable", "no-data",
]  # fmt: skip
STATUSES: tuple[Status, ...] = get_args(Status)
"""Best to worst; then those without a verdict."""

Reason = Literal[
    "met",
    "missed",
    "missed-a-year",
    "awaiting",
    "year-missing",
    "achieved",
    "trend",
    "pace",
    "already-exceeded",
    "not-started",
    "no-figure",
    "no-year-over",
    "no-figure-since-base",
    "one-figure",
    "base-not-positive",
    "method-unavailable",
]
"""Why a status was given; the sentence is made from it and the assessment's numbers."""

Position = Literal["below", "inside", "above"]
Value = Decimal | float
"""Exact where it was recorded or stated, a float where it was computed."""


class Actual(NamedTuple):
    """The figure that is judged."""

    value: Value
    """In the unit of the band."""
    period: Period
    status: FigureStatus | None
    """The least firm of the figures that it was made from."""
    assumed: bool
    """An assumption is among the figures that it was made from."""
    as_published: bool = False
    """A rate or share that a source published, not one computed from levels."""


class Base(NamedTuple):
    """What the target is counted from."""

    value: Value
    """In the series' unit; percent for a share."""
    period: Period
    shifted: bool
    """The chosen year has no figure; this is the first later one that has."""
    is_index: bool = False
    """No level is known: it stands for 100, and so the path and the goal have no unit."""


class Progress(NamedTuple):
    """How much of the way, and how much of the time; both are shares of one."""

    value_share: float | None
    """Of the required change (of the sum, for a total); below 0 for a retreat, above 1 only where
    a sum is more than it may come to."""
    time_share: float | None
    """Of the time from the base to the deadline, at the end of the latest figure's year; of a
    total, its years that are in the sum."""


class Rates(NamedTuple):
    """Constant yearly rates as fractions: 0.044 is 4.4 % a year. None where none exists."""

    observed: float | None = None
    required: float | None = None
    needed: float | None = None


NoClass = Literal[
    "no-figure", "one-figure", "not-positive", "nothing-required", "beyond", "too-few-years",
    "no-pace", "no-path", "total", "no-year",
]  # fmt: skip
"""Why a method gives no class."""


class MethodResult(NamedTuple):
    """What one method says."""

    value: float | None
    """R of rate-ratio, P of trend-to-target, the miss of straight-line, the pace of a total."""
    label: str
    """One of the method's classes."""
    expected: float | None = None
    """The value expected at the deadline, in the unit of the path; None where there is none."""
    reason: NoClass | None = None
    """Why it is not available."""


class YearRate(NamedTuple):
    """Growth of one year on the year before."""

    year: int
    rate: float
    """In percent."""
    position: Position


@dataclass(frozen=True, slots=True)
class Assessment:
    """One target against what is known of it."""

    target: Target
    series: Series
    """Of the target, for its unit and title."""
    status: Status
    reason: Reason
    actual: Actual | None
    base: Base | None
    position: Position | None
    gap: Value | None
    """0 inside the band, else actual minus the nearest edge, in the band's unit."""
    progress: Progress
    rates: Rates
    methods: Mapping[str, MethodResult]
    decided_by: str | None
    """The method whose class gave the status; None when a figure or a date did."""
    goal: Value | None
    """X: the value of the path at the deadline that meets the target; None when not known."""
    aim: Value | None
    """What is to be reached from now on: X, or the far edge where the latest missed beyond it."""
    needed_per_year: Value | None
    """What each year left must add, in the unit of the path; None at and after the deadline."""
    projection: Projection | None
    """None when there is no figure, or the latest is of the deadline."""
    years: tuple[YearRate, ...]
    """Growth of each year seen; only for a growth target."""
    first_met: int | None
    """The first year since the base whose figure met the target."""
    points: tuple[tuple[int, Value], ...]
    """Year and value since the base, in the unit of the path; empty for a total."""
    year_to_date: YearToDate | None
    """The year under way, where the target asks something of it; never part of the verdict."""
    year_goal: float | None
    """What that year has to reach for the target; None where its first months are not known."""
    figures: tuple[Observation, ...]
    """Every figure that any number above was made from, oldest period first."""
    notes: tuple[Note, ...]

    @property
    def any_assumed(self) -> bool:
        """An assumption is among its figures, be it not the one that is judged."""
        return any(figure.assumed for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Report:
    """All targets as of one day: what every format prints."""

    title: str
    as_of: date
    assessments: tuple[Assessment, ...]
    notes: tuple[Note, ...]
    """Across targets, each once."""
    series: Mapping[str, Series]
    known: Mapping[str, Figures] = field(repr=False)
    """Of each series that a target names, the figures that count on the day."""
    inputs: tuple[Input, ...] = ()

    @property
    def summary(self) -> dict[Status, int]:
        """How many targets have each status, best first; statuses that none has are left out."""
        found = [assessment.status for assessment in self.assessments]
        return {status: found.count(status) for status in STATUSES if status in found}
