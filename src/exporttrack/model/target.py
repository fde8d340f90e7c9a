"""A stated target: its band, its years, the words of its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from exporttrack.model.actuals import Input
from exporttrack.model.period import Period
from exporttrack.model.series import Series

Kind = Literal["level", "share", "growth", "total", "change"]
Reading = Literal["average", "each-year"]
MethodName = Literal["rate-ratio", "trend-to-target", "straight-line"]
KINDS: tuple[Kind, ...] = get_args(Kind)
METHODS: tuple[MethodName, ...] = get_args(MethodName)
Titles = Mapping[str, str]
"""By language code, as `vi`."""


class Source(NamedTuple):
    """Who states a target, and where."""

    id: str
    title: str
    publisher: str | None = None
    published: Period | date | None = None
    url: str | None = None
    note: str | None = None


class Band(NamedTuple):
    """What a target asks for. Both ends are inside; at least one is given."""

    min: Decimal | None = None
    max: Decimal | None = None

    @property
    def edges(self) -> tuple[float | None, float | None]:
        """`min` and `max` as floats, for comparison with computed rates."""
        low = None if self.min is None else float(self.min)
        return low, None if self.max is None else float(self.max)


@dataclass(frozen=True, slots=True)
class Target:
    """One statement that can be judged: a target of one phase, or one phase of a target."""

    id: str
    """`export-growth`, or `export-growth.2023-2025` for a phase."""
    name: str
    """The name in the file, which all phases share."""
    title: str
    kind: Kind
    series: str
    """For a share, its part."""
    band: Band
    """In the series' unit; percent for `share` and `change`, percent a year for `growth`."""
    by: int
    """The deadline: the last year of a growth or total target."""
    first: int | None = None
    """The first year of a growth or total target; None for the other kinds."""
    total: str | None = None
    """For a share, the series that it is a share of; None for the other kinds."""
    base: int | None = None
    """The chosen base year; None: the first figure there is."""
    reading: Reading = "average"
    above_is_miss: bool = False
    """Beyond the far edge of a band is a miss, not merely noted."""
    method: MethodName | None = None
    """Which method decides the status; None: the default order."""
    measured_by: str | None = None
    """A series that publishes the share or the growth rate itself, in percent."""
    titles: Titles = field(default_factory=dict)
    group: str | None = None
    source: Source | None = None
    quote: str | None = None
    note: str | None = None

    @property
    def base_year(self) -> int | None:
        """The year that the path starts from: a growth band starts the year before its first."""
        return self.first - 1 if self.kind == "growth" and self.first else self.base

    @property
    def lower_is_better(self) -> bool:
        """Only a ceiling is stated, or a band of reductions.

        >>> Target("x", "x", "", "level", "s", Band(max=Decimal(5)), 2030).lower_is_better
        True
        """
        if self.band.min is None:
            return True
        of_reductions = self.band.max is not None and self.band.max <= 0
        return self.kind in ("change", "growth") and of_reductions


@dataclass(frozen=True, slots=True)
class Targets:
    """A targets file: what is measured and what was promised."""

    title: str
    series: Mapping[str, Series]
    targets: tuple[Target, ...]
    """In the order of the file, phases as targets of their own."""
    input: Input | None = None
    """The file that they were read from; None for those made in a program."""
    titles: Titles = field(default_factory=dict)
    """The title in other languages, by language code."""
    groups: Mapping[str, Titles] = field(default_factory=dict)
    """Of each group, what it is called in other languages."""
    units: Mapping[str, Titles] = field(default_factory=dict)
    """Of each unit the same."""

    def in_language(self, code: str) -> Targets:
        """The same with the titles and groups of a language, as far as they are given in it.

        >>> targets = Targets("Exports", {}, (), titles={"vi": "Xuất khẩu"})
        >>> targets.in_language("vi").title, targets.in_language("en").title
        ('Xuất khẩu', 'Exports')
        """
        series = {
            name: replace(one, title=one.titles[code]) if code in one.titles else one
            for name, one in self.series.items()
        }
        targets = tuple(self._target_in_language(one, code) for one in self.targets)
        title = self.titles.get(code, self.title)
        return replace(self, title=title, series=series, targets=targets)

    def _target_in_language(self, target: Target, code: str) -> Target:
        group = self.groups.get(target.group or "", {}).get(code, target.group)
        if code not in target.titles and group == target.group:
            return target
        return replace(target, title=target.titles.get(code, target.title), group=group)
