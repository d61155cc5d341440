"""The accessibility metadata of an EPUB (EPUB Accessibility 1.1, schema.org), made from what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import languages
from publish.outputs.epub.book import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
"""The exact words of EPUB Accessibility 1.1, §4.2.2; in any others no library finds them."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in the finished documents: the languages (the edition's first), and what there is to see and use.

    `pictures` counts those that mean something, `told` those of them that have words; `moving` is true where something
    in a picture moves; `pages` is the file whose page numbers are given, empty where none are.
    """

    languages: tuple[str, ...]
    pictures: int = 0
    told: int = 0
    headings: int = 0
    moving: bool = False
    fonts: bool = False
    pages: str = ""

    @property
    def all_told(self) -> bool:
        """Whether no picture is left without words."""
        return self.pictures == self.told


def facts_of(edition: Edition, survey: Survey) -> Iterator[Fact]:
    """Yield what a reader can expect, in schema.org's words, with a summary in the edition's language."""
    yield from (_meta("schema:accessMode", mode) for mode in _modes(survey))
    yield from (_meta("schema:accessModeSufficient", modes) for modes in _sufficient(survey))
    yield from (_meta("schema:accessibilityFeature", feature) for feature in _features(survey))
    yield _meta("schema:accessibilityHazard", "unknown" if survey.moving else "none")
    summary = _meta("schema:accessibilitySummary", summary_of(edition, survey))
    said = ((_XML_LANG, edition.language), ("dir", languages.direction(edition.language)))
    yield Fact(summary.name, summary.value, (*summary.attributes, *said))
    if survey.pages:
        yield _meta("pageBreakSource", survey.pages)
    certifier = edition.colophon.publisher or ", ".join(edition.colophon.authors)
    if survey.all_told and not survey.moving and certifier:
        yield Fact("meta", CONFORMS, (("id", "conformance"), ("property", "dcterms:conformsTo")))
        yield Fact("meta", certifier, (("refines", "#conformance"), ("property", "a11y:certifiedBy")))


def _meta(name: str, value: str) -> Fact:
    return Fact("meta", value, (("property", name),))


def _modes(survey: Survey) -> Iterator[str]:
    yield "textual"
    if survey.pictures:
        yield "visual"


def _sufficient(survey: Survey) -> Iterator[str]:
    if survey.all_told:
        yield "textual"
    if survey.pictures:
        yield "textual,visual"


def _features(survey: Survey) -> Iterator[str]:
    if survey.pictures and survey.all_told:
        yield "alternativeText"
    yield "displayTransformability"
    if survey.pages:
        yield "pageBreakMarkers"
        yield "pageNavigation"
    yield "readingOrder"
    if survey.headings:
        yield "structuralNavigation"
    yield "tableOfContents"
    yield "unlocked"


def summary_of(edition: Edition, survey: Survey) -> str:
    """Return what a reader can expect in sentences of the edition's language."""
    said = languages.words(edition.language)
    sentences = [said["access-text"]]
    if survey.pictures and survey.all_told:
        sentences.append(said["access-pictures"])
    if survey.pages:
        sentences.append(said["access-pages"])
    return " ".join(sentences)
