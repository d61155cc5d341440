"""A finished PDF laid before the checks: read, and looked through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publish import languages
from publish.checks.preflight.proof import ON_SHEETS, Proof
from publish.imposition import binding_edge, blanks_before_back

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.problems import Place
    from publish.settings import Settings
    from publish.typesetting.layout_faults import Layout


def lay(
    pdf: bytes, place: Place, output: str, edition: Edition, settings: Settings, layout: Layout | None = None
) -> Proof:
    """Return a PDF as its checks need it; no other program is asked. PublishError where it cannot be read.

    A layout of another number of pages is not that of the file, and is left aside; sheets hold several pages.
    """
    from publish.pdf.inspection import inspect

    inspection = inspect(pdf, place)
    if layout is not None and output == "press":
        layout = _filled(layout, blanks_before_back(layout.pages, settings.print.binding))
    own = layout is None or output in ON_SHEETS or layout.pages == len(inspection.pages)
    return Proof(place, output, settings.print, _edge(edition, settings), pdf, inspection, layout if own else None)


def _filled(layout: Layout, blanks: int) -> Layout:
    """Return a layout with blank pages before the last."""
    faults = tuple(
        replace(fault, page=fault.page + blanks) if fault.page == layout.pages else fault for fault in layout.faults
    )
    return replace(layout, pages=layout.pages + blanks, faults=faults)


def lay_sheets(place: Place, output: str, edition: Edition, settings: Settings, layout: Layout) -> Proof:
    """Return sheets as the check of their folding needs them, by the layout of their pages: not looked through."""
    from publish.pdf.seen import Inspection

    return Proof(place, output, settings.print, _edge(edition, settings), b"", Inspection((), intended=False), layout)


def _edge(edition: Edition, settings: Settings) -> str:
    return binding_edge(settings.print.binding_edge, languages.direction(edition.language))


def lay_out(edition: Edition, settings: Settings) -> Layout:
    """Return how the pages of an edition fall, with the faults of its lines; PublishError where it cannot be set."""
    from publish.typesetting import Geometry
    from publish.typesetting.layout_faults import look_at_layout

    return look_at_layout(edition, settings, Geometry(settings.print.trim, settings.print.bleed))
