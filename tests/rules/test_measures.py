"""The path of each kind of target, and where a value stands against its band."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.rules.assessment import Position
from exporttrack.rules.measures import Path, Sum, gap, meets, position, sum_of
from exporttrack.rules.methods import Course
from rules.building import Known, band, close, figures, known_of, path, target


@pytest.mark.parametrize(
    ("value", "least", "most", "place", "distance"),
    [
        pytest.param(4.4, 4.4, 5, "inside", 0, id="at the lower edge"),
        pytest.param(5, 4.4, 5, "inside", 0, id="at the upper edge"),
        pytest.param(4.7, 4.4, 5, "inside", 0, id="between"),
        pytest.param(4.3, 4.4, 5, "below", -0.1, id="below"),
        pytest.param(5.2, 4.4, 5, "above", 0.2, id="above"),
        pytest.param(4.4 * (1 - 1e-10), 4.4, 5, "inside", 0, id="below within rounding"),
        pytest.param(5 * (1 + 1e-10), 4.4, 5, "inside", 0, id="above within rounding"),
        pytest.param(6.9, 4.4, None, "inside", 0, id="at least: met is inside"),
        pytest.param(4, 4.4, None, "below", -0.4, id="at least: not met"),
        pytest.param(4, None, 4.4, "inside", 0, id="at most: met is inside"),
        pytest.param(5, None, 4.4, "above", 0.6, id="at most: not met"),
        pytest.param(-6, -7, -5, "inside", 0, id="a reduction inside its band"),
        pytest.param(-4, -7, -5, "above", 1, id="a reduction that falls short"),
        pytest.param(-8, -7, -5, "below", -1, id="a larger reduction"),
        pytest.param(0, 0, 0, "inside", 0, id="a band of one value"),
    ],
)
def test_position_and_gap(
    value: float, least: float | None, most: float | None, place: Position, distance: float
) -> None:
    one = band(least, most)
    assert position(value, one.edges) == place
    assert gap(value, one) == close(distance)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("549.99", "-0.01", id="below"),
        pytest.param("550.00", "0", id="at the edge"),
        pytest.param("-600", "-1150", id="below zero"),
        pytest.param("600.5", "0.5", id="above"),
    ],
)
def test_the_gap_of_an_exact_value_is_exact(value: str, expected: str) -> None:
    found = gap(Decimal(value), band(550, 600))
    assert isinstance(found, Decimal)
    assert str(found) == expected


def test_the_gap_of_a_fall_inside_its_band_is_zero_without_a_sign() -> None:
    assert str(gap(Decimal(-6), band(-7, -5))) == "0"
    assert str(gap(-6.0, band(-7, -5))) == "0.0"


@pytest.mark.parametrize(
    ("one", "good"),
    [
        pytest.param(target(least=6, most=10), {"inside", "above"}, id="above a band is fine"),
        pytest.param(target(least=6, most=10, above_is_miss=True), {"inside"},
                     id="unless it is a miss"),
        pytest.param(target(least=6), {"inside", "above"}, id="at least"),
        pytest.param(target(most=6), {"inside", "below"}, id="at most"),
        pytest.param(target("change", -7, -5, base=2020), {"inside", "below"},
                     id="a larger reduction is fine"),
        pytest.param(target("change", -7, -5, base=2020, above_is_miss=True), {"inside"},
                     id="unless it is a miss too"),
        pytest.param(target("growth", -3, 0, first=2021), {"inside", "below"},
                     id="a band up to zero is one of reductions"),
        pytest.param(target("growth", -3, 1, first=2021), {"inside", "above"},
                     id="a band around zero is not"),
        pytest.param(target(least=-7, most=-5), {"inside", "above"},
                     id="a negative level is not a reduction"),
    ],
)  # fmt: skip
def test_what_meets_a_target(one: Target, good: set[Position]) -> None:
    places: list[Position] = ["below", "inside", "above"]
    assert {place for place in places if meets(place, one)} == good


def years_of(found: Path) -> dict[int, float]:
    return {point.year: float(point.value) for point in found.points}


# ------------------------------------------------------------------------------------- level


def test_the_path_of_a_level_is_the_series_up_to_the_deadline() -> None:
    found = path(target(least=8, by=2023), figures({2020: 5, "2021-H1": 1, 2022: 6, 2024: 9}))
    assert years_of(found) == {2020: 5, 2022: 6}
    assert found.base == found.points[0]
    assert found.latest == found.points[-1]
    assert (found.low, found.high, found.goal) == (8, None, 8)
    assert (found.direction, found.shifted) == (1, False)


def test_a_figure_of_parts_stands_for_its_year() -> None:
    parts = figures({"2020-H1": 2, "2020-H2": 3})
    found = path(target(least=8), parts)
    assert found.points[0].figures == tuple(parts)
    assert found.points[0].period == parse_period("2020")


@pytest.mark.parametrize(
    ("chosen", "base", "shifted"),
    [
        pytest.param(None, 2019, False, id="none chosen: the first figure there is"),
        pytest.param(2020, 2020, False, id="the chosen year"),
        pytest.param(2021, 2022, True, id="the first later one"),
        pytest.param(2018, 2019, True, id="the first later one, which is the first of all"),
        pytest.param(2024, None, False, id="none at all since"),
    ],
)
def test_the_base(chosen: int | None, base: int | None, shifted: bool) -> None:
    found = path(target(least=8, base=chosen), figures({2019: 4, 2020: 5, 2022: 6}))
    assert (found.base.year if found.base else None, found.shifted) == (base, shifted)
    expected = () if base is None else tuple(p for p in found.points if p.year >= base)
    assert found.since_base == expected


@pytest.mark.parametrize(
    ("one", "start", "direction", "goal"),
    [
        pytest.param(target(least=6), 5, 1, 6, id="at least"),
        pytest.param(target(least=6), 9, 1, 6, id="at least, met at the base"),
        pytest.param(target(most=6), 9, -1, 6, id="at most"),
        pytest.param(target(most=6), 5, -1, 6, id="at most, met at the base"),
        pytest.param(target(least=6, most=10), 5, 1, 6, id="a band from below"),
        pytest.param(target(least=6, most=10), 12, 1, 6, id="a band from above, where it is fine"),
        pytest.param(target(least=6, most=10, above_is_miss=True), 5, 1, 6,
                     id="both sides a miss, from below"),
        pytest.param(target(least=6, most=10, above_is_miss=True), 12, -1, 10,
                     id="both sides a miss, from above"),
        pytest.param(target(least=6, most=10, above_is_miss=True), 8, 1, 6,
                     id="both sides a miss, from inside"),
        pytest.param(target(least=6, most=10, above_is_miss=True), 10, 1, 6,
                     id="both sides a miss, from the upper edge"),
    ],
)  # fmt: skip
def test_direction_and_goal_of_a_level(
    one: Target, start: float, direction: int, goal: float
) -> None:
    found = path(one, figures({2020: start, 2021: 7}))
    assert (found.direction, found.goal) == (direction, goal)


def test_no_figure_is_an_empty_path() -> None:
    found = path(target(least=8), [])
    assert (found.points, found.base, found.latest, found.since_base) == ((), None, None, ())
    assert found.course(2025) is None


# ------------------------------------------------------------------------------------- share


def share_of(part: Known, whole: Known, published: Known | None = None) -> Path:
    one = target("share", 3, 5, by=2030, measured_by="published" if published else None)
    observations = figures(part) + figures(whole, "whole") + figures(published or {}, "published")
    return path(one, observations)


def test_a_share_is_taken_in_years_that_have_both() -> None:
    found = share_of({2020: 2, 2021: 3, 2023: 9}, {2020: 100, 2021: 120, 2022: 130})
    assert years_of(found) == {2020: 2, 2021: 2.5}
    assert (found.low, found.high, found.goal) == (3, 5, 3)
    assert {o.series for o in found.points[0].figures} == {"s", "whole"}


def test_a_share_of_nothing_is_none() -> None:
    assert years_of(share_of({2020: 2, 2021: 3}, {2020: 0, 2021: 100})) == {2021: 3}


def test_a_share_of_part_of_a_year_is_not_the_years() -> None:
    found = share_of({2020: 2, "2021-H1": 1}, {2020: 100, "2021-H1": 50})
    assert years_of(found) == {2020: 2}


def test_a_published_share_stands_where_levels_are_missing() -> None:
    found = share_of({2020: 2}, {2020: 100}, {2019: 1.8, 2020: 9, 2022: 2.4})
    assert years_of(found) == {2019: 1.8, 2020: 2, 2022: 2.4}
    assert [point.published for point in found.points] == [True, False, True]


def test_published_shares_of_quarters_are_not_the_years() -> None:
    quarters = {"2021-Q1": 1, "2021-Q2": 1, "2021-Q3": 1, "2021-Q4": 1, "2022-01/2022-09": 2}
    assert years_of(share_of({2020: 2}, {2020: 100}, quarters)) == {2020: 2}


# ------------------------------------------------------------------------------------ growth


def growth_of(levels: Known, published: Known | None = None, **fields: int) -> Path:
    fields = {"first": 2021, "by": 2025} | fields
    one = target("growth", 5, 10, measured_by="published" if published else None, **fields)
    return path(one, figures(levels) + figures(published or {}, "published"))


def test_growth_counts_from_the_year_before_its_first() -> None:
    found = growth_of({2018: 80, 2020: 100, 2021: 110})
    assert found.base is not None
    assert (found.base.year, found.shifted) == (2020, False)
    assert found.low == close(100 * 1.05**5)
    assert found.high == close(100 * 1.1**5)
    assert years_of(found) == {2018: 80, 2020: 100, 2021: 110}


def test_growth_from_a_later_base_has_fewer_years() -> None:
    found = growth_of({2019: 90, 2022: 100})
    assert found.base is not None
    assert (found.base.year, found.shifted) == (2022, True)
    assert found.low == close(100 * 1.05**3)


def test_a_missing_level_is_its_neighbours_at_the_published_rate() -> None:
    found = growth_of({2020: 100, 2023: 150}, {2021: 10, 2022: -20})
    assert years_of(found) == {2020: 100, 2021: close(110), 2022: close(88), 2023: 150}
    assert [point.published for point in found.points] == [False, True, True, False]
    assert [str(one.period) for one in found.points[2].figures] == ["2020", "2021", "2022"]


def test_a_missing_base_is_found_backwards() -> None:
    found = growth_of({2022: 121}, {2021: 10, 2022: 10})
    assert years_of(found) == {2020: close(100), 2021: close(110), 2022: 121}
    assert not found.shifted


def test_without_a_level_the_path_is_an_index() -> None:
    found = growth_of({}, {2021: 10, 2022: 20})
    assert years_of(found) == {2020: 100, 2021: close(110), 2022: close(132)}
    assert [len(point.figures) for point in found.points] == [0, 1, 2]
    assert [str(point.period) for point in found.points] == ["2020", "2021", "2022"]
    assert all(point.published for point in found.points)


@pytest.mark.parametrize(
    ("levels", "published", "years"),
    [
        pytest.param({2020: 100, 2022: 120}, {2022: 50}, {2020: 100, 2021: 80, 2022: 120},
                     id="a rate between two levels finds the year between them, backwards"),
        pytest.param({2020: 100, 2021: 110}, {2021: 50}, {2020: 100, 2021: 110},
                     id="levels go before rates"),
        pytest.param({2020: 100}, {2022: 10}, {2020: 100}, id="a rate after a gap leads nowhere"),
        pytest.param({2020: 100}, {2019: 10, 2020: 10}, {2020: 100},
                     id="rates before the period are not its business"),
        pytest.param({2018: 100}, {2019: 10, 2020: 20, 2021: 50},
                     {2018: 100, 2019: 110, 2020: 132, 2021: 198},
                     id="unless an older level leads to it"),
        pytest.param({2018: 100, 2020: 100}, {2020: 50}, {2018: 100, 2020: 100},
                     id="a level of the base goes before a rate"),
        pytest.param({2019: 100, 2022: 150}, {2020: 10, 2022: 50},
                     {2019: 100, 2020: 110, 2021: 100, 2022: 150},
                     id="forwards to the base, and backwards within the years"),
        pytest.param({2018: 100}, {2019: 10, 2021: 10, 2022: 20}, {2020: 100, 2021: 110, 2022: 132},
                     id="an older level that does not: an index, and no level"),
        pytest.param({2018: 100}, {2019: 10}, {2018: 100}, id="no rate that leads to the base"),
        pytest.param({2018: 100, 2020: 100}, {2019: 10}, {2018: 100, 2020: 100},
                     id="nor to a year before a base that has a level"),
        pytest.param({2016: 50, 2018: 100}, {2017: 10, 2019: 10, 2020: 10},
                     {2016: 50, 2018: 100, 2019: 110, 2020: 121},
                     id="from the last of the older levels"),
        pytest.param({2026: 100}, {2025: 10}, {2024: 100, 2025: 110},
                     id="a later level is not its business"),
        pytest.param({2020: 100}, {2026: 10}, {2020: 100}, id="nor those after it"),
        pytest.param({2020: 100}, {"2021-H1": 10, "2021-H2": 10}, {2020: 100},
                     id="rates of halves are not the year's"),
        pytest.param({2020: 100}, {2021: -100, 2022: 5}, {2020: 100}, id="all is lost: no level"),
        pytest.param({2021: 100}, {2021: -150}, {2021: 100}, id="more than all is lost"),
        pytest.param({}, {2022: 10, 2024: 10}, {2021: 100, 2022: 110},
                     id="an index ends at the first gap"),
        pytest.param({2020: 0}, {2021: 10}, {2020: 0, 2021: 0}, id="nothing stays nothing"),
    ],
)  # fmt: skip
def test_published_rates(levels: Known, published: Known, years: dict[int, float]) -> None:
    assert years_of(growth_of(levels, published)) == {
        year: close(value) for year, value in years.items()
    }


@pytest.mark.parametrize(
    ("levels", "published", "is_index"),
    [
        pytest.param({}, {2021: 10}, True, id="rates alone"),
        pytest.param({2018: 100}, {2021: 10}, True, id="an older level that leads nowhere"),
        pytest.param({2019: 100}, {2020: 10, 2021: 10}, False, id="an older level that leads on"),
        pytest.param({2021: 110}, {2021: 10}, False, id="a base found backwards"),
        pytest.param({2018: 100}, {2019: 10}, False, id="no base"),
        pytest.param({}, {}, False, id="nothing"),
    ],
)  # fmt: skip
def test_an_index(levels: Known, published: Known, is_index: bool) -> None:
    assert growth_of(levels, published).is_index == is_index


def test_a_level_has_no_published_growth() -> None:
    known = figures({2020: 5}) + figures({2021: 10}, "published")
    assert years_of(path(target(least=8, measured_by="published"), known)) == {2020: 5}


@given(
    st.lists(st.integers(-60, 200), min_size=1, max_size=5),
    st.integers(2010, 2018),
    st.integers(1, 1000),
)
def test_an_old_level_that_no_rate_leads_on_from_changes_nothing(
    percents: list[int], year: int, level: int
) -> None:
    rates: Known = {2021 + at: percent for at, percent in enumerate(percents)}
    assert growth_of({year: level}, rates) == growth_of({}, rates)


def test_a_base_just_above_zero_has_a_goal() -> None:
    assert growth_of({2020: "0.5", 2021: 1}).goal == close(0.5 * 1.05**5)


def test_a_course_has_the_numbers_that_the_methods_take() -> None:
    found = path(target(least=8, most=9, base=2020), figures({2019: 4, 2020: 5, 2022: 6}))
    assert found.edges == (8, 9)
    assert found.numbers == [(2019, 4), (2020, 5), (2022, 6)]
    assert found.course(2025) == Course(2020, 5, 2022, 6, 2025, 8, 1)
    assert path(target(least=8, base=2021), figures({2020: 5})).course(2025) is None


def test_a_base_of_zero_or_less_has_no_goal() -> None:
    for start in (0, -5):
        found = growth_of({2020: start, 2021: 10})
        assert (found.low, found.high, found.goal, found.course(2025)) == (None, None, None, None)


@given(st.lists(st.integers(-60, 200), min_size=5, max_size=5), st.integers(0, 5))
def test_chaining_agrees_with_multiplying_out(percents: list[int], known_at: int) -> None:
    """One level and every rate: all levels follow, whichever is known."""
    levels = [1000.0]
    for percent in percents:
        levels.append(levels[-1] * (100 + percent) / 100)
    rates: Known = {2021 + at: percent for at, percent in enumerate(percents)}
    found = growth_of({2020 + known_at: repr(levels[known_at])}, rates)
    assert years_of(found) == {2020 + at: close(level) for at, level in enumerate(levels)}


# ------------------------------------------------------------------------------------ change


def test_a_change_is_a_level_counted_from_its_base() -> None:
    found = path(
        target("change", 20, 50, base=2020, by=2030), figures({2019: 9, 2020: 10, 2021: 11})
    )
    assert (found.low, found.high, found.goal) == (close(12), close(15), close(12))
    assert years_of(found) == {2019: 9, 2020: 10, 2021: 11}
    assert found.direction == 1


@pytest.mark.parametrize(
    ("least", "most", "goal"),
    [
        pytest.param(None, -20, 8, id="at least a fifth less"),
        pytest.param(-30, -20, 8, id="a fifth to three tenths less: the near edge"),
        pytest.param(None, 0, 10, id="no more than it was"),
        pytest.param(None, 20, 12, id="at most a fifth more"),
    ],
)
def test_a_reduction_goes_down(least: int | None, most: int, goal: float) -> None:
    found = path(target("change", least, most, base=2020, by=2030), figures({2020: 10, 2021: 9}))
    assert (found.direction, found.goal) == (-1, close(goal))


# ------------------------------------------------------------------------------------- total


def summed(known: Known, first: int = 2021, by: int = 2025) -> Sum | None:
    one = target("total", 100, first=first, by=by)
    return sum_of(one, known_of(figures(known))["s"])


@pytest.mark.parametrize(
    ("known", "value", "last", "seen", "missing"),
    [
        pytest.param({2021: 1, 2022: 2}, 3, 2022, 2, (), id="years from the first on"),
        pytest.param({2019: 9, 2020: 9, 2021: 1, 2026: 9}, 1, 2021, 1, (),
                     id="years outside do not count"),
        pytest.param({2022: 2}, 2, 2022, 1, (2021,), id="the first year is missing"),
        pytest.param({2021: 1, 2024: 4}, 5, 2024, 2, (2022, 2023), id="inner years are missing"),
        pytest.param({"2021/2023": 6}, 6, 2023, 3, (), id="a figure over three years"),
        pytest.param({"2021/2023": 6, 2024: 4}, 10, 2024, 4, (), id="and one year more"),
        pytest.param({"2021/2023": 6, 2025: 5}, 11, 2025, 4, (2024,), id="and a year after a gap"),
        pytest.param({"2021/2025": 15, 2021: 1, 2022: 2}, 15, 2025, 5, (), id="the whole at once"),
        pytest.param({"2019/2021": 3, 2022: 2}, 2, 2022, 1, (2021,),
                     id="what began before cannot be split"),
        pytest.param({"2021-H1": 1, "2021-H2": 1, "2022-Q1": 1}, 2, 2021, 1, (),
                     id="parts of a year make the year, or nothing"),
        pytest.param({2021: -1, 2022: 1}, 0, 2022, 2, (), id="a sum of nothing is a sum"),
    ],
)  # fmt: skip
def test_a_sum(known: Known, value: int, last: int, seen: int, missing: tuple[int, ...]) -> None:
    found = summed(known)
    assert found is not None
    assert (int(found.value), found.last, found.seen, found.missing) == (value, last, seen, missing)
    assert sum(one.value for one in found.figures) == value


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({}, id="no-figure"),
        pytest.param({2020: 1, 2026: 1}, id="none of its years"),
        pytest.param({"2021-H1": 1}, id="half a year"),
        pytest.param({"2020/2021": 1}, id="a year that cannot be split off"),
    ],
)
def test_no_sum(known: Known) -> None:
    assert summed(known) is None


def test_a_total_of_one_year() -> None:
    found = summed({2025: 7}, first=2025, by=2025)
    assert found is not None
    assert (int(found.value), found.seen, found.missing) == (7, 1, ())


@given(st.dictionaries(st.integers(2019, 2027), st.integers(-50, 50)))
def test_a_sum_of_years_is_their_sum(known: dict[int, int]) -> None:
    inside = {year: value for year, value in known.items() if 2021 <= year <= 2025}
    found = summed(known)
    if not inside:
        assert found is None
        return
    assert found is not None
    assert (int(found.value), found.seen, found.last) == (
        sum(inside.values()),
        len(inside),
        max(inside),
    )
    assert set(found.missing) == set(range(2021, max(inside))) - set(inside)


def test_a_point_is_assumed_when_one_of_its_figures_is() -> None:
    observations = [
        *figures({"2021-H1": 1}),
        Observation("s", parse_period("2021-H2"), Decimal(2), assumed=True),
        *figures({2020: 2}),
    ]
    found = path(target(least=8), observations)
    assert [point.assumed for point in found.points] == [False, True]
