"""The cover as a picture, for shelves and shops: drawn from title, issue and publisher, around the given picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.outputs.epub import bitmaps
from publish.outputs.epub.book import Resource
from publish.problems import PublishError, errors
from publish.typesetting.cover_page import typeset_cover

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings

WIDTH = 1000
"""Pixels: a reader's whole screen, and ten times what a shelf shows."""


def cover_picture(edition: Edition, settings: Settings) -> Resource:
    """Return the cover in the edition's own script, as it stands on the printed pamphlet."""
    import pypdfium2

    cover = typeset_cover(edition, settings)
    if wrong := errors(cover.problems):
        raise PublishError(*wrong)
    pages = pypdfium2.PdfDocument(cover.pdf)
    try:
        page = pages[0]
        drawn = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    finally:
        pages.close()
    data, kind = bitmaps.drawn(drawn)
    suffix = "png" if kind == bitmaps.PNG else "jpg"
    return Resource("cover-image", f"images/cover.{suffix}", kind, data, ("cover-image",))
