"""exporttrack report, on the shipped files and on small ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.surroundings import not_root
from conftest import Run

DAY = ("--as-of", "2026-11-21")

TARGETS = """\
format = 1
title = "Small"

[series.exports]
title = "Exports"
unit = "USD"

[targets.value]
title = "Value of exports"
kind = "level"
series = "exports"
min = "100M"
by = 2025
"""
ACTUALS = """\
series,period,value,status,published,source
exports,2023,80000000,final,2024-02-01,Customs
exports,2024,90000000,estimate,2025-02-01,Customs
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one target and two figures."""
    (tmp_path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(ACTUALS, encoding="utf-8")
    return tmp_path


def by_id(text: str) -> dict[str, Any]:
    return {target["id"]: target for target in json.loads(text)["targets"]}


class TestShippedFiles:
    def test_growth_2023_to_2025_is_met_above_the_band(self, run: Run) -> None:
        growth = by_id(run(*DAY, "--json").out)["export-growth.2023-2025"]
        assert (growth["status"], growth["position"]) == ("met", "above")
        # (20.89 / 17.1) ** (1 / 3) - 1, by hand
        assert growth["actual"]["value"] == pytest.approx(6.9007559970193)
        assert growth["base"] == {"value": 17_100_000_000, "period": "2022", "shifted": False}
        years = [(year["year"], round(year["rate"], 1)) for year in growth["years"]]
        assert years == [(2023, -2.6), (2024, 16.4), (2025, 7.7)]
        assert growth["years"][0]["position"] == "below"

    def test_every_other_promise_waits(self, run: Run) -> None:
        found = {name: one["status"] for name, one in by_id(run(*DAY, "--json").out).items()}
        assert found == {
            "export-growth.2023-2025": "met",
            "export-growth.2026-2030": "not-assessable",
            "handicraft-share": "not-assessable",
            "handicraft-groups": "no-data",
            "handicraft-growth": "awaiting-data",
            "handicraft-value": "awaiting-data",
            "programme-facilities": "awaiting-data",
            "programme-jobs": "awaiting-data",
            "programme-energy": "awaiting-data",
            "programme-inputs": "awaiting-data",
        }

    def test_the_share_is_that_of_its_last_common_year(self, run: Run) -> None:
        share = by_id(run(*DAY, "--json").out)["handicraft-share"]
        assert share["actual"]["period"] == "2014"
        assert share["actual"]["value"] == pytest.approx(100 * 192 / 11_070)
        assert share["gap"] == pytest.approx(100 * 192 / 11_070 - 3)

    def test_an_assumption_turns_550_million_to_missed_and_is_marked(self, run: Run) -> None:
        assumed = ("--assume", "handicraft_exports=200M@2025")
        ran = run(*DAY, "--json", *assumed)
        value = by_id(ran.out)["handicraft-value"]
        assert (value["status"], value["gap"]) == ("missed", -350_000_000)
        assert value["actual"]["assumed"] is True
        assert "US$350 M (63.6 %) below" in value["reason"]
        assert [f["assumed"] for f in value["figures"] if f["period"] == "2025"] == [True]
        assert "Assumed: Hanoi handicraft exports 2025 = US$200 M." in json.loads(ran.out)["notes"]
        table = run(*DAY, *assumed).out
        assert "US$350 M below" in table
        assert "(63.6 %)" in table
        assert "assumed" in table

    def test_an_earlier_day_sees_nothing_later(self, run: Run) -> None:
        day = "2024-01-31"
        document = json.loads(run("--as-of", day, "--json").out)
        published = [
            figure["published"] for target in document["targets"] for figure in target["figures"]
        ]
        assert published
        assert all(one <= day for one in published if one)
        growth = document["targets"][0]
        assert growth["status"] == "off-track"
        assert growth["actual"]["period"] == "2023"
        assert "left out" in document["notes"][-1]

    def test_two_runs_are_the_same_bytes(self, run: Run) -> None:
        assert run(*DAY, "--json").out == run(*DAY, "--format", "json").out

    def test_every_target_has_its_source_and_its_words(self, run: Run) -> None:
        for target in by_id(run(*DAY, "--json").out).values():
            assert target["source"]["title"]
            assert target["source"]["url"].startswith("https://")
            assert target["source"]["quote"]

    def test_every_figure_has_its_source(self, run: Run) -> None:
        for target in by_id(run(*DAY, "--json").out).values():
            for figure in target["figures"]:
                assert figure["source"]
                assert figure["url"].startswith("http")
                assert figure["line"] > 0

    def test_keys_of_a_target_keep_their_order(self, run: Run) -> None:
        keys = list(by_id(run(*DAY, "--json").out)["handicraft-value"])
        assert keys == [
            "id", "title", "group", "kind", "unit", "status", "reason", "band", "from", "by",
            "actual", "base", "position", "gap", "progress", "rates", "needed_per_year", "years",
            "methods", "decided_by", "projection", "year_to_date", "points", "source", "note",
            "figures",
        ]  # fmt: skip


class TestChoosing:
    def test_a_name_means_all_its_phases(self, run: Run) -> None:
        out = run("report", "export-growth", *DAY, "--json").out
        assert list(by_id(out)) == ["export-growth.2023-2025", "export-growth.2026-2030"]

    def test_a_phase_can_be_named(self, run: Run) -> None:
        out = run("report", "export-growth.2026-2030", *DAY, "--json").out
        assert list(by_id(out)) == ["export-growth.2026-2030"]

    def test_an_unknown_name_is_an_error_with_the_nearest(self, run: Run) -> None:
        ran = run("report", "export-growht", *DAY)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "exporttrack: error: no target named `export-growht`\n"
            "   hint: did you mean `export-growth`?\n"
        )

    def test_a_command_after_an_option_is_no_target(self, run: Run) -> None:
        ran = run("--lang", "en", "outlook", *DAY)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "exporttrack: error: no target named `outlook`\n"
            "   hint: write `outlook` first, as in `exporttrack outlook --help`\n"
        )

    def test_a_group_without_targets_is_an_empty_answer(self, run: Run) -> None:
        ran = run("report", "--group", "Sport", "--json", *DAY)
        assert ran.code == 0
        assert json.loads(ran.out)["targets"] == []
        assert 'no target in group "Sport"' in ran.err

    def test_a_name_that_is_of_another_group(self, run: Run) -> None:
        ran = run("report", "handicraft-value", "programme-jobs", "--group", "exports", *DAY)
        told = 'exporttrack: not in group "exports": handicraft-value, programme-jobs\n'
        assert (ran.code, ran.err) == (0, told)

    def test_the_groups_there_are_cannot_move_the_terminal(self, run: Run, tmp_path: Path) -> None:
        text = (
            '[series.a]\nunit = "USD"\n'
            '[targets.a]\nkind = "level"\nseries = "a"\nmin = 1\nby = 2030\n'
        )
        (tmp_path / "targets.toml").write_text(text)
        assert run("--group", "Sport").err == 'exporttrack: no target in group "Sport"\n'
        (tmp_path / "targets.toml").write_text(text + 'group = "One\\u001b[2J"\n')
        told = 'exporttrack: no target in group "Sport" (One\\x1b[2J)\n'
        assert run("--group", "Sport").err == told

    def test_a_group_is_found_whatever_its_case(self, run: Run) -> None:
        out = run("--group", "exports", "--json", *DAY).out
        assert {one["group"] for one in json.loads(out)["targets"]} == {"Exports"}


class TestFilesUsed:
    def test_the_shipped_files_serve_an_empty_folder(self, run: Run) -> None:
        inputs = json.loads(run("--json", *DAY).out)["inputs"]
        assert [one["path"] for one in inputs] == [
            "exporttrack/shipped/targets.toml",
            "exporttrack/shipped/actuals.toml",
        ]

    def test_targets_here_come_before_the_shipped(self, run: Run, small: Path) -> None:
        document = json.loads(run("--json", *DAY).out)
        assert document["title"] == "Small"
        assert [one["path"] for one in document["inputs"]] == ["targets.toml"]
        assert document["targets"][0]["status"] == "awaiting-data"

    def test_figures_beside_the_targets_are_used(self, run: Run, small: Path) -> None:
        (small / "actuals.toml").write_text(
            '[[actual]]\nseries = "exports"\nperiod = "2025"\nvalue = 101_000_000\n',
            encoding="utf-8",
        )
        assert by_id(run("--json", *DAY).out)["value"]["status"] == "met"

    @pytest.mark.parametrize("name", ["targets.toml", "actuals.toml"])
    def test_none_stands_in_for_one_that_cannot_be_read(
        self, run: Run, small: Path, name: str
    ) -> None:
        (small / name).unlink(missing_ok=True)
        (small / name).symlink_to(name)
        ran = run(*DAY)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"exporttrack: error: {name} cannot be read: ")

    def test_a_folder_that_one_may_not_enter_is_not_an_empty_one(
        self, run: Run, small: Path
    ) -> None:
        run(*DAY)  # what is imported later may be for root alone
        small.chmod(0)
        with not_root():
            ran = run(*DAY)
        small.chmod(0o700)
        said = "exporttrack: error: targets.toml cannot be read: Permission denied\n"
        assert (ran.code, ran.out, ran.err) == (2, "", said)

    def test_an_option_comes_before_a_variable(
        self, run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = TARGETS.replace("Small", "Other")
        (small / "other.toml").write_text(other, encoding="utf-8")
        monkeypatch.setenv("EXPORTTRACK_TARGETS", "other.toml")
        assert json.loads(run("--json", *DAY).out)["title"] == "Other"
        named = run("--json", *DAY, "--targets", "targets.toml").out
        assert json.loads(named)["title"] == "Small"

    @pytest.mark.parametrize(
        ("as_of", "status"), [("2025-03-01", "on-track"), ("2024-06-01", "not-assessable")]
    )
    def test_csv_figures(self, run: Run, small: Path, as_of: str, status: str) -> None:
        out = run("--actuals", "figures.csv", "--as-of", as_of, "--json").out
        assert by_id(out)["value"]["status"] == status


REFUSED = [
    pytest.param(("--targets", "none.toml"), "there is no file none.toml", id="no such file"),
    pytest.param(("--targets", "."), ". is a folder, not a file", id="a folder"),
    pytest.param(("--actuals", "figures.xyz"), "there is no file figures.xyz", id="no actuals"),
    pytest.param(("--as-of", "31/01/2024"), '"31/01/2024" is not a day', id="a day otherwise"),
    pytest.param(("--as-of", "2024-02-30"), '"2024-02-30" is not a day', id="no such day"),
    pytest.param(("--as-of", "2024-W01-1"), '"2024-W01-1" is not a day', id="a day of a week"),
    pytest.param(("--assume", "exports=1@20x5"), '"20x5" is not a period', id="no such period"),
    pytest.param(("--assume", "exports=1,5@2025"), "has a comma", id="a comma"),
    pytest.param(("--assume", "exports=NaN@2025"), '"NaN" is not a figure', id="not a number"),
    pytest.param(("--assume", "exports=5%@2025"), "is in percent", id="another unit"),
    pytest.param(("--assume", "exprots=1@2025"), "no series named `exprots`", id="no such series"),
    pytest.param(("--assume", "exports"), "is not SERIES=VALUE@PERIOD", id="no value"),
    pytest.param(("--assume", "exports=1@2025-Q1", "--assume", "exports=1@2025-01/2025-03"),
                 "--assume: exports 2025-Q1 is given twice", id="one period twice"),
    pytest.param(("--format", "tabel"), "did you mean table?", id="a format misspelt"),
    pytest.param(("--color", "sometimes"), "auto, always, never", id="no such choice"),
    pytest.param(("--colour",), "did you mean `--color`?", id="no such option"),
    pytest.param(("reprot",), "there is no command `reprot`", id="no such command"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_cannot_be_answered_says_why_and_prints_nothing(
    run: Run, small: Path, arguments: tuple[str, ...], message: str
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(("arguments", "message"), REFUSED[:13])
def test_in_json_an_error_is_one_object_on_standard_error(
    run: Run, small: Path, arguments: tuple[str, ...], message: str
) -> None:
    ran = run("report", *arguments, "--json")
    assert (ran.code, ran.out) == (2, "")
    error = json.loads(ran.err)["error"]
    assert message in f"{error['message']} {error['hint']}"


def test_a_faulty_file_is_shown_with_its_place(run: Run, small: Path) -> None:
    (small / "targets.toml").write_text(TARGETS.replace("min =", "mni ="), encoding="utf-8")
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("targets.toml:12:1: error: unknown key `mni` in [targets.value]\n")
    assert ran.err.endswith("1 error in 1 file\n")
    as_json = run("--json")
    assert json.loads(as_json.err)["error"]["faults"][0]["line"] == 12


def test_version(run: Run) -> None:
    assert run("--version").out == "exporttrack 0.1.0\n"


@pytest.mark.parametrize("arguments", [("--help",), ("report", "--help")])
def test_help_is_an_answer(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert "Usage: exporttrack" in ran.out
    assert "install-completion" not in ran.out
