"""Years far off the trend, against the standard library's own regression."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.rules.methods import Points
from exporttrack.rules.outliers import outliers


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([], set(), id="no points"),
        pytest.param([2.0**n for n in range(12)], set(), id="all on the line"),
        pytest.param([1.0] * 11 + [2.0], {2011}, id="the last is off"),
        pytest.param([2.0] + [1.0] * 11, {2000}, id="the first is off"),
        pytest.param([1.0] * 5 + [9.0] + [1.0] * 6, {2005}, id="one within is off"),
        pytest.param([0.5] * 11 + [1.0], {2011}, id="below one the logarithms are negative"),
        pytest.param([1.0] * 11 + [2.0] + [0.0], set(), id="a zero has no logarithm"),
        pytest.param([1.0] * 11 + [2.0] + [-1.0], set(), id="nor has what is below"),
        pytest.param([1.0, 1.0, 5.0], set(), id="three points"),
        pytest.param([1.0, 1.0, 1.0, 5.0], set(), id="four points are too few to stand out of"),
    ],
)
def test_outliers(values: list[float], expected: set[int]) -> None:
    assert outliers(list(enumerate(values, start=2000))) == expected


def by_the_library(points: Points) -> set[int]:
    years = [float(year) for year, _ in points]
    logs = [math.log(value) for _, value in points]
    slope, intercept = statistics.linear_regression(years, logs)
    off = [y - intercept - slope * x for x, y in zip(years, logs, strict=True)]
    sd = math.sqrt(math.fsum(o * o for o in off) / (len(off) - 2))
    return {int(x) for x, o in zip(years, off, strict=True) if abs(o) > 2 * sd}


@given(
    st.lists(st.integers(1, 20), min_size=4, max_size=14),
    st.lists(st.integers(2000, 2030), min_size=14, max_size=14, unique=True),
)
def test_outliers_agree_with_the_standard_library(values: list[int], years: list[int]) -> None:
    points = [
        (year, float(v)) for year, v in zip(sorted(years)[: len(values)], values, strict=True)
    ]
    if len(set(values)) > 1:
        assert outliers(points) == by_the_library(points)
    else:
        assert outliers(points) == set()
