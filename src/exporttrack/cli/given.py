"""`SERIES=VALUE...` and the options beside it -> observations, checked as those of a file are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from exporttrack.cli.keeping import Keeper
from exporttrack.errors import ExportTrackError, FormatError, NotFound, which
from exporttrack.files import records
from exporttrack.files.fields import clean
from exporttrack.model.number import DecimalMark, Number, in_unit, parse_number
from exporttrack.model.period import parse_period
from exporttrack.model.series import PERCENT, WITHDRAWN, Observation, Series
from exporttrack.model.target import Target, Targets
from exporttrack.rules.figures import vintage

T = TypeVar("T")
UNSAID = Decimal("NaN")


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
    shared = _shared(given, at)
    found: dict[str, Observation] = {}
    for text in figures:
        one = _observation(text, shared, given, at, mark)
        if found.setdefault(one.series, one) is not one:
            raise FormatError(f"`{one.series}` is given twice", "give one figure for each series")
    return list(found.values())


def _shared(given: Given, at: Keeper) -> Observation:
    """What the options say of every figure; its series and value are still to come."""
    return Observation(
        series="",
        period=_option("--period", parse_period, given.period),
        value=UNSAID,
        status=_option("--status", records.status, given.status) if given.status else None,
        published=(
            _option("--published", records.published, given.published) if given.published else None
        ),
        source=_option("--source", _text, given.source or ""),
        url=_option("--url", _text, given.url or ""),
        note=_option("--note", _text, given.note or ""),
        recorded=at.now,
    )


def _option(name: str, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except FormatError as error:
        raise FormatError(f"{name}: {error}", error.hint) from None


def _text(text: str) -> str | None:
    """As a file would have it: letters composed, no blanks around; None where it says nothing."""
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):  # bytes that are not UTF-8
        raise FormatError(f'"{text}" is not UTF-8', "write it in a terminal or script that is")
    return clean(text) or None


def _observation(
    text: str, shared: Observation, given: Given, at: Keeper, mark: DecimalMark
) -> Observation:
    name, equals, value = (clean(part) for part in text.partition("="))
    if not (name and equals and value):
        hint = f"write {name or next(iter(at.targets.series), 'exports')}=480M"
        raise FormatError(f'"{text}" is not SERIES=VALUE', hint)
    if value.lower() == WITHDRAWN:
        series = _series(name, None, at.targets)
        return _withdrawal(shared._replace(series=series.id), given.source is not None, at)
    number = parse_number(value, mark, "give --decimal-mark ,")
    series = _series(name, number, at.targets)
    return shared._replace(series=series.id, value=in_unit(number, series.unit, value))


def _series(name: str, number: Number | None, targets: Targets) -> Series:
    """The series of that name; for a target's name, the one that publishes its share or rate.

    A percentage for a series of amounts is a published rate of growth or share.
    """
    series = records.by_name(targets.series).get(name)
    if series is None:
        return _measured(name, targets)
    if number and number.unit == PERCENT != series.unit:
        measured = [t.measured_by for t in targets.targets if t.series == series.id]
        published = next(filter(None, measured), None)
        hint = (
            f"a published share or rate of growth goes to `{published}`"
            if published
            else "a published share or rate of growth needs a series of its own, in percent, which "
            "the target names with measured_by"
        )
        raise FormatError(f"`{name}` is in {series.unit}, the figure is in percent", hint)
    return series


def _measured(name: str, targets: Targets) -> Series:
    """The series that publishes what the target of that name promises. NotFound without one."""
    named = [target for target in targets.targets if name in (target.name, target.id)]
    for target in named:
        if target.measured_by:
            return targets.series[target.measured_by]
    raise NotFound(f"no series named `{name}`", _instead(name, named, list(targets.series)))


def _instead(name: str, named: Sequence[Target], known: Sequence[str]) -> str:
    if named:
        series = " and ".join(f"`{one}`" for one in (named[0].series, named[0].total) if one)
        return f"`{name}` is a target; its figures are those of {series}"
    return which(name, "series", known)


def _withdrawal(new: Observation, source_given: bool, at: Keeper) -> Observation:
    """Of the one figure there is for the period, or of the one of the source that is named.

    A figure that is published later than today is withdrawn as of that day.
    """
    figures = {
        key: one
        for key, one in _latest_of_sources(new, at).items()
        if not source_given or key == new.source_key
    }
    if not figures:
        of = f" of {new.source}" if new.source else " without a source" if source_given else ""
        raise NotFound(
            f"there is no figure{of} for {new.series} {new.period} to withdraw",
            f"`exporttrack history {new.series}` shows what there is",
        )
    if len(figures) > 1:
        named = " or ".join(f'--source "{one.source or ""}"' for one in figures.values())
        message = f"{new.series} {new.period} has figures of {len(figures)} sources"
        raise ExportTrackError(message, f"say whose is withdrawn: {named}")
    figure = next(iter(figures.values()))
    later = (figure.known or at.today) > at.today
    published = new.published or (figure.published if later else None)
    withdrawal = new._replace(source=figure.source, published=published)
    if vintage(withdrawal) < vintage(figure):
        message = f"--published {published} is before the figure that is withdrawn ({figure.known})"
        raise FormatError(message, "leave --published out")
    return withdrawal


def _latest_of_sources(new: Observation, at: Keeper) -> dict[str, Observation]:
    """What each source says of the series and period of `new`, unless it was withdrawn."""
    own = at.targets.series[new.series].own_period
    known = [
        one for one in at.known if one.series == new.series and own(one.period) == own(new.period)
    ]
    latest = {one.source_key: one for one in sorted(known, key=vintage)}
    return {key: one for key, one in latest.items() if not one.withdrawn}
