"""What a figure that is about to be kept is to those that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.rules.figures import counting, vintage

HUNDREDFOLD = 100
"""A figure so far from all others of its series is taken for a slip: thousands for units."""


@dataclass(frozen=True, slots=True)
class Entering:
    """A new record beside what it meets."""

    observation: Observation
    same_as: Observation | None
    """A record that says the same: this one need not be kept."""
    replaces: Observation | None
    """What the same source said of the period until now; None where that stands as it is."""
    used: Observation | None
    """The figure of the period once this record is known; None when there is none."""
    instead_of: Observation | None
    """What was used until now, of another source, when `observation` is used in its place."""
    counts_from: date | None
    """The day before which this record has no effect; None when it has one from now on."""

    @property
    def counts(self) -> bool:
        """The new record is the one that is used."""
        return self.used is self.observation


def entering(
    series: Series, new: Observation, known: Sequence[Observation], today: date, *, again: bool
) -> Entering:
    """What `new` is to `known`, the records of its series and period.

    The same record is not kept twice: with `again`, as for a file that is imported a second time,
    one that says the same as any of its source; else as the one before it, so that a figure may be
    corrected and the correction taken back.
    """
    of_source = sorted((one for one in known if one.source_key == new.source_key), key=vintage)
    before = [one for one in of_source if vintage(one) <= vintage(new)]
    compared = of_source if again else before[-1:]
    same = next((one for one in compared if _says_the_same(one, new)), None)
    day = max(today, _first_day(new))
    until_now, used = (
        counting(series, records, day).by_period.get(series.own_period(new.period))
        for records in (known, [*known, new])
    )
    rival = until_now is not None and until_now.source_key != new.source_key
    return Entering(
        observation=new,
        same_as=same,
        replaces=_replaced(new, of_source),
        used=used,
        instead_of=until_now if rival and used is new else None,
        counts_from=day if day > today else None,
    )


def _replaced(new: Observation, of_source: Sequence[Observation]) -> Observation | None:
    """The latest of the source, unless that is of a later day than `new`.

    A figure replaces figures and a forecast forecasts.
    """
    forecast = new.status == "forecast"
    alike = [one for one in of_source if one.withdrawn or (one.status == "forecast") == forecast]
    last = alike[-1] if alike else None
    if last is None or last.withdrawn or vintage(last) > vintage(new):
        return None
    return last


def _first_day(one: Observation) -> date:
    """When it begins to count: once it is known, and its period has begun."""
    begins = date(one.period.years[0], one.period.first % 12 + 1, 1)
    return max(begins, one.known or one.period.last_day)


def _says_the_same(one: Observation, new: Observation) -> bool:
    """Leaving aside where each is written, and when it was."""
    if one.withdrawn or new.withdrawn:
        return one.withdrawn and new.withdrawn
    plain = replace(one, source=new.source, file=None, line=None, recorded=None)
    return plain == replace(new, file=None, line=None, recorded=None)


def far_from_all(
    series: Series, new: Observation, known: Iterable[Observation]
) -> Observation | None:
    """A known figure of the series that is nearest to `new`, when even that is a hundredfold away.

    Flows are compared per month, so that a month may stand beside a year. None where nothing can
    be said: percentages, zeros, a series without figures. What was withdrawn was never a figure.
    """
    if series.unit == PERCENT or new.withdrawn or not new.value:
        return None
    others = sorted((one for one in _standing(known) if one.value), key=_size_in(series))
    if not others:
        return None
    size = _size(series, new)
    if size * HUNDREDFOLD <= _size(series, others[0]):
        return others[0]
    return others[-1] if size >= HUNDREDFOLD * _size(series, others[-1]) else None


def _standing(known: Iterable[Observation]) -> Iterator[Observation]:
    """Every figure, revised ones too, but those that their source has withdrawn since."""
    taken_back: set[tuple[Period, str]] = set()
    for one in sorted(known, key=vintage, reverse=True):
        if one.withdrawn:
            taken_back.add((one.period, one.source_key))
        elif (one.period, one.source_key) not in taken_back:
            yield one


def _size_in(series: Series) -> Callable[[Observation], float]:
    return lambda one: _size(series, one)


def _size(series: Series, one: Observation) -> float:
    months = one.period.months if series.measure == "flow" else 1
    return abs(float(one.value)) / months
