"""What is needed from now on and where the trend leads, in words and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from exporttrack.model.series import PERCENT
from exporttrack.render import json, numbers, path, reasons, words
from exporttrack.render.language import say
from exporttrack.render.safe import safe
from exporttrack.render.sections import Section
from exporttrack.render.under_way import under_way
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.measures import meets
from exporttrack.rules.outlook import Edge, Outlook, Outlooks, PartNeeded
from exporttrack.rules.projection import Projection


def title(found: Outlooks) -> str:
    """The day, and the title of the targets."""
    as_of = words.day(found.report.as_of)
    return say("outlook-title", title=safe(found.report.title), as_of=as_of)


def sections(found: Outlooks) -> list[Section]:
    """A section for each target."""
    made = [Section(heading(one.assessment), tuple(_lines(one))) for one in found.outlooks]
    return [*made, files(found)]


def files(found: Outlooks) -> Section:
    """The files that everything was made from."""
    names = tuple(safe(one.path) for one in found.report.inputs)
    return Section(say("outlook-files"), names or (say("outlook-no-file"),))


def heading(one: Assessment) -> str:
    """`Handicraft exports: at least US$550 M by 2025 (handicraft-value)`."""
    target = one.target
    return f"{safe(target.title)}: {words.wanted(one)} {words.when(target)} ({target.id})"


def _lines(one: Outlook) -> Iterator[str]:
    yield f"{words.status(one.assessment)}: {reasons.reason(one.assessment)}"
    yield from needs(one)
    yield from (projected(one.assessment, found) for found in projections(one))
    if year := under_way(one.assessment):
        yield year


def needs(one: Outlook) -> Iterator[str]:
    """What is needed from now on; or why nothing is."""
    assessment, target = one.assessment, one.assessment.target
    if one.over:
        yield say("outlook-over", by=target.by)
    elif assessment.status in ("met", "missed"):
        yield say("outlook-reached", by=target.by)
    else:
        yield from needed(assessment)
        yield from _far_edge(one)
        if _is_short_of_its_year(assessment):
            yield say("outlook-not-over", by=target.by, fit=words.fit(assessment))
        if one.part is not None:
            yield _part(assessment, one.part)
        elif target.kind == "share" and assessment.actual is not None:
            yield say("outlook-part-none")
        if not projections(one) and not assessment.figures:
            yield say("outlook-nothing")


def _far_edge(one: Outlook) -> Iterator[str]:
    """Of a band of average growth also the rate that leads to its other end.

    Before any year of it both are the band itself. Past a far edge that is a miss what is needed
    leads to that edge, and the other end is the near one.
    """
    if one.needed_to is None or len(one.assessment.points) < 2:
        return
    near, far = one.needed_to
    if one.assessment.target.lower_is_better:
        near, far = far, near
    if near is None or far is None or near == far:
        return
    is_passed = one.assessment.aim != one.assessment.goal
    other, told = (near, far) if is_passed else (far, near)
    key = "outlook-near-edge" if is_passed else "outlook-far-edge"
    yield say(key, rate=numbers.rate(other, path.apart(100 * other, 100 * told)))


def _is_short_of_its_year(one: Assessment) -> bool:
    """There is a figure of the deadline, which is not over, and it does not meet the target."""
    ended = bool(one.points) and one.points[-1][0] >= one.target.by
    return ended and one.position is not None and not meets(one.position, one.target)


def projections(one: Outlook) -> list[Projection]:
    """Those there is something to say of: without a figure, or a year to come, there is none."""
    if not one.assessment.figures:
        return []
    return [found for found in one.projections if found.value is not None or not one.over]


def needed(one: Assessment) -> Iterator[str]:
    """What has to happen from now on: the rate, and the same for each year.

    Percentages have no rate of growth, only points a year.
    """
    rate, each = one.rates.needed, one.needed_per_year
    if one.aim is None or not (one.points or one.target.kind == "total"):
        return
    unit, lower = path.unit_of_path(one), one.target.lower_is_better
    if one.target.kind == "total":
        if each is not None and each > 0:
            yield _of_each_year(one, numbers.amount(each, unit))
        elif each is not None and lower:
            yield _ahead(one, "outlook-nothing-left")
    elif one.target.reading == "each-year":
        last = max([one.points[-1][0], *(year.year for year in one.years)])
        left = range(max(last + 1, one.target.first or 0), one.target.by + 1)
        if left:
            yield say("outlook-every-year", wanted=words.wanted(one), years=years(left))
        if missed := [year.year for year in one.years if not meets(year.position, one.target)]:
            yield say("outlook-year-missed", years=years(missed))
    elif rate is not None and unit != PERCENT:
        yield from _at_rate(one, rate, each)
    elif each is not None and _spare(one, each):
        change = _by(each, numbers.signed(abs(float(each)), unit)[1:])
        yield _ahead(one, "outlook-rate-spare", change=change)
    elif each is not None:
        yield _ahead(one, "outlook-rate", rate=numbers.signed(each, unit))


def _of_each_year(one: Assessment, each: str) -> str:
    """Of a total: in which years, as some of those that have no figure may be past."""
    key = "outlook-ceiling" if one.target.lower_is_better else "outlook-each-year"
    return _ahead(one, key, each=each, years=years(words.unseen(one)))


def _at_rate(one: Assessment, rate: float, each: numbers.Value | None) -> Iterator[str]:
    if _spare(one, rate):
        change = _by(rate, numbers.percent(abs(rate)))
        yield _ahead(one, "outlook-rate-spare", change=change)
        return
    bound = f"{say('at-most')} " if words.is_at_most(one, rate) else ""
    yield _ahead(one, "outlook-rate", rate=f"{bound}{numbers.rate(rate)}")
    if each is not None:
        yield say("outlook-per-year", each=numbers.signed(each, one.series.unit))


def _spare(one: Assessment, change: numbers.Value) -> bool:
    """The target is met, and so much may be lost of it.

    An average that is as asked may still need growth to stay so.
    """
    lower = one.target.lower_is_better
    if one.target.kind == "growth":  # of no year known yet a ceiling leaves all its room
        met = lower if one.position is None else meets(one.position, one.target)
        return met and (change > 0 if lower else change < 0)
    return one.position is not None and meets(one.position, one.target) and change != 0


def _ahead(one: Assessment, key: str, **facts: str) -> str:
    """A sentence about the way from the latest figure to what is asked of the deadline.

    Both have digits enough to see how far that is.
    """
    year, latest = one.points[-1] if one.points else (one.target.by, 0.0)
    aim = latest if one.aim is None else one.aim
    value = path.value(one, latest, *path.around(latest, aim))
    asked = path.value(one, aim, *path.around(aim, latest))
    return say(key, goal=asked, by=one.target.by, value=value, year=year, **facts)


def _by(change: numbers.Value, size: str) -> str:
    return say("fall" if change < 0 else "rise", size=size)


def _part(one: Assessment, part: PartNeeded) -> str:
    first, last = part.years
    rate = numbers.rate(part.total_growth)
    key = "outlook-total-given" if part.given else "outlook-total-trend"
    unit = one.series.unit
    at_most = one.target.band.min is None
    return say(
        "outlook-part-most" if at_most else "outlook-part",
        total=say(key, rate=rate, first=first, last=last),
        growth=_between(
            part.growth, lambda edge, near: numbers.rate(edge, [100 * one for one in near])
        ),
        level=_between(part.level, lambda edge, near: numbers.amount(edge, unit, near)),
        year=part.year,
        by=one.target.by,
    )


def _between(ends: tuple[Edge, Edge], show: Callable[[float, list[float]], str]) -> str:
    """Both ends, or the one there is; rounded, they are still two."""
    there = [end for end in ends if end is not None]
    return say("to").join(show(end, list(path.apart(end, *there))) for end in there)


def projected(one: Assessment, found: Projection) -> str:
    """Where one method leads, with its interval and probability, or why it does not."""
    how = say(f"outlook-{found.method}")
    if found.value is None:
        return say("outlook-none", how=how, note=words.lacking(found))
    value = path.value(one, found.value, found.low, found.high)
    leads = "outlook-leads-total" if one.target.kind == "total" else "outlook-leads"
    text = say(leads, how=how, value=value, year=found.year)
    if found.low is not None and found.high is not None:
        low, high = (path.value(one, end, found.value) for end in (found.low, found.high))
        level = numbers.amount(round(100 * found.level, 9), PERCENT)
        text += say("outlook-interval", level=level, low=low, high=high)
    if found.probability is not None:
        text += say("outlook-probability", probability=_chance(found.probability))
    elif one.target.reading == "each-year":
        text += say("outlook-each-year-chance")
    text += say("outlook-points", years=years(_years_used(one)))
    note = words.lacking(found) if found.note != "mean" else None
    return text + (say("outlook-note", note=note) if note else "") + "."


def _chance(probability: float) -> str:
    """As percent; never rounded to certainty, nor onto even chances."""
    short = numbers.rounded(numbers.exact(100 * probability), 2, [0, 50, 100])
    return f"{numbers.plain(short)} %"


def _years_used(one: Assessment) -> list[int]:
    """Those with a figure since the base; of a total, those that its figures cover."""
    if one.target.kind != "total":
        return [year for year, _ in one.points]
    spans = [one.series.own_period(figure.period).years for figure in one.figures]
    return [year for first, last in spans for year in range(first, last + 1)]


def years(several: Iterable[int]) -> str:
    """Years as people write them, ascending.

    >>> years([2014, 2018, 2019, 2020])
    '2014, 2018-2020'
    """
    runs: list[list[int]] = []
    for year in several:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def document(found: Outlooks) -> json.Json:
    """The outlook as plain data; percentages are percent numbers."""
    return {**head(found), "outlooks": [_outlook(one) for one in found.outlooks]}


def head(found: Outlooks) -> json.Json:
    """What every document begins with."""
    whole = json.document(found.report)
    return {key: whole[key] for key in ("schema_version", "tool", "as_of", "title", "inputs")}


def _outlook(one: Outlook) -> json.Json:
    assessment = one.assessment
    each_year = None if one.over else assessment.needed_per_year
    return {
        "id": assessment.target.id,
        "unit": words.unit_of(assessment),
        "status": assessment.status,
        "reason": reasons.reason(assessment),
        "by": assessment.target.by,
        "over": one.over,
        "goal": numbers.json_number(assessment.goal),
        "needed": json.percent(assessment.rates.needed),
        "needed_to": _ends(one.needed_to),
        "needed_per_year": numbers.json_number(each_year),
        "part": part(one.part),
        "projections": [json.projection(found) for found in one.projections],
        "year_to_date": json.year_to_date(assessment),
    }


def _ends(rates: tuple[Edge, Edge] | None) -> json.Json | None:
    if rates is None:
        return None
    return {"min": json.percent(rates[0]), "max": json.percent(rates[1])}


def part(found: PartNeeded | None) -> json.Json | None:
    """What a share asks of its part, as plain data."""
    if found is None:
        return None
    growth, level = found.growth, found.level
    return {
        "year": found.year,
        "share": found.share,
        "total_growth": json.percent(found.total_growth),
        "given": found.given,
        "from": found.years[0],
        "to": found.years[1],
        "total": found.total,
        "total_year": found.total_year,
        "growth": _ends(growth),
        "level": {"min": level[0], "max": level[1]},
    }
