"""Pages as pictures for whoever looks them over: the places of faults boxed, or only where paper is bare."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publish.pdf.frame import Box

_WIDTH = 560  # pixels of a page in the report
_LOOKED_AT = 150  # pixels to the inch
_WHITE = 250
_BARE = 0.9  # of a strip; its edge is blurred by what ends there
_AROUND = 3  # pixels, and twice as far from what is framed


def boxed_page(
    pdf: bytes, number: int, media: Box, marked: Mapping[str, Sequence[Box]], colours: Mapping[str, str]
) -> bytes:
    """Return a page as a PNG, the places of each label framed in its colour; the same file gives the same bytes."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number - 1]
        scale = _WIDTH / page.get_width()
        # Drawn larger and made smaller, frames and small type are smooth.
        picture = page.render(scale=2 * scale).to_pil().convert("RGB")
    finally:
        document.close()
    drawing = ImageDraw.Draw(picture, "RGBA")
    for label, boxes in marked.items():
        for index, box in enumerate(boxes):
            _frame(drawing, _pixels(box, media, 2 * scale), "" if index else label, colours[label])
    return _png(picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS))


def _pixels(box: Box, media: Box, scale: float) -> Box:
    left, top = (box[0] - media[0]) * scale, (media[3] - box[3]) * scale
    return (left, top, (box[2] - media[0]) * scale, (media[3] - box[1]) * scale)


def _frame(drawing: ImageDraw.ImageDraw, box: Box, label: str, colour: str) -> None:
    left, top, right, bottom = box
    around = (left - 2 * _AROUND, top - 2 * _AROUND, max(left, right) + 2 * _AROUND, max(top, bottom) + 2 * _AROUND)
    drawing.rectangle(around, fill=f"{colour}1a", outline=colour, width=_AROUND)
    if label:
        font = ImageFont.load_default(26)
        width = drawing.textlength(label, font) + 20
        x, y = max(0.0, around[0] - width / 2), max(0.0, around[1] - 20)
        drawing.rounded_rectangle((x, y, x + width, y + 38), 19, fill=colour)
        drawing.text((x + width / 2, y + 19), label, "white", font, "mm")


def is_bare(pdf: bytes, number: int, media: Box, strips: Sequence[Box]) -> list[bool]:
    """Tell of each strip of a page whether it is bare paper."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[number - 1].render(scale=_LOOKED_AT / 72).to_pil().convert("L")
    finally:
        document.close()
    return [_bare(picture, _pixels(strip, media, _LOOKED_AT / 72)) for strip in strips]


def _bare(picture: Image.Image, box: Box) -> bool:
    left, top, right, bottom = (round(side) for side in box)
    part = picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    light = sum(part.histogram()[_WHITE:])
    return light >= _BARE * part.width * part.height


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.quantize(128).save(file, "PNG", optimize=True)
    return file.getvalue()
