"""What a user asks for in words: which targets, which assumptions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from exporttrack.cli import options
from exporttrack.cli.main import COMMANDS
from exporttrack.errors import FormatError, NotFound, some, which
from exporttrack.files.fields import clean
from exporttrack.model.actuals import Actuals
from exporttrack.model.number import in_unit, parse_number
from exporttrack.model.period import Period, parse_period
from exporttrack.model.series import Observation
from exporttrack.model.target import Target, Targets


def asked(
    names: Sequence[str] | None,
    targets: str | None,
    actuals: Sequence[str] | None,
    as_of: str | None,
    assume: Sequence[str] | None,
    group: str | None,
) -> tuple[Targets, Actuals, date]:
    """The targets, the figures with what is assumed, and the day. Raises ExportTrackError."""
    from exporttrack.cli.progress import watched
    from exporttrack.files.loading import load_actuals, load_targets

    day = options.day(as_of)
    path = options.targets_path(targets)
    stated = load_targets(*path)
    shown_as = options.actuals_paths(actuals, path)
    known = load_actuals(list(shown_as), stated.series, shown_as, watched)
    chosen = options.in_language(only(stated, names or [], group))
    return chosen, known.assuming(assumptions(assume or [], stated)), day


def only(targets: Targets, names: Sequence[str], group: str | None) -> Targets:
    """The targets of these names (all phases of a target, or one of them) and this group.

    NotFound for a name that no target has; a group without targets is no error.
    """
    known = list(dict.fromkeys(n for t in targets.targets for n in (t.name, t.id)))
    names = [clean(name) for name in names]
    for name in names:
        if name not in known:
            first = f"write `{name}` first, as in `exporttrack {name} --help`"
            hint = first if name in COMMANDS else which(name, "targets", known)
            raise NotFound(f"no target named `{name}`", hint)
    chosen = tuple(
        target
        for target in targets.targets
        if (not names or target.name in names or target.id in names)
        and (group is None or clean(group).casefold() in _names_of_group(targets, target))
    )
    if group is not None and not chosen:
        _say_that_there_is_none(targets, names, group)
    return replace(targets, targets=chosen)


def _say_that_there_is_none(targets: Targets, names: Sequence[str], group: str) -> None:
    """That no target is in the group; or, where some are, none of these names."""
    from exporttrack.render.safe import safe

    groups = list(dict.fromkeys(t.group for t in targets.targets if t.group))
    there = f" ({some(groups)})" if groups else ""
    told = f'no target in group "{group}"{there}'
    if any(group.casefold() in _names_of_group(targets, t) for t in targets.targets):
        told = f'not in group "{group}": {", ".join(names)}'
    print(safe(f"exporttrack: {told}"), file=sys.stderr)


def _names_of_group(targets: Targets, target: Target) -> list[str]:
    """What the group of a target is called, in every language."""
    group = target.group or ""
    return [name.casefold() for name in (group, *targets.groups.get(group, {}).values())]


def series_named(names: Sequence[str], targets: Targets) -> list[str]:
    """The series of these names, or all of them. NotFound for a name that none has."""
    names = [clean(name) for name in names]
    for name in names:
        if name not in targets.series:
            hint = which(name, "series", targets.series)
            raise NotFound(f"no series named `{name}`", hint)
    return list(dict.fromkeys(names)) or list(targets.series)


def assumptions(texts: Sequence[str], targets: Targets) -> list[Observation]:
    """The figures that `--assume SERIES=VALUE@PERIOD` lays on top, one for a series and period."""
    found: dict[tuple[str, Period], Observation] = {}
    for one in (_assumption(text, targets) for text in texts):
        period = targets.series[one.series].own_period(one.period)
        if found.setdefault((one.series, period), one) is not one:
            message = f"--assume: {one.series} {one.period} is given twice"
            raise FormatError(message, "give one figure for each period")
    return list(found.values())


def _assumption(text: str, targets: Targets) -> Observation:
    name, equals, rest = clean(text).partition("=")
    value, at, period = rest.rpartition("@")
    if not (equals and at and name and value):
        hint = "write --assume handicraft_exports=200M@2025"
        raise FormatError(f'--assume: "{text}" is not SERIES=VALUE@PERIOD', hint)
    series = targets.series.get(name.strip())
    if series is None:
        hint = which(name, "series", targets.series)
        raise NotFound(f"--assume: no series named `{name}`", hint)
    try:
        number = in_unit(parse_number(value), series.unit, value)
        return Observation(series.id, parse_period(period), number, assumed=True)
    except FormatError as error:
        raise FormatError(f"--assume: {error}", error.hint) from None
