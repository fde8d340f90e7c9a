"""A line for a job, and the one line for a monitor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Series
from exporttrack.model.target import Target, Targets
from exporttrack.render import check as render
from exporttrack.rules import assess
from exporttrack.rules.checking import DEFAULT_FAIL_ON, Finding, findings
from rules.building import Known, figures, target

MID_2023 = date(2023, 6, 30)
ASSUMED = ("The figure is assumed.", "Made with assumed figures.")


def checked(
    *several: Target,
    known: Known | None = None,
    assumed: Known | None = None,
    max_age: int | None = None,
    unit: str = "jobs",
) -> list[Finding]:
    """What there is to say of these targets of one series, in mid-2023."""
    known_of: Mapping[str, Series] = {"s": Series("s", unit), "whole": Series("whole", unit)}
    actuals = Actuals(tuple(figures(known or {}))).assuming(figures(assumed or {}, assumed=True))
    report = assess(Targets("Small", known_of, several), actuals, as_of=MID_2023)
    return findings(report, DEFAULT_FAIL_ON, max_age)


@pytest.mark.parametrize(
    ("one", "known", "unit", "line"),
    [
        pytest.param(
            target(least=100, by=2022), {2020: 80, 2022: 95}, "jobs",
            "t: missed: 95 jobs in 2022: 5 jobs (5 %) below the target of at least 100 jobs.",
            id="missed",
        ),
        pytest.param(
            target(most=100, by=2022), {2020: 120, 2022: 110}, "jobs",
            "t: missed: 110 jobs in 2022: 10 jobs (10 %) above the target of at most 100 jobs.",
            id="above a ceiling",
        ),
        pytest.param(
            target(least=100, by=2022), {2020: 80, 2022: 100}, "jobs",
            "t: met: 100 jobs in 2022: the target of at least 100 jobs is met.",
            id="met",
        ),
        pytest.param(
            # 4 % over two years; 20 % over five are 3.7 % a year, 4 % over two are 2 % a year
            target(least=120, by=2025), {2020: 100, 2022: 104}, "USD",
            "t: off-track: US$104 in 2022: US$16 (13.3 %) below the target of at least US$120.",
            id="on a path: the miss, not the pace",
        ),
        pytest.param(
            target("growth", 5, 7, first=2022), {2021: 100, 2022: 102}, "USD",
            "t: off-track: +2 % a year in 2022: 3 pp below the target of 5-7 % a year.",
            id="growth in points",
        ),
        pytest.param(
            target("growth", 5, 7, first=2022), {2021: 100, 2022: 98}, "USD",
            "t: off-track: -2 % a year in 2022: 7 pp below the target of 5-7 % a year.",
            id="a fall",
        ),
        pytest.param(
            target("total", 100, first=2021), {2021: 10, 2022: 10}, "jobs",
            "t: off-track: 20 jobs in 2021-2022: 80 jobs (80 %) below the target of at least "
            "100 jobs.",
            id="a count",
        ),
        pytest.param(
            target("change", None, -10, base=2020), {2020: 100, 2022: 98}, "tonnes",
            "t: off-track: -2 % from 2020 to 2022: 8 pp above the target of at most -10 %.",
            id="a reduction",
        ),
        pytest.param(
            target(least=100, by=2022), {2020: 80}, "jobs",
            "t: awaiting-data: 2022 is over and no figure for it is known yet; the latest is "
            "80 jobs in 2020, 20 jobs (20 %) below the target of at least 100 jobs.",
            id="no verdict yet: why, and where it stands",
        ),
        pytest.param(
            target(least=100, by=2022), {2020: 105}, "jobs",
            "t: awaiting-data: 2022 is over and no figure for it is known yet; the latest is "
            "105 jobs in 2020.",
            id="no verdict yet: nothing is missed",
        ),
        pytest.param(
            target(least=100), {2022: 80}, "jobs",
            "t: not-assessable: One figure, no trend: 80 jobs in 2022, 20 jobs (20 %) below the "
            "target of at least 100 jobs.",
            id="one figure: said once",
        ),
        pytest.param(
            target(most=100), {2020: 100, 2022: 105}, "jobs",
            "t: not-assessable: The method straight-line gives no class: fewer than four "
            "consecutive years. 105 jobs in 2022: 5 jobs (5 %) above the target of at most "
            "100 jobs.",
            id="no verdict, for a reason that tells no figure",
        ),
        pytest.param(target(least=100), {}, "jobs", "t: no-data: No figure is known yet.",
                     id="no figure"),
        pytest.param(
            target(least=5, by=2022), {2022: 4}, "two\nlines\x1b[31m",
            "t: missed: 4 two lines\\x1b[31m in 2022: 1 two lines\\x1b[31m (20 %) below the "
            "target of at least 5 two lines\\x1b[31m.",
            id="a unit that would move the cursor",
        ),
    ],
)  # fmt: skip
def test_a_line_says_what_is_missed_and_by_how_much(
    one: Target, known: Known, unit: str, line: str
) -> None:
    (finding,) = checked(one, known=known, unit=unit)
    assert render.line(finding) == line


def test_a_stale_figure_and_an_assumed_one_are_called_so() -> None:
    one, known = target(least=100), {2020: 90, 2021: 100}
    (finding,) = checked(one, known=known, max_age=365)
    assert render.line(finding) == (
        "t: achieved: 100 jobs in 2021: the target of at least 100 jobs is met, first in 2021. "
        "Its latest figure is 546 days old."
    )
    (finding,) = checked(one, known={2020: 90}, assumed={2021: 100})
    assert render.line(finding).endswith("first in 2021. The figure is assumed.")


@pytest.mark.parametrize(
    ("one", "assumed", "mark"),
    [
        pytest.param(target(least=100), {}, None, id="nothing"),
        pytest.param(target(least=100), {2022: 99}, "The figure is assumed.", id="what is judged"),
        pytest.param(target(least=100), {2020: 85}, "Made with assumed figures.", id="the base"),
        pytest.param(
            # 2021 grew by 1 %, which is less than the 10 % of 2022
            target("growth", 5, first=2021, reading="each-year"), {2022: "99.99"},
            "Made with assumed figures.", id="each year: another than the one that is judged",
        ),
        pytest.param(
            target("growth", 5, first=2021, reading="each-year"), {2021: "95"},
            "The figure is assumed.", id="each year: the one that is judged",
        ),
        pytest.param(
            target("total", 999, first=2020), {2020: 99}, "The figure is assumed.", id="a sum"
        ),
        pytest.param(
            target(least=100, base=2021), {2017: 85}, None, id="none that is used",
        ),
    ],
)  # fmt: skip
def test_a_verdict_made_with_an_assumption_is_called_so(
    one: Target, assumed: Known, mark: str | None
) -> None:
    found = checked(one, known={2020: 90, 2021: "90.9", 2022: 95}, assumed=assumed)
    line, of_monitor = render.line(found[0]), render.nagios(found)
    marks = [mark for mark in ASSUMED if line.endswith(f". {mark}")]
    assert marks == ([mark] if mark else [])
    assert (", with assumed figures | " in of_monitor) == bool(mark)


def named(name: str, least: float, by: int) -> Target:
    return replace(target(least=least, by=by), id=name, name=name)


@pytest.mark.parametrize(
    ("targets", "max_age", "code", "line"),
    [
        pytest.param(
            [named("a", 90, 2022)], None, 0,
            "EXPORTTRACK OK - targets checked: 1 | 'a'=95;90:;90:",
            id="all is well",
        ),
        pytest.param(
            [named("a", 90, 2022), named("b", 97, 2025)], 180, 1,
            "EXPORTTRACK WARNING - 1 of 2 targets: b stale | 'a'=95;90:;90: 'b'=95;97:;97:",
            id="a figure too old is a warning",
        ),
        pytest.param(
            [named("a", 90, 2022), named("b", 100, 2022), named("c", 999, 2025)], 180, 2,
            "EXPORTTRACK CRITICAL - 2 of 3 targets: b missed, c off-track | "
            "'a'=95;90:;90: 'b'=95;100:;100: 'c'=95;999:;999:",
            id="the worst counts",
        ),
        pytest.param([], None, 3, "EXPORTTRACK UNKNOWN - no target to check", id="nothing at all"),
    ],
)  # fmt: skip
def test_one_line_for_a_monitor(
    targets: list[Target], max_age: int | None, code: int, line: str
) -> None:
    found = checked(*targets, known={2020: 80, 2022: 95}, max_age=max_age)
    assert (render.state(found), render.nagios(found)) == (code, line)


def test_assumptions_are_told_to_a_monitor_too() -> None:
    found = checked(named("a", 90, 2022), assumed={2022: 95})
    assert render.nagios(found).startswith(
        "EXPORTTRACK OK - targets checked: 1, with assumed figures |"
    )


@pytest.mark.parametrize(
    ("one", "data"),
    [
        pytest.param(target(least=100), "'t'=90;100:;100:", id="at least"),
        pytest.param(target(most=100), "'t'=90;~:100;~:100", id="at most"),
        pytest.param(target(least=95, most=100), "'t'=90;95:;95:", id="above the band is fine"),
        pytest.param(
            target(least=95, most=100, above_is_miss=True), "'t'=90;95:100;95:100", id="or a miss"
        ),
        pytest.param(
            target("change", -15, -5, base=2021), "'t'=12.5%;~:-5;~:-5", id="a band of reductions"
        ),
        pytest.param(target("growth", 5, 7, first=2022), "'t'=12.5%;5:;5:", id="a rate"),
        pytest.param(target("growth", 5, first=2030, by=2032), "", id="without a figure nothing"),
    ],
)
def test_perfdata_has_the_range_that_is_fine(one: Target, data: str) -> None:
    found = checked(one, known={2021: 80, 2022: 90})
    assert render.nagios(found).partition(" | ")[2] == data


# The form of the plugin guidelines: 'label'=value[UOM];[warn];[crit]
PERFDATA = re.compile(
    r"'[^'=]+'=-?[0-9.]+%?;(~|-?[0-9.]+)?:(-?[0-9.]+)?;(~|-?[0-9.]+)?:(-?[0-9.]+)?"
)


@pytest.mark.parametrize("value", ["0.0000001", "1e27", "-5.5", "123456789012345678901234.5678"])
def test_perfdata_is_written_without_exponents(value: str) -> None:
    found = checked(target(least="1e-7"), known={2021: "1e-9", 2022: value})
    assert PERFDATA.fullmatch(render.nagios(found).partition(" | ")[2])


def test_what_could_not_be_answered_keeps_its_one_bar() -> None:
    assert render.unknown("a | b") == "EXPORTTRACK UNKNOWN - a / b"
