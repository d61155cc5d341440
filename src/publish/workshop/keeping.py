"""What an editor decides: that stale translations hold again, and which of two translations stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from publish import project, translations
from publish.model import Rendering, State, Translation
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publish.project import House
    from publish.source import Reading


@dataclass(frozen=True, slots=True)
class Kept:
    """How many passages of a language were decided, how many still wait, and the store."""

    language: str
    kept: int
    stale: int
    store: Path


class Choice(StrEnum):
    """What stands: the translation of a passage that changed a little, what came back, or what stood there before."""

    SMALL_CHANGE = "small change"
    RETURNED = "returned"
    OURS = "ours"


def keep(
    house: House,
    reading: Reading,
    languages: Sequence[str],
    keys: Sequence[str] = (),
    choice: Choice = Choice.SMALL_CHANGE,
) -> list[Kept]:
    """Decide what stands, for all that waits or for these keys; PublishError for a key that nothing waits for.

    A translation whose codes are not those of its passage goes on waiting: a link or a note of the source would get
    lost.
    """
    publication = reading.publication
    before = {
        language: translations.current(publication, language, house.translation(publication.slug, language))
        for language in languages
    }
    waiting = {r.segment.key for translation in before.values() for r in _waiting(translation, choice)}
    unknown = [key for key in keys if key not in waiting]
    if unknown:
        hint = "`publish status --changes` lists the passages that wait for somebody, with their keys"
        raise PublishError(
            *(Problem(Place(key), "no passage of this key is waiting here", hint, "key-unknown") for key in unknown)
        )
    kept = []
    for language, translation in before.items():
        after = _DECIDED[choice](translation, keys)
        store = house.translation(publication.slug, language)
        if after != translation:
            project.write(store, translations.save(after, publication))
        old, new = len(_waiting(translation, choice)), len(_waiting(after, choice))
        kept.append(Kept(language, old - new, new, store))
    return kept


_DECIDED = {
    Choice.SMALL_CHANGE: translations.confirm,
    Choice.RETURNED: translations.take,
    Choice.OURS: translations.let_go,
}


def _waiting(translation: Translation, choice: Choice) -> list[Rendering]:
    if choice is Choice.SMALL_CHANGE:
        return [rendering for rendering in translation.renderings if rendering.state is State.STALE]
    return [rendering for rendering in translation.renderings if rendering.returned]
