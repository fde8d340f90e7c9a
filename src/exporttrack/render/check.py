"""What `check` says: a line a target, or one line for a monitor."""

from __future__ import annotations

from collections.abc import Sequence

from exporttrack.model.series import PERCENT
from exporttrack.render import numbers, reasons, words
from exporttrack.render.language import say
from exporttrack.rules.assessment import Assessment
from exporttrack.rules.checking import Finding
from exporttrack.rules.measures import meets

OK, WARNING, CRITICAL, UNKNOWN = range(4)
STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
"""Of the monitoring plugin guidelines; the number is the exit status."""
NAME = "EXPORTTRACK"
"""How the line for a monitor begins, whatever it says."""


def line(finding: Finding) -> str:
    """`jobs: behind: 7,000 jobs in 2021-2024: 3,000 jobs (30 %) below the target of …`."""
    one = finding.assessment
    parts = [f"{one.target.id}: {words.status(one)}: {_why(one)}"]
    if finding.age is not None:
        parts.append(say("check-stale", age=finding.age))
    if one.any_assumed:
        is_judged = one.actual is not None and one.actual.assumed
        parts.append(say("figure-assumed" if is_judged else "figures-assumed"))
    return " ".join(parts)


def _why(one: Assessment) -> str:
    """The figure, its period and what it misses by; the reason where it misses nothing.

    Without a verdict the reason comes first: it tells why there is none.
    """
    reason, fit, what = reasons.reason(one), words.fit(one), words.what(one)
    if one.position is None or meets(one.position, one.target) or fit in reason:
        return reason
    told = f"{what}: {fit}."
    if one.status not in ("awaiting-data", "not-assessable"):
        return told
    return f"{reason.removesuffix('.')}, {fit}." if what in reason else f"{reason} {told}"


def state(findings: Sequence[Finding]) -> int:
    """The worst of them; of no target at all nothing is known."""
    if not findings:
        return UNKNOWN
    if any(one.critical for one in findings):
        return CRITICAL
    return WARNING if any(one.is_found for one in findings) else OK


def nagios(findings: Sequence[Finding]) -> str:
    """One line: state, what is found, and after a bar the figures with their ranges."""
    if not findings:
        return unknown(say("check-none"))
    text = f"{NAME} {STATES[state(findings)]} - {_summary(findings)}"
    data = " ".join(filter(None, (_perfdata(one.assessment) for one in findings)))
    return f"{text} | {data}" if data else text


def unknown(message: str) -> str:
    """The same line when there is no answer."""
    return f"{NAME} {STATES[UNKNOWN]} - {message.replace('|', '/')}"


def _summary(findings: Sequence[Finding]) -> str:
    found = [
        f"{one.assessment.target.id} "
        + (words.status(one.assessment) if one.failed else say("stale"))
        for one in findings
        if one.is_found
    ]
    counts = {"found": len(found), "all": len(findings), "which": ", ".join(found)}
    text = say("check-found" if found else "check-fine", **counts)
    any_assumed = any(one.assessment.any_assumed for one in findings)
    return text + (say("check-assumed") if any_assumed else "")


def _perfdata(one: Assessment) -> str:
    """`'id'=value;warn;crit`: the range of what is asked, beyond which it is a warning."""
    if one.actual is None:
        return ""
    low, high = one.target.band.min, one.target.band.max
    if not one.target.above_is_miss and low is not None and high is not None:
        low, high = (None, high) if one.target.lower_is_better else (low, None)
    start = "~" if low is None else f"{low:f}"
    asked = f"{start}:{'' if high is None else f'{high:f}'}"
    percent = one.target.kind in ("share", "growth", "change") or one.series.unit == PERCENT
    value = numbers.exact(one.actual.value)
    return f"'{one.target.id}'={value:f}{'%' if percent else ''};{asked};{asked}"
