"""The path of a target in letters, whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.render.drawing import drawing, legend
from render.explaining import explained
from rules import generating
from rules.building import Known, Number, figures, in_years, target

TABLE = [
    pytest.param(
        target("level", 200, by=2025),
        {2020: 100, 2021: 150, 2022: 160},
        """\
2020      o                                     US$100
2021       |  o                                 US$150
2022        |  o                                US$160
2025              ============================= US$200 asked
2025 -----------------------x-----------------> US$323.8
o figure, = band, | required way, x projection, - its interval, < > which goes on""",
        id="a level, the way that leads to it, a trend with a wide interval",
    ),
    pytest.param(
        target("level", None, 80, by=2025),
        {2020: 100, 2021: 93, 2022: 90},
        """\
2020                                           o US$100
2021                                    o |      US$93
2022                                o |          US$90
2025 ======================                      US$80 asked
2025 -----------------x----------------------    US$76.84
o figure, = band, | required way, x projection, - its interval""",
        id="where less is better the band is on the left",
    ),
    pytest.param(
        target("level", 5, 8, by=2022, above_is_miss=True),
        {2020: 9, 2021: 8.5, 2022: 8.01},
        """\
2020                                               o US$9
2021                                         o       US$8.5
2022 ===================================o            US$8.01
o figure, = band, | required way""",
        id="a figure just above its band is not drawn in it",
    ),
    pytest.param(
        target("growth", 10, 20, by=2024, first=2021),
        {2020: 100, 2021: 105, 2022: 125},
        """\
2020   o                                      US$100
2021    o===                                  US$105
2022        =o====                            US$125
2023          ==========                      US$133.1 asked
2024             ==============               US$146.4 asked
2024 --------------x------------------------- US$156.3
o figure, = band, x projection, - its interval""",
        id="the band of growth widens year by year",
    ),
    pytest.param(
        target("growth", 4, 6, by=2024, first=2021, reading="each-year"),
        in_years(10, -1),
        """\
2020              o                           US$1,000
2021                 ==  o                    US$1,100
2022                    o   ===               US$1,089
2023                       ===                US$1,133 asked
2024 <-------------------------x------------> US$1,186
o figure, = band, x projection, - its interval, < > which goes on""",
        id="growth that is read each year counts from the year before",
    ),
    pytest.param(
        target("total", 10_000, by=2024, first=2021),
        {2021: 1000, 2022: 2500},
        """\
2021 o                                       US$1,000
2022           o    |                        US$3,500
2024                                    ==== US$10,000 asked
2024                        x                US$7,000
o sum so far, = band, | required way, x projection""",
        id="a total adds up",
    ),
    pytest.param(
        target("level", 100, by=2022),
        {2021: 50, 2022: "99.9996"},
        """\
2021 o                                            US$50
2022                                       o===== US$99.9996
o figure, = band""",
        id="a figure just below its band is not said to be in it",
    ),
    pytest.param(
        target("level", 10, by=2025),
        {2021: -5, 2022: 0},
        """\
2021 o                                           -US$5
2022           o                                 US$0
2025                              ============== US$10 asked
2025                                       x     US$15
o figure, = band, x projection""",
        id="negative values have no required way",
    ),
]


@pytest.mark.parametrize(("one", "known", "expected"), TABLE)
def test_the_drawing(one: Target, known: Known, expected: str) -> None:
    found = explained(one, figures(known))
    assert "\n".join([*drawing(found, 60), legend(found)]) == expected


def test_without_room_the_values_are_left_to_the_words() -> None:
    found = explained(target("total", 9000, by=2024, first=2021), figures({2021: 900, 2022: 2000}))
    assert drawing(found, 20) == (
        "2021 o",
        "2022    o  |",
        "2024              ==",
        "2024         x",
    )


@pytest.mark.parametrize(
    "known", [{}, {2022: 200}], ids=["no figure", "one value that is the goal"]
)
def test_nothing_to_draw(known: Known) -> None:
    assert drawing(explained(target("level", 200, by=2022), figures(known)), 60) == ()


@given(generating.targets(), generating.figure_lists, generating.days, st.integers(20, 120))
def test_no_line_is_wider_than_the_page(
    one: Target, known: list[Observation], as_of: date, width: int
) -> None:
    found = explained(one, known, as_of)
    rows = drawing(found, width)
    assert all(cell_len(row) <= width for row in rows)
    assert not rows or legend(found)
    assert not rows or {row[:4] for row in rows} >= {str(year) for year, _ in found.points}


@given(
    st.lists(generating.above_zero, min_size=2, max_size=5),
    generating.bands(generating.above_zero),
    st.booleans(),
    st.integers(20, 120),
)
def test_a_miss_is_never_drawn_in_the_band(
    values: list[Decimal], band: dict[str, Number], above_is_miss: bool, width: int
) -> None:
    known = dict(zip(range(2023 - len(values), 2023), values, strict=True))
    one = target("level", by=2022, above_is_miss=above_is_miss and len(band) == 2, **band)
    found = explained(one, figures(known))
    rows = drawing(found, width)
    assume(rows)
    track = rows[-1]
    if found.outlook.assessment.status == "missed":
        assert not track.find("=") < track.find("o") < track.rfind("=")
        assert "=" in track
