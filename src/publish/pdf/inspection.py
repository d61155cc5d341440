"""A finished PDF looked through, page by page: the one door for whoever judges what a press would get."""

from __future__ import annotations

import io
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from publish import recall
from publish.pdf.fingerprint import fingerprint
from publish.pdf.matrices import IDENTITY
from publish.pdf.painting import Painter, State
from publish.pdf.seen import Face, Inspection, Kind, Page, Painted
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from publish.pdf.frame import Box
    from publish.problems import Place

_KIND = "painted"
_FIELDS = tuple(field.name for field in fields(Painted))


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
    painted = _painted(page, media, painter)
    return Page(number, media, trim, bled, painted, len(list(page.obj.get(Name.Annots, []))))


def _painted(page: pikepdf.Page, media: Box, painter: Painter) -> tuple[Painted, ...]:
    """Return what is painted on a page; the same page of the last build is not looked through again."""
    mark = fingerprint(page) if recall.is_open() else ""
    known = recall.found(_KIND, mark) if mark else None
    if known is not None:
        return tuple(_read(said) for said in known)
    painter.painted, painter.state = [], State(IDENTITY, media)
    painter.paint(page, page.obj.get(Name.Resources, page.resources))
    painted = tuple(painter.painted)
    if mark:
        recall.note(_KIND, mark, [_written(thing) for thing in painted])
    return painted


def _written(thing: Painted) -> dict[str, Any]:
    """Return what is painted in plain values."""
    said = {name: getattr(thing, name) for name in _FIELDS}
    boxes = {"box": tuple(thing.box), "whole": tuple(thing.whole)}
    return said | boxes | {"kind": str(thing.kind), "face": thing.face and astuple(thing.face)}


def _read(said: dict[str, Any]) -> Painted:
    face = said["face"]
    return Painted(**{**said, "kind": Kind(said["kind"]), "face": face and Face(*face)})


def _box(given: pikepdf.Object) -> Box:
    x1, y1, x2, y2 = (float(part) for part in list(given))
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
