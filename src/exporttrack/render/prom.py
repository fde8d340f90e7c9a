"""The report as OpenMetrics, for a collector. No timestamps."""

from __future__ import annotations

from collections.abc import Iterator

from exporttrack.render import numbers, words
from exporttrack.render.safe import written_out
from exporttrack.rules.assessment import STATUSES, Assessment, Report, Value
from exporttrack.rules.checking import age

PREFIX = "exporttrack_target"


def render(report: Report) -> str:
    """Value, band edges, age of the figures, status as a state set, what is assumed: of each."""
    families = (_values, _edges, _ages, _statuses, _assumed)
    return "".join(f"{line}\n" for family in families for line in family(report)) + "# EOF\n"


def _values(report: Report) -> Iterator[str]:
    yield from _head("value", "gauge", "The figure that is judged.")
    for one in report.assessments:
        if one.actual is not None:
            assumed = {"assumed": "true"} if one.actual.assumed else {}
            yield _sample("value", one.actual.value, **_of(one), **assumed)


def _edges(report: Report) -> Iterator[str]:
    for name, what in (("min", "least"), ("max", "most")):
        yield from _head(name, "gauge", f"The {what} that is asked, in the unit of the value.")
        for one in report.assessments:
            edge = one.target.band.min if name == "min" else one.target.band.max
            if edge is not None:
                yield _sample(name, edge, **_of(one))


def _ages(report: Report) -> Iterator[str]:
    name, what = "figure_age_days", "Days from the end of the latest figure's period to the report."
    yield from _head(name, "gauge", what)
    for one in report.assessments:
        days = age(report, one)
        if days is not None:
            yield _sample(name, days, target=one.target.id)


def _statuses(report: Report) -> Iterator[str]:
    yield from _head("status", "stateset", "One of the states is 1, the others are 0.")
    for one in report.assessments:
        for status in STATUSES:
            state = {"target": one.target.id, f"{PREFIX}_status": status}
            yield _sample("status", int(one.status == status), **state)


def _assumed(report: Report) -> Iterator[str]:
    yield from _head("any_assumed", "gauge", "1 where any figure used is assumed, else 0.")
    for one in report.assessments:
        yield _sample("any_assumed", int(one.any_assumed), target=one.target.id)


def _of(one: Assessment) -> dict[str, str]:
    return {"target": one.target.id, "unit": words.unit_of(one)}


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# TYPE {PREFIX}_{name} {kind}"
    yield f"# HELP {PREFIX}_{name} {text}"


def _sample(name: str, value: Value | int, **labels: str) -> str:
    said = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    number = value if isinstance(value, int) else f"{numbers.exact(value):f}"
    return f"{PREFIX}_{name}{{{said}}} {number}"


def _escaped(text: str) -> str:
    return written_out(text).replace("\\", "\\\\").replace('"', '\\"')
