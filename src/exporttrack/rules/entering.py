"""What a figure that is about to be kept is to those that are known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.rules.figures import (
    Subject,
    counting,
    is_known,
    known_from,
    subject_in,
    vintage,
)

HUNDREDFOLD = 100
"""A figure so far from all others of its series is taken for a slip: thousands for units."""

Kind = Literal["new", "revision", "same"]
"""What a new record is: a figure of a source that said nothing of the period until now, one in
place of what it said, or what it says already."""


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
    """The day before which this record has no effect; None when it has one from now on, and for a
    forecast, which has none on any day."""

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
    day = max(today, known_from(series.covered(new.period), new.known))
    until_now, used = (
        counting(series, records, day).by_period.get(series.own_period(new.period))
        for records in (known, [*known, new])
    )
    rival = until_now is not None and until_now.source_key != new.source_key
    return Entering(
        observation=new,
        same_as=_same_as(new, of_source, again=again),
        replaces=_replaced(new, of_source),
        used=used,
        instead_of=until_now if rival and used is new else None,
        counts_from=day if day > today and new.status != "forecast" else None,
    )


def kinds(
    series: Series, new: Iterable[Observation], known: Iterable[Observation], now: datetime
) -> Iterator[Kind]:
    """The kind of each record of a file, all of `series`, the ones before it among the known.

    The file may be imported for a second time; but a record of another moment than `now` says
    itself when it was recorded, and has its place among the others and no other.
    """
    subject = subject_in(series)
    of_source: defaultdict[Subject, list[Observation]] = defaultdict(list)
    for one in sorted(known, key=vintage):
        of_source[subject(one)].append(one)
    for one in new:
        others = of_source[subject(one)]
        if others and _same_as(one, others, again=one.recorded == now):
            yield "same"
            continue
        yield "revision" if others and _replaced(one, others) else "new"
        if others and vintage(others[-1]) > vintage(one):
            insort(others, one, key=vintage)
        else:  # as files have them, by far
            others.append(one)


def aside(
    series: Series, new: Sequence[Observation], known: Sequence[Observation], today: date
) -> list[Observation]:
    """Those of `new` that do not count today, beside `known` and each other.

    Left out is one that a later one of `new` says otherwise, of the same source, and a withdrawal
    after which nothing counts.
    """
    used = counting(series, [*known, *new], today).by_period
    counted = set(map(id, used.values()))
    rest = [one for one in new if id(one) not in counted]
    subject = subject_in(series)
    asked = set(map(subject, rest))
    alike = (one for one in new if subject(one) in asked) if rest else ()
    last = {(*subject(one), one.status == "forecast"): one for one in sorted(alike, key=vintage)}
    return [
        one
        for one in rest
        if last[*subject(one), one.status == "forecast"] is one
        and not (one.withdrawn and subject(one)[0] not in used)
    ]


def overtaken(
    series: Series,
    same: Iterable[Observation],
    kept: Iterable[Observation],
    known: Sequence[Observation],
    today: date,
) -> int:
    """Of how many periods a file has from a source only what that source has taken back since.

    `same` are those of the file that were known already, `kept` the others, told of elsewhere.
    """
    subject = subject_in(series)
    if len(set(map(subject, known))) == len(known):  # nothing was ever revised
        return 0
    used, told = counting(series, known, today).by_period, set(map(subject, kept))
    said: defaultdict[Subject, list[Observation]] = defaultdict(list)
    for one in same:
        if one.status != "forecast" and is_known(series, one, today) and subject(one) not in told:
            said[subject(one)].append(one)
    return sum(_is_overtaken(ones, used.get(period)) for (period, _), ones in said.items())


def _is_overtaken(ones: Sequence[Observation], used: Observation | None) -> bool:
    if used is None:
        return not any(one.withdrawn for one in ones)
    is_rival = used.source_key != ones[0].source_key
    return not is_rival and all(one.value != used.value for one in ones)


def _same_as(
    new: Observation, of_source: Sequence[Observation], *, again: bool
) -> Observation | None:
    """The record that says the same; `of_source` are those of its source, in order of vintage."""
    if not again:
        at = bisect_right(of_source, vintage(new), key=vintage)
        compared = of_source[max(at - 1, 0) : at]
    elif isinstance(new.published, date):  # those that say the same were published that day, too
        begin = bisect_left(of_source, new.published, key=_day)
        compared = of_source[begin : bisect_right(of_source, new.published, begin, key=_day)]
    else:
        compared = of_source
    return next((one for one in compared if _says_the_same(one, new)), None)


def _day(one: Observation) -> date:
    return vintage(one)[0]


def _replaced(new: Observation, of_source: Sequence[Observation]) -> Observation | None:
    """The latest of the source, unless that is of a later day than `new`.

    A figure replaces figures and a forecast forecasts.
    """
    forecast = new.status == "forecast"
    alike = (
        one
        for one in reversed(of_source)
        if (one.status == "forecast") == forecast or one.withdrawn
    )
    last = next(alike, None)
    if last is None or last.withdrawn or vintage(last) > vintage(new):
        return None
    return last


def _says_the_same(one: Observation, new: Observation) -> bool:
    """Leaving aside where each is written, and when it was, and how the period is."""
    if one.withdrawn or new.withdrawn:
        return one.withdrawn and new.withdrawn
    if one.value != new.value:
        return False
    plain = one._replace(period=new.period, source=new.source, file=None, line=None, recorded=None)
    return plain == new._replace(file=None, line=None, recorded=None)


def ends(series: Series, known: Iterable[Observation]) -> tuple[Observation, ...]:
    """The smallest and the largest figure of a series: what is near one of them is no slip.

    Empty where nothing can be said: of percentages, zeros, no figures at all. What was withdrawn
    was never a figure.
    """
    if series.unit == PERCENT:
        return ()
    figures = [one for one in _standing(series, known) if one.value]
    size = _size_in(series)
    return (min(figures, key=size), max(reversed(figures), key=size)) if figures else ()


def far_from(series: Series, new: Observation, ends: Sequence[Observation]) -> Observation | None:
    """The end of the series that is nearest to `new`, when even that is a hundredfold away.

    Flows are compared per month, so that a month may stand beside a year.
    """
    if new.withdrawn or not new.value or not ends:
        return None
    smallest, largest = ends
    size = _size(series, new)
    if size * HUNDREDFOLD <= _size(series, smallest):
        return smallest
    return largest if size >= HUNDREDFOLD * _size(series, largest) else None


def slips(
    series: Series, new: Sequence[Observation], known: Sequence[Observation], now: datetime
) -> list[tuple[Observation, Observation]]:
    """The new figures that are a hundredfold from all that are known, each with the nearest.

    Where none is known, those so far from all others of the new ones; but what was recorded before
    `now` is of another journal, and was looked at there.
    """
    if found := ends(series, known):
        several = ((one, far_from(series, one, found)) for one in new)
        return [(one, near) for one, near in several if near]
    if series.unit == PERCENT:
        return []
    written = [one for one in new if one.recorded == now]
    if any(one.withdrawn for one in written):
        written = list(_standing(series, written))
    figures = sorted((one for one in written if one.value), key=_size_in(series))
    outermost = [(figures[0], figures[1]), (figures[-1], figures[-2])] if figures[1:] else []
    return [(one, near) for one, near in outermost if far_from(series, one, (near, near))]


def _standing(series: Series, known: Iterable[Observation]) -> Iterator[Observation]:
    """Every figure, revised ones too, but those that their source has withdrawn since."""
    subject = subject_in(series)
    taken_back: set[Subject] = set()
    for one in sorted(known, key=vintage, reverse=True):
        if one.withdrawn:
            taken_back.add(subject(one))
        elif subject(one) not in taken_back:
            yield one


def _size_in(series: Series) -> Callable[[Observation], float]:
    return lambda one: _size(series, one)


def _size(series: Series, one: Observation) -> float:
    months = one.period.months if series.measure == "flow" else 1
    return abs(float(one.value)) / months
