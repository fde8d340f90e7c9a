"""JSON as text, with a line for each value: what `json.dumps` writes with an indent, sooner."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from json.encoder import encode_basestring as quoted

from exporttrack.model.period import Period
from exporttrack.model.series import Observation, Series
from exporttrack.render.numbers import json_number


def written(value: object, margin: str = "\n") -> str:
    """A value as JSON. Each level stands one blank further in; `margin` is what begins its lines.

    >>> print(written({"a": [1, None], "b": {}}))
    {
     "a": [
      1,
      null
     ],
     "b": {}
    }
    """
    word = _WORDS.get(type(value))
    if word is not None:
        return word(value)
    inner = margin + " "
    if isinstance(value, dict):
        known = _WORDS.get  # asked here, too, which saves a call for all that has no parts
        pairs = [
            f"{quoted(key)}: {word(one) if (word := known(type(one))) else written(one, inner)}"
            for key, one in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(pairs)}{margin}}}" if pairs else "{}"
    if isinstance(value, list | tuple):
        ones = [written(one, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(ones)}{margin}]" if ones else "[]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _float(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number of JSON")
    return repr(value)


_WORDS: Mapping[type, Callable[..., str]] = {
    str: quoted,
    int: repr,
    float: _float,
    bool: lambda value: "true" if value else "false",
    type(None): lambda value: "null",
}
"""What writes a value that has no parts."""


def figures(series: Mapping[str, Series], ones: Sequence[Observation], margin: str) -> str:
    """A list of figures, as `written` has them. They are most of a report, and so much alike."""
    if not ones:
        return "[]"
    inner = margin + " "
    names, periods, values, statuses, published, sources, urls, _, _, files, lines, assumed = zip(
        *ones, strict=True
    )
    of = {name: f'{{{inner} "series": {quoted(name)},{inner} "period": "' for name in set(names)}
    units = tuple([series[name].unit for name in names])
    alike = (periods, units, statuses, published, sources, urls, files, assumed)
    before, after = _around_all(inner, *alike)
    begins = map(of.__getitem__, names)
    texts = map("".join, zip(begins, before, _digits(values), after, _lines(lines), strict=True))
    return f"[{inner}{f'{inner}}},{inner}'.join(texts)}{inner}}}{margin}]"


def _digits(values: Sequence[Decimal]) -> list[str]:
    digits = list(map(str, values))
    if "".join(digits).isdigit():
        return digits
    return [written(None if value.is_nan() else json_number(value)) for value in values]


def _lines(lines: Sequence[int | None]) -> list[str]:
    return ["null" if line is None else str(line) for line in lines]


@lru_cache(maxsize=64)  # the series of an archive have figures for the same periods
def _around_all(margin: str, *columns: tuple[object, ...]) -> tuple[Sequence[str], Sequence[str]]:
    """What stands before and after each value, from the columns of what `_around` takes."""
    before, after = zip(*map(partial(_around, margin), *columns), strict=True)
    return before, after


@lru_cache(maxsize=8192)
def _around(
    margin: str,
    period: Period,
    unit: str,
    status: str | None,
    published: object,
    source: str | None,
    url: str | None,
    file: str | None,
    assumed: bool,
) -> tuple[str, str]:
    """What stands around a value, which the figures of an archive share; its line comes after."""
    fields = {
        "unit": unit,
        "status": status,
        "assumed": assumed,
        "source": source,
        "url": url,
        "published": None if published is None else str(published),
        "file": file,
    }
    pairs = "".join(f',{margin} "{name}": {written(one)}' for name, one in fields.items())
    return f'{period}",{margin} "value": ', f'{pairs},{margin} "line": '
