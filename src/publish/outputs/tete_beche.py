"""The booklet that begins at either cover: one language from the front, the other from the back (tête-bêche)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish import languages
from publish.imposition import Kind, binding_edge, booklet, folding_advice
from publish.problems import Problem, PublishError, errors
from publish.typesetting import Geometry, typeset

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting import Typeset


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the sheets of the booklet: the original in front; the translation is met when it is turned over.

    Two languages of one direction stand upside down to each other; where one runs to the right and the other to the
    left, either begins at its own cover by itself, and nothing is turned. PublishError as for the booklet.
    """
    from publish.pdf.back_to_back import back_to_back
    from publish.pdf.impose import impose

    first, second = _original(edition), edition
    edges = [binding_edge(settings.print.binding_edge, languages.direction(each.language)) for each in (first, second)]
    halves = [_pages(each, settings) for each in (first, second)]
    joined, count = back_to_back(halves[0].pdf, halves[1].pdf, turned=edges[0] == edges[1])
    plan = booklet(count, replace(settings.print, cover="self"), edges[0])
    return impose(joined, plan, edition.place)


def _original(edition: Edition) -> Edition:
    found = next((other for other in edition.others if other.language == edition.original), None)
    if found is None or edition.language == edition.original:
        message = "a booklet in two languages is made of a translation, with its original on the other side"
        hint = "build it for a language it is translated into, such as `--lang pl`"
        raise PublishError(Problem(edition.place, message, hint, "edition-alone"))
    return found


def _pages(edition: Edition, settings: Settings) -> Typeset:
    # Both covers are fronts, so neither half has a back page.
    alone = replace(edition, siblings=(), others=())
    pages = typeset(alone, settings, Geometry(settings.print.trim, settings.print.bleed, tagged=False), closed=False)
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    return pages


def next_step(settings: Settings) -> str:
    """Return what to do with the sheets."""
    return f"{folding_advice(Kind.BOOKLET, settings.print)}; turn it over and it begins in the other language"
