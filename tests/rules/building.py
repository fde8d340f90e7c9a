"""Small targets and figures, built from plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from exporttrack.model.actuals import Actuals
from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Band, Kind, Target, Targets
from exporttrack.rules import assess
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.figures import Figures, counting
from exporttrack.rules.measures import Path, path_of

Number = int | float | str | Decimal
Known = Mapping[Any, Number]
"""Periods as years or as they are written, and their figures."""

LATER = date(2199, 12, 31)
"""A day when everything is known."""


MID_2023 = date(2023, 6, 30)
"""Every year up to 2022 is over and its figure known."""

Verdict = tuple[str, str, str | None]


def close(value: float | None) -> Any:
    """Equal to this but for rounding: within one part in 10^9."""
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)


def band(least: Number | None, most: Number | None) -> Band:
    return Band(*(None if edge is None else Decimal(str(edge)) for edge in (least, most)))


def target(
    kind: Kind = "level",
    least: Number | None = None,
    most: Number | None = None,
    by: int = 2025,
    **fields: Any,
) -> Target:
    """A target of the series `s`; a share is that of `s` in `whole`."""
    if kind == "share":
        fields.setdefault("total", "whole")
    return Target("t", "t", "A target", kind, "s", band(least, most), by, **fields)


def figures(known: Known, series: str = "s", **fields: Any) -> list[Observation]:
    """One observation a period, with nothing said of it but `fields`."""
    return [
        Observation(series, parse_period(str(period)), Decimal(str(value)), **fields)
        for period, value in known.items()
    ]


def targets_of(*several: Target, **fields: Any) -> Targets:
    """A targets file: its series are those that the targets name, each with `fields`."""
    names = {n for t in several for n in (t.series, t.total, t.measured_by) if n is not None}
    return Targets("Small", {n: Series(n, "USD", **fields) for n in sorted(names)}, several)


def judged(
    one: Target, observations: Iterable[Observation], as_of: date, **fields: Any
) -> Assessment:
    """The assessment of a single target; `fields` are those of its series."""
    report = assess(targets_of(one, **fields), Actuals(tuple(observations)), as_of=as_of)
    return report.assessments[0]


def verdict(one: Assessment) -> Verdict:
    """Status, reason, and the method that decided."""
    return one.status, one.reason, one.decided_by


def judge(one: Target, known: Known, as_of: date = MID_2023, **fields: Any) -> Verdict:
    """The verdict on a single target with figures of its series."""
    return verdict(judged(one, figures(known), as_of, **fields))


def in_years(*rates: float | None, start: int = 2020) -> dict[int, Decimal]:
    """Levels from 1000 on that grow at these rates; None leaves a year out."""
    levels = {start: Decimal(1000)}
    level = levels[start]
    for year, rate in enumerate(rates, start=start + 1):
        if rate is not None:
            level = level * (100 + Decimal(str(rate))) / 100
            levels[year] = level
    return levels


def known_of(
    observations: Iterable[Observation], as_of: date = LATER, **fields: Any
) -> dict[str, Figures]:
    """The figures that count, by series; `fields` are those of each series."""
    found = list(observations)
    return {
        name: counting(
            Series(name, "USD", **fields), [one for one in found if one.series == name], as_of
        )
        for name in ("s", "whole", "published")
    }


def path(one: Target, observations: Iterable[Observation]) -> Path:
    """The path of a target on a day when everything is known."""
    return path_of(one, known_of(observations))
