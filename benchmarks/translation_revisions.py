"""What of a translation has to be touched from one revision of a long text to the next (row H of the table).

`python benchmarks/translation_revisions.py FOLDER`: the Markdown files of a folder are the revisions, in the order of
their names. A public manual with its history does: write one file for each release.
"""

# ruff: noqa: INP001, T201 - a benchmark is no package, and prints
from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from publish import source
from publish.model import Rendering, State
from publish.translations import alignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Publication, Segment


def words(segments: Sequence[Segment]) -> int:
    """Return how many words segments hold."""
    return sum(len(segment.text.split()) for segment in segments)


def by_sentence(old: Publication, new: Publication) -> tuple[int, int, int]:
    """Return the words to touch, and of the sentences to touch how many come with an old rendering, and how many."""
    entries = [Rendering(segment, f"T {segment.text}", State.TRANSLATED) for segment in old.segments]
    renderings, _ = alignment.carry(entries, new.segments)
    touched = [rendering for rendering in renderings if not rendering.done]
    offered = sum(rendering.state is State.STALE for rendering in touched)
    return words([rendering.segment for rendering in touched]), offered, len(touched)


def by_paragraph(old: Publication, new: Publication) -> int:
    """Return the words to touch where a paragraph is the unit, and every change of it un-publishes all of it."""
    known = {tuple(segment.text for segment in unit.segments) for section in old.sections for unit in section.units}
    units = [unit.segments for section in new.sections for unit in section.units]
    return sum(words(unit) for unit in units if tuple(segment.text for segment in unit) not in known)


def main(arguments: Sequence[str]) -> int:
    """Print the words to touch, on average a revision."""
    files = sorted(Path(arguments[0]).glob("*.md"))
    texts = [source.read(file, "manual", untitled=True).publication for file in files]
    steps = [(*by_sentence(old, new), by_paragraph(old, new)) for old, new in itertools.pairwise(texts)]
    sentences, paragraphs = (sum(step[at] for step in steps) / len(steps) for at in (0, 3))
    offered, touched = (sum(step[at] for step in steps) for at in (1, 2))
    print(f"{len(texts)} revisions, {words(texts[0].segments)} to {words(texts[-1].segments)} words to translate")
    print(f"words to touch a revision: {sentences:.0f} by sentence, {paragraphs:.0f} by paragraph")
    print(f"ratio {sentences / paragraphs:.2f}; new text has to be touched either way")
    print(f"{offered} of {touched} sentences to touch come with an old rendering and what changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
