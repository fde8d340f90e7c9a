"""What a job must be told: targets whose status is asked about, and figures that are too old."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from exporttrack.model.period import Period
from exporttrack.model.target import Target
from exporttrack.rules.assessment import Assessment, Report, Status
from exporttrack.rules.covers import Cover, exact_cover

FAILING: tuple[Status, ...] = (
    "missed", "off-track", "behind", "awaiting-data", "no-data", "not-assessable",
)  # fmt: skip
"""What can be asked about: the others are good news, or none yet."""
DEFAULT_FAIL_ON: tuple[Status, ...] = ("missed", "off-track", "behind")
CRITICAL: tuple[Status, ...] = ("missed", "off-track")
"""Of those that are found, the ones that a monitor calls critical; the others are warnings."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One target, and what there is to say of it."""

    assessment: Assessment
    failed: bool
    """Its status is one of those asked about."""
    age: int | None
    """Of its latest figure in days, when that is more than is allowed."""

    @property
    def is_found(self) -> bool:
        """There is something to tell."""
        return self.failed or self.age is not None

    @property
    def critical(self) -> bool:
        """It is lost, or far from it."""
        return self.failed and self.assessment.status in CRITICAL


def findings(report: Report, fail_on: Collection[Status], max_age: int | None) -> list[Finding]:
    """Every target in order, found or fine.

    A verdict at the deadline does not age; a target without a figure has nothing that could.
    """
    return [
        Finding(one, one.status in fail_on, _too_old(report, one, max_age))
        for one in report.assessments
    ]


def age(report: Report, one: Assessment) -> int | None:
    """Days from the end of the latest period that is known to the report; None without a figure.

    Every figure that counts does, up to the deadline: of the year under way, too, and from before
    the target begins. Of a share its part and its total must both be known for the period, or the
    share be published. A period that is not over has the age 0.
    """
    target = one.target
    made_from = [_covered(report, target, name) for name in (target.series, target.total) if name]
    published = _covered(report, target, target.measured_by) if target.measured_by else ()
    # Of two stocks the year's share is known, too, though its months differ.
    judged = (one.series.covered(one.actual.period),) if one.actual else ()
    found = filter(None, (_latest(made_from), _latest([published]), _latest([judged])))
    last_day = max((period.last_day for period in found), default=None)
    return None if last_day is None else max((report.as_of - last_day).days, 0)


def _covered(report: Report, target: Target, name: str) -> Cover:
    """The months of the calendar that the figures of a series are of, up to the deadline."""
    series, figures = report.series[name], report.known[name].by_period
    return tuple(
        series.covered(figure.period)
        for period, figure in figures.items()
        if period.years[1] <= target.by
    )


def _latest(several: Sequence[Cover]) -> Period | None:
    """The period that ends last of those that each series has a figure of, or parts of it."""
    periods = {period for periods in several for period in periods}
    by_end = sorted(periods, key=lambda one: one.last, reverse=True)
    return next((one for one in by_end if all(exact_cover(one, ones) for ones in several)), None)


def _too_old(report: Report, one: Assessment, max_age: int | None) -> int | None:
    if max_age is None or one.status in ("met", "missed"):
        return None
    days = age(report, one)
    return days if days is not None and days > max_age else None
