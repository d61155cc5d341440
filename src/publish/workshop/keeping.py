"""“A small change: keep the translations”: what is stale holds again, because somebody who reads both says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import project, translations
from publish.model import Rendering, State
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Kept:
    """How many passages of a language hold again, how many stay stale, and the store."""

    language: str
    kept: int
    stale: int
    store: Path


def keep(house: House, reading: Reading, languages: Sequence[str], keys: Sequence[str] = ()) -> list[Kept]:
    """Let stale translations hold again, all of them or those of these keys; PublishError for a key that is not stale.

    One whose codes are not those of its passage stays stale: a link or a note of the source would get lost.
    """
    publication = reading.publication
    before = {
        language: translations.current(publication, language, house.translation(publication.slug, language))
        for language in languages
    }
    stale = {r.segment.key for translation in before.values() for r in translation.renderings if r.state is State.STALE}
    unknown = [key for key in keys if key not in stale]
    if unknown:
        hint = "`publish status --changes` lists the passages that changed, with their keys"
        raise PublishError(
            *(Problem(Place(key), "no passage of this key is waiting here", hint, "key-unknown") for key in unknown)
        )
    kept = []
    for language, translation in before.items():
        after = translations.confirm(translation, keys)
        store = house.translation(publication.slug, language)
        if after != translation:
            project.write(store, translations.save(after, publication))
        old, new = _stale(translation.renderings), _stale(after.renderings)
        kept.append(Kept(language, old - new, new, store))
    return kept


def _stale(renderings: Sequence[Rendering]) -> int:
    return sum(rendering.state is State.STALE for rendering in renderings)
