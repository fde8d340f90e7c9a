"""Coherence as it stands on the screen, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Context, Decimal

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
from rules.several import of_generated, several_targets

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


@pytest.mark.parametrize("width", range(40, 200, 7))
def test_nothing_is_ever_cut(width: int) -> None:
    for found in (shipped(), small()):
        text = as_text(found, width)
        assert max(map(cell_len, text.splitlines())) <= width
        assert words(text) == words(as_text(found, UNLIMITED))


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("found", [shipped(), small()], ids=["shipped", "small"])
def test_a_pocket_calculator_gets_there(found: Coherence) -> None:
    assert check_with_a_calculator(found) >= 12


@given(several_targets, generating.figure_lists)
def test_a_pocket_calculator_always_gets_there(
    several: list[Target], known: list[Observation]
) -> None:
    found = of_generated(several, known)
    check_with_a_calculator(found)
    assert json.loads(dumps(document(found)))["title"] == found.title


def check_with_a_calculator(found: Coherence) -> int:
    """Work out every calculation that is printed; how many there were."""
    several = list(calculations(found))
    for left, right in several:
        digits = len(number(right).normalize().as_tuple().digits)
        least = 4 if "US$" in right or re.fullmatch(r"[\d.,]+", right) else 3
        value = Decimal(repr(float(eval(typed(left), {}, {}))))
        shown = number(right)
        step = Decimal(10) ** (value.adjusted() + 1 - max(digits, least)) if value else Decimal(1)
        assert abs(value - shown) <= step * Decimal("0.500001"), f"{left} = {right}"
    return len(several)


def calculations(found: Coherence) -> Iterator[tuple[str, str]]:
    for section in made(found):
        for line in section.lines:
            for piece in re.split(r", |\.? \w+: |\. |: ", line):
                if " = " in piece:
                    left, right = piece.split(" = ")
                    yield left.strip(), right.rstrip(".")


SCALES = {"M": "e6", "bn": "e9", "tn": "e12", "%": "e-2", "GWh": ""}


def typed(text: str) -> str:
    """What one would type: `US$1,234.5 M x 1.05^5` -> `1234.5e6 * 1.05**5`."""
    plain = re.sub(r"US\$|,", "", text)
    plain = re.sub(r"(?<=\d) (M|bn|tn|%|GWh)", lambda unit: SCALES[unit[1]], plain)
    return plain.replace(" x ", " * ").replace("^", "**")


def number(text: str) -> Decimal:
    return Context(prec=40).create_decimal(typed(text))


def test_words_of_a_source_are_no_markup() -> None:
    found = small()
    text = sections.as_markdown(title(found), made(found))
    assert '"crafts worth \\[US$12 million\\]"' in text


def test_keys_of_the_json_keep_their_order() -> None:
    found = document(shipped())
    assert list(found) == [
        "schema_version", "tool", "as_of", "title", "inputs", "corridors", "conflicts", "fits",
    ]  # fmt: skip
    corridors, conflicts = found["corridors"], found["conflicts"]
    assert isinstance(corridors, list)
    assert isinstance(conflicts, list)
    assert list(corridors[0]) == [
        "target", "kind", "band", "series", "unit", "from", "year", "low", "high", "basis",
        "factors", "actual",
    ]  # fmt: skip
    assert list(conflicts[0]) == [
        "series", "unit", "from", "year", "targets", "multiple_of", "corridors", "apart",
        "counts_as_met_beyond", "reconcile",
    ]  # fmt: skip


def test_two_documents_are_the_same_bytes() -> None:
    assert dumps(document(small())) == dumps(document(small()))
