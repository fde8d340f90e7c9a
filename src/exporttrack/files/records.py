"""Rows -> observations: names, periods, numbers and dates are checked here, whatever the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from exporttrack.errors import Fault, FormatError, Near, nearest, some
from exporttrack.files.columns import Reading
from exporttrack.files.fields import NOT_STATED as NOT_STATED
from exporttrack.files.fields import (
    ONE,
    PERIODS,
    Entering,
    check_unit,
    clean,
    period_of,
    recorded_of,
    text_of,
    value_of,
)
from exporttrack.files.fields import published as published
from exporttrack.files.fields import status as status
from exporttrack.files.rows import FIELDS, NEEDED, Rows
from exporttrack.files.table import Table
from exporttrack.model.actuals import by_series
from exporttrack.model.number import DecimalMark
from exporttrack.model.period import Period
from exporttrack.model.series import WITHDRAWN, Observation, Series
from exporttrack.rules.figures import subject_in, vintage

AT_ONCE = 1024
"""Rows that are read at once: many enough that what is done once for all of them costs nothing, and
so few that a fault among them sends few to be read one by one."""
Watched = Callable[[Sequence[range]], Iterable[range]]
"""Yields the stretches of rows that are read at once as they are."""


def by_name(series: Mapping[str, Series]) -> dict[str, Series]:
    """The series by every name that files may give them: their own, and the codes of others."""
    codes = {code: one for one in series.values() for code in one.codes}
    return codes | dict(series)


def observations(
    rows: Rows,
    series: Mapping[str, Series],
    decimal_mark: DecimalMark = ".",
    scale: Decimal = ONE,
    watched: Watched = iter,
) -> tuple[list[Observation], list[Fault]]:
    """The observations of all good rows, and every fault of the others, in order of place.

    `series` are those of `by_name`; every value is multiplied by `scale`. A progress bar may look
    on as `watched`.
    """
    entering = Entering(series, decimal_mark, scale, Near(series))
    table = rows.rows if isinstance(rows.rows, Table) else None
    by_columns = Reading(table, entering, rows.document.name) if table is not None else None
    found: list[Observation] = []
    faults = list(rows.faults)
    for part in watched(_parts(len(rows.rows))):
        try:
            if by_columns is not None:
                found += by_columns.observations(part)
                continue
        except FormatError:  # of one of its rows
            pass
        good, bad = _row_by_row(rows, part, entering)
        found += good
        faults += bad
    return found, sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0))


def _parts(count: int) -> list[range]:
    return [range(at, min(at + AT_ONCE, count)) for at in range(0, count, AT_ONCE)]


def _row_by_row(
    rows: Rows, part: range, entering: Entering
) -> tuple[list[Observation], list[Fault]]:
    found: list[Observation] = []
    faults: list[Fault] = []
    for index in part:
        line, fields = rows.rows[index]
        try:
            found.append(_observation(fields, entering, rows.document.name, line))
        except FormatError:  # the first thing wrong; now everything that is
            problems = _problems(fields, entering)
            faults += [_fault(rows, index, *problem) for problem in problems]
    return found, faults


def fields_of(one: Observation) -> dict[str, object]:
    """The record as it is written to a journal: values that TOML has, what is None left out."""
    value: object = int(one.value) if _is_whole(one.value) else one.value
    published = one.published
    fields = {
        "series": one.series,
        "period": _written(one.period),
        "value": WITHDRAWN if one.withdrawn else value,
        "status": one.status,
        "published": _written(published) if isinstance(published, Period) else published,
        "source": one.source,
        "url": one.url,
        "note": one.note,
        "recorded": one.recorded,
    }
    return {name: value for name, value in fields.items() if value is not None}


_written = lru_cache(maxsize=4096)(Period.__str__)


def _is_whole(value: Decimal) -> bool:
    return not value.is_nan() and value == value.to_integral_value()


def contradictions(
    found: Iterable[Observation], series: Mapping[str, Series], files: Iterable[Rows] = ()
) -> list[Fault]:
    """Two figures of one source for one period that no date puts in order; `series` by their ids.

    The place is that of the later value, as it stands in the rows of its file. `files` are asked
    for these only where there is a contradiction; one of a file that is not among them has a line
    and no column.
    """
    found = list(found)
    several = ((one, _contradiction(one, first)) for one, first in _contradicting(found, series))
    return placed(several, found, "value", files)


def placed(
    several: Iterable[tuple[Observation, Fault]],
    found: Sequence[Observation],
    field: str,
    files: Iterable[Rows],
) -> list[Fault]:
    """Faults of some observations of `found`, in its order, at a field in the rows of its file.

    `files` are asked only where there is a fault.
    """
    faults = {id(one): fault for one, fault in several}
    for rows in files if faults else ():
        for one, index in _places_in(rows, found).items():
            if fault := faults.get(one):
                faults[one] = _fault(rows, index, field, fault.message, fault.hint, name=False)
    return [faults[id(one)] for one in found if id(one) in faults] if faults else []


def _contradicting(
    found: Iterable[Observation], series: Mapping[str, Series]
) -> Iterator[tuple[Observation, Observation]]:
    """The later and the first of each two."""
    for name, ones in by_series(found).items():
        if not _have_a_period_twice(series[name], ones):
            continue
        subject = subject_in(series[name])
        first: dict[tuple[object, ...], Observation] = {}
        for one in ones:
            earlier = first.setdefault((subject(one), vintage(one)), one)
            if earlier.value != one.value and not (earlier.withdrawn or one.withdrawn):
                yield one, earlier


def _have_a_period_twice(series: Series, ones: Sequence[Observation]) -> bool:
    return len(set(series.own_periods([one.period for one in ones]))) < len(ones)


def _places_in(rows: Rows, found: Iterable[Observation]) -> dict[int, int]:
    """The `id` of each observation of a file, and which of its rows it is.

    In JSON many may stand on one line. Those of a line where other rows are faulty are left out.
    """
    on_line: dict[int | None, list[int]] = defaultdict(list)
    for one in found:
        if one.file == rows.document.name:
            on_line[one.line].append(id(one))
    indices: dict[int | None, list[int]] = defaultdict(list)
    for index, (line, _) in enumerate(rows.rows):
        indices[line].append(index)
    alike = [line for line in on_line if len(on_line[line]) == len(indices[line])]
    return {
        one: index
        for line in alike
        for one, index in zip(on_line[line], indices[line], strict=True)
    }


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


def _problems(fields: Mapping[str, object], entering: Entering) -> Iterable[Problem]:
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
    "period": PERIODS,
    "value": "leave the record out while its figure is not known",
}


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields that have a value, texts composed and without the blanks around them."""
    texts = {
        name: clean(value) if isinstance(value, str) else value for name, value in fields.items()
    }
    return {name: value for name, value in texts.items() if value not in (None, "")}


def _known(series: Mapping[str, Series]) -> str:
    if not series:
        return "the targets file has no series; add a table [series.NAME] with its unit"
    return f"the series are {some(list(series))}"


def _series_problems(given: Mapping[str, object], entering: Entering) -> Iterable[Problem]:
    name, series = given.get("series"), entering.series
    found = series.get(name) if isinstance(name, str) else None
    if isinstance(name, str) and found is None:
        near = entering.near.to(name)
        hint = f"did you mean `{near}`?" if near else _known(series)
        yield "series", f"no series named `{name}` in the targets file", hint, False
    try:
        if "value" in given:
            value_of(given["value"], found, entering)
    except FormatError as error:
        yield "value", str(error), error.hint, False
    try:
        check_unit(given.get("unit"), found, entering.scale)
    except FormatError as error:
        yield "unit", str(error), error.hint, False


def _fault(rows: Rows, index: int, field: str, message: str, hint: str | None, name: bool) -> Fault:
    return rows.document.fault(message, rows.place(index, field, name), hint)


def _observation(
    fields: Mapping[str, object], entering: Entering, file: str, line: int
) -> Observation:
    given, series = _given(fields), entering.series
    name = given.get("series")
    if not isinstance(name, str) or name not in series:
        raise FormatError("no such series")
    if not given.keys() >= _NEEDED or not fields.keys() <= _KNOWN:
        raise FormatError("a field is missing or unknown")
    check_unit(given.get("unit"), series[name], entering.scale)
    return Observation(
        series=series[name].id,
        period=period_of(given["period"]),
        value=value_of(given["value"], series[name], entering),
        status=status(given["status"]) if "status" in given else None,
        published=published(given["published"]) if "published" in given else None,
        source=text_of(given["source"]) if "source" in given else None,
        url=text_of(given["url"]) if "url" in given else None,
        note=text_of(given["note"]) if "note" in given else None,
        recorded=recorded_of(given["recorded"]) if "recorded" in given else None,
        file=file,
        line=line,
    )


_READERS = {
    "series": text_of,
    "period": period_of,
    "status": status,
    "published": published,
    "source": text_of,
    "url": text_of,
    "note": text_of,
    "recorded": recorded_of,
}
"""Field -> what reads it, for those that need nothing else to be known."""
