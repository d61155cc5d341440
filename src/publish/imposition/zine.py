"""The one-sheet zine: eight pages on one side of one sheet, three folds and one cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.imposition.order import padded
from publish.imposition.paper import whole
from publish.imposition.plan import Box, Kind, Mark, Placement, Plan, Sheet, Side
from publish.measure import Size
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from publish.problems import Place
    from publish.settings import Print

ZINE_PAGES = 8
_COLUMNS, _ROWS = 4, 2

# The upper row stands on its head. Folded along its length, slit in the middle and pushed together, the sheet becomes a
# cross of four leaves with these pages back to back: 1|2, 3|4, 5|6, 7|8. A right binding edge mirrors the columns.
_UPPER, _LOWER = (5, 4, 3, 2), (6, 7, 8, 1)


def zine_trim(sheet: Size) -> Size:
    """Return the size of a zine's page: an eighth of the sheet lying (A4: 74.25 × 105 mm)."""
    lying = sheet.landscape
    return Size(lying.width / _COLUMNS, lying.height / _ROWS)


def zine(pages: int, printing: Print, edge: str, where: Place) -> Plan:
    """Lay at most eight pages on one side of a sheet; PublishError where there are more.

    Pages meet at the folds, so nothing of one is shown on the next; only at the rim of the sheet colour runs off.
    """
    if pages > ZINE_PAGES:
        raise PublishError(_too_long(pages, where))
    paper, trim = printing.sheet.landscape, zine_trim(printing.sheet)
    order = padded(pages, ZINE_PAGES)
    placements = tuple(
        _placement(order[number - 1], column, row, paper)
        for row, numbers in ((1, _UPPER), (0, _LOWER))
        for column, number in enumerate(numbers if edge == "left" else reversed(numbers))
    )
    slit = Mark(paper.width / 4, paper.height / 2, paper.width * 3 / 4, paper.height / 2)
    side = Side(placements, whole(paper), whole(paper), (slit,))
    return Plan(Kind.ZINE, paper, trim, 1.0, (Sheet(1, side),), edge, printing.duplex)


def _placement(page: int | None, column: int, row: int, paper: Size) -> Placement:
    width, height = paper.width / _COLUMNS, paper.height / _ROWS
    cell = Box(column * width, row * height, width, height)
    return Placement(page, cell, cell, 180 * row)


def _too_long(pages: int, where: Place) -> Problem:
    message = f"a one-sheet zine has {ZINE_PAGES} pages, and this text fills {pages}"
    hint = "shorten it, take a larger sheet (`print.sheet: A3`), or make the booklet instead"
    return Problem(where, message, hint, "zine-too-long")
