"""The job that goes to a print shop or a drum: what a finished file says of itself, and how it is bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publish import languages

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from publish.model import Edition
    from publish.problems import Place
    from publish.settings import Print


@dataclass(frozen=True, slots=True)
class Job:
    """What goes to a print shop: what it is called, whose it is, of which day, and on which side it is bound.

    `line` stands in the slug of each page, before its number; `edge` is the bound edge of the first page.
    `pictures` says of the names pictures have in the file what they are called outside, and where they are asked for.
    """

    title: str
    line: str
    place: Place
    author: str = ""
    date: datetime.date | None = None
    edge: str = "left"
    pictures: Mapping[str, tuple[str, Place]] = field(default_factory=dict)


def job_of(edition: Edition, settings: Print) -> Job:
    """Return the job an edition makes; it is bound on the right where its language is read from the right."""
    about = edition.colophon
    edge = settings.binding_edge
    if edge == "auto":
        edge = "left" if languages.direction(edition.language) == "ltr" else "right"
    # The title may be in a script the slug's face has no letters for; the slug (the name, that is) never is.
    line = " · ".join(part for part in (edition.slug, about.issue, edition.language) if part)
    return Job(about.title, line, edition.place, ", ".join(about.authors), about.date, edge)


def drums(settings: Print) -> tuple[str, ...]:
    """Return the inks that have a drum of their own, as they stand in names of files; none for a job in K or CMYK."""
    if {ink.upper() for ink in settings.ink} & {"K", "CMYK"}:
        return ()
    return tuple(ink.lower().replace(" ", "-") for ink in settings.ink)
