"""exporttrack record: what is kept, what is said of it, what is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Ran, Run, run_process

TARGETS = """\
format = 1
title = "Small"

[series.exports]
title = "Exports"
unit = "USD"
codes = ["hanoi_exports"]
prefer = ["customs"]

[series.sales]
title = "Sales at home"
unit = "USD"

[series.growth]
title = "Growth as published"
unit = "percent"

[series.jobs]
title = "Jobs"
unit = "jobs"
measure = "stock"

[series.workers]
title = "All who work"
unit = "jobs"
measure = "stock"

[series.spending]
title = "Spending"
unit = "VND"

[targets.value]
title = "Value of exports"
kind = "level"
series = "exports"
min = "500M"
by = 2024

[targets.pace]
title = "Growth of sales"
kind = "growth"
series = "sales"
measured_by = "growth"
phases = [{ from = 2024, to = 2024, min = 5, max = 6 }]

[targets.share]
title = "Jobs in exports"
kind = "share"
part = "jobs"
total = "workers"
min = 1
by = 2024
"""
HEAD = """\
# Figures, each with its source. New ones are appended by `exporttrack record` and
# `exporttrack import`; what stands here is never rewritten.

format = 1
"""
STILL = (
    "value: still awaiting-data. 2024 is over and no figure for it is known yet; the latest is "
    "US$480 M in 2023.\n"
)
RECORDED = re.compile(r"^recorded = \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{6})?\+00:00$", re.M)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """A folder with targets and without a figure."""
    (tmp_path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    return tmp_path


def journal(folder: Path) -> str:
    """What stands in the journal, without the moments when it was recorded."""
    return RECORDED.sub("recorded = …", (folder / "actuals.toml").read_text("utf-8"))


def kept(ran: Ran) -> str:
    """What is said of figures that are kept."""
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def refused(ran: Ran) -> str:
    """What is said of figures that are not."""
    assert (ran.code, ran.out) == (2, "")
    return ran.err


CUSTOMS = ("--period", "2024", "--source", "Customs")


class TestOneFigure:
    def test_it_is_said_what_was_kept_where_and_what_changed_by_it(
        self, run: Run, folder: Path
    ) -> None:
        assert kept(run("record", "exports=480M", *CUSTOMS)) == (
            "actuals.toml:6: exports 2024 = US$480 M (Customs)\n"
            "value: awaiting-data -> missed. "
            "US$480 M in 2024: US$20 M (4 %) below the target of at "
            "least US$500 M.\n"
        )
        assert journal(folder) == HEAD + (
            '\n[[actual]]\nseries = "exports"\nperiod = "2024"\nvalue = 480000000\n'
            'source = "Customs"\nrecorded = …\n'
        )

    def test_every_option_is_written_and_said(self, run: Run, folder: Path) -> None:
        said = kept(
            run(
                *("record", "spending=2.5 tỷ", "--period", "2024-Q3", "--published", "2024-10-15"),
                *("--source", "Cục Thống kê", "--url", "https://cucthongke.vn/q3"),
                *("--status", "provisional", "--note", 'three months, "first" figure'),
            )
        )
        assert said == (
            "actuals.toml:6: spending 2024-Q3 = 2.5 bn VND (provisional; Cục Thống kê; "
            'published 2024-10-15; three months, "first" figure)\n'
        )
        assert journal(folder) == HEAD + (
            '\n[[actual]]\nseries = "spending"\nperiod = "2024-Q3"\nvalue = 2500000000\n'
            'status = "provisional"\npublished = 2024-10-15\nsource = "Cục Thống kê"\n'
            'url = "https://cucthongke.vn/q3"\nnote = "three months, \\"first\\" figure"\n'
            "recorded = …\n"
        )

    def test_a_month_of_publication_is_kept_as_it_is(self, run: Run, folder: Path) -> None:
        said = kept(run("record", "spending=5", "--period=2024-01/2024-03", "--published=2024-12"))
        assert said == "actuals.toml:6: spending 2024-Q1 = 5 VND (published 2024-12)\n"
        assert 'published = "2024-12"\n' in journal(folder)

    def test_all_digits_are_said(self, run: Run) -> None:
        said = kept(run("record", "spending=1234567890.25", "--period=2024"))
        assert said == "actuals.toml:6: spending 2024 = 1.23456789025 bn VND\n"

    def test_a_series_may_be_named_by_a_code_of_others(self, run: Run, folder: Path) -> None:
        said = kept(run("record", "hanoi_exports=480M", "--period", "2023"))
        assert said == f"actuals.toml:6: exports 2023 = US$480 M\n{STILL}"
        assert 'series = "exports"\n' in journal(folder)

    def test_texts_are_kept_as_a_file_would_have_them(self, run: Run, folder: Path) -> None:
        """Blanks around them are none; letters are composed, however the keyboard writes them."""
        decomposed = "  Cu\u0323c Tho\u0302\u0301ng ke\u0302 "
        kept(run("record", "exports=480M", "--period=2023", f"--source={decomposed}", "--note= "))
        assert journal(folder).endswith('source = "Cục Thống kê"\nrecorded = …\n')
        said = kept(run("record", "exports=480M", "--period=2023", "--source=Cục Thống kê"))
        assert said == (
            "actuals.toml:6: exports 2023 = US$480 M (Cục Thống kê)\n"
            "   already known, not kept again\n"
        )

    def test_what_moves_a_terminal_is_written_out(self, run: Run, folder: Path) -> None:
        said = kept(run("record", "exports=480M", "--period=2023", "--note", "a\x1b[31m\nb"))
        assert said == f"actuals.toml:6: exports 2023 = US$480 M (a\\x1b[31m b)\n{STILL}"
        assert 'note = "a\\u001b[31m\\nb"\n' in journal(folder)


class TestSeveralAtOnce:
    def test_they_are_kept_together(self, run: Run, folder: Path) -> None:
        said = kept(run("record", "exports=510M", "growth=5.5", "jobs=1_200", *CUSTOMS))
        assert said == (
            "actuals.toml:6: exports 2024 = US$510 M (Customs)\n"
            "actuals.toml:13: growth 2024 = 5.5 % (Customs)\n"
            "actuals.toml:20: jobs 2024 = 1,200 jobs (Customs)\n"
            "value: awaiting-data -> met. "
            "US$510 M in 2024: the target of at least US$500 M is met.\n"
            "pace.2024-2024: awaiting-data -> met. "
            "+5.5 % a year in 2024: within the target of 5-6 % a "
            "year.\n"
        )
        assert journal(folder).count("[[actual]]") == 3

    @pytest.mark.parametrize(
        ("last", "message"),
        [
            pytest.param("jobs=many", 'error: "many" is not a number\n', id="no number"),
            pytest.param("job=5", "error: no series named `job`\n", id="no series"),
            pytest.param("jobs=5%", "error: `jobs` is in jobs, the figure", id="another unit"),
            pytest.param("jobs", 'error: "jobs" is not SERIES=VALUE\n', id="no value"),
            pytest.param("exports=5", "error: `exports` is given twice\n", id="twice"),
            pytest.param("hanoi_exports=480M", "error: `exports` is given twice\n", id="two names"),
            pytest.param(
                "growth=withdrawn", "error: there is no figure of Customs", id="not there"
            ),
        ],
    )
    def test_or_not_at_all(self, last: str, message: str, run: Run, folder: Path) -> None:
        assert message in refused(run("record", "exports=480M", last, *CUSTOMS))
        assert not (folder / "actuals.toml").exists()


class TestValues:
    @pytest.mark.parametrize(
        ("written", "value"),
        [
            pytest.param("spending=480M", "480000000", id="480M"),
            pytest.param("exports=US$1.2bn", "1200000000", id="US$1.2bn"),
            pytest.param("growth=4.8%", "4.8", id="4.8%"),
            pytest.param("jobs=1_200_000", "1200000", id="1_200_000"),
            pytest.param("spending=2,5 tỷ", "2500000000", id="2,5 tỷ with the comma"),
            pytest.param("spending=12,5triệu", "12500000", id="12,5triệu with the comma"),
            pytest.param("growth=12,5", "12.5", id="12,5 with the comma"),
            pytest.param("spending=3 nghìn đồng", "3000", id="3 nghìn đồng"),
            pytest.param("exports=1.234", "1.234", id="1.234 is a decimal"),
            pytest.param("exports=−5", "-5", id="−5 with the minus sign"),
            pytest.param("exports = 5 ", "5", id="blanks around"),
            pytest.param("growth=0.10", "0.10", id="digits are kept as written"),
        ],
    )
    def test_are_kept_as_they_are_meant(
        self, written: str, value: str, run: Run, folder: Path
    ) -> None:
        mark = "," if "," in written else "."
        kept(run("record", written, "--period=2024", "--decimal-mark", mark))
        assert f"\nvalue = {value}\n" in journal(folder)

    @pytest.mark.parametrize(
        ("written", "message", "hint"),
        [
            pytest.param(
                "exports=12,5",
                '"12,5" has a comma; numbers use a dot for decimals and no grouping',
                "write 12.5, or give --decimal-mark , where the comma is the decimal mark",
                id="12,5",
            ),
            pytest.param(
                "exports=1,234",
                '"1,234" has a comma; numbers use a dot for decimals and no grouping',
                "write 1234, or give --decimal-mark , where the comma is the decimal mark",
                id="1,234",
            ),
            pytest.param(
                "exports=1.234,56",
                '"1.234,56" has a comma; numbers use a dot for decimals and no grouping',
                "write 1234.56, or give --decimal-mark , where the comma is the decimal mark",
                id="1.234,56",
            ),
            pytest.param(
                "exports=1 234",
                '"1 234" has blanks or marks inside the number',
                "write 1234",
                id="1 234",
            ),
            pytest.param(
                "exports=1e400",
                '"1e400" is too large or too small for a figure',
                "check the power",
                id="1e400",
            ),
            pytest.param(
                "exports=٣",
                '\u2068"٣" is not a number\u2069',
                "write digits, with a dot for decimals, such as 4.4 or 550M",
                id="a digit of another script",
            ),
            pytest.param(
                "exports=0x10",
                '"0x10" is not a number',
                "write digits, with a dot for decimals, such as 4.4 or 550M",
                id="0x10",
            ),
            pytest.param(
                "exports=1__0",
                '"1__0" is not a number',
                "an underscore or a decimal mark stands between two digits",
                id="1__0",
            ),
            pytest.param(
                "exports=nan",
                '"nan" is not a figure',
                "leave a figure out while it is not known",
                id="nan",
            ),
            pytest.param(
                "sales=5%",
                "`sales` is in USD, the figure is in percent",
                "a published share or rate of growth goes to `growth`",
                id="a percentage for an amount",
            ),
            pytest.param(
                "jobs=5%",
                "`jobs` is in jobs, the figure is in percent",
                "a published share or rate of growth needs a series of its own, in percent, which "
                "the target names with measured_by",
                id="a percentage that no series takes",
            ),
            pytest.param(
                "jobs=US$5",
                '"US$5" is in USD, the series is in jobs',
                "give the figure in the unit of the series, or name the series that it is of",
                id="dollars for jobs",
            ),
            pytest.param(
                "exports=5 tỷ đồng",
                '"5 tỷ đồng" is in VND, the series is in USD',
                "give the figure in the unit of the series, or name the series that it is of",
                id="đồng for dollars",
            ),
            pytest.param(
                "growth=$5",
                '"$5" is in USD, the series is in percent',
                "give the figure in the unit of the series, or name the series that it is of",
                id="dollars for a percentage",
            ),
            pytest.param(
                "exports",
                '"exports" is not SERIES=VALUE',
                "write exports=480M",
                id="no value",
            ),
            pytest.param("=5", '"=5" is not SERIES=VALUE', "write exports=480M", id="no series"),
            pytest.param(
                "export=5", "no series named `export`", "did you mean `exports`?", id="a slip"
            ),
            pytest.param(
                "xyz=5",
                "no series named `xyz`",
                "the series are exports, sales, growth, jobs, workers, spending",
                id="no series is like it",
            ),
            pytest.param(
                "value=5",
                "no series named `value`",
                "`value` is a target; its figures are those of `exports`",
                id="a target without published rates",
            ),
            pytest.param(
                "share=5%",
                "no series named `share`",
                "`share` is a target; its figures are those of `jobs` and `workers`",
                id="a share",
            ),
        ],
    )
    def test_are_refused_with_a_hint(
        self, written: str, message: str, hint: str, run: Run, folder: Path
    ) -> None:
        said = refused(run("record", written, "--period=2024"))
        assert said == f"exporttrack: error: {message}\n   hint: {hint}\n"
        assert not (folder / "actuals.toml").exists()

    @pytest.mark.parametrize("name", ["pace", "pace.2024-2024"])
    def test_a_published_rate_goes_to_the_series_that_the_target_names(
        self, name: str, run: Run, folder: Path
    ) -> None:
        assert kept(run("record", f"{name}=4.8%", *CUSTOMS)) == (
            "actuals.toml:6: growth 2024 = 4.8 % (Customs)\n"
            "pace.2024-2024: awaiting-data -> missed. "
            "+4.8 % a year in 2024: 0.2 pp below the target of "
            "5-6 % a year.\n"
        )
        assert 'series = "growth"\n' in journal(folder)


class TestOptions:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            pytest.param(
                ["--period=2024-13"],
                'error: --period: "2024-13" has no month 13\n   hint: they run from 01 to 12\n',
                id="no such month",
            ),
            pytest.param(
                ["--period=2024", "--published=yesterday"],
                'error: --published: "yesterday" is not a date of publication\n'
                "   hint: write 2024-05-19, 2024-05 or 2024\n",
                id="no date",
            ),
            pytest.param(
                ["--period=2024", "--status=prelim"],
                'error: --status: "prelim" is not a status; it is one of final, provisional, '
                "estimate, forecast\n   hint: leave it out where the source does not say\n",
                id="no status",
            ),
            pytest.param(
                ["--period=2024", "--decimal-mark=;"],
                'error: --decimal-mark: ";" is neither . nor ,\n   hint: write --decimal-mark ,\n',
                id="no decimal mark",
            ),
            pytest.param(
                [],
                "error: `--period` is missing\n   hint: as in: exporttrack record "
                "handicraft_exports=480M --period 2025 --source MoIT\n",
                id="no period",
            ),
            pytest.param(
                ["--period=2024", "--qqq=x"],
                "error: `exporttrack record` has no option `--qqq`\n"
                "   hint: `exporttrack record --help` tells all\n",
                id="no such option",
            ),
            pytest.param(
                ["--period=2024", "--actuals=figures.csv"],
                "error: figures.csv is no journal: figures are kept in a .toml file\n"
                "   hint: give --actuals actuals.toml, and `exporttrack import figures.csv` for "
                "what is in it\n",
                id="a journal that is none",
            ),
            pytest.param(
                ["--period=2024", "--source=\udcff"],
                'error: --source: "\\udcff" is not UTF-8\n'
                "   hint: write it in a terminal or script that is\n",
                id="bytes that are no text",
            ),
        ],
    )
    def test_are_refused_with_a_hint(
        self, options: list[str], said: str, run: Run, folder: Path
    ) -> None:
        assert refused(run("record", "exports=5", *options)) == f"exporttrack: {said}"
        assert not (folder / "actuals.toml").exists()

    def test_without_a_figure(self, run: Run) -> None:
        said = refused(run("record", "--period=2024"))
        assert said == (
            "exporttrack: error: `SERIES=VALUE` is missing\n   hint: as in: exporttrack record "
            "handicraft_exports=480M --period 2025 --source MoIT\n"
        )

    def test_another_journal_and_other_targets(self, run: Run, folder: Path) -> None:
        (folder / "plan").mkdir()
        (folder / "targets.toml").rename(folder / "plan" / "ours.toml")
        said = kept(run("record", "jobs=5", "--period=2023", "--targets=plan/ours.toml"))
        assert said == "plan/actuals.toml:6: jobs 2023 = 5 jobs\n"
        options = ("--period=2023", "--targets=plan/ours.toml", "--actuals=own.toml")
        assert kept(run("record", "jobs=6", *options)) == "own.toml:6: jobs 2023 = 6 jobs\n"
        assert "value = 5\n" in (folder / "plan" / "actuals.toml").read_text()
        assert "value = 6\n" in (folder / "own.toml").read_text()

    def test_the_journal_of_the_variable(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EXPORTTRACK_ACTUALS", "own.toml")
        assert kept(run("record", "jobs=6", "--period=2023")) == (
            "own.toml:6: jobs 2023 = 6 jobs\n"
        )

    def test_the_shipped_files_are_not_written_to(self, run: Run, folder: Path) -> None:
        (folder / "targets.toml").unlink()
        before = (ROOT / "actuals.toml").read_bytes()
        assert refused(run("record", "total_exports=21bn", "--period=2026")) == (
            "exporttrack: error: there is no targets.toml here, and the shipped files are not "
            "written to\n"
            "   hint: run `exporttrack init` for files of your own, or `exporttrack init --example "
            "hanoi` for a copy of the shipped ones\n"
        )
        assert (ROOT / "actuals.toml").read_bytes() == before
        assert list(folder.iterdir()) == []

    def test_faulty_targets_are_reported_and_nothing_is_kept(self, run: Run, folder: Path) -> None:
        (folder / "targets.toml").write_text("titel = 'x'\n")
        assert refused(run("record", "exports=5", "--period=2024")).startswith("targets.toml:1:1: ")
        assert not (folder / "actuals.toml").exists()


class TestRevisions:
    @pytest.fixture(autouse=True)
    def first(self, folder: Path, run: Run) -> None:
        kept(run("record", "exports=480M", "growth=4.8", *CUSTOMS, "--published=2025-01-31"))

    def test_old_value_new_value_and_difference_are_said(self, run: Run) -> None:
        options = ("--period=2024", "--source=CUSTOMS", "--published=2025-03-31")
        assert kept(run("record", "exports=490.5M", "growth=5.1", *options)) == (
            "actuals.toml:22: exports 2024 = US$490.5 M (CUSTOMS; published 2025-03-31)\n"
            "   revises US$480 M: +US$10.5 M (+2.19 %)\n"
            "actuals.toml:30: growth 2024 = 5.1 % (CUSTOMS; published 2025-03-31)\n"
            "   revises 4.8 %: +0.3 pp\n"
            "value: still missed. "
            "US$490.5 M in 2024: US$9.5 M (1.9 %) below the target of at least "
            "US$500 M.\n"
            "pace.2024-2024: missed -> met. +5.1 % a year in 2024: within the target of 5-6 % a "
            "year.\n"
        )

    def test_downwards(self, run: Run) -> None:
        assert kept(run("record", "exports=470M", *CUSTOMS)) == (
            "actuals.toml:22: exports 2024 = US$470 M (Customs)\n"
            "   revises US$480 M: -US$10 M (-2.08 %)\n"
            "value: still missed. "
            "US$470 M in 2024: US$30 M (6 %) below the target of at least US$500 "
            "M.\n"
        )

    def test_the_identical_record_is_not_kept_twice(self, run: Run, folder: Path) -> None:
        before = (folder / "actuals.toml").read_bytes()
        again = ("exports=US$480M", "growth=4.8%", *CUSTOMS, "--published=2025-01-31")
        assert kept(run("record", *again)) == (
            "actuals.toml:6: exports 2024 = US$480 M (Customs; published 2025-01-31)\n"
            "   already known, not kept again\n"
            "actuals.toml:14: growth 2024 = 4.8 % (Customs; published 2025-01-31)\n"
            "   already known, not kept again\n"
        )
        assert (folder / "actuals.toml").read_bytes() == before

    def test_the_identical_record_of_a_figure_that_counts_no_more(self, run: Run) -> None:
        again = ("record", "exports=480M", *CUSTOMS, "--published=2025-01-31")
        same = (
            "actuals.toml:6: exports 2024 = US$480 M (Customs; published 2025-01-31)\n"
            "   already known, not kept again; does not count: "
        )
        kept(run("record", "exports=470M", *CUSTOMS, "--published=2025-02-28"))
        assert kept(run(*again)) == (
            f"{same}exports 2024 = US$470 M (Customs) is of a later day, 2025-02-28; give a later "
            "`published`, or none\n"
        )
        kept(run("record", "exports=withdrawn", *CUSTOMS, "--published=2025-03-31"))
        assert kept(run(*again)) == (
            f"{same}its source has withdrawn the figure on a later day; give a later `published`, "
            "or none\n"
        )
        assert "value: awaiting-data -> missed" in kept(run(*again[:-1]))

    def test_of_several_only_what_is_new_is_kept(self, run: Run) -> None:
        again = ("jobs=5", "exports=480M", *CUSTOMS, "--published=2025-01-31")
        assert kept(run("record", *again)) == (
            "actuals.toml:22: jobs 2024 = 5 jobs (Customs; published 2025-01-31)\n"
            "actuals.toml:6: exports 2024 = US$480 M (Customs; published 2025-01-31)\n"
            "   already known, not kept again\n"
        )

    def test_the_same_value_on_a_later_day(self, run: Run) -> None:
        said = kept(run("record", "exports=480M", *CUSTOMS, "--status=final"))
        assert said.splitlines()[:2] == [
            "actuals.toml:22: exports 2024 = US$480 M (final; Customs)",
            "   revises US$480 M: no difference",
        ]

    def test_an_earlier_day_is_kept_and_does_not_count(self, run: Run, folder: Path) -> None:
        said = kept(run("record", "exports=470M", *CUSTOMS, "--published=2024-12-31"))
        assert said == (
            "actuals.toml:22: exports 2024 = US$470 M (Customs; published 2024-12-31)\n"
            "   does not count: exports 2024 = US$480 M (Customs) is of a later day, "
            "2025-01-31; give a later `published`, or none\n"
        )
        assert journal(folder).count("[[actual]]") == 3

    def test_a_day_before_the_one_that_was_recorded_without(self, run: Run) -> None:
        kept(run("record", "sales=1bn", "--period=2024"))
        said = kept(run("record", "sales=2bn", "--period=2024", "--published=2025-01-31"))
        head, reason = said.splitlines()
        assert head == "actuals.toml:28: sales 2024 = US$2 bn (published 2025-01-31)"
        assert re.sub(r"\d{4}-\d\d-\d\d", "DAY", reason) == (
            "   does not count: sales 2024 = US$1 bn is of DAY, when it was recorded; add its "
            "`published` at actuals.toml:22"
        )

    def test_a_day_before_the_figure_was_withdrawn(self, run: Run) -> None:
        kept(run("record", "growth=withdrawn", *CUSTOMS))
        assert kept(run("record", "growth=5", *CUSTOMS, "--published=2025-02-28")) == (
            "actuals.toml:29: growth 2024 = 5 % (Customs; published 2025-02-28)\n"
            "   does not count: its source has withdrawn the figure on a later day; give a later "
            "`published`, or none\n"
        )

    def test_a_source_that_is_not_preferred_stands_beside(self, run: Run) -> None:
        assert kept(run("record", "exports=510M", "--period=2024", "--source=Ministry")) == (
            "actuals.toml:22: exports 2024 = US$510 M (Ministry)\n"
            "   stands beside exports 2024 = US$480 M (Customs), which is used\n"
        )

    def test_a_later_source_is_used_in_place_of_another(self, run: Run) -> None:
        assert kept(run("record", "growth=5.5", "--period=2024", "--source=Ministry")) == (
            "actuals.toml:22: growth 2024 = 5.5 % (Ministry)\n"
            "   is used in place of growth 2024 = 4.8 % (Customs): +0.7 pp\n"
            "pace.2024-2024: missed -> met. +5.5 % a year in 2024: within the target of 5-6 % a "
            "year.\n"
        )

    def test_a_forecast_of_a_year_to_come_counts_from_no_day_on(self, run: Run) -> None:
        coming = ("--period", "2190", "--status", "forecast", "--source", "ADB")
        assert kept(run("record", "exports=600M", *coming)) == (
            "actuals.toml:22: exports 2190 = US$600 M (forecast; ADB)\n"
            "   a forecast is kept, and not judged\n"
        )

    def test_a_forecast_changes_nothing(self, run: Run) -> None:
        assert kept(run("record", "exports=600M", *CUSTOMS, "--status=forecast")) == (
            "actuals.toml:22: exports 2024 = US$600 M (forecast; Customs)\n"
            "   a forecast is kept, and not judged\n"
        )

    def test_what_is_published_later_counts_from_then(self, run: Run) -> None:
        assert kept(run("record", "exports=600M", *CUSTOMS, "--published=2199-01-31")) == (
            "actuals.toml:22: exports 2024 = US$600 M (Customs; published 2199-01-31)\n"
            "   revises US$480 M: +US$120 M (+25 %); counts from 2199-01-31 on\n"
        )

    def test_a_period_that_has_not_begun_counts_from_then(self, run: Run) -> None:
        assert kept(run("record", "exports=600M", "--period=2199-Q3")) == (
            "actuals.toml:22: exports 2199-Q3 = US$600 M\n   counts from 2199-07-01 on\n"
        )

    def test_what_is_recorded_is_later_than_all_that_is_there(self, run: Run, folder: Path) -> None:
        """Also where the clock of another writer was ahead: the last one to write has the word."""
        path = folder / "actuals.toml"
        ahead = '[[actual]]\nseries = "jobs"\nperiod = "2024"\nvalue = 5\nsource = "Customs"\n'
        path.write_text(f"{ahead}recorded = 2199-12-31T23:59:59.999999Z\n")
        kept(run("record", "jobs=6", *CUSTOMS))
        assert path.read_text().endswith("recorded = 2200-01-01 00:00:00+00:00\n")

    def test_nothing_is_later_than_the_end_of_time(self, run: Run, folder: Path) -> None:
        path = folder / "actuals.toml"
        last = '[[actual]]\nseries = "jobs"\nperiod = "2024"\nvalue = 5\n'
        path.write_text(f"{last}recorded = 9999-12-31T23:59:59.999999Z\n")
        before = path.read_bytes()
        ran = run("record", "jobs=6", *CUSTOMS)
        assert (ran.code, ran.out) == (2, "")
        assert re.sub(r"such as \S+", "such as …", ran.err) == (
            "actuals.toml:1: error: recorded 9999-12-31 23:59:59.999999+00:00 lies in the future, "
            "and nothing can come after it\n"
            "   hint: write when it was recorded, such as …\n"
            "1 error in 1 file\n"
        )
        assert path.read_bytes() == before


class TestSlips:
    @pytest.fixture(autouse=True)
    def first(self, folder: Path, run: Run) -> None:
        kept(
            run("record", "exports=480M", "--period=2023", "--source=Customs", "--note=whole year")
        )

    def test_thousands_for_units_are_refused(self, run: Run, folder: Path) -> None:
        before = (folder / "actuals.toml").read_bytes()
        assert refused(run("record", "exports=490_000", *CUSTOMS)) == (
            "exporttrack: error: exports 2024 = US$490,000 (Customs) is a hundredth of any figure "
            "of the series, or less; the nearest is exports 2023 = US$480 M (Customs)\n"
            "   hint: check the unit and the suffix (k, M, bn); if it is right, give --force\n"
        )
        assert (folder / "actuals.toml").read_bytes() == before

    def test_billions_for_millions_are_refused(self, run: Run, folder: Path) -> None:
        before = (folder / "actuals.toml").read_bytes()
        assert refused(run("record", "jobs=5", "exports=490bn", *CUSTOMS)) == (
            "exporttrack: error: exports 2024 = US$490 bn (Customs) is a hundred times any figure "
            "of the series, or more; the nearest is exports 2023 = US$480 M (Customs)\n"
            "   hint: check the unit and the suffix (k, M, bn); if it is right, give --force\n"
        )
        assert (folder / "actuals.toml").read_bytes() == before

    def test_force_keeps_them(self, run: Run) -> None:
        said = kept(run("record", "exports=490_000", *CUSTOMS, "--force"))
        assert said.startswith("actuals.toml:14: exports 2024 = US$490,000 (Customs)\n")

    def test_a_slip_that_was_withdrawn_does_not_excuse_the_next(self, run: Run) -> None:
        kept(run("record", "exports=490_000", *CUSTOMS, "--force"))
        kept(run("record", "exports=withdrawn", *CUSTOMS))
        assert "a hundredth of any figure" in refused(run("record", "exports=490_000", *CUSTOMS))


class TestWithdrawals:
    @pytest.fixture(autouse=True)
    def first(self, folder: Path, run: Run) -> None:
        kept(run("record", "exports=510M", *CUSTOMS, "--published=2025-01-31"))

    def test_a_wrong_figure_is_ended_without_being_erased(self, run: Run, folder: Path) -> None:
        before = (folder / "actuals.toml").read_text()
        said = kept(
            run("record", "exports=withdrawn", "--period=2024", "--note=the figure was of 2023")
        )
        assert said == (
            "actuals.toml:14: exports 2024 = withdrawn (Customs; the figure was of 2023)\n"
            "   withdraws US$510 M\n"
            "value: met -> awaiting-data. 2024 is over and no figure for it is known yet.\n"
        )
        assert RECORDED.sub("recorded = …", (folder / "actuals.toml").read_text()) == (
            RECORDED.sub("recorded = …", before)
            + '\n[[actual]]\nseries = "exports"\nperiod = "2024"\nvalue = "withdrawn"\n'
            'source = "Customs"\nnote = "the figure was of 2023"\nrecorded = …\n'
        )

    def test_history_shows_it_and_reports_ignore_it(self, run: Run) -> None:
        kept(run("record", "exports=withdrawn", "--period=2024", "--note=the figure was of 2023"))
        history = kept(run("history", "exports", "--format=csv")).splitlines()
        assert [line.split(",")[:3] for line in history[1:]] == [
            ["exports", "2024", "510000000"],
            ["exports", "2024", "withdrawn"],
        ]
        assert "the figure was of 2023" in history[2]
        report = kept(run("report", "value", "--format=json"))
        assert '"status": "awaiting-data"' in report
        assert "510000000" not in report

    def test_a_figure_that_was_withdrawn_may_be_given_again(self, run: Run) -> None:
        kept(run("record", "exports=withdrawn", "--period=2024"))
        assert kept(run("record", "exports=510M", *CUSTOMS)) == (
            "actuals.toml:21: exports 2024 = US$510 M (Customs)\n"
            "value: awaiting-data -> met. "
            "US$510 M in 2024: the target of at least US$500 M is met.\n"
        )

    @pytest.mark.parametrize("word", ["withdrawn", "Withdrawn", " WITHDRAWN "])
    def test_the_word_in_any_letters(self, word: str, run: Run) -> None:
        said = kept(run("record", f"exports={word}", "--period=2024", "--source=CUSTOMS"))
        assert said.startswith(
            "actuals.toml:14: exports 2024 = withdrawn (Customs)\n   withdraws US$510 M\n"
        )

    def test_of_two_sources_one_must_be_named(self, run: Run, folder: Path) -> None:
        kept(run("record", "exports=490M", "--period=2024", "--source=Ministry"))
        kept(run("record", "exports=495M", "--period=2024"))
        before = (folder / "actuals.toml").read_bytes()
        assert refused(run("record", "exports=withdrawn", "--period=2024")) == (
            "exporttrack: error: exports 2024 has figures of 3 sources\n"
            '   hint: say whose is withdrawn: --source "Customs" or --source "Ministry" or '
            '--source ""\n'
        )
        assert (folder / "actuals.toml").read_bytes() == before
        assert kept(run("record", "exports=withdrawn", "--period=2024", "--source=customs")) == (
            "actuals.toml:27: exports 2024 = withdrawn (Customs)\n"
            "   withdraws US$510 M; exports 2024 = US$495 M is used instead\n"
            "value: met -> missed. US$495 M in 2024: US$5 M (1 %) below the target of at least "
            "US$500 M.\n"
        )
        assert kept(run("record", "exports=withdrawn", "--period=2024", "--source=")) == (
            "actuals.toml:34: exports 2024 = withdrawn\n"
            "   withdraws US$495 M; exports 2024 = US$490 M (Ministry) is used instead\n"
            "value: still missed. "
            "US$490 M in 2024: US$10 M (2 %) below the target of at least US$500 "
            "M.\n"
        )

    @pytest.mark.parametrize(
        ("options", "of"),
        [
            pytest.param(["--period=2023"], " for exports 2023", id="another period"),
            pytest.param(
                ["--period=2024", "--source=Ministry"],
                " of Ministry for exports 2024",
                id="another source",
            ),
            pytest.param(
                ["--period=2024", "--source="],
                " without a source for exports 2024",
                id="without a source",
            ),
        ],
    )
    def test_what_is_not_there_cannot_be_withdrawn(
        self, options: list[str], of: str, run: Run
    ) -> None:
        assert refused(run("record", "exports=withdrawn", *options)) == (
            f"exporttrack: error: there is no figure{of} to withdraw\n"
            "   hint: `exporttrack history exports` shows what there is\n"
        )

    def test_nor_twice(self, run: Run) -> None:
        kept(run("record", "exports=withdrawn", "--period=2024"))
        assert "there is no figure for exports 2024 to withdraw" in refused(
            run("record", "exports=withdrawn", "--period=2024")
        )

    def test_nor_before_it_was_published(self, run: Run) -> None:
        options = ("--period=2024", "--published=2024-12-31")
        assert refused(run("record", "exports=withdrawn", *options)) == (
            "exporttrack: error: --published 2024-12-31 is before the figure that is withdrawn "
            "(2025-01-31)\n   hint: leave --published out\n"
        )

    def test_what_is_published_later_is_withdrawn_as_of_then(self, run: Run) -> None:
        """Else it would come to count on that day after all."""
        kept(run("record", "exports=520M", *CUSTOMS, "--published=2199-01-31"))
        kept(run("record", "exports=500M", *CUSTOMS, "--published=2024-12-31"))
        assert kept(run("record", "exports=withdrawn", "--period=2024")) == (
            "actuals.toml:30: exports 2024 = withdrawn (Customs; published 2199-01-31)\n"
            "   withdraws US$520 M; counts from 2199-01-31 on\n"
        )


class TestWithImport:
    """What `record` shares with `import`: the rules by which a record is kept."""

    def test_a_correction_that_was_taken_back_comes_through_a_round_trip(
        self, run: Run, folder: Path
    ) -> None:
        for value in ("exports=470M", "exports=480M", "exports=470M", "exports=withdrawn"):
            kept(run("record", value, *CUSTOMS))
        kept(run("record", "exports=475M", *CUSTOMS))
        kept(run("record", "exports=withdrawn", *CUSTOMS))
        (folder / "all.csv").write_text(kept(run("history", "--format=csv")), encoding="utf-8")
        first = (folder / "actuals.toml").read_text()
        kept(run("import", "all.csv", "--actuals=copy.toml"))
        assert (folder / "copy.toml").read_text() == first
        assert kept(run("import", "all.csv")) == "actuals.toml: 6 already known\n"

    def test_what_no_date_would_put_in_order_is_refused(self, run: Run, folder: Path) -> None:
        kept(run("record", "jobs=5", "--period=2023"))
        path = folder / "actuals.toml"
        before = path.read_bytes()
        recorded = before.decode().partition("recorded = ")[2]
        text = f"series,period,value,recorded\njobs,2023,6,{recorded}"
        (folder / "other.csv").write_text(text)
        assert refused(run("import", "other.csv")) == (
            "other.csv:2:11: error: two figures without a source for jobs 2023: 6 here, 5 at "
            "actuals.toml:6\n"
            f"    2 | jobs,2023,6,{recorded}"
            "      |           ^\n"
            "   hint: give the later one its own `published`, such as 2026-01-31, or remove one\n"
            "1 error in 1 file\n"
        )
        assert path.read_bytes() == before


class TestDryRun:
    @pytest.fixture(autouse=True)
    def first(self, folder: Path, run: Run) -> None:
        kept(run("record", "exports=480M", *CUSTOMS))

    def test_it_says_what_would_be_and_changes_nothing(self, run: Run, folder: Path) -> None:
        path = folder / "actuals.toml"
        os.utime(path, ns=(1, 1))
        os.utime(folder, ns=(2, 2))
        before = path.read_bytes()
        said = kept(run("record", "exports=510M", "jobs=5", *CUSTOMS, "--dry-run"))
        assert said == (
            "actuals.toml (not written): exports 2024 = US$510 M (Customs)\n"
            "   revises US$480 M: +US$30 M (+6.25 %)\n"
            "actuals.toml (not written): jobs 2024 = 5 jobs (Customs)\n"
            "value: missed -> met. US$510 M in 2024: the target of at least US$500 M is met.\n"
            "Nothing was written (--dry-run).\n"
        )
        assert path.read_bytes() == before
        assert (path.stat().st_mtime_ns, folder.stat().st_mtime_ns) == (1, 2)

    def test_it_says_what_is_known_already(self, run: Run) -> None:
        assert kept(run("record", "exports=480M", *CUSTOMS, "--dry-run")) == (
            "actuals.toml:6: exports 2024 = US$480 M (Customs)\n"
            "   already known, not kept again\n"
            "Nothing was written (--dry-run).\n"
        )

    def test_it_makes_no_file(self, run: Run, folder: Path) -> None:
        options = ("--period=2023", "--actuals=own.toml", "--dry-run")
        assert kept(run("record", "jobs=5", *options)) == (
            "own.toml (not written): jobs 2023 = 5 jobs\nNothing was written (--dry-run).\n"
        )
        assert not (folder / "own.toml").exists()

    def test_it_refuses_what_would_be_refused(self, run: Run) -> None:
        said = refused(run("record", "exports=5", *CUSTOMS, "--dry-run"))
        assert "a hundredth of any figure" in said


EDITED = """\
# Our figures. Chép tay: Lan, 2025.
format = 1   # as ever

[[actual]] # from the yearbook
  series = 'exports'
  period = 2023
  value  = 480_000_000 # page 12
# a note at the end, without a line end"""


def test_comments_and_hand_edits_stay_as_they_are(run: Run, folder: Path) -> None:
    (folder / "actuals.toml").write_text(EDITED, encoding="utf-8")
    assert kept(run("record", "exports=490M", "--period=2023")) == (
        "actuals.toml:10: exports 2023 = US$490 M\n   revises US$480 M: +US$10 M (+2.08 %)\n"
        + STILL.replace("480", "490")
    )
    assert journal(folder) == EDITED + (
        '\n\n[[actual]]\nseries = "exports"\nperiod = "2023"\nvalue = 490000000\nrecorded = …\n'
    )


def test_a_journal_that_contradicts_itself_is_reported(run: Run, folder: Path) -> None:
    block = '[[actual]]\nseries = "jobs"\nperiod = "2024"\nvalue = '
    text = f"{block}5\n{block}6\n"
    (folder / "actuals.toml").write_text(text)
    assert refused(run("record", "exports=490M", "--period=2023")) == (
        "actuals.toml:8:9: error: two figures without a source for jobs 2024: 6 here, 5 at "
        "actuals.toml:1\n"
        "    8 | value = 6\n"
        "      |         ^\n"
        "   hint: give the later one its own `published`, such as 2026-01-31, or remove one\n"
        "1 error in 1 file\n"
    )
    assert (folder / "actuals.toml").read_text() == text


class TestStreams:
    def test_in_a_pipe_with_letters_that_it_cannot_show(self, folder: Path) -> None:
        ran = run_process(
            *("record", "jobs=5", "--period=2023", "--source=Cục"),
            cwd=folder,
            env={"PYTHONIOENCODING": "ascii"},
        )
        assert kept(ran) == "actuals.toml:6: jobs 2023 = 5 jobs (Cuc)\n"
        assert 'source = "Cục"\n' in journal(folder)

    def test_nobody_listens(self, folder: Path) -> None:
        """The figure is kept all the same, whole, and only once."""
        for _ in range(2):
            with subprocess.Popen(
                [sys.executable, "-m", "exporttrack", "record", "jobs=5", "--period=2023"],
                cwd=folder,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ) as process:
                assert process.stdout is not None
                assert process.stderr is not None
                process.stdout.close()
                assert process.stderr.read() == b""
            assert process.returncode == 141
        assert journal(folder).count("[[actual]]") == 1

    def test_help_names_every_option(self, run: Run) -> None:
        said = kept(run("record", "--help"))
        assert "record [OPTIONS] SERIES=VALUE..." in said
        options = "period published source url status note decimal-mark force dry-run targets"
        assert all(f"--{name} " in said for name in [*options.split(), "actuals"])
        assert "--json" not in said
