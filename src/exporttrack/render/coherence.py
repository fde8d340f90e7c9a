"""Whether targets can be met together, for people: sections of lines."""

from __future__ import annotations

from collections.abc import Iterator

from exporttrack.render import coherence_pairs as pairs
from exporttrack.render.coherence_remedies import remedy
from exporttrack.render.coherence_words import known, meaning_in_place, say, target
from exporttrack.render.safe import safe
from exporttrack.render.sections import INDENT, Section
from exporttrack.render.words import day
from exporttrack.rules.coherence import Coherence, Conflict


def title(found: Coherence) -> str:
    """Title and day."""
    return say("title", title=safe(found.title), as_of=day(found.as_of))


def sections(found: Coherence) -> list[Section]:
    """How many there are; then the conflicts, what fits, and what each target means."""
    made = [Section(say("in-short"), (_counts(found),))]
    if found.conflicts:
        made.append(Section(say("cannot"), (say("no-level"),)))
    for conflict in found.conflicts:
        heading = pairs.apart(found, conflict.pair)
        made.append(Section(heading, tuple(_conflict(found, conflict)), part=True))
    if found.fits:
        held = tuple(pairs.both_hold(found, pair) for pair in found.fits)
        made.append(Section(say("fit"), held))
    if found.corridors:
        made.append(Section(say("meanings"), tuple(_meanings(found))))
    files = tuple(safe(one.path) for one in found.inputs)
    return [*made, Section(say("files"), files)]


def _counts(found: Coherence) -> str:
    targets = {id(one.target) for one in found.corridors}
    return say(
        "counts",
        conflicts=say("conflicts", len(found.conflicts)),
        fits=say("fits", len(found.fits)),
        targets=say("targets", len(targets)),
    )


def _conflict(found: Coherence, conflict: Conflict) -> Iterator[str]:
    pair = conflict.pair
    for corridor in (pair.one, pair.other):
        yield target(found, corridor.target)
        if corridor.target.quote:
            yield INDENT + say("quote", quote=safe(corridor.target.quote))
        yield INDENT + pairs.meaning_beside(found, pair, corridor)
    ways = [way for one in conflict.remedies for way in remedy(found, one)]
    if ways:
        yield say("reconcile")
    for way in ways:
        yield INDENT + way
    if counted := pairs.would_count(found, pair):
        yield counted


def _meanings(found: Coherence) -> Iterator[str]:
    for corridor in found.corridors:
        yield target(found, corridor.target)
        yield INDENT + meaning_in_place(found, corridor)
        if published := known(found, corridor):
            yield INDENT + published
