"""The polyglot leaflet: the same text in several languages in one PDF, each on pages of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.pdf.access import accessible
from publish.problems import Problem, PublishError, errors
from publish.typesetting import Geometry
from publish.typesetting.several import draft, typeset_in_turn

if TYPE_CHECKING:
    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting.layout_faults import Layout


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the PDF (PDF/A-3a, PDF/UA-1); PublishError where a language of the settings has no complete edition."""
    pages = typeset_in_turn(_chosen(edition, settings), settings, Geometry(trim=settings.print.trim))
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    return accessible(pages.pdf)


def lay_out(edition: Edition, settings: Settings) -> Layout:
    """Return how its pages fall; PublishError as for the PDF."""
    from publish.typesetting.layout_faults import look_at_draft

    return look_at_draft(*draft(_chosen(edition, settings), settings), Geometry(trim=settings.print.trim))


def _chosen(edition: Edition, settings: Settings) -> tuple[Edition, ...]:
    """Return the editions the settings name, in their order; all, the original first, where they name none."""
    there = {each.language: each for each in (edition, *edition.others)}
    missing = [tag for tag in settings.polyglot if tag not in there]
    if missing:
        hint = f"finish the translation, or take it out of `polyglot`; there are {', '.join(there)}"
        raise PublishError(
            *(
                Problem(edition.place, f"`polyglot` names {tag}, which has no complete edition", hint, "edition-alone")
                for tag in missing
            )
        )
    return tuple(there[tag] for tag in settings.polyglot or there)


def next_step(_settings: Settings) -> str:
    """Return what to do with the pages."""
    return "read it on a screen, or print the pages of the languages you need"
