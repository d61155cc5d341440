"""An edition and the geometry of its pages to a PDF: the only door to WeasyPrint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.typesetting.geometry import Geometry, Typeset

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings

__all__ = ["Geometry", "Typeset", "typeset"]


def typeset(edition: Edition, settings: Settings, geometry: Geometry, *, closed: bool = True) -> Typeset:
    """Return an edition set in pages, with whatever went wrong on them; PublishError where a face is not installed.

    It ends with what belongs on its back, unless that is left off (`closed`). The same edition, settings and geometry
    give the same bytes.
    """
    # WeasyPrint takes most of a second to import, so it is asked for only when something is typeset.
    from publish.typesetting import closing, document, engine, faces

    faces.require(faces.languages_of(edition), edition.place)
    if not closed:
        return engine.set_pages(edition, document.html(edition, settings), geometry)
    return engine.set_pages(edition, closing.draft(edition, settings), geometry)
