"""The geometry of a page: trim size, bleed, margins, size of the text, and where the running heads stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import languages
from publish.measure import PT_PER_MM, TRIM_SIZES, Length, Size

if TYPE_CHECKING:
    from publish.problems import Problem


@dataclass(frozen=True, slots=True)
class Geometry:
    """What pages an edition is set on.

    `sheets` names the style sheets, later ones winning; `size` the text size in points (0: what suits the trim size);
    `variant` a variant of PDF that WeasyPrint writes itself; `tagged` whether the file says its structure.
    """

    trim: Size = TRIM_SIZES["A5"]
    bleed: Length = Length(0)
    sheets: tuple[str, ...] = ("house.css", "pamphlet.css")
    size: float = 0.0
    variant: str = ""
    tagged: bool = True


@dataclass(frozen=True, slots=True)
class Typeset:
    """An edition set in pages: the PDF, how many pages it has, and what went wrong on them."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of a page in millimetres; the inner one is at the spine."""

    top: float
    bottom: float
    inner: float
    outer: float


def text_size(geometry: Geometry) -> float:
    """Return the size of Latin text in points: 9.5 on A5, a little less on smaller pages, up to 11 on larger ones."""
    return geometry.size or round(min(11.0, max(8.4, 9.5 + (geometry.trim.width - 148) * 0.026)), 2)


def margins(geometry: Geometry) -> Margins:
    """Return margins that leave a measure of about 64 characters, the wider one outside, where the thumbs are."""
    width, height = geometry.trim.width, geometry.trim.height
    # A character of running text is about half as wide as its type is high.
    measure = min(width - 2 * 12.0, 64 * text_size(geometry) * 0.512 / PT_PER_MM)
    inner = round((width - measure) * 0.46, 2)
    return Margins(round(height * 0.098, 2), round(height * 0.105, 2), inner, round(width - measure - inner, 2))


def page_style(geometry: Geometry, language: str) -> str:
    """Return the style of the pages: what no style sheet can know before the trim size and the language are known."""
    room, bleed = margins(geometry), geometry.bleed.mm
    width, height = geometry.trim.width, geometry.trim.height
    # A page on the left of the spread has the spine at its right, whichever way the text runs.
    verso = "left" if languages.direction(language) == "ltr" else "right"
    sides = "".join(_side(side, room, "title" if side == verso else "section") for side in ("left", "right"))
    return (
        f"@page{{size:{width}mm {height}mm;bleed:{bleed}mm;margin:{room.top}mm {room.outer}mm {room.bottom}mm}}"
        f"{sides}@page cover{{margin:0}}"
        f":root{{--page-width:{width}mm;--page-height:{height}mm;--bleed:{bleed}mm;"
        f"--bled-width:{width + 2 * bleed}mm;--bled-height:{height + 2 * bleed}mm;"
        f"--text-height:{round(height - room.top - room.bottom - 0.1, 2)}mm;"
        f"--margin-top:{room.top}mm;--margin-side:{round((room.inner + room.outer) / 2, 2)}mm}}"
    )


def _side(side: str, room: Margins, head: str) -> str:
    inner, outer = f"margin-{_other(side)}:{room.inner}mm", f"margin-{side}:{room.outer}mm"
    return (
        f"@page :{side}{{{inner};{outer}}}"
        f"@page text:{side}{{@top-{side}{{content:string({head})}}@bottom-{side}{{content:counter(page)}}}}"
    )


def _other(side: str) -> str:
    return "right" if side == "left" else "left"
