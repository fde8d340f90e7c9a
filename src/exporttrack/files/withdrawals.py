"""Withdrawals that take nothing back: their source has said nothing of the period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from exporttrack.errors import Fault, nearest
from exporttrack.files.toml_values import quoted
from exporttrack.model.actuals import by_series
from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series


def of_nothing(
    found: Iterable[Observation], series: Mapping[str, Series]
) -> Iterator[tuple[Observation, Fault]]:
    """Each withdrawal of which `found` has no figure, with its fault; `series` by their ids."""
    for name, ones in by_series(found).items():
        withdrawals = [one for one in ones if one.withdrawn]
        sources = _sources(series[name], ones) if withdrawals else {}
        for one in withdrawals:
            there = sources.get(series[name].own_period(one.period), {})
            if one.source_key not in there:
                yield one, _fault(one, there.values())


def _sources(series: Series, ones: Sequence[Observation]) -> dict[Period, dict[str, str]]:
    """Whose figures there are of each period, by what makes a source the same."""
    sources: defaultdict[Period, dict[str, str]] = defaultdict(dict)
    for one in ones:
        if not one.withdrawn:
            of_period = sources[series.own_period(one.period)]
            of_period.setdefault(one.source_key, one.source or "")
    return dict(sources)


def _fault(one: Observation, there: Collection[str]) -> Fault:
    of = f"of {one.source}" if one.source else "without a source"
    message = f"there is no figure {of} for {one.series} {one.period} to withdraw"
    return Fault(one.file or "", message, one.line, hint=_hint(one.source or "", there))


def _hint(source: str, there: Collection[str]) -> str:
    names = [name for name in there if name]
    if near := nearest(source, names):
        return f"did you mean {quoted(near)}?"
    if names:
        return f"name the source that withdraws it: {' or '.join(map(quoted, names))}"
    if there:
        return "leave `source` out, as the figure has none"
    return "check the period, or leave the record out: there is no figure of any source"
