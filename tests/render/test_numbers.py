"""Figures as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.target import Band
from exporttrack.render import numbers
from exporttrack.render.language import speak
from exporttrack.rules.methods import at_least


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        pytest.param(Decimal("20890000000"), "USD", "US$20.89 bn", id="billions"),
        pytest.param(Decimal("550000000"), "USD", "US$550 M", id="millions"),
        pytest.param(Decimal("1234567890123"), "USD", "US$1.235 tn", id="trillions"),
        pytest.param(Decimal("999999"), "USD", "US$1 M", id="rounded up to a million"),
        pytest.param(Decimal("1500"), "USD", "US$1,500", id="thousands are written out"),
        pytest.param(Decimal("-550000000"), "USD", "-US$550 M", id="negative"),
        pytest.param(Decimal(0), "USD", "US$0", id="zero"),
        pytest.param(Decimal("22000000000000"), "VND", "22 tn VND", id="another currency"),
        pytest.param(Decimal("10000"), "jobs", "10,000 jobs", id="a count"),
        pytest.param(Decimal("1234567"), "jobs", "1,234,567 jobs", id="a count is not cut"),
        pytest.param(1234.5678, "jobs", "1,235 jobs", id="a computed count is"),
        pytest.param(1.7344, "percent", "1.73 %", id="percent"),
        pytest.param(Decimal("100"), "percent", "100 %", id="no exponent"),
        pytest.param(Decimal("0.05"), "percent", "0.05 %", id="small"),
    ],
)
def test_amount(value: numbers.Value, unit: str, text: str) -> None:
    assert numbers.amount(value, unit) == text


@pytest.mark.parametrize(
    ("value", "edge", "text"),
    [
        pytest.param(4.3996, 4.4, "4.3996 %", id="short of the edge is not rounded onto it"),
        pytest.param(4.4004, 4.4, "4.4004 %", id="past the edge is not rounded onto it"),
        pytest.param(4.4, 4.4, "4.4 %", id="at the edge"),
        pytest.param(4.39, 4.4, "4.39 %", id="three digits will do"),
        pytest.param(99.99, 100, "99.99 %", id="nearly all is not all"),
    ],
)
def test_rounding_never_contradicts_the_verdict(value: float, edge: float, text: str) -> None:
    assert numbers.amount(value, "percent", [edge]) == text


@given(
    st.floats(-1e6, 1e6, allow_subnormal=False),
    st.floats(-1e6, 1e6, allow_subnormal=False),
)
def test_rounded_stays_on_its_side(value: float, edge: float) -> None:
    exact, wall = numbers.exact(value), numbers.exact(edge)
    short = float(numbers.rounded(exact, 3, [wall]))
    assert at_least(short, edge) == at_least(value, edge)
    assert at_least(edge, short) == at_least(edge, value)


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        pytest.param("3", "5", "percent", "3-5 %", id="percent"),
        pytest.param("4.40", "5.0", "percent", "4.4-5 %", id="no idle zeros"),
        pytest.param("-7", "-5", "percent", "-7 % to -5 %", id="a reduction"),
        pytest.param("6", "10", "product groups", "6-10 product groups", id="a count"),
        pytest.param("5e8", "6e8", "USD", "US$500 M to US$600 M", id="money"),
        pytest.param("123456789", None, "USD", "at least US$123.456789 M", id="all digits"),
        pytest.param(None, "5", "percent", "at most 5 %", id="a ceiling"),
    ],
)
def test_band(low: str | None, high: str | None, unit: str, text: str) -> None:
    wanted = Band(Decimal(low) if low else None, Decimal(high) if high else None)
    assert numbers.band(wanted, unit) == text


def test_a_difference_of_percentages_is_in_points() -> None:
    assert numbers.points(-1.2656) == "1.27 pp"


def test_a_sign_of_a_currency_needs_no_name_of_it() -> None:
    speak("en", {"USD": "dollars", "VND": "dong"})
    try:
        named = [numbers.amount(Decimal(5_000_000), unit) for unit in ("USD", "EUR", "VND")]
    finally:
        speak("en")
    assert named == ["US$5 M", "€5 M", "5 M dong"]


def test_a_rate_has_its_sign() -> None:
    assert [numbers.rate(r) for r in (0.051, -0.0234, 0.0)] == ["+5.1 %", "-2.34 %", "0 %"]
