"""Publication and translation to edition: the original as it is, a translated one as its renderings say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish import segments, tree
from publish.model import Edition, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from publish.model import Colophon, Element, Publication, Rendering, Translation


def original(publication: Publication) -> Edition:
    """Return the edition in the language of the manuscript."""
    return Edition(
        slug=publication.slug,
        colophon=publication.colophon,
        language=publication.colophon.lang,
        original=publication.colophon.lang,
        sections=publication.sections,
        coverage=1.0,
        folder=publication.folder,
        place=publication.place,
    )


def translated(publication: Publication, translation: Translation) -> Edition:
    """Return the edition in another language; what is not translated stands in the original, and is marked as such."""
    renderings = {rendering.segment.key: rendering for rendering in translation.renderings}
    mark = {"class": "untranslated", "lang": publication.colophon.lang}
    sections = tuple(_section(section, publication, renderings, mark) for section in publication.sections)
    return replace(
        original(publication),
        colophon=_colophon(publication, renderings, translation.language),
        language=translation.language,
        sections=sections,
        coverage=translation.coverage,
    )


def _section(
    section: Section, publication: Publication, renderings: Mapping[str, Rendering], mark: Mapping[str, str]
) -> Section:
    own = [unit for unit in section.units if unit.context not in _ABOUT]
    keys = iter([segment.key for unit in own for segment in unit.segments])
    blocks = segments.compose(list(section.blocks), publication.colophon.lang, _sayer(keys, renderings), mark)
    heading = next((block for block in blocks if block["t"] == "Header"), None)
    title = tree.plain_text(heading["c"][2]) if heading and section.title else section.title
    return Section(section.key, title, tuple(blocks), section.units)


_ABOUT = ("title", "subtitle", "summary", "cover-alt")


def _sayer(keys: Iterator[str], renderings: Mapping[str, Rendering]) -> Callable[[str], str | None]:
    """Return what says each segment in turn: its rendering where that may be published, else nothing."""

    def say(_: str) -> str | None:
        rendering = renderings.get(next(keys))
        return rendering.target if rendering is not None and rendering.done else None

    return say


def _colophon(publication: Publication, renderings: Mapping[str, Rendering], language: str) -> Colophon:
    about = publication.colophon
    keys: dict[str, list[str]] = defaultdict(list)
    for unit in publication.sections[0].units:
        keys[unit.context] += [segment.key for segment in unit.segments] if unit.context in _ABOUT else []
    said: dict[str, Any] = {
        context.replace("-", "_"): segments.say_text(
            getattr(about, context.replace("-", "_")), about.lang, _sayer(iter(own), renderings)
        )
        for context, own in keys.items()
        if own
    }
    translator = (about.translators or {}).get(language, ())
    return replace(about, **said, lang=language, translator=translator)


def blocks_of(edition: Edition) -> list[Element]:
    """Return all blocks of an edition, section after section."""
    return [block for section in edition.sections for block in section.blocks]
