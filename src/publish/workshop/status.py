"""How far each language has come: languages by sections."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import translations
from publish.model import State
from publish.segments import difference
from publish.workshop import hands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publish.model import Publication, Rendering, Translation
    from publish.project import House
    from publish.source import Reading
    from publish.workshop.hands import Hand


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
    words: int = 0
    words_stale: int = 0
    hand: Hand | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing or stale."""
        return not self.stale and not self.missing


@dataclass(frozen=True, slots=True)
class Board:
    """How far a publication has come: for each language, each section; and what it is called in a command."""

    publication: str
    title: str
    languages: dict[str, tuple[Progress, ...]]
    typed: str
    receives: str

    def steps(self) -> Iterator[str]:
        """Yield what to do next: a command, and the languages it is for."""
        steps: dict[str, list[str]] = {}
        for language, sections in self.languages.items():
            steps.setdefault(_step(sections), []).append(language)
        for command, languages in steps.items():
            yield command.format(slug=self.typed, languages=",".join(languages), receives=self.receives)


def _step(sections: Sequence[Progress]) -> str:
    if all(section.complete for section in sections):
        return "publish build {slug} --lang {languages}"
    if all(section.complete or (section.hand and not section.stale) for section in sections):
        return "{receives}  # for {languages}: all that is left is out"
    begun = any(section.reviewed or section.translated for section in sections)
    return "publish handoff {slug} --to {languages}" + (" --changed" if begun else "")


def status(house: House, reading: Reading) -> Board:
    """Return how far a publication's translations have come, for every language it is translated into."""
    publication = reading.publication
    out = hands.read_hands(house.handed_out(publication.slug))
    rows = {
        language: tuple(_progress(publication, _current(house, publication, language), out))
        for language in languages_of(house, reading)
    }
    return Board(publication.slug, publication.colophon.title, rows, house.typed(publication.slug), house.receives())


def languages_of(house: House, reading: Reading) -> list[str]:
    """Return the languages a publication is translated into: those of its settings, its stores, and its hand-offs."""
    slug, lang = reading.publication.slug, reading.publication.colophon.lang
    stores = sorted(file.stem for file in house.translation(slug, "x").parent.glob("*.po"))
    out = [hand.language for hand in hands.read_hands(house.handed_out(slug))]
    return [tag for tag in dict.fromkeys([*reading.settings.languages, *stores, *out]) if tag != lang]


def _current(house: House, publication: Publication, language: str) -> Translation:
    return translations.current(publication, language, house.translation(publication.slug, language))


def _progress(publication: Publication, translation: Translation, out: Sequence[Hand]) -> Iterator[Progress]:
    renderings = {rendering.segment.key: rendering for rendering in translation.renderings}
    for section in publication.sections:
        own = [renderings[segment.key] for segment in section.segments]
        states = Counter(rendering.state for rendering in own)
        if own:
            yield Progress(
                section=section.key,
                title=section.title,
                reviewed=states[State.REVIEWED],
                translated=states[State.TRANSLATED],
                stale=states[State.STALE],
                missing=states[State.UNTRANSLATED],
                words_left=_words(rendering for rendering in own if not rendering.done),
                words=_words(own),
                words_stale=_words(rendering for rendering in own if rendering.state is State.STALE),
                hand=hands.holding(out, translation.language, section.key),
            )


def _words(renderings: Iterable[Rendering]) -> int:
    return sum(len(rendering.segment.text.split()) for rendering in renderings)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A passage for which more came back than stands there: its source, what stands, and what else was sent."""

    language: str
    section: str
    key: str
    source: str
    target: str
    returned: tuple[str, ...]


def doubts(house: House, reading: Reading) -> Iterator[Doubt]:
    """Yield what came back and was not put in place, for every language: `publish keep` says which one stands."""
    publication = reading.publication
    for language in languages_of(house, reading):
        found = {r.segment.key: r for r in _current(house, publication, language).renderings if r.returned}
        for section in publication.sections:
            for segment in section.segments:
                if segment.key in found:
                    own = found[segment.key]
                    yield Doubt(language, section.key, segment.key, segment.text, own.target, own.returned)


@dataclass(frozen=True, slots=True)
class Change:
    """A stale passage: where it stands, what it is called by, and its source word by word, old and new."""

    language: str
    section: str
    key: str
    pieces: tuple[tuple[str, str], ...]
    target: str


def changes(house: House, reading: Reading) -> Iterator[Change]:
    """Yield what changed since it was translated, for every language: `publish keep` says that it still holds."""
    publication = reading.publication
    for language in languages_of(house, reading):
        found = {r.segment.key: r for r in _current(house, publication, language).renderings if r.state is State.STALE}
        for section in publication.sections:
            for segment in section.segments:
                if segment.key in found:
                    stale = found[segment.key]
                    pieces = tuple(difference(stale.previous, segment.text))
                    yield Change(language, section.key, segment.key, pieces, stale.target)
