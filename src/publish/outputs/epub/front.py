"""What an edition says around its text: the cover's page, the title over the opening, the imprint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import languages
from publish.markup import tag, text
from publish.outputs.epub.book import COVER, IMPRINT, Document, relative

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Edition

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_WEB = re.compile(r"https?://\S+")


def cover_page(edition: Edition, picture: str) -> Document:
    """Return the page of the cover; what the cover says and shows is said in words for those who do not see it."""
    said = languages.words(edition.language)
    label = said["cover-of"].format(title=edition.colophon.title)
    alt = f"{label}. {edition.colophon.cover_alt}" if edition.colophon.cover_alt else label
    image = tag("img", {"src": relative(picture, COVER), "alt": alt, "role": "doc-cover"})
    body = tag("section", {"epub:type": "cover", "aria-label": said["cover"]}, image)
    return Document("cover", COVER, label, body)


def title_block(edition: Edition) -> str:
    """Return the title over the opening, with issue, date and who wrote it."""
    about = edition.colophon
    said = languages.words(edition.language)
    over = " · ".join(text(part) for part in dateline(edition))
    parts = [
        tag("p", {"class": "dateline"}, over) if over else "",
        tag("h1", {"class": "title"}, text(about.title)),
        tag("p", {"class": "subtitle"}, text(about.subtitle)) if about.subtitle else "",
        tag("p", {"class": "byline"}, _filled(said["written-by"], "names", names(edition, about.authors)))
        if about.authors
        else "",
        tag("p", {"class": "incomplete"}, _incomplete(edition)) if edition.coverage < 1 else "",
    ]
    return tag("header", {"class": "masthead"}, "".join(parts))


def dateline(edition: Edition) -> list[str]:
    """Return issue and date as they are said in the edition's language, as far as they are given."""
    about = edition.colophon
    said = languages.words(edition.language)
    issue = said["issue"].format(number=about.issue) if about.issue else ""
    date = languages.date_in(edition.language, about.date) if about.date else ""
    return [part for part in (issue, date) if part]


def _incomplete(edition: Edition) -> str:
    """Return the notice that part of the edition is not translated: nothing untranslated is published unsaid."""
    sentence = languages.words(edition.language)["incomplete"].replace("{percent}", str(int(edition.coverage * 100)))
    return _filled(sentence, "language", _original_tongue(edition))


def _original_tongue(edition: Edition) -> str:
    """Return the name of the original's language, as the readers of the edition call it."""
    return text(languages.name_in(edition.language, edition.original))


def names(edition: Edition, who: Sequence[str]) -> str:
    """Return names as a list in the edition's language; each keeps its own direction."""
    said = languages.words(edition.language)
    held = [tag("bdi", {}, text(name)) for name in who]
    if len(held) < 2:
        return "".join(held)
    return text(said["list-comma"]).join(held[:-1]) + text(said["list-and"]) + held[-1]


def _filled(sentence: str, gap: str, markup: str) -> str:
    """Return a sentence of the house with markup in its gap."""
    before, _, after = sentence.partition("{" + gap + "}")
    return text(before) + markup + text(after)


def imprint(edition: Edition) -> Document:
    """Return the imprint: who made this, when, from which language, and how it may be handed on."""
    said = languages.words(edition.language)
    title = tag("p", {"class": "imprint-title"}, tag("cite", {}, text(edition.colophon.title)))
    lines = "".join(tag("p", {}, line) for line in _imprint_lines(edition))
    heading = tag("h2", {"id": "_imprint"}, text(said["imprint"]))
    kind = {"epub:type": "colophon", "role": "doc-colophon", "class": "imprint", "aria-labelledby": "_imprint"}
    return Document("imprint", IMPRINT, said["imprint"], tag("section", kind, heading + title + lines))


def _imprint_lines(edition: Edition) -> Iterator[str]:
    about = edition.colophon
    said = languages.words(edition.language)
    if dated := dateline(edition):
        yield " · ".join(text(part) for part in dated)
    if about.authors:
        yield _filled(said["written-by"], "names", names(edition, about.authors))
    if edition.language != edition.original:
        yield _filled(said["translated-from"], "language", _original_tongue(edition))
    if about.translator:
        yield _filled(said["translated-by"], "names", names(edition, about.translator))
    if about.publisher:
        yield _filled(said["published-by"], "name", tag("bdi", {}, text(about.publisher)))
    if about.licence:
        yield f"{text(said['licence'])}: {tag('bdi', {}, text(about.licence))}"
    if about.contact:
        yield f"{text(said['contact'])}: {' · '.join(_reach(way) for way in about.contact)}"


def _reach(way: str) -> str:
    """Return a way to reach the collective, to be tapped where it is an address."""
    href = way if _WEB.fullmatch(way) else f"mailto:{way}" if _MAIL.fullmatch(way) else ""
    return tag("a", {"href": href}, tag("bdi", {}, text(way))) if href else tag("bdi", {}, text(way))
