"""The translation of a store as it may be published: looked at first, for somebody may have typed into it by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import memory as memories
from publish import translations
from publish.build import notes
from publish.checks.translation import stored
from publish.problems import PublishError, Severity, errors

if TYPE_CHECKING:
    from publish.build.standing import Memory
    from publish.memory import Glossary
    from publish.model import Translation
    from publish.problems import Problem
    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Looked:
    """A translation without the passages that must not be published, and what is wrong with its store."""

    translation: Translation
    problems: tuple[Problem, ...] = ()


def glossary_of(house: House) -> Glossary | None:
    """Return the terms of a house; None where they cannot be read, which is told when something is handed out."""
    try:
        return memories.read_glossary(house.glossary())
    except PublishError:
        return None


def look(house: House, reading: Reading, language: str, terms: Glossary | None, memory: Memory | None = None) -> Looked:
    """Return a translation and what is wrong with it; PublishError where its store is broken.

    What was found in a store is remembered while nothing changes that was looked at.
    """
    publication = reading.publication
    file = house.translation(publication.slug, language)
    translation = translations.current(publication, language, file)
    said = terms.in_language(language) if terms is not None else ()
    about = stored.Stored(translation, publication.colophon.lang, file, said)
    found = stored.look(about) if memory is None else _remembered(about, house, publication.slug, memory)
    wrong = {key for key, problem in found if errors([problem])}
    return Looked(translations.unsaid(translation, wrong), tuple(problem for _, problem in found))


def _remembered(about: stored.Stored, house: House, slug: str, memory: Memory) -> list[tuple[str, Problem]]:
    looked_at = {
        "program": memory.program,
        "translation": memory.contents.of(about.file),
        "manuscript": memory.contents.of(house.lone or house.manuscript(slug)),
        "settings": memory.contents.of(house.shared()),
        "glossary": memory.contents.of(house.glossary()),
    }
    last = memory.last(about.file)
    if last.get("looked-at") == looked_at:
        return list(zip(last["keys"], notes.read(last["notes"]), strict=True))
    found = stored.look(about)
    keys, problems = [key for key, _ in found], [problem for _, problem in found]
    memory.remember(about.file, {"looked-at": looked_at, "keys": keys, "notes": notes.written(problems)})
    return found


def as_warnings(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return problems as warnings: the edition is made without those passages, as it was asked for."""
    return tuple(replace(problem, severity=Severity.WARNING) for problem in problems)
