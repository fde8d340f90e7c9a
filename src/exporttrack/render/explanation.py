"""How a verdict was reached: from the words of the source to the last figure."""

from __future__ import annotations

from collections.abc import Iterator

from exporttrack.model.series import PERCENT, Observation
from exporttrack.render import json, kept, numbers, outlook, words
from exporttrack.render.drawing import drawing
from exporttrack.render.formulas import Formula, formulas
from exporttrack.render.safe import safe
from exporttrack.render.sections import Section
from exporttrack.render.words import say
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.explanation import Explanation, Explanations, Turn
from exporttrack.rules.ledger import Entry

METHODS = ("rate-ratio", "trend-to-target", "straight-line")
_AGREEING = {
    "achieved": "good", "on-track": "good",
    "acceleration-needed": "middling", "moderate": "middling", "slightly-off": "middling",
}  # fmt: skip
"""Classes that say the same in other words; all others are bad, `not-available` says nothing."""


def title(found: Explanations) -> str:
    """Title and day."""
    report = found.outlooks.report
    return say("explain-title", title=safe(report.title), as_of=report.as_of)


def sections(found: Explanations) -> list[Section]:
    """All sections of all targets that were asked about."""
    made = [section for one in found.explanations for section in _sections(found, one)]
    files = tuple(safe(one.path) for one in found.outlooks.report.inputs)
    return [section for section in (*made, Section(say("outlook-files"), files)) if section.lines]


def _sections(found: Explanations, explanation: Explanation) -> Iterator[Section]:
    one = explanation.outlook.assessment
    yield Section(f"{safe(one.target.title)} ({one.target.id})", tuple(_promise(one)))
    yield Section(say("explain-verdict"), (f"{one.status}: {words.reason(one)}",))
    used = tuple(_used(found, figure) for figure in one.figures)
    yield Section(say("explain-figures"), used or (say("explain-no-figure"),))
    yield Section(say("explain-aside"), tuple(_set_aside(found, explanation)))
    steps = tuple(formula.text for formula in formulas(explanation))
    symbols = (say("explain-symbols"),) if steps else ()
    yield Section(say("explain-calculation"), (*symbols, *steps))
    yield Section(say("explain-methods"), tuple(_methods(one)))
    yield Section(say("explain-turns"), tuple(_turns(explanation)))
    yield Section(say("explain-ahead"), tuple(_ahead(explanation)))
    yield Section(say("explain-path"), drawing(explanation), fixed=True)


def _promise(one: Assessment) -> Iterator[str]:
    """The words of the source, where they stand, and the rule that is made of them."""
    target, source = one.target, one.target.source
    if target.quote:
        yield f"“{safe(target.quote)}”"
    if source is not None:
        parts = (source.title, source.publisher, source.published, source.url)
        yield ", ".join(safe(str(part)) for part in parts if part)
    if target.note:
        yield say("explain-note", note=safe(target.note))
    yield rule(one)


def rule(one: Assessment) -> str:
    """What the target asks, in a sentence."""
    target = one.target
    key = f"rule-{target.kind}"
    if target.kind == "growth" and target.reading == "each-year":
        key = "rule-each-year"
    text = say(
        key,
        series=safe(one.series.title or one.series.id),
        wanted=words.wanted(one),
        by=target.by,
        first=target.first,
        base=target.base_year,
        total=target.total,
    )
    if target.band.min is None or target.band.max is None:
        return text
    far = say("below" if target.lower_is_better else "above")
    return text + say("rule-far-miss" if target.above_is_miss else "rule-far-fine", far=far)


def _used(found: Explanations, one: Observation) -> str:
    assumed = say("explain-assumed") if one.assumed else ""
    parts = [kept.figure(found.series[one.series], one) + assumed, safe(one.url or "")]
    return ", ".join(part for part in (*parts, kept.place(one)) if part)


def _set_aside(found: Explanations, explanation: Explanation) -> Iterator[str]:
    for entry in explanation.aside:
        yield _entry(found, entry)
    if explanation.partial:
        yield say("explain-partial", count=explanation.partial)


def _entry(found: Explanations, entry: Entry) -> str:
    one = entry.observation
    figure = kept.figure(found.series[one.series], one)
    return f"{figure}: {say(f'why-{entry.why}')}, {kept.place(one)}"


def _methods(one: Assessment) -> Iterator[str]:
    """Value, class, thresholds and edition of each, and what their agreement means."""
    if one.target.kind == "total":
        pace = one.methods["pace"]
        yield say("method-pace", label=pace.label, value=_value(pace.value))
        return
    for name in METHODS:
        result = one.methods[name]
        said = result.label if result.reason is None else f"{result.label} ({result.reason})"
        yield say(f"method-{name}", label=said, value=_value(result.value))
    labels = [one.methods[name].label for name in METHODS]
    kinds = {_AGREEING.get(label, "bad") for label in labels if label != "not-available"}
    if kinds:
        yield say("methods-agree" if len(kinds) == 1 else "methods-differ")
    decided = one.decided_by or ("each-year" if one.reason == "trend" else None)
    yield say("method-decides", method=decided) if decided else say("method-none-decides")


def _value(value: float | None) -> str:
    return "-" if value is None else numbers.plain(numbers.rounded(numbers.exact(value), 4))


def _turns(explanation: Explanation) -> Iterator[str]:
    one = explanation.outlook.assessment
    unit = PERCENT if one.target.kind == "share" else one.series.unit
    for turn in explanation.turns:
        yield _turn(one, turn, unit)


def _turn(one: Assessment, turn: Turn, unit: str) -> str:
    key = "turn-down" if one.target.lower_is_better else "turn-up"
    return say(key, value=numbers.amount(turn.value, unit), year=turn.year, label=turn.label)


def _ahead(explanation: Explanation) -> Iterator[str]:
    found = explanation.outlook
    if not found.over:
        yield from outlook.needed(found.assessment)
    for projection in found.projections:
        yield outlook.projected(found.assessment, projection)
    if under_way := words.year_to_date(found.assessment):
        yield under_way


def document(found: Explanations) -> json.Json:
    """Every intermediate value; percentages are percent numbers."""
    head = json.document(found.outlooks.report)
    targets = {target["id"]: target for target in json.targets(found.outlooks.report)}
    return {
        **{name: head[name] for name in ("schema_version", "tool", "as_of", "title", "inputs")},
        "explanations": [
            {
                **targets[one.outlook.assessment.target.id],
                "rule": rule(one.outlook.assessment),
                "formulas": [_formula(formula) for formula in formulas(one)],
                "corridor": [
                    {"year": year, "min": low, "max": high}
                    for year, (low, high) in one.corridor.items()
                ],
                "required_path": [
                    {"year": year, "value": value} for year, value in one.required.items()
                ],
                "turns": [
                    {"value": turn.value, "year": turn.year, "class": turn.label}
                    for turn in one.turns
                ],
                "set_aside": [
                    {**json.figure(found.series, entry.observation), "why": entry.why}
                    for entry in one.aside
                ],
                "projections": [json.projection(each) for each in one.outlook.projections],
            }
            for one in found.explanations
        ],
    }


def _formula(one: Formula) -> json.Json:
    return {
        "symbol": one.symbol,
        "meaning": one.meaning,
        "formula": one.formula,
        "with_numbers": one.with_numbers,
        "value": 100 * one.value if one.is_rate else one.value,
        "unit": PERCENT if one.is_rate else None,
    }
