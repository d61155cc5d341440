"""<lang>.po and translation: the store of record, carried along when the source moves on, filled by what returns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish.model import Rendering, Segment, State, Translation
from publish.problems import Place
from publish.segments import faults
from publish.translations import alignment, store
from publish.translations.joining import together

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from publish.model import Publication, Row


def entries(file: Path) -> tuple[Rendering, ...]:
    """Return what a store says, without asking its manuscript; PublishError where the store is broken."""
    return store.read(file)


def current(publication: Publication, language: str, file: Path) -> Translation:
    """Return a publication's translation as it stands for the manuscript of today.

    Where there is no store yet, everything is untranslated; PublishError where the store is broken. A rendering whose
    codes are not those of its segment (somebody edited the store by hand) cannot be hung back, so it counts as stale.
    """
    said = store.read(file) if file.is_file() else ()
    renderings, obsolete = alignment.carry(said, publication.segments)
    sound = together(renderings, tuple(map(_sound, renderings)))
    return Translation(publication.slug, language, sound, obsolete)


def _sound(rendering: Rendering) -> Rendering:
    if not rendering.done or not faults(rendering.segment.codes, rendering.target):
        return rendering
    return _unsaid(rendering)


def unsaid(translation: Translation, keys: Collection[str]) -> Translation:
    """Return a translation in which the segments of these keys may not be published, nor what was said with them."""
    if not keys:
        return translation
    renderings = tuple(_unsaid(r) if r.done and r.segment.key in keys else r for r in translation.renderings)
    return replace(translation, renderings=together(translation.renderings, renderings))


def _unsaid(rendering: Rendering) -> Rendering:
    return replace(rendering, state=State.STALE, previous=rendering.previous or rendering.segment.text)


def save(translation: Translation, publication: Publication) -> bytes:
    """Return a translation as the bytes of its store: PO, in reading order, without times or line numbers."""
    return store.write(translation, publication)


def merge(translation: Translation, said: Mapping[str, str], notes: Mapping[str, str]) -> Translation:
    """Return a translation in which the segments of these keys are said anew, with the translator's notes.

    What is not among them stays as it is; the same merge twice makes the same as once.
    """
    return replace(
        translation, renderings=tuple(_merged(rendering, said, notes) for rendering in translation.renderings)
    )


def _merged(rendering: Rendering, said: Mapping[str, str], notes: Mapping[str, str]) -> Rendering:
    key = rendering.segment.key
    if notes.get(key):
        rendering = replace(rendering, note=_noted(rendering.note, notes[key]))
    target = said.get(key)
    if target is None or (target == rendering.target and rendering.done):
        return rendering
    left = tuple(text for text in rendering.returned if text != target)
    return replace(rendering, target=target, state=State.TRANSLATED, previous="", returned=left)


def _noted(note: str, more: str) -> str:
    """Return two notes on one segment as one: what another translator or the editor wrote there is not lost."""
    before, now = (f" {' '.join(text.split())} " for text in (note, more))
    if now in before:
        return note
    return more if not note or before in now else f"{note}\n{more}"


def hold(translation: Translation, returned: Mapping[str, str]) -> Translation:
    """Return a translation that also holds, for the segments of these keys, what came back and was not put in place.

    What is published stays what it was; the same again changes nothing.
    """
    held = (_held(rendering, returned.get(rendering.segment.key, "")) for rendering in translation.renderings)
    return replace(translation, renderings=tuple(held))


def _held(rendering: Rendering, target: str) -> Rendering:
    if not target or target in {rendering.target, *rendering.returned}:
        return rendering
    return replace(rendering, returned=(*rendering.returned, target))


def take(translation: Translation, keys: Sequence[str] = ()) -> Translation:
    """Return a translation in which what came back last is said, where something was held; all, or these keys.

    One whose codes are not those of its segment stays held.
    """
    return replace(translation, renderings=tuple(_taken(rendering, keys) for rendering in translation.renderings))


def _taken(rendering: Rendering, keys: Sequence[str]) -> Rendering:
    asked = bool(rendering.returned) and (not keys or rendering.segment.key in keys)
    if not asked or faults(rendering.segment.codes, rendering.returned[-1]):
        return rendering
    *left, target = rendering.returned
    return replace(rendering, target=target, state=State.TRANSLATED, previous="", returned=tuple(left))


def let_go(translation: Translation, keys: Sequence[str] = ()) -> Translation:
    """Return a translation without what was held of these keys, or without any of it."""
    renderings = translation.renderings
    left = (replace(r, returned=()) if not keys or r.segment.key in keys else r for r in renderings)
    return replace(translation, renderings=tuple(left))


def keep(translation: Translation, late: Sequence[Row]) -> Translation:
    """Return a translation that also holds what came back for passages the manuscript no longer says.

    Each is offered, as stale, for the nearest segment that has no rendering yet; the rest is kept as obsolete.
    """
    if not late:
        return translation
    waiting = [rendering.segment for rendering in translation.renderings if not rendering.target]
    said = [
        Rendering(Segment(row.key, row.source, (), Place("")), row.target, State.TRANSLATED, row.note) for row in late
    ]
    offered, gone = alignment.carry(said, waiting)
    found = {rendering.segment.key: rendering for rendering in offered if rendering.target}
    known = {(rendering.segment.text, rendering.target) for rendering in translation.obsolete}
    new = [rendering for rendering in gone if (rendering.segment.text, rendering.target) not in known]
    renderings = tuple(found.get(rendering.segment.key, rendering) for rendering in translation.renderings)
    return replace(translation, renderings=renderings, obsolete=(*translation.obsolete, *new))


def confirm(translation: Translation, keys: Sequence[str] = ()) -> Translation:
    """Return a translation in which stale renderings hold again: the change of their source was a small one.

    Only those of these keys, or all of them; one whose codes are not those of its segment stays stale.
    """
    return replace(translation, renderings=tuple(_confirmed(rendering, keys) for rendering in translation.renderings))


def _confirmed(rendering: Rendering, keys: Sequence[str]) -> Rendering:
    asked = not keys or rendering.segment.key in keys
    if rendering.state is not State.STALE or not asked or faults(rendering.segment.codes, rendering.target):
        return rendering
    return replace(rendering, state=State.TRANSLATED, previous="")
