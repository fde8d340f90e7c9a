"""What the methods say of a target, which of them decided, and what would change the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exporttrack.render import numbers, path, words
from exporttrack.render.language import say
from exporttrack.render.sections import INDENT
from exporttrack.rules.assessment import Assessment, MethodResult
from exporttrack.rules.explanation import Edges, Explanation
from exporttrack.rules.measures import Point
from exporttrack.rules.turning import Turn
from exporttrack.rules.verdict import STATUS_OF_CLASS

METHODS = ("rate-ratio", "trend-to-target", "straight-line")


def methods(one: Assessment) -> Iterator[str]:
    """Value, class, thresholds and edition of each, and what their agreement means."""
    names = ("pace",) if one.target.kind == "total" else METHODS
    for name in names:
        yield _result(name, one.methods[name])
        ceiling = name == "pace" and one.target.lower_is_better
        yield INDENT + say(f"classes-{name}{'-ceiling' if ceiling else ''}")
    if names == METHODS:
        yield _agreement({name: one.methods[name].label for name in names})
    yield _decided(one)


def _result(name: str, found: MethodResult) -> str:
    """`straight-line, the weather symbols of Destatis: a miss of 14.3 %, slightly-off.`"""
    edges: list[numbers.Value] = [0.95, 0.6, 0.5, 0.1, 0.0]
    if name == "straight-line":
        edges = [5.0, 20.0]
    parts = [say("no-class") if found.label == "not-available" else found.label]
    if found.value is not None:
        value = numbers.exact(found.value * (100 if name == "straight-line" else 1))
        shown = numbers.plain(numbers.rounded(value, 4, edges))
        unit = " %" if name == "straight-line" else ""
        parts.insert(0, say(f"value-{name}", value=shown + unit))
    if found.reason is not None:
        parts.append(say(f"none-{found.reason}"))
    return f"{say(f'method-{name}')}: {', '.join(parts)}."


def _agreement(labels: Mapping[str, str]) -> str:
    means = {name: STATUS_OF_CLASS.get(label) for name, label in labels.items()}
    applying = {name: status for name, status in means.items() if status is not None}
    if len(applying) < 2:
        return say("methods-one" if applying else "methods-none")
    statuses = list(dict.fromkeys(applying.values()))
    if len(statuses) == 1:
        return say("methods-agree", status=say(f"status-{statuses[0]}"))
    said = (
        say(
            "methods-mean",
            methods=say("and").join(name for name in applying if applying[name] == status),
            status=say(f"status-{status}"),
        )
        for status in statuses
    )
    return say("methods-differ", statuses="; ".join(said))


def _decided(one: Assessment) -> str:
    """What gave the status."""
    if one.decided_by is not None:
        return say("method-decides", method=one.decided_by)
    if one.target.kind == "growth" and one.target.reading == "each-year" and one.years:
        return say("method-each-year")
    key = {
        "met": "method-deadline",
        "missed": "method-deadline",
        "achieved": "method-met",
        "already-exceeded": _past(one),
    }.get(one.reason, "method-no-verdict")
    return say(key)


def _past(one: Assessment) -> str:
    """Which edge is passed already, though no method sees it."""
    target = one.target
    if target.kind == "total" and target.band.min is None:
        return "method-ceiling"
    far = "below" if target.lower_is_better else "above"
    if target.kind == "growth" and (None in target.band or one.position != far):
        return "method-leaving"
    return "method-beyond"


def turns(explanation: Explanation) -> Iterator[str]:
    """The ranges of the one figure that the verdict hangs on; of each year where all count."""
    one = explanation.outlook.assessment
    points = dict(explanation.points)
    if one.target.reading == "each-year":
        for year, (low, high) in explanation.corridor.items():
            yield _each_year(one, year, (low, high), points.get(year))
        for alone in explanation.path.rates if explanation.path else ():
            yield _rate_alone(one, alone)
    for turn in explanation.turns:
        value = points.get(turn.year)
        as_is = say("turn-as-is") if value is not None and turn.holds(float(value)) else ""
        ends = [end for other in explanation.turns for end in (other.low, other.high)]
        shown = _range(one, turn, value, *ends)
        status = say(f"status-{turn.status}")
        first = one.target.first if one.target.kind == "total" else None
        key = "turn-range" if first in (None, turn.year) else "turn-range-total"
        yield say(key, status=status, range=shown, first=first, year=turn.year) + as_is + "."


def _each_year(one: Assessment, year: int, corridor: Edges, value: numbers.Value | None) -> str:
    low, high = corridor
    if not one.target.above_is_miss:
        low, high = (None, high) if one.target.lower_is_better else (low, None)
    turn = Turn(one.status, year, low, high, includes_low=True, includes_high=True)
    text = say("turn-each-year", year=year, range=_range(one, turn, value, low, high))
    if value is not None:
        text += say("turn-each-year-is", value=path.value(one, value, low, high))
    return f"{text}."


def _rate_alone(one: Assessment, alone: Point) -> str:
    """Of a year that has no level to count from, the rate itself."""
    edges: list[numbers.Value] = [edge for edge in one.target.band.edges if edge is not None]
    text = say("turn-each-year", year=alone.year, range=words.wanted(one))
    rate = numbers.rate(float(alone.value) / 100, edges)
    return text + say("turn-each-year-is", value=rate) + "."


def _range(one: Assessment, turn: Turn, *beside: numbers.Value | None) -> str:
    """A range of values, rounded so that all that they stand beside keep their sides."""
    low = "" if turn.low is None else path.value(one, turn.low, *beside)
    high = "" if turn.high is None else path.value(one, turn.high, *beside)
    if not high:
        key = "range-from" if turn.includes_low else "range-above"
    elif not low:
        key = "range-to" if turn.includes_high else "range-below"
    else:
        key = {
            (True, True): "range-between",
            (True, False): "range-up",
            (False, True): "range-down",
            (False, False): "range-within",
        }[turn.includes_low, turn.includes_high]
    return say(key, low=low, high=high)
