"""How the same or a near text was translated before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.model import JOINED, Proposal
from publish.segments import bare, faults, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publish.model import Segment

NEAR = 75.0
"""How near (0 to 100, rapidfuzz's ratio of the words) a text must be to be proposed for another."""

SAME_WORDS = 99
"""The score of a text that differs in typography or markup only."""


@dataclass(frozen=True, slots=True)
class Known:
    """A text and how it was said, and where."""

    source: str
    target: str
    origin: str = ""


class Memory:
    """All that is known in one language, ready to be asked."""

    def __init__(self, known: Iterable[Known]) -> None:
        """Take what is known; of several ways to say the same, the last given is asked first."""
        self._by_text: dict[str, Known] = {}
        for each in known:
            if each.target and each.target != JOINED:
                self._by_text[each.source] = each
        self._by_words = {bare(text): each for text, each in self._by_text.items()}

    @property
    def known(self) -> tuple[Known, ...]:
        """All that is known, each text as it was said last."""
        return tuple(self._by_text.values())

    def propose(self, segment: Segment) -> Proposal | None:
        """Return the best there is for a segment: the same text, the same words, or the nearest above `NEAR`."""
        same = self._by_text.get(segment.text)
        if same is not None:
            return _proposal(segment, same, 100)
        words = self._by_words.get(bare(segment.text))
        if words is not None:
            return _proposal(segment, words, 100 if folded(words.source) == folded(segment.text) else SAME_WORDS)
        return self._nearest(segment)

    def _nearest(self, segment: Segment) -> Proposal | None:
        from rapidfuzz import fuzz, process

        text = bare(segment.text)
        best = process.extractOne(text, self._by_words.keys(), scorer=fuzz.ratio, score_cutoff=NEAR) if text else None
        return _proposal(segment, self._by_words[best[0]], min(int(best[1]), SAME_WORDS - 1)) if best else None


def _proposal(segment: Segment, known: Known, score: int) -> Proposal:
    """Return a proposal; one whose codes are not those of the segment is not quite the same."""
    score = min(score, SAME_WORDS) if faults(segment.codes, known.target) else score
    return Proposal(segment.key, known.source, known.target, score, known.origin)


def said_differently(renderings: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return what is said in more than one way, with the ways."""
    ways = {source: tuple(dict.fromkeys(targets)) for source, targets in renderings.items()}
    return {source: targets for source, targets in ways.items() if len(targets) > 1}
