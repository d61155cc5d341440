"""A text of 31 sections in nine languages: what people translated becomes stores, and the stores become editions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publish import edition, source, translations, tree
from publish.model import JOINED
from publish.outputs import epub, reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition, Publication, Section

FOLDER = Path(__file__).parents[3] / "shared" / "manuscripts" / "declaration"
LANGUAGES = ["pl", "es", "pa", "gu", "ta", "hi", "ur", "ar"]

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the Declaration is not beside this repository")


def said_by(english: Section, other: Section) -> Iterator[tuple[str, str]]:
    """Yield the key of every English segment and how it is said: unit by unit, a whole unit in its first segment.

    Where a section has fewer paragraphs in the other language the last one says the rest; where it has more, the last
    English one takes them all.
    """
    texts = [" ".join(segment.text for segment in unit.segments) for unit in other.units]
    most = len(english.units)
    texts = [*texts[: most - 1], " ".join(texts[most - 1 :])] if len(texts) > most else texts
    for unit, text in zip(english.units, texts, strict=False):
        first, *rest = unit.segments
        yield first.key, text
        yield from ((segment.key, JOINED) for segment in rest)


def aligned(english: Publication, other: Publication) -> dict[str, str]:
    """Return the other language's text for each English segment; sections stand side by side from the end.

    Of the openings only the title is in both.
    """
    said = {english.segments[0].key: other.segments[0].text}
    for one, two in zip(reversed(english.sections[1:]), reversed(other.sections[1:]), strict=False):
        said.update(said_by(one, two))
    return said


def skeleton(made: Edition) -> list[str]:
    return [element["t"] for element in tree.walk(edition.blocks_of(made)) if element["t"] not in {"Str", "Space"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_translations_become_a_store_and_an_edition(language: str, tmp_path: Path) -> None:
    read = source.read(FOLDER / "declaration.en.md", "declaration")
    english = read.publication
    other = source.read(FOLDER / f"declaration.{language}.md", "declaration").publication
    store = tmp_path / f"{language}.po"
    empty = translations.current(english, language, store)
    store.write_bytes(translations.save(translations.merge(empty, aligned(english, other), {}), english))
    translation = translations.current(english, language, store)
    # The Tamil text has no preamble.
    assert translation.coverage > (0.85 if language == "ta" else 0.97)
    made = edition.translated(english, translation)
    kept = edition.original(english)
    assert [section.key for section in made.sections] == [section.key for section in kept.sections]
    if translation.coverage == 1:
        assert skeleton(made) == skeleton(kept)
    assert made.colophon.title == other.colophon.title
    assert reading.make(made, read.settings).startswith(b"%PDF")
    assert epub.make(made, read.settings).startswith(b"PK")
