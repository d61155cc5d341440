"""Taking kits back from volunteers: what is whole is merged, each unit with a fault is refused alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publish import memory, project, source, translations
from publish.kits import read_kit
from publish.problems import Place, Problem, PublishError
from publish.workshop import parcel
from publish.workshop.judging import Complaint, judge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publish.memory import Glossary
    from publish.model import Term, Translation
    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Received:
    """One kit that came back: what was taken of it, and what stands in the way of the rest."""

    file: str
    publication: str
    section: str
    language: str
    taken: int
    unchanged: int
    empty: int
    complaints: tuple[Complaint, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with its rows."""
        return tuple(complaint.problem for complaint in self.complaints)


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that came back in one go, and the stores it went into."""

    kits: tuple[Received, ...]
    stores: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Desk:
    """What is being merged: one translation a publication and language, opened once and saved at the end."""

    house: House
    readings: dict[str, Reading] = field(default_factory=dict)
    translations: dict[tuple[str, str], Translation] = field(default_factory=dict)
    terms: Glossary | None = None

    def reading(self, slug: str, place: Place) -> Reading:
        if slug not in self.readings:
            file = self.house.manuscript(slug)
            known = project.SLUG.fullmatch(slug) and (self.house.lone is None or project.slug_of(file) == slug)
            if not known or not file.is_file():
                hint = "receive it where the publication is; here there are: " + ", ".join(self.house.slugs())
                raise PublishError(Problem(place, f"there is no publication “{slug}” here", hint, "kit-foreign"))
            self.readings[slug] = source.read(file, slug, self.house.shared())
        return self.readings[slug]

    def glossary(self, language: str) -> tuple[Term, ...]:
        if self.terms is None:
            self.terms = memory.read_glossary(self.house.glossary())
        return self.terms.in_language(language)

    def translation(self, reading: Reading, language: str) -> Translation:
        slug = reading.publication.slug
        if (slug, language) not in self.translations:
            store = self.house.translation(slug, language)
            self.translations[slug, language] = translations.current(reading.publication, language, store)
        return self.translations[slug, language]


def receive(house: House, files: Sequence[Path], *, dry_run: bool = False) -> Receipt:
    """Take kits back from files, folders and zips: what is whole is merged, each unit with a fault is refused alone."""
    desk = _Desk(house)
    received: list[Received] = []
    problems: list[Problem] = []
    for name, data in parcel.contents(files, problems):
        try:
            received.append(_take(desk, name, data))
        except PublishError as error:
            problems.extend(error.problems)
    stores = []
    for (slug, language), translation in sorted(desk.translations.items()):
        store = house.translation(slug, language)
        content = translations.save(translation, desk.readings[slug].publication)
        if not dry_run and any(kit.taken for kit in received if (kit.publication, kit.language) == (slug, language)):
            project.write(store, content)
            stores.append(store)
    return Receipt(tuple(received), tuple(stores), tuple(problems))


def _take(desk: _Desk, name: str, data: bytes) -> Received:
    returned = read_kit(name, data)
    reading = desk.reading(returned.name, Place(name, 1))
    about = reading.publication.colophon
    if not _is_language(returned.target) or returned.target == about.lang:
        hint = "hand the section out again and copy the translations over"
        message = f"the file does not say into which language it is translated (“{returned.target}”)"
        raise PublishError(Problem(Place(name, 1), message, hint, "kit-language"))
    translation = desk.translation(reading, returned.target)
    judged = judge(returned, translation, name, desk.glossary(returned.target))
    merged = translations.merge(translation, judged.said, judged.notes)
    desk.translations[returned.name, returned.target] = translations.keep(merged, judged.late)
    return Received(
        file=name,
        publication=returned.name,
        section=returned.section,
        language=returned.target,
        taken=len(judged.said) + len(judged.late),
        unchanged=judged.unchanged,
        empty=judged.empty,
        complaints=tuple(judged.complaints),
    )


def _is_language(tag: str) -> bool:
    return bool(tag) and tag.replace("-", "").isalnum() and tag.isascii()
