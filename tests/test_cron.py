"""The recipes of docs/cron.md, run as they stand there with the installed program."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from conftest import ROOT, Ran

PAGE = (ROOT / "docs/cron.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^## (.*)$", PAGE, flags=re.M)
PROGRAM = Path(sys.executable).parent / "exporttrack"
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
series = "{series}"
period = "{year}"
value = {value}
published = {year}-12-31
source = "Customs"
"""
EXPORTS = (("exports", 2023, 90_000_000), ("exports", 2024, 110_000_000))
KEPT_ALONE = re.sub(r"(?s)\[targets.broken\].*", "", TARGETS)
BROKEN = (
    "broken: missed: US$110 M in 2024: US$10 M (8.33 %) below the target of at least US$120 M.\n"
)


def blocks(language: str, heading: str = "") -> list[str]:
    """The blocks of this language, of the whole page or below a heading."""
    text = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0] if heading else PAGE
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.M | re.S)


def recipe(heading: str) -> str:
    """What the shell is given by the one recipe below a heading, of a crontab or not."""
    (found,) = [*blocks("sh", heading), *map(job, blocks("crontab", heading))]
    return found


def job(crontab: str) -> str:
    """The command of a crontab, as cron reads it."""
    *variables, line = crontab.splitlines()
    assert variables in ([], ["MAILTO=exports@example.org"])
    *times, command = line.split(maxsplit=5)
    assert all(re.fullmatch(r"[\d*/,-]+", one) for one in times)
    assert not re.search(r"(?<!\\)%", command), "cron ends the line at a bare %"
    return command.replace("\\%", "%")


class Home:
    """A home folder with a folder of targets and figures, and the programs that a job finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exports = folder / "exports"
        self.textfiles = folder / "textfiles"
        self.mails = folder / "mails"
        self.programs = folder / ".venv/bin"
        for made in (self.exports, self.textfiles, self.programs):
            made.mkdir(parents=True)
        mail = self.programs / "mail"
        mail.write_text(f'#!/bin/sh\n(echo "$@"; cat) >> "{self.mails}"\n')
        mail.chmod(0o755)
        (self.programs / "exporttrack").symlink_to(PROGRAM)

    def has(self, targets: str, figures: tuple[tuple[str, int, int], ...] = EXPORTS) -> None:
        """Put these targets and figures, each a series, a year and a value, into the folder."""
        (self.exports / "targets.toml").write_text(targets, encoding="utf-8")
        text = "".join(
            FIGURE.format(series=series, year=year, value=value) for series, year, value in figures
        )
        (self.exports / "actuals.toml").write_text(text, encoding="utf-8")

    def files(self) -> dict[Path, bytes]:
        """Every file that is kept here, with what is in it."""
        there = (path for path in self.folder.rglob("*") if not path.is_symlink())
        return {path: path.read_bytes() for path in there if path.is_file()}

    def run(self, *command: str, variables: Mapping[str, str]) -> Ran:
        """What a job does that is started in the home folder."""
        ran = subprocess.run(
            command, cwd=self.folder, env={"HOME": str(self.folder), **variables},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def shell(self, script: str) -> Ran:
        path = f"{self.programs}:/usr/local/bin:/usr/bin:/bin"
        variables = {"PATH": path, "TEXTFILES": str(self.textfiles)}
        return self.run("/bin/sh", "-c", script, variables=variables)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    if not PROGRAM.exists():
        pytest.skip("exporttrack is not installed here")
    made = Home(tmp_path)
    made.has(TARGETS)
    return made


def test_every_recipe_is_one_of_those_below() -> None:
    assert {name: len(blocks(name)) for name in ("sh", "crontab", "ini")} == {
        "sh": 6, "crontab": 3, "ini": 2,
    }  # fmt: skip
    assert len(re.findall(r"^```\w", PAGE, flags=re.M)) == 6 + 3 + 2 + 1


def test_a_folder_is_made(home: Home) -> None:
    home.exports.rename(home.folder / "elsewhere")
    assert home.shell(blocks("sh")[0]).code == 0
    assert sorted(path.name for path in home.exports.iterdir()) == ["actuals.toml", "targets.toml"]


class TestFailure:
    """A job that fails ends with 2, says why, and leaves every file as it was."""

    @pytest.mark.parametrize("heading", HEADINGS)
    @pytest.mark.parametrize(
        ("spoil", "told"),
        [
            pytest.param(
                lambda exports: (exports / "actuals.toml").write_text("[[actual]]\n"),
                "actuals.toml:1:1: error: ",
                id="faulty figures",
            ),
            pytest.param(
                lambda exports: (exports / "actuals.toml").unlink(),
                "there is no file actuals.toml",
                id="no figures",
            ),
            pytest.param(
                lambda exports: (exports / "targets.toml").unlink(),
                "there is no file targets.toml",
                id="no targets",
            ),
        ],
    )
    def test_of_the_report(
        self, home: Home, heading: str, spoil: Callable[[Path], object], told: str
    ) -> None:
        home.shell(recipe(heading))
        spoil(home.exports)
        before = home.files()
        ran = home.shell(recipe(heading))
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
        assert home.files() == before

    @pytest.mark.parametrize("heading", HEADINGS)
    def test_of_the_way_to_the_folder(self, home: Home, heading: str) -> None:
        for path in home.exports.iterdir():
            path.rename(home.folder / path.name)  # so that a job that goes on writes here
        home.exports.rmdir()
        before = home.files()
        ran = home.shell(recipe(heading))
        assert ran.code != 0
        assert (ran.out, home.files()) == ("", before)
        assert f"{home.folder}/exports" in ran.err

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
    @pytest.mark.parametrize(
        ("heading", "unfinished"),
        [
            ("Metrics for a node exporter", "textfiles/exporttrack.prom.new"),
            pytest.param("JSON into a spreadsheet", "exports/figures.csv.new", marks=JQ),
        ],
    )
    def test_of_a_full_disk(self, home: Home, heading: str, unfinished: str) -> None:
        assert home.shell(recipe(heading)).code == 0
        before = home.files()
        (home.folder / unfinished).symlink_to("/dev/full")
        ran = home.shell(recipe(heading))
        assert ran.code != 0
        assert "space" in ran.err
        assert home.files() == before


def test_a_report_every_week(home: Home) -> None:
    assert home.shell(recipe("A report every week")) == Ran(0, "", "")
    (report,) = home.exports.glob("report-*.txt")
    day = report.stem.removeprefix("report-")
    text = report.read_text(encoding="utf-8")
    assert text.startswith(f"Two promises\nAs of {day}: 1 met, 1 missed\n")


def test_cron_has_something_to_mail_when_something_is_wrong(home: Home) -> None:
    command = recipe("A mail only when something is wrong")
    assert home.shell(command) == Ran(1, BROKEN, "")
    home.has(KEPT_ALONE)
    assert home.shell(command) == Ran(0, "", "")
    home.has("tilte = 1")
    ran = home.shell(command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("targets.toml:1:1: error: ")


class TestSystemd:
    def start(self, home: Home) -> Ran:
        """What systemd does with the service, which gets the variables of the unit alone."""
        service = unit("exporttrack-check.service")
        said = {"h": str(home.folder), "%": "%"}

        def put_in(text: str) -> str:
            return re.sub("%(.)", lambda found: said[found[1]], text)

        variables = dict(put_in(one).split("=", 1) for one in service["Environment"])
        (command,) = service["ExecStart"]
        words = [word.replace("$$", "$").replace(r"\n", "\n") for word in shlex.split(command)]
        return home.run(*map(put_in, words), variables=variables)

    def test_nothing_is_mailed_when_all_is_well(self, home: Home) -> None:
        home.has(KEPT_ALONE)
        before = home.files()
        assert self.start(home) == Ran(0, "", "")
        assert home.files() == before

    def test_what_is_found_is_mailed_and_no_other_file_is_written(self, home: Home) -> None:
        before = home.files()
        assert self.start(home) == Ran(0, "", "")
        mail = f"-s Export targets exports@example.org\n{BROKEN}"
        assert home.files() == {**before, home.mails: mail.encode()}

    @pytest.mark.parametrize(
        ("spoil", "told"),
        [
            pytest.param(
                lambda home: home.has("tilte = 1"),
                "exports/targets.toml:1:1: error: ",
                id="a faulty file",
            ),
            pytest.param(
                lambda home: (home.exports / "actuals.toml").unlink(),
                "there is no file {home}/exports/actuals.toml\n",
                id="no figures",
            ),
            pytest.param(
                lambda home: home.exports.rename(home.folder / "elsewhere"),
                "there is no file {home}/exports/targets.toml\n",
                id="no folder",
            ),
            pytest.param(
                lambda home: (home.programs / "exporttrack").unlink(),
                "not found\n",
                id="no program",
                marks=pytest.mark.skipif(
                    shutil.which("exporttrack", path="/usr/bin:/bin") is not None,
                    reason="exporttrack is in /usr/bin here",
                ),
            ),
        ],
    )
    def test_what_went_wrong_is_mailed(
        self, home: Home, spoil: Callable[[Home], object], told: str
    ) -> None:
        spoil(home)
        assert self.start(home) == Ran(0, "", "")
        assert told.format(home=home.folder) in home.mails.read_text()

    @pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
    def test_systemd_understands_the_units(self, tmp_path: Path) -> None:
        names = ["exporttrack-check.service", "exporttrack-check.timer"]
        for name in names:
            (tmp_path / name).write_text(UNITS[name], encoding="utf-8")
        ran = subprocess.run(
            ["systemd-analyze", "--user", "--man=no", "verify", *names], cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (ran.returncode, ran.stderr) == (0, "")

    @pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
    def test_systemd_understands_the_time(self) -> None:
        (when,) = unit("exporttrack-check.timer")["OnCalendar"]
        ran = subprocess.run(
            ["systemd-analyze", "calendar", when], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert re.search(r"Normalized form: \*-\*-\* 08:00:00", ran.stdout)


UNITS = dict(re.findall(r"^<!-- file: (\S+) -->\n```ini\n(.*?)^```$", PAGE, flags=re.M | re.S))


def unit(name: str) -> dict[str, list[str]]:
    """The settings of a unit file of the page; one that is set again adds to what it was."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", UNITS[name], flags=re.M):
        found.setdefault(key, []).append(value)
    return found


def test_a_mail_only_when_something_has_changed(home: Home) -> None:
    command = recipe("A mail only when something has changed")
    kept = home.exports / "last-week.txt"

    def a_week_later() -> Ran:
        text = kept.read_text(encoding="utf-8")
        kept.write_text(re.sub(r"(?m)^As of \S+:", "As of 2025-01-06:", text), encoding="utf-8")
        return home.shell(command)

    home.has(KEPT_ALONE, EXPORTS[:1])
    ran = home.shell(command)
    assert (ran.code, ran.err) == (0, "")
    assert "\n+Two promises\n" in ran.out
    assert a_week_later() == Ran(0, "", "")
    home.has(KEPT_ALONE)  # the figure of 2024 is entered now, however early it was published
    ran = a_week_later()
    assert (ran.code, ran.err) == (0, "")
    assert "\n-kept: awaiting-data\n" in ran.out
    assert "\n+kept: met\n" in ran.out
    assert a_week_later() == Ran(0, "", "")


def test_metrics_for_a_node_exporter(home: Home) -> None:
    assert home.shell(recipe("Metrics for a node exporter")) == Ran(0, "", "")
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


PERCENTAGES = """\
[series.part]
unit = "USD"
[series.whole]
unit = "USD"
[series.rate]
unit = "percent"
[targets.value]
kind = "level"
series = "part"
min = 12
by = 2024
[targets.level]
kind = "level"
series = "rate"
min = 45
by = 2024
[targets.share]
kind = "share"
part = "part"
total = "whole"
min = 30
by = 2024
[targets.growth]
kind = "growth"
series = "part"
from = 2024
to = 2024
min = 30
[targets.change]
kind = "change"
series = "part"
base = 2023
by = 2024
min = 50
[targets.met]
kind = "level"
series = "part"
min = 1
by = 2024
"""


@JQ
def test_what_is_behind_with_jq(home: Home) -> None:
    script = recipe("What is behind, with jq")
    assert home.shell(script) == Ran(0, "broken: missed, -10000000 USD\n", "")
    # 10 of 40 is 25 %, and from 8 to 10 are +25 %.
    figures = (("part", 2023, 8), ("part", 2024, 10), ("whole", 2024, 40), ("rate", 2024, 41))
    home.has(PERCENTAGES, figures)
    assert home.shell(script).out.splitlines() == [
        "value: missed, -2 USD",
        "level: missed, -4 pp",
        "share: missed, -5 pp",
        "growth: missed, -5 pp",
        "change: missed, -25 pp",
    ]


@JQ
def test_json_into_a_spreadsheet(home: Home) -> None:
    assert home.shell(recipe("JSON into a spreadsheet")) == Ran(0, "", "")
    with (home.exports / "figures.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            [target, "exports", year, value, "USD", "Customs"]
            for target in ("kept", "broken")
            for year, value in (("2023", "90000000"), ("2024", "110000000"))
        ]


@JQ
def test_targets_of_another_status(home: Home) -> None:
    told = "kept: not-assessable -> met\nbroken: not-assessable -> missed\n"
    assert home.shell(recipe("What has changed since a day")) == Ran(0, told, "")


def test_two_dates_compared(home: Home) -> None:
    script = recipe("Two dates compared")
    ran = home.shell(script)
    assert (ran.code, ran.err) == (1, "")  # as diff says that there is a difference
    assert "< kept: not-assessable\n" in ran.out
    assert "> kept: met\n" in ran.out
    # The last figure is published after both days, so that no line but the heading has a day.
    known = (("exports", 2022, 110_000_000), ("exports", 2199, 1))
    home.has(KEPT_ALONE.replace("2024", "2022"), known)
    assert home.shell(script) == Ran(0, "", "")
    assert "left out" in (home.exports / "now.txt").read_text(encoding="utf-8")
