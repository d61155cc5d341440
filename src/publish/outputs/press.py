"""The press edition: the file a print shop accepts (PDF/X-4 for FOGRA39, with bleed, slug and marks)."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from typing import TYPE_CHECKING

from publish import tree
from publish.imposition import blanks_before_back
from publish.pdf.blanks import with_blanks
from publish.pdf.job import job_of
from publish.problems import Place, Problem, PublishError, errors
from publish.typesetting import Geometry, typeset
from publish.typesetting.pictures import address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition
    from publish.pdf.job import Job
    from publish.settings import Settings

_SEE_THROUGH = re.compile(
    r"(?:stroke-|fill-|stop-)?opacity\s*[=:]\s*[\"']?\s*0?\.\d|rgba\(|<(?:\w+:)?(?:mask|filter)\b"
)


def make(edition: Edition, settings: Settings) -> bytes:
    """Return the press file; PublishError where a shop could not print it as it was meant, with every reason."""
    geometry = Geometry(trim=settings.print.trim, bleed=settings.print.bleed)
    pages = typeset(edition, settings, geometry)
    if wrong := errors(pages.problems):
        raise PublishError(*wrong)
    try:
        whole = with_blanks(pages.pdf, blanks_before_back(pages.pages, settings.print.binding))
        return _handed_over(whole, edition, settings)
    except PublishError as error:
        drawn = see_through_drawings(edition) if _of_transparency(error) else ()
        raise PublishError(*error.problems, *drawn) from None


def _handed_over(whole: bytes, edition: Edition, settings: Settings) -> bytes:
    # pikepdf and Pillow are asked for only when something is printed.
    from publish.pdf.press import hand_over

    job = job_of(edition, settings.print)
    try:
        return hand_over(whole, job, settings.print)
    except PublishError:
        # Pictures are looked for in the text only where there may be something to complain about.
        return hand_over(whole, named(edition, job), settings.print)


def named(edition: Edition, job: Job) -> Job:
    """Return the job with the names its pictures have: WeasyPrint calls them by the MD5 of their address."""
    known: dict[str, tuple[str, Place]] = {}
    for path, place in _pictures(edition):
        key = hashlib.md5(address(path).encode(), usedforsecurity=False).hexdigest()
        known |= {f"i{key}{smooth}": (path, place) for smooth in "01"}
    return dataclasses.replace(job, pictures=known)


def see_through_drawings(edition: Edition) -> tuple[Problem, ...]:
    """Return a problem for each drawing (SVG) that says it is see-through; in a PDF nothing tells drawings apart."""
    hint = "draw it in solid colours, or set standard = “PDF/X-4”"
    problems = []
    for path, place in _pictures(edition):
        file = edition.folder / path
        if path.lower().endswith(".svg") and _SEE_THROUGH.search(file.read_text(encoding="utf-8", errors="replace")):
            message = f"the drawing “{path}” has see-through parts, which PDF/X-1a does not know"
            problems.append(Problem(place, message, hint, "press-transparency"))
    return tuple(problems)


def _of_transparency(error: PublishError) -> bool:
    return any(problem.code == "press-transparency" for problem in error.problems)


def _pictures(edition: Edition) -> Iterator[tuple[str, Place]]:
    """Yield the pictures of an edition with the lines that ask for them, the cover's first."""
    if edition.colophon.cover:
        yield edition.colophon.cover, edition.place
    for section in edition.sections:
        for found in tree.walk(section.blocks, tree.LEAVES):
            if found["t"] == "Image":
                yield found["c"][2][0], Place(edition.place.file, tree.line_of(found))


def next_step(settings: Settings) -> str:
    """Return what to do with the file."""
    about = settings.print
    standard = "" if about.standard == "none" else f"{about.standard}, "
    return f"send it to a print shop; it is {standard}{about.condition}, with {about.bleed} bleed and marks outside it"
