"""Which page comes where in reading order and in a folded signature; nothing here knows of millimetres."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Page: TypeAlias = int | None
"""The number of a page, counted from 1, or None for a blank one."""

_UNSTAPLED = 4  # pages that are one sheet, folded or not


def padded(pages: int, multiple: int = 4) -> tuple[Page, ...]:
    """Return the pages in reading order, filled up with blanks to a multiple.

    The front cover stays first and the back cover last: blanks stand before the last page. A single page is a front
    cover without a back cover.
    """
    blanks = (None,) * (-pages % multiple)
    numbers = tuple(range(1, pages + 1))
    return (*numbers, *blanks) if pages < 2 else (*numbers[:-1], *blanks, numbers[-1])


def blanks_before_back(pages: int, binding: str) -> int:
    """Return how many blank pages stand inside the back cover of a file that is folded and stapled.

    A single sheet needs no staple, and what is glued or left loose no multiple of four.
    """
    stapled = binding == "saddle-stitch" and pages > _UNSTAPLED
    return len(padded(pages)) - pages if stapled else 0


def signatures(sheets: int, most: int) -> tuple[int, ...]:
    """Return how many sheets are folded together in each signature: at most `most`, and as even as can be.

    Even, because a signature of one thin sheet at the end of a book is the first to come loose.
    """
    count = -(-sheets // most)
    return tuple(sheets // count + (index < sheets % count) for index in range(count))


def folded(pages: Sequence[Page], sheet: int) -> tuple[tuple[Page, Page], tuple[Page, Page]]:
    """Return the pages of one sheet of a signature, (left, right) of its front and of its back.

    Sheet 0 is the outermost. For a left binding edge; a right one swaps left and right.
    """
    first, last = 2 * sheet, len(pages) - 1 - 2 * sheet
    return (pages[last], pages[first]), (pages[first + 1], pages[last - 1])
