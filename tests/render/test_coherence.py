"""Coherence as it stands on the screen, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Context, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from rich.cells import cell_len
from rich.console import Console

from conftest import DATA as ALL_DATA
from conftest import ROOT
from exporttrack import load_actuals, load_targets
from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.render import sections
from exporttrack.render.coherence import sections as made
from exporttrack.render.coherence import title
from exporttrack.render.coherence_json import document
from exporttrack.render.json import dumps
from exporttrack.render.table import UNLIMITED
from exporttrack.rules.coherence import Coherence, coherence
from rules import generating
from rules.test_coherence import of_generated, several_targets

DATA = ALL_DATA / "coherence"


def shipped() -> Coherence:
    targets = load_targets(ROOT / "targets.toml", "targets.toml")
    path = str(ROOT / "actuals.toml")
    actuals = load_actuals([path], targets.series, {path: "actuals.toml"})
    return coherence(targets, actuals, as_of=date(2026, 11, 21))


def small() -> Coherence:
    """Conflicts and pairs that fit, of every kind, with numbers one can check by hand."""
    targets = load_targets(DATA / "targets.toml", "targets.toml")
    path = str(DATA / "actuals.csv")
    actuals = load_actuals([path], targets.series, {path: "actuals.csv"})
    return coherence(targets, actuals, as_of=date(2025, 12, 31))


def as_text(found: Coherence, width: int) -> str:
    console = Console(width=width, height=100, color_system=None, force_terminal=False)
    return sections.as_text(title(found), made(found), console)


def rendered() -> dict[str, str]:
    """What each whole expected output is to be."""
    return {
        "shipped_80.txt": as_text(shipped(), 80),
        "shipped_pipe.txt": as_text(shipped(), UNLIMITED),
        "small_80.txt": as_text(small(), 80),
        "small.md": sections.as_markdown(title(small()), made(small())),
        "small.json": dumps(document(small()), indent=1),
    }


@pytest.mark.parametrize("name", list(rendered()))
def test_whole_outputs(name: str) -> None:
    assert rendered()[name] == (DATA / name).read_text(encoding="utf-8")
