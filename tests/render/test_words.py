"""The sentences that say why a status was given."""

from __future__ import annotations

from datetime import date

import pytest

from exporttrack.model.target import Target
from exporttrack.render import words
from rules.building import Known, figures, judged, target

EACH = target("growth", 5, by=2023, first=2021, reading="each-year")
BOTH = target("total", 90, 110, by=2023, first=2021, above_is_miss=True)
OVER = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("one", "known", "reason"),
    [
        pytest.param(
            EACH, {2020: 100, 2021: 110, 2023: 150},
            "No growth of its own is known for 2022, 2023, so the period cannot be judged; the "
            "lowest growth so far is +10 % a year in 2021.",
            id="2023 has a figure, and no growth of its own",
        ),
        pytest.param(
            EACH, {2020: 100, 2023: 150},
            "No growth of its own is known for 2021, 2022, 2023, so the period cannot be judged.",
            id="an average of three years is the growth of none",
        ),
        pytest.param(
            EACH, {2020: 100, 2021: 106, 2022: 120},
            "2023 is over and no figure for it is known yet; the lowest growth so far is +6 % a "
            "year in 2021.",
            id="2021 is the lowest and not the latest",
        ),
        pytest.param(
            BOTH, {2021: 50, 2023: 50},
            "There is no figure for 2022, so the period cannot be judged; the latest is US$100 in "
            "2021-2023.",
            id="a total lacks the figure of a year",
        ),
    ],
)  # fmt: skip
def test_reasons(one: Target, known: Known, reason: str) -> None:
    assert words.reason(judged(one, figures(known), OVER)) == reason
