"""Carrying renderings along when the manuscript moves on.

A segment is known by what it says and by its neighbours, never by its position. In order: the same text; the same but
for typography (quotes, dashes, blanks); the same but for markup; the text an older, stale rendering was made for; and
last, the nearest one, whose rendering is then *stale*: offered, never published. Two sentences made one find both
their renderings, and the halves of one made two are both offered the whole.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import JOINED, Rendering, State
from publish.segments import bare, folded
from publish.translations.joining import together
from publish.translations.nearest import nearest
from publish.translations.pairs import New, Old, Pair, greedy, neighbourly, recoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.model import Segment


def carry(
    entries: Sequence[Rendering], segments: Sequence[Segment]
) -> tuple[tuple[Rendering, ...], tuple[Rendering, ...]]:
    """Return a rendering for each segment, and the renderings no segment has a use for."""
    olds = _with_neighbours(entries)
    news = [
        New(segment, _text(segments, index - 1), _text(segments, index + 1)) for index, segment in enumerate(segments)
    ]
    found: dict[int, Rendering] = {}
    used: set[int] = set()
    for step in _STEPS:
        left = {index: old for index, old in enumerate(olds) if index not in used}
        waiting = {index: new for index, new in enumerate(news) if index not in found}
        for new_ids, old_ids, made in step(left, waiting):
            found.update(zip(new_ids, made, strict=True))
            used.update(old_ids)
    _repeat(olds, news, found)
    renderings = together(entries, [found.get(index) or Rendering(new.segment) for index, new in enumerate(news)])
    over = (old.rendering for index, old in enumerate(olds) if index not in used)
    gone = tuple(rendering for rendering in over if rendering.target or rendering.returned)
    return renderings, gone


def _with_neighbours(entries: Sequence[Rendering]) -> list[Old]:
    texts = [entry.segment for entry in entries]
    return [Old(entry, _text(texts, index - 1), _text(texts, index + 1)) for index, entry in enumerate(entries)]


def _text(segments: Sequence[Segment], index: int) -> str:
    return segments[index].text if 0 <= index < len(segments) else ""


def _same_text(olds: dict[int, Old], news: dict[int, New]) -> Iterator[Pair]:
    """Pair what says exactly the same; its rendering stays what it was, stale ones stale."""
    for new, old in _pairs(olds, news, lambda old: old.rendering.segment.text, lambda text: text):
        yield (new,), (old,), (replace(olds[old].rendering, segment=news[new].segment),)


def _same_basis(olds: dict[int, Old], news: dict[int, New]) -> Iterator[Pair]:
    """Pair what says again what a stale rendering was made for: it holds once more."""
    stale = {index: old for index, old in olds.items() if old.rendering.previous}
    for new, old in _pairs(stale, news, lambda old: old.basis, lambda text: text):
        yield (new,), (old,), (replace(_renewed(olds[old]), segment=news[new].segment),)


def _same_folded(olds: dict[int, Old], news: dict[int, New]) -> Iterator[Pair]:
    for new, old in _pairs(olds, news, lambda old: folded(old.rendering.segment.text), folded):
        yield (new,), (old,), (replace(olds[old].rendering, segment=news[new].segment),)


def _same_bare(olds: dict[int, Old], news: dict[int, New]) -> Iterator[Pair]:
    """Pair what differs in markup only; carried where every code can be told, else stale."""
    for new, old in _pairs(olds, news, lambda old: bare(old.rendering.segment.text), bare):
        yield (new,), (old,), (recoded(olds[old].rendering, news[new].segment),)


def _renewed(old: Old) -> Rendering:
    return replace(old.rendering, state=State.TRANSLATED, previous="")


def _pairs(
    olds: dict[int, Old], news: dict[int, New], says: Callable[[Old], str], fold: Callable[[str], str]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of (new, old) that say the same; among several, those with the same neighbours first."""
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, old in olds.items():
        groups[says(old)][1].append(index)
    for index, new in news.items():
        groups[fold(new.segment.text)][0].append(index)
    for new_ids, old_ids in groups.values():
        if len(new_ids) == len(old_ids) == 1:
            yield new_ids[0], old_ids[0]
        elif new_ids and old_ids:
            ranked = sorted(
                (-neighbourly(olds[old], news[new]), not olds[old].rendering.done, row, column)
                for row, new in enumerate(new_ids)
                for column, old in enumerate(old_ids)
            )
            for (row,), (column,) in greedy(((row,), (column,)) for _, _, row, column in ranked):
                yield new_ids[row], old_ids[column]


def _repeat(olds: Sequence[Old], news: Sequence[New], found: dict[int, Rendering]) -> None:
    """Say a text that stands more often now as it is said elsewhere, where it is said in one way only."""
    if len(found) == len(news):
        return
    targets: dict[str, set[str]] = defaultdict(set)
    for old in olds:
        if old.rendering.done and old.rendering.target != JOINED:
            targets[old.rendering.segment.text].add(old.rendering.target)
    for index, new in enumerate(news):
        said = targets.get(new.segment.text, set())
        if index not in found and len(said) == 1:
            found[index] = Rendering(new.segment, next(iter(said)), State.TRANSLATED)


_STEPS = (_same_text, _same_basis, _same_folded, _same_bare, nearest)
