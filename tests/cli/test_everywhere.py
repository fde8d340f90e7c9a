"""Every command and every format, wherever it may have to run: the table that nothing escapes.

Crossed in full are the commands in their formats and the places, within this process, where a run
takes some hundredths of a second: any of them may go its own way to a stream. The other language
is crossed only with the places where letters and widths matter, errors with those that standard
error is not the same in, and read-only folders with no other place, as they have to do with none.
Processes of their own, which are slow, are a few of each kind, to see that the table is honest.
"""

from __future__ import annotations

import csv
import inspect
import io
import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from markdown_it import MarkdownIt
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from rich.cells import cell_len

from cli.surroundings import FULL, PLACES, Surroundings, not_root, run_here, run_there
from conftest import ROOT, Ran
from exporttrack.cli.completion import SCRIPTS
from exporttrack.cli.main import COMMANDS, module_of, python_name
from exporttrack.cli.schema import SCHEMAS
from exporttrack.cli.topics import TOPICS
from schemas import hold

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
    complains: bool = False
    """It says on standard error that it cannot answer."""

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


def in_each_format(*command: str, code: int = 0) -> list[Case]:
    """The command in each of its formats; none of them changes the exit status."""
    return [
        Case((*command, "--format", one), READERS[one], code, colors=one == "table")
        for one in module_of(command[0]).FORMATS
    ]


def refused(*command: str) -> Case:
    """What has no answer, wherever it is asked."""
    return Case(command, read_nothing, code=2, complains=True)


READING = [
    *in_each_format("report", *DAY),
    *in_each_format("report", *DAY, "--since", "2026-01-01")[:-1],  # not metrics
    Case(DAY, colors=True),
    Case(("check", *DAY), read_nothing),
    Case(("check", *DAY, "-v")),
    Case(("check", *FAILING), code=1),
    Case(("check", *DAY, "--nagios"), cannot=3),
    Case(("check", *FAILING, "--nagios"), code=2, cannot=3),
    Case(("check", "nosuch", "--nagios"), code=3, cannot=3, complains=True),
    *in_each_format("explain", "handicraft-value", *DAY),
    *in_each_format("outlook", *DAY),
    *in_each_format("coherence", *DAY, code=1),
    *in_each_format("history"),
    Case(("validate",)),
    Case(("validate", "--json"), read_json),
    Case(("validate", "bad.csv"), code=1),
    *(Case(("schema", name), read_json) for name in SCHEMAS),
    *(Case(("completion", shell)) for shell in SCRIPTS),
    Case(("completion", "bash", "--", "report", "")),
    Case(("help",)),
    Case(("help", "--man")),
    Case(("help", "explain")),
    *(Case(("help", name)) for name in TOPICS),
    Case(("--version",)),
    Case(("--help",)),
]
WRITING = [
    Case(("record", "handicraft_exports=480M", "--period", "2025")),
    Case(("record", "handicraft_exports=480M", "--period", "2025", "--dry-run")),
    Case(("import", "figures.csv")),
    Case(("init", "new")),
    Case(("init", "new", "--example", "hanoi")),
]
REFUSED = [
    refused("nosuch"),
    *(refused(command, "--nosuch") for command in COMMANDS),
    *(refused(command, "nosuch") for command in ("report", "explain", "outlook", "history")),
    *(refused(command, "nosuch") for command in ("schema", "completion", "help", "import")),
    *(refused("report", "--format", format, "--nosuch") for format in ("json", "csv")),
    refused("report", *DAY, "--since", "2026-01-01", "--format", "prom"),
    refused("report", "nosuch", "--json"),
    refused("explain", "nosuch", "--json"),
    refused("outlook", "--targets", "bad.csv", "--format", "json"),
    refused("coherence", "--actuals", "bad.csv", "--json"),
    refused("history", "--period", "soon", "--json"),
    refused("validate", "nosuch.csv", "--json"),
    refused("record", "việc_làm=5", "--period", "2025"),
    refused("import", "bad.csv"),
    refused("init", "targets.toml"),
]
CASES = [*READING, *WRITING, *REFUSED]


def in_vietnamese(case: Case) -> Case | None:
    """The same in the other language; None where there is none but English."""
    first = case.arguments[0]
    name = first if first in COMMANDS else "report"
    taken = inspect.signature(function_of(name)).parameters
    if case.complains or "lang" not in taken or first in ("--version", "--help"):
        return None
    return replace(case, arguments=(*case.arguments, "--lang", "vi"))


def function_of(command: str) -> Callable[..., None]:
    found: Callable[..., None] = getattr(module_of(command), python_name(command))
    return found


VIETNAMESE = [found for case in READING + WRITING if (found := in_vietnamese(case))]
ERRORS_ARE_ALIKE_BUT_IN = (
    "no terminal", "FORCE_COLOR=1", "ascii", "cp1252", "EXPORTTRACK_LANG=vi",
    *(name for name, place in PLACES.items() if not place.has_output and place.output != "full"),
)  # fmt: skip
SPELT_OR_FOLDED = ("no terminal", "40 columns", "80 columns", "LC_ALL=C", "ascii", "cp1252")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of its own, whose words are not those of every encoding."""
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(folder: Path) -> None:
    targets = (ROOT / "targets.toml").read_text(encoding="utf-8")
    for word, another in {
        '"Hanoi: export targets"': '"Hà Nội: chỉ tiêu xuất khẩu — 輸出"',
        '"Exports"': '"Xuất khẩu (€)"',
        "\nExports = ": '\n"Xuất khẩu (€)" = ',
        '"jobs"': '"việc làm"',
        "\njobs = ": '\n"việc làm" = ',
    }.items():
        assert word in targets
        targets = targets.replace(word, another)
    (folder / "targets.toml").write_text(targets, encoding="utf-8")
    shutil.copy(ROOT / "actuals.toml", folder)
    for name, value in (("figures.csv", "470M"), ("bad.csv", "việc làm")):
        text = f"series,period,value\nhandicraft_exports,2024,{value}\n"
        (folder / name).write_text(text, encoding="utf-8")


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
    assert {one.arguments[0] for one in READING + WRITING} >= {*COMMANDS}
    assert {one.arguments[0] for one in REFUSED} >= {*COMMANDS}


@places
@pytest.mark.parametrize("case", READING + WRITING, ids=named)
def test_it_does_what_it_should(case: Case, place: Surroundings, folder: Path) -> None:
    before = contents(folder)
    as_it_should_be(run_here(case.arguments, place, case.encoding), case, place)
    nothing_is_lost(before, folder, case)


@pytest.mark.parametrize("name", ERRORS_ARE_ALIKE_BUT_IN)
@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_what_has_no_answer_says_why(case: Case, name: str, folder: Path) -> None:
    before = contents(folder)
    as_it_should_be(run_here(case.arguments, PLACES[name]), case, PLACES[name])
    assert contents(folder) == before


@pytest.mark.parametrize("name", SPELT_OR_FOLDED)
@pytest.mark.parametrize("case", VIETNAMESE, ids=named)
def test_so_it_does_in_the_other_language(case: Case, name: str, folder: Path) -> None:
    as_it_should_be(run_here(case.arguments, PLACES[name], case.encoding), case, PLACES[name])


@places
@pytest.mark.parametrize(
    "case",
    [case for case in READING if "--format" in case.arguments and "table" not in case.arguments],
    ids=named,
)
def test_a_file_is_the_same_from_any_place(case: Case, place: Surroundings, folder: Path) -> None:
    ran = run_here((*case.arguments, "-o", "written"), place)
    assert (ran.code, ran.out, ran.err) == (case.code, "", "")
    written = (folder / "written").read_text(encoding="utf-8")
    # As on a stream that has every letter.
    assert written == run_here(case.arguments, Surroundings(place.variables)).out


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_read_only_folder_stays_as_it_is(case: Case, folder: Path) -> None:
    # What has to be imported is now there: what the modules lie in may be for root alone, too.
    place = PLACES["no terminal"]
    run_here(case.arguments, place, case.encoding)
    with read_only_folder() as there:
        before = contents(there)
        with not_root():
            ran = run_here(case.arguments, place, case.encoding)
        if case in WRITING and "--dry-run" not in case.arguments:
            assert (ran.code, ran.out) == (2, "")
            assert re.fullmatch(r"exporttrack: error: .* cannot be written: .*\n.*", ran.err)
        else:
            as_it_should_be(ran, case, place)
        assert contents(there) == before


REPORT, CHECK = Case(DAY, colors=True), Case(("check", *FAILING), code=1)
AS_JSON = Case(("report", *DAY, "--json"), read_json)
IN_EARNEST = [
    *((REPORT, name) for name in PLACES),
    *((CHECK, name) for name, place in PLACES.items() if not place.has_output),
    *((AS_JSON, name) for name in ("FORCE_COLOR=1", "ascii", "cp1252", "standard output full")),
    (Case(("check", *DAY), read_nothing), "standard output closed"),
    (Case(("check", *FAILING, "--nagios"), code=2, cannot=3), "standard output full"),
    (Case(("explain", "handicraft-value", *DAY), colors=True), "40 columns"),
    (Case(("outlook", *DAY, "--lang", "vi"), colors=True), "ascii"),
    (Case(("coherence", *DAY), code=1, colors=True), "standard output full"),
    (Case(("coherence", *DAY, "--json"), read_json, code=1), "cp1252"),
    (Case(("history",), colors=True), "60 columns"),
    (Case(("history", "--format", "csv"), read_csv), "standard output closed"),
    (Case(("validate", "bad.csv"), code=1), "standard output full"),
    (Case(("schema", "error"), read_json), "ascii"),
    (Case(("completion", "zsh")), "the reader of the pipe gone"),
    (Case(("help", "statuses")), "standard output closed"),
    (Case(("record", "handicraft_exports=480M", "--period", "2025")), "standard output closed"),
    (Case(("import", "figures.csv")), "standard output full"),
    (Case(("init", "new")), "an empty environment"),
]
"""Beside the table, which is quick: the same as processes, to see that it is honest."""


@pytest.mark.parametrize(
    ("case", "name"), [pytest.param(*one, id=f"{named(one[0])} {one[1]}") for one in IN_EARNEST]
)
def test_so_does_a_process_of_its_own(case: Case, name: str, folder: Path) -> None:
    place = PLACES[name]
    if place.output == "full" and not FULL.exists():
        pytest.skip("this system has no /dev/full")
    before = contents(folder)
    as_it_should_be(run_there(case.arguments, place, folder, case.encoding), case, place)
    nothing_is_lost(before, folder, case)


def as_it_should_be(ran: Ran, case: Case, place: Surroundings) -> None:
    is_stopped = not place.has_output and case.reads is not read_nothing
    cannot = 141 if place.output == "reader gone" and case.cannot == 2 else case.cannot
    assert ran.code == (cannot if is_stopped else case.code), ran.err
    if place.has_output:
        text = re.sub("\x1b\\[[0-9;]*m", "", ran.out)
        case.reads(text)
        hold(case.arguments, text, ran.err)
        if place.columns and case.colors:
            # The figures alone of a history in Vietnamese need 43 columns, and none is cut.
            room = (
                max(place.columns, 43) if {"history", "vi"} <= {*case.arguments} else place.columns
            )
            assert max(map(cell_len, text.splitlines())) <= room
    else:
        assert ran.out == ""
    assert ("\x1b" in ran.out) == (case.colors and place.is_colored and place.has_output)
    assert not re.search(r"\d…|…\d", ran.out)
    assert "Traceback" not in ran.out + ran.err
    assert "internal error" not in ran.err
    says_why(ran, case, complains=case.complains or (is_stopped and ran.code != 141))


def says_why(ran: Ran, case: Case, *, complains: bool) -> None:
    """On standard error is a message where there is one; as JSON, where that is asked for."""
    no_room = re.compile("exporttrack: (no room for|không đủ chỗ cho) ")
    lines = [line for line in ran.err.splitlines() if not no_room.match(line)]
    assert bool(lines) == complains
    if {"--json", "json"} & {*case.arguments}:
        assert all(list(json.loads(line)) == ["error"] for line in lines)
    else:
        message = r"exporttrack: | +hint: |[\w.]+:\d+:\d+: error: | +\d* \| |\d+ errors? in "
        assert all(re.match(message, line) for line in lines), ran.err


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def nothing_is_lost(before: dict[str, bytes], folder: Path, case: Case) -> None:
    """Files are as they were but for the journal, which may go on; new ones are whole."""
    after = contents(folder)
    if case not in WRITING or "--dry-run" in case.arguments:
        assert after == before
    journal = after["actuals.toml"]
    assert journal.startswith(before["actuals.toml"])
    assert {**after, "actuals.toml": b""}.items() >= {**before, "actuals.toml": b""}.items()
    for name in after.keys() - before.keys() | {"actuals.toml"}:
        tomllib.loads(after[name].decode())


@contextmanager
def read_only_folder() -> Iterator[Path]:
    """One that anybody may read and nobody but root may write to; the run is in it."""
    here = Path.cwd()
    with TemporaryDirectory() as name:
        there = Path(name)
        fill(there)
        there.chmod(0o555)
        os.chdir(there)
        try:
            yield there
        finally:
            os.chdir(here)
