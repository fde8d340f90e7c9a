"""What the cells of the table say of a target: lines one under the other, in their colours."""

from __future__ import annotations

import math

from rich.text import Text

from exporttrack.model.series import PERCENT, FigureStatus
from exporttrack.model.target import Target
from exporttrack.render import numbers, reasons, words
from exporttrack.render.language import say
from exporttrack.render.path import unit_of_path
from exporttrack.rules.assessment import Assessment, Position, Status
from exporttrack.rules.measures import meets

STYLES: dict[Status, str] = {
    "met": "bold green",
    "achieved": "bold green",
    "on-track": "green",
    "behind": "yellow",
    "off-track": "red",
    "missed": "bold red",
    "not-started": "dim",
    "awaiting-data": "cyan",
    "not-assessable": "dim",
    "no-data": "dim",
}
MARKED: tuple[FigureStatus, ...] = ("estimate", "provisional")
"""What a figure is marked with, beside its period."""

_SHORT_REASONS = ("one-figure", "no-year-over", "no-figure-since-base", "base-not-positive",
                  "method-unavailable", "year-missing")  # fmt: skip
"""Under a status that gives no verdict it is told why not, in about as many letters."""
_BAR = 12
"""Letters of a bar."""


def asked(one: Assessment) -> Text:
    """What is asked for, and of which years."""
    return Text(words.unbroken(f"{words.wanted(one)} {words.when(one.target)}"), style="dim")


def latest(one: Assessment) -> Text:
    """The figure, and under it its period with the mark of its status."""
    actual = one.actual
    if actual is None:
        return Text("-", style="dim")
    mark = f" {say(f'mark-{actual.status}')}" if actual.status in MARKED else ""
    extreme = words.extreme(one)
    return _lines(
        words.actual_value(one),
        Text(f"{words.period(actual.period)}{mark}", style="dim"),
        Text(say(f"year-{extreme}") if extreme else "", style="dim"),
        Text(say("assumed") if actual.assumed else "", style="magenta"),
        Text(say("as-published") if actual.as_published else "", style="dim"),
    )


def position(one: Assessment) -> Text:
    """A small bar, and under it the distance in words."""
    if one.actual is None or one.position is None:
        return Text("-", style="dim")
    bar = _bar(one, float(one.actual.value), one.position)
    if one.position == "inside":
        return _lines(bar, say(_inside(one.target)))
    distance, _, part = words.distance(one).partition(" (")
    far = say("far", distance=distance, far=say(one.position))
    return _lines(bar, far, f"({part}" if part else "")


def _bar(one: Assessment, value: float, place: Position) -> str:
    """Where the figure is against the band; for one side, how much is done.

    What a total may come to at most is a band from nothing on.
    """
    low, high = one.target.band.edges
    if low is None and one.target.kind == "total":
        low = 0.0
    if low is not None and high is not None and high > low:
        return _track(value, low, high, place)
    return _filled(one.progress.value_share or 0.0, is_met=meets(place, one.target))


def _track(value: float, low: float, high: float, place: Position) -> str:
    """The figure (o) below, in or above the band (=), a third of the bar each.

    Rounding does not move it into the band, nor out of it.
    """
    third = _BAR // 3
    first = {"below": -third, "inside": 0, "above": third}[place]
    offset = third * (value - low) / (high - low)
    at = third + math.floor(min(max(offset, first), first + third - 1))
    track = "-" * third + "=" * third + "-" * third
    return f"{track[:at]}o{track[at + 1 :]}"


def _filled(share: float, *, is_met: bool) -> str:
    """How much is done (#): all where the target is met, and never all beside a miss."""
    size = _BAR - 2
    full = size if is_met else min(int(max(share, 0.0) * size), size - 1)
    return f"[{'#' * full}{'-' * (size - full)}]"


def _inside(target: Target) -> str:
    if None not in target.band:
        return "in-the-band"
    runs_up = target.kind in ("total", "growth") and target.band.min is None
    return "not-exceeded" if runs_up else "reached"


def needed(one: Assessment) -> str:
    """What has to happen from now on: what the outlook says, in few words."""
    match one.status:
        case "met" | "missed":
            return "-"
        case "achieved":
            return say("to-hold-it")
        case "awaiting-data":
            return say("figure-of", by=one.target.by)
        case "no-data":
            return say("a-figure")
    if each := _each_year_left(one):
        return say("each-year-below", value=each)
    # The sum is there, but more of it may miss.
    is_there = one.target.kind == "total" and one.position == "inside"
    return say("to-hold-it") if is_there and not one.target.lower_is_better else "-"


def _each_year_left(one: Assessment) -> str:
    """The rate that is needed, else the change; a bound where there is room. Empty where nothing.

    Percentages have no rate of growth, only points a year.
    """
    rate, each, target = one.rates.needed, one.needed_per_year, one.target
    unit = unit_of_path(one)
    if target.kind == "total":
        if each is None or each <= 0:
            return ""
        size = numbers.amount(each, unit)
        return f"{say('at-most')}\n{size}" if target.lower_is_better else size
    if target.reading == "each-year":
        known = [year for year, _ in one.points] + [one.year for one in one.years]
        return numbers.band(target.band, PERCENT) if known and max(known) < target.by else ""
    if rate is not None and unit != PERCENT:
        return f"{_bound(one, rate)}{numbers.rate(rate)}"
    return "" if each is None else numbers.signed(each, unit)


def _bound(one: Assessment, rate: float) -> str:
    """`at most` over growth to an edge not to pass, `at least` where what is as asked may lose."""
    if words.is_at_most(one, rate):
        return f"{say('at-most')}\n"
    met = one.position is not None and meets(one.position, one.target)
    may_lose = one.target.kind == "growth" and met and rate < 0 and not one.target.lower_is_better
    return f"{say('at-least')}\n" if may_lose else ""


def status(one: Assessment) -> Text:
    """Its word, and under one that is no verdict why there is none."""
    short = say(f"short-{one.reason}") if one.reason in _SHORT_REASONS else ""
    return _lines(Text(words.status(one), style=STYLES[one.status]), Text(short, style="dim"))


def why(one: Assessment) -> Text:
    """The reason, in full."""
    return Text(words.unbroken(reasons.reason(one)))


def _lines(*lines: Text | str) -> Text:
    """The lines that are not empty, one under the other."""
    return Text("\n").join(Text(one) if isinstance(one, str) else one for one in lines if len(one))
