"""How a verdict was reached: from the words of the source to the last figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.render import formulas, json, kept, numbers, outlook, words
from exporttrack.render.drawing import drawing, legend
from exporttrack.render.safe import safe
from exporttrack.render.sections import INDENT, WIDEST, Section
from exporttrack.render.words import say
from exporttrack.rules.assessment import Assessment, MethodResult
from exporttrack.rules.explanation import Aside, Edges, Explanation, Explanations
from exporttrack.rules.projection import PRIORS
from exporttrack.rules.turning import Turn
from exporttrack.rules.verdict import STATUS_OF_CLASS

METHODS = ("rate-ratio", "trend-to-target", "straight-line")
_COUNTED = ("not-yet-known", "not-needed", "part-of-year")
"""Records set aside of which there may be many: they are told in one line a series."""


def title(found: Explanations) -> str:
    """The day, and the title of the targets."""
    report = found.outlooks.report
    return say("explain-title", title=safe(report.title), as_of=report.as_of)


def sections(found: Explanations) -> list[Section]:
    """All sections of all targets that were asked about; those with nothing in them left out."""
    made = [section for one in found.explanations for section in _sections(found, one)]
    return [one for one in (*made, outlook.files(found.outlooks)) if one.lines]


def _sections(found: Explanations, explanation: Explanation) -> Iterator[Section]:
    one = explanation.outlook.assessment
    yield Section(outlook.heading(one), tuple(_promise(found, one)))
    for key, lines in (
        ("explain-verdict", _verdict(one)),
        ("explain-figures", _used(found, one)),
        ("explain-aside", _set_aside(found, explanation)),
        ("explain-calculation", _calculation(explanation)),
        ("explain-pace" if one.target.kind == "total" else "explain-methods", _methods(one)),
        ("explain-turns", _turns(explanation)),
        ("explain-ahead", _ahead(explanation)),
        ("explain-under-way", _under_way(found, one)),
    ):
        yield Section(say(key), tuple(lines), part=True)
    if drawing(explanation, WIDEST):
        draw = partial(drawing, explanation)
        yield Section(say("explain-path"), (legend(explanation),), part=True, draw=draw)


def _promise(found: Explanations, one: Assessment) -> Iterator[str]:
    """The words of the source, where they stand, and the rule that is made of them."""
    target, source = one.target, one.target.source
    if target.quote:
        yield f"“{safe(target.quote)}”"
    if source is not None:
        parts = (source.title, source.publisher, source.published)
        yield ", ".join(safe(str(part)) for part in parts if part)
        if source.url:
            yield INDENT + safe(source.url)
    if target.note:
        yield say("explain-note", note=safe(target.note))
    yield rule(one, found.series)


def rule(one: Assessment, series: Mapping[str, Series]) -> str:
    """What the target asks, in a sentence."""
    target = one.target
    total = series.get(target.total or "")
    each_year = target.kind == "growth" and target.reading == "each-year"
    text = say(
        "rule-each-year" if each_year else f"rule-{target.kind}",
        series=_named(one.series),
        wanted=words.wanted(one),
        by=target.by,
        first=target.first,
        base=target.base_year,
        total=_named(total) if total else target.total,
    )
    if target.band.min is None or target.band.max is None:
        return text
    far = say("below" if target.lower_is_better else "above")
    return text + say("rule-far-miss" if target.above_is_miss else "rule-far-fine", far=far)


def _named(series: Series) -> str:
    return safe(series.title or series.id)


def _verdict(one: Assessment) -> Iterator[str]:
    yield f"{one.status}: {words.reason(one)}"
    done, time = one.progress.value_share, one.progress.time_share
    if done is not None and time:
        key = "explain-done-total" if one.target.kind == "total" else "explain-done"
        yield say(key, value=numbers.percent(done), time=numbers.percent(time))


def _used(found: Explanations, one: Assessment) -> Iterator[str]:
    """Every figure with its source, date, status and place; then what is odd about them."""
    for figure in one.figures:
        yield from _figure(found, figure)
    if not one.figures:
        yield say("explain-no-figure")
    for note in one.notes:
        yield words.note(found.outlooks.report, note)


def _figure(found: Explanations, one: Observation, why: str = "") -> Iterator[str]:
    series = found.series[one.series]
    value = say("withdrawn") if one.withdrawn else numbers.stated(one.value, series.unit)
    status = one.status or say("explain-no-status")
    parts = (say("explain-assumed"),) if one.assumed else (status, _date(one), kept.place(one))
    told = ", ".join(part for part in parts if part)
    yield f"{one.series} {one.period} = {value}: {told}{f'; {why}' if why else ''}"
    if one.source:
        yield INDENT + safe(one.source)
    if one.url:
        yield INDENT + safe(one.url)
    if one.note:
        yield INDENT + say("explain-note", note=safe(one.note))


def _date(one: Observation) -> str:
    if one.published is not None:
        return say("published", day=one.published)
    if one.recorded is not None:
        return say("explain-recorded", day=one.recorded.date())
    return say("explain-undated")


def _set_aside(found: Explanations, explanation: Explanation) -> Iterator[str]:
    """Each record that lost to another; the others counted."""
    for one in explanation.aside:
        if one.why not in _COUNTED:
            yield from _figure(found, one.observation, say(f"why-{one.why}") + _off(found, one))
    for why in _COUNTED:
        yield from _counted(found, [one for one in explanation.aside if one.why == why])


def _off(found: Explanations, one: Aside) -> str:
    """How far it is from the figure that is used in its place."""
    if one.difference is None:
        return ""
    in_percent = found.series[one.observation.series].unit == PERCENT
    off = outlook.signed(one.difference, PERCENT) if in_percent else None
    return say("aside-difference", difference=off or numbers.rate(one.difference / 100))


def _counted(found: Explanations, aside: list[Aside]) -> Iterator[str]:
    for series in dict.fromkeys(one.observation.series for one in aside):
        of_series = [one for one in aside if one.observation.series == series]
        why, count = of_series[0].why, len(of_series)
        yield say(
            f"aside-{why}-one" if count == 1 and why != "not-needed" else f"aside-{why}",
            series=series,
            count=count,
            periods=", ".join(dict.fromkeys(str(one.observation.period) for one in of_series)),
            as_of=found.outlooks.report.as_of,
        )


def _calculation(explanation: Explanation) -> Iterator[str]:
    steps = formulas.of_verdict(explanation)
    yield from formulas.legend(explanation, steps)
    yield from _steps(steps)


def _steps(steps: Sequence[formulas.Formula]) -> Iterator[str]:
    return (line for step in steps for line in step.lines)


def _methods(one: Assessment) -> Iterator[str]:
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
    parts = [found.label]
    if found.value is not None:
        value = numbers.exact(found.value * (100 if name == "straight-line" else 1))
        shown = numbers.plain(numbers.rounded(value, 4, edges))
        unit = " %" if name == "straight-line" else ""
        parts.insert(0, say(f"value-{name}", value=shown + unit))
    if found.reason is not None:
        parts.append(found.reason)
    return f"{say(f'method-{name}')}: {', '.join(parts)}."


def _agreement(labels: Mapping[str, str]) -> str:
    means = {name: STATUS_OF_CLASS.get(label) for name, label in labels.items()}
    applying = {name: status for name, status in means.items() if status is not None}
    if len(applying) < 2:
        return say("methods-one" if applying else "methods-none")
    statuses = list(dict.fromkeys(applying.values()))
    if len(statuses) == 1:
        return say("methods-agree", status=statuses[0])
    said = (
        say(
            "methods-mean",
            methods=" and ".join(name for name in applying if applying[name] == status),
            status=status,
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
        "already-exceeded": "method-beyond",
    }.get(one.reason, "method-no-verdict")
    return say(key)


def _turns(explanation: Explanation) -> Iterator[str]:
    """The ranges of the one figure that the verdict hangs on; of each year where all count."""
    one, turns = explanation.outlook.assessment, explanation.turns
    unit = formulas.unit_of_path(one)
    points = dict(explanation.points)
    if one.target.reading == "each-year":
        for year, (low, high) in explanation.corridor.items():
            yield _each_year(one, year, (low, high), points.get(year))
    for turn in turns:
        value = points.get(turn.year)
        as_is = say("turn-as-is") if value is not None and turn.holds(float(value)) else ""
        edges = [] if value is None else [value]
        shown = _range(turn, unit, edges)
        yield say("turn-range", status=turn.status, range=shown, year=turn.year) + as_is + "."


def _each_year(one: Assessment, year: int, corridor: Edges, value: numbers.Value | None) -> str:
    low, high = corridor
    if not one.target.above_is_miss:
        low, high = (None, high) if one.target.lower_is_better else (low, None)
    turn = Turn(one.status, year, low, high, includes_low=True, includes_high=True)
    edges = [] if value is None else [value]
    unit = one.series.unit
    text = say("turn-each-year", year=year, range=_range(turn, unit, edges))
    if value is not None:
        text += say("turn-each-year-is", value=numbers.amount(value, unit, [*_ends(turn)]))
    return f"{text}."


def _ends(turn: Turn) -> list[float]:
    return [end for end in (turn.low, turn.high) if end is not None]


def _range(turn: Turn, unit: str, edges: list[numbers.Value]) -> str:
    """A range of values, rounded so that the figures it is compared with keep their sides."""
    low = "" if turn.low is None else numbers.amount(turn.low, unit, edges)
    high = "" if turn.high is None else numbers.amount(turn.high, unit, edges)
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


def _ahead(explanation: Explanation) -> Iterator[str]:
    """What the outlook says, what its projections are, and what a share's part is reckoned from."""
    yield from outlook.needs(explanation.outlook)
    one = explanation.outlook.assessment
    prior = PRIORS.get(one.series.prior or "")
    for found in outlook.projections(explanation.outlook):
        yield outlook.projected(one, found)
        if found.value is not None:
            yield INDENT + say(f"about-{found.method}", source=prior.source if prior else "")
    yield from _steps(formulas.of_part(explanation.outlook))


def _under_way(found: Explanations, one: Assessment) -> Iterator[str]:
    """The year to date in full: the sentence, its calculation, its figures."""
    year = one.year_to_date
    if year is None:
        return
    yield words.year_to_date(one)
    steps = formulas.of_year_to_date(one)
    yield from formulas.legend_of_year(one, steps)
    yield from _steps(steps)
    for figure in year.figures:
        yield from _figure(found, figure)


def document(found: Explanations) -> json.Json:
    """Every intermediate value; percentages are percent numbers."""
    report = found.outlooks.report
    targets = {str(target["id"]): target for target in json.targets(report)}
    return {
        **outlook.head(found.outlooks),
        "explanations": [
            {**targets[one.outlook.assessment.target.id], **_document(found, one)}
            for one in found.explanations
        ],
        "notes": [words.note(report, note) for note in report.notes],
    }


def _document(found: Explanations, one: Explanation) -> json.Json:
    """What an explanation has beyond the report."""
    assessment = one.outlook.assessment
    return {
        "rule": rule(assessment, found.series),
        "goal": numbers.json_number(assessment.goal),
        "over": one.outlook.over,
        "formulas": [_formula(step) for step in formulas.formulas(one)],
        "corridor": [
            {"year": year, "min": low, "max": high} for year, (low, high) in one.corridor.items()
        ],
        "required_path": [{"year": year, "value": value} for year, value in one.required.items()],
        "turns": [_turn(turn) for turn in one.turns],
        "set_aside": [
            {**json.figure(found.series, aside.observation), "why": aside.why}
            for aside in one.aside
        ],
        "projections": [json.projection(each) for each in one.outlook.projections],
        "part": outlook.part(one.outlook.part),
    }


def _formula(one: formulas.Formula) -> json.Json:
    return {
        "symbol": one.symbol,
        "meaning": one.meaning,
        "formula": one.formula,
        "with_numbers": one.with_numbers,
        "value": one.value,
        "unit": one.unit,
    }


def _turn(one: Turn) -> json.Json:
    return {
        "status": one.status,
        "year": one.year,
        "min": one.low,
        "max": one.high,
        "min_included": one.includes_low,
        "max_included": one.includes_high,
    }
