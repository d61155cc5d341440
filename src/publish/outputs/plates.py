"""Plates for a Risograph: a file of grays for each drum that is set, one edition printed ink by ink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.pdf.job import drums, job_of
from publish.problems import PublishError, errors
from publish.typesetting import Geometry, typeset

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings


def plates(edition: Edition, settings: Settings) -> dict[str, bytes]:
    """Return the plate of each ink; PublishError where an ink is not known or a page cannot be printed."""
    from publish.pdf.plates import plate

    inks = drums(settings.print)
    if not inks:
        return {}
    pages = _pages(edition, settings)
    job = job_of(edition, settings.print)
    return {ink: plate(pages, job, settings.print, ink) for ink in inks}


def make_plate(edition: Edition, settings: Settings, ink: str) -> bytes:
    """Return the plate of one ink; PublishError where it is not known or a page cannot be printed."""
    from publish.pdf.plates import plate

    return plate(_pages(edition, settings), job_of(edition, settings.print), settings.print, ink)


def _pages(edition: Edition, settings: Settings) -> bytes:
    geometry = Geometry(trim=settings.print.trim, bleed=settings.print.bleed)
    pages = typeset(edition, settings, geometry)
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    return pages.pdf


def next_step(_settings: Settings) -> str:
    """Return what to do with the plates."""
    return "print one plate after another, each with the drum it is named after"
