"""What this house knows in a language: its other publications, its memory files, its glossary."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from publish import memory, project, translations
from publish.memory import Known, Memory
from publish.problems import Place, Problem, PublishError, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publish.model import Term
    from publish.project import House


_LANGUAGE = re.compile("[a-z]{2,8}")
"""What a memory may be called after: its tags come by post, and stand in the name of a file."""


def glossary(house: House, language: str) -> tuple[Term, ...]:
    """Return the terms of the house in a language; PublishError where its glossary cannot be read."""
    return memory.read_glossary(house.glossary()).in_language(language)


def memory_of(house: House, language: str, problems: list[Problem], without: str = "") -> Memory:
    """Return what is known in a language, without one publication if it is named.

    A store that cannot be read is a warning here: it stops its own publication, not the work on another.
    """
    known: list[Known] = []
    files = [house.memory(language), *(house.translation(slug, language) for slug in _slugs(house) if slug != without)]
    for file in files:
        if not file.is_file():
            continue
        try:
            known += _tmx(file, language) if file.suffix == ".tmx" else _store(file)
        except PublishError as error:
            problems += [replace(problem, severity=Severity.WARNING) for problem in error.problems]
    return Memory(known)


def _slugs(house: House) -> list[str]:
    return house.slugs() if house.lone is None else [project.slug_of(house.lone)]


def _store(file: Path) -> Iterator[Known]:
    """Yield what a store of another publication says, what it no longer needs before what stands in it."""
    origin = file.parents[1].name
    entries = translations.entries(file)
    for rendering in reversed(entries):
        if rendering.done:
            yield Known(rendering.segment.text, rendering.target, origin)


def remember(house: House, data: bytes, name: str, *, dry_run: bool = False) -> dict[Path, int]:
    """Take a translation memory (TMX) in: how many texts each memory file of the house learns from it."""
    learnt: dict[Path, int] = {}
    known = memory.read_tmx(data, name)
    nowhere = [tag for tag in known if not _LANGUAGE.fullmatch(_base(tag))]
    if nowhere:
        hint = 'give each text of the memory its language, such as xml:lang="pl"'
        raise PublishError(Problem(Place(name), f"“{nowhere[0][:60]}” is no language", hint, "tmx"))
    for tag, pairs in known.items():
        file = house.memory(_base(tag))
        before = list(_tmx(file, file.stem)) if file.is_file() else []
        after = list(dict.fromkeys([*before, *(known for _, known in pairs)]))
        learnt[file] = learnt.get(file, 0) + len(after) - len(before)
        if not dry_run and after != before:
            project.write(file, memory.write_tmx(after, pairs[0][0], file.stem))
    return learnt


def _base(tag: str) -> str:
    """Return the language of a tag as memories write it: `PL_pl` is pl."""
    return tag.replace("_", "-").partition("-")[0].lower()


def _tmx(file: Path, language: str) -> Iterator[Known]:
    found = memory.read_tmx(project.read_bytes(file), project.shown(file))
    base = language.split("-", maxsplit=1)[0]
    for tag, pairs in found.items():
        if tag.split("-", maxsplit=1)[0] == base:
            yield from (known for _, known in pairs)
