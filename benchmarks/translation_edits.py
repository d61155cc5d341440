"""Seeded edits of a manuscript, as authors make them, and what of a full translation survives each."""

from __future__ import annotations

import random
import re
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from publish import source
from publish.model import Rendering, Segment, State
from publish.segments import CODE
from publish.translations import alignment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SENTENCE_END = re.compile(r"(?<=[a-z”’)][.!?]) (?=[A-Z“])")
MARKED = re.compile(r"[#>\-*\d\[|:]")
"""What a block begins with that is no plain paragraph."""
NEW_SENTENCE = "Nobody had told us that the canteen would be closed that night."
NEW_PARAGRAPH = "On the last evening we met again by the gate, and this time everybody from the bakery came."
NEW_ITEM = "bring a friend along"


@dataclass(frozen=True, slots=True)
class Retention:
    """Words of the new text: all, still published, offered with an old translation, lost; and wrong pairings."""

    words: int
    published: int
    offered: int
    lost: int
    wrong: int

    @property
    def share(self) -> float:
        """The share of words still published, in percent."""
        return 100 * self.published / self.words


def parts(text: str) -> tuple[str, list[str]]:
    """Return the front matter and the blocks of a manuscript."""
    head, _, body = text.partition("\n---\n")
    return f"{head}\n---\n", body.strip("\n").split("\n\n")


def joined(head: str, blocks: Sequence[str]) -> str:
    """Return a manuscript of its front matter and blocks."""
    return head + "\n" + "\n\n".join(blocks) + "\n"


def paragraphs(blocks: Sequence[str], least: int = 1) -> list[int]:
    """Return which blocks are plain paragraphs of at least so many sentences; greetings do not count."""
    plain = [i for i, block in enumerate(blocks) if not MARKED.match(block) and block.count(" ") > 12]
    return [index for index in plain if len(SENTENCE_END.split(blocks[index])) >= least]


Edit: TypeAlias = "Callable[[random.Random, list[str]], list[str]]"


def one_word(chance: random.Random, blocks: list[str]) -> list[str]:
    """Put another word for one word."""
    return _in_paragraph(chance, blocks, lambda text: _swap_word(chance, text))


def _swap_word(chance: random.Random, text: str) -> str:
    spots = list(re.finditer(r"(?<= )[a-z]{4,}(?= )", text))
    if not spots:
        return text + " Indeed."
    spot = chance.choice(spots)
    return text[: spot.start()] + "otherwise" + text[spot.end() :]


def one_comma(chance: random.Random, blocks: list[str]) -> list[str]:
    """Add a comma, or take one away."""

    def change(text: str) -> str:
        commas = [match.start() for match in re.finditer(", ", text)]
        if commas and chance.random() < 0.5:
            at = chance.choice(commas)
            return text[:at] + text[at + 1 :]
        at = chance.choice([match.start() for match in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)])
        return text[:at] + "," + text[at:]

    return _in_paragraph(chance, blocks, change)


def _in_paragraph(chance: random.Random, blocks: list[str], change: Callable[[str], str], least: int = 1) -> list[str]:
    at = chance.choice(paragraphs(blocks, least))
    return [change(block) if index == at else block for index, block in enumerate(blocks)]


def move_paragraph(chance: random.Random, blocks: list[str]) -> list[str]:
    """Move a paragraph to another place."""
    at = chance.choice(paragraphs(blocks))
    rest = blocks[:at] + blocks[at + 1 :]
    to = chance.randrange(len(rest))
    return [*rest[:to], blocks[at], *rest[to:]]


def swap_sections(chance: random.Random, blocks: list[str]) -> list[str]:
    """Exchange two sections."""
    starts = [index for index, block in enumerate(blocks) if block.startswith("## ")]
    pieces = [blocks[start:end] for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True)]
    first, second = chance.sample(range(len(pieces)), 2)
    pieces[first], pieces[second] = pieces[second], pieces[first]
    return [*blocks[: starts[0]], *(block for piece in pieces for block in piece)]


def rename_heading(chance: random.Random, blocks: list[str]) -> list[str]:
    """Give a section another heading."""
    at = chance.choice([index for index, block in enumerate(blocks) if block.startswith("#")])
    return [block + " again" if index == at else block for index, block in enumerate(blocks)]


def split_paragraph(chance: random.Random, blocks: list[str]) -> list[str]:
    """Make two paragraphs of one, between sentences."""

    def change(text: str) -> str:
        sentences = SENTENCE_END.split(text)
        at = chance.randrange(1, len(sentences))
        return " ".join(sentences[:at]) + "\n\n" + " ".join(sentences[at:])

    return _in_paragraph(chance, blocks, change, least=2)


def merge_paragraphs(chance: random.Random, blocks: list[str]) -> list[str]:
    """Make one paragraph of two."""
    plain = paragraphs(blocks)
    at = chance.choice([index for index in plain if index + 1 in plain])
    return [*blocks[:at], f"{blocks[at]} {blocks[at + 1]}", *blocks[at + 2 :]]


def insert_sentence(chance: random.Random, blocks: list[str]) -> list[str]:
    """Add a sentence inside a paragraph."""

    def change(text: str) -> str:
        sentences = SENTENCE_END.split(text)
        at = chance.randrange(len(sentences) + 1)
        return " ".join([*sentences[:at], NEW_SENTENCE, *sentences[at:]])

    return _in_paragraph(chance, blocks, change)


def delete_sentence(chance: random.Random, blocks: list[str]) -> list[str]:
    """Take a sentence out of a paragraph."""

    def change(text: str) -> str:
        sentences = SENTENCE_END.split(text)
        at = chance.randrange(len(sentences))
        return " ".join([*sentences[:at], *sentences[at + 1 :]])

    return _in_paragraph(chance, blocks, change, least=2)


def insert_paragraph(chance: random.Random, blocks: list[str]) -> list[str]:
    """Add a paragraph."""
    at = chance.choice(paragraphs(blocks))
    return [*blocks[:at], NEW_PARAGRAPH, *blocks[at:]]


def delete_paragraph(chance: random.Random, blocks: list[str]) -> list[str]:
    """Take a paragraph out."""
    at = chance.choice(paragraphs(blocks))
    return blocks[:at] + blocks[at + 1 :]


def emphasise(chance: random.Random, blocks: list[str]) -> list[str]:
    """Put a word in emphasis."""
    return _wrap_word(chance, blocks, "*{}*")


def add_link(chance: random.Random, blocks: list[str]) -> list[str]:
    """Make a word a link."""
    return _wrap_word(chance, blocks, "[{}](https://example.org/page)")


def _wrap_word(chance: random.Random, blocks: list[str], form: str) -> list[str]:
    def change(text: str) -> str:
        spot = chance.choice(list(re.finditer(r"(?<= )[a-z]{3,}(?= )", text)))
        return text[: spot.start()] + form.format(spot[0]) + text[spot.end() :]

    return _in_paragraph(chance, blocks, change)


def insert_item(chance: random.Random, blocks: list[str]) -> list[str]:
    """Add an item to a list."""
    at = chance.choice([index for index, block in enumerate(blocks) if re.match(r"(\d+\.|-) ", block)])
    mark = blocks[at].partition(" ")[0]
    items = blocks[at].split("\n")
    to = chance.randrange(len(items) + 1)
    lines = [*items[:to], f"{mark} {NEW_ITEM}", *items[to:]]
    return ["\n".join(lines) if index == at else block for index, block in enumerate(blocks)]


def quote_paragraph(chance: random.Random, blocks: list[str]) -> list[str]:
    """Make a paragraph a quotation."""
    return _in_paragraph(chance, blocks, lambda text: f"> {text}")


def rewrap(_: random.Random, blocks: list[str]) -> list[str]:
    """Break all lines at 72 letters."""
    return [block if MARKED.match(block) else textwrap.fill(block, 72, break_on_hyphens=False) for block in blocks]


def straighten(_: random.Random, blocks: list[str]) -> list[str]:
    """Type all quotes straight."""
    curly = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
    return [block.translate(curly) for block in blocks]


def ten_mixed(chance: random.Random, blocks: list[str]) -> list[str]:
    """Make ten edits of any kind."""
    for edit in chance.choices([edit for edit, _ in SINGLE], k=10):
        blocks = edit(chance, list(blocks))
    return blocks


SINGLE = (
    (one_word, 8),
    (one_comma, 8),
    (move_paragraph, 6),
    (swap_sections, 1),
    (rename_heading, 4),
    (split_paragraph, 6),
    (merge_paragraphs, 5),
    (insert_sentence, 6),
    (delete_sentence, 6),
    (insert_paragraph, 5),
    (delete_paragraph, 5),
    (emphasise, 6),
    (add_link, 4),
    (insert_item, 2),
    (quote_paragraph, 3),
)
"""The edits of one place each, and how often each is made: 75 in all."""

GLOBAL = ((rewrap, 1), (straighten, 1), (ten_mixed, 1))


def segments_of(text: str) -> tuple[Segment, ...]:
    """Return the segments of a manuscript."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "letter.md"
        file.write_text(text, encoding="utf-8")
        return source.read(file, "letter").publication.segments


def said(segment: Segment) -> str:
    """Return an imaginary translation that still tells what it translates."""
    return CODE.sub(lambda mark: mark[0], "".join(map(_turned, re.split(r"(\{/?\d+/?\})", segment.text))))


def _turned(piece: str) -> str:
    return piece if CODE.fullmatch(piece) else piece.swapcase()


def full(segments: Sequence[Segment]) -> tuple[Rendering, ...]:
    """Return a translation in which every segment is said."""
    return tuple(Rendering(segment, said(segment), State.TRANSLATED) for segment in segments)


def retention(old: Sequence[Segment], new: Sequence[Segment]) -> Retention:
    """Return what of a full translation of the old text is still published for the new one."""
    carried, _ = alignment.carry(full(old), new)
    counts = {"published": 0, "offered": 0, "lost": 0}
    wrong = 0
    for rendering in carried:
        words = len(CODE.sub("", rendering.segment.text).split())
        kind = "published" if rendering.done else "offered" if rendering.target else "lost"
        counts[kind] += words
        wrong += rendering.done and _spoken(rendering.target).swapcase() != _spoken(rendering.segment.text)
    return Retention(sum(counts.values()), **counts, wrong=wrong)


def _spoken(text: str) -> str:
    """Return what is read aloud of a text: no codes, no kinds of quotes and blanks."""
    return "".join(letter for letter in CODE.sub("", text) if letter.isalnum())


def measured(text: str, edits: Sequence[tuple[Edit, int]], seed: int) -> Iterator[tuple[str, Retention]]:
    """Yield the name of each edit and what survives it, over seeded places of a manuscript."""
    head, blocks = parts(text)
    old = segments_of(text)
    chance = random.Random(seed)
    for edit, times in edits:
        for _ in range(times):
            yield edit.__name__, retention(old, segments_of(joined(head, edit(chance, list(blocks)))))


def random_edits(text: str, count: int, seed: int) -> Iterator[tuple[str, Retention]]:
    """Yield what survives one to four edits of any kind, so many times."""
    head, blocks = parts(text)
    old = segments_of(text)
    chance = random.Random(seed)
    for _ in range(count):
        edits = chance.choices([edit for edit, _ in SINGLE], k=chance.randint(1, 4))
        changed = list(blocks)
        for edit in edits:
            changed = edit(chance, list(changed))
        yield "+".join(edit.__name__ for edit in edits), retention(old, segments_of(joined(head, changed)))
