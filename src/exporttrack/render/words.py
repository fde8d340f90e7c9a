"""The sentences of a report: one a verdict, one a note. Every format takes them from here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation
from exporttrack.model.target import Target
from exporttrack.render import numbers, path
from exporttrack.render.language import say, say_of, spoken
from exporttrack.render.safe import safe
from exporttrack.rules.assessment import Assessment, Report
from exporttrack.rules.measures import meets
from exporttrack.rules.methods import at_least
from exporttrack.rules.projection import Projection

JOIN = "\ue000"
"""Stands for a space at which no line may break, until the lines are made."""

_RATIOS = (0.95, 0.60, 0.0)
"""Where the classes of a ratio or a pace begin; of a ceiling's pace, those of its inverse."""
_SHARES = (95, 50, 10, 0)
"""The same of the projected share of the required change, in percent."""

_UNITS = "M|bn|tn|pp|nghìn tỷ|triệu|tỷ|điểm|tháng"


def unbroken(text: str) -> str:
    """`text` whose figures are not parted from their units at the end of a line."""
    text = re.sub(rf"(?<=[0-9]) (?=(?:{_UNITS})\b|%)", JOIN, text)
    text = re.sub(r"\b(nghìn|triệu|tỷ|điểm) (?=tỷ\b|[A-Z]{3}\b|%)", rf"\1{JOIN}", text)
    if spoken() == "vi":  # where the sign of no currency stands before the amount
        text = re.sub(r"(?<=[0-9]) (?=[A-Z]{3}\b)", JOIN, text)
    return re.sub(r"\b(năm|tháng|quý) (?=[0-9IV])", rf"\1{JOIN}", text)


def status(one: Assessment) -> str:
    """The word for how a target stands."""
    return say(f"status-{one.status}")


def unit_of(assessment: Assessment) -> str:
    """The unit of the band: the series' unit, percent, or percent a year."""
    kind = assessment.target.kind
    if kind == "growth":
        return "percent a year"
    return PERCENT if kind in ("share", "change") else assessment.series.unit


def wanted(assessment: Assessment) -> str:
    """What is asked for, as `4.4-5 % a year` or `at least US$550 M`."""
    target = assessment.target
    unit = assessment.series.unit if target.kind in ("level", "total") else PERCENT
    text = numbers.band(target.band, unit)
    return say("a-year-of", wanted=text) if target.kind == "growth" else text


def when(target: Target) -> str:
    """The years that a target is about: `by 2030` or `2023-2025`."""
    key = "when-by" if target.first is None else "when-years"
    return say(key, by=target.by, first=target.first)


def actual_value(assessment: Assessment, *others: numbers.Value) -> str:
    """The figure that is judged, with its unit; empty while there is none.

    It has enough digits to differ from what is asked, and from the others.
    """
    actual, target = assessment.actual, assessment.target
    if actual is None:
        return ""
    band: list[numbers.Value] = [e for e in (target.band.min, target.band.max) if e is not None]
    edges = [*band, *others]
    if target.kind in ("growth", "change"):
        return numbers.rate(float(actual.value) / 100, edges)
    unit = PERCENT if target.kind == "share" else assessment.series.unit
    return numbers.amount(actual.value, unit, edges)


def what(assessment: Assessment, *others: numbers.Value) -> str:
    """The figure that is judged and its period, as `US$192 M in 2018`; told from the others."""
    actual, base = assessment.actual, assessment.base
    if actual is None:
        return ""
    key = {"growth": "a-year", "change": "change"}.get(assessment.target.kind, "in")
    since = period(base.period) if base else ""
    value = actual_value(assessment, *others)
    return say(key, value=value, period=period(actual.period), base=since)


def period(one: Period) -> str:
    """A period as people write it: years with a dash.

    >>> from exporttrack.model.period import parse_period
    >>> period(parse_period("2023/2025")), period(parse_period("2024-01/2024-09"))
    ('2023-2025', '2024-01/2024-09')
    """
    (year, month), (last_year, last_month) = divmod(one.first, 12), divmod(one.last, 12)
    if month == 0 and last_month == 11:
        return str(year) if year == last_year else say("period-years", first=year, last=last_year)
    if one.months == 1:
        key = "period-month"
    elif one.months in (3, 6) and month % one.months == 0:
        key = "period-quarter" if one.months == 3 else f"period-half-{month // 6 + 1}"
    else:
        key = "period-first-months" if month == 0 and year == last_year else "period-months"
    return say(
        key,
        year=year,
        quarter=month // 3 + 1,
        roman=("I", "II", "III", "IV")[month // 3],
        month=month + 1,
        last_year=last_year,
        last_month=last_month + 1,
    )


def day(one: date | Period) -> str:
    """A day as people write it; of a document the month or year, where that is all there is."""
    if isinstance(one, Period):
        return period(one)
    return say("day", year=one.year, month=one.month, day=one.day)


def distance(assessment: Assessment) -> str:
    """How far outside the band, as `1.27 pp` or `US$350 M (63.6 %)`; empty inside it."""
    gap, target = assessment.gap, assessment.target
    if not gap or assessment.actual is None:
        return ""
    if target.kind in ("share", "growth", "change") or assessment.series.unit == PERCENT:
        return numbers.points(gap)
    text = numbers.amount(abs(numbers.exact(gap)), assessment.series.unit)
    edge = target.band.min if assessment.position == "below" else target.band.max
    if edge is None or edge <= 0:
        return text
    return f"{text} ({numbers.percent(abs(float(gap)) / float(edge))})"


def fit(assessment: Assessment) -> str:
    """Where the figure stands against the band, in words."""
    target, position = assessment.target, assessment.position
    if position is None:
        return ""
    if position == "inside":
        one_sided = target.band.min is None or target.band.max is None
        return say("meets" if one_sided else "within", wanted=wanted(assessment))
    far = say(position)
    if meets(position, target):
        return say("beyond", far=far, wanted=wanted(assessment))
    return say("short", distance=distance(assessment), far=far, wanted=wanted(assessment))


def reason(assessment: Assessment) -> str:
    """Why the status was given, in one sentence."""
    key = assessment.reason
    facts = _Facts(assessment)
    match key:
        case "trend":
            return _trend(assessment, facts)
        case "met" if assessment.target.reading == "each-year":
            key_said = "met-each-year"
        case "no-year-over" if assessment.base:
            key_said = "no-year-over-base"
        case "year-missing" if assessment.target.kind == "growth":
            key_said = "year-missing-growth"
        case "one-figure" if assessment.actual is None:
            key_said = "one-figure-base"
        case _:
            key_said = key
    return say_of(key_said, facts)


def _trend(assessment: Assessment, facts: _Facts) -> str:
    key = assessment.decided_by or "each-year"
    if assessment.target.kind == "growth" and key != "each-year":
        if not _bears_out(assessment, key):
            key = "growth-so-far"
        elif key == "rate-ratio":
            key = "rate-ratio-growth"
    if key == "trend-to-target" and assessment.methods[key].value is None:
        key = "trend-kept"
    once = say_of("once-met", facts) if assessment.first_met is not None else ""
    return say_of(key, facts) + once


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


def extreme(one: Assessment) -> str | None:
    """What the year that is judged is among those seen, `lowest` or `highest`.

    None where it is not one of several that are each judged: the reading is not each-year.
    """
    if one.target.reading != "each-year" or one.actual is None or not one.years:
        return None
    rate, rates = one.actual.value, [year.rate for year in one.years]
    is_highest = rate == max(rates) and (one.target.lower_is_better or rate > min(rates))
    return "highest" if is_highest else "lowest"


class _Facts(dict[str, object]):
    """Everything that a sentence about an assessment may need; made when it is asked for."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__()
        self._assessment = assessment

    def __missing__(self, name: str) -> object:
        found = self[name] = _FACTS[name](self._assessment)
        return found


def _latest(one: Assessment) -> str:
    """The figure; where each year counts it is one year's, and a later one may be known."""
    found = extreme(one)
    return say(f"latest-{found}" if found else "latest", what=what(one)) if one.actual else ""


def _base(one: Assessment) -> object:
    return period(one.base.period) if one.base else one.target.base_year


def _observed(one: Assessment) -> str:
    observed = one.rates.observed
    return say("no-change") if observed is None else numbers.rate(observed)


def _required(one: Assessment) -> str:
    return "" if one.rates.required is None else numbers.rate(one.rates.required)


def _method(one: Assessment) -> str:
    return one.decided_by or one.target.method or "straight-line"


def _why(one: Assessment) -> str:
    reason = one.methods[_method(one)].reason
    return "" if reason is None else say(f"none-{reason}")


def _pace(one: Assessment) -> str:
    pace = one.methods.get("pace")
    edges = [1 / edge for edge in _RATIOS if edge] if one.target.lower_is_better else _RATIOS
    return "" if pace is None else _ratio(pace.value, edges)


def _share(one: Assessment) -> str:
    share = one.methods["trend-to-target"].value
    return "" if share is None else numbers.percent(share, _SHARES)


def _ratio(value: float | None, edges: Iterable[float] = _RATIOS) -> str:
    """Two decimals, more where they would hide on which side of a class edge it is."""
    if value is None:
        return ""
    return numbers.plain(numbers.rounded(numbers.exact(value), 2, edges))


def _goal(one: Assessment) -> str:
    return "" if one.goal is None else path.value(one, one.goal, one.methods[_method(one)].expected)


def _expected(one: Assessment) -> str:
    expected = one.methods[_method(one)].expected
    return "" if expected is None else path.value(one, expected)


def _years_seen(assessment: Assessment) -> int:
    """The years of a total that its figures cover."""
    return sum(figure.period.months for figure in assessment.figures) // 12


def _years(assessment: Assessment) -> str:
    """The years that decide an each-year target: the misses, or all of them."""
    missed = [year for year in assessment.years if not meets(year.position, assessment.target)]
    edges: list[numbers.Value] = [e for e in assessment.target.band.edges if e is not None]
    return ", ".join(
        f"{one.year} {numbers.rate(one.rate / 100, edges)}" for one in missed or assessment.years
    )


def _missing(assessment: Assessment) -> str:
    """The years of the target up to its last: for growth without a rate, else without a figure."""
    target, own = assessment.target, assessment.series.own_period
    figures = assessment.figures if target.kind == "total" else ()
    seen = {one.year for one in assessment.years} | {
        year
        for first, last in (own(figure.period).years for figure in figures)
        for year in range(first, last + 1)
    }
    years = range(target.first or target.by, target.by + 1)
    return ", ".join(str(year) for year in years if year not in seen)


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
    "base_value": lambda one: path.value(one, one.base.value) if one.base else "",
    "first_met": lambda one: one.first_met,
    "observed": _observed,
    "required": _required,
    "goal": _goal,
    "missing": _missing,
    "years": _years,
    "method": _method,
    "why": _why,
    "ratio": lambda one: _ratio(one.methods["rate-ratio"].value),
    "pace": _pace,
    "share": _share,
    "expected": _expected,
}
"""What stands in braces in the sentences, and what makes it."""


def lacking(one: Projection) -> str | None:
    """What a projection lacks, and why; None where it lacks nothing."""
    if one.note is None:
        return None
    value = "" if one.value is None else f"{one.value:.0f}"
    return say(f"lacks-{one.note}", year=one.year, value=value)


def source(one: Observation | None) -> str:
    """Who says it; a headline after the publisher's name is left out."""
    if one is None or not one.source:
        return say("no-source")
    publisher, _, headline = one.source.partition(": ")
    return safe(publisher if headline else one.source)


def dated(one: Observation) -> str:
    """When it was published; else when it was recorded, if that is known."""
    if one.published is not None:
        return say("published", day=day(one.published))
    if one.recorded is not None:
        return say("explain-recorded", day=day(one.recorded.date()))
    return say("explain-undated")


def files(report: Report) -> str:
    """The files that it was made from."""
    names = ", ".join(safe(one.path) for one in report.inputs)
    return say("files", names=names or say("no-files"))


def counted(report: Report) -> str:
    """The day, and how many targets have each status."""
    counts = (f"{n}{JOIN}{say(f'status-{status}')}" for status, n in report.summary.items())
    return say("as-of", as_of=day(report.as_of), counts=", ".join(counts) or say("no-targets"))


def titled(target: Target) -> str:
    """The title of a target, safe to print."""
    return safe(target.title)
