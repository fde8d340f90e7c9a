"""The formulas of a verdict, of a share's part and of the year to date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporttrack.model.series import PERCENT
from exporttrack.render import numbers, words
from exporttrack.render.language import say
from exporttrack.render.path import is_index, unit_of_path
from exporttrack.render.sheet import (
    POINTS,
    Formula,
    Given,
    Known,
    Number,
    One,
    Percent,
    Sheet,
    symbols,
    written,
)
from exporttrack.rules import methods as of
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.explanation import Explanation
from exporttrack.rules.measures import Path, Point
from exporttrack.rules.outlook import Outlook


def formulas(explanation: Explanation) -> list[Formula]:
    """Every formula of a target, in the order of their use."""
    ahead, under_way = of_part(explanation.outlook), of_year_to_date(explanation.outlook.assessment)
    return [*of_verdict(explanation), *ahead, *under_way]


def of_verdict(explanation: Explanation) -> list[Formula]:
    """What makes the figure that is judged, the goal, the rates and the methods."""
    one, path, course = explanation.outlook.assessment, explanation.path, explanation.course
    sheet = Sheet(_symbols(explanation))
    if path is None:
        _of_total(sheet, explanation)
    else:
        for point in _needed(one, path):
            _made(sheet, one, path, point)
        _of_kind(sheet, one, path)
    _gap(sheet, one)
    if path is not None and course is not None:
        _rates(sheet, one)
        _methods(sheet, one)
        _line(sheet, one, path, course)
    return sheet.steps


def _needed(one: Assessment, path: Path) -> list[Point]:
    """The points whose values the formulas take; growth takes those of all its years."""
    if one.target.kind == "growth":
        return [point for point in path.points if point.published or point in path.since_base]
    run = of.last_run(path.numbers)
    of_line = path.points[-len(run) :][:1] if len(run) >= 4 else ()
    ends = (path.base, *of_line, path.latest)
    return list(dict.fromkeys(point for point in ends if point is not None))


def _unit(one: Assessment) -> str | None:
    """Of the path; None for an index, which has none."""
    return None if is_index(one) else unit_of_path(one)


def _difference(unit: str | None) -> str | None:
    return POINTS if unit == PERCENT else unit


def _of_unit(value: Number, unit: str | None) -> One:
    return Percent(value) if unit == PERCENT else value


def _symbols(explanation: Explanation) -> Known:
    """What is known before anything is calculated."""
    one, path, course = explanation.outlook.assessment, explanation.path, explanation.course
    unit = _unit(one)
    known: dict[str, Given] = {"T": one.target.by}
    if one.goal is not None:
        known["X"] = _of_unit(one.goal, unit)
    for point in path.points if path else ():
        known[f"V{point.year}"] = _of_unit(point.value, unit)
    if path is not None and path.base is not None:
        known |= {"y0": _of_unit(path.base.value, unit), "t0": path.base.year}
    if path is not None and path.latest is not None:
        known |= {"y": _of_unit(path.latest.value, unit), "t": path.latest.year}
    return known | ({"d": course.direction} if course else {})


def legend(explanation: Explanation, steps: list[Formula]) -> list[str]:
    """The symbols that these steps use and none of them makes, with their values."""
    one, path, course = explanation.outlook.assessment, explanation.path, explanation.course
    used = symbols(steps)
    unit, lines = _unit(one), []
    if path is not None and path.base is not None and used & {"y0", "t0"}:
        value, year = written(path.base.value, unit), path.base.year
        lines.append(say("symbol-base", value=value, year=year))
    if path is not None and path.latest is not None and used & {"y", "t"}:
        value, year = written(path.latest.value, unit), path.latest.year
        lines.append(say("symbol-latest", value=value, year=year))
    if one.goal is not None and used & {"X", "T"}:
        lines.append(say("symbol-goal", value=written(one.goal, unit), year=one.target.by))
    if course is not None and "d" in used:
        lines.append(say("symbol-up" if course.direction > 0 else "symbol-down"))
    if any(re.fullmatch("V[0-9]+", symbol) for symbol in used):
        lines.append(say("symbol-year"))
    return lines


def _made(sheet: Sheet, one: Assessment, path: Path, point: Point) -> None:
    """How a value of the path was made, where it is not one figure."""
    symbol, value, year = f"V{point.year}", point.value, point.year
    part = tuple(f.value for f in point.figures if f.series == one.target.series)
    if one.target.kind == "share" and not point.published:
        total = tuple(f.value for f in point.figures if f.series == one.target.total)
        known: Known = {"part": part, "total": total}
        meaning = say("formula-share", year=year)
        sheet.add(symbol, meaning, "part / total", value, PERCENT, known)
    elif one.target.kind == "growth" and point.published and point.figures:
        rate = point.figures[-1]
        forward = rate.period.years[1] == year
        formula = f"V{year - 1} x (1 + rate)" if forward else f"V{year + 1} / (1 + rate)"
        if formula.split()[0] in {f"V{other.year}" for other in path.points}:
            meaning = say("formula-published", year=year, period=words.period(rate.period))
            known = {"rate": Percent(rate.value)}
            sheet.add(symbol, meaning, formula, value, _unit(one), known)
    elif one.target.kind != "share" and len(part) > 1:
        sheet.add(
            symbol, say("formula-parts", year=year), "parts", value, one.series.unit,
            {"parts": part},
        )  # fmt: skip


def _of_kind(sheet: Sheet, one: Assessment, path: Path) -> None:
    """What a growth or a change asks for at the deadline, and what it is by now."""
    kind, edges = one.target.kind, one.target.band
    edge = edges.min if path.direction > 0 else edges.max
    if kind not in ("growth", "change") or path.base is None or edge is None:
        return
    formula = "y0 x (1 + a)^(T - t0)" if kind == "growth" else "y0 x (1 + a)"
    sheet.add("X", say("formula-goal"), formula, path.goal, _unit(one), {"a": Percent(edge)})
    published = {point.year for point in path.rates}
    for year in (year for year in one.years if year.year not in published):
        sheet.add(
            f"growth of {year.year}", say("formula-year"),
            f"V{year.year} / V{year.year - 1} - 1", year.rate, PERCENT,
        )  # fmt: skip
    if kind == "change" and one.actual is not None:
        sheet.add("change", say("formula-change"), "y / y0 - 1", one.actual.value, PERCENT)


def _gap(sheet: Sheet, one: Assessment) -> None:
    """The distance from the nearest edge, and the same as a part of it."""
    actual, gap = one.actual, one.gap
    edge = one.target.band.min if one.position == "below" else one.target.band.max
    if actual is None or not gap or edge is None:
        return
    unit = one.series.unit if one.target.kind in ("level", "total") else PERCENT
    known: Known = {"figure": _of_unit(actual.value, unit), "edge": _of_unit(edge, unit)}
    sheet.add("gap", say("formula-gap"), "figure - edge", gap, _difference(unit), known)
    if unit != PERCENT and edge > 0:
        part = 100 * float(gap) / float(edge)
        sheet.add("gap in percent", say("formula-gap-part"), "gap / edge", part, PERCENT, known)


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else 100 * fraction


def _rates(sheet: Sheet, one: Assessment) -> None:
    """g, r and q; and what each year left has to add. The last two lead to the aim."""
    rates, unit, each = one.rates, _unit(one), one.needed_per_year
    aim, known = "X", {}
    if one.aim is not None and one.aim != one.goal:
        aim, known = "edge", {"edge": _of_unit(one.aim, unit)}
    for symbol, key, formula, rate in (
        ("g", "formula-observed", "(y / y0)^(1 / (t - t0)) - 1", rates.observed),
        ("r", "formula-required", "(X / y0)^(1 / (T - t0)) - 1", rates.required),
        ("q", "formula-needed", f"({aim} / y)^(1 / (T - t)) - 1", rates.needed),
    ):
        sheet.add(symbol, say(key), formula, _percent(rate), PERCENT, known)
    key, formula = say("formula-per-year"), f"({aim} - y) / (T - t)"
    sheet.add("n", key, formula, each, _difference(unit), known)


def _methods(sheet: Sheet, one: Assessment) -> None:
    """R, E and P."""
    ratio, trend = one.methods["rate-ratio"].value, one.methods["trend-to-target"]
    t, by = one.points[-1][0], one.target.by
    sheet.add("R", say("formula-ratio"), "d x g / |r|", ratio, None)
    if t < by:
        key, unit = say("formula-expected"), _unit(one)
        sheet.add("E", key, "y x (1 + g)^(T - t)", trend.expected, unit)
    formula = "(E - y0) / (X - y0)" if t < by else "(y - y0) / (X - y0)"
    sheet.add("P", say("formula-share-of-change"), formula, trend.value, None)


def _line(sheet: Sheet, one: Assessment, path: Path, course: of.Course) -> None:
    """The mean change of the last years, where it leads, and what is lacking there."""
    line, unit = one.methods["straight-line"], _unit(one)
    if line.expected is None or course.deadline <= course.t:
        return
    run = of.last_run(path.numbers)
    first, steps = path.points[-len(run)].year, len(run) - 1
    change, key = (run[-1] - run[0]) / steps, say("formula-mean-change", years=steps)
    sheet.add("c", key, f"(y - V{first}) / {steps}", change, _difference(unit))
    sheet.add("L", say("formula-line"), "y + (T - t) x c", line.expected, unit)
    miss = _percent(line.value or None)
    sheet.add("miss", say("formula-miss"), "|X - L| / |X - y|", miss, PERCENT)


def _of_total(sheet: Sheet, explanation: Explanation) -> None:
    """The sum, its pace, what each year left has to bring, and what the mean year leads to."""
    one, done = explanation.outlook.assessment, explanation.done
    if done is None:
        return
    unit, length = one.series.unit, one.target.by - (one.target.first or one.target.by) + 1
    figures = tuple(figure.value for figure in done.figures)
    known: dict[str, Given] = {"seen": done.seen, "length": length}
    if len(figures) > 1:
        sheet.add("sum", say("formula-sum"), "figures", done.value, unit, {"figures": figures})
    known["sum"] = done.value
    pace, each, found = one.methods["pace"].value, one.needed_per_year, one.projection
    sheet.add("pace", say("formula-pace"), "(sum / X) / (seen / length)", pace, None, known)
    left = say("formula-left-per-year" if one.target.lower_is_better else "formula-per-year")
    sheet.add("n", left, "(X - sum) / (length - seen)", each, unit, known)
    leads = found.value if found else None
    sheet.add("E", say("formula-mean"), "sum + (length - seen) x sum / seen", leads, unit, known)


def of_part(found: Outlook) -> list[Formula]:
    """What a share asks of its part while the total grows at h: growth and level, at each edge."""
    part, one = found.part, found.assessment
    if part is None:
        return []
    sheet = Sheet(
        {
            "s": Percent(part.share),
            "h": Percent(100 * part.total_growth),
            "total": numbers.exact(part.total),
            "T": one.target.by,
            "t": part.year,
            "u": min(part.total_year, one.target.by),
        }
    )
    edges = (one.target.band.min, one.target.band.max)
    for edge, growth, level in zip(edges, part.growth, part.level, strict=True):
        if edge is not None:
            at = f"{numbers.plain(edge)} %"
            known: Known = {"edge": Percent(edge)}
            key, formula = say("formula-part", edge=at), "(1 + h) x (edge / s)^(1 / (T - t)) - 1"
            sheet.add("growth", key, formula, _percent(growth), PERCENT, known)
            key, formula = say("formula-part-level", edge=at), "edge x total x (1 + h)^(T - u)"
            sheet.add("level", key, formula, level, one.series.unit, known)
    return sheet.steps


def of_year_to_date(one: Assessment) -> list[Formula]:
    """c months of this year against p, the same of the year before, whose whole is F."""
    found, unit, goal = one.year_to_date, one.series.unit, one.year_goal
    if found is None:
        return []
    known: dict[str, Given] = {"c": numbers.exact(found.value), "m": found.months}
    for symbol, value in (("p", found.value_before), ("F", found.year_before), ("X", goal)):
        if value is not None:
            known[symbol] = numbers.exact(value) if symbol != "X" else value
    sheet = Sheet(known)
    year = found.year
    sheet.add("growth", say("formula-same-months"), "c / p - 1", _percent(found.growth), PERCENT)
    pace, line = found.at_this_pace, found.straight_line
    sheet.add("E", say("formula-at-this-pace", year=year), "F x c / p", pace, unit)
    sheet.add("E", say("formula-straight", year=year), "c x 12 / m", line, unit)
    if len(found.shares) > 1:
        key, mean = say("formula-mean-share", year=year), found.by_mean_share
        shares: Known = {"shares": tuple(Percent(100 * share) for share in found.shares)}
        sheet.add("E", key, f"c / (shares / {len(found.shares)})", mean, unit, shares)
    if goal is None or found.needed(goal) <= 0:
        return sheet.steps
    key = say("formula-left" if one.target.lower_is_better else "formula-rest")
    sheet.add("rest", key, "X - c", found.needed(goal), unit)
    each = found.needed_per_month(goal)
    sheet.add("each month", say("formula-month"), "rest / (12 - m)", each, unit)
    growth = _percent(found.needed_growth(goal))
    sheet.add("growth", say("formula-rest-growth"), "rest / (F - p) - 1", growth, PERCENT)
    return sheet.steps


def legend_of_year(one: Assessment, steps: Sequence[Formula]) -> list[str]:
    """The symbols of the year to date that these steps use, with their values."""
    found, unit = one.year_to_date, one.series.unit
    if found is None:
        return []
    used = symbols(steps)
    goal = "symbol-ytd-most" if one.target.lower_is_better else "symbol-ytd-goal"
    return [
        say(
            key,
            value=written(value if symbol == "X" else numbers.exact(value), unit),
            period=words.period((found.before if symbol == "p" else None) or found.period),
            months=found.months,
            year=found.year - 1 if symbol == "F" else found.year,
        )
        for symbol, key, value in (
            ("c", "symbol-ytd-month" if found.months == 1 else "symbol-ytd", found.value),
            ("p", "symbol-ytd-before", found.value_before),
            ("F", "symbol-ytd-year", found.year_before),
            ("X", goal, one.year_goal),
        )
        if symbol in used and value is not None
    ]
