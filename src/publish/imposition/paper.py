"""How pages sit on paper: which way the sheet lies, how far pages must shrink, what is clipped, where marks go."""

from __future__ import annotations

from publish.imposition.plan import Box, Mark, Placement, Side
from publish.measure import Size

# Marks keep this far from the bleed, are at most this long, and are not worth drawing when shorter (millimetres).
_GAP, _LONGEST, _SHORTEST = 1.0, 6.0, 1.0
_SAME = 1e-6


def fit(need: Size, paper: Size) -> tuple[Size, float]:
    """Return the sheet lying the way that suits `need` better, and the scale (at most 1) at which `need` fits on it.

    Only what remains after cutting must fit: an office printer leaves the rim white anyway, so bleed may run off.
    """
    lying = paper.landscape
    upright = Size(lying.height, lying.width)
    scales = {sheet: min(sheet.width / need.width, sheet.height / need.height) for sheet in (lying, upright)}
    best = upright if scales[upright] > scales[lying] and scales[lying] < 1 - _SAME else lying
    return best, 1.0 if scales[best] > 1 - _SAME else scales[best]


def whole(paper: Size) -> Box:
    """Return the sheet itself as a box."""
    return Box(0, 0, paper.width, paper.height)


def centred(area: Size, paper: Size) -> Box:
    """Return an area in the middle of a sheet."""
    return Box((paper.width - area.width) / 2, (paper.height - area.height) / 2, area.width, area.height)


def place(page: int | None, trim: Box, bleed: float, showing: Box) -> Placement:
    """Lay a page down: its bleed is shown on every side, but never outside `showing` (its half of the sheet)."""
    return Placement(page, trim, trim.grown(bleed).within(showing))


def turns_head_down(duplex: str, paper: Size) -> bool:
    """Whether the back must be printed head down: where the sheet is turned over its top edge instead of its side.

    By hand it is turned over its side, as a page of a book is.
    """
    over_the_top = "long-edge" if paper.width >= paper.height else "short-edge"
    return duplex == over_the_top


def turned_for(duplex: str, back: Side, paper: Size) -> Side:
    """Return the back of a sheet as it must be printed for this way of turning the paper."""
    return back.turned(paper) if turns_head_down(duplex, paper) else back


def fold_marks(folds: tuple[float, ...], trim: Box, bleed: float, paper: Size) -> tuple[Mark, ...]:
    """Return dashed marks above and below the trim for upright folds, where the sheet has room for them."""
    return tuple(mark for x in folds for mark in _upright(x, trim, bleed, paper, dashed=True))


def crop_marks(trim: Box, bleed: float, paper: Size) -> tuple[Mark, ...]:
    """Return marks at the corners of the trim, outside the bleed, where the sheet has room for them."""
    upright = [mark for x in (trim.x, trim.right) for mark in _upright(x, trim, bleed, paper, dashed=False)]
    lying = [mark for y in (trim.y, trim.top) for mark in _lying(y, trim, bleed, paper)]
    return (*upright, *lying)


def _upright(x: float, trim: Box, bleed: float, paper: Size, *, dashed: bool) -> list[Mark]:
    low, high = trim.y - bleed - _GAP, trim.top + bleed + _GAP
    marks = (
        Mark(x, low, x, max(0.0, low - _LONGEST), dashed),
        Mark(x, high, x, min(paper.height, high + _LONGEST), dashed),
    )
    return [mark for mark in marks if _worth_it(mark, paper)]


def _lying(y: float, trim: Box, bleed: float, paper: Size) -> list[Mark]:
    left, right = trim.x - bleed - _GAP, trim.right + bleed + _GAP
    marks = (Mark(left, y, max(0.0, left - _LONGEST), y), Mark(right, y, min(paper.width, right + _LONGEST), y))
    return [mark for mark in marks if _worth_it(mark, paper)]


def _worth_it(mark: Mark, paper: Size) -> bool:
    on_paper = 0 <= mark.x <= paper.width and 0 <= mark.y <= paper.height
    return on_paper and mark.length >= _SHORTEST
