"""exporttrack completion: the scripts in real shells, and what they are given to offer."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import ROOT, Run, run_process
from exporttrack.cli.completing import candidates
from exporttrack.cli.completion import SCRIPTS
from exporttrack.cli.main import COMMANDS
from exporttrack.cli.schema import SCHEMAS
from exporttrack.rules.checking import FAILING

TARGETS = """\
[series]
exports = { unit = "USD" }
"xuất_khẩu" = { unit = "USD" }
[targets]
value = { kind = "level" }
growth = { phases = [{ from = 2023, to = 2025 }, { from = 2026, to = 2030 }] }
"not a name" = {}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with targets, and no variables that lead elsewhere."""
    monkeypatch.delenv("EXPORTTRACK_TARGETS", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    (tmp_path / "other.toml").write_text("[targets.other]", encoding="utf-8")
    (tmp_path / "faulty.toml").write_text("[targets", encoding="utf-8")
    blanks = tmp_path / "Hà Nội (1)"
    blanks.mkdir()
    (blanks / "its own.toml").write_text("[targets.its-own]", encoding="utf-8")
    return tmp_path


SERIES = ["exports", "xuất_khẩu"]
PHASES = ["growth", "growth.2023-2025", "growth.2026-2030"]
OFFERED = [
    pytest.param("re", ["report", "record"], id="commands"),
    pytest.param("", list(COMMANDS), id="all commands"),
    pytest.param("--vers", ["--version"], id="the version, first on the line"),
    pytest.param("--j", ["--json"], id="options of report without its name"),
    pytest.param("--json ", ["value", *PHASES], id="targets of report without its name"),
    pytest.param("report --vers", [], id="the version, nowhere else"),
    pytest.param("report --js", ["--json"], id="options"),
    pytest.param("report -o", ["-o"], id="short options"),
    pytest.param("history --he", ["--help"], id="help"),
    pytest.param("report ", ["value", *PHASES], id="targets"),
    pytest.param("explain growth.2026", ["growth.2026-2030"], id="phases"),
    pytest.param("history ", SERIES, id="series"),
    pytest.param("record x", ["xuất_khẩu="], id="series that a value follows"),
    pytest.param("report --assume e", ["exports="], id="series in an option"),
    pytest.param("import figures.csv --series e", ["exports"], id="series of an import"),
    pytest.param("report --targets other.toml ", ["other"], id="targets of another file"),
    pytest.param("report --targets=other.toml ", ["other"], id="of another file, with ="),
    pytest.param("report --targets faulty.toml ", [], id="of a faulty file"),
    pytest.param("report --targets none.toml ", [], id="of no file"),
    pytest.param("report --format m", ["md"], id="values"),
    pytest.param("report --format=j", ["--format=json", "--format=jsonl"], id="values with ="),
    pytest.param("outlook --format c", [], id="values of another command"),
    pytest.param("report --color a", ["auto", "always"], id="when"),
    pytest.param("check --fail-on off", ["off-track"], id="statuses"),
    pytest.param("check --fail-on ", [*FAILING], id="only those that can be found"),
    pytest.param("record --status f", ["final", "forecast"], id="statuses of figures"),
    pytest.param("init --example ", ["hanoi"], id="examples"),
    pytest.param("schema ", [*SCHEMAS], id="schemas"),
    pytest.param("completion ", ["bash", "zsh", "fish"], id="shells"),
    pytest.param("help re", ["report", "record"], id="commands to be explained"),
    pytest.param("help f", ["formats", "files"], id="topics"),
    pytest.param("check --lang ", ["en", "vi"], id="languages"),
    pytest.param("report --as-of ", [], id="free"),
    pytest.param("report --targets ", [], id="files"),
    pytest.param("import ", [], id="files as arguments"),
    pytest.param("reprot ", [], id="after no command"),
]


@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_what_is_offered(home: Path, line: str, offered: list[str]) -> None:
    assert [text for text, _ in candidates(line.split(" "))] == offered


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        pytest.param("~/other.toml", ["other"], id="home"),
        pytest.param("$HOME/other.toml", ["other"], id="a variable"),
        pytest.param('"$HOME/other.toml"', ["other"], id="a variable in quotes"),
        pytest.param("Hà Nội (1)/its own.toml", ["its-own"], id="as it is"),
        pytest.param("'Hà Nội (1)/its own.toml'", ["its-own"], id="quotes"),
        pytest.param(r"Hà\ Nội\ \(1\)/its\ own.toml", ["its-own"], id="escapes"),
        pytest.param("~/Hà\\ Nội\\ \\(1\\)/its\\ own.toml", ["its-own"], id="home and escapes"),
        pytest.param("'other.toml", [], id="a quote that is not closed"),
        pytest.param("$nosuch/other.toml", [], id="no such variable"),
    ],
)
def test_the_path_of_the_targets_is_what_the_shell_makes_of_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, written: str, offered: list[str]
) -> None:
    monkeypatch.setenv("HOME", str(home))
    for words in (["--targets", written], [f"--targets={written}"]):
        assert [text for text, _ in candidates(["report", *words, ""])] == offered


def test_the_variable_names_the_targets(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTTRACK_TARGETS", "other.toml")
    assert candidates(["report", ""]) == [("other", "")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_offered(run: Run, command: str) -> None:
    listed = re.findall(r"^  (-.*?)  ", run(command, "--help").out, flags=re.MULTILINE)
    options = {option for line in listed for option in re.findall(r"--?[a-z][a-z-]*", line)}
    assert {text for text, _ in candidates([command, "-"])} == options


@pytest.mark.parametrize(
    ("shell", "words", "printed"),
    [
        pytest.param("bash", ["rec"], "record\n", id="bash shows no help"),
        pytest.param("zsh", ["rec"], "record:Keep actual figures: all of those given, or none.\n",
                     id="zsh"),
        pytest.param("fish", ["rec"], "record\tKeep actual figures: all of those given, or none.\n",
                     id="fish"),
        pytest.param("bash", ["report", "--format", "=", "m"], "md\n", id="bash parts at ="),
        pytest.param("bash", ["report", "--color", "="], "auto\nalways\nnever\n",
                     id="bash, nothing behind the ="),
        pytest.param("zsh", ["report", "--format=m"], "--format=md\n", id="zsh does not"),
        pytest.param("bash", ["report", "--assume", "exports", "=", "5"], "", id="a value"),
        pytest.param("fish", ["report", "g"], "growth\ngrowth.2023-2025\ngrowth.2026-2030\n",
                     id="names have no help"),
    ],
)  # fmt: skip
def test_what_a_script_is_given(
    run: Run, home: Path, shell: str, words: list[str], printed: str
) -> None:
    ran = run("completion", shell, "--", *words)
    assert (ran.code, ran.out, ran.err) == (0, printed, "")


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_is_printed_and_nothing_is_written(shell: str, tmp_path: Path) -> None:
    ran = run_process("completion", shell, cwd=tmp_path, env={"HOME": str(tmp_path)})
    assert (ran.code, ran.out, ran.err) == (0, SCRIPTS[shell], "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("bahs",), 'completion "bahs" is none of bash, zsh, fish\n   hint: did you mean bash?'),
        ((), "`SHELL` is missing\n   hint: as in: source <(exporttrack completion bash)"),
    ],
)
def test_what_is_no_shell_is_refused(run: Run, arguments: tuple[str, ...], message: str) -> None:
    ran = run("completion", *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"exporttrack: error: {message}\n")


@pytest.mark.parametrize("words", [(), ("--", "re"), ("--", "report", "--f"), ("--", "report", "")])
def test_neither_rich_nor_pydantic_is_loaded(words: tuple[str, ...], tmp_path: Path) -> None:
    program = (
        "import sys\nfrom exporttrack.cli import main\n"
        "try:\n main(['completion', 'zsh', *sys.argv[1:]])\nfinally:\n"
        " print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, cwd=tmp_path, check=True
    )
    assert ran.stdout
    loaded = set(ran.stderr.decode().split())
    assert "exporttrack" in loaded
    assert not loaded & {"rich", "pydantic", "tomli_w"}


def needs(shell: str) -> str:
    """The path of a shell; the test is skipped where it is missing."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    return path


@pytest.fixture
def surroundings(home: Path) -> dict[str, str]:
    """Where `exporttrack` is a command that runs this program."""
    program = home / "bin/exporttrack"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m exporttrack "$@"\n')
    program.chmod(0o755)
    return {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(home),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }


FISH_LINES = {
    "exporttrack re": ["record", "report"],
    "exporttrack report --format=m": ["--format=md"],
    "exporttrack explain growth.2023": ["growth.2023-2025"],
    "exporttrack report --targets oth": ["other.toml"],
    "exporttrack report --targets=oth": ["--targets=other.toml"],
    "exporttrack import ~/oth": ["~/other.toml"],
    "exporttrack import $HOME/oth": ["$HOME/other.toml"],
    r"exporttrack import Hà\ Nội\ \(1\)/i": ["Hà Nội (1)/its own.toml"],
    'exporttrack import "Hà Nội (1)/i': ["Hà Nội (1)/its own.toml"],
    "exporttrack report --targets ~/other.toml o": ["other"],
    r"exporttrack report --targets=Hà\ Nội\ \(1\)/its\ own.toml i": ["its-own"],
}


def test_fish_offers(surroundings: dict[str, str], home: Path) -> None:
    asked = "".join(f"complete -C {shlex.quote(line)}; echo;" for line in FISH_LINES)
    ran = subprocess.run(
        [needs("fish"), "--no-config", "-c", f"exporttrack completion fish | source; {asked}"],
        env=surroundings,
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = ran.stdout.split("\n\n")[: len(FISH_LINES)]
    offered = [[one.split("\t")[0] for one in answer.splitlines()] for answer in answers]
    assert dict(zip(FISH_LINES, offered, strict=True)) == FISH_LINES


class Typist:
    """Someone who types into a shell on a terminal, and reads what it shows."""

    def __init__(self, terminal: int) -> None:
        self.terminal = terminal
        self.shown = ""

    def types(self, keys: str, until: str) -> bool:
        """Whether, after these keys, the terminal shows `until` within ten seconds."""
        self.shown = ""
        os.write(self.terminal, keys.encode())
        last = time.monotonic() + 10
        while until not in self.shown and time.monotonic() < last:
            if select.select([self.terminal], [], [], 0.1)[0]:
                self.shown += os.read(self.terminal, 65536).decode(errors="replace")
        return until in self.shown


@contextmanager
def typist(command: list[str], env: dict[str, str], cwd: Path) -> Iterator[Typist]:
    terminal, inside = pty.openpty()
    shell = subprocess.Popen(
        command,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        env=env,
        cwd=cwd,
        start_new_session=True,
    )
    os.close(inside)
    try:
        yield Typist(terminal)
    finally:
        shell.kill()
        shell.wait()
        os.close(terminal)


SHELLS = {
    "bash": (["--norc", "--noprofile", "-i"], "set -u; source <(exporttrack completion bash)"),
    "zsh": (
        ["-f", "-i"],
        "autoload -U compinit; compinit -u -D; source <(exporttrack completion zsh)",
    ),
}
TYPED = [
    ("exporttrack rec\t", "exporttrack record "),
    ("exporttrack report --js\t", "exporttrack report --json "),
    ("exporttrack report --format=m\t", "exporttrack report --format=md "),
    ("exporttrack explain growth.2023\t", "exporttrack explain growth.2023-2025 "),
    ("exporttrack record exp\t550M", "exporttrack record exports=550M"),
    ("exporttrack report --targets oth\t", "exporttrack report --targets other.toml "),
    ("exporttrack report --targets=oth\t", "exporttrack report --targets=other.toml "),
    ("exporttrack import ~/oth\t", "exporttrack import ~/other.toml "),
    ("exporttrack import 'Hà Nội (1)/i\t", "exporttrack import 'Hà Nội (1)/its own.toml' "),
    ("exporttrack report --targets ~/other.toml ot\t", "~/other.toml other "),
    ("exporttrack report --targets $HOME/other.toml ot\t", "$HOME/other.toml other "),
    (
        "exporttrack report --targets 'Hà Nội (1)/its own.toml' it\t",
        "'Hà Nội (1)/its own.toml' its-own ",
    ),
]
ANOTHER_LINE = "\x15"


@pytest.mark.parametrize("shell", SHELLS)
def test_tab_completes(shell: str, surroundings: dict[str, str], home: Path) -> None:
    options, setup = SHELLS[shell]
    with typist([needs(shell), *options], surroundings, home) as person:
        assert person.types(f"{setup}; echo rea''dy\n", "ready"), person.shown
        for keys, line in TYPED:
            assert person.types(ANOTHER_LINE + keys, line), person.shown
