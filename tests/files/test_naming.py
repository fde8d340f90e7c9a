"""What a file calls the fields of a record, and what it leaves unsaid."""

from __future__ import annotations

import re

import pytest

from exporttrack.errors import FormatError
from exporttrack.files import records
from exporttrack.files.document import document_of
from exporttrack.files.loading import rows_of
from exporttrack.files.naming import (
    OF_HISTORY,
    Naming,
    left_aside,
    named,
    of_history,
    parse_map,
    without_unknown,
)
from exporttrack.files.rows import FIELDS, Rows
from exporttrack.model.series import Series
from exporttrack.render.history import COLUMNS
from files.reading import SERIES, standing_at

NONE = Naming()


def raw(name: str, text: str) -> Rows:
    return rows_of(document_of(name, text.encode()))


def fields(name: str, text: str, naming: Naming = NONE) -> list[dict[str, object]]:
    found = named(raw(name, text), naming)
    assert found.faults == ()
    return [dict(row) for _, row in found.rows]


def faults(name: str, text: str, naming: Naming = NONE) -> list[tuple[str, str | None]]:
    return [(fault.message, fault.hint) for fault in named(raw(name, text), naming).faults]


class TestMap:
    def test_columns_and_the_fields_they_hold(self) -> None:
        found = parse_map(["Year=period", " Exports (US$) = value ", "a=b=source"])
        assert found == {"Year": "period", "Exports (US$)": "value", "a=b": "source"}

    @pytest.mark.parametrize(
        ("texts", "message", "hint"),
        [
            pytest.param(
                ["year"],
                '--map: "year" is not column=field',
                "write --map year=period",
                id="no equals sign",
            ),
            pytest.param(
                ["=period"],
                '--map: "=period" is not column=field',
                "write --map year=period",
                id="no column",
            ),
            pytest.param(
                ["year=perod"],
                '--map: there is no field "perod"',
                "did you mean period?",
                id="a field that is near",
            ),
            pytest.param(
                ["year=zzz"],
                '--map: there is no field "zzz"',
                f"the fields are {', '.join(FIELDS)}",
                id="no field at all",
            ),
            pytest.param(
                ["a=source", "b=source"],
                "--map: source is given for two columns",
                "keep one of the two",
                id="one field twice",
            ),
        ],
    )
    def test_what_is_no_map(self, texts: list[str], message: str, hint: str) -> None:
        with pytest.raises(FormatError, match=re.escape(message)) as caught:
            parse_map(texts)
        assert caught.value.hint == hint


class TestNamed:
    def test_a_table_is_read_by_the_names_of_its_columns(self) -> None:
        text = "note,value,period,series,region\nwhy,1,2024,exports,north\n"
        assert fields("x.csv", text) == [
            {"note": "why", "value": "1", "period": "2024", "series": "exports"}
        ]

    def test_other_names_are_mapped(self) -> None:
        naming = Naming({"Year": "period", "USD": "value"}, {"series": "exports"})
        assert fields("x.csv", "Year;USD\n2024;1\n", naming) == [
            {"period": "2024", "value": "1", "series": "exports"}
        ]

    def test_keys_of_json_are_mapped(self) -> None:
        naming = Naming({"year": "period"})
        text = '[{"series": "exports", "year": "2024", "value": "1"}]'
        assert fields("x.json", text, naming) == [
            {"series": "exports", "period": "2024", "value": "1"}
        ]

    def test_a_key_mapped_to_one_that_is_there_is_found_unknown(self) -> None:
        naming = Naming({"title": "source"})
        text = '[{"series": "exports", "source": "A", "title": "B"}]'
        assert fields("x.json", text, naming) == [
            {"series": "exports", "source": "A", "title": "B"}
        ]

    def test_what_the_file_says_goes_before_what_it_leaves_unsaid(self) -> None:
        naming = Naming(defaults={"source": "Customs", "published": "2025-01-15"})
        text = "series,period,value,source\nexports,2024,1,\nexports,2025,2,CafeF\n"
        assert [(row["source"], row["published"]) for row in fields("x.csv", text, naming)] == [
            ("Customs", "2025-01-15"),
            ("CafeF", "2025-01-15"),
        ]

    def test_a_fault_stands_in_the_column_of_the_file(self) -> None:
        naming = Naming({"Year": "period"})
        rows = named(raw("x.csv", "series,Year,value\nexports,24,1\n"), naming)
        assert standing_at(rows, rows.place(0, "period", False)) == "24"

    def test_and_at_the_key_of_the_record(self) -> None:
        naming = Naming({"year": "period"})
        text = '[{"series": "exports", "year": "24", "value": 1}]'
        rows = named(raw("x.json", text), naming)
        assert standing_at(rows, rows.place(0, "period", False)) == '"24"'

    @pytest.mark.parametrize(
        ("header", "naming", "expected"),
        [
            pytest.param(
                "series,period,value",
                Naming({"sourcetitle": "source"}),
                [("there is no column `sourcetitle` to map", "it has series, period, value")],
                id="a column to map that is not there",
            ),
            pytest.param(
                "series,period,value,source_title",
                Naming({"source_titel": "source"}),
                [("there is no column `source_titel` to map", "did you mean `source_title`?")],
                id="a slip in the name of one",
            ),
            pytest.param(
                "series,period,value,period",
                NONE,
                [("the column `period` is there twice", "remove one of them")],
                id="a column twice",
            ),
            pytest.param(
                "series,period,value,source,source_title",
                Naming({"source_title": "source"}),
                [
                    (
                        "the columns `source` and `source_title` are both `source`",
                        "remove one of them",
                    )
                ],
                id="two columns for one field",
            ),
            pytest.param(
                "series,period,valeu",
                NONE,
                [("unknown column `valeu`", "did you mean `value`?")],
                id="a slip of the keys",
            ),
            pytest.param(
                "year,amount",
                Naming({"amount": "value"}),
                [
                    (
                        "the header has no column `series`, `period`",
                        "the first line names the columns, as "
                        "series,period,value,status,published,source",
                    )
                ],
                id="columns that are needed",
            ),
        ],
    )
    def test_faults_of_the_header(
        self, header: str, naming: Naming, expected: list[tuple[str, str]]
    ) -> None:
        assert faults("x.csv", f"{header}\n{header}\n", naming) == expected

    def test_a_series_for_all_rows_needs_no_column(self) -> None:
        naming = Naming(defaults={"series": "exports"})
        assert fields("x.csv", "period,value\n2024,1\n", naming)[0]["series"] == "exports"


class TestLeftAside:
    @pytest.mark.parametrize(
        ("header", "naming", "expected"),
        [
            pytest.param("series,period,value", NONE, [], id="none"),
            pytest.param(
                "series,period,value,source_title,region,",
                NONE,
                ["source_title", "region"],
                id="columns of other names",
            ),
            pytest.param(
                "series,period,value,source_title,region",
                Naming({"source_title": "source"}),
                ["region"],
                id="but for those that are mapped",
            ),
            pytest.param(",".join(COLUMNS), NONE, [], id="and those of history"),
        ],
    )
    def test_columns(self, header: str, naming: Naming, expected: list[str]) -> None:
        assert left_aside(raw("x.csv", header + "\n"), naming) == expected


class TestUnknown:
    TEXT = "series,period,value\nexports,2024,1\nwood,2024,x\n exports ,2025,2\n,2026,3\nwood,1,1\n"

    def test_rows_of_unknown_series_are_passed_over_and_no_others(self) -> None:
        rows, skipped = without_unknown(named(raw("x.csv", self.TEXT), NONE), SERIES)
        assert skipped == ["wood", "wood"]
        assert [line for line, _ in rows.rows] == [2, 4, 5]

    def test_the_others_keep_their_places(self) -> None:
        rows, _ = without_unknown(named(raw("x.csv", self.TEXT), NONE), SERIES)
        _, found = records.observations(rows, SERIES)
        assert [(one.line, one.column, one.message) for one in found] == [
            (5, 1, "the record lacks `series`")
        ]

    def test_a_row_that_names_no_series_is_left_to_be_found_faulty(self) -> None:
        text = '[{"series": ["exports"]}, {"series": 5}, {"series": null}, {"series": " "}, {}]'
        rows, skipped = without_unknown(named(raw("x.json", text), NONE), SERIES)
        assert (len(rows.rows), skipped) == (5, [])

    def test_codes_are_names(self) -> None:
        series = {"exports": Series("exports", "USD", codes=("hanoi_exports", "HN.EX"))}
        text = "series,period,value\nHN.EX,2024,1\nhanoi_exports,2025,2\nexports,2026,3\nHN,1,1\n"
        names = records.by_name(series)
        rows, skipped = without_unknown(named(raw("x.csv", text), NONE), names)
        found, _ = records.observations(rows, names)
        assert [one.series for one in found] == ["exports"] * 3
        assert skipped == ["HN"]


class TestHistory:
    def test_what_it_adds_is_what_is_passed_over(self) -> None:
        assert (*FIELDS, *OF_HISTORY) == COLUMNS

    def test_a_record_of_history_is_one_of_ours(self) -> None:
        added = ", ".join(f'"{name}": 1' for name in OF_HISTORY)
        text = f'{{"series": "exports", "period": "2024", "value": 1, {added}}}\n'
        assert fields("x.jsonl", text) == [{"series": "exports", "period": "2024", "value": 1}]

    def test_an_apostrophe_before_a_formula_is_one_of_ours(self) -> None:
        header = ",".join(["series,period,value,source", *OF_HISTORY])
        row = "exports,2024,1,'=1+1" + ",1" * len(OF_HISTORY)
        [record] = fields("x.csv", f"{header}\n{row}\n")
        assert record["source"] == "=1+1"
        [record] = fields("x.csv", "series,period,value,source\nexports,2024,1,'=1+1\n")
        assert record["source"] == "'=1+1"  # of somebody else

    def test_part_of_what_it_adds_is_unknown(self) -> None:
        text = '[{"series": "exports", "period": "2024", "value": 1, "line": 5}]'
        assert fields("x.json", text)[0]["line"] == 5

    DOCUMENT = """\
{
 "schema_version": "1.0",
 "inputs": [{"path": "a \\"records\\": [.toml"}],
 "records": [
  {"series": "exports", "period": "24"}
 ]
}
"""

    def test_its_document_is_a_list_of_records_in_their_places(self) -> None:
        document = document_of("x.json", self.DOCUMENT.encode())
        rows = named(rows_of(of_history(document)), NONE)
        _, found = records.observations(rows, SERIES)
        assert [(one.line, one.column, one.excerpt) for one in found] == [
            (5, 3, '  {"series": "exports", "period": "24"}'),
            (5, 35, '  {"series": "exports", "period": "24"}'),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            '[{"series": "exports"}]',
            '{"actual": []}',
            "series,period\n",
            "",
            '{"schema_version": "1.0", "records": 5}',
            '{"schema_version": "1.0", "note": "\\"records\\": ["}',
        ],
    )
    def test_any_other_document_stays_as_it_is(self, text: str) -> None:
        document = document_of("x.json", text.encode())
        assert of_history(document) is document
