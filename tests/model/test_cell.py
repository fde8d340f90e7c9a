"""Texts that no spreadsheet takes for a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.cell import guarded, unguarded


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("  =1+1", "'  =1+1", id="after blanks"),
        pytest.param("＝1+1", "'＝1+1", id="wide letters"),
        pytest.param("'=1+1", "''=1+1", id="what was guarded before"),
        pytest.param("'tis", "'tis", id="an apostrophe alone"),
        pytest.param("1=1", "1=1", id="inside it is harmless"),
        pytest.param("Exports", "Exports", id="a word"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_text_is_no_formula(text: str, cell: str) -> None:
    assert guarded(text) == cell
    assert unguarded(cell) == text


@given(st.text(alphabet="'=+-@ a1\t", max_size=6))
def test_whatever_is_guarded_comes_back(text: str) -> None:
    cell = guarded(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert unguarded(cell) == text
