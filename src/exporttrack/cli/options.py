"""The options that commands share, and what becomes of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporttrack.errors import FormatError, nearest

if TYPE_CHECKING:
    from exporttrack.model.number import DecimalMark
    from exporttrack.model.target import Targets

COLORS = ("auto", "always", "never")

TargetNames = Annotated[
    list[str] | None, typer.Argument(metavar="TARGET", help="Only these targets.")
]
TargetsFile = Annotated[
    str | None,
    typer.Option(
        "--targets",
        metavar="FILE",
        help="The targets. Default: $EXPORTTRACK_TARGETS, targets.toml here, the shipped ones.",
    ),
]
ActualsFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--actuals",
        metavar="FILE",
        help="Figures: TOML, CSV, JSON, JSON Lines, - for standard input. May be given again. "
        "Default: $EXPORTTRACK_ACTUALS, actuals.toml beside the targets.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Judge by what was known on this day. Default: today."),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SERIES=VALUE@PERIOD",
        help="Lay a figure on top, as handicraft_exports=200M@2025. May be given again.",
    ),
]
JournalFile = Annotated[
    str | None,
    typer.Option(
        "--actuals",
        metavar="FILE",
        help="The actuals.toml to write. Default: $EXPORTTRACK_ACTUALS, beside the targets.",
    ),
]
DecimalMarkOption = Annotated[
    str, typer.Option("--decimal-mark", metavar="MARK", help="How decimals are marked: . or ,")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be kept; keep nothing.")]
Force = Annotated[
    bool, typer.Option("--force", help="Keep an amount that is a hundredfold from all others.")
]
Level = Annotated[str, typer.Option(metavar="PERCENT", help="Of the intervals, as 80 or 95.")]
Group = Annotated[str | None, typer.Option(metavar="NAME", help="Only the targets of this group.")]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write this file, whole or not at all; the format from its ending.",
    ),
]
Bom = Annotated[bool, typer.Option("--bom", help="Begin CSV with a mark for Excel.")]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Color = Annotated[str, typer.Option(metavar="WHEN", help="auto, always or never.")]

Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANG", help="en or vi. Default: $EXPORTTRACK_LANG, else en."),
]


def speak(lang: str | None) -> None:
    """From here on everything is said in the language of `--lang`, else of EXPORTTRACK_LANG."""
    from exporttrack.render import language

    given = lang if lang is not None else os.environ.get("EXPORTTRACK_LANG") or "en"
    option = "--lang" if lang is not None else "EXPORTTRACK_LANG"
    language.speak(choice(option, given, language.LANGUAGES))


def in_language(targets: Targets) -> Targets:
    """The targets with titles and groups in the language that is spoken."""
    from exporttrack.render import language

    code = language.spoken()
    language.speak(
        code, {unit: names[code] for unit, names in targets.units.items() if code in names}
    )
    return targets.in_language(code)


def day(text: str | None, option: str = "--as-of") -> date:
    """The day that an option names; today without it. FormatError when it is none."""
    if text is None:
        # `recorded` is UTC: west of Greenwich an evening's record is already of the day after.
        return max(date.today(), datetime.now(UTC).date())
    from exporttrack.files.fields import day_of

    try:
        return day_of(text)
    except ValueError:
        hint = f"write {option} 2024-01-31"
        raise FormatError(f'{option}: "{text}" is not a day', hint) from None


def choice(option: str, value: str, allowed: Sequence[str]) -> str:
    """`value` when it is one of those allowed, else FormatError with the nearest."""
    if value in allowed:
        return value
    near = nearest(value, list(allowed))
    hint = f"did you mean {near}?" if near else None
    known = ", ".join(allowed)
    raise FormatError(f'{option} "{value}" is none of {known}', hint)


def percent(option: str, text: str, least: float, most: float) -> float:
    """A percent number as a fraction. FormatError unless it is between `least` and `most`."""
    from exporttrack.model.number import parse_number

    try:
        value = float(parse_number(text).value)
    except FormatError as error:
        raise FormatError(f"{option}: {error}", error.hint) from None
    if not least <= value <= most:
        raise FormatError(f"{option}: {text} is not between {least:g} and {most:g} percent")
    return value / 100


def days(option: str, text: str | None) -> int | None:
    """A number of days; None when the option is not given."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise FormatError(f'{option}: "{text}" is no number of days', f"write {option} 400")
    return int(text)


def decimal_mark_of(text: str) -> DecimalMark:
    """The decimal mark that `--decimal-mark` names. FormatError when it is none."""
    if text == ",":
        return ","
    if text == ".":
        return "."
    raise FormatError(f'--decimal-mark: "{text}" is neither . nor ,', "write --decimal-mark ,")


def targets_path(option: str | None) -> tuple[str, str | None]:
    """Path of the targets file and the name to show: option, variable, here, shipped."""
    from exporttrack.files.loading import SHIPPED, shipped

    named = option if option is not None else os.environ.get("EXPORTTRACK_TARGETS") or None
    if named is not None:
        return named, None
    if _may_be_there("targets.toml"):
        return "targets.toml", None
    return str(shipped("targets.toml")), f"{SHIPPED}/targets.toml"


def actuals_paths(option: Sequence[str] | None, targets: tuple[str, str | None]) -> dict[str, str]:
    """Paths of the files of figures and the names to show: option, variable, beside the targets.

    Beside the targets there may be none yet: then no figure is known.
    """
    named = list(option or []) or [path for path in [os.environ.get("EXPORTTRACK_ACTUALS")] if path]
    if named:
        return {path: path for path in named}
    path, shown_as = targets
    beside = Path(path).with_name("actuals.toml")
    shown = shown_as.replace("targets.toml", "actuals.toml") if shown_as else str(beside)
    return {str(beside): shown} if _may_be_there(beside) else {}


def _may_be_there(path: str | Path) -> bool:
    """Also where one may not even look: to read it then says so, and nothing else is used."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True
