"""Real translations beside their source, passage by passage: the Declaration of Human Rights, and our own stores."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import source, translations
from publish.checks import translation as check
from publish.model import Row, Segment
from publish.problems import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from publish.model import Publication, Term, Unit
    from publish.problems import Problem


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment, how a person translated it, and into which language from which."""

    segment: Segment
    target: str
    source: str
    language: str


def declaration(folder: Path) -> Iterator[Passage]:
    """Yield the Declaration in eight languages beside English, unit by unit."""
    english = source.read(folder / "declaration.en.md", "declaration").publication
    for file in sorted(folder.glob("declaration.*.md")):
        language = file.suffixes[0][1:]
        if language != "en":
            other = source.read(file, "declaration").publication
            yield from _beside(english, other, language)


def _beside(english: Publication, other: Publication, language: str) -> Iterator[Passage]:
    """Yield what stands beside what, sections of as many units unit by unit, others whole but for their headings."""
    pairs = zip(_numbered(english), _numbered(other), strict=False)
    for one, two in _matched(list(pairs), english, other):
        if len(one) == len(two):
            for unit, said in zip(one, two, strict=True):
                yield from _unit(unit, said, language)


def _numbered(publication: Publication) -> list[tuple[Unit, ...]]:
    return [section.units for section in publication.sections]


def _matched(
    pairs: Sequence[tuple[tuple[Unit, ...], tuple[Unit, ...]]], english: Publication, other: Publication
) -> list[tuple[tuple[Unit, ...], tuple[Unit, ...]]]:
    """Return sections side by side; by the numbers in their headings where one text has more of them."""
    if len(english.sections) == len(other.sections):
        return list(pairs)
    by_number = {_number(section.title): section.units for section in other.sections if _number(section.title)}
    return [(s.units, by_number[_number(s.title)]) for s in english.sections if _number(s.title) in by_number]


def _number(title: str) -> str:
    return "".join(sign for sign in title if sign.isdigit())


def _unit(unit: Unit, said: Unit, language: str) -> Iterator[Passage]:
    one, two = unit.segments, said.segments
    if len(one) == len(two):
        for segment, target in zip(one, two, strict=True):
            yield Passage(segment, target.text, "en", language)
    else:
        text, target = " ".join(s.text for s in one), " ".join(s.text for s in two)
        yield Passage(Segment(one[0].key, text, (), one[0].place), target, "en", language)


def stores(root: Path) -> Iterator[Passage]:
    """Yield what our own translators wrote, from the stores of this house."""
    for manuscript in sorted(root.glob("source/*/manuscript.md")):
        publication = source.read(manuscript, manuscript.parent.name).publication
        for store in sorted(manuscript.parent.glob("translations/*.po")):
            for rendering in translations.current(publication, store.stem, store).renderings:
                if rendering.done:
                    yield Passage(rendering.segment, rendering.target, publication.colophon.lang, store.stem)


def complaints(passages: Sequence[Passage], terms: dict[str, tuple[Term, ...]]) -> list[tuple[Passage, list[Problem]]]:
    """Return what is said against each passage."""
    found = []
    for number, passage in enumerate(passages, start=1):
        row = Row(passage.segment.key, passage.segment.text, passage.target, number=number)
        place = Place("aligned", number)
        glossary = terms.get(passage.language, ())
        looked = check.Looked(row, passage.segment, passage.source, passage.language, place, glossary)
        found.append((passage, list(check.find(looked))))
    return found


def by_language(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    """Return passages by their language."""
    ordered = sorted(passages, key=lambda passage: passage.language)
    return {key: list(group) for key, group in itertools.groupby(ordered, key=lambda passage: passage.language)}
