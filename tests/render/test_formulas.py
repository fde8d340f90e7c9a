"""Every formula with its numbers put in comes to what it says: a pocket calculator is enough."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Target, Targets
from exporttrack.render.formulas import formulas, legend, of_verdict
from exporttrack.render.sheet import Formula
from exporttrack.rules.explanation import Explanation, explain
from render.explaining import SHIPPED_ACTUALS, SHIPPED_TARGETS, explained
from rules import generating
from rules.building import Known, figures, target


def typed_in(text: str) -> float:
    """What a reader gets: the text as Python."""
    plain = re.sub(r"([0-9.,]+) %", r"(\1/100)", text).replace(",", "")
    plain = re.sub(r"\|([^|]*)\|", r"abs(\1)", plain)
    found = eval(plain.replace(" x ", " * ").replace("^", "**"), {"__builtins__": {"abs": abs}})
    assert isinstance(found, float | int)
    return float(found)


def reached(step: Formula) -> float:
    """The same in the unit of the step."""
    return typed_in(step.with_numbers) * (100 if step.unit in ("percent", "pp") else 1)


def steps(one: Target, known: Known, more: Iterable[Observation] = ()) -> list[str]:
    """What each step of a target with figures of its series says, on one line."""
    found = formulas(explained(one, [*figures(known), *more]))
    return [": ".join(line.strip() for line in step.lines) for step in found]


def of(one: Target, known: Known, symbol: str, more: Iterable[Observation] = ()) -> str:
    """The step that gives a symbol, on one line."""
    (found,) = (line for line in steps(one, known, more) if f": {symbol} = " in line)
    return found


def test_every_step_of_a_level() -> None:
    assert steps(target("level", 800, by=2025), {2020: 400, 2022: 500}) == [
        "Distance from the nearest edge: gap = -300 USD: figure - edge = 500 - 800",
        "The same as a part of the edge: gap in percent = -37.5 %: gap / edge = (-300) / 800",
        "Observed rate: g = 11.8034 %: "
        "(y / y0)^(1 / (t - t0)) - 1 = (500 / 400)^(1 / (2022 - 2020)) - 1",
        "Required rate: r = 14.8698 %: "
        "(X / y0)^(1 / (T - t0)) - 1 = (800 / 400)^(1 / (2025 - 2020)) - 1",
        "Needed rate: q = 16.9607 %: "
        "(X / y)^(1 / (T - t)) - 1 = (800 / 500)^(1 / (2025 - 2022)) - 1",
        "Needed in each year left: n = 100 USD: (X - y) / (T - t) = (800 - 500) / (2025 - 2022)",
        "Ratio of observed to required rate: R = 0.793781: "
        "d x g / |r| = 1 x 11.803399 % / |14.869835 %|",
        "Expected at the deadline if g goes on: E = 698.771243 USD: "
        "y x (1 + g)^(T - t) = 500 x (1 + 11.803399 %)^(2025 - 2022)",
        "Projected share of the required change: P = 0.746928: "
        "(E - y0) / (X - y0) = (698.771243 - 400) / (800 - 400)",
    ]


OF_KIND = [
    pytest.param(
        target("level", 36, by=2025),
        {2019: 10, 2020: 14, 2021: 17, 2022: 22},
        "miss",
        "What that lacks, of the open gap: miss = 14.2857 %: "
        "|X - L| / |X - y| = |36 - 34| / |36 - 22|",
        id="what a straight line lacks",
    ),
    pytest.param(
        target("level", 36, by=2025),
        {2019: 10, 2020: 14, 2021: 17, 2022: 22},
        "c",
        "Mean change of the last 3 years: c = 4 USD: (y - V2019) / 3 = (22 - 10) / 3",
        id="the mean change of the last years",
    ),
    pytest.param(
        target("level", 36, by=2025),
        {"2022-H1": 10, "2022-H2": 12},
        "V2022",
        "2022, the sum of its parts: V2022 = 22 USD: parts = (10 + 12)",
        id="a year that is made of parts",
    ),
    pytest.param(
        target("growth", 10, by=2025, first=2021),
        {2020: 100, 2022: 125},
        "X",
        "Asked at the deadline: X = 161.051 USD: "
        "y0 x (1 + a)^(T - t0) = 100 x (1 + 10 %)^(2025 - 2020)",
        id="what growth asks at its end",
    ),
    pytest.param(
        target("growth", 10, by=2025, first=2021),
        {2020: 100, 2021: 125},
        "growth of 2021",
        "On the year before: growth of 2021 = 25 %: V2021 / V2020 - 1 = 125 / 100 - 1",
        id="the growth of a year",
    ),
    pytest.param(
        target("change", None, -20, by=2025, base=2020),
        {2020: 1000, 2022: 940},
        "R",
        "Ratio of observed to required rate: R = 0.697956: "
        "d x g / |r| = (-1) x (-3.0464029 %) / |(-4.36475 %)|",
        id="where less is better d is -1",
    ),
    pytest.param(
        target("change", None, -20, by=2025, base=2020),
        {2020: 1000, 2022: 940},
        "change",
        "Change since the base: change = -6 %: y / y0 - 1 = 940 / 1,000 - 1",
        id="a change",
    ),
    pytest.param(
        target("total", 10_000, by=2025, first=2021),
        {2021: 1000, 2022: 2500},
        "pace",
        "Pace, the part of the sum over the part of the time: pace = 0.875: "
        "(sum / X) / (seen / length) = (3,500 / 10,000) / (2 / 5)",
        id="the pace of a total",
    ),
    pytest.param(
        target("total", 10_000, by=2025, first=2021),
        {2021: 1000, 2022: 2500},
        "E",
        "Expected if the years left are as those seen: E = 8,750 USD: "
        "sum + (length - seen) x sum / seen = 3,500 + (5 - 2) x 3,500 / 2",
        id="where a total leads",
    ),
]


@pytest.mark.parametrize(("one", "known", "symbol", "expected"), OF_KIND)
def test_a_step(one: Target, known: Known, symbol: str, expected: str) -> None:
    assert of(one, known, symbol) == expected


def test_a_share_is_made_of_two_figures() -> None:
    whole = figures({2022: 900}, "whole")
    assert of(target("share", 3, by=2025), {"2022-H1": 10, "2022-H2": 8}, "V2022", whole) == (
        "Share of 2022: V2022 = 2 %: part / total = (10 + 8) / 900"
    )


def test_levels_are_chained_at_published_rates_forwards_and_backwards() -> None:
    one = target("growth", 5, by=2025, first=2021, measured_by="published")
    rates = figures({2021: 10, 2022: "-5"}, "published")
    assert of(one, {2020: 100}, "V2022", rates) == (
        "2022, by the published rate of 2022: V2022 = 104.5 USD: "
        "V2021 x (1 + rate) = 110 x (1 + (-5 %))"
    )
    assert of(one, {2021: 110}, "V2020", rates) == (
        "2020, by the published rate of 2021: V2020 = 100 USD: "
        "V2021 / (1 + rate) = 110 / (1 + 10 %)"
    )


def test_a_rate_that_stands_alone_is_no_result() -> None:
    """Of 2022 there is no level, so neither its growth nor that of 2023 is made of two."""
    one = target("growth", 5, by=2025, first=2021, measured_by="published", reading="each-year")
    known = [*figures({2020: 100, 2021: 110}), *figures({2023: 3}, "published")]
    found = explained(one, known, date(2024, 6, 30))
    steps = [step.symbol for step in formulas(found)]
    assert [symbol for symbol in steps if symbol.startswith("growth")] == ["growth of 2021"]


def test_an_index_has_no_unit() -> None:
    one = target("growth", 5, by=2025, first=2021, measured_by="published")
    found = explained(one, figures({2021: 4, 2022: 6}, "published"))
    steps = {step.symbol: step for step in formulas(found)}
    assert steps["V2022"].value == pytest.approx(110.24)
    assert steps["V2022"].unit is None
    assert steps["X"].lines[0] == "Asked at the deadline: X = 127.628"
    assert {step.unit for step in steps.values()} == {None, "percent", "pp"}
    assert legend(found, of_verdict(found))[:2] == [
        "y0 = 100 in t0 = 2020, the base",
        "y = 110.24 in t = 2022, the latest figure",
    ]


def test_symbols_are_told_where_they_are_used() -> None:
    found = explained(target("level", 800, by=2025), figures({2020: 400, 2022: 500}))
    assert legend(found, of_verdict(found)) == [
        "y0 = 400 USD in t0 = 2020, the base",
        "y = 500 USD in t = 2022, the latest figure",
        "X = 800 USD by T = 2025, what is asked",
        "d = 1: more is better",
    ]
    total = explained(target("total", 800, by=2025, first=2021), figures({2021: 400}))
    assert legend(total, of_verdict(total)) == ["X = 800 USD by T = 2025, what is asked"]
    none = explained(target("level", 800, by=2025), [])
    assert legend(none, of_verdict(none)) == []


def test_as_many_digits_as_a_difference_needs() -> None:
    step = of(target("level", 800, by=2025), {2020: "400.000001", 2022: 400}, "P")
    assert "= (399.999998" in step


def comes_to_its_value(explanation: Explanation) -> None:
    observed = explanation.outlook.assessment.rates.observed
    for step in formulas(explanation):
        # Of 1 + g no digits are left where next to nothing of a value is.
        if step.symbol not in ("E", "P") or observed is None or observed > -0.9999:
            assert reached(step) == pytest.approx(step.value, rel=1e-6, abs=1e-300), step.lines


@given(
    generating.targets(),
    generating.figure_lists,
    generating.days,
    st.sampled_from(["flow", "stock"]),
    st.sampled_from([1, 7]),
)
def test_every_formula_comes_to_its_value(
    one: Target, observations: list[Observation], as_of: date, measure: Any, start: int
) -> None:
    series = {
        name: Series(name, "percent" if name == "published" else "USD", measure=measure)
        for name in ("s", "whole", "published")
    }
    series["s"] = replace(series["s"], fiscal_year_start=start)
    found = explain(
        Targets("Generated", series, (one,)), Actuals(tuple(observations)), as_of=as_of, level=0.8
    )
    comes_to_its_value(found.explanations[0])


@pytest.mark.parametrize("as_of", [date(year, 7, 21) for year in range(2019, 2032)])
@pytest.mark.parametrize("assumed", [None, "180000000", "900000000"])
def test_every_formula_of_the_shipped_targets_comes_to_its_value(
    as_of: date, assumed: str | None
) -> None:
    more = figures({2025: assumed} if assumed else {}, "handicraft_exports", assumed=True)
    found = explain(SHIPPED_TARGETS, SHIPPED_ACTUALS.assuming(more), as_of=as_of, level=0.8)
    for explanation in found.explanations:
        comes_to_its_value(explanation)
