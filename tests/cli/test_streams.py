"""Streams, terminals and encodings, with the program as a process of its own."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from conftest import ROOT, run_process

DAY = ("--as-of", "2026-11-21")
FIGURES = ("+6.9 %", "1.73 %", "US$192 M")


def on_terminal(columns: int, *arguments: str, env: dict[str, str], cwd: Path) -> tuple[str, str]:
    """What a terminal of so many columns shows, and standard error."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "exporttrack", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", **env},
        stdout=slave,
        stderr=subprocess.PIPE,
    )
    os.close(slave)
    chunks = []
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    assert process.stderr is not None
    error = process.stderr.read().decode()
    process.stderr.close()
    process.wait()
    os.close(master)
    return b"".join(chunks).decode().replace("\r\n", "\n"), error


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_figure_is_cut(
    columns: int, tmp_path: Path
) -> None:
    out, err = on_terminal(columns, *DAY, env={"NO_COLOR": "1"}, cwd=tmp_path)
    assert max(map(len, out.splitlines())) <= columns
    assert "…" not in out
    assert all(figure in out for figure in FIGURES)
    assert "\x1b" not in out
    dropped = re.findall("`(.*?)`", err)
    assert dropped == (["Position", "Needed"] if columns == 60 else [])


@pytest.mark.parametrize("language", ["en", "vi"])
def test_where_the_targets_have_no_room_it_is_the_text_with_their_colours(
    language: str, tmp_path: Path
) -> None:
    arguments = ("report", *DAY, "--lang", language)
    out, err = on_terminal(40, *arguments, env={}, cwd=tmp_path)
    plain = re.sub("\x1b\\[[0-9;]*m", "", out)
    assert (plain == out, err) == (False, "")
    assert max(map(len, plain.splitlines())) <= 40
    text = run_process(*arguments, "--format", "text", cwd=tmp_path).out
    assert [*filter(str.isalnum, plain)] == [*filter(str.isalnum, text)]


@pytest.mark.parametrize("command", ["report", "history"])
def test_a_terminal_that_does_not_know_its_width_has_80_columns(
    command: str, tmp_path: Path
) -> None:
    shown = [on_terminal(columns, command, *DAY, env={}, cwd=tmp_path) for columns in (0, 80)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("columns", ["", "0", "-5", "wide"])
def test_a_variable_that_says_no_width_is_passed_over(columns: str, tmp_path: Path) -> None:
    shown = [
        on_terminal(60, *DAY, env=variables, cwd=tmp_path)
        for variables in ({"COLUMNS": columns}, {})
    ]
    assert shown[0] == shown[1]


def test_a_terminal_gets_colours(tmp_path: Path) -> None:
    out, _ = on_terminal(80, *DAY, env={}, cwd=tmp_path)
    assert "\x1b[1;32mmet" in out


def test_a_dumb_terminal_gets_none(tmp_path: Path) -> None:
    out, _ = on_terminal(80, *DAY, env={"TERM": "dumb"}, cwd=tmp_path)
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("arguments", "env", "colored"),
    [
        pytest.param((), {}, False, id="a pipe has none"),
        pytest.param((), {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param((), {"FORCE_COLOR": "0"}, False, id="FORCE_COLOR=0 forces none"),
        pytest.param((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="NO_COLOR wins"),
        pytest.param((), {"FORCE_COLOR": "1", "TERM": "dumb"}, True, id="forced on a dumb one"),
        pytest.param(("--color", "always"), {"NO_COLOR": "1"}, True, id="the option wins"),
        pytest.param(("--color", "never"), {"FORCE_COLOR": "1"}, False, id="never"),
        pytest.param(("--json",), {"FORCE_COLOR": "1"}, False, id="JSON has none"),
    ],
)
def test_one_rule_for_colour(
    arguments: tuple[str, ...], env: dict[str, str], colored: bool, tmp_path: Path
) -> None:
    out = run_process(*DAY, *arguments, cwd=tmp_path, env=env).out
    assert ("\x1b" in out) is colored
    assert "+6.9 %" in out or "6.9" in out


def test_off_a_terminal_nothing_is_cut_or_wrapped(tmp_path: Path) -> None:
    ran = run_process(*DAY, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "…" not in ran.out
    assert "Enterprises and rural facilities in the programme " in ran.out
    assert not any(line != line.rstrip() for line in ran.out.splitlines())


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_encoding_of_the_stream_will_do(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_text(
        'title = "Hà Nội"\n[series.a]\nunit = "USD"\n'
        '[targets.b]\ntitle = "Xuất khẩu"\nkind = "level"\nseries = "a"\nmin = 1\nby = 2030\n',
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "exporttrack", *DAY],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    expected = "Hà Nội" if encoding == "utf-8" else "Ha Noi" if encoding == "ascii" else "Hà Noi"
    assert ran.stdout.decode(encoding).startswith(expected)


def test_a_closed_pipe_is_141_and_silent(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "exporttrack", *DAY, "--json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_and_is_2(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "exporttrack", *DAY],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.decode() == (
        "exporttrack: error: cannot write the output: No space left on device\n"
    )


NO_ROOM = "exporttrack: error: cannot write the output: No space left on device"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    ("line", "said", "kept"),
    [
        pytest.param("record exports=5 --period 2024", "the figures are kept", 1, id="record"),
        pytest.param("import figures.csv", "the figures are kept", 1, id="import"),
        pytest.param("import figures.csv --dry-run", "nothing was kept", 0, id="a dry run"),
        pytest.param("init new", "both files are there", 0, id="init"),
    ],
)
def test_what_was_done_is_told_where_its_answer_finds_no_room(
    line: str, said: str, kept: int, tmp_path: Path
) -> None:
    (tmp_path / "targets.toml").write_text('[series.exports]\nunit = "USD"\n')
    (tmp_path / "actuals.toml").write_text("format = 1\n")
    (tmp_path / "figures.csv").write_text("series,period,value\nexports,2024,5\n")
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "exporttrack", *line.split()],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ran.returncode, ran.stderr.decode()) == (2, f"{NO_ROOM}; {said}\n")
    assert (tmp_path / "actuals.toml").read_text().count("[[actual]]") == kept
    assert (tmp_path / "new" / "targets.toml").exists() == (line == "init new")


def test_figures_from_standard_input(tmp_path: Path) -> None:
    csv = "series,period,value\nhandicraft_exports,2025,600M\n"
    ran = run_process(*DAY, "--actuals", "-", "--json", cwd=tmp_path, stdin=csv)
    found = {one["id"]: one["status"] for one in json.loads(ran.out)["targets"]}
    assert found["handicraft-value"] == "met"


def test_figures_from_its_other_name(tmp_path: Path) -> None:
    csv = "series,period,value\nhandicraft_exports,2025,600M\n"
    ran = run_process(*DAY, "--actuals", "/dev/stdin", "--json", cwd=tmp_path, stdin=csv)
    found = {one["id"]: one["status"] for one in json.loads(ran.out)["targets"]}
    assert found["handicraft-value"] == "met"


def test_standard_input_that_cannot_be_read(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "exporttrack", "--actuals", "-"]
    with (tmp_path / "x").open("wb") as only_written:
        ran = subprocess.run(program, stdin=only_written, capture_output=True, check=False)
    said = b"exporttrack: error: standard input cannot be read: Bad file descriptor\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, b"", said)


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("report", "--help")])
def test_version_and_help_load_neither_rich_nor_pydantic(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    program = (
        "import sys\nfrom exporttrack.cli import main\n"
        "try:\n main(sys.argv[1:])\nfinally:\n"
        " print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},  # a process that is measured loads more
        check=True,
    )
    loaded = set(ran.stderr.decode().split())
    assert "exporttrack" in loaded
    assert not loaded & {"rich", "pydantic", "tomllib", "tomli_w", "decimal"}


def test_json_is_made_without_rich(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom exporttrack.cli import main\n"
        "try:\n main(['--json'])\nfinally:\n print('rich' in sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=tmp_path, check=True
    )
    assert ran.stderr == b"False\n"


def test_the_readme_shows_what_its_first_command_prints() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- output of: exporttrack (.*?) -->\n```text\n(.*?)```\n", readme, re.S)
    assert block is not None
    assert run_process(*block[1].split(), cwd=ROOT).out == block[2]
