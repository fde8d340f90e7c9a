"""A table read column by column: each different cell is read once, however many rows have it.

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
    text_of,
    value_of,
)
from exporttrack.files.rows import FIELDS, NEEDED
from exporttrack.files.table import Table
from exporttrack.model.series import Observation, Series

T = TypeVar("T")
Cells = Mapping[str, Sequence[object]]
"""Of each field, what some rows have."""
_PLAIN = re.compile(r"(?:-?[0-9]{1,14}(?:\.[0-9]{1,13})?(?:\n|\Z))++")
"""Figures a line that Decimal reads as `value_of` does, zero apart."""
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
        self._names = _Once(lambda cell: series[cell].id)
        self._periods = _Once(lambda cell: period_of(_given(cell)))
        self._statuses = _Once(_where_there(status))
        self._published = _Once(_where_there(published))
        self._texts = _Once(_where_there(text_of))
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
        texts, entering = list(map(str, cells["value"])), self._entering
        are_plain = entering.decimal_mark == "." and _PLAIN.fullmatch("\n".join(texts))
        if entering.scale != ONE or not are_plain:
            series = map(self._series.__getitem__, cells["series"])
            return [
                value_of(_given(cell), one, entering)
                for cell, one in zip(cells["value"], series, strict=True)
            ]
        try:
            found = list(map(Decimal, texts))
        except ArithmeticError:  # a line break within a cell
            raise FormatError("not a number") from None
        return found if all(found) else [value or _ZERO for value in found]

    def _check_units(self, cells: Cells) -> None:
        for series, unit in set(zip(cells["series"], cells.get("unit", ()), strict=False)):
            check_unit(_given(unit), self._series[series], self._entering.scale)


def _series_of(entering: Entering, cell: object) -> Series:
    name = _given(cell)
    found = entering.series.get(name) if isinstance(name, str) else None
    if found is None:
        raise FormatError("no such series")
    return found


class _Once(dict[object, T]):
    """Cells, and what they are read as; each is read when it is first asked for."""

    def __init__(self, read: Callable[[object], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: object) -> T:
        found = self[cell] = self._read(cell)
        return found


def _given(cell: object) -> object:
    """A text composed and without the blanks around it; None for a cell that is blank."""
    return clean(cell) or None if isinstance(cell, str) else cell


def _where_there(read: Callable[[object], T]) -> Callable[[object], T | None]:
    """None for a cell that is blank."""

    def read_it(cell: object) -> T | None:
        found = _given(cell)
        return None if found is None else read(found)

    return read_it
