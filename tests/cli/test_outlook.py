"""exporttrack outlook, on the shipped files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import DATA, Run

DAY = ("--as-of", "2026-11-21")
EXPLAINED = DATA / "explained"


def by_id(text: str) -> dict[str, Any]:
    return {one["id"]: one for one in json.loads(text)["outlooks"]}


def test_the_shipped_targets_in_a_pipe(run: Run) -> None:
    ran = run("outlook", *DAY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (EXPLAINED / "outlook_pipe.txt").read_text(encoding="utf-8")


def test_only_some_targets(run: Run) -> None:
    out = run("outlook", "export-growth", "handicraft-share", *DAY, "--json").out
    assert list(by_id(out)) == [
        "export-growth.2023-2025",
        "export-growth.2026-2030",
        "handicraft-share",
    ]
    of_group = run("outlook", "--group", "exports", *DAY, "--json").out
    assert len(by_id(of_group)) == 4


def test_intervals_widen_with_the_level(run: Run) -> None:
    def width(level: str) -> float:
        out = run("outlook", "export-growth.2026-2030", *DAY, "--json", "--level", level).out
        found = by_id(out)["export-growth.2026-2030"]["projections"][-1]
        assert found["level"] == float(level)
        return float(found["high"] - found["low"])

    assert width("50") < width("80") < width("95")


def test_the_growth_of_the_total_may_be_given(run: Run) -> None:
    given = ("--total-growth", "5.1", "--assume", "handicraft_exports=400M@2025")
    out = run("outlook", "handicraft-share", *DAY, "--json", *given).out
    part = by_id(out)["handicraft-share"]["part"]
    assert (part["total_growth"], part["given"]) == (pytest.approx(5.1), True)
    # 400 of 20,890 million is 1.9148 %; 3 % five years on: 1.051 x (3 / 1.9148)^(1/5) - 1.
    share = 100 * 400 / 20_890
    assert part["growth"]["min"] == pytest.approx(100 * (1.051 * (3 / share) ** 0.2 - 1))
    assert part["level"]["min"] == pytest.approx(0.03 * 20_890_000_000 * 1.051**5)
    text = run("outlook", "handicraft-share", *DAY, *given).out
    assert "While the total grows +5.1 % a year, as given, the part has to grow" in text


def test_what_is_over_says_so(run: Run) -> None:
    found = by_id(run("outlook", *DAY, "--json").out)
    assert {name for name, one in found.items() if not one["over"]} == {
        "export-growth.2026-2030", "handicraft-share", "handicraft-groups",
    }  # fmt: skip
    over = [one for one in found.values() if one["over"]]
    assert {(one["needed"], one["needed_per_year"]) for one in over} == {(None, None)}


def test_markdown(run: Run) -> None:
    out = run("outlook", *DAY, "--format", "md").out
    assert out.startswith("# Outlook as of 2026-11-21 (Hanoi: export targets)\n\n## Growth of")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("handicraft-valu",), "did you mean `handicraft-value`?", id="no such target"),
        pytest.param(("--level", "100"), "--level: 100 is not between 1 and 99.9", id="level"),
        pytest.param(("--total-growth", "-100"), "--total-growth: -100 is not", id="growth"),
        pytest.param(("--total-growth", "5,1"), "has a comma", id="a comma"),
        pytest.param(("--total-growth", ""), "--total-growth: ", id="nothing"),
        pytest.param(
            ("--total-growth", "5", "export-growth", "handicraft-value"),
            "--total-growth has no effect: none of these targets is a share",
            id="no share",
        ),
        pytest.param(("--format", "csv"), "table, json, md", id="format"),
    ],
)
def test_what_cannot_be_answered_says_why(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    ran = run("outlook", *DAY, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
