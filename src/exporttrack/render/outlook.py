"""What is needed from now on and where the trend leads, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from exporttrack.model.series import PERCENT
from exporttrack.render import json, numbers, words
from exporttrack.render.safe import safe
from exporttrack.render.sections import Section
from exporttrack.render.words import say
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.outlook import Outlook, Outlooks, PartNeeded
from exporttrack.rules.projection import Projection


def sections(found: Outlooks) -> list[Section]:
    """A section for each target."""
    made = [Section(_heading(one.assessment), tuple(_lines(one))) for one in found.outlooks]
    files = tuple(safe(one.path) for one in found.report.inputs)
    return [*made, Section(say("outlook-files"), files)]


def title(found: Outlooks) -> str:
    """Title and day."""
    return say("outlook-title", title=safe(found.report.title), as_of=found.report.as_of)


def _heading(one: Assessment) -> str:
    target = one.target
    when = f"by {target.by}" if target.first is None else f"{target.first}-{target.by}"
    return f"{safe(target.title)}: {words.wanted(one)} {when} ({target.id})"


def _lines(one: Outlook) -> Iterator[str]:
    yield f"{one.assessment.status}: {words.reason(one.assessment)}"
    if one.over:
        yield say("outlook-over", by=one.assessment.target.by)
    else:
        yield from needed(one.assessment)
        if one.part is not None:
            yield from _part(one.assessment, one.part)
    for projection in one.projections:
        yield projected(one.assessment, projection)
    if under_way := words.year_to_date(one.assessment):
        yield under_way


def needed(one: Assessment) -> Iterator[str]:
    """What has to happen from now on: the rate, and the same for each year."""
    goal, per_year, rate = one.goal, one.needed_per_year, one.rates.needed
    if goal is None or not (one.points or one.target.kind == "total"):
        return
    unit = PERCENT if one.target.kind == "share" else one.series.unit
    last = one.points[-1] if one.points else None
    asked = numbers.amount(goal, unit)
    if rate is not None and last is not None:
        yield say(
            "outlook-rate",
            rate=numbers.rate(rate),
            value=numbers.amount(last[1], unit),
            year=last[0],
            goal=asked,
            by=one.target.by,
        )
    if per_year is not None:
        sign = "-" if per_year < 0 else ""
        each = f"{sign}{numbers.points(per_year)}" if unit == PERCENT else ""
        yield say(
            "outlook-per-year",
            each=each or numbers.amount(per_year, unit),
            goal=asked,
            by=one.target.by,
        )


def _part(one: Assessment, part: PartNeeded) -> Iterator[str]:
    first, last = part.years
    key = "outlook-total-given" if part.given else "outlook-total-trend"
    rate = numbers.rate(part.total_growth)
    growth = " to ".join(numbers.rate(edge) for edge in part.growth if edge is not None)
    level = " to ".join(
        numbers.amount(edge, one.series.unit) for edge in part.level if edge is not None
    )
    yield say(
        "outlook-part",
        total=say(key, rate=rate, first=first, last=last),
        growth=growth,
        level=level,
        by=one.target.by,
        wanted=words.wanted(one),
    )


def projected(one: Assessment, found: Projection) -> str:
    """Where one method leads, with its interval and probability, or why it does not."""
    unit = PERCENT if one.target.kind == "share" else one.series.unit
    how = say(f"outlook-{found.method}")
    if found.value is None:
        return say("outlook-none", how=how, note=found.note)
    text = say("outlook-leads", how=how, value=numbers.amount(found.value, unit), year=found.year)
    if found.low is not None and found.high is not None:
        low, high = numbers.amount(found.low, unit), numbers.amount(found.high, unit)
        text += say("outlook-interval", level=_chance(found.level), low=low, high=high)
    if found.probability is not None:
        text += say("outlook-probability", probability=_chance(found.probability))
    text += say("outlook-points", points=found.points)
    return text + (say("outlook-note", note=found.note) if found.note else "") + "."


def _chance(probability: float) -> str:
    """As percent; never rounded to certainty, nor onto even chances."""
    return numbers.amount(100 * probability, PERCENT, [0, 50, 100])


def document(found: Outlooks) -> json.Json:
    """The outlook as plain data; percentages are percent numbers."""
    head = json.document(found.report)
    return {
        **{name: head[name] for name in ("schema_version", "tool", "as_of", "title", "inputs")},
        "outlooks": [_outlook(one) for one in found.outlooks],
    }


def _outlook(one: Outlook) -> json.Json:
    assessment, part = one.assessment, one.part
    return {
        "id": assessment.target.id,
        "unit": words.unit_of(assessment),
        "status": assessment.status,
        "reason": words.reason(assessment),
        "by": assessment.target.by,
        "over": one.over,
        "goal": numbers.json_number(assessment.goal),
        "needed": json.percent(assessment.rates.needed),
        "needed_per_year": numbers.json_number(assessment.needed_per_year),
        "part": None
        if part is None
        else {
            "total_growth": json.percent(part.total_growth),
            "given": part.given,
            "years": list(part.years),
            "growth": [json.percent(edge) for edge in part.growth],
            "level": list(part.level),
        },
        "projections": [json.projection(found) for found in one.projections],
        "year_to_date": json.year_to_date(assessment),
    }
