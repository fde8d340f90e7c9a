"""What is needed from now on and where the trend leads, in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.render import outlook as render
from exporttrack.render.json import dumps
from exporttrack.render.sections import as_text
from exporttrack.rules.outlook import Outlook, outlook
from render.explaining import ACTUALS, AS_OF, TARGETS, console, expected
from rules.building import MID_2023, Known, figures, in_years, target, targets_of


def test_the_small_targets_at_80_columns() -> None:
    found = outlook(TARGETS, ACTUALS, as_of=AS_OF, level=0.8)
    text = as_text(render.title(found), render.sections(found), console(80))
    assert text == expected("outlook_80")


def found(one: Target, observations: Iterable[Observation], **fields: Any) -> Outlook:
    targets = targets_of(one, **fields)
    return outlook(targets, Actuals(tuple(observations)), as_of=MID_2023, level=0.8).outlooks[0]


def needs(one: Target, known: Known, **fields: Any) -> list[str]:
    return list(render.needs(found(one, figures(known), **fields)))


NEEDED = [
    pytest.param(
        target("level", 133.1, by=2025),
        {2021: 90, 2022: 100},
        [
            "Needed: +10 % a year, from US$100 in 2022 to US$133.1 in 2025.",
            "That is +US$11.03 in each year left.",
        ],
        id="a rate, and the same a year",
    ),
    pytest.param(
        target("level", None, 72.9, by=2025),
        {2022: 100},
        [
            "Needed: -10 % a year, from US$100 in 2022 to US$72.9 in 2025.",
            "That is -US$9.033 in each year left.",
        ],
        id="where less is better it falls",
    ),
    pytest.param(
        target("level", 72.9, by=2025),
        {2022: 100},
        ["It may fall by 10 % a year from US$100 in 2022 and still be at US$72.9 in 2025."],
        id="what is met may fall",
    ),
    pytest.param(
        target("level", None, 133.1, by=2025),
        {2022: 100},
        ["It may rise by 10 % a year from US$100 in 2022 and still be at US$133.1 in 2025."],
        id="and where less is better rise",
    ),
    pytest.param(
        target("level", 50, 72.9, by=2025, above_is_miss=True),
        {2022: 100},
        [
            "Needed: -10 % a year, from US$100 in 2022 to US$72.9 in 2025.",
            "That is -US$9.033 in each year left.",
        ],
        id="from above a band that may not be passed it has to fall",
    ),
    pytest.param(
        target("level", 4, by=2025),
        {2021: -1, 2022: 0},
        ["Needed: +US$1.333 a year, from US$0 in 2022 to US$4 in 2025."],
        id="from zero there is no rate",
    ),
    pytest.param(
        target("level", -4, by=2025),
        {2021: -2, 2022: -1},
        ["It may fall by US$1 a year from -US$1 in 2022 and still be at -US$4 in 2025."],
        id="nor for negative values",
    ),
    pytest.param(
        target("growth", 10, by=2024, first=2021),
        in_years(21, 0),
        ["Needed: +10 % a year, from US$1,210 in 2022 to US$1,464 in 2024."],
        id="an average that is as asked needs growth to stay so",
    ),
    pytest.param(
        target("growth", 10, 20, by=2023, first=2022),
        {2021: 100, 2022: 90},
        [
            "Needed: +34.4 % a year, from US$90 in 2022 to US$121 in 2023.",
            "The far edge of the band takes +60 % a year.",
        ],
        id="of a band of growth either edge",
    ),
    pytest.param(
        target("growth", 10, 20, by=2025, first=2021, reading="each-year"),
        in_years(21, 0),
        [
            "Needed: 10-20 % a year, in each of the years left (2023-2025).",
            "2022: not as asked of every year; only a revision can mend that.",
        ],
        id="growth each year in every one, after one that missed",
    ),
    pytest.param(
        target("level", 200, 242, by=2024, above_is_miss=True),
        {2020: 100, 2022: 200 * 2},
        [
            "Needed: -22.2 % a year, from US$400 in 2022 to US$242 in 2024.",
            "That is -US$79 in each year left.",
        ],
        id="beyond a band that must not be left, down to its far edge",
    ),
    pytest.param(
        target("total", 10_000, by=2025, first=2021),
        {2022: 2500},
        ["Needed: US$1,875 in each year without a figure (2021, 2023-2025), to US$10,000 by 2025."],
        id="a total of which a year has no figure: a quarter of 7,500 in four",
    ),
    pytest.param(
        target("total", 10_000, by=2025, first=2021),
        {2021: 1000, 2022: 3000},
        ["Needed: US$2,000 in each year without a figure (2023-2025), to US$10,000 by 2025."],
        id="a total",
    ),
    pytest.param(
        target("total", 10_000, by=2025, first=2024),
        {},
        [
            "Needed: US$5,000 in each year without a figure (2024-2025), to US$10,000 by 2025.",
            "No projection: no figure is known to start from.",
        ],
        id="a total before its first figure",
    ),
    pytest.param(
        target("total", None, 10_000, by=2025, first=2021),
        {2021: 1000, 2022: 3000},
        [
            "US$2,000 are left for each year without a figure (2023-2025), to stay within "
            "US$10,000 by 2025."
        ],
        id="a ceiling on a total",
    ),
    pytest.param(
        target("total", None, 10_000, by=2025, first=2021),
        {2020: 700, 2022: 4000},
        [
            "US$1,500 are left for each year without a figure (2021, 2023-2025), to stay within "
            "US$10,000 by 2025."
        ],
        id="a ceiling on a total of which a year has no figure: a quarter of 6,000",
    ),
    pytest.param(
        target("growth", None, 10, by=2024, first=2023),
        {2022: 100},
        ["It may rise by 10 % a year from US$100 in 2022 and still be at US$121 in 2024."],
        id="a ceiling on growth before its first year",
    ),
    pytest.param(
        target("total", None, 10_000, by=2025, first=2021),
        {2021: 8000, 2022: 3000},
        ["Nothing is left of US$10,000 for the years to come."],
        id="a ceiling that is broken leaves nothing",
    ),
    pytest.param(
        target("total", 10_000, by=2025, first=2021),
        {2021: 8000, 2022: 3000},
        [],
        id="a sum that is there needs nothing",
    ),
    pytest.param(
        target("growth", 8, 10, by=2024, first=2021, above_is_miss=True),
        {2020: 100, 2022: 130},
        [
            "Needed: at most +6.12 % a year, from US$130 in 2022 to US$146.4 in 2024.",
            "The near edge of the band takes +2.3 % a year.",
        ],
        id="past a far edge that is a miss the other end is the near one",
    ),
    pytest.param(
        target("level", 550_000_000, by=2025),
        {2022: 549_960_000},
        [
            "Needed: +0.00242 % a year, from US$549.96 M in 2022 to US$550 M in 2025.",
            "That is +US$13,330 in each year left.",
        ],
        id="what is just short is not said to be there",
    ),
    pytest.param(
        target("level", 550_000_000, by=2025),
        {2022: 549_931_000},
        [
            "Needed: +0.00418 % a year, from US$549.93 M in 2022 to US$550 M in 2025.",
            "That is +US$23,000 in each year left.",
        ],
        id="the way that is left can be seen: 69,000",
    ),
    pytest.param(
        target("level", 123_456_789, by=2025),
        {2022: 100_000_000},
        [
            "Needed: +7.28 % a year, from US$100 M in 2022 to US$123.456789 M in 2025.",
            "That is +US$7.819 M in each year left.",
        ],
        id="a goal is quoted as stated",
    ),
    pytest.param(
        target("level", 100, by=2022),
        {2021: 90},
        ["2022 is over: nothing can be needed any more."],
        id="after the deadline nothing is needed",
    ),
    pytest.param(
        target("level", 100, by=2025),
        {},
        ["No projection: no figure is known to start from."],
        id="without a figure there is no projection",
    ),
]


@pytest.mark.parametrize(("one", "known", "expected"), NEEDED)
def test_needed(one: Target, known: Known, expected: list[str]) -> None:
    assert needs(one, known) == expected


def test_growth_in_each_year_is_needed_after_the_last_that_is_published() -> None:
    one = target("growth", 5, by=2025, first=2020, reading="each-year", measured_by="published")
    rates = figures({2020: 6, 2022: 7}, "published")
    assert list(render.needs(found(one, rates))) == [
        "Needed: at least 5 % a year, in each of the years left (2023-2025)."
    ]


def test_a_figure_that_is_assumed_for_the_deadline_leaves_nothing() -> None:
    later = target("level", 100, by=2030)
    assumed = figures({2030: 100}, assumed=True)
    assert list(render.needs(found(later, assumed))) == [
        "There is a figure for 2030: nothing is left to be needed."
    ]


def test_percentages_are_needed_in_points_alone() -> None:
    share = target("share", 8, by=2024)
    both = figures({2021: 40, 2022: 50}) + figures({2021: 1000, 2022: 1000}, "whole")
    assert next(render.needs(found(share, both))) == (
        "Needed: +1.5 pp a year, from 5 % in 2022 to 8 % in 2024."
    )


def test_a_deadline_that_is_not_over_tells_what_is_lacking() -> None:
    known = figures({2022: 100, "2023-Q1": 120})
    assert list(render.needs(found(target("level", 150, by=2023), known, measure="stock"))) == [
        "2023 is not over yet; so far US$30 (20 %) below the target of at least US$150."
    ]


def test_a_part_that_cannot_be_told_says_why() -> None:
    share = target("share", 3, by=2025)
    both = figures({2022: 20}) + figures({2022: 1000}, "whole")
    assert list(render.needs(found(share, both)))[1] == (
        "What the part needs cannot be told: its share is zero, or the total has no figure, or no "
        "two years to read its growth from (--total-growth names one)."
    )


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        pytest.param(
            target("share", 8, 9, by=2024),
            "the part has to grow +26.5 % to +34.2 % a year from 2022 on, and be US$80 to US$90 in "
            "2024.",
            id="a band",
        ),
        pytest.param(
            target("share", None, 4, by=2024),
            "the growth of the part may be at most -10.6 % a year from 2022 on, its level US$40 "
            "in 2024.",
            id="a ceiling",
        ),
        pytest.param(
            target("share", "8", "8.0001", by=2024),
            "the part has to grow +26.49 % to +26.5 % a year from 2022 on, and be US$80 to "
            "US$80.001 in 2024.",
            id="a narrow band",
        ),
    ],
)
def test_what_a_share_asks_of_its_part(one: Target, sentence: str) -> None:
    # A part of 50 in 1,000, which does not grow: sqrt(80 / 50) = 1.265, sqrt(40 / 50) = 0.894.
    both = figures({2021: 40, 2022: 50}) + figures({2021: 1000, 2022: 1000}, "whole")
    total = "While the total grows 0 % a year, the log-trend of 2021-2022, "
    assert list(render.needs(found(one, both)))[1] == total + sentence


def projected(one: Target, known: Known, **fields: Any) -> list[str]:
    ahead = found(one, figures(known), **fields)
    return [render.projected(ahead.assessment, each) for each in render.projections(ahead)]


def test_one_figure_gives_no_trend_and_says_so() -> None:
    assert projected(target("level", 200, by=2025), {2022: 100}) == [
        "If the past pace goes on (drift): nothing can be said: one figure, no trend."
    ]


def test_an_interval_is_told_from_its_middle_and_from_the_goal() -> None:
    # Nearly the same change each year; 3.5 % likely is not to be read as there.
    known = {2019: 549_750_000, 2020: 549_800_000, 2021: 549_850_000, 2022: 549_930_000}
    assert projected(target("level", 550_000_000, by=2023), known) == [
        "If the past pace goes on (drift): US$549.99 M in 2023, 80 % interval US$549.95 M to "
        "US$550.03 M, 33 % likely to meet the target; years used: 2019-2022."
    ]


def test_a_total_is_projected_as_a_sum() -> None:
    assert projected(target("total", 10_000, by=2025, first=2021), {2021: 1000, 2022: 3000}) == [
        "If the years left are as those seen (mean): US$10,000 in all by 2025; years used: "
        "2021-2022."
    ]


def test_the_years_used_are_named() -> None:
    (text,) = projected(target("level", 200, by=2025), {2014: 50, 2020: 80, 2021: 90, 2022: 100})
    assert "; years used: 2014, 2020-2022." in text


def test_no_projection_is_told_of_a_deadline_that_is_over_without_a_trend() -> None:
    assert projected(target("level", 200, by=2022), {2021: 100}) == []


@pytest.mark.parametrize(
    ("goal", "chance"),
    [(10, "99"), (1, "99.7"), (111.79, "50.05"), (111.8, "49.98"), (10**9, "0.079")],
    ids=["two digits", "nearly certain", "just above even", "just below even", "hardly"],
)
def test_a_chance_is_never_rounded_to_certainty_nor_onto_even(goal: float, chance: str) -> None:
    # The median is 104 x sqrt(104 / 90) = 111.797.
    (text,) = projected(target("level", goal, by=2023), {2020: 90, 2021: 99, 2022: 104})
    assert f", {chance} % likely to meet the target" in text


def test_json_has_every_number() -> None:
    ran = outlook(TARGETS, ACTUALS, as_of=AS_OF, level=0.9, total_growth=0.1)
    document = json.loads(dumps(render.document(ran)))
    assert list(document) == ["schema_version", "tool", "as_of", "title", "inputs", "outlooks"]
    found = {one["id"]: one for one in document["outlooks"]}
    share = found["share"]
    assert list(share) == [
        "id", "unit", "status", "reason", "by", "over", "goal", "needed", "needed_to",
        "needed_per_year",
        "part", "projections", "year_to_date",
    ]  # fmt: skip
    assert (share["goal"], share["needed_per_year"]) == (3, pytest.approx(0.34))
    assert share["part"] == {
        "year": 2022, "share": pytest.approx(1.98), "total_growth": 10, "given": True,
        "from": 2020, "to": 2022, "total": 1000, "total_year": 2022,
        "growth": {
            "min": pytest.approx(100 * (1.1 * (3 / 1.98) ** (1 / 3) - 1)),
            "max": pytest.approx(100 * (1.1 * (5 / 1.98) ** (1 / 3) - 1)),
        },
        "level": {"min": pytest.approx(39.93), "max": pytest.approx(66.55)},
    }  # fmt: skip
    assert [one["level"] for one in found["growth"]["projections"]] == [90, 90]
    assert found["total"]["projections"][0]["value"] == 8750
    assert found["level"]["part"] is None
    assert found["fiscal"]["year_to_date"]["goal"] == 1200
