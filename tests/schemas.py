"""The schemas of the outputs, for tests that hold what they get against them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

from jsonschema import Draft202012Validator

from exporttrack.cli.main import COMMANDS
from exporttrack.cli.schema import OUTPUTS

LINES = "line"
"""In the schemas that have it, that of a line of JSON Lines."""


def schema_of(name: str) -> Any:
    """The schema of an output, as `exporttrack schema` prints it."""
    return import_module(f"exporttrack.render.schemas.{name}").schema()


@cache
def validator(name: str, definition: str | None = None) -> Draft202012Validator:
    """What tells good documents of an output from bad; or good lines."""
    schema = schema_of(name)
    if definition is not None:
        schema = {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    return Draft202012Validator(schema)


def hold(arguments: Sequence[str], out: str, err: str) -> None:
    """Fail where a command said something in JSON that is not as its schema says."""
    if err.startswith('{"error": '):
        validator("error").validate(json.loads(err))
    words = {*arguments, *(word.removeprefix("--format=") for word in arguments)}
    command = arguments[0] if arguments and arguments[0] in COMMANDS else "report"
    if not out or command not in OUTPUTS:
        return
    if "jsonl" in words:
        for line in out.splitlines():
            validator(command, LINES).validate(json.loads(line))
    elif words & {"--json", "json"}:
        validator(command).validate(json.loads(out))
