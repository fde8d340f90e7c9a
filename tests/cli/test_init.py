"""exporttrack init: files of one's own to edit."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from conftest import ROOT, Ran, Run, run_process
from exporttrack.files.loading import load_targets
from exporttrack.model.target import KINDS

HEAD = """\
# Figures, each with its source. New ones are appended by `exporttrack record` and
# `exporttrack import`; what stands here is never rewritten.

format = 1
"""
TEMPLATE = ROOT / "src/exporttrack/shipped/template.toml"


def done(ran: Ran) -> str:
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def refused(ran: Ran) -> str:
    assert (ran.code, ran.out) == (2, "")
    return ran.err


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class TestWhatIsWritten:
    def test_commented_targets_and_an_empty_journal(self, run: Run, tmp_path: Path) -> None:
        said = done(run("init"))
        assert said == "targets.toml\nactuals.toml\nEdit targets.toml, then run exporttrack.\n"
        assert files(tmp_path) == {
            "actuals.toml": HEAD.encode(),
            "targets.toml": TEMPLATE.read_bytes(),
        }

    def test_in_a_folder_that_is_made(self, run: Run, tmp_path: Path) -> None:
        assert done(run("init", "ours/2026")) == (
            "ours/2026/targets.toml\nours/2026/actuals.toml\n"
            "Edit ours/2026/targets.toml, then run exporttrack in ours/2026.\n"
        )
        assert list(files(tmp_path)) == ["ours/2026/actuals.toml", "ours/2026/targets.toml"]

    def test_the_example_is_a_copy_of_the_shipped_files(self, run: Run, tmp_path: Path) -> None:
        done(run("init", "--example", "hanoi"))
        assert files(tmp_path) == {
            name: (ROOT / name).read_bytes() for name in ("actuals.toml", "targets.toml")
        }

    def test_the_example_is_one_to_go_on_from(self, run: Run, tmp_path: Path) -> None:
        done(run("init", "--example", "hanoi"))
        lines = (ROOT / "actuals.toml").read_bytes().count(b"\n")
        said = done(run("record", "programme_jobs=1200", "--period=2024", "--source=City"))
        first = f"actuals.toml:{lines + 2}: programme_jobs 2024 = 1,200 jobs (City)\n"
        assert said.startswith(first)
        own = done(run("report", "--format=json")).split("\n")
        assert '"path": "targets.toml"' in "".join(own)

    def test_new_files_have_the_mode_of_any_new_file(self, run: Run, tmp_path: Path) -> None:
        before = os.umask(0o027)
        try:
            done(run("init"))
        finally:
            os.umask(before)
        modes = {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        assert modes == {0o640}

    def test_in_a_pipe_that_cannot_show_every_letter(self, tmp_path: Path) -> None:
        ran = run_process("init", "Hà Nội", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
        assert done(ran).endswith("Edit Ha Noi/targets.toml, then run exporttrack in Ha Noi.\n")
        assert (tmp_path / "Hà Nội" / "targets.toml").exists()


class TestNothingIsOverwritten:
    @pytest.mark.parametrize("name", ["targets.toml", "actuals.toml"])
    def test_when_one_of_the_files_is_there(self, name: str, run: Run, tmp_path: Path) -> None:
        (tmp_path / name).write_text("ours")
        assert refused(run("init")) == (
            f"exporttrack: error: {name} is there already\n"
            "   hint: name another folder, or move it\n"
        )
        assert files(tmp_path) == {name: b"ours"}

    def test_when_it_is_a_link_to_nothing(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "actuals.toml").symlink_to("elsewhere.toml")
        assert "actuals.toml is there already" in refused(run("init"))
        assert [path.name for path in tmp_path.iterdir()] == ["actuals.toml"]

    def test_a_second_time(self, run: Run, tmp_path: Path) -> None:
        done(run("init", "ours"))
        before = files(tmp_path)
        assert refused(run("init", "ours", "--example=hanoi")) == (
            "exporttrack: error: ours/targets.toml is there already\n"
            "   hint: name another folder, or move it\n"
        )
        assert files(tmp_path) == before


class TestWhatIsRefused:
    def test_an_example_that_is_not_there(self, run: Run, tmp_path: Path) -> None:
        assert refused(run("init", "--example", "hano")) == (
            'exporttrack: error: --example "hano" is none of hanoi\n   hint: did you mean hanoi?\n'
        )
        assert files(tmp_path) == {}

    def test_a_file_in_place_of_the_folder(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "ours").write_text("a file")
        assert refused(run("init", "ours")) == (
            "exporttrack: error: ours is a file, not a folder\n   hint: name a folder\n"
        )
        assert refused(run("init", "ours/2026")) == (
            "exporttrack: error: ours/2026 cannot be written: Not a directory\n"
        )
        assert files(tmp_path) == {"ours": b"a file"}

    def test_a_folder_without_a_name(self, run: Run, tmp_path: Path) -> None:
        """As of a script whose variable is not set."""
        assert refused(run("init", "")) == (
            "exporttrack: error: the path of the folder is empty\n"
            "   hint: name a folder; . is this one\n"
        )
        assert files(tmp_path) == {}

    def test_a_name_that_no_folder_can_have(self, run: Run, tmp_path: Path) -> None:
        name = "a" * 300
        assert refused(run("init", name)) == (
            f"exporttrack: error: {name} cannot be written: File name too long\n"
        )
        assert files(tmp_path) == {}

    @pytest.mark.skipif(not Path("/proc/version").exists(), reason="there is no /proc")
    def test_a_folder_that_cannot_be_made(self, run: Run) -> None:
        assert refused(run("init", "/proc/ours")) == (
            "exporttrack: error: /proc/ours cannot be written: No such file or directory\n"
        )

    def test_when_one_file_cannot_be_written_neither_is_left(
        self, run: Run, tmp_path: Path
    ) -> None:
        """The folder has room for the smaller file alone."""
        from resource import RLIMIT_FSIZE, getrlimit, setrlimit

        soft, hard = getrlimit(RLIMIT_FSIZE)
        setrlimit(RLIMIT_FSIZE, (len(TEMPLATE.read_bytes()) - 1, hard))
        try:
            ran = run("init", "ours")
        finally:
            setrlimit(RLIMIT_FSIZE, (soft, hard))
        assert refused(ran) == "exporttrack: error: ours cannot be written: File too large\n"
        assert files(tmp_path) == {}


class TestTheTemplate:
    """A new user reads it from the top and does what it says."""

    def test_it_is_without_fault_and_is_reported(self, run: Run) -> None:
        done(run("init"))
        ran = run("validate")
        assert (ran.code, ran.err) == (0, "")
        assert "0 errors" in ran.out
        assert done(run("report", "--format=csv")).splitlines()[1].startswith("exports,Exports,")

    def test_its_commands_do_what_they_say(self, run: Run, tmp_path: Path) -> None:
        done(run("init"))
        record, import_ = re.findall(r"^#      exporttrack (.*)$", _comments(), re.M)
        said = done(run(*shlex.split(record))).splitlines()[0]
        assert said == "actuals.toml:6: exports 2025 = US$480 M (Customs)"
        header = re.search("series,period.*(?=:$)", _comments(), re.M)
        assert header is not None
        (tmp_path / "figures.csv").write_text(
            f"{header[0]}\nexports,2024,470M,final,2025,Customs\n"
        )
        assert done(run(*shlex.split(import_))).splitlines()[0] == "actuals.toml: 1 new"

    def test_it_names_every_kind(self) -> None:
        named = re.findall(r'^#      "(\w+)"', TEMPLATE.read_text("utf-8"), re.M)
        assert named == list(KINDS)

    def test_each_kind_needs_what_it_says(self, tmp_path: Path) -> None:
        """Its table, taken at its word: a target of each kind with those keys and a minimum."""
        rows = [re.split("  +", line[7:])[:3] for line in _comments().splitlines()]
        needs = {
            row[0].strip('"'): re.findall(r"\w+", row[2].replace("and", ""))
            for row in rows
            if row[0].startswith('"')
        }
        values = {"series": '"a"', "part": '"a"', "total": '"b"'}
        years = {"base": 2020, "from": 2024, "to": 2030, "by": 2030}
        text = '[series.a]\nunit = "USD"\n[series.b]\nunit = "USD"\n'
        for kind, keys in needs.items():
            text += f'[targets.{kind}]\nkind = "{kind}"\nmin = 1\n'
            text += "".join(f"{key} = {values.get(key) or years[key]}\n" for key in keys)
        path = tmp_path / "targets.toml"
        path.write_text(text)
        assert [target.kind for target in load_targets(path).targets] == list(KINDS)

    def test_what_is_commented_out_may_be_used(self, tmp_path: Path) -> None:
        text, count = re.subn(
            r"^# (published|url) =", r"\1 =", TEMPLATE.read_text("utf-8"), flags=re.M
        )
        assert count == 2
        path = tmp_path / "targets.toml"
        path.write_text(text, encoding="utf-8")
        source = load_targets(path).targets[0].source
        assert source is not None
        assert (str(source.published), source.url) == ("2026-01-31", "https://…")


def _comments() -> str:
    """The comment at the top, up to the first key."""
    return TEMPLATE.read_text("utf-8").partition("\nformat = 1")[0]
