"""What is seen on the pages of a finished PDF: each thing that is painted, where it stands, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.pdf.frame import Box


class Kind(StrEnum):
    """What a thing on a page is."""

    FILL = "fill"
    STROKE = "stroke"
    TEXT = "text"
    PICTURE = "picture"
    GRADIENT = "gradient"


@dataclass(frozen=True, slots=True)
class Painted:
    """One thing that is painted. `box` is what shows of it, in points from the lower left corner of the page.

    `whole` is the box before anything is cut off. `ink` is how much of a flat colour or picture there is (1 for each
    ink, 4: all solid, 0: paper, -1: not known). `width` is that of a stroke or of a thin area in points (-1: it is
    none), `density` the pixels to the inch of a picture where it stands (0: it has none that matter). `through` says
    why what lies below shows through. Of text: its face, and the characters the face has no glyph for.
    """

    kind: Kind
    box: Box
    whole: Box
    space: str
    ink: float = -1.0
    width: float = -1.0
    density: float = 0.0
    through: str = ""
    face: Face | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """A face as a file names it: its name, its family, and whether it is in the file."""

    name: str
    family: str
    embedded: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a finished PDF: its number, the boxes of ISO 32000-1, 14.11.2, and all that is painted, in order."""

    number: int
    media: Box
    trim: Box
    bled: Box
    painted: tuple[Painted, ...]
    annotations: int = 0


@dataclass(frozen=True, slots=True)
class Inspection:
    """A finished PDF, looked through; `intended` tells whether it says which press it is meant for."""

    pages: tuple[Page, ...]
    intended: bool


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def shared(one: Box, other: Box) -> Box:
    """Return what two boxes have in common; a box without room where that is nothing."""
    if other[0] <= one[0] <= one[2] <= other[2] and other[1] <= one[1] <= one[3] <= other[3]:
        return one
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return (left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3])))


def grown(box: Box, by: float) -> Box:
    """Return a box larger on every side, or smaller."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)
