"""Numbers, days, periods and names in Vietnamese, beside those of a library for all languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.period import parse_period
from exporttrack.model.series import Series
from exporttrack.model.target import Band, Target, Targets
from exporttrack.render import numbers, words
from exporttrack.render.language import listed, marked, speak, spoken, unit_named
from exporttrack.render.sheet import in_words
from exporttrack.render.under_way import under_way
from render.explaining import explained
from rules.building import figures, target


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    speak("vi", {"jobs": "việc làm", "TOE": "tấn dầu quy đổi", "LAK": "kíp"})
    yield
    speak("en")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        pytest.param("1234", "percent", "1.230 %", id="groups of three with a dot"),
        pytest.param("550e6", "USD", "550 triệu USD", id="millions"),
        pytest.param("20.89e9", "USD", "20,89 tỷ USD", id="thousand millions"),
        pytest.param("1.5e12", "VND", "1,5 nghìn tỷ VND", id="millions of millions"),
        pytest.param("-1500", "USD", "-1.500 USD", id="below zero"),
        pytest.param("5.5e6", "EUR", "5,5 triệu EUR", id="no sign before the amount"),
        pytest.param("12345", "jobs", "12.345 việc làm", id="a unit that has a name"),
        pytest.param("12345", "tonnes", "12.345 tonnes", id="a unit that has none"),
        pytest.param("11500", "TOE", "11.500 tấn dầu quy đổi", id="three capitals, no currency"),
        pytest.param("-22e12", "LAK", "-22 nghìn tỷ kíp", id="a currency that has a name"),
    ],
)
def test_amounts(value: str, unit: str, text: str) -> None:
    assert numbers.amount(Decimal(value), unit) == text


@pytest.mark.parametrize(
    ("band", "unit", "text"),
    [
        (Band(Decimal("4.4"), Decimal(5)), "percent", "4,4-5 %"),
        (Band(Decimal("550e6"), None), "USD", "tối thiểu 550 triệu USD"),
        (Band(None, Decimal(50_000)), "jobs", "tối đa 50.000 việc làm"),
        (Band(Decimal("5e6"), Decimal("8e6")), "USD", "5 triệu USD đến 8 triệu USD"),
    ],
)
def test_bands(band: Band, unit: str, text: str) -> None:
    assert numbers.band(band, unit) == text


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (lambda: numbers.rate(0.051), "+5,1 %"),
        (lambda: numbers.points(-1.2656), "1,27 điểm %"),
        (lambda: numbers.stated(Decimal("1234.5"), "percent"), "1.234,5 %"),
        (lambda: words.day(date(2026, 11, 1)), "01/11/2026"),
    ],
)
def test_rates_points_and_days(found: Callable[[], str], text: str) -> None:
    assert found() == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2024", "2024"),
        ("2021/2025", "2021-2025"),
        ("2024-H1", "6 tháng đầu năm 2024"),
        ("2024-H2", "6 tháng cuối năm 2024"),
        ("2024-Q3", "quý III/2024"),
        ("2024-09", "tháng 9/2024"),
        ("2024-01/2024-09", "9 tháng đầu năm 2024"),
        ("2024-02/2024-09", "từ tháng 2/2024 đến tháng 9/2024"),
    ],
)
def test_periods(period: str, text: str) -> None:
    assert words.period(parse_period(period)) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("(E - y0) / (X - y0)", "(E - y0) / (X - y0)"),
        ("d x g / |r|", "d x g / |r|"),
        ("edge x total x (1 + h)^(T - u)", "cận x tổng thể x (1 + h)^(T - u)"),
        ("(sum / X) / (seen / length)", "(lũy kế / X) / (số năm đã có / tổng số năm)"),
        ("V2021 x (1 + rate)", "V2021 x (1 + tốc độ tăng)"),
        ("gap in percent", "khoảng cách theo %"),
        ("growth of 2022", "tốc độ tăng năm 2022"),
        ("each month", "mỗi tháng"),
    ],
)
def test_words_of_formulas(formula: str, text: str) -> None:
    assert in_words(formula) == text


@pytest.mark.parametrize(
    ("growth", "text"),
    [
        pytest.param(0.051, "tăng 5,1 % so với cùng kỳ năm trước", id="more"),
        pytest.param(-0.5, "giảm 50 % so với cùng kỳ năm trước", id="less"),
        pytest.param(0.0, "không đổi so với cùng kỳ năm trước", id="the same"),
    ],
)
def test_growth_of_the_year_under_way(growth: float, text: str) -> None:
    known = {"2022": 100, "2022-Q1": 20, "2023-Q1": 20 * (1 + growth)}
    found = explained(target("level", 150, by=2025), figures(known))
    assert text in under_way(found.outlook.assessment)


def test_what_a_year_has_too_much_is_not_taken_for_its_most() -> None:
    known = {"2021": 100, "2022": 90, "2022-Q1": 20, "2023-Q1": 84}
    found = explained(target("level", most=80, by=2023), figures(known))
    assert under_way(found.outlook.assessment).endswith(
        "; đã vượt 4 USD so với 80 USD, mức tối đa của năm."
    )


def test_figures_with_a_decimal_comma_are_parted_by_semicolons() -> None:
    steps = ["1,05^2 = 1,102", "1,1^2 = 1,21", "1,1^2 = 1,21"]
    assert listed(steps) == "1,05^2 = 1,102; 1,1^2 = 1,21"


@given(st.decimals(-(10**15), 10**15, allow_nan=False, places=6))
def test_digits_are_those_of_the_locale_data(value: Decimal) -> None:
    assert numbers.plain(value) == format_decimal(value, format="#,##0.######", locale="vi")


@given(st.dates(date(1800, 1, 1)))
def test_days_are_those_of_the_locale_data(day: date) -> None:
    assert words.day(day) == format_date(day, "dd/MM/yyyy", locale="vi")


@pytest.mark.parametrize("size", [10**6, 10**9, 10**12])
def test_scales_are_those_of_the_locale_data(size: int) -> None:
    ours = numbers.amount(Decimal(2 * size), "USD").removesuffix(" USD")
    theirs = format_compact_decimal(2 * size, format_type="long", locale="vi")
    assert ours == unicodedata.normalize("NFC", theirs).replace("\xa0", " ").replace("tỉ", "tỷ")


def test_figures_keep_their_units() -> None:
    text = words.unbroken(
        "từ 5,5 triệu USD đến 1,5 nghìn tỷ VND, 1,27 điểm % và 4 %, 21,05 USD, 9 tháng đầu năm 2018"
    )
    assert text.replace("\ue000", "_").split(" ") == [
        "từ", "5,5_triệu_USD", "đến", "1,5_nghìn_tỷ_VND,", "1,27_điểm_%", "và", "4_%,",
        "21,05_USD,", "9_tháng", "đầu", "năm_2018",
    ]  # fmt: skip


def test_english_is_as_it_was() -> None:
    speak("en")
    assert (spoken(), marked("1,234.5"), unit_named("jobs")) == ("en", "1,234.5", "jobs")


class TestTitles:
    target = Target("x", "x", "Value", "level", "s", Band(Decimal(1)), 2030, group="Exports")
    targets = Targets(
        "Targets",
        {"s": Series("s", "USD", title="Series", titles={"vi": "Chuỗi"})},
        (target,),
        titles={"vi": "Mục tiêu"},
        groups={"Exports": {"vi": "Xuất khẩu"}},
    )

    def test_each_is_taken_where_it_is_given(self) -> None:
        found = self.targets.in_language("vi")
        told = (found.title, found.series["s"].title, found.targets[0].title)
        assert told == ("Mục tiêu", "Chuỗi", "Value")
        assert found.targets[0].group == "Xuất khẩu"

    def test_another_language_has_none(self) -> None:
        assert self.targets.in_language("fr") == self.targets
