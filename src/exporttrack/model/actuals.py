"""What was recorded, and the files that it was read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from exporttrack.model.series import Observation


@dataclass(frozen=True, slots=True)
class Input:
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
        found: defaultdict[str, list[Observation]] = defaultdict(list)
        for one in self.observations:
            found[one.series].append(one)
        return dict(found)

    def assuming(self, assumptions: Iterable[Observation]) -> Actuals:
        """These, with assumptions laid on top."""
        return replace(self, observations=(*self.observations, *assumptions))
