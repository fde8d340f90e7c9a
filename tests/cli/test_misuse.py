"""A line that its command does not take: what is said of it, in no words but ours."""

from __future__ import annotations

import json

import pytest

from conftest import Run
from exporttrack.cli.main import COMMANDS

MISUSED = [
    pytest.param("reprot", "there is no command `reprot`", "did you mean `exporttrack report`?",
                 id="a command misspelt"),
    pytest.param("xyzzy", "there is no command `xyzzy`", f"the commands are {', '.join(COMMANDS)}",
                 id="no command"),
    pytest.param("--jsno", "`exporttrack report` has no option `--jsno`", "did you mean `--json`?",
                 id="an option misspelt, without a command"),
    pytest.param("record a=1 --perid=2024", "`exporttrack record` has no option `--perid`",
                 "did you mean `--period`?", id="an option misspelt, with its value"),
    pytest.param("check -x", "`exporttrack check` has no option `-x`",
                 "`exporttrack check --help` tells all", id="a letter that is no option"),
    pytest.param("report -o", "`-o` has no value",
                 "write -o FILE: Write this file, whole or not at all; the format from its ending.",
                 id="an option without its value"),
    pytest.param("report --json=yes", "`--json` takes no value", "write --json",
                 id="a switch with a value"),
    pytest.param("report --help=yes", "`--help` takes no value", "write --help",
                 id="help with a value"),
    pytest.param("explain", "`TARGET` is missing",
                 "as in: exporttrack explain export-growth.2023-2025", id="no argument"),
    pytest.param("explain a b c", "`b c` is too much", "write exporttrack explain TARGET",
                 id="arguments for which there is no place"),
    pytest.param("coherence a(b)", "`a(b)` is too much", "write exporttrack coherence",
                 id="an argument with brackets"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message", "hint"), MISUSED)
def test_a_line_is_refused_with_what_to_write(run: Run, line: str, message: str, hint: str) -> None:
    ran = run(*line.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"exporttrack: error: {message}\n   hint: {hint}\n"


@pytest.mark.parametrize(("line", "message", "hint"), MISUSED[:2])
def test_the_same_as_json(run: Run, line: str, message: str, hint: str) -> None:
    ran = run(*line.split(), "--json")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err) == {"error": {"message": message, "hint": hint}}
