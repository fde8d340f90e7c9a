"""How a verdict was reached, as JSON: docs/formats.md, "explain --json"."""

from __future__ import annotations

from exporttrack.render import formulas, json, numbers, outlook
from exporttrack.render.explanation import rule
from exporttrack.render.noting import note as note_of
from exporttrack.render.sheet import Formula
from exporttrack.rules.explanation import Explanation, Explanations
from exporttrack.rules.turning import Turn


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
        "notes": [note_of(report, note) for note in report.notes],
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


def _formula(one: Formula) -> json.Json:
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
