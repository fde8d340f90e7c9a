"""How a verdict was reached: from the words of the source to the last figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from exporttrack.model.period import Period
from exporttrack.model.series import PERCENT, Observation, Series
from exporttrack.model.target import Band, Target
from exporttrack.render import deciding, formulas, kept, numbers, outlook, reasons, words
from exporttrack.render.drawing import drawing, legend
from exporttrack.render.language import say
from exporttrack.render.noting import months_of
from exporttrack.render.noting import note as note_of
from exporttrack.render.safe import safe
from exporttrack.render.sections import INDENT, WIDEST, Section
from exporttrack.render.sheet import Formula
from exporttrack.render.under_way import under_way
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.explanation import Aside, Explanation, Explanations
from exporttrack.rules.projection import PRIORS

_COUNTED = ("not-yet-known", "not-needed", "part-of-year")
"""Records set aside of which there may be many: they are told in one line a series."""


def title(found: Explanations) -> str:
    """The day, and the title of the targets."""
    report = found.outlooks.report
    return say("explain-title", title=safe(report.title), as_of=words.day(report.as_of))


def sections(found: Explanations) -> list[Section]:
    """All sections of all targets that were asked about; those with nothing in them left out."""
    made = [section for one in found.explanations for section in _sections(found, one)]
    return [one for one in (*made, outlook.files(found.outlooks)) if one.lines]


def _sections(found: Explanations, explanation: Explanation) -> Iterator[Section]:
    one = explanation.outlook.assessment
    methods = "explain-pace" if one.target.kind == "total" else "explain-methods"
    yield Section(outlook.heading(one), tuple(_promise(found, one)))
    for key, lines in (
        ("explain-verdict", _verdict(explanation)),
        ("explain-figures", _used(found, one)),
        ("explain-aside", _set_aside(found, explanation)),
        ("explain-calculation", _calculation(explanation)),
        (methods, deciding.methods(one)),
        ("explain-turns", deciding.turns(explanation)),
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
        published = words.day(source.published) if source.published else None
        parts = (source.title, source.publisher, published)
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
    key, wanted = f"rule-{target.kind}", words.wanted(one)
    if target.reading == "each-year":
        key = "rule-each-year"
    elif fall := _fall(target):
        key, wanted = f"rule-{target.kind}-fall", numbers.band(fall, PERCENT)
    text = say(
        key,
        series=_named(one.series),
        wanted=wanted,
        by=target.by,
        first=target.first,
        base=target.base_year,
        total=_named(total) if total else target.total,
    )
    if one.series.fiscal_year_start != 1:
        months = months_of(one.series, Period.year(target.by))
        text += say("rule-fiscal-year", by=target.by, months=months)
    if target.band.min is None or target.band.max is None:
        return text
    far = say("below" if target.lower_is_better else "above")
    return text + say("rule-far-miss" if target.above_is_miss else "rule-far-fine", far=far)


def _fall(target: Target) -> Band | None:
    """What at most -10 % asks for: a fall of at least 10 %. None for what is no fall, or a band."""
    least, most = target.band
    if (
        target.kind not in ("growth", "change")
        or None not in target.band
        or (least or most or 0) >= 0
    ):
        return None
    return Band(None if most is None else -most, None if least is None else -least)


def _named(series: Series) -> str:
    return safe(series.title or series.id)


def _verdict(explanation: Explanation) -> Iterator[str]:
    """The status and why; then how much is done, where there is a way to go."""
    one, course = explanation.outlook.assessment, explanation.course
    yield f"{words.status(one)}: {reasons.reason(one)}"
    done, time = one.progress.value_share, one.progress.time_share
    if done is None or not time:
        return
    if one.target.reading == "each-year" or (course is not None and course.meets(course.y0)):
        return
    if one.target.kind == "total" and one.target.lower_is_better:
        yield say("explain-used", value=_part(done), time=_part(time))
    else:
        away = "explain-away" if done < 0 else "explain-done"
        key = "explain-done-total" if one.target.kind == "total" else away
        yield say(key, value=_part(abs(done)), time=_part(time))


def _part(done: float) -> str:
    """In percent; what is not all of it is never rounded to that."""
    return numbers.amount(100 * done, PERCENT, [100])


def _used(found: Explanations, one: Assessment) -> Iterator[str]:
    """Every figure with its source, date, status and place; then what is odd about them."""
    for figure in one.figures:
        yield from _figure(found, figure)
    if not one.figures:
        yield say("explain-no-figure")
    for note in one.notes:
        yield note_of(found.outlooks.report, note)


def _figure(found: Explanations, one: Observation, why: str = "") -> Iterator[str]:
    series = found.series[one.series]
    value = say("withdrawn") if one.withdrawn else numbers.stated(one.value, series.unit)
    status = say(f"figure-status-{one.status}") if one.status else say("explain-no-status")
    recorded = (status, words.dated(one), kept.place(one))
    parts = (say("explain-assumed"),) if one.assumed else recorded
    told = ", ".join(part for part in parts if part)
    told = f"{told}; {why}" if why else told
    period = words.period(one.period)
    yield say("explain-figure", series=one.series, period=period, value=value, told=told)
    if one.source:
        yield INDENT + safe(one.source)
    if one.url:
        yield INDENT + safe(one.url)
    if one.note:
        yield INDENT + say("explain-note", note=safe(one.note))


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
    off = numbers.signed(one.difference, PERCENT) if in_percent else None
    return say("aside-difference", difference=off or numbers.rate(one.difference / 100))


def _counted(found: Explanations, aside: list[Aside]) -> Iterator[str]:
    for series in dict.fromkeys(one.observation.series for one in aside):
        of_series = [one for one in aside if one.observation.series == series]
        why, count = of_series[0].why, len(of_series)
        yield say(
            f"aside-{why}-one" if count == 1 and why != "not-needed" else f"aside-{why}",
            series=series,
            count=count,
            periods=", ".join(
                dict.fromkeys(words.period(one.observation.period) for one in of_series)
            ),
            as_of=words.day(found.outlooks.report.as_of),
        )


def _calculation(explanation: Explanation) -> Iterator[str]:
    steps = formulas.of_verdict(explanation)
    yield from formulas.legend(explanation, steps)
    yield from _steps(steps)


def _steps(steps: Sequence[Formula]) -> Iterator[str]:
    return (line for step in steps for line in step.lines)


def _ahead(explanation: Explanation) -> Iterator[str]:
    """What the outlook says, what its projections are, and what a share's part is reckoned from."""
    yield from outlook.needs(explanation.outlook)
    one = explanation.outlook.assessment
    prior = PRIORS.get(one.series.prior or "")
    sample = prior._asdict() if prior else {}
    for found in outlook.projections(explanation.outlook):
        yield outlook.projected(one, found)
        if found.value is not None:
            yield INDENT + say(f"about-{found.method}", **sample)
    yield from _steps(formulas.of_part(explanation.outlook))


def _under_way(found: Explanations, one: Assessment) -> Iterator[str]:
    """The year to date in full: the sentence, its calculation, its figures."""
    year = one.year_to_date
    if year is None:
        return
    yield under_way(one)
    steps = formulas.of_year_to_date(one)
    yield from formulas.legend_of_year(one, steps)
    yield from _steps(steps)
    for figure in year.figures:
        yield from _figure(found, figure)
