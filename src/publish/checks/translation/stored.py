"""Looking at a store as it stands: what came back was looked at then, what was typed into it by hand was not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import project, translations
from publish.checks import translation as check
from publish.model import Row, State
from publish.problems import Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from publish.model import Rendering, Term, Translation
    from publish.problems import Problem


CODES = check.CODES


@dataclass(frozen=True, slots=True)
class Stored:
    """What is looked at: the translation a store holds, from which language, its file, and the terms of the house.

    `sound` are the passages nothing was wrong with at an earlier look of the same checks, by their fingerprints.
    """

    translation: Translation
    source: str
    file: Path
    glossary: Sequence[Term] = ()
    sound: frozenset[str] = frozenset()


def fingerprint(rendering: Rendering) -> str:
    """Return what a passage is known by: all that the checks look at, as a digest."""
    segment = rendering.segment
    said = repr((segment.text, segment.codes, rendering.target, rendering.note, _is_settled(rendering)))
    return hashlib.blake2b(said.encode(errors="surrogatepass"), digest_size=12).hexdigest()


def sound(stored: Stored, found: Iterable[tuple[str, Problem]]) -> list[str]:
    """Return the fingerprints of the passages that nothing was wrong with."""
    wrong = {key for key, _ in found}
    return [fingerprint(each) for each in _looked_at(stored) if each.segment.key not in wrong]


def find(stored: Stored) -> Iterator[Problem]:
    """Yield what is wrong with a store, each with the line of its entry."""
    yield from (problem for _, problem in look(stored))


def look(stored: Stored) -> list[tuple[str, Problem]]:
    """Return what is wrong with a store, each with the key of its segment.

    What somebody reviewed, or gave a note to, is not asked about again: only what is certain to be wrong is told.
    """
    said = {r.segment.key: r for r in _looked_at(stored)}
    rows = [Row(r.segment.key, r.segment.text, r.target, r.note) for r in said.values()]
    unsure = [row for row in rows if not stored.sound or fingerprint(said[row.key]) not in stored.sound]
    found = [(row.key, problem) for row in unsure for problem in _found(stored, said[row.key], row)]
    found += [(row.key, problem) for row, problem in check.find_repeated(rows, "") if not _is_settled(said[row.key])]
    if not found:
        return []
    lines = _lines(stored.file)
    place = project.shown(stored.file)
    return [
        (key, replace(problem, place=Place(place, lines.get(said[key].target, 0) or lines.get(key, 0))))
        for key, problem in found
    ]


def _looked_at(stored: Stored) -> list[Rendering]:
    return [rendering for rendering in stored.translation.renderings if rendering.done or _is_broken(rendering)]


def _found(stored: Stored, rendering: Rendering, row: Row) -> Iterator[Problem]:
    languages = stored.source, stored.translation.language
    looked = check.Looked(row, rendering.segment, *languages, Place(""), stored.glossary)
    for problem in check.find(looked):
        if problem.severity is Severity.ERROR or not _is_settled(rendering):
            yield problem


def _is_settled(rendering: Rendering) -> bool:
    return bool(rendering.note) or rendering.state is State.REVIEWED


def _is_broken(rendering: Rendering) -> bool:
    """Whether a rendering is stale for no change of its source: its codes are not those of its segment."""
    return rendering.state is State.STALE and rendering.previous == rendering.segment.text


def _lines(file: Path) -> dict[str, int]:
    """Return the line of every entry, by its translation and by its key."""
    entries = translations.entries(file)
    by_key = {entry.segment.key: entry.segment.place.line for entry in reversed(entries)}
    often = {entry.target: entry.segment.place.line for entry in reversed(entries) if len(entry.target) > 1}
    return {**often, **by_key}
