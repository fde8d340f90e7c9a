"""The table as it stands on the screen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from exporttrack.files.loading import load_actuals, load_targets
from exporttrack.render.table import UNLIMITED, render
from exporttrack.rules import assess
from exporttrack.rules.assessment import Report

DATA = Path(__file__).parents[1] / "data" / "every_status"


def every_status() -> Report:
    """One target for each status, on figures that one can check by hand."""
    targets = load_targets(DATA / "targets.toml", "targets.toml")
    actuals = load_actuals(
        [DATA / "actuals.csv"], targets.series, {str(DATA / "actuals.csv"): "actuals.csv"}
    )
    return assess(targets, actuals, as_of=date(2025, 6, 30))


def shown(report: Report, width: int) -> str:
    console = Console(width=width, height=100, color_system=None, force_terminal=False)
    return render(report, console)[0]


@pytest.mark.parametrize("width", [60, 80, 120, 160, UNLIMITED])
def test_the_table(width: int) -> None:
    expected = DATA / f"table_{'pipe' if width == UNLIMITED else width}.txt"
    assert shown(every_status(), width) == expected.read_text(encoding="utf-8")


def test_every_status_is_there() -> None:
    assert list(every_status().summary) == [
        "met", "achieved", "on-track", "behind", "off-track", "missed",
        "not-started", "awaiting-data", "not-assessable", "no-data",
    ]  # fmt: skip


@pytest.mark.parametrize("width", range(40, 200, 7))
def test_no_figure_is_ever_cut(width: int) -> None:
    text = shown(every_status(), width)
    assert "…" not in text
    for figure in ("US$110 M", "US$101 M", "US$95 M", "6 %", "7,000 jobs"):
        assert figure in text
    assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("[bold red]Exports[/] of [link=x]goods", id="markup"),
        pytest.param("Exports\x1b[31m red\x1b]0;title\x07", id="terminal escapes"),
        pytest.param("יצוא של סחורות", id="right to left"),
        pytest.param("Xuất khẩu hàng hóa".encode().decode(), id="Vietnamese"),
        pytest.param("Xuâ\u0301t khâ\u0309u ha\u0300ng ho\u0301a", id="decomposed Vietnamese"),
        pytest.param("出口 商品", id="wide letters"),
    ],
)
def test_a_title_neither_styles_nor_moves_anything(title: str, tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_text(
        '[series.a]\nunit = "USD"\n'
        '[targets.plain]\ntitle = "Plain"\nkind = "level"\nseries = "a"\nmin = 1\nby = 2030\n'
        f"[targets.odd]\ntitle = {_toml(title)}\n"
        'kind = "level"\nseries = "a"\nmin = 1\nby = 2030\n',
        encoding="utf-8",
    )
    targets = load_targets(tmp_path / "targets.toml")
    report = assess(targets, load_actuals([], targets.series), as_of=date(2025, 1, 1))
    lines = shown(report, 80).splitlines()
    ends = {cell_len(line) for line in lines if line.endswith("no-data")}
    assert len(ends - {cell_len(lines[1])}) == 1
    assert "\x1b" not in "".join(lines)
    assert "\x07" not in "".join(lines)


def _toml(text: str) -> str:
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + '"'
