"""Rows -> observations: names, periods, numbers and dates are checked here, whatever the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from unicodedata import normalize

from exporttrack.errors import Fault, FormatError, nearest
from exporttrack.files.rows import FIELDS, NEEDED, Row, Rows
from exporttrack.files.toml_values import shown, shown_value
from exporttrack.model.number import DecimalMark, Number, in_unit, number_of, parse_number
from exporttrack.model.period import Period, parse_period
from exporttrack.model.series import (
    FIGURE_STATUSES,
    WITHDRAWN,
    FigureStatus,
    Observation,
    Series,
)
from exporttrack.rules.figures import vintage

ONE = Decimal(1)
NOT_STATED = ("not_stated", "not stated")
"""What some tables write in place of a status; the same as none."""


def by_name(series: Mapping[str, Series]) -> dict[str, Series]:
    """The series by every name that files may give them: their own, and the codes of others."""
    codes = {code: one for one in series.values() for code in one.codes}
    return codes | dict(series)


def observations(
    rows: Rows,
    series: Mapping[str, Series],
    decimal_mark: DecimalMark = ".",
    scale: Decimal = ONE,
    watched: Callable[[Sequence[Row]], Iterable[Row]] = iter,
) -> tuple[list[Observation], list[Fault]]:
    """The observations of all good rows, and every fault of the others, in order of place.

    `series` are those of `by_name`; every value is multiplied by `scale`.
    `watched` yields the rows as they are; a progress bar may look on.
    """
    entering = _Entering(series, decimal_mark, scale)
    found: list[Observation] = []
    faults = list(rows.faults)
    for index, (line, fields) in enumerate(watched(rows.rows)):
        try:
            found.append(_observation(fields, entering, rows.document.name, line))
        except FormatError:  # the first thing wrong; now everything that is
            problems = _problems(fields, entering)
            faults += [_fault(rows, index, *problem) for problem in problems]
    return found, sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0))


@dataclass(frozen=True, slots=True)
class _Entering:
    """What holds for every row of a file."""

    series: Mapping[str, Series]
    decimal_mark: DecimalMark
    scale: Decimal


def fields_of(one: Observation) -> dict[str, object]:
    """The record as it is written to a journal: values that TOML has, what is None left out."""
    value: object = int(one.value) if _is_whole(one.value) else one.value
    published = one.published
    fields = {
        "series": one.series,
        "period": str(one.period),
        "value": WITHDRAWN if one.withdrawn else value,
        "status": one.status,
        "published": str(published) if isinstance(published, Period) else published,
        "source": one.source,
        "url": one.url,
        "note": one.note,
        "recorded": one.recorded,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _is_whole(value: Decimal) -> bool:
    return not value.is_nan() and value == value.to_integral_value()


def contradictions(found: Iterable[Observation]) -> list[Fault]:
    """Two figures of one source for one period that no date puts in order."""
    first: dict[tuple[object, ...], Observation] = {}
    faults = []
    for one in found:
        key = (one.series, one.period, one.source_key, vintage(one))
        earlier = first.setdefault(key, one)
        if earlier.value != one.value and not (earlier.withdrawn or one.withdrawn):
            faults.append(_contradiction(one, earlier))
    return faults


def _contradiction(one: Observation, earlier: Observation) -> Fault:
    source = f"of {one.source}" if one.source else "without a source"
    return Fault(
        one.file or "",
        f"two figures {source} for {one.series} {one.period}: {one.value:f} here, "
        f"{earlier.value:f} at {earlier.file}:{earlier.line}",
        one.line,
        hint="give the later one its own `published`, such as 2026-01-31, or remove one",
    )


_KNOWN, _NEEDED = frozenset(FIELDS), frozenset(NEEDED)

Problem = tuple[str, str, str | None, bool]
"""Field, message, hint, and whether the field's name is at fault and not its value."""


def _problems(fields: Mapping[str, object], entering: _Entering) -> Iterable[Problem]:
    unknown = [name for name in fields if name not in FIELDS]
    for name in unknown:
        known = nearest(name, list(FIELDS))
        hint = f"did you mean `{known}`?" if known else f"the keys are {', '.join(FIELDS)}"
        yield name, f"unknown key `{name}` in a record", hint, True
    given = _given(fields)
    for name in NEEDED:
        if name not in given and not nearest(name, unknown):
            hint = _known(entering.series) if name == "series" else _WANTED[name]
            yield name, f"the record lacks `{name}`", hint, True
    for name, read in _READERS.items():
        try:
            if name in given:
                read(given[name])
        except FormatError as error:
            yield name, str(error), error.hint, False
    yield from _series_problems(given, entering)


_WANTED = {
    "period": "a period is 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-09 or 2021/2025",
    "value": "leave the record out while its figure is not known",
}


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields that have a value, texts composed and without the blanks around them."""
    clean = {
        name: normalize("NFC", value).strip() if isinstance(value, str) else value
        for name, value in fields.items()
    }
    return {name: value for name, value in clean.items() if value not in (None, "")}


def _known(series: Mapping[str, Series]) -> str:
    if not series:
        return "the targets file has no series; add a table [series.NAME] with its unit"
    return f"the series are {', '.join(series)}"


def _series_problems(given: Mapping[str, object], entering: _Entering) -> Iterable[Problem]:
    name, series = given.get("series"), entering.series
    found = series.get(name) if isinstance(name, str) else None
    if isinstance(name, str) and found is None:
        near = nearest(name, list(series))
        hint = f"did you mean `{near}`?" if near else _known(series)
        yield "series", f"no series named `{name}` in the targets file", hint, False
    try:
        if "value" in given:
            _value(given["value"], found, entering)
    except FormatError as error:
        yield "value", str(error), error.hint, False
    try:
        _check_unit(given.get("unit"), found)
    except FormatError as error:
        yield "unit", str(error), error.hint, False


def _check_unit(unit: object, series: Series | None) -> None:
    if (
        series
        and series.unit
        and unit is not None
        and _text(unit).casefold() != series.unit.casefold()
    ):
        raise FormatError(
            f"the unit is {shown_value(unit)}, the series `{series.id}` is in {series.unit}",
            f"give the figure in {series.unit}, or name the series that it is of",
        )


def _fault(rows: Rows, index: int, field: str, message: str, hint: str | None, name: bool) -> Fault:
    return rows.document.fault(message, rows.place(index, field, name), hint)


def _observation(
    fields: Mapping[str, object], entering: _Entering, file: str, line: int
) -> Observation:
    given, series = _given(fields), entering.series
    name = given.get("series")
    if not isinstance(name, str) or name not in series:
        raise FormatError("no such series")
    if not given.keys() >= _NEEDED or not fields.keys() <= _KNOWN:
        raise FormatError("a field is missing or unknown")
    _check_unit(given.get("unit"), series[name])
    return Observation(
        series=series[name].id,
        period=_period(given["period"]),
        value=_value(given["value"], series[name], entering),
        status=status(given["status"]) if "status" in given else None,
        published=published(given["published"]) if "published" in given else None,
        source=_text(given["source"]) if "source" in given else None,
        url=_text(given["url"]) if "url" in given else None,
        note=_text(given["note"]) if "note" in given else None,
        recorded=_recorded(given["recorded"]) if "recorded" in given else None,
        file=file,
        line=line,
    )


def _value(value: object, series: Series | None, entering: _Entering) -> Decimal:
    if isinstance(value, str) and value.casefold() == WITHDRAWN:
        return Decimal("NaN")
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise FormatError(
            f"{shown_value(value)} is not a number", "write digits, such as 4.4 or 550M"
        )
    if not isinstance(value, str):
        return number_of(value) * entering.scale
    number: Number = parse_number(value, entering.decimal_mark)
    if entering.scale != ONE and any(map(str.isalpha, value)):
        raise FormatError(
            f"{value!r} says its scale itself", "leave out --scale, or the suffix of the figure"
        )
    figure = in_unit(number, series.unit, value) if series and series.unit else number.value
    return number_of(figure * entering.scale) if entering.scale != ONE else figure


def _period(value: object) -> Period:
    if isinstance(value, int) and not isinstance(value, bool):
        return parse_period(str(value))
    if isinstance(value, date):
        month = f"{value.year}-{value.month:02}"
        raise FormatError(f"{value} is a day, not a period", f'write the month, as "{month}"')
    if not isinstance(value, str):
        raise FormatError(f"{shown_value(value)} is not a period", _WANTED["period"])
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
        text = str(value) if isinstance(value, int) else _text(value)
        return date.fromisoformat(text) if len(text) == 10 else parse_period(text)
    except (ValueError, FormatError):
        message = f"{shown_value(value)} is not a date of publication"
        raise FormatError(message, "write 2024-05-19, 2024-05 or 2024") from None


def _recorded(value: object) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{shown_value(value)} is not a day and time"
        raise FormatError(message, "write 2026-11-21T09:30:00Z") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        hint = None if isinstance(value, list | Mapping) else f"write {shown(shown_value(value))}"
        raise FormatError(f"{shown_value(value)} is not text", hint)
    return value.strip()


_READERS = {
    "series": _text,
    "period": _period,
    "status": status,
    "published": published,
    "source": _text,
    "url": _text,
    "note": _text,
    "recorded": _recorded,
}
"""Field -> what reads it, for those that need nothing else to be known."""
