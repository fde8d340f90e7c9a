"""The text of a calculation comes to what a calculator shows."""

from __future__ import annotations

import math

import pytest

from exporttrack.render.calculator import result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 x 3", 7),
        ("8 / 4 / 2", 1),
        ("2 x 3^2", 18),
        ("(1,000 + 200) / 10", 120),
        ("50 % x 4", 2),
        ("3 % / 1.5 %", 2),
        ("1 x (-3 %) / |(-6 %)|", -0.5),
        ("|1 - 4| / |2 - 8|", 0.5),
        ("0 - (-3)", 3),
        ("(121 / 100)^(1 / (2022 - 2020)) - 1", 0.1),
        ("100 x (1 + (-20 %))", 80),
    ],
)
def test_result(text: str, value: float) -> None:
    assert result(text) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["1 / 0", "9^999999", "0^(0 - 1)"])
def test_what_has_no_value_is_not_a_number(text: str) -> None:
    assert math.isnan(result(text))


@pytest.mark.parametrize("text", ["print", "'a' + 1", "[1]", "(1).real"])
def test_what_is_no_calculation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no calculation"):
        result(text)
