"""What each command imports: start-up is part of the design, held here as lists, not as times."""

from __future__ import annotations

import ast
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT
from exporttrack.cli.main import COMMANDS
from exporttrack.cli.report import FORMATS

SRC = ROOT / "src" / "exporttrack"
STATED = ("typer", "rich", "pydantic", "tomli", "tomli_w")
"""The packages that exporttrack is made with."""
STANDARD = ("csv", "decimal", "hashlib", "json")
"""Modules of Python that take a while to load, or load others that do."""
EVERY_PART = "cli errors files model render rules"
PROGRAM = """\
import sys
before = set(sys.modules)
from exporttrack.cli import main
try:
    main()
finally:
    print("\\n", *set(sys.modules) - before, file=sys.stderr)
"""
BARE = """\
import sys
before = set(sys.modules)
import typer
app = typer.Typer(add_completion=False)
@app.command()
def run(names: list[str] | None = None, name: str = "", flag: bool = False) -> None:
    print("\\n", *set(sys.modules) - before, file=sys.stderr)
app()
"""
"""A command of typer that does nothing: to read what is given it may load pydantic, itself."""


def loaded(program: str, line: str, folder: Path) -> set[str]:
    """The modules that a run of the program has loaded at its end."""
    ran = subprocess.run(
        [sys.executable, "-c", program, *shlex.split(line)],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},  # a process that is measured loads more
        capture_output=True,
        check=False,
    )
    *said, modules = ran.stderr.decode().splitlines()
    assert ran.returncode in (0, 1), said
    return set(modules.split())


SETTINGS = """\
import gc, os, sys
from exporttrack.cli import main
try:
    main({})
finally:
    print(gc.isenabled(), "PYDANTIC_DISABLE_PLUGINS" in os.environ)
"""


@cache
def loaded_by_typer(folder: Path) -> set[str]:
    """What any command made with typer loads before it begins."""
    return loaded(BARE, "", folder)


def among(modules: set[str], names: tuple[str, ...]) -> str:
    return " ".join(name for name in names if name in modules)


def parts(modules: set[str]) -> str:
    """The folders and modules of exporttrack that modules are of."""
    ours = {name.split(".")[1] for name in modules if name.startswith("exporttrack.")}
    return " ".join(sorted(ours))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the shipped files, which a command may change, and another figure."""
    for name in ("targets.toml", "actuals.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "figures.csv").write_text("series,period,value\ntotal_exports,2008,7bn\n")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "packages", "of_python", "of_exporttrack"),
    [
        ("--version", "", "", "cli errors"),
        ("completion bash", "typer", "", "cli errors"),
        ("completion bash -- rep", "typer", "", "cli errors"),
        ("completion bash -- check --", "typer", "", "cli errors"),
        ("completion bash -- report --format j", "typer", "", "cli errors"),
        ("completion bash -- explain ''", "typer tomli", "decimal hashlib", EVERY_PART),
        ("--help", "typer", "", "cli errors"),
        *((f"{name} --help", "typer", "", "cli errors") for name in COMMANDS),
    ],
)
def test_what_is_loaded_where_no_command_runs(
    line: str, packages: str, of_python: str, of_exporttrack: str, folder: Path
) -> None:
    modules = loaded(PROGRAM, line, folder)
    assert among(modules, STATED) == packages
    assert among(modules, STANDARD) == of_python
    assert parts(modules) == of_exporttrack


RUN = [
    ("report", "rich tomli", "", EVERY_PART),
    *((f"report --format {name}", "tomli", "", EVERY_PART) for name in ("md", "prom")),
    *(
        (f"report --format {name}", "tomli", "json", EVERY_PART)
        for name in ("text", "json", "jsonl")
    ),
    ("report --format csv", "tomli", "csv json", EVERY_PART),
    ("check", "tomli", "", EVERY_PART),
    ("check --nagios", "tomli", "", EVERY_PART),
    ("explain export-growth", "rich tomli", "json", EVERY_PART),
    ("explain export-growth --json", "tomli", "json", EVERY_PART),
    ("outlook", "rich tomli", "json", EVERY_PART),
    ("outlook --json", "tomli", "json", EVERY_PART),
    ("coherence", "rich tomli", "", EVERY_PART),
    ("coherence --json", "tomli", "json", EVERY_PART),
    ("history", "rich tomli", "csv json", EVERY_PART),
    ("history --format csv", "tomli", "csv json", EVERY_PART),
    ("history --json", "tomli", "csv json", EVERY_PART),
    ("record total_exports=7bn --period 2008 --source x", "tomli tomli_w", "", EVERY_PART),
    ("import figures.csv", "tomli tomli_w", "csv", EVERY_PART),
    ("validate", "tomli", "json", EVERY_PART),
    ("validate --json", "tomli", "json", EVERY_PART),
    ("init new", "tomli", "", EVERY_PART),
    ("schema report", "", "json", "cli errors model render rules"),
    ("schema targets", "tomli", "json", EVERY_PART),
    ("schema actuals", "tomli", "json", EVERY_PART),
    ("help", "", "", "cli errors"),
    ("help statuses", "", "", "cli errors model rules"),
    ("help --man", "", "", "cli errors model rules"),
]


def test_every_command_has_its_list() -> None:
    assert {line.split()[0] for line, *_ in RUN} == {*COMMANDS} - {"completion"}  # above
    formats = {line.partition("report --format ")[2] for line, *_ in RUN} - {""}
    assert formats == {*FORMATS} - {"table"}


@pytest.mark.parametrize(("line", "packages", "of_python", "of_exporttrack"), RUN)
def test_what_a_command_loads_beside_what_typer_does(
    line: str, packages: str, of_python: str, of_exporttrack: str, folder: Path
) -> None:
    by_typer = loaded_by_typer(ROOT)  # on each Python other modules of it
    modules = loaded(PROGRAM, line, folder) - by_typer
    assert among(modules, STATED) == packages
    assert {*among(modules, STANDARD).split()} == {*of_python.split()} - by_typer
    assert parts(modules) == of_exporttrack


@pytest.mark.parametrize(
    ("line", "catalogues"),
    [
        ("report", ["english"]),
        ("report --lang vi", ["vietnamese"]),
        ("explain export-growth", ["english", "english_explanation"]),
        ("coherence --lang vi", ["vietnamese", "vietnamese_coherence"]),
    ],
)
def test_only_the_words_of_one_language_are_loaded(
    line: str, catalogues: list[str], folder: Path
) -> None:
    modules = {name.rpartition(".")[2] for name in loaded(PROGRAM, line, folder)}
    languages = ("english", "vietnamese")
    assert sorted(name for name in modules if name.startswith(languages)) == catalogues


def imports(file: Path) -> Iterator[tuple[str, bool]]:
    """The packages that a module imports, and whether as soon as it is imported itself."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    unread: list[tuple[ast.AST, bool]] = [(tree, True)]
    while unread:
        node, at_once = unread.pop()
        if isinstance(node, ast.Import):
            yield from ((one.name.split(".")[0], at_once) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0], at_once
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            below = at_once and not isinstance(node, ast.FunctionDef)
            unread += [(child, below) for child in ast.iter_child_nodes(node)]


def importers(package: str, *, at_once: bool) -> set[str]:
    """The modules of exporttrack that import a package: ever, or as soon as they are imported."""
    return {
        ".".join(file.relative_to(SRC).with_suffix("").parts)
        for file in SRC.rglob("*.py")
        for name, soon in imports(file)
        if name == package and (soon or not at_once)
    }


def test_pydantic_reads_the_shape_of_targets_and_nothing_else() -> None:
    modules = {"files.targets_shape", "files.shape_faults", "files.targets_file"}
    assert importers("pydantic", at_once=False) == modules


def test_typer_is_known_to_the_command_line_alone() -> None:
    assert {name.split(".")[0] for name in importers("typer", at_once=False)} == {"cli"}


def test_rich_is_loaded_with_what_draws_tables_alone() -> None:
    modules = {"cli.terminal", "render.cells", "render.table", "render.history_table"}
    assert importers("rich", at_once=True) == modules
    assert {name.split(".")[0] for name in importers("rich", at_once=False)} == {"cli", "render"}


@pytest.mark.parametrize(
    ("given", "settings"),
    [
        pytest.param("", "False True", id="a process of its own neither collects nor looks around"),
        pytest.param("sys.argv[1:]", "True False", id="a program that calls it stays as it is"),
    ],
)
def test_what_would_take_time_is_left_out(given: str, settings: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SETTINGS.format(given), "--version"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
    )
    assert ran.stdout.decode().splitlines()[1:] == [settings]
