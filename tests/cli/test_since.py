"""exporttrack report --since: what has changed since a day."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from cli.surroundings import XTERM, Surroundings, run_here
from conftest import Run
from exporttrack.cli.report import FORMATS
from exporttrack.cli.writing import ENDINGS

DAY = ("--as-of", "2026-11-21")
SINCE = ("--since", "2026-01-01")
TOLD = [one for one in FORMATS if one != "prom"]


def since(run: Run, *arguments: str) -> Any:
    return json.loads(run("report", *DAY, "--json", *arguments).out)["since"]


class TestShippedFiles:
    def test_a_verdict_and_a_figure(self, run: Run) -> None:
        found = since(run, *SINCE)
        assert (found["date"], found["unchanged"]) == ("2026-01-01", 8)
        growth, share = found["targets"]
        assert growth["id"] == "export-growth.2023-2025"
        assert (growth["before"]["status"], growth["after"]["status"]) == ("met", "met")
        # (20.65 / 17.1) ** (1 / 3) - 1 and (20.89 / 17.1) ** (1 / 3) - 1, by hand
        assert growth["before"]["actual"]["value"] == pytest.approx(6.4897927628816)
        assert growth["after"]["actual"]["value"] == pytest.approx(6.9007559970193)
        assert (share["before"]["actual"], share["after"]["actual"]["period"]) == (None, "2014")
        (of_2025,) = (one for one in found["figures"] if one["period"] == "2025")
        assert (of_2025["kind"], of_2025["before"]) == ("replaced", 20_650_000_000)
        assert (of_2025["after"], of_2025["difference"]) == (20_890_000_000, 240_000_000)

    def test_deadlines_that_passed(self, run: Run) -> None:
        found = since(run, "--since", "2024-01-31")
        changed = {
            one["id"]: f"{one['before']['status']} -> {one['after']['status']}"
            for one in found["targets"]
        }
        assert changed == {
            "export-growth.2023-2025": "off-track -> met",
            "export-growth.2026-2030": "not-started -> not-assessable",
            "handicraft-share": "no-data -> not-assessable",
            "handicraft-growth": "not-assessable -> awaiting-data",
            "handicraft-value": "not-assessable -> awaiting-data",
            "programme-facilities": "no-data -> awaiting-data",
            "programme-jobs": "no-data -> awaiting-data",
            "programme-energy": "no-data -> awaiting-data",
            "programme-inputs": "no-data -> awaiting-data",
        }
        assert found["unchanged"] == 1
        kinds = [one["kind"] for one in found["figures"]]
        assert (kinds.count("new"), kinds.count("replaced"), len(kinds)) == (28, 2, 30)

    def test_before_is_what_the_report_of_that_day_says(self, run: Run) -> None:
        then = json.loads(run("--as-of", "2024-01-31", "--json").out)["targets"]
        told = {one["id"]: one["before"] for one in since(run, "--since", "2024-01-31")["targets"]}
        for target in then:
            before = told.get(target["id"], target)
            assert (before["status"], before["actual"]) == (target["status"], target["actual"])

    def test_of_the_targets_shown_alone(self, run: Run) -> None:
        found = since(run, "handicraft-value", *SINCE)
        assert (found["targets"], found["unchanged"]) == ([], 1)
        assert [(one["series"], one["period"]) for one in found["figures"]] == [
            ("handicraft_exports", "2014")
        ]

    def test_an_assumption_is_a_change_and_marked(self, run: Run) -> None:
        found = since(run, "handicraft-value", *SINCE, "--assume", "handicraft_exports=200M@2025")
        (value,) = found["targets"]
        assert (value["before"]["status"], value["after"]["status"]) == ("awaiting-data", "missed")
        assert (value["before"]["actual"]["assumed"], value["after"]["actual"]["assumed"]) == (
            False,
            True,
        )
        assert [one["period"] for one in found["figures"] if one["assumed"]] == ["2025"]


GROWTH = """\
Changed since 2024-01-31
------------------------

- export-growth.2023-2025: off-track -> met. +6.9 % a year in 2023-2025: above
  the band of 4.4-5 % a year, and the target is met. Figure: -2.34 % a year in
  2023 (estimate) -> +6.9 % a year in 2023-2025 (estimate).
- Unchanged targets: 0.
- Figures: 27 new, 2 replaced.
- Hanoi exports of goods 2010: replaced, US$7.81 bn (estimate; Vietnam Business
  (Stoxplus); published 2010-09) -> US$8 bn (VietnamPlus (VI text, Hanoi
  Statistics Office); undated, recorded 2026-11-21): +US$190 M (+2.43 %).
- Hanoi exports of goods 2012-H1: new, US$4.8 bn (VNA (VietnamPlus); undated,
  recorded 2026-11-21).
"""


def test_the_text(run: Run) -> None:
    out = run(
        "report", "export-growth.2023-2025", *DAY, "--since", "2024-01-31", "--format", "text"
    ).out
    assert f"\n\n{GROWTH}" in out


@pytest.mark.parametrize("columns", [50, 60, 100])
def test_on_a_terminal_it_is_wrapped_and_no_figure_cut(columns: int, run: Run) -> None:
    place = Surroundings(XTERM, columns=columns)
    out = re.sub(r"\x1b\[[0-9;]*m", "", run_here((*DAY, *SINCE), place).out)
    assert all(cell_len(line) <= columns for line in out.splitlines())
    heading = "\nChanged since 2026-01-01\n"
    below, there = (text.partition(heading)[2] for text in (out, run(*DAY, *SINCE).out))
    assert below.replace("\n  ", " ") == there
    assert len(below.splitlines()) > len(there.splitlines())


@pytest.mark.parametrize("format", TOLD)
class TestEveryFormat:
    def test_adds_to_the_report_and_changes_nothing_of_it(self, run: Run, format: str) -> None:
        without, out = (run(*DAY, *more, "--format", format).out for more in ((), SINCE))
        assert without != out
        if format == "json":
            assert json.loads(without).items() < json.loads(out).items()
        elif format in ("csv", "jsonl"):
            pairs = zip(without.splitlines(), out.splitlines(), strict=True)
            assert all(new.startswith(old.rstrip("}")) for old, new in pairs)
        else:
            assert [one for one in without.splitlines() if one not in out.splitlines()] == []

    def test_is_the_same_from_run_to_run_and_in_a_file(
        self, run: Run, tmp_path: Path, format: str
    ) -> None:
        out = run(*DAY, *SINCE, "--format", format).out
        assert run(*DAY, *SINCE, "--format", format, "-o", "report").code == 0
        assert (tmp_path / "report").read_text(encoding="utf-8") == out


def test_csv_has_what_each_target_was(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run(*DAY, *SINCE, "--format", "csv").out)))
    assert [
        (row["status_before"], row["status"], row["actual_period_before"]) for row in rows[:3]
    ] == [
        ("met", "met", "2023/2025"),
        ("not-assessable", "not-assessable", ""),
        ("no-data", "not-assessable", ""),
    ]
    assert float(rows[0]["actual_before"]) == pytest.approx(6.4897927628816)


def test_in_vietnamese(run: Run) -> None:
    out = run(*DAY, *SINCE, "--format", "text", "--lang", "vi").out
    section = out.partition("\nThay đổi kể từ ngày 01/01/2026\n")[2]
    assert "- Chỉ tiêu không thay đổi: 8.\n" in section
    assert "\nGhi chú\n-------\n" in section
    assert "Changed" not in out
    assert "new" not in re.findall(r"\w+", section.partition("\nGhi chú\n")[0])


def test_no_target_is_no_error(run: Run) -> None:
    ran = run("--group", "Sport", *DAY, *SINCE)
    assert ran.code == 0
    assert "- Unchanged targets: 0.\n- Figures: none new, none changed.\n" in ran.out


def test_without_as_of_it_is_until_today(run: Run) -> None:
    ran = run("--since", "2024-01-31", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["since"]["date"] == "2024-01-31"


NOT_BEFORE = "is not before the day of the report, 2026-11-21"
REFUSED = [
    pytest.param(("--since", "2026-11-21"), f"2026-11-21 {NOT_BEFORE}", "an earlier day, or a later"
                 " --as-of", id="the same day"),
    pytest.param(("--since", "2027-01-01"), f"2027-01-01 {NOT_BEFORE}", "an earlier day",
                 id="a later day"),
    pytest.param(("--since", "31/01/2024"), '--since: "31/01/2024" is not a day',
                 "write --since 2024-01-31", id="a day otherwise"),
    pytest.param(("--since", ""), '--since: "" is not a day', "write --since", id="nothing"),
    pytest.param(("--since", "2024-01"), '--since: "2024-01" is not a day', "write --since",
                 id="a month"),
    pytest.param((*SINCE, "--format", "prom"), "--since has no effect on prom", "leave it out",
                 id="metrics"),
    pytest.param((*SINCE, "-o", "report.prom"), "--since has no effect on prom", "leave it out",
                 id="metrics in a file"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message", "hint"), REFUSED)
def test_what_cannot_be_compared_is_2_with_a_hint(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    ran = run("report", *DAY, *arguments)
    assert (ran.code, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert first.startswith("exporttrack: error: ")
    assert message in first
    assert second.startswith("   hint: ")
    assert hint in second
    assert list(tmp_path.iterdir()) == []


def test_every_ending_but_that_of_metrics_may_have_it(run: Run) -> None:
    codes = {ending: run(*DAY, *SINCE, "-o", f"report{ending}").code for ending in ENDINGS}
    assert codes == {ending: 2 if ending == ".prom" else 0 for ending in ENDINGS}
