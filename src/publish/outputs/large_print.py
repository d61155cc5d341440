"""The large-print edition: A4, large type without serifs, ranged left; for screen readers and the archive too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.measure import TRIM_SIZES
from publish.pdf.access import accessible
from publish.problems import PublishError, errors
from publish.typesetting import Geometry, typeset
from publish.typesetting.faces import manner

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting.layout_faults import Layout

SIZE = 18.0
"""Points of the running text; what is smaller beside it stays above 17, as guides to clear print ask for."""

SHEETS = ("house.css", "pamphlet.css", "large-print.css")


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the large-print PDF (PDF/A-3a, PDF/UA-1); PublishError where a character or a picture would be missing."""
    pages = typeset(edition, settings, geometry(edition))
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    return accessible(pages.pdf)


def lay_out(edition: Edition, settings: Settings) -> Layout:
    """Return how its pages fall; PublishError as for the PDF."""
    from publish.typesetting.layout_faults import look_at_layout

    return look_at_layout(edition, settings, geometry(edition))


def geometry(edition: Edition) -> Geometry:
    """Return the pages of large print; a script that is set smaller than Latin beside it is not made smaller here."""
    return Geometry(TRIM_SIZES["A4"], sheets=SHEETS, size=SIZE / min(1.0, manner(edition.language).size))


def next_step(_settings: Settings) -> str:
    """Return what to do with the pages."""
    return "print it on both sides of A4 at 100 % (“actual size”), on paper that does not shine, or read it on a screen"
