"""The bilingual edition: a translation beside its original, paragraph by paragraph, in columns or on facing pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.pdf.access import accessible
from publish.problems import Problem, PublishError, errors
from publish.typesetting import Geometry
from publish.typesetting.side_by_side import draft, typeset_side_by_side

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting.layout_faults import Layout

SHEETS = ("house.css", "pamphlet.css", "bilingual.css")


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the PDF (PDF/A-3a, PDF/UA-1); PublishError where there is no original beside the translation."""
    pages = typeset_side_by_side(original_of(edition), edition, settings, _geometry(settings))
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    return accessible(pages.pdf)


def lay_out(edition: Edition, settings: Settings) -> Layout:
    """Return how its pages fall; PublishError as for the PDF."""
    from publish.typesetting.layout_faults import look_at_draft

    geometry = _geometry(settings)
    return look_at_draft(*draft(original_of(edition), edition, settings, geometry), geometry)


def _geometry(settings: Settings) -> Geometry:
    return Geometry(trim=settings.print.trim, sheets=SHEETS)


def original_of(edition: Edition) -> Edition:
    """Return the edition a translation was made from; PublishError where it is not among the others."""
    found = next((other for other in edition.others if other.language == edition.original), None)
    if found is None or edition.language == edition.original:
        message = "an edition in two languages is made of a translation, with its original beside it"
        hint = "build it for a language it is translated into, such as `--lang pl`"
        raise PublishError(Problem(edition.place, message, hint, "edition-alone"))
    return found


def next_step(settings: Settings) -> str:
    """Return what to do with the pages."""
    if settings.bilingual == "pages":
        return "read it with two pages side by side, the first page alone; or print it page by page and bind it"
    return "read it on a screen, or print it page by page"
