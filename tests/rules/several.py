"""Several targets at once that often meet in one series and year, for hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals
from exporttrack.model.series import Observation
from exporttrack.model.target import Target
from exporttrack.rules.coherence import Coherence, coherence
from rules import generating
from rules.building import target, targets_of


def in_year(one: Target, by: int) -> Target:
    """The same target, earlier or later as a whole."""
    first, base = (None if year is None else year + by - one.by for year in (one.first, one.base))
    return replace(one, by=by, first=first, base=base)


def placed(given: list[tuple[Target, int, str]]) -> list[Target]:
    """Targets of their own names, of `s` or of `whole`; a share of the one is one in the other."""
    other = {"s": "whole", "whole": "s"}
    return [
        replace(
            in_year(one, by),
            id=f"t{at}",
            series=series,
            total=other[series] if one.kind == "share" else None,
        )
        for at, (one, by, series) in enumerate(given)
    ]


several_targets = st.lists(
    st.tuples(
        generating.targets(),
        st.sampled_from([2026, 2026, 2026, 2025, 2023]),
        st.sampled_from(["s", "s", "s", "whole"]),
    ),
    max_size=6,
).map(placed)


def of_generated(several: list[Target], known: list[Observation], **fields: Any) -> Coherence:
    """What they mean together on a day on which some are due and some are not."""
    named_series = target("share", 1, measured_by="published")
    targets = targets_of(named_series, **fields)
    return coherence(
        replace(targets, targets=tuple(several)), Actuals(tuple(known)), as_of=date(2026, 6, 30)
    )
