"""The exports of each economy, as benchmarks/README.md says where to get them."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

# The World Bank lists groups of economies among the economies; their members are there already.
# Three letters each: another code of three letters is not found across two of them.
GROUPS = """
AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC
LIC LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD
"""

Exports = Mapping[int, float]
"""Above zero, by year; a year without a figure is not there."""
Logs = Mapping[int, float]
"""The natural logarithm of exports, by year."""
Economy = TypeVar("Economy")


def read(path: Path) -> dict[str, Exports]:
    """The exports of each economy by its code, codes and years ascending."""
    economies: dict[str, dict[int, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["country_code"] in GROUPS or float(row["exports_usd"] or 0) <= 0:
                continue
            exports = economies.setdefault(row["country_code"], {})
            exports[int(row["year"])] = float(row["exports_usd"])
    return {code: dict(sorted(economies[code].items())) for code in sorted(economies)}


def in_logs(economies: Iterable[Exports]) -> list[Logs]:
    """The same, in logarithms."""
    return [{year: math.log(value) for year, value in one.items()} for one in economies]


def halves(economies: Sequence[Economy]) -> tuple[Sequence[Economy], Sequence[Economy]]:
    """Every other one, and the rest: a prior is fitted on one half and tried on the other."""
    return economies[::2], economies[1::2]
