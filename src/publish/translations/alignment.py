"""Carrying renderings along when the manuscript moves on.

A segment is known by what it says and by its neighbours, never by its position. In order: the same text; the same but
for typography (quotes, dashes, blanks); the same but for markup; the text an older, stale rendering was made for; and
last, the nearest one, whose rendering is then *stale*: offered, never published.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish.model import Rendering, State
from publish.segments import CODE, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from publish.model import Segment

NEAR = 60.0
"""How near (0 to 100, rapidfuzz's ratio) a text must be for its rendering to be offered for another."""

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′", "'"),
        **dict.fromkeys("‐‑‒–—―", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
        "…": "...",
        "\u00ad": "",
    }
)


def folded(text: str) -> str:
    """Return a text without what is mere typography: kinds of quotes, dashes, blanks, composed letters."""
    return re.sub(" +", " ", unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)).strip(" ")


def bare(text: str) -> str:
    """Return a text without typography and without codes."""
    return folded(CODE.sub("", text))


@dataclass(frozen=True, slots=True)
class _Old:
    """A rendering of the store, with the texts before and after it."""

    rendering: Rendering
    before: str
    after: str

    @property
    def basis(self) -> str:
        """The source this rendering translates: the old one where it is stale."""
        return self.rendering.previous or self.rendering.segment.text


@dataclass(frozen=True, slots=True)
class _New:
    """A segment of the manuscript, with the texts before and after it."""

    segment: Segment
    before: str
    after: str


def carry(
    entries: Sequence[Rendering], segments: Sequence[Segment]
) -> tuple[tuple[Rendering, ...], tuple[Rendering, ...]]:
    """Return a rendering for each segment, and the renderings no segment has a use for."""
    olds = _with_neighbours(entries)
    news = [
        _New(segment, _text(segments, index - 1), _text(segments, index + 1)) for index, segment in enumerate(segments)
    ]
    found: dict[int, Rendering] = {}
    used: set[int] = set()
    for step in _STEPS:
        left = {index: old for index, old in enumerate(olds) if index not in used}
        for new, old, rendering in step(left, {index: new for index, new in enumerate(news) if index not in found}):
            found[new] = rendering
            used.add(old)
    _repeat(olds, news, found)
    renderings = tuple(found.get(index) or Rendering(new.segment) for index, new in enumerate(news))
    gone = tuple(old.rendering for index, old in enumerate(olds) if index not in used and old.rendering.target)
    return renderings, gone


def _with_neighbours(entries: Sequence[Rendering]) -> list[_Old]:
    texts = [entry.segment for entry in entries]
    return [_Old(entry, _text(texts, index - 1), _text(texts, index + 1)) for index, entry in enumerate(entries)]


def _text(segments: Sequence[Segment], index: int) -> str:
    return segments[index].text if 0 <= index < len(segments) else ""


def _same_text(olds: dict[int, _Old], news: dict[int, _New]) -> Iterator[tuple[int, int, Rendering]]:
    """Pair what says exactly the same; its rendering stays what it was, stale ones stale."""
    for new, old in _pairs(olds, news, lambda old: old.rendering.segment.text, lambda text: text):
        yield new, old, replace(olds[old].rendering, segment=news[new].segment)


def _same_basis(olds: dict[int, _Old], news: dict[int, _New]) -> Iterator[tuple[int, int, Rendering]]:
    """Pair what says again what a stale rendering was made for: it holds once more."""
    stale = {index: old for index, old in olds.items() if old.rendering.previous}
    for new, old in _pairs(stale, news, lambda old: old.basis, lambda text: text):
        yield new, old, replace(_renewed(olds[old]), segment=news[new].segment)


def _same_folded(olds: dict[int, _Old], news: dict[int, _New]) -> Iterator[tuple[int, int, Rendering]]:
    for new, old in _pairs(olds, news, lambda old: folded(old.rendering.segment.text), folded):
        yield new, old, replace(olds[old].rendering, segment=news[new].segment)


def _same_bare(olds: dict[int, _Old], news: dict[int, _New]) -> Iterator[tuple[int, int, Rendering]]:
    """Pair what differs in markup only; carried where every code can be told, else stale."""
    for new, old in _pairs(olds, news, lambda old: bare(old.rendering.segment.text), bare):
        yield new, old, _recoded(olds[old].rendering, news[new].segment)


def _renewed(old: _Old) -> Rendering:
    return replace(old.rendering, state=State.TRANSLATED, previous="")


def _recoded(rendering: Rendering, segment: Segment) -> Rendering:
    """Return a rendering for the same words with other markup: codes that are gone go, others get new numbers."""
    target = _renumbered(rendering.segment.text, segment.text, rendering.target)
    if rendering.target and not faults(segment.codes, target) and rendering.state is not State.STALE:
        return replace(rendering, segment=segment, target=target)
    return _stale(rendering, segment)


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


def _stale(rendering: Rendering, segment: Segment) -> Rendering:
    previous = rendering.previous or rendering.segment.text
    state = State.STALE if rendering.target else State.UNTRANSLATED
    return replace(rendering, segment=segment, state=state, previous=previous if rendering.target else "")


def _nearest(olds: dict[int, _Old], news: dict[int, _New]) -> Iterator[tuple[int, int, Rendering]]:
    """Pair what is left with the nearest text there is, best pairs first, neighbours breaking ties."""
    from rapidfuzz import fuzz

    told = {index: (old, bare(old.basis)) for index, old in olds.items() if old.rendering.target}
    ranked = []
    for new_id, new in news.items():
        text = bare(new.segment.text)
        for old_id, (old, basis) in told.items():
            score = fuzz.ratio(text, basis, score_cutoff=NEAR)
            if score:
                ranked.append((-score - _neighbourly(old, new), new_id, old_id))
    for new_id, old_id in _greedy((new_id, old_id) for _, new_id, old_id in sorted(ranked)):
        yield new_id, old_id, _stale(olds[old_id].rendering, news[new_id].segment)


def _greedy(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    for row, column in pairs:
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield row, column


def _pairs(
    olds: dict[int, _Old], news: dict[int, _New], says: Callable[[_Old], str], fold: Callable[[str], str]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of (new, old) that say the same; among several, those with the same neighbours first."""
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, old in olds.items():
        groups[says(old)][1].append(index)
    for index, new in news.items():
        groups[fold(new.segment.text)][0].append(index)
    for new_ids, old_ids in groups.values():
        if new_ids and old_ids:
            ranked = sorted(
                (-_neighbourly(olds[old], news[new]), not olds[old].rendering.done, row, column)
                for row, new in enumerate(new_ids)
                for column, old in enumerate(old_ids)
            )
            for row, column in _greedy((row, column) for _, _, row, column in ranked):
                yield new_ids[row], old_ids[column]


def _neighbourly(old: _Old, new: _New) -> int:
    """Return how many neighbours two have in common: 0, 1 or 2."""
    return (old.before == new.before) + (old.after == new.after)


def _repeat(olds: Sequence[_Old], news: Sequence[_New], found: dict[int, Rendering]) -> None:
    """Say a text that stands more often now as it is said elsewhere, where it is said in one way only."""
    targets: dict[str, set[str]] = defaultdict(set)
    for old in olds:
        if old.rendering.done:
            targets[old.rendering.segment.text].add(old.rendering.target)
    for index, new in enumerate(news):
        said = targets.get(new.segment.text, set())
        if index not in found and len(said) == 1:
            found[index] = Rendering(new.segment, next(iter(said)), State.TRANSLATED)


_STEPS = (_same_text, _same_basis, _same_folded, _same_bare, _nearest)
