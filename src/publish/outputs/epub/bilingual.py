"""Two languages in one EPUB: paragraph beside paragraph, or the other one behind a tap, without a script."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from publish import languages, markup, tree
from publish.edition import same
from publish.markup import Html, Notes, Rules, tag, text
from publish.outputs.epub import documents, front
from publish.outputs.epub.book import Document
from publish.problems import Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Edition, Element, Section
    from publish.outputs.epub.targets import Targets


class Form(StrEnum):
    """How the other language stands in an EPUB: not at all, beside each paragraph, or behind a tap on its name."""

    ALONE = "alone"
    BESIDE = "beside"
    TAP = "tap"


def sections(edition: Edition, targets: Targets, form: Form) -> tuple[Document, ...]:
    """Return a document for each section, in both languages; PublishError where an edition comes alone."""
    if not edition.others:
        hint = "make it of a translation: publish build --lang pl"
        raise PublishError(Problem(edition.place, "there is no other language beside this one", hint, "bilingual"))
    other = edition.others[0]
    held: list[Document] = []
    noted = 0
    for number, (ours, theirs) in enumerate(_paired(edition, other)):
        file = targets.files[ours.key]
        writer = _Writer(edition, other, targets, file, form)
        body = writer.section(ours, theirs, noted + 1)
        opening = front.title_block(edition) if number == 0 else ""
        chapter = tag("section", {"epub:type": "chapter", "role": "doc-chapter"}, opening + body)
        title = ours.title or edition.colophon.title
        held.append(Document(f"section-{number:02}", file, title, chapter, ours.key))
        noted += writer.noted
    return tuple(held)


def _paired(edition: Edition, other: Edition) -> Iterator[tuple[Section, Section]]:
    """Yield the sections of both; PublishError where their paragraphs are not the same in number and kind."""
    theirs = {section.key: section for section in other.sections}
    unpaired = [
        section
        for section in edition.sections
        if section.key not in theirs or _shape(section.blocks) != _shape(theirs[section.key].blocks)
    ]
    if unpaired:
        hint = "make both from the same manuscript"
        raise PublishError(
            *(
                Problem(edition.place, f"the section “{section.title}” has no pair", hint, "bilingual")
                for section in unpaired
            )
        )
    return ((section, theirs[section.key]) for section in edition.sections)


def _shape(blocks: Sequence[Element]) -> list[str]:
    return [str(block["t"]) for block in blocks]


class _Writer:
    """What writes one document in two languages, and counts its notes."""

    def __init__(self, edition: Edition, other: Edition, targets: Targets, file: str, form: Form) -> None:
        self.edition, self.other, self.targets, self.file, self.form = edition, other, targets, file, form
        self.noted = 0
        self.notes: list[str] = []
        self.tapped = 0

    def section(self, ours: Section, theirs: Section, first_note: int) -> str:
        """Return the body of a section: every block with its other, and all notes at the end."""
        pairs = zip(ours.blocks, theirs.blocks, strict=True)
        body = "".join(self._pair(one, another, first_note) for one, another in pairs)
        label = languages.words(self.edition.language)["notes"]
        return body + (
            tag("section", {"class": "notes", "aria-label": label}, "".join(self.notes)) if self.notes else ""
        )

    def _pair(self, ours: Element, theirs: Element, first_note: int) -> str:
        one = markup.write([ours], self._rules(self.edition.language, first_note + self.noted, Notes.END))
        self.noted += one.count
        self.notes.append(one.notes)
        if not tree.plain_text(_words(theirs)) or same(ours, theirs):
            return one.body  # it has no other: an ornament, a poem kept in its language, what nobody translated yet
        if _is_picture(theirs):
            return self._captioned(one, theirs)
        another = markup.write([_nameless(theirs)], self._rules(self.other.language, 1, Notes.FOOT))
        if ours["t"] == "Header":
            return one.body + tag("p", {"class": "other title", **self._tongue()}, self._heading(theirs))
        return self._beside(one, another) if self.form is Form.BESIDE else self._behind(one, another)

    def _rules(self, language: str, first_note: int, notes: Notes) -> Rules:
        return Rules(
            language=language,
            notes=notes,
            link=lambda target: self.targets.link(target, self.file),
            picture=lambda source: self.targets.picture(source, self.file),
            prefix=documents.PREFIX,
            first_note=first_note,
            epub=True,
        )

    def _tongue(self) -> dict[str, str | None]:
        lang = self.other.language
        return {"lang": lang, "xml:lang": lang, "dir": languages.direction(lang)}

    def _heading(self, heading: Element) -> str:
        rules = Rules(language=self.other.language, link=lambda _: "", epub=True)
        return markup.write_inline(documents.for_contents(heading["c"][2]), rules).body

    def _captioned(self, one: Html, picture: Element) -> str:
        """Return a picture, which is the same in both languages, with what the other one says under it."""
        caption = text(picture["c"][0]["c"][2][1])
        if not caption:
            return one.body
        if self.form is Form.TAP:
            return self._behind(one, Html(tag("p", {}, caption)))
        return one.body + tag("p", {"class": "other caption", **self._tongue()}, caption)

    def _beside(self, one: Html, another: Html) -> str:
        ours = tag("div", {"class": "one"}, one.body)
        return tag("div", {"class": "pair"}, ours + tag("div", {"class": "other", **self._tongue()}, another.body))

    def _behind(self, one: Html, another: Html) -> str:
        """Return a block that ends with the name of the other language, and put the other block among the notes."""
        self.tapped += 1
        name, back = f"{documents.PREFIX}other-{self.tapped}", f"{documents.PREFIX}tap-{self.tapped}"
        short = self.other.language.partition("-")[0].upper()
        call = tag(
            "a",
            {"epub:type": "noteref", "role": "doc-noteref", "class": "call tap", "href": f"#{name}", "id": back},
            short,
        )
        label = languages.words(self.edition.language)["back"]
        link = tag("a", {"role": "doc-backlink", "class": "back", "href": f"#{back}", "aria-label": label}, short)
        kind = {"epub:type": "footnote", "role": "doc-footnote", "class": "note other", "id": name}
        plain = another.body.startswith("<p>")
        said = f"<p>{link} {another.body.removeprefix('<p>')}" if plain else tag("p", {}, link) + another.body
        # A pop-up shows what is in the note without the note itself, so its language is said inside.
        self.notes.append(tag("aside", kind, tag("div", self._tongue(), said)))
        if one.body.startswith("<p>") and one.body.count("</p>") == 1 and one.body.endswith("</p>"):
            return f"{one.body.removesuffix('</p>')} {call}</p>"
        return one.body + tag("p", {"class": "tapped"}, call)


def _words(block: Element) -> list[Element]:
    """Return a block as far as it has words to be translated: code and rules have none."""
    return [] if block["t"] in {"HorizontalRule", "RawBlock"} else [block]


def _is_picture(block: Element) -> bool:
    return block["t"] == "Para" and [inline["t"] for inline in block["c"]] == ["Image"]


def _nameless(element: Element) -> Element:
    """Return a block without ids: a link finds the edition's own text, and an id stands once."""
    unnamed: Element = tree.without_ids(element)
    return unnamed
