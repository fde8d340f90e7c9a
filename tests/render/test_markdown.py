"""The report as Markdown, read again by a parser that is not ours."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from conftest import DATA
from exporttrack import load_actuals, load_targets
from exporttrack.render import markdown as render
from exporttrack.render import sections
from exporttrack.render.safe import safe
from exporttrack.rules import assess
from render.reporting import HOSTILE, any_words, report, texts
from rules.building import target

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

TABLE = """\
# Small

As of 2023-06-30: 1 on-track, 1 not-started

## Other targets

| Target | Asked | Latest | Period | Status | Why |
| --- | --- | ---: | --- | --- | --- |
| A target | at least 100 jobs by 2025 | 88 jobs | 2022 estimate | on-track | 88 jobs in 2022; \
+4.88 % a year since 2020, +4.56 % a year is required (ratio 1.1). |
| A target | at least 5 jobs 2030-2035 |  |  | not-started | The period begins in 2030. |

- Files: targets.toml, actuals.csv
"""


def test_the_whole_page() -> None:
    # (88 / 80) ** (1 / 2) = 1.0488, (100 / 80) ** (1 / 5) = 1.0456, 4.88 / 4.56 = 1.07
    targets = [target(least=100), target("total", 5, first=2030, by=2035)]
    text = render.render(report(*targets, known={2020: 80, 2022: 88}, status="estimate"))
    assert text == TABLE


def cells(text: str) -> list[list[str]]:
    """What a reader sees in each row of the tables, headings first."""
    rows: list[list[str]] = []
    for token in PARSER.parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(seen(token))
        elif token.type == "table_close":
            return rows
    return rows


def seen(token: Token) -> str:
    """The letters that are shown, and nothing where markup was taken for markup."""
    return "".join(
        one.content for one in token.children or [] if one.type in ("text", "text_special")
    )


def kinds(text: str) -> list[str]:
    """What the page is made of; below the tables, too."""
    found = PARSER.parse(text)
    return [one.type for one in found] + [
        inner.type for one in found for inner in one.children or [] if inner.type != "text_special"
    ]


def test_a_table_a_group_and_a_row_a_target() -> None:
    targets = load_targets(DATA / "every_status/targets.toml")
    actuals = load_actuals([DATA / "every_status/actuals.csv"], targets.series)
    found = assess(targets, actuals, as_of=date(2025, 6, 30))
    made = kinds(render.render(found))
    assert made.count("table_open") == 4
    assert made.count("tr_open") == 4 + len(targets.targets)
    assert made.count("heading_open") == 1 + 4
    assert made.count("bullet_list_open") == 1


def test_the_targets_of_a_group_are_in_one_table() -> None:
    found = report(*(target(least=1, group=group) for group in ("A", None, "A", "B", None)))
    lines = render.render(found).splitlines()
    rows = [line[:4].rstrip() for line in lines if line.startswith(("## ", "| A"))]
    assert rows == ["## A", "| A", "| A", "## O", "| A", "| A", "## B", "| A"]


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_seen_as_they_are(text: str) -> None:
    heading, first, second = cells(render.render(any_words(text, "jobs")))
    assert heading == ["Target", "Asked", "Latest", "Period", "Status", "Why"]
    assert first[0] == second[0] == safe(text).strip()


@given(texts, texts, st.lists(texts, max_size=2))
def test_no_words_change_what_the_page_is_made_of(
    title: str, unit: str, sources: list[str]
) -> None:
    plain, hostile = any_words("Title", "jobs", ["One", "Two"]), any_words(title, unit, sources)
    assert blocks(render.render(hostile)) == blocks(render.render(plain))


def blocks(text: str) -> list[str]:
    """Blocks alone: an address in a title may become a link."""
    return [one.type for one in PARSER.parse(text)]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        pytest.param("1. Rice", "1\\. Rice", id="a number"),
        pytest.param("12) Rice", "12\\) Rice", id="a number in brackets"),
        pytest.param("+ Rice", "\\+ Rice", id="plus"),
        pytest.param("- Rice", "\\- Rice", id="a dash"),
        pytest.param("* Rice", "\\* Rice", id="a star"),
        pytest.param("2025 exports", "2025 exports", id="a year"),
    ],
)
def test_a_note_begins_no_list_of_its_own(text: str, item: str) -> None:
    assert sections.item(text) == item
    (block,) = (one for one in PARSER.parse(f"- {sections.item(text)}") if one.type == "inline")
    assert seen(block) == text
