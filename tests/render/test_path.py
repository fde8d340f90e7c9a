"""Values of a path beside its edges: as stated, or with digits enough to be told from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.target import Target
from exporttrack.render import numbers
from exporttrack.render.path import apart, around, value
from render.explaining import explained
from rules.building import Known, figures, target

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("one", "level", "text"),
    [
        pytest.param(target("level", 550 * MILLION), 549_960_000, "US$549.96 M", id="just short"),
        pytest.param(target("level", 550 * MILLION), 549_940_000, "US$549.9 M", id="short enough"),
        pytest.param(target("level", 123_456_789), 123_456_789.0, "US$123.456789 M", id="stated"),
        pytest.param(
            target("level", 123_456_789), 123_455_000, "US$123.455 M", id="below what is stated"
        ),
        pytest.param(target("level", None, 550 * MILLION), 550_030_000, "US$550.03 M", id="most"),
        pytest.param(target("share", 3, 5), 4.9996, "4.9996 %", id="below the far edge"),
        pytest.param(
            target("total", 123_456, by=2025, first=2021), 123_456, "US$123,456", id="sum"
        ),
    ],
)
def test_a_value_keeps_its_side_of_what_is_stated(one: Target, level: float, text: str) -> None:
    assert value(explained(one, []).outlook.assessment, level) == text


@pytest.mark.parametrize(
    ("known", "level", "beside", "text"),
    [
        # 100 x 1.0999^2 = 120.978
        pytest.param({2020: 100, 2022: 120}, 120.95, (), "US$120.95", id="the goal is computed"),
        pytest.param({2020: 100, 2022: 120}, 130, (), "US$130", id="far from it few will do"),
        pytest.param({2020: 100, 2022: 120}, 119.96, (120.04,), "US$119.96", id="another value"),
        pytest.param({2020: 100, 2022: 120}, 119.96, (119.96, None), "US$120", id="itself"),
    ],
)
def test_computed_values_are_told_apart(
    known: Known, level: float, beside: tuple[float | None, ...], text: str
) -> None:
    growth = target("growth", "9.99", by=2022, first=2021)
    assert value(explained(growth, figures(known)).outlook.assessment, level, *beside) == text


def test_an_index_has_no_unit() -> None:
    growth = target("growth", 5, by=2025, first=2021, measured_by="published")
    one = explained(growth, figures({2021: 4, 2022: 6}, "published")).outlook.assessment
    assert value(one, 110.24) == "index 110.2"


levels = st.floats(-1e12, 1e12, allow_nan=False)


@given(levels, levels)
def test_two_values_never_look_alike_unless_they_are(one: float, other: float) -> None:
    first, second = (
        numbers.amount(this, "USD", list(apart(this, that)))
        for this, that in ((one, other), (other, one))
    )
    assert (first == second) == (not list(apart(one, other)))


@given(levels, levels)
def test_what_lies_between_two_stays_what_it_is_within_a_tenth(one: float, other: float) -> None:
    shown = [
        float(numbers.rounded(numbers.exact(this), 4, list(around(this, that))))
        for this, that in ((one, other), (other, one))
    ]
    assert abs((shown[1] - shown[0]) - (other - one)) <= 0.21 * abs(other - one) + 1e-8 * (
        abs(one) + abs(other)
    )
