"""The translation of a store as it may be published: looked at first, for somebody may have typed into it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import memory as memories
from publish import translations
from publish.checks.translation import stored
from publish.problems import PublishError, errors

if TYPE_CHECKING:
    from publish.memory import Glossary
    from publish.model import Translation
    from publish.problems import Problem
    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Looked:
    """A translation without the passages that must not be published, and what is wrong with its store.

    `sound` are the passages nothing is wrong with, for a later look (`checks.translation.stored`).
    """

    translation: Translation
    problems: tuple[Problem, ...] = ()
    sound: tuple[str, ...] = ()


def glossary_of(house: House) -> Glossary | None:
    """Return the terms of a house; None where they cannot be read, which is told when something is handed out."""
    try:
        return memories.read_glossary(house.glossary())
    except PublishError:
        return None


def look(
    house: House, reading: Reading, language: str, terms: Glossary | None, sound: frozenset[str] = frozenset()
) -> Looked:
    """Return a translation and what is wrong with it; PublishError where its store is broken.

    Passages that were `sound` at the last look are not looked at.
    """
    publication = reading.publication
    file = house.translation(publication.slug, language)
    translation = translations.current(publication, language, file)
    said = terms.in_language(language) if terms is not None else ()
    about = stored.Stored(translation, publication.colophon.lang, file, said, sound)
    found = stored.look(about)
    wrong = {key for key, problem in found if errors([problem])}
    problems = tuple(problem for _, problem in found)
    return Looked(translations.unsaid(translation, wrong), problems, tuple(stored.sound(about, found)))
