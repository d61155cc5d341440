"""Taking kits back from volunteers: what is whole is merged, each unit with a fault is refused alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publish import memory, project, source, translations
from publish.kits import read_kit
from publish.problems import Place, Problem, PublishError
from publish.settings.kinds import usual_tag
from publish.workshop import hands, known, parcel
from publish.workshop.judging import Complaint, judge

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from publish.memory import Glossary
    from publish.model import Term, Translation
    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Received:
    """One kit that came back: how much was taken, kept beside what stands there, or refused, and why."""

    file: str
    publication: str
    section: str
    language: str
    taken: int
    unchanged: int
    empty: int
    complaints: tuple[Complaint, ...] = ()
    title: str = ""
    source: str = "en"
    held: int = 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with its rows."""
        return tuple(complaint.problem for complaint in self.complaints)


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that came back in one go, the stores it went into, and how much each memory of the house learnt."""

    kits: tuple[Received, ...]
    stores: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()
    learnt: Mapping[Path, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Desk:
    """What is being merged: one translation a publication and language, opened once and saved at the end."""

    house: House
    take: bool = False
    readings: dict[str, Reading] = field(default_factory=dict)
    translations: dict[tuple[str, str], Translation] = field(default_factory=dict)
    terms: Glossary | None = None
    changed: set[tuple[str, str]] = field(default_factory=set)

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


def receive(
    house: House, files: Sequence[Path], *, dry_run: bool = False, day: datetime.date | None = None, take: bool = False
) -> Receipt:
    """Take kits back from files, folders and zips: what is whole is merged, each unit with a fault is refused alone.

    What would replace a reviewed translation, or one newer than the kit, is kept beside it unless one says to `take`.
    Translation memories (TMX) go into the memory of the house. With a `day`, the record of hand-offs says what is back.
    """
    desk = _Desk(house, take)
    received: list[Received] = []
    problems: list[Problem] = []
    learnt: dict[Path, int] = {}
    for name, data in parcel.contents(files, problems):
        try:
            if memory.is_tmx(data):
                learnt.update(known.remember(house, data, name, dry_run=dry_run))
            else:
                received.append(_take(desk, name, data))
        except PublishError as error:
            problems.extend(error.problems)
    stores = [] if dry_run else _save(desk)
    if day is not None and not dry_run:
        _note_back(house, received, day)
    return Receipt(tuple(received), tuple(stores), tuple(problems), learnt)


def _save(desk: _Desk) -> list[Path]:
    """Write the stores into which something was taken, be it a note only."""
    written = []
    for slug, language in sorted(desk.changed):
        store = desk.house.translation(slug, language)
        project.write(store, translations.save(desk.translations[slug, language], desk.readings[slug].publication))
        written.append(store)
    return written


def _note_back(house: House, received: Sequence[Received], day: datetime.date) -> None:
    for kit in received:
        file = house.handed_out(kit.publication)
        before = hands.read_hands(file)
        after = hands.come_back(before, kit.language, kit.section, day)
        if (kit.taken or kit.held) and after != before:
            hands.write_hands(file, after)


def _take(desk: _Desk, name: str, data: bytes) -> Received:
    returned = read_kit(name, data)
    returned = replace(returned, target=usual_tag(returned.target))
    reading = desk.reading(returned.name, Place(name, 1))
    about = reading.publication.colophon
    if not _is_language(returned.target) or returned.target == about.lang:
        hint = "hand the section out again and copy the translations over"
        message = f"the file does not say into which language it is translated (“{returned.target}”)"
        raise PublishError(Problem(Place(name, 1), message, hint, "kit-language"))
    if not returned.rows:
        hint = "ask for it as it was handed out: the numbers say where each translation belongs"
        raise PublishError(Problem(Place(name, 1), "no passage is found in the file", hint, "kit-empty"))
    translation = desk.translation(reading, returned.target)
    terms = desk.glossary(returned.target)
    judged = judge(replace(returned, source=about.lang), translation, name, terms, take=desk.take)
    merged = translations.hold(translations.merge(translation, judged.said, judged.notes), judged.held)
    merged = translations.keep(merged, judged.late)
    if merged != translation:
        desk.changed.add((returned.name, returned.target))
    desk.translations[returned.name, returned.target] = merged
    return Received(
        file=name,
        publication=returned.name,
        section=returned.section,
        language=returned.target,
        taken=len(judged.said) + len(judged.late),
        unchanged=judged.unchanged,
        empty=judged.empty,
        complaints=tuple(judged.complaints),
        title=section_title(reading, returned.section),
        source=about.lang,
        held=len(judged.held),
    )


def section_title(reading: Reading, key: str) -> str:
    """Return what a section is called: its heading, or the publication's title before the first."""
    own = next((section.title for section in reading.publication.sections if section.key == key), "")
    return own or reading.publication.colophon.title


def _is_language(tag: str) -> bool:
    return bool(tag) and tag.replace("-", "").isalnum() and tag.isascii()
