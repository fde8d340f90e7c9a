"""JSON as text, with a line for each value: what `json.dumps` writes with an indent, sooner."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
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
        pairs = [f"{quoted(name)}: {written(one, inner)}" for name, one in value.items()]
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
    inner = margin + " "
    texts = []
    of, begin, unit = None, "", ""
    for name, period, value, status, published, source, url, _, _, file, line, assumed in ones:
        if name != of:
            of, unit = name, series[name].unit
            begin = f'{{{inner} "series": {quoted(name)},{inner} "period": "'
        digits = str(value)
        if not digits.isdigit():
            digits = written(None if value.is_nan() else json_number(value))
        before, after = _around(inner, period, unit, status, published, source, url, file, assumed)
        texts.append(f"{begin}{before}{digits}{after}{'null' if line is None else line}")
    return f"[{inner}{f'{inner}}},{inner}'.join(texts)}{inner}}}{margin}]" if texts else "[]"


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
