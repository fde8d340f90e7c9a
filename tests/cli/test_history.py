"""exporttrack history: every record, which one counts and why, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cli.journals import answer, folder, kept
from cli.test_streams import on_terminal
from conftest import Run, run_process
from exporttrack.files import records
from exporttrack.files.keeping import opened
from exporttrack.model.number import DIGITS
from exporttrack.model.period import Period
from exporttrack.model.series import FIGURE_STATUSES, Observation
from exporttrack.render.history import COLUMNS

DAY = ("--as-of", "2026-06-30")
JOURNAL = """\
format = 1

[[actual]]
series = "exports"
period = "2024"
value = 19_000_000_000
status = "provisional"
published = 2025-01-15
source = "General Department of Customs"
recorded = 2026-01-01T08:00:00Z

[[actual]]
series = "exports"
period = "2024"
value = 19_500_000_000
status = "final"
published = 2025-06-01
source = "General Department of Customs"
recorded = 2026-01-02T08:00:00Z

[[actual]]
series = "exports"
period = "2024"
value = 18_900_000_000
published = "2025"
source = "CafeF: Hà Nội xuất khẩu gần 19 tỷ USD, tăng trưởng cao nhất trong ba năm qua"
recorded = 2026-01-02T08:00:00Z

[[actual]]
series = "exports"
period = "2025"
value = 2_089_000_000
source = "VietNamNet"
recorded = 2026-02-01T08:00:00Z

[[actual]]
series = "exports"
period = "2025"
value = "withdrawn"
source = "VietNamNet"
note = "a digit was lost"
recorded = 2026-02-02T08:00:00Z

[[actual]]
series = "exports"
period = "2025"
value = 20_890_000_000
published = 2026-09-01
source = "VietNamNet"
recorded = 2026-03-02T08:00:00Z

[[actual]]
series = "growth"
period = "2024"
value = 4.8
recorded = 2026-01-01T08:00:00Z

[[actual]]
series = "growth"
period = "2024"
value = 5.25
recorded = 2026-01-03T08:00:00Z

[[actual]]
series = "growth"
period = "2026"
value = 8
status = "forecast"
published = 2026-01-03
source = "The plan"
recorded = 2026-01-03T08:00:00Z
"""

OFF_TERMINAL = """\
Exports of goods (exports, USD)
Period  Value                   Status       Published   Recorded    Counts                              Source
2024    US$19 bn                provisional  2025-01-15  2026-01-01  revised                             General Department of Customs
2024      US$19.5 bn (+2.63 %)  final        2025-06-01  2026-01-02  used                                General Department of Customs
2024    US$18.9 bn                           2025        2026-01-02  another source preferred (-3.08 %)  CafeF: Hà Nội xuất khẩu gần 19 tỷ USD, tăng trưởng cao nhất trong ba năm qua
2025    US$2.089 bn                                      2026-02-01  withdrawn                           VietNamNet
2025      withdrawn                                      2026-02-02  takes it back: a digit was lost     VietNamNet
2025      US$20.89 bn                        2026-09-01  2026-03-02  not known yet                       VietNamNet

Growth, as published (growth, percent)
Period  Value                   Status       Published   Recorded    Counts                              Source
2024    4.8 %                                            2026-01-01  revised                             no source given
2024      5.25 % (+0.45 pp)                              2026-01-03  used                                no source given
2026    8 %                     forecast     2026-01-03  2026-01-03  not judged                          The plan

In brackets: the change on what is revised, or the distance from what is used.
As of 2026-06-30. Files: targets.toml, actuals.toml
"""  # noqa: E501

AT_120 = """\
Exports of goods (exports, USD)
Period  Value                   Status       Published   Recorded    Counts           Source
2024    US$19 bn                provisional  2025-01-15  2026-01-01  revised          General Department of Customs
2024      US$19.5 bn (+2.63 %)  final        2025-06-01  2026-01-02  used             General Department of Customs
2024    US$18.9 bn                           2025        2026-01-02  another source   CafeF: Hà Nội xuất khẩu gần 19 tỷ
                                                                     preferred        USD, tăng trưởng cao nhất trong ba
                                                                     (-3.08 %)        năm qua

In brackets: the change on what is revised, or the distance from what is used.
As of 2026-06-30. Files: targets.toml, actuals.toml
"""  # noqa: E501

AT_80 = """\
Exports of goods (exports, USD)
Period  Value         Status       Published   Recorded    Counts
2024    US$19 bn      provisional  2025-01-15  2026-01-01  revised
  General Department of Customs
2024      US$19.5 bn  final        2025-06-01  2026-01-02  used
        (+2.63 %)
  General Department of Customs
2024    US$18.9 bn                 2025        2026-01-02  another source
                                                           preferred (-3.08 %)
  CafeF: Hà Nội xuất khẩu gần 19 tỷ USD, tăng trưởng cao nhất trong ba năm qua

In brackets: the change on what is revised, or the distance from what is used.
As of 2026-06-30. Files: targets.toml, actuals.toml
"""

AT_60 = """\
Exports of goods (exports, USD)
Period  Value                   Status       Counts
2024    US$19 bn                provisional  revised
  General Department of Customs
2024      US$19.5 bn (+2.63 %)  final        used
  General Department of Customs
2024    US$18.9 bn                           another source
                                             preferred
                                             (-3.08 %)
  CafeF: Hà Nội xuất khẩu gần 19 tỷ USD, tăng trưởng cao
  nhất trong ba năm qua

In brackets: the change on what is revised, or the distance
from what is used.
As of 2026-06-30. Files: targets.toml, actuals.toml
"""


@pytest.fixture
def here(run: Run, tmp_path: Path) -> Path:
    """The folder that the command line runs in, with targets and figures."""
    return folder(tmp_path, JOURNAL)


class TestTable:
    def test_off_a_terminal(self, here: Path, run: Run) -> None:
        ran = run("history", *DAY)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == OFF_TERMINAL

    @pytest.mark.parametrize(
        ("columns", "expected", "said"),
        [
            (60, AT_60, "exporttrack: no room for `Published` and `Recorded` at this width\n"),
            (80, AT_80, ""),
            (120, AT_120, ""),
        ],
    )
    def test_on_a_terminal(self, columns: int, expected: str, said: str, here: Path) -> None:
        arguments = ("history", "exports", "--period", "2024", *DAY)
        out, err = on_terminal(columns, *arguments, env={"NO_COLOR": "1"}, cwd=here)
        assert (out, err) == (expected, said)

    @pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 120, 160])
    def test_no_figure_is_cut_at_any_width(self, columns: int, here: Path) -> None:
        out, _ = on_terminal(columns, "history", *DAY, env={"NO_COLOR": "1"}, cwd=here)
        for figure in ("US$19 bn", "US$19.5 bn", "(+2.63 %)", "(-3.08 %)", "US$2.089 bn", "5.25 %"):
            assert figure in out
        if columns >= 60:
            assert max(map(cell_len, out.splitlines())) <= columns

    @pytest.mark.parametrize("columns", [1, 40, 80])
    def test_nor_where_there_is_no_room_for_a_single_column(
        self, columns: int, tmp_path: Path
    ) -> None:
        unit = "enterprises and rural facilities in all of the districts"
        (tmp_path / "targets.toml").write_text(f'[series.a]\nunit = "{unit}"\n')
        (tmp_path / "figures.csv").write_text(f"series,period,value\na,2024,{10**27}\n")
        arguments = ("history", "--actuals", "figures.csv", *DAY)
        out, _ = on_terminal(columns, *arguments, env={"NO_COLOR": "1"}, cwd=tmp_path)
        assert f"{10**27:,} {unit}  used\n" in out

    def test_a_unit_cannot_move_the_terminal(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "targets.toml").write_text('[series.a]\nunit = "t\\u001b[2J"\n')
        (tmp_path / "figures.csv").write_text("series,period,value\na,2024,4\n")
        out = run("history", "--actuals", "figures.csv").out
        assert out.startswith("a, t\\x1b[2J\n")
        assert "\x1b" not in out

    def test_what_counts_is_bright(self, here: Path, run: Run) -> None:
        out = run("history", "exports", "--period", "2024", "--color", "always", *DAY).out
        assert "\x1b[1mExports of goods (exports, USD)\x1b[0m\n" in out
        counting = [line for line in out.splitlines() if "bn" in line and "\x1b" not in line]
        assert ["used" in line for line in counting] == [True]

    def test_a_pipe_has_no_colour(self, here: Path, run: Run) -> None:
        assert "\x1b" not in run("history").out

    def test_letters_of_a_source_can_neither_style_nor_break_a_line(
        self, here: Path, run: Run
    ) -> None:
        text = "[bold]A[/] \\u001b[31mB\\nC"
        folder(
            here, f'[[actual]]\nseries = "exports"\nperiod = "2024"\nvalue = 1\nsource = "{text}"\n'
        )
        out = run("history", "--color", "always").out
        assert "[bold]A[/] \\x1b[31mB C\x1b" in out or "[bold]A[/] \\x1b[31mB C\n" in out

    def test_periods_in_vietnamese_are_written_as_days_are(self, here: Path, run: Run) -> None:
        (here / "f.csv").write_text(
            "series,period,value,published\n"
            "workshops,2024-Q3,3,2024-10-05\nworkshops,2024-01/2024-09,9,2024-10-06\n"
        )
        arguments = ("history", "workshops", "--actuals", "f.csv", *DAY, "--lang", "vi")
        lines = run(*arguments).out.splitlines()
        assert [line.rstrip() for line in lines[1:4]] == [
            "Kỳ                    Giá trị      Tình trạng  Công bố     Ghi nhận  Sử dụng    Nguồn",
            "9 tháng đầu năm 2024  9 workshops              06/10/2024            được dùng  "
            "không ghi nguồn",
            "quý III/2024          3 workshops              05/10/2024            được dùng  "
            "không ghi nguồn",
        ]
        assert (
            run(*arguments, "--format", "csv")
            .out.splitlines()[1]
            .startswith("workshops,2024-01/2024-09,9,")
        )


class TestChoice:
    def test_a_series_alone(self, here: Path, run: Run) -> None:
        out = run("history", "growth", *DAY).out
        assert "exports" not in out
        assert "8 %" in out

    def test_figures_within_a_period(self, here: Path, run: Run) -> None:
        ran = run("history", "--period", "2025/2026", *DAY, "--format", "csv")
        assert [row["period"] for row in csv.DictReader(io.StringIO(ran.out))] == [
            "2025", "2025", "2025", "2026"
        ]  # fmt: skip

    def test_parts_of_a_year_are_within_it(self, here: Path, run: Run) -> None:
        folder(here, JOURNAL.replace('period = "2024"', 'period = "2024-Q1"', 1))
        ran = run("history", "--period", "2024", *DAY, "--format", "csv")
        periods = [row["period"] for row in csv.DictReader(io.StringIO(ran.out))]
        assert periods == ["2024-Q1", *["2024"] * 4]

    def test_as_of_an_earlier_day(self, here: Path, run: Run) -> None:
        ran = run("history", "exports", "--period", "2024", "--as-of", "2025-03-01")
        assert ran.out.splitlines()[2:5] == [
            "2024    US$19 bn                provisional  2025-01-15  2026-01-01  used           "
            "General Department of Customs",
            "2024      US$19.5 bn (+2.63 %)  final        2025-06-01  2026-01-02  not known yet  "
            "General Department of Customs",
            "2024    US$18.9 bn                           2025        2026-01-02  not known yet  "
            "CafeF: Hà Nội xuất khẩu gần 19 tỷ USD, tăng trưởng cao nhất trong ba năm qua",
        ]

    def test_a_series_without_figures(self, here: Path, run: Run) -> None:
        ran = run("history", "workshops", *DAY)
        assert (ran.code, ran.out) == (
            0,
            "workshops, workshops\nNo figures.\n\n"
            "As of 2026-06-30. Files: targets.toml, actuals.toml\n",
        )

    def test_no_journal_yet(self, here: Path, run: Run) -> None:
        (here / "actuals.toml").unlink()
        ran = run("history", *DAY)
        assert (ran.code, ran.out) == (0, "No figures.\nAs of 2026-06-30. Files: targets.toml\n")
        assert run("history", "--format", "csv").out == ",".join(COLUMNS) + "\n"
        assert run("history", "--format", "jsonl").out == ""
        assert json.loads(run("history", "--json").out)["records"] == []

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            pytest.param(
                ["export"],
                "no series named `export`\n   hint: did you mean `exports`?",
                id="no series",
            ),
            pytest.param(
                ["--period", "2024-Q9"],
                '--period: "2024-Q9" is not a quarter\n   hint: they run from Q1 to Q4',
                id="no period",
            ),
            pytest.param(
                ["--as-of", "2024"],
                '--as-of: "2024" is not a day\n   hint: write --as-of 2024-01-31',
                id="no day",
            ),
            pytest.param(
                ["--format", "cvs"],
                '--format "cvs" is none of table, csv, json, jsonl\n   hint: did you mean csv?',
                id="no format",
            ),
        ],
    )
    def test_what_there_is_not(
        self, arguments: list[str], error: str, here: Path, run: Run
    ) -> None:
        ran = run("history", *arguments)
        assert (ran.code, ran.out, ran.err) == (2, "", f"exporttrack: error: {error}\n")

    def test_two_formats_at_once(self, here: Path, run: Run) -> None:
        ran = run("history", "--json", "--format", "csv")
        assert (ran.code, ran.out) == (2, "")
        assert json.loads(ran.err)["error"] == {
            "message": "--json and --format csv ask for different formats",
            "hint": "give one",
        }

    def test_a_faulty_journal(self, here: Path, run: Run) -> None:
        folder(here, '[[actual]]\nseries = "exports"\nperiod = "24"\nvalue = 1\n')
        ran = run("history")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            'actuals.toml:3:10: error: "24" is not a period\n'
            '    3 | period = "24"\n'
            "      |          ^^^^\n"
            "   hint: write it as 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-09 or 2021/2025\n"
            "1 error in 1 file\n"
        )

    def test_the_shipped_figures(self, run: Run) -> None:
        out = run("history", "handicraft_exports", "--format", "csv").out
        assert [row["value"] for row in csv.DictReader(io.StringIO(out))] == [
            "192000000", "192000000", "166600000"
        ]  # fmt: skip


class TestPrograms:
    def test_csv(self, here: Path, run: Run) -> None:
        ran = run("history", "exports", "--period", "2024", "--format", "csv", *DAY)
        customs = "General Department of Customs"
        cafef = '"CafeF: Hà Nội xuất khẩu gần 19 tỷ USD, tăng trưởng cao nhất trong ba năm qua"'
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == (
            "series,period,value,unit,status,published,source,url,note,recorded,counts,why,"
            "change,difference,file,line\n"
            f"exports,2024,19000000000,USD,provisional,2025-01-15,{customs},,,"
            "2026-01-01T08:00:00Z,false,revised,,,actuals.toml,3\n"
            f"exports,2024,19500000000,USD,final,2025-06-01,{customs},,,"
            "2026-01-02T08:00:00Z,true,counts,2.6315789473684212,,actuals.toml,12\n"
            f"exports,2024,18900000000,USD,,2025,{cafef},,,"
            "2026-01-02T08:00:00Z,false,source-preferred,,-3.076923076923077,actuals.toml,21\n"
        )

    def test_json_lines(self, here: Path, run: Run) -> None:
        ran = run("history", "growth", "--period", "2024", "--format", "jsonl", *DAY)
        assert ran.out == (
            '{"series": "growth", "period": "2024", "value": 4.8, "unit": "percent", '
            '"status": null, "published": null, "source": null, "url": null, "note": null, '
            '"recorded": "2026-01-01T08:00:00Z", "counts": false, "why": "revised", '
            '"change": null, "difference": null, "file": "actuals.toml", "line": 52}\n'
            '{"series": "growth", "period": "2024", "value": 5.25, "unit": "percent", '
            '"status": null, "published": null, "source": null, "url": null, "note": null, '
            '"recorded": "2026-01-03T08:00:00Z", "counts": true, "why": "counts", '
            '"change": 0.45, "difference": null, "file": "actuals.toml", "line": 58}\n'
        )

    def test_json(self, here: Path, run: Run) -> None:
        ran = run("history", "--json", *DAY)
        document = json.loads(ran.out)
        assert list(document) == ["schema_version", "tool", "as_of", "inputs", "records"]
        assert [one["path"] for one in document["inputs"]] == ["targets.toml", "actuals.toml"]
        lines = run("history", "--format", "jsonl", *DAY).out.splitlines()
        assert document["records"] == [json.loads(line) for line in lines]
        assert all(f"  {line}" in ran.out for line in lines)
        assert run("history", "--format", "json", *DAY).out == ran.out

    def test_a_withdrawal_is_a_word(self, here: Path, run: Run) -> None:
        ran = run("history", "exports", "--period", "2025", "--format", "jsonl", *DAY)
        assert [json.loads(line)["value"] for line in ran.out.splitlines()] == [
            2_089_000_000, "withdrawn", 20_890_000_000
        ]  # fmt: skip

    @pytest.mark.parametrize("format", ["csv", "jsonl", "json"])
    @pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
    def test_no_letter_is_lost_whatever_the_terminal_has(
        self, format: str, encoding: str, here: Path
    ) -> None:
        env = {"PYTHONIOENCODING": encoding}
        ran = run_process("history", "--format", format, *DAY, cwd=here, env=env)
        escaped = json.dumps("CafeF: Hà Nội").strip('"')
        assert ("CafeF: Hà Nội" if format == "csv" else escaped) in ran.out


def clean(text: str | None) -> str | None:
    """As it is read from any file."""
    return (normalize("NFC", text).strip() or None) if text else None


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=12
) | st.sampled_from(
    [
        'a "quoted" name',
        "a, b; c\td",
        "two\nlines",
        "=1+1",
        "'=1+1",
        "Hà Nội",
        "-",
        "null",
        "''",
        "\\",
        "#",
    ]
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))
PERIODS = st.sampled_from(
    [Period.year(2024), Period(24288, 24290), Period(24300, 24308), Period(24252, 24311)]
)
VALUES = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=Decimal("-1e20"), max_value=Decimal("1e20"),
    places=6,
) | st.integers(-(10**DIGITS) + 1, 10**DIGITS - 1).map(Decimal) | st.sampled_from(
    [Decimal("1E-20"), Decimal("NaN"), Decimal("4.40"), Decimal("1234567890.123456789012345678")]
)  # fmt: skip
RECORDS = st.builds(
    Observation,
    series=st.sampled_from(["exports", "growth", "workshops"]),
    period=PERIODS,
    value=VALUES,
    status=st.sampled_from([None, *FIGURE_STATUSES]),
    published=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)) | PERIODS,
    source=(st.none() | st.sampled_from(["Customs", "customs", "CafeF"]) | TEXTS).map(clean),
    url=(st.none() | TEXTS).map(clean),
    note=(st.none() | TEXTS).map(clean),
    recorded=MOMENTS,
)
JOURNALS = st.lists(
    RECORDS,
    min_size=1,
    max_size=12,
    # As the program keeps them: each with a moment of its own, none that says nothing new.
    unique_by=(
        lambda one: (one.series, one.period, one.source_key, one.recorded),
        lambda one: (one.series, one.period, one.source_key, told(one)),
    ),
)


def told(one: Observation) -> Decimal | str:
    return "withdrawn" if one.withdrawn else one.value


def comparable(path: Path) -> list[tuple[object, ...]]:
    """The records of a journal in an order of their own; NaN would not equal itself."""
    found = [(told(one), one._replace(value=Decimal(0))) for one in kept(path)]
    return sorted(found, key=repr)


def texts_of(table: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(table, newline=""), strict=True)
    return [row[name] for row in rows for name in ("source", "url", "note")]


def is_formula(cell: str) -> bool:
    return cell.lstrip().startswith(("=", "+", "-", "@"))


@settings(max_examples=40)
@given(JOURNALS)
def test_what_history_prints_is_imported_as_the_same_records(
    tmp_path_factory: pytest.TempPathFactory, journal: list[Observation]
) -> None:
    here = folder(tmp_path_factory.mktemp("here"))
    with opened(here / "actuals.toml") as file:
        file.append([records.fields_of(one) for one in journal])
    before = comparable(here / "actuals.toml")
    assert len(before) == len(journal)
    for format in ("csv", "json", "jsonl"):
        there = folder(tmp_path_factory.mktemp("there"), b"")
        printed = answer(here, "history", "--format", format)
        (there / f"x.{format}").write_bytes(printed.out.encode())
        if format == "csv":
            assert not any(map(is_formula, texts_of(printed.out)))
        ran = answer(there, "import", f"x.{format}", "--force")
        assert (ran.code, ran.err) == (0, "")
        assert comparable(there / "actuals.toml") == before
        again = answer(there, "import", "-", "--force", stdin=printed.out.encode())
        assert (again.code, again.err) == (0, "")
        assert comparable(there / "actuals.toml") == before


def test_what_has_no_moment_gets_that_of_its_import(here: Path, tmp_path: Path) -> None:
    block = '[[actual]]\nseries = "exports"\nperiod = "{}"\nvalue = 1\n'
    folder(here, block.format(2024) + block.format(2025))
    there = folder(tmp_path / "there")
    ran = answer(there, "import", "-", stdin=answer(here, "history", "--json").out.encode())
    assert ran.out.startswith("actuals.toml: 2 new\n")
    first, second = (one.recorded for one in kept(there / "actuals.toml"))
    assert first == second is not None
