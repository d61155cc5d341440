"""Handing sections out to volunteers: a kit a section, and one zip a language."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import languages, project, translations
from publish.kits import KITS, Form, kits_of, read_kit
from publish.problems import Place, Problem, PublishError, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publish.model import Kit, Publication, Translation
    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class HandOff:
    """What was handed out: the files of each language, and what was kept from being overwritten."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


def hand_off(
    house: House,
    reading: Reading,
    targets: Sequence[str],
    sections: Sequence[str] = (),
    forms: Sequence[str] = ("markdown",),
) -> HandOff:
    """Write the split files of a publication for these languages: a kit a section and form, and one zip a language."""
    publication = reading.publication
    wanted = [_form(name) for name in forms]
    _known_sections(publication, sections)
    files: list[Path] = []
    problems: list[Problem] = []
    for target in targets:
        translation = translations.current(publication, target, house.translation(publication.slug, target))
        kits = [kit for kit in kits_of(publication, translation) if not sections or kit.section in sections]
        folder = house.handoff(publication.slug, target)
        members = {name_of(kit, form): form.write(kit) for kit in kits for form in wanted}
        for name, data in members.items():
            problems += _keep(folder / name, data, translation)
            project.write(folder / name, data)
            files.append(folder / name)
        bundle = folder.parent / f"{publication.slug}.{target}.zip"
        project.write(bundle, _zip({"README.txt": _readme(kits, reading), **members}))
        files.append(bundle)
    return HandOff(tuple(files), tuple(problems))


def _form(name: str) -> Form:
    form = next((form for form in KITS if form.name == name), None)
    if form is None:
        hint = "the forms are: " + ", ".join(form.name for form in KITS)
        raise PublishError(Problem(Place("--form"), f"there is no form “{name}”", hint, "form-unknown"))
    return form


def _known_sections(publication: Publication, wanted: Sequence[str]) -> None:
    known = [section.key for section in publication.sections]
    hint = "the sections are: " + ", ".join(known)
    unknown = [key for key in wanted if key not in known]
    if unknown:
        problems = [
            Problem(publication.place, f"there is no section “{key}”", hint, "section-unknown") for key in unknown
        ]
        raise PublishError(*problems)


def name_of(kit: Kit, form: Form) -> str:
    """Return the file name of a kit: `03-letters.md`; the key of its section in letters every system takes."""
    key = "".join(sign if sign.isascii() and (sign.isalnum() or sign == "-") else "" for sign in kit.section).strip("-")
    return f"{kit.number:02d}-{key or 'section'}.{form.suffix}"


def _readme(kits: Sequence[Kit], reading: Reading) -> bytes:
    """Return the instructions that go with the files, in the volunteer's language."""
    about, target = reading.publication.colophon, kits[0].target if kits else "en"
    said = languages.words(target)
    names = {
        "source": languages.language(about.lang).autonym,
        "target": languages.language(target).autonym,
    }
    counts = [f"{name_of(kit, KITS[0])[:-3]}: {said['handoff-words'].format(count=kit.words)}" for kit in kits]
    parts = [
        said["handoff-hello"].format(title=about.title),
        said["handoff-what"].format(**names),
        "\n".join(counts),
        said["handoff-how"].format(note="!!").strip(),
        said["handoff-back"].format(contact=", ".join(about.contact) or about.publisher or about.title),
    ]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _zip(members: dict[str, bytes]) -> bytes:
    """Return a zip with the same bytes for the same members: no clock, no owner."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            bundle.writestr(entry, data)
    return buffer.getvalue()


def _keep(file: Path, data: bytes, translation: Translation) -> list[Problem]:
    """Put a split file aside that somebody has worked in: what they wrote is in no store yet."""
    if not file.is_file() or file.read_bytes() == data or not _worked_in(file, translation):
        return []
    number = 1
    while (kept := file.with_name(f"{file.stem}.kept-{number}{file.suffix}")).exists():
        number += 1
    file.rename(kept)
    hint = f"take it in with: publish receive {project.shown(kept)}"
    message = "somebody has translated in this file; it was put aside, not overwritten"
    return [Problem(Place(project.shown(kept)), message, hint, "kit-kept", Severity.WARNING)]


def _worked_in(file: Path, translation: Translation) -> bool:
    known = {rendering.target for rendering in (*translation.renderings, *translation.obsolete)}
    try:
        returned = read_kit(project.shown(file), project.read_bytes(file))
    except PublishError:
        return True
    return any(row.target and row.target not in known for row in returned.rows)
