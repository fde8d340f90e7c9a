"""Coherence as it stands on the screen, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal
from typing import Any

import pytest
from hypothesis import given
from rich.cells import cell_len
from rich.console import Console

from conftest import DATA as ALL_DATA
from conftest import ROOT
from exporttrack import load_actuals, load_targets
from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Kind, Target
from exporttrack.render import sections
from exporttrack.render.coherence import sections as made
from exporttrack.render.coherence import title
from exporttrack.render.coherence_json import document
from exporttrack.render.json import dumps
from exporttrack.render.language import speak
from exporttrack.render.table import UNLIMITED
from exporttrack.rules.coherence import Coherence, coherence
from rules import generating
from rules.building import LATER, figures, target, targets_of
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


def together(several: list[Target], *known: Observation) -> Coherence:
    """Small targets with a figure or two, each under a name of its own."""
    targets = [replace(one, id=f"t{at}", name=f"t{at}") for at, one in enumerate(several)]
    return coherence(targets_of(*targets), Actuals(known), as_of=LATER)


def said(found: Coherence) -> str:
    return "\n".join(line.strip() for section in made(found) for line in section.lines)


def total(kind: Kind, least: int, most: int) -> Target:
    return replace(target(kind, least, most), series="whole")


def growth(least: str | None, most: str | None, by: int = 2021, **fields: Any) -> Target:
    return target("growth", least, most, by, first=2021, **fields)


IN_2020 = figures({2020: 100_000_000})


@pytest.mark.parametrize(
    ("several", "known", "expected"),
    [
        pytest.param(
            [growth("5", "10")], IN_2020,
            "s in 2021: US$105 M to US$110 M. US$100 M x 1.05 = US$105 M, US$100 M x 1.1 = "
            "US$110 M. US$100 M is the figure of 2020.",
            id="one year has no exponent",
        ),
        pytest.param(
            [growth("5", "5")], IN_2020,
            "s in 2021: US$105 M. US$100 M x 1.05 = US$105 M. US$100 M is the figure of 2020.",
            id="one rate is said once",
        ),
        pytest.param(
            [growth("0", "9.996")], [*IN_2020, *figures({2021: 110_000_000})],
            "s in 2021: US$100 M to US$109.996 M. US$100 M x 1 = US$100 M, US$100 M x 1.09996 = "
            "US$109.996 M. US$100 M is the figure of 2020.\nPublished: US$110 M, above.",
            id="an end is not rounded onto the figure",
        ),
        pytest.param(
            [growth("9.996", "9.997")], IN_2020,
            "s in 2021: US$109.996 M to US$110 M. US$100 M x 1.09996 = US$109.996 M, "
            "US$100 M x 1.09997 = US$110 M.",
            id="two ends are not rounded to one",
        ),
        pytest.param(
            [growth("0", "10", 2022, measured_by="published")],
            [*figures({2022: 132}), *figures({2021: 10, 2022: 20}, "published")],
            "US$100 is the figure of 2020, with growth rates as published.",
            id="a base as published",
        ),
        pytest.param(
            [growth("0", "10", 2022)], figures({2022: 132}),
            "s in 2022: no level can be told, as nothing is known of s in 2020.",
            id="a figure is not said to be inside of what cannot be told",
        ),
        pytest.param(
            [growth("0", "10")], figures({2020: 0}),
            "s in 2021: no level can be told, as nothing is counted from US$0, the figure of 2020.",
            id="a base of zero",
        ),
        pytest.param(
            [target("share", 3)], figures({2025: -1}, "whole"),
            "s in 2025: no level can be told, as nothing is counted from -US$1, the figure of 2025 "
            "of whole.",
            id="a negative total",
        ),
        pytest.param(
            [target("share", 3), replace(target("level", None, 9), series="whole")], [],
            "s in 2025: any level.",
            id="a share whose total only has a ceiling",
        ),
        pytest.param(
            [growth("1e30", None, 2040)], IN_2020,
            "s in 2040: no level can be told, as it is beyond any number.",
            id="beyond any number",
        ),
    ],
)  # fmt: skip
def test_what_a_target_means(
    several: list[Target], known: list[Observation], expected: str
) -> None:
    found = together(several, *known)
    assert expected in said(found)
    if "no level" in expected:
        assert "Published" not in said(found)


@pytest.mark.parametrize(
    ("several", "known", "expected"),
    [
        pytest.param(
            [growth("0", "9.996"), target("level", 110_000_000, by=2021)], IN_2020,
            "Means US$100 M to US$109.996 M.",
            id="the gap is not rounded away",
        ),
        pytest.param(
            [growth("0", "10"), growth("10.001", None)], [],
            "Means 1 to 1.1 times s in 2020.\n",
            id="one year from a common level: what is stated is no calculation",
        ),
        pytest.param(
            [growth("0", "10"), target("change", 11, by=2021, base=2020)], [],
            "Means 1 to 1.1 times s in 2020.\n",
            id="nor is a change",
        ),
        pytest.param(
            [growth("0", "10", 2022), growth("10.001", None, 2022)], [],
            "Means at least 1.21002 times s in 2020. 1.10001^2 = 1.21002.",
            id="the gap between multiples is not rounded away",
        ),
        pytest.param(
            [growth("0", "10"), target("level", 110_001_000, by=2021)], IN_2020,
            "t0 with +10.001 % a year from US$100 M in 2020 on: US$110.001 M / US$100 M - 1 = "
            "+10.001 %.",
            id="what is needed is not rounded to what is stated",
        ),
        pytest.param(
            [growth("5", "5"), target("level", 210_000_000, by=2021)], IN_2020,
            "t0 from US$200 M in 2020: US$210 M / 1.05 = US$200 M. That is about twice (2 times) "
            "the US$100 M of 2020, which it counts from.",
            id="one base is said once",
        ),
        pytest.param(
            [growth(None, "5", 2025), target("level", 550_000_000)],
            figures({2020: 430_920_000}),
            # 430.92 x 1.05^5 = 549.975
            "Means at most US$549.98 M. US$430.92 M x 1.05^5 = US$549.98 M. US$430.92 M is the "
            "figure of 2020.",
            id="a level is told from what is stated, the figure as it is counted from",
        ),
        pytest.param(
            [growth(None, "5", 2025), target("level", 550_000_000)],
            figures({2020: 430_920_000}),
            "t0 from at least US$430.94 M in 2020: US$550 M / 1.05^5 = US$430.94 M. That is about "
            "the same (1.00005 times) as the US$430.92 M of 2020, which it counts from.\n"
            "t0 with +5.001 % a year from US$430.92 M in 2020 on: (US$550 M / US$430.92 M)^(1/5) - "
            "1 = +5.001 %.",
            id="another base is told from the figure",
        ),
        pytest.param(
            [target("share", 3, 5), target("level", 150), total("level", 0, 2000)], [],
            "t0 with at least 7.5 %: US$150 / US$2,000 = 7.5 %.",
            id="of a total of zero nothing is a share",
        ),
        pytest.param(
            [target("share", 3, 5), target("level", 1500), total("level", 1000, 2000)], [],
            "What would reconcile them:\nt0 with whole of US$30,000 to US$50,000 in 2025: "
            "US$1,500 / 5 % = US$30,000, US$1,500 / 3 % = US$50,000.\nMore than 5 % would count",
            id="more than the whole is no remedy",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_a_conflict(
    several: list[Target], known: list[Observation], expected: str
) -> None:
    assert expected in said(together(several, *known))


def each_year(least: str | None, most: str | None, first: int, by: int) -> Target:
    return replace(target("growth", least, most, by, first=first), reading="each-year")


EACH_YEAR = """\
1 conflict, 0 pairs that fit, 2 targets.
No level meets both as they are stated.
t0: {title}, 6-7 % in each year of 2026-2027
Means 1.06 to 1.07 times the year before.
t1: {title}, at most 5.45 % in each year of 2024-2027
Means at most 1.0545 times the year before.
What would reconcile them:
t0 with +5.45 % in each year of 2026-2027: 1.0545 - 1 = +5.45 %.
t1 with +6 % in each year of 2026-2027: 1.06 - 1 = +6 %.
"""
CAP = each_year(None, "5.45", 2024, 2027)


def test_bands_of_growth_each_year_in_sentences() -> None:
    found = together([each_year("6", "7", 2026, 2027), CAP], *figures({2023: 100, 2025: 110}))
    assert EACH_YEAR.format(title=CAP.title) in said(found)
    assert made(found)[2].heading == "s in each year of 2026-2027: whatever the year before was"
    (conflict,) = conflicts_of(found)
    assert conflict["multiple_of"] == {"series": "s", "year": 2025}
    assert conflict["each_year"] == {"from": 2026, "to": 2027}


@pytest.mark.parametrize(
    ("lang", "heading", "way"),
    [
        pytest.param(
            "en", "s in 2027: whatever the year before was",
            "t1 with +6 % in 2027: 1.06 - 1 = +6 %.",
            id="English",
        ),
        pytest.param(
            "vi", "s (2027): bất kể năm trước đó là bao nhiêu",
            "t1 với +6 % trong năm 2027: 1,06 - 1 = +6 %.",
            id="Vietnamese",
        ),
    ],
)  # fmt: skip
def test_bands_of_growth_in_one_year(lang: str, heading: str, way: str) -> None:
    speak(lang)
    try:
        found = together([each_year("6", "7", 2027, 2028), CAP])
        assert made(found)[2].heading == heading
        assert way in said(found)
    finally:
        speak("en")


@pytest.mark.parametrize(
    ("goal", "sentence"),
    [
        pytest.param(
            93_660_000,
            "Mức đó xấp xỉ bằng (0,892 lần) mức 100 triệu USD năm 2020, là mức gốc được dùng.",
            id="nearly the same",
        ),
        pytest.param(
            210_000_000,
            "Mức đó bằng khoảng hai lần (2 lần) mức 100 triệu USD năm 2020, là mức gốc được dùng.",
            id="twice",
        ),
        pytest.param(
            157_500_000,
            "Mức đó bằng 1,5 lần mức 100 triệu USD năm 2020, là mức gốc được dùng.",
            id="neither",
        ),
    ],
)
def test_a_base_is_compared_in_vietnamese(goal: int, sentence: str) -> None:
    speak("vi")
    try:
        assert sentence in said(together([growth("5", "5"), level_of(goal)], *IN_2020))
    finally:
        speak("en")


def level_of(goal: int) -> Target:
    """Exactly that level in 2021."""
    return target("level", goal, goal, by=2021)


def test_a_level_reads_alike_wherever_it_is_told() -> None:
    several = [growth(None, "5", 2025), target("level", 550_000_000), target("level", 123_456_789)]
    text = said(together(several, *figures({2020: 430_920_000})))
    beside = "both t0 and t2 are met by US$123.456789 M to US$549.98 M."
    assert f"s in 2025: {beside} t2 means at least -22.1 % a year" in text
    assert "s in 2025: both t1 and t2 are met by at least US$550 M." in text
    in_place = "s in 2025: at most US$549.98 M. US$430.92 M x 1.05^5 = US$549.98 M."
    assert in_place in text
    assert "US$550 M. US$430.92 M x" not in text


def test_the_factors_of_phases_stand_in_their_order() -> None:
    first, then = growth("8", "9", 2025), replace(growth("5", "6", 2030), first=2026)
    text = said(together([first, then, growth("4", "5", 2030)]))
    assert "Means 1.875 to 2.059 times s in 2020. 1.08^5 x 1.05^5 = 1.875, 1.09^5" in text


def test_a_figure_beside_what_cannot_be_told_has_no_position() -> None:
    (one,) = corridors_of(together([growth("0", "10", 2022)], *figures({2022: 132})))
    assert one["actual"] == {
        "value": 132, "period": "2022", "assumed": False, "position": None,
    }  # fmt: skip


def corridors_of(found: Coherence) -> Any:
    return document(found)["corridors"]


def conflicts_of(found: Coherence) -> Any:
    return document(found)["conflicts"]


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
        "counts_as_met_beyond", "each_year", "reconcile",
    ]  # fmt: skip


def test_two_documents_are_the_same_bytes() -> None:
    assert dumps(document(small())) == dumps(document(small()))
