"""The report as plain text."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from exporttrack.render import text as render
from render.reporting import any_words, report, texts
from rules.building import target

SMALL = """\
Small
As of 2023-06-30: 2 missed

Other targets
-------------

t: missed
  A target: at least 10,000 enterprises and rural facilities by 2022.
  9,400 enterprises and rural facilities in 2022: 600 enterprises and rural
  facilities (6 %) below the target of at least 10,000 enterprises and rural
  facilities.
  The figure is assumed.

Exports
-------

t: missed
  A target: at most 7,000 enterprises and rural facilities by 2022.
  9,400 enterprises and rural facilities in 2022: 2,400 enterprises and rural
  facilities (34.3 %) above the target of at most 7,000 enterprises and rural
  facilities.
  The figure is assumed.

- Assumed: s 2022 = 9,400 enterprises and rural facilities.
- Files: targets.toml, actuals.csv
"""


def test_the_whole_text() -> None:
    targets = target(least=10_000, by=2022), target(most=7_000, by=2022, group="Exports")
    found = report(
        *targets, known={2018: 8000}, assumed={2022: 9400}, unit="enterprises and rural facilities"
    )
    assert render.render(found) == SMALL


def test_nothing_to_report() -> None:
    assert render.render(report()) == (
        "Small\nAs of 2023-06-30: no targets\n\n- Files: targets.toml, actuals.csv\n"
    )


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("estimate", ["  The figure is an estimate."]),
        ("provisional", ["  The figure is provisional."]),
        ("final", []),
        (None, []),
    ],
)
def test_a_figure_that_may_change_is_called_so(status: str | None, line: list[str]) -> None:
    text = render.render(report(target(least=100), known={2018: 80, 2022: 94}, status=status))
    assert [one for one in text.splitlines() if "The figure is" in one] == line


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("estimate", "  The figure is partly an estimate, partly assumed."),
        ("provisional", "  The figure is partly provisional, partly assumed."),
        ("final", "  The figure is assumed."),
    ],
)
def test_a_figure_of_both_kinds_is_called_both(status: str, line: str) -> None:
    one = target("total", 300, by=2024, first=2021)
    text = render.render(report(one, known={2021: 80}, assumed={2022: 94}, status=status))
    assert [one for one in text.splitlines() if "The figure is" in one] == [line]


@given(texts, texts, st.lists(texts, max_size=2))
def test_no_line_is_longer_than_80_columns_but_by_a_single_word(
    title: str, unit: str, sources: list[str]
) -> None:
    for line in render.render(any_words(title, unit, sources)).splitlines():
        assert line == line.rstrip()
        if cell_len(line) > render.WIDTH and line.strip("-"):
            first, _, rest = line.lstrip("- ").partition(" ")
            assert not rest or cell_len(rest) <= render.WIDTH, first


words = st.lists(st.text("ab輸ộ,.()", min_size=1, max_size=30), min_size=1, max_size=20)


@given(words, st.sampled_from(["", "  ", "- "]))
def test_wrapping_loses_nothing_and_leaves_no_room(several: list[str], begin: str) -> None:
    lines = render.wrapped(" ".join(several), begin)
    assert " ".join(line.strip() for line in lines) == (begin + " ".join(several)).strip()
    for line, following in pairwise(lines):
        more = cell_len(line) + 1 + cell_len(following.split()[0])
        assert more > render.WIDTH
    for line in lines:
        assert cell_len(line) <= render.WIDTH or len(line.removeprefix("- ").split()) == 1


@given(st.integers(0, 80), st.sampled_from(["US$550 M", "-1.27 pp", "US$1.2 bn", "63.6 %"]))
def test_a_figure_keeps_its_unit(before: int, figure: str) -> None:
    lines = render.wrapped(f"{'x' * before} {figure} (more {figure}) and {figure}")
    assert sum(line.count(figure) for line in lines) == 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("x" * 39 + " " + "y" * 40, 1, id="80 columns"),
        pytest.param("x" * 39 + " " + "y" * 41, 2, id="81 columns"),
        pytest.param("輸" * 20 + " " + "出" * 19, 1, id="79 columns of wide letters"),
        pytest.param("輸" * 20 + " " + "出" * 20, 2, id="81 columns of wide letters"),
        pytest.param("ạ" * 39 + " " + "a\u0323" * 40, 1, id="marks have no width"),
    ],
)
def test_columns_are_those_of_a_screen(text: str, lines: int) -> None:
    assert len(render.wrapped(text)) == lines


@pytest.mark.parametrize(
    ("known", "by", "is_said"),
    [
        pytest.param({2018: 80, 2022: 94}, 2025, True, id="on the way"),
        pytest.param({2018: 80, 2022: 101}, 2025, False, id="achieved"),
        pytest.param({2018: 80, 2022: 94}, 2022, False, id="missed"),
        pytest.param({2018: 80, 2021: 94}, 2022, False, id="its figure awaited"),
    ],
)
def test_what_is_needed_is_said_while_it_helps(
    known: dict[int, int], by: int, is_said: bool
) -> None:
    text = render.render(report(target(least=100, by=by), known=known))
    assert ("Needed" in text) == is_said


def test_the_targets_of_a_group_stand_together() -> None:
    names = {"a": "Exports", "b": None, "c": "Jobs", "d": "Exports", "e": None}
    ones = (replace(target(least=1, group=group), id=name) for name, group in names.items())
    lines = render.render(report(*ones)).splitlines()
    wanted = ("Exports", "a:", "d:", "Other targets", "b:", "e:", "Jobs", "c:")
    assert [line.removesuffix(" no-data") for line in lines if line.startswith(wanted)] == [*wanted]


def test_a_group_without_letters() -> None:
    lines = render.render(report(target(least=100, group=" "))).splitlines()
    assert lines[2:5] == ["", "", ""]


def test_counts_are_wrapped_and_each_keeps_its_status() -> None:
    found = report(*(target(least=100, group=str(n)) for n in range(3)), known={2018: 80})
    counts = ", ".join(f"{10**n} not-assessable" for n in range(6))
    assert render.wrapped(counts.replace(" not", "\ue000not")) == [
        "1 not-assessable, 10 not-assessable, 100 not-assessable, 1000 not-assessable,",
        "  10000 not-assessable, 100000 not-assessable",
    ]
    assert "As of 2023-06-30: 3 not-assessable\n" in render.render(found)


@pytest.mark.parametrize("title", ["輸出の目標", "A" * 50 + " " + "B" * 50])
def test_a_heading_has_a_line_of_its_width(title: str) -> None:
    lines = render.render(report(target(least=100, group=title))).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("---"))
    assert len(lines[at]) == max(map(cell_len, lines[3:at]))
