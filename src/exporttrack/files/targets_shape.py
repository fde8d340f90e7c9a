"""The shape of targets.toml: which keys each table has, and what each holds.

The descriptions are for people: editors show them (files/schemas.py).
"""

# Not `from __future__ import annotations`: pydantic would have to compile each of them again.

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from exporttrack.errors import FormatError
from exporttrack.files.patterns import FIGURE, PUBLISHED
from exporttrack.files.records import published
from exporttrack.files.toml_values import shown_value
from exporttrack.model.number import Number, number_of, parse_number, unit_meant
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


def _unit(value: str) -> str:
    """Without the blanks around it, as files of figures have it."""
    unit = value.strip()
    meant = unit_meant(unit)
    if not unit:
        raise _custom(FormatError("the unit is blank", 'write unit = "USD"'))
    if meant != unit:
        message = f"the unit {shown_value(unit)} is called {meant} here"
        raise _custom(FormatError(message, f'write unit = "{meant}"'))
    return unit


def _published(value: object) -> date | Period:
    try:
        return published(value)
    except FormatError as error:
        raise _custom(error) from None


Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Figure = Annotated[Number, PlainValidator(_figure), WithJsonSchema(FIGURE)]
Published = Annotated[date | Period, PlainValidator(_published), WithJsonSchema(PUBLISHED)]
Unit = Annotated[str, Field(min_length=1), AfterValidator(_unit)]
Prior = Literal["exports"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


class SeriesTable(_Table):
    """What is measured. Figures are kept under this name."""

    unit: Unit = Field(
        description='What the figures are in: "USD", "percent", "jobs", any words. '
        "Always whole units, never millions.",
    )
    title: str = Field("", description="For people.")
    titles: dict[str, str] = Field({}, description='In other languages: { vi = "…" }.')
    measure: Measure = Field(
        "flow",
        description="flow: months add up to the year. stock: the year is its last value.",
    )
    prefer: list[str] = Field(
        [], description="Whose figure is used where sources differ: words of their names."
    )
    codes: list[str] = Field([], description="What the files of others call the series.")
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = Field(
        1, description="The month that its years begin in. With 7, 2024 begins in July 2023."
    )
    prior: Prior | None = Field(
        None, description="exports: projections borrow from what exports elsewhere have done."
    )


class SourceTable(_Table):
    """Who says it, and where."""

    title: str = Field(description="Of the document.")
    publisher: str | None = Field(None, description="Who published it.")
    published: Published | None = Field(
        None, description="2023-04-14, or 2023-04 or 2023 in quotes where only that is known."
    )
    url: str | None = Field(None, description="Where it is found.")
    note: str | None = Field(None, description="A remark.")


_IN = 'in the unit of the series for level and total, else in percent: 5, "550M", "4.4 %"'


class Bounds(_Table):
    """A band, or one side of it."""

    min: Figure | None = Field(None, description=f"At least: {_IN}.")
    max: Figure | None = Field(None, description=f"At most: {_IN}.")


class PhaseTable(Bounds):
    """One phase of a growth target."""

    from_: Year = Field(alias="from", description="The first year.")
    to: Year = Field(description="The last year.")


class AnyTarget(Bounds):
    """What every kind of target may have."""

    title: str = Field("", description="For people.")
    titles: dict[str, str] = Field({}, description='In other languages: { vi = "…" }.')
    above: Literal["fine", "miss"] = Field(
        "fine", description="Whether beyond the far edge of a band is a miss."
    )
    method: MethodName | None = Field(None, description="The one that decides the status.")
    measured_by: str | None = Field(
        None, description="A series in percent that publishes the share or the growth itself."
    )
    group: str | None = Field(None, description="The heading in the report.")
    source: str | None = Field(None, description="The NAME of a [sources.NAME].")
    quote: str | None = Field(None, description="The words of the source, short.")
    note: str | None = Field(None, description="A remark.")


class LevelTable(AnyTarget):
    """A value to be reached by a year."""

    kind: Literal["level"]
    series: str = Field(description="The NAME of a [series.NAME].")
    by: Year = Field(description="The deadline.")
    base: Year | None = Field(None, description="The year to count from.")


class ShareTable(AnyTarget):
    """A part as percent of a total, by a year."""

    kind: Literal["share"]
    part: str = Field(description="The series of the part.")
    total: str = Field(description="The series of the whole, in the same unit.")
    by: Year = Field(description="The deadline.")
    base: Year | None = Field(None, description="The year to count from.")


class GrowthTable(AnyTarget):
    """Growth a year over some years, in one stretch or in phases."""

    kind: Literal["growth"]
    series: str = Field(description="The NAME of a [series.NAME].")
    from_: Year | None = Field(None, alias="from", description="The first year.")
    to: Year | None = Field(None, description="The last year.")
    phases: list[PhaseTable] = Field(
        [], description="In place of from, to, min and max: several stretches, in order."
    )
    reading: Reading = Field(
        "average", description="Whether the average of the years is judged, or each year."
    )


class TotalTable(AnyTarget):
    """A count that adds up over some years."""

    kind: Literal["total"]
    series: str = Field(description="The NAME of a [series.NAME].")
    from_: Year = Field(alias="from", description="The first year.")
    to: Year = Field(description="The last year.")


class ChangeTable(AnyTarget):
    """A change in percent of a base year, by a year."""

    kind: Literal["change"]
    series: str = Field(description="The NAME of a [series.NAME].")
    base: Year = Field(description="The year to count from.")
    by: Year = Field(description="The deadline.")


TargetTable = Annotated[
    LevelTable | ShareTable | GrowthTable | TotalTable | ChangeTable, Field(discriminator="kind")
]


class TargetsTable(_Table):
    """Targets: what is measured, who says what is wanted, and what is wanted."""

    format: Literal[1] = Field(1, description="Of this file.")
    title: str = Field("", description="Of the report.")
    titles: dict[str, str] = Field({}, description='In other languages: { vi = "…" }.')
    series: dict[str, SeriesTable] = Field({}, description="What is measured, by name.")
    sources: dict[str, SourceTable] = Field({}, description="Who says it and where, by name.")
    targets: dict[str, TargetTable] = Field({}, description="What was promised, by name.")
    groups: dict[str, dict[str, str]] = Field(
        {}, description='What groups are called in other languages: Exports = { vi = "…" }.'
    )
    units: dict[str, dict[str, str]] = Field(
        {}, description='What units are called in other languages: jobs = { vi = "…" }.'
    )
