"""The documentation says what is so: its examples run, and nothing that can be used is missing."""

from __future__ import annotations

import doctest
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from conftest import DATA, ROOT, Run
from exporttrack import load_actuals, load_targets
from exporttrack.cli.main import COMMANDS
from exporttrack.errors import FormatError
from exporttrack.files import targets_shape as shape
from exporttrack.files.doubts import PARTS_APART, RIVALS_APART
from exporttrack.files.naming import OF_HISTORY
from exporttrack.files.rows import FIELDS
from exporttrack.model.number import parse_number
from exporttrack.model.period import parse_period
from exporttrack.render.json import SCHEMA_VERSION
from exporttrack.rules.assessment import STATUSES, Reason
from exporttrack.rules.ledger import Why
from exporttrack.rules.projection import PRIORS
from exporttrack.rules.verdict import STATUS_OF_CLASS

DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", *DOCS]
METHOD, FORMATS = ROOT / "docs/method.md", ROOT / "docs/formats.md"
page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def section(path: Path, heading: str) -> str:
    """What stands below a heading, up to the next one of its rank or a higher."""
    rank = heading.split()[0]
    below = text_of(path).split(f"\n{heading}\n", 1)[1]
    return re.split(rf"^#{{2,{len(rank)}}} ", below, maxsplit=1, flags=re.M)[0]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(path), flags=re.M | re.S)


def in_code(text: str) -> set[str]:
    """Everything that is written between backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


@page
def test_examples_do_what_they_show(path: Path) -> None:
    # Each fence becomes an empty line, so that it ends the output above it and lines keep numbers.
    text = re.sub(r"^```.*$", "", text_of(path), flags=re.M)
    test = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
    said: list[str] = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert not said, "".join(said)


@page
def test_python_blocks_without_a_prompt_run(path: Path) -> None:
    for block in blocks(path, "python"):
        if ">>>" not in block:
            exec(compile(block, str(path), "exec"), {})


def test_method_has_examples() -> None:
    assert text_of(METHOD).count("\n>>> ") >= 20


@page
def test_links_lead_somewhere(path: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", text_of(path)):
        if "://" in target:
            continue
        there = path.parent / target if target else path
        assert there.exists(), f"{path.name} links to {target}"
        if anchor:
            assert anchor in anchors(there), f"{path.name} links to {target}#{anchor}"


def anchors(path: Path) -> set[str]:
    """The anchors that a forge gives to the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", text_of(path), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("word", [*STATUSES, *get_args(Reason), *STATUS_OF_CLASS, "not-available"])
def test_method_explains_every_word_of_a_verdict(word: str) -> None:
    assert f"`{word}`" in text_of(METHOD)


def test_method_gives_each_class_the_status_of_the_program() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|.*\| `([\w-]+)`[^|]*\|$", text_of(METHOD), flags=re.M)
    stated = {(label, status) for label, status in rows if label in STATUS_OF_CLASS}
    assert stated == set(STATUS_OF_CLASS.items())


def test_ranges_of_coverage_are_those_of_the_table() -> None:
    table = re.findall(r"^\|( +\d.*)\|$", section(METHOD, "## Calibration"), flags=re.M)
    cells = [[float(cell) for cell in row.split("|")] for row in table]
    assert len(cells) == 13 * 5
    told = section(METHOD, "## Projection at the deadline").replace("\n", " ")
    for column in (3, 4, 5):  # drift, drift-with-prior, least squares
        covered = [row[column] for row in cells]
        assert f"{min(covered)} to {max(covered)} %" in told


def test_constants_of_the_prior_are_told() -> None:
    prior, told = PRIORS["exports"], section(METHOD, "## Projection at the deadline")
    for words in (f"{prior.m0:.1%}", f"{prior.k0:.0f} own years", f"{prior.s0:.1%}"):
        assert words.replace("%", " %") in told


def table_of(heading: str) -> list[tuple[str, str]]:
    """What is written and what it is read as, from a table with two such pairs in a row."""
    return re.findall(r"\| `([^`]+)` \| ([^|]+?) (?=\|)", section(FORMATS, heading))


NUMBERS, PERIODS = table_of("### Numbers"), table_of("### Periods")
NUMBERS, COMMAS = NUMBERS[:22], NUMBERS[22:]


@pytest.mark.parametrize(("written", "read_as"), NUMBERS)
def test_numbers_are_read_as_the_table_says(written: str, read_as: str) -> None:
    try:
        found = f"{parse_number(written).value:f}"
    except FormatError:
        found = "refused"
    assert found == read_as


@pytest.mark.parametrize(("written", "read_as"), PERIODS)
def test_periods_are_read_as_the_table_says(written: str, read_as: str) -> None:
    try:
        found = str(parse_period(written))
    except FormatError:
        found = "refused"
    assert found == read_as


@pytest.mark.parametrize(("written", "read_as"), COMMAS)
def test_numbers_with_a_decimal_comma_are_read_as_the_table_says(
    written: str, read_as: str
) -> None:
    try:
        found = f"{parse_number(written, ',').value:f}"
    except FormatError:
        found = "refused"
    assert found == read_as


def test_tables_of_numbers_and_periods_are_found() -> None:
    assert (len(NUMBERS), len(COMMAS), len(PERIODS)) == (22, 8, 13)


def test_the_fates_of_a_record_are_told() -> None:
    told = re.findall(r"^\| `([a-z-]+)` \| [^|]*\|$", section(FORMATS, "### history"), flags=re.M)
    assert told == ["why", *get_args(Why)]


def test_what_history_adds_to_a_record_is_told() -> None:
    assert set(OF_HISTORY) <= in_code(section(FORMATS, "### history"))


def test_the_example_of_validate_is_what_it_prints(run: Run, tmp_path: Path) -> None:
    (example,) = re.findall(r"^```text\n(.*?)^```$", section(FORMATS, "### validate"), re.M | re.S)
    (stated, *_) = blocks(FORMATS, "toml")
    (tmp_path / "targets.toml").write_text(stated.replace("total", "handicraft"), encoding="utf-8")
    (tmp_path / "actuals.csv").write_text(
        'series,period,value\nhandicraft_exports,2023,1\nhandicraft_exports,2024,"550,000"\n',
        encoding="utf-8",
    )
    assert run("validate", "--actuals", "actuals.csv").out == example


def test_the_limits_of_the_warnings_are_told() -> None:
    told = section(FORMATS, "### validate")
    assert f"more than {100 * RIVALS_APART:.0f} % apart" in told
    assert f"by more than {100 * PARTS_APART:.0f} %" in told


OF_OTHERS = """
[series.s]
unit = "jobs"
[targets.t]
group = "Exports"
kind = "level"
series = "s"
min = 1
by = 2030
"""


def test_example_files_are_read(tmp_path: Path) -> None:
    (stated, names, figures), (rows,) = blocks(FORMATS, "toml"), blocks(FORMATS, "csv")
    (tmp_path / "targets.toml").write_text(stated, encoding="utf-8")
    (tmp_path / "actuals.toml").write_text(figures, encoding="utf-8")
    (tmp_path / "actuals.csv").write_text(rows, encoding="utf-8")
    targets = load_targets(tmp_path / "targets.toml")
    (tmp_path / "targets.toml").write_text(f"{names}\n{OF_OTHERS}", encoding="utf-8")
    in_vietnamese = load_targets(tmp_path / "targets.toml").in_language("vi")
    assert (in_vietnamese.title[:6], in_vietnamese.targets[0].group) == ("Hà Nội", "Xuất khẩu")
    one, same = (
        load_actuals([tmp_path / name], targets.series).observations[0]
        for name in ("actuals.toml", "actuals.csv")
    )
    assert (one.period, one.value, one.status) == (same.period, same.value, same.status)


def test_every_key_of_a_targets_file_is_told() -> None:
    tables: list[type[BaseModel]] = [
        shape.TargetsTable, shape.SeriesTable, shape.SourceTable, shape.PhaseTable,
        shape.LevelTable, shape.ShareTable, shape.GrowthTable, shape.TotalTable, shape.ChangeTable,
    ]  # fmt: skip
    keys = {field.alias or name for one in tables for name, field in one.model_fields.items()}
    assert keys <= in_code(section(FORMATS, "## targets.toml"))


def test_every_field_of_a_record_is_told() -> None:
    assert set(FIELDS) <= in_code(section(FORMATS, "## Figures"))


def paths_of(value: object, path: str = "") -> Iterator[str]:
    """The path of every key, as docs/formats.md writes it: STATUS and METHOD stand for names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            named = {"summary": "STATUS", "methods": "METHOD"}.get(path, key)
            here = f"{path}.{named}".lstrip(".")
            yield here
            yield from paths_of(inner, here)
    elif isinstance(value, list):
        for inner in value:
            # The paths of a target have a table of their own and begin below it.
            yield from paths_of(inner, "" if path == "targets" else f"{path}[]")


def test_the_keys_of_the_json_are_those_that_are_told(run: Run) -> None:
    rows = re.findall(r"^\|([^|]*)\|", section(FORMATS, "## report --json"), flags=re.M)
    told = {key for first_cell in rows for key in in_code(first_cell)}
    targets, actuals = DATA / "every_status/targets.toml", DATA / "every_status/actuals.csv"
    asked = ((), ("--targets", targets, "--actuals", actuals), ("--since", "2024-01-31"))
    ran = [run("report", "--json", "--as-of", "2026-11-21", *given) for given in asked]
    assert [one.code for one in ran] == [0, 0, 0]
    found = {path for one in ran for path in paths_of(json.loads(one.out))}
    # An object whose keys all have a row needs none of its own.
    objects = {path.rpartition(".")[0] for path in found}
    assert found - told <= objects
    assert told <= found


def test_schema_version_is_told() -> None:
    assert f"`{SCHEMA_VERSION}`" in section(FORMATS, "### schema_version")


COMMANDS_AND_OPTIONS = "## Commands, exit codes, environment"


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", text))


def rows_of(heading: str) -> dict[str, str]:
    """The first cell of each row of the tables below a heading, and the rest of the row."""
    found = re.findall(r"^\| (`.*?) \|(.*)\|$", section(FORMATS, heading), flags=re.M)
    return dict(found)


def test_every_command_is_told() -> None:
    told = [cell.strip("`").split()[0] for cell in rows_of(COMMANDS_AND_OPTIONS)]
    assert [name for name in told if name in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_options_of_each_command_are_told(command: str, run: Run) -> None:
    rows = rows_of(COMMANDS_AND_OPTIONS)
    (told,) = (rest for cell, rest in rows.items() if cell.strip("`").split()[0] == command)
    assert options_in(told) == options_in(run(command, "--help").out) - {"--help"}


@page
def test_commands_that_are_shown_have_the_options_that_are_shown(path: Path) -> None:
    rows = rows_of(COMMANDS_AND_OPTIONS)
    options = {cell.strip("`").split()[0]: options_in(rest) for cell, rest in rows.items()}
    for line in "".join(blocks(path, "sh")).splitlines():
        program, *words = shlex.split(line, comments=True) or [""]
        if program == "exporttrack" and words:
            command = words[0] if words[0] in COMMANDS else "report"
            assert {one for one in words if one.startswith("-")} <= options[command], line


def test_every_option_is_explained() -> None:
    rows = rows_of(COMMANDS_AND_OPTIONS)
    listed = {one for cell, rest in rows.items() if cell[1] != "-" for one in options_in(rest)}
    explained = {one for cell in rows if cell[1] == "-" for one in options_in(cell)}
    assert listed == explained
    assert listed >= {"--targets", "--map", "--skip-unknown", "--strict"}


def test_every_option_of_import_has_its_place() -> None:
    told = options_in(section(FORMATS, "### import"))
    of_import = options_in(rows_of(COMMANDS_AND_OPTIONS)["`import FILE`"])
    assert of_import - told == {"--targets", "--actuals", "--lang"}


def test_every_variable_is_told() -> None:
    sources = "".join(map(text_of, (ROOT / "src").rglob("*.py")))
    variables = set(re.findall(r"\b(?:EXPORTTRACK|NO|FORCE)_[A-Z]+\b", sources))
    assert variables >= {"EXPORTTRACK_TARGETS", "NO_COLOR"}
    assert variables <= in_code(text_of(FORMATS))
