"""What a field of a record holds, as any file may have it: text, or a value of TOML and JSON.

Each of these raises FormatError, with a hint, for what it cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple
from unicodedata import normalize

from exporttrack.errors import FormatError, Near, nearest
from exporttrack.files.toml_values import shown, shown_value
from exporttrack.model.number import (
    SCALE_NAMES,
    DecimalMark,
    Number,
    in_scale,
    in_unit,
    number_of,
    parse_number,
    scale_written,
    unit_meant,
)
from exporttrack.model.period import Period, parse_period, period_meant
from exporttrack.model.series import FIGURE_STATUSES, WITHDRAWN, FigureStatus, Series

ONE = Decimal(1)
NOT_STATED = ("not_stated", "not stated")
"""What some tables write in place of a status; the same as none."""
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Python would take 20240519 and 2024-W20-7, too."""
_YEAR_FIRST = re.compile("([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})")
_YEAR_LAST = re.compile("([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
PERIODS = "a period is 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-09 or 2021/2025"


class Entering(NamedTuple):
    """What holds for every row of a file."""

    series: Mapping[str, Series]
    decimal_mark: DecimalMark
    scale: Decimal
    near: Near
    """To a name that no series has."""


def clean(text: str) -> str:
    """Letters composed, no blanks around."""
    return normalize("NFC", text).strip()


def check_unit(unit: object, series: Series | None, scale: Decimal) -> None:
    """FormatError where a record names another unit than its series has.

    With a scale of a million, `million USD` is as good as `USD`.
    """
    if series is None or not series.unit or unit is None:
        return
    named, wanted = text_of(unit), series.unit.casefold()
    if unit_meant(named).casefold() == wanted:
        return
    counted, instead = in_scale(named), "name the series that it is of"
    if counted is not None and counted.unit.casefold() == wanted:
        if counted.scale == scale:
            return
        instead = f"import it with --scale {SCALE_NAMES[counted.scale]}"
    raise FormatError(
        f"the unit is {shown_value(unit)}, the series `{series.id}` is in {series.unit}",
        f"give the figure in {series.unit}, or {instead}",
    )


def value_of(value: object, series: Series | None, entering: Entering) -> Decimal:
    """The figure, multiplied by the scale; NaN for one that is withdrawn."""
    if isinstance(value, str) and value.casefold() == WITHDRAWN:
        return Decimal("NaN")
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise FormatError(
            f"{shown_value(value)} is not a number", "write digits, such as 4.4 or 550M"
        )
    if not isinstance(value, str):
        return number_of(value) * entering.scale
    number: Number = parse_number(value, entering.decimal_mark, "import it with --decimal-mark ,")
    if entering.scale != ONE and any(map(str.isalpha, value)) and scale_written(value):
        raise FormatError(
            f'"{value}" says its scale itself', "leave out --scale, or the suffix of the figure"
        )
    figure = in_unit(number, series.unit, value) if series and series.unit else number.value
    return number_of(figure * entering.scale) if entering.scale != ONE else figure


def period_of(value: object) -> Period:
    """A year may be a number, too."""
    if isinstance(value, int) and not isinstance(value, bool):
        return parse_period(str(value))
    if isinstance(value, date):
        month = f"{value.year}-{value.month:02}"
        raise FormatError(f"{value} is a day, not a period", f'write the month, as "{month}"')
    if not isinstance(value, str):
        raise FormatError(f"{shown_value(value)} is not a period", PERIODS)
    return parse_period(value)


def status(value: object) -> FigureStatus | None:
    """The status that a source gives its figure; None where it says that it gives none."""
    if value in NOT_STATED:
        return None
    for known in FIGURE_STATUSES:
        if value == known:
            return known
    near = nearest(str(value), list(FIGURE_STATUSES))
    hint = f'did you mean "{near}"?' if near else "leave it out where the source does not say"
    statuses = ", ".join(FIGURE_STATUSES)
    raise FormatError(f"{shown_value(value)} is not a status; it is one of {statuses}", hint)


def published(value: object) -> date | Period:
    """A day, or the month or year where only that is known. FormatError for anything else.

    >>> published("2026-01-15")
    datetime.date(2026, 1, 15)
    >>> str(published("2023-12"))
    '2023-12'
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        text = str(value) if isinstance(value, int) else text_of(value)
        return day_of(text) if _DAY.fullmatch(text) else parse_period(text)
    except (ValueError, FormatError):
        message = f"{shown_value(value)} is not a date of publication"
        text = str(value)
        meant = day_meant(text) or period_meant(text) or "2024-05-19, 2024-05 or 2024"
        raise FormatError(message, f"write {meant}") from None


def day_of(text: str) -> date:
    """The day of a year, month and day; ValueError for anything else.

    >>> day_of("2024-01-31")
    datetime.date(2024, 1, 31)
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def day_meant(text: str) -> date | None:
    """The one day that `text` can mean in a form of others; None where it may be two, or none.

    >>> day_meant("31/12/2025"), day_meant("5/12/2025")
    (datetime.date(2025, 12, 31), None)
    """
    readings: list[Sequence[str]] = []
    if form := _YEAR_FIRST.fullmatch(text.strip()):
        readings = [form.groups()]
    elif form := _YEAR_LAST.fullmatch(text.strip()):
        first, second, year = form.groups()
        readings = [(year, second, first), (year, first, second)]
    days = set()
    for reading in readings:
        with suppress(ValueError):  # no such day
            days.add(date(*map(int, reading)))
    return days.pop() if len(days) == 1 else None


def recorded_of(value: object) -> datetime:
    """A moment in UTC, which is meant where it does not say."""
    try:
        moment = value if isinstance(value, datetime) else _moment(str(value))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{shown_value(value)} is not a day and time"
        raise FormatError(message, "write 2026-11-21T09:30:00Z") from None


def _moment(text: str) -> datetime:
    if not _DAY.match(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def text_of(value: object) -> str:
    """Without the blanks around it."""
    if not isinstance(value, str):
        hint = None if isinstance(value, list | Mapping) else f"write {shown(shown_value(value))}"
        raise FormatError(f"{shown_value(value)} is not text", hint)
    if not value.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise FormatError("a text has half a letter in it", "write it out")  # as \ud800 in JSON
    return value.strip()
