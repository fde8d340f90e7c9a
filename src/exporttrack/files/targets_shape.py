"""The shape of targets.toml: which keys each table has, and what each holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from exporttrack.errors import FormatError
from exporttrack.files.records import published
from exporttrack.files.toml_values import shown_value
from exporttrack.model.number import Number, number_of, parse_number
from exporttrack.model.period import FIRST_YEAR, LAST_YEAR, Period
from exporttrack.model.series import Measure
from exporttrack.model.target import MethodName, Reading

OWN = "own"
"""The type of the errors that are raised here and carry their own message and hint."""


def _custom(error: FormatError) -> PydanticCustomError:
    context = {"message": str(error), "hint": error.hint}
    return PydanticCustomError(OWN, "{message}", context)


def _figure(value: object) -> Number:
    try:
        if isinstance(value, str) and value.strip():
            return parse_number(value)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return Number(number_of(value), None)
        raise FormatError(f"{shown_value(value)} is not a number", "write digits, such as 4.4")
    except FormatError as error:
        raise _custom(error) from None


def _published(value: object) -> date | Period:
    try:
        return published(value)
    except FormatError as error:
        raise _custom(error) from None


Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Figure = Annotated[Number, PlainValidator(_figure), WithJsonSchema({"type": ["number", "string"]})]
Published = Annotated[date | Period, PlainValidator(_published), WithJsonSchema({"type": "string"})]
Prior = Literal["exports"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


class SeriesTable(_Table):
    """`[series.NAME]`"""

    unit: str = Field(min_length=1)
    title: str = ""
    titles: dict[str, str] = {}
    measure: Measure = "flow"
    prefer: list[str] = []
    codes: list[str] = []
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    prior: Prior | None = None


class SourceTable(_Table):
    """`[sources.NAME]`"""

    title: str
    publisher: str | None = None
    published: Published | None = None
    url: str | None = None
    note: str | None = None


class Bounds(_Table):
    """A band, or one side of it."""

    min: Figure | None = None
    max: Figure | None = None


class PhaseTable(Bounds):
    """One phase of a growth target."""

    from_: Year = Field(alias="from")
    to: Year


class AnyTarget(Bounds):
    """What every kind of target may have."""

    title: str = ""
    titles: dict[str, str] = {}
    above: Literal["fine", "miss"] = "fine"
    method: MethodName | None = None
    measured_by: str | None = None
    group: str | None = None
    source: str | None = None
    quote: str | None = None
    note: str | None = None


class LevelTable(AnyTarget):
    """A value to be reached by a year."""

    kind: Literal["level"]
    series: str
    by: Year
    base: Year | None = None


class ShareTable(AnyTarget):
    """A part as percent of a total, by a year."""

    kind: Literal["share"]
    part: str
    total: str
    by: Year
    base: Year | None = None


class GrowthTable(AnyTarget):
    """Growth a year over some years, in one stretch or in phases."""

    kind: Literal["growth"]
    series: str
    from_: Year | None = Field(None, alias="from")
    to: Year | None = None
    phases: list[PhaseTable] = []
    reading: Reading = "average"


class TotalTable(AnyTarget):
    """A count that adds up over some years."""

    kind: Literal["total"]
    series: str
    from_: Year = Field(alias="from")
    to: Year


class ChangeTable(AnyTarget):
    """A change in percent of a base year, by a year."""

    kind: Literal["change"]
    series: str
    base: Year
    by: Year


TargetTable = Annotated[
    LevelTable | ShareTable | GrowthTable | TotalTable | ChangeTable, Field(discriminator="kind")
]


class TargetsTable(_Table):
    """The whole file."""

    format: Literal[1] = 1
    title: str = ""
    series: dict[str, SeriesTable] = {}
    sources: dict[str, SourceTable] = {}
    targets: dict[str, TargetTable] = {}
