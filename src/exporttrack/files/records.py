"""Rows -> observations: names, periods, numbers and dates are checked here, whatever the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from exporttrack.assess.figures import vintage
from exporttrack.errors import Fault, FormatError, nearest
from exporttrack.files.rows import FIELDS, NEEDED, Rows
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
        hint="give the later one its own `published = 2026-01-31`, or remove one",
    )


_KNOWN, _NEEDED = frozenset(FIELDS), frozenset(NEEDED)

Problem = tuple[str, str, str | None, bool]
"""Field, message, hint, and whether the field's name is at fault and not its value."""


def _problems(
    fields: Mapping[str, object], series: Mapping[str, Series], decimal_mark: DecimalMark
) -> Iterable[Problem]:
    for name in fields:
        if name not in FIELDS:
            known = nearest(name, list(FIELDS))
            hint = f"did you mean `{known}`?" if known else f"the keys are {', '.join(FIELDS)}"
            yield name, f"unknown key `{name}` in a record", hint, True
    for name in NEEDED:
        if fields.get(name) in (None, ""):
            yield name, f"the record lacks `{name}`", _EXAMPLES[name], True
    for name, read in _READERS.items():
        try:
            if fields.get(name) not in (None, ""):
                read(fields[name])
        except FormatError as error:
            yield name, str(error), error.hint, False
    yield from _series_problems(fields, series, decimal_mark)


_EXAMPLES = {
    "series": 'add one, as `series = "total_exports"`',
    "period": 'add one, as `period = "2024"`',
    "value": "add one, as `value = 20_890_000_000`; leave the record out while it is not known",
}


def _series_problems(
    fields: Mapping[str, object], series: Mapping[str, Series], decimal_mark: DecimalMark
) -> Iterable[Problem]:
    name = fields.get("series")
    found = series.get(name) if isinstance(name, str) else None
    if isinstance(name, str) and name and found is None:
        known = nearest(name, list(series))
        hint = f"did you mean `{known}`?" if known else f"the series are {', '.join(series)}"
        yield "series", f"no series named `{name}` in the targets file", hint, False
    value = fields.get("value")
    if value not in (None, ""):
        try:
            _value(value, found, decimal_mark)
        except FormatError as error:
            yield "value", str(error), error.hint, False
    try:
        _check_unit(fields.get("unit"), found)
    except FormatError as error:
        yield "unit", str(error), error.hint, False


def _check_unit(unit: object, series: Series | None) -> None:
    if series and unit not in (None, "") and _text(unit).casefold() != series.unit.casefold():
        raise FormatError(f"the unit is {unit!r}, the series `{series.id}` is in {series.unit}")


def _fault(rows: Rows, index: int, field: str, message: str, hint: str | None, name: bool) -> Fault:
    return rows.document.fault(message, rows.place(index, field, name), hint)


def _observation(
    fields: Mapping[str, object],
    series: Mapping[str, Series],
    decimal_mark: DecimalMark,
    file: str,
    line: int,
) -> Observation:
    given = {key: value for key, value in fields.items() if value not in (None, "")}
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
        raise FormatError(f"{_shown(value)} is not a number", "write digits, such as 4.4 or 550M")
    if not isinstance(value, str):
        return number_of(value)
    number: Number = parse_number(value, decimal_mark)
    return in_unit(number, series.unit, value) if series else number.value


def _period(value: object) -> Period:
    if isinstance(value, int) and not isinstance(value, bool):
        return parse_period(str(value))
    if isinstance(value, date):
        raise FormatError(f"{value} is a day, not a period", 'write the month, as "2024-09"')
    return parse_period(_text(value))


def _status(value: object) -> FigureStatus:
    for status in FIGURE_STATUSES:
        if value == status:
            return status
    near = nearest(str(value), list(FIGURE_STATUSES))
    hint = f"did you mean {near!r}?" if near else "leave it out where the source does not say"
    raise FormatError(f"{_shown(value)} is not a status: {', '.join(FIGURE_STATUSES)}", hint)


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
    text = str(value) if isinstance(value, int) else _text(value)
    try:
        return date.fromisoformat(text) if len(text) == 10 else parse_period(text)
    except (ValueError, FormatError):
        raise FormatError(
            f"{_shown(value)} is not a date of publication", "write 2024-05-19, 2024-05 or 2024"
        ) from None


def _recorded(value: object) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(_text(value))
    except ValueError:
        raise FormatError(
            f"{_shown(value)} is not a moment", "write 2026-11-21T09:30:00Z"
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FormatError(f"{_shown(value)} is not text", "put it in quotes")
    return value.strip()


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else str(value)


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
