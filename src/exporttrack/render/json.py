"""The report as JSON: docs/formats.md, "report --json". Keys keep their order."""

from __future__ import annotations

import json
from datetime import date

from exporttrack import __version__
from exporttrack.model.period import Period
from exporttrack.model.series import Observation
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


def document(report: Report) -> Json:
    """The report as plain data; an unknown value is None."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": f"exporttrack {__version__}",
        "as_of": report.as_of.isoformat(),
        "title": report.title,
        "inputs": [{"path": one.path, "sha256": one.sha256} for one in report.inputs],
        "summary": dict(report.summary),
        "targets": [_target(report, one) for one in report.assessments],
        "notes": [words.note(report, one) for one in report.notes],
    }


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
            "observed": _percent(one.rates.observed),
            "required": _percent(one.rates.required),
            "needed": _percent(one.rates.needed),
        },
        "needed_per_year": json_number(one.needed_per_year),
        "years": [
            {"year": year.year, "rate": year.rate, "position": year.position} for year in one.years
        ],
        "methods": {name: _method(name, result) for name, result in one.methods.items()},
        "decided_by": one.decided_by,
        "projection": _projection(one.projection),
        "source": _source(one),
        "note": target.note,
        "figures": [_figure(report, figure) for figure in one.figures],
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


def _projection(found: Projection | None) -> Json | None:
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


def _figure(report: Report, figure: Observation) -> Json:
    return {
        "series": figure.series,
        "period": str(figure.period),
        "value": json_number(figure.value),
        "unit": report.series[figure.series].unit,
        "status": figure.status,
        "assumed": figure.assumed,
        "source": figure.source,
        "url": figure.url,
        "published": _when(figure.published),
        "file": figure.file,
        "line": figure.line,
    }


def _when(published: Period | date | None) -> str | None:
    return None if published is None else str(published)


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else 100 * fraction
