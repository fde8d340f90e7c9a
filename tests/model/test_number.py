"""Numbers as people write them: what is read, and what is refused with which words."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exporttrack.errors import FormatError
from exporttrack.model.number import DecimalMark, Number, in_unit, number_of, parse_number

NOT_A_NUMBER = "write digits, with a dot for decimals, such as 4.4 or 550M"
BETWEEN = "an underscore or a decimal mark stands between two digits"
NOT_KNOWN = "leave a figure out while it is not known"
FULLWIDTH = "１２"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("0", "0", None, id="zero"),
        pytest.param("-0.0", "0", None, id="zero has no sign"),
        pytest.param("12.50", "12.50", None, id="digits stay as they are written"),
        pytest.param("1.234", "1.234", None, id="a dot is the decimal mark, whatever follows"),
        pytest.param("1_200_000", "1200000", None, id="underscores group"),
        pytest.param("+4.4", "4.4", None, id="a plus sign"),
        pytest.param("−5", "-5", None, id="a typographic minus sign"),
        pytest.param("-5", "-5", None, id="a hyphen for minus"),
        pytest.param("  7 ", "7", None, id="blanks around"),
        pytest.param("\u00a07\u202f", "7", None, id="blanks of a spreadsheet around"),
        pytest.param("007", "7", None, id="leading zeros"),
        pytest.param("1e9", "1000000000", None, id="a power"),
        pytest.param("1E9", "1000000000", None, id="a power in a capital"),
        pytest.param("12e-1", "1.2", None, id="a negative power"),
        pytest.param("1e-0008", "0.00000001", None, id="a power with zeros before it"),
        pytest.param("1e27", "1" + 27 * "0", None, id="as large as figures get"),
        pytest.param("1e-28", "0." + 27 * "0" + "1", None, id="as small as figures get"),
        pytest.param("9" * 28, "9" * 28, None, id="28 digits"),
        pytest.param("480M", "480000000", None, id="millions"),
        pytest.param("1.5 k", "1500", None, id="thousands"),
        pytest.param("1.2bn", "1200000000", None, id="billions"),
        pytest.param("3TN", "3000000000000", None, id="trillions, in capitals"),
        pytest.param("0.5 thousand", "500", None, id="the scale as a word"),
        pytest.param("2 million", "2000000", None, id="million"),
        pytest.param("2 billion", "2000000000", None, id="billion"),
        pytest.param("2 Trillion", "2000000000000", None, id="trillion"),
        pytest.param("12.3456k", "12345.6", None, id="a scale that leaves decimals"),
        pytest.param("1.50M", "1500000", None, id="a scaled figure is in plain digits"),
        pytest.param("2 nghìn", "2000", None, id="nghìn"),
        pytest.param("480 triệu", "480000000", None, id="triệu"),
        pytest.param("2 tỷ", "2000000000", None, id="tỷ"),
        pytest.param("2 tỉ", "2000000000", None, id="tỉ, the other spelling"),
        pytest.param("2 TỶ", "2000000000", None, id="tỷ in capitals"),
        pytest.param("4.8%", "4.8", "percent", id="per cent"),
        pytest.param("4.8 percent", "4.8", "percent", id="percent as a word"),
        pytest.param("-5 %", "-5", "percent", id="a fall in per cent"),
        pytest.param("US$1.2bn", "1200000000", "USD", id="US dollars"),
        pytest.param("us$ 550 million", "550000000", "USD", id="US dollars, small letters"),
        pytest.param("$5", "5", "USD", id="dollars are US dollars"),
        pytest.param("480 M USD", "480000000", "USD", id="the currency after"),
        pytest.param("US$-5", "-5", "USD", id="a deficit"),
        pytest.param("2 tỷ đồng", "2000000000", "VND", id="đồng"),
        pytest.param("₫500k", "500000", "VND", id="the sign of the đồng"),
    ],
)
def test_it_reads(text: str, value: str, unit: str | None) -> None:
    number = parse_number(text)
    assert (f"{number.value:f}", number.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("12,5", "12.5", id="a comma for the decimals"),
        pytest.param("1,234", "1.234", id="whatever follows it"),
        pytest.param("3,5 triệu", "3500000", id="with a scale"),
        pytest.param("US$1,2bn", "1200000000", id="with a currency"),
        pytest.param("4,80%", "4.80", id="with a per cent sign"),
        pytest.param("1_200,5", "1200.5", id="underscores group here too"),
    ],
)
def test_with_a_decimal_comma_it_reads(text: str, value: str) -> None:
    assert str(parse_number(text, ",").value) == value


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param("", "a number is missing", "leave the record out while it is not known",
                     id="nothing"),
        pytest.param(" \t", "a number is missing", "leave the record out while it is not known",
                     id="blanks"),
        pytest.param("1,234", "has a comma; numbers use a dot for decimals and no grouping",
                     "write 1234", id="a comma before three digits"),
        pytest.param("12,5", "has a comma; numbers use a dot for decimals and no grouping",
                     "write 12.5", id="a comma before one digit"),
        pytest.param("0,125", "has a comma; numbers use a dot for decimals and no grouping",
                     "write 0.125", id="a nought is no group"),
        pytest.param("1,234,567.8", "has a comma; numbers use a dot for decimals and no grouping",
                     "write 1234567.8", id="commas for groups, a dot for decimals"),
        pytest.param("1.234,56", "has a comma; numbers use a dot for decimals and no grouping",
                     "write 1234.56", id="dots for groups, a comma for decimals"),
        pytest.param("1,2bn", "has a comma; numbers use a dot for decimals and no grouping",
                     "write 1.2bn", id="the hint keeps the scale"),
        pytest.param("5,", "has a comma; numbers use a dot for decimals and no grouping",
                     "write 5", id="a comma that ends a sentence"),
        pytest.param("1.2.3", "has more than one decimal mark",
                     "numbers have no grouping", id="two decimal marks"),
        pytest.param("1.234.567 triệu", "has more than one decimal mark",
                     "numbers have no grouping: write 1234567 triệu", id="dots for groups"),
        pytest.param("1 234", "has blanks or marks inside the number", "write 1234",
                     id="a blank for groups"),
        pytest.param("1 234,5", "has blanks or marks inside the number", "write 1234.5",
                     id="a blank for groups and a comma for decimals"),
        pytest.param("1'234.5 M", "has blanks or marks inside the number", "write 1234.5 M",
                     id="an apostrophe for groups"),
        pytest.param("1 2 x", "is not a number", NOT_A_NUMBER, id="blanks, and more than that"),
        pytest.param("1__0", "is not a number", BETWEEN, id="two underscores"),
        pytest.param("1_", "is not a number", BETWEEN, id="an underscore at the end"),
        pytest.param("5.", "is not a number", BETWEEN, id="a dot at the end"),
        pytest.param("1_.5", "is not a number", BETWEEN, id="an underscore beside the dot"),
        pytest.param("-", "is not a number", NOT_A_NUMBER, id="a dash"),
        pytest.param("5-", "is not a number", NOT_A_NUMBER, id="a dash after"),
        pytest.param("--5", "is not a number", NOT_A_NUMBER, id="two dashes"),
        pytest.param("$", "is not a number", NOT_A_NUMBER, id="a currency alone"),
        pytest.param("%", "is not a number", NOT_A_NUMBER, id="a per cent sign alone"),
        pytest.param("M", "is not a number", NOT_A_NUMBER, id="a scale alone"),
        pytest.param(".5", "is not a number", NOT_A_NUMBER, id="no digit before the dot"),
        pytest.param("0x10", "is not a number", NOT_A_NUMBER, id="a number of programmers"),
        pytest.param("5e", "is not a number", NOT_A_NUMBER, id="a power that is missing"),
        pytest.param("1e00009", "is not a number", NOT_A_NUMBER, id="a power of five digits"),
        pytest.param("٣", "is not a number", NOT_A_NUMBER, id="an Arabic digit"),
        pytest.param(FULLWIDTH, "is not a number", NOT_A_NUMBER, id="fullwidth digits"),
        pytest.param("5 uſd", "is not a number", NOT_A_NUMBER, id="a long s is no s"),
        pytest.param("5 mıllion", "is not a number", NOT_A_NUMBER, id="a dotless i is no i"),
        pytest.param("about 5", "is not a number", NOT_A_NUMBER, id="words"),
        pytest.param("NaN", "is not a figure", NOT_KNOWN, id="not a number"),
        pytest.param("inf", "is not a figure", NOT_KNOWN, id="infinity"),
        pytest.param("-Infinity", "is not a figure", NOT_KNOWN, id="the other infinity"),
        pytest.param("US$5 USD", "names a unit twice", "write the unit once", id="two units"),
        pytest.param("1e400", "is too large or too small for a figure", "check the power",
                     id="a power out of reach"),
        pytest.param("1e28", "is too large or too small for a figure", "check the power",
                     id="one power too large"),
        pytest.param("1e-29", "is too large or too small for a figure", "check the power",
                     id="one power too small"),
        pytest.param("1e27 k", "is too large or too small for a figure", "check the power",
                     id="too large with its scale"),
        pytest.param("1" * 40, "has more than 28 digits", "check the digits", id="40 digits"),
        pytest.param("0." + "3" * 29, "has more than 28 digits", "check the digits",
                     id="29 decimals"),
    ],
)  # fmt: skip
def test_it_refuses(text: str, message: str, hint: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_number(text)
    quoted = message if message == "a number is missing" else f'"{text}" {message}'
    assert (str(refused.value), refused.value.hint) == (quoted, hint)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        pytest.param("1.234",
                     "has a dot; the decimal mark is a comma here and numbers have no grouping",
                     "write 1234", id="a dot before three digits"),
        pytest.param("4.4%",
                     "has a dot; the decimal mark is a comma here and numbers have no grouping",
                     "write 4,4%", id="a dot before one digit"),
        pytest.param("1.234,56",
                     "has a dot; the decimal mark is a comma here and numbers have no grouping",
                     "write 1234,56", id="dots for groups, a comma for decimals"),
        pytest.param("1,2,3", "has more than one decimal mark",
                     "numbers have no grouping", id="two decimal marks"),
        pytest.param("1 234.5", "has blanks or marks inside the number", "write 1234,5",
                     id="a blank for groups and a dot for decimals"),
        pytest.param("x", "is not a number",
                     "write digits, with a comma for decimals, such as 4,4 or 550M", id="words"),
    ],
)  # fmt: skip
def test_with_a_decimal_comma_it_refuses(text: str, message: str, hint: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_number(text, ",")
    assert (str(refused.value), refused.value.hint) == (f'"{text}" {message}', hint)


def test_letters_in_two_parts_are_the_same_letters() -> None:
    decomposed = unicodedata.normalize("NFD", "480 triệu đồng")
    assert decomposed != "480 triệu đồng"
    assert parse_number(decomposed) == Number(Decimal(480_000_000), "VND")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(550_000_000, "550000000", id="a whole number"),
        pytest.param(Decimal("4.40"), "4.40", id="decimals stay"),
        pytest.param(Decimal("1.2E+9"), "1200000000", id="a power becomes plain digits"),
        pytest.param(Decimal("1E+1"), "10", id="the smallest power there is"),
        pytest.param(Decimal("-0E-9999999999"), "0", id="zero, however small"),
    ],
)
def test_a_number_of_a_file_is_exact(value: int | Decimal, expected: str) -> None:
    assert str(number_of(value)) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param(Decimal("NaN"), "NaN is not a figure", id="not a number"),
        pytest.param(Decimal("-Infinity"), "-Infinity is not a figure", id="infinity"),
        pytest.param(
            Decimal("1E+9999999999"),
            '"1E+9999999999" is too large or too small for a figure',
            id="a power that no sum can hold",
        ),
        pytest.param(
            10**5000,
            '"1' + "0" * 39 + '" has more than 28 digits',
            id="more digits than Python writes",
        ),
    ],
)
def test_a_number_of_a_file_is_refused(value: int | Decimal, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        number_of(value)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("480M", "jobs", id="no unit is any unit"),
        pytest.param("4.8%", "percent", id="per cent"),
        pytest.param("US$480M", "usd", id="capitals do not matter"),
    ],
)
def test_a_unit_agrees(text: str, unit: str) -> None:
    number = parse_number(text)
    assert in_unit(number, unit, text) == number.value


def test_what_else_can_be_done_about_a_comma() -> None:
    with pytest.raises(FormatError) as refused:
        parse_number("12,5", remedy="give --decimal-mark ,")
    assert refused.value.hint == (
        "write 12.5, or give --decimal-mark , where the comma is the decimal mark"
    )


@pytest.mark.parametrize(
    ("text", "mark", "meant"),
    [
        pytest.param("5.2bn", ".", "5.2%", id="a suffix"),
        pytest.param("5.2M", ".", "5.2%", id="a capital letter"),
        pytest.param("−5,2 tỷ", ",", "-5,2%", id="a fall, with a comma"),
    ],
)
def test_an_amount_for_a_percentage(text: str, mark: DecimalMark, meant: str) -> None:
    with pytest.raises(FormatError) as refused:
        in_unit(parse_number(text, mark), "percent", text)
    assert str(refused.value) == f'"{text}" is an amount, the series is in percent'
    assert refused.value.hint == f"write it as {meant}"


def test_a_unit_disagrees() -> None:
    with pytest.raises(FormatError) as refused:
        in_unit(parse_number("4.8%"), "USD", "4.8%")
    assert str(refused.value) == '"4.8%" is in percent, the series is in USD'
    assert refused.value.hint == (
        "give the figure in the unit of the series, or name the series that it is of"
    )


figures = st.decimals(
    min_value=Decimal("-1e27"), max_value=Decimal("1e27"), allow_nan=False, places=None
).filter(lambda d: len(d.as_tuple().digits) <= 28 and (not d or d.adjusted() >= -28))
marks: st.SearchStrategy[DecimalMark] = st.sampled_from([".", ","])


@given(figures)
@example(Decimal("9" * 28))
@example(Decimal("1e-28"))
def test_a_figure_written_plainly_reads_back_the_same(value: Decimal) -> None:
    assert parse_number(f"{value:f}").value == value
    assert parse_number(f"{value:f}".replace(".", ","), ",").value == value
    assert number_of(value) == value


@given(figures)
def test_a_figure_written_with_a_power_reads_back_the_same(value: Decimal) -> None:
    assert parse_number(f"{value:e}").value == value


alphabets = st.one_of(
    st.text(max_size=12),
    st.text("0123456789.,_-+−eE %$₫kKmMbBnNtTuUsSdDſıİ'’ \u00a0", max_size=14),
)


@given(alphabets, marks)
@example("5 uſd", ".")
@example("1e28", ".")
@example("5 tı", ".")
@example("\ud800", ".")
def test_any_text_is_a_number_or_refused(text: str, mark: DecimalMark) -> None:
    read = outcome(text, mark)
    if isinstance(read, FormatError):
        assert read.hint
    else:
        assert read.value.is_finite()
        assert read.value == 0 or Decimal("1e-28") <= abs(read.value) < Decimal("1e28")


def outcome(text: str, mark: DecimalMark) -> Number | FormatError:
    try:
        return parse_number(text, mark)
    except FormatError as refused:
        return refused


@given(
    st.integers(1_000_000, 10**12),
    st.sampled_from(["", "5", "25"]),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), (" ", "."), ("'", ".")]),
    marks,
)
def test_the_hint_for_a_grouped_number_says_that_number(
    whole: int, decimals: str, style: tuple[str, str], mark: DecimalMark
) -> None:
    group, point = style
    written = f"{whole:,}".replace(",", group) + (point + decimals if decimals else "")
    with pytest.raises(FormatError) as refused:
        parse_number(written, mark)
    hint = (refused.value.hint or "").partition("write ")[2]
    assert parse_number(hint, mark).value == Decimal(f"{whole}.{decimals or 0}")
