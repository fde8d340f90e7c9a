"""What a figure that is about to be kept is to those that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from exporttrack.assess.figures import counting, vintage
from exporttrack.model.series import PERCENT, Observation, Series

HUNDREDFOLD = 100
"""A figure so far from all others of its series is taken for a slip: thousands for units."""


@dataclass(frozen=True, slots=True)
class Entering:
    """A new record beside what it meets."""

    observation: Observation
    same_as: Observation | None
    """A record that says the same: this one need not be kept."""
    replaces: Observation | None
    """What the same source said of the period until now."""
    used: Observation | None
    """The figure of the period once this one is kept; None when it is withdrawn."""

    @property
    def counts(self) -> bool:
        """The new record is the one that is used."""
        return self.used is self.observation


def entering(
    series: Series, new: Observation, known: Sequence[Observation], *, again: bool
) -> Entering:
    """What `new` is to `known`, the records of its series and period.

    The same record is not kept twice: with `again`, as for a file that is imported a second time,
    one that says the same as any; else as the latest of its source, so that a figure may be
    corrected and the correction taken back.
    """
    of_source = sorted((one for one in known if one.source == new.source), key=vintage)
    compared = of_source if again else of_source[-1:]
    same = next((one for one in compared if _says_the_same(one, new, again=again)), None)
    replaces = of_source[-1] if of_source and not of_source[-1].withdrawn else None
    used = counting(series, [*known, new], _day_of(new)).by_period.get(new.period)
    return Entering(new, same, replaces, used)


def _day_of(new: Observation) -> date:
    """A day on which everything is known that is known when `new` is kept."""
    recorded = new.recorded.date() if new.recorded else date.max
    return max(recorded, new.known or recorded)


def _says_the_same(one: Observation, new: Observation, *, again: bool) -> bool:
    """Leaving aside where each is written, and when it was unless both say so."""
    if one.withdrawn or new.withdrawn:
        return one.withdrawn and new.withdrawn
    recorded = one.recorded if again and new.recorded == one.recorded else None
    plain = replace(one, file=None, line=None, recorded=recorded)
    return plain == replace(new, file=None, line=None, recorded=recorded)


def far_from_all(
    series: Series, new: Observation, known: Iterable[Observation]
) -> Observation | None:
    """A known figure of the series that is nearest to `new`, when even that is a hundredfold away.

    Flows are compared per month, so that a month may stand beside a year. None where nothing can
    be said: percentages, zeros, a series without figures.
    """
    if series.unit == PERCENT or new.withdrawn or not new.value:
        return None
    others = sorted((one for one in known if not one.withdrawn and one.value), key=_size_in(series))
    if not others:
        return None
    size = _size(series, new)
    if size * HUNDREDFOLD <= _size(series, others[0]):
        return others[0]
    return others[-1] if size >= HUNDREDFOLD * _size(series, others[-1]) else None


def _size_in(series: Series) -> Callable[[Observation], float]:
    return lambda one: _size(series, one)


def _size(series: Series, one: Observation) -> float:
    months = one.period.months if series.measure == "flow" else 1
    return abs(float(one.value)) / months
