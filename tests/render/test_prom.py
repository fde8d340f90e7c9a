"""The report as OpenMetrics, read again by the parser of prometheus-client."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from conftest import DATA
from exporttrack import load_actuals, load_targets
from exporttrack.render import prom as render
from exporttrack.render.safe import written_out
from exporttrack.rules import assess
from exporttrack.rules.assessment import STATUSES, Report
from render.reporting import HOSTILE, any_words, report, texts
from rules.building import target

TARGETS = load_targets(DATA / "every_status/targets.toml")
ACTUALS = load_actuals([DATA / "every_status/actuals.csv"], TARGETS.series)
EVERY_STATUS = assess(TARGETS, ACTUALS, as_of=date(2025, 6, 30))

SMALL = """\
# TYPE exporttrack_target_value gauge
# HELP exporttrack_target_value The figure that is judged.
exporttrack_target_value{target="t",unit="jobs"} 88.5
# TYPE exporttrack_target_min gauge
# HELP exporttrack_target_min The least that is asked, in the unit of the value.
exporttrack_target_min{target="t",unit="jobs"} 100
# TYPE exporttrack_target_max gauge
# HELP exporttrack_target_max The most that is asked, in the unit of the value.
exporttrack_target_max{target="t",unit="jobs"} 120
# TYPE exporttrack_target_figure_age_days gauge
# HELP exporttrack_target_figure_age_days Days from the end of the latest figure's period to the \
report.
exporttrack_target_figure_age_days{target="t"} 181
# TYPE exporttrack_target_status stateset
# HELP exporttrack_target_status One of the states is 1, the others are 0.
exporttrack_target_status{target="t",exporttrack_target_status="met"} 0
exporttrack_target_status{target="t",exporttrack_target_status="achieved"} 0
exporttrack_target_status{target="t",exporttrack_target_status="on-track"} 1
exporttrack_target_status{target="t",exporttrack_target_status="behind"} 0
exporttrack_target_status{target="t",exporttrack_target_status="off-track"} 0
exporttrack_target_status{target="t",exporttrack_target_status="missed"} 0
exporttrack_target_status{target="t",exporttrack_target_status="not-started"} 0
exporttrack_target_status{target="t",exporttrack_target_status="awaiting-data"} 0
exporttrack_target_status{target="t",exporttrack_target_status="not-assessable"} 0
exporttrack_target_status{target="t",exporttrack_target_status="no-data"} 0
# TYPE exporttrack_target_any_assumed gauge
# HELP exporttrack_target_any_assumed 1 where any figure used is assumed, else 0.
exporttrack_target_any_assumed{target="t"} 0
# EOF
"""


def families(found: Report) -> dict[str, Metric]:
    parsed = text_string_to_metric_families(render.render(found))  # type: ignore[no-untyped-call]
    return {family.name.removeprefix("exporttrack_target_"): family for family in parsed}


def values(family: Metric) -> dict[str, float]:
    return {sample.labels["target"]: sample.value for sample in family.samples}


def test_the_whole_text() -> None:
    found = report(target(least=100, most=120), known={2020: 80, 2022: "88.5"})
    assert render.render(found) == SMALL


def test_families_and_their_types() -> None:
    types = {name: family.type for name, family in families(EVERY_STATUS).items()}
    assert types == {
        "value": "gauge",
        "min": "gauge",
        "max": "gauge",
        "figure_age_days": "gauge",
        "status": "stateset",
        "any_assumed": "gauge",
    }
    assert list(families(report())) == list(types)


def test_nothing_has_a_time() -> None:
    samples = [one for family in families(EVERY_STATUS).values() for one in family.samples]
    assert samples
    assert all(sample.timestamp is None for sample in samples)


def test_values_and_edges_are_those_of_the_report() -> None:
    found = families(EVERY_STATUS)
    actual = {o.target.id: float(o.actual.value) for o in EVERY_STATUS.assessments if o.actual}
    low = {one.id: float(one.band.min) for one in TARGETS.targets if one.band.min is not None}
    high = {one.id: float(one.band.max) for one in TARGETS.targets if one.band.max is not None}
    assert values(found["value"]) == actual
    assert (values(found["min"]), values(found["max"])) == (low, high)


def test_one_state_is_set_of_each_target() -> None:
    states = families(EVERY_STATUS)["status"].samples
    label = "exporttrack_target_status"
    assert [one.labels[label] for one in states] == [*STATUSES] * len(TARGETS.targets)
    on = {one.labels["target"]: one.labels[label] for one in states if one.value == 1}
    assert on == {one.target.id: one.status for one in EVERY_STATUS.assessments}
    assert sum(one.value for one in states) == len(on)


@pytest.mark.parametrize(
    ("assumed", "label", "any_assumed"),
    [
        pytest.param({}, {}, 0, id="published"),
        pytest.param({2022: 95}, {"assumed": "true"}, 1, id="what is judged"),
        pytest.param({2020: 85}, {}, 1, id="the base"),
    ],
)
def test_an_assumed_figure_is_marked(
    assumed: dict[int, int], label: dict[str, str], any_assumed: int
) -> None:
    found = families(report(target(least=100), known={2020: 80, 2022: 90}, assumed=assumed))
    labels = {"target": "t", "unit": "jobs", **label}
    assert [sample.labels for sample in found["value"].samples] == [labels]
    assert values(found["any_assumed"]) == {"t": any_assumed}


@pytest.mark.parametrize("value", ["0.0000001", "1e27", "-5.5", "1234567890123456789.5"])
def test_numbers_are_written_out(value: str) -> None:
    found = report(target(least=100), known={2020: 80, 2022: value})
    assert values(families(found)["value"]) == {"t": pytest.approx(float(value), rel=1e-15)}
    assert not re.search(r"\de", render.render(found))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_unit_comes_back_on_one_line(text: str) -> None:
    value = families(any_words("Title", text))["value"]
    assert {sample.labels["unit"] for sample in value.samples} == {written_out(text)}


@given(texts, texts)
def test_no_words_break_it(title: str, unit: str) -> None:
    assert len(families(any_words(title, unit))["status"].samples) == 2 * len(STATUSES)
