"""Handing sections out to volunteers: a kit a section, and one zip a language."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import languages, project, translations
from publish.kits import KITS, Form, kits_of
from publish.memory import write_tmx
from publish.model import JOINED, State
from publish.problems import Place, Problem, PublishError, Severity
from publish.workshop import hands, kit_files, known, parcel
from publish.workshop.handed import HandOff

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from publish.build import Memory
    from publish.model import Kit, Publication, Term, Translation
    from publish.project import House
    from publish.source import Reading

LONGEST_KEY = 100
"""How much of a section's key goes into the name of its file: no file system takes 256 signs."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be handed out: which sections (all, where none is named), in which forms, all or what changed only.

    `day` and `to` go into the record of the house; without a day nothing is recorded. `original` is the reading PDF of
    the source, for context; with `memory` all the house knows in the language goes along, for translation programs.
    """

    sections: tuple[str, ...] = ()
    forms: tuple[str, ...] = ("docx",)
    changed: bool = False
    day: datetime.date | None = None
    to: str = ""
    original: bytes = b""
    memory: bool = False


def hand_off(
    house: House,
    reading: Reading,
    targets: Sequence[str],
    wanted: Wanted | None = None,
    memory: Memory | None = None,
) -> HandOff:
    """Write the split files of a publication for these languages: a kit a section and form, and one zip a language.

    With a memory, a kit that lies there as it would be written is taken as it is.
    """
    wanted = wanted or Wanted()
    forms = [_form(name) for name in wanted.forms]
    wanted = replace(wanted, sections=_known_sections(reading.publication, wanted.sections))
    problems: list[Problem] = []
    files: list[Path] = []
    for target in targets:
        kits, translation = _kits(house, reading.publication, target, wanted, problems)
        if not kits:
            problems.append(_nothing(reading.publication, target))
            continue
        folder = house.handoff(reading.publication.slug, target)
        made: list[kit_files.KitFile] = []
        for kit in kits:
            places = [(form, folder / name_of(kit, form, changed=wanted.changed)) for form in forms]
            made += kit_files.filled(kit, places, memory)
        kit_files.put(made, translation, problems)
        members = {each.file.name: each.data for each in made}
        files += [*(each.file for each in made), _bundle(house, reading, kits, members, wanted)]
        _record(house, kits, wanted)
    return HandOff(tuple(files), tuple(problems))


def _kits(
    house: House, publication: Publication, target: str, wanted: Wanted, problems: list[Problem]
) -> tuple[list[Kit], Translation]:
    translation = translations.current(publication, target, house.translation(publication.slug, target))
    terms = known.glossary(house, target)
    memory = known.memory_of(house, target, problems, without=publication.slug)
    kits = kits_of(publication, translation, terms, memory, changed=wanted.changed)
    return [kit for kit in kits if not wanted.sections or kit.section in wanted.sections], translation


def _nothing(publication: Publication, target: str) -> Problem:
    hint = "nothing has changed since it was translated; leave out --changed to hand out all of it"
    message = f"there is nothing to hand out in {languages.language(target).english}"
    return Problem(publication.place, message, hint, "handoff-empty", Severity.WARNING)


def _bundle(house: House, reading: Reading, kits: Sequence[Kit], members: Mapping[str, bytes], wanted: Wanted) -> Path:
    """Write the zip of a language: the instructions, the kits, the glossary, and the original as it is printed."""
    slug, target = reading.publication.slug, kits[0].target
    enclosed = {"README.txt": _readme(kits, reading, wanted.forms), **members}
    terms = known.glossary(house, target)
    if terms:
        enclosed["glossary.csv"] = _glossary(terms)
    if wanted.original:
        enclosed[f"{slug}.{kits[0].source}.pdf"] = wanted.original
    if wanted.memory:
        said = known.memory_of(house, target, []).known
        enclosed[parcel.MEMORY] = write_tmx(said, kits[0].source, target)
    name = f"{slug}.{target}.changed.zip" if wanted.changed else f"{slug}.{target}.zip"
    bundle = house.handoff(slug, target).parent / name
    project.write(bundle, _zip(enclosed))
    return bundle


def _glossary(terms: Sequence[Term]) -> bytes:
    """Return the glossary as a table for any spreadsheet; the mark in front tells Excel that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows((term.source, term.target, term.note) for term in terms)
    return text.getvalue().encode("utf-8-sig")


def _record(house: House, kits: Sequence[Kit], wanted: Wanted) -> None:
    if wanted.day is None:
        return
    file = house.handed_out(kits[0].name)
    form = ", ".join(wanted.forms)
    out = [hands.Hand(kit.target, kit.section, form, wanted.day, wanted.to) for kit in kits]
    before = hands.read_hands(file)
    after = hands.gone_out(before, out)
    if after != before:
        hands.write_hands(file, after)


def _form(name: str) -> Form:
    form = next((form for form in KITS if form.name == name), None)
    if form is None:
        hint = "the forms are: " + ", ".join(form.name for form in KITS)
        raise PublishError(Problem(Place("--form"), f"there is no form “{name}”", hint, "form-unknown"))
    return form


def _known_sections(publication: Publication, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of sections that are wanted by their keys, or by their headings."""
    keys = [section.key for section in publication.sections]
    titles = [(section.title.casefold(), section.key) for section in publication.sections]
    meant = {
        name: [name] if name in keys else [key for title, key in titles if title == name.casefold()] for name in wanted
    }
    hint = "the sections are: " + ", ".join(keys)
    unknown = [name for name, found in meant.items() if not found]
    if unknown:
        problems = [
            Problem(publication.place, f"there is no section “{name}”", hint, "section-unknown") for name in unknown
        ]
        raise PublishError(*problems)
    return tuple(key for found in meant.values() for key in found)


def name_of(kit: Kit, form: Form, *, changed: bool = False) -> str:
    """Return the file name of a kit: `03-letters.md`; the key of its section in letters every system takes."""
    key = "".join(sign if sign.isascii() and (sign.isalnum() or sign == "-") else "" for sign in kit.section).strip("-")
    key = key[:LONGEST_KEY].rstrip("-")
    return f"{kit.number:02d}-{key or 'section'}{'.changed' if changed else ''}.{form.suffix}"


def _readme(kits: Sequence[Kit], reading: Reading, forms: Sequence[str]) -> bytes:
    """Return the instructions that go with the files, in the volunteer's language."""
    about, target = reading.publication.colophon, kits[0].target if kits else "en"
    said = languages.words(target)
    names = {
        "source": languages.language(about.lang).autonym,
        "target": languages.language(target).autonym,
    }
    counts = [f"{name_of(kit, KITS[0])[:-3]}: {said['handoff-words'].format(count=kit.words)}" for kit in kits]
    changed = any(rendering.state is State.STALE or kit.proposals for kit in kits for rendering in kit.renderings)
    parts = [
        said["handoff-hello"].format(title=about.title),
        said["handoff-what"].format(**names),
        "\n".join(counts),
        *(_HOW[form](said).strip() for form in forms if form in _HOW),
        said["handoff-join"].format(mark=JOINED),
        said["handoff-check"].format(proposal="??") if changed else "",
        said["handoff-back"].format(contact=", ".join(about.contact) or about.publisher or about.title),
    ]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


_HOW: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "docx": lambda said: said["handoff-table"].format(translation=said["kit-translation"], note=said["kit-note"]),
    "markdown": lambda said: said["handoff-how"].format(note="!!"),
}
"""How it is done, for the forms whose editors do not say it themselves."""


def _zip(members: dict[str, bytes]) -> bytes:
    """Return a zip with the same bytes for the same members: no clock, no owner."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            bundle.writestr(entry, data)
    return buffer.getvalue()
