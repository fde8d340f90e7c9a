"""The year under way against the same months of the year before. Never part of a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.model.target import Target
from exporttrack.rules.covers import Cover, exact_cover
from exporttrack.rules.figures import Figures

Refusal = Literal["not-from-the-start", "no-same-months", "no-full-year", "zero-before"]


class YearToDate(NamedTuple):
    """The first months of a year, and what they say of the whole."""

    series: str
    year: int
    """The year that is under way."""
    period: Period
    """From the first month of the year to the last that is known."""
    value: float
    """c: the sum of the months known."""
    refusal: Refusal | None
    """Why nothing can be compared; the fields below are then None."""
    before: Period | None = None
    """The same months of the year before."""
    value_before: float | None = None
    """p."""
    year_before: float | None = None
    """F: the whole year before."""
    growth: float | None = None
    """c/p - 1, a fraction."""
    at_this_pace: float | None = None
    """F x c/p: the year's end if the rest of the year grows alike."""
    shares: tuple[float, ...] = ()
    """p/F of every past year that has both, oldest first."""
    straight_line: float | None = None
    """c x 12/m; only where there is no year before to compare with."""
    figures: tuple[Observation, ...] = ()
    """Those that c and p are the sums of."""

    @property
    def months(self) -> int:
        """m: how many months are known."""
        return self.period.months

    @property
    def from_the_start(self) -> bool:
        """Whether c is all that the year has brought so far: only then is a rest known."""
        return self.refusal != "not-from-the-start"

    @property
    def span(self) -> tuple[float, float] | None:
        """The year's end by the greatest and the smallest share that past years had by then.

        None with fewer than two past years.
        """
        if len(self.shares) < 2:
            return None
        return self.value / max(self.shares), self.value / min(self.shares)

    @property
    def by_mean_share(self) -> float | None:
        """The year's end by the mean share of past years; None without any."""
        if not self.shares:
            return None
        return self.value * len(self.shares) / sum(self.shares)

    def needed(self, goal: float) -> float:
        """What the rest of the year has to bring for the year to reach `goal`.

        >>> nine_months = Period(12 * 2023, 12 * 2023 + 8)
        >>> YearToDate("exports", 2023, nine_months, 38.5, None).needed(54)
        15.5
        """
        return goal - self.value

    def needed_per_month(self, goal: float) -> float:
        """The same for each month left."""
        return self.needed(goal) / (12 - self.months)

    def needed_growth(self, goal: float) -> float | None:
        """How much more the rest must bring than the rest of the year before, a fraction.

        (X - c)/(F - p) - 1. None without a year before, or when nothing was left of it.

        >>> nine_months = Period(12 * 2023, 12 * 2023 + 8)
        >>> year = YearToDate("exports", 2023, nine_months, 38, None, None, 40, 50)
        >>> round(year.needed_growth(50), 9)
        0.2
        """
        if self.year_before is None or self.value_before is None:
            return None
        rest = self.year_before - self.value_before
        return self.needed(goal) / rest - 1 if rest > 0 else None


def year_of_target(
    target: Target, series: Series, figures: Figures, known: int | None = None
) -> YearToDate | None:
    """The year under way when it is one of the target's; a share does not add up over months.

    None where the target knows of that year or a later one already, of which it has growth as
    published: `known` is the last.
    """
    found = year_to_date(series, figures) if target.kind != "share" else None
    if found is not None and known is not None and found.year <= known:
        return None
    first = target.first if target.first is not None else target.base
    if found is None or found.year > target.by or (first is not None and found.year < first):
        return None
    return found


def year_to_date(series: Series, figures: Figures) -> YearToDate | None:
    """The last year that has parts but no whole figure, and follows every whole one.

    None when there is no such year, and for what does not add up: stocks and percentages. The
    months compared are the most that both this year and the year before have, from the first month
    on and each exactly once.
    """
    if series.measure == "stock" or series.unit == PERCENT:
        return None
    known = figures.by_period
    plan = _plan(tuple(known), tuple(figures.years), figures.assumed)
    if plan is None:
        return None
    if isinstance(plan, Period):
        part, value = series.calendar_period(plan), float(known[plan].value)
        return YearToDate(series.id, plan.years[0], part, value, "not-from-the-start")
    if plan.then is None:
        return _alone(series, figures, plan)
    return _compared(series, figures, plan, plan.then)


class _Plan(NamedTuple):
    """What is compared with what; it depends on the periods alone."""

    year: int
    months: int
    """The first ones, which this year has, and the year before, where that has any."""
    now: Cover
    then: Cover | None
    """The same months of the year before; None where they are not all known."""
    past: tuple[tuple[int, Cover], ...]
    """The same of every past year that is known and has them."""


@lru_cache(maxsize=64)  # the series of an archive have figures for the same periods
def _plan(
    periods: tuple[Period, ...], years: tuple[int, ...], assumed: frozenset[Period]
) -> _Plan | Period | None:
    """None where no year is under way; its last part where it is not known from the start."""
    partial = {period.years[0] for period in periods if _is_part(period)}
    year = max(partial - set(years), default=None)
    if year is None or year < max(years, default=year):
        return None

    def first_months(year: int, months: int) -> Cover | None:
        return exact_cover(_from_start(year, months), periods, assumed)

    months = [m for m in range(11, 0, -1) if first_months(year, m)]
    if not months:
        return max(p for p in periods if p.years[0] == year and _is_part(p))
    both = next((m for m in months if first_months(year - 1, m)), None)
    compared = both or months[0]
    now = first_months(year, compared) or ()
    then = first_months(year - 1, compared) if both else None
    past = ((at, first_months(at, compared)) for at in sorted(years) if at < year)
    return _Plan(year, compared, now, then, tuple((at, one) for at, one in past if one))


def _is_part(period: Period) -> bool:
    first, last = period.years
    return first == last and period.whole_year is None


def _from_start(year: int, months: int) -> Period:
    return Period(12 * year, 12 * year + months - 1)


def _sum(known: Mapping[Period, Observation], cover: Cover) -> float:
    return float(sum([known[period].value for period in cover]))


def _alone(series: Series, figures: Figures, plan: _Plan) -> YearToDate:
    """Without the same months of the year before there is only the straight line."""
    parts = tuple(map(figures.by_period.__getitem__, plan.now))
    year, months, value = plan.year, plan.months, _sum(figures.by_period, plan.now)
    has_year_before = any(year - 1 in period.years for period in figures.by_period)
    return YearToDate(
        series=series.id,
        year=year,
        period=series.calendar_period(_from_start(year, months)),
        value=value,
        refusal="no-same-months",
        before=series.calendar_period(_from_start(year - 1, months)),
        straight_line=None if has_year_before else value * 12 / months,
        figures=parts,
    )


def _compared(series: Series, figures: Figures, plan: _Plan, before: Cover) -> YearToDate:
    known, years, year = figures.by_period, figures.years, plan.year
    now, then = (tuple(map(known.__getitem__, cover)) for cover in (plan.now, before))
    c, p = _sum(known, plan.now), _sum(known, before)
    whole = float(years[year - 1].value) if year - 1 in years else None
    past = [(_sum(known, cover), float(years[at].value)) for at, cover in plan.past]
    return YearToDate(
        series=series.id,
        year=year,
        period=series.calendar_period(_from_start(year, plan.months)),
        value=c,
        refusal="zero-before" if p <= 0 else "no-full-year" if whole is None else None,
        before=series.calendar_period(_from_start(year - 1, plan.months)),
        value_before=p,
        year_before=whole,
        growth=c / p - 1 if p > 0 else None,
        at_this_pace=whole * c / p if whole is not None and p > 0 else None,
        shares=tuple(part / total for part, total in past if part > 0 and total > 0),
        figures=(*now, *then),
    )
