"""An edition put together as a book: every document written, every resource found, all of it surveyed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish import languages
from publish.outputs.epub import (
    bilingual,
    cover,
    documents,
    fonts,
    front,
    identity,
    marking,
    metadata,
    navigation,
    own_style,
    packaging,
    pages,
    scripts,
)
from publish.outputs.epub.access import Survey
from publish.outputs.epub.bilingual import Form
from publish.outputs.epub.book import CONTENTS, CSS, SVG, XHTML, Book, Document, Resource
from publish.outputs.epub.targets import targets_of
from publish.typesetting.page_breaks import laid_out, read_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from publish.model import Colophon, Edition
    from publish.outputs.epub.book import Entry, Leaf
    from publish.outputs.epub.own_style import OwnStyle
    from publish.outputs.epub.targets import Targets
    from publish.settings import Settings
    from publish.typesetting.page_breaks import PrintedPages

_X = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class _Text:
    """The documents of a book in reading order, each as its tree, with its contents and the printed pages."""

    documents: tuple[Document, ...]
    trees: Mapping[str, _Element]
    entries: tuple[Entry, ...]
    leaves: tuple[Leaf, ...]


def assemble(edition: Edition, settings: Settings, form: Form = Form.ALONE) -> Book:
    """Return everything that goes into the package; PublishError with all that stands in its way."""
    edition = replace(edition, colophon=_named(edition.colophon))
    targets = targets_of(edition, settings)
    picture, printed = _from_print(edition, settings, form)
    own = own_style.read(edition)
    sheets = (*documents.STYLES, _OWN) if own.css else documents.STYLES
    text = _text(edition, targets, picture.file, form, printed, sheets)
    faces = fonts.faces_for(text.trees.values(), edition.place)
    asked = _asked_for(own, text, faces)
    survey = _survey(edition, text, targets, (*faces, *asked.values()))
    urn = identity.edition_urn(edition, settings, edition.language, form)
    key, file, kind = packaging.ncx_item()
    ncx = Resource(key, file, kind, navigation.ncx(edition, urn, text.entries, text.leaves))
    return Book(
        identifier=urn,
        language=edition.language,
        direction=languages.direction(edition.language),
        facts=metadata.facts_of(edition, settings, survey, urn),
        resources=(
            *(*_written(text), ncx, *_styles(edition, text, faces), *_own_style(own, asked)),
            *(picture, *targets.pictures.values(), *faces, *asked.values()),
        ),
        spine=tuple(document.key for document in text.documents),
    )


def _named(about: Colophon) -> Colophon:
    """Return a colophon without the names somebody left empty."""
    held = {
        name: tuple(filter(None, getattr(about, name))) for name in ("authors", "translator", "contact", "keywords")
    }
    return replace(about, **held)  # type: ignore[arg-type] # each is a tuple of texts


def _from_print(edition: Edition, settings: Settings, form: Form) -> tuple[Resource, PrintedPages | None]:
    """Return what comes of the printed pages: the cover as a picture, and where they begin.

    Two languages have pages of their own in print, and none that are theirs together.
    """
    if form is not Form.ALONE:
        return cover.cover_picture(edition, settings), None
    laid = laid_out(edition, settings)
    return cover.cover_picture(edition, settings, laid), read_pages(laid, edition.place)


def _text(
    edition: Edition,
    targets: Targets,
    picture: str,
    form: Form,
    printed: PrintedPages | None,
    sheets: Sequence[str],
) -> _Text:
    alone = form is Form.ALONE
    written = documents.sections(edition, targets) if alone else bilingual.sections(edition, targets, form)
    entries = documents.contents(edition, targets)
    own = [front.cover_page(edition, picture), *written, front.imprint(edition)]
    trees = {document.file: _tree(document, edition.language, sheets) for document in own}
    leaves = pages.mark_pages(edition, printed, written, trees) if printed else ()
    contents = navigation.contents_page(edition, entries, leaves, written[0].file)
    trees[contents.file] = _tree(contents, edition.language, sheets)
    pages.mark_contents(trees[contents.file], leaves, edition.language)
    for tree in trees.values():
        marking.name_boxes(tree)
        marking.tell_scripts(tree)
    return _Text((own[0], contents, *own[1:]), trees, entries, leaves)


def _tree(document: Document, language: str, sheets: Sequence[str]) -> _Element:
    from lxml import etree

    return etree.fromstring(documents.frame(document, language, sheets))


def _written(text: _Text) -> list[Resource]:
    from lxml import etree

    resources = []
    for document in text.documents:
        data = etree.tostring(text.trees[document.file].getroottree(), xml_declaration=True, encoding="utf-8")
        properties = ("nav",) if document.file == CONTENTS else ()
        resources.append(Resource(document.key, document.file, XHTML, data + b"\n", properties))
    return resources


def _styles(edition: Edition, text: _Text, faces: Sequence[Resource]) -> tuple[Resource, Resource]:
    """Return the house's style sheet, and the one that gives each language of this edition its face."""
    house = (languages.styles_folder() / "epub.css").read_bytes()
    own = scripts.style(edition.language, fonts.tags_in(text.trees.values()), faces).encode()
    return Resource("style", "styles/epub.css", CSS, house), Resource("style-scripts", "styles/scripts.css", CSS, own)


_OWN = "styles/own.css"


def _asked_for(own: OwnStyle, text: _Text, faces: Sequence[Resource]) -> dict[str, Resource]:
    """Return the faces a house's own style asks for, without those the book has for its scripts anyway."""
    return fonts.faces_asked_for(own.stacks, list(text.trees.values()), fonts.files_by_face(faces), own_style.PLACE)


def _own_style(own: OwnStyle, asked: Mapping[str, Resource]) -> Iterator[Resource]:
    """Yield what a house lays over our sheet, with the faces it asks for, where it has anything of its own."""
    if own.css:
        yield Resource("style-own", _OWN, CSS, (scripts.declared(asked) + own.css).encode())


def _survey(edition: Edition, text: _Text, targets: Targets, faces: Sequence[Resource]) -> Survey:
    """Return what there is in the finished documents."""
    elements = [element for tree in text.trees.values() for element in tree.iter()]
    said = [tag for element in elements if (tag := element.get("lang")) and not tag.startswith("und")]
    meant = [image for image in elements if image.tag == f"{_X}img" and image.get("role") != "presentation"]
    return Survey(
        languages=tuple(dict.fromkeys((edition.language, *sorted(said)))),
        pictures=len(meant),
        told=sum(1 for image in meant if image.get("alt")),
        headings=sum(1 for element in elements if element.tag in {f"{_X}h{level}" for level in range(1, 7)}),
        moving=any(_moves(resource) for resource in targets.pictures.values()),
        fonts=bool(faces),
        pages=pages.source(edition) if text.leaves else "",
    )


def _moves(picture: Resource) -> bool:
    """Whether something in a picture moves: a GIF or WebP of several frames, an animation in an SVG."""
    if picture.media_type == SVG:
        return b"<animate" in picture.data or b"<set " in picture.data
    return b"NETSCAPE2.0" in picture.data or b"ANIM" in picture.data[:64]
