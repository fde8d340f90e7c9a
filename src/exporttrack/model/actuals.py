"""What was recorded, and the files that it was read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from exporttrack.model.series import Observation


def by_series(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    """The observations of each series that has any."""
    found: defaultdict[str, list[Observation]] = defaultdict(list)
    for series, ones in groupby(observations, attrgetter("series")):
        found[series] += ones
    return dict(found)


class Input(NamedTuple):
    """A file that was read."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Actuals:
    """The observations of all files of figures."""

    observations: tuple[Observation, ...] = ()
    inputs: tuple[Input, ...] = ()

    def by_series(self) -> dict[str, list[Observation]]:
        """The observations of each series that has any."""
        return by_series(self.observations)

    def assuming(self, assumptions: Iterable[Observation]) -> Actuals:
        """These, with assumptions laid on top."""
        return replace(self, observations=(*self.observations, *assumptions))
