"""What a reader must know beside the verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exporttrack.model.period import Period
from exporttrack.model.series import Observation


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader must know beside the verdicts; the sentence is made by the renderer."""

    kind: Literal[
        "rival", "assumed", "forecast", "later", "shifted", "outlier", "as-published", "fiscal-year"
    ]
    series: str | None = None
    period: Period | None = None
    target: str | None = None
    used: Observation | None = None
    other: Observation | None = None
    count: int = 0
