"""What has changed since a day, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console

from exporttrack.model.actuals import Actuals
from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Target, Targets
from exporttrack.render import json as as_json
from exporttrack.render import language, markdown, since, table, text, tidy
from exporttrack.rules.since import Changes, changes
from render.reporting import HOSTILE, texts
from rules import generating
from rules.building import target, targets_of
from schemas import LINES, validator

BEFORE, AFTER = date(2025, 3, 31), date(2026, 9, 30)
JANUARY, JUNE = date(2025, 1, 15), date(2025, 6, 15)
CUSTOMS, OFFICE = "Customs", "Office: the year in figures"


def record(
    period: str, millions: float | None, published: date | None, source: str, **fields: Any
) -> Observation:
    """A figure of exports; None takes it back."""
    value = Decimal("NaN") if millions is None else Decimal(str(millions)).scaleb(6)
    return Observation("exports", parse_period(period), value, published=published,
                       source=source, **fields)  # fmt: skip


RECORDS = (
    record("2020", 80, JANUARY, CUSTOMS, status="final"),
    record("2020", None, JUNE, CUSTOMS, note="a digit was lost"),
    record("2021", 82, JANUARY, CUSTOMS),
    record("2021", 81.5, JANUARY, OFFICE),
    record("2021", None, JUNE, CUSTOMS),
    record("2022", 90, JANUARY, CUSTOMS, status="estimate"),
    record("2022", 95, JUNE, CUSTOMS, status="final"),
    record("2023", 97, JANUARY, OFFICE, status="provisional"),
    record("2023", 96, JUNE, CUSTOMS),
    record("2024", 110.5, None, CUSTOMS, recorded=datetime(2025, 7, 1, 8, tzinfo=UTC)),
    record("2025", 120, None, "", assumed=True),
)
STATED = Targets(
    "Small",
    {
        "exports": Series("exports", "USD", "Exports", prefer=("customs",)),
        "rate": Series("rate", "percent", "Growth"),
    },
    (
        replace(target(least=100_000_000, by=2024), id="value", title="Value", series="exports"),
        replace(target(least=5, by=2025), id="rate", title="Rate", series="rate"),
        replace(target(least=5, by=2030), id="later", title="Later", series="rate"),
    ),
)
RATE = Observation("rate", parse_period("2022"), Decimal(4), published=JANUARY)
POINTS = (
    Observation("rate", parse_period("2023"), Decimal("4.4"), source="Office", published=JANUARY),
    Observation("rate", parse_period("2023"), Decimal("4.0"), source="Office", published=JUNE),
)


def changed(*records: Observation, as_of: date = AFTER) -> Changes:
    return changes(STATED, Actuals(records), since=BEFORE, as_of=as_of)


FOUND = changed(*RECORDS, RATE)
LINES_OF_FOUND = [
    "value: awaiting-data -> met. US$110.5 M in 2024: the target of at least US$100 M is met. "
    "Figure: US$97 M in 2023 (provisional) -> US$110.5 M in 2024.",
    "rate: not-assessable -> awaiting-data. 2025 is over and no figure for it is known yet; the "
    "latest is 4 % in 2022.",
    "Unchanged targets: 1.",
    "Figures: 2 new, 1 revised, 1 replaced, 2 withdrawn.",
    "Exports 2020: withdrawn (published 2025-06-15; a digit was lost), "
    "US$80 M (final; Customs; published 2025-01-15) -> none.",
    "Exports 2021: withdrawn (published 2025-06-15), US$82 M (Customs; published 2025-01-15) -> "
    "US$81.5 M (Office; published 2025-01-15): -US$500,000 (-0.61 %).",
    "Exports 2022: revised, US$90 M (estimate; published 2025-01-15) -> "
    "US$95 M (final; Customs; published 2025-06-15): +US$5 M (+5.56 %).",
    "Exports 2023: replaced, US$97 M (provisional; Office; published 2025-01-15) -> "
    "US$96 M (Customs; published 2025-06-15): -US$1 M (-1.03 %).",
    "Exports 2024: new, US$110.5 M (Customs; undated, recorded 2025-07-01).",
    "Exports 2025: new, US$120 M (assumed).",
]


def test_the_lines() -> None:
    assert since.heading(FOUND) == "Changed since 2025-03-31"
    assert list(since.lines(FOUND)) == LINES_OF_FOUND


@pytest.mark.parametrize(
    ("records", "as_of", "expected"),
    [
        pytest.param(
            [], date(2025, 4, 1), ["Unchanged targets: 3.", "Figures: none new, none changed."],
            id="nothing",
        ),
        pytest.param(
            POINTS, date(2025, 6, 30),
            ["rate: still not-assessable. One figure, no trend: 4 % in 2023, 1 pp below the target "
             "of at least 5 %. Figure: 4.4 % in 2023 -> 4 % in 2023.",
             "later: still not-assessable. One figure, no trend: 4 % in 2023, 1 pp below the "
             "target of at least 5 %. Figure: 4.4 % in 2023 -> 4 % in 2023.",
             "Unchanged targets: 1.",
             "Figures: 1 revised.",
             "Growth 2023: revised, 4.4 % (published 2025-01-15) -> 4 % (Office; published "
             "2025-06-15): -0.4 pp."],
            id="the same status with another figure; a difference in points",
        ),
        pytest.param(
            [record("2024", 110.52, JANUARY, CUSTOMS), record("2024", 110.5204, JUNE, CUSTOMS)],
            date(2025, 6, 30),
            ["value: still met. US$110.5 M in 2024: the target of at least US$100 M is met. "
             "Figure: US$110.5 M in 2024 -> US$110.5204 M in 2024.",
             "Unchanged targets: 2.",
             "Figures: 1 revised.",
             "Exports 2024: revised, US$110.52 M (published 2025-01-15) -> US$110.5204 M (Customs; "
             "published 2025-06-15): +US$400 (+0.000362 %)."],
            id="digits enough to tell one figure from the other",
        ),
        pytest.param(
            [record("2024", 110, JANUARY, CUSTOMS, status="estimate"),
             record("2024", 110, JUNE, CUSTOMS, status="final")],
            date(2025, 6, 30),
            ["value: still met. US$110 M in 2024: the target of at least US$100 M is met. "
             "Figure: US$110 M in 2024 (estimate) -> US$110 M in 2024 (final).",
             "Unchanged targets: 2.",
             "Figures: 1 revised.",
             "Exports 2024: revised, US$110 M (estimate; published 2025-01-15) -> US$110 M (final; "
             "Customs; published 2025-06-15): no difference."],
            id="no estimate any more",
        ),
        pytest.param(
            [record("2024", 110, JANUARY, CUSTOMS), record("2024", None, JUNE, CUSTOMS)],
            date(2025, 6, 30),
            ["value: met -> awaiting-data. 2024 is over and no figure for it is known yet. "
             "Figure: US$110 M in 2024 -> none.",
             "Unchanged targets: 2.",
             "Figures: 1 withdrawn.",
             "Exports 2024: withdrawn (published 2025-06-15), US$110 M (Customs; published "
             "2025-01-15) -> none."],
            id="no figure any more",
        ),
    ],
)  # fmt: skip
def test_other_lines(records: list[Observation], as_of: date, expected: list[str]) -> None:
    assert list(since.lines(changed(*records, as_of=as_of))) == expected


def test_in_vietnamese() -> None:
    def spoken() -> list[str]:
        language.speak("vi")
        return [since.heading(FOUND), *since.lines(FOUND)]

    heading, *lines = copy_context().run(spoken)
    assert heading == "Thay đổi kể từ ngày 31/03/2025"
    assert len(lines) == len(LINES_OF_FOUND)
    assert lines[3] == "Số liệu: 2 mới, 1 điều chỉnh, 1 được thay thế, 2 rút lại."
    assert lines[9] == "Exports, 2025: mới, 120 triệu USD (giả định)."


LATE = [
    record(f"{year}", year - 1900, JANUARY, CUSTOMS, recorded=datetime(2025, 7, 1, 8, tzinfo=UTC))
    for year in range(2013, 2025)
]


def test_what_was_entered_since() -> None:
    revised = record("2013", 112.5, JANUARY, CUSTOMS, recorded=datetime(2025, 3, 1, tzinfo=UTC))
    found = changed(revised, *LATE)
    lines = list(since.lines(found))
    at = lines.index("Figures: none new, none changed.")
    assert lines[at + 1 : at + 4] == [
        "Dated 2025-03-31 or before, and entered since: 12.",
        "Entered 2025-07-01: Exports 2013: revised, US$112.5 M (published 2025-01-15) -> "
        "US$113 M (Customs; published 2025-01-15): +US$500,000 (+0.444 %).",
        "Entered 2025-07-01: Exports 2014: new, US$114 M (Customs; published 2025-01-15).",
    ]
    assert lines[at + 11 :] == [
        "Entered 2025-07-01: Exports 2022: new, US$122 M (Customs; published 2025-01-15).",
        "And 2 more entered since.",
    ]
    assert all(line in " ".join(text.render(found.after, found).split()) for line in lines)
    assert lines[-1] in markdown.render(found.after, found)
    assert lines[-1] in in_table(found, table.UNLIMITED)
    entered = json.loads(as_json.render(found.after, found))["since"]["entered"]
    assert len(entered) == 12
    assert entered[1] == {
        "series": "exports", "period": "2014", "unit": "USD", "kind": "new",
        "before": None, "after": 114_000_000, "difference": None,
        "status_before": None, "status": None, "source_before": None,
        "source": CUSTOMS, "published": "2025-01-15", "assumed": False,
        "source_after": CUSTOMS, "published_after": "2025-01-15",
        "recorded": "2025-07-01T08:00:00Z",
    }  # fmt: skip


def test_what_was_entered_since_in_vietnamese() -> None:
    def spoken() -> list[str]:
        language.speak("vi")
        return [*since.lines(changed(*LATE))]

    lines = copy_context().run(spoken)
    assert [*lines[-12:-10], lines[-1]] == [
        "Đề ngày 31/03/2025 trở về trước, được nhập từ ngày đó: 12.",
        "Nhập ngày 01/07/2025: Exports, 2013: mới, 113 triệu USD (Customs; công bố 15/01/2025).",
        "Và 2 số liệu khác được nhập từ ngày đó.",
    ]


TEXT = """\
Changed since 2025-03-31
------------------------

- value: awaiting-data -> met. US$110.5 M in 2024: the target of at least
  US$100 M is met. Figure: US$97 M in 2023 (provisional) -> US$110.5 M in 2024.
- rate: not-assessable -> awaiting-data. 2025 is over and no figure for it is
  known yet; the latest is 4 % in 2022.
- Unchanged targets: 1.
- Figures: 2 new, 1 revised, 1 replaced, 2 withdrawn.
- Exports 2020: withdrawn (published 2025-06-15; a digit was lost), US$80 M
  (final; Customs; published 2025-01-15) -> none.
- Exports 2021: withdrawn (published 2025-06-15), US$82 M (Customs; published
  2025-01-15) -> US$81.5 M (Office; published 2025-01-15): -US$500,000
  (-0.61 %).
- Exports 2022: revised, US$90 M (estimate; published 2025-01-15) -> US$95 M
  (final; Customs; published 2025-06-15): +US$5 M (+5.56 %).
- Exports 2023: replaced, US$97 M (provisional; Office; published 2025-01-15) ->
  US$96 M (Customs; published 2025-06-15): -US$1 M (-1.03 %).
- Exports 2024: new, US$110.5 M (Customs; undated, recorded 2025-07-01).
- Exports 2025: new, US$120 M (assumed).

Notes
-----

- Exports 2023: two sources differ by 1.04 %: US$96 M (Customs, used), US$97 M
  (Office).
- Assumed: Exports 2025 = US$120 M.
- Files: none
"""


def in_table(found: Changes, width: int, *, changed: bool = True) -> str:
    console = Console(width=width, height=100, color_system=None, force_terminal=False)
    return table.render(found.after, console, found if changed else None)[0]


def test_text_has_it_between_the_targets_and_the_notes() -> None:
    assert text.render(FOUND.after, FOUND).endswith(f"\n\n{TEXT}")
    without = text.render(FOUND.after)
    assert text.render(FOUND.after, FOUND).startswith(without.partition("\n- ")[0])


@pytest.mark.parametrize("width", [50, 60, 80, 100, table.UNLIMITED])
def test_a_table_has_it_between_the_targets_and_the_notes(width: int) -> None:
    shown = in_table(FOUND, width)
    before, _, after = shown.partition("\nChanged since 2025-03-31\n")
    below, _, notes = after.partition("\n\nNotes\n")
    assert below.replace("\n  ", " ").split("\n") == [f"- {line}" for line in LINES_OF_FOUND]
    assert f"{before}\n{notes}" == in_table(FOUND, width, changed=False)
    assert all(cell_len(line) <= width for line in shown.splitlines())


def test_markdown_has_a_section_of_its_own_and_one_for_the_notes() -> None:
    section = markdown.render(FOUND.after, FOUND).partition("\n## Changed since 2025-03-31\n\n")[2]
    listed, _, notes = section.partition("\n## Notes\n\n")
    assert listed.replace("\\>", ">") == "".join(f"- {line}\n" for line in LINES_OF_FOUND)
    assert notes.endswith("- Assumed: Exports 2025 = US$120 M.\n- Files: none\n")
    assert markdown.render(FOUND.after).endswith(f"\n\n{notes}")


def test_json() -> None:
    found = json.loads(as_json.render(FOUND.after, FOUND))["since"]
    actual = {"value": 97_000_000, "period": "2023", "status": "provisional",
              "assumed": False, "as_published": False}  # fmt: skip
    rate = {**actual, "value": 4, "period": "2022", "status": None}
    assert {key: found[key] for key in found if key not in ("figures", "entered")} == {
        "date": "2025-03-31",
        "unchanged": 1,
        "targets": [
            {
                "id": "value",
                "before": {"status": "awaiting-data", "actual": actual},
                "after": {
                    "status": "met",
                    "actual": {**actual, "value": 110_500_000, "period": "2024", "status": None},
                },
            },
            {
                "id": "rate",
                "before": {"status": "not-assessable", "actual": rate},
                "after": {"status": "awaiting-data", "actual": rate},
            },
        ],
    }
    assert [
        (one["period"], one["kind"], one["before"], one["after"], one["difference"])
        for one in found["figures"]
    ] == [
        ("2020", "withdrawn", 80_000_000, None, None),
        ("2021", "withdrawn", 82_000_000, 81_500_000, -500_000),
        ("2022", "revised", 90_000_000, 95_000_000, 5_000_000),
        ("2023", "replaced", 97_000_000, 96_000_000, -1_000_000),
        ("2024", "new", None, 110_500_000, None),
        ("2025", "new", None, 120_000_000, None),
    ]
    assert found["figures"][3] == {
        "series": "exports", "period": "2023", "unit": "USD", "kind": "replaced",
        "before": 97_000_000, "after": 96_000_000, "difference": -1_000_000,
        "status_before": "provisional", "status": None, "source_before": OFFICE,
        "source": CUSTOMS, "published": "2025-06-15", "assumed": False,
        "source_after": CUSTOMS, "published_after": "2025-06-15",
    }  # fmt: skip
    taken_back = ("source", "published", "source_after", "published_after")
    assert [tuple(one[key] for key in taken_back) for one in found["figures"][:2]] == [
        (CUSTOMS, "2025-06-15", None, None),
        (CUSTOMS, "2025-06-15", OFFICE, "2025-01-15"),
    ]
    assert [one["assumed"] for one in found["figures"]] == [False] * 5 + [True]


def test_json_lines_have_what_each_target_was() -> None:
    lines = [json.loads(one) for one in as_json.render_lines(FOUND.after, FOUND).splitlines()]
    assert [
        (one["id"], one["since"]["date"], one["since"]["status"], one["status"]) for one in lines
    ] == [
        ("value", "2025-03-31", "awaiting-data", "met"),
        ("rate", "2025-03-31", "not-assessable", "awaiting-data"),
        ("later", "2025-03-31", "not-assessable", "not-assessable"),
    ]
    assert [one["since"]["actual"]["value"] for one in lines] == [97_000_000, 4, 4]


def test_csv_has_columns_for_what_each_target_was() -> None:
    header, *rows = csv.reader(io.StringIO(tidy.render(FOUND.after, FOUND)))
    assert (*header[:-3],) == tidy.COLUMNS
    assert header[-3:] == ["status_before", "actual_before", "actual_period_before"]
    assert [row[-3:] for row in rows] == [
        ["awaiting-data", "97000000", "2023"],
        ["not-assessable", "4", "2022"],
        ["not-assessable", "4", "2022"],
    ]


def test_without_changes_each_format_is_as_ever() -> None:
    found = FOUND.after
    assert "since" not in json.loads(as_json.render(found))
    assert all("since" not in json.loads(one) for one in as_json.render_lines(found).splitlines())
    assert tidy.render(found).splitlines()[0] == ",".join(tidy.COLUMNS)
    for shown in (text.render(found), markdown.render(found)):
        assert "Changed since" not in shown
        assert "Notes" not in shown


def any_words(words: str, unit: str) -> Changes:
    """A target with these words in every place of what changed that has room for them."""
    name = "Customs"
    figures = [
        Observation("s", parse_period("2023"), Decimal(90), published=JANUARY, source=name),
        Observation("s", parse_period("2023"), Decimal("NaN"), published=JUNE, source=name,
                    note=words),
        Observation("s", parse_period("2024"), Decimal(110), published=JUNE, source=words),
    ]  # fmt: skip
    stated = targets_of(target(least=100, by=2024))
    series = {"s": replace(stated.series["s"], title=words, unit=unit or "jobs")}
    stated = replace(stated, series=series)
    return changes(stated, Actuals(tuple(figures)), since=BEFORE, as_of=AFTER)


@given(texts, st.sampled_from(["USD", "jobs", "percent", *HOSTILE]))
def test_any_words_stay_what_they_are(words: str, unit: str) -> None:
    found = any_words(words, unit)
    count = len(list(since.lines(found)))
    shown = text.render(found.after, found).partition("\nChanged since ")[2]
    listed = shown.partition("\nNotes\n")[0]
    assert len(re.findall(r"^- ", listed, flags=re.M)) == count
    assert not {"\x1b", "\u202e"} & {*shown}
    section = markdown.render(found.after, found).partition("\n## Changed since ")[2]
    tokens = MarkdownIt().parse(section.partition("\n\n")[2].partition("\n## Notes\n")[0])
    assert [one.type for one in tokens].count("list_item_open") == count
    assert {one.tag for one in tokens} <= {"ul", "li", "p", ""}
    below = in_table(found, 60).partition("\nChanged since ")[2]
    assert all(cell_len(line) <= 60 for line in below.splitlines())


@settings(max_examples=50)
@given(
    st.lists(generating.targets(), min_size=1, max_size=3),
    generating.figure_lists,
    st.lists(generating.withdrawals, max_size=3),
    st.tuples(generating.days, generating.days).filter(lambda days: days[0] != days[1]).map(sorted),
)
def test_whatever_changed_is_told_in_every_format(
    several: list[Target],
    figures: list[Observation],
    withdrawn: list[Observation],
    days: list[date],
) -> None:
    series = {name: Series(name, "USD") for name in ("s", "whole", "published")}
    stated, (before, after) = Targets("Any", series, tuple(several)), days
    known = Actuals(tuple(one._replace(file="a.csv", line=2) for one in (*figures, *withdrawn)))
    found = changes(stated, known, since=before, as_of=after)
    whole = json.loads(as_json.render(found.after, found))
    validator("report").validate(whole)
    for line in as_json.render_lines(found.after, found).split("\n")[:-1]:
        validator("report", LINES).validate(json.loads(line))
    told = list(since.lines(found))
    targets, figures, entered = (whole["since"][key] for key in ("targets", "figures", "entered"))
    assert len(told) == len(targets) + 2 + len(figures) + (len(entered) + 1 if entered else 0)
    for shown in (text.render(found.after, found), in_table(found, table.UNLIMITED)):
        assert list(unfolded(shown))[: len(told)] == [f"- {' '.join(one.split())}" for one in told]


def unfolded(shown: str) -> Iterator[str]:
    """The lines that a list has below the heading, each as one."""
    listed = shown.partition("\nChanged since ")[2].replace("\n  ", " ").splitlines()
    return (line for line in listed if line.startswith("- "))
