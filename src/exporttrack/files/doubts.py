"""What is allowed in the files and still worth a second look: warnings, never errors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from exporttrack.errors import Fault
from exporttrack.files.document import Document
from exporttrack.files.places import Path, Places
from exporttrack.files.toml_values import quoted, shown
from exporttrack.files.withdrawals import of_nothing
from exporttrack.model.actuals import Actuals
from exporttrack.model.number import in_scale
from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.model.target import Targets, Titles
from exporttrack.rules.covers import exact_cover
from exporttrack.rules.figures import Figures, counting
from exporttrack.rules.outliers import outliers

RIVALS_APART = Decimal("0.05")
PARTS_APART = Decimal("0.01")
"""Published parts are rounded; below this they agree with the year."""
FRACTION = Decimal("0.2")
"""Percent; a share or growth of no more is likely a fraction: 0.05 written for 5 %."""


def doubts(
    targets: Targets, actuals: Actuals, as_of: date, lines: Mapping[str, int]
) -> list[Fault]:
    """The warnings on figures and targets, in order of file and line.

    `lines` says where in its file each target begins, by its id.
    """
    of_series = actuals.by_series()
    known = {
        series.id: counting(series, of_series.get(series.id, ()), as_of)
        for series in targets.series.values()
    }
    found = [_no_source(one) for one in actuals.observations if not one.source]
    found += [
        fault._replace(severity="warning")
        for _, fault in of_nothing(actuals.observations, targets.series)
    ]
    for series in targets.series.values():
        found += _rivals(known[series.id])
        found += _parts(series, known[series.id])
        found += _outliers(series, known[series.id])
    found += _fractions(targets, lines)
    found += _without_figure(targets, known, as_of, lines)
    return sorted(found, key=lambda fault: (fault.file, fault.line or 0))


def in_no_language(
    targets: Targets, document: Document, languages: Collection[str]
) -> Iterator[Fault]:
    """A warning for each name in a language that no report is in; `languages` are those it may be.

    It is never shown: more likely a slip, as `vn` for `vi`, than meant.
    """
    places = Places(document.text)
    names: dict[Path, Titles] = {
        ("titles",): targets.titles,
        **{("series", one.id, "titles"): one.titles for one in targets.series.values()},
        **{("targets", one.name, "titles"): one.titles for one in targets.targets},
        **{("groups", name): of_group for name, of_group in targets.groups.items()},
        **{("units", name): of_unit for name, of_unit in targets.units.items()},
    }
    for path, codes in names.items():
        for code in codes:
            if code not in languages:
                message = f"there is no report in the language `{code}`"
                hint = f"the languages are {', '.join(languages)}"
                fault = document.fault(message, places.key((*path, code)), hint)
                yield fault._replace(severity="warning")


def of_scale(targets: Targets, document: Document) -> Iterator[Fault]:
    """A warning for each unit that counts in thousands or millions: figures are in whole units."""
    places = Places(document.text)
    for series in targets.series.values():
        counted = in_scale(series.unit)
        if counted is not None:
            message = f"the unit is {shown(series.unit)}; figures are kept in whole units"
            unit = quoted(counted.unit or "USD")
            hint = f"write unit = {unit}, and figures as 5M or with import --scale M"
            at = places.value(("series", series.id, "unit"))
            yield document.fault(message, at, hint)._replace(severity="warning")


def _warning(one: Observation, message: str, hint: str | None = None) -> Fault:
    return Fault(one.file or "", message, one.line, hint=hint, severity="warning")


def _named(one: Observation) -> str:
    return f"{one.series} {one.period} = {one.value:f}"


def _no_source(one: Observation) -> Fault:
    message = f"{_named(one)} has no source" if not one.withdrawn else "the record has no source"
    return _warning(one, message, 'add source = "…", and url where there is one')


def _rivals(known: Figures) -> Iterator[Fault]:
    for note in known.notes:
        used, other = note.used, note.other
        if note.kind != "rival" or used is None or other is None or not used.value:
            continue
        apart = abs(other.value - used.value) / abs(used.value)
        if apart > RIVALS_APART:
            message = (
                f"{_named(other)} and {used.value:f} ({used.file}:{used.line}) "
                f"are {float(100 * apart):.3g} % apart"
            )
            hint = "check both; `prefer` in the targets file says whose figure is used"
            yield _warning(other, message, hint)


def _parts(series: Series, known: Figures) -> Iterator[Fault]:
    """A year whose parts are all published, and do not add up to the year."""
    if series.measure != "flow" or series.unit == PERCENT:
        return
    for year, figure in known.years.items():
        whole = Period.year(year)
        if len(figure.parts) != 1 or not figure.value:
            continue
        # By the series' own years, which may begin elsewhere than those of the calendar.
        others = tuple(period for period in known.by_period if period != whole)
        cover = exact_cover(whole, others, known.assumed)
        total = sum((known.by_period[period].value for period in cover or ()), Decimal(0))
        if cover and abs(total - figure.value) > PARTS_APART * abs(figure.value):
            parts = ", ".join(str(series.calendar_period(period)) for period in cover)
            message = f"{_named(figure.parts[0])}, but its parts ({parts}) add up to {total:f}"
            yield _warning(figure.parts[0], message, "check which of them is of another coverage")


def _outliers(series: Series, known: Figures) -> Iterator[Fault]:
    points = [(figure.year, float(figure.value)) for figure in known.years.values()]
    for year in sorted(outliers(points)):
        one = known.years[year].parts[-1]
        message = f"{_named(one)} lies more than two standard deviations off the trend"
        yield _warning(one, message, "check the figure and its unit")


def _fractions(targets: Targets, lines: Mapping[str, int]) -> Iterator[Fault]:
    """A share or growth that is next to nothing: 0.03 where 3 was meant."""
    for target in targets.targets:
        edges = [edge for edge in target.band if edge is not None]
        if target.kind in ("share", "growth") and 0 < max(map(abs, edges)) <= FRACTION:
            written = " to ".join(f"{edge:f}" for edge in edges)
            message = f"`{target.id}` asks for {written} %, which is next to nothing"
            meant = f"{(100 * max(edges, key=abs)).normalize():f}"
            hint = f"percentages are percent numbers: write {meant} for {meant} %"
            file = targets.input.path if targets.input else ""
            yield Fault(file, message, lines[target.id], hint=hint, severity="warning")


def _without_figure(
    targets: Targets, known: Mapping[str, Figures], as_of: date, lines: Mapping[str, int]
) -> Iterator[Fault]:
    """A target that cannot be judged yet: one of its series has nothing that counts."""
    file = targets.input.path if targets.input else ""
    for target in targets.targets:
        lacking = [
            name for name in (target.series, target.total) if name and not known[name].by_period
        ]
        if target.measured_by and known[target.measured_by].by_period:
            continue
        if lacking:
            message = (
                f"`{target.id}` cannot be judged: there is no figure of {' or '.join(lacking)}"
            )
            year = min(target.by, as_of.year - 1)
            hint = f"exporttrack record {' '.join(f'{name}=…' for name in lacking)} --period {year}"
            yield Fault(file, message, lines[target.id], hint=hint, severity="warning")
