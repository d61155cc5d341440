"""The texts a plan is of: the manuscript itself, and what each store makes of it; neither read nor composed in vain."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import edition
from publish.build import notes
from publish.build.planned import Planned, Text
from publish.build.records import Record, of_reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.build.standing import Memory
    from publish.build.stores import Looked
    from publish.model import Translation
    from publish.problems import Problem
    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Found:
    """A translated edition as it is planned, what is wrong with its store, and what gives its translation."""

    planned: Planned
    problems: tuple[Problem, ...]
    translation: Callable[[], Translation]


def original(house: House, reading: Reading, memory: Memory | None = None) -> Planned:
    """Return the edition in the language of the manuscript."""
    publication = reading.publication
    record = Record(memory, house.manuscript(publication.slug) / "edition", of_reading(reading, memory))
    text = Text(lambda: edition.original(publication), record)
    return _planned(reading, text, publication.colophon.lang, 1.0)


def translated(house: House, reading: Reading, language: str, memory: Memory | None = None) -> Found:
    """Return the edition in another language; PublishError where its store is broken.

    What came of a store is remembered while nothing changes of what it came of: then the store is not even read.
    """
    publication = reading.publication
    file = house.translation(publication.slug, language)
    record = Record(memory, file / "edition", of_reading(reading, memory), (file, house.glossary()))

    @functools.cache
    def looked() -> Looked:
        from publish.build import stores

        return stores.look(house, reading, language, stores.glossary_of(house), known)

    # What checks look at of a passage is all in it, but for themselves, the two languages and the glossary.
    by = _checked_by(house, reading, memory)
    known = frozenset(record.last.get("sound", ()) if by and record.last.get("checked by") == by else ())
    if "coverage" not in record.known:
        sound = {"sound": looked().sound, "checked by": by} if by else {}
        record.keep(coverage=looked().translation.coverage, notes=notes.written(looked().problems), **sound)
    text = Text(lambda: edition.translated(publication, looked().translation), record)
    planned = _planned(reading, text, language, record.known["coverage"])
    return Found(planned, notes.read(record.known["notes"]), lambda: looked().translation)


def _checked_by(house: House, reading: Reading, memory: Memory | None) -> dict[str, str]:
    """Return what decides whether something is wrong with a passage; nothing where nothing is remembered."""
    if memory is None:
        return {}
    about = of_reading(reading, memory)
    own = {"language": reading.publication.colophon.lang, "glossary": memory.contents.of(house.glossary())}
    return {name: about[name] for name in ("program", "libraries", "words")} | own


def _planned(reading: Reading, text: Text, language: str, coverage: float) -> Planned:
    about = reading.publication
    letters = sum(len(segment.text) for segment in about.segments)
    return Planned(text, about.slug, language, about.colophon.lang, coverage, about.folder, about.place, letters)
