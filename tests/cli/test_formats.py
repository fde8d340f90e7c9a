"""The formats of report, whole; the files they are written to; the streams they go through."""

from __future__ import annotations

import json
import os
import re
import resource
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rich.cells import cell_len

from cli.surroundings import not_root
from conftest import DATA, ROOT, Run, run_process
from exporttrack.cli.report import FORMATS
from exporttrack.cli.writing import ENDINGS
from exporttrack.render.tidy import COLUMNS, SINCE_COLUMNS
from exporttrack.rules.checking import FAILING

DAY = ("--as-of", "2026-11-21")
EVERY = ("--targets", "targets.toml", "--actuals", "actuals.csv", "--as-of", "2025-06-30")
EXPECTED = DATA / "formats"
FIGURES = ("+6.9 %", "1.73 %", "US$192 M", "US$550 M")


@pytest.fixture
def every_status(tmp_path: Path) -> Path:
    """A folder with a target for each status."""
    for name in ("targets.toml", "actuals.csv"):
        (tmp_path / name).write_bytes((DATA / "every_status" / name).read_bytes())
    return tmp_path


def expected(name: str) -> str:
    return (EXPECTED / name).read_text(encoding="utf-8")


class TestWholeOutputs:
    """Each file is written by `exporttrack ... -o tests/data/formats/NAME` and read by a person."""

    @pytest.mark.parametrize(("ending", "format"), ENDINGS.items())
    def test_of_the_shipped_files(self, run: Run, ending: str, format: str) -> None:
        ran = run("report", *DAY, "--format", format)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == expected(f"shipped{ending}")

    @pytest.mark.parametrize(("ending", "format"), ENDINGS.items())
    def test_of_a_target_for_each_status(
        self, run: Run, every_status: Path, ending: str, format: str
    ) -> None:
        assert run("report", *EVERY, "--format", format).out == expected(f"every_status{ending}")

    @pytest.mark.parametrize("name", sorted(path.name for path in EXPECTED.glob("*.txt")))
    def test_text_has_80_columns_and_no_letters_but_those_of_ascii(self, name: str) -> None:
        text = expected(name)
        assert text.isascii()
        assert max(map(cell_len, text.splitlines())) <= 80

    def test_every_line_of_json_lines_is_a_target_of_the_json(self, run: Run) -> None:
        targets = json.loads(expected("shipped.json"))["targets"]
        lines = [json.loads(line) for line in expected("shipped.jsonl").splitlines()]
        assert lines == [{"as_of": "2026-11-21", **target} for target in targets]


class TestOutput:
    @pytest.mark.parametrize(("ending", "format"), ENDINGS.items())
    def test_a_file_has_what_standard_output_has(
        self, run: Run, tmp_path: Path, ending: str, format: str
    ) -> None:
        ran = run(*DAY, "-o", f"report{ending}")
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        written = (tmp_path / f"report{ending}").read_text(encoding="utf-8")
        assert written == run(*DAY, "--format", format).out

    @pytest.mark.parametrize(
        ("arguments", "name"),
        [
            pytest.param(("--format", "csv"), "report.txt", id="--format comes before the ending"),
            pytest.param(("--format", "csv"), "report", id="a name without an ending"),
            pytest.param((), "REPORT.CSV", id="capital letters"),
        ],
    )
    def test_which_format(
        self, run: Run, tmp_path: Path, arguments: tuple[str, ...], name: str
    ) -> None:
        assert run(*DAY, *arguments, "--output", name).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8") == expected("shipped.csv")

    def test_a_table_in_a_file_is_that_of_a_pipe(self, run: Run, tmp_path: Path) -> None:
        run(*DAY, "--format", "table", "-o", "report.txt")
        assert (tmp_path / "report.txt").read_text(encoding="utf-8") == run(*DAY).out

    def test_a_dash_is_standard_output(self, run: Run) -> None:
        assert run(*DAY, "-o", "-", "--format", "csv").out == expected("shipped.csv")
        assert run(*DAY, "-o", "-").out == run(*DAY).out

    @pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1"])
    def test_a_device_is_written_to_as_it_is(self, path: str, tmp_path: Path) -> None:
        if not Path(path).exists():
            pytest.skip(f"this system has no {path}")
        ran = run_process(*DAY, "-o", path, "--format", "csv", cwd=tmp_path)
        assert (ran.code, ran.out) == (0, expected("shipped.csv"))

    @pytest.mark.parametrize("mode", [0o600, 0o664, 0o644])
    def test_a_file_keeps_its_mode(self, run: Run, tmp_path: Path, mode: int) -> None:
        path = tmp_path / "report.csv"
        path.write_text("old", encoding="utf-8")
        path.chmod(mode)
        assert run(*DAY, "-o", "report.csv").code == 0
        assert stat.S_IMODE(path.stat().st_mode) == mode
        assert path.read_text(encoding="utf-8") == expected("shipped.csv")

    def test_a_new_file_gets_the_mode_of_any_new_file(self, run: Run, tmp_path: Path) -> None:
        run(*DAY, "-o", "report.csv")
        (tmp_path / "other").touch()
        modes = [(tmp_path / name).stat().st_mode for name in ("report.csv", "other")]
        assert modes[0] == modes[1]

    def test_a_link_stays_a_link(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "real.csv").write_text("old", encoding="utf-8")
        (tmp_path / "report.csv").symlink_to("real.csv")
        assert run(*DAY, "-o", "report.csv").code == 0
        assert (tmp_path / "report.csv").is_symlink()
        assert (tmp_path / "real.csv").read_text(encoding="utf-8") == expected("shipped.csv")

    def test_a_read_only_file_stays(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "report.csv").write_text("old", encoding="utf-8")
        (tmp_path / "report.csv").chmod(0o444)
        ran = run(*DAY, "-o", "report.csv")
        assert (ran.code, ran.err) == (
            2,
            "exporttrack: error: report.csv cannot be written: the file is read-only\n",
        )
        assert (tmp_path / "report.csv").read_text(encoding="utf-8") == "old"

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            pytest.param("nowhere/report.csv", "No such file or directory", id="no such folder"),
            pytest.param("folder.csv", "Is a directory", id="a folder"),
            pytest.param("file/report.csv", "Not a directory", id="a folder that is a file"),
            pytest.param("/proc/report.csv", "cannot be written", id="where nobody can write"),
        ],
    )
    def test_what_cannot_be_written_is_2(
        self, run: Run, tmp_path: Path, path: str, message: str
    ) -> None:
        (tmp_path / "folder.csv").mkdir()
        (tmp_path / "file").touch()
        ran = run(*DAY, "-o", path)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"exporttrack: error: {path} cannot be written: ")
        assert message in ran.err

    @pytest.mark.parametrize(
        ("there", "why"),
        [
            ([], "Permission denied"),
            (["report.csv"], "it is replaced whole, and its folder takes no new file"),
        ],
        ids=["a new file", "a file that may be written to"],
    )
    def test_a_read_only_folder(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, there: list[str], why: str
    ) -> None:
        assert run(*DAY, "--format", "csv").code == 0  # what has to be imported is now there
        with TemporaryDirectory() as folder:
            for name in there:
                (Path(folder) / name).touch()
                (Path(folder) / name).chmod(0o666)
            Path(folder).chmod(0o555)
            monkeypatch.chdir(folder)
            with not_root():
                ran = run(*DAY, "-o", "report.csv")
            assert (ran.code, ran.out) == (2, "")
            assert ran.err == f"exporttrack: error: report.csv cannot be written: {why}\n"
            assert [(path.name, path.stat().st_size) for path in Path(folder).iterdir()] == [
                (name, 0) for name in there
            ]
            monkeypatch.undo()

    def test_a_disk_that_fills_up_leaves_the_old_file(self, tmp_path: Path) -> None:
        (tmp_path / "report.csv").write_text("old", encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-m", "exporttrack", *DAY, "-o", "report.csv"],
            cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr == "exporttrack: error: report.csv cannot be written: File too large\n"
        assert [path.name for path in tmp_path.iterdir()] == ["report.csv"]
        assert (tmp_path / "report.csv").read_text(encoding="utf-8") == "old"

    @pytest.mark.parametrize("path", ["actuals.csv", "./link.csv"])
    def test_the_files_that_are_read_are_never_written(
        self, run: Run, every_status: Path, path: str
    ) -> None:
        before = (every_status / "actuals.csv").read_bytes()
        (every_status / "link.csv").symlink_to("actuals.csv")
        ran = run(*EVERY, "-o", path)
        assert (ran.code, ran.err) == (
            2,
            f"exporttrack: error: --output: the document is made from {path}\n"
            "   hint: name another file\n",
        )
        assert (every_status / "actuals.csv").read_bytes() == before


class TestBom:
    BOM = "\ufeff"

    def test_begins_the_file_and_nothing_else_changes(self, run: Run, tmp_path: Path) -> None:
        assert run(*DAY, "-o", "report.csv", "--bom").code == 0
        text = (tmp_path / "report.csv").read_text(encoding="utf-8")
        assert text == self.BOM + expected("shipped.csv")

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
    def test_is_a_bom_on_any_stream(self, encoding: str, tmp_path: Path) -> None:
        environment = {"PYTHONIOENCODING": encoding}
        ran = run_process(*DAY, "--format", "csv", "--bom", cwd=tmp_path, env=environment)
        assert ran.out == self.BOM + expected("shipped.csv")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("--bom",), "--bom has no effect on table", id="bom of a table"),
        pytest.param(("--bom", "--json"), "--bom has no effect on json", id="bom of JSON"),
        pytest.param(("--bom", "-o", "a.md"), "--bom has no effect on md", id="bom of Markdown"),
        pytest.param(
            ("--color", "always", "--json"), "--color always has no effect on json", id="colours"
        ),
        pytest.param(
            ("--color", "always", "-o", "a.txt"), "no effect on a file", id="colours in a file"
        ),
        pytest.param(
            ("--color", "always", "--format", "table", "-o", "a.txt"), "no effect on a file",
            id="colours of a table in a file",
        ),
        pytest.param(("--json", "--format", "csv"), "ask for different formats", id="two formats"),
        pytest.param(("-o", "report.xlsx"), '"report.xlsx" says no format', id="another ending"),
        pytest.param(("-o", "report"), '"report" says no format', id="no ending"),
        pytest.param(("-o", ""), '"" names no file', id="no name"),
        pytest.param(("--format", "yaml"), '"yaml" is none of table, text, json', id="no format"),
        pytest.param(("--format", ""), '"" is none of table, text, json', id="an empty format"),
    ],
)  # fmt: skip
def test_an_option_without_effect_is_an_error(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    ran = run(*DAY, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--json", "--format", "json"), id="the same twice"),
        pytest.param(("--json", "--color", "never"), id="no colours where there are none"),
        pytest.param(("--json", "--color", "auto"), id="colours where there can be any"),
    ],
)
def test_what_is_so_anyway_may_be_asked_for(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*DAY, *arguments)
    assert (ran.code, ran.out) == (0, expected("shipped.json"))


EUROS = """\
[series.a]
unit = "EUR"
[targets.b]
title = "Hà Nội"
kind = "level"
series = "a"
min = "5.5M"
by = 2020
"""


@pytest.mark.parametrize("format", ["text", "table", "md"])
@pytest.mark.parametrize(
    ("encoding", "title", "amount"),
    [
        ("ascii", "Ha Noi", "at least EUR 5.5 M"),
        ("cp1252", "Hà Noi", "at least €5.5 M"),
        ("utf-8", "Hà Nội", "at least €5.5 M"),
    ],
)
def test_a_stream_without_a_letter_keeps_the_currency(
    tmp_path: Path, format: str, encoding: str, title: str, amount: str
) -> None:
    (tmp_path / "targets.toml").write_text(EUROS, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "exporttrack", "--format", format], cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": encoding},
        capture_output=True, encoding=encoding, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert title in ran.stdout
    assert amount in ran.stdout


ASSUMED = {
    "table": "assumed",
    "text": "The figure is assumed.",
    "json": '"assumed": true',
    "jsonl": '"assumed": true',
    "csv": "2025,,true",
    "md": "| 2025 assumed |",
    "prom": 'assumed="true"',
}


@pytest.mark.parametrize("format", FORMATS)
class TestEveryFormat:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            pytest.param(("--assume", "handicraft_exports=1@2025"), 0, id="the worst news"),
            pytest.param(("nosuch",), 2, id="an unknown target"),
            pytest.param(("--targets", "none.toml"), 2, id="no such file"),
        ],
    )
    def test_changes_no_exit_status(
        self, run: Run, format: str, arguments: tuple[str, ...], code: int
    ) -> None:
        assert run("report", *DAY, *arguments, "--format", format).code == code

    def test_has_every_figure(self, run: Run, format: str) -> None:
        out = run("report", *DAY, "--format", format).out
        if format in ("table", "text", "md"):
            assert all(figure in out for figure in FIGURES)
        else:
            assert all(figure in out for figure in ("6.900755997019", "1.73441734417", "192000000"))

    def test_marks_what_is_assumed(self, run: Run, format: str) -> None:
        out = run(
            "report", *DAY, "--assume", "handicraft_exports=200M@2025", "--format", format
        ).out
        assert ASSUMED[format] in out
        assert ASSUMED[format] not in run("report", *DAY, "--format", format).out

    def test_is_the_same_from_run_to_run(self, run: Run, format: str) -> None:
        first, second = (run("report", *DAY, "--format", format).out for _ in range(2))
        assert first == second

    def test_stops_quietly_when_its_reader_is_gone(self, format: str, tmp_path: Path) -> None:
        script = f'"$0" -m exporttrack {" ".join(DAY)} --format {format} | head -n 1; '
        ran = subprocess.run(
            ["bash", "-c", script + 'echo "${PIPESTATUS[0]}"', sys.executable],
            cwd=tmp_path, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert ran.stderr == ""
        # A document that fits into the pipe is written before its reader can go.
        assert ran.stdout.splitlines()[-1] in ("0", "141")


class TestDocumentation:
    PAGE = (ROOT / "docs/formats.md").read_text(encoding="utf-8")

    def below(self, heading: str) -> str:
        return self.PAGE.partition(f"\n{heading}\n")[2].partition("\n#")[0]

    def told(self, heading: str) -> list[str]:
        """What stands in code in the first cells of a table, in order."""
        cells = re.findall(r"^\|([^|]*)\|", self.below(heading), flags=re.M)
        return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]

    def test_columns_of_csv_are_told(self) -> None:
        assert set(self.told("### csv")) == {*COLUMNS, *SINCE_COLUMNS}

    def test_metrics_are_told_in_order(self) -> None:
        metrics = re.findall(r"^# TYPE (\S+)", expected("shipped.prom"), flags=re.M)
        assert self.told("### prom") == metrics

    def test_formats_and_endings_are_told(self) -> None:
        rows = re.findall(
            r"^\| `(\w+)` \| (?:`(\.\w+)`)? ?\|", self.below("## report in other formats"), re.M
        )
        assert [format for format, _ in rows] == [*FORMATS]
        assert {ending: format for format, ending in rows if ending} == ENDINGS

    def test_statuses_of_fail_on_are_told(self) -> None:
        told = re.search(r"^\| `--fail-on STATUSES` \|(.*)\|$", self.below("## check"), re.M)
        assert told
        assert re.findall(r"`([\w-]+)`", told[1]) == [*FAILING]

    def test_the_line_of_check_is_told(self, run: Run) -> None:
        line = re.findall(r"^handicraft-value: .*\n", self.below("## check"), re.M)
        assumed = ("--assume", "handicraft_exports=200M@2025")
        out = run("check", "handicraft-value", *DAY, *assumed).out
        assert [out.replace(" The figure is assumed.", "")] == line

    def test_the_line_for_a_monitor_is_told(self, run: Run) -> None:
        (line,) = re.findall(r"^EXPORTTRACK .*\n", self.below("## check"), re.M)
        out = run("check", "export-growth", "--as-of", "2024-01-31", "--nagios").out
        assert out == line
