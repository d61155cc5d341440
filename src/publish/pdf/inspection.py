"""A finished PDF looked through, page by page: the one door for whoever judges what a press would get."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name

from publish.pdf.matrices import IDENTITY
from publish.pdf.painting import Painter, State
from publish.pdf.seen import Inspection, Page
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from publish.pdf.frame import Box
    from publish.problems import Place


def inspect(pdf: bytes, place: Place) -> Inspection:
    """Return what is painted on the pages of a PDF; PublishError where it cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            painter = Painter(State(IDENTITY, (0, 0, 0, 0)), {}, {})
            pages = tuple(_page(page, number, painter) for number, page in enumerate(opened.pages, 1))
            intents = list(opened.Root.get(Name.OutputIntents, []))
            return Inspection(pages, any(intent.get(Name.S) == Name.GTS_PDFX for intent in intents))
    except (pikepdf.PdfError, AttributeError, KeyError, IndexError, ValueError, TypeError) as error:
        message = f"this PDF cannot be read: {type(error).__name__}: {str(error).strip() or 'it is broken'}"
        raise PublishError(Problem(place, message, "build it again with `publish build`", "pdf-unreadable")) from None


def _page(page: pikepdf.Page, number: int, painter: Painter) -> Page:
    media = _box(page.mediabox)
    # What is not said is as large as the next larger box that is (ISO 32000-1, 14.11.2).
    cropped = _box(page.cropbox) if "/CropBox" in page.obj else media
    trim = _box(page.obj.TrimBox) if "/TrimBox" in page.obj else cropped
    bled = _box(page.obj.BleedBox) if "/BleedBox" in page.obj else cropped
    painter.painted, painter.state = [], State(IDENTITY, media)
    painter.paint(page, page.obj.get(Name.Resources, page.resources))
    return Page(number, media, trim, bled, tuple(painter.painted), len(list(page.obj.get(Name.Annots, []))))


def _box(given: pikepdf.Object) -> Box:
    x1, y1, x2, y2 = (float(part) for part in list(given))
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
