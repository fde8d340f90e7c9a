"""The report as JSON: docs/formats.md, "report --json". Keys keep their order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from exporttrack import __version__
from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.render import words
from exporttrack.render.numbers import json_number
from exporttrack.rules.assessment import Assessment, MethodResult, Report
from exporttrack.rules.projection import Projection

SCHEMA_VERSION = "1.0"

Json = dict[str, object]


def render(report: Report) -> str:
    """One JSON document, ending in a line break. Percentages are percent numbers."""
    return dumps(document(report), indent=1)


def dumps(document: object, indent: int | None = None) -> str:
    """JSON that ends in a line break, with the letters of every language as they are."""
    return json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def render_lines(report: Report) -> str:
    """JSON Lines: a target a line, each with the day."""
    day = report.as_of.isoformat()
    return "".join(dumps({"as_of": day, **target}) for target in targets(report))


def document(report: Report) -> Json:
    """The report as plain data; an unknown value is None."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": f"exporttrack {__version__}",
        "as_of": report.as_of.isoformat(),
        "title": report.title,
        "inputs": [{"path": one.path, "sha256": one.sha256} for one in report.inputs],
        "summary": dict(report.summary),
        "targets": targets(report),
        "notes": [words.note(report, one) for one in report.notes],
    }


def targets(report: Report) -> list[Json]:
    """Each target as plain data."""
    return [_target(report, one) for one in report.assessments]


def _target(report: Report, one: Assessment) -> Json:
    target = one.target
    low, high = target.band.min, target.band.max
    return {
        "id": target.id,
        "title": target.title,
        "group": target.group,
        "kind": target.kind,
        "unit": words.unit_of(one),
        "status": one.status,
        "reason": words.reason(one),
        "band": {"min": json_number(low), "max": json_number(high)},
        "from": target.first,
        "by": target.by,
        "actual": _actual(one),
        "base": _base(one),
        "position": one.position,
        "gap": json_number(one.gap),
        "progress": {
            "value_share": one.progress.value_share,
            "time_share": one.progress.time_share,
        },
        "rates": {
            "observed": percent(one.rates.observed),
            "required": percent(one.rates.required),
            "needed": percent(one.rates.needed),
        },
        "needed_per_year": json_number(one.needed_per_year),
        "years": [
            {"year": year.year, "rate": year.rate, "position": year.position} for year in one.years
        ],
        "methods": {name: _method(name, result) for name, result in one.methods.items()},
        "decided_by": one.decided_by,
        "projection": projection(one.projection),
        "year_to_date": year_to_date(one),
        "points": [{"year": year, "value": json_number(value)} for year, value in one.points],
        "source": _source(one),
        "note": target.note,
        "figures": [figure(report.series, each) for each in one.figures],
    }


def _actual(one: Assessment) -> Json | None:
    if one.actual is None:
        return None
    return {
        "value": json_number(one.actual.value),
        "period": str(one.actual.period),
        "status": one.actual.status,
        "assumed": one.actual.assumed,
        "as_published": one.actual.as_published,
    }


def _base(one: Assessment) -> Json | None:
    if one.base is None:
        return None
    return {
        "value": json_number(one.base.value),
        "period": str(one.base.period),
        "shifted": one.base.shifted,
    }


def _method(name: str, result: MethodResult) -> Json:
    found: Json = {"value": result.value, "class": result.label}
    if name in ("trend-to-target", "straight-line"):
        found["expected"] = result.expected
    if result.reason is not None:
        found["reason"] = result.reason
    return found


def projection(found: Projection | None) -> Json | None:
    """A projection as plain data."""
    if found is None:
        return None
    return {
        "period": str(found.year),
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "level": json_number(round(100 * found.level, 9)),
        "probability": found.probability,
        "points": found.points,
        "method": found.method,
        "note": found.note,
    }


def year_to_date(one: Assessment) -> Json | None:
    """The year under way as plain data."""
    found, goal = one.year_to_date, one.year_goal
    if found is None:
        return None
    low, high = found.span or (None, None)
    compared = goal is not None and found.refusal is None
    return {
        "year": found.year,
        "period": str(found.period),
        "value": found.value,
        "before": None if found.before is None else str(found.before),
        "value_before": found.value_before,
        "year_before": found.year_before,
        "growth": percent(found.growth),
        "at_this_pace": found.at_this_pace,
        "by_mean_share": found.by_mean_share,
        "low": low,
        "high": high,
        "straight_line": found.straight_line,
        "goal": goal,
        "needed": None if goal is None else found.needed(goal),
        "needed_growth": percent(found.needed_growth(goal)) if compared and goal else None,
        "needed_per_month": None if goal is None else found.needed_per_month(goal),
        "reason": found.refusal,
    }


def _source(one: Assessment) -> Json | None:
    source = one.target.source
    if source is None and one.target.quote is None:
        return None
    return {
        "id": source.id if source else None,
        "title": source.title if source else None,
        "publisher": source.publisher if source else None,
        "published": _when(source.published) if source else None,
        "url": source.url if source else None,
        "quote": one.target.quote,
    }


def figure(series: Mapping[str, Series], one: Observation) -> Json:
    """A figure as plain data; null for the value of a withdrawal."""
    return {
        "series": one.series,
        "period": str(one.period),
        "value": None if one.withdrawn else json_number(one.value),
        "unit": series[one.series].unit,
        "status": one.status,
        "assumed": one.assumed,
        "source": one.source,
        "url": one.url,
        "published": _when(one.published),
        "file": one.file,
        "line": one.line,
    }


def _when(published: Period | date | None) -> str | None:
    return None if published is None else str(published)


def percent(fraction: float | None) -> float | None:
    """A fraction as a percent number."""
    return None if fraction is None else 100 * fraction
