"""A statistical office's archive, made up: as many monthly figures as are asked for.

    python benchmarks/archive.py FOLDER FIGURES

Writes FOLDER/actuals.csv, FOLDER/targets.toml with a target for each series, and
FOLDER/figures.journal, the same figures and targets as hledger and Ledger take them. A series has
100 months, from January 2018. The same number of figures is the same bytes on every machine.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MONTHS = 100
FIRST_YEAR = 2018
HEADER = "series,period,value,status,published,source\n"
SOURCES = ("Customs", "General Statistics Office", "Ministry of Labour", "Chamber of Commerce")
KINDS = (
    "growth",
    "level",
    "growth",
    "share",
    "level",
    "total",
    "growth",
    "level",
    "change",
    "jobs",
)
"""Of the targets of ten series that follow each other; `jobs` is a level of a stock."""


@dataclass(frozen=True, slots=True)
class Made:
    """One series and its target."""

    number: int
    name: str
    kind: str
    unit: str
    source: str
    values: tuple[str, ...]
    """One a month, as written."""

    @property
    def end(self) -> int:
        """About what it comes to in 2025."""
        parts = [float(value) for value in self.values[84:96]]
        return round(parts[-1] if self.unit == "jobs" else sum(parts))


def series(figures: int) -> Iterator[Made]:
    """A series for each hundred figures; the last may have fewer."""
    for number in range(-(-figures // MONTHS)):
        yield _series(number, min(MONTHS, figures - number * MONTHS))


def _series(number: int, months: int) -> Made:
    chance = random.Random(number)
    kind = KINDS[number % len(KINDS)]
    unit = {"jobs": "jobs", "total": "tonnes"}.get(kind, "USD")
    size = 10 ** chance.uniform(*((3, 4) if kind == "share" else (4, 8)))
    growth, noise = chance.uniform(-0.02, 0.12), chance.uniform(0.01, 0.06)
    season = [chance.uniform(0.8, 1.2) for _ in range(12)]
    values = (
        size * (1 + growth) ** (at / 12) * season[at % 12] * (1 + chance.gauss(0, noise))
        for at in range(MONTHS)
    )
    written = (f"{value:.1f}" if unit == "tonnes" else f"{value:.0f}" for value in values)
    source = SOURCES[number % len(SOURCES)]
    return Made(number, f"hs{number:05}", kind, unit, source, tuple(written)[:months])


def month(at: int) -> str:
    """The month of the figure at a place, from 0."""
    return f"{FIRST_YEAR + at // 12}-{at % 12 + 1:02}"


def _rows(one: Made) -> Iterator[str]:
    for at, value in enumerate(one.values):
        status = "final" if at < 96 else "provisional"
        yield f"{one.name},{month(at)},{value},{status},{month(at + 1)}-20,{one.source}\n"


def _targets(one: Made) -> str:
    """The tables of a series and of its target."""
    measure = '\nmeasure = "stock"' if one.kind == "jobs" else ""
    return f"""
[series.{one.name}]
title = "Goods of heading {one.number:05}"
unit = "{one.unit}"{measure}

[targets.goal-{one.number:05}]
title = "Heading {one.number:05} by the plan"
group = "Chapter {one.number // 10:04}"
source = "plan"
quote = "the goods of heading {one.number:05} shall do better"
{_asked(one)}
"""


def _asked(one: Made) -> str:
    end, named = one.end, f'series = "{one.name}"'
    match one.kind:
        case "growth" if one.number % 3 == 0:
            first, then = (
                "from = 2021, to = 2025, min = 3, max = 6",
                "from = 2026, to = 2030, min = 4",
            )
            return f'kind = "growth"\n{named}\nphases = [{{ {first} }}, {{ {then} }}]'
        case "growth":
            return f'kind = "growth"\n{named}\nfrom = 2021\nto = 2030\nmin = 4.4\nmax = 5'
        case "share":
            part, total = f'part = "{one.name}"', f'total = "hs{one.number - 3:05}"'
            return f'kind = "share"\n{part}\n{total}\nmin = 0.5\nby = 2030\nbase = 2019'
        case "total":
            return f'kind = "total"\n{named}\nfrom = 2021\nto = 2030\nmin = {10 * end}'
        case "change":
            return f'kind = "change"\n{named}\nbase = 2020\nby = 2030\nmin = 30'
    return f'kind = "level"\n{named}\nmin = {end + end // 5}\nby = 2030'


SOURCES_OF_TARGETS = """format = 1
title = "The archive"

[sources.plan]
title = "Export plan to 2030"
publisher = "Ministry of Industry and Trade"
published = 2020-11-30
url = "https://example.org/plan"
"""


def _postings(one: Made) -> Iterator[str]:
    for at, value in enumerate(one.values):
        yield f"{month(at)}-28 {one.source}\n    (exports:{one.name})  {value} {one.unit}\n\n"


def write(folder: Path, figures: int) -> None:
    """The three files of an archive, in a folder that need not be there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "actuals.csv").open("w", encoding="utf-8") as actuals,
        (folder / "targets.toml").open("w", encoding="utf-8") as targets,
        (folder / "figures.journal").open("w", encoding="utf-8") as journal,
    ):
        actuals.write(HEADER)
        targets.write(SOURCES_OF_TARGETS)
        journal.write(f"~ yearly from {FIRST_YEAR}\n")
        for one in series(figures):
            journal.write(f"    (exports:{one.name})  {one.end} {one.unit}\n")
        journal.write("\n")
        for one in series(figures):
            actuals.writelines(_rows(one))
            targets.write(_targets(one))
            journal.writelines(_postings(one))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
