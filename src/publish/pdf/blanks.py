"""Blank pages among those of a PDF: sheets are folded, so it takes them by the four."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Page, Pdf


def with_blanks(pages: bytes, count: int) -> bytes:
    """Return a PDF with so many blank pages before its last one, which stays the back; the same bytes each time."""
    import pikepdf

    if not count:
        return pages
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        last = pdf.pages[-1]
        for _ in range(count):
            pdf.pages.insert(len(pdf.pages) - 1, blank(pdf, last))
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True)
        return written.getvalue()


def blank(pdf: Pdf, like: Page) -> Page:
    """Return an empty page of the same boxes as another."""
    import pikepdf

    # To Ghostscript, and so to printers, a stream of no bytes at all is an error.
    nothing = pdf.make_stream(b"q Q")
    page = pikepdf.Dictionary(Type=pikepdf.Name.Page, Resources=pikepdf.Dictionary(), Contents=nothing)
    for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
        if box in like.obj:
            page[box] = pikepdf.Array([float(value) for value in like.obj[box]])
    return pikepdf.Page(pdf.make_indirect(page))
