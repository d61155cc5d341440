"""What the package says of itself (EPUB 3.3, Dublin Core, MARC roles, schema.org), none of it claimed, all computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages
from publish.outputs.epub import access, identity
from publish.outputs.epub.book import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Edition
    from publish.outputs.epub.access import Survey
    from publish.settings import Settings

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IDENTIFIER = "edition-id"
"""The id of the element that names the edition, which `unique-identifier` of the package points to."""


def facts_of(edition: Edition, settings: Settings, survey: Survey, urn: str) -> tuple[Fact, ...]:
    """Return every statement of the package's metadata; `urn` is the name of this edition."""
    return (
        *_identity(edition, settings, urn),
        *_titles(edition),
        *_people(edition),
        *_about(edition, survey.languages),
        *_series(edition),
        *access.facts_of(edition, survey),
        _meta("ibooks:specified-fonts", "true" if survey.fonts else "false"),
    )


def _meta(name: str, value: str, refines: str = "", **more: str) -> Fact:
    about = (("refines", f"#{refines}"),) if refines else ()
    return Fact("meta", value, (*about, ("property", name), *more.items()))


def _identity(edition: Edition, settings: Settings, urn: str) -> Iterator[Fact]:
    about = edition.colophon
    yield Fact("dc:identifier", urn, (("id", IDENTIFIER),))
    if edition.language == edition.original:
        if about.identifier:
            yield Fact("dc:identifier", identity.given_urn(about.identifier), (("id", "given-id"),))
        return
    original = identity.edition_urn(edition, settings, edition.original)
    yield _meta("schema:translationOfWork", original)
    yield Fact("dc:source", original)


def _titles(edition: Edition) -> Iterator[Fact]:
    about = edition.colophon
    said = ((XML_LANG, edition.language), ("dir", languages.direction(edition.language)))
    yield Fact("dc:title", about.title, (("id", "title"), *said))
    yield _meta("title-type", "main", "title")
    yield _meta("display-seq", "1", "title")
    if about.subtitle:
        yield Fact("dc:title", about.subtitle, (("id", "subtitle"), *said))
        yield _meta("title-type", "subtitle", "subtitle")
        yield _meta("display-seq", "2", "subtitle")


def _people(edition: Edition) -> Iterator[Fact]:
    """Yield who made this; roles are of MARC's list of relators. Translators nobody names stay unnamed."""
    about = edition.colophon
    for kind, role, names in (("creator", "aut", about.authors), ("contributor", "trl", about.translator)):
        for number, name in enumerate(names, start=1):
            key = f"{kind}-{number}"
            yield Fact(f"dc:{kind}", name, (("id", key),))
            yield _meta("role", role, key, scheme="marc:relators")
            yield _meta("display-seq", str(number), key)
    if about.publisher:
        yield Fact("dc:publisher", about.publisher)


def _about(edition: Edition, spoken: Sequence[str]) -> Iterator[Fact]:
    about = edition.colophon
    said = ((XML_LANG, edition.language), ("dir", languages.direction(edition.language)))
    for tag in spoken:
        yield Fact("dc:language", tag)
    if about.date:
        yield Fact("dc:date", about.date.isoformat())
    if about.summary:
        yield Fact("dc:description", about.summary, said)
    for keyword in about.keywords:
        yield Fact("dc:subject", keyword)
    if about.licence:
        yield Fact("dc:rights", about.licence)


def _series(edition: Edition) -> Iterator[Fact]:
    about = edition.colophon
    position = about.series_position or about.issue
    if not about.series:
        return
    yield Fact("meta", about.series, (("id", "series"), ("property", "belongs-to-collection")))
    yield _meta("collection-type", "series", "series")
    if position:
        yield _meta("group-position", position, "series")
