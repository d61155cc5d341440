"""A contact sheet: all pages of a PDF, or all its imposed sheets with their page numbers, in one picture."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.imposition import Box, Placement, Plan, Sheet, Side
    from publish.problems import Place

# Pixels. A page is wide enough for its headings to be read, a sheet for the pages on it to be told apart.
_PAGE, _SHEET, _GAP, _CAPTION = 240, 520, 28, 34
_PAGES_ABREAST, _SHEETS_ABREAST = 6, 2
_TABLE, _INK, _RIM, _BADGE, _FAINT = "#e8e6e1", "#33312d", "#b9b5ac", "#b3261e", "#8b877f"


@dataclass(frozen=True, slots=True)
class _Tile:
    """One picture on the contact sheet, with what stands under it."""

    picture: Image.Image
    caption: str


def contact_sheet(pdf: bytes, place: Place, plan: Plan | None = None) -> bytes:
    """Return all pages of a PDF as one PNG; with the plan it was imposed by, its sides with the numbers of their pages.

    PublishError where the file cannot be read; the same file gives the same bytes.
    """
    tiles = list(_tiles(pdf, place, plan))
    return _png(_arranged(tiles, _SHEETS_ABREAST if plan is not None and plan.two_sided else _PAGES_ABREAST))


def _tiles(pdf: bytes, place: Place, plan: Plan | None) -> Iterator[_Tile]:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        hint = "build it again with `publish build`"
        raise PublishError(Problem(place, "this is not a PDF that can be shown", hint, "pdf-unreadable")) from None
    try:
        for index in range(len(document)):
            picture = _rendered(document[index], _PAGE if plan is None else _SHEET)
            yield _Tile(picture, str(index + 1)) if plan is None else _side(picture, plan, *plan.sides[index])
    finally:
        document.close()


def _rendered(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    picture: Image.Image = page.render(scale=width / page.get_width()).to_pil()
    return picture.convert("RGB")


def _side(picture: Image.Image, plan: Plan, sheet: Sheet, side: Side) -> _Tile:
    for placement in side.placements:
        _label(picture, placement, plan)
    face = "front" if side is sheet.front else "back"
    return _Tile(picture, f"sheet {sheet.number}, {face}" if plan.two_sided else f"sheet {sheet.number}")


def _label(picture: Image.Image, placement: Placement, plan: Plan) -> None:
    """Write a page's number on it, standing as the page stands."""
    text, colour = ("blank", _FAINT) if placement.page is None else (str(placement.page), _BADGE)
    # Pillow draws edges without half tones: drawn three times as large and made smaller, they are smooth.
    large = Image.new("RGBA", (240, 120))
    drawing, font = ImageDraw.Draw(large), ImageFont.load_default(54)
    drawing.rounded_rectangle(drawing.textbbox((120, 60), text, font, "mm", stroke_width=22), 26, fill=colour)
    drawing.text((120, 60), text, "white", font, "mm")
    badge = large.resize((80, 40), Image.Resampling.LANCZOS)
    x, y = _middle(placement.trim, plan, picture)
    picture.paste(turned := badge.rotate(placement.turn), (x - 40, y - 20), turned)


def _middle(box: Box, plan: Plan, picture: Image.Image) -> tuple[int, int]:
    per_mm = picture.width / plan.paper.width
    return round((box.x + box.width / 2) * per_mm), round(picture.height - (box.y + box.height / 2) * per_mm)


def _arranged(tiles: list[_Tile], abreast: int) -> Image.Image:
    """Lay the tiles out in rows on a grey table."""
    abreast = max(1, min(abreast, len(tiles)))
    wide = max((tile.picture.width for tile in tiles), default=_PAGE) + _GAP
    high = max((tile.picture.height for tile in tiles), default=_PAGE) + _CAPTION + _GAP
    table = Image.new("RGB", (wide * abreast + _GAP, high * -(-len(tiles) // abreast) + _GAP), _TABLE)
    drawing = ImageDraw.Draw(table)
    for index, tile in enumerate(tiles):
        x, y = _GAP + index % abreast * wide, _GAP + index // abreast * high
        table.paste(tile.picture, (x, y))
        right, foot = x + tile.picture.width, y + tile.picture.height
        drawing.rectangle((x - 1, y - 1, right, foot), outline=_RIM)
        drawing.text(((x + right) / 2, foot + 8), tile.caption, _INK, ImageFont.load_default(17), "ma")
    return table


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
