"""The reading edition: a PDF to read on a screen or print page by page, for every reader and for the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.pdf.access import accessible
from publish.problems import PublishError, errors
from publish.typesetting import Geometry, typeset

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the reading PDF (PDF/A-3a, PDF/UA-1); PublishError where a character or a picture would be missing."""
    # Set as for the press, and cut: so the same pages serve both.
    pages = typeset(edition, settings, Geometry(settings.print.trim, settings.print.bleed))
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    return accessible(pages.pdf)


def next_step(_settings: Settings) -> str:
    """Return what to do with the pages."""
    return "read it on a screen, or print it page by page"
