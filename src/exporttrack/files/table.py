"""The rows of a table, kept by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from typing import overload

from exporttrack.files.rows import FIELDS, Row
from exporttrack.model.cell import unguarded

Cells = Sequence[Sequence[object]]
"""Of some rows, one sequence for each column."""
_TEXTS = ("unit", "source", "url", "note")
"""The fields that hold words of people."""
MOST = 50_000
"""Different cells of a column. One that has more is hardly the same twice, as of values."""


class Table(Sequence[Row]):
    """Rows that are read as if they all had the same fields."""

    is_ours = False
    """They stand in a journal: their fields are ours, and have values that are no texts."""

    def __init__(
        self,
        lines: Sequence[int],
        columns: Mapping[str, int],
        cells: Callable[[int, int], Cells],
        defaults: Mapping[str, str] | None = None,
        row: Callable[[int], Mapping[str, object]] | None = None,
    ) -> None:
        """`columns` has the place of each among the `cells` of a stretch of rows.

        `row` reads one with the fields that it has itself, where they do not all have the same.
        """
        self.lines = lines
        """Where each row begins, from 1."""
        self._columns, self._cells = columns, cells
        self._defaults, self._row = defaults or {}, row

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        if self._row is not None:
            return self.lines[at], self._row(at)
        fields = self.part(range(at, at + 1))
        return self.lines[at], {name: cells[0] for name, cells in fields.items()}

    def part(self, rows: range) -> dict[str, Sequence[object]]:
        """Of each field what some rows have, which follow each other."""
        cells = self._cells(rows.start, rows.stop)
        found = {name: cells[at] for name, at in self._columns.items()}
        for name, default in self._defaults.items():
            given = found.get(name, [""] * len(rows))
            found[name] = [default if cell in (None, "") else cell for cell in given]
        return found

    def named(self, names: Mapping[str, str], defaults: Mapping[str, str]) -> Table:
        """The columns that hold our fields, by our names for them.

        `names` has the field of those that are called otherwise. What is empty, or has no column
        at all, is what `defaults` say of its field.
        """
        columns = {names.get(name, name): at for name, at in self._columns.items()}
        ours = {name: at for name, at in columns.items() if name in FIELDS}
        return Table(self.lines, ours, self._cells, defaults)

    def unguarded(self) -> Table:
        """The same without the apostrophes that kept texts of people from being formulas."""
        texts = {self._columns[name] for name in _TEXTS if name in self._columns}

        def cells(begin: int, end: int) -> Cells:
            found = enumerate(self._cells(begin, end))
            return [[unguarded(str(one)) for one in of] if at in texts else of for at, of in found]

        return Table(self.lines, self._columns, cells, self._defaults)

    def only(self, wanted: Sequence[bool]) -> Table:
        """The rows that are wanted."""
        cells = [list(compress(column, wanted)) for column in self._cells(0, len(self))]
        lines = list(compress(self.lines, wanted))
        return Table(lines, self._columns, of_columns(cells), self._defaults)


def of_columns(columns: Cells) -> Callable[[int, int], Cells]:
    """The cells of a stretch of rows, from whole columns."""
    return lambda begin, end: [cells[begin:end] for cells in columns]


class Columns:
    """Cells on their way into columns; one that comes again and again is there once."""

    def __init__(self, width: int) -> None:
        self.cells: list[list[object]] = [[] for _ in range(width)]
        self._known: list[dict[object, object]] = [{} for _ in range(width)]

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Rows of as many cells as there are columns."""
        self.extend(zip(*rows, strict=True))

    def extend(self, columns: Iterable[Sequence[object]]) -> None:
        """What comes below in each column. Cells of one that are equal have to be alike."""
        for cells, known, more in zip(self.cells, self._known, columns, strict=False):
            cells += more if len(known) > MOST else map(known.setdefault, more, more)


def cut(lines: Sequence[str], delimiter: str, width: int) -> Callable[[int, int], Cells]:
    """The cells of a stretch of lines that have so many each, without quotes.

    >>> cut(["a,1", "b,2", "c,3"], ",", 2)(1, 3)
    [['b', 'c'], ['2', '3']]
    """

    def cells(begin: int, end: int) -> Cells:
        texts = delimiter.join(lines[begin:end]).split(delimiter)
        return [texts[at::width] for at in range(width)]

    return cells
