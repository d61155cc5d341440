"""The cover of an edition by itself, on one page: for whoever shows it as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages
from publish.markup import tag
from publish.typesetting import document, front
from publish.typesetting.geometry import Geometry

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting.geometry import Typeset


def typeset_cover(edition: Edition, settings: Settings) -> Typeset:
    """Return the cover as a PDF of one page, for leaflets too, which have none in print."""
    from publish.typesetting import engine, faces

    faces.require(faces.languages_of(edition), edition.place)
    geometry = Geometry(trim=settings.print.trim, tagged=False)
    body = tag("body", {"class": "pamphlet", "data-title": edition.colophon.title}, front.cover(edition))
    root = {"lang": edition.language, "dir": languages.direction(edition.language)}
    html = "<!DOCTYPE html>" + tag("html", root, document.head(edition) + body)
    return engine.set_pages(edition, html, geometry)
