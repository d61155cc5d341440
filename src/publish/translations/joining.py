"""Sentences a translator said together: what holds of the one above holds of the one joined to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import JOINED, State
from publish.segments import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publish.model import Rendering


def together(entries: Iterable[Rendering], renderings: Sequence[Rendering]) -> tuple[Rendering, ...]:
    """Return renderings in which joined sentences still stand together as they did, or are stale all of them.

    A sentence that says the next one too must not be published without it, nor the next one without it.
    """
    before = _groups(entries)
    if not before and all(rendering.target != JOINED for rendering in renderings):
        return tuple(renderings)
    now = list(renderings)
    for start, end in _runs(now):
        texts = tuple(map(_basis, now[start:end]))
        alone = end - start == 1 and texts[0] not in before and now[start].target != JOINED
        if not alone and not (before.get(texts[0]) == texts and all(rendering.done for rendering in now[start:end])):
            first = _stale(now[start]) if texts[0] in before or now[start].target == JOINED else now[start]
            now[start:end] = [first, *map(_stale, now[start + 1 : end])]
    return tuple(now)


def _groups(entries: Iterable[Rendering]) -> dict[str, tuple[str, ...]]:
    """Return the sources that were said together, by the first of them."""
    said = [entry for entry in entries if entry.target]
    runs = [said[start:end] for start, end in _runs(said) if end - start > 1 and all(e.done for e in said[start:end])]
    return {_basis(run[0]): tuple(map(_basis, run)) for run in runs}


def _runs(renderings: Sequence[Rendering]) -> list[tuple[int, int]]:
    """Return where each rendering and those joined to it begin and end."""
    starts = [index for index, rendering in enumerate(renderings) if rendering.target != JOINED or index == 0]
    return list(zip(starts, [*starts[1:], len(renderings)], strict=True)) if renderings else []


def _basis(rendering: Rendering) -> str:
    return bare(rendering.previous or rendering.segment.text)


def _stale(rendering: Rendering) -> Rendering:
    if not rendering.done:
        return rendering
    return replace(rendering, state=State.STALE, previous=rendering.segment.text)
