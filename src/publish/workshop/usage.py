"""How the terms of the house are really said: those said otherwise, and passages translated in more than one way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import memory, translations
from publish.checks.translation import terms as check
from publish.memory.known import said_differently
from publish.model import JOINED
from publish.segments import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Rendering, Term
    from publish.project import House


@dataclass(frozen=True, slots=True)
class Usage:
    """A term or passage said in more than one way in a language: the ways, and where (publication, passage)."""

    language: str
    source: str
    ways: tuple[str, ...]
    where: tuple[str, ...]


def usage(house: House) -> Iterator[Usage]:
    """Yield what is not said in one way throughout all publications, language by language."""
    glossary = memory.read_glossary(house.glossary())
    for language, entries in sorted(_entries(house).items()):
        yield from _terms(language, glossary.in_language(language), entries)
        yield from _passages(language, entries)


def _entries(house: House) -> dict[str, list[tuple[str, Rendering]]]:
    found: dict[str, list[tuple[str, Rendering]]] = defaultdict(list)
    for slug in house.slugs():
        for file in sorted(house.translation(slug, "x").parent.glob("*.po")):
            done = [entry for entry in translations.entries(file) if entry.done and entry.target != JOINED]
            found[file.stem] += [(slug, entry) for entry in done]
    return found


def _terms(language: str, terms: Sequence[Term], entries: Sequence[tuple[str, Rendering]]) -> Iterator[Usage]:
    """Yield terms that some passages say as agreed and others do not."""
    names = sorted((bare(term.source) for term in terms if term.keep), key=len, reverse=True)
    for term in terms:
        if term.keep or not term.target:
            continue
        with_it = [(slug, r) for slug, r in entries if memory.occurs(term.source, _without(r.segment.text, names))]
        otherwise = [(slug, r) for slug, r in with_it if not check.said(term.target, bare(r.target), language)]
        if otherwise:
            where = tuple(f"{slug}: {rendering.target}" for slug, rendering in otherwise)
            yield Usage(language, term.source, (term.target,), where)


def _without(text: str, names: Sequence[str]) -> str:
    """Return a text without the names that are no use of a term (the Night Shift Collective works by day, too)."""
    text = bare(text)
    for name in names:
        text = text.replace(name, "")
    return text


def _passages(language: str, entries: Sequence[tuple[str, Rendering]]) -> Iterator[Usage]:
    """Yield passages that stand more than once and are not translated the same."""
    said: dict[str, list[str]] = defaultdict(list)
    where: dict[str, list[str]] = defaultdict(list)
    for slug, rendering in entries:
        said[rendering.segment.text].append(rendering.target)
        where[rendering.segment.text].append(f"{slug}: {rendering.target}")
    for source, ways in said_differently(said).items():
        yield Usage(language, source, ways, tuple(dict.fromkeys(where[source])))
