"""What changed between two days: which figures, which verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.period import Period, parse_period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Target, Targets
from exporttrack.rules import assess
from exporttrack.rules.figures import counting
from exporttrack.rules.since import Changes, FigureChange, changes
from rules import generating
from rules.building import target, targets_of

BEFORE, AFTER = date(2025, 3, 31), date(2025, 9, 30)
JANUARY, JUNE, JULY, DECEMBER = (date(2025, month, 15) for month in (1, 6, 7, 12))


def record(value: object, published: date | None = JANUARY, **fields: Any) -> Observation:
    """A figure of Customs for 2024, in the series `s`; `withdrawn` takes it back."""
    number = Decimal("NaN") if value == "withdrawn" else Decimal(str(value))
    period = parse_period(fields.pop("period", "2024"))
    return Observation("s", period, number, published=published, **{"source": "Customs", **fields})


def between(
    *records: Observation, since: date = BEFORE, as_of: date = AFTER, of: Target | None = None
) -> Changes:
    """What changed for one target of the series `s`, in which Customs are preferred."""
    stated = targets_of(of or target(least=100), prefer=("customs",))
    return changes(stated, Actuals(records), since=since, as_of=as_of)


def told(figures: Sequence[FigureChange]) -> list[tuple[object, ...]]:
    """Kind, value before and after, difference; a value of another source than Customs with it."""
    return [(one.kind, _value(one.before), _value(one.after), one.difference) for one in figures]


def _value(one: Observation | None) -> object:
    if one is None or one.source == "Customs":
        return one and one.value
    return one.value, one.source


OFFICE: dict[str, Any] = {"source": "Office"}
FIGURES = [
    pytest.param([record(470)], [], id="it was known then"),
    pytest.param([record(470, BEFORE)], [], id="it was published on that day"),
    pytest.param([record(470, JUNE)], [("new", None, 470, None)], id="a period that had none"),
    pytest.param([record(470, AFTER)], [("new", None, 470, None)], id="published on the last day"),
    pytest.param([record(470, DECEMBER)], [], id="it is not known yet"),
    pytest.param([record(470), record(480, JUNE)], [("revised", 470, 480, 10)], id="a revision"),
    pytest.param(
        [record(470), record(480, JUNE), record(465, JULY)], [("revised", 470, 465, -5)],
        id="two revisions: only the last counts",
    ),
    pytest.param(
        [record(470), record(480, JUNE), record(470, JULY)], [], id="revised and revised back"
    ),
    pytest.param([record(470), record(470, JUNE)], [], id="published again"),
    pytest.param(
        [record(470, status="estimate"), record(470, JUNE, status="final")],
        [("revised", 470, 470, 0)],
        id="the estimate is now final",
    ),
    pytest.param(
        [record(460, **OFFICE), record(470, JUNE)], [("replaced", (460, "Office"), 470, 10)],
        id="another source in its place",
    ),
    pytest.param(
        [record(460, **OFFICE), record(455, JUNE, **OFFICE), record(470, JULY)],
        [("replaced", (460, "Office"), 470, 10)],
        id="another source in place of what was revised as well",
    ),
    pytest.param([record(470), record(460, JUNE, **OFFICE)], [], id="a rival that is not used"),
    pytest.param(
        [record(470), record(460, **OFFICE), record(461, JUNE, **OFFICE)], [],
        id="a revision of a rival that is not used",
    ),
    pytest.param(
        [record(470), record("withdrawn", JUNE)], [("withdrawn", 470, None, None)], id="taken back"
    ),
    pytest.param(
        [record(470), record(460, **OFFICE), record("withdrawn", JUNE)],
        [("withdrawn", 470, (460, "Office"), -10)],
        id="taken back, and another source has one",
    ),
    pytest.param(
        [record(470), record("withdrawn", JUNE), record(480, JULY)], [("revised", 470, 480, 10)],
        id="taken back and corrected",
    ),
    pytest.param(
        [record(460, **OFFICE), record("withdrawn", JUNE, **OFFICE), record(461, JULY, **OFFICE),
         record(470, JULY)],
        [("replaced", (460, "Office"), 470, 10)],
        id="taken back, corrected, and another source in its place",
    ),
    pytest.param([record(470), record("withdrawn", DECEMBER)], [], id="not taken back yet"),
    pytest.param(
        [record(470), record("withdrawn", BEFORE), record(480, JUNE)], [("new", None, 480, None)],
        id="there was none after it was taken back",
    ),
    pytest.param(
        [record(400, status="forecast"), record(470, JUNE)], [("new", None, 470, None)],
        id="a forecast was none",
    ),
    pytest.param(
        [record(470, None, recorded=datetime(2025, 6, 15, tzinfo=UTC))],
        [("new", None, 470, None)],
        id="undated: it is known since it was recorded",
    ),
    pytest.param(
        [record(470, None, period="2025-Q1"), record(120, None, period="2025-Q2")],
        [("new", None, 120, None)],
        id="neither dated nor recorded: it is known since its period is over",
    ),
    pytest.param(
        [record(470, source=None), record(480, None, source=None, assumed=True)],
        [("replaced", (470, None), (480, None), 10)],
        id="assumed in place of a figure",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("records", "expected"), FIGURES)
def test_figures(records: list[Observation], expected: list[tuple[object, ...]]) -> None:
    assert told(between(*records).figures) == expected
    assert told(between(*reversed(records)).figures) == expected


def test_a_year_of_its_own_is_the_same_however_it_is_written() -> None:
    stated = targets_of(target(least=100), fiscal_year_start=7)
    first = record(470, period="2024")
    second = record(480, JUNE, period="2023-07/2024-06")
    taken_back = record("withdrawn", JULY, period="2024")
    found = changes(stated, Actuals((second, first)), since=BEFORE, as_of=AFTER)
    assert told(found.figures) == [("revised", 470, 480, 10)]
    found = changes(stated, Actuals((first, second, taken_back)), since=BEFORE, as_of=AFTER)
    assert told(found.figures) == [("withdrawn", 470, None, None)]
    assert [one.record for one in found.figures] == [taken_back]


def entered(day: date, **fields: Any) -> dict[str, Any]:
    """It was written down at noon of that day."""
    return {"recorded": datetime(day.year, day.month, day.day, 12, tzinfo=UTC), **fields}


THE_DAY_BEFORE = date(2025, 3, 30)
ENTERED = [
    pytest.param([record(470, **entered(JUNE))], [("new", None, 470, None)], id="later"),
    pytest.param([record(470, **entered(BEFORE))], [("new", None, 470, None)],
                 id="on the day, be it before or after the report"),
    pytest.param([record(470, **entered(AFTER))], [("new", None, 470, None)],
                 id="on the day of the report"),
    pytest.param([record(470, None, **entered(BEFORE))], [("new", None, 470, None)],
                 id="undated, on the day"),
    pytest.param([record(470, **entered(THE_DAY_BEFORE))], [], id="the day before"),
    pytest.param([record(470, **entered(DECEMBER))], [], id="after the day of the report"),
    pytest.param([record(470)], [], id="nobody knows when"),
    pytest.param([record(470, JUNE, **entered(JUNE))], [], id="it was published later, too"),
    pytest.param([record(470, None, **entered(JUNE))], [], id="undated: it is known since then"),
    pytest.param([record(470), record(480, BEFORE, **entered(JUNE))], [("revised", 470, 480, 10)],
                 id="a revision"),
    pytest.param([record(460, **OFFICE), record(470, **entered(JUNE))],
                 [("replaced", (460, "Office"), 470, 10)], id="another source in its place"),
    pytest.param([record(470), record(460, **OFFICE, **entered(JUNE))], [],
                 id="a rival that is not used"),
    pytest.param([record(470), record("withdrawn", BEFORE, **entered(JUNE))],
                 [("withdrawn", 470, None, None)], id="a withdrawal"),
    pytest.param([record(470), record(480, **entered(JUNE)), record(490, JULY, **entered(JULY))],
                 [("revised", 470, 480, 10)], id="and revised since: that is no news of then"),
    pytest.param([record(470, **entered(JUNE)), record(480, None, source=None, assumed=True)],
                 [("new", None, 470, None)], id="whatever is assumed"),
    pytest.param([record(470, **entered(JUNE), status="forecast")], [], id="a forecast is none"),
]  # fmt: skip


@pytest.mark.parametrize(("records", "expected"), ENTERED)
def test_what_was_entered_since(
    records: list[Observation], expected: list[tuple[object, ...]]
) -> None:
    found = between(*records)
    assert told(found.entered) == expected
    assert all(one.record.recorded for one in found.entered)
    assert told(between(*reversed(records)).entered) == expected


def test_the_record_is_the_one_that_made_the_change() -> None:
    old, other, taken_back = record(470), record(460, **OFFICE), record("withdrawn", JUNE)
    (one,) = between(old, other, taken_back).figures
    assert (one.before, one.after, one.record) == (old, other, taken_back)
    (one,) = between(old, record(480, JUNE)).figures
    assert one.record is one.after


def test_only_series_that_targets_name_in_their_order_the_oldest_period_first() -> None:
    records = [
        Observation(series, parse_period(period), Decimal(1), published=JUNE)
        for series in ("unused", "whole", "s")
        for period in ("2024-Q3", "2024", "2023")
    ]
    stated = targets_of(target("share", least=3), target("level", least=5))
    several = Targets("", {**stated.series, "unused": Series("unused", "USD")}, stated.targets)
    found = changes(several, Actuals(tuple(records)), since=BEFORE, as_of=AFTER)
    assert [(one.record.series, str(one.record.period)) for one in found.figures] == [
        (series, period) for series in ("s", "whole") for period in ("2023", "2024", "2024-Q3")
    ]


def verdicts(found: Changes) -> list[tuple[str, object, str, object]]:
    return [
        (old.status, old.actual and old.actual.value, new.status, new.actual and new.actual.value)
        for old, new in found.targets
    ]


BY_2024 = target(least=450, by=2024)
VERDICTS = [
    pytest.param(
        [record(470, JUNE)], BY_2024, [("awaiting-data", None, "met", 470)], id="a new figure"
    ),
    pytest.param(
        [record(470), record(440, JUNE)], BY_2024, [("met", 470, "missed", 440)], id="a revision"
    ),
    pytest.param(
        [record(470), record(480, JUNE)], BY_2024, [("met", 470, "met", 480)],
        id="another figure and the same status",
    ),
    pytest.param(
        [record(470), record("withdrawn", JUNE)], BY_2024,
        [("met", 470, "awaiting-data", None)],
        id="a withdrawal",
    ),
    pytest.param([record(470), record(9, JUNE, period="2023")], BY_2024, [], id="an older figure"),
    pytest.param([record(470)], BY_2024, [], id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("records", "of", "expected"), VERDICTS)
def test_verdicts(
    records: list[Observation], of: Target, expected: list[tuple[str, object, str, object]]
) -> None:
    found = between(*records, of=of)
    assert verdicts(found) == expected
    assert found.unchanged == 1 - len(expected)


@pytest.mark.parametrize(
    ("since", "as_of", "expected"),
    [
        pytest.param(
            "2023-12-31", "2024-01-01", [("not-started", None, "not-assessable", None)],
            id="the period begins",
        ),
        pytest.param(
            "2025-12-30", "2025-12-31", [("not-assessable", None, "awaiting-data", None)],
            id="the deadline passes",
        ),
        pytest.param("2024-01-01", "2025-12-30", [], id="a day like the other"),
    ],
)  # fmt: skip
def test_time_alone_changes_a_status(
    since: str, as_of: str, expected: list[tuple[str, object, str, object]]
) -> None:
    growth = target("growth", least=5, first=2024, by=2025)
    of_2023 = record(470, date(2023, 12, 1), period="2023")
    days = {"since": date.fromisoformat(since), "as_of": date.fromisoformat(as_of)}
    found = between(of_2023, of=growth, **days)
    assert verdicts(found) == expected
    assert found.figures == ()


def test_an_assumption_is_of_the_later_day_alone() -> None:
    assumed = record(480, None, source=None, assumed=True)
    found = between(record(440), assumed, of=BY_2024)
    assert verdicts(found) == [("missed", 440, "met", 480)]
    ((old, new),) = found.targets
    assert old.actual is not None
    assert new.actual is not None
    assert (old.actual.assumed, new.actual.assumed) == (False, True)
    assert [one.record.assumed for one in found.figures] == [True]


def of_series(observations: Sequence[Observation], as_of: date, *, assuming: bool) -> Any:
    """Value, status and source of what counts for each period of each series."""
    found: dict[tuple[str, Period], object] = {}
    for name in ("s", "whole", "published"):
        records = [one for one in observations if one.series == name]
        records = [one for one in records if assuming or not one.assumed]
        counts = counting(Series(name, "USD"), records, as_of).by_period
        found |= {(name, period): _says(one) for period, one in counts.items()}
    return found


def _says(one: Observation) -> object:
    return one.value, one.status, one.source_key, one.assumed


@given(
    st.lists(generating.observations | generating.withdrawals, max_size=12),
    st.tuples(generating.days, generating.days).filter(lambda days: days[0] != days[1]).map(sorted),
)
def test_what_counted_then_and_the_changes_make_what_counts_now(
    observations: list[Observation], days: list[date]
) -> None:
    share = target("share", least=3, measured_by="published")
    since, as_of = days
    known = Actuals(tuple(observations))
    found = changes(targets_of(share), known, since=since, as_of=as_of)
    counts = of_series(observations, since, assuming=False)
    for one in found.figures:
        key = one.record.series, one.record.period
        assert counts.pop(key, None) == (one.before and _says(one.before))
        if one.after is not None:
            counts[key] = _says(one.after)
        assert (one.before is None) == (one.kind == "new")
        assert one.record.withdrawn == (one.kind == "withdrawn")
    assert counts == of_series(observations, as_of, assuming=True)
    late = [one for one in observations if one.recorded and since <= one.recorded.date() <= as_of]
    counts = of_series([one for one in observations if one not in late], since, assuming=False)
    for one in found.entered:
        assert one.record in late
        assert counts.pop((one.record.series, one.record.period), None) == (
            one.before and _says(one.before)
        )
        if one.after is not None:
            counts[one.record.series, one.record.period] = _says(one.after)
    assert counts == of_series(observations, since, assuming=False)
    assert found.after == assess(targets_of(share), known, as_of=as_of)
    assert found.before.as_of == since
    assert len(found.targets) + found.unchanged == 1
