"""Hypothesis strategies for valid targets and figures, the strange ones included."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from exporttrack.model.period import Period
from exporttrack.model.series import FIGURE_STATUSES, Observation
from exporttrack.model.target import KINDS, METHODS, Target
from rules.building import Number, target

FIRST, LAST = 2016, 2030

plain = st.integers(-200, 500).map(lambda tenths: Decimal(tenths) / 10)
above_zero = st.integers(1, 999).map(lambda tenths: Decimal(tenths) / 10)
extreme = st.builds(
    lambda digits, power: Decimal(digits).scaleb(power),
    st.integers(-999, 999),
    st.integers(-28, 24),
)
values = plain | above_zero | extreme | st.just(Decimal(0))

years = st.integers(FIRST, LAST).map(Period.year)
parts = st.builds(
    lambda year, length, at: Period(12 * year + at * length, 12 * year + at * length + length - 1),
    st.integers(FIRST, LAST),
    st.sampled_from([1, 3, 6]),
    st.integers(0, 1),
)
ranges = st.builds(
    lambda year, more: Period(12 * year, 12 * (year + more) + 11),
    st.integers(FIRST, LAST - 5),
    st.integers(1, 5),
)
days = st.builds(
    date, st.sampled_from(range(FIRST + 3, LAST)), st.sampled_from([1, 6, 12]), st.just(30)
) | st.dates(date(FIRST + 3, 1, 1), date(LAST, 12, 31))
moments = st.builds(
    lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
    days,
)

observations = st.builds(
    Observation,
    series=st.sampled_from(["s", "s", "s", "whole", "published"]),
    period=years | years | parts | ranges,
    value=values,
    status=st.sampled_from([None, *FIGURE_STATUSES]),
    published=st.none() | days | st.builds(Period.year, st.integers(FIRST, LAST)),
    source=st.sampled_from([None, "A", "b", "C"]),
    recorded=st.none() | moments,
    assumed=st.sampled_from([False] * 5 + [True]),
)
withdrawals = st.builds(
    Observation,
    series=st.just("s"),
    period=years,
    value=st.just(Decimal("NaN")),
    published=days,
    source=st.sampled_from([None, "A", "b"]),
    status=st.none(),
    recorded=st.none(),
    assumed=st.just(False),
)


def one_vintage(one: Observation) -> tuple[object, ...]:
    """Two figures that agree in this contradict each other and are refused when files are read."""
    return one.series, one.period, one.source_key, one.assumed, one.known, one.recorded


@st.composite
def runs(draw: st.DrawFn) -> list[Observation]:
    """Yearly figures of each series, with gaps; most of them above zero."""
    found = []
    for series, fewest in (("s", 3), ("whole", 0), ("published", 0)):
        start = draw(st.sampled_from(range(FIRST, FIRST + 4)))
        kind = draw(st.sampled_from([above_zero, above_zero, above_zero, plain, values]))
        for at, value in enumerate(
            draw(st.lists(kind | kind | kind | st.none(), min_size=fewest, max_size=9))
        ):
            if value is not None:
                found.append(Observation(series, Period.year(start + at), value))
    return found


figure_lists = st.builds(
    lambda run, others: run + others,
    runs(),
    st.lists(observations | withdrawals, max_size=5),
).filter(lambda found: len({one_vintage(one) for one in found}) == len(found))


@st.composite
def bands(draw: st.DrawFn, edges: st.SearchStrategy[Decimal]) -> dict[str, Number]:
    one, two = sorted((draw(edges), draw(edges)))
    return draw(st.sampled_from([{"least": one}, {"most": two}, {"least": one, "most": two}]))


@st.composite
def targets(draw: st.DrawFn) -> Target:
    """Any target that a file may state."""
    kind = draw(st.sampled_from(KINDS))
    edges = {
        "share": st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10),
        "growth": st.integers(-999, 3000).map(lambda tenths: Decimal(tenths) / 10),
        "change": st.integers(-999, 3000).map(lambda tenths: Decimal(tenths) / 10),
    }.get(kind, values)
    band = draw(bands(edges))
    by = draw(st.sampled_from(range(FIRST + 4, LAST + 2)))
    fields: dict[str, Any] = {"above_is_miss": len(band) == 2 and draw(st.booleans())}
    if kind in ("growth", "total"):
        fields["first"] = draw(st.sampled_from(range(max(FIRST, by - 8), by + 1)))
    elif kind == "change" or draw(st.booleans()):
        fields["base"] = draw(st.sampled_from(range(FIRST, min(by, FIRST + 8))))
    if kind == "growth":
        fields["reading"] = draw(st.sampled_from(["average", "each-year"]))
    if kind in ("growth", "share") and draw(st.booleans()):
        fields["measured_by"] = "published"
    if kind != "total":
        fields["method"] = draw(st.sampled_from([None, *METHODS]))
    return target(kind, by=by, **band, **fields)
