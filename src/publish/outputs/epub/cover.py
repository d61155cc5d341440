"""The cover as a picture, for shelves and shops: drawn from title, issue and publisher, around the given picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from publish.outputs.epub.book import Resource
from publish.problems import PublishError, errors
from publish.typesetting.cover_page import typeset_cover

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings

WIDTH = 1200
"""Pixels: what a library shelf and the largest reader show without blur."""

_COLOURS = 128


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
    # Covers are of few colours; a palette makes a flat drawing a fifth of its size and leaves its edges sharp.
    written = io.BytesIO()
    drawn.quantize(_COLOURS, dither=0).save(written, "PNG", optimize=True)
    return Resource("cover-image", "images/cover.png", "image/png", written.getvalue(), ("cover-image",))
