"""The cover as a picture, for shelves and shops: drawn from title, issue and publisher, around the given picture."""

from __future__ import annotations

import functools
import importlib.metadata
from typing import TYPE_CHECKING, Any

from publish.outputs.epub import bitmaps, kept
from publish.outputs.epub.book import Resource
from publish.problems import PublishError, errors
from publish.typesetting.cover_page import drawn_cover, is_first_page, typeset_cover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from publish.model import Edition
    from publish.settings import Settings

WIDTH = 1000
"""Pixels: a reader's whole screen, and ten times what a shelf shows."""

_RECIPE = b"1"  # raise it when the way a picture is made of a page changes
_PAINTERS = ("pypdfium2", "Pillow")


def cover_picture(edition: Edition, settings: Settings, pages: Sequence[Any] = ()) -> Resource:
    """Return the cover in the edition's own script, as it stands on the printed pamphlet.

    Where the printed `pages` are laid out and begin with it, it is taken from them.
    """
    printed = bool(pages) and is_first_page(edition)
    cover = drawn_cover(edition, pages) if printed else typeset_cover(edition, settings)
    if wrong := errors(cover.problems):
        raise PublishError(*wrong)
    data, kind = _picture(cover.pdf)
    suffix = "png" if kind == bitmaps.PNG else "jpg"
    return Resource("cover-image", f"images/cover.{suffix}", kind, data, ("cover-image",))


def _picture(pdf: bytes) -> tuple[bytes, str]:
    """Return a page as a picture, with its media type; made once, then kept by content."""

    def painted() -> bytes:
        data, kind = bitmaps.drawn(_painted(pdf))
        return kind.encode() + b"\n" + data

    kind, _, data = kept.once("covers", (_RECIPE, *_painters(), pdf), painted).partition(b"\n")
    return data, kind.decode()


@functools.cache
def _painters() -> tuple[bytes, ...]:
    return tuple(importlib.metadata.version(name).encode() for name in _PAINTERS)


def _painted(pdf: bytes) -> Image:
    """Return a page as it looks when it is cut."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(pdf)
    try:
        page = pages[0]
        for cut in (page.set_mediabox, page.set_cropbox):
            cut(*page.get_trimbox())
        picture: Image = page.render(scale=WIDTH / page.get_width()).to_pil()
    finally:
        pages.close()
    return picture if picture.mode == "RGB" else picture.convert("RGB")
