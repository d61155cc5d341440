"""What may be paired when renderings are carried along: old and new with their neighbours, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from publish.model import Rendering, State
from publish.segments import CODE, bare, faults

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from publish.model import Segment

Ids: TypeAlias = tuple[int, ...]
"""Which renderings of the store, or which segments of the manuscript: one, or two that stand together."""

Pair: TypeAlias = tuple[Ids, Ids, tuple[Rendering, ...]]
"""New segments and the old ones they are paired with, by number, and a rendering for each new one."""


@dataclass(frozen=True, slots=True)
class Old:
    """A rendering of the store, with the texts before and after it."""

    rendering: Rendering
    before: str
    after: str

    @property
    def basis(self) -> str:
        """The source this rendering translates: the old one where it is stale."""
        return self.rendering.previous or self.rendering.segment.text


@dataclass(frozen=True, slots=True)
class New:
    """A segment of the manuscript, with the texts before and after it."""

    segment: Segment
    before: str
    after: str


def neighbourly(old: Old, new: New) -> int:
    """Return how many neighbours two have in common: 0, 1 or 2."""
    return (old.before == new.before) + (old.after == new.after)


def greedy(pairs: Iterable[tuple[Ids, Ids]]) -> Iterator[tuple[Ids, Ids]]:
    """Yield pairs in the order given, leaving out those of which a part is taken already."""
    rows: set[int] = set()
    columns: set[int] = set()
    for row, column in pairs:
        if rows.isdisjoint(row) and columns.isdisjoint(column):
            rows.update(row)
            columns.update(column)
            yield row, column


def stale(rendering: Rendering, segment: Segment) -> Rendering:
    """Return a rendering offered for a segment it was not made for, with the source it was made for."""
    previous = rendering.previous or rendering.segment.text
    state = State.STALE if rendering.target else State.UNTRANSLATED
    return replace(rendering, segment=segment, state=state, previous=previous if rendering.target else "")


def recoded(rendering: Rendering, segment: Segment) -> Rendering:
    """Return a rendering for the same words with other markup: codes that are gone go, others get new numbers."""
    target = _renumbered(rendering.segment.text, segment.text, rendering.target)
    if rendering.target and not faults(segment.codes, target) and rendering.state is not State.STALE:
        return replace(rendering, segment=segment, target=target)
    return stale(rendering, segment)


def _renumbered(before: str, after: str, target: str) -> str:
    """Return a target with its codes numbered as in `after`, matched by the text they stand at in the source."""
    old, new = _spots(before), _spots(after)
    numbers = {old[spot]: new[spot] for spot in old if spot in new}

    def renumber(match: re.Match[str]) -> str:
        number = numbers.get(match[2])
        return f"{{{match[1]}{number}{match[3]}}}" if number else ""

    return CODE.sub(renumber, target)


def _spots(text: str) -> dict[tuple[str, str, str], str]:
    """Return the number of each code by where it stands: the bare text before it, within it, and whether it pairs."""
    spots = {}
    for match in CODE.finditer(text):
        if not match[1]:
            inner = text[match.end() :].partition(f"{{/{match[2]}}}")[0] if not match[3] else ""
            spots[bare(text[: match.start()]), bare(inner), match[3]] = match[2]
    return spots
