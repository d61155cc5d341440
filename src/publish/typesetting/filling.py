"""Filling pages: a picture or a table that does not fit at the foot of a page leaves no hole over it.

It is set a little smaller, or changes places with the paragraphs beside it, as pictures do in print; the manuscript's
order stays that of the HTML, and so of every other output.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import titles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# WeasyPrint's boxes, and where in a tree of boxes a page ends; it has no type information.
Box: TypeAlias = Any
Where: TypeAlias = Any

HOLE = 0.14
"""A page whose foot is empty for more than this share of its height has a hole in it."""

_SHARES = (0.9, 0.82, 0.75)  # how much smaller a picture may be set, of the height it would have

_FARTHEST = 3  # a picture changes places with at most so many paragraphs
_TEXT = {"p", "ul", "ol", "dl"}
_ALOUD = {"figure"}  # these also stand before the text they belong to; a table is introduced by it
_LATER = {"figure", "table"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page laid out, and where in the tree of boxes the next one begins; what was moved to fill it, and how."""

    box: Box
    end: Where
    moved: tuple[Box, str] | None = None


def hole(page: Box) -> float:
    """Return the share of a page's height that is empty between its text and its notes."""
    root = page.children[0]
    notes = (box for box in page.children[1:] if hasattr(box, "page") and box.children)
    bottom = page.content_box_y() + page.height - sum(box.margin_height() for box in notes)
    inked = (box.position_y + box.margin_height() for box in root.descendants() if _is_inked(box))
    return float(bottom - max(inked, default=bottom)) / float(page.height)


def _is_inked(box: Box) -> bool:
    return hasattr(box, "replacement") or type(box).__name__ == "LineBox"


@dataclass(frozen=True, slots=True)
class _Start:
    """Where in the tree of boxes a page begins."""

    where: Where

    def before(self, path: tuple[int, ...]) -> bool:
        """Whether a box, by its path of places, can stand on the page: none of it is on the page before."""
        where = self.where
        for place in path:
            if not where:
                return True
            ((first, where),) = where.items()
            if place != first:
                return bool(place > first)
        return where is None


def filled(page: Page, begins: Where, root: Box, again: Callable[[], Page], done: set[Any]) -> Page:
    """Return a page without a hole over a picture or a table, as far as one of the ways to fill it does so.

    `begins` is where the page begins, `again` lays it out anew, and `done` are the elements that were settled before.
    """
    path = path_of(page.end)
    figure, parent = box_at(root, path), box_at(root, path[:-1])
    kind = _kind(figure)
    if figure is None or kind not in _LATER or figure.element in done or hole(page.box) <= HOLE:
        return page
    room = hole(page.box) * page.box.height
    for change in _changes(figure, parent, path, _Start(begins), kind, page.box.width):
        if change.at == change.place and change.height() > room:
            continue
        change.make()
        made = again()
        if hole(made.box) <= HOLE:
            done.add(figure.element)
            return replace(made, moved=(figure, f"{change.place - change.at} {change.share}"))
        change.undo()
    return again()


def path_of(where: Where) -> tuple[int, ...]:
    """Return the places that lead to the box a page ends before; none where it ends inside of one with several ends."""
    path: list[int] = []
    while where:
        if len(where) != 1:
            return ()
        ((place, where),) = where.items()
        path.append(place)
    return tuple(path)


def box_at(root: Box, path: tuple[int, ...]) -> Box | None:
    """Return the box at the end of a path; none where the path goes on into the lines of a paragraph."""
    for place in path:
        if place >= len(getattr(root, "children", ())):
            return None
        root = root.children[place]
    return root if path else None


def _kind(box: Box | None) -> str:
    """Return the name of a box's element, `table` for what is drawn around one."""
    if box is None or box.element is None:
        return ""
    return "table" if "table" in (box.element.get("class") or "").split() else str(box.element_tag)


def _changes(
    figure: Box, parent: Box, path: tuple[int, ...], start: _Start, kind: str, measure: float
) -> Iterator[_Change]:
    """Yield the ways to fill the page, the least first: smaller, later in the text, earlier."""
    picture = next((box for box in figure.descendants() if hasattr(box, "replacement")), None)
    shares = _SHARES if picture is not None and kind in _ALOUD else ()
    at = path[-1]
    yield from (_Change(parent, at, at, picture, share, measure) for share in shares[:2])
    yield from (_Change(parent, at, place) for place in _later(parent.children, at))
    for place in _earlier(parent.children, at) if kind in _ALOUD else ():
        if start.before((*path[:-1], place)):
            yield from (_Change(parent, at, place, picture, share, measure) for share in (1.0, *shares))
    yield from (_Change(parent, at, at, picture, share, measure) for share in shares[2:])


@dataclass(slots=True)
class _Change:
    """A way to fill a page: a box moved to another place among its neighbours, its picture set smaller."""

    parent: Box
    at: int
    place: int
    picture: Box | None = None
    share: float = 1.0
    measure: float = 0.0
    before: Any = None

    def make(self) -> None:
        """Change the tree of boxes."""
        self.parent.children.insert(self.place, self.parent.children.pop(self.at))
        if self.picture is not None:
            height = titles.pixels(self.height())
            # Boxes that the same rules hold for have one style: this one gets its own.
            self.before, self.picture.style = self.picture.style, self.picture.style.copy()
            self.picture.style["max_height"] = height

    def undo(self) -> None:
        """Change it back."""
        self.parent.children.insert(self.at, self.parent.children.pop(self.place))
        if self.picture is not None:
            self.picture.style = self.before

    def height(self) -> float:
        """Return the height of the picture, before it is changed, as it will be."""
        style = self.picture.style  # type: ignore[union-attr] # asked for only where there is one
        _, height, proportion = self.picture.replacement.get_intrinsic_size(1, style["font_size"])  # type: ignore[union-attr] # as above
        most = style["max_height"].value if style["max_height"].unit == "px" else None
        limits = (height, self.measure / proportion if proportion else None, most)
        return float(self.share * min(limit for limit in limits if limit))


def _later(children: list[Box], at: int) -> Iterator[int]:
    """Yield the places a box can stand at after the paragraphs that follow it; never behind one that leads to more."""
    for place in range(at + 1, min(at + _FARTHEST, len(children) - 1) + 1):
        if _kind(children[place]) not in _TEXT:
            return
        if not _leads(children[place]):
            yield place


def _earlier(children: list[Box], at: int) -> Iterator[int]:
    """Yield the places a box can stand at before the paragraphs it follows; never behind one that leads to them."""
    for place in range(at - 1, max(at - _FARTHEST, 0) - 1, -1):
        if _kind(children[place]) not in _TEXT:
            return
        if place == 0 or not _leads(children[place - 1]):
            yield place


def _leads(box: Box) -> bool:
    """Whether a paragraph leads to what comes after it, and stays with it."""
    return _kind(box) == "p" and box.style["break_after"] == "avoid"
