"""`SERIES=VALUE...` and the options beside it -> observations, checked as those of a file are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from exporttrack.assess.figures import counting
from exporttrack.cli.keeping import Keeper
from exporttrack.errors import ExportTrackError, FormatError, NotFound, nearest
from exporttrack.files import records
from exporttrack.model.number import DecimalMark, Number, in_unit, parse_number
from exporttrack.model.period import parse_period
from exporttrack.model.series import PERCENT, WITHDRAWN, Observation, Series
from exporttrack.model.target import Targets

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for every figure of one command line, as written."""

    period: str
    published: str | None
    source: str | None
    url: str | None
    status: str | None
    note: str | None


def observations(
    figures: Sequence[str], given: Given, at: Keeper, mark: DecimalMark
) -> list[Observation]:
    """The figures of a command line. Raises ExportTrackError for the first that is none."""
    return [_observation(text, given, at, mark) for text in figures]


def _observation(text: str, given: Given, at: Keeper, mark: DecimalMark) -> Observation:
    name, equals, value = text.partition("=")
    if not equals or not value.strip():
        hint = f"write {name or 'handicraft_exports'}=480M"
        raise FormatError(f"{text!r} is not SERIES=VALUE", hint)
    new = Observation(
        series=name.strip(),
        period=_option("--period", parse_period, given.period),
        value=Decimal("NaN"),
        status=_option("--status", records.status, given.status) if given.status else None,
        published=(
            _option("--published", records.published, given.published) if given.published else None
        ),
        source=given.source or None,
        url=given.url or None,
        note=given.note or None,
        recorded=at.now,
    )
    if value.strip().lower() == WITHDRAWN:
        return _withdrawal(new, at)
    number = parse_number(value, mark)
    series = _series(name.strip(), number, at.targets)
    return new.with_value(series.id, in_unit(number, series.unit, value))


def _option(name: str, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except FormatError as error:
        raise FormatError(f"{name}: {error}", error.hint) from None


def _series(name: str, number: Number | None, targets: Targets) -> Series:
    """The series of that name; for a target's name, the one that publishes its share or rate.

    A percentage for a series of amounts is a published rate of growth or share.
    """
    series = targets.series.get(name)
    measured = [
        target.measured_by
        for target in targets.targets
        if target.measured_by and name in (target.name, target.series)
    ]
    if series is None and measured:
        return targets.series[measured[0]]
    if series is None:
        known = list(targets.series)
        near = nearest(name, known)
        hint = f"did you mean `{near}`?" if near else f"the series are {', '.join(known)}"
        raise NotFound(f"no series named `{name}`", hint)
    if number and number.unit == PERCENT != series.unit:
        hint = (
            f"a published share or rate of growth goes to `{measured[0]}`"
            if measured
            else "a published share or rate of growth needs a series of its own, in percent, which "
            "the target names with measured_by"
        )
        raise FormatError(f"`{name}` is in {series.unit}, the figure is in percent", hint)
    return series


def _withdrawal(new: Observation, at: Keeper) -> Observation:
    """Of the one figure there is for the period, or of the one of the source that is named."""
    series = _series(new.series, None, at.targets)
    of_period = [one for one in at.known if (one.series, one.period) == (series.id, new.period)]
    sources = {}
    for source in dict.fromkeys(one.source for one in of_period):
        of_source = [one for one in of_period if one.source == source]
        if counting(series, of_source, at.now.date()).by_period:
            sources[source] = of_source[-1]
    if new.source is not None:
        sources = {source: one for source, one in sources.items() if source == new.source}
    if not sources:
        of = f" of {new.source}" if new.source else ""
        raise NotFound(
            f"there is no figure{of} for {series.id} {new.period} to withdraw",
            f"`exporttrack history {series.id}` shows what there is",
        )
    if len(sources) > 1:
        names = ", ".join(repr(source) if source else "none" for source in sources)
        raise ExportTrackError(
            f"{series.id} {new.period} has figures of {len(sources)} sources", f"name one: {names}"
        )
    return new.with_value(series.id, Decimal("NaN"), source=next(iter(sources)))
