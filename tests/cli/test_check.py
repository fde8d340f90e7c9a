"""exporttrack check: what a job and a monitor are told, and how it ends."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import IO

import pytest

from conftest import DATA, ROOT, Run

DAY = ("--as-of", "2026-11-21")
EVERY = (
    "--targets", str(DATA / "every_status/targets.toml"),
    "--actuals", str(DATA / "every_status/actuals.csv"),
    "--as-of", "2025-06-30",
)  # fmt: skip
BEHIND = (
    "behind: behind: 7,000 jobs in 2021-2024: 3,000 jobs (30 %) below the target of at least "
    "10,000 jobs.\n"
)
OFF_TRACK = "off-track: off-track: 9.9 % in 2024: 4.9 pp above the target of at most 5 %.\n"
MISSED = "missed: missed: US$95 M in 2024: US$5 M (5 %) below the target of at least US$100 M.\n"
AWAITING = (
    "awaiting: awaiting-data: 2024 is over and no figure for it is known yet; the latest is "
    "US$95 M in 2023, US$5 M (5 %) below the target of at least US$100 M."
)
ONE_FIGURE = (
    "not-assessable: not-assessable: One figure, no trend: 6 % in 2024, 2 pp below the target "
    "of 8-9 %.\n"
)
NO_DATA = "no-data: no-data: No figure is known yet.\n"
VERBOSE = f"""\
met: met: US$110 M in 2024: the target of at least US$100 M is met.
achieved: achieved: US$101 M in 2024: within the target of US$100 M to US$105 M, first in 2024.
on-track: on-track: +6 % a year in 2024; 5-7 % a year is the target (ratio 1.2).
{BEHIND}{OFF_TRACK}{MISSED}not-started: not-started: The period begins in 2030.
{AWAITING}
{ONE_FIGURE}{NO_DATA}"""
PERFDATA = (
    "'met'=110000000;100000000:;100000000: 'achieved'=101000000;100000000:;100000000: "
    "'on-track'=6.000000000000005%;5:;5: 'behind'=7000;10000:;10000: 'off-track'=9.9%;~:5;~:5 "
    "'missed'=95000000;100000000:;100000000: 'awaiting'=95000000;100000000:;100000000: "
    "'not-assessable'=6%;8:;8:"
)


class TestFindings:
    def test_what_is_fine_is_silent(self, run: Run) -> None:
        ran = run("check", *DAY)
        assert (ran.code, ran.out, ran.err) == (0, "", "")

    @pytest.mark.parametrize(
        ("options", "code", "out"),
        [
            pytest.param((), 1, BEHIND + OFF_TRACK + MISSED, id="what fails"),
            pytest.param(("-v",), 1, VERBOSE, id="every target"),
            pytest.param(("--fail-on", "missed"), 1, MISSED, id="one status"),
            pytest.param(("--fail-on", "missed, behind,"), 1, BEHIND + MISSED, id="two"),
            pytest.param(
                ("--fail-on", "missed", "--fail-on", "behind"), 1, BEHIND + MISSED, id="given twice"
            ),
            pytest.param(
                ("--fail-on", "awaiting-data,no-data,not-assessable"), 1,
                f"{AWAITING}\n{ONE_FIGURE}{NO_DATA}", id="those without a verdict",
            ),
            pytest.param(("met", "not-started"), 0, "", id="named targets that are fine"),
            pytest.param(("met", "missed"), 1, MISSED, id="named targets of which one is not"),
            pytest.param(("--group", "broken"), 1, MISSED, id="a group"),
            # From 2023-12-31 to 2025-06-30 there are 547 days, from 2024-12-31 there are 181.
            pytest.param(
                ("awaiting", "achieved", "missed", "--max-age", "181", "--fail-on", "no-data"), 1,
                f"{AWAITING} Its latest figure is 547 days old.\n", id="a figure too old",
            ),
            pytest.param(("awaiting", "--max-age", "547"), 0, "", id="a figure just young enough"),
        ],
    )  # fmt: skip
    def test_a_line_for_each_that_is_not(
        self, run: Run, options: tuple[str, ...], code: int, out: str
    ) -> None:
        ran = run("check", *EVERY, *options)
        assert (ran.code, ran.out, ran.err) == (code, out, "")

    def test_verbose_changes_no_exit_status(self, run: Run) -> None:
        ran = run("check", *DAY, "-v")
        assert (ran.code, len(ran.out.splitlines())) == (0, 10)

    def test_an_assumption_is_marked(self, run: Run) -> None:
        ran = run("check", *DAY, "--assume", "handicraft_exports=200M@2025")
        assert ran.code == 1
        assert ran.out.endswith(
            "handicraft-value: missed: US$200 M in 2025: US$350 M (63.6 %) below the target of at "
            "least US$550 M. The figure is assumed.\n"
        )

    def test_a_group_without_targets_is_nothing_found_and_is_told(self, run: Run) -> None:
        ran = run("check", *DAY, "--group", "Sport")
        assert (ran.code, ran.out) == (0, "")
        assert ran.err.startswith('exporttrack: no target in group "Sport"')


NOT_ANSWERED = [
    pytest.param(("nosuch",), "no target named `nosuch`", id="an unknown target"),
    pytest.param(("--fail-on", "missd"), "did you mean missed?", id="a status misspelt"),
    pytest.param(("--fail-on", "met"), '"met" is none of missed, off-track', id="good news"),
    pytest.param(("--fail-on", ""), "--fail-on names no status", id="no status"),
    pytest.param(("--max-age", "a year"), '"a year" is no number of days', id="no number"),
    pytest.param(("--max-age", "-1"), '"-1" is no number of days', id="below zero"),
    pytest.param(("--max-age",), "`--max-age` has no value", id="no value"),
    pytest.param(("--targets", "none.toml"), "there is no file none.toml", id="no file"),
    pytest.param(("--as-of", "yesterday"), '"yesterday" is not a day', id="no day"),
    pytest.param(("--json",), "`exporttrack check` has no option `--json`", id="no such option"),
    pytest.param(("--targets", "bad.toml"), "bad.toml:1:1: error:", id="a faulty file"),
]


class TestNoAnswer:
    @pytest.fixture(autouse=True)
    def bad_file(self, tmp_path: Path) -> None:
        (tmp_path / "bad.toml").write_text("tilte = 1\n", encoding="utf-8")

    @pytest.mark.parametrize(("options", "message"), NOT_ANSWERED)
    def test_is_2_and_never_1(self, run: Run, options: tuple[str, ...], message: str) -> None:
        ran = run("check", *options)
        assert (ran.code, ran.out) == (2, "")
        assert message in ran.err

    @pytest.mark.parametrize(("options", "message"), NOT_ANSWERED)
    def test_is_3_for_a_monitor(self, run: Run, options: tuple[str, ...], message: str) -> None:
        ran = run("check", *options, "--nagios")
        assert (ran.code, ran.err != "") == (3, True)
        first = ran.err.splitlines()[0].removeprefix("exporttrack: error: ")
        assert ran.out == f"EXPORTTRACK UNKNOWN - {first}\n"


class TestMonitor:
    @pytest.mark.parametrize(
        ("options", "code", "line"),
        [
            pytest.param(
                (), 2,
                "CRITICAL - 3 of 10 targets: behind behind, off-track off-track, missed missed | "
                + PERFDATA,
                id="critical",
            ),
            pytest.param(
                ("behind",), 1,
                "WARNING - 1 of 1 targets: behind behind | 'behind'=7000;10000:;10000:",
                id="warning",
            ),
            pytest.param(
                ("behind", "--fail-on", "missed", "--max-age", "100"), 1,
                "WARNING - 1 of 1 targets: behind stale | 'behind'=7000;10000:;10000:",
                id="stale",
            ),
            pytest.param(
                ("met", "no-data"), 0,
                "OK - targets checked: 2 | 'met'=110000000;100000000:;100000000:",
                id="fine",
            ),
            pytest.param(("no-data",), 0, "OK - targets checked: 1", id="no figure, no perfdata"),
        ],
    )  # fmt: skip
    def test_one_line(self, run: Run, options: tuple[str, ...], code: int, line: str) -> None:
        ran = run("check", *EVERY, *options, "--nagios")
        assert (ran.code, ran.out, ran.err) == (code, f"EXPORTTRACK {line}\n", "")

    def test_nothing_to_check_is_not_fine(self, run: Run) -> None:
        ran = run("check", *EVERY, "--group", "Sport", "--nagios")
        assert (ran.code, ran.out) == (3, "EXPORTTRACK UNKNOWN - no target to check\n")
        assert 'no target in group "Sport"' in ran.err

    def test_verbose_would_have_no_effect(self, run: Run) -> None:
        ran = run("check", *EVERY, "--nagios", "-v")
        assert (ran.code, ran.out.count("\n")) == (3, 1)
        assert "-v has no effect" in ran.out

    def test_a_bar_in_a_message_begins_no_perfdata(self, run: Run) -> None:
        ran = run("check", *EVERY, "--nagios", "a|b")
        assert (ran.code, ran.out) == (3, "EXPORTTRACK UNKNOWN - no target named `a/b`\n")

    def test_a_value_that_the_option_does_not_take(self, run: Run) -> None:
        ran = run("check", "--nagios=1")
        assert (ran.code, ran.out[:22]) == (3, "EXPORTTRACK UNKNOWN - ")

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            (("--nagios", "check", *EVERY), "`exporttrack report` has no option `--nagios`"),
            (("chekc", "--nagios"), "there is no command `chekc`"),
            (("report", "--nagios"), "`exporttrack report` has no option `--nagios`"),
            (("help", "check", "--nagios"), "`exporttrack help` has no option `--nagios`"),
        ],
    )
    def test_a_line_of_no_check_finds_nothing_critical(
        self, run: Run, line: tuple[str, ...], said: str
    ) -> None:
        ran = run(*line)
        assert (ran.code, ran.out) == (3, f"EXPORTTRACK UNKNOWN - {said}\n")

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            pytest.param(("check", "--nagios", "--help"), "Usage: exporttrack check", id="help"),
            pytest.param(("--version", "--nagios"), "exporttrack 0", id="version"),
        ],
    )
    def test_help_is_no_state(self, run: Run, line: tuple[str, ...], said: str) -> None:
        ran = run(*line)
        assert (ran.code, ran.out[: len(said)], ran.err) == (3, said, "")


def program(*arguments: str, before: str = "") -> list[str]:
    """The program as a process of its own, with something done to it before it begins."""
    code = f"import sys\n{before}\nfrom exporttrack.cli import main\nmain(sys.argv[1:])"
    return [sys.executable, "-c", code, *arguments]


BROKEN = "sys.modules['tomli'] = None"  # as in a Python that lacks a module
INTERRUPTED_WHILE_IT_LOADS = """\
class Finder:
    def find_spec(self, name, *_):
        if name == "exporttrack.cli.failing":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
"""
DEFAULT_INTERRUPT = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


def unread(pipe: IO[bytes]) -> bool:
    """There is something in it that the other end has not taken yet."""
    return any(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))


class TestEnds:
    @pytest.mark.parametrize(
        ("mode", "code"), [((), 2), (("--nagios",), 3)], ids=["job", "monitor"]
    )
    def test_a_crash_is_no_finding(self, mode: tuple[str, ...], code: int, tmp_path: Path) -> None:
        command = program("check", *EVERY, *mode, before=BROKEN)
        ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert ran.returncode == code
        assert ran.stderr.startswith("exporttrack: error: internal error: ModuleNotFoundError")
        assert "Traceback" not in ran.stderr
        said = ran.stderr.splitlines()[0].removeprefix("exporttrack: error: ")
        assert ran.stdout == (f"EXPORTTRACK UNKNOWN - {said}\n" if mode else "")

    @pytest.mark.parametrize(
        ("mode", "code", "out"),
        [((), 130, ""), (("--nagios",), 3, "EXPORTTRACK UNKNOWN - interrupted\n")],
        ids=["job", "monitor"],
    )
    def test_an_interrupt_is_no_finding(
        self, mode: tuple[str, ...], code: int, out: str, tmp_path: Path
    ) -> None:
        command = program("check", "--actuals", "-", *mode, before=DEFAULT_INTERRUPT)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, cwd=tmp_path, **pipes) as process:  # type: ignore[call-overload]
            process.stdin.write(b"series,period,value\n")
            process.stdin.flush()
            while unread(process.stdin):
                time.sleep(0.01)
            time.sleep(0.3)  # now it waits for more
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == code
            assert process.stdout.read().decode() == out
            assert b"Traceback" not in process.stderr.read()

    @pytest.mark.parametrize(
        ("mode", "code"), [((), 130), (("--nagios",), 3)], ids=["job", "monitor"]
    )
    def test_nor_is_one_that_comes_before_it_has_begun(
        self, mode: tuple[str, ...], code: int, tmp_path: Path
    ) -> None:
        command = program("check", *EVERY, *mode, before=INTERRUPTED_WHILE_IT_LOADS)
        ran = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
        assert (ran.returncode, ran.stdout, ran.stderr) == (code, b"", b"")

    @pytest.mark.parametrize(
        "mode", [(), ("-v",), ("--nagios",)], ids=["job", "verbose", "monitor"]
    )
    def test_standard_error_that_takes_nothing_is_no_finding(
        self, mode: tuple[str, ...], tmp_path: Path
    ) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("this system has no /dev/full")
        with Path("/dev/full").open("w") as full:
            ran = subprocess.run(
                program("check", "nosuch", *mode),
                stdout=subprocess.PIPE, stderr=full, cwd=tmp_path, check=False,
            )  # fmt: skip
        assert ran.returncode == (3 if "--nagios" in mode else 2)
        assert bool(ran.stdout) == ("--nagios" in mode)

    def test_nor_does_it_change_an_answer(self, tmp_path: Path) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("this system has no /dev/full")
        with Path("/dev/full").open("w") as full:
            ran = subprocess.run(
                program("check", *EVERY, "--nagios"),
                stdout=subprocess.PIPE, stderr=full, cwd=tmp_path, check=False,
            )  # fmt: skip
        assert (ran.returncode, ran.stdout[:15]) == (2, b"EXPORTTRACK CRI")

    @pytest.mark.parametrize(
        ("redirection", "code", "out"),
        [
            pytest.param("2>&-", 2, b"", id="standard error closed: nothing strays to the other"),
            pytest.param(">&- 2>&-", 2, b"", id="both closed"),
            pytest.param("--nagios 2>&-", 3, b"EXPORTTRACK UNKNOWN - no target named `nosuch`\n",
                         id="a monitor is told all the same"),
        ],
    )  # fmt: skip
    def test_closed_streams(self, redirection: str, code: int, out: bytes, tmp_path: Path) -> None:
        script = f'"$0" -m exporttrack check nosuch {redirection}'
        ran = subprocess.run(
            ["/bin/sh", "-c", script, sys.executable],
            env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, cwd=tmp_path, check=False,
        )  # fmt: skip
        assert (ran.returncode, ran.stdout) == (code, out)

    @pytest.mark.parametrize("mode", [(), ("-v",), ("--nagios",), ("--help",)], ids=" ".join)
    def test_it_is_made_without_rich(self, mode: tuple[str, ...], tmp_path: Path) -> None:
        after = (
            "import atexit\n"
            "atexit.register(lambda: print(*{m.split('.')[0] for m in sys.modules}, "
            "file=sys.stderr))"
        )
        command = program("check", *EVERY, *mode, before=after)
        ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        loaded = set(ran.stderr.split())
        assert "exporttrack" in loaded
        assert "rich" not in loaded
