"""Files by their names, and what is said when there is none."""

from __future__ import annotations

import io
import os
import sys
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from exporttrack.errors import ExportTrackError, NotFound
from exporttrack.files.loading import load_actuals, load_targets, shipped
from exporttrack.model.actuals import Actuals, Input
from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation
from files.reading import SERIES

TEXTS = {
    "x.toml": '[[actual]]\nseries = "exports"\nperiod = "2024"\nvalue = 5\n',
    "x.csv": "series,period,value\nexports,2024,5\n",
    "x.TSV": "series\tperiod\tvalue\nexports\t2024\t5\n",
    "x.json": '[{"series": "exports", "period": "2024", "value": 5}]\n',
    "x.jsonl": '{"series": "exports", "period": "2024", "value": 5}\n',
    "x.ndjson": '{"series": "exports", "period": "2024", "value": 5}\n',
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_is_read_by_its_ending(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(TEXTS[name])
    line = 2 if "sv" in name.lower() else 1
    expected = Observation("exports", parse_period("2024"), Decimal(5), file=str(path), line=line)
    digest = sha256(TEXTS[name].encode()).hexdigest()
    assert load_actuals([path], SERIES) == Actuals((expected,), (Input(str(path), digest),))


def test_several_files_are_read_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.json"
    one.write_text("series,period,value\nexports,2024,5\n")
    two.write_text('[{"series": "exports", "period": "2025", "value": 6}]')
    found = load_actuals([one, str(two)], SERIES, {str(two): "shown.json"})
    assert [(figure.file, figure.value) for figure in found.observations] == [
        (str(one), Decimal(5)),
        ("shown.json", Decimal(6)),
    ]
    assert [file.path for file in found.inputs] == [str(one), "shown.json"]


@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(text, id=name) for name, text in TEXTS.items()),
        pytest.param(f"\ufeff\n{TEXTS['x.csv']}", id="a mark and a blank line"),
        pytest.param(f"# figures\n{TEXTS['x.toml']}", id="a comment of TOML"),
        pytest.param(f"format=1\n{TEXTS['x.toml']}", id="the format of TOML"),
        pytest.param(
            'actual = [{ series = "exports", period = "2024", value = 5 }]', id="an inline array"
        ),
        pytest.param(f'{{\n  "actual": {TEXTS["x.json"]}}}', id="JSON under actual"),
        pytest.param(f'{{"format": 1, "actual": {TEXTS["x.json"]}}}', id="JSON with the format"),
        pytest.param(
            f'{{\n "schema_version": "1.0",\n "records": {TEXTS["x.json"]}}}',
            id="what history says",
        ),
    ],
)
def test_standard_input_is_read_by_how_it_begins(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    found = load_actuals(["-"], SERIES)
    assert [(figure.file, figure.value) for figure in found.observations] == [("-", Decimal(5))]
    assert found.inputs == (Input("-", sha256(text.encode()).hexdigest()),)


@pytest.mark.parametrize("name", TEXTS)
def test_so_is_a_pipe(name: str, tmp_path: Path) -> None:
    """The form of what `<(command)` gives cannot be told by its name."""
    pipe = tmp_path / "63"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=(TEXTS[name], "utf-8"))
    writer.start()
    [figure] = load_actuals([pipe], SERIES).observations
    writer.join()
    assert (figure.file, figure.value) == (str(pipe), Decimal(5))


def test_targets_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'[series.exports]\nunit = "USD"\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert list(load_targets("-").series) == ["exports"]


def refused(path: str | Path) -> tuple[str, str | None]:
    with pytest.raises(NotFound) as caught:
        load_actuals([path], SERIES)
    assert isinstance(caught.value, ExportTrackError)
    return str(caught.value), caught.value.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    assert refused(path) == (f"there is no file {path}", "check the path")
    with pytest.raises(NotFound, match="there is no file nowhere"):
        load_targets(path, "nowhere")


def test_a_folder(tmp_path: Path) -> None:
    expected = f"{tmp_path} is a folder, not a file"
    assert refused(tmp_path) == (expected, f"name a file in {tmp_path}")


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    path = tmp_path / "x" / "y.csv"
    assert refused(path) == (f"{path} cannot be read: Not a directory", None)


def test_what_cannot_be_a_path() -> None:
    assert refused("x\0.csv") == ('"x\0.csv" is not a path', None)


@pytest.mark.parametrize("name", ["figures.xlsx", "figures"])
def test_a_file_of_another_kind(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("x")
    endings = ".toml, .csv, .tsv, .json, .jsonl, .ndjson"
    assert refused(path) == (f"no reader for {path}", f"the endings are {endings}")


def test_the_shipped_files_are_in_order() -> None:
    targets = load_targets(shipped("targets.toml"))
    actuals = load_actuals([shipped("actuals.toml")], targets.series)
    assert {one.series for one in actuals.observations} <= targets.series.keys()
    assert len(actuals.observations) > 50
