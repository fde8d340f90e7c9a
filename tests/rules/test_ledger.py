"""Every record: which one counts for its period on a day, and why the others do not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.period import Period, parse_period
from exporttrack.model.series import FIGURE_STATUSES, FigureStatus, Observation, Series
from exporttrack.rules.figures import counting
from exporttrack.rules.ledger import Why, ledger

EXPORTS = Series("exports", "USD", prefer=("customs",))
GROWTH = Series("growth", "percent")
DAY = date(2026, 6, 30)
WITHDRAWN = "NaN"


def record(
    value: int | str,
    source: str | None = "Customs",
    published: str | None = "2025-01-15",
    *,
    period: str = "2024",
    status: FigureStatus | None = None,
    recorded: int = 1,
) -> Observation:
    """A record written down in the second `recorded` of 2026."""
    return Observation(
        series="exports",
        period=parse_period(period),
        value=Decimal(value),
        status=status,
        published=None if published is None else date.fromisoformat(published),
        source=source,
        recorded=datetime(2026, 1, 1, 0, 0, recorded, tzinfo=UTC),
    )


def told(
    *records: Observation, as_of: date = DAY, series: Series = EXPORTS
) -> list[tuple[str, str, Why]]:
    """Value, source and fate of each record, in the order of the ledger."""
    return [
        (str(one.observation.value), one.observation.source or "", one.why)
        for one in ledger(series, records, as_of)
    ]


def test_a_single_figure_counts() -> None:
    (entry,) = ledger(EXPORTS, [record(470)], DAY)
    assert entry.counts
    assert (entry.revises, entry.change, entry.difference) == (None, None, None)


def test_periods_are_in_order() -> None:
    found = ledger(EXPORTS, [record(1, period=one) for one in ("2025", "2024-Q1", "2024")], DAY)
    assert [str(one.observation.period) for one in found] == ["2024-Q1", "2024", "2025"]


def test_revisions_stand_beneath_what_they_revise() -> None:
    first = record(500, published="2025-01-15")
    second = record(510, "CUSTOMS", "2025-06-01")
    third = record(505, published="2025-09-01")
    found = ledger(EXPORTS, [third, first, second], DAY)
    assert [one.observation for one in found] == [first, second, third]
    assert [one.why for one in found] == ["revised", "revised", "counts"]
    assert [one.revises for one in found] == [None, first, second]
    assert [one.change for one in found] == [None, 2.0, pytest.approx(-100 * 5 / 510)]


@pytest.mark.parametrize(
    ("before", "now", "series", "change"),
    [
        pytest.param("400", "410", EXPORTS, 2.5, id="an amount: in percent"),
        pytest.param("-400", "-390", EXPORTS, 2.5, id="a negative amount that grows"),
        pytest.param("4", "5", GROWTH, 1.0, id="a percentage: in percentage points, not 25 %"),
        pytest.param("0", "5", EXPORTS, None, id="from zero there is no percentage"),
        pytest.param("0", "5", GROWTH, 5.0, id="from zero percent there are points"),
        pytest.param(WITHDRAWN, "5", EXPORTS, None, id="after a withdrawal"),
        pytest.param("5", WITHDRAWN, EXPORTS, None, id="a withdrawal"),
    ],
)
def test_the_change_of_a_revision(
    before: str, now: str, series: Series, change: float | None
) -> None:
    _, entry = ledger(series, [record(before), record(now, published="2025-02-01")], DAY)
    assert entry.change == change


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param(
            [record(480, "CafeF", "2025-12-01"), record(470, "General Customs", "2025-01-15")],
            [("470", "General Customs", "counts"), ("480", "CafeF", "source-preferred")],
            id="the preferred source goes before a later one",
        ),
        pytest.param(
            [record(480, "A", "2025-12-01"), record(470, "B", "2025-01-15")],
            [("480", "A", "counts"), ("470", "B", "later-published")],
            id="then the one that was published later",
        ),
        pytest.param(
            [record(480, "A", None, recorded=1), record(470, "B", None, recorded=2)],
            [("470", "B", "counts"), ("480", "A", "later-published")],
            id="or recorded later, where no day is given",
        ),
        pytest.param(
            [record(480, "A", status="estimate"), record(470, "B", status="final")],
            [("470", "B", "counts"), ("480", "A", "firmer")],
            id="on one day the firmer",
        ),
        pytest.param(
            [
                record(470, "B", "2025-01-15", status="final", recorded=1),
                record(480, "A", "2025-01-15", status="estimate", recorded=2),
            ],
            [("470", "B", "counts"), ("480", "A", "firmer")],
            id="whichever was entered first",
        ),
        pytest.param(
            [record(470, "B"), record(480, "A")],
            [("480", "A", "counts"), ("470", "B", "first-by-name")],
            id="and where nothing differs the first by name",
        ),
        pytest.param(
            [
                record(1, "A", "2025-01-01"),
                record(2, "A", "2025-02-01"),
                record(3, "B", "2025-01-01"),
                record(4, "B", "2025-03-01"),
            ],
            [
                ("3", "B", "revised"),
                ("4", "B", "counts"),
                ("1", "A", "revised"),
                ("2", "A", "later-published"),
            ],
            id="only the last of a source is a rival",
        ),
    ],
)
def test_rivals_stand_side_by_side_with_the_reason(
    records: list[Observation], expected: list[tuple[str, str, Why]]
) -> None:
    assert told(*records) == expected
    assert told(*reversed(records)) == expected


def test_a_rival_says_how_far_it_is_from_what_is_used() -> None:
    used, rival = ledger(EXPORTS, [record(200), record(210, "CafeF")], DAY)
    assert (used.difference, rival.difference) == (None, 5.0)


def test_a_revised_figure_is_no_rival() -> None:
    *_, revised, rival = ledger(
        EXPORTS, [record(200), record(1, "B", "2025-01-01"), record(210, "B", "2025-01-02")], DAY
    )
    assert (revised.difference, rival.difference) == (None, 5.0)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param(
            [record(48), record(WITHDRAWN, recorded=2)],
            ["withdrawn", "withdrawal"],
            id="a withdrawal takes back what stood before",
        ),
        pytest.param(
            [record(48), record(50, recorded=2), record(WITHDRAWN, recorded=3)],
            ["withdrawn", "withdrawn", "withdrawal"],
            id="with all its revisions",
        ),
        pytest.param(
            [record(48), record(WITHDRAWN, recorded=2), record(480, recorded=3)],
            ["revised", "withdrawal", "counts"],
            id="and a new figure may follow",
        ),
        pytest.param(
            [record(48, status="forecast"), record(47, recorded=2)],
            ["forecast", "counts"],
            id="a forecast never counts",
        ),
        pytest.param(
            [record(47), record(48, status="forecast", recorded=2)],
            ["counts", "forecast"],
            id="nor does it revise what does",
        ),
        pytest.param(
            [record(47), record(48, published="2026-07-01")],
            ["counts", "not-yet-known"],
            id="what is published later is not known yet",
        ),
        pytest.param(
            [record(47), record(WITHDRAWN, published="2026-07-01")],
            ["counts", "not-yet-known"],
            id="nor is its withdrawal",
        ),
    ],
)
def test_records_of_one_source(records: list[Observation], expected: list[Why]) -> None:
    assert [why for _, _, why in told(*records)] == expected


def test_as_of_an_earlier_day_the_earlier_vintage_counts() -> None:
    vintages = record(47, published="2025-01-15"), record(48, published="2025-06-01")
    assert told(*vintages, as_of=date(2025, 3, 1)) == [
        ("47", "Customs", "counts"),
        ("48", "Customs", "not-yet-known"),
    ]


def test_a_withdrawal_leaves_the_period_to_the_rival() -> None:
    assert told(record(47), record(WITHDRAWN, recorded=2), record(48, "CafeF")) == [
        ("48", "CafeF", "counts"),
        ("47", "Customs", "withdrawn"),
        ("NaN", "Customs", "withdrawal"),
    ]


def test_years_that_begin_elsewhere_are_compared_by_their_months() -> None:
    fiscal = Series("exports", "USD", fiscal_year_start=7)
    found = ledger(
        fiscal,
        [record(1, period="2024"), record(2, "Z", "2025-02-01", period="2023-07/2024-06")],
        DAY,
    )
    assert [(str(one.observation.period), one.why) for one in found] == [
        ("2023-07/2024-06", "counts"),
        ("2024", "later-published"),
    ]


def test_a_year_of_its_own_is_the_same_however_it_is_written() -> None:
    fiscal = Series("exports", "USD", fiscal_year_start=7)
    first = record(400, period="2025")
    second = record(410, published="2025-02-01", period="2024-07/2025-06")
    taken_back = record(WITHDRAWN, published="2025-03-01", period="2025")
    found = ledger(fiscal, [second, first], DAY)
    assert [(one.observation, one.why, one.revises, one.change) for one in found] == [
        (first, "revised", None, None),
        (second, "counts", first, 2.5),
    ]
    found = ledger(fiscal, [first, second, taken_back], DAY)
    assert [one.why for one in found] == ["withdrawn", "withdrawn", "withdrawal"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param("forecast", ["forecast"], id="a forecast is known and never counts"),
        pytest.param("estimate", ["not-yet-known"], id="a figure of a year to come is not known"),
    ],
)
def test_of_a_year_to_come(status: FigureStatus, expected: list[Why]) -> None:
    assert [why for _, _, why in told(record(1, period="2030", status=status))] == expected


PERIODS = [Period.year(2024), parse_period("2024-Q1")]
RECORDS = st.builds(
    Observation,
    series=st.just("exports"),
    period=st.sampled_from(PERIODS),
    value=st.sampled_from([Decimal(one) for one in ("1", "2", "0", WITHDRAWN)]),
    status=st.sampled_from([None, *FIGURE_STATUSES]),
    published=st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    source=st.sampled_from(["Customs", "customs", "A", None]),
    recorded=st.none()
    | st.integers(1, 59).map(lambda s: datetime(2026, 1, 1, 0, 0, s, tzinfo=UTC)),
    assumed=st.just(False),
)


@given(st.lists(RECORDS, max_size=12), st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_what_counts_here_counts_in_a_report(records: list[Observation], as_of: date) -> None:
    found = ledger(EXPORTS, records, as_of)
    assert sorted(map(id, records)) == sorted(id(one.observation) for one in found)
    counted = {one.observation.period: one.observation for one in found if one.counts}
    by_period = counting(EXPORTS, records, as_of).by_period
    assert {at: id(one) for at, one in counted.items()} == {
        at: id(one) for at, one in by_period.items()
    }
    assert sum(one.counts for one in found) == len(by_period)
    assert {one.why for one in found} <= set(get_args(Why))
