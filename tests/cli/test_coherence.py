"""exporttrack coherence: exit status, formats, options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import DATA, ROOT, Run, run_process

DAY = ("--as-of", "2026-11-21")
SHIPPED = (DATA / "coherence/shipped_pipe.txt").read_text(encoding="utf-8")

TARGETS = """\
format = 1
title = "Small"

[series.exports]
title = "Exports"
unit = "USD"

[targets.growth]
title = "Growth"
kind = "growth"
series = "exports"
from = 2024
to = 2025
min = 5
max = 10

[targets.value]
title = "Value"
kind = "level"
series = "exports"
min = "121M"
by = 2025
"""
FIGURES = "series,period,value\nexports,2023,90000000\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with two targets that conflict: 10 % a year leads from 90 to 108.9, not to 121."""
    (tmp_path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    return tmp_path


def document(run: Run, *arguments: str) -> Any:
    return json.loads(run("coherence", "--json", *arguments).out)


def test_the_shipped_files_conflict(run: Run) -> None:
    ran = run("coherence", *DAY)
    assert (ran.code, ran.err) == (1, "")
    # The same page, with the files as those that come with the program.
    page, files = SHIPPED.split("\nFiles\n")
    assert ran.out.split("\nFiles\n") == [page, files.replace("  ", "  exporttrack/shipped/")]


@pytest.mark.parametrize("format", ["table", "json", "md"])
def test_the_format_never_changes_the_exit_status(run: Run, small: Path, format: str) -> None:
    figures = ("--actuals", "figures.csv", "--format", format)
    assert run("coherence", *figures).code == 1
    assert run("coherence", *figures, "--assume", "exports=100M@2023").code == 0


def test_what_is_assumed_is_marked(run: Run, small: Path) -> None:
    # 100 M x 1.1^2 = 121 M: the edges touch.
    ran = run("coherence", "--assume", "exports=100M@2023")
    assert (ran.code, ran.err) == (0, "")
    assert "Exports in 2025: both growth and value are met by US$121 M." in ran.out
    assert "US$100 M is the figure of 2023, assumed." in ran.out


def test_the_json_has_every_number_in_full(run: Run, small: Path) -> None:
    (conflict,) = document(run, "--actuals", "figures.csv")["conflicts"]
    assert conflict["targets"] == ["growth", "value"]
    assert conflict["corridors"][0]["low"] == pytest.approx(99_225_000, rel=1e-15)
    (way,) = conflict["reconcile"]
    assert way["base"]["low"] == pytest.approx(100e6, rel=1e-15)
    assert way["latest"] == {"year": 2023, "value": 90_000_000}
    assert way["needed"]["low"] == pytest.approx(100 * ((121 / 90) ** 0.5 - 1))


def test_json_is_asked_for_in_two_ways(run: Run, small: Path) -> None:
    assert run("coherence", "--json").out == run("coherence", "--format", "json").out


def test_targets_of_other_groups_are_as_if_not_stated(run: Run, small: Path) -> None:
    stated = TARGETS.replace('title = "Growth"', 'title = "Growth"\ngroup = "One"')
    (small / "targets.toml").write_text(stated, encoding="utf-8")
    figures = ("--actuals", "figures.csv")
    assert run("coherence", *figures).code == 1
    ran = run("coherence", *figures, "--group", "one", "--json")
    assert ran.code == 0
    assert [one["target"] for one in json.loads(ran.out)["corridors"]] == ["growth"]
    none = run("coherence", *figures, "--group", "two")
    assert (none.code, none.err) == (0, 'exporttrack: no target in group "two" (One)\n')


def test_only_what_was_known_then_counts(run: Run) -> None:
    early = document(run, "--as-of", "2020-01-01")["corridors"]
    growth = next(one for one in early if one["target"] == "handicraft-growth")
    assert growth["basis"]["periods"] == ["2018"]


def test_a_target_file_without_figures_is_answered(run: Run, small: Path) -> None:
    ran = run("coherence")
    assert ran.code == 0
    assert "no level can be told, as nothing is known of Exports in 2023." in ran.out


def test_no_targets_are_no_conflict(run: Run, tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_text('[series.a]\nunit = "USD"\n', encoding="utf-8")
    ran = run("coherence")
    assert ran.code == 0
    assert "0 conflicts, 0 pairs that fit, 0 targets." in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--format", "csv"], id="a format that there is not"),
        pytest.param(["--color", "blue"], id="a colour that there is not"),
        pytest.param(["--as-of", "soon"], id="no day"),
        pytest.param(["--assume", "nothing"], id="no assumption"),
        pytest.param(["--targets", "missing.toml"], id="no file"),
        pytest.param(["growth"], id="no arguments are taken"),
    ],
)
def test_what_cannot_be_answered(run: Run, arguments: list[str]) -> None:
    ran = run("coherence", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "error" in ran.err


def test_an_error_is_json_where_json_is_asked_for(run: Run) -> None:
    ran = run("coherence", "--json", "--as-of", "soon")
    assert (ran.code, ran.out) == (2, "")
    assert "message" in json.loads(ran.err)["error"]


def test_color_only_where_it_is_asked_for(run: Run, small: Path) -> None:
    assert "\x1b" not in run("coherence").out
    assert "\x1b" in run("coherence", "--color", "always").out


def test_a_stream_without_the_letters_of_a_title(tmp_path: Path) -> None:
    stated = TARGETS.replace('"Growth"', '"Tăng trưởng"')
    (tmp_path / "targets.toml").write_text(stated, encoding="utf-8")
    arguments = ("coherence", "--assume", "exports=90M@2023")
    source = {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    ran = run_process(*arguments, cwd=tmp_path, env=source)
    assert (ran.code, ran.err) == (1, "")
    assert "Tang tr" in ran.out
    as_json = run_process(*arguments, "--json", cwd=tmp_path, env=source)
    assert as_json.code == 1
    assert json.loads(as_json.out)["title"] == "Small"
