"""The XHTML of an EPUB: the frame of a document, a file for each section, the notes at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages, markup, tree
from publish.markup import Notes, Rules, tag, text
from publish.outputs.epub import front
from publish.outputs.epub.book import IMPRINT, Document, Entry, relative

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Edition, Element, Section
    from publish.outputs.epub.targets import Targets

PREFIX = "_"
"""What the ids we make begin with, so that none is ever that of a heading."""

_DEEPEST = 3
STYLES = ("styles/epub.css", "styles/scripts.css")
"""Our style sheets; a house's own comes after them."""


def frame(document: Document, language: str, styles: Sequence[str] = STYLES) -> bytes:
    """Return a whole document: language and direction on its root, the style sheets, the body as given."""
    sheets = "".join(
        tag("link", {"rel": "stylesheet", "type": "text/css", "href": relative(sheet, document.file)}).replace(
            "></link>", "/>"
        )
        for sheet in styles
    )
    head = f'<head><meta charset="utf-8"/>{tag("title", {}, text(document.title))}{sheets}</head>'
    body = tag("body", {"class": document.key}, document.body)
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    said = f'lang="{language}" xml:lang="{language}" dir="{languages.direction(language)}"'
    written = f"<html {spaces} {said}>{head}{body}</html>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{written}\n'.encode()


def sections(edition: Edition, targets: Targets) -> tuple[Document, ...]:
    """Return a document for each section, in reading order; notes are numbered through."""
    documents: list[Document] = []
    noted = 0
    for number, section in enumerate(edition.sections):
        document, count = _section(edition, section, number, targets, noted + 1)
        documents.append(document)
        noted += count
    return tuple(documents)


def _section(
    edition: Edition, section: Section, number: int, targets: Targets, first_note: int
) -> tuple[Document, int]:
    file = targets.files[section.key]
    rules = Rules(
        language=edition.language,
        notes=Notes.END,
        link=lambda target: targets.link(target, file),
        picture=lambda source: targets.picture(source, file),
        prefix=PREFIX,
        first_note=first_note,
        epub=True,
    )
    written = markup.write(section.blocks, rules)
    words = languages.words(edition.language)
    notes = tag("section", {"class": "notes", "aria-label": words["notes"]}, written.notes) if written.notes else ""
    opening = front.title_block(edition) if number == 0 else ""
    body = tag("section", {"epub:type": "chapter", "role": "doc-chapter"}, opening + written.body + notes)
    title = section.title or edition.colophon.title
    return Document(f"section-{number:02}", file, title, body, section.key), written.count


def contents(edition: Edition, targets: Targets) -> tuple[Entry, ...]:
    """Return the lines of the contents: the title for the opening, headings down to the third level, the imprint."""
    opening = targets.files[edition.sections[0].key]
    title = edition.colophon.title
    lines = [Entry(text(title), title, opening, 0)]
    for section in edition.sections:
        file = targets.files[section.key]
        lines += [_entry(edition, heading, file) for heading in _headings(section.blocks)]
    imprint = languages.words(edition.language)["imprint"]
    return (*lines, Entry(text(imprint), imprint, IMPRINT, 0))


def _headings(blocks: Sequence[Element]) -> Iterator[Element]:
    for block in tree.walk(list(blocks), tree.WORDS):
        if block["t"] == "Header" and block["c"][0] <= _DEEPEST and tree.plain_text(for_contents(block["c"][2])):
            yield block


def _entry(edition: Edition, heading: Element, file: str) -> Entry:
    level, (key, *_), inlines = heading["c"]
    rules = Rules(language=edition.language, link=lambda _: "", epub=True)
    inlines = for_contents(inlines)
    label = markup.write_inline(inlines, rules).body.strip()
    lang = tree.value_of(heading, "lang")
    if lang and lang != edition.language:
        label = tag("span", {"lang": lang, "xml:lang": lang, "dir": languages.direction(lang)}, label)
    return Entry(label, tree.plain_text(inlines), f"{file}#{key}", level)


def for_contents(inlines: Sequence[Element]) -> list[Element]:
    """Return a heading without what cannot stand in the contents: notes, breaks, ids; a picture says its words."""
    kept: list[Element] = []
    for inline in tree.without_ornaments(inlines):
        if inline["t"] == "Note":
            continue
        if inline["t"] == "Image":
            kept += for_contents(inline["c"][1])
        elif inline["t"] in {"LineBreak", "SoftBreak"}:
            kept.append(tree.SPACE)
        elif inline["t"] in {"Span", "Link"}:
            (_, *rest), inner, *more = inline["c"]
            kept.append(tree.with_content(inline, [["", *rest], for_contents(inner), *more]))
        else:
            inner = tree.inlines_of(inline)
            kept.append(tree.with_inlines(inline, for_contents(inner)) if inner else inline)
    return kept
