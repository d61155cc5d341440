"""The separate cover: back, spine and front on one sheet of card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages
from publish.imposition import Kind, binding_edge, cover, folding_advice
from publish.problems import PublishError, errors
from publish.typesetting import Geometry, typeset

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the sheet of a cover, its spine as wide as the pages inside are thick."""
    from publish.pdf.impose import impose

    pages = typeset(edition, settings, Geometry(settings.print.trim, settings.print.bleed))
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    edge = binding_edge(settings.print.binding_edge, languages.direction(edition.language))
    return impose(pages.pdf, cover(pages.pages, settings.print, edge), edition.place)


def next_step(settings: Settings) -> str:
    """Return what to do with the cover."""
    return folding_advice(Kind.COVER, settings.print)
