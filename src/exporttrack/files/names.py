"""The names in a targets file, read in a moment and unchecked: for a shell that completes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import tomli

Section = Literal["series", "targets"]
_NAME = re.compile(r"[\w.-]+")


def names_in(path: str) -> dict[Section, list[str]]:
    """The names of the series, and of the targets with their phases; none of a faulty file."""
    try:
        data = tomli.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {"series": [], "targets": []}
    targets = _tables(data, "targets").items()
    phases = [name for one in targets for name in _with_phases(*one)]
    return {
        "series": [name for name in _tables(data, "series") if _NAME.fullmatch(name)],
        "targets": [name for name in phases if _NAME.fullmatch(name)],
    }


def _tables(data: Mapping[str, Any], section: Section) -> Mapping[str, Any]:
    found = data.get(section)
    return found if isinstance(found, dict) else {}


def _with_phases(name: str, target: object) -> Iterator[str]:
    """`growth`, `growth.2023-2025`, `growth.2026-2030`."""
    yield name
    phases = target.get("phases") if isinstance(target, dict) else None
    for phase in phases if isinstance(phases, list) else []:
        if isinstance(phase, dict):
            yield f"{name}.{phase.get('from')}-{phase.get('to')}"
