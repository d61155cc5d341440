"""Folded sheets, two pages to a side: one saddle-stitched pile, or signatures to be sewn or glued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.imposition.order import Page, folded, padded, signatures
from publish.imposition.paper import centred, crop_marks, fit, fold_marks, place, turned_for, whole
from publish.imposition.plan import Box, Kind, Plan, Sheet, Side
from publish.measure import Size, parse_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.imposition.plan import Mark
    from publish.settings import Print

GLUED_SIGNATURE = 4
"""Sheets folded together for perfect binding when nobody says: the trade's signature of sixteen pages."""


@dataclass(frozen=True, slots=True)
class _Folding:
    """What is the same on every sheet: the paper, how much smaller pages are printed, and the binding edge."""

    printing: Print
    paper: Size
    scale: float
    edge: str

    @property
    def page(self) -> Size:
        return Size(self.printing.trim.width * self.scale, self.printing.trim.height * self.scale)

    @property
    def trim(self) -> Box:
        return centred(Size(2 * self.page.width, self.page.height), self.paper)

    @property
    def bleed(self) -> float:
        return self.printing.bleed.mm * self.scale

    @property
    def marks(self) -> tuple[Mark, ...]:
        crop = crop_marks(self.trim, self.bleed, self.paper) if "crop" in self.printing.marks else ()
        return (*fold_marks((self.paper.width / 2,), self.trim, self.bleed, self.paper), *crop)

    def side(self, pages: tuple[Page, Page], shift: float) -> Side:
        """Lay two pages down, both moved to the fold by `shift` and cut off there: the spine has no bleed."""
        left, right = pages if self.edge == "left" else reversed(pages)
        fold, (width, height) = self.paper.width / 2, (self.page.width, self.page.height)
        half = Box(0, 0, fold, self.paper.height)
        other_half = Box(fold, 0, fold, self.paper.height)
        placements = (
            place(left, Box(fold - width + shift, self.trim.y, width, height), self.bleed, half),
            place(right, Box(fold - shift, self.trim.y, width, height), self.bleed, other_half),
        )
        return Side(placements, self.trim, self.trim.grown(self.bleed).within(whole(self.paper)), self.marks)


def booklet(pages: int, printing: Print, edge: str) -> Plan:
    """Lay pages two to a side on sheets that are folded once; `edge` is the binding edge, `left` or `right`.

    With a separate cover only the block inside it is laid out; `cover` makes the rest.
    """
    block = inside(pages) if printing.cover == "separate" else padded(pages)
    paper, scale = booklet_paper(printing)
    sizes = signatures(len(block) // 4, _most(len(block) // 4, printing)) if block else ()
    sheets = tuple(_sheets(block, sizes, _Folding(printing, paper, scale, edge)))
    return Plan(Kind.BOOKLET, paper, printing.trim, scale, sheets, edge, printing.duplex, sizes)


def booklet_paper(printing: Print) -> tuple[Size, float]:
    """Return the sheet as it lies, and the scale at which two pages side by side fit on it."""
    return fit(Size(2 * printing.trim.width, printing.trim.height), printing.sheet)


def inside(pages: int) -> tuple[Page, ...]:
    """Return the pages that lie inside a separate cover: all but the first two and the last two, blanks included."""
    return padded(pages)[2:-2]


def creep_per_sheet(printing: Print) -> float:
    """Return how far the pages of each sheet move to the spine beyond those of the sheet around it, in millimetres.

    Each sheet lies around all those inside it, so the innermost of n sticks out by (n - 1) times the caliper.
    """
    if printing.creep == "auto":
        return printing.caliper.mm
    return 0.0 if printing.creep == "none" else parse_length(printing.creep).mm


def _most(sheets: int, printing: Print) -> int:
    if printing.signature != "all":
        return int(printing.signature)
    return GLUED_SIGNATURE if printing.binding == "perfect" else sheets


def _sheets(block: tuple[Page, ...], sizes: tuple[int, ...], folding: _Folding) -> Iterator[Sheet]:
    creep = creep_per_sheet(folding.printing)
    for number, (signature, index) in enumerate(_signatures(block, sizes), start=1):
        front, back = (folding.side(pages, index * creep) for pages in folded(signature, index))
        yield Sheet(number, front, turned_for(folding.printing.duplex, back, folding.paper))


def _signatures(block: tuple[Page, ...], sizes: tuple[int, ...]) -> Iterator[tuple[tuple[Page, ...], int]]:
    start = 0
    for size in sizes:
        yield from ((block[start : start + 4 * size], index) for index in range(size))
        start += 4 * size
