"""What targets mean and whether they fit, in sentences with their numbers put in.

A number that goes into a calculation is shown with as many digits as a pocket calculator needs to
arrive at what is shown as its result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from exporttrack.model.series import PERCENT
from exporttrack.model.target import Target
from exporttrack.render import numbers
from exporttrack.render.language import listed, sentences
from exporttrack.render.path import amount
from exporttrack.render.safe import safe
from exporttrack.render.words import period
from exporttrack.rules.coherence import Coherence
from exporttrack.rules.corridors import Basis, Corridor, Edges
from exporttrack.rules.measures import position
from exporttrack.rules.methods import at_least
from exporttrack.rules.projection import PRIORS

Near = Sequence[numbers.Value | None]
"""Values that a rounded number must still differ from; a stated one is a Decimal."""


def say(key: str, count: int | None = None, **facts: object) -> str:
    """A sentence of the catalogue with its facts filled in; the one for that count, if any."""
    catalogue, own = sentences("coherence"), f"{key}-{count}"
    return catalogue[own if own in catalogue else key].format(count=count, **facts)


def level(value: numbers.Value, unit: str, near: Near = ()) -> str:
    """A level in the unit of its series; as stated where it is one that was."""
    return amount(value, unit, [edge for edge in near if isinstance(edge, Decimal)], *near)


def span(edges: Edges, show: Callable[[float, Near], str]) -> str:
    """`US$5 M to US$8 M`, `at least US$5 M`, or one value where the two ends are one."""
    low, high = edges
    if low is None and high is None:
        return say("any")
    if low is None or high is None:
        end, word = (high, "at-most") if low is None else (low, "at-least")
        return f"{say(word)} {show(end or 0.0, ())}"
    if at_least(low, high):
        return show(low, ())
    return say("range", low=show(low, (high,)), high=show(high, (low,)))


def levels(edges: Edges, unit: str, near: Near = ()) -> str:
    """A corridor in the unit of its series; rounded, its ends still differ from what is `near`."""
    return span(edges, lambda end, other: level(end, unit, (*near, *other)))


def series_of(found: Coherence, name: str) -> str:
    """The title of a series, safe to print."""
    return safe(found.series[name].title or name)


def place(found: Coherence, corridor: Corridor) -> str:
    """The series and the year that a corridor is about, or the years of a sum."""
    return say(
        "place",
        series=series_of(found, corridor.target.series),
        years=years_of(corridor.first, corridor.year),
    )


def years_of(first: int, last: int) -> str:
    """`2026`, `2026-2027`."""
    return str(last) if first == last else say("years", first=first, last=last)


def target(found: Coherence, one: Target) -> str:
    """Name, title and what is stated: `value: Exports, at least US$550 M by 2025`."""
    return say("target", id=safe(one.id), title=safe(one.title), wanted=_wanted(found, one))


def _wanted(found: Coherence, one: Target) -> str:
    each_year = one.kind == "growth" and one.reading == "each-year"
    return say(
        "growth-each-year" if each_year else one.kind,
        band=band(found, one),
        by=one.by,
        base=one.base,
        years=years_of(one.first or one.by, one.by),
        total=series_of(found, one.total) if one.total else "",
    )


def band(found: Coherence, one: Target) -> str:
    """The stated band, without its years."""
    return numbers.band(one.band, _unit(found, one))


def far_edge(found: Coherence, one: Target) -> str:
    """The edge of a band beyond which it is met, too: `8 % a year`."""
    edge = one.band.min if one.lower_is_better else one.band.max
    text = "" if edge is None else numbers.stated(edge, _unit(found, one))
    return say("a-year", value=text) if one.kind == "growth" else text


def _unit(found: Coherence, one: Target) -> str:
    """Of the band; for growth, a year is still to be added."""
    return found.series[one.series].unit if one.kind in ("level", "total") else PERCENT


def meaning(found: Coherence, corridor: Corridor, near: Near = ()) -> str:
    """The levels that a target means and the way to them."""
    unit, basis = found.series[corridor.target.series].unit, corridor.basis
    if basis is None:
        return say("as-stated", range=band(found, corridor.target))
    if not corridor.known:
        return _basis(found, corridor, basis, {})
    ends = list(_ends_from(corridor, basis, unit, near))
    shown: dict[float, str] = {}
    for start, _, _ in ends:
        result = partial(_products, start, ends)
        (shown[start],) = worked([start], result, partial(numbers.stated, unit=unit))
    steps = (
        say("multiply", value=shown[start], factor=factor, result=end(start))
        for start, factor, end in ends
    )
    return say(
        "reached",
        range=levels((corridor.low, corridor.high), unit, near),
        steps=listed(steps),
        basis=_basis(found, corridor, basis, shown),
    )


def meaning_in_place(found: Coherence, corridor: Corridor) -> str:
    """The same with the series and the year."""
    near = beside(found, corridor)
    return say("in-place", place=place(found, corridor), meaning=meaning(found, corridor, near))


def beside(found: Coherence, corridor: Corridor) -> Near:
    """What a level of a corridor may be read beside: those of all others there, and the figure."""
    figure = [float(corridor.figure.value)] if corridor.figure else []
    return [*figure, *(end for one in found.alike[corridor.place] for end in _ends(one))]


def _ends(corridor: Corridor) -> Near:
    """Both ends, as stated or as computed."""
    return corridor.target.band if corridor.basis is None else (corridor.low, corridor.high)


_End = tuple[float, str, Callable[[float], str]]
"""What an end is counted from, its factor, and what it comes to from that or any other basis."""


def _ends_from(corridor: Corridor, basis: Basis, unit: str, near: Near) -> Iterator[_End]:
    """Each end that there is."""
    low, high = corridor.low, corridor.high
    ends = zip((basis.low, basis.high), corridor.factors, factors(corridor), strict=True)
    for (start, factor, text), end, other in zip(ends, (low, high), (high, low), strict=True):
        if start is not None and factor is not None:
            others = [one for one in (*near, other) if isinstance(one, Decimal) or one != end]
            yield start, text, partial(_product, factor, unit, others)


def _product(factor: float, unit: str, near: Near, value: float) -> str:
    return level(value * factor, unit, near)


def _products(start: float, ends: Sequence[_End], value: float) -> str:
    """What all ends that are counted from `start` come to from `value`."""
    return " ".join(result(value) for one, _, result in ends if one == start)


def factors(corridor: Corridor) -> tuple[str, str]:
    """What the basis is multiplied by, as one types it: `1.05^5`, `1.2`, `3 %`."""
    basis, one = corridor.basis, corridor.target
    years = corridor.year - basis.year if basis else 0

    def text(edge: Decimal | None) -> str:
        if edge is None:
            return ""
        if one.kind == "share":
            return numbers.stated(edge, PERCENT)
        factor = numbers.plain(1 + edge / 100)
        return factor if one.kind == "change" or years == 1 else f"{factor}^{years}"

    return text(one.band.min), text(one.band.max)


def worked(
    values: Sequence[float], result: Callable[..., str], show: Callable[[Decimal], str]
) -> list[str]:
    """The values with as few digits as lead to the same result as the exact ones."""
    wanted = result(*values)
    exact = [numbers.exact(value) for value in values]
    for digits in range(numbers.DIGITS + 1, 18):
        short = [numbers.rounded(value, digits) for value in exact]
        if result(*map(float, short)) == wanted:
            return [show(value) for value in short]
    return [show(value) for value in exact]


def _basis(found: Coherence, corridor: Corridor, basis: Basis, shown: Mapping[float, str]) -> str:
    """Where the basis comes from, or why there is none; as `shown` where it is counted from."""
    series, unit = series_of(found, basis.series), found.series[basis.series].unit
    is_total = basis.series != corridor.target.series
    years = sorted({figure.period.years[0] for figure in basis.figures})
    return say(
        f"from-{basis.kind}",
        range=span(
            (basis.low, basis.high), lambda end, other: shown.get(end) or level(end, unit, other)
        ),
        series=series,
        of=say("of-series", series=series) if is_total else "",
        year=basis.year,
        marks=_marks(corridor, basis),
        target=safe(basis.through.target.id) if basis.through else "",
        figures=say("figures", len(years), first=years[0], last=years[-1]) if years else "",
        prior=say("with-prior") if found.series[basis.series].prior in PRIORS else "",
    )


def _marks(corridor: Corridor, basis: Basis) -> str:
    asked = None if corridor.target.kind == "share" else corridor.target.base_year
    shifted = asked is not None and asked != basis.year
    marks = [say("shifted", asked=asked)] if shifted else []
    marks += [say("assumed")] if basis.assumed else []
    marks += [say("as-published")] if basis.as_published else []
    return "".join(marks)


def known(found: Coherence, corridor: Corridor) -> str:
    """What is known of the year, and where it lies; empty while nothing is."""
    figure, unit = corridor.figure, found.series[corridor.target.series].unit
    edges = (corridor.low, corridor.high)
    if figure is None or not corridor.known:
        return ""
    assumed = any(part.assumed for part in figure.parts)
    is_part = corridor.first == corridor.year and figure.period.whole_year is None
    return say(
        "known-assumed" if assumed else "known-part" if is_part else "known",
        value=level(figure.value, unit, _ends(corridor)),
        period=period(figure.period),
        position=say(position(figure.value, edges)),
    )
