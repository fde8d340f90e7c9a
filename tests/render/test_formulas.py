"""Every formula with its numbers put in comes to what it says: a pocket calculator is enough."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exporttrack
from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Target, Targets
from exporttrack.render.formulas import Formula, formulas, legend, of_verdict, written
from exporttrack.rules.explanation import Explanation, explain
from rules import generating
from rules.building import MID_2023, Known, figures, target, targets_of

SHIPPED = exporttrack.load_targets(exporttrack.shipped("targets.toml"))
KNOWN = exporttrack.load_actuals([exporttrack.shipped("actuals.toml")], SHIPPED.series)


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


def explained(
    one: Target, observations: Iterable[Observation], as_of: date = MID_2023, **fields: Any
) -> Explanation:
    targets = targets_of(one, **fields)
    found = explain(targets, Actuals(tuple(observations)), as_of=as_of, level=0.8)
    return found.explanations[0]


def steps(one: Target, known: Known, **fields: Any) -> list[str]:
    """The texts of the steps of a target with figures of its series."""
    return [step.text for step in formulas(explained(one, figures(known), **fields))]


TABLE = [
    pytest.param(
        target("level", 800, by=2025),
        {2020: 400, 2022: 500},
        [
            "Distance from the nearest edge: gap = figure - edge = 500 - 800 = -300 USD",
            "The same as a part of the edge: gap in percent = gap / edge = (-300) / 800 = -37.5 %",
            "Observed rate: g = (y / y0)^(1 / (t - t0)) - 1 = (500 / 400)^(1 / (2022 - 2020)) - 1 "
            "= 11.8034 %",
            "Required rate: r = (X / y0)^(1 / (T - t0)) - 1 = (800 / 400)^(1 / (2025 - 2020)) - 1 "
            "= 14.8698 %",
            "Needed rate: q = (X / y)^(1 / (T - t)) - 1 = (800 / 500)^(1 / (2025 - 2022)) - 1 "
            "= 16.9607 %",
            "Needed in each year left: n = (X - y) / (T - t) = (800 - 500) / (2025 - 2022) "
            "= 100 USD",
            "Ratio of observed to required rate: R = d x g / |r| "
            "= 1 x 11.803399 % / |14.869835 %| = 0.793781",
            "Expected at the deadline if g goes on: E = y x (1 + g)^(T - t) "
            "= 500 x (1 + 11.803399 %)^(2025 - 2022) = 698.771243 USD",
            "Projected share of the required change: P = (E - y0) / (X - y0) "
            "= (698.771243 - 400) / (800 - 400) = 0.746928",
        ],
        id="a level: rates, their ratio, where the rate leads",
    ),
]


@pytest.mark.parametrize(("one", "known", "expected"), TABLE)
def test_steps(one: Target, known: Known, expected: list[str]) -> None:
    assert steps(one, known) == expected


def comes_to_its_value(explanation: Explanation) -> None:
    for step in formulas(explanation):
        assert reached(step) == pytest.approx(step.value, rel=1e-6, abs=1e-300), step.text


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
    found = explain(SHIPPED, KNOWN.assuming(more), as_of=as_of, level=0.8)
    for explanation in found.explanations:
        comes_to_its_value(explanation)
