"""Taking kits back from volunteers: what is whole is merged, each unit with a fault is refused alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publish import project, source, translations
from publish.checks import translation as check
from publish.kits import read_kit
from publish.problems import Place, Problem, PublishError, Severity, errors
from publish.segments import mended
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
    judged = _judge(returned, translation, name)
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
        problems=tuple(judged.problems),
    )


def _is_language(tag: str) -> bool:
    return bool(tag) and tag.replace("-", "").isalnum() and tag.isascii()


@dataclass(slots=True)
class _Judged:
    """What is taken of a return: texts and notes by key, texts for a source that is gone, and what is wrong."""

    said: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    late: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0


def _judge(returned: Return, translation: Translation, name: str) -> _Judged:
    by_key = {rendering.segment.key: rendering for rendering in translation.renderings}
    by_text = {rendering.segment.text: rendering for rendering in translation.renderings}
    judged = _Judged()
    for row in returned.rows:
        place = Place(name, row.line)
        rendering = by_key.get(row.key) or by_text.get(row.source)
        if rendering is None:
            _judge_late(judged, row, place)
        elif row.source in by_text and row.source != rendering.segment.text:
            judged.problems.append(_mixed(row, place))
        else:
            _judge_row(judged, row, rendering, returned.target, place)
    return judged


def _judge_row(judged: _Judged, row: Row, rendering: Rendering, target: str, place: Place) -> None:
    key = rendering.segment.key
    meant = replace(row, target=mended(rendering.segment.codes, row.target))
    if row.note:
        judged.notes[key] = row.note
    if not row.target:
        judged.empty += 1
    elif meant.target == rendering.target and rendering.done:
        judged.unchanged += 1
    else:
        found = list(check.find(meant, rendering.segment, target, place))
        judged.problems += found
        if not errors(found):
            judged.said[key] = meant.target


def _judge_late(judged: _Judged, row: Row, place: Place) -> None:
    """Keep a translation of what the manuscript no longer says: it is offered where something near stands now."""
    if not row.target:
        judged.empty += 1
        return
    judged.late.append(row)
    hint = "nothing is lost: it is kept, and offered for the passage that stands there now"
    shown = row.source if len(row.source) < 60 else row.source[:57] + "…"
    message = f"the manuscript no longer says: “{shown}”"
    judged.problems.append(Problem(place, message, hint, "row-gone", Severity.WARNING))


def _mixed(row: Row, place: Place) -> Problem:
    hint = "put the heading line with its number back over the passage it belongs to"
    return Problem(place, f"the number {row.key} stands over another passage than its own", hint, "row-mixed")
