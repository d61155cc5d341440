"""The booklet: sheets for an office printer, to be folded and bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages
from publish.imposition import Kind, binding_edge, booklet, folding_advice
from publish.problems import Problem, PublishError, errors
from publish.typesetting import Geometry, typeset

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the sheets of a booklet; PublishError where a page would miss something, or a cover has nothing inside."""
    from publish.pdf.impose import impose

    pages = typeset(edition, settings, Geometry(settings.print.trim, settings.print.bleed))
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    edge = binding_edge(settings.print.binding_edge, languages.direction(edition.language))
    plan = booklet(pages.pages, settings.print, edge)
    if not plan.sheets:
        message = f"a separate cover takes up all {pages.pages} pages, and nothing is left inside"
        raise PublishError(Problem(edition.place, message, "set `print.cover` to `self`", "block-empty"))
    return impose(pages.pdf, plan, edition.place)


def next_step(settings: Settings) -> str:
    """Return what to do with the sheets."""
    return folding_advice(Kind.BOOKLET, settings.print)
