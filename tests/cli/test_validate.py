"""exporttrack validate: every fault at once, then what is worth a second look."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.journals import TARGETS, answer, folder
from conftest import DATA, Ran, Run, run_process

FAULTY = DATA / "faulty"
FILES = sorted(path for path in FAULTY.glob("*/*") if path.suffix != ".expected")
OF_TARGETS = [path for path in FILES if path.parent.name == "targets"]
OF_FIGURES = [path for path in FILES if path.parent.name == "actuals"]
SERIES = """\
[series.total_exports]
unit = "USD"
[series.handicraft_exports]
unit = "USD"
[series.export_growth]
unit = "percent"
[series.workshops]
unit = "workshops"
measure = "stock"
"""
"""Those that the faulty files of figures are of."""

SOUND = """\
[[actual]]
series = "exports"
period = "2024"
value = 19_000_000_000
source = "Customs"
"""
DOUBTFUL = """\
[[actual]]
series = "exports"
period = "2024"
value = 19_000_000_000
published = 2025-01-15
source = "Customs"

[[actual]]
series = "exports"
period = "2024"
value = 17_000_000_000
published = 2025-02-15
source = "CafeF"

[[actual]]
series = "crafts"
period = "2024"
value = 200_000_000

[[actual]]
series = "crafts"
period = "2024-H1"
value = 90_000_000
source = "Customs"

[[actual]]
series = "crafts"
period = "2024-H2"
value = 80_000_000
source = "Customs"
"""
MORE_TARGETS = """
[targets.workshops]
kind = "level"
series = "workshops"
min = 100
by = 2020
"""
DOUBTS = """\
targets.toml:30: warning: `workshops` cannot be judged: there is no figure of workshops
   hint: exporttrack record workshops=… --period 2020
actuals.toml:8: warning: exports 2024 = 17000000000 and 19000000000 (actuals.toml:1) are 10.5 % apart
   hint: check both; `prefer` in the targets file says whose figure is used
actuals.toml:15: warning: crafts 2024 = 200000000 has no source
   hint: add source = "…", and url where there is one
actuals.toml:15: warning: crafts 2024 = 200000000, but its parts (2024-H1, 2024-H2) add up to 170000000
   hint: check which of them is of another coverage
2 files checked, 0 errors, 4 warnings
"""  # noqa: E501


@pytest.fixture
def here(run: Run, tmp_path: Path) -> Path:
    """The folder that the command line runs in, with sound files."""
    return folder(tmp_path, SOUND)


def how(ran: Ran) -> tuple[int, str, str]:
    return ran.code, ran.out, ran.err


def more_targets(here: Path, text: str) -> None:
    (here / "targets.toml").write_text(TARGETS + text, encoding="utf-8")


class TestSound:
    def test_nothing_to_say(self, here: Path, run: Run) -> None:
        assert how(run("validate")) == (0, "2 files checked, 0 errors\n", "")

    def test_no_journal_yet(self, here: Path, run: Run) -> None:
        (here / "actuals.toml").unlink()
        ran = run("validate")
        assert (ran.code, ran.out.splitlines()[-1]) == (0, "1 file checked, 0 errors, 1 warning")

    def test_the_shipped_files_have_no_error(self, run: Run) -> None:
        ran = run("validate")
        assert (ran.code, ran.err) == (0, "")
        assert re.search(r"^2 files checked, 0 errors", ran.out, flags=re.M)

    def test_what_history_prints(self, here: Path, run: Run) -> None:
        for format in ("csv", "json", "jsonl"):
            (here / f"x.{format}").write_text(run("history", "--format", format).out, "utf-8")
        ran = run("validate", "x.csv", "x.json", "x.jsonl")
        assert (ran.code, ran.out) == (0, "4 files checked, 0 errors\n")


class TestFaults:
    def test_of_all_files_at_once(self, here: Path, run: Run) -> None:
        more_targets(here, '\n[targets.x]\nkind = "levle"\n')
        folder_journal = '[[actual]]\nseries = "export"\nperiod = "24"\nvalue = "1,2"\n'
        (here / "actuals.toml").write_text(folder_journal, encoding="utf-8")
        ran = run("validate")
        assert (ran.code, ran.err) == (1, "")
        assert ran.out == (
            'targets.toml:31:8: error: `kind` in [targets.x] is "levle"; it is one of level, '
            "share, growth, total, change\n"
            '   31 | kind = "levle"\n'
            "      |        ^^^^^^^\n"
            '   hint: did you mean "level"?\n'
            "actuals.toml:2:10: error: no series named `export` in the targets file\n"
            '    2 | series = "export"\n'
            "      |          ^^^^^^^^\n"
            "   hint: did you mean `exports`?\n"
            'actuals.toml:3:10: error: "24" is not a period\n'
            '    3 | period = "24"\n'
            "      |          ^^^^\n"
            "   hint: write it as 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-09 or 2021/2025\n"
            'actuals.toml:4:9: error: "1,2" has a comma; numbers use a dot for decimals and no '
            "grouping\n"
            '    4 | value = "1,2"\n'
            "      |         ^^^^^\n"
            "   hint: write 1.2, or import it with --decimal-mark , where the comma is the "
            "decimal mark\n"
            "2 files checked, 4 errors\n"
        )

    @pytest.mark.parametrize("path", OF_TARGETS, ids=lambda path: path.name)
    def test_of_faulty_targets(self, path: Path, run: Run, tmp_path: Path) -> None:
        shutil.copy(path, tmp_path)
        ran = run("validate", "--targets", path.name)
        assert (ran.code, ran.err) == (1, "")
        assert ran.out == checked(path, "1 file checked")

    @pytest.mark.parametrize("path", OF_FIGURES, ids=lambda path: path.name)
    def test_of_faulty_figures(self, path: Path, run: Run, tmp_path: Path) -> None:
        shutil.copy(path, tmp_path)
        (tmp_path / "targets.toml").write_text(SERIES, encoding="utf-8")
        ran = run("validate", "--actuals", path.name)
        assert (ran.code, ran.err) == (1, "")
        assert ran.out == checked(path, "2 files checked")

    @pytest.mark.parametrize("path", OF_FIGURES, ids=lambda path: path.name)
    def test_and_none_of_them_is_imported(self, path: Path, run: Run, tmp_path: Path) -> None:
        shutil.copy(path, tmp_path)
        (tmp_path / "targets.toml").write_text(SERIES, encoding="utf-8")
        ran = run("import", path.name)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(expected(path))
        assert sorted(one.name for one in tmp_path.iterdir()) == sorted([path.name, "targets.toml"])

    def test_the_targets_are_no_toml_the_figures_no_csv(self, here: Path, run: Run) -> None:
        """Without series only what cannot be read at all is known to be wrong."""
        (here / "targets.toml").write_text("[series\n", encoding="utf-8")
        (here / "x.csv").write_text("series,period,value\nexports,2024,?\nexports,2024\n", "utf-8")
        ran = run("validate", "--actuals", "x.csv")
        found = re.findall(r"^(\S+): error: ", ran.out, flags=re.M)
        assert (ran.code, found) == (1, ["targets.toml:1:1", "x.csv:3:1"])

    def test_of_targets_that_cannot_be_read_no_series_is_missed(self, here: Path, run: Run) -> None:
        (here / "other.toml").write_text("[series.sales\n", encoding="utf-8")
        (here / "x.csv").write_text("series,period,value\nsales,2024,1\n", encoding="utf-8")
        ran = run("validate", "targets.toml", "other.toml", "x.csv")
        assert ran.code == 1
        assert ran.out.startswith("other.toml:1:")
        assert ran.out.endswith("3 files checked, 1 error\n")

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
    @pytest.mark.parametrize("name", ["x.csv", "x.toml"])
    def test_a_file_that_is_no_text_is_a_finding(
        self, name: str, mark: bytes, here: Path, run: Run
    ) -> None:
        (here / name).write_bytes(mark + b"series,period,value\n\xff,2024,1\n")
        ran = run("validate", name, "actuals.toml")
        assert (ran.code, ran.err) == (1, "")
        assert ran.out == (
            f"{name}:2:1: error: the byte 0xff is not UTF-8\n"
            "    2 | \N{REPLACEMENT CHARACTER},2024,1\n"
            "      | ^\n"
            "   hint: save the file as UTF-8\n"
            "2 files checked, 1 error\n"
        )

    def test_figures_that_contradict_each_other(self, here: Path, run: Run) -> None:
        (here / "x.csv").write_text("series,period,value,source\nexports,2024,1,customs\n", "utf-8")
        ran = run("validate", "actuals.toml", "x.csv")
        assert ran.out == (
            "x.csv:2:14: error: two figures of customs for exports 2024: 1 here, "
            "19000000000 at actuals.toml:1\n"
            "    2 | exports,2024,1,customs\n"
            "      |              ^\n"
            "   hint: give the later one its own `published`, such as 2026-01-31, or remove one\n"
            "3 files checked, 1 error\n"
        )

    @pytest.mark.parametrize("arguments", [["nofile.csv"], ["--targets", "nofile.csv"]])
    def test_a_file_that_is_not_there_is_no_finding(
        self, arguments: list[str], here: Path, run: Run
    ) -> None:
        ran = run("validate", *arguments)
        said = "exporttrack: error: there is no file nofile.csv\n   hint: check the path\n"
        assert how(ran) == (2, "", said)


def expected(path: Path) -> str:
    return path.with_name(f"{path.name}.expected").read_text("utf-8")


def checked(path: Path, files: str) -> str:
    """What is said of a file, with the last line that validate has."""
    *faults, count = expected(path).splitlines(keepends=True)
    return "".join(faults) + f"{files}, {count.removesuffix(' in 1 file' + chr(10))}\n"


class TestFiles:
    def test_those_that_are_named(self, here: Path, run: Run) -> None:
        (here / "x.csv").write_text("series,period,value,source\nexports,2023,1,A\n", "utf-8")
        (here / "actuals.toml").write_text("faulty", "utf-8")
        ran = run("validate", "x.csv")
        assert (ran.code, ran.out) == (0, "2 files checked, 0 errors\n")

    def test_standard_input(self, here: Path) -> None:
        ran = answer(here, "validate", "-", stdin=b"series,period,value\nexports,24,1\n")
        assert ran.code == 1
        assert ran.out.startswith('-:2:9: error: "24" is not a period\n')

    def test_figures_are_of_the_series_of_all_targets(self, here: Path, run: Run) -> None:
        (here / "other.toml").write_text('[series.sales]\nunit = "USD"\n', "utf-8")
        text = "series,period,value,source\nsales,2024,1,A\nexports,2024,1,A\nwood,2024,1,A\n"
        (here / "x.csv").write_text(text, "utf-8")
        ran = run("validate", "targets.toml", "other.toml", "x.csv")
        assert [line for line in ran.out.splitlines() if ": error: " in line] == [
            "x.csv:4:1: error: no series named `wood` in the targets file"
        ]
        assert ran.out.endswith("3 files checked, 1 error\n")

    def test_of_the_variables(self, here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        (here / "x.csv").write_text("series,period,value\nexports,24,1\n", "utf-8")
        monkeypatch.setenv("EXPORTTRACK_ACTUALS", "x.csv")
        assert run("validate").out.startswith("x.csv:2:9: error: ")

    def test_none_is_changed(self, here: Path, run: Run) -> None:
        before = {path.name: path.read_bytes() for path in here.iterdir()}
        run("validate")
        assert {path.name: path.read_bytes() for path in here.iterdir()} == before


class TestWarnings:
    @pytest.fixture
    def doubtful(self, here: Path) -> Path:
        more_targets(here, MORE_TARGETS)
        (here / "actuals.toml").write_text(DOUBTFUL.replace("CafeF", "Else"), encoding="utf-8")
        return here

    def test_they_are_shown_and_do_not_fail(self, doubtful: Path, run: Run) -> None:
        assert how(run("validate")) == (0, DOUBTS, "")

    def test_but_when_asked_to(self, doubtful: Path, run: Run) -> None:
        assert how(run("validate", "--strict")) == (1, DOUBTS, "")

    def test_of_a_language_that_there_is_not(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "targets.toml").write_text(
            """\
titles = { vi = "Ở đây", vn = "Ở đây" }
[series.a]
unit = "jobs"
titles.en = "Jobs"
titles.VI = "Việc làm"
[targets.a]
kind = "growth"
series = "a"
phases = [{ from = 2020, to = 2021, min = 1 }, { from = 2022, to = 2023, min = 1 }]
measured_by = "rate"
titles = { fr = "Emplois" }
group = "Work"
[series.rate]
unit = "percent"
[groups]
Work = { de = "Arbeit" }
[units.jobs]
"vi-VN" = "việc làm"
"""
        )
        figures = "series,period,value,source\na,2020,1,A\nrate,2021,1,A\n"
        (tmp_path / "figures.csv").write_text(figures)
        warned = [
            ("1:26", "vn", 'titles = { vi = "Ở đây", vn = "Ở đây" }'),
            ("5:8", "VI", 'titles.VI = "Việc làm"'),
            ("11:12", "fr", 'titles = { fr = "Emplois" }'),
            ("16:10", "de", 'Work = { de = "Arbeit" }'),
            ("18:1", '"vi-VN"', '"vi-VN" = "việc làm"'),
        ]
        expected = ""
        for place, code, line in warned:
            at, column = map(int, place.split(":"))
            name = code.strip('"')
            expected += (
                f"targets.toml:{place}: warning: there is no report in the language `{name}`\n"
                f"{at:5} | {line}\n      | {' ' * (column - 1)}{'^' * len(code)}\n"
                "   hint: the languages are en, vi\n"
            )
        ran = run("validate", "--actuals", "figures.csv")
        assert how(ran) == (0, f"{expected}2 files checked, 0 errors, 5 warnings\n", "")

    def test_strict_on_sound_files(self, here: Path, run: Run) -> None:
        assert run("validate", "--strict").code == 0

    def test_errors_come_first(self, doubtful: Path, run: Run) -> None:
        with (doubtful / "actuals.toml").open("a") as journal:
            journal.write("[[actual]]\n")
        ran = run("validate")
        assert ran.code == 1
        assert "warning" not in ran.out


class TestJson:
    def test_the_document(self, here: Path, run: Run) -> None:
        (here / "x.csv").write_text("series,period,value\nexports,24,1\n", "utf-8")
        ran = run("validate", "x.csv", "--json")
        assert (ran.code, ran.err) == (1, "")
        document = json.loads(ran.out)
        assert document.pop("tool").startswith("exporttrack ")
        assert document == {
            "schema_version": "1.0",
            "files": ["targets.toml", "x.csv"],
            "errors": 1,
            "warnings": 0,
            "faults": [
                {
                    "severity": "error",
                    "file": "x.csv",
                    "line": 2,
                    "column": 9,
                    "message": '"24" is not a period',
                    "hint": "write it as 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-09 or "
                    "2021/2025",
                }
            ],
        }

    def test_warnings_are_no_errors(self, here: Path, run: Run) -> None:
        more_targets(here, MORE_TARGETS)
        document = json.loads(run("validate", "--json").out)
        assert (document["errors"], document["warnings"]) == (0, 1)
        assert [fault["severity"] for fault in document["faults"]] == ["warning"]

    def test_a_file_that_is_not_there(self, here: Path, run: Run) -> None:
        ran = run("validate", "nofile.csv", "--json")
        assert (ran.code, ran.out) == (2, "")
        assert json.loads(ran.err)["error"]["message"] == "there is no file nofile.csv"

    def test_in_ascii(self, here: Path) -> None:
        (here / "x.csv").write_text("series,period,value\nxuất khẩu,2024,1\n", "utf-8")
        env = {"PYTHONIOENCODING": "ascii"}
        ran = run_process("validate", "x.csv", "--json", cwd=here, env=env)
        assert "xuất khẩu" in json.loads(ran.out)["faults"][0]["message"]


SHARDS = [TARGETS, SOUND, DOUBTFUL, SERIES] + [
    path.read_text("utf-8") for path in OF_FIGURES if not path.name.startswith("not-utf-8")
]
PIECES = st.one_of(
    st.sampled_from(["[", "]", "{", "}", '"', "'", "=", ",", ";", "\n", "\r", "\t", "\\", "#"]),
    st.sampled_from(
        ["[[actual]]", "[series.x]", '"\\ud800"', "\x00", "\ufeff", "٣", "1e400", "nan"]
    ),
    st.sampled_from(
        ["1_0", "--", "withdrawn", "-0", "2024-Q5", "9" * 40, '"""', "[" * 200, "\u202e"]
    ),
    st.text(max_size=3),
)


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A file that was sound, or faulty in one way, and is broken in some more."""
    text = draw(st.sampled_from(SHARDS))
    for _ in range(draw(st.integers(0, 4))):
        at, to = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        text = text[:at] + draw(PIECES) + text[draw(st.sampled_from([at, to, at + 1])) :]
    data = text.encode("utf-8", "surrogatepass")
    return draw(
        st.sampled_from(
            [data, data[: len(data) // 2], data + b"\xff", text.encode("utf-16", "surrogatepass")]
        )
    )


@settings(max_examples=110)
@given(broken(), st.sampled_from([".toml", ".csv", ".json", ".jsonl", ".tsv"]))
def test_no_broken_file_breaks_the_program_or_is_changed(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    here = folder(tmp_path_factory.mktemp("here"), SOUND)
    (here / f"x{ending}").write_bytes(data)
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    for arguments in (
        ["validate", f"x{ending}"],
        ["validate", "--targets", f"x{ending}"],
        ["import", f"x{ending}"],
        ["import", f"x{ending}", "--skip-unknown", "--series", "exports", "--force"],
        ["import", "targets.toml", "--actuals", f"x{ending}"],
    ):
        ran = answer(here, *arguments)
        assert ran.code in (0, 1, 2)
        assert not re.search(r"internal error|Traceback|pydantic", ran.err)
        after = {path.name: path.read_bytes() for path in here.iterdir()}
        if arguments[0] == "import" and ran.code == 0:  # it was sound all the same
            assert after["actuals.toml"].startswith(before["actuals.toml"])
            before["actuals.toml"] = after["actuals.toml"]
        assert after == before
