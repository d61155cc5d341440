"""Split files beside the editions of a build: for each language that is translated into, and only what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publish.build import notes
from publish.problems import PublishError
from publish.workshop.handed import HandOff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.build import Memory
    from publish.project import House
    from publish.workshop.looking import Looked
    from publish.workshop.making import Prepared

_FORMS = ("markdown", "docx")
"""What is made unasked: text for whoever has any editor, a table for whoever has a word processor."""


def split(
    prepared: Prepared, memory: Memory, wanted: Sequence[str] | None = (), also: Sequence[str] = ()
) -> Iterator[tuple[Looked, str, HandOff]]:
    """Write the split files of every sound publication, language after language; a broken store is a problem of its.

    They go to the languages of its settings (to those `wanted` of them only, where any are named; to none of them where
    it is None) and to `also`. Files that are as they would be written now are left alone.
    """
    for looked in prepared.looked:
        if looked.reading is None or not looked.sound:
            continue
        own = looked.reading.publication.colophon.lang
        targets = [tag for tag in looked.reading.settings.languages if tag != own]
        chosen = [tag for tag in targets if wanted is not None and (not wanted or tag in wanted)]
        for target in dict.fromkeys([*chosen, *(tag for tag in also if tag != own)]):
            yield looked, target, _handed(looked, target, memory)


def _handed(looked: Looked, target: str, memory: Memory) -> HandOff:
    house, slug = looked.found.house, looked.found.slug
    record = house.handoff(slug, target) / "split"
    made_of = _made_of(house, slug, target, memory)
    if (fresh := _as_it_was(memory.last(record), made_of, memory)) is not None:
        return fresh
    # What writes kits is much to import, and in most builds it writes none.
    from publish.workshop.handoff import Wanted, hand_off

    try:
        made = hand_off(house, looked.reading, [target], Wanted(forms=_FORMS), memory)  # type: ignore[arg-type] # it is sound
    except PublishError as error:
        return HandOff((), error.problems)
    for file in made.files:
        memory.contents.forget(file)
    files = {str(file.absolute()): memory.contents.of(file) for file in made.files}
    memory.remember(record, {"ingredients": made_of, "files": files, "notes": notes.written(made.problems)})
    return made


def _as_it_was(last: dict[str, object], made_of: dict[str, str], memory: Memory) -> HandOff | None:
    """Return what was handed out the last time, where the same would be now and all of it still lies there."""
    files = last.get("files")
    if last.get("ingredients") != made_of or not isinstance(files, dict):
        return None
    if any(memory.contents.of(file) != digest for file, digest in files.items()):
        return None
    return HandOff(tuple(map(Path, files)), notes.read(last["notes"]))  # type: ignore[arg-type] # as it was written


def _made_of(house: House, slug: str, target: str, memory: Memory) -> dict[str, str]:
    """Return the digests of everything the split files of a language are made of."""
    others = [other for other in (house.slugs() if house.lone is None else ()) if other != slug]
    known = [house.memory(target), *(house.translation(other, target) for other in others)]
    return {
        "program": memory.program,
        "words": memory.words,
        "manuscript": memory.contents.of(house.lone or house.manuscript(slug)),
        "settings": memory.contents.of(house.shared()),
        "translation": memory.contents.of(house.translation(slug, target)),
        "glossary": memory.contents.of(house.glossary()),
        "memory": memory.contents.of_all(known),
    }
