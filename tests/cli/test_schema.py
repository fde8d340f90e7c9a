"""exporttrack schema: the schemas as they are printed. What they say is tested where it is made."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT, Run, run_process
from exporttrack.cli.schema import OUTPUTS, SCHEMAS
from schemas import schema_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_of_2020_12_is_printed(run: Run, name: str) -> None:
    ran = run("schema", name)
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    assert list(schema)[:2] == ["$schema", "title"]
    assert schema["$schema"] == DIALECT
    assert schema["title"] == f"exporttrack {name}"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_is_printed_is_what_outputs_are_held_against(run: Run, name: str) -> None:
    printed = json.loads(run("schema", name).out)
    assert printed == {"$schema": DIALECT, **schema_of(name)}


def test_what_is_printed_tells_good_targets_from_bad(run: Run) -> None:
    validator = Draft202012Validator(json.loads(run("schema", "targets").out))
    stated = tomllib.loads((ROOT / "targets.toml").read_text(encoding="utf-8"))
    del stated["sources"]  # their dates are text only in an editor
    assert validator.is_valid(stated)
    next(iter(stated["targets"].values()))["mni"] = 5
    (error,) = validator.iter_errors(stated)
    assert "'mni' was unexpected" in error.message


def test_another_name_is_refused_with_the_nearest(run: Run) -> None:
    ran = run("schema", "target")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        'exporttrack: error: schema "target" is none of report, explain, outlook, coherence, '
        "history, validate, error, targets, actuals\n"
        "   hint: did you mean targets?\n"
    )


def test_letters_that_the_stream_lacks_are_escaped(tmp_path: Path) -> None:
    ran = run_process("schema", "targets", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    assert "\\u2026" in ran.out
    assert json.loads(ran.out)
