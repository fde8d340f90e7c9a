"""The one rule for --format, --json, -o, --bom and --color, in every command with a document."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from conftest import ROOT, Run, run_process
from exporttrack.cli.writing import endings

DAY = ("--as-of", "2026-11-21")
COMMANDS = {
    "report": ("report", *DAY),
    "explain": ("explain", "handicraft-value", *DAY),
    "outlook": ("outlook", *DAY),
    "coherence": ("coherence", *DAY),
    "history": ("history", *DAY),
}
CODES = {"coherence": 1}
"""Two of the shipped targets conflict, however that is written."""
FORMATS = {name: import_module(f"exporttrack.cli.{name}").FORMATS for name in COMMANDS}
every_command = pytest.mark.parametrize("name", COMMANDS)


@pytest.mark.parametrize(
    ("name", "ending", "format"),
    [
        pytest.param(name, *pair, id=f"{name} {pair[0]}")
        for name, formats in FORMATS.items()
        for pair in endings(formats).items()
    ],
)
def test_a_file_has_what_standard_output_has(
    run: Run, tmp_path: Path, name: str, ending: str, format: str
) -> None:
    code, shown = CODES.get(name, 0), run(*COMMANDS[name], "--format", format)
    ran = run(*COMMANDS[name], "-o", f"a{ending}")
    assert (ran.code, ran.out, ran.err) == (code, "", "")
    assert shown.code == code
    assert (tmp_path / f"a{ending}").read_text(encoding="utf-8") == shown.out


def test_each_format_but_the_table_has_an_ending() -> None:
    for formats in FORMATS.values():
        assert {*formats} - {"table"} <= {*endings(formats).values()}


@every_command
def test_a_file_keeps_its_mode_and_a_dash_is_standard_output(
    run: Run, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    run(*COMMANDS[name], "--output", "a.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    shown = run(*COMMANDS[name], "--json", "-o", "-")
    assert shown.out == path.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]


@every_command
@pytest.mark.parametrize("written", ["actuals.toml", "./link", "targets.toml"])
def test_what_it_is_made_from_is_never_written(
    run: Run, tmp_path: Path, name: str, written: str
) -> None:
    for file in ("targets.toml", "actuals.toml"):
        shutil.copy(ROOT / file, tmp_path)
    (tmp_path / "link").symlink_to("actuals.toml")
    ran = run(*COMMANDS[name], "--json", "-o", written)
    assert (ran.code, ran.out) == (2, "")
    (error,) = json.loads(ran.err).values()
    assert error["message"] == f"--output: the document is made from {written}"
    assert error["hint"] == "name another file"
    for file in ("targets.toml", "actuals.toml"):
        assert (tmp_path / file).read_bytes() == (ROOT / file).read_bytes()


def test_neither_is_what_standard_input_is(tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text("series,period,value\nhandicraft_exports,2025,600M\n", encoding="utf-8")
    before = figures.read_bytes()
    program = [sys.executable, "-m", "exporttrack", *DAY, "--actuals", "-", "-o", "figures.csv"]
    with figures.open("rb") as stream:
        ran = subprocess.run(
            program, cwd=tmp_path, stdin=stream, capture_output=True, text=True, check=False
        )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("exporttrack: error: --output: the document is made from figures")
    assert figures.read_bytes() == before


@every_command
@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        pytest.param(
            ("--json", "--format", "table"), "--json and --format table ask for different formats",
            "give one", id="two formats",
        ),
        pytest.param(
            ("--json", "--color", "always"), "--color always has no effect on json",
            "leave it out", id="colours of JSON",
        ),
        pytest.param(
            ("-o", "a.txt", "--color", "always"), "--color always has no effect on a file",
            "leave it out", id="colours in a file",
        ),
        pytest.param(
            ("--color", "blue"), '--color "blue" is none of auto, always, never', "",
            id="another colour",
        ),
        pytest.param(
            ("-o", "a.xlsx"), '--output: the ending of "a.xlsx" says no format', "name a file in .",
            id="another ending",
        ),
        pytest.param(("-o", ""), '--output: "" names no file', "- is standard output",
                     id="no name"),
        pytest.param(("-o", "new.json/"), '--output: "new.json/" names no file', "name a file",
                     id="a folder, that is not there"),
        pytest.param(("-o", f"{'a' * 300}.json"), "a.json cannot be written: File name too long",
                     "", id="a name that no file can have"),
        pytest.param(("--format", "jsno"), '--format "jsno" is none of table, ',
                     "did you mean json?", id="another format"),
        pytest.param(("-o", "none/a.json"), "none/a.json cannot be written: No such file", "",
                     id="no such folder"),
    ],
)  # fmt: skip
def test_what_has_no_effect_or_cannot_be_is_refused(
    run: Run, tmp_path: Path, name: str, options: tuple[str, ...], message: str, hint: str
) -> None:
    ran = run(*COMMANDS[name], *options)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert hint in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["report", "history"])
def test_a_bom_begins_csv_and_nothing_else(run: Run, tmp_path: Path, name: str) -> None:
    plain = run(*COMMANDS[name], "--format", "csv").out
    run(*COMMANDS[name], "-o", "a.csv", "--bom")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf" + plain.encode()
    ran = run(*COMMANDS[name], "--json", "--bom")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err)["error"]["hint"] == "leave it out, or --format csv"


@pytest.mark.parametrize("name", ["explain", "outlook", "coherence"])
def test_without_csv_there_is_no_bom(run: Run, name: str) -> None:
    ran = run(*COMMANDS[name], "--bom")
    assert ran.code == 2
    assert f"`exporttrack {name}` has no option `--bom`" in ran.err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_an_error_in_json_has_every_letter(encoding: str, tmp_path: Path) -> None:
    environment = {"PYTHONIOENCODING": encoding}
    arguments = ("report", "xuất_khẩu", "--format=json", "-o", "a.csv")
    ran = run_process(*arguments, cwd=tmp_path, env=environment)
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err)["error"]["message"] == "no target named `xuất_khẩu`"


@every_command
def test_a_table_in_a_file_has_no_colours_even_where_they_are_forced(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plain = run(*COMMANDS[name]).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" in run(*COMMANDS[name]).out
    run(*COMMANDS[name], "-o", "a", "--format", "table")
    assert (tmp_path / "a").read_text(encoding="utf-8") == plain


def test_who_is_ended_while_it_writes_leaves_the_whole_file_and_no_other(tmp_path: Path) -> None:
    """The signal comes when all is written and the file is not yet in its place."""
    program = """\
import os, signal, sys
sync = os.fsync
def ended(handle):
    os.kill(os.getpid(), signal.SIGTERM)
    sync(handle)
os.fsync = ended
from exporttrack.cli import main
main(sys.argv[1:])
"""
    arguments = [sys.executable, "-c", program, *DAY, "-o", "a.json"]
    ran = subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGTERM, b"", b"")
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]
    assert json.loads((tmp_path / "a.json").read_bytes())["targets"]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="this system has no /dev/stdout")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/stderr", "/dev/fd/2"])
def test_what_is_open_already_keeps_what_stands_there(name: str, tmp_path: Path) -> None:
    """Also where the shell has made it an ordinary file: `>>log`, or `>log` of two commands."""
    log = tmp_path / "log"
    log.write_text("before\n")
    with log.open("a") as stream:
        for _ in range(2):
            arguments = [sys.executable, "-m", "exporttrack", *DAY, "--json", "-o", name]
            subprocess.run(arguments, cwd=tmp_path, stdout=stream, stderr=stream, check=True)
        stream.write("after\n")
    arguments[-1] = "-"
    shown = subprocess.run(arguments, cwd=tmp_path, stdout=subprocess.PIPE, check=True).stdout
    assert log.read_bytes() == b"before\n" + 2 * shown + b"after\n"


def test_a_pipe_whose_reader_has_gone_is_141_by_any_name(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    arguments = [sys.executable, "-m", "exporttrack", *DAY, "--json", "-o", f"/dev/fd/{writing}"]
    ran = subprocess.run(
        arguments, cwd=tmp_path, pass_fds=[writing], capture_output=True, check=False
    )
    os.close(writing)
    assert (ran.returncode, ran.stdout, ran.stderr) == (141, b"", b"")
