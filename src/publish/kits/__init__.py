"""Forms in which a section goes out to a volunteer and comes back. `KITS` is the one list."""

from __future__ import annotations

import base64
import codecs
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish.kits import docx, foreign, markdown, po, xliff
from publish.memory import terms_in
from publish.model import Kit
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.memory import Memory
    from publish.model import Proposal, Publication, Rendering, Return, Section, Term, Translation


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a kit.

    `write` makes the file; `knows` tells by its content whether a file is of this form; `read` returns what came back,
    or raises PublishError where nothing can be read.
    """

    name: str
    suffix: str
    summary: str
    write: Callable[[Kit], bytes]
    knows: Callable[[bytes], bool]
    read: Callable[[bytes, str], Return]


KITS: tuple[Form, ...] = (
    Form("markdown", "md", "a text file for any editor", markdown.write, markdown.knows, markdown.read),
    Form("docx", "docx", "a table for Word, LibreOffice, Google Docs, a telephone", docx.write, docx.knows, docx.read),
    Form("po", "po", "for Poedit, OmegaT, Lokalize, Weblate", po.write, po.knows, po.read),
    Form("xliff", "xlf", "XLIFF 2.1, for CAT tools", xliff.write, xliff.knows, xliff.read),
    Form(
        "xliff-1.2",
        "1.2.xlf",
        "XLIFF 1.2, for CAT tools that know no newer one",
        xliff.write_older,
        xliff.knows_older,
        xliff.read_older,
    ),
)


def kits_of(
    publication: Publication,
    translation: Translation,
    terms: Sequence[Term] = (),
    memory: Memory | None = None,
    *,
    changed: bool = False,
) -> list[Kit]:
    """Return a kit for every section that has something to translate, with its terms and what the memory proposes.

    With `changed`, a kit holds only what is stale or not translated yet, and a section that is done has none.
    """
    renderings = {rendering.segment.key: rendering for rendering in translation.renderings}
    kits = []
    for number, section in enumerate(publication.sections):
        own = tuple(renderings[segment.key] for segment in section.segments)
        wanted = tuple(rendering for rendering in own if not rendering.done) if changed else own
        if wanted:
            kit = _kit(publication, section, number, translation.language, wanted)
            kits.append(replace(kit, glossary=_terms(terms, wanted), proposals=_proposals(memory, wanted)))
    return kits


def _kit(
    publication: Publication, section: Section, number: int, language: str, renderings: tuple[Rendering, ...]
) -> Kit:
    return Kit(
        name=publication.slug,
        title=publication.colophon.title,
        section=section.key,
        heading=section.title,
        number=number,
        source=publication.colophon.lang,
        target=language,
        version=version_of(section) + _seen(renderings),
        renderings=renderings,
    )


def _terms(terms: Sequence[Term], renderings: Sequence[Rendering]) -> tuple[Term, ...]:
    return terms_in(terms, [rendering.segment.text for rendering in renderings])


def _proposals(memory: Memory | None, renderings: Sequence[Rendering]) -> tuple[Proposal, ...]:
    waiting = [rendering.segment for rendering in renderings if not rendering.target]
    return tuple(filter(None, map(memory.propose, waiting))) if memory is not None else ()


def version_of(section: Section) -> str:
    """Return a name for what a section says today: eight letters and digits; a change elsewhere leaves its kits be."""
    said = "\x1f".join(segment.text for segment in section.segments)
    return hashlib.sha256(said.encode()).hexdigest()[:8]


_LETTERS = 3  # of 64 each: one wrong in a quarter of a million


def _seen(renderings: Sequence[Rendering]) -> str:
    """Return what a kit remembers of the translations that stand in it, as the second half of its version."""
    marks = sorted(mark_of(rendering.segment.key, rendering.target) for rendering in renderings if rendering.target)
    return "." + "".join(marks) if marks else ""


def mark_of(key: str, target: str) -> str:
    """Return a short name for how a segment is said."""
    digest = hashlib.sha256(f"{key}\x1f{target}".encode()).digest()
    return base64.urlsafe_b64encode(digest)[:_LETTERS].decode()


def seen_in(version: str) -> frozenset[str]:
    """Return the names of the translations that stood in a kit when it went out, from its version."""
    marks = version.partition(".")[2]
    return frozenset(marks[start : start + _LETTERS] for start in range(0, len(marks), _LETTERS))


def read_kit(name: str, data: bytes) -> Return:
    """Return what a file brought back, its form told by its content; PublishError where it is no kit."""
    # What Windows calls “Unicode” is UTF-16.
    for said in (data, data.decode("utf-16", "replace").encode()) if data.startswith(_UTF_16) else (data,):
        # Plain text, which stands first, claims the most: the others are asked before it.
        form = next((form for form in reversed(KITS) if form.knows(said)), None)
        if form is not None:
            return form.read(said, name)
    hint = "receive the files that were handed out: " + ", ".join(f".{form.suffix}" for form in KITS)
    message, hint = foreign.told(data) or ("this is not a file that was handed out", hint)
    raise PublishError(Problem(Place(name), message, hint, "kit-unknown"))


_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
