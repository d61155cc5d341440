"""Spreads taken apart: what was laid out across two facing pages becomes the left page and the right one.

Laid out as one, both sides break at the same place and their paragraphs stay level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from publish import languages
from publish.typesetting import faces
from publish.typesetting.geometry import margins

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.typesetting.geometry import Geometry

# WeasyPrint's boxes, which have no type information.
Box: TypeAlias = Any

SPREAD = "spread"
"""The name of the pages (CSS Paged Media 3, `page`) that are laid out across two."""


@dataclass(frozen=True, slots=True)
class _Half:
    """One page of a spread: its side, what of the HTML does not stand on it, and its measures in CSS pixels.

    `start` is where its text begins on the spread, `measure` how wide that is.
    """

    side: str
    others: frozenset[Any]
    width: float
    start: float
    measure: float


def spread_style(edition: Edition, beside: str, geometry: Geometry) -> str:
    """Return the style of a spread of two pages; the language of the edition comes first, on its own side.

    The head of the other page is in the language that stands `beside`, and set in its faces.
    """
    room, trim = margins(geometry), geometry.trim
    first, second = _sides(edition)
    heads = (
        f"@top-{first}{{content:string(section)}}"
        f"@top-{second}{{content:string(beside);font-family:{faces.sans(beside)}}}"
        f"@bottom-{first}{{content:counter(verso)}}@bottom-{second}{{content:counter(page)}}"
    )
    page = (
        f"@page {SPREAD}{{size:{2 * trim.width}mm {trim.height}mm;"
        f"margin:{room.top}mm {room.outer}mm {room.bottom}mm;counter-increment:page 2 verso 2;{heads}}}"
    )
    away = round(trim.width - room.outer + room.inner, 2)
    return page + "".join(
        f"html[dir] .pair>.{tongue}{{padding:0;padding-{_across(side)}:{room.inner}mm}}"
        f".{tongue} .footnote{{margin-{_across(side)}:{away}mm}}"
        for tongue, side in (("original", first), ("translation", second))
    )


def faced(laid_out: Any, edition: Edition, geometry: Geometry) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return a document whose spreads are two pages each, the one that is read first before the other."""
    room, pixels = margins(geometry), _PIXELS
    width, measure = geometry.trim.width * pixels, (geometry.trim.width - room.inner - room.outer) * pixels
    first, second = _sides(edition)
    starts = {"left": room.outer * pixels, "right": width + room.inner * pixels}
    own = _tongues(laid_out)
    halves = [
        _Half(first, own["translation"], width, starts[first], measure),
        _Half(second, own["original"], width, starts[second], measure),
    ]
    pages = [
        page
        for spread in laid_out.pages
        for page in ([_page(spread, half) for half in halves] if spread.width > 1.5 * width else [spread])
    ]
    return laid_out.copy(pages)


_PIXELS = 96 / 25.4


def _tongues(laid_out: Any) -> dict[str, frozenset[Any]]:  # noqa: ANN401 - WeasyPrint's
    """Return the elements of the HTML that stand in each of the two tongues."""
    root = next(box.element for box in laid_out.pages[0]._page_box.descendants() if box.element_tag == "html")  # noqa: SLF001 - boxes have no public name
    found: dict[str, set[Any]] = {"original": set(), "translation": set()}
    for cell in root.iter("div"):
        for tongue in found.keys() & set((cell.get("class") or "").split()):
            found[tongue] |= set(cell.iter())
    return {tongue: frozenset(elements) for tongue, elements in found.items()}


def _sides(edition: Edition) -> tuple[str, str]:
    return ("left", "right") if languages.direction(edition.language) == "ltr" else ("right", "left")


def _across(side: str) -> str:
    return "right" if side == "left" else "left"


def _page(spread: Any, half: _Half) -> Any:  # noqa: ANN401 - WeasyPrint's
    from weasyprint.document import Page

    box = spread._page_box.deepcopy()  # noqa: SLF001 - WeasyPrint has no other way to a page's boxes
    box.children = [kept for child in box.children if (kept := _kept(child, half)) is not None]
    if half.side == "right":
        for child in box.children:
            child.translate(dx=-half.width)
    box.width -= half.width
    return Page(box)


def _kept(box: Box, half: _Half) -> Box:
    """Return what of a box stands on a half of its spread, None where nothing does."""
    keyword = getattr(box, "at_keyword", "")
    if keyword:
        return box if half.side in keyword else None
    if type(box).__name__ == "FootnoteAreaBox":
        return _notes(box, half)
    if box.element in half.others:
        return None
    if hasattr(box, "children"):
        box.children = [kept for child in box.children if (kept := _kept(child, half)) is not None]
    return box


def _notes(area: Box, half: _Half) -> Box:
    """Return the notes of a half under a rule as wide as its text, moved up to where those of the other stood."""
    area.children = [note for note in area.children if note.element not in half.others]
    if not area.children:
        return None
    top = area.content_box_y()
    for note in area.children:
        note.translate(dy=top - note.position_y)
        top += note.margin_height()
    area.position_x, area.width = half.start, half.measure
    return area
