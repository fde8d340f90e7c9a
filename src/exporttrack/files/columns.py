"""A table read column by column: each different text is read once, however many rows have it.

Whatever is wrong with any row is left to `records`, which reads row by row and says the same of
every good one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import repeat
from typing import TypeVar

from exporttrack.errors import FormatError
from exporttrack.files.fields import (
    ONE,
    Entering,
    check_unit,
    clean,
    period_of,
    published,
    recorded_of,
    status,
    value_of,
)
from exporttrack.files.rows import FIELDS, NEEDED
from exporttrack.files.table import Table
from exporttrack.model.series import Observation, Series

T = TypeVar("T")
Cells = Mapping[str, Sequence[str]]
"""Of each field, what some rows have."""
_PLAIN = re.compile(r"(?:-?[0-9]{1,14}(?:\.[0-9]{1,13})?(?:\n|\Z))++")
"""Figures a line that Decimal reads as `parse_number` does, zero apart."""
_ZERO = Decimal(0)
_observation = partial(tuple.__new__, Observation)
"""What `Observation._make` does, in half the time: of all its fields in their order."""


class Reading:
    """The reading of one table."""

    def __init__(self, table: Table, entering: Entering, file: str) -> None:
        self._table, self._entering, self._file = table, entering, file
        # Nothing here holds `self`: the table is let go as soon as it has been read.
        series = _Once(partial(_series_of, entering))
        self._series = series
        self._names = _Once(lambda text: series[text].id)
        self._periods = _Once(lambda text: period_of(_there(text)))
        self._statuses = _Once(_where_there(status))
        self._published = _Once(_where_there(published))
        self._texts = _Once(_where_there(str))
        self._recorded = _Once(_where_there(recorded_of))

    def observations(self, rows: range) -> list[Observation]:
        """Those of some rows. FormatError where anything is wrong with one of them."""
        cells = self._table.part(rows)
        if not (cells.keys() >= set(NEEDED) and cells.keys() <= set(FIELDS)):
            raise FormatError("a field is missing or unknown")
        self._check_units(cells)

        def column(field: str, read: _Once[T]) -> Iterable[T | None]:
            return map(read.__getitem__, cells[field]) if field in cells else repeat(None)

        fields = zip(
            map(self._names.__getitem__, cells["series"]),
            map(self._periods.__getitem__, cells["period"]),
            self._values(cells),
            column("status", self._statuses),
            column("published", self._published),
            column("source", self._texts),
            column("url", self._texts),
            column("note", self._texts),
            column("recorded", self._recorded),
            repeat(self._file),
            self._table.lines[rows.start : rows.stop],
            repeat(False),
            strict=False,
        )
        return list(map(_observation, fields))

    def _values(self, cells: Cells) -> Iterable[Decimal]:
        texts, entering = cells["value"], self._entering
        are_plain = entering.decimal_mark == "." and _PLAIN.fullmatch("\n".join(texts))
        if entering.scale != ONE or not are_plain:
            series = map(self._series.__getitem__, cells["series"])
            return [
                value_of(_there(text), one, entering)
                for text, one in zip(texts, series, strict=True)
            ]
        try:
            found = list(map(Decimal, texts))
        except ArithmeticError:  # a line break within a cell
            raise FormatError("not a number") from None
        return found if all(found) else [value or _ZERO for value in found]

    def _check_units(self, cells: Cells) -> None:
        for series, unit in set(zip(cells["series"], cells.get("unit", ()), strict=False)):
            check_unit(clean(unit) or None, self._series[series])


def _series_of(entering: Entering, text: str) -> Series:
    found = entering.series.get(clean(text))
    if found is None:
        raise FormatError("no such series")
    return found


class _Once(dict[str, T]):
    """Texts, and what they are read as; each is read when it is first asked for."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        found = self[text] = self._read(text)
        return found


def _there(text: str) -> str:
    found = clean(text)
    if not found:
        raise FormatError("a field is empty")
    return found


def _where_there(read: Callable[[str], T]) -> Callable[[str], T | None]:
    """None for a cell that is blank."""

    def read_it(text: str) -> T | None:
        found = clean(text)
        return read(found) if found else None

    return read_it
