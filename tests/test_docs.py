"""The documentation says what is so: its examples run, and nothing that can be used is missing."""

from __future__ import annotations

import doctest
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from conftest import DATA, ROOT, Run
from exporttrack import load_actuals, load_targets
from exporttrack.errors import FormatError
from exporttrack.files import targets_shape as shape
from exporttrack.files.rows import FIELDS
from exporttrack.model.number import parse_number
from exporttrack.model.period import parse_period
from exporttrack.render.json import SCHEMA_VERSION
from exporttrack.rules.assessment import STATUSES, Reason
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


def test_tables_of_numbers_and_periods_are_found() -> None:
    assert (len(NUMBERS), len(PERIODS)) == (20, 13)


def test_example_files_are_read(tmp_path: Path) -> None:
    (stated, figures), (rows,) = blocks(FORMATS, "toml"), blocks(FORMATS, "csv")
    (tmp_path / "targets.toml").write_text(stated, encoding="utf-8")
    (tmp_path / "actuals.toml").write_text(figures, encoding="utf-8")
    (tmp_path / "actuals.csv").write_text(rows, encoding="utf-8")
    targets = load_targets(tmp_path / "targets.toml")
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
    others = ("--targets", targets, "--actuals", actuals)
    ran = [run("report", "--json", "--as-of", "2026-11-21", *given) for given in ((), others)]
    assert [one.code for one in ran] == [0, 0]
    found = {path for one in ran for path in paths_of(json.loads(one.out))}
    # An object whose keys all have a row needs none of its own.
    objects = {path.rpartition(".")[0] for path in found}
    assert found - told <= objects
    assert told <= found


def test_schema_version_is_told() -> None:
    assert f"`{SCHEMA_VERSION}`" in section(FORMATS, "### schema_version")


def test_every_option_is_told(run: Run) -> None:
    options = {
        option
        for arguments in (["--help"], ["report", "--help"])
        for option in re.findall(r"(?<![\w-])--?[a-z][\w-]*", run(*arguments).out)
    }
    assert options >= {"--targets", "--as-of", "--json", "--version"}
    told = text_of(FORMATS) + text_of(ROOT / "README.md")
    assert not {one for one in options if not re.search(rf"{one}(?![\w-])", told)}


def test_every_variable_is_told() -> None:
    sources = "".join(map(text_of, (ROOT / "src").rglob("*.py")))
    variables = set(re.findall(r"\b(?:EXPORTTRACK|NO|FORCE)_[A-Z]+\b", sources))
    assert variables >= {"EXPORTTRACK_TARGETS", "NO_COLOR"}
    assert variables <= in_code(text_of(FORMATS))
