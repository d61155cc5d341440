"""The one-sheet zine: eight small pages on one side of one sheet, folded and slit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from publish import languages
from publish.imposition import ZINE_PAGES, Kind, binding_edge, folding_advice, zine, zine_trim
from publish.problems import PublishError, errors
from publish.typesetting import Geometry, typeset

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting import Typeset
    from publish.typesetting.layout_faults import Layout

T = TypeVar("T", "Typeset", "Layout")

# Points. Smaller cannot be read in a break room, larger makes ragged work of a measure of fifty millimetres.
SIZES = (7.8, 8.4, 9.0, 9.6)

SHEETS = ("house.css", "pamphlet.css", "zine.css")


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the sheet of a zine, its text as large as fits; PublishError where it fills more than eight pages."""
    from publish.pdf.impose import impose

    pages = _fitted(edition, settings)
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    edge = binding_edge(settings.print.binding_edge, languages.direction(edition.language))
    return impose(pages.pdf, zine(pages.pages, settings.print, edge, edition.place), edition.place)


def lay_out(edition: Edition, settings: Settings) -> Layout:
    """Return how its eight pages fall; PublishError where they cannot be set."""
    from publish.typesetting import document
    from publish.typesetting.layout_faults import look_at_draft

    html = document.html(edition, settings)
    return _largest(lambda geometry: look_at_draft(edition, html, geometry), settings)


def _fitted(edition: Edition, settings: Settings) -> Typeset:
    return _largest(lambda geometry: typeset(edition, settings, geometry, closed=False), settings)


def _largest(made: Callable[[Geometry], T], settings: Settings) -> T:
    """Return what is made of the largest size that fits, of the smallest where none does."""
    trim = zine_trim(settings.print.sheet)
    smallest, *larger = (Geometry(trim, sheets=SHEETS, size=size, tagged=False) for size in SIZES)
    best = made(smallest)
    for geometry in larger if best.pages <= ZINE_PAGES else ():
        pages = made(geometry)
        if pages.pages > ZINE_PAGES:
            break
        best = pages
    return best


def next_step(settings: Settings) -> str:
    """Return how the sheet is folded and slit."""
    return folding_advice(Kind.ZINE, settings.print)
