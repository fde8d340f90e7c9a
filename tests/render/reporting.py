"""Small reports for every format, with titles, units and notes of any letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from exporttrack.model.actuals import Actuals, Input
from exporttrack.model.period import parse_period
from exporttrack.model.series import Series
from exporttrack.model.target import Source, Target, Targets
from exporttrack.rules import assess
from exporttrack.rules.assessment import Report
from rules.building import Known, figures, target

MID_2023 = date(2023, 6, 30)

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "a;b,c", 'say "so"', "two\r\nlines", "a\x1b[31mred",
    "[link](x)", "*a* _b_ `c` ~d~", "a | b", "<script>", "&copy;", "# 1", "1. a", "- a", "a\\",
    "Xuất khẩu", "輸出額", "שלום", "\u202eoverride", "\ue000", "{braces}", "%s", "  ", "US$5 M",
)  # fmt: skip
"""Words that mean something to one format or another."""

texts = st.text(max_size=20) | st.lists(st.sampled_from(HOSTILE), max_size=3).map(" ".join)
"""Any words that TOML can hold, and often such as these."""


def report(
    *targets: Target,
    known: Known | None = None,
    assumed: Known | None = None,
    title: str = "Small",
    unit: str = "jobs",
    as_of: date = MID_2023,
    **fields: Any,
) -> Report:
    """The report on these targets of the series `s`, with `fields` for each of its figures."""
    series = {name: Series(name, unit, title=name) for name in ("s", "whole")}
    observations = tuple(figures(known or {}, **fields))
    actuals = Actuals(observations).assuming(figures(assumed or {}, assumed=True))
    actuals = replace(actuals, inputs=(Input("actuals.csv", "0"),))
    stated = Targets(title, series, targets, Input("targets.toml", "0"))
    return assess(stated, actuals, as_of=as_of)


def any_words(title: str, unit: str, several: Sequence[str] = ()) -> Report:
    """Two targets with these words in every place that has room for them; rivals make a note."""
    source = Source("source", title, publisher=title, url=title)
    one = replace(
        target(least=100, source=source, quote=title, note=title, group=title), title=title
    )
    first, second = (replace(one, id=name) for name in ("first", "second"))
    names = [*several, "a", "b"][:2]
    known = [
        *figures({2020: 80, 2022: 90}, source=names[0]),
        *figures({2022: 91}, source=f"{names[1]} (other)", published=parse_period("2023-01")),
    ]
    series = {"s": replace(Series("s", unit or "jobs"), title=title)}
    return assess(Targets(title, series, (first, second)), Actuals(tuple(known)), as_of=MID_2023)
