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
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
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
    read_words(text)
    assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


def read_csv(text: str) -> None:
    header, *rows = csv.reader(io.StringIO(text), strict=True)
    assert rows
    assert all(len(row) == len(header) for row in rows)


def read_markdown(text: str) -> Sequence[str]:
    """The blocks of it."""
    blocks = [one.type for one in MarkdownIt("commonmark").enable("table").parse(text)]
    assert blocks[0] == "heading_open"
    assert "bullet_list_open" in blocks
    return blocks


def read_tables(text: str) -> None:
    """Each of them begins with its headings and a line below them; each row has six cells."""
    blocks = read_markdown(text)
    tables = blocks.count("table_open")
    assert blocks.count("tr_open") == TARGETS + tables
    assert len(re.findall(r"^(?:\|[^|\n]+){6}\|$", text, re.MULTILINE)) == TARGETS + 2 * tables


def read_prom(text: str) -> None:
    families = text_string_to_metric_families(text)  # type: ignore[no-untyped-call]
    assert "stateset" in [family.type for family in families]


def read_words(text: str) -> None:
    assert text
    assert text.endswith("\n")


def read_nothing(text: str) -> None:
    assert text == ""


@dataclass(frozen=True)
class Case:
    """A command line, and what comes of it where nothing is in its way."""

    arguments: tuple[str, ...]
    reads: Callable[[str], object] = read_words
    code: int = 0
    cannot: int = 2
    """The exit status when what it has to say cannot be written."""
    colors: bool = False
    """It has colours where there can be any."""
    complains: bool = False
    """It says on standard error that it cannot answer."""
    keeps: Mapping[str, str] = field(default_factory=dict)
    """Files that it writes, and what comes to stand in each."""

    @property
    def encoding(self) -> str | None:
        """Of what is data in any place; else it is that of the stream."""
        return "utf-8" if self.reads in (read_csv, read_prom) else None


TARGETS = 10
"""In the report of the folder, where one has two phases."""
READERS: dict[str, Callable[[str], object]] = {
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
    readers = READERS | ({"md": read_tables} if command[0] == "report" else {})
    return [
        Case((*command, "--format", one), readers[one], code, colors=one == "table")
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
    *in_each_format("history", *DAY),
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
RECORD = ("record", "handicraft_exports=480M", "--period", "2025")
IN_NEW = {"new/targets.toml": "[targets.", "new/actuals.toml": "format = 1"}
WRITING = [
    Case(RECORD, keeps={"actuals.toml": "\nvalue = 480000000\n"}),
    Case((*RECORD, "--dry-run")),
    Case(("import", "figures.csv"), keeps={"actuals.toml": "\nvalue = 470000000\n"}),
    Case(("init", "new"), keeps=IN_NEW),
    Case(("init", "new", "--example", "hanoi"), keeps=IN_NEW),
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
    "standard output closed", "the reader of the pipe gone",
    "standard error closed", "standard error full",
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


def at(*names: str) -> pytest.MarkDecorator:
    """The test at each of these places."""
    return pytest.mark.parametrize(
        "place",
        [
            pytest.param(PLACES[name], id=name, marks=needs_full if PLACES[name].needs_full else ())
            for name in names
        ],
    )


def test_no_command_is_forgotten() -> None:
    assert {one.arguments[0] for one in READING + WRITING} >= {*COMMANDS}
    assert {one.arguments[0] for one in REFUSED} >= {*COMMANDS}


@at(*PLACES)
@pytest.mark.parametrize("case", READING + WRITING, ids=named)
def test_it_does_what_it_should(case: Case, place: Surroundings, folder: Path) -> None:
    before = contents(folder)
    as_it_should_be(run_here(case.arguments, place, case.encoding), case, place)
    nothing_is_lost(before, folder, case)


@at(*ERRORS_ARE_ALIKE_BUT_IN)
@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_what_has_no_answer_says_why(case: Case, place: Surroundings, folder: Path) -> None:
    before = contents(folder)
    as_it_should_be(run_here(case.arguments, place), case, place)
    assert contents(folder) == before


@at(*SPELT_OR_FOLDED)
@pytest.mark.parametrize("case", VIETNAMESE, ids=named)
def test_so_it_does_in_the_other_language(case: Case, place: Surroundings, folder: Path) -> None:
    before = contents(folder)
    as_it_should_be(run_here(case.arguments, place, case.encoding), case, place)
    nothing_is_lost(before, folder, case)


FILES = ("--targets", "Hà Nội (1)/chỉ tiêu.toml", "--actuals", "Hà Nội (1)/số liệu.toml")
SHOWN = {
    "utf-8": "Hà Nội (1)/chỉ tiêu.toml",
    "ascii": "Ha Noi (1)/chi tieu.toml",
    "cp1252": "Hà Noi (1)/chi tiêu.toml",
}
KEPT = {"Hà Nội (1)/số liệu.toml": "\nvalue = 480000000\n"}
OF_ANY_NAME = [
    Case(("report", *DAY, *FILES), colors=True),
    Case(("report", *DAY, *FILES, "--json"), read_json),
    Case(("check", *FAILING, *FILES), code=1),
    Case(("explain", "handicraft-value", *DAY, *FILES), colors=True),
    Case(("outlook", *DAY, *FILES, "--json"), read_json),
    Case(("coherence", *DAY, *FILES, "--json"), read_json, code=1),
    Case(("history", *DAY, *FILES), colors=True),
    Case(("validate", *FILES)),
    Case(("validate", "Hà Nội (1)/sai.csv", *FILES), code=1),
    Case((*RECORD, *FILES), keeps=KEPT),
    Case(("init", "mới"), keeps={"mới/targets.toml": "[targets.", "mới/actuals.toml": "format"}),
    refused("import", "Hà Nội (1)/sai.csv", *FILES),
    refused("report", *FILES[:2], "--actuals", "không.csv", "--json"),
    refused("init", "Hà Nội (1)/sai.csv"),
]


def with_names_of_its_own(folder: Path) -> dict[str, bytes]:
    (folder / "Hà Nội (1)").mkdir()
    for name, another in zip(("targets.toml", "actuals.toml"), FILES[1::2], strict=True):
        (folder / name).rename(folder / another)
    (folder / "bad.csv").rename(folder / "Hà Nội (1)/sai.csv")
    return contents(folder)


@at("no terminal", "LC_ALL=C", "ascii", "cp1252", "EXPORTTRACK_LANG=vi")
@pytest.mark.parametrize("case", OF_ANY_NAME, ids=named)
def test_files_may_have_any_name(case: Case, place: Surroundings, folder: Path) -> None:
    before = with_names_of_its_own(folder)
    ran = run_here(case.arguments, place)
    as_it_should_be(ran, case, place)
    nothing_is_lost(before, folder, case)
    if case.reads is read_json:
        assert json.loads(ran.out)["inputs"][0]["path"] == FILES[1]
    elif case.colors:
        assert SHOWN[place.encoding] in ran.out


@at(*PLACES)
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


DOCUMENTS = [case for case in READING if case.reads is read_json and "--format" in case.arguments]


@at("ascii", "LC_ALL=C")
@pytest.mark.parametrize("case", DOCUMENTS, ids=named)
def test_it_may_have_any_name(case: Case, place: Surroundings, folder: Path) -> None:
    ran = run_here((*case.arguments, "-o", "báo cáo.json"), place)
    assert (ran.code, ran.out, ran.err) == (case.code, "", "")
    read_json((folder / "báo cáo.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@at("no terminal", "ascii", "standard output closed", "standard output full")
@pytest.mark.parametrize("case", DOCUMENTS, ids=named)
def test_standard_output_has_other_names(
    case: Case, place: Surroundings, name: str, folder: Path
) -> None:
    ran = run_here((*case.arguments, "-o", name), place)
    as_it_should_be(ran, case, place)
    assert ran == run_here(case.arguments, place)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_read_only_folder_stays_as_it_is(case: Case, folder: Path) -> None:
    # What has to be imported is now there: what the modules lie in may be for root alone, too.
    place = PLACES["no terminal"]
    run_here(case.arguments, place, case.encoding)
    with read_only_folder() as there:
        before = contents(there)
        with not_root():
            ran = run_here(case.arguments, place, case.encoding)
        if case.keeps:
            assert (ran.code, ran.out) == (2, "")
            assert re.fullmatch(r"exporttrack: error: .* cannot be written: .*\n.*", ran.err)
        else:
            as_it_should_be(ran, case, place)
        assert contents(there) == before


@pytest.mark.parametrize("case", DOCUMENTS, ids=named)
def test_no_document_comes_to_lie_there(case: Case, folder: Path) -> None:
    place = PLACES["no terminal"]
    run_here(case.arguments, place)
    with read_only_folder() as there:
        before = contents(there)
        with not_root():
            ran = run_here((*case.arguments, "-o", "new.json"), place)
        assert (ran.code, ran.out) == (2, "")
        message = json.loads(ran.err)["error"]["message"]
        assert message == "new.json cannot be written: Permission denied"
        assert contents(there) == before


REPORT, CHECK = Case(DAY, colors=True), Case(("check", *FAILING), code=1)
AS_JSON = Case(("report", *DAY, "--json"), read_json)
RECORDED, _, IMPORTED, BEGUN, _ = WRITING
ONE_OF_EACH = {case.arguments[0]: case for case in reversed(READING + WRITING)}
IN_EARNEST = [
    *((REPORT, name) for name in PLACES),
    *((ONE_OF_EACH[name], "LC_ALL=C") for name in COMMANDS),
    *((ONE_OF_EACH[name], "standard input closed") for name in COMMANDS),
    *((CHECK, name) for name, place in PLACES.items() if not place.has_output),
    *((AS_JSON, name) for name in ("FORCE_COLOR=1", "ascii", "cp1252", "standard output full")),
    (Case(("check", *DAY), read_nothing), "standard output closed"),
    (Case(("check", *FAILING, "--nagios"), code=2, cannot=3), "standard output full"),
    (Case(("explain", "handicraft-value", *DAY), colors=True), "40 columns"),
    (Case(("outlook", *DAY, "--lang", "vi"), colors=True), "ascii"),
    (Case(("coherence", *DAY), code=1, colors=True), "standard output full"),
    (Case(("coherence", *DAY, "--json"), read_json, code=1), "cp1252"),
    (Case(("history", *DAY), colors=True), "60 columns"),
    (Case(("history", "--format", "csv"), read_csv), "standard output closed"),
    (Case(("history", "--format", "csv", "-o", "/dev/stdout"), read_csv), "standard output closed"),
    (Case(("validate", "bad.csv"), code=1), "standard output full"),
    (Case(("schema", "error"), read_json), "ascii"),
    (Case(("completion", "zsh")), "the reader of the pipe gone"),
    (Case(("help", "statuses")), "standard output closed"),
    (RECORDED, "standard output closed"),
    (IMPORTED, "standard output full"),
    (BEGUN, "an empty environment"),
    (RECORDED, "standard error closed"),
    (refused("report", "nosuch"), "standard error full"),
    (refused("report", "--actuals", "-"), "standard input closed"),
]
"""Beside the table, which is quick: the same as processes, to see that it is honest."""


@pytest.mark.parametrize(
    ("case", "name"), [pytest.param(*one, id=f"{named(one[0])} {one[1]}") for one in IN_EARNEST]
)
def test_so_does_a_process_of_its_own(case: Case, name: str, folder: Path) -> None:
    place = PLACES[name]
    if place.needs_full and not FULL.exists():
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
        if place.columns and case in READING:
            nothing_is_cut(text, ran.err, case, place)
    else:
        assert ran.out == ""
    assert ("\x1b" in ran.out) == (case.colors and place.is_colored and place.has_output)
    assert not re.search(r"\d…|…\d", ran.out)
    assert "\x1b" not in ran.err
    assert "Traceback" not in ran.out + ran.err
    assert "internal error" not in ran.err
    if place.has_errors:
        says_why(ran, case, complains=case.complains or (is_stopped and ran.code != 141))


def nothing_is_cut(text: str, said: str, case: Case, place: Surroundings) -> None:
    """A terminal shows what a pipe has; of a table every figure, but for columns without room."""
    whole = off_a_terminal(case.arguments)
    is_report = case.arguments[0] == "report" or case.arguments[0].startswith("-")
    if case.colors and is_report and place.columns == 40:  # no room for a table
        whole = off_a_terminal((*case.arguments, "--format", "text"))
        assert [*filter(str.isalnum, text)] == [*filter(str.isalnum, whole)]
    elif case.colors:
        no_room = re.findall("`(.*?)`", said)
        assert not figures(whole, no_room) - figures(text)
    else:
        assert text == whole


@cache
def off_a_terminal(arguments: tuple[str, ...]) -> str:
    """What it shows in a folder that is as it was at first."""
    return run_here(arguments, Surroundings()).out


def figures(text: str, left_out: Sequence[str] = ()) -> Counter[str]:
    """Those of a text, without those of addresses and of columns with some headings."""
    found: Counter[str] = Counter()
    columns: list[tuple[int, int]] = []
    for line in re.sub(r"https?://\S+", "", text).splitlines():
        headings = [re.search(rf"{heading}(  +|$)", line) for heading in left_out]
        if headings and all(headings):
            columns = [heading.span() for heading in headings if heading]
        for one in re.finditer(r"\d[\d.,]*", line):
            if not any(begin <= one.start() < end for begin, end in columns):
                found[one[0]] += 1
    return found


def says_why(ran: Ran, case: Case, *, complains: bool) -> None:
    """On standard error is a message where there is one; as JSON, where that is asked for."""
    no_room = re.compile("exporttrack: (no room for|không đủ chỗ cho) ")
    lines = [line for line in ran.err.splitlines() if not no_room.match(line)]
    assert bool(lines) == complains
    if {"--json", "json"} & {*case.arguments}:
        assert all(list(json.loads(line)) == ["error"] for line in lines)
    else:
        message = r"exporttrack: | +hint: |[^:]+:\d+:\d+: error: | +\d* \| |\d+ errors? in "
        assert all(re.match(message, line) for line in lines), ran.err


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def nothing_is_lost(before: dict[str, bytes], folder: Path, case: Case) -> None:
    """Files are as they were but for those that it writes; these are whole, and only go on."""
    after = contents(folder)
    assert after.keys() - before.keys() <= case.keeps.keys()
    for name, was in before.items():
        assert after[name] == was or (name in case.keeps and after[name].startswith(was))
    for name, words in case.keeps.items():
        tomllib.loads(after[name].decode())
        assert after[name].decode().count(words) > before.get(name, b"").decode().count(words)


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


@pytest.mark.parametrize("case", [OF_ANY_NAME[0], OF_ANY_NAME[1], *OF_ANY_NAME[9:12]], ids=named)
def test_files_may_have_any_name_where_all_is_ascii(case: Case, folder: Path) -> None:
    """Also what the system says of files: each letter of their names is then two or three."""
    place = Surroundings(
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, encoding="ascii"
    )
    before = with_names_of_its_own(folder)
    as_it_should_be(run_there(case.arguments, place, folder), case, place)
    nothing_is_lost(before, folder, case)
