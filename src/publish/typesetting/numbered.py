"""The boxes of a document before it is laid out, numbered: so a laid-out box is known by what it was made of."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.project import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# WeasyPrint's boxes and styles, and where in a tree of boxes a page begins; it has no type information.
Box: TypeAlias = Any
Style: TypeAlias = Any
Where: TypeAlias = Any

_WHOLE = ("Table", "Flex", "Grid")  # what stands in these is laid out by all that stands in them
_UNBROKEN = {"avoid", "avoid-page"}  # and what stands in one of these goes over with it
_IN_LINES = ("Line", "Inline", "Text")


class _Styles:
    """The digests of styles: of all that was declared for an element, and for those it stands in."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Style, str]] = {}
        self._alike: dict[tuple[object, ...], str] = {}

    def digest(self, style: Style | None) -> str:
        """Return the digest of a style, the same for the same style of another document."""
        if style is None:
            return ""
        known = self._known.get(id(style))
        if known is None:
            # It is held, so that no other can have its identity.
            known = self._known[id(style)] = style, self._digest(style)
        return known[1]

    def _digest(self, style: Style) -> str:
        above = self.digest(style.parent_style)
        declared = getattr(style, "cascaded", {})
        kind = type(style).__name__, getattr(style, "pseudo_type", None), style["lang"]
        # What is declared once is one thing for all elements it is declared for.
        key = (above, *kind, *((name, id(value[0])) for name, value in declared.items()))
        if key not in self._alike:
            told = [f"{name}:{_told(value[0])}" for name, value in sorted(declared.items())]
            self._alike[key] = digest_of("\n".join((above, str(kind), *told)).encode())
        return self._alike[key]


@dataclass(slots=True)
class Numbered:
    """The boxes of a document in the order of its text, its notes behind it; each bears its number (`origin`).

    `said` is all of each box that decides how it is laid out: what it is, its style, its text, the size of its picture,
    the note it calls; `whole` are the first and the last box (not included) of what it is laid out together with;
    `calls` are the boxes that call notes, by the numbers of these; `blocks` are the numbers of those that stand in no
    line; `moved` says what was done to a box since, which was moved among its neighbours or set smaller.
    """

    boxes: list[Box] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    whole: list[tuple[int, int]] = field(default_factory=list)
    calls: dict[int, int] = field(default_factory=dict)
    blocks: list[int] = field(default_factory=list)
    moved: dict[int, str] = field(default_factory=dict)
    styles: _Styles = field(default_factory=_Styles)

    def stretch(self, first: int, last: int, beyond: int) -> tuple[int, int]:
        """Return the boxes that two numbers and so many blocks beyond are laid out together with."""
        at = bisect_right(self.blocks, last) + beyond
        end = self.blocks[at] if at < len(self.blocks) else len(self.boxes)
        return self.whole[first][0], max(end, self.whole[end - 1][1])

    def digest(self, above: Iterable[Box], first: int, last: int) -> str:
        """Return the digest of what a stretch of boxes says, the last one not included, and how those above look."""
        moved = (f"{number - first} {how}" for number, how in self.moved.items() if first <= number < last)
        return digest_of("\0".join((*map(self._looks, above), *self.said[first:last], *moved)).encode())

    def chain(self, where: Where) -> list[Box]:
        """Return the boxes a page begins in, from the root on, the last of which it begins with."""
        box = self.boxes[0]
        found = [box]
        while where and len(where) == 1:  # it is in several cells of a row at once
            ((place, where),) = where.items()
            if place >= len(box.children):
                break
            box = box.children[place]
            found.append(box)
        return found

    def add(self, box: Box, together: int | None = None) -> None:
        """Number a box and all in it; `together` is the first box of what it is laid out together with."""
        place = box.origin = len(self.boxes)
        whole = together
        if whole is None and _is_whole(box):
            whole = place
        self.boxes.append(box)
        self.said.append(f"{self._looks(box)} {self._says(box)}")
        if not type(box).__name__.startswith(_IN_LINES):
            self.blocks.append(place)
        self.whole.append((place if whole is None else whole, place + 1))
        for child in box.all_children():
            self.add(child, whole)
        if whole is not None and together is None:
            end = len(self.boxes)
            self.whole[place:] = [(whole, end)] * (end - place)

    def _looks(self, box: Box) -> str:
        """Return what a box is, and its styles: its own, and those of its first letter and its first line."""
        styles = filter(None, (box.style, box.first_letter_style, box.first_line_style))
        return " ".join((type(box).__name__, str(box.element_tag), *map(self.styles.digest, styles)))

    def _says(self, box: Box) -> str:
        """Return what a box says: its text, the size of its picture, the words of the note it calls."""
        if hasattr(box, "text"):
            return str(box.text)
        if hasattr(box, "replacement"):
            return str(box.replacement.get_intrinsic_size(1, box.style["font_size"]))
        if box.footnote is None:
            return f"{len(box.children)} {box.colspan} {box.rowspan}"
        inside = box.footnote.descendants()
        return " ".join(f"{self._looks(inner)} {self._says(inner)}" for inner in inside)


def number(root: Box, notes: Iterable[Box]) -> Numbered:
    """Number the boxes of a document that is not yet laid out, and those of its notes."""
    numbered = Numbered()
    for box in (root, *notes):
        numbered.add(box)
    numbered.calls = {box.footnote.origin: box.origin for box in numbered.boxes if box.footnote is not None}
    return numbered


def _is_whole(box: Box) -> bool:
    """Whether what stands in a box is laid out by all that stands in it."""
    style = box.style
    columns = style["column_count"] != "auto" or style["column_width"] != "auto"
    return bool(
        columns or box.is_table_wrapper or style["break_inside"] in _UNBROKEN or type(box).__name__.startswith(_WHOLE)
    )


def _told(value: Any) -> str:  # noqa: ANN401 - whatever WeasyPrint makes of a declaration
    """Return what is declared as text, down to the last number; what hangs on variables as it was written."""
    tokens = getattr(value, "tokens", None)
    if tokens is not None:
        import tinycss2

        return str(tinycss2.serialize(tokens))
    if isinstance(value, tuple | list):
        return f"({','.join(map(_told, value))})"
    if hasattr(value, "serialize"):  # a formula shows nothing of what stands in its brackets
        return str(value.serialize())
    said = repr(value)
    if " at 0x" in said:  # a gradient shows where it lies in memory
        return f"{type(value).__name__} {_told(sorted(vars(value).items()))}"
    return said
