"""The cover of an edition by itself, on one page: for whoever shows it as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publish import languages
from publish.markup import tag
from publish.typesetting import document, front
from publish.typesetting.geometry import Geometry, Typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Edition
    from publish.settings import Settings


def typeset_cover(edition: Edition, settings: Settings) -> Typeset:
    """Return the cover as a PDF of one page, for leaflets too, which have none in print."""
    from publish.typesetting import engine, faces

    faces.require(faces.languages_of(edition), edition.place)
    geometry = Geometry(trim=settings.print.trim, tagged=False)
    body = tag("body", {"class": "pamphlet", "data-title": edition.colophon.title}, front.cover(edition))
    root = {"lang": edition.language, "dir": languages.direction(edition.language)}
    html = "<!DOCTYPE html>" + tag("html", root, document.head(edition) + body)
    return engine.set_pages(edition, html, geometry)


def is_first_page(edition: Edition) -> bool:
    """Whether the first of the printed pages is the cover as `typeset_cover` has it.

    A picture on it reaches into the bleed, so that less of it is left when the page is cut.
    """
    return not document.is_leaflet(edition) and not edition.colophon.cover


def drawn_cover(edition: Edition, pages: Sequence[Any]) -> Typeset:
    """Return the first of the pages laid out for print as a PDF of its own, to be cut to its trim box.

    It says nothing of the edition, so that covers that look the same are the same.
    """
    from publish.typesetting import engine, faults

    fetcher, about = engine.Fetcher(edition), engine.weasyprint.document.DocumentMetadata()
    fonts = engine._fonts()  # noqa: SLF001 - those the pages were laid out with
    page = engine.weasyprint.Document(list(pages[:1]), about, fetcher, fonts, {}, None)
    with faults.listening() as said:
        pdf = page.write_pdf()
    used = {font.family: "".join(font.to_unicode.values()) for font in page.fonts.values()}
    wrong = (*fetcher.problems, *faults.missing_glyphs(edition, said), *faults.fallback_faces(edition, used))
    return Typeset(pdf, 1, wrong)
