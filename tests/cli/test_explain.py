"""exporttrack explain, on the shipped files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import DATA, ROOT, Run

DAY = ("--as-of", "2026-11-21")
ASSUMED = ("--assume", "handicraft_exports=200M@2025")
EXPLAINED = DATA / "explained"


def test_handicraft_value_with_an_assumption_in_a_pipe(run: Run) -> None:
    ran = run("explain", "handicraft-value", *ASSUMED, *DAY)
    assert (ran.code, ran.err) == (0, "")
    kept = EXPLAINED / "explain_handicraft-value_pipe.txt"
    assert ran.out == kept.read_text(encoding="utf-8")


def test_off_a_terminal_nothing_is_wrapped(run: Run) -> None:
    out = run("explain", "export-growth.2023-2025", *DAY).out
    assert max(map(len, out.splitlines())) > 150
    assert "\x1b" not in out


def test_a_name_means_all_its_phases(run: Run) -> None:
    out = run("explain", "export-growth", *DAY, "--json").out
    assert [one["id"] for one in json.loads(out)["explanations"]] == [
        "export-growth.2023-2025",
        "export-growth.2026-2030",
    ]


def test_json_is_the_same_by_either_name(run: Run) -> None:
    by_option = run("explain", "handicraft-share", *DAY, "--json").out
    assert by_option == run("explain", "handicraft-share", *DAY, "--format", "json").out


def test_markdown(run: Run) -> None:
    out = run("explain", "handicraft-value", *ASSUMED, *DAY, "--format", "md").out
    assert out.startswith("# How the verdict was reached")
    assert "\n## Handicraft exports: at least US$550 M by 2025 (handicraft-value)\n" in out
    assert "\n### Verdict\n\n- missed: US$200 M in 2025" in out
    assert "\n```text\n2014 o" in out


def test_the_level_is_that_of_the_intervals(run: Run) -> None:
    out = run("explain", "export-growth.2026-2030", *DAY, "--level", "95").out
    assert "95 % interval" in out
    assert "80 % interval" not in out


def test_colors_are_there_when_asked_for(run: Run) -> None:
    out = run("explain", "handicraft-value", *DAY, "--color", "always").out
    assert out.startswith("\x1b[1mHow the verdict was reached")


def test_figures_have_their_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(
        "series,period,value,status,published,source\n"
        "handicraft_exports,2025,560M,final,2026-03-01,Customs\n",
        encoding="utf-8",
    )
    out = run("explain", "handicraft-value", *DAY, "--actuals", "more.csv").out
    assert "  met: US$560 M in 2025" in out
    used = "  handicraft_exports 2025 = US$560 M: final, published 2026-03-01, more.csv:2\n"
    assert used in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param((), "`TARGET` is missing", id="no target"),
        pytest.param(("handicraft-valu",), "did you mean `handicraft-value`?", id="no such target"),
        pytest.param(("handicraft-value", "--level", "0"), "--level: 0 is not between", id="level"),
        pytest.param(("handicraft-value", "--level", "x"), '--level: "x"', id="no number"),
        pytest.param(("handicraft-value", "--format", "csv"), "table, json, md", id="format"),
    ],
)
def test_what_cannot_be_answered_says_why(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    ran = run("explain", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def of_formats(heading: str) -> set[str]:
    """The keys that docs/formats.md tells of a document."""
    text = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    below = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\|([^|]*)\|", below, flags=re.M)
    return {key for cell in rows for key in re.findall(r"`([^`]+)`", cell)}


def keys_of(value: object, path: str = "") -> set[str]:
    """Every path, as `formulas[].value`; of what the report has too only the first key."""
    if isinstance(value, list):
        return {key for inner in value for key in keys_of(inner, f"{path}[]")}
    if not isinstance(value, dict):
        return {path}
    return {
        key
        for name, inner in value.items()
        for key in keys_of(inner, f"{path}.{name}" if path else name)
    }


def test_the_keys_of_explain_are_told(run: Run) -> None:
    told = of_formats("explain --json")
    report = json.loads(run(*DAY, "--json", *ASSUMED).out)["targets"]
    known = {key for target in report for key in target}
    names = ("export-growth", "handicraft-share", "handicraft-value")
    ran = [run("explain", name, *DAY, "--json", *ASSUMED).out for name in names]
    found = {
        key
        for out in ran
        for one in json.loads(out)["explanations"]
        for key in keys_of({name: value for name, value in one.items() if name not in known})
    }
    of_others = ("set_aside[].", "projections[].", "part.")
    own = {key for key in found if not key.startswith(of_others)}
    assert own <= told | {"set_aside", "projections", "part"}
    assert {key for key in told if not key.startswith(of_others)} <= own | {
        key.split("[")[0] for key in found
    }


def test_the_keys_of_outlook_are_told(run: Run) -> None:
    told = of_formats("outlook --json")
    found = {
        key
        for one in json.loads(run("outlook", *DAY, "--json").out)["outlooks"]
        for key in keys_of({**one, "projections": [], "year_to_date": None})
    }
    assert found | {"projections"} == told


def test_the_worked_example_of_the_method_is_what_it_prints() -> None:
    text = (ROOT / "docs/method.md").read_text(encoding="utf-8")
    below = text.split("\n## A verdict explained\n", 1)[1]
    (example,) = re.findall(r"^   ```text\n(.*?)^   ```$", below.split("\n## ")[0], re.M | re.S)
    kept = (EXPLAINED / "explain_handicraft-value_pipe.txt").read_text(encoding="utf-8")
    printed = {line.strip() for line in kept.splitlines()}
    assert {line.strip() for line in example.splitlines()} <= printed


def test_a_unit_cannot_move_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_text(
        '[series.a]\nunit = "t\\u001b[2J"\n'
        '[targets.a]\nkind = "level"\nseries = "a"\nmin = 5\nby = 2024\n'
    )
    (tmp_path / "figures.csv").write_text("series,period,value\na,2024,4\n")
    for format in ("table", "md"):
        out = run("explain", "a", "--actuals", "figures.csv", "--format", format).out
        assert "gap = -1 t" in out
        assert "\x1b" not in out
