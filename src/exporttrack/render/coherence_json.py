"""Whether targets can be met together, for programs. Keys keep their order."""

from __future__ import annotations

from exporttrack import __version__
from exporttrack.render.json import SCHEMA_VERSION, Json
from exporttrack.render.numbers import exact, json_number
from exporttrack.rules.coherence import Coherence, Conflict
from exporttrack.rules.corridors import Basis, Corridor, Edges
from exporttrack.rules.measures import position
from exporttrack.rules.pairs import AsGrowth, Pair, as_growth
from exporttrack.rules.remedies import Remedy


def document(found: Coherence) -> Json:
    """The document as plain data. Percentages are percent numbers; an open side is None."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": f"exporttrack {__version__}",
        "as_of": found.as_of.isoformat(),
        "title": found.title,
        "inputs": [{"path": one.path, "sha256": one.sha256} for one in found.inputs],
        "corridors": [_corridor(found, one) for one in found.corridors],
        "conflicts": [_conflict(found, one) for one in found.conflicts],
        "fits": [_fit(found, one) for one in found.fits],
    }


def _where(found: Coherence, one: Corridor) -> Json:
    series = one.target.series
    return {
        "series": series,
        "unit": found.series[series].unit,
        "from": one.first,
        "year": one.year,
    }


def _ends(edges: Edges) -> Json:
    low, high = edges
    return {"low": _number(low), "high": _number(high)}


def _number(value: float | None) -> int | float | None:
    return json_number(None if value is None else exact(value))


def _corridor(found: Coherence, one: Corridor) -> Json:
    band = one.target.band
    return {
        "target": one.target.id,
        "kind": one.target.kind,
        "band": {"min": json_number(band.min), "max": json_number(band.max)},
        **_where(found, one),
        **_ends((one.low, one.high)),
        "basis": _basis(one.basis),
        "factors": None if one.basis is None else _ends(one.factors),
        "actual": _actual(one),
    }


def _basis(basis: Basis | None) -> Json | None:
    if basis is None:
        return None
    return {
        "kind": basis.kind,
        "series": basis.series,
        "year": basis.year,
        **_ends((basis.low, basis.high)),
        "level": 80 if basis.kind == "trend" else None,
        "target": basis.through.target.id if basis.through else None,
        "periods": [str(figure.period) for figure in basis.figures],
        "assumed": basis.assumed,
        "as_published": basis.as_published,
    }


def _actual(one: Corridor) -> Json | None:
    figure = one.figure
    if figure is None:
        return None
    whole = one.first != one.year
    return {
        "value": json_number(figure.value),
        "period": f"{one.first}/{one.year}" if whole else str(figure.period),
        "assumed": any(part.assumed for part in figure.parts),
        "position": position(figure.value, (one.low, one.high)) if one.known else None,
    }


def _pair(found: Coherence, pair: Pair) -> Json:
    common = pair.common
    return {
        **_where(found, pair.one),
        "targets": [pair.one.target.id, pair.other.target.id],
        "multiple_of": None if common is None else {"series": common.series, "year": common.year},
        "corridors": [_ends(edges) for edges in pair.edges],
    }


def _conflict(found: Coherence, conflict: Conflict) -> Json:
    pair = conflict.pair
    low, high = pair.overlap
    counts = pair.would_count
    return {
        **_pair(found, pair),
        "apart": None if low is None or high is None else _number(high - low),
        "counts_as_met_beyond": counts.id if counts else None,
        "each_year": _each_year(pair),
        "reconcile": [_remedy(one) for one in conflict.remedies],
    }


def _each_year(pair: Pair) -> Json | None:
    if pair.common is None or pair.common.last is None:
        return None
    return {"from": pair.one.year, "to": pair.common.last}


def _remedy(one: Remedy) -> Json:
    return {
        "target": one.corridor.target.id,
        "edge": _number(one.edge),
        "base": {"series": one.basis.series, "year": one.basis.year, **_ends(one.base)},
        "latest": {"year": one.since, "value": _number(one.latest)},
        "times": _ends(one.times),
        "needed": _ends(one.needed),
    }


def _fit(found: Coherence, pair: Pair) -> Json:
    return {
        **_pair(found, pair),
        "both": _ends(pair.overlap),
        "as_growth": _as_growth(as_growth(pair)),
    }


def _as_growth(rates: AsGrowth | None) -> Json | None:
    if rates is None:
        return None
    return {
        "target": rates.other.target.id,
        "beside": rates.growth.target.id,
        **_ends((rates.low, rates.high)),
    }
