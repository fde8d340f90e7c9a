import math
from dataclasses import asdict

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from exporttrack.rules.projection import PRIORS, Points, Prior, Projection, ProjectionNote, project

OPEN = (None, None)
T_90_1 = 3.0776835372  # t of one degree of freedom, 90 %: tan(0.4 pi)
T_90_2 = 1.8856180832  # and of two: 0.8 / sqrt(2 x 0.9 x 0.1)
L = math.log(1.1)

# Changes ln 1.1 and ln 1.2, so mu = ln 1.32 / 2 and the squared residuals are twice
# (ln(12/11) / 2)^2, over one degree of freedom: s = ln(12/11) / sqrt 2.
THREE = [(2020, 100.0), (2021, 110.0), (2022, 132.0)]
# One year on: median 132 sqrt 1.32, scale s sqrt(1 + 1/2) = ln(12/11) sqrt(3) / 2.
MEDIAN = 132 * math.sqrt(1.32)
SCALE = math.log(12 / 11) * math.sqrt(3) / 2


def test_three_points_worked_out() -> None:
    assert_close(
        project(THREE, 2023, (MEDIAN * math.exp(SCALE), None)),
        Projection(
            year=2023,
            value=MEDIAN,
            low=MEDIAN * math.exp(-T_90_1 * SCALE),
            high=MEDIAN * math.exp(T_90_1 * SCALE),
            level=0.80,
            probability=0.25,  # one scale above the median: 1/2 - atan(1) / pi
            points=3,
            method="drift",
            note="weak",
        ),
    )


def test_one_change_and_a_prior_worked_out() -> None:
    # k = 1 + 1, nu = 1 + 1, mean (0 + 2L) / 2 = L, s^2 = (L^2 + 0 + 1/2 (2L)^2) / 2 = 3/2 L^2,
    # scale L sqrt(3/2 (1 + 1/2)) = 3/2 L.
    prior = Prior(m0=0, k0=1, nu0=1, s0=L, source="made up")
    assert_close(
        project([(2020, 100), (2021, 121)], 2022, (133.1 * 1.1**1.5, None), prior=prior),
        Projection(
            year=2022,
            value=133.1,
            low=133.1 * 1.1 ** (-1.5 * T_90_2),
            high=133.1 * 1.1 ** (1.5 * T_90_2),
            level=0.80,
            probability=0.5 - 1 / (2 * math.sqrt(3)),  # t = 1 with two degrees of freedom
            points=2,
            method="drift-with-prior",
            note=None,
        ),
    )


def test_one_figure_leaves_the_prior_alone() -> None:
    # Scale L sqrt(1 + 1/1), two degrees of freedom.
    prior = Prior(m0=L, k0=1, nu0=2, s0=L, source="made up")
    result = project([(2020, 100)], 2021, (110 * 1.1 ** math.sqrt(2), None), prior=prior)
    assert result.value == pytest.approx(110)
    assert result.probability == pytest.approx(0.5 - 1 / (2 * math.sqrt(3)))


def test_one_figure_of_zero_has_no_logarithm_to_use_a_prior_on() -> None:
    result = project([(2020, 0)], 2025, (1, None), prior=PRIORS["exports"])
    assert (result.value, result.note) == (None, "trend")


@pytest.mark.parametrize(
    ("points", "year", "prior", "median", "scale"),
    [
        # d = 0 over two years and 3L over one, mu = L: residuals (2L)^2 / 2 + (2L)^2 = 6 L^2,
        # scale L sqrt(6 (1 + 1/3)).
        pytest.param(
            [(2020, 100), (2022, 100), (2023, 133.1)], 2024, None, 146.41, L * math.sqrt(8),
            id="a gap of two years counts for two in the mean and for one change in s",
        ),
        # k = 2 + 2, mean 4L / 4, nu = 1: s^2 = (0 + 2 x 2/4 (2L)^2) / 1 = 4 L^2, times 1 + 1/4.
        pytest.param(
            [(2020, 100), (2022, 146.41)], 2023, Prior(m0=0, k0=2, nu0=0, s0=0, source=""),
            161.051, L * math.sqrt(5),
            id="a prior and a gap of two years",
        ),
    ],
)  # fmt: skip
def test_gaps_worked_out(
    points: Points, year: int, prior: Prior | None, median: float, scale: float
) -> None:
    """One degree of freedom each, so a quarter lies more than one scale above the median."""
    result = project(points, year, (median * math.exp(scale), None), prior=prior)
    assert result.value == pytest.approx(median)
    assert result.probability == pytest.approx(0.25)


def test_a_share_worked_out_on_the_logit() -> None:
    # Odds 1/4, 1 and 16: changes ln 4 and 2 ln 4, so mu = 3/2 ln 4, s^2 = (ln 4)^2 / 2 and one
    # year on the odds are 16 x 8 and the scale ln 4 sqrt(3/4).
    points = [(2020, 20.0), (2021, 50.0), (2022, 100 * 16 / 17)]
    odds = 128 * 4 ** math.sqrt(0.75)
    result = project(points, 2023, (100 * odds / (1 + odds), None), share=True)
    assert result.value == pytest.approx(100 * 128 / 129)
    assert result.probability == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("points", "share", "value", "method", "note"),
    [
        pytest.param([], False, None, "drift", "figure", id="figure"),
        pytest.param([(2020, 5)], False, None, "drift", "trend", id="one figure"),
        pytest.param(
            [(2020, 0)], False, None, "drift", "trend", id="one figure, zero"
        ),
        pytest.param(
            [(2020, 100), (2021, 110)], False, 161.051, "drift", "interval",
            id="two figures have a median",
        ),
        pytest.param(
            [(2020, 100), (2022, 121), (2025, 150)], False, None, "drift",
            "years-ahead",
            id="a deadline behind the figures",
        ),
        pytest.param(
            [(2020, 10), (2021, 0), (2022, 30)], False, 60, "straight-line",
            "positive",
            id="a zero: ten a year more, three years on",
        ),
        pytest.param(
            [(2020, 5), (2022, -5)], False, -20, "straight-line",
            "positive",
            id="below zero there is no logarithm",
        ),
        pytest.param(
            [(2020, 80), (2021, 90), (2022, 100)], True, 100, "straight-line",
            "cut",
            id="a share past the whole is cut",
        ),
        pytest.param(
            [(2020, 20), (2022, 0)], True, 0, "straight-line",
            "cut",
            id="a share below nothing is cut",
        ),
        pytest.param(
            [(2020, 0), (2022, 20)], True, 50, "straight-line",
            "between",
            id="a share that stays within is not",
        ),
        pytest.param(
            [(2020, 1e-300), (2022, 1e300)], False, None, "drift",
            "number",
            id="a value past the largest float",
        ),
        pytest.param(
            [(2020, -1e308), (2022, 1e308)], False, None, "straight-line",
            "number",
            id="a straight line past the largest float",
        ),
        pytest.param(
            [(2020, 1e-300), (2021, 1e300), (2022, 1e-300)], False, 1e-300, "drift",
            "finite-interval",
            id="an interval past the largest float",
        ),
    ],
)  # fmt: skip
def test_no_interval(
    points: Points, share: bool, value: float | None, method: str, note: ProjectionNote
) -> None:
    assert_close(
        project(points, 2025, (1, None), share=share),
        Projection(2025, value, None, None, 0.80, None, len(points), method, note),
    )


TEN_PER_CENT = [(2020, 100.0), (2021, 110.0), (2023, 133.1)]  # 161.051 in 2025


@pytest.mark.parametrize(
    ("edges", "probability"),
    [
        pytest.param((161.051, None), 1, id="at the edge is met"),
        pytest.param((161.0510001, None), 1, id="an edge within rounding is met"),
        pytest.param((161.06, None), 0, id="short of the edge"),
        pytest.param((None, 161.051), 1, id="at the most allowed"),
        pytest.param((None, 161.04), 0, id="above the most allowed"),
        pytest.param((161, 162), 1, id="inside a band"),
        pytest.param((162, 170), 0, id="below a band"),
        pytest.param((150, 161), 0, id="above a band"),
        pytest.param(OPEN, 1, id="no edge to miss"),
    ],
)
def test_equal_changes_leave_no_doubt(
    edges: tuple[float | None, float | None], probability: float
) -> None:
    result = project(TEN_PER_CENT, 2025, edges)
    assert result.value == pytest.approx(161.051)
    assert result.low == result.value == result.high
    assert result.probability == probability


@pytest.mark.parametrize(
    ("edges", "share", "probability", "note"),
    [
        pytest.param((0, None), False, 1, None, id="a value stays above zero"),
        pytest.param((None, 0), False, None, "endless", id="how soon it is zero no rate tells"),
        pytest.param((None, -1), False, None, "endless", id="nor of what is below"),
        pytest.param((0, 100), True, 1, None, id="a share stays between nothing and the whole"),
        pytest.param((100, None), True, None, "endless", id="and when it is that no rate tells"),
    ],
)
def test_limits_as_edges(
    edges: tuple[float | None, float | None],
    share: bool,
    probability: float | None,
    note: ProjectionNote | None,
) -> None:
    points = [(2020, 20), (2021, 30), (2022, 35), (2023, 37)]
    found = project(points, 2025, edges, share=share)
    assert (found.probability, found.note) == (probability, note)
    assert found.low is not None


def test_changes_equal_but_for_rounding_leave_no_doubt() -> None:
    # In floating point the logarithms of these are not quite evenly spaced.
    points = [(2020, 50), (2021, 55), (2022, 60.5), (2023, 66.55)]
    result = project(points, 2024, (73.205, None))
    assert (result.low, result.high, result.probability) == (result.value, result.value, 1)


@pytest.mark.parametrize("edges", [(MEDIAN, None), (None, MEDIAN), (MEDIAN * (1 + 1e-10), None)])
def test_an_edge_at_the_median_is_met_as_likely_as_not(
    edges: tuple[float | None, float | None],
) -> None:
    assert project(THREE, 2023, edges).probability == 0.5


def test_a_share_does_not_use_a_prior() -> None:
    points = [(2020, 20), (2021, 30), (2022, 35)]
    with_prior = project(points, 2025, (40, None), share=True, prior=PRIORS["exports"])
    assert with_prior == project(points, 2025, (40, None), share=True)


@pytest.mark.parametrize("level", [0, 1, 80, math.nan])
def test_a_level_is_a_fraction(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        project(THREE, 2025, OPEN, level=level)


# What holds for every series. The figures are whole numbers, so changes that are not equal
# differ by far more than rounding.

PRIOR = PRIORS["exports"]
priors = st.sampled_from([None, PRIOR])
horizons = st.integers(1, 12)


@st.composite
def histories(draw: st.DrawFn, least: int = 3, most: int = 9_999) -> list[tuple[int, float]]:
    gaps = draw(st.lists(st.integers(1, 3), min_size=least, max_size=8))
    values = st.integers(1, most)
    return [(2000 + sum(gaps[:i]), float(draw(values))) for i in range(len(gaps))]


@given(points=histories(), prior=priors, horizon=horizons, edge=st.integers(1, 99_999))
def test_the_unit_changes_no_probability(
    points: Points, prior: Prior | None, horizon: int, edge: int
) -> None:
    year = points[-1][0] + horizon
    in_thousands = [(t, v * 1000) for t, v in points]
    value, low, high, probability = numbers(project(points, year, (edge, None), prior=prior))
    scaled = numbers(project(in_thousands, year, (edge * 1000, None), prior=prior))
    assert scaled == pytest.approx((value * 1000, low * 1000, high * 1000, probability), rel=1e-8)


@given(points=histories(), prior=priors, horizon=horizons, edge=st.integers(1, 99_999))
def test_more_likely_than_not_is_when_the_median_meets_the_target(
    points: Points, prior: Prior | None, horizon: int, edge: int
) -> None:
    year = points[-1][0] + horizon
    value, _, _, at_least = numbers(project(points, year, (edge, None), prior=prior))
    _, _, _, at_most = numbers(project(points, year, (None, edge), prior=prior))
    assume(value != pytest.approx(edge, rel=1e-8))
    assert (at_least > 0.5) == (value > edge)
    assert (at_most > 0.5) == (value < edge)


@given(points=histories(), prior=priors, horizon=horizons, low=horizons, width=st.integers(0, 9))
def test_a_band_is_met_by_what_misses_neither_edge(
    points: Points, prior: Prior | None, horizon: int, low: int, width: int
) -> None:
    year, high = points[-1][0] + horizon, low + 1000 * width
    band, at_least, at_most = (
        numbers(project(points, year, edges, prior=prior))[-1]
        for edges in [(low, high), (low, None), (None, high)]
    )
    assert band == pytest.approx(at_least + at_most - 1, abs=1e-12)
    assert 0 <= band <= 1


@given(points=histories(most=99), prior=priors, horizon=horizons, share=st.booleans())
def test_the_median_lies_in_the_interval_and_a_share_in_its_limits(
    points: Points, prior: Prior | None, horizon: int, share: bool
) -> None:
    result = project(points, points[-1][0] + horizon, OPEN, prior=prior, share=share)
    value, low, high, _ = numbers(result)
    assert 0 <= low <= value <= high <= (100 if share else math.inf)


@given(points=histories(least=1), horizon=horizons)
def test_intervals_widen_with_the_years_ahead_and_with_the_level(
    points: Points, horizon: int
) -> None:
    year = points[-1][0] + horizon
    here = log_width(points, year, 0.80)
    assert here < log_width(points, year + 1, 0.80)
    assert here < log_width(points, year, 0.90)


def log_width(points: Points, year: int, level: float) -> float:
    _, low, high, _ = numbers(project(points, year, OPEN, prior=PRIOR, level=level))
    return math.log(high) - math.log(low)


@given(points=histories(least=4), horizon=horizons)
def test_a_prior_that_knows_nothing_leaves_the_drift(points: Points, horizon: int) -> None:
    nothing = Prior(m0=0.05, k0=1e-20, nu0=-1 + 1e-12, s0=0, source="")
    year = points[-1][0] + horizon
    drift = numbers(project(points, year, (50, None)))
    posterior = numbers(project(points, year, (50, None), prior=nothing))
    assert posterior == pytest.approx(drift, rel=1e-6)


@given(points=histories(most=99), horizon=horizons, edge=st.integers(1, 99))
def test_what_one_part_gains_the_rest_loses(points: Points, horizon: int, edge: int) -> None:
    year = points[-1][0] + horizon
    rest = [(t, 100 - v) for t, v in points]
    value, low, high, probability = numbers(project(points, year, (edge, None), share=True))
    mirrored = numbers(project(rest, year, (None, 100 - edge), share=True))
    assert mirrored == pytest.approx((100 - value, 100 - high, 100 - low, probability))


def numbers(result: Projection) -> tuple[float, float, float, float]:
    """Value, low, high and probability; a series too wild for an interval is passed over."""
    if result.value is None or result.low is None or result.high is None:
        reject()
    assert result.probability is not None
    return result.value, result.low, result.high, result.probability


def assert_close(result: Projection, expected: Projection) -> None:
    """Equal, the four numbers within rounding of logarithms and powers."""
    assert asdict(result) == {
        key: pytest.approx(value, rel=1e-9) if isinstance(value, float) else value
        for key, value in asdict(expected).items()
    }
