"""What is allowed in the files and still worth a second look."""

from __future__ import annotations

from datetime import date

import pytest

from exporttrack.files import records
from exporttrack.files.document import Document, document_of
from exporttrack.files.doubts import doubts, of_scale
from exporttrack.files.loading import rows_of
from exporttrack.files.naming import Naming, named
from exporttrack.files.targets_file import lines_of, read_targets
from exporttrack.model.actuals import Actuals
from exporttrack.model.target import Targets

SERIES = """\
[series.exports]
unit = "USD"
[series.whole]
unit = "USD"
[series.growth]
unit = "percent"
[series.workshops]
unit = "workshops"
measure = "stock"
[series.fiscal]
unit = "USD"
fiscal_year_start = 7
"""
LEVEL = '[targets.t]\nkind = "level"\nseries = "exports"\nmin = 1\nby = 2030\n'
SHARE = 'kind = "share"\npart = "exports"\ntotal = "whole"\nby = 2030\n'
HEADER = "series,period,value,status,published,source\n"
DAY = date(2026, 6, 30)


def stated(targets: str = "") -> Targets:
    return read_targets(file_of(targets))


def file_of(targets: str) -> Document:
    return document_of("targets.toml", (SERIES + targets).encode())


def found(rows: str, targets: str = "", as_of: date = DAY) -> list[tuple[str, int | None, str]]:
    """File, line and message of each warning on a CSV with these rows."""
    at = stated(targets)
    read = named(rows_of(document_of("x.csv", (HEADER + rows).encode())), Naming())
    good, faults = records.observations(read, records.by_name(at.series))
    assert faults == []
    warnings = doubts(at, Actuals(tuple(good)), as_of, lines_of(at, file_of(targets)))
    assert {one.severity for one in warnings} <= {"warning"}
    return [(one.file, one.line, one.message) for one in warnings]


def messages(rows: str, targets: str = "", as_of: date = DAY) -> list[str]:
    return [message for *_, message in found(rows, targets, as_of)]


def test_sound_files_raise_none() -> None:
    rows = "exports,2024,100,,,A\nexports,2024,104,,,B\nexports,2024-Q1,20,,,A\n"
    assert found(rows, LEVEL) == []


class TestSource:
    def test_a_figure_without_one(self) -> None:
        assert found("exports,2024,100,,,\nexports,2025,100,,,A\n") == [
            ("x.csv", 2, "exports 2024 = 100 has no source")
        ]

    def test_a_withdrawal_without_one(self) -> None:
        assert found("exports,2024,1,,2025-01-15,\nexports,2024,withdrawn,,,\n") == [
            ("x.csv", 2, "exports 2024 = 1 has no source"),
            ("x.csv", 3, "the record has no source"),
        ]


class TestWithdrawals:
    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            pytest.param(
                "exports,2024,1,,2025-01-15,Customs\nexports,2024,withdrawn,,2025-02-01,CUSTOMS\n",
                [],
                id="of a figure of the source, however its letters are written",
            ),
            pytest.param(
                "exports,2024,withdrawn,,2025-02-01,A\nexports,2024,1,,2025-01-15,A\n",
                [],
                id="before its figure in the file",
            ),
            pytest.param(
                "exports,2024,1,forecast,2023-01-15,A\nexports,2024,withdrawn,,2025-02-01,A\n",
                [],
                id="of a forecast",
            ),
            pytest.param(
                "fiscal,2024,1,,2024-07-15,A\nfiscal,2023-07/2024-06,withdrawn,,2024-08-01,A\n",
                [],
                id="of the same months, written in the years of the calendar",
            ),
            pytest.param(
                "exports,2024,1,,2025-01-15,Customs\nexports,2024,withdrawn,,2025-02-01,Custom\n",
                ["there is no figure of Custom for exports 2024 to withdraw"],
                id="of another source",
            ),
            pytest.param(
                "exports,2024,1,,2025-01-15,A\nwhole,2024,withdrawn,,2025-02-01,A\n",
                ["there is no figure of A for whole 2024 to withdraw"],
                id="of another series",
            ),
            pytest.param(
                "exports,2024,1,,2025-01-15,A\nexports,2023,withdrawn,,2025-02-01,A\n",
                ["there is no figure of A for exports 2023 to withdraw"],
                id="of another period",
            ),
            pytest.param(
                "exports,2024,1,,2025-01-15,A\nexports,2024,withdrawn,,2025-02-01,\n",
                [
                    "the record has no source",
                    "there is no figure without a source for exports 2024 to withdraw",
                ],
                id="without a source, where the figure has one",
            ),
        ],
    )
    def test_that_take_nothing_back(self, rows: str, expected: list[str]) -> None:
        assert messages(rows) == expected


class TestFractions:
    """Percentages that are likely written as fractions."""

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            pytest.param(
                f"{SHARE}min = 0.03\nmax = 0.05",
                ["`t` asks for 0.03 to 0.05 %, which is next to nothing"],
                id="a share",
            ),
            pytest.param(
                'kind = "growth"\nseries = "exports"\n'
                "phases = [{ from = 2026, to = 2028, min = 0.044 },"
                " { from = 2029, to = 2030, min = 5 }]",
                ["`t.2026-2028` asks for 0.044 %, which is next to nothing"],
                id="growth in one of two phases",
            ),
            pytest.param(
                f"{SHARE}min = 0.03\nmax = 5",
                [],
                id="a wide band",
            ),
            pytest.param(
                'kind = "growth"\nseries = "exports"\nfrom = 2026\nto = 2030\nmin = 0',
                [],
                id="no growth at all",
            ),
            pytest.param(
                'kind = "level"\nseries = "exports"\nby = 2030\nmin = 0.1', [], id="an amount"
            ),
        ],
    )
    def test_which(self, target: str, expected: list[str]) -> None:
        rows = "exports,2024,100,,,A\nwhole,2024,100,,,A\n"
        assert messages(rows, f"[targets.t]\n{target}\n") == expected


@pytest.mark.parametrize(
    ("unit", "hint"),
    [
        pytest.param("million USD", 'write unit = "USD"', id="millions"),
        pytest.param("US$ mn", 'write unit = "USD"', id="after a currency"),
        pytest.param("tỷ đồng", 'write unit = "VND"', id="in Vietnamese"),
        pytest.param("nghìn tấn", 'write unit = "tấn"', id="of what is no currency"),
        pytest.param("m USD", 'write unit = "USD"', id="a letter before a currency"),
        pytest.param("billion", 'write unit = "USD"', id="of nothing"),
        pytest.param("m", None, id="metres"),
        pytest.param("k tonnes", None, id="a letter before anything else"),
        pytest.param("births per thousand", None, id="a rate"),
        pytest.param("millionaires", None, id="a longer word"),
    ],
)
def test_a_unit_of_thousands_or_millions(unit: str, hint: str | None) -> None:
    document = document_of("targets.toml", f'[series.s]\nunit = "{unit}"\n'.encode())
    several = list(of_scale(read_targets(document), document))
    if hint is None:
        assert several == []
    else:
        (one,) = several
        assert (one.position, one.severity) == ("targets.toml:2:8", "warning")
        assert one.message == f'the unit is "{unit}"; figures are kept in whole units'
        assert one.hint == f"{hint}, and figures as 5M or with import --scale M"


class TestRivals:
    @pytest.mark.parametrize(
        ("other", "expected"),
        [
            pytest.param("105", [], id="five per cent apart is near enough"),
            pytest.param(
                "105.1",
                ["exports 2024 = 105.1 and 100 (x.csv:2) are 5.1 % apart"],
                id="more than five is not",
            ),
            pytest.param(
                "94", ["exports 2024 = 94 and 100 (x.csv:2) are 6 % apart"], id="nor below"
            ),
            pytest.param(
                "105.04",
                ["exports 2024 = 105.04 and 100 (x.csv:2) are 5.04 % apart"],
                id="however little it is",
            ),
        ],
    )
    def test_how_far_apart(self, other: str, expected: list[str]) -> None:
        rows = f"exports,2024,100,,2025-02-01,A\nexports,2024,{other},,2025-01-01,B\n"
        assert messages(rows) == expected

    def test_a_revision_is_no_rival(self) -> None:
        assert messages("exports,2024,1,,2025-01-01,A\nexports,2024,9,,2025-02-01,a\n") == []

    def test_nor_is_a_forecast(self) -> None:
        assert messages("exports,2024,1,,,A\nexports,2024,9,forecast,,B\n") == []

    def test_zero_has_no_percentage(self) -> None:
        assert messages("exports,2024,0,,2025-02-01,A\nexports,2024,9,,2025-01-01,B\n") == []


class TestParts:
    HALVES = "exports,2024-H1,48,,,A\nexports,2024-H2,50,,,A\n"

    @pytest.mark.parametrize(
        ("year", "expected"),
        [
            pytest.param("98.9", [], id="parts are rounded"),
            pytest.param(
                "100",
                ["exports 2024 = 100, but its parts (2024-H1, 2024-H2) add up to 98"],
                id="more than one per cent is not rounding",
            ),
        ],
    )
    def test_their_sum(self, year: str, expected: list[str]) -> None:
        assert messages(f"exports,2024,{year},,,A\n{self.HALVES}") == expected

    def test_parts_that_do_not_cover_the_year(self) -> None:
        assert messages("exports,2024,100,,,A\nexports,2024-H1,1,,,A\n") == []

    def test_parts_alone(self) -> None:
        assert messages(self.HALVES) == []

    @pytest.mark.parametrize("series", ["workshops", "growth"])
    def test_only_amounts_that_add_up(self, series: str) -> None:
        assert messages(f"exports,2024,100,,,A\n{self.HALVES}".replace("exports", series)) == []

    def test_parts_of_a_year_that_begins_elsewhere(self) -> None:
        rows = "fiscal,2024,100,,,A\nfiscal,2023-07/2023-12,48,,,A\nfiscal,2024-H1,50,,,A\n"
        assert messages(rows) == [
            "fiscal 2024 = 100, but its parts (2023-H2, 2024-H1) add up to 98"
        ]


class TestOutlier:
    def test_a_year_far_off_the_others(self) -> None:
        """Ten years that double, and one of them fivefold."""
        values = {year: 2 ** (year - 2010) for year in range(2010, 2026)}
        values[2017] *= 50
        rows = "".join(f"exports,{year},{value},,,A\n" for year, value in values.items())
        assert found(rows) == [
            ("x.csv", 9, "exports 2017 = 6400 lies more than two standard deviations off the trend")
        ]


class TestTargets:
    SHARE = (
        '[targets.s]\nkind = "share"\npart = "exports"\ntotal = "whole"\nmin = 3\nby = 2030\n'
        'measured_by = "growth"\n'
    )

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            pytest.param("exports,2024,1,,,A\n", [], id="a figure"),
            pytest.param(
                "", ["`t` cannot be judged: there is no figure of exports"], id="no figure"
            ),
            pytest.param(
                "exports,2024,1,,,A\nexports,2024,withdrawn,,,A\n",
                ["`t` cannot be judged: there is no figure of exports"],
                id="one that was withdrawn",
            ),
            pytest.param(
                "exports,2024,1,forecast,,A\n",
                ["`t` cannot be judged: there is no figure of exports"],
                id="a forecast alone",
            ),
        ],
    )
    def test_a_target_whose_series_has_no_figure(self, rows: str, expected: list[str]) -> None:
        assert messages(rows, LEVEL) == expected

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            pytest.param(
                "", ["`s` cannot be judged: there is no figure of exports or whole"], id="no part"
            ),
            pytest.param(
                "exports,2024,1,,,A\n",
                ["`s` cannot be judged: there is no figure of whole"],
                id="no total",
            ),
            pytest.param("growth,2024,4,,,A\n", [], id="the share itself, as published"),
        ],
    )
    def test_a_share_needs_both(self, rows: str, expected: list[str]) -> None:
        assert messages(rows, self.SHARE) == expected

    @pytest.mark.parametrize(
        ("by", "period"),
        [
            pytest.param(2030, 2025, id="the last year that is over"),
            pytest.param(2022, 2022, id="or the deadline"),
        ],
    )
    def test_the_hint_is_a_command(self, by: int, period: int) -> None:
        level = LEVEL.replace("2030", str(by))
        at = stated(level)
        (one,) = doubts(at, Actuals(()), DAY, lines_of(at, file_of(level)))
        assert one.hint == f"exporttrack record exports=… --period {period}"
        assert (one.file, one.line) == ("targets.toml", SERIES.count("\n") + 1)


def test_warnings_stand_in_the_order_of_their_places() -> None:
    rows = "exports,2025,1,,,A\nexports,2024,1,,,\nexports,2023,1,,,\n"
    targets = '[targets.t]\nkind = "level"\nseries = "whole"\nmin = 1\nby = 2030\n'
    assert [(file, line) for file, line, _ in found(rows, targets)] == [
        ("targets.toml", SERIES.count("\n") + 1),
        ("x.csv", 3),
        ("x.csv", 4),
    ]
