"""Plain records of JSON: by column they are what they are one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporttrack.files import records
from exporttrack.files.document import document_of
from exporttrack.files.loading import rows_of
from exporttrack.files.naming import Naming, named
from exporttrack.files.rows import Rows
from exporttrack.files.table import Table
from exporttrack.model.number import DecimalMark
from files.reading import SERIES

NAMES = SERIES | {"5": SERIES["exports"]}
ONE = '{"series": "exports", "period": "2024", "value": 5}'
OF_FIELD: Mapping[str, Sequence[str]] = {
    "series": ('"exports"', '"exports"', '" workshops "', '"export"', "null", "5", r'"\ud800"'),
    "period": ('"2024-01"', "2024", '"2024"', '"2025-Q1"', "24", '""', "-2024", '"2024-13"'),
    "value": (
        *("5", '"5"', "1.1", "1.10", '"1.1"', "0", "-0", "-0.00", "1e3", "1.50e1", "10e-1", "1E-7"),
        *("12345678901234567890.5", "1" * 28, "1" * 29, "1" * 5000, "1e99", f"1e{'9' * 20}"),
        *('"1.5M"', '"4,4"', '"4.4 %"', '"withdrawn"', r'"1\n2"', r'"\ud800"', '""', "null"),
    ),
    "unit": ('"USD"', '" usd"', '"workshops"', '""', "null", "5", r'"\ud800"'),
    "status": ('"final"', '"not stated"', '""', "null", '"finl"', "5"),
    "published": ("2024", '"2024"', "20240519", '"2024-05-19"', "0", '"0"', "24", '"24"', "null"),
    "source": ('"Customs"', '" Customs "', r'"e\u0301"', '""', "null", "5", r'"\ud800"'),
    "url": ('"https://example.org"', '""', "null", "5"),
    "note": (r'"the \"period\": 5}"', '"{"', '""', "null", "5"),
    "recorded": ('"2026-01-01T00:00:00Z"', '"2026-01-01"', "20260101", '"soon"', "null"),
}
"""What may stand in a field of a plain record, good or faulty."""
ODD = ("true", "NaN", "-Infinity", "2024.0", "[1]", '{"a": 1}', '"2024"')
"""What makes a record odd, where its field is not a value, is not known, or is there already."""
BELOW = "[]"
"""It is no record: those above are read one by one."""

Pairs = Sequence[tuple[str, str]]

of_field = {name: st.sampled_from(texts) for name, texts in OF_FIELD.items()}
good = {
    "series": st.just('"exports"'),
    "period": st.sampled_from(('"2024-01"', "2024", '"2024"')),
    "value": st.sampled_from(("5", '"5"', "1.1", "1.10", '"1.1"', "-0", "1e3", '"1.5M"')),
}
others = {name: texts for name, texts in of_field.items() if name not in good}
pairs = (
    st.fixed_dictionaries(good, optional=others) | st.fixed_dictionaries({}, optional=of_field)
).flatmap(lambda record: st.permutations(list(record.items())))
odd_pairs = st.tuples(
    pairs, st.lists(st.tuples(st.sampled_from(["Year", *OF_FIELD]), st.sampled_from(ODD)))
).map(lambda both: [*both[0], *both[1]])
ways = st.sampled_from(
    [
        ("x.jsonl", "", "\n", ""),
        ("x.jsonl", " \n\t", " \t\n\n ", "\n"),
        ("x.json", "[\n", ",\n", "]"),
        ("x.json", "[", ", ", " ]"),
        ("x.json", '{"actual": [\n', "\n,", "]}\n"),
    ]
)
"""The ending, and what stands before, between and after the records."""
namings = st.sampled_from(
    [
        Naming(),
        Naming(defaults={"published": "2025", "source": "S", "recorded": "2026-01-01"}),
        Naming({"note": "source"}),
        Naming({"Year": "period"}, {"note": "N"}),
    ]
)
scales = st.sampled_from([Decimal(1), Decimal(1000)])


def as_json(record: Pairs) -> str:
    return "{" + ", ".join(f'"{name}": {text}' for name, text in record) + "}"


def rows_as(way: tuple[str, str, str, str], texts: Sequence[str]) -> Rows:
    name, begin, between, end = way
    return rows_of(document_of(name, (begin + between.join(texts) + end).encode()))


def said(
    rows: Rows, naming: Naming, mark: DecimalMark, scale: Decimal
) -> tuple[list[str], list[tuple[object, ...]]]:
    """The figures, digit by digit, and the faults with their places."""
    found, faults = records.observations(named(rows, naming), NAMES, mark, scale)
    return [repr(one) for one in found], [
        (one.line, one.column, one.end, one.message, one.hint) for one in faults
    ]


@given(
    st.lists(pairs, max_size=6) | st.lists(odd_pairs, max_size=3),
    ways,
    namings,
    st.sampled_from((".", ",")),
    scales,
)
@settings(max_examples=300)
def test_the_same_as_one_by_one(
    some: Sequence[Pairs],
    way: tuple[str, str, str, str],
    naming: Naming,
    mark: DecimalMark,
    scale: Decimal,
) -> None:
    assert_same([as_json(record) for record in some], way, naming, mark, scale)


@pytest.mark.parametrize(
    ("field", "texts"), [pytest.param(name, texts, id=name) for name, texts in OF_FIELD.items()]
)
@pytest.mark.parametrize("mark", [".", ","])
def test_each_field_alone(field: str, texts: Sequence[str], mark: DecimalMark) -> None:
    """In a record that is good but for it; what is empty in it has a default."""
    record = {"series": '"exports"', "period": '"2024"', "value": "1"}
    defaults = {"published": "2025", "source": "S", "recorded": "2026-01-01"}
    for text in texts:
        one = as_json(list({**record, field: text}.items()))
        for scale in (Decimal(1), Decimal(1000)):
            assert_same([one], ("x.jsonl", "", "\n", ""), Naming(defaults=defaults), mark, scale)


def assert_same(
    texts: Sequence[str],
    way: tuple[str, str, str, str],
    naming: Naming,
    mark: DecimalMark,
    scale: Decimal,
) -> None:
    """By column and one by one."""
    rows, one_by_one = rows_as(way, texts), rows_as(way, [*texts, BELOW])
    assert not isinstance(one_by_one.rows, Table)
    assert list(map(repr, rows.rows)) == list(map(repr, one_by_one.rows))
    found, faults = said(rows, naming, mark, scale)
    found_below, (*faults_below, last) = said(one_by_one, naming, mark, scale)
    assert found == found_below
    assert faults == faults_below
    assert last[-2] == "this is not a record"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("x.json", "[]", id="no records"),
        pytest.param("x.json", f"[{ONE}, {ONE}, ]", id="a list"),
        pytest.param("x.json", f'{{"format": 1, "actual": [{ONE}]}}', id="under actual"),
        pytest.param("x.jsonl", f"{ONE}\n", id="lines"),
        pytest.param("x.jsonl", f' \n {{"note": null, "period": 2024}} \t\n{ONE}', id="fewer"),
        pytest.param("x.jsonl", f'{ONE}\n{{"value": "no number"}}', id="a fault in a value"),
    ],
)
def test_plain_records_are_a_table(name: str, text: str) -> None:
    assert isinstance(rows_of(document_of(name, text.encode())).rows, Table)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{ONE}\n[]", id="a list"),
        pytest.param(f"{ONE}\n5", id="a number"),
        pytest.param(f"{ONE} {ONE}", id="two on a line"),
        pytest.param(f"{ONE}\u00a0", id="a blank that is none of JSON"),
        pytest.param(f"{ONE}\n{{", id="not JSON"),
        pytest.param(f'{ONE}\n{{"value": 1e{"9" * 20}}}', id="a power without bounds"),
        pytest.param(f'{ONE}\n{{"value": {"9" * 5000}}}', id="more digits than are read"),
        pytest.param(f'{ONE}\n{{"value": 1, "value": 1}}', id="a name twice"),
        pytest.param(f'{ONE}\n{{"valeu": 1}}', id="an unknown name"),
        pytest.param(f'{ONE}\n{{"value": true}}', id="true"),
        pytest.param(f'{ONE}\n{{"value": NaN}}', id="no number"),
        pytest.param(f'{ONE}\n{{"period": 2024.0}}', id="a period with decimals"),
        pytest.param(f'{ONE}\n{{"note": {"[" * 100_000}', id="brackets inside one another"),
    ],
)
def test_others_are_none(text: str) -> None:
    found = rows_of(document_of("x.jsonl", text.encode()))
    assert not isinstance(found.rows, Table)
    assert [line for line, _ in found.rows][: text.count("\n")] == [1][: text.count("\n")]
