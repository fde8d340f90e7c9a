"""Tracks stated export targets against published figures.

    >>> from datetime import date
    >>> import exporttrack
    >>> targets = exporttrack.load_targets(exporttrack.shipped("targets.toml"))
    >>> actuals = exporttrack.load_actuals(exporttrack.shipped("actuals.toml"), targets.series)
    >>> report = exporttrack.assess(targets, actuals, as_of=date(2026, 11, 21))
    >>> report.assessments[0].status
    'met'

The nouns are frozen dataclasses and named tuples: `Targets`, `Target`, `Band`, `Series`,
`Observation`, `Period`, `Actuals`, `Report`, `Assessment`, `Changes`. Everything that is refused is
an `ExportTrackError`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporttrack.errors import ExportTrackError as ExportTrackError
    from exporttrack.files.loading import load_actuals as load_actuals
    from exporttrack.files.loading import load_targets as load_targets
    from exporttrack.files.loading import shipped as shipped
    from exporttrack.model.actuals import Actuals as Actuals
    from exporttrack.model.period import Period as Period
    from exporttrack.model.period import parse_period as parse_period
    from exporttrack.model.series import Observation as Observation
    from exporttrack.model.series import Series as Series
    from exporttrack.model.target import Band as Band
    from exporttrack.model.target import Target as Target
    from exporttrack.model.target import Targets as Targets
    from exporttrack.rules import assess as assess
    from exporttrack.rules.assessment import Assessment as Assessment
    from exporttrack.rules.assessment import Report as Report
    from exporttrack.rules.since import Changes as Changes
    from exporttrack.rules.since import changes as changes

__version__ = "0.1.0"

_HOME = {
    "assess": "exporttrack.rules.report",
    "changes": "exporttrack.rules.since",
    "Assessment": "exporttrack.rules.assessment",
    "Report": "exporttrack.rules.assessment",
    "Changes": "exporttrack.rules.since",
    "ExportTrackError": "exporttrack.errors",
    "load_actuals": "exporttrack.files.loading",
    "load_targets": "exporttrack.files.loading",
    "shipped": "exporttrack.files.loading",
    "Actuals": "exporttrack.model.actuals",
    "Period": "exporttrack.model.period",
    "parse_period": "exporttrack.model.period",
    "Observation": "exporttrack.model.series",
    "Series": "exporttrack.model.series",
    "Band": "exporttrack.model.target",
    "Target": "exporttrack.model.target",
    "Targets": "exporttrack.model.target",
}
__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> object:
    """Import what is asked for, when it is: the command line starts without most of it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """What there is, before it is imported, too."""
    return sorted({*globals(), *__all__})
