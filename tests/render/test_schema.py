"""The schemas of the outputs say what the outputs are, and nothing that no output has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conftest import DATA, ROOT, Run
from exporttrack.cli.schema import OUTPUTS
from exporttrack.model.actuals import Actuals
from exporttrack.model.series import FIGURE_STATUSES, Observation, Series
from exporttrack.model.target import KINDS, Target, Targets
from exporttrack.render import coherence_json, explanation_json, outlook
from exporttrack.render.history import History, as_json
from exporttrack.render.json import document, render_lines
from exporttrack.render.schemas.parts import HEAD
from exporttrack.render.schemas.target import CLASSES
from exporttrack.rules import assess
from exporttrack.rules.assessment import STATUSES, Position
from exporttrack.rules.explanation import explain
from exporttrack.rules.ledger import ledger
from exporttrack.rules.verdict import STATUS_OF_CLASS
from exporttrack.rules.year_to_date import Refusal
from rules import generating
from rules.several import of_generated, several_targets
from schemas import LINES, schema_of, validator

# 50 and 55 of 100 and 120 by June, and 60 in 2024; a target without group, with a quote alone.
UNDER_WAY = """\
[series]
yearly = { unit = "USD" }
new = { unit = "USD" }
late = { unit = "USD" }
jobs = { unit = "jobs" }
[sources]
plan = { title = "A plan" }
[targets]
a = { kind = "growth", series = "yearly", from = 2024, to = 2025, min = 5, quote = "5 %" }
b = { kind = "level", series = "new", by = 2026, min = 5, source = "plan" }
c = { kind = "level", series = "late", by = 2026, min = 5 }
d = { kind = "total", series = "jobs", from = 2021, to = 2030, min = 100, note = "read" }
e = { kind = "level", series = "yearly", by = 2028, min = 200, method = "rate-ratio" }
f = { kind = "share", part = "yearly", total = "whole", by = 2028, max = 4 }
g = { kind = "share", part = "yearly", total = "whole", by = 2028, min = 4 }
h = { kind = "total", series = "whole", from = 2024, to = 2030, min = 100 }
i = { kind = "growth", series = "yearly", from = 2024, to = 2025, max = 9 }
[series.whole]
unit = "USD"
"""
FIGURES = """\
series,period,value,published,source,url,note,status,recorded
yearly,2022,100,2023-02-01,,,,,2026-01-01T09:30:00Z
yearly,2022-H1,50,2022-08-01,,,,,
yearly,2023,120,2024-02-01,A,https://example.org/,as printed,final,
yearly,2023,122,2024-02-01,B,,,,
yearly,2023-H1,55,2023-08-01,,,,,
yearly,2024-H1,60,2024-07-20,,,,,
new,2024-H1,5,2024-07-20,,,,,
late,2024-Q2,5,2024-07-20,,,,,
jobs,2021/2023,20,2024-01-01,,,,,
jobs,2021/2023,25,2024-02-01,,,,,
jobs,2024,3,2024-07-10,,,,,
jobs,2024,withdrawn,2024-07-20,,,,,
whole,2022,2000,2024-02-01,,,,,
whole,2023,2200,2024-02-01,,,,,
whole,2021,1900,2024-02-01,A,,,final,
whole,2021,1950,2024-07-01,A,,,final,2024-07-20T09:30:00Z
whole,2020,1800,2024-02-01,A,,,,
whole,2020,withdrawn,2024-07-01,A,,,,2024-07-20T09:30:00Z
whole,2019,1700,,,,,,2024-07-15T09:30:00Z
"""
# Growth from 100 and levels that conflict; a level that nobody knows, with growth and changes that
# hang on it; a share of a level that is only promised, and what cannot be a part of it; a sum; and
# growth from zero.
TOGETHER = """\
[series]
a = { unit = "USD" }
b = { unit = "USD" }
c = { unit = "USD" }
d = { unit = "USD" }
e = { unit = "USD" }
f = { unit = "USD" }
[targets]
growth = { kind = "growth", series = "a", from = 2024, to = 2025, min = 5, max = 10 }
level = { kind = "level", series = "a", by = 2025, min = 150 }
least = { kind = "growth", series = "a", from = 2024, to = 2025, min = 1 }
most = { kind = "growth", series = "a", from = 2024, to = 2025, max = 50 }
slow = { kind = "growth", series = "a", from = 2024, to = 2025, max = 3, reading = "each-year" }
fast = { kind = "growth", series = "a", from = 2025, to = 2025, min = 4, reading = "each-year" }
share = { kind = "share", part = "b", total = "a", by = 2030, min = 3, max = 5 }
value = { kind = "level", series = "b", by = 2030, max = 1 }
later = { kind = "growth", series = "c", from = 2028, to = 2030, min = 5, max = 6 }
change = { kind = "change", series = "c", base = 2027, by = 2030, min = 50, max = 60 }
within = { kind = "change", series = "c", base = 2027, by = 2030, max = 70 }
known = { kind = "level", series = "c", by = 2030, max = 1000 }
sum = { kind = "total", series = "d", from = 2022, to = 2023, min = 1 }
fall = { kind = "change", series = "d", base = 2023, by = 2025, max = -10 }
whole = { kind = "level", series = "f", by = 2030, min = 10, max = 20 }
part = { kind = "share", part = "e", total = "f", by = 2030, min = 40, max = 50 }
little = { kind = "level", series = "e", by = 2030, max = 1 }
less = { kind = "level", series = "e", by = 2030, max = 5 }
much = { kind = "level", series = "e", by = 2030, min = 100 }
"""
LEVELS = """\
series,period,value
a,2021,90
a,2022,96
a,2023,100
a,2025,120
b,2030,4
d,2022,1
d,2023,0
d,2025,1
c,2030,100
"""
EVERY = DATA / "every_status"
SEVERAL = ("--targets", str(EVERY / "targets.toml"), "--actuals", str(EVERY / "actuals.csv"))
LATER = ("--targets", "under_way.toml", "--actuals", "figures.csv", "--as-of", "2024-08-01")
ALL = ("--targets", "together.toml", "--actuals", "levels.csv", "--as-of", "2026-11-21")
DAY = ("--as-of", "2026-11-21")
EARLY = ("--as-of", "2024-06-01")
ASSUMED = (*DAY, "--assume", "handicraft_exports=600M@2025")
NONE = (*DAY, "--group", "none")
SINCE, WITHDRAWN = ("--since", "2024-01-31"), ("--since", "2024-07-15")
ASKED: dict[str, list[tuple[str, ...]]] = {
    "report": [DAY, EARLY, ASSUMED, NONE, SEVERAL, LATER, (*DAY, *SINCE), (*LATER, *WITHDRAWN)],
    "outlook": [DAY, EARLY, ASSUMED, NONE, SEVERAL, LATER],
    "explain": [
        *(
            (name, *where)
            for name in ("export-growth", "handicraft-share", "handicraft-value")
            for where in (DAY, EARLY, ASSUMED)
        ),
        *((name, *LATER, "--assume", "yearly=5@2024-07") for name in "abcdefgh"),
    ],
    "coherence": [DAY, EARLY, ASSUMED, NONE, ALL],
    "history": [DAY, LATER],
    "validate": [(), LATER[:4], ("bad.toml",), ("wide.toml",), ("comma.json",)],
    "error": [
        ("nosuch",),
        ("--nosuch",),
        ("--output", "no-folder/a.json"),
        *(("--targets", file) for file in ("bad.toml", "wide.toml")),
        ("--actuals", "comma.json"),
    ],
}
"""What to ask, so that everything occurs that there is."""


@pytest.fixture
def documents(run: Run, tmp_path: Path) -> dict[str, list[Any]]:
    """Documents of each output in which everything occurs that there is."""
    files = {"under_way.toml": UNDER_WAY, "figures.csv": FIGURES, "together.toml": TOGETHER,
             "levels.csv": LEVELS, "bad.toml": "formt = 1\n", "wide.toml": "format = 1\n",
             "comma.json": '[{"series" "a"}]'}  # fmt: skip
    for name, text in files.items():
        encoding = "utf-16" if name == "wide.toml" else "utf-8"
        (tmp_path / name).write_text(text, encoding=encoding)
    found = {}
    for name, asked in ASKED.items():
        command = "report" if name == "error" else name
        ran = [run(command, "--json", *options) for options in asked]
        assert {one.code for one in ran} <= ({2} if name == "error" else {0, 1}), ran
        found[name] = [json.loads(one.err if name == "error" else one.out) for one in ran]
    return found


def test_each_output_has_a_schema() -> None:
    assert [*ASKED] == sorted(OUTPUTS, key=[*ASKED].index)
    for name in OUTPUTS:
        Draft202012Validator.check_schema(schema_of(name))


def test_every_document_is_as_it_says(documents: dict[str, list[Any]]) -> None:
    for name, several in documents.items():
        for one in several:
            validator(name).validate(one)


@pytest.mark.parametrize("command", [("report",), ("report", *SINCE), ("history",)])
def test_every_line_is_as_it_says(run: Run, command: tuple[str, ...]) -> None:
    lines = run(*command, "--format", "jsonl", *DAY).out.splitlines()
    assert len(lines) > 5
    for line in lines:
        validator(command[0], LINES).validate(json.loads(line))


@settings(max_examples=50)
@given(
    st.lists(generating.targets(), min_size=1, max_size=3),
    generating.figure_lists,
    generating.days,
    st.sampled_from(["flow", "stock"]),
    st.sampled_from([None, "exports"]),
)
def test_whatever_is_assessed_is_as_it_says(
    several: list[Target],
    observations: list[Observation],
    as_of: date,
    measure: Any,
    prior: str | None,
) -> None:
    names = ("s", "whole", "published")
    series = {name: Series(name, "USD", measure=measure, prior=prior) for name in names}
    in_a_file = tuple(one._replace(file="a.csv", line=2) for one in observations)
    stated, known = Targets("Any", series, tuple(several)), Actuals(in_a_file)
    found = assess(stated, known, as_of=as_of)
    validator("report").validate(document(found))
    for line in render_lines(found).split("\n")[:-1]:  # a text may have other ends of lines
        validator("report", LINES).validate(json.loads(line))
    explained = explain(stated, known, as_of=as_of, level=0.8)
    validator("explain").validate(explanation_json.document(explained))
    validator("outlook").validate(outlook.document(explained.outlooks))
    of_series = known.by_series()
    entries = {name: ledger(one, of_series.get(name, ()), as_of) for name, one in series.items()}
    validator("history").validate(json.loads("".join(as_json(History(as_of, entries, series, ())))))


@settings(max_examples=50)
@given(several_targets, generating.figure_lists)
def test_whatever_is_compared_is_as_it_says(
    several: list[Target], observations: list[Observation]
) -> None:
    found = of_generated(several, observations)
    validator("coherence").validate(coherence_json.document(found))


def properties(schema: Any, whole: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property of a schema, by its path in a document."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    for either in schema.get("anyOf", ()):
        yield from properties(either, whole, path)
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}.{name}", inner
        yield from properties(inner, whole, f"{path}.{name}")
    if "items" in schema:
        yield from properties(schema["items"], whole, f"{path}[]")


def values(document: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a document, by its path."""
    yield path, document
    if isinstance(document, dict):
        for name, inner in document.items():
            yield from values(inner, f"{path}.{name}")
    elif isinstance(document, list):
        for inner in document:
            yield from values(inner, f"{path}[]")


def test_every_property_occurs_and_is_null_only_where_it_is_said_to_be(
    documents: dict[str, list[Any]],
) -> None:
    wrong = []
    for name, several in documents.items():
        seen: dict[str, set[bool]] = {}
        for one in several:
            for path, value in values(one):
                seen.setdefault(path, set()).add(value is None)
        for path, schema in properties(schema_of(name), schema_of(name)):
            may_be_null = "null" in schema.get("type", ()) or None in schema.get("enum", ())
            if seen.get(path) != ({True, False} if may_be_null else {False}):
                wrong.append((name, path, seen.get(path)))
    assert not wrong, "\n".join(map(str, wrong))


def test_the_keys_of_coherence_are_told() -> None:
    page = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    section = page.split("\n## coherence --json\n", 1)[1].split("\n## ", 1)[0]
    cells = "".join(re.findall(r"^\|([^|]*)\|", section, flags=re.M))
    told = {
        key.replace("PAIR", pair)
        for key in re.findall(r"`([^`]+)`", cells)
        for pair in ("conflicts", "fits")
    }
    schema = schema_of("coherence")
    keys = [path[1:] for path, _ in properties(schema, schema)]
    keys = [key for key in keys if key.split("[")[0] not in HEAD]
    parents = {re.sub(r"(\[\])?\.\w+$", "", key) for key in keys}
    assert {*keys} - parents <= told <= {*keys}


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_property_is_described(name: str) -> None:
    for path, schema in properties(schema_of(name), schema_of(name)):
        assert schema["description"].endswith("."), path


def objects(schema: object) -> Iterator[Any]:
    if isinstance(schema, dict):
        if "properties" in schema and not isinstance(schema["properties"], bool):
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_object_has_other_keys(name: str) -> None:
    found = list(objects(schema_of(name)))
    assert found
    assert all(one["additionalProperties"] is False for one in found)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param({"more": 1}, [], id="a key more"),
        pytest.param({"as_of": "21/11/2026"}, ["as_of"], id="a day otherwise"),
        pytest.param({"schema_version": "2.0"}, ["schema_version"], id="another version"),
        pytest.param({"summary": {"fine": 1}}, ["summary"], id="no such status"),
        pytest.param({"title": None}, ["title"], id="null where nothing is ever"),
    ],
)
def test_what_is_otherwise_is_refused(
    documents: dict[str, list[Any]], change: dict[str, object], where: list[str]
) -> None:
    (error,) = validator("report").iter_errors({**documents["report"][0], **change})
    assert list(error.absolute_path) == where


def test_a_key_less_is_refused(documents: dict[str, list[Any]]) -> None:
    for name, (first, *_) in documents.items():
        for key in first:
            assert not validator(name).is_valid({k: v for k, v in first.items() if k != key})


def test_words_are_those_of_the_program() -> None:
    report = schema_of("report")
    target = report["$defs"]["target"]["properties"]
    assert target["status"]["enum"] == list(STATUSES)
    assert list(report["properties"]["summary"]["properties"]) == list(STATUSES)
    assert target["kind"]["enum"] == list(KINDS)
    assert target["position"]["enum"] == [*get_args(Position), None]
    assert target["actual"]["properties"]["status"]["enum"] == [*FIGURE_STATUSES, None]
    assert target["year_to_date"]["properties"]["reason"]["enum"] == [*get_args(Refusal), None]
    assert {label for labels in CLASSES.values() for label in labels} == set(STATUS_OF_CLASS)
