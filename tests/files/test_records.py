"""Fields of a record become an observation, whatever file they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import pytest

from exporttrack.files import records
from exporttrack.files.document import Document, document_of
from exporttrack.files.loading import rows_of
from exporttrack.files.naming import Naming, named
from exporttrack.files.places import Place
from exporttrack.files.rows import Rows
from exporttrack.model.number import DecimalMark
from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation, Series
from files.reading import SERIES, read, rows

HERE = Place(1, 1, 2)


def observations(
    *fields: Mapping[str, object], decimal_mark: DecimalMark = "."
) -> tuple[list[Observation], list[str]]:
    """The observations, and the messages of the faults."""
    document = Document("x.csv", "", "")
    rows = Rows(document, list(enumerate(fields, start=1)), lambda *_: HERE)
    found, faults = records.observations(rows, SERIES, decimal_mark)
    return found, [fault.message for fault in faults]


def one(**fields: object) -> Observation:
    [found], faults = observations({"series": "exports", "period": "2024", "value": 1, **fields})
    assert faults == []
    return found


def test_every_field() -> None:
    found = one(
        value="550M",
        unit="usd",
        status="provisional",
        published="2025-01-06",
        source="Customs",
        url="https://example.org",
        note="a note",
        recorded="2026-11-21T09:30:00Z",
    )
    assert found == Observation(
        series="exports",
        period=parse_period("2024"),
        value=Decimal("550000000"),
        status="provisional",
        published=date(2025, 1, 6),
        source="Customs",
        url="https://example.org",
        note="a note",
        recorded=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        file="x.csv",
        line=1,
    )


def test_only_what_is_needed() -> None:
    assert one() == Observation("exports", parse_period("2024"), Decimal(1), file="x.csv", line=1)


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [
        pytest.param("series", " exports\n", "exports", id="blanks around a name"),
        pytest.param("period", 2024, parse_period("2024"), id="a year as a number"),
        pytest.param("period", " 2024-q3 ", parse_period("2024-Q3"), id="a small letter"),
        pytest.param("value", Decimal("4.40"), Decimal("4.40"), id="a decimal keeps its zero"),
        pytest.param("value", "US$1.2bn", Decimal("1200000000"), id="currency and suffix"),
        pytest.param("value", "−5", Decimal(-5), id="a minus of print"),
        pytest.param("status", " final ", "final", id="blanks around a status"),
        pytest.param("published", date(2025, 1, 6), date(2025, 1, 6), id="a day of TOML"),
        pytest.param(
            "published", datetime(2025, 1, 6, 12), date(2025, 1, 6), id="a moment of TOML"
        ),
        pytest.param("published", 2025, parse_period("2025"), id="published in a year"),
        pytest.param("published", "2025-01", parse_period("2025-01"), id="published in a month"),
        pytest.param("published", "", None, id="an empty cell"),
        pytest.param("source", None, None, id="null"),
        pytest.param("source", "  ", None, id="nothing but blanks"),
        pytest.param("source", normalize("NFD", "Hải quan"), "Hải quan", id="decomposed letters"),
        pytest.param("unit", "USD", None, id="a unit that agrees is not kept"),
        pytest.param("unit", "US$", None, id="nor one that agrees by another of its names"),
        pytest.param(
            "recorded",
            datetime(2026, 11, 21, 9, 30, tzinfo=timezone(timedelta(hours=7))),
            datetime(2026, 11, 21, 2, 30, tzinfo=UTC),
            id="the time of Hanoi",
        ),
        pytest.param(
            "recorded",
            datetime(2026, 11, 21, 9, 30),
            datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
            id="a time without a zone is UTC",
        ),
        pytest.param(
            "recorded",
            date(2026, 11, 21),
            datetime(2026, 11, 21, tzinfo=UTC),
            id="recorded on a day",
        ),
    ],
)
def test_ways_to_write_a_field(field: str, written: object, expected: object) -> None:
    found: Any = one(**{field: written})
    assert getattr(found, field, None) == expected
    assert repr(getattr(found, field, None)) == repr(expected)


def test_a_decimal_comma_where_it_is_the_decimal_mark() -> None:
    fields = {"series": "growth", "period": "2024", "value": "4,8 %"}
    [found], _ = observations(fields, decimal_mark=",")
    assert found.value == Decimal("4.8")
    assert observations({**fields, "value": "4.8"}, decimal_mark=",") == (
        [],
        ['"4.8" has a dot; the decimal mark is a comma here and numbers have no grouping'],
    )


def test_good_rows_are_read_beside_faulty_ones() -> None:
    good = {"series": "exports", "period": "2024", "value": 1}
    found, faults = observations(good, {**good, "period": "x", "value": "y"}, good, {})
    assert [observation.line for observation in found] == [1, 3]
    assert faults == [
        '"x" is not a period',
        '"y" is not a number',
        "the record lacks `series`",
        "the record lacks `period`",
        "the record lacks `value`",
    ]


def test_a_targets_file_without_series() -> None:
    rows = Rows(Document("x.csv", "", ""), [(1, {"series": "x"})], lambda *_: HERE)
    _, faults = records.observations(rows, {})
    assert faults[-1].message == "no series named `x` in the targets file"
    assert faults[-1].hint == (
        "the targets file has no series; add a table [series.NAME] with its unit"
    )


def figure(value: int, **fields: Any) -> Observation:
    period = parse_period(fields.pop("period", "2024"))
    return Observation("exports", period, Decimal(value), file="x.csv", line=value, **fields)


@pytest.mark.parametrize(
    ("earlier", "later", "contradict"),
    [
        pytest.param({}, {}, True, id="nothing tells them apart"),
        pytest.param({"source": "Customs"}, {"source": "CUSTOMS"}, True, id="one source"),
        pytest.param({"source": "Customs"}, {"source": "GSO"}, False, id="two sources"),
        pytest.param({"source": "Customs"}, {}, False, id="one without a source"),
        pytest.param({}, {"period": "2025"}, False, id="two periods"),
        pytest.param(
            {"period": "2024-Q1"}, {"period": "2024-01/2024-03"}, True, id="one period, two forms"
        ),
        pytest.param({}, {"published": date(2025, 1, 6)}, False, id="a revision"),
        pytest.param(
            {"published": date(2025, 1, 31)},
            {"published": parse_period("2025-01")},
            True,
            id="published on the last day of the month, or in it",
        ),
        pytest.param(
            {"recorded": datetime(2026, 1, 1, 9, tzinfo=UTC)},
            {"recorded": datetime(2026, 1, 1, 10, tzinfo=UTC)},
            False,
            id="recorded one after the other",
        ),
    ],
)
def test_two_figures_contradict_each_other(
    earlier: dict[str, Any], later: dict[str, Any], contradict: bool
) -> None:
    found = records.contradictions([figure(1, **earlier), figure(2, **later)], SERIES)
    assert bool(found) is contradict


@pytest.mark.parametrize(
    ("earlier", "later", "contradict"),
    [
        pytest.param("2025", "2024-07/2025-06", True, id="one year of its own, two forms"),
        pytest.param("2025-Q1", "2025", False, id="a quarter of the calendar, another stretch"),
        pytest.param("2024", "2024-07/2025-06", False, id="the year before it"),
    ],
)
def test_figures_of_years_that_begin_elsewhere(earlier: str, later: str, contradict: bool) -> None:
    series = {"exports": Series("exports", "USD", fiscal_year_start=7)}
    found = records.contradictions([figure(1, period=earlier), figure(2, period=later)], series)
    assert bool(found) is contradict


def test_one_figure_twice_is_no_contradiction() -> None:
    assert records.contradictions([figure(1), figure(1)], SERIES) == []


def test_every_contradiction_is_with_the_first() -> None:
    faults = records.contradictions([figure(1), figure(2), figure(1), figure(3)], SERIES)
    assert [fault.message for fault in faults] == [
        "two figures without a source for exports 2024: 2 here, 1 at x.csv:1",
        "two figures without a source for exports 2024: 3 here, 1 at x.csv:1",
    ]


FIVE, SIX = (
    f'{{"series": "exports", "period": "2024", "value": {value}}}' for value in ("5", '"6.0"')
)
INLINE = (
    "actual = [{ series = 'exports', period = '2024', value = 5 }, "
    "{ series = 'exports', period = '2024', value = 6 }]\n"
)
BLOCK = '[[actual]]\nseries = "exports"\nperiod = "2024"\n'


@pytest.mark.parametrize(
    ("name", "text", "line", "marked"),
    [
        pytest.param(
            "x.csv", 'value,series,period\n5,exports,2024\n"6.0",exports,2024\n', 3, '"6.0"',
            id="CSV",
        ),
        pytest.param("x.json", f"[{FIVE},\n {SIX}]", 2, '"6.0"', id="JSON"),
        pytest.param("x.json", f"[{FIVE}, {SIX}, {FIVE}]", 1, '"6.0"', id="JSON on one line"),
        pytest.param("x.json", f'{{"actual": [{FIVE}, {SIX}]}}', 1, '"6.0"', id="under a name"),
        pytest.param("x.jsonl", f"{FIVE}\n\n {SIX}\n", 3, '"6.0"', id="JSON Lines"),
        pytest.param(
            "x.toml", f"{BLOCK}value = 5\n\n{BLOCK}value = 6\n", 9, "6", id="a journal of ours"
        ),
        pytest.param(
            "x.toml", f"{BLOCK}value = 5\n\n{BLOCK}value=6  # or 7\n", 9, "6",
            id="by another hand",
        ),
        pytest.param("x.toml", INLINE, 1, "6", id="an inline list"),
    ],
)  # fmt: skip
def test_the_later_value_is_marked(name: str, text: str, line: int, marked: str) -> None:
    [fault] = records.contradictions(read(name, text), SERIES, [rows(name, text)])
    written = text.split("\n")[line - 1]
    column = written.rindex(marked) + 1
    assert (fault.line, fault.column, fault.end) == (line, column, column + len(marked))
    assert fault.excerpt == written


def test_a_value_is_marked_in_a_column_of_another_name() -> None:
    text = "series,period,Amount\nexports,2024,5\nexports,2024,6\n"
    mapped = named(rows_of(document_of("x.csv", text.encode())), Naming({"Amount": "value"}))
    found, _ = records.observations(mapped, SERIES)
    [fault] = records.contradictions(found, SERIES, [mapped])
    assert fault.position == "x.csv:3:14"


def test_each_contradiction_stands_in_its_own_file() -> None:
    texts = {"one.jsonl": f"{FIVE}\n{SIX}\n", "two.jsonl": f"{SIX}\n"}
    found = [one for name, text in texts.items() for one in read(name, text)]
    faults = records.contradictions(found, SERIES, (rows(*one) for one in texts.items()))
    assert [fault.position for fault in faults] == ["one.jsonl:2:50", "two.jsonl:1:50"]


def test_beside_a_faulty_row_of_one_line_nothing_is_marked() -> None:
    bad = FIVE.replace("exports", "exprots")
    lines = rows("x.json", f"[{FIVE}, {bad}, {SIX},\n{SIX}]")
    found, [fault] = records.observations(lines, SERIES)
    assert fault.message == "no series named `exprots` in the targets file"
    faults = records.contradictions(found, SERIES, [lines])
    assert [fault.position for fault in faults] == ["x.json:1", "x.json:2:50"]


def test_without_a_contradiction_no_file_is_asked() -> None:
    def files() -> Iterator[Rows]:
        asked.append("x.csv")
        yield rows("x.csv", "series,period,value\nexports,2024,1\n")

    asked: list[str] = []
    assert records.contradictions([figure(1), figure(1)], SERIES, files()) == []
    assert asked == []


def test_of_a_file_that_is_not_at_hand_the_line_is_known() -> None:
    [fault] = records.contradictions([figure(1), figure(2)], SERIES)
    assert (fault.position, fault.excerpt) == ("x.csv:2", None)


def test_the_faults_of_one_line_share_its_text() -> None:
    """A list of JSON may be one line of megabytes, with thousands of faults."""
    bad = FIVE.replace("exports", "exprots")
    _, faults = records.observations(rows("x.json", f"[{bad}, {bad}]\n"), SERIES)
    assert [fault.column for fault in faults] == [13, 66]
    assert faults[0].excerpt is faults[1].excerpt


def test_a_name_is_compared_with_those_known_once_and_not_too_often() -> None:
    """Of a file of another archive the first hundred names have hints of their own."""
    rows = [{"series": f"export{n:03}", "period": "2024", "value": 1} for n in range(102)]
    document = Document("x.csv", "", "")
    places = Rows(document, list(enumerate([*rows, rows[0]], start=1)), lambda *_: HERE)
    _, faults = records.observations(places, SERIES)
    hints = [fault.hint for fault in faults]
    assert hints[:100] == ["did you mean `exports`?"] * 100
    assert hints[100:102] == [f"the series are {', '.join(SERIES)}"] * 2
    assert hints[102] == "did you mean `exports`?"
