"""The table as it stands on the screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from exporttrack.files.loading import load_actuals, load_targets
from exporttrack.model.target import Target
from exporttrack.render.table import UNLIMITED, render
from exporttrack.rules import assess
from exporttrack.rules.assessment import Report
from render.reporting import report
from rules.building import Known, in_years, target

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


@pytest.mark.parametrize("width", range(40, 120, 5))
@pytest.mark.parametrize(
    ("least", "most", "unit", "figure"),
    [
        pytest.param(
            "1234567890123456789.012345678",
            None,
            "USD",
            "US$1,234,567.890123456789012345678",
            id="many digits",
        ),
        pytest.param(
            "0.000001234", "0.00000567", "percent", "0.000001234-0.00000567", id="a narrow band"
        ),
    ],
)
def test_what_is_asked_is_not_parted_within_a_figure(
    least: str, most: str | None, unit: str, figure: str, width: int
) -> None:
    found = report(target("level", least, most), known={2020: 1, 2022: 2}, unit=unit)
    assert figure in shown(found, width)


@pytest.mark.parametrize("width", [40, 100])
def test_the_targets_of_a_group_stand_together(width: int) -> None:
    several = {"a": "Exports", "b": "Jobs", "c": "Exports", "d": None}
    found = report(
        *(
            replace(target(least=1, by=2022, group=group), id=name, title=f"{name}: it")
            for name, group in several.items()
        ),
        known={2020: 1, 2022: 2},
    )
    lines = shown(found, width).splitlines()
    seen = [line.partition(":")[0] for line in lines if line[:2] in ("a:", "b:", "c:", "d:")]
    assert seen == ["a", "c", "b", "d"]
    assert [lines.count(group) for group in ("Exports", "Jobs", "Other targets")] == [1, 1, 1]


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
    targets = load_targets(tmp_path / "targets.toml", "targets.toml")
    report = assess(targets, load_actuals([], targets.series), as_of=date(2025, 1, 1))
    lines = shown(report, 80).splitlines()
    ends = {cell_len(line) for line in lines if line.endswith("no-data")}
    assert len(ends - {cell_len(lines[1])}) == 1
    assert "\x1b" not in "".join(lines)
    assert "\x07" not in "".join(lines)


def _toml(text: str) -> str:
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + '"'


def cells(one: Target, known: Known) -> list[str]:
    """The row of a target, on 30 June 2023, without its first column: a text for each column."""
    lines = shown(report(one, known=known, unit="USD"), UNLIMITED).splitlines()
    head = next(line for line in lines if line.startswith("Target"))
    starts = [head.index(name) for name in ("Latest", "Position", "Needed", "Status")]
    row = lines[lines.index("Other targets") + 1 : lines.index("", lines.index("Other targets"))]
    columns = zip(starts, [*starts[1:], None], strict=True)
    return [" ".join(part for line in row if (part := line[a:b].strip())) for a, b in columns]


def growth(least: int | None, most: int | None = None, **fields: Any) -> Target:
    return target("growth", least, most, by=2024, first=2021, **fields)


@pytest.mark.parametrize(
    ("one", "known", "latest", "position", "needed", "status"),
    [
        pytest.param(
            target("total", most=30_000, by=2024, first=2021), {2021: 12_000, 2022: 12_000},
            "US$24,000 2021-2022", "----===o---- not exceeded", "at most US$3,000 a year", "behind",
            id="a ceiling of a total, of which four fifths are used in half the time",
        ),
        pytest.param(
            target("total", most=20_000, by=2024, first=2021), {2021: 12_000, 2022: 12_000},
            "US$24,000 2021-2022", "----====o--- US$4,000 above (20 %)", "-", "off-track",
            id="a ceiling that is broken leaves nothing to need",
        ),
        pytest.param(
            target("total", least=30_000, by=2024, first=2021), {2021: 12_000, 2022: 12_000},
            "US$24,000 2021-2022", "[########--] US$6,000 below (20 %)", "US$3,000 a year",
            "on-track", id="a sum that is to be reached",
        ),
        pytest.param(
            growth(None, 3), in_years(1, 1),
            "+1 % 2021-2022", "[##########] not exceeded", "at most +5.04 % a year", "on-track",
            id="a ceiling of growth: 1.03^4 / 1.01^2 is 1.0504^2",
        ),
        pytest.param(
            growth(-1), in_years(1, 1),
            "+1 % 2021-2022", "[##########] reached", "at least -2.96 % a year", "on-track",
            id="growth that may be lost again: 0.99^4 / 1.01^2 is 0.9704^2",
        ),
        pytest.param(
            growth(5), in_years(6, 6),
            "+6 % 2021-2022", "[##########] reached", "+4.01 % a year", "on-track",
            id="growth as asked that has to go on: 1.05^4 / 1.06^2 is 1.0401^2",
        ),
        pytest.param(
            growth(None, 3), in_years(4, 4),
            "+4 % 2021-2022", "[#########-] 1 pp above", "at most +2.01 % a year", "off-track",
            id="no bar is full beside a miss, though the level is below that of 2024",
        ),
        pytest.param(
            growth(3, reading="each-year"), in_years(9, 2),
            "+2 % 2022 lowest year", "[########--] 1 pp below", "at least 3 % a year", "off-track",
            id="each year left needs the band, however much the others had",
        ),
        pytest.param(
            growth(1, 5, reading="each-year", above_is_miss=True), in_years(9, 2),
            "+9 % 2021 highest year", "----====---o 4 pp above", "1-5 % a year", "off-track",
            id="the year that misses is the highest",
        ),
        pytest.param(
            target(least=100, by=2025), {2020: -50, 2022: -20},
            "-US$20 2022", "[##--------] US$120 below (120 %)", "+US$40 a year",
            "not-assessable too few years",
            id="30 of 150 are done; from below zero no rate leads to the 120 of three years",
        ),
    ],
)  # fmt: skip
def test_a_row(
    one: Target, known: Known, latest: str, position: str, needed: str, status: str
) -> None:
    assert cells(one, known) == [latest, position, needed, status]


@given(
    st.lists(st.integers(-30, 30), min_size=1, max_size=4),
    st.sampled_from(["average", "each-year"]),
    st.integers(-9, 9),
    st.booleans(),
)
def test_a_bar_is_full_where_the_target_is_met(
    rates: list[int], reading: Any, edge: int, is_ceiling: bool
) -> None:
    least, most = (None, edge) if is_ceiling else (edge, None)
    found = report(growth(least, most, reading=reading), known=in_years(*rates), unit="USD")
    met = found.assessments[0].position == "inside"
    assert ("[##########]" in shown(found, UNLIMITED)) == met
