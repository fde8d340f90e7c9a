"""The small targets that the tests of explain and outlook share, and a console of fixed width."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from rich.console import Console

import exporttrack
from conftest import DATA
from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Target, Targets
from exporttrack.rules.explanation import Explanation, Explanations, explain
from rules.building import MID_2023, targets_of

HERE = DATA / "explained"
AS_OF = date(2023, 3, 31)

TARGETS = exporttrack.load_targets(HERE / "targets.toml", "targets.toml")
ACTUALS = exporttrack.load_actuals(
    [HERE / "actuals.csv"], TARGETS.series, {str(HERE / "actuals.csv"): "actuals.csv"}
)
SHIPPED_TARGETS = exporttrack.load_targets(exporttrack.shipped("targets.toml"))
SHIPPED_ACTUALS = exporttrack.load_actuals(
    [exporttrack.shipped("actuals.toml")], SHIPPED_TARGETS.series
)
IDS = [one.id for one in TARGETS.targets]


def only(name: str) -> Targets:
    """The small targets without all others."""
    chosen = tuple(one for one in TARGETS.targets if one.id == name)
    return Targets(TARGETS.title, TARGETS.series, chosen, TARGETS.input)


def small(name: str) -> Explanations:
    """The explanation of one of the small targets."""
    return explain(only(name), ACTUALS, as_of=AS_OF, level=0.8)


def explained(
    one: Target, observations: Iterable[Observation], as_of: date = MID_2023, **fields: Any
) -> Explanation:
    """The explanation of a target; `fields` are those of its series."""
    known = Actuals(tuple(observations))
    found = explain(targets_of(one, **fields), known, as_of=as_of, level=0.8)
    return found.explanations[0]


def console(width: int, **settings: Any) -> Console:
    """Off a terminal, without colours, of this width."""
    plain = {"color_system": None, "force_terminal": False} | settings
    return Console(width=width, height=100, **plain)


def expected(name: str) -> str:
    """A whole output that is kept."""
    return (HERE / f"{name}.txt").read_text(encoding="utf-8")
