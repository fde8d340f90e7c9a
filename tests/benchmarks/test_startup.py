"""The benchmark of start-up measures what it says."""

from __future__ import annotations

import subprocess

import startup
from exporttrack.cli.main import COMMANDS


def test_what_a_table_is_compared_with_is_a_table() -> None:
    command = startup.of_python(startup.TABLE)
    ran = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    *_, row, _ = ran.stdout.splitlines()
    assert row.split() == ["│", "exports", "│", "4.4", "│"]


def test_every_command_that_is_measured_is_one() -> None:
    words = {pair.command.split()[0] for pair in startup.PAIRS}
    assert words <= {*COMMANDS, "--version", "--help"}


def test_a_line_has_medians_and_the_median_of_the_ratios() -> None:
    pair = startup.Pair("check", "exporttrack report", [], 1)
    shown = startup.line(pair, [(90, 100), (150, 100), (96, 120)])  # 0.9, 1.5 and 0.8
    assert shown == ["`exporttrack check`", "exporttrack report", "96", "100", "0.90", "1.00"]
