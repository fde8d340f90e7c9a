"""Text of users in a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.render.safe import safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain", "plain", id="plain"),
        pytest.param("Xuất khẩu", "Xuất khẩu", id="Vietnamese"),
        pytest.param(unicodedata.normalize("NFD", "Xuất khẩu"), "Xuất khẩu", id="decomposed"),
        pytest.param("[bold]5.1[/]", "[bold]5.1[/]", id="markup is only text"),
        pytest.param("a\x1b[31mred", "a\\x1b[31mred", id="an escape is written out"),
        pytest.param("a\x07b\x00", "a\\x07b\\x00", id="control characters"),
        pytest.param("two\r\n lines\tand", "two lines and", id="one line"),
        pytest.param("a\u202eb", "a\\u202eb", id="a direction override"),
        pytest.param("שלום", "\u2068שלום\u2069", id="right to left is isolated"),
        pytest.param("", "", id="empty"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.text())
def test_nothing_that_moves_or_styles_is_left(text: str) -> None:
    shown = safe(text).replace("\u2068", "").replace("\u2069", "")
    joiners = "\u200c\u200d"
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Zl") or c in joiners for c in shown)
