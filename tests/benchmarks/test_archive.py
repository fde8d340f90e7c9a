"""The archives that the size of a run is measured on, and how growth is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import archive
from exporttrack.files.loading import load_actuals, load_targets
from exporttrack.model.target import KINDS
from size import Cost, rows


def test_an_archive_is_read_without_a_fault(tmp_path: Path) -> None:
    archive.write(tmp_path, 1050)
    stated = load_targets(tmp_path / "targets.toml")
    known = load_actuals([tmp_path / "actuals.csv"], stated.series)
    assert len(known.observations) == 1050
    assert [len(ones) for ones in known.by_series().values()] == [100] * 10 + [50]
    assert {target.name for target in stated.targets} == {f"goal-{at:05}" for at in range(11)}
    assert {target.kind for target in stated.targets} == set(KINDS)
    journal = (tmp_path / "figures.journal").read_text()
    assert journal.count("\n2018-01-28 ") == 11


def test_the_same_number_of_figures_is_the_same_archive(tmp_path: Path) -> None:
    for name in ("one", "other"):
        archive.write(tmp_path / name, 300)
    for file in ("actuals.csv", "targets.toml", "figures.journal"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()


@pytest.mark.parametrize(
    ("seconds", "exponents"),
    [
        pytest.param(10.1, "1.00, 1.00", id="ten times the work takes ten times as long"),
        pytest.param(100.1, "2.00, 1.00", id="a hundred times as long"),
    ],
)
def test_the_exponent_of_growth_is_beyond_start_up(seconds: float, exponents: str) -> None:
    start = {"check": Cost(0.1, 20)}
    found = {1000: {"check": Cost(1.1, 30)}, 10_000: {"check": Cost(seconds, 120)}}
    first, second = rows(found, start)
    assert first == ["1,000", "check", "1.10", "30", "", "", "", ""]
    assert second[-1] == exponents


def test_ratios_to_the_others() -> None:
    found = {1000: {"check": Cost(1.0, 30), "pandas": Cost(0.5, 60)}}
    ours, theirs = rows(found, found[1000])
    assert ours[4:] == ["2.00", "", "", ""]
    assert theirs[4:] == ["", "", "", ""]
