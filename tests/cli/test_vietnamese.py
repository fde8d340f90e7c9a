"""The program in Vietnamese: whole outputs, and what must stay as it is in English."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from cli.surroundings import Surroundings, run_here
from conftest import DATA, ROOT, Run
from exporttrack.render import english, english_coherence, english_explanation

AS_OF = ("--as-of", "2026-11-21")
EVERY = (
    "--targets", "every_status/targets.toml",
    "--actuals", "every_status/actuals.csv",
    "--as-of", "2025-06-30",
)  # fmt: skip
KINDS = (
    "--targets", "explained/targets.toml",
    "--actuals", "explained/actuals.csv",
    "--as-of", "2023-03-31",
)  # fmt: skip
CONFLICTS = (
    "--targets", "coherence/targets.toml",
    "--actuals", "coherence/actuals.csv",
)  # fmt: skip
OUTPUTS = {
    "report.txt": ("report", *AS_OF),
    "report_text.txt": ("report", "--format", "text", *AS_OF),
    "report.md": ("report", "--format", "md", *AS_OF),
    "every_status.txt": ("report", "--format", "text", *EVERY),
    "explain.txt": ("explain", "handicraft-value", *AS_OF),
    "explain_growth.txt": ("explain", "export-growth.2023-2025", *AS_OF),
    "explain_total.txt": ("explain", "budget", *KINDS),
    "explain_share.txt": ("explain", "share", *KINDS),
    "outlook.txt": ("outlook", *AS_OF),
    "coherence.txt": ("coherence", *AS_OF),
    "coherence_small.txt": ("coherence", *CONFLICTS, *AS_OF),
    "check.txt": ("check", "-v", *EVERY),
    "nagios.txt": ("check", "--nagios", *EVERY),
    "history.txt": ("history", "total_exports", *AS_OF),
}


@pytest.fixture(autouse=True)
def _files_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are shown as given, and a long one folds: theirs must not depend on the checkout's."""
    for name in ("every_status", "explained", "coherence"):
        (tmp_path / name).symlink_to(DATA / name)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", OUTPUTS)
def test_whole_outputs(run: Run, name: str) -> None:
    ran = run(*OUTPUTS[name], "--lang", "vi")
    assert ran.out == (DATA / "vietnamese" / name).read_text(encoding="utf-8")
    assert ran.err == ""
    assert ran.code == run(*OUTPUTS[name]).code


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_on_a_terminal(columns: int) -> None:
    place = Surroundings({"TERM": "dumb"}, columns=columns)
    ran = run_here(["report", *EVERY, "--lang", "vi"], place)
    name = DATA / f"vietnamese/every_status_{columns}.txt"
    assert ran.out == name.read_text(encoding="utf-8")
    assert max(map(cell_len, ran.out.splitlines())) <= columns or columns == 60


@pytest.mark.parametrize(
    ("columns", "command", "message"),
    [
        (80, "report", "không đủ chỗ cho cột `Cần có` ở độ rộng này"),
        (60, "report", "không đủ chỗ cho cột `Vị trí` và `Cần có` ở độ rộng này"),
        (60, "history met", "không đủ chỗ cho cột `Ghi nhận` ở độ rộng này"),
    ],
)
def test_what_a_narrow_terminal_has_no_room_for(columns: int, command: str, message: str) -> None:
    place = Surroundings({"TERM": "dumb"}, columns=columns)
    ran = run_here([*command.split(), *EVERY, "--lang", "vi"], place)
    assert ran.err == f"exporttrack: {message}\n"


class TestWhichLanguage:
    def test_the_variable(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXPORTTRACK_LANG", "vi")
        assert run("check", "-v", *EVERY).out == run("check", "-v", *EVERY, "--lang", "vi").out

    def test_the_option_before_the_variable(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        english = run("check", "-v", *EVERY).out
        monkeypatch.setenv("EXPORTTRACK_LANG", "vi")
        assert run("check", "-v", *EVERY, "--lang", "en").out == english

    def test_never_the_locale(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        english = run("report", *EVERY).out
        for name in ("LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
            monkeypatch.setenv(name, "vi_VN.UTF-8")
        assert run("report", *EVERY).out == english

    def test_an_empty_variable_is_none(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXPORTTRACK_LANG", "")
        assert run("check", "-v", *EVERY).out.startswith("met")

    @pytest.mark.parametrize(
        "command", ["report", "check", "outlook", "coherence", "history", "explain x"]
    )
    def test_one_that_there_is_not(self, run: Run, command: str) -> None:
        ran = run(*command.split(), "--lang", "vn")
        said = 'exporttrack: error: --lang "vn" is none of en, vi\n'
        assert (ran.code, ran.out, ran.err.startswith(said)) == (2, "", True)

    def test_one_in_capitals(self, run: Run) -> None:
        said = 'error: --lang "VI" is none of en, vi\n   hint: did you mean vi?\n'
        assert run("report", "--lang", "VI").err == f"exporttrack: {said}"

    def test_a_variable_that_says_none(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXPORTTRACK_LANG", "fr")
        ran = run("report")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == 'exporttrack: error: EXPORTTRACK_LANG "fr" is none of en, vi\n'


SENTENCE_KEYS = {"title", "group", "reason", "note", "notes", "rule", "meaning", "with_numbers"}
"""What of JSON is for people."""


def fixed(document: Any) -> Any:
    """The document without what is for people."""
    if isinstance(document, dict):
        return {key: fixed(one) for key, one in document.items() if key not in SENTENCE_KEYS}
    return [fixed(one) for one in document] if isinstance(document, list) else document


@pytest.mark.parametrize(
    "command",
    ["report", "explain handicraft-value", "outlook", "coherence", "history", "history exports"],
)
def test_programs_are_not_disturbed(run: Run, command: str) -> None:
    if command == "history exports":
        command = "history total_exports"
    arguments = (*command.split(), *AS_OF, "--json")
    english, vietnamese = (run(*arguments, "--lang", code) for code in ("en", "vi"))
    assert english.code == vietnamese.code
    assert fixed(json.loads(english.out)) == fixed(json.loads(vietnamese.out))


@pytest.mark.parametrize("format", ["csv", "prom", "jsonl"])
def test_data_formats_keep_their_words(run: Run, format: str) -> None:
    english, vietnamese = (
        run("report", *EVERY, "--format", format, "--lang", code).out for code in ("en", "vi")
    )
    assert english.splitlines()[0].split(",")[0] == vietnamese.splitlines()[0].split(",")[0]
    words = re.compile(r"\b(?:met|achieved|behind|missed|no-data|awaiting-data|above|below)\b")
    assert len(words.findall(vietnamese)) > 8
    numbers = re.compile(r"(?<=[,: ])-?[0-9]+(?:\.[0-9]+)?(?=[,}\n])")
    assert set(numbers.findall(english)) <= set(numbers.findall(vietnamese))


def vocabulary() -> Iterator[str]:
    """The words of the English sentences, without what is filled in."""
    catalogues = (english, english_explanation, english_coherence)
    for sentence in chain.from_iterable(one.SENTENCES.values() for one in catalogues):
        yield from re.findall(r"[A-Za-z]{3,}", re.sub(r"\{[^}]*\}", " ", sentence))


TITLES = """
titles = { vi = "Đ" }
[groups]
g = { vi = "Đ" }
[units]
u = { vi = "Đ" }
[series.s]
unit = "u"
titles = { vi = "Đ" }
[series.w]
unit = "u"
titles = { vi = "Đ" }
"""
OF_KINDS = {
    "t1": 'kind = "level"\nseries = "s"\nmin = 5\nby = 2024\ngroup = "g"',
    "t2": 'kind = "share"\npart = "s"\ntotal = "w"\nmin = 5\nmax = 9\nby = 2027',
    "t3": 'kind = "growth"\nseries = "s"\nfrom = 2021\nto = 2025\nmin = 5',
    "t4": 'kind = "total"\nseries = "s"\nfrom = 2020\nto = 2025\nmax = 50',
    "t5": 'kind = "change"\nseries = "s"\nbase = 2020\nby = 2025\nmin = 50',
}
"""A target of each kind, so that every formula is there."""
SHARED_WORDS = """
drift mean rate ratio straight line trend to target pace
on track acceleration needed limited progress deterioration achieved moderate marginal stagnation
regression slightly off wrong direction
Canada Destatis Hyndman and Athanasopoulos Forecasting principles practice
dry run
"""
"""Methods, their classes, who made them; an option. All else is translated."""


@pytest.mark.parametrize(
    "command",
    [
        "report", "report --format text", "report --format md", "outlook", "check -v",
        "coherence", "history", "record s=7 --period 2024 --source X --dry-run",
        *(f"explain {name}" for name in OF_KINDS),
    ],
)  # fmt: skip
def test_no_english_word_is_left(run: Run, tmp_path: Path, command: str) -> None:
    targets = (
        f'[targets.{name}]\ntitles = {{ vi = "Đ" }}\n{text}\n' for name, text in OF_KINDS.items()
    )
    (tmp_path / "targets.toml").write_text(TITLES + "".join(targets), encoding="utf-8")
    known = {2019: 2, 2020: 3, 2021: 3, 2022: 4, 2023: 3, "2023-01": 1, "2022-01": 2, "2024-01": 1}
    figures = "series,period,value,status\nw,2020,90,\nw,2023,80,estimate\n" + "".join(
        f"s,{period},{value},final\n" for period, value in known.items()
    )
    (tmp_path / "a.csv").write_text(figures, encoding="utf-8")
    actuals = () if command.startswith("record") else ("--actuals", "a.csv", *AS_OF)
    if command.startswith("record"):
        (tmp_path / "actuals.toml").write_text("format = 1\n", encoding="utf-8")
    ran = run(*command.split(), *actuals, "--lang", "vi")
    assert ran.code in (0, 1)
    said = ran.out.replace("targets.toml", "")
    found = set(re.findall(r"\b[A-Za-z]{3,}\b", said)) & set(vocabulary())
    assert found <= set(SHARED_WORDS.split())


def test_columns_align_with_wide_and_decomposed_letters(run: Run, tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Kim ngạch xuất khẩu hàng thủ công mỹ nghệ")
    titles = (decomposed, "手工艺品出口额 Ｈａｎｏｉ", "Kim ngạch")
    text = '[series.s]\nunit = "USD"\n' + "".join(
        f'[targets.t{at}]\ntitle = "{title}"\nkind = "level"\nseries = "s"\nmin = 5\nby = 2030\n'
        for at, title in enumerate(titles)
    )
    (tmp_path / "targets.toml").write_text(text, encoding="utf-8")
    (tmp_path / "a.csv").write_text("series,period,value\ns,2020,4321\n", encoding="utf-8")
    lines = run("report", "--actuals", "a.csv", *AS_OF, "--lang", "vi").out.splitlines()
    starts = [cell_len(line.split("4.321")[0]) for line in lines if "4.321" in line]
    assert len(starts) == 3
    assert len(set(starts)) == 1


def test_a_group_is_found_by_its_name_in_any_language(run: Run) -> None:
    for name in ("Exports", "Xuất khẩu", "XUẤT KHẨU"):
        assert run("report", "--group", name, *AS_OF, "--format", "jsonl").out.count("\n") == 4


NAMES = """
[series."chỉ_số"]
unit = "percent"
[targets."mục-tiêu"]
kind = "level"
series = "chỉ_số"
min = 5
by = 2030
group = "Xuất khẩu"
"""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("report mục-tiêu --format csv", "mục-tiêu,"),
        ("report --group XUẤT_KHẨU --format csv", "mục-tiêu,"),
        ("report --assume chỉ_số=5@2030 --format csv", "mục-tiêu,"),
        ("history chỉ_số", "chỉ_số, percent"),
        ("record chỉ_số=4 --period 2024 --dry-run", "chỉ_số 2024 = 4 %"),
        ("import a.csv --series chỉ_số --map giá=value --dry-run", "1 new"),
    ],
)
def test_names_are_found_however_their_letters_are_composed(
    run: Run, tmp_path: Path, command: str, said: str
) -> None:
    (tmp_path / "targets.toml").write_text(NAMES, encoding="utf-8")
    (tmp_path / "actuals.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("period,giá\n2024,4\n", encoding="utf-8")
    typed = unicodedata.normalize("NFD", command).split()
    ran = run(*(one.replace("_KH", " KH") for one in typed))
    assert ran.code == 0
    assert said in ran.out


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            "[groups]\nExport = { vi = 'x' }",
            "targets.toml:10:1: error: no target is in the group `Export`\n"
            "   10 | Export = { vi = 'x' }\n      | ^^^^^^\n   hint: did you mean `Exports`?\n",
        ),
        (
            "[units]\njob = { vi = 'x' }",
            "targets.toml:10:1: error: no series has the unit `job`\n"
            "   10 | job = { vi = 'x' }\n      | ^^^\n   hint: did you mean `jobs`?\n",
        ),
        (
            "[units]\njobs = 'x'",
            'targets.toml:10:8: error: `jobs` in [units] is "x"; it takes a table\n',
        ),
    ],
    ids=["a group that no target is in", "a unit that no series has", "no table"],
)
def test_names_of_what_is_not_there(run: Run, tmp_path: Path, table: str, message: str) -> None:
    text = "[series.s]\nunit = 'jobs'\n[targets.t]\ngroup = 'Exports'\nkind = 'level'\n"
    text += f"series = 's'\nmin = 5\nby = 2030\n{table}\n"
    (tmp_path / "targets.toml").write_text(text, encoding="utf-8")
    ran = run("report")
    assert ran.code == 2
    assert ran.err.startswith(message)


EMPTY = """
titles = { vi = "" }
[groups]
g = { vi = " " }
[units]
u = { vi = "" }
[series.s]
unit = "u"
titles = { vi = "" }
[targets.t1]
titles = { vi = "" }
"""


def test_what_is_left_empty_in_vietnamese_is_said_all_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "targets.toml").write_text(EMPTY + OF_KINDS["t1"], encoding="utf-8")
    (tmp_path / "actuals.toml").write_text("format = 1\n", encoding="utf-8")
    assert run("report", "--format", "text", *AS_OF, "--lang", "vi").out == (
        "targets.toml\nTính đến ngày 21/11/2026: 1 chờ số liệu\n\ng\n-\n\nt1: chờ số liệu\n"
        "  t1: tối thiểu 5 u vào năm 2024.\n"
        "  Năm 2024 đã kết thúc nhưng chưa có số liệu của năm này.\n\n"
        "- Tệp: targets.toml, actuals.toml\n"
    )


def test_an_error_is_english_with_its_numbers(run: Run) -> None:
    record = ("record", "jobs=200_000.5", "--period", "2024", "--source", "Sở", "--dry-run")
    files = ("--targets", "every_status/targets.toml", "--actuals", "j.toml")
    assert run("record", "jobs=20", *record[2:-1], *files, "--lang", "vi").code == 0
    ran = run(*record, *files, "--lang", "vi")
    assert ran.code == 2
    assert "jobs 2024 = 200,000.5 jobs" in ran.err


def test_the_example_of_the_documentation(run: Run) -> None:
    text = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    section = text.split("\n## Languages\n")[1].split("\n## ")[0]
    command, output = re.findall(
        r"^```console\n\$ exporttrack (.*?)\n(.*?)^```$", section, re.M | re.S
    )[0]
    assert run(*command.split()).out == output
