"""The recipes of docs/cron.md, run as they stand there with the installed program."""

from __future__ import annotations

import configparser
import csv
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from conftest import ROOT, Ran

PAGE = (ROOT / "docs/cron.md").read_text(encoding="utf-8")
PROGRAMS = Path(sys.executable).parent
JQ = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed here")

# Both deadlines are over, so that the day of the test changes nothing.
TARGETS = """\
title = "Two promises"
[series.exports]
unit = "USD"
[targets.kept]
kind = "level"
series = "exports"
min = "100M"
by = 2024
[targets.broken]
kind = "level"
series = "exports"
min = "120M"
by = 2024
"""
FIGURE = """
[[actual]]
series = "exports"
period = "{year}"
value = {value}
published = {year}-12-31
source = "Customs"
"""
KEPT_ALONE = re.sub(r"(?s)\[targets.broken\].*", "", TARGETS)
BROKEN = (
    "broken: missed: US$110 M in 2024: US$10 M (8.33 %) below the target of at least US$120 M.\n"
)


def blocks(language: str, heading: str = "") -> list[str]:
    """The blocks of this language, of the whole page or below a heading."""
    text = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0] if heading else PAGE
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.M | re.S)


class Home:
    """A home folder with a folder of targets and figures, and the programs that a job finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exports = folder / "exports"
        self.textfiles = folder / "textfiles"
        self.mails = folder / "mails"
        tools = folder / "tools"
        for made in (self.textfiles, tools):
            made.mkdir()
        (tools / "mail").write_text(f'#!/bin/sh\n(echo "$@"; cat) >> "{self.mails}"\n')
        (tools / "mail").chmod(0o755)
        self._variables = {
            "HOME": str(folder),
            "TEXTFILES": str(self.textfiles),
            "PATH": f"{tools}:{PROGRAMS}:/usr/local/bin:/usr/bin:/bin",
        }

    def has(self, targets: str) -> None:
        """Put these targets, and the figures of 2023 and 2024, into the folder."""
        (self.exports / "targets.toml").write_text(targets, encoding="utf-8")
        figures = [(2023, 90_000_000), (2024, 110_000_000)]
        text = "".join(FIGURE.format(year=year, value=value) for year, value in figures)
        (self.exports / "actuals.toml").write_text(text, encoding="utf-8")

    def run(self, *command: str, cwd: Path | None = None) -> Ran:
        """What a job does that is started in the home folder."""
        ran = subprocess.run(
            command, cwd=cwd or self.folder, env=self._variables, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def shell(self, script: str) -> Ran:
        return self.run("/bin/sh", "-c", script)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    if not (PROGRAMS / "exporttrack").exists():
        pytest.skip("exporttrack is not installed here")
    made = Home(tmp_path)
    assert made.shell(blocks("sh")[0]).code == 0
    assert sorted(path.name for path in made.exports.iterdir()) == ["actuals.toml", "targets.toml"]
    made.has(TARGETS)
    return made


def jobs(crontab: str) -> tuple[dict[str, str], list[str]]:
    """The variables and the commands of a crontab, as cron reads it."""
    variables, commands = {}, []
    for line in crontab.splitlines():
        if match := re.fullmatch(r"([A-Z]+)=(.*)", line):
            variables[match[1]] = match[2]
        else:
            times, command = line.split(maxsplit=5)[:5], line.split(maxsplit=5)[5]
            assert all(re.fullmatch(r"[\d*/,-]+", one) for one in times)
            assert not re.search(r"(?<!\\)%", command), "cron ends the line at a bare %"
            commands.append(command.replace("\\%", "%"))
    return variables, commands


def test_every_recipe_is_one_of_those_below() -> None:
    assert {name: len(blocks(name)) for name in ("sh", "crontab", "ini")} == {
        "sh": 6, "crontab": 3, "ini": 2,
    }  # fmt: skip
    assert len(re.findall(r"^```\w", PAGE, flags=re.M)) == 6 + 3 + 2 + 1


def test_a_report_every_week(home: Home) -> None:
    _, (command,) = jobs(blocks("crontab")[0])
    assert home.shell(command) == Ran(0, "", "")
    (report,) = home.exports.glob("report-*.txt")
    day = report.stem.removeprefix("report-")
    text = report.read_text(encoding="utf-8")
    assert text.startswith(f"Two promises\nAs of {day}: 1 met, 1 missed\n")


class TestMail:
    def test_cron_has_something_to_mail_when_something_is_wrong(self, home: Home) -> None:
        variables, (command,) = jobs(blocks("crontab")[1])
        assert "@" in variables["MAILTO"]
        assert home.shell(command) == Ran(1, BROKEN, "")
        home.has(KEPT_ALONE)
        assert home.shell(command) == Ran(0, "", "")
        home.has("tilte = 1")
        ran = home.shell(command)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("targets.toml:1:1: error: ")

    def test_systemd_mails_as_much(self, home: Home) -> None:
        service = units()["exporttrack-check.service"]["Service"]
        command = shlex.split(service["ExecStart"])
        folder = Path(service["WorkingDirectory"].replace("%h", str(home.folder)))
        home.has(KEPT_ALONE)
        assert home.run(*command, cwd=folder) == Ran(0, "", "")
        assert not home.mails.exists()
        home.has(TARGETS)
        assert home.run(*command, cwd=folder) == Ran(0, "", "")
        assert home.mails.read_text() == f"-s Export targets exports@example.org\n{BROKEN}"

    def test_units(self) -> None:
        found = units()
        assert found["exporttrack-check.service"]["Service"]["Type"] == "oneshot"
        timer = found["exporttrack-check.timer"]
        assert timer["Install"]["WantedBy"] == "timers.target"
        assert timer["Timer"]["OnCalendar"]

    @pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
    def test_systemd_understands_the_time(self) -> None:
        when = units()["exporttrack-check.timer"]["Timer"]["OnCalendar"]
        ran = subprocess.run(
            ["systemd-analyze", "calendar", when], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert re.search(r"Normalized form: \*-\*-\* 08:00:00", ran.stdout)


def units() -> dict[str, configparser.ConfigParser]:
    """The unit files of the page, by name."""
    found = {}
    pattern = r"^<!-- file: (\S+) -->\n```ini\n(.*?)^```$"
    for name, text in re.findall(pattern, PAGE, flags=re.M | re.S):
        unit = configparser.ConfigParser(interpolation=None, delimiters=["="])
        unit.optionxform = str  # type: ignore[assignment,method-assign]  # capitals stay
        unit.read_string(text)
        found[name] = unit
    return found


def test_metrics_for_a_node_exporter(home: Home) -> None:
    (script,) = blocks("sh", "Metrics for a node exporter")
    assert home.shell(script) == Ran(0, "", "")
    assert [path.name for path in home.textfiles.iterdir()] == ["exporttrack.prom"]
    text = (home.textfiles / "exporttrack.prom").read_text(encoding="utf-8")
    # The types of the older text format, which are all that the collector takes.
    assert set(re.findall(r"^# TYPE \S+ (\S+)$", text, flags=re.M)) == {"gauge"}
    families = {one.name: one for one in text_string_to_metric_families(text)}
    value = families["exporttrack_target_value"].samples
    assert {one.labels["target"]: one.value for one in value} == {"kept": 1.1e8, "broken": 1.1e8}
    states = families["exporttrack_target_status"].samples
    on = {one.labels["target"]: one.labels[one.name] for one in states if one.value == 1}
    assert on == {"kept": "met", "broken": "missed"}
    (query,) = blocks("promql")
    assert set(re.findall(r"\w+_\w+", query)) <= {*families}


@JQ
def test_what_is_behind_with_jq(home: Home) -> None:
    (script,) = blocks("sh", "What is behind, with jq")
    assert home.shell(script) == Ran(0, "broken: -10000000 USD\n", "")


@JQ
def test_json_into_a_spreadsheet(home: Home) -> None:
    (script,) = blocks("sh", "JSON into a spreadsheet")
    assert home.shell(script) == Ran(0, "", "")
    with (home.exports / "figures.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            [target, "exports", year, value, "USD", "Customs"]
            for target in ("kept", "broken")
            for year, value in (("2023", "90000000"), ("2024", "110000000"))
        ]


def test_two_dates_compared(home: Home) -> None:
    (script,) = blocks("sh", "Two dates compared")
    ran = home.shell(script)
    assert (ran.code, ran.err) == (1, "")  # as diff says that there is a difference
    assert "< kept: not-assessable\n" in ran.out
    assert "> kept: met\n" in ran.out


class TestWhatHasChanged:
    HEADING = "What has changed since a day"

    def test_a_mail_every_week(self, home: Home) -> None:
        variables, (command,) = jobs(blocks("crontab", self.HEADING)[0])
        assert "@" in variables["MAILTO"]
        ran = home.shell(command)
        assert (ran.code, ran.err) == (0, "")
        days = re.findall(r"^(?:As of|Changed since) (\d{4}-\d\d-\d\d)", ran.out, flags=re.M)
        as_of, since = map(date.fromisoformat, days)
        # A report is of the day that it is in UTC, where that is later than here.
        assert (as_of - since).days in (7, 8)
        assert "\n- Unchanged targets: 2.\n- Figures: none new, none changed.\n" in ran.out

    @JQ
    def test_targets_of_another_status(self, home: Home) -> None:
        (script,) = blocks("sh", self.HEADING)
        told = "kept: not-assessable -> met\nbroken: not-assessable -> missed\n"
        assert home.shell(script) == Ran(0, told, "")
