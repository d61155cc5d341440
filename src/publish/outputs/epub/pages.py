"""The pages of the printed edition in the EPUB: where each begins, to the character."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import languages
from publish.outputs.epub.book import CONTENTS, COVER, IMPRINT, Leaf
from publish.problems import Problem, PublishError
from publish.typesetting.page_breaks import PICTURE, letters, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from publish.model import Edition
    from publish.outputs.epub.book import Document
    from publish.typesetting.page_breaks import PrintedPages

_X = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

# What only the EPUB says: the title over the opening, the call of a note, the notes themselves.
_OURS = {"masthead", "call", "notes"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text as it stands in a document, in an element or after it, and how many letters come before it."""

    file: str
    element: _Element
    tail: bool
    text: str
    before: int


def source(edition: Edition) -> str:
    """Return what the page numbers are those of: the file of the reading edition."""
    return f"{edition.slug}.{edition.language}.pdf"


def mark_pages(
    edition: Edition, printed: PrintedPages, sections: Sequence[Document], trees: Mapping[str, _Element]
) -> tuple[Leaf, ...]:
    """Put every page of the printed edition into the documents where it begins, and return where that is.

    PublishError where print and EPUB do not say the same, letter by letter. Pages before the text stand in the cover
    and the contents; the contents are written later and marked by `mark_contents`.
    """
    pieces: list[_Piece] = []
    said: list[str] = []
    before = 0
    for document in sections:
        for element, tail, text in _texts(trees[document.file]):
            if read := letters(text):
                pieces.append(_Piece(document.file, element, tail, text, before))
                said.append(read)
                before += len(read)
    if "".join(said) != printed.text:
        raise PublishError(_disagreement(edition, "".join(said), printed.text))
    return _marked(edition, printed, pieces, trees)


def _disagreement(edition: Edition, ours: str, theirs: str) -> Problem:
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    message = f"print says “{theirs[at : at + 20]}” where the EPUB says “{ours[at : at + 20]}”"
    hint = "this is a fault of ours: please tell us, with the manuscript that shows it"
    return Problem(edition.place, message, hint, "epub-pages")


def _marked(
    edition: Edition, printed: PrintedPages, pieces: Sequence[_Piece], trees: Mapping[str, _Element]
) -> tuple[Leaf, ...]:
    leaves: list[Leaf] = []
    firsts = {piece.file: piece.before for piece in reversed(pieces)}
    # From the last to the first, so that what is still to be marked stays where it was found.
    for number, start in reversed(list(enumerate(printed.starts, start=1))):
        label = str(number)
        piece = _piece_at(pieces, start) if 0 <= start < len(printed.text) else None
        if piece is not None:
            file = piece.file
        elif start < 0:
            file = COVER if number == 1 else CONTENTS
        else:
            file = IMPRINT
        if file != CONTENTS:
            mark = page_mark(trees[file], label, edition.language)
            if piece is not None and firsts[file] != start:
                _insert(mark, piece, place_of(piece.text, start - piece.before))
            else:
                trees[file].find(f"{_X}body")[0].insert(0, mark)  # type: ignore[index] # every document has a body
        leaves.insert(0, Leaf(label, f"{file}#{_key(label)}"))
    return tuple(leaves)


def _piece_at(pieces: Sequence[_Piece], letter: int) -> _Piece:
    return pieces[bisect_right(pieces, letter, key=lambda piece: piece.before) - 1]


def mark_contents(tree: _Element, leaves: Sequence[Leaf], language: str) -> None:
    """Put the pages that stand before the text at the head of the contents."""
    body = tree.find(f"{_X}body")
    own = [leaf for leaf in leaves if leaf.href.startswith(CONTENTS)]
    for leaf in reversed(own):
        if body is not None:
            body.insert(0, page_mark(tree, leaf.label, language))


def _key(label: str) -> str:
    return f"_page-{label}"


def page_mark(tree: _Element, label: str, language: str) -> _Element:
    """Return the mark of a page: nothing to see, a number to be told."""
    said = languages.words(language)["page"].format(number=label)
    kind = {_EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "id": _key(label), "aria-label": said}
    return tree.makeelement(f"{_X}span", kind)


def _insert(mark: _Element, piece: _Piece, offset: int) -> None:
    element = piece.element
    parent = element.getparent()
    if parent is None:
        return
    if piece.tail:
        mark.tail = (element.tail or "")[offset:]
        element.tail = (element.tail or "")[:offset]
        parent.insert(parent.index(element) + 1, mark)
    elif element.get("role") == "img" or element.tag == f"{_X}img":
        # Nothing inside a picture is told to anybody, so its page begins before it.
        parent.insert(parent.index(element), mark)
    else:
        mark.tail = (element.text or "")[offset:]
        element.text = (element.text or "")[:offset]
        element.insert(0, mark)


def _texts(element: _Element) -> Iterator[tuple[_Element, bool, str]]:
    """Yield the manuscript's own text in a document, each piece with the element it stands in, or after (true)."""
    if element.tag == f"{_X}head" or _OURS & set((element.get("class") or "").split()):
        return
    if element.tag == f"{_X}img":
        yield element, False, PICTURE
    yield element, False, element.text or ""
    for child in element:
        yield from _texts(child)
        yield child, True, child.tail or ""
