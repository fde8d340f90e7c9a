"""Each formula of a verdict with the numbers put in, as one would type it into a calculator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exporttrack.render import numbers
from exporttrack.render.words import say
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.explanation import Explanation
from exporttrack.rules.methods import Course


@dataclass(frozen=True, slots=True)
class Formula:
    """One step of a calculation."""

    symbol: str
    meaning: str
    formula: str
    with_numbers: str
    value: float
    is_rate: bool
    """The value is a fraction, shown as percent."""

    @property
    def text(self) -> str:
        """`g, observed rate = (y/y0)^(1/(t-t0)) - 1 = (121 / 100)^(1/2) - 1 = 10 %`."""
        shown = f"{_digits(100 * self.value, 6)} %" if self.is_rate else _digits(self.value, 12)
        steps = (f"{self.symbol}, {self.meaning}", self.formula, self.with_numbers, shown)
        return " = ".join(steps)


def formulas(explanation: Explanation) -> list[Formula]:
    """Every formula that the verdict and its methods took, in the order of their use."""
    one, course = explanation.outlook.assessment, explanation.course
    if one.target.kind == "total":
        return list(_of_total(one))
    found = list(_of_kind(one))
    return found if course is None else [*found, *_of_methods(one, course)]


def _of_kind(one: Assessment) -> Iterator[Formula]:
    """What makes the figure and the goal of each kind."""
    base, target = one.base, one.target
    if target.kind == "share":
        yield from _share(one)
    if base is None or one.goal is None or target.kind not in ("growth", "change"):
        return
    edge = target.band.max if target.lower_is_better else target.band.min
    if edge is None:
        return
    factor = _digits(1 + float(edge) / 100, 10)
    years = target.by - base.period.years[1]
    growth = target.kind == "growth"
    yield Formula(
        "X",
        say("formula-goal"),
        "y0 x (1 + lo)^n" if growth else "y0 x (1 + p/100)",
        f"{_full(base.value)} x {factor}" + (f"^{years}" if growth else ""),
        float(one.goal),
        is_rate=False,
    )
    for before, after in zip(one.points, one.points[1:], strict=False):
        if growth and after[0] == before[0] + 1 and before[1] > 0:
            yield Formula(
                f"growth {after[0]}",
                say("formula-year"),
                "V/V_before - 1",
                f"{_full(after[1])} / {_full(before[1])} - 1",
                float(after[1]) / float(before[1]) - 1,
                is_rate=True,
            )


def _share(one: Assessment) -> Iterator[Formula]:
    actual = one.actual
    if actual is None or actual.as_published or not one.points:
        return
    year = one.points[-1][0]
    of_year = [figure for figure in one.figures if figure.period.years[1] == year]
    part = sum(figure.value for figure in of_year if figure.series == one.target.series)
    total = sum(figure.value for figure in of_year if figure.series == one.target.total)
    if total:
        numbers_in = f"{_full(part)} / {_full(total)}"
        value = float(part) / float(total)
        yield Formula("s", say("formula-share"), "part / total", numbers_in, value, is_rate=True)


def _of_methods(one: Assessment, course: Course) -> Iterator[Formula]:
    y0, y, x = _full(course.y0), _full(course.y), _full(course.x)
    rates, methods = one.rates, one.methods
    if rates.observed is not None:
        yield Formula(
            "g",
            say("formula-observed"),
            "(y/y0)^(1/(t-t0)) - 1",
            f"({y} / {y0})^(1/{course.t - course.t0}) - 1",
            rates.observed,
            is_rate=True,
        )
    if rates.required is not None:
        yield Formula(
            "r",
            say("formula-required"),
            "(X/y0)^(1/(T-t0)) - 1",
            f"({x} / {y0})^(1/{course.deadline - course.t0}) - 1",
            rates.required,
            is_rate=True,
        )
    if rates.needed is not None:
        yield Formula(
            "q",
            say("formula-needed"),
            "(X/y)^(1/(T-t)) - 1",
            f"({x} / {y})^(1/{course.deadline - course.t}) - 1",
            rates.needed,
            is_rate=True,
        )
    ratio, trend = methods["rate-ratio"].value, methods["trend-to-target"]
    if ratio is not None and rates.observed is not None and rates.required is not None:
        sign = "" if course.direction > 0 else "-1 x "
        yield Formula(
            "R",
            say("formula-ratio"),
            "d x g / |r|",
            f"{sign}{_rate(rates.observed)} / {_rate(abs(rates.required))}",
            ratio,
            is_rate=False,
        )
    yield from _of_trend(course, rates.observed, trend.expected, trend.value)
    yield from _of_line(one, course)


def _of_trend(
    course: Course, observed: float | None, expected: float | None, share: float | None
) -> Iterator[Formula]:
    if expected is None or observed is None:
        return
    years = course.deadline - course.t
    if years > 0:
        with_numbers = f"{_full(course.y)} x (1 + {_rate(observed)})^{years}"
        yield Formula(
            "E", say("formula-expected"), "y x (1 + g)^(T-t)", with_numbers, expected, is_rate=False
        )
    if share is not None:
        y0 = _full(course.y0)
        yield Formula(
            "P",
            say("formula-share-of-change"),
            "(E - y0) / (X - y0)",
            f"({_full(expected)} - {y0}) / ({_full(course.x)} - {y0})",
            share,
            is_rate=False,
        )


def _of_line(one: Assessment, course: Course) -> Iterator[Formula]:
    line = one.methods["straight-line"]
    years = course.deadline - course.t
    if line.expected is None or years <= 0:
        return
    change = (line.expected - course.y) / years
    yield Formula(
        "E, straight line",
        say("formula-line"),
        "y + (T-t) x mean change",
        f"{_full(course.y)} + {years} x {_full(change)}",
        line.expected,
        is_rate=False,
    )
    if line.value:
        e, x, y = _full(line.expected), _full(course.x), _full(course.y)
        yield Formula(
            "miss",
            say("formula-miss"),
            "|X - E| / |X - y|",
            f"|{x} - {e}| / |{x} - {y}|",
            line.value,
            is_rate=True,
        )


def _of_total(one: Assessment) -> Iterator[Formula]:
    pace, actual, goal = one.methods["pace"], one.actual, one.goal
    if pace.value is None or actual is None or goal is None:
        return
    seen = sum(figure.period.months for figure in one.figures) // 12
    length = one.target.by - (one.target.first or one.target.by) + 1
    yield Formula(
        "pace",
        say("formula-pace"),
        "(sum/X) / (seen/length)",
        f"({_full(actual.value)} / {_full(goal)}) / ({seen} / {length})",
        pace.value,
        is_rate=False,
    )


def _full(value: numbers.Value) -> str:
    """Twelve significant digits at most: what one can type in."""
    return _digits(value, 12)


def _rate(fraction: float) -> str:
    return f"{_digits(100 * fraction, 8)} %"


def _digits(value: numbers.Value, digits: int) -> str:
    return numbers.plain(numbers.rounded(numbers.exact(value), digits))
