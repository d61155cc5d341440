"""How the last pages of a pamphlet are made up: what belongs on its back page closes the text where all are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# WeasyPrint's boxes; it has no type information.
Box: TypeAlias = Any

BACK, CLOSING = "back", "closing"
"""The classes of the back page, and of what may close the text in its stead; of several the first that has room."""

FOLDED = 4
"""Pages come in fours, two to a side of a sheet; one that is not filled is blank."""


@dataclass(slots=True)
class Ending:
    """The back page of a document and what may stand in for it, taken out of the tree of boxes and put back.

    `last` is the number of the page the text ends on where that is the back of the whole; 0 where it is not.
    """

    last: int = 0
    _back: tuple[Box, Box] | None = None
    _closings: list[tuple[Box, Box]] = field(default_factory=list)
    _found: bool = False

    def open(self, root: Box) -> None:
        """Have the tree end in its back page, without what may close the text."""
        if not self._found:
            self._found = True
            places = list(_marked(root))
            self._back = next(((parent, box) for kind, parent, box in places if kind == BACK), None)
            self._closings = [(parent, box) for kind, parent, box in places if kind == CLOSING]
            for parent, box in self._closings:
                _take_out(parent, box)
        elif self.last:
            for parent, box in self._closings:
                _take_out(parent, box)  # one of them may be there
            _put_last(*self._back)  # type: ignore[misc] # there is one where a document could be closed
        self.last = 0

    def is_back(self, following: Box | None) -> bool:
        """Whether what follows a page is the back page."""
        return self._back is not None and following is self._back[1]

    def close(self, pages: int, following: Box | None, again: Callable[[], bool]) -> None:
        """Have the text end on the page just made, if the back page is what follows it and all pages are taken.

        `again` makes that page anew, and says whether it is the last.
        """
        if self._back is None or not self.is_back(following) or pages % FOLDED:
            return
        _take_out(*self._back)
        self.last = pages
        if not self._closings:
            again()
            return
        for parent, box in self._closings:
            _put_last(parent, box)
            if again():
                return
            _take_out(parent, box)
        _put_last(*self._back)
        self.last = 0
        again()


def _take_out(parent: Box, box: Box) -> None:
    parent.children = [child for child in parent.children if child is not box]


def _put_last(parent: Box, box: Box) -> None:
    parent.children = [*parent.children, box]


def _marked(box: Box) -> Iterator[tuple[str, Box, Box]]:
    """Yield the boxes of the back page and of what may close the text, each after its class and its parent."""
    for child in getattr(box, "children", ()):
        element = child.element
        classes = () if element is None or "::" in (child.element_tag or "") else (element.get("class") or "").split()
        kind = next((kind for kind in (BACK, CLOSING) if kind in classes), "")
        if kind:
            yield kind, box, child
        elif not hasattr(child, "text"):
            yield from _marked(child)
