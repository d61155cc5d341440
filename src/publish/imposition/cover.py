"""The separate cover: back, spine and front on one sheet, printed apart from the block it goes around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.imposition.booklet import booklet_paper, inside
from publish.imposition.order import padded
from publish.imposition.paper import centred, crop_marks, fit, fold_marks, place, turned_for, whole
from publish.imposition.plan import Box, Kind, Plan, Sheet, Side
from publish.measure import Size

if TYPE_CHECKING:
    from publish.imposition.order import Page
    from publish.imposition.plan import Mark, Placement
    from publish.settings import Print


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """The sheet a cover is printed on, with the room for its spine."""

    printing: Print
    paper: Size
    scale: float
    spine: float

    @property
    def trim(self) -> Box:
        return centred(_spread(self.printing, self.scale, self.spine), self.paper)

    @property
    def bleed(self) -> float:
        return self.printing.bleed.mm * self.scale

    @property
    def marks(self) -> tuple[Mark, ...]:
        middle = self.paper.width / 2
        folds = tuple(sorted({middle - self.spine / 2, middle + self.spine / 2}))
        crop = crop_marks(self.trim, self.bleed, self.paper) if "crop" in self.printing.marks else ()
        return (*fold_marks(folds, self.trim, self.bleed, self.paper), *crop)

    def side(self, left: Page, right: Page, over_spine: float) -> Side:
        """Lay two pages down beside the spine; their colour runs at most `over_spine` over it."""
        return Side(
            (self._page(left, self.trim.x, over_spine), self._page(right, self.trim.right, over_spine)),
            self.trim,
            self.trim.grown(self.bleed).within(whole(self.paper)),
            self.marks,
        )

    def _page(self, page: Page, outer_edge: float, over_spine: float) -> Placement:
        width, middle = self.printing.trim.width * self.scale, self.paper.width / 2
        on_left = outer_edge < middle
        reach = middle - self.spine / 2 + over_spine
        trim = Box(outer_edge if on_left else outer_edge - width, self.trim.y, width, self.trim.height)
        showing = Box(0 if on_left else self.paper.width - reach, 0, reach, self.paper.height)
        return place(page, trim, self.bleed, showing)


def spine_width(pages: int, caliper: float) -> float:
    """Return the width of the spine of a block of so many pages, in millimetres: a leaf for every two pages."""
    return pages / 2 * caliper


def cover(pages: int, printing: Print, edge: str) -> Plan:
    """Lay the first two and the last two pages on one sheet, with the spine between them.

    A stapled block has no spine to speak of; any other has that of the pages inside. The cover is printed at the
    booklet's scale; where the paper is too small for that, on a sheet of its own size with room for bleed and marks.
    """
    block = len(inside(pages))
    spine = 0.0 if printing.binding == "saddle-stitch" else spine_width(block, printing.caliper.mm)
    paper, scale = _paper(printing, spine)
    wrapping = _Wrapping(printing, paper, scale, spine)
    first, second, *_, third, last = padded(pages)
    outside = (last, first) if edge == "left" else (first, last)
    within = (second, third) if edge == "left" else (third, second)
    front = wrapping.side(*outside, spine / 2)
    back = None if within == (None, None) else turned_for(printing.duplex, wrapping.side(*within, 0), paper)
    sheet = Sheet(1, front, back)
    return Plan(Kind.COVER, paper, printing.trim, scale, (sheet,), edge, printing.duplex, spine=spine)


def _paper(printing: Print, spine: float) -> tuple[Size, float]:
    _, scale = booklet_paper(printing)
    need = _spread(printing, scale, spine)
    paper, cover_scale = fit(need, printing.sheet)
    if cover_scale == 1:
        return paper, scale
    rim = 2 * (printing.bleed.mm + printing.slug.mm)
    return Size(need.width + rim, need.height + rim), scale


def _spread(printing: Print, scale: float, spine: float) -> Size:
    return Size(2 * printing.trim.width * scale + spine, printing.trim.height * scale)
