"""The values of imposition: which page lies where on a sheet, in millimetres from the sheet's lower left corner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.measure import Size


class Kind(StrEnum):
    """What a plan makes of its sheets."""

    BOOKLET = "booklet"
    ZINE = "zine"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle on a sheet, in millimetres."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where its right edge lies."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Where its upper edge lies."""
        return self.y + self.height

    def grown(self, by: float) -> Box:
        """Return the box with a rim of `by` on all four sides."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def within(self, other: Box) -> Box:
        """Return what of the box lies inside another; a box without width or height where nothing does."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Box(x, y, max(0.0, min(self.right, other.right) - x), max(0.0, min(self.top, other.top) - y))

    def turned(self, paper: Size) -> Box:
        """Return where the box lies once its sheet has made half a turn."""
        return Box(paper.width - self.right, paper.height - self.top, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Placement:
    """One page on a side: its number from 1 (None: blank), where its trim lies, how it is turned, what is shown of it.

    `turn` is in degrees counter-clockwise, 0 or 180; nothing of the page is printed outside `clip`.
    """

    page: int | None
    trim: Box
    clip: Box
    turn: int = 0

    def turned(self, paper: Size) -> Placement:
        """Return the placement once its sheet has made half a turn."""
        return Placement(self.page, self.trim.turned(paper), self.clip.turned(paper), (self.turn + 180) % 360)


@dataclass(frozen=True, slots=True)
class Mark:
    """A straight mark for the hand that folds or cuts; dashed where paper is folded, solid where it is cut."""

    x: float
    y: float
    to_x: float
    to_y: float
    dashed: bool = False

    @property
    def length(self) -> float:
        """How long the mark is."""
        return abs(self.to_x - self.x) + abs(self.to_y - self.y)

    def turned(self, paper: Size) -> Mark:
        """Return the mark once its sheet has made half a turn."""
        width, height = paper.width, paper.height
        return Mark(width - self.x, height - self.y, width - self.to_x, height - self.to_y, self.dashed)


@dataclass(frozen=True, slots=True)
class Side:
    """One face of a sheet: its pages, its marks, what remains of it after cutting (`trim`), how far colour runs."""

    placements: tuple[Placement, ...]
    trim: Box
    bleed: Box
    marks: tuple[Mark, ...] = ()

    def turned(self, paper: Size) -> Side:
        """Return the side once its sheet has made half a turn."""
        return Side(
            tuple(placement.turned(paper) for placement in self.placements),
            self.trim.turned(paper),
            self.bleed.turned(paper),
            tuple(mark.turned(paper) for mark in self.marks),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper as printed; `number` counts from 1, the outermost sheet of the first signature."""

    number: int
    front: Side
    back: Side | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How the pages of one edition are laid on sheets of one paper.

    `trim` is the size of a page as it was typeset, `scale` how much smaller it is printed (never above 1),
    `signatures` the number of sheets folded together in each, `edge` the binding edge (`left` or `right`), `spine` the
    width of the spine in millimetres (0 for folded sheets), `duplex` how the sheet is turned.
    """

    kind: Kind
    paper: Size
    trim: Size
    scale: float
    sheets: tuple[Sheet, ...]
    edge: str
    duplex: str
    signatures: tuple[int, ...] = ()
    spine: float = 0.0

    @property
    def sides(self) -> tuple[tuple[Sheet, Side], ...]:
        """The sides as they go to the printer, each with its sheet.

        By hand (`manual`) all fronts go first and then the backs from the last sheet to the first: a pile that came out
        face down goes back into the tray as it lies.
        """
        fronts = [(sheet, sheet.front) for sheet in self.sheets]
        backs = [(sheet, sheet.back) for sheet in self.sheets if sheet.back is not None]
        if self.duplex == "manual":
            return (*fronts, *reversed(backs))
        return tuple(sorted((*fronts, *backs), key=lambda side: side[0].number))

    @property
    def two_sided(self) -> bool:
        """Whether anything is printed on the back of a sheet."""
        return any(sheet.back is not None for sheet in self.sheets)
