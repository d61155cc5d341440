"""Taking kits back from volunteers: what is whole is merged, each unit with a fault is refused alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publish import project, source, translations
from publish.checks import translation as check
from publish.kits import read_kit
from publish.problems import Place, Problem, PublishError, Severity
from publish.workshop import parcel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publish.model import Rendering, Return, Row, Translation
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
    problems: tuple[Problem, ...] = ()


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

    def reading(self, slug: str, place: Place) -> Reading:
        if slug not in self.readings:
            file = self.house.manuscript(slug)
            known = project.SLUG.fullmatch(slug) and (self.house.lone is None or project.slug_of(file) == slug)
            if not known or not file.is_file():
                hint = "receive it where the publication is; here there are: " + ", ".join(self.house.slugs())
                raise PublishError(Problem(place, f"there is no publication “{slug}” here", hint, "kit-foreign"))
            self.readings[slug] = source.read(file, slug, self.house.shared())
        return self.readings[slug]

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
    said, notes, result = _judge(returned, translation, name)
    desk.translations[about_key(returned)] = translations.merge(translation, said, notes)
    return result


def about_key(returned: Return) -> tuple[str, str]:
    """Return what a kit belongs to: publication and language."""
    return returned.name, returned.target


def _is_language(tag: str) -> bool:
    return bool(tag) and tag.replace("-", "").isalnum() and tag.isascii()


def _judge(returned: Return, translation: Translation, name: str) -> tuple[dict[str, str], dict[str, str], Received]:
    by_key = {rendering.segment.key: rendering for rendering in translation.renderings}
    by_text = {rendering.segment.text: rendering for rendering in translation.renderings}
    said: dict[str, str] = {}
    notes: dict[str, str] = {}
    problems: list[Problem] = []
    counts = {"unchanged": 0, "empty": 0}
    for row in returned.rows:
        place = Place(name, row.line)
        rendering = _match(row, by_key, by_text)
        if rendering is None:
            problems += [_gone(row, place)] if row.target else []
            continue
        if row.note:
            notes[rendering.segment.key] = row.note
        if not row.target or (row.target == rendering.target and rendering.done):
            counts["unchanged" if row.target else "empty"] += 1
            continue
        found = list(check.find(row, rendering.segment, returned.target, place))
        problems += found
        if not any(problem.severity is Severity.ERROR for problem in found):
            said[rendering.segment.key] = row.target
    result = Received(
        name,
        returned.name,
        returned.section,
        returned.target,
        len(said),
        counts["unchanged"],
        counts["empty"],
        tuple(problems),
    )
    return said, notes, result


def _match(row: Row, by_key: dict[str, Rendering], by_text: dict[str, Rendering]) -> Rendering | None:
    """Return the rendering a row speaks of: by its key where the source still says the same, else by what it says."""
    rendering = by_key.get(row.key)
    if rendering is not None and (not row.source or row.source == rendering.segment.text):
        return rendering
    return by_text.get(row.source) or rendering


def _gone(row: Row, place: Place) -> Problem:
    hint = "the manuscript has changed; hand the section out again, the rest of this file was taken"
    shown = row.source if len(row.source) < 60 else row.source[:57] + "…"
    return Problem(place, f"this passage is no longer in the manuscript: “{shown}”", hint, "row-gone", Severity.WARNING)
