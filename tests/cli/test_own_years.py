"""A series whose years begin in July: `2015` and `2014-07/2015-06` are one in every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Run

TARGETS = """\
format = 1
[series.exports]
title = "Exports"
unit = "USD"
fiscal_year_start = 7
[targets.value]
kind = "level"
series = "exports"
min = "10bn"
by = 2015
"""
FIGURES = """\
series,period,value,published,source
exports,2014,9bn,2014-10-01,GSO
exports,2015,9.8bn,2015-10-01,GSO
"""
LATER = {
    "revised": "exports,2014-07/2015-06,10.2bn,2015-11-01,GSO\n",
    "withdrawn": "exports,2014-07/2015-06,withdrawn,2015-11-01,GSO\n",
    "contradicted": "exports,2014-07/2015-06,10.2bn,2015-10-01,GSO\n",
}
NOTE = "Exports: its years are fiscal years; 2016 is 2015-07/2016-06."
READ = ("--actuals", "figures.csv", "--as-of", "2015-12-01")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    return tmp_path


def add(here: Path, name: str) -> None:
    with (here / "figures.csv").open("a", encoding="utf-8") as file:
        file.write(LATER[name])


@pytest.mark.parametrize(
    ("name", "status", "kind", "why"),
    [
        pytest.param("revised", "met", "revised", ["counts", "revised", "counts"], id="revised"),
        pytest.param("withdrawn", "awaiting-data", "withdrawn",
                     ["counts", "withdrawn", "withdrawal"], id="withdrawn"),
    ],
)  # fmt: skip
def test_it_is_judged_by_the_later_one(
    run: Run, here: Path, name: str, status: str, kind: str, why: list[str]
) -> None:
    add(here, name)
    report = json.loads(run("report", *READ, "--since", "2015-10-15", "--json").out)
    assert (report["targets"][0]["status"], report["notes"]) == (status, [NOTE])
    assert [one["kind"] for one in report["since"]["figures"]] == [kind]
    history = json.loads(run("history", *READ, "--json").out)["records"]
    assert [one["why"] for one in history] == why
    history = json.loads(run("history", *READ, "--json", "--period", "2015").out)["records"]
    assert [one["why"] for one in history] == why[1:]


def test_no_date_puts_them_in_order(run: Run, here: Path) -> None:
    add(here, "contradicted")
    assert run("validate", "figures.csv").out == (
        "figures.csv:4:25: error: two figures of GSO for exports 2014-07/2015-06: 10200000000 "
        "here, 9800000000 at figures.csv:3\n"
        "    4 | exports,2014-07/2015-06,10.2bn,2015-10-01,GSO\n"
        "      |                         ^^^^^^\n"
        "   hint: give the later one its own `published`, such as 2026-01-31, or remove one\n"
        "2 files checked, 1 error\n"
    )


@pytest.mark.usefixtures("here")
def test_what_is_assumed_stands_in_its_place(run: Run) -> None:
    twice = ("--assume", "exports=11bn@2015", "--assume", "exports=12bn@2014-07/2015-06")
    ran = run("report", *READ, *twice)
    assert (ran.code, ran.err) == (
        2,
        "exporttrack: error: --assume: exports 2014-07/2015-06 is given twice\n"
        "   hint: give one figure for each period\n",
    )
    ran = run("explain", "value", *READ, *twice[2:], "--json")
    (explained,) = json.loads(ran.out)["explanations"]
    aside = {one["period"]: one["why"] for one in explained["set_aside"]}
    assert aside["2015"] == "assumed"
    assert json.loads(ran.out)["notes"] == [
        "Assumed: Exports 2014-07/2015-06 = US$12 bn, in place of US$9.8 bn (GSO).",
        NOTE,
    ]


def test_a_journal(run: Run, here: Path) -> None:
    run("import", "figures.csv")
    add(here, "revised")
    assert run("import", "figures.csv").out == (
        "actuals.toml: 1 revised, 2 already known\n"
        "figures.csv:4: exports 2014-07/2015-06 = US$10.2 bn (GSO; published 2015-11-01)\n"
        "   revises US$9.8 bn: +US$400 M (+4.08 %)\n"
        "value: missed -> met. US$10.2 bn in 2014-07/2015-06: the target of at least US$10 bn is "
        "met.\n"
    )
    assert run("record", "exports=withdrawn", "--period", "2015").out == (
        "actuals.toml:30: exports 2015 = withdrawn (GSO)\n"
        "   withdraws US$10.2 bn\n"
        "value: met -> awaiting-data. 2015 is over and no figure for it is known yet; the latest "
        "is US$9 bn in 2014.\n"
    )
