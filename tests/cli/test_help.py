"""What --help, `exporttrack help` and the manual page teach is so: its examples are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT, Ran, Run, run_process
from exporttrack.cli.main import COMMANDS, module_of
from exporttrack.cli.report import FORMATS
from exporttrack.cli.topics import TOPICS
from exporttrack.cli.usage import command_of, options
from exporttrack.cli.writing import ENDINGS
from exporttrack.errors import FormatError
from exporttrack.model.number import SCALES, parse_number
from exporttrack.model.period import parse_period
from exporttrack.rules.assessment import STATUSES

PAGE = ROOT / "docs/exporttrack.1"
DOCS = ROOT / "docs/formats.md"
EXAMPLES = {name: module_of(name).EXAMPLES for name in COMMANDS}
every_command = pytest.mark.parametrize("command", COMMANDS)


@dataclass(frozen=True)
class Outcome:
    """What comes of an example, whatever the day: its exit code, and something that it shows."""

    shows: str
    file: str | None = None
    """Where it shows it; without one on standard output."""
    code: int = 0
    shell: str = "bash"


OUTCOMES = {
    "exporttrack report --assume handicraft_exports=200M@2025": Outcome(
        r"Assumed: Hanoi handicraft exports 2025 = US\$200 M\."
    ),
    "exporttrack report --since 2026-01-01 --format text": Outcome(r"(?i)\n.*since 2026-01-01"),
    "exporttrack report export-growth --as-of 2024-01-31 -o growth.csv": Outcome(
        r"\Aid,title,.*\nexport-growth\.2023-2025,.*,off-track,", "growth.csv"
    ),
    "exporttrack check --as-of 2024-01-31": Outcome(
        r"\Aexport-growth\.2023-2025: off-track: .*\n\Z", code=1
    ),
    "exporttrack check --nagios --as-of 2024-01-31": Outcome(
        r"\AEXPORTTRACK CRITICAL - .*\n\Z", code=2
    ),
    "exporttrack explain export-growth.2023-2025": Outcome(r"4\.4-5 % a year 2023-2025"),
    "exporttrack explain handicraft-value --format md >handicraft-value.md": Outcome(
        r"\A# .*\n(.*\n)*.*550 M", "handicraft-value.md"
    ),
    "exporttrack outlook handicraft-share --total-growth 5.1": Outcome(
        r"total grows \+5\.1 % a year, as given, the part has to grow|2030 is over"
    ),
    "exporttrack outlook export-growth --assume total_exports=22bn@2026": Outcome(
        r"\(export-growth\.2026-2030\)\n(.*\n)*.*(US\$22 bn in 2026|2030 is over)"
    ),
    "exporttrack coherence": Outcome(r"1 conflict", code=1),
    "exporttrack coherence --json >coherence.json || test $? = 1": Outcome(
        r'\A{\n "schema_version"', "coherence.json"
    ),
    "exporttrack record handicraft_exports=480M --period 2025 --source MoIT": Outcome(
        r"\Aactuals\.toml:\d+: handicraft_exports 2025 = US\$480 M \(MoIT\)\n"
    ),
    "exporttrack record handicraft_exports=withdrawn --period 2025": Outcome(
        r"\Aactuals\.toml:\d+: handicraft_exports 2025 = withdrawn \(MoIT\)\n"
    ),
    "exporttrack import figures.csv --dry-run": Outcome(r"\Aactuals\.toml \(not written\): 1 new"),
    "exporttrack import exports.csv --series total_exports --map Year=period": Outcome(
        r"\Aactuals\.toml: 2 new"
    ),
    "exporttrack history total_exports": Outcome(r"2021 .*VietBao"),
    "exporttrack history --period 2021/2025 --format csv >figures.csv": Outcome(
        r"\Aseries,period,value,.*\n(total_exports,202[1-5],.*\n|\w+,202[1-5]\b.*\n)+\Z",
        "figures.csv",
    ),
    "exporttrack validate": Outcome(r"2 files checked, 0 errors"),
    "exporttrack validate actuals.toml figures.csv": Outcome(r"3 files checked, 0 errors"),
    "exporttrack init exports": Outcome(r'unit = "USD"', "exports/targets.toml"),
    "exporttrack init --example hanoi hanoi": Outcome(
        r'title = "Hanoi: export targets"', "hanoi/targets.toml"
    ),
    "exporttrack schema report": Outcome(r'"\$schema": "https://json-schema.org/'),
    "exporttrack schema targets >targets.schema.json": Outcome(r'"phases"', "targets.schema.json"),
    "source <(exporttrack completion bash)": Outcome(r"\A\Z"),
    "exporttrack completion fish | source": Outcome(r"\A\Z", shell="fish"),
    "exporttrack help dates-and-numbers": Outcome(r"2024-Q3"),
    "exporttrack help --man >exporttrack.1": Outcome(r"\A\.TH EXPORTTRACK 1 ", "exporttrack.1"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Hanoi's files, to be written to, and those that the examples name."""
    for name in ("targets.toml", "actuals.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "figures.csv").write_text(
        "series,period,value,source\nprogramme_jobs,2024,9000,City\n"
    )
    (tmp_path / "exports.csv").write_text("Year;value\n2008;6.9bn\n2009;6.3bn\n")
    program = tmp_path / "bin/exporttrack"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exporttrack "$@"\n')
    program.chmod(0o755)
    return tmp_path


def needs(program: str) -> str:
    """The path of a program; the test is skipped where it is missing."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path


def run_in(shell: str, line: str, folder: Path) -> Ran:
    """What a shell makes of a line."""
    surroundings = {
        "PATH": f"{folder}/bin:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
    }
    ran = subprocess.run(
        [needs(shell), "-c", line], cwd=folder, env=surroundings, capture_output=True, check=False
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


@every_command
def test_each_command_has_two_examples_or_three(command: str) -> None:
    assert len(EXAMPLES[command]) in (2, 3)
    assert all(command in line for line in EXAMPLES[command])


@every_command
def test_the_examples_of_a_command_work(command: str, folder: Path) -> None:
    for line in EXAMPLES[command]:
        outcome = OUTCOMES[line]
        ran = run_in(outcome.shell, line, folder)
        assert (ran.code, ran.err) == (outcome.code, "")
        shown = (folder / outcome.file).read_text("utf-8") if outcome.file else ran.out
        assert re.search(outcome.shows, shown), shown
        assert not (outcome.file and ">" in line and ran.out)


def test_there_is_no_outcome_without_its_example() -> None:
    assert {*OUTCOMES} == {line for lines in EXAMPLES.values() for line in lines}


@every_command
def test_help_ends_with_the_examples(command: str, run: Run) -> None:
    ran = run(command, "--help")
    below = "".join(f"  {line}\n      {does}\n" for line, does in EXAMPLES[command].items())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: exporttrack {command} [OPTIONS]")
    assert ran.out.endswith(f"\n\nExamples:\n{below}")


@every_command
def test_a_narrow_terminal_parts_no_example(
    command: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert all(f"  {line}\n" in run(command, "--help").out for line in EXAMPLES[command])


@pytest.mark.parametrize("name", [None, *COMMANDS, *TOPICS])
def test_help_fits_80_columns_and_has_no_colours(name: str | None, run: Run) -> None:
    text = run("help", *([name] if name else [])).out
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert "\b" not in text


def test_help_in_a_pipe_has_no_colours_whatever_is_asked(tmp_path: Path) -> None:
    ran = run_process("help", "report", cwd=tmp_path, env={"FORCE_COLOR": "1", "TERM": "xterm"})
    assert ran.code == 0
    assert "\x1b" not in ran.out


@every_command
def test_help_of_a_command_is_its_help(command: str, run: Run) -> None:
    assert run("help", command) == run(command, "--help")


def test_help_alone_is_that_of_the_program_and_lists_the_topics(run: Run) -> None:
    ran = run("help")
    assert ran == run("--help")
    listed = re.findall(r"^ +([\w-]+)  +\S", ran.out, flags=re.M)
    assert listed[-len(COMMANDS) - len(TOPICS) :] == [*COMMANDS, *TOPICS]
    assert "..." not in ran.out.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ("exit-code",), 'there is no help on "exit-code"\n   hint: exporttrack help exit-codes',
            id="nearly a topic",
        ),
        pytest.param(
            ("reprot",), 'there is no help on "reprot"\n   hint: exporttrack help report',
            id="nearly a command",
        ),
        pytest.param(
            ("numbers",),
            'there is no help on "numbers"\n   hint: exporttrack help dates-and-numbers',
            id="a part of a topic",
        ),
        pytest.param(
            ("weather",), 'there is no help on "weather"\n   hint: exporttrack help shows what '
            "there is", id="neither",
        ),
        pytest.param(
            ("files", "--man"), "--man is of all commands and topics\n   hint: leave files out",
            id="the whole manual, and of one topic",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_explained(arguments: tuple[str, ...], message: str, run: Run) -> None:
    ran = run("help", *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"exporttrack: error: {message}\n")


def rows_of(topic: str) -> list[tuple[str, str]]:
    """The rows of all tables of a topic."""
    return [row for part in TOPICS[topic].parts() if not isinstance(part, str) for row in part]


def words_of(topic: str) -> str:
    """Everything that a topic says."""
    return " ".join(
        part if isinstance(part, str) else " ".join(map(" ".join, part))
        for part in TOPICS[topic].parts()
    )


def test_exit_codes_are_those_of_the_documentation() -> None:
    below = DOCS.read_text("utf-8").split("| exit code | meaning |\n|---|---|\n", 1)[1]
    told = re.findall(r"^\| (.*?) \| (.*?) \|$", below.split("\n\n")[0].replace("`", ""), re.M)
    found = [(code, f"{words[0].lower()}{words[1:].rstrip('.')}") for code, words in
             rows_of("exit-codes")[: len(told)]]  # fmt: skip
    assert found == told
    assert len(told) == 4


def test_exit_codes_of_a_monitor_are_those_of_the_documentation() -> None:
    told = re.findall(r"^\| (\d) \| ([A-Z]+) \| (.*?) \|$", DOCS.read_text("utf-8"), re.M)
    assert rows_of("exit-codes")[4:] == [
        (code, f"{state}: {words.replace('`', '')}.") for code, state, words in told
    ]


def test_every_format_and_ending_is_told() -> None:
    rows = dict(rows_of("formats"))
    assert [name for name in rows if name in FORMATS] == list(FORMATS)
    assert {ending: format for format, words in rows.items() for ending in ENDINGS
            if words.endswith(f" {ending}")} == ENDINGS  # fmt: skip
    told = {name: tuple(rows[name].split(", ")) for name in COMMANDS if name in rows}
    assert told == {name: module_of(name).FORMATS for name in told}
    assert {"explain", "outlook", "coherence", "history"} <= {*told}


def test_every_variable_is_told() -> None:
    sources = "".join(
        path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py") if path.stem != "topics"
    )
    read = set(re.findall(r"\b(?:EXPORTTRACK|NO|FORCE)_[A-Z]+\b", sources))
    read |= set(re.findall(r'environ\.get\("([A-Z]+)"', sources))
    assert read >= {"EXPORTTRACK_TARGETS", "COLUMNS"}
    assert {name for name, _ in rows_of("environment")} == read


def test_where_files_are_looked_for_is_told_in_order() -> None:
    told = dict(rows_of("files"))
    places = {
        "targets.toml": ["--targets", "$EXPORTTRACK_TARGETS", "targets.toml here", "the package"],
        "actuals.toml": ["--actuals", "$EXPORTTRACK_ACTUALS", "actuals.toml beside the targets"],
    }
    for name, looked in places.items():
        found = [told[name].index(place) for place in looked]
        assert found == sorted(found)


def test_statuses_are_told_best_to_worst_a_line_each(run: Run) -> None:
    assert [name for name, _ in rows_of("statuses")] == list(STATUSES)
    assert re.findall(r"^  ([a-z-]+)  +\S.*\.$", run("help", "statuses").out, re.M) == [*STATUSES]


def test_periods_and_numbers_are_read_as_told() -> None:
    """Each as it stands: a period is one that is read, a number has the value beside it."""
    rows = dict(rows_of("dates-and-numbers"))
    periods = [one for written in rows for one in written.split(", ") if re.match(r"20\d\d", one)]
    assert [str(parse_period(one)) for one in periods] == [
        "2024", "2024-H1", "2024-Q3", "2024-09", "2024-01/2024-09", "2021/2025",
    ]  # fmt: skip
    values = {"1.5": "1.5", "550_000_000": "550000000", "550M": "550000000",
              "US$1.2bn": "1200000000", "4.8 %": "4.8"}  # fmt: skip
    assert {*", ".join(rows).split(", ")} >= {*values, "1,234"}
    assert {one: f"{parse_number(one).value:f}" for one in values} == values
    with pytest.raises(FormatError):
        parse_number("1,234")
    assert "12,5 is 12.5" in words_of("dates-and-numbers")
    assert str(parse_number("12,5", ",").value) == "12.5"


def test_every_suffix_is_told() -> None:
    told = {
        suffix.lower(): len(size.replace(",", "")) - 1
        for size, suffixes in rows_of("dates-and-numbers")
        if re.fullmatch("1(,000)+", size)
        for suffix in suffixes.split(", ")
    }
    assert told == SCALES


def test_the_manual_page_is_what_the_program_prints(run: Run) -> None:
    printed = run("help", "--man").out
    assert PAGE.read_text("ascii") == printed, "exporttrack help --man >docs/exporttrack.1"


def test_the_manual_page_is_installed_with_the_program() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = settings["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["shared-data"] == {"docs/exporttrack.1": "share/man/man1/exporttrack.1"}


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(["groff", "-man", "-Tutf8", "-ww", "-z"], id="groff"),
        pytest.param(["mandoc", "-Tlint", "-Werror"], id="mandoc"),
    ],
)
def test_the_manual_page_has_no_faults(check: list[str]) -> None:
    ran = subprocess.run([needs(check[0]), *check[1:], str(PAGE)], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, b"")


@pytest.fixture(scope="module")
def page() -> str:
    """The manual page as a terminal of 80 columns shows it, without bold."""
    command = [needs("groff"), "-man", "-Tutf8", "-rLL=78n", "-P-cbou", str(PAGE)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def of_command(page: str, command: str) -> str:
    """What the page says of a command."""
    below = page.split(f"\n   exporttrack {command} [OPTIONS]", 1)[1].partition("\n")[2]
    return re.split(r"^(?:   )?\S", below, maxsplit=1, flags=re.M)[0]


def test_the_page_fits_80_columns(page: str) -> None:
    assert max(map(len, page.splitlines())) <= 80


@every_command
def test_the_page_has_every_option_and_example(command: str, page: str) -> None:
    told = of_command(page, command)
    for option in options(command_of(command)):
        for name in option.opts:
            assert re.search(rf"^ +(-\w, )?{name}\b", told, re.M), name
    for line in EXAMPLES[command]:
        assert f"\n       {line}\n" in told


def test_the_page_has_every_topic(page: str) -> None:
    headings = re.findall(r"^[A-Z].*$", page, flags=re.M)[1:]
    topics = [name.upper().replace("-", " ") for name in TOPICS]
    assert headings == ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", *topics]
    squeezed = " ".join(page.split())
    for topic in TOPICS:
        for written, meaning in rows_of(topic):
            assert f" {written} {meaning} " in squeezed
