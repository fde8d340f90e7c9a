"""Why a target has its status, in a sentence; its numbers never contradict the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from exporttrack.model.series import PERCENT
from exporttrack.render import numbers, path
from exporttrack.render.language import say, say_of
from exporttrack.render.words import extreme, fit, period, unseen, wanted, what
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.measures import meets
from exporttrack.rules.methods import at_least

_RATIOS = (0.95, 0.60, 0.0)
"""Where the classes of a ratio or a pace begin; of a ceiling's pace, those of its inverse."""
_SHARES = (95, 50, 10, 0)
"""The same of the projected share of the required change, in percent."""


def reason(one: Assessment) -> str:
    """Why the status was given, in one sentence; in another, that it was met and is no longer."""
    facts = _Facts(one)
    text = say_of(_key(one), facts)
    if one.reason == "pace" and (gaps := _gaps(one)):
        text += say("sum-without", missing=", ".join(map(str, gaps)))
    if one.reason == "trend" and one.first_met is not None:
        text += say_of("once-met", facts)
    return text


def _key(one: Assessment) -> str:
    """Which sentence of the catalogue it is: that of the reason, or a closer one."""
    match one.reason:
        case "trend":
            return _trend(one)
        case "met" if one.target.reading == "each-year":
            return "met-each-year"
        case "no-year-over" if one.base:
            return "no-year-over-base"
        case "year-missing" if one.target.kind == "growth":
            return "year-missing-growth"
        case "one-figure" if one.actual is None:
            return "one-figure-shifted" if one.base else "one-figure-base"
    return one.reason


def _trend(one: Assessment) -> str:
    """That of the method that decided; where none did, every year so far is as asked."""
    method = one.decided_by
    if method is None:
        seen = [year.year for year in one.years]
        is_whole = seen == list(range(one.target.first or one.target.by, seen[-1] + 1))
        return "each-year" if is_whole else "each-year-known"
    if one.target.kind == "growth":
        if not _bears_out(one, method):
            return "growth-so-far"
        if method == "rate-ratio":
            return "rate-ratio-growth"
    if method == "trend-to-target" and one.methods[method].value is None:
        return "trend-kept"
    return _rate_ratio(one) if method == "rate-ratio" else method


def _rate_ratio(one: Assessment) -> str:
    """A rate of a percentage is not points; one that leads away from the target is room, no need.

    A change is in percent of its base already, and cannot be taken for points. R is d x g / |r|,
    so that R x g has the sign of d.
    """
    ratio, rates = one.methods["rate-ratio"].value or 0, one.rates
    is_kept = ratio * (rates.observed or 0) * (rates.required or 0) < 0
    if path.unit_of_path(one) == PERCENT and one.target.kind != "change":
        return "rate-ratio-percent-kept" if is_kept else "rate-ratio-percent"
    return "rate-ratio-kept" if is_kept else "rate-ratio"


def _bears_out(one: Assessment, method: str) -> bool:
    """Whether the method's number, if it has one, says of growth what the verdict says.

    An average that is as asked so far is on track, even where the number says less.
    """
    ratio, expected = one.methods["rate-ratio"].value, one.methods["straight-line"].expected
    as_asked = one.position is not None and meets(one.position, one.target)
    if method == "rate-ratio":
        return ratio is not None and (not as_asked or at_least(ratio, _RATIOS[0]))
    if method == "straight-line" and as_asked and expected is not None and one.goal is not None:
        sign = -1 if one.target.lower_is_better else 1
        return at_least(sign * expected, sign * float(one.goal))
    return True


class _Facts(dict[str, object]):
    """Everything that a sentence about an assessment may need; made when it is asked for."""

    def __init__(self, one: Assessment) -> None:
        super().__init__()
        self._assessment = one

    def __missing__(self, name: str) -> object:
        return _FACTS[name](self._assessment)


def _latest(one: Assessment) -> str:
    """The figure; where each year counts it is one year's, and a later one may be known."""
    found = extreme(one)
    return say(f"latest-{found}" if found else "latest", what=what(one)) if one.actual else ""


def _base(one: Assessment) -> object:
    return period(one.base.period) if one.base else one.target.base_year


def _base_value(one: Assessment) -> str:
    return path.value(one, one.base.value) if one.base else ""


def _years_seen(one: Assessment) -> int:
    """The years of a total that its figures cover."""
    return sum(figure.period.months for figure in one.figures) // 12


def _years(one: Assessment) -> str:
    """The years that decide an each-year target: the misses, or all of them."""
    missed = [year for year in one.years if not meets(year.position, one.target)]
    edges = [edge for edge in one.target.band if edge is not None]
    return ", ".join(
        f"{year} {numbers.rate(rate / 100, edges)}" for year, rate, _ in missed or one.years
    )


def _missing(one: Assessment) -> str:
    """The years of the target up to its last: for growth without a rate, else without a figure."""
    target = one.target
    years = list(range(target.first or target.by, target.by + 1))
    if target.kind == "total":
        years = unseen(one)
    seen = {year.year for year in one.years}
    return ", ".join(str(year) for year in years if year not in seen)


def _gaps(one: Assessment) -> list[int]:
    """The years that are missing in a sum, not ahead of it."""
    last = max((one.series.own_period(each.period).years[1] for each in one.figures), default=0)
    return [year for year in unseen(one) if year < last]


def _observed(one: Assessment) -> str:
    observed = one.rates.observed
    return say("no-change") if observed is None else numbers.rate(observed)


def _required(one: Assessment) -> str:
    return "" if one.rates.required is None else numbers.rate(one.rates.required)


def _pace(one: Assessment) -> str:
    edges = [1 / edge for edge in _RATIOS if edge] if one.target.lower_is_better else _RATIOS
    return _ratio(one.methods["pace"].value, edges)


def _ratio(value: float | None, edges: Iterable[float] = _RATIOS) -> str:
    """Two decimals, more where they would hide on which side of a class edge it is."""
    if value is None:
        return ""
    return numbers.plain(numbers.rounded(numbers.exact(value), 2, edges))


def _share(one: Assessment) -> str:
    share = one.methods["trend-to-target"].value
    return "" if share is None else numbers.percent(share, _SHARES)


def _method(one: Assessment) -> str:
    return one.decided_by or one.target.method or "straight-line"


def _why(one: Assessment) -> str:
    """Why the method gives no class."""
    why = one.methods[_method(one)].reason
    return "" if why is None else say(f"none-{why}")


def _goal(one: Assessment) -> str:
    return "" if one.goal is None else path.value(one, one.goal, one.methods[_method(one)].expected)


def _expected(one: Assessment) -> str:
    expected = one.methods[_method(one)].expected
    return "" if expected is None else path.value(one, expected)


_FACTS: Mapping[str, Callable[[Assessment], object]] = {
    "what": what,
    "fit": fit,
    "wanted": wanted,
    "latest": _latest,
    "by": lambda one: one.target.by,
    "first": lambda one: one.target.first or one.target.base,
    "length": lambda one: one.target.by - (one.target.first or one.target.by) + 1,
    "seen": _years_seen,
    "chosen": lambda one: one.target.base_year,
    "base": _base,
    "base_value": _base_value,
    "first_met": lambda one: one.first_met,
    "years": _years,
    "missing": _missing,
    "observed": _observed,
    "required": _required,
    "bound": lambda one: say("at-most" if (one.rates.required or 0) > 0 else "at-least"),
    "ratio": lambda one: _ratio(one.methods["rate-ratio"].value),
    "pace": _pace,
    "share": _share,
    "method": _method,
    "why": _why,
    "goal": _goal,
    "expected": _expected,
}
"""What stands in braces in the sentences, and what makes it."""
