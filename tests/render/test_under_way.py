"""The year under way in a sentence: what is left to a goal, or nothing of it."""

from __future__ import annotations

import pytest

from exporttrack.model.target import Target
from exporttrack.render.under_way import under_way
from render.explaining import explained
from rules.building import Known, figures, target

FIRST_MONTHS: Known = {"2022-Q1": 20, "2023-Q1": 25}
"""A quarter more than a year before, when the whole was 100: at this pace 125."""
BEGIN = "2023-Q1: US$25, +25 % on the same months of the year before; at this pace 2023 ends at "


@pytest.mark.parametrize(
    ("one", "text"),
    [
        pytest.param(
            target("level", 150, by=2023),
            "US$125, 16.7 % below what is asked; still needed to reach US$150: US$125, US$13.89 a "
            "month, +56.2 % on the rest of the year before.",
            id="a goal",
        ),
        pytest.param(
            target("level", None, 115, by=2023),
            "US$125, 8.7 % above what is allowed; left to stay within US$115: US$90, US$10 a "
            "month, +12.5 % on the rest of the year before.",
            id="a ceiling",
        ),
        pytest.param(
            target("level", "125.03", by=2023),
            "US$125, 0.024 % below what is asked; still needed to reach US$125.03: US$100, "
            "US$11.11 a month, +25 % on the rest of the year before.",
            id="the goal as stated, which is not reached",
        ),
        pytest.param(
            target("level", None, 25, by=2023),
            "US$125, 400 % above what is allowed; US$25, the most that the year may have, is used "
            "up.",
            id="all of a ceiling",
        ),
        pytest.param(
            target("total", None, 150, by=2025, first=2022),
            "US$125, 650 % above what is allowed; US$16.67, the most that the year may have, is "
            "exceeded by US$8.333.",
            id="a third of the 50 that are left of a ceiling",
        ),
        pytest.param(
            target("total", None, 100, by=2025, first=2022),
            "US$125.",
            id="nothing is left of a ceiling",
        ),
        pytest.param(
            target("total", None, 90, by=2025, first=2022),
            "US$125.",
            id="a ceiling that is passed",
        ),
        pytest.param(
            target("total", 90, by=2025, first=2022),
            "US$125.",
            id="a sum that is there",
        ),
    ],
)
def test_what_is_left_to_the_goal(one: Target, text: str) -> None:
    known = figures({2022: 100, **FIRST_MONTHS})
    assert under_way(explained(one, known).outlook.assessment) == BEGIN + text


def test_beside_an_index_a_year_has_levels_of_its_own() -> None:
    one = target("growth", 5, by=2025, first=2022, measured_by="published")
    known = [*figures(FIRST_MONTHS), *figures({2022: 6}, "published")]
    assert under_way(explained(one, known).outlook.assessment).startswith("2023-Q1: US$25, +25 %")
