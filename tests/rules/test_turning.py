"""What one figure would have to be for each status."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.target import METHODS, Kind, Target
from exporttrack.rules.explanation import Explanation, explain
from exporttrack.rules.turning import Turn
from rules import generating
from rules.building import MID_2023, Known, figures, in_years, judge, target, targets_of

Range = tuple[str, float | None, float | None]


def explained(one: Target, known: Known, as_of: date = MID_2023) -> Explanation:
    observations = Actuals(tuple(figures(known)))
    return explain(targets_of(one), observations, as_of=as_of, level=0.8).explanations[0]


def ranges(one: Target, known: Known, as_of: date = MID_2023) -> list[Range]:
    return [
        (turn.status, rounded(turn.low), rounded(turn.high))
        for turn in explained(one, known, as_of).turns
    ]


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


REACH = target("level", 121, by=2022)
"""From 100 in 2020 that is 10 % a year."""

TABLE = [
    # 9.5 % of 100 is 0.95 of the required 10 %, and 6 % is 0.60 of it.
    pytest.param(
        REACH,
        {2020: 100, 2021: 105},
        date(2022, 6, 30),
        [
            ("off-track", None, 106),
            ("behind", 106, 109.5),
            ("on-track", 109.5, 121),
            ("achieved", 121, None),
        ],
        id="rate-ratio turns at 0.60 and 0.95 of the required rate, and at the goal",
    ),
    pytest.param(
        target("level", None, 81, by=2022),
        {2020: 100, 2021: 95},
        date(2022, 6, 30),
        [
            ("achieved", None, 81),
            ("on-track", 81, 90.5),
            ("behind", 90.5, 94),
            ("off-track", 94, None),
        ],
        id="where less is better the other way round",
    ),
    # P = 0.95 is E = 119.95 = 100 (y/100)^2, P = 0.50 is E = 110.5.
    pytest.param(
        target("level", 121, by=2022, method="trend-to-target"),
        {2020: 100, 2021: 105},
        date(2022, 6, 30),
        [
            ("off-track", None, round(100 * 1.105**0.5, 6)),
            ("behind", round(100 * 1.105**0.5, 6), round(100 * 1.1995**0.5, 6)),
            ("on-track", round(100 * 1.1995**0.5, 6), 121),
            ("achieved", 121, None),
        ],
        id="trend-to-target turns at its shares of the change",
    ),
    # From 0, 2, 4 to y: c = y/3, one year left: E = 4y/3; the goal is 10.
    # A miss of 20 %: 10 - 4y/3 = 0.2 (10 - y), so y = 8 / (17/15); of 5 %: y = 9.5 / (77/60).
    pytest.param(
        target("level", 10, by=2023),
        {2019: 0, 2020: 2, 2021: 4, 2022: 6},
        MID_2023,
        [
            ("off-track", None, round(120 / 17, 6)),
            ("behind", round(120 / 17, 6), pytest.approx(570 / 77)),
            ("on-track", pytest.approx(570 / 77), 10),
            ("achieved", 10, None),
        ],
        id="a straight line turns at its misses",
    ),
    pytest.param(
        REACH,
        {2020: 100, 2022: 120},
        MID_2023,
        [("missed", None, 121), ("met", 121, None)],
        id="at the deadline only the goal counts",
    ),
    pytest.param(
        target("level", 5, 8, by=2022, above_is_miss=True),
        {2020: 4, 2022: 9},
        MID_2023,
        [("missed", None, 5), ("met", 5, 8), ("missed", 8, None)],
        id="beyond the far edge is a miss",
    ),
    pytest.param(
        REACH,
        {2020: 100, 2021: 105},
        MID_2023,
        [("missed", None, 121), ("met", 121, None)],
        id="a deadline that is over waits for its figure",
    ),
    pytest.param(
        REACH,
        {2020: 100},
        date(2021, 6, 30),
        [
            ("off-track", None, 106),
            ("behind", 106, 109.5),
            ("on-track", 109.5, 121),
            ("achieved", 121, None),
        ],
        id="after one figure the next year decides",
    ),
    pytest.param(
        REACH,
        {},
        date(2021, 6, 30),
        [("missed", None, 121), ("met", 121, None)],
        id="without a figure the deadline does",
    ),
    pytest.param(
        target("growth", 10, by=2023, first=2021),
        {2020: 100, 2021: 105},
        date(2022, 6, 30),
        [("off-track", None, 106), ("behind", 106, 109.5), ("on-track", 109.5, None)],
        id="growth is never achieved before its end",
    ),
    pytest.param(
        target("growth", None, 3, by=2023, first=2021),
        {2020: 100, 2021: 105},
        date(2022, 6, 30),
        [("on-track", None, 103), ("off-track", 103, None)],
        id="a ceiling on growth turns at the average",
    ),
    pytest.param(
        target("change", None, -19, by=2022, base=2020),
        {2020: 100, 2021: 95},
        date(2022, 6, 30),
        [
            ("achieved", None, 81),
            ("on-track", 81, 90.5),
            ("behind", 90.5, 94),
            ("off-track", 94, None),
        ],
        id="a reduction turns in the unit of the series",
    ),
    pytest.param(
        target("growth", 4, 6, by=2025, first=2021, reading="each-year"),
        in_years(10, -1),
        MID_2023,
        [],
        id="growth that is read each year hangs on no single figure",
    ),
    # Two of five years: 10000 x 2/5 x 0.60 and x 0.95.
    pytest.param(
        target("total", 10_000, by=2025, first=2021),
        {2021: 1000, 2022: 2000},
        MID_2023,
        [
            ("off-track", None, 2400),
            ("behind", 2400, 3800),
            ("on-track", 3800, 10_000),
            ("achieved", 10_000, None),
        ],
        id="a total turns at its pace",
    ),
    pytest.param(
        target("total", None, 10_000, by=2025, first=2021),
        {2021: 1000, 2022: 2000},
        MID_2023,
        [
            ("on-track", None, round(4000 / 0.95, 6)),
            ("behind", round(4000 / 0.95, 6), round(4000 / 0.60, 6)),
            ("off-track", round(4000 / 0.60, 6), None),
        ],
        id="a ceiling on a total at the inverse of it",
    ),
    pytest.param(
        target("total", 10_000, by=2022, first=2021),
        {},
        MID_2023,
        [("missed", None, 10_000), ("met", 10_000, None)],
        id="a total of which nothing is known waits for all of it",
    ),
    pytest.param(
        target("change", 0, by=2025, base=2015),
        {2015: 6.1, 2016: 5, 2017: 5.2, 2018: 5.5},
        date(2019, 3, 1),
        [("off-track", None, 6.1), ("achieved", 6.1, None)],
        id="no range is as narrow as a rounding error",
    ),
]


@pytest.mark.parametrize(("one", "known", "as_of", "expected"), TABLE)
def test_turns(one: Target, known: Known, as_of: date, expected: list[Range]) -> None:
    assert ranges(one, known, as_of) == expected


def test_there_is_none_where_the_base_follows_from_the_latest_figure() -> None:
    one = target("growth", 5, by=2025, first=2021, measured_by="published")
    rates = figures({2021: 3, 2022: 4, 2023: 3}, "published")
    for level, count in ({2023: 100}, 0), ({2020: 90, 2023: 100}, 3):
        actuals = Actuals(tuple(figures(level) + rates))
        found = explain(targets_of(one), actuals, as_of=date(2024, 3, 1), level=0.8)
        assert len(found.explanations[0].turns) == count


def with_figure(one: Target, known: Known, turn: Turn, value: float, as_of: date) -> str:
    """The status with another figure for the year of the turn."""
    day = max(as_of, date(turn.year, 12, 31)) if turn.year not in known else as_of
    return judge(one, {**known, turn.year: Decimal(repr(value))}, day)[0]


@st.composite
def judged_targets(draw: st.DrawFn) -> tuple[Target, dict[int, Decimal]]:
    """A level, growth or change before its deadline, and yearly figures above zero."""
    kinds: list[Kind] = ["level", "growth", "change"]
    kind = draw(st.sampled_from(kinds))
    band = draw(generating.bands(generating.above_zero))
    fields: dict[str, Any] = {
        "above_is_miss": len(band) == 2 and draw(st.booleans()),
        "method": draw(st.sampled_from([None, *METHODS])),
        "first": 2021 if kind == "growth" else None,
        "base": 2020 if kind == "change" else None,
    }
    years = draw(st.lists(generating.above_zero, min_size=3, max_size=6))
    known = dict(zip(range(2023 - len(years), 2023), years, strict=True))
    return target(kind, by=draw(st.integers(2023, 2030)), **band, **fields), known


@given(judged_targets())
def test_at_its_end_a_range_has_its_status_and_beyond_another(
    drawn: tuple[Target, dict[int, Decimal]],
) -> None:
    one, known = drawn
    found = explained(one, known).turns
    for turn in found:
        assert turn.year == 2022
        for end, included, way in (
            (turn.low, turn.includes_low, -1),
            (turn.high, turn.includes_high, 1),
        ):
            if end is None or not included:
                continue
            assume(end > 0)
            beyond = end * (1 + way * 1e-6)
            assert with_figure(one, known, turn, end, MID_2023) == turn.status
            assert with_figure(one, known, turn, beyond, MID_2023) != turn.status


@given(judged_targets(), generating.above_zero)
def test_any_figure_has_the_status_of_its_range(
    drawn: tuple[Target, dict[int, Decimal]], value: Decimal
) -> None:
    one, known = drawn
    found = explained(one, known).turns
    ends = [end for turn in found for end in (turn.low, turn.high) if end is not None]
    assume(all(abs(float(value) - end) > 1e-6 * end for end in ends))
    status = judge(one, {**known, 2022: value})[0]
    holding = [turn.status for turn in found if turn.holds(float(value))]
    assert holding == ([status] if found else [])
    if not found:
        assert status == judge(one, known)[0]
