"""Rows -> observations: names, periods, numbers and dates are checked here, whatever the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from unicodedata import normalize

from exporttrack.assess.figures import vintage
from exporttrack.errors import Fault, FormatError, nearest
from exporttrack.files.rows import FIELDS, NEEDED, Rows
from exporttrack.files.toml_values import shown, shown_value
from exporttrack.model.number import DecimalMark, Number, in_unit, number_of, parse_number
from exporttrack.model.period import Period, parse_period
from exporttrack.model.series import FIGURE_STATUSES, FigureStatus, Observation, Series


def observations(
    rows: Rows, series: Mapping[str, Series], decimal_mark: DecimalMark = "."
) -> tuple[list[Observation], list[Fault]]:
    """The observations of all good rows, and every fault of the others, in order of place."""
    found: list[Observation] = []
    faults = list(rows.faults)
    for index, (line, fields) in enumerate(rows.rows):
        try:
            found.append(_observation(fields, series, decimal_mark, rows.document.name, line))
        except FormatError:  # the first thing wrong; now everything that is
            problems = _problems(fields, series, decimal_mark)
            faults += [_fault(rows, index, *problem) for problem in problems]
    return found, sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0))


def contradictions(found: Iterable[Observation]) -> list[Fault]:
    """Two figures of one source for one period that no date puts in order."""
    first: dict[tuple[object, ...], Observation] = {}
    faults = []
    for one in found:
        key = (one.series, one.period, (one.source or "").casefold(), vintage(one))
        earlier = first.setdefault(key, one)
        if earlier.value != one.value:
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


def _problems(
    fields: Mapping[str, object], series: Mapping[str, Series], decimal_mark: DecimalMark
) -> Iterable[Problem]:
    unknown = [name for name in fields if name not in FIELDS]
    for name in unknown:
        known = nearest(name, list(FIELDS))
        hint = f"did you mean `{known}`?" if known else f"the keys are {', '.join(FIELDS)}"
        yield name, f"unknown key `{name}` in a record", hint, True
    given = _given(fields)
    for name in NEEDED:
        if name not in given and not nearest(name, unknown):
            hint = _known(series) if name == "series" else _WANTED[name]
            yield name, f"the record lacks `{name}`", hint, True
    for name, read in _READERS.items():
        try:
            if name in given:
                read(given[name])
        except FormatError as error:
            yield name, str(error), error.hint, False
    yield from _series_problems(given, series, decimal_mark)


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


def _series_problems(
    given: Mapping[str, object], series: Mapping[str, Series], decimal_mark: DecimalMark
) -> Iterable[Problem]:
    name = given.get("series")
    found = series.get(name) if isinstance(name, str) else None
    if isinstance(name, str) and found is None:
        near = nearest(name, list(series))
        hint = f"did you mean `{near}`?" if near else _known(series)
        yield "series", f"no series named `{name}` in the targets file", hint, False
    try:
        if "value" in given:
            _value(given["value"], found, decimal_mark)
    except FormatError as error:
        yield "value", str(error), error.hint, False
    try:
        _check_unit(given.get("unit"), found)
    except FormatError as error:
        yield "unit", str(error), error.hint, False


def _check_unit(unit: object, series: Series | None) -> None:
    if series and unit is not None and _text(unit).casefold() != series.unit.casefold():
        raise FormatError(
            f"the unit is {shown_value(unit)}, the series `{series.id}` is in {series.unit}",
            f"give the figure in {series.unit}, or name the series that it is of",
        )


def _fault(rows: Rows, index: int, field: str, message: str, hint: str | None, name: bool) -> Fault:
    return rows.document.fault(message, rows.place(index, field, name), hint)


def _observation(
    fields: Mapping[str, object],
    series: Mapping[str, Series],
    decimal_mark: DecimalMark,
    file: str,
    line: int,
) -> Observation:
    given = _given(fields)
    name = given.get("series")
    if not isinstance(name, str) or name not in series:
        raise FormatError("no such series")
    if not given.keys() >= _NEEDED or not fields.keys() <= _KNOWN:
        raise FormatError("a field is missing or unknown")
    _check_unit(given.get("unit"), series[name])
    return Observation(
        series=series[name].id,
        period=_period(given["period"]),
        value=_value(given["value"], series[name], decimal_mark),
        status=_status(given["status"]) if "status" in given else None,
        published=published(given["published"]) if "published" in given else None,
        source=_text(given["source"]) if "source" in given else None,
        url=_text(given["url"]) if "url" in given else None,
        note=_text(given["note"]) if "note" in given else None,
        recorded=_recorded(given["recorded"]) if "recorded" in given else None,
        file=file,
        line=line,
    )


def _value(value: object, series: Series | None, decimal_mark: DecimalMark) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise FormatError(
            f"{shown_value(value)} is not a number", "write digits, such as 4.4 or 550M"
        )
    if not isinstance(value, str):
        return number_of(value)
    number: Number = parse_number(value, decimal_mark)
    return in_unit(number, series.unit, value) if series else number.value


def _period(value: object) -> Period:
    if isinstance(value, int) and not isinstance(value, bool):
        return parse_period(str(value))
    if isinstance(value, date):
        month = f"{value.year}-{value.month:02}"
        raise FormatError(f"{value} is a day, not a period", f'write the month, as "{month}"')
    if not isinstance(value, str):
        raise FormatError(f"{shown_value(value)} is not a period", _WANTED["period"])
    return parse_period(value)


def _status(value: object) -> FigureStatus:
    for status in FIGURE_STATUSES:
        if value == status:
            return status
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
    "status": _status,
    "published": published,
    "source": _text,
    "url": _text,
    "note": _text,
    "recorded": _recorded,
}
"""Field -> what reads it, for those that need nothing else to be known."""
