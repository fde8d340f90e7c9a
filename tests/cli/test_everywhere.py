"""Every command and every format, wherever it may have to run: the table that nothing escapes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from cli.surroundings import FULL, PLACES, Surroundings, run_here, run_there
from conftest import ROOT, Ran
from exporttrack.cli.main import COMMANDS
from exporttrack.cli.report import FORMATS

DAY = ("--as-of", "2026-11-21")
FAILING = ("--as-of", "2024-01-31")


def read_json(text: str) -> None:
    assert isinstance(json.loads(text), dict)


def read_lines(text: str) -> None:
    assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


def read_csv(text: str) -> None:
    header, *rows = csv.reader(io.StringIO(text), strict=True)
    assert rows
    assert all(len(row) == len(header) for row in rows)


def read_markdown(text: str) -> None:
    blocks = [one.type for one in MarkdownIt("commonmark").enable("table").parse(text)]
    assert blocks[0] == "heading_open"
    assert "bullet_list_open" in blocks


def read_prom(text: str) -> None:
    families = text_string_to_metric_families(text)  # type: ignore[no-untyped-call]
    assert [family.type for family in families][-1] == "stateset"


def read_words(text: str) -> None:
    assert text
    assert text.endswith("\n")


def read_nothing(text: str) -> None:
    assert text == ""


@dataclass(frozen=True)
class Case:
    """A command line, and what comes of it where nothing is in its way."""

    arguments: tuple[str, ...]
    reads: Callable[[str], None] = read_words
    code: int = 0
    cannot: int = 2
    """The exit status when what it has to say cannot be written."""
    colors: bool = False
    """It has colours where there can be any."""

    @property
    def encoding(self) -> str | None:
        """Of what is data in any place; else it is that of the stream."""
        return "utf-8" if self.reads in (read_csv, read_prom) else None


READERS = {
    "table": read_words,
    "text": read_words,
    "json": read_json,
    "jsonl": read_lines,
    "csv": read_csv,
    "md": read_markdown,
    "prom": read_prom,
}
CASES = [
    *(
        Case(("report", *DAY, "--format", format), READERS[format], colors=format == "table")
        for format in FORMATS
    ),
    Case(DAY, colors=True),
    Case(("check", *DAY), read_nothing),
    Case(("check", *DAY, "-v")),
    Case(("check", *FAILING), code=1),
    Case(("check", *DAY, "--nagios"), cannot=3),
    Case(("check", *FAILING, "--nagios"), code=2, cannot=3),
    Case(("check", "nosuch", "--nagios"), code=3, cannot=3),
    *(
        Case((*command, *DAY, "--format", format), READERS[format], code, colors=format == "table")
        for (command, code), format in product(
            [(("explain", "handicraft-value"), 0), (("outlook",), 0), (("coherence",), 1)],
            ["table", "json", "md"],
        )
    ),
    *(
        Case(("history", "--format", format), READERS[format], colors=format == "table")
        for format in ("table", "json", "jsonl", "csv")
    ),
    Case(("record", "handicraft_exports=480M", "--period", "2025")),
    Case(("import", "figures.csv")),
    Case(("validate",)),
    Case(("validate", "--json"), read_json),
    Case(("init", "new")),
    Case(("schema", "report"), read_json),
    Case(("completion", "bash")),
    Case(("--version",)),
    Case(("--help",)),
    Case(("report", "nosuch"), read_nothing, code=2),
    Case(("nosuch",), read_nothing, code=2),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of its own, whose words are not those of every encoding."""
    targets = (ROOT / "targets.toml").read_text(encoding="utf-8")
    for word, another in {
        '"Hanoi: export targets"': '"Hà Nội: chỉ tiêu xuất khẩu — 輸出"',
        '"Exports"': '"Xuất khẩu (€)"',
        '"jobs"': '"việc làm"',
    }.items():
        assert word in targets
        targets = targets.replace(word, another)
    (tmp_path / "targets.toml").write_text(targets, encoding="utf-8")
    (tmp_path / "actuals.toml").write_bytes((ROOT / "actuals.toml").read_bytes())
    figures = "series,period,value\nhandicraft_exports,2024,470M\n"
    (tmp_path / "figures.csv").write_text(figures, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named(case: Case) -> str:
    return " ".join(case.arguments)


needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
places = pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, id=name, marks=needs_full if place.output == "full" else ())
        for name, place in PLACES.items()
    ],
)


def test_no_command_is_forgotten() -> None:
    assert {one.arguments[0] for one in CASES} >= {*COMMANDS}


@places
@pytest.mark.parametrize("case", CASES, ids=named)
def test_it_does_what_it_should(case: Case, place: Surroundings, folder: Path) -> None:
    as_it_should_be(run_here(case.arguments, place, case.encoding), case, place)


REPORT, CHECK = Case(DAY, colors=True), Case(("check", *FAILING), code=1)
AS_JSON = Case(("report", *DAY, "--json"), read_json)
IN_EARNEST = [
    *((REPORT, name) for name in PLACES),
    *((CHECK, name) for name, place in PLACES.items() if not place.has_output),
    *((AS_JSON, name) for name in ("FORCE_COLOR=1", "ascii", "cp1252", "standard output full")),
    (Case(("check", *DAY), read_nothing), "standard output closed"),
    (Case(("check", *FAILING, "--nagios"), code=2, cannot=3), "standard output full"),
]
"""Beside the table, which is quick: the same as processes, to see that it is honest."""


@pytest.mark.parametrize(
    ("case", "name"), [pytest.param(*one, id=f"{named(one[0])} {one[1]}") for one in IN_EARNEST]
)
def test_so_does_a_process_of_its_own(case: Case, name: str, folder: Path) -> None:
    place = PLACES[name]
    if place.output == "full" and not FULL.exists():
        pytest.skip("this system has no /dev/full")
    as_it_should_be(run_there(case.arguments, place, folder), case, place)


def as_it_should_be(ran: Ran, case: Case, place: Surroundings) -> None:
    is_stopped = not place.has_output and case.reads is not read_nothing
    cannot = 141 if place.output == "reader gone" and case.cannot == 2 else case.cannot
    assert ran.code == (cannot if is_stopped else case.code), ran.err
    if place.has_output:
        case.reads(re.sub("\x1b\\[[0-9;]*m", "", ran.out))
    else:
        assert ran.out == ""
    assert ("\x1b" in ran.out) == (case.colors and place.is_colored and place.has_output)
    assert not re.search(r"\d…|…\d", ran.out)
    assert "Traceback" not in ran.out + ran.err
    lines = [line for line in ran.err.splitlines() if "no room for" not in line]
    assert all(re.match(r'exporttrack: |   hint: |{"error": ', line) for line in lines)
    assert bool(lines) == ((is_stopped and ran.code != 141) or "nosuch" in case.arguments)
