"""The topics of `exporttrack help`: what holds for every command, in a few lines each.

What the program itself lists, such as formats, statuses and suffixes, is taken from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Rows = Sequence[tuple[str, str]]
"""What is written or seen, and what it means."""
Part = str | Rows
"""A paragraph or a table."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to ask `exporttrack help` about."""

    title: str
    """One line."""
    parts: Callable[[], Sequence[Part]]
    """Made when asked for, as most of them read what the program lists."""


def _exit_codes() -> Sequence[Part]:
    return (
        (
            ("0", "Answered, however bad the news; kept."),
            ("1", "check, validate or coherence found something."),
            (
                "2",
                "Could not answer, or kept nothing: usage, a file missing or faulty, an unknown "
                "target, an internal error; or kept, but could not say so.",
            ),
            ("130, 141", "Interrupted; the reader closed the pipe."),
        ),
        "The format never changes the exit code. check --nagios has those of monitoring plugins:",
        (
            ("0", "OK: nothing is found."),
            ("1", "WARNING: behind, stale, or a status without a verdict."),
            ("2", "CRITICAL: missed or off-track."),
            (
                "3",
                "UNKNOWN: no answer, for whatever reason; no target to check; --help or --version; "
                "any line with --nagios that is none of check.",
            ),
        ),
    )


_FORMATS = {
    "table": "For a terminal; in a pipe without colours and as wide as it needs.",
    "text": "For mails and printers: 80 columns, a block for each target.",
    "json": "For programs: everything, with every digit, in one object.",
    "jsonl": "For programs: a line for each target.",
    "csv": "For spreadsheets: a row for each target.",
    "md": "For a wiki: Markdown, a table for each group.",
    "prom": "For a collector: OpenMetrics.",
}


def _formats() -> Sequence[Part]:
    from exporttrack.cli.main import COMMANDS, module_of
    from exporttrack.cli.report import FORMATS
    from exporttrack.cli.writing import ENDINGS

    endings = {format: ending for ending, format in ENDINGS.items()}
    others = {name: getattr(module_of(name), "FORMATS", ()) for name in COMMANDS[1:]}
    return (
        "--format chooses how the report is written, or the ending of -o FILE. All formats are "
        "made from the same report and say the same.",
        [(one, f"{_FORMATS[one]} {endings.get(one, '')}".rstrip()) for one in FORMATS],
        "The other commands have some of them:",
        [(name, ", ".join(formats)) for name, formats in others.items() if formats],
        "--json is --format json; validate has it, too. What the JSON of a command holds: "
        "exporttrack schema NAME.",
        "Figures are read from TOML (.toml), CSV (.csv, .tsv), JSON (.json) and JSON Lines "
        "(.jsonl, .ndjson), and from standard input (-).",
    )


def _environment() -> Sequence[Part]:
    return (
        (
            ("EXPORTTRACK_TARGETS", "The targets file, where --targets names none."),
            ("EXPORTTRACK_ACTUALS", "The file of figures, where --actuals names none."),
            ("EXPORTTRACK_LANG", "The language, en or vi, where --lang names none."),
            ("EXPORTTRACK_DEBUG", "Set: an internal error shows where it arose."),
            ("NO_COLOR", "Set: no colours. --color goes before it."),
            ("FORCE_COLOR", "Set: colours off a terminal, too; 0: none."),
            ("COLUMNS", "The width of a table on a terminal. In a pipe nothing is cut."),
            ("TERM", "dumb: no colours."),
        ),
    )


def _files() -> Sequence[Part]:
    return (
        (
            (
                "targets.toml",
                "What was promised; people edit it, the program never does. The first of: "
                "--targets FILE, $EXPORTTRACK_TARGETS, targets.toml here, the copy that comes with "
                "the package.",
            ),
            (
                "actuals.toml",
                "The figures; record and import append to it and rewrite nothing. The first of: "
                "--actuals FILE, $EXPORTTRACK_ACTUALS, actuals.toml beside the targets. Without "
                "any no figure is known.",
            ),
        ),
        "No parent folder is searched, nothing is asked, nothing is fetched. Every report names "
        "the files that it was made from.",
        "exporttrack init writes both to begin with, exporttrack validate shows what is wrong in "
        "them. What they may hold: exporttrack schema targets, exporttrack schema actuals.",
    )


_STATUSES = {
    "met": "The deadline is over, and its figure is as asked.",
    "achieved": "Reached before the deadline.",
    "on-track": "The pace so far is enough.",
    "behind": "The pace so far is nearly enough.",
    "off-track": "The pace so far is not enough, or goes the wrong way.",
    "missed": "The deadline is over, and its figure is not as asked.",
    "not-started": "The period of the target lies ahead.",
    "awaiting-data": "The deadline is over, and its figure is not known.",
    "not-assessable": "There are figures, but too few, or of the wrong kind.",
    "no-data": "There is no figure at all.",
}


def _statuses() -> Sequence[Part]:
    from exporttrack.rules.assessment import STATUSES

    rows = [(str(status), _STATUSES[status]) for status in STATUSES]
    first = STATUSES.index("not-started")
    return (
        rows[:first],
        "And without a verdict:",
        rows[first:],
        "exporttrack explain TARGET shows how a target came to its status.",
    )


def _dates_and_numbers() -> Sequence[Part]:
    from exporttrack.model.number import SCALES

    suffixes: dict[int, list[str]] = {}
    for suffix, power in SCALES.items():
        suffixes.setdefault(power, []).append("M" if suffix == "m" else suffix)
    return (
        "A period has both its ends in:",
        (
            ("2024", "The year."),
            ("2024-H1, 2024-Q3", "Its first half; its third quarter."),
            ("2024-09", "September."),
            ("2024-01/2024-09", "January to September."),
            ("2021/2025", "The years 2021 to 2025."),
        ),
        "--as-of takes a day, 2024-01-31; --published also a month, 2024-01, or a year.",
        "A number has a dot for decimals, and no grouping but _:",
        (
            ("1.5", "One and a half."),
            ("550_000_000, 550M", "550 million."),
            ("US$1.2bn", "1.2 billion, where the series is in USD."),
            ("4.8 %", "4.8, where the series is in percent. Never 0.048."),
            ("1,234", "Refused: it could be read in two ways."),
        ),
        "Suffixes, in small or capital letters:",
        [(f"{10**power:,}", ", ".join(names)) for power, names in suffixes.items()],
        "With --decimal-mark , (record, import) the comma is the decimal mark: 12,5 is 12.5.",
    )


TOPICS = {
    "exit-codes": Topic("What the exit codes mean.", _exit_codes),
    "formats": Topic("What can be printed, and what can be read.", _formats),
    "environment": Topic("The variables that are looked at.", _environment),
    "files": Topic("The two files, and where they are looked for.", _files),
    "statuses": Topic("The ten words for how a target stands, best to worst.", _statuses),
    "dates-and-numbers": Topic("How periods, days and numbers are written.", _dates_and_numbers),
}


def listed() -> str:
    """The topics for the end of --help; the mark before them keeps their lines."""
    rows = "\n".join(
        f"  {name:{max(map(len, TOPICS))}}  {one.title}" for name, one in TOPICS.items()
    )
    return f"\b\nexporttrack help NAME explains a command, or one of these topics:\n{rows}"
