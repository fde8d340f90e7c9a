"""The report as CSV: one row a target, bare numbers, units in columns of their own."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from exporttrack.model.cell import guarded
from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT
from exporttrack.model.target import METHODS
from exporttrack.render import numbers, reasons, words
from exporttrack.render.json import percent
from exporttrack.render.language import say
from exporttrack.render.safe import written_out
from exporttrack.rules.assessment import Assessment, Report, Value

if TYPE_CHECKING:
    from exporttrack.rules.since import Changes

COLUMNS = (
    "id", "title", "group", "kind", "unit", "min", "max", "from", "by", "status", "reason",
    "actual", "actual_period", "actual_status", "assumed", "as_published", "position", "gap",
    "gap_unit", "value_share", "time_share", "observed_rate", "required_rate", "needed_rate",
    "rate_unit", "base", "base_period", "base_shifted", "needed_per_year", "projection",
    "projection_low", "projection_high", "path_unit", "projection_level",
    "projection_probability", "projection_method", "rate_ratio", "rate_ratio_class",
    "trend_to_target", "trend_to_target_class", "straight_line", "straight_line_class", "pace",
    "pace_class", "decided_by", "source", "source_url", "as_of", "any_assumed",
)  # fmt: skip
"""A unit stands after what it is of: `unit` is that of min, max and actual, `path_unit` of base to
projection_high. Shares and methods are parts of one."""

SINCE_COLUMNS = ("status_before", "actual_before", "actual_period_before")
"""What a target was on an earlier day, where that is asked for; the same where nothing changed."""


def render(report: Report, changes: Changes | None = None) -> str:
    """A header and a row a target; what is unknown is empty, true and false are words."""
    out = io.StringIO()
    columns = COLUMNS if changes is None else COLUMNS + SINCE_COLUMNS
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    rows = [_row(report, one) for one in report.assessments]
    if changes is not None:
        for row, old in zip(rows, changes.before.assessments, strict=True):
            row |= _before(old)
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _row(report: Report, one: Assessment) -> dict[str, object]:
    target, actual, base, projection = one.target, one.actual, one.base, one.projection
    unit = one.series.unit
    in_points = target.kind in ("share", "growth", "change") or unit == PERCENT
    methods = {name.replace("-", "_"): one.methods.get(name) for name in (*METHODS, "pace")}
    return {
        "id": target.id,
        "title": target.title,
        "group": target.group,
        "kind": target.kind,
        "unit": words.unit_of(one),
        "min": target.band.min,
        "max": target.band.max,
        "from": target.first,
        "by": target.by,
        "status": one.status,
        "reason": _sentence(reasons.reason(one)),
        "actual": actual and actual.value,
        "actual_period": actual and actual.period,
        "actual_status": actual and actual.status,
        "assumed": actual and actual.assumed,
        "as_published": actual and actual.as_published,
        "position": one.position,
        "gap": one.gap,
        "gap_unit": "pp" if in_points else unit,
        "value_share": one.progress.value_share,
        "time_share": one.progress.time_share,
        "observed_rate": percent(one.rates.observed),
        "required_rate": percent(one.rates.required),
        "needed_rate": percent(one.rates.needed),
        "rate_unit": "percent a year",
        "base": base and base.value,
        "base_period": base and base.period,
        "base_shifted": base and base.shifted,
        "needed_per_year": None if one.needed_per_year is None else float(one.needed_per_year),
        "projection": projection and projection.value,
        "projection_low": projection and projection.low,
        "projection_high": projection and projection.high,
        "path_unit": PERCENT if target.kind == "share" else unit,
        "projection_level": projection and round(100 * projection.level, 9),
        "projection_probability": projection and projection.probability,
        "projection_method": projection and projection.method,
        **{name: found and found.value for name, found in methods.items()},
        **{f"{name}_class": found and found.label for name, found in methods.items()},
        "decided_by": one.decided_by,
        "source": target.source and target.source.title,
        "source_url": target.source and target.source.url,
        "as_of": report.as_of,
        "any_assumed": one.any_assumed,
    }


def _before(old: Assessment) -> dict[str, object]:
    actual = old.actual
    values = (old.status, actual and actual.value, actual and actual.period)
    return dict(zip(SINCE_COLUMNS, values, strict=True))


def _sentence(text: str) -> str:
    """A sentence that begins with a word or a digit, never with the sign of a figure."""
    return say("figure-first", text=text) if text.startswith(("+", "-")) else text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Value):
        return f"{numbers.exact(value):f}"
    return str(value) if isinstance(value, Period | int) else guarded(written_out(str(value)))
