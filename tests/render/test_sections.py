"""Headings with lines under them, for people: on a terminal, in a pipe, as Markdown."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from exporttrack.render.sections import Section, as_markdown, as_text, plain
from render.explaining import console

PAGE = [
    Section(
        "First", ("One line of some length, US$350 M (63.6 %) below.", "  which is more of it")
    ),
    Section("Part", ("Under it.",), part=True),
    Section("Drawn", ("o figure",), part=True, draw=lambda width: ("o" * 3, f"{width} wide")),
]


def test_text() -> None:
    assert (
        as_text("Title", PAGE, console(200))
        == """\
Title

First
  One line of some length, US$350 M (63.6 %) below.
      which is more of it

Part
  Under it.

Drawn
  ooo
  78 wide
  o figure
"""
    )


def test_text_is_wrapped_at_the_width_and_no_figure_is_parted_from_its_unit() -> None:
    assert (
        as_text("Title", PAGE[:1], console(34))
        == """\
Title

First
  One line of some length,
    US$350 M (63.6 %) below.
      which is more of it
"""
    )


def test_headings_are_bold_where_there_are_styles() -> None:
    shown = as_text(
        "Title", PAGE, console(80, color_system="standard", force_terminal=True)
    ).splitlines()
    assert shown[0] == "\x1b[1mTitle\x1b[0m"
    assert shown[2] == "\x1b[1;4mFirst\x1b[0m"
    assert shown[6] == "\x1b[1mPart\x1b[0m"
    assert shown[4] == "      \x1b[2mwhich is more of it\x1b[0m"


@pytest.mark.parametrize("width", range(20, 200, 9))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = "https://example.org/" + "a" * 90
    page = [Section("A heading of several words", ("word " * 30, f"  {long}"))]
    text = as_text("A title of several words", page, console(width))
    assert max(map(cell_len, text.splitlines())) <= width
    assert "".join(text.split()).endswith(long)


def test_markdown() -> None:
    assert (
        as_markdown("Title", PAGE)
        == """\
# Title

## First

- One line of some length, US$350 M (63.6 %) below.
  - which is more of it

### Part

- Under it.

### Drawn

```text
ooo
80 wide
```

- o figure
"""
    )


@pytest.mark.parametrize("title", ["1. Rice", "12) Rice", "+ Rice", "- Rice", "* Rice", "# Rice"])
def test_a_title_begins_no_list_of_its_own_in_markdown(title: str) -> None:
    page = as_markdown(title, [Section(title, (f"{title} in 2030: 5", f"  {title} in 2031: 6"))])
    types = [one.type for one in MarkdownIt("commonmark").parse(page)]
    assert (types.count("list_item_open"), types.count("heading_open")) == (2, 2)


@pytest.mark.parametrize(
    "text",
    [
        "a_b *c* `d` [e](f) <g> | h",
        "# no heading",
        "5 > 4 & 3 < 4 &amp; ~~5~~",
        "https://example.org/a_b*c~d?e=f&g=h and so on",
        "see https://example.org/a_b.",
    ],
)
def test_what_a_user_wrote_is_text_in_markdown(text: str) -> None:
    (tokens,) = (
        token.children
        for token in MarkdownIt("commonmark").parse(f"- {plain(text)}")
        if token.type == "inline"
    )
    shown = "".join(token.content for token in tokens or [])
    assert shown == text
    kinds = {token.type for token in tokens or []}
    assert kinds <= {"text", "text_special", "link_open", "link_close"}
    assert ("link_open" in kinds) == ("https" in text)
