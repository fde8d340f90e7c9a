"""A small targets file, its journal, and the command line, for the commands that keep figures."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from conftest import Ran
from exporttrack.files import records
from exporttrack.files.document import read_document
from exporttrack.files.journal import rows_of_toml
from exporttrack.files.targets_file import read_targets
from exporttrack.model.series import Observation

TARGETS = """\
format = 1
title = "Small"

[series.exports]
title = "Exports of goods"
unit = "USD"
codes = ["hanoi_total_exports"]
prefer = ["customs"]

[series.growth]
title = "Growth, as published"
unit = "percent"
codes = ["hanoi_total_exports_growth_yoy"]

[series.crafts]
title = "Exports of handicrafts"
unit = "USD"
codes = ["hanoi_handicraft_exports"]

[series.workshops]
unit = "workshops"
measure = "stock"

[targets.exports]
kind = "level"
series = "exports"
min = "25bn"
by = 2199
"""


def folder(path: Path, journal: str | bytes | None = None) -> Path:
    """A folder with the targets file and, where one is given, a journal."""
    path.mkdir(exist_ok=True)
    (path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    if journal is not None:
        data = journal.encode() if isinstance(journal, str) else journal
        (path / "actuals.toml").write_bytes(data)
    return path


def kept(path: Path) -> list[Observation]:
    """The records of a journal beside `targets.toml`, without their places."""
    stated = read_targets(read_document(str(path.with_name("targets.toml"))))
    rows = rows_of_toml(read_document(str(path)))
    found, faults = records.observations(rows, stated.series)
    assert faults == []
    return [one._replace(file=None, line=None) for one in found]


def answer(where: Path, *arguments: str | Path, stdin: bytes = b"") -> Ran:
    """The program in this process and in a folder, with streams in UTF-8 as a pipe has them."""
    from exporttrack.cli import main

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in ("EXPORTTRACK_TARGETS", "EXPORTTRACK_ACTUALS", "NO_COLOR", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        patch.chdir(where)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
    assert isinstance(ended.value.code, int)
    return Ran(ended.value.code, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
