"""What is quick for many figures says, byte for byte, what the way that takes anything says."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archive
from exporttrack.errors import Fault
from exporttrack.files import csv_rows, json_columns, records
from exporttrack.files.document import document_of, read_document
from exporttrack.files.loading import load_targets, rows_of
from exporttrack.files.naming import Naming, named, without_unknown
from exporttrack.files.rows import NEEDED
from exporttrack.files.table import Table
from exporttrack.files.targets_file import read_targets
from exporttrack.model.actuals import Actuals
from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.model.target import Targets
from exporttrack.render import check, history, tidy
from exporttrack.render import json as render_json
from exporttrack.rules.checking import FAILING, findings
from exporttrack.rules.figures import counting, ordered
from exporttrack.rules.ledger import ledger
from exporttrack.rules.report import assess

Record = Mapping[str, str]
FIELDS = ("series", "period", "value", "status", "published", "source", "note")
TARGETS = """
title = "Ways"
[series.exports]
unit = "USD"
prefer = ["Customs"]
[series.fiscal]
unit = "USD"
fiscal_year_start = 7
[series.jobs]
unit = "jobs"
measure = "stock"
[series.rate]
unit = "percent"
[targets.growth]
kind = "growth"
series = "exports"
from = 2021
to = 2026
min = 4
max = 5
[targets.level]
kind = "level"
series = "jobs"
min = 120
by = 2027
[targets.share]
kind = "share"
part = "fiscal"
total = "exports"
min = 10
by = 2027
measured_by = "rate"
[targets.total]
kind = "total"
series = "fiscal"
from = 2021
to = 2027
min = 1000
"""
AS_OF = date(2026, 3, 31)


def plain(rows: Sequence[Record]) -> str:
    """CSV without quotes, whose lines are cut at the commas."""
    lines = [",".join(FIELDS), *(",".join(row[name] for name in FIELDS) for row in rows)]
    return "\n".join(lines) + "\n"


def quoted(rows: Sequence[Record]) -> str:
    """CSV with quotes, which is read by the rules of CSV."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([row[name] for name in FIELDS] for row in rows)
    return out.getvalue()


def spaced(rows: Sequence[Record]) -> str:
    """CSV with blanks around its cells."""
    lines = [FIELDS, *([row[name] for name in FIELDS] for row in rows)]
    return "\n".join(" ; ".join(cells) for cells in lines) + "\n"


def with_blank_rows(rows: Sequence[Record]) -> str:
    """CSV whose last rows are empty: its rows are not all alike."""
    return plain(rows) + "," * (len(FIELDS) - 1) + "\n\n \n"


def json_lines(rows: Sequence[Record]) -> str:
    """JSON Lines; an empty line is where a table has its head."""
    ordered = ({name: row[name] for name in FIELDS} for row in rows)
    return "\n" + "".join(f"{json.dumps(row)}\n" for row in ordered)


def json_list(rows: Sequence[Record]) -> str:
    """JSON whose numbers are not in quotes, and whose records leave out what may be empty."""
    return "[\n" + ",\n".join(map(short, rows)) + "\n]\n"


def short(row: Record) -> str:
    number = re.compile(r"(?!-0$)-?(0|[1-9][0-9]{0,27})(\.[0-9]+)?")
    there = [name for name in FIELDS if row[name] or name in NEEDED]
    texts = {name: json.dumps(row[name]) for name in there}
    if number.fullmatch(row["value"]):
        texts["value"] = row["value"]
    return "{" + ", ".join(f'"{name}": {text}' for name, text in texts.items()) + "}"


WAYS: Sequence[Callable[[Sequence[Record]], str]] = (
    plain, quoted, spaced, with_blank_rows, json_lines, json_list,
)  # fmt: skip

Said = tuple[int | None, str, str | None]


def read(text: str, targets: Targets) -> tuple[list[Observation], list[Said]]:
    """The figures of a file, and what is said of the others: its line, the fault and the hint."""
    rows = named(rows_of(document_of("-", text.encode())), Naming())
    found, faults = records.observations(rows, records.by_name(targets.series))
    return found, list(map(said, [*faults, *records.contradictions(found, targets.series)]))


def said(fault: Fault) -> Said:
    return fault.line, fault.message, fault.hint


def same(rows: Sequence[Record], targets: Targets) -> tuple[list[Observation], list[Said]]:
    """What is read of the rows, which is the same however they are written, digit by digit."""
    ways = {way.__name__: read(way(rows), targets) for way in WAYS}
    first = ways["plain"]
    for name, other in ways.items():
        assert list(map(repr, other[0])) == list(map(repr, first[0])), name
        assert other[1] == first[1], name
    return first


def documents(targets: Targets, found: Sequence[Observation], as_of: date = AS_OF) -> list[str]:
    """Everything that is printed of them."""
    report = assess(targets, Actuals(tuple(found)), as_of=as_of)
    for one in report.assessments:
        assert one.target.kind == "total" or one.figures == ordered(one.figures)
    of_series = Actuals(tuple(found)).by_series()
    entries = {
        name: ledger(series, of_series.get(name, ()), as_of)
        for name, series in targets.series.items()
    }
    kept = history.History(as_of, entries, targets.series, ())
    return [
        render_json.render(report),
        tidy.render(report),
        *map(check.line, findings(report, FAILING, 100)),
        *history.as_json(kept),
        *history.as_csv(kept),
    ]


@pytest.fixture(scope="module")
def targets() -> Targets:
    return read_targets(document_of("targets.toml", TARGETS.encode()))


months = st.builds("{}-{:02}".format, st.integers(2019, 2026), st.integers(1, 12))
good = {
    "series": st.sampled_from(["exports", "exports", "fiscal", "jobs"]),
    "period": months
    | months
    | st.sampled_from(["2019", "2020", "2024", "2025-Q1", "2021/2022", "2023-07/2024-06"]),
    "value": st.sampled_from(["0", "0.00", "-0", "-4.50", "5", "00012", "123456789012345.67"])
    | st.integers(1, 10**6).map(str),
    "status": st.sampled_from(["", "final", "final", "provisional"]),
    "published": st.sampled_from(["", "", "2025-02-15", "2026-01-20", "2025-11", "2027"]),
    "source": st.sampled_from(["", "Customs", "customs", "Bộ Công Thương"]),
    "note": st.sampled_from(["", "a note", "e\u0301 of two parts"]),
}
strange = good | {
    "series": good["series"] | st.sampled_from(["rate", "export", "", " jobs"]),
    "value": good["value"]
    | st.sampled_from(["1.5M", "4.4 %", "US$3", "1e3", "withdrawn", "", "5.", ".5", "1_0", "٣"])
    | st.sampled_from(
        ["nan", "1" * 15, "1" * 29, "1" * 30, "0." + "1" * 14, "+7", "\N{MINUS SIGN}7"]
    ),
    "status": good["status"] | st.sampled_from(["forecast", "not stated", "finl"]),
    "period": good["period"] | st.sampled_from(["2024-13", "24", ""]),
    "published": good["published"] | st.sampled_from(["2025-02-30", "soon"]),
}


@given(st.lists(st.fixed_dictionaries(good), min_size=1, max_size=40))
@settings(max_examples=30)
def test_good_figures_however_they_are_written(targets: Targets, rows: list[Record]) -> None:
    found, _ = same(rows, targets)
    assert not found or len(documents(targets, found)) > 5


@given(st.lists(st.fixed_dictionaries(strange), min_size=1, max_size=12))
@settings(max_examples=100)
def test_strange_and_faulty_figures(targets: Targets, rows: list[Record]) -> None:
    same(rows, targets)


def test_more_figures_than_are_read_at_once(tmp_path: Path) -> None:
    most = max(records.AT_ONCE, csv_rows.AT_ONCE, json_columns.AT_ONCE)
    archive.write(tmp_path, 3 * most + 500)
    stated = load_targets(tmp_path / "targets.toml")
    text = read_document(str(tmp_path / "actuals.csv")).text
    rows = [{"note": "", **row} for row in csv.DictReader(io.StringIO(text))]
    for way in WAYS:
        assert isinstance(rows_of(document_of("-", way(rows).encode())).rows, Table), way.__name__
    found, _ = same(rows, stated)
    assert len(found) == len(rows)
    whole = render_json.document(assess(stated, Actuals(tuple(found)), as_of=AS_OF))
    indented = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
    assert documents(stated, found)[0] == indented + "\n"


@given(st.lists(st.fixed_dictionaries(strange), min_size=1, max_size=12))
@settings(max_examples=50)
def test_rows_of_unknown_series_are_passed_over_alike(rows: list[Record]) -> None:
    found = []
    for way in WAYS:
        every = named(rows_of(document_of("-", way(rows).encode())), Naming())
        kept, names = without_unknown(every, {"exports", "jobs"})
        lines = [(line, fields.get("value")) for line, fields in kept.rows]
        values = ["" if value is None else str(value).strip() for _, value in lines]
        found.append((names, [line for line, _ in lines], values))
    assert all(one == found[0] for one in found)


def test_one_fault_among_many_figures(targets: Targets) -> None:
    years = [f"{1900 + at % 120}" for at in range(6000)]
    row = {"series": "jobs", "value": "1", "status": "", "published": "", "source": "", "note": ""}
    rows = [{**row, "period": year, "note": f"{at}"} for at, year in enumerate(years)]
    rows[5000]["value"] = "1.5.2"
    for way in WAYS:
        found, faults = read(way(rows), targets)
        assert len(found) == len(rows) - 1
        assert [line for line, _, _ in faults] == [5002]


class TestFiguresThatAreAlone:
    """Of a series without rivals, revisions and the like there is nothing to weigh."""

    @given(
        st.lists(st.fixed_dictionaries(good), max_size=30),
        st.dates(date(2018, 1, 1), date(2028, 1, 1)),
        st.integers(1, 12),
    )
    @settings(max_examples=100)
    def test_are_those_that_count(
        self, targets: Targets, rows: list[Record], as_of: date, month: int
    ) -> None:
        found, _ = read(plain(rows), targets)
        for measure in ("flow", "stock"):
            series = Series("exports", "USD", measure=measure, fiscal_year_start=month)
            once = list({one.period: one for one in found}.values())
            # What is taken back has no effect, and has to be weighed all the same.
            withdrawn = Observation("exports", Period.year(1850), Decimal("NaN"))
            assert counting(series, once, as_of) == counting(series, [*once, withdrawn], as_of)

    @given(st.lists(st.fixed_dictionaries(good), max_size=30))
    @settings(max_examples=30)
    def test_have_the_same_history(self, targets: Targets, rows: list[Record]) -> None:
        found, _ = read(plain(rows), targets)
        series = Series("exports", "USD")
        once = list({one.period: one for one in found}.values())
        withdrawn = Observation("exports", Period.year(1850), Decimal("NaN"))
        with_it = ledger(series, [*once, withdrawn], AS_OF)
        assert ledger(series, once, AS_OF) == [e for e in with_it if e.observation is not withdrawn]
