"""The rules: pure functions from the model to an assessment; no clock, no files."""

from exporttrack.rules.report import assess

__all__ = ["assess"]
