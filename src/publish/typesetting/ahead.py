"""A long text laid out in two places at once: a copy of this process begins further on, and sends the pages it makes.

Nobody knows where a page will begin there before all pages up to it are made, so the copy takes a page to begin with
some paragraph. Its first pages are others than ours, but pages leave a line here and there, and after a few of them
both break at the same place. From then on its pages are those we would make: they are taken as those of the last build.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import marshal
from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import copies, sharing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.typesetting.known_pages import Known

# WeasyPrint's HTML, boxes and layout context, and where in a tree of boxes a page begins; it has no type information.
Document: TypeAlias = Any
Box: TypeAlias = Any
Context: TypeAlias = Any
Where: TypeAlias = Any

LETTERS = 100_000
"""A text of so many letters, some sixty pages of A5, is worth a copy."""

_FURTHER = 0.42
"""How far on the copy begins: to take its pages costs us a fourth of making them, so we are at the end together."""

_BETWEEN = {"html", "body", "main", "section"}  # a page may begin with what stands in these
_INDEX = 1000  # of the copy's first page: no page of ours, for it knows nothing of those before


class Ahead:
    """The copy that lays out a text from further on, where there is one, and the pages that have come from it."""

    def __init__(self) -> None:
        self.copy: copies.Copy | None = None

    def begin(self, root: Box, context: Context, html: Document) -> None:
        """Have a text laid out from further on, where it is long and a processor is idle."""
        if sharing.idle() > 0 and copies.can_be_made() and sum(map(len, _texts(root))) >= LETTERS:
            start = _start(root)
            with contextlib.suppress(OSError):  # the system may have no room for another process
                self.copy = copies.Copy(lambda: _pages(root, context, html, start))

    def pages(self) -> Iterator[tuple[Any, ...]]:
        """Yield the pages that have come since somebody asked."""
        come = self.copy.receive() if self.copy is not None else {}
        while come:
            yield marshal.loads(come.pop(next(iter(come))))  # noqa: S302 - our own copy has written it

    def end(self) -> None:
        """Stop the copy."""
        if self.copy is not None:
            self.copy.end()


def _texts(box: Box) -> Iterator[str]:
    return (inner.text for inner in box.descendants() if hasattr(inner, "text"))


def _start(root: Box) -> tuple[Where, Box]:
    """Return where in a text the copy begins, and with which box."""
    before, path, box = sum(map(len, _texts(root))) * _FURTHER, [], root
    while box.element_tag in _BETWEEN:
        reached = list(accumulate(sum(map(len, _texts(child))) for child in box.children))
        place = bisect(reached, before)
        before -= reached[place - 1] if place else 0
        path.append(place)
        box = box.children[place]
    where: Where = None
    for place in reversed(path):
        where = {place: where}
    return where, box


def _pages(root: Box, context: Context, html: Document, start: tuple[Where, Box]) -> Iterator[tuple[int, bytes]]:
    """Yield the pages from some place on, as far as they can be written down, in a copy of a process."""
    import weasyprint.layout.page as pages

    logging.disable(logging.INFO)  # nobody is to be told which page a copy is at
    known: Known = html.known
    known.pages = {}
    where, box = start
    _, _, right, state, remake = context.page_maker[0]
    begins = where, {"break": "any", "page": box.page_values()[0]}, right, copy.deepcopy(state), copy.deepcopy(remake)
    context.page_maker = [(None, None, None, None, {})] * _INDEX + [begins]
    index, end = _INDEX, where
    while end is not None:
        _, end = pages.remake_page(index, context, root, html)
        if index in known.made:
            yield index, marshal.dumps(known.made.pop(index))
        index += 1
