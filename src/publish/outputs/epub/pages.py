"""The pages of the printed edition in the EPUB: where each begins, to the character."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish import languages
from publish.outputs.epub.book import CONTENTS, COVER, IMPRINT, Leaf
from publish.problems import Problem, PublishError
from publish.typesetting.page_breaks import PICTURE, letters, printed_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from publish.model import Edition
    from publish.outputs.epub.book import Document
    from publish.settings import Settings
    from publish.typesetting.page_breaks import PrintedPages

_X = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

# What only the EPUB says: the title over the opening, the call of a note, the notes themselves.
_OURS = {"masthead", "call", "notes"}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a letter stands: its document, the element, in it or after it, and how many characters on."""

    file: str
    element: _Element
    tail: bool
    offset: int


def source(edition: Edition) -> str:
    """Return what the page numbers are those of: the file of the reading edition."""
    return f"{edition.slug}.{edition.language}.pdf"


def mark_pages(
    edition: Edition, settings: Settings, sections: Sequence[Document], trees: Mapping[str, _Element]
) -> tuple[Leaf, ...]:
    """Put every page of the printed edition into the documents where it begins, and return where that is.

    PublishError where print and EPUB do not say the same, letter by letter. Pages before the text stand in the cover
    and the contents; the contents are written later and marked by `mark_contents`.
    """
    printed = printed_pages(edition, settings)
    spots, said = [], []
    for document in sections:
        for spot, letter in _letters(document.file, trees[document.file]):
            spots.append(spot)
            said.append(letter)
    if "".join(said) != printed.text:
        raise PublishError(_disagreement(edition, "".join(said), printed.text))
    return _marked(edition, printed, spots, trees)


def _disagreement(edition: Edition, ours: str, theirs: str) -> Problem:
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    message = f"print says “{theirs[at : at + 20]}” where the EPUB says “{ours[at : at + 20]}”"
    hint = "this is a fault of ours: please tell us, with the manuscript that shows it"
    return Problem(edition.place, message, hint, "epub-pages")


def _marked(
    edition: Edition, printed: PrintedPages, spots: Sequence[_Spot], trees: Mapping[str, _Element]
) -> tuple[Leaf, ...]:
    leaves: list[Leaf] = []
    firsts = {spot.file: index for index, spot in reversed(list(enumerate(spots)))}
    # From the last to the first, so that what is still to be marked stays where it was found.
    for number, start in reversed(list(enumerate(printed.starts, start=1))):
        label = str(number)
        if start < 0:
            file = COVER if number == 1 else CONTENTS
        else:
            file = spots[start].file if start < len(spots) else IMPRINT
        if file != CONTENTS:
            mark = page_mark(trees[file], label, edition.language)
            if 0 <= start < len(spots) and firsts[file] != start:
                _insert(mark, spots[start])
            else:
                trees[file].find(f"{_X}body")[0].insert(0, mark)  # type: ignore[index] # every document has a body
        leaves.insert(0, Leaf(label, f"{file}#{_key(label)}"))
    return tuple(leaves)


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


def _insert(mark: _Element, spot: _Spot) -> None:
    element = spot.element
    parent = element.getparent()
    if parent is None:
        return
    if spot.tail:
        mark.tail = (element.tail or "")[spot.offset :]
        element.tail = (element.tail or "")[: spot.offset]
        parent.insert(parent.index(element) + 1, mark)
    elif element.get("role") == "img" or element.tag == f"{_X}img":
        # Nothing inside a picture is told to anybody, so its page begins before it.
        parent.insert(parent.index(element), mark)
    else:
        mark.tail = (element.text or "")[spot.offset :]
        element.text = (element.text or "")[: spot.offset]
        element.insert(0, mark)


def _letters(file: str, element: _Element) -> Iterator[tuple[_Spot, str]]:
    """Yield the letters of the manuscript's own text in a document, with where they stand."""
    if element.tag == f"{_X}head" or _OURS & set((element.get("class") or "").split()):
        return
    if element.tag == f"{_X}img":
        yield _Spot(file, element, tail=False, offset=0), PICTURE
    for offset, letter in letters(element.text or ""):
        yield _Spot(file, element, tail=False, offset=offset), letter
    for child in element:
        yield from _letters(file, child)
        for offset, letter in letters(child.tail or ""):
            yield _Spot(file, child, tail=True, offset=offset), letter
