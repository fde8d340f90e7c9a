"""The report as JSON: docs/formats.md, "report --json". Keys keep their order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from exporttrack import __version__
from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.render import json_text, reasons, words
from exporttrack.render.language import say
from exporttrack.render.noting import note as note_of
from exporttrack.render.numbers import json_number
from exporttrack.rules.assessment import Assessment, MethodResult, Report
from exporttrack.rules.projection import Projection

if TYPE_CHECKING:
    from exporttrack.rules.since import Changes, FigureChange

SCHEMA_VERSION = "1.0"

Json = dict[str, object]


def render(report: Report, changes: Changes | None = None) -> str:
    """One JSON document, ending in a line break. Percentages are percent numbers."""
    return "".join(pieces(report, changes))


def pieces(report: Report, changes: Changes | None = None) -> Iterator[str]:
    """The same document, a target at a time: a large one is never in memory as a whole."""
    frame = json_text.written(_document(report, changes, []))
    # No line of a text begins in JSON, so that this is the key and nothing else.
    before, key, after = frame.partition('\n "targets": [')
    yield before + key
    for at, one in enumerate(report.assessments):
        target = json_text.written(_but_figures(report, one), "\n  ").removesuffix("\n  }")
        figures = json_text.figures(report.series, one.figures, "\n   ")
        yield f'{"," if at else ""}\n  {target},\n   "figures": {figures}\n  }}'
    yield ("\n " if report.assessments else "") + after + "\n"


def dumps(document: object, indent: int | None = None) -> str:
    """JSON that ends in a line break, with the letters of every language as they are."""
    if indent == 1:
        return json_text.written(document) + "\n"
    return json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def render_lines(report: Report, changes: Changes | None = None) -> str:
    """JSON Lines: a target a line, each with the day, and with what it was where that is asked."""
    lines: list[Json] = [{"as_of": report.as_of.isoformat(), **one} for one in targets(report)]
    if changes is not None:
        then = changes.before.as_of.isoformat()
        for line, old in zip(lines, changes.before.assessments, strict=True):
            line["since"] = {"date": then, **_verdict(old)}
    return "".join(map(dumps, lines))


def document(report: Report, changes: Changes | None = None) -> Json:
    """The report as plain data; an unknown value is None."""
    return _document(report, changes, targets(report))


def _document(report: Report, changes: Changes | None, targets: list[Json]) -> Json:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": f"exporttrack {__version__}",
        "as_of": report.as_of.isoformat(),
        "title": report.title,
        "inputs": [{"path": one.path, "sha256": one.sha256} for one in report.inputs],
        "summary": dict(report.summary),
        "targets": targets,
        "notes": [note_of(report, one) for one in report.notes],
        **({} if changes is None else {"since": _since(changes)}),
    }


def targets(report: Report) -> list[Json]:
    """Each target as plain data."""
    return [_target(report, one) for one in report.assessments]


def _target(report: Report, one: Assessment) -> Json:
    figures = [figure(report.series, each) for each in one.figures]
    return {**_but_figures(report, one), "figures": figures}


def _but_figures(report: Report, one: Assessment) -> Json:
    target = one.target
    low, high = target.band.min, target.band.max
    return {
        "id": target.id,
        "title": target.title,
        "group": target.group,
        "kind": target.kind,
        "unit": words.unit_of(one),
        "status": one.status,
        "reason": reasons.reason(one),
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


def _since(changes: Changes) -> Json:
    """What has changed since a day; the number of targets that have not."""
    return {
        "date": changes.before.as_of.isoformat(),
        "unchanged": changes.unchanged,
        "targets": [
            {"id": new.target.id, "before": _verdict(old), "after": _verdict(new)}
            for old, new in changes.targets
        ],
        "figures": [_change(changes.after.series, one) for one in changes.figures],
        "entered": [
            {**_change(changes.after.series, one), "recorded": moment(one.record.recorded)}
            for one in changes.entered
        ],
    }


def _verdict(one: Assessment) -> Json:
    return {"status": one.status, "actual": _actual(one)}


def _change(series: Mapping[str, Series], one: FigureChange) -> Json:
    record, before, after = one.record, one.before, one.after
    return {
        "series": record.series,
        "period": str(record.period),
        "unit": series[record.series].unit,
        "kind": one.kind,
        "before": before and json_number(before.value),
        "after": after and json_number(after.value),
        "difference": json_number(one.difference),
        "status_before": before and before.status,
        "status": after and after.status,
        "source_before": before and before.source,
        "source": record.source,
        "published": _when(record.published),
        "assumed": record.assumed,
        "source_after": after and after.source,
        "published_after": after and _when(after.published),
    }


def _method(name: str, result: MethodResult) -> Json:
    found: Json = {"value": result.value, "class": result.label}
    if name in ("trend-to-target", "straight-line"):
        found["expected"] = result.expected
    if result.reason is not None:
        found["reason"] = say(f"none-{result.reason}")
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
        "note": words.lacking(found),
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


def moment(recorded: datetime | None) -> str | None:
    """When a record was written down, in UTC."""
    return None if recorded is None else recorded.isoformat().replace("+00:00", "Z")


def percent(fraction: float | None) -> float | None:
    """A fraction as a percent number."""
    return None if fraction is None else 100 * fraction
