"""What a targets file of the right shape can still get wrong: names, order, and plain sense."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from exporttrack.errors import Near, nearest
from exporttrack.files import targets_shape as shape
from exporttrack.files.places import Path
from exporttrack.files.toml_values import OF_NAMES, as_key, dotted, is_name, proper_name
from exporttrack.model.series import PERCENT

Problem = tuple[Path, str, str | None, bool]
"""Where, message, hint, and whether the value is at fault and not the key."""


def references(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Names of series and sources that are not there; those of faulty tables are."""
    series, sources = _names(data, "series"), _names(data, "sources")
    near_series, near_sources = Near(series or ()), Near(sources or ())
    for name in _names(data, "targets") or ():
        for key in ("series", "part", "total", "measured_by", "source"):
            target, known = data["targets"][name], sources if key == "source" else series
            named = target.get(key) if isinstance(target, dict) else None
            if isinstance(named, str) and known is not None and named not in known:
                near = (near_sources if key == "source" else near_series).to(named)
                hint = f"did you mean `{near}`?" if near else _to_add(key, named)
                what = "source" if key == "source" else "series"
                message = f"no {what} named `{named}` for target `{name}`"
                yield ("targets", name, key), message, hint, True
    yield from _names_of_others(data)


def _to_add(key: str, name: str) -> str:
    if key == "source":
        return f"add a table [{dotted(('sources', name))}] with its title"
    return f"add a table [{dotted(('series', name))}] with its unit"


def _names(data: Mapping[str, Any], section: str) -> Collection[str] | None:
    """None where the section cannot be read, or may stand under a name that is misspelt."""
    if section not in data and not data.keys() <= shape.TargetsTable.model_fields.keys():
        return None
    names = data.get(section, {})
    return names.keys() if isinstance(names, dict) else None


def sense(table: shape.TargetsTable) -> Iterator[Problem]:
    """Tables that contradict themselves or ask for what cannot be judged."""
    for section, what, names in (
        ("series", "series", table.series),
        ("targets", "target", table.targets),
    ):
        for name in names:
            if not is_name(name):
                message = f"`{name}` cannot be the name of a {what}"
                hint = f"write {as_key(proper_name(what, name))}; {OF_NAMES}"
                yield (section, name), message, hint, False
    for name, target in table.targets.items():
        path: Path = ("targets", name)
        if isinstance(target, shape.GrowthTable):
            yield from _growth(path, target)
        if not (isinstance(target, shape.GrowthTable) and target.phases):
            yield from _bounds(path, target, target, table)
        yield from _years(path, target)
        yield from _options(path, target, table)


def _names_of_others(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Groups and units that are given a name in another language, and are nowhere.

    Those of a table with faults of its own are somewhere.
    """
    for section, what, of, key in (
        ("groups", "no target is in the group", "targets", "group"),
        ("units", "no series has the unit", "series", "unit"),
    ):
        names = _names(data, of)
        tables = [data[of][name] for name in names or ()]
        known = [str(one[key]) for one in tables if isinstance(one, dict) and key in one]
        for name in _names(data, section) or ():
            if names is not None and name not in known:
                near = nearest(name, known)
                hint = f"did you mean `{near}`?" if near else "remove it"
                yield (section, name), f"{what} `{name}`", hint, False


def _growth(path: Path, target: shape.GrowthTable) -> Iterator[Problem]:
    whole = [key for key in ("from_", "to", "min", "max") if getattr(target, key) is not None]
    if not target.phases:
        for key in ("from_", "to"):
            if getattr(target, key) is None:
                hint = "add from and to, or phases = [{ from = 2026, to = 2030, min = 5 }]"
                yield path, f"`{key.strip('_')}` is missing in [{dotted(path)}]", hint, False
        return
    for key in whole:
        message = f"`{key.strip('_')}` stands beside `phases`, where each phase has its own"
        yield (*path, key.strip("_")), message, "remove it, or the phases", False
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
        message = f"`max` ({high.value:f}) is below `min` ({low.value:f})"
        yield (*path, "max"), message, "swap the two", True
    what, unit = f"a target of kind {target.kind}", PERCENT
    if table is not None and isinstance(target, shape.LevelTable | shape.TotalTable):
        what, series = f"the series `{target.series}`", table.series.get(target.series)
        unit = series.unit if series else ""
    for key, edge in (("min", low), ("max", high)):
        if edge is not None and edge.unit and unit and edge.unit.casefold() != unit.casefold():
            message = f"`{key}` is in {edge.unit}, {what} is in {unit}"
            yield (*path, key), message, _in_unit(unit, edge.unit), True
        elif edge is not None:
            yield from _edge((*path, key), key, edge.value, target)


def _in_unit(unit: str, found: str) -> str:
    if found == PERCENT:
        return f"write it in {unit}; percentages are for targets of kind share, growth and change"
    if unit == PERCENT:
        return "write it in percent; amounts are for targets of kind level and total"
    return f"write it in {unit}"


def _edge(path: Path, key: str, value: Decimal, target: shape.TargetTable) -> Iterator[Problem]:
    if isinstance(target, shape.ShareTable) and not 0 <= value <= 100:
        message = f"`{key}` is {value:f}; a share lies between 0 and 100 percent"
        yield path, message, "write a share as percent: 4.4 for 4.4 %", True
    if isinstance(target, shape.GrowthTable | shape.ChangeTable) and value <= -100:
        message = f"`{key}` is {value:f}; a fall by 100 percent or more leaves nothing"
        yield path, message, "write a fall as percent: -5 for a fall by 5 %", True


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
        hint = "write a later deadline, or an earlier base"
        yield (*path, "by"), message, hint, True


def _order(path: Path, key: str, first: int, last: int) -> Iterator[Problem]:
    if last < first:
        message = f"the period ends in {last}, before it begins in {first}"
        yield (*path, key), message, "swap the two years", True


def _options(path: Path, target: shape.TargetTable, table: shape.TargetsTable) -> Iterator[Problem]:
    """Options that would have no effect, and series that cannot serve."""
    bands = target.phases if isinstance(target, shape.GrowthTable) and target.phases else [target]
    if target.above == "miss" and any(band.min is None or band.max is None for band in bands):
        message = '`above = "miss"` has no effect without both `min` and `max`'
        yield (*path, "above"), message, "remove it, or add the other bound", False
    if isinstance(target, shape.TotalTable):
        if target.method:
            message = "`method` has no effect: a total is judged by its pace"
            yield (*path, "method"), message, "remove it", False
        series = table.series.get(target.series)
        if series and series.measure == "stock":
            message = f"`{target.series}` is a stock, which does not add up over years"
            hint = f'write kind = "level" and by = {target.to} for its value then'
            yield (*path, "series"), message, hint, True
    if isinstance(target, shape.ShareTable):
        yield from _parts(path, target, table)
    yield from _measured_by(path, target, table)


def _parts(path: Path, target: shape.ShareTable, table: shape.TargetsTable) -> Iterator[Problem]:
    part, total = table.series.get(target.part), table.series.get(target.total)
    if target.part == target.total:
        message = "`part` and `total` are the same series"
        yield (*path, "total"), message, "name the series of the whole", True
    elif part and total and part.unit.casefold() != total.unit.casefold():
        message = f"`{target.part}` is in {part.unit}, `{target.total}` is in {total.unit}"
        yield (*path, "total"), message, "a share takes two series in one unit", True


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
