"""How a verdict was reached, in words and as JSON."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from rich.cells import cell_len

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.render import explanation as render
from exporttrack.render.deciding import turns
from exporttrack.render.explanation_json import document
from exporttrack.render.json import dumps
from exporttrack.render.sections import as_markdown, as_text
from exporttrack.rules.explanation import Explanations, explain
from render.explaining import (
    IDS,
    SHIPPED_ACTUALS,
    SHIPPED_TARGETS,
    console,
    expected,
    explained,
    small,
)
from rules import generating
from rules.building import MID_2023, Known, figures, in_years, target, targets_of


def shown(found: Explanations, width: int) -> str:
    return as_text(render.title(found), render.sections(found), console(width))


@pytest.mark.parametrize("name", IDS)
def test_one_target_of_each_kind_at_80_columns(name: str) -> None:
    assert shown(small(name), 80) == expected(f"explain_{name}_80")


def bare(text: str) -> str:
    """The words without the breaks of lines, and without the drawing, which fits its page."""
    return " ".join(text.partition("\nThe path\n")[0].split())


@pytest.mark.parametrize("width", range(40, 201, 8))
@pytest.mark.parametrize("name", ["level", "share", "growth", "total"])
def test_at_any_width_no_figure_is_cut_and_no_line_too_wide(name: str, width: int) -> None:
    text = shown(small(name), width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert "…" not in text
    whole = shown(small(name), 10_000)
    assert bare(text) == bare(whole)
    assert not re.search(r"[0-9]\n +(?:(?:M|bn|tn|pp)\b|%)", text)


@given(generating.targets(), generating.figure_lists, generating.days)
def test_everything_can_be_explained(one: Target, known: list[Observation], as_of: date) -> None:
    targets = targets_of(one, prior="exports")
    found = explain(targets, Actuals(tuple(known)), as_of=as_of, level=0.8)
    text = shown(found, 60)
    assert max(map(cell_len, text.splitlines())) <= 60
    status = found.explanations[0].outlook.assessment.status
    assert f"  {status}: " in text
    assert "None" not in text.replace("None is known.", "")
    told = json.loads(dumps(document(found)))
    assert told["explanations"][0]["status"] == status
    assert as_markdown(render.title(found), render.sections(found)).startswith("# ")


def lines(one: Target, known: Known, heading: str, **fields: Any) -> list[str]:
    """What stands under a heading of an explanation, without what is said of each line."""
    targets = targets_of(one, **fields)
    found = explain(targets, Actuals(tuple(figures(known))), as_of=MID_2023, level=0.8)
    (section,) = (each for each in render.sections(found) if each.heading == heading)
    return [line for line in section.lines if not line.startswith("  ")]


RULES = [
    (target("level", 5, by=2025), "s: at least US$5 in 2025."),
    (target("level", None, 5, by=2025), "s: at most US$5 in 2025."),
    (
        target("level", 5, 8, by=2025),
        "s: US$5 to US$8 in 2025. What is above the band meets it, too.",
    ),
    (
        target("level", 5, 8, by=2025, above_is_miss=True),
        "s: US$5 to US$8 in 2025. What is above the band misses it, too.",
    ),
    (
        target("share", 3, 5, by=2025),
        "s as a share of whole: 3-5 % in 2025. What is above the band meets it, too.",
    ),
    (
        target("growth", 3, by=2025, first=2021),
        "s: at least 3 % a year on average over 2021-2025, counted from 2020.",
    ),
    (
        target("growth", 3, by=2025, first=2021, reading="each-year"),
        "s: at least 3 % a year in each year from 2021 to 2025.",
    ),
    (
        target("total", 300, by=2025, first=2021),
        "s: at least US$300 in all over 2021-2025.",
    ),
    (
        target("change", -9, -5, by=2025, base=2020),
        "s: a change of -9 % to -5 % from 2020 to 2025. What is below the band meets it, too.",
    ),
    (
        target("growth", None, -3, by=2025, first=2021),
        "s: a fall of at least 3 % a year on average over 2021-2025, counted from 2020.",
    ),
    (
        target("growth", -3, by=2025, first=2021),
        "s: a fall of at most 3 % a year on average over 2021-2025, counted from 2020.",
    ),
    (
        target("growth", None, -3, by=2025, first=2021, reading="each-year"),
        "s: at most -3 % a year in each year from 2021 to 2025.",
    ),
    (
        target("change", None, -5, by=2025, base=2020),
        "s: a fall of at least 5 % from 2020 to 2025.",
    ),
    (
        target("change", -5, by=2025, base=2020),
        "s: a fall of at most 5 % from 2020 to 2025.",
    ),
    (
        target("change", 5, by=2025, base=2020),
        "s: a change of at least 5 % from 2020 to 2025.",
    ),
]


@pytest.mark.parametrize(("one", "rule"), RULES)
def test_the_rule_in_a_sentence(one: Target, rule: str) -> None:
    found = explained(one, [])
    assert render.rule(found.outlook.assessment, targets_of(one).series) == rule


AGREEMENT = [
    pytest.param(
        target("level", 146.41, by=2024),
        {2020: 100, 2021: 110, 2022: 121},
        "The methods that apply agree: each means on-track.",
        id="two agree",
    ),
    # R = 0.62, E = 151.6 of 177.2: P = 0.67; the last year alone rose by 20.
    pytest.param(
        target("level", 150, by=2024),
        {2019: 100, 2020: 100, 2021: 100, 2022: 120},
        "The methods differ: rate-ratio and trend-to-target: behind; straight-line: off-track. The "
        "first compares yearly rates since the base, the second the change that such a rate leads "
        "to, the third carries on the mean change of the last years; where they part, the verdict "
        "hangs on that choice.",
        id="one differs",
    ),
    pytest.param(
        target("level", 4, by=2025),
        {2019: -3, 2020: -2, 2021: -1, 2022: 0},
        "Only one method applies, so there is nothing to compare it with.",
        id="one applies",
    ),
    pytest.param(target("level", 4, by=2025), {}, "No method applies.", id="none applies"),
]


@pytest.mark.parametrize(("one", "known", "expected"), AGREEMENT)
def test_what_the_agreement_of_the_methods_means(one: Target, known: Known, expected: str) -> None:
    assert lines(one, known, "The three methods")[-2] == expected


DECIDED = [
    pytest.param(
        target("level", 146.41, by=2024),
        {2020: 100, 2022: 110},
        "The status comes from rate-ratio.",
        id="a method",
    ),
    pytest.param(
        target("level", 100, by=2022),
        {2020: 100, 2022: 110},
        "No method decides: the figure of the deadline does, and the classes only say how it came "
        "about.",
        id="the deadline",
    ),
    pytest.param(
        target("level", 105, by=2024),
        {2020: 100, 2022: 110},
        "No method decides: the target is reached.",
        id="the target is reached",
    ),
    pytest.param(
        target("level", 90, 105, by=2024, above_is_miss=True),
        {2020: 100, 2022: 110},
        "No method decides: the far edge is passed, and they look at the near one.",
        id="the far edge",
    ),
    pytest.param(
        target("growth", 1, 12, by=2024, first=2021, above_is_miss=True),
        in_years(15, 15),
        "No method decides: the far edge is passed, and they look at the near one.",
        id="the far edge of a rate",
    ),
    # 3 % a year may be grown and 5 % is, so that 105 lies yet below 100 x 1.03^2 = 106.09.
    pytest.param(
        target("growth", None, 3, by=2023, first=2022),
        {2021: 100, 2022: 105},
        "No method decides: the growth is outside what is asked, and they look at the level, which "
        "is not yet.",
        id="a rate outside the only edge",
    ),
    pytest.param(
        target("growth", -2, 8, by=2023, first=2022, above_is_miss=True),
        {2021: 100, 2022: 97},
        "No method decides: the growth is outside what is asked, and they look at the level, which "
        "is not yet.",
        id="a rate below the near edge",
    ),
    pytest.param(
        target("growth", 4, by=2024, first=2021, reading="each-year"),
        in_years(10, -1),
        "No method decides: each year is judged for itself.",
        id="each year",
    ),
    pytest.param(
        target("level", 105, by=2024),
        {2022: 100},
        "No method decides, as there is no verdict yet.",
        id="no verdict",
    ),
]


@pytest.mark.parametrize(("one", "known", "expected"), DECIDED)
def test_what_decided(one: Target, known: Known, expected: str) -> None:
    assert lines(one, known, "The three methods")[-1] == expected


DECIDED_OF_TOTALS = [
    pytest.param(
        target("total", None, 20, by=2024, first=2021),
        {2021: 12, 2022: 13},
        "No method decides: the sum is more than is allowed already.",
        id="a ceiling",
    ),
    pytest.param(
        target("total", 10, 20, by=2024, first=2021, above_is_miss=True),
        {2021: 12, 2022: 13},
        "No method decides: the far edge is passed, and they look at the near one.",
        id="the far edge of a band",
    ),
    pytest.param(
        target("total", 40, by=2024, first=2021),
        {2021: 12, 2022: 13},
        "The status comes from pace.",
        id="the pace",
    ),
]


@pytest.mark.parametrize(("one", "known", "expected"), DECIDED_OF_TOTALS)
def test_what_decided_of_a_total(one: Target, known: Known, expected: str) -> None:
    assert lines(one, known, "The method")[-1] == expected


DONE = [
    pytest.param(
        target("level", 550, by=2025),
        {2020: 400, 2022: "549.96"},
        "Done: 99.97 % of the required change, in 40 % of the time.",
        id="149.96 of 150 is not all of it",
    ),
    pytest.param(
        target("level", 550, by=2025),
        {2020: 400, 2022: 550},
        "Done: 100 % of the required change, in 40 % of the time.",
        id="all of it",
    ),
    pytest.param(
        target("level", 550, by=2025),
        {2020: 400, 2022: 370},
        "Moved away: by 20 % of the required change, in 40 % of the time.",
        id="a retreat",
    ),
    pytest.param(
        target("total", 100, by=2025, first=2021),
        {2021: 20, 2022: 15},
        "Done: 35 % of the sum, in 40 % of the time.",
        id="a sum",
    ),
    pytest.param(
        target("total", None, 100, by=2025, first=2021),
        {2021: 20, 2022: 15},
        "Used: 35 % of what is allowed, in 40 % of the time.",
        id="a ceiling",
    ),
    pytest.param(
        target("total", None, 100, by=2025, first=2021),
        {2021: 60, 2022: "40.03"},
        "Used: 100.03 % of what is allowed, in 40 % of the time.",
        id="a ceiling that is just passed",
    ),
]


@pytest.mark.parametrize(("one", "known", "expected"), DONE)
def test_how_much_is_done(one: Target, known: Known, expected: str) -> None:
    assert lines(one, known, "Verdict")[1:] == [expected]


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(
            target("growth", 4, by=2024, first=2021, reading="each-year"), id="growth in each year"
        ),
        pytest.param(target("level", 90, by=2024), id="a floor that the base lies above"),
        pytest.param(target("growth", None, 8, by=2024, first=2021), id="a ceiling on growth"),
    ],
)
def test_where_there_is_no_way_to_go_no_part_of_it_is_done(one: Target) -> None:
    assert len(lines(one, in_years(10, -1), "Verdict")) == 1


TURNS = [
    pytest.param(
        target("level", 121, by=2024),
        {2020: 100, 2022: 100.5},
        [
            "off-track: less than US$105.9 in 2022, as it is.",
            "behind: US$105.9 to less than US$109.5 in 2022.",
            "on-track: US$109.5 to less than US$121 in 2022.",
            "achieved: US$121 or more in 2022.",
        ],
        id="more is better",
    ),
    pytest.param(
        target("level", 5, 8, by=2022, above_is_miss=True),
        {2021: 6, 2022: 9},
        [
            "missed: less than US$5 in 2022.",
            "met: US$5 to US$8 in 2022.",
            "missed: more than US$8 in 2022, as it is.",
        ],
        id="a band with two sides",
    ),
    pytest.param(
        target("growth", 4, 12, by=2024, first=2021, reading="each-year", above_is_miss=True),
        in_years(10, -1),
        [
            "2021 is as asked with US$1,040 to US$1,120; it was US$1,100.",
            "2022 is as asked with US$1,144 to US$1,232; it was US$1,089.",
            "2023 is as asked with US$1,133 to US$1,220.",
        ],
        id="each year has its own",
    ),
    pytest.param(
        target("level", "100", by=2022),
        {2021: 90, 2022: "99.9999"},
        ["missed: less than US$100 in 2022, as it is.", "met: US$100 or more in 2022."],
        id="a figure just short",
    ),
    pytest.param(
        target("level", "99.99996", by=2022),
        {2021: 90, 2022: 100},
        ["missed: less than US$99.99996 in 2022.", "met: US$99.99996 or more in 2022, as it is."],
        id="no end is rounded past the figure",
    ),
    pytest.param(
        target("level", 123_456_789, by=2022),
        {2021: 90_000_000, 2022: 120_000_000},
        [
            "missed: less than US$123.456789 M in 2022, as it is.",
            "met: US$123.456789 M or more in 2022.",
        ],
        id="what is stated is quoted as stated",
    ),
    # Due by 2022 are 20 of 50, and 0.6 and 0.95 of it.
    pytest.param(
        target("total", 50, by=2025, first=2021),
        {2021: 6, 2022: 7},
        [
            "off-track: less than US$12 in all over 2021-2022.",
            "behind: US$12 to less than US$19 in all over 2021-2022, as it is.",
            "on-track: US$19 to less than US$50 in all over 2021-2022.",
            "achieved: US$50 or more in all over 2021-2022.",
        ],
        id="of a total the sum so far",
    ),
    pytest.param(
        target("total", 50, by=2025, first=2022),
        {2022: 7},
        [
            "off-track: less than US$7.5 in 2022, as it is.",
            "behind: US$7.5 to less than US$11.88 in 2022.",
            "on-track: US$11.88 to less than US$50 in 2022.",
            "achieved: US$50 or more in 2022.",
        ],
        id="of a total of which one year is seen that year",
    ),
]


@pytest.mark.parametrize(("one", "known", "expected"), TURNS)
def test_what_would_change_the_verdict(one: Target, known: Known, expected: list[str]) -> None:
    assert lines(one, known, "What would change the verdict") == expected


def test_each_year_turns_at_its_published_rate_where_it_has_no_level() -> None:
    one = target("growth", 5, by=2025, first=2021, measured_by="published", reading="each-year")
    known = [*figures({2020: 100}), *figures({2021: 6, 2023: 3}, "published")]
    found = explained(one, known, date(2024, 6, 30))
    assert list(turns(found)) == [
        "2021 is as asked with US$105 or more; it was US$106.",
        "2022 is as asked with US$111.3 or more.",
        "2023 is as asked with at least 5 % a year; it was +3 %.",
    ]


def test_figures_set_aside_have_their_reason_and_their_difference() -> None:
    found = small("level")
    (section,) = (one for one in render.sections(found) if one.heading == "Figures set aside")
    assert [line for line in section.lines if not line.startswith("  ")] == [
        "exports 2020 = US$99 M: status not given, published 2021-03-01, actuals.csv:4; another "
        "source preferred (-1 % from the figure that is used)",
        "exports 2022 = US$109 M: estimate, published 2022-12-20, actuals.csv:5; revised",
        "exports 2024 = US$150 M: forecast, published 2023-01-15, actuals.csv:7; not judged",
        "exports 2024: not known on 2023-03-31.",
        "exports 2019: known, and not looked at by this target.",
    ]


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    known = {2021: 90, 2022: 100, "2023-01": 8}
    assert lines(target("level", 105, by=2024), known, "Figures set aside") == [
        "s 2023-01: a part of a year, which no verdict uses."
    ]


def test_markdown_of_the_small_level() -> None:
    found = small("level")
    assert as_markdown(render.title(found), render.sections(found)) == expected("explain_level_md")


class TestJson:
    found = explain(
        SHIPPED_TARGETS,
        SHIPPED_ACTUALS.assuming(figures({2025: 200_000_000}, "handicraft_exports", assumed=True)),
        as_of=date(2026, 11, 21),
        level=0.8,
    )
    told = json.loads(dumps(document(found)))
    by_id = {one["id"]: one for one in told["explanations"]}  # noqa: RUF012
    value = by_id["handicraft-value"]

    def test_it_begins_as_every_document_does(self) -> None:
        assert list(self.told) == [
            "schema_version", "tool", "as_of", "title", "inputs", "explanations", "notes",
        ]  # fmt: skip

    def test_each_has_what_the_report_has_and_more(self) -> None:
        keys = list(self.value)
        assert keys[:3] == ["id", "title", "group"]
        assert keys[-10:] == [
            "rule", "goal", "over", "formulas", "corridor", "required_path", "turns", "set_aside",
            "projections", "part",
        ]  # fmt: skip

    def test_formulas_have_text_and_number(self) -> None:
        assert self.value["formulas"][2] == {
            "symbol": "g",
            "meaning": "Observed rate",
            "formula": "(y / y0)^(1 / (t - t0)) - 1",
            "with_numbers": "(200,000,000 / 192,000,000)^(1 / (2025 - 2014)) - 1",
            "value": pytest.approx(100 * ((200 / 192) ** (1 / 11) - 1)),
            "unit": "percent",
        }

    def test_the_path_is_there_year_by_year(self) -> None:
        assert [one["year"] for one in self.value["required_path"]] == list(range(2014, 2026))
        assert self.value["required_path"][-1]["value"] == 550_000_000
        assert self.value["corridor"] == [{"year": 2025, "min": 550_000_000, "max": None}]
        assert self.value["points"][-1] == {"year": 2025, "value": 200_000_000}

    def test_turns(self) -> None:
        assert self.value["turns"] == [
            {
                "status": "missed", "year": 2025, "min": None, "max": 550_000_000,
                "min_included": False, "max_included": False,
            },
            {
                "status": "met", "year": 2025, "min": 550_000_000, "max": None,
                "min_included": True, "max_included": False,
            },
        ]  # fmt: skip

    def test_what_is_set_aside_has_its_reason(self) -> None:
        found = {(one["period"], one["why"]) for one in self.value["set_aside"]}
        assert found == {("2019-01/2019-09", "part-of-year")}
        growth = self.by_id["export-growth.2023-2025"]["set_aside"]
        assert {one["why"] for one in growth} >= {"source-preferred", "later-published"}

    def test_a_share_has_what_its_part_needs(self) -> None:
        part = self.by_id["handicraft-share"]["part"]
        assert (part["year"], part["given"]) == (2025, False)
        assert self.value["part"] is None
