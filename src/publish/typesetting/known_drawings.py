"""Drawings of pages that look as they did at the last build: such a page is not drawn again.

A page looks as it did where its boxes came to the same (`known_pages`), and all around them too: notes, running heads,
page numbers; and where the sheets of the document and the styles of all boxes are the same.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from publish import recall
from publish.project import digest_of
from publish.typesetting import page_records
from publish.typesetting.drawn import Drawn, Use

if TYPE_CHECKING:
    from publish.typesetting.known_pages import Known

# WeasyPrint's documents and boxes, which have no type information.
Document: TypeAlias = Any
Box: TypeAlias = Any

_KIND = "drawings"
_UNSEEN = "cached_counter_values"  # how many pages there are is on a page only where its text says so


@dataclass(frozen=True, slots=True)
class Drawings:
    """The drawings that are known of a document's pages, by the digest of how each looks; empty where nobody knows."""

    looks: tuple[str, ...]

    @property
    def wanted(self) -> bool:
        """Whether somebody wants to know of drawings that are made."""
        return any(self.looks)

    def get(self, number: int) -> Drawn | None:
        """Return the drawing of a page, where it is known."""
        look = self.looks[number]
        said = recall.found(_KIND, look) if look else None
        if said is None:
            return None
        content, fonts, *more = said
        return Drawn(content, tuple(Use(*use) for use in fonts), *more)

    def made(self, number: int, drawing: Drawn) -> None:
        """Take note of the drawing of a page."""
        look = self.looks[number]
        if look and recall.found(_KIND, look) is None:
            recall.note(_KIND, look, astuple(drawing))


def of(document: Document) -> Drawings:
    """Return what is known of the drawings of a document."""
    known: Known | None = getattr(getattr(document, "_html", None), "known", None)
    pages = [page._page_box for page in document.pages]  # noqa: SLF001 - boxes have no public name
    if known is None or not known.recalls:
        return Drawings(("",) * len(pages))
    return Drawings(tuple(_look(page, known, known.look(number)) for number, page in enumerate(pages)))


def _look(page: Box, known: Known, root: str) -> str:
    """Return the digest of how a page looks, whose boxes came to something; nothing where that is not known."""
    if not root or known.numbered is None:
        return ""
    box, *around = page.children
    kind = page.page_type
    where = (kind.side, kind.blank, kind.name, page.width, page.height, box.position_x, box.position_y)
    styles = [known.numbered.styles.digest(inner.style) for inner in page.descendants(placeholders=True)]
    said = (_told(inner) for each in around for inner in each.descendants(placeholders=True))
    return digest_of(repr((known.of, *where, root, styles, *said)).encode())


def _told(box: Box) -> tuple[Any, ...]:
    """Return all that is said of a box in plain values, and which one it is."""
    known = vars(getattr(box, "_box", box))
    told = ((name, value) for name, value in known.items() if name != _UNSEEN)
    plain = [(name, value) for name, value in told if page_records.is_plain(value)]
    line = known.get("pango_layout")
    spacing = getattr(line, "justification_spacing", 0)
    return type(box).__name__, spacing, *sorted(plain, key=lambda pair: pair[0])
