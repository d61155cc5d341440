"""What of a translation has to be touched from one revision of a long text to the next (row H of the table).

`python benchmarks/translation_revisions.py FOLDER`: the Markdown files of a folder are the revisions, in the order of
their names. A public manual with its history does: write one file for each release.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import translation_edits
from publish import source
from publish.model import Rendering, State
from publish.segments import CODE
from publish.translations import alignment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Publication, Segment

ALIKE = 0.5
"""What share of their words two sentences have in common if one is the other, changed; below it, one is new."""


@dataclass(frozen=True, slots=True)
class Step:
    """One revision: words to touch by sentence and by paragraph, changed sentences, those that come translated."""

    sentence: int
    paragraph: int
    changed: int
    offered: int


def words(segments: Sequence[Segment]) -> int:
    """Return how many words segments hold."""
    return sum(len(segment.text.split()) for segment in segments)


def step(old: Publication, new: Publication) -> Step:
    """Return what one revision costs its translators."""
    entries = [Rendering(segment, f"T {segment.text}", State.TRANSLATED) for segment in old.segments]
    renderings, _ = alignment.carry(entries, new.segments)
    touched = [rendering for rendering in renderings if not rendering.done]
    gone = _gone(old, new)
    changed = [rendering for rendering in touched if _is_changed(rendering.segment, gone)]
    offered = sum(rendering.state is State.STALE for rendering in changed)
    return Step(words([rendering.segment for rendering in touched]), by_paragraph(old, new), len(changed), offered)


def _gone(old: Publication, new: Publication) -> list[set[str]]:
    """Return the words of every sentence that no longer stands in the text."""
    kept = {segment.text for segment in new.segments}
    return [_words_of(segment) for segment in old.segments if segment.text not in kept]


def _is_changed(segment: Segment, gone: Sequence[set[str]]) -> bool:
    """Whether a sentence is one that has gone, changed: told by its words alone, and not by what we pair it with."""
    own = _words_of(segment)
    return any(len(own & other) >= ALIKE * len(own | other) for other in gone if own and other)


def _words_of(segment: Segment) -> set[str]:
    return set(re.findall(r"\w+", CODE.sub("", segment.text).lower()))


def by_paragraph(old: Publication, new: Publication) -> int:
    """Return the words to touch where a paragraph is the unit, and every change of it un-publishes all of it."""
    known = {tuple(segment.text for segment in unit.segments) for section in old.sections for unit in section.units}
    units = [unit.segments for section in new.sections for unit in section.units]
    return sum(words(unit) for unit in units if tuple(segment.text for segment in unit) not in known)


def steps(publications: Sequence[Publication]) -> list[Step]:
    """Return what each revision costs, in order."""
    return [step(old, new) for old, new in itertools.pairwise(publications)]


def in_folder(folder: Path) -> list[Publication]:
    """Return the revisions that lie in a folder."""
    return [source.read(file, "manual", untitled=True).publication for file in sorted(folder.glob("*.md"))]


def seeded(text: str, count: int, seed: int) -> list[Publication]:
    """Return revisions of a manuscript, each some edits of any kind after the one before."""
    head, blocks = translation_edits.parts(text)
    chance = random.Random(seed)
    kinds, often = zip(*translation_edits.SINGLE, strict=True)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            for edit in chance.choices(kinds, often, k=8) if number else ():
                blocks = edit(chance, list(blocks))
            file = Path(folder) / f"{number:02d}.md"
            file.write_text(translation_edits.joined(head, blocks), encoding="utf-8")
            found.append(source.read(file, "letter").publication)
            _, blocks = translation_edits.parts(translation_edits.joined(head, blocks))
    return found


def main(arguments: Sequence[str]) -> int:
    """Print the words to touch, on average a revision."""
    texts = in_folder(Path(arguments[0]))
    for line in told(texts):
        print(line)
    return 0


def told(texts: Sequence[Publication]) -> Iterator[str]:
    """Yield what revisions cost, in words."""
    found = steps(texts)
    sentences, paragraphs = (
        sum(each) / len(found) for each in ([s.sentence for s in found], [s.paragraph for s in found])
    )
    yield f"{len(texts)} revisions, {words(texts[0].segments)} to {words(texts[-1].segments)} words to translate"
    yield f"words to touch a revision: {sentences:.0f} by sentence, {paragraphs:.0f} by paragraph"
    yield f"ratio {sentences / paragraphs:.2f}; new text has to be touched either way"
    changed, offered = sum(each.changed for each in found), sum(each.offered for each in found)
    yield f"{offered} of {changed} changed sentences come with their old rendering and what changed"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
