"""What is looked at in the contents: whether everything can be found, and whether the pages are in step with print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publish.checks.epub.opened import EPUB_TYPE, NCX, X, all_text, kinds, target_of
from publish.problems import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from publish.checks.epub.opened import Opened
    from publish.problems import Problem

_AGAIN = "make it again; if it stays, please tell us, with the manuscript that shows it"
_LANDMARKS = {"cover", "toc", "bodymatter"}
_OURS = {"masthead", "call", "notes"}


def contents(book: Opened) -> Iterator[Problem]:
    """Yield what cannot be found by the contents, or is found at another place than the order of reading."""
    name, root = book.navigation
    if root is None or _list(root, "toc") is None:
        yield book.problem("epub-contents", "there are no contents", _AGAIN)
        return
    found = [target_of(name, link.get("href", "")) for link in _links(root, "toc")]
    order = [book.spine.index(file) for file, _ in found if file in book.spine]
    if len(order) < len(found) or order != sorted(order):
        yield book.problem("epub-contents", "the contents are not in the order of reading", _AGAIN)
    listed = {file for file, _ in found}
    for file, document in book.documents.items():
        chapter = any("chapter" in kinds(element) for element in document.iter())
        if chapter and file not in listed:
            yield book.problem("epub-contents", f"{file} is not in the contents", _AGAIN)
    for link in _links(root, "toc"):
        if not all_text(link).strip():
            yield book.problem("epub-contents", "a line of the contents has no words", _AGAIN)


def landmarks(book: Opened) -> Iterator[Problem]:
    """Yield the landmarks a reader's menu would miss."""
    _, root = book.navigation
    held = {link.get(EPUB_TYPE) for link in _links(root, "landmarks")} if root is not None else set()
    for missing in sorted(_LANDMARKS - held):
        yield book.problem("epub-landmarks", f"there is no landmark for {missing}", _AGAIN)


def older_readers(book: Opened) -> Iterator[Problem]:
    """Yield where the NCX says something else than the contents."""
    ncx = next((book.trees[name] for name in book.trees if name.endswith(".ncx")), None)
    name, root = book.navigation
    if ncx is None or root is None:
        yield book.problem("epub-ncx", "there are no contents for older readers", _AGAIN)
        return
    for kind, point in (("toc", "navPoint"), ("page-list", "pageTarget")):
        theirs = [target_of(name, link.get("href", "")) for link in _links(root, kind)]
        targets = (found.find(f"{NCX}content") for found in ncx.iter(f"{NCX}{point}"))
        ours = [target_of("", content.get("src", "")) for content in targets if content is not None]
        if ours != theirs:
            yield book.problem("epub-ncx", f"older readers are told another {kind}", _AGAIN)


def pages(book: Opened) -> Iterator[Problem]:
    """Yield where the list of pages and the pages in the text are not the same."""
    name, root = book.navigation
    links = _links(root, "page-list") if root is not None else []
    listed = [target_of(name, link.get("href", "")) for link in links]
    marks = [(file, mark) for file, mark in _marks(book)]
    if listed != [(file, mark.get("id", "")) for file, mark in marks]:
        yield book.problem("epub-pages", "the list of pages is not that of the pages in the text", _AGAIN)
    labels = [all_text(link) for link in links]
    if labels != [str(number) for number in range(1, len(labels) + 1)]:
        yield book.problem("epub-pages", "a page is missing, or stands twice", _AGAIN)
    for label, (file, mark) in zip(labels, marks, strict=False):
        if label not in re.findall(r"\d+", mark.get("aria-label") or ""):
            yield book.problem("epub-pages", f"{file}: page {label} is not told to those who listen", _AGAIN)


def print_pages(book: Opened) -> Iterator[Problem]:
    """Yield where a page of the EPUB begins at another letter than that of the printed edition."""
    edition, settings = book.made.edition, book.made.settings
    marks = list(_marks(book))
    if edition is None or settings is None or not marks:
        return
    from publish.typesetting.page_breaks import printed_pages

    try:
        printed = printed_pages(edition, settings)
    except PublishError as error:
        yield from error.problems
        return
    if len(marks) != len(printed.starts):
        message = f"the EPUB has {len(marks)} pages, print has {len(printed.starts)}"
        yield book.problem("epub-pages-print", message, _AGAIN)
        return
    texts, places = _letters(book)
    if texts != printed.text:
        yield book.problem("epub-pages-print", "the EPUB and print do not say the same", _AGAIN)
    for number, ((_, mark), start) in enumerate(zip(marks, printed.starts, strict=True), start=1):
        if start >= 0 and places.get(mark, 0) != start:
            yield book.problem("epub-pages-print", f"page {number} does not begin where it does in print", _AGAIN)


def _letters(book: Opened) -> tuple[str, dict[_Element, int]]:
    """Return the letters of the text, and how many stand before each mark of a page."""
    reader = _Reader()
    for document in book.documents.values():
        for chapter in document.iter(f"{X}section"):
            if "chapter" in kinds(chapter):
                reader.read(chapter)
    # What stands behind the text, in the imprint, begins at its end.
    for _, mark in _marks(book):
        reader.places.setdefault(mark, reader.count)
    return "".join(reader.said), reader.places


@dataclass(slots=True)
class _Reader:
    """The letters of a text, how many there are so far, and how many were before each mark of a page."""

    said: list[str] = field(default_factory=list)
    places: dict[_Element, int] = field(default_factory=dict)
    count: int = 0

    def read(self, element: _Element) -> None:
        """Take in an element."""
        from publish.typesetting.page_breaks import PICTURE

        if _OURS & set((element.get("class") or "").split()):
            return
        if "pagebreak" in kinds(element):
            self.places[element] = self.count
        if element.tag == f"{X}img":
            self._take(PICTURE)
        self._take(element.text)
        for child in element:
            self.read(child)
            self._take(child.tail)

    def _take(self, text: str | None) -> None:
        from publish.typesetting.page_breaks import letters

        self.said.append(letters(text or ""))
        self.count += len(self.said[-1])


def _marks(book: Opened) -> Iterator[tuple[str, _Element]]:
    for file, root in book.documents.items():
        for element in root.iter():
            if "pagebreak" in kinds(element):
                yield file, element


def _list(root: _Element, kind: str) -> _Element | None:
    return next((nav for nav in root.iter(f"{X}nav") if nav.get(EPUB_TYPE) == kind), None)


def _links(root: _Element, kind: str) -> list[_Element]:
    nav = _list(root, kind)
    return list(nav.iter(f"{X}a")) if nav is not None else []
