"""What a targets file of the right shape can still get wrong: names, order, and plain sense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from exporttrack.errors import FormatError, nearest
from exporttrack.files import targets_shape as shape
from exporttrack.files.places import Path
from exporttrack.model.number import Number, in_unit
from exporttrack.model.series import PERCENT

_NAME = re.compile(r"[^\W\d][\w-]*")

Problem = tuple[Path, str, str | None, bool]
"""Where, message, hint, and whether the value is at fault and not the key."""


def references(table: shape.TargetsTable, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Names of series and sources that are not there. `data` has the faulty tables' names too."""
    series = list(data.get("series", {}) | table.series)
    sources = list(data.get("sources", {}) | table.sources)
    for name, target in table.targets.items():
        for key, known, what in (
            ("series", series, "series"),
            ("part", series, "series"),
            ("total", series, "series"),
            ("measured_by", series, "series"),
            ("source", sources, "source"),
        ):
            named = getattr(target, key, None)
            if isinstance(named, str) and named not in known:
                section = "series" if what == "series" else "sources"
                near = nearest(named, known)
                hint = f"did you mean `{near}`?" if near else f"add a table [{section}.{named}]"
                message = f"no {what} named `{named}` for target `{name}`"
                yield ("targets", name, key), message, hint, True


def sense(table: shape.TargetsTable) -> Iterator[Problem]:
    """Tables that contradict themselves or ask for what cannot be judged."""
    for section, names in (("series", table.series), ("targets", table.targets)):
        for name in names:
            if not _NAME.fullmatch(name):
                message = (
                    f"`{name}` is no name for {'a series' if section == 'series' else 'a target'}"
                )
                hint = "use letters, digits, _ and -, beginning with a letter"
                yield (section, name), message, hint, False
    for name, target in table.targets.items():
        path: Path = ("targets", name)
        if isinstance(target, shape.GrowthTable):
            yield from _growth(path, target)
        if not (isinstance(target, shape.GrowthTable) and target.phases):
            yield from _bounds(path, target, target, table)
        yield from _years(path, target)
        yield from _options(path, target, table)


def _growth(path: Path, target: shape.GrowthTable) -> Iterator[Problem]:
    whole = [key for key in ("from_", "to", "min", "max") if getattr(target, key) is not None]
    if not target.phases:
        for key in ("from_", "to"):
            if getattr(target, key) is None:
                hint = "add from and to, or phases = [{ from = 2026, to = 2030, min = 5 }]"
                yield (
                    path,
                    f"`{key.strip('_')}` is missing in [{'.'.join(map(str, path))}]",
                    hint,
                    False,
                )
        return
    for key in whole:
        message = f"`{key.strip('_')}` stands beside `phases`, which say it for each phase"
        yield (*path, key.strip("_")), message, "remove one of the two", False
    for index, phase in enumerate(target.phases):
        at = (*path, "phases", index)
        yield from _bounds(at, phase, target, None)
        yield from _order(at, "to", phase.from_, phase.to)
    for index, (one, two) in enumerate(pairwise(target.phases), start=1):
        if two.from_ <= one.to:
            message = f"the phase {two.from_}-{two.to} begins before {one.from_}-{one.to} has ended"
            hint = "put the phases in order, without a year in two of them"
            yield (*path, "phases", index, "from"), message, hint, True


def _bounds(
    path: Path,
    bounds: shape.Bounds,
    target: shape.TargetTable,
    table: shape.TargetsTable | None,
) -> Iterator[Problem]:
    low, high = bounds.min, bounds.max
    if low is None and high is None:
        hint = "add min = … (at least), max = … (at most), or both for a band"
        yield path, "neither `min` nor `max` is given", hint, False
    if low is not None and high is not None and low.value > high.value:
        message = f"`max` ({high.value}) is below `min` ({low.value})"
        yield (*path, "max"), message, "swap the two", True
    unit = PERCENT
    if table is not None and isinstance(target, shape.LevelTable | shape.TotalTable):
        unit = table.series[target.series].unit if target.series in table.series else ""
    for key, edge in (("min", low), ("max", high)):
        if edge is not None:
            yield from _edge((*path, key), edge, unit, target)


def _edge(path: Path, edge: Number, unit: str, target: shape.TargetTable) -> Iterator[Problem]:
    try:
        in_unit(edge, unit or edge.unit or "", str(edge.value))
    except FormatError:
        yield path, f"the target is in {edge.unit}, what it is judged on in {unit}", None, True
    if isinstance(target, shape.ShareTable) and not 0 <= edge.value <= 100:
        yield path, f"a share of {edge.value} percent is none", "shares run from 0 to 100", True
    if isinstance(target, shape.GrowthTable | shape.ChangeTable) and edge.value <= -100:
        yield path, f"{edge.value} percent leaves nothing", "write -5 for a reduction by 5 %", True


def _years(path: Path, target: shape.TargetTable) -> Iterator[Problem]:
    if isinstance(target, shape.TotalTable) or (
        isinstance(target, shape.GrowthTable) and not target.phases
    ):
        if target.from_ is not None and target.to is not None:
            yield from _order(path, "to", target.from_, target.to)
    elif (
        not isinstance(target, shape.GrowthTable)
        and target.base is not None
        and target.by <= target.base
    ):
        message = f"the deadline {target.by} is not after the base {target.base}"
        hint = "a target needs at least one year from base to deadline"
        yield (*path, "by"), message, hint, True


def _order(path: Path, key: str, first: int, last: int) -> Iterator[Problem]:
    if last < first:
        yield (
            (*path, key),
            f"the period ends in {last}, before it begins in {first}",
            "swap the two",
            True,
        )


def _options(path: Path, target: shape.TargetTable, table: shape.TargetsTable) -> Iterator[Problem]:
    """Options that would have no effect, and series that cannot serve."""
    bands = target.phases if isinstance(target, shape.GrowthTable) and target.phases else [target]
    if target.above == "miss" and any(band.min is None or band.max is None for band in bands):
        message = '`above = "miss"` has no effect without both `min` and `max`'
        yield (*path, "above"), message, "remove it, or add the other bound", False
    if isinstance(target, shape.TotalTable):
        if target.method:
            message = "a total is judged by its pace: `method` has no effect"
            yield (*path, "method"), message, "remove it", False
        series = table.series.get(target.series)
        if series and series.measure == "stock":
            hint = 'a stock does not add up: use kind = "level"'
            yield (*path, "series"), f"`{target.series}` is a stock", hint, True
    if isinstance(target, shape.ShareTable) and target.part == target.total:
        yield (
            (*path, "total"),
            "a series is no share of itself",
            "name the series of the whole",
            True,
        )
    yield from _measured_by(path, target, table)


def _measured_by(
    path: Path, target: shape.TargetTable, table: shape.TargetsTable
) -> Iterator[Problem]:
    if target.measured_by is None:
        return
    if not isinstance(target, shape.ShareTable | shape.GrowthTable):
        message = f"`measured_by` has no effect on a target of kind {target.kind}"
        yield (*path, "measured_by"), message, "remove it, or judge the series itself", False
    series = table.series.get(target.measured_by)
    if series and series.unit != PERCENT:
        message = f"`{target.measured_by}` is in {series.unit}, not in percent"
        hint = "name a series that publishes the share or the growth rate itself"
        yield (*path, "measured_by"), message, hint, True
