"""The last step of carrying along: what is left finds the nearest text, alone, as one of two or as two in one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import JOINED, Rendering, Segment, State
from publish.segments import CODE, bare
from publish.translations.pairs import Ids, New, Old, Pair, greedy, neighbourly, recoded, stale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NEAR = 60.0
"""How near (0 to 100, rapidfuzz's ratio) a text must be for its rendering to be offered for another."""

NEIGHBOUR = 10.0
"""By how much less near a text may be for each neighbour it has in common."""

TWO = 5.0
"""By how much nearer two texts together must be than one alone."""


def nearest(olds: Mapping[int, Old], news: Mapping[int, New]) -> Iterator[Pair]:
    """Pair what is left with the nearest text there is, best pairs first, neighbours breaking ties."""
    told = {index: old for index, old in olds.items() if old.rendering.target}
    old_groups: dict[Ids, Old] = {(index,): old for index, old in told.items()}
    new_groups: dict[Ids, New] = {(index,): new for index, new in news.items()}
    old_twos: dict[Ids, Old] = {
        (index, index + 1): _both_old(told[index], told[index + 1]) for index in told if index + 1 in told
    }
    new_twos: dict[Ids, New] = {
        (index, index + 1): _both_new(news[index], news[index + 1]) for index in news if index + 1 in news
    }
    ranked = [
        *_ranked(old_groups, new_groups, 0.0),
        *_ranked(old_twos, new_groups, TWO),
        *_ranked(old_groups, new_twos, TWO),
    ]
    for new_ids, old_ids in greedy((new_ids, old_ids) for _, new_ids, old_ids in sorted(ranked)):
        old = old_groups[old_ids] if len(old_ids) == 1 else old_twos[old_ids]
        yield new_ids, old_ids, tuple(_offered(old, news[new_id].segment, len(old_ids)) for new_id in new_ids)


def _ranked(olds: Mapping[Ids, Old], news: Mapping[Ids, New], penalty: float) -> Iterator[tuple[float, Ids, Ids]]:
    from rapidfuzz import fuzz

    bases = {old_ids: bare(old.basis) for old_ids, old in olds.items()}
    for new_ids, new in news.items():
        text = bare(new.segment.text)
        for old_ids, old in olds.items():
            near = NEIGHBOUR * neighbourly(old, new)
            score = fuzz.ratio(text, bases[old_ids], score_cutoff=NEAR + penalty - near)
            if score:
                yield penalty - score - near / NEIGHBOUR, new_ids, old_ids


def _both_old(first: Old, second: Old) -> Old:
    """Return two renderings that stood one after the other as if they had been one."""
    one, other = first.rendering, second.rendering
    shift = max([0, *(int(match[2]) for match in CODE.finditer(first.basis))])
    text = f"{first.basis} {_shifted(second.basis, shift)}"
    said = _shifted(other.target, shift) if other.target != JOINED else ""
    state = State.TRANSLATED if one.done and other.done and one.target != JOINED else State.STALE
    note = "\n".join(filter(None, (one.note, other.note)))
    segment = Segment(one.segment.key, text, (), one.segment.place)
    target = " ".join(filter(None, (one.target if one.target != JOINED else "", said))) or JOINED
    returned = (*one.returned, *other.returned)
    return Old(Rendering(segment, target, state, note, returned=returned), first.before, second.after)


def _both_new(first: New, second: New) -> New:
    text = f"{first.segment.text} {second.segment.text}"
    return New(replace(first.segment, text=text), first.before, second.after)


def _shifted(text: str, by: int) -> str:
    return CODE.sub(lambda match: f"{{{match[1]}{int(match[2]) + by}{match[3]}}}", text)


def _offered(old: Old, segment: Segment, count: int) -> Rendering:
    """Return a rendering as it is offered; two sentences that only became one are said by what said both."""
    if count == 2 and old.rendering.state is State.TRANSLATED and _same_words(old.basis, segment.text):
        return recoded(old.rendering, segment)
    return stale(old.rendering, segment)


def _same_words(one: str, other: str) -> bool:
    return re.sub(" +", " ", bare(one)) == re.sub(" +", " ", bare(other))
