"""Values of a target's path as people read them: edges as stated, all else told apart from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from exporttrack.model.series import PERCENT
from exporttrack.render import numbers
from exporttrack.render.language import say
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.methods import at_least


def unit_of_path(one: Assessment) -> str:
    """The series' unit; percent for a share."""
    return PERCENT if one.target.kind == "share" else one.series.unit


def is_index(one: Assessment) -> bool:
    """No level is known: its values are those of an index, and have no unit."""
    return one.base is not None and one.base.is_index


def value(one: Assessment, level: numbers.Value, *beside: numbers.Value | None) -> str:
    """A value of the path: as stated where it is an edge of the band, else rounded.

    It has digits enough to stay on its side of these edges, and to differ from the goal and from
    all that it stands `beside`.
    """
    if is_index(one):
        near = apart(level, one.goal, *beside)
        digits = numbers.rounded(numbers.exact(level), numbers.DIGITS + 1, near)
        return say("index", digits=numbers.plain(digits))
    if one.target.kind in ("growth", "change"):
        return amount(level, one.series.unit, (), one.goal, *beside)
    return amount(level, unit_of_path(one), one.target.band, *beside)


def amount(
    level: numbers.Value,
    unit: str,
    stated: Iterable[Decimal | None],
    *beside: numbers.Value | None,
) -> str:
    """One of the values that were `stated`, as it was; any other told apart from all of them."""
    edges = [edge for edge in stated if edge is not None]
    for edge in edges:
        if is_same(level, edge):
            return numbers.stated(edge, unit)
    return numbers.amount(level, unit, [*edges, *apart(level, *beside)])


def apart(level: numbers.Value, *others: numbers.Value | None) -> Iterator[float]:
    """What lies half way to each of the others: rounded, two values on either side stay two.

    >>> list(apart(4, 5, 4.0, None))
    [4.5]
    """
    for other in others:
        if other is not None and not is_same(level, other):
            yield float(level) / 2 + float(other) / 2


def around(level: numbers.Value, *others: numbers.Value | None) -> Iterator[float]:
    """Values beside `level` that leave the way to each of the others as it is, within a tenth.

    >>> list(around(4, 5))
    [3.9, 4.1]
    """
    for other in others:
        if other is not None:
            part = (float(other) - float(level)) / 10
            yield from (float(level) - part, float(level) + part)


def is_same(one: numbers.Value, other: numbers.Value) -> bool:
    """Whether the verdicts take the two for one."""
    return at_least(float(one), float(other)) and at_least(float(other), float(one))
