"""The units that the rows of a file name, where its figures are counted in thousands or more."""

from __future__ import annotations

from collections.abc import Iterator

from exporttrack.errors import Fault
from exporttrack.files.fields import clean
from exporttrack.files.rows import Rows
from exporttrack.files.toml_values import shown
from exporttrack.model.number import in_scale, unit_meant
from exporttrack.model.series import PERCENT


def not_scaled(rows: Rows) -> Iterator[Fault]:
    """A fault for each row in whole units, of a file that has others in `million USD`.

    One scale is not for both. Where none says so, all are counted as the scale says.
    """
    whole, counted = [], None
    for index, (_, fields) in enumerate(rows.rows):
        unit = fields.get("unit")
        text = clean(unit) if isinstance(unit, str) else ""
        if text and unit_meant(text) != PERCENT:
            if in_scale(text):
                counted = counted or text
            else:
                whole.append((index, text))
    for index, text in whole if counted else ():
        message = f"the unit is {shown(text)}, other rows are in {shown(counted or '')}"
        hint = "import them apart: one --scale is for all amounts of a file"
        yield rows.document.fault(message, rows.place(index, "unit", False), hint)
