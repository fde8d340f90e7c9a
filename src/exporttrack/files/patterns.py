"""Figures, periods and dates as JSON Schema, for editors.

No pattern refuses what is read; the readers refuse more, and say why.
"""

from __future__ import annotations

from typing import Any

from exporttrack.model.period import FIRST_YEAR, LAST_YEAR

Schema = dict[str, Any]

_MONTH = "(0[1-9]|1[0-2])"
_PERIOD = rf"[0-9]{{4}}(-([Hh][12]|[Qq][1-4]|{_MONTH}))?(/[0-9]{{4}}(-{_MONTH})?)?"
_DAY = rf"[0-9]{{4}}-{_MONTH}-[0-9]{{2}}"

# Numbers have digits and no comma, whatever suffix or unit they carry.
FIGURE: Schema = {
    "type": ["number", "string"],
    "pattern": "^[^,]*[0-9][^,]*$",
    "examples": [4.4, "550M", "4.4 %", "US$1.2bn"],
}
VALUE: Schema = {
    **FIGURE,
    "pattern": rf"{FIGURE['pattern']}|^\s*[Ww][Ii][Tt][Hh][Dd][Rr][Aa][Ww][Nn]\s*$",
    "examples": [20890000000, "550M", "withdrawn"],
}
# A year may be written without quotes, and so may a day in TOML, which editors take for text.
_YEAR: Schema = {
    "type": ["string", "integer"],
    "minimum": FIRST_YEAR,
    "maximum": LAST_YEAR,
}
PERIOD: Schema = {
    **_YEAR,
    "pattern": rf"^\s*{_PERIOD}\s*$",
    "examples": ["2024", "2024-H1", "2024-Q3", "2024-09", "2024-01/2024-09", "2021/2025"],
}
PUBLISHED: Schema = {
    **_YEAR,
    "pattern": rf"^\s*({_PERIOD}|{_DAY}([Tt ].*)?)\s*$",
    "examples": ["2024-05-19", "2024-05", "2024"],
}
RECORDED: Schema = {
    "type": "string",
    "pattern": rf"^\s*{_DAY}",
    "examples": ["2026-11-21T09:30:00Z"],
}
