import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.rules import student

# Upper points of t as any statistics textbook prints them.
TABLE = {
    1: {0.90: 3.078, 0.95: 6.314, 0.975: 12.706, 0.99: 31.821, 0.995: 63.657},
    5: {0.90: 1.476, 0.95: 2.015, 0.975: 2.571, 0.99: 3.365, 0.995: 4.032},
    10: {0.90: 1.372, 0.95: 1.812, 0.975: 2.228, 0.99: 2.764, 0.995: 3.169},
    30: {0.90: 1.310, 0.95: 1.697, 0.975: 2.042, 0.99: 2.457, 0.995: 2.750},
    120: {0.90: 1.289, 0.95: 1.658, 0.975: 1.980, 0.99: 2.358, 0.995: 2.617},
}


@pytest.mark.parametrize(
    ("df", "p", "expected"),
    [
        pytest.param(df, p, value, id=f"t table, {df} degrees, {p}")
        for df, row in TABLE.items()
        for p, value in row.items()
    ],
)
def test_quantiles_of_the_textbook(df: int, p: float, expected: float) -> None:
    assert round(student.quantile(p, df), 3) == expected


@pytest.mark.parametrize("x", [-40.0, -2.0, -1e-6, 0.0, 0.3, 1.0, 5.0, 1e4])
@pytest.mark.parametrize("df", [1, 2, 3, 4])
def test_whole_degrees_have_a_closed_form(x: float, df: int) -> None:
    r = x / math.sqrt(df)
    closed = {
        1: 0.5 + math.atan(x) / math.pi,
        2: 0.5 + x / (2 * math.sqrt(2 + x * x)),
        3: 0.5 + (r / (1 + r * r) + math.atan(r)) / math.pi,
        4: 0.5 + 3 / 8 * x / math.sqrt(1 + x * x / 4) * (1 - x * x / (12 + 3 * x * x)),
    }
    assert student.cdf(x, df) == pytest.approx(closed[df], abs=1e-12)


@pytest.mark.parametrize("x", [0.1, 1.0, 3.5])
@pytest.mark.parametrize("df", [0.5, 2.5, 7.3, 64.2, 1000.5])
def test_degrees_between_whole_numbers_agree_with_the_area_under_the_density(
    x: float, df: float
) -> None:
    assert student.cdf(x, df) == pytest.approx(0.5 + area_from_zero(x, df), abs=1e-10)


def area_from_zero(x: float, df: float) -> float:
    """Simpson's rule on the density of t."""
    log_front = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    steps = 2000
    heights = [
        math.exp(log_front - (df + 1) / 2 * math.log1p((x * i / steps) ** 2 / df))
        for i in range(steps + 1)
    ]
    inner = 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    return (heights[0] + inner + heights[-1]) * x / steps / 3


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param(-math.inf, 0.0, id="nothing is below minus infinity"),
        pytest.param(math.inf, 1.0, id="everything is below infinity"),
        pytest.param(-1e200, 0.0, id="a square that overflows"),
        pytest.param(0.0, 0.5, id="half is below zero"),
    ],
)
def test_far_out(x: float, expected: float) -> None:
    assert student.cdf(x, 2.5) == expected


def test_a_far_tail_keeps_its_digits() -> None:
    # For one degree the tail below -x is close to 1 / (pi x).
    assert student.cdf(-1e12, 1) == pytest.approx(1e-12 / math.pi, rel=1e-10)


@pytest.mark.parametrize("p", [-0.1, 0.0, 1.0, 1.5, math.nan])
def test_no_quantile_outside_zero_to_one(p: float) -> None:
    with pytest.raises(ValueError, match="probability between 0 and 1"):
        student.quantile(p, 3)


@pytest.mark.parametrize("df", [0, -1.5])
def test_no_distribution_without_degrees_of_freedom(df: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        student.cdf(1, df)


degrees = st.floats(0.3, 500)


@given(p=st.floats(0.001, 0.999), df=degrees)
def test_quantile_is_cdf_backwards(p: float, df: float) -> None:
    assert student.cdf(student.quantile(p, df), df) == pytest.approx(p, abs=1e-10)


@given(x=st.floats(-1e6, 1e6), df=degrees)
def test_both_sides_are_alike(x: float, df: float) -> None:
    assert student.cdf(x, df) + student.cdf(-x, df) == pytest.approx(1, abs=1e-14)


@given(x=st.floats(-50, -0.01), factor=st.floats(0.1, 0.99), df=degrees)
def test_more_is_below_a_larger_value(x: float, factor: float, df: float) -> None:
    assert student.cdf(x, df) < student.cdf(factor * x, df)
