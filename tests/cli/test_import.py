"""exporttrack import: what a file may look like, what is kept of it, what is said of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cli.journals import TARGETS, answer, folder, kept
from conftest import DATA, ROOT, Ran, Run
from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation

PUBLISHED = "EXPORTTRACK_PUBLISHED_FIGURES"
"""A variable that names the CSV of the published figures that the shipped actuals.toml is made
from, for who has it; it is not part of the project."""
MAPPED = ("--map", "source_title=source", "--map", "source_url=url")

OLD = """\
# ours
[[actual]]
series = "exports"
period = "2024"
value = 19_000_000_000
published = 2025-01-15
source = "Customs"
recorded = 2026-01-01T00:00:00Z
"""
FIGURES = "series,period,value,published,source\nexports,2024,19.5bn,2025-06-01,Customs\n"


@pytest.fixture
def here(run: Run, tmp_path: Path) -> Path:
    """The folder that the command line runs in, with the targets file."""
    return folder(tmp_path)


def write(here: Path, name: str, text: str | bytes) -> str:
    (here / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def said(ran: Ran) -> str:
    """What the command said, without the sentences that give the reason of a status."""
    return re.sub(r"(?<= -> )([a-z-]+)\. .*", r"\1", ran.out)


def value_and_source(here: Path) -> list[tuple[str, str, str, str | None]]:
    return [
        (one.series, str(one.period), f"{one.value:f}", one.source)
        for one in kept(here / "actuals.toml")
    ]


ONE = ("exports", "2024", "19500000000", "Customs")
TEXT = "series,period,value,source\nexports,2024,19.5bn,Customs\n"
JSON = '{"series": "exports", "period": "2024", "value": 19.5e9, "source": "Customs"}'
FILES = [
    pytest.param("x.csv", TEXT.encode(), id="CSV with commas"),
    pytest.param("x.csv", TEXT.replace(",", ";").encode(), id="with semicolons"),
    pytest.param("x.tsv", TEXT.replace(",", "\t").encode(), id="with tabs"),
    pytest.param("x.csv", b"sep=,\r\n" + TEXT.encode(), id="with a line that states the comma"),
    pytest.param("x.csv", TEXT.encode("utf-8-sig"), id="with a byte order mark"),
    pytest.param("x.csv", TEXT.encode("utf-16"), id="in UTF-16"),
    pytest.param("x.csv", b"\xfe\xff" + TEXT.encode("utf-16-be"), id="in UTF-16, big end first"),
    pytest.param("x.csv", TEXT.replace("\n", "\r\n").encode(), id="with CR LF"),
    pytest.param("x.csv", TEXT.rstrip("\n").encode(), id="without a last line end"),
    pytest.param("x.json", f"[{JSON}]".encode(), id="JSON"),
    pytest.param("x.json", f'{{"actual": [{JSON}]}}'.encode(), id="JSON, as a journal"),
    pytest.param("x.jsonl", f"{JSON}\n".encode(), id="JSON Lines"),
    pytest.param(
        "x.toml",
        b'[[actual]]\nseries = "exports"\nperiod = 2024\nvalue = "19.5bn"\nsource = "Customs"\n',
        id="TOML",
    ),
]


@pytest.mark.parametrize(("name", "data"), FILES)
class TestFiles:
    def test_by_name(self, name: str, data: bytes, here: Path, run: Run) -> None:
        assert run("import", write(here, name, data)).code == 0
        assert value_and_source(here) == [ONE]

    def test_from_standard_input(self, name: str, data: bytes, here: Path) -> None:
        assert answer(here, "import", "-", stdin=data).code == 0
        assert value_and_source(here) == [ONE]


class TestColumns:
    def test_a_file_of_another_shape(self, here: Path, run: Run) -> None:
        text = "Năm;Xuất khẩu (triệu USD);Nguồn\n2023;16666,5;x\n2024;19500;\n"
        ran = run(
            "import",
            write(here, "x.csv", text),
            *("--map", "Năm=period", "--map", "Xuất khẩu (triệu USD)=value"),
            *("--series", "exports", "--unit", "USD", "--scale", "triệu", "--decimal-mark", ","),
            *("--source", "Customs", "--published", "2025-01"),
        )
        assert said(ran) == (
            "actuals.toml: 2 new\n"
            "columns that were not read: Nguồn (--map COLUMN=FIELD reads one)\n"
            "exports: no-data -> on-track\n"
        )
        assert [
            (one.value, one.source, str(one.published)) for one in kept(here / "actuals.toml")
        ] == [
            (Decimal(16_666_500_000), "Customs", "2025-01"),
            (19_500_000_000, "Customs", "2025-01"),
        ]

    @pytest.mark.parametrize(
        ("options", "message", "hint"),
        [
            pytest.param(
                ["--map", "year"],
                '--map: "year" is not column=field',
                "write --map year=period",
                id="no map",
            ),
            pytest.param(
                ["--series", "export"],
                "--series: no series named `export`",
                "did you mean `exports`?",
                id="no series",
            ),
            pytest.param(
                ["--series", "zzz"],
                "--series: no series named `zzz`",
                "the series are hanoi_total_exports, hanoi_total_exports_growth_yoy, "
                "hanoi_handicraft_exports, exports, growth, crafts, workshops",
                id="nothing like one",
            ),
            pytest.param(
                ["--scale", "7"],
                '--scale: "7" is no scale',
                "write k, M, bn, tn, or 1000",
                id="no scale",
            ),
            pytest.param(
                ["--published", "May"],
                '--published: "May" is not a date of publication',
                "write 2024-05-19, 2024-05 or 2024",
                id="no date",
            ),
            pytest.param(
                ["--decimal-mark", ";"],
                '--decimal-mark: ";" is neither . nor ,',
                "write --decimal-mark ,",
                id="no decimal mark",
            ),
        ],
    )
    def test_options_that_say_nothing(
        self, options: list[str], message: str, hint: str, here: Path, run: Run
    ) -> None:
        ran = run("import", write(here, "x.csv", FIGURES), *options)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"exporttrack: error: {message}\n   hint: {hint}\n"
        assert not (here / "actuals.toml").exists()

    def test_a_series_by_its_code(self, here: Path, run: Run) -> None:
        text = "period,value\n2024,19.5bn\n"
        assert (
            run("import", write(here, "x.csv", text), "--series", "hanoi_total_exports").code == 0
        )
        assert value_and_source(here) == [("exports", "2024", "19500000000", None)]

    def test_percentages_are_not_scaled(self, here: Path, run: Run) -> None:
        text = "series,period,value\nexports,2024,19500\ngrowth,2024,4.80\ngrowth,2025,5%\n"
        assert run("import", write(here, "x.csv", text), "--scale", "M").code == 0
        assert [f"{one.value:f}" for one in kept(here / "actuals.toml")] == [
            "19500000000", "4.80", "5"
        ]  # fmt: skip

    def test_a_figure_that_says_its_scale_is_not_scaled_again(self, here: Path, run: Run) -> None:
        text = "series,period,value\nexports,2024,19.5bn\n"
        ran = run("import", write(here, "x.csv", text), "--scale", "M")
        assert ran.err == (
            'x.csv:2:14: error: "19.5bn" says its scale itself\n'
            "    2 | exports,2024,19.5bn\n"
            "      |              ^^^^^^\n"
            "   hint: leave out --scale, or the suffix of the figure\n"
            "1 error in 1 file\n"
        )

    @pytest.mark.parametrize(
        ("text", "scale"),
        [
            pytest.param("US$19500", "M", id="a unit is no scale"),
            pytest.param("1.95e4", "million", id="nor is a power"),
        ],
    )
    def test_a_figure_that_says_no_scale_is_scaled(
        self, text: str, scale: str, here: Path, run: Run
    ) -> None:
        name = write(here, "x.csv", f"series,period,value\nexports,2024,{text}\n")
        assert run("import", name, "--scale", scale).code == 0
        assert value_and_source(here) == [("exports", "2024", "19500000000", None)]

    @pytest.mark.parametrize(
        ("unit", "scale"),
        [
            pytest.param("million USD", "M", id="before"),
            pytest.param("US$ mn", "1000000", id="after"),
            pytest.param("tỷ USD", "bn", id="in Vietnamese"),
        ],
    )
    def test_a_unit_that_says_the_scale_as_well(
        self, unit: str, scale: str, here: Path, run: Run
    ) -> None:
        text = f"series,period,value,unit\nexports,2024,2,{unit}\ngrowth,2024,5,percent\n"
        name = write(here, "x.csv", text)
        hint = "M" if scale == "1000000" else scale
        assert run("import", name).err == (
            f'x.csv:2:16: error: the unit is "{unit}", the series `exports` is in USD\n'
            f"    2 | exports,2024,2,{unit}\n"
            f"      |                {'^' * len(unit)}\n"
            f"   hint: give the figure in USD, or import it with --scale {hint}\n"
            "1 error in 1 file\n"
        )
        assert run("import", name, "--scale", scale).code == 0
        figure = "2000000000" if scale == "bn" else "2000000"
        assert value_and_source(here) == [
            ("exports", "2024", figure, None), ("growth", "2024", "5", None)
        ]  # fmt: skip

    def test_one_scale_is_not_for_two(self, here: Path, run: Run) -> None:
        text = (
            "series,period,value,unit\n"
            "exports,2024,19500,million USD\n"
            "workshops,2024,120,workshops\n"
            "growth,2024,5,%\n"
            "exports,2023,19,billion USD\n"
        )
        ran = run("import", write(here, "x.csv", text), "--scale", "M")
        assert ran.err == (
            'x.csv:3:20: error: the unit is "workshops", other rows are in "million USD"\n'
            "    3 | workshops,2024,120,workshops\n"
            "      |                    ^^^^^^^^^\n"
            "   hint: import them apart: one --scale is for all amounts of a file\n"
            'x.csv:5:17: error: the unit is "billion USD", the series `exports` is in USD\n'
            "    5 | exports,2023,19,billion USD\n"
            "      |                 ^^^^^^^^^^^\n"
            "   hint: give the figure in USD, or import it with --scale bn\n"
            "2 errors in 1 file\n"
        )
        assert not (here / "actuals.toml").exists()

    def test_columns_that_say_otherwise_are_named(self, here: Path, run: Run) -> None:
        ran = run("import", write(here, "x.csv", "year,amount,region\n2024,1,north\n"))
        assert ran.err == (
            "x.csv:1:1: error: the header has no column `series`, `period`, `value`\n"
            "    1 | year,amount,region\n"
            "      | ^^^^^^^^^^^^^^^^^^\n"
            "   hint: the first line names the columns, as "
            "series,period,value,status,published,source\n"
            "1 error in 1 file\n"
            "columns that were not read: year, amount, region (--map COLUMN=FIELD reads one)\n"
        )


class TestSummary:
    def test_new_revised_and_known_already(self, here: Path, run: Run) -> None:
        folder(here, OLD)
        text = (
            "series,period,value,published,source\n"
            "exports,2024,19bn,2025-01-15,Customs\n"
            "exports,2024,19.5bn,2025-06-01,customs\n"
            "exports,2023,17bn,2024-01-15,Customs\n"
            "growth,2024,4.8,2025-01-15,Customs\n"
            "growth,2024,5.1%,2025-06-01,Customs\n"
        )
        ran = run("import", write(here, "x.csv", text))
        assert (ran.code, ran.err) == (0, "")
        assert said(ran) == (
            "actuals.toml: 2 new, 2 revised, 1 already known\n"
            "x.csv:3: exports 2024 = US$19.5 bn (customs; published 2025-06-01)\n"
            "   revises US$19 bn: +US$500 M (+2.63 %)\n"
            "x.csv:6: growth 2024 = 5.1 % (Customs; published 2025-06-01)\n"
            "   revises 4.8 %: +0.3 pp\n"
            "exports: not-assessable -> on-track\n"
        )

    def test_the_same_file_again_is_known_already(self, here: Path, run: Run) -> None:
        name = write(here, "x.csv", FIGURES)
        run("import", name)
        before = (here / "actuals.toml").read_bytes()
        ran = run("import", name)
        assert (ran.code, ran.out) == (0, "actuals.toml: 1 already known\n")
        assert (here / "actuals.toml").read_bytes() == before

    def test_what_is_known_and_was_revised_since_is_said(self, here: Path, run: Run) -> None:
        header = "series,period,value,source\n"
        old = write(here, "old.csv", f"{header}exports,2024,19bn,Customs\nexports,2023,18bn,GSO\n")
        new = write(here, "new.csv", f"{header}exports,2024,19.5bn,Customs\n")
        assert run("import", old).code == run("import", new).code == 0
        assert run("import", old).out == (
            "actuals.toml: 2 already known\n"
            "1 of those known already was revised or withdrawn by its source and does not count: "
            "exporttrack history shows it\n"
        )
        assert run("import", new).out == "actuals.toml: 1 already known\n"
        run("record", "exports=withdrawn", "--period=2023", "--source=gso")
        assert run("import", old).out == (
            "actuals.toml: 2 already known\n"
            "2 of those known already were revised or withdrawn by their source and do not count: "
            "exporttrack history shows them\n"
        )
        assert run("history", "--format", "csv", "-o", "h.csv").code == 0
        assert run("import", "h.csv").out == "actuals.toml: 4 already known\n"

    def test_a_dry_run_says_the_same_and_keeps_nothing(self, here: Path, run: Run) -> None:
        folder(here, OLD)
        name = write(here, "x.csv", FIGURES)
        dry = run("import", name, "--dry-run")
        assert (here / "actuals.toml").read_text() == OLD
        wet = run("import", name)
        assert dry.out.startswith("actuals.toml (not written): 1 revised\n")
        assert dry.out.replace(" (not written)", "") == wet.out

    def test_a_dry_run_makes_no_journal(self, here: Path, run: Run) -> None:
        assert run("import", write(here, "x.csv", FIGURES), "--dry-run").code == 0
        assert not (here / "actuals.toml").exists()

    @pytest.mark.parametrize("text", ["series,period,value\n", "series,period,value\n,,\n\n"])
    def test_a_file_without_figures(self, text: str, here: Path, run: Run) -> None:
        ran = run("import", write(here, "x.csv", text))
        assert (ran.code, ran.out) == (0, "actuals.toml: nothing to keep\n")
        assert not (here / "actuals.toml").exists()

    def test_what_does_not_count_is_said(self, here: Path, run: Run) -> None:
        run("record", "exports=18bn", "--period=2025", "--source=GSO")
        text = (
            "series,period,value,status,published,source\n"
            "exports,2025,19bn,final,2026-01-15,gso\n"  # earlier than the day it was recorded
            "exports,2025,20bn,,2025-12-31,Ministry\n"
            "exports,2026,21bn,forecast,2025-12-31,Customs\n"
            "exports,2024,17bn,,2199-01-31,Customs\n"
            "growth,2024,5.1,,2025-06-01,Customs\n"  # revises the line below it
            "growth,2024,4.8,,2025-01-15,Customs\n"
            "growth,2024,4.7,,2025-01-01,Ministry\n"
            "crafts,2024,1bn,,2025-01-15,Customs\n"
        )
        ran = run("import", write(here, "x.csv", text), "--dry-run")
        assert (ran.code, ran.err) == (0, "")
        assert re.sub(r"of \d{4}-\d\d-\d\d,", "of DAY,", said(ran)) == (
            "actuals.toml (not written): 8 new\n"
            "x.csv:2: exports 2025 = US$19 bn (final; gso; published 2026-01-15)\n"
            "   does not count: exports 2025 = US$18 bn (GSO) is of DAY, when it was recorded; add "
            "its `published` at actuals.toml:6\n"
            "x.csv:3: exports 2025 = US$20 bn (Ministry; published 2025-12-31)\n"
            "   stands beside exports 2025 = US$18 bn (GSO), which is used\n"
            "x.csv:4: exports 2026 = US$21 bn (forecast; Customs; published 2025-12-31)\n"
            "   a forecast is kept, and not judged\n"
            "x.csv:5: exports 2024 = US$17 bn (Customs; published 2199-01-31)\n"
            "   counts from 2199-01-31 on\n"
            "x.csv:8: growth 2024 = 4.7 % (Ministry; published 2025-01-01)\n"
            "   stands beside growth 2024 = 5.1 % (Customs), which is used\n"
        )

    def test_of_many_that_do_not_count_the_first_and_the_number(self, here: Path, run: Run) -> None:
        rows = "".join(f"exports,{year},1bn,forecast,A\n" for year in range(2000, 2025))
        ran = run("import", write(here, "x.csv", f"series,period,value,status,source\n{rows}"))
        said = ran.out.splitlines()
        assert said[0] == "actuals.toml: 25 new"
        assert said.count("   a forecast is kept, and not judged") == 20
        assert said[-1] == "and 5 more that do not count"

    def test_of_many_revisions_the_first_and_the_number(self, here: Path, run: Run) -> None:
        rows = [f"exports,{year},1bn,{{}},A" for year in range(2000, 2025)]
        for name, day in (("a.csv", "2025-01-01"), ("b.csv", "2025-02-01")):
            text = "series,period,value,published,source\n" + "\n".join(rows).format(*[day] * 25)
            lines = run("import", write(here, name, text.replace("1bn,2025-02", "2bn,2025-02"))).out
        said = lines.splitlines()
        assert said[0] == "actuals.toml: 25 revised"
        assert said[1] == "b.csv:2: exports 2000 = US$2 bn (A; published 2025-02-01)"
        assert said[39:42] == [
            "b.csv:21: exports 2019 = US$2 bn (A; published 2025-02-01)",
            "   revises US$1 bn: +US$1 bn (+100 %)",
            "and 5 more revisions",
        ]

    def test_what_is_recorded_keeps_its_moment(self, here: Path, run: Run) -> None:
        text = "series,period,value,recorded\nexports,2024,1bn,2020-05-19T08:00:00Z\n"
        run("import", write(here, "x.csv", text))
        (one,) = kept(here / "actuals.toml")
        assert one.recorded is not None
        assert one.recorded.isoformat() == "2020-05-19T08:00:00+00:00"

    def test_a_withdrawal(self, here: Path, run: Run) -> None:
        folder(here, OLD)
        text = "series,period,value,source\nexports,2024,withdrawn,Customs\n"
        ran = run("import", write(here, "x.csv", text))
        assert ran.out.splitlines()[:3] == [
            "actuals.toml: 1 revised",
            "x.csv:2: exports 2024 = withdrawn (Customs)",
            "   withdraws US$19 bn",
        ]

    def test_a_withdrawal_of_a_figure_of_the_same_file(self, here: Path, run: Run) -> None:
        text = (
            "series,period,value,published,source\n"
            "exports,2024,withdrawn,2025-03-01,Customs\n"
            "exports,2024,91bn,2025-02-01,Customs\n"
        )
        name = write(here, "x.csv", text)
        ran = run("import", name)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("actuals.toml: 2 new\n")
        assert run("import", name).out == "actuals.toml: 2 already known\n"

    @pytest.mark.parametrize("force", [(), ("--force",)])
    def test_withdrawals_of_nothing_are_refused(
        self, here: Path, run: Run, force: tuple[str, ...]
    ) -> None:
        folder(here, OLD)
        text = (
            "series,period,value,published,source\n"
            "exports,2024,withdrawn,2025-03-01,Custom\n"
            "exports,2024,withdrawn,2025-03-01,Ministry of Trade\n"
            "exports,2023,withdrawn,2025-03-01,Customs\n"
            "exports,2024,withdrawn,2025-03-01,customs\n"
        )
        before = (here / "actuals.toml").read_bytes()
        ran = run("import", write(here, "x.csv", text), *force)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "x.csv:2:35: error: there is no figure of Custom for exports 2024 to withdraw\n"
            "    2 | exports,2024,withdrawn,2025-03-01,Custom\n"
            "      |                                   ^^^^^^\n"
            '   hint: did you mean "Customs"?\n'
            "x.csv:3:35: error: there is no figure of Ministry of Trade for exports 2024 to "
            "withdraw\n"
            "    3 | exports,2024,withdrawn,2025-03-01,Ministry of Trade\n"
            "      |                                   ^^^^^^^^^^^^^^^^^\n"
            '   hint: name the source that withdraws it: "Customs"\n'
            "x.csv:4:35: error: there is no figure of Customs for exports 2023 to withdraw\n"
            "    4 | exports,2023,withdrawn,2025-03-01,Customs\n"
            "      |                                   ^^^^^^^\n"
            "   hint: check the period, or leave the record out: there is no figure of any source\n"
            "3 errors in 1 file\n"
        )
        assert (here / "actuals.toml").read_bytes() == before

    def test_a_withdrawal_whose_figure_is_faulty_waits_for_it(self, here: Path, run: Run) -> None:
        text = "series,period,value,source\nexports,2024,x,A\nexports,2024,withdrawn,A\n"
        ran = run("import", write(here, "x.csv", text))
        assert ran.err.endswith("1 error in 1 file\n")


class TestAllOrNone:
    def test_every_faulty_row_is_listed_and_nothing_kept(self, here: Path, run: Run) -> None:
        folder(here, OLD)
        text = (
            "series,period,value,unit,published,source\n"
            "exports,2023,17bn,USD,2024-01-15,Customs\n"
            'exports,2022,"17,1",USD,2024-01-15,Customs\n'
            "exports,2021-Q5,1 234,EUR,yesterday,Customs\n"
            "export,2020,1bn,,,Customs\n"
            "growth,2024,4.8 USD,,,Customs\n"
        )
        ran = run("import", write(here, "x.csv", text))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            'x.csv:3:14: error: "17,1" has a comma; numbers use a dot for decimals and no '
            "grouping\n"
            '    3 | exports,2022,"17,1",USD,2024-01-15,Customs\n'
            "      |              ^^^^^^\n"
            "   hint: write 17.1, or import it with --decimal-mark , where the comma is the "
            "decimal mark\n"
            'x.csv:4:9: error: "2021-Q5" is not a quarter\n'
            "    4 | exports,2021-Q5,1 234,EUR,yesterday,Customs\n"
            "      |         ^^^^^^^\n"
            "   hint: they run from Q1 to Q4\n"
            'x.csv:4:17: error: "1 234" has blanks or marks inside the number\n'
            "    4 | exports,2021-Q5,1 234,EUR,yesterday,Customs\n"
            "      |                 ^^^^^\n"
            "   hint: write 1234\n"
            'x.csv:4:23: error: the unit is "EUR", the series `exports` is in USD\n'
            "    4 | exports,2021-Q5,1 234,EUR,yesterday,Customs\n"
            "      |                       ^^^\n"
            "   hint: give the figure in USD, or name the series that it is of\n"
            'x.csv:4:27: error: "yesterday" is not a date of publication\n'
            "    4 | exports,2021-Q5,1 234,EUR,yesterday,Customs\n"
            "      |                           ^^^^^^^^^\n"
            "   hint: write 2024-05-19, 2024-05 or 2024\n"
            "x.csv:5:1: error: no series named `export` in the targets file\n"
            "    5 | export,2020,1bn,,,Customs\n"
            "      | ^^^^^^\n"
            "   hint: did you mean `exports`?\n"
            'x.csv:6:13: error: "4.8 USD" is in USD, the series is in percent\n'
            "    6 | growth,2024,4.8 USD,,,Customs\n"
            "      |             ^^^^^^^\n"
            "   hint: give the figure in the unit of the series, or name the series that it is of\n"
            "7 errors in 1 file\n"
            "--skip-unknown passes over rows of series that the targets file does not have\n"
        )
        assert (here / "actuals.toml").read_text() == OLD

    def test_the_first_twenty_and_a_count(self, here: Path, run: Run) -> None:
        rows = "".join(f"exports,{year},?,\n" for year in range(2000, 2025))
        ran = run("import", write(here, "x.csv", f"series,period,value,source\n{rows}"))
        assert ran.err.count(": error: ") == 20
        assert 'x.csv:21:14: error: "?" is not a number\n' in ran.err
        assert ran.err.endswith("and 5 more\n25 errors in 1 file\n")

    def test_rows_that_contradict_each_other(self, here: Path, run: Run) -> None:
        text = "series,period,value,source\nexports,2024,1bn,A\nexports,2024,2bn,a\n"
        ran = run("import", write(here, "x.csv", text))
        assert ran.err == (
            "x.csv:3:14: error: two figures of a for exports 2024: 2000000000 here, "
            "1000000000 at x.csv:2\n"
            "    3 | exports,2024,2bn,a\n"
            "      |              ^^^\n"
            "   hint: give the later one its own `published`, such as 2026-01-31, or remove one\n"
            "1 error in 1 file\n"
        )

    def test_a_row_that_would_contradict_the_journal(self, here: Path, run: Run) -> None:
        folder(here, OLD)
        text = (
            "series,period,value,published,source,recorded\n"
            "exports,2024,20bn,2025-01-15,Customs,2026-01-01T00:00:00Z\n"
        )
        ran = run("import", write(here, "x.csv", text))
        assert ran.err == (
            "x.csv:2:14: error: two figures of Customs for exports 2024: 20000000000 here, "
            "19000000000 at actuals.toml:2\n"
            "    2 | exports,2024,20bn,2025-01-15,Customs,2026-01-01T00:00:00Z\n"
            "      |              ^^^^\n"
            "   hint: give the later one its own `published`, such as 2026-01-31, or remove one\n"
            "1 error in 1 file\n"
        )
        assert (here / "actuals.toml").read_text() == OLD

    def test_it_is_told_with_the_other_faults_of_the_file(self, here: Path, run: Run) -> None:
        folder(here, OLD)
        record = '"period": "2024", "published": "2025-01-15", "source": "Customs"'
        moment = '"recorded": "2026-01-01T00:00:00Z"'
        ones = [
            f'{{"series": "{name}", "value": "20bn", {record}, {moment}}}'
            for name in ("exports", "exprots")
        ]
        ran = run("import", write(here, "x.jsonl", "\n".join(ones)))
        assert re.findall(r"^x.jsonl:[0-9:]+", ran.err, re.MULTILINE) == [
            "x.jsonl:1:32:",
            "x.jsonl:2:12:",
        ]

    def test_two_rows_that_recording_would_make_contradict(self, here: Path, run: Run) -> None:
        """The one without a day would be of today, when it is recorded, as is the other."""
        today = datetime.now(UTC).date()
        rows = f"exports,2024,1bn,,A\nexports,2024,2bn,{today},A\n"
        text = f"series,period,value,published,source\n{rows}"
        ran = run("import", write(here, "x.csv", text))
        assert ran.err.startswith("x.csv:3:14: error: two figures of A for exports 2024")
        assert not (here / "actuals.toml").exists()

    def test_a_moment_in_the_future(self, here: Path, run: Run) -> None:
        record = '"series": "exports", "period": "2024", "value": 1'
        text = f'[{{{record}, "recorded": "9999-12-31T23:59:59.999999Z"}}]'
        ran = run("import", write(here, "x.json", text))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "x.json:1: error: recorded 9999-12-31T23:59:59.999999+00:00 lies in the future\n"
            "   hint: leave `recorded` out\n"
            "1 error in 1 file\n"
        )
        assert not (here / "actuals.toml").exists()

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            pytest.param("x.xlsx", b"PK\x03\x04\x14\x00\xca", id="of Excel"),
            pytest.param("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", id="of Excel, the old form"),
            pytest.param("x.csv", b"PK\x03\x04\x14", id="under another name"),
        ],
    )
    def test_a_workbook(self, name: str, data: bytes, here: Path, run: Run) -> None:
        ran = run("import", write(here, name, data))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            f"{name}: error: the file is a workbook, not text\n"
            "   hint: save its sheet as CSV (UTF-8), and give that file\n"
            "1 error in 1 file\n"
        )

    @pytest.mark.parametrize("field", ["source", "url", "note", "unit"])
    def test_half_a_letter(self, field: str, here: Path, run: Run) -> None:
        text = f'[{{"series": "exports", "period": "2024", "value": 1, "{field}": "\\ud800"}}]'
        ran = run("import", write(here, "x.json", text))
        column = text.index('"\\ud800"') + 1
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            f"x.json:1:{column}: error: a text has half a letter in it\n"
            f"    1 | {text}\n"
            f"      | {' ' * (column - 1)}^^^^^^^^\n"
            "   hint: write it out\n"
            "1 error in 1 file\n"
        )
        assert not (here / "actuals.toml").exists()

    def test_a_blank_moment_is_none(self, here: Path, run: Run) -> None:
        text = 'series,period,value,recorded\nexports,2024,1," "\nexports,2025,1,\n'
        assert run("import", write(here, "x.csv", text)).code == 0
        first, second = kept(here / "actuals.toml")
        assert first.recorded is not None
        assert first.recorded == second.recorded

    def test_a_slip_of_scale_is_refused_unless_forced(self, here: Path, run: Run) -> None:
        folder(here, OLD)
        rows = "exports,2025,20890\nexports,2026,20bn\nexports,2027,20890tn\n"
        name = write(here, "x.csv", f"series,period,value\n{rows}")
        ran = run("import", name)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "x.csv:2: error: exports 2025 = US$20,890 is a hundredth of any figure of the series, "
            "or less; the nearest is exports 2024 = US$19 bn (Customs)\n"
            "   hint: check the unit and the suffix (k, M, bn); if it is right, give --force\n"
            "x.csv:4: error: exports 2027 = US$20,890 tn is a hundred times any figure of the "
            "series, or more; the nearest is exports 2024 = US$19 bn (Customs)\n"
            "   hint: check the unit and the suffix (k, M, bn); if it is right, give --force\n"
            "2 errors in 1 file\n"
        )
        assert (here / "actuals.toml").read_text() == OLD
        name = write(here, "x.csv", "series,period,value\nexports,2025,20890\n")
        assert run("import", name, "--scale", "M").code == 0
        other = write(here, "y.csv", "series,period,value\nexports,2026,20890\n")
        assert run("import", other, "--force").code == 0

    def test_a_slip_among_the_first_figures_is_refused_unless_forced(
        self, here: Path, run: Run
    ) -> None:
        rows = "exports,2023,18bn\nexports,2024,19000\nexports,2025,20bn\n"
        name = write(here, "x.csv", f"series,period,value\n{rows}")
        ran = run("import", name)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "x.csv:3: error: exports 2024 = US$19,000 is a hundredth of any figure of the series, "
            "or less; the nearest is exports 2023 = US$18 bn\n"
            "   hint: check the unit and the suffix (k, M, bn); if it is right, give --force\n"
            "1 error in 1 file\n"
        )
        assert not (here / "actuals.toml").exists()
        assert run("import", name, "--force").code == 0
        assert run("history", "--format", "csv", "-o", "h.csv").code == 0
        assert run("import", "h.csv", "--actuals", "other.toml").code == 0

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            pytest.param(
                "nofile.csv",
                "exporttrack: error: there is no file nofile.csv\n   hint: check the path\n",
                id="no file",
            ),
            pytest.param(
                ".",
                "exporttrack: error: . is a folder, not a file\n   hint: name a file in .\n",
                id="a folder",
            ),
            pytest.param(
                "x.xlsx",
                "exporttrack: error: no reader for x.xlsx\n"
                "   hint: the endings are .toml, .csv, .tsv, .json, .jsonl, .ndjson\n",
                id="another format",
            ),
        ],
    )
    def test_no_file_to_read(self, name: str, expected: str, here: Path, run: Run) -> None:
        write(here, "x.xlsx", b"PK")
        ran = run("import", name)
        assert (ran.code, ran.out, ran.err) == (2, "", expected)

    def test_the_targets_file_is_no_file_of_figures(self, here: Path, run: Run) -> None:
        ran = run("import", "targets.toml")
        assert ran.code == 2
        assert "figures stand under [[actual]], series and targets in the targets file" in ran.err


class TestUnknown:
    TEXT = "series,period,value\nwood,2024,1\nexports,2024,1bn\nwood,2025,2\nglass,2024,?\n"

    def test_is_a_fault(self, here: Path, run: Run) -> None:
        ran = run("import", write(here, "x.csv", self.TEXT))
        assert ran.code == 2
        assert ran.err.count("no series named") == 3
        assert ran.err.endswith(
            "--skip-unknown passes over rows of series that the targets file does not have\n"
        )
        assert not (here / "actuals.toml").exists()

    def test_is_passed_over_when_asked(self, here: Path, run: Run) -> None:
        ran = run("import", write(here, "x.csv", self.TEXT), "--skip-unknown")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.splitlines()[:2] == [
            "actuals.toml: 1 new",
            "passed over: 3 rows of series that the targets file does not have: wood 2, glass 1",
        ]
        assert value_and_source(here) == [("exports", "2024", "1000000000", None)]

    def test_a_row_that_names_none_is_a_fault_all_the_same(self, here: Path, run: Run) -> None:
        text = '[{"series": ["exports"], "period": "2024", "value": 1}, {"period": "2024"}]'
        ran = run("import", write(here, "x.json", text), "--skip-unknown")
        assert [line for line in ran.err.splitlines() if ": error: " in line] == [
            "x.json:1:13: error: a list is not text",
            "x.json:1:57: error: the record lacks `series`",
            "x.json:1:57: error: the record lacks `value`",
        ]


class TestPublished:
    """A table of published figures as it was collected: other names, other rows, odd notes."""

    def test_without_names_for_its_columns(self, here: Path, run: Run) -> None:
        shutil.copy(DATA / "published_figures.csv", here)
        ran = run("import", "published_figures.csv")
        assert ran.code == 2
        assert ran.err.splitlines()[-3:] == [
            "6 errors in 1 file",
            "--skip-unknown passes over rows of series that the targets file does not have",
            "columns that were not read: source_title, source_url (--map COLUMN=FIELD reads one)",
        ]

    def test_what_is_kept_of_it(self, here: Path, run: Run) -> None:
        shutil.copy(DATA / "published_figures.csv", here)
        ran = run("import", "published_figures.csv", *MAPPED, "--skip-unknown")
        assert (ran.code, ran.err) == (0, "")
        assert said(ran) == (
            "actuals.toml: 6 new\n"
            "published_figures.csv:5: exports 2021 = US$15.5 bn (Import-Export Report 2021; "
            "published 2022-04)\n"
            "   stands beside exports 2021 = US$16 bn (The Daily: surge in turnover), which is "
            "used\n"
            "passed over: 4 rows of series that the targets file does not have: "
            "hanoi_craft_village_exports_typical_year 1, hanoi_exports_ceramics 1, "
            "target_hanoi_handicraft_exports 1, target_hanoi_handicraft_exports_growth_yoy_min 1\n"
            "exports: no-data -> on-track\n"
        )
        found = [one._replace(recorded=None) for one in kept(here / "actuals.toml")]
        assert found[:2] == [
            Observation(
                series="crafts",
                period=parse_period("2018"),
                value=Decimal(192_000_000),
                published=date(2019, 8, 22),
                source="The Daily: Hanoi promotes handicrafts",
                url="https://daily.example/1",
                note="Group turnover in 2018, the city's own figure.",
            ),
            Observation(
                series="crafts",
                period=parse_period("2019-01/2019-09"),
                value=Decimal(166_600_000),
                published=date(2019, 10, 16),
                source="Cong Thuong: Xuat khau hang thu cong my nghe tang 8,2%",
                url="https://congthuong.example/2?a=1&amp;b=2",
            ),
        ]
        assert [(one.status, str(one.published)) for one in found[2:]] == [
            (None, "2022-04"),
            ("estimate", "2022"),
            (None, "None"),
            ("estimate", "2025-01-02"),
        ]

    @pytest.mark.skipif(PUBLISHED not in os.environ, reason=f"{PUBLISHED} names no file")
    def test_the_shipped_figures_are_what_is_made_from_the_table(
        self, run: Run, tmp_path: Path
    ) -> None:
        shutil.copy(ROOT / "targets.toml", tmp_path)
        table = os.environ[PUBLISHED]
        assert run("import", table, *MAPPED, "--skip-unknown").code == 0
        made, shipped = (
            [one._replace(recorded=None) for one in kept(path)]
            for path in (tmp_path / "actuals.toml", ROOT / "actuals.toml")
        )
        assert len(made) == 66
        assert made == shipped


def test_others_may_write_while_standard_input_has_not_ended(here: Path) -> None:
    command = [sys.executable, "-m", "exporttrack"]
    waiting = subprocess.Popen(
        [*command, "import", "-"], cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert waiting.stdin is not None
    waiting.stdin.write(FIGURES[:30].encode())
    waiting.stdin.flush()
    record = [*command, "record", "exports=1bn", "--period", "2023"]
    assert subprocess.run(record, cwd=here, timeout=20, capture_output=True).returncode == 0
    out, _ = waiting.communicate(FIGURES[30:].encode(), timeout=20)
    assert out.decode().startswith("actuals.toml: 1 new\n")
    assert [str(one.period) for one in kept(here / "actuals.toml")] == ["2023", "2024"]


def test_the_targets_that_are_named_decide_what_is_known(here: Path, run: Run) -> None:
    other = here / "other"
    folder(other)
    (other / "targets.toml").write_text(TARGETS.replace("exports", "sales"), encoding="utf-8")
    text = "series,period,value\nsales,2024,1bn\n"
    ran = run("import", write(here, "x.csv", text), "--targets", "other/targets.toml")
    assert ran.out.startswith("other/actuals.toml: 1 new\n")


def test_json_numbers_keep_their_digits(here: Path, run: Run) -> None:
    value = "1234567.123456789012345678901"
    record = json.dumps({"series": "crafts", "period": "2024", "value": 0})
    write(here, "x.json", f"[{record.replace(': 0', f': {value}')}]")
    run("import", "x.json")
    assert f"value = {value}\n" in (here / "actuals.toml").read_text()
