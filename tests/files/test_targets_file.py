"""A targets file becomes series and targets."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporttrack.errors import Fault, FileFaults
from exporttrack.files.document import document_of
from exporttrack.files.loading import load_targets, shipped
from exporttrack.files.targets_file import lines_of, read_targets
from exporttrack.model.actuals import Input
from exporttrack.model.period import Period
from exporttrack.model.series import Series
from exporttrack.model.target import Band, Source, Target, Targets
from exporttrack.render.faults import render

FULL = """\
format = 1
title = "Export targets"

[series.exports]
title = "Exports of goods"
titles = { vi = "Kim ngạch xuất khẩu hàng hóa" }
unit = "USD"
measure = "flow"
prefer = ["customs", "statistics office"]
codes = ["XK"]
fiscal_year_start = 7
prior = "exports"

[series.crafts]
unit = "USD"

[series.craft_share]
unit = "percent"

[series.workshops]
unit = "workshops"
measure = "stock"

[sources.plan-2023]
title = "Plan 1200"
publisher = "People's Committee"
published = 2023-04-14
url = "https://example.org/plan"
note = "Section 2"

[sources.programme]
title = "Programme"
published = "2020-12"

[targets.craft-share]
title = "Crafts in exports"
titles = { vi = "Tỷ trọng" }
kind = "share"
part = "crafts"
total = "exports"
min = "3%"
max = 5.0
by = 2030
base = 2020
above = "miss"
method = "rate-ratio"
measured_by = "craft_share"
group = "Exports"
source = "plan-2023"
quote = "from 3 to 5 per cent"
note = "Read with care."

[targets.growth]
title = "Growth"
kind = "growth"
series = "exports"
reading = "each-year"
source = "programme"
phases = [
  { from = 2023, to = 2025, min = 4.40, max = 5 },
  { from = 2026, to = 2030, min = "5.1%" },
]

[targets.growth-in-one-stretch]
kind = "growth"
series = "exports"
from = 2021
to = 2025
max = -1.5

[targets.value]
kind = "level"
series = "crafts"
min = "550M"
by = 2025

[targets.new-workshops]
kind = "total"
series = "exports"
from = 2021
to = 2025
min = "1.2 bn"

[targets.energy]
kind = "change"
series = "workshops"
base = 2020
by = 2030
max = -5
method = "trend-to-target"

[titles]
vi = "Mục tiêu xuất khẩu"

[groups]
Exports = { vi = "Xuất khẩu" }

[units]
workshops = { vi = "cơ sở" }
"""

PLAN = Source(
    "plan-2023",
    "Plan 1200",
    "People's Committee",
    date(2023, 4, 14),
    "https://example.org/plan",
    "Section 2",
)
PROGRAMME = Source("programme", "Programme", published=Period(12 * 2020 + 11, 12 * 2020 + 11))
EXPECTED = Targets(
    title="Export targets",
    series={
        "exports": Series(
            id="exports",
            unit="USD",
            title="Exports of goods",
            titles={"vi": "Kim ngạch xuất khẩu hàng hóa"},
            measure="flow",
            prefer=("customs", "statistics office"),
            codes=("XK",),
            fiscal_year_start=7,
            prior="exports",
        ),
        "crafts": Series("crafts", "USD", "crafts"),
        "craft_share": Series("craft_share", "percent", "craft_share"),
        "workshops": Series("workshops", "workshops", "workshops", measure="stock"),
    },
    targets=(
        Target(
            id="craft-share",
            name="craft-share",
            title="Crafts in exports",
            kind="share",
            series="crafts",
            band=Band(Decimal("3"), Decimal("5.0")),
            by=2030,
            total="exports",
            base=2020,
            above_is_miss=True,
            method="rate-ratio",
            measured_by="craft_share",
            titles={"vi": "Tỷ trọng"},
            group="Exports",
            source=PLAN,
            quote="from 3 to 5 per cent",
            note="Read with care.",
        ),
        Target(
            id="growth.2023-2025",
            name="growth",
            title="Growth",
            kind="growth",
            series="exports",
            band=Band(Decimal("4.40"), Decimal("5")),
            by=2025,
            first=2023,
            reading="each-year",
            source=PROGRAMME,
        ),
        Target(
            id="growth.2026-2030",
            name="growth",
            title="Growth",
            kind="growth",
            series="exports",
            band=Band(min=Decimal("5.1")),
            by=2030,
            first=2026,
            reading="each-year",
            source=PROGRAMME,
        ),
        Target(
            id="growth-in-one-stretch",
            name="growth-in-one-stretch",
            title="growth-in-one-stretch",
            kind="growth",
            series="exports",
            band=Band(max=Decimal("-1.5")),
            by=2025,
            first=2021,
        ),
        Target(
            id="value",
            name="value",
            title="value",
            kind="level",
            series="crafts",
            band=Band(min=Decimal("550000000")),
            by=2025,
        ),
        Target(
            id="new-workshops",
            name="new-workshops",
            title="new-workshops",
            kind="total",
            series="exports",
            band=Band(min=Decimal("1200000000")),
            by=2025,
            first=2021,
        ),
        Target(
            id="energy",
            name="energy",
            title="energy",
            kind="change",
            series="workshops",
            band=Band(max=Decimal("-5")),
            by=2030,
            base=2020,
            method="trend-to-target",
        ),
    ),
    input=Input("targets.toml", sha256(FULL.encode()).hexdigest()),
    titles={"vi": "Mục tiêu xuất khẩu"},
    groups={"Exports": {"vi": "Xuất khẩu"}},
    units={"workshops": {"vi": "cơ sở"}},
)


LEVEL = '[targets.t]\nkind = "level"\nseries = "s"\nby = 2030\n'


def read(text: str) -> Targets:
    return read_targets(document_of("targets.toml", text.encode()))


def test_a_file_with_everything() -> None:
    assert read(FULL) == EXPECTED
    assert repr(read(FULL)) == repr(EXPECTED)  # 4.40 is not 4.4 here


def test_where_each_target_begins() -> None:
    document = document_of("targets.toml", FULL.encode())
    lines = lines_of(read_targets(document), document)
    written = FULL.splitlines()
    assert {name: written[line - 1].strip() for name, line in lines.items()} == {
        "craft-share": "[targets.craft-share]",
        "growth.2023-2025": "{ from = 2023, to = 2025, min = 4.40, max = 5 },",
        "growth.2026-2030": '{ from = 2026, to = 2030, min = "5.1%" },',
        "growth-in-one-stretch": "[targets.growth-in-one-stretch]",
        "value": "[targets.value]",
        "new-workshops": "[targets.new-workshops]",
        "energy": "[targets.energy]",
    }


def test_no_file_says_more_than_this_one() -> None:
    """Every key of every table stands in the full file."""
    from exporttrack.files import targets_shape as shape

    data = tomllib.loads(FULL)
    written = {key for section in data.values() for key in _keys(section)} | set(data)
    models = [getattr(shape, name) for name in dir(shape) if name.endswith("Table")]
    known = {
        field.alias or name
        for model in models
        if isinstance(model, type)
        for name, field in getattr(model, "model_fields", {}).items()
    }
    assert known <= written


def _keys(data: object) -> set[str]:
    children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    own = set(data) if isinstance(data, dict) else set()
    return own.union(*(_keys(child) for child in children))


def test_what_is_left_out() -> None:
    found = read(f'[series.s]\nunit = "jobs"\n{LEVEL}min = 1')
    assert found.title == "targets.toml"
    assert found.series == {"s": Series("s", "jobs", "s", {}, "flow", (), None, ())}
    assert found.targets == (
        Target(
            id="t",
            name="t",
            title="t",
            kind="level",
            series="s",
            band=Band(Decimal(1), None),
            by=2030,
            first=None,
            total=None,
            base=None,
            reading="average",
            above_is_miss=False,
            method=None,
            measured_by=None,
            titles={},
            group=None,
            source=None,
            quote=None,
            note=None,
        ),
    )


def test_an_empty_file_states_nothing() -> None:
    assert read("") == Targets(
        "targets.toml", {}, (), Input("targets.toml", sha256(b"").hexdigest())
    )


def test_the_shipped_file_is_in_order() -> None:
    targets = load_targets(shipped("targets.toml"), "shipped")
    assert targets.input is not None
    assert targets.input.path == "shipped"
    assert len(targets.targets) > 5


def test_letters_written_in_two_ways_are_one() -> None:
    text = """\
title = "Kim ngạch xuất khẩu"
[series."xuất_khẩu"]
unit = "USD"
title = "Xuất khẩu"
[targets."mục_tiêu"]
kind = "level"
series = "xuất_khẩu"
by = 2030
min = "1 tỷ"
"""
    composed = read(unicodedata.normalize("NFC", text))
    decomposed = read(unicodedata.normalize("NFD", text))
    assert unicodedata.normalize("NFD", text) != text
    assert (decomposed.title, decomposed.series, decomposed.targets) == (
        composed.title,
        composed.series,
        composed.targets,
    )
    assert decomposed.series["xuất_khẩu"].title == "Xuất khẩu"
    assert decomposed.input != composed.input


@pytest.mark.parametrize(
    "phases",
    [
        pytest.param("phases = [{ from = 2026, to = 2030, min = 5 }]", id="in one line"),
        pytest.param("phases = [\n{ from = 2026, to = 2030, min = 5 },\n]", id="over lines"),
        pytest.param("[[targets.t.phases]]\nfrom = 2026\nto = 2030\nmin = 5", id="with a header"),
    ],
)
def test_phases_however_they_are_written(phases: str) -> None:
    text = f'[series.s]\nunit = "USD"\n[targets.t]\nkind = "growth"\nseries = "s"\n{phases}\n'
    [target] = read(text).targets
    assert (target.id, target.name, target.first, target.by) == ("t.2026-2030", "t", 2026, 2030)
    assert target.band == Band(Decimal(5))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("550_000_000", "550000000", id="digits in groups"),
        pytest.param('"550M"', "550000000", id="a suffix"),
        pytest.param('"US$550 million"', "550000000", id="the series' currency"),
        pytest.param('"0.55 tỷ"', "550000000", id="a Vietnamese suffix"),
        pytest.param("5.5e8", "550000000", id="a power"),
    ],
)
def test_ways_to_write_a_figure(written: str, value: str) -> None:
    text = f'[series.s]\nunit = "USD"\n{LEVEL}min = {written}'
    assert read(text).targets[0].band.min == Decimal(value)


def test_blanks_around_a_unit_are_no_part_of_it() -> None:
    found = read('[series.s]\nunit = " jobs "\n[series.p]\nunit = "percent "\n')
    assert [one.unit for one in found.series.values()] == ["jobs", "percent"]


def test_a_percentage_of_a_series_in_percent() -> None:
    text = f'[series.s]\nunit = "percent"\n{LEVEL}min = "5 %"'
    assert read(text).targets[0].band.min == Decimal(5)


def test_lines_of_windows_and_the_mark_at_the_begin_change_nothing() -> None:
    windows = b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()
    found = read_targets(document_of("targets.toml", windows))
    assert (found.series, found.targets) == (EXPECTED.series, EXPECTED.targets)


lines = FULL.splitlines(keepends=True)
letters = st.sampled_from(
    [*"ab=.,[]{}\"'\\#\n\t 0195-_:%é", "true", "nan", "inf", "\u0301", "\x00"]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The full file with up to three characters or lines lost, added, changed or moved."""
    changed = list(lines)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(changed) - 1))
        line = changed[at]
        column = draw(st.integers(0, len(line)))
        match draw(st.integers(0, 6)):
            case 0:
                changed[at] = ""
            case 1:
                changed.insert(at, draw(st.sampled_from(lines)))
            case 2:
                changed[at] = draw(st.sampled_from(lines))
            case 3:
                changed[at] = line[:column] + line[column + 1 :]
            case 4:
                changed[at] = line[:column] + draw(letters) + line[column:]
            case 5:
                changed[at] = line[:column] + draw(letters) + line[column + 1 :]
            case 6:
                key = line.partition("=")[0]
                changed[at] = key + "=" + draw(st.sampled_from(lines)).partition("=")[2]
    return "".join(changed)


def faults_of(text: str) -> list[Fault]:
    try:
        read(text)
    except FileFaults as error:
        return error.faults
    return []


@settings(max_examples=500)
@given(mutated())
def test_a_damaged_file_is_read_or_its_faults_are_shown(text: str) -> None:
    faults = faults_of(text)
    written = unicodedata.normalize("NFC", text).split("\n")
    for fault in faults:
        assert fault.line is not None
        assert fault.column is not None
        assert fault.excerpt == written[fault.line - 1]
        assert 1 <= fault.column <= len(fault.excerpt) + 1
    places = [(fault.line, fault.column) for fault in faults]
    assert places == sorted(places)
    assert render(faults)
