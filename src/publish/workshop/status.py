"""How far each language has come: languages by sections."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import translations
from publish.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Publication, Translation
    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one section is in one language, in segments, and how many words are left."""

    section: str
    title: str
    reviewed: int
    translated: int
    stale: int
    missing: int
    words_left: int

    @property
    def complete(self) -> bool:
        """Whether nothing is missing or stale."""
        return not self.stale and not self.missing


@dataclass(frozen=True, slots=True)
class Board:
    """How far a publication has come: for each language, each section."""

    publication: str
    title: str
    languages: dict[str, tuple[Progress, ...]]


def status(house: House, reading: Reading) -> Board:
    """Return how far a publication's translations have come, for every language it is translated into."""
    publication = reading.publication
    rows = {
        language: tuple(_progress(publication, _current(house, publication, language)))
        for language in languages_of(house, reading)
    }
    return Board(publication.slug, publication.colophon.title, rows)


def languages_of(house: House, reading: Reading) -> list[str]:
    """Return the languages a publication is translated into: those the settings name, and those it has a store in."""
    slug, lang = reading.publication.slug, reading.publication.colophon.lang
    stores = sorted(file.stem for file in house.translation(slug, "x").parent.glob("*.po"))
    named = [tag for tag in reading.settings.languages if tag != lang]
    return list(dict.fromkeys([*named, *stores]))


def _current(house: House, publication: Publication, language: str) -> Translation:
    return translations.current(publication, language, house.translation(publication.slug, language))


def _progress(publication: Publication, translation: Translation) -> Iterator[Progress]:
    renderings = {rendering.segment.key: rendering for rendering in translation.renderings}
    for section in publication.sections:
        own = [renderings[segment.key] for segment in section.segments]
        states = Counter(rendering.state for rendering in own)
        left = sum(len(rendering.segment.text.split()) for rendering in own if not rendering.done)
        if own:
            yield Progress(
                section=section.key,
                title=section.title,
                reviewed=states[State.REVIEWED],
                translated=states[State.TRANSLATED],
                stale=states[State.STALE],
                missing=states[State.UNTRANSLATED],
                words_left=left,
            )
