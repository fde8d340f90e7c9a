"""What a job must be told: targets whose status is asked about, and figures that are too old."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from exporttrack.rules.assessment import Assessment, Report, Status

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
    """Days from the end of the latest figure's period to the report; None without a figure.

    A figure of the year under way is a figure, too. One whose period is not over has the age 0.
    """
    periods = [found.period for found in (one.actual, one.year_to_date) if found is not None]
    if not periods:
        return None
    last_day = max(one.series.covered(period).last_day for period in periods)
    return max((report.as_of - last_day).days, 0)


def _too_old(report: Report, one: Assessment, max_age: int | None) -> int | None:
    if max_age is None or one.status in ("met", "missed"):
        return None
    days = age(report, one)
    return days if days is not None and days > max_age else None
