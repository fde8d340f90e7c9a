"""exporttrack as a package: what it offers, and how it takes what it is given."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import exporttrack

TARGETS = """\
[series.exports]
unit = "USD"
[targets.value]
kind = "level"
series = "exports"
min = 100
by = 2024
"""
FIGURES = "series,period,value,source\nexports,2024,{},A\n"


@pytest.fixture
def targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> exporttrack.Targets:
    monkeypatch.chdir(tmp_path)
    Path("targets.toml").write_text(TARGETS, "utf-8")
    Path("a.csv").write_text(FIGURES.format(110), "utf-8")
    Path("b.csv").write_text(FIGURES.format(110).replace("2024", "2025"), "utf-8")
    return exporttrack.load_targets("targets.toml")


@pytest.mark.parametrize(
    ("paths", "count"),
    [
        pytest.param("a.csv", 1, id="a text"),
        pytest.param(Path("a.csv"), 1, id="a path"),
        pytest.param(["a.csv"], 1, id="a list of one"),
        pytest.param(("a.csv", Path("b.csv")), 2, id="two"),
        pytest.param([], 0, id="none"),
    ],
)
def test_figures_of_one_file_or_several(
    paths: Any, count: int, targets: exporttrack.Targets
) -> None:
    found = exporttrack.load_actuals(paths, targets.series)
    assert len(found.observations) == len(found.inputs) == count


@pytest.mark.parametrize(
    ("as_of", "shown"),
    [
        pytest.param("2026-11-21", "'2026-11-21'", id="a text"),
        pytest.param(
            datetime(2026, 11, 21, tzinfo=UTC),
            "datetime.datetime(2026, 11, 21, 0, 0, tzinfo=datetime.timezone.utc)",
            id="a moment",
        ),
        pytest.param(None, "None", id="nothing"),
    ],
)
def test_a_day_that_is_none(as_of: Any, shown: str, targets: exporttrack.Targets) -> None:
    actuals = exporttrack.load_actuals("a.csv", targets.series)
    day = date(2026, 11, 21)
    for asked in (
        lambda: exporttrack.assess(targets, actuals, as_of=as_of),
        lambda: exporttrack.changes(targets, actuals, since=day, as_of=as_of),
        lambda: exporttrack.changes(targets, actuals, since=as_of, as_of=day),
    ):
        with pytest.raises(exporttrack.ExportTrackError) as refused:
            asked()
        assert str(refused.value) == f"{shown} is not a day, which is a datetime.date"
        assert refused.value.hint == (
            "write datetime.date(2026, 11, 21); `date()` is the day of a moment"
        )


def test_what_it_offers_is_listed_before_it_is_imported() -> None:
    program = (
        "import sys, exporttrack\n"
        "print(*(name for name in exporttrack.__all__ if name not in dir(exporttrack)))\n"
        "print(*(name for name in sys.modules if name.startswith('exporttrack.')))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.decode().split() == []


def test_every_name_is_there() -> None:
    assert [getattr(exporttrack, name).__name__ for name in exporttrack.__all__[1:]] == (
        exporttrack.__all__[1:]
    )
