"""Every faulty file beside the whole message that its writer gets.

tests/data/faulty/targets holds files of targets, tests/data/faulty/actuals files of figures, each
named by its fault.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exporttrack.errors import FileFaults
from exporttrack.files.loading import load_actuals, load_targets
from exporttrack.model.series import Series
from exporttrack.render.faults import render

FAULTY = Path(__file__).parents[1] / "data" / "faulty"
FILES = sorted(
    (path for path in FAULTY.glob("*/*") if path.suffix != ".expected"),
    key=lambda path: (path.parent.name, path.name),
)
SERIES = {
    one.id: one
    for one in (
        Series("total_exports", "USD"),
        Series("handicraft_exports", "USD"),
        Series("export_growth", "percent"),
        Series("workshops", "workshops", measure="stock"),
    )
}
OF_PYTHON = re.compile(
    r"pydantic|tomllib|JSONDecode|Decimal|datetime|None|True|False|dict\b|\bstr\b|\bint\b|\bbool\b"
    r"|Error\b|Exception|Traceback|Input should|Extra inputs|Field required|type=|Expecting"
    r"|Unterminated|\['|\[\(|\{'|\('"
)


def said(path: Path) -> str:
    """What is said of a file, under its bare name."""
    with pytest.raises(FileFaults) as caught:
        _load(path)
    return render(caught.value.faults)


def _load(path: Path) -> None:
    if path.parent.name == "targets":
        load_targets(path, path.name)
    else:
        load_actuals([path], SERIES, {str(path): path.name})


def expected(path: Path) -> str:
    return path.with_name(f"{path.name}.expected").read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_said_of_a_faulty_file(path: Path) -> None:
    assert said(path) == expected(path)


def test_every_message_belongs_to_a_file() -> None:
    messages = {path.with_suffix("") for path in FAULTY.glob("*/*.expected")}
    assert messages == set(FILES)
    assert len(FILES) > 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nobody_has_to_know_python(path: Path) -> None:
    for line in expected(path).splitlines():
        if not re.match(r" *\d* \| ", line):  # the line as its writer wrote it
            own_words = re.sub(r"\"[^\"]*\"|(?<![\[{(])'[^']*'", "", line)
            assert not OF_PYTHON.search(own_words)


def test_faults_of_several_files_stand_in_the_order_of_the_files() -> None:
    of_actuals = FAULTY / "actuals"
    paths = [of_actuals / name for name in ("unknown-status.toml", "missing-value.csv")]
    with pytest.raises(FileFaults) as caught:
        load_actuals(paths, SERIES, {str(path): path.name for path in paths})
    assert [fault.position for fault in caught.value.faults] == [
        "unknown-status.toml:7:10",
        "missing-value.csv:2:20",
    ]
    assert str(caught.value) == (
        'unknown-status.toml:7:10: "prelim" is not a status; it is one of final, provisional, '
        "estimate, forecast; missing-value.csv:2:20: the record lacks `value`"
    )
    assert render(caught.value.faults).endswith("\n2 errors in 2 files\n")


def test_two_files_contradict_each_other(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.jsonl"
    one.write_text("series,period,value\ntotal_exports,2024,5\ntotal_exports,x,5\n")
    two.write_text('\n{"series": "total_exports", "period": "2024", "value": 6}\n')
    with pytest.raises(FileFaults) as caught:
        load_actuals([one, two], SERIES, {str(one): "one.csv", str(two): "two.jsonl"})
    assert render(caught.value.faults) == (
        'one.csv:3:15: error: "x" is not a period\n'
        "    3 | total_exports,x,5\n"
        "      |               ^\n"
        "   hint: write it as 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-09 or 2021/2025\n"
        "two.jsonl:2:56: error: two figures without a source for total_exports 2024: "
        "6 here, 5 at one.csv:2\n"
        '    2 | {"series": "total_exports", "period": "2024", "value": 6}\n'
        "      |                                                        ^\n"
        "   hint: give the later one its own `published`, such as 2026-01-31, or remove one\n"
        "2 errors in 2 files\n"
    )
