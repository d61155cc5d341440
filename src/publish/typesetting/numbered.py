"""The boxes of a document before it is laid out, numbered: so a laid-out box is known by what it was made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.project import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# WeasyPrint's boxes and the elements of its HTML tree; it has no type information.
Box: TypeAlias = Any
Html: TypeAlias = Any

SILENT = frozenset({"data-line", "data-title", "alt", "aria-label", "title"})
"""Attributes that change with the words of a text, but not how it is laid out, unless a style asks what they say."""

_WHOLE = ("Table", "Flex", "Grid")  # what stands in these is laid out by all that stands in them


@dataclass(slots=True)
class Numbered:
    """The boxes of a document in the order of its text, its notes behind it; each bears its number (`origin`).

    `said` is what each box says, as far as that decides how it is laid out, `whole` the first and the last box (not
    included) of what it is laid out together with; `shape` is the digest of all else: of elements and boxes.
    """

    boxes: list[Box] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    whole: list[tuple[int, int]] = field(default_factory=list)
    shape: str = ""

    def stretch(self, first: int, last: int, beyond: int) -> tuple[int, int]:
        """Return the boxes that two numbers and so many boxes beyond are laid out together with."""
        last = min(last + beyond, len(self.boxes) - 1)
        return self.whole[first][0], max(last + 1, self.whole[last][1])

    def digest(self, first: int, last: int) -> str:
        """Return the digest of what a stretch of boxes says, the last one not included."""
        return digest_of("\0".join(self.said[first:last]).encode())

    def add(self, box: Box, together: int | None = None) -> None:
        """Number a box and all in it; `together` is the first box of what it is laid out together with."""
        place = box.origin = len(self.boxes)
        whole = together
        if whole is None and (type(box).__name__.startswith(_WHOLE) or box.is_table_wrapper or _in_columns(box)):
            whole = place
        self.boxes.append(box)
        self.said.append(_said(box))
        self.whole.append((place if whole is None else whole, place + 1))
        for child in box.all_children():
            self.add(child, whole)
        if whole is not None and together is None:
            end = len(self.boxes)
            self.whole[place:] = [(whole, end)] * (end - place)


def number(root: Box, notes: Iterable[Box]) -> Numbered:
    """Number the boxes of a document that is not yet laid out, and those of its notes."""
    numbered = Numbered()
    for box in (root, *notes):
        numbered.add(box)
    elements = {element: place for place, element in enumerate(root.element.iter())}
    told = [*map(_told, elements), *(_formed(box, elements) for box in numbered.boxes)]
    numbered.shape = digest_of("\n".join(told).encode())
    return numbered


def _told(element: Html) -> str:
    said = [(name, "" if name in SILENT else value) for name, value in element.attrib.items()]
    return f"{element.tag} {said}"


def _formed(box: Box, elements: dict[Html, int]) -> str:
    return f"{type(box).__name__} {box.element_tag} {elements.get(box.element)} {len(box.children)}"


def _in_columns(box: Box) -> bool:
    return bool(box.style["column_count"] != "auto" or box.style["column_width"] != "auto")


def _said(box: Box) -> str:
    """Return what a box says: its text, the size of its picture, the words of the note it calls."""
    if hasattr(box, "text"):
        return str(box.text)
    if hasattr(box, "replacement"):
        return str(box.replacement.get_intrinsic_size(1, box.style["font_size"]))
    return "".join(_texts(box.footnote)) if box.footnote is not None else ""


def _texts(box: Box) -> Iterator[str]:
    for inner in box.descendants():
        yield str(getattr(inner, "text", ""))
