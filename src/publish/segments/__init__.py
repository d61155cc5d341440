"""Tree to segments and back: what is handed out to be translated, and hung back where it came from.

One walk serves both ways. Extracting, then composing with the source's own text, gives the tree back unchanged; and
whatever text is composed, only the text between codes changes, never the structure around it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import tree
from publish.model import JOINED, Code, Element, Segment, Unit
from publish.problems import Place
from publish.segments import codes
from publish.segments.codes import CODE, is_wording
from publish.segments.difference import difference, marked_difference
from publish.segments.faults import Fault, faults, mended
from publish.segments.folding import bare, folded
from publish.segments.walk import LEFT, Slot, Walk, directive_of, inline_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = [
    "CODE",
    "LEFT",
    "Draft",
    "Fault",
    "bare",
    "compose",
    "difference",
    "directive_of",
    "drafts_of_text",
    "extract",
    "faults",
    "folded",
    "is_wording",
    "key_of",
    "keyed",
    "marked_difference",
    "mended",
    "say_text",
    "with_places",
]


@dataclass(frozen=True, slots=True)
class Draft:
    """A unit as the walk found it, before its segments have keys."""

    slot: Slot
    texts: tuple[tuple[str, tuple[Code, ...]], ...]


def extract(blocks: Sequence[Element], language: str) -> list[Draft]:
    """Return the units of blocks, in reading order: what of them is handed out to be translated."""
    found: dict[int, Draft] = {}

    def visit(slot: Slot, inlines: list[Element]) -> list[Element]:
        draft = draft_of(slot, inlines, language)
        if draft is not None:
            found[slot.position] = draft
        return inlines

    Walk(visit, language).blocks(blocks)
    return [found[position] for position in sorted(found)]


def draft_of(slot: Slot, inlines: Sequence[Element], language: str) -> Draft | None:
    """Return one container as a unit without keys, or None where there is nothing to translate in it."""
    texts = tuple(run.worded[:2] for run in codes.cut(inlines, language) if run.is_wording)
    return Draft(slot, texts) if texts else None


def drafts_of_text(texts: Mapping[str, str], language: str, line: int) -> list[Draft]:
    """Return texts without markup (title, summary …) as units, by context."""
    drafts = [
        draft_of(Slot(position, context, line), tree.words(text), language)
        for position, (context, text) in enumerate(texts.items())
    ]
    return [draft for draft in drafts if draft is not None]


def keyed(sections: Sequence[Sequence[Draft]], file: str) -> list[tuple[Unit, ...]]:
    """Return the units of a whole publication, section by section, each segment with a key of its own.

    A key is made of the text; where the same text stands more than once, of its neighbours too; where even they are
    the same, of its rank among its equals. No two are the same, be the publication as long as it may.
    """
    texts = [text for drafts in sections for draft in drafts for text, _ in draft.texts]
    keys = iter(_keys(texts))
    return [
        tuple(_unit(draft, number, keys, file) for number, draft in enumerate(drafts, start=1)) for drafts in sections
    ]


def _unit(draft: Draft, number: int, keys: Iterator[str], file: str) -> Unit:
    slot = draft.slot
    place = Place(file, slot.line)
    segments = [
        Segment(next(keys), text, marks, place, "" if index else slot.note, slot.context, number)
        for index, (text, marks) in enumerate(draft.texts)
    ]
    return Unit(tuple(segments), slot.context)


def _keys(texts: Sequence[str]) -> list[str]:
    often = Counter(texts)
    padded = ["", *texts, ""]
    ranks: Counter[tuple[str, ...]] = Counter()
    keys: dict[str, None] = {}
    for index, text in enumerate(texts):
        said: tuple[str, ...] = (text,) if often[text] == 1 else (text, padded[index], padded[index + 2])
        ranks[said] += 1
        key = key_of(*said, *([str(ranks[said])] if ranks[said] > 1 else []))
        # Eight letters meet by chance once in a hundred publications of 10,000 sentences.
        while key in keys:
            key = key_of(*said, key)
        keys[key] = None
    return list(keys)


def key_of(*parts: str) -> str:
    """Return the key of a text: eight letters and digits made of what it says."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def compose(
    blocks: Sequence[Element], language: str, say: Callable[[str], str | None], mark: Mapping[str, str] | None = None
) -> list[Element]:
    """Return blocks in which every sentence is said as `say` has it, called once a segment in reading order.

    `say` gets the source text and returns the target, or None to leave the source standing, which is then wrapped in
    a span with the attributes of `mark` (class and lang) if there are any. Targets must be free of `faults`. A sentence
    whose target is JOINED is said by the one above it in the same unit, and leaves nothing where it stood.
    """
    order: dict[int, list[str | None]] = {}
    for draft in extract(blocks, language):
        order[draft.slot.position] = [say(text) for text, _ in draft.texts]

    def visit(slot: Slot, inlines: list[Element]) -> list[Element]:
        return _said(inlines, language, order[slot.position], mark) if slot.position in order else inlines

    return Walk(visit, language).blocks(blocks)


def say_text(text: str, language: str, say: Callable[[str], str | None]) -> str:
    """Return a text without markup (title, summary …) as `say` has it, sentence by sentence."""
    draft = draft_of(Slot(0, "title", 0), tree.words(text), language)
    if draft is None:
        return text
    targets = [say(source) for source, _ in draft.texts]
    return inline_text(_said(tree.words(text), language, targets, None))


def _said(
    inlines: list[Element], language: str, targets: list[str | None], mark: Mapping[str, str] | None
) -> list[Element]:
    waiting = iter(_heard(targets))
    said: list[Element] = []
    gap: list[Element] = []  # the blank before a sentence, held back until it is known that the sentence is said here
    for run in codes.cut(inlines, language):
        text, _, shells = run.worded
        if not run.sentence:
            gap = codes.hang(text, shells)
            continue
        hung = _hung(text, shells, next(waiting), mark) if run.is_wording else codes.hang(text, shells)
        said += [*gap, *hung] if hung is not None else [inline for inline in gap if inline["t"] == "LineBreak"]
        gap = []
    return tree.tidy([*said, *gap])


def _heard(targets: Sequence[str | None]) -> Iterator[str | None]:
    """Yield targets, but for one that is joined to a sentence nobody has said: it stands in the source, too."""
    before: str | None = None
    for target in targets:
        before = target if target != JOINED or before is not None else None
        yield before


def _hung(
    text: str, shells: Mapping[int, Element], target: str | None, mark: Mapping[str, str] | None
) -> list[Element] | None:
    """Return one sentence as inlines, or None where the one before it says it."""
    if target is None:
        return _marked(codes.hang(text, shells), mark)
    return None if target == JOINED else codes.hang(target, shells)


def _marked(inlines: list[Element], mark: Mapping[str, str] | None) -> list[Element]:
    """Return what stands in the source in a span that says so; the box of a task item stays before it."""
    if mark is None:
        return inlines
    box = inlines[:1] if inlines and "task" in tree.classes_of(inlines[0]) else []
    pairs = [[key, value] for key, value in mark.items() if key != "class"]
    return [*box, {"t": "Span", "c": [["", [mark["class"]], pairs], inlines[len(box) :]]}]


def with_places(unit: Unit, place: Place) -> Unit:
    """Return a unit whose segments all stand at one place (those of the colophon have no line of their own)."""
    return Unit(tuple(replace(segment, place=place) for segment in unit.segments), unit.context)
