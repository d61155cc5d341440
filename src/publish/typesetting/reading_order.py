"""The reading order of a typeset document: which marks on its pages belong to which element of its HTML."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.typesetting.text_layer import Mark

# WeasyPrint's boxes and the elements of its HTML tree; it has no type information.
Box: TypeAlias = Any
Html: TypeAlias = Any

PLAN = "PublishStructure"
"""The key of the catalog under which the plan travels until the file is made accessible."""

_KEPT = ("class", "lang", "alt", "role", "scope", "colspan", "rowspan", "href", "title", "aria-label")
_IN_TABLES = {"caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_HYPHEN = "\u2010"
_POINTS = 0.75  # of a CSS pixel


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a box was drawn: its page, how that page's height is counted, and why it is not read, if so."""

    page: int
    height: float
    unread: str = ""


@dataclass(slots=True)
class _Plan:
    """The elements of a document as they come up on its pages, each with its marks and its links."""

    parents: dict[Html, Html]
    hyphens: bool
    nodes: dict[Html, dict[str, Any]] = field(default_factory=dict)
    languages: dict[Html, str] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    repeated: dict[Html, int] = field(default_factory=dict)

    def node(self, element: Html) -> dict[str, Any]:
        """Return the plan of an element, put among its parent's children at its first mention."""
        if element in self.nodes:
            return self.nodes[element]
        kept = {name: element.get(name) for name in _KEPT if element.get(name) is not None}
        node: dict[str, Any] = {"tag": element.tag.rpartition("}")[2], "says": kept, "kids": []}
        if node["tag"] == "svg":
            kept.setdefault("alt", kept.get("aria-label") or _title(element))
        if node["tag"] == "a":
            node["text"] = " ".join("".join(element.itertext()).split())
        self.nodes[element] = node
        if element in self.parents:
            self.node(self.parents[element])["kids"].append(node)
        if node["tag"] == "table":
            # An empty cell leaves no mark, but without it the columns would not line up.
            for cell in element.iter():
                if cell.tag in _IN_TABLES:
                    self.node(cell)
        return node

    def ancestors(self, element: Html) -> Iterator[Html]:
        """Yield an element and what it stands in, the nearest first."""
        while element is not None:
            yield element
            element = self.parents.get(element)

    def language(self, element: Html) -> str:
        """Return the language (BCP 47) of what stands in an element."""
        if element not in self.languages:
            said = (str(found.get("lang")) for found in self.ancestors(element) if found.get("lang"))
            self.languages[element] = next(said, "")
        return self.languages[element]

    def divides(self, box: Box, text: str) -> bool:
        """Whether a line ends in a hyphen that only layout put there, in a text that has the same hyphen itself.

        In a text without any the font's hyphen is called soft, once for all lines (`soft-hyphens`).
        """
        if not self.hyphens or not text.endswith(_HYPHEN):
            return False
        return " ".join(text.split()) not in " ".join("".join(box.element.itertext()).split())

    def number(self, stream: Any) -> int:  # noqa: ANN401 - WeasyPrint's
        """Return the next number of a mark; every content stream counts its own."""
        self.numbers[id(stream)] = self.numbers.get(id(stream), -1) + 1
        return self.numbers[id(stream)]


def _title(picture: Html) -> str:
    """Return the words of a drawing: those of its `title`."""
    return next((child.text or "" for child in picture if child.tag.rpartition("}")[2] == "title"), "")


def write_plan(pdf: Any, document: Any, _: object, page_streams: list[Any]) -> None:  # noqa: ANN401 - WeasyPrint's
    """Stand in for `add_tags`: number the marks and put the plan of the structure into the file, as JSON."""
    import pydyf

    roots = list(dict.fromkeys(_root(page) for page in document.pages))
    typed = any(_HYPHEN in text for root in roots for text in root.itertext())
    plan = _Plan({child: parent for root in roots for parent in root.iter() for child in parent}, typed)
    for root in roots:
        plan.node(root)
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        _read_page(plan, page._page_box, _Place(number, page.height), stream)  # noqa: SLF001 - boxes have no public name
    said = {
        "root": _whole([plan.nodes[root] for root in roots]),
        "soft-hyphens": not typed,
        "title": document.metadata.title or "",
    }
    written = pydyf.Stream([json.dumps(said, ensure_ascii=False, sort_keys=True).encode()])
    pdf.add_object(written)
    pdf.catalog[PLAN] = written.reference


def _root(page: Any) -> Html:  # noqa: ANN401 - WeasyPrint's
    return next(box.element for box in page._page_box.descendants() if box.element_tag == "html")  # noqa: SLF001 - boxes have no public name


def _whole(roots: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the plan of a file: that of its one document, or an article for each of several."""
    if len(roots) == 1:
        return roots[0]
    articles = [{"tag": "article", "says": {"lang": root["says"].get("lang", "")}, "kids": [root]} for root in roots]
    return {"tag": "html", "says": {}, "kids": articles}


def _read_page(plan: _Plan, page_box: Box, place: _Place, stream: Any) -> None:  # noqa: ANN401 - WeasyPrint's
    marks = stream._tags  # noqa: SLF001 - what `text_layer` put there
    for box, where in _boxes(plan, page_box, place):
        if box.link_annotation:
            _link(plan, box, where)
        if box in marks:
            _place(plan, box, where, marks.pop(box), stream)
    for box, mark in marks.items():  # what stands in no box of the page is drawn all the same, and so is read
        _place(plan, box, place, mark, stream)


def _boxes(plan: _Plan, box: Box, place: _Place) -> Iterator[tuple[Box, _Place]]:
    """Yield a box and all boxes in it, in the order in which they are read."""
    left = [(box, place)]
    while left:
        box, place = left.pop()
        box = getattr(box, "_box", box)  # what is placed absolutely is wrapped
        if not place.unread and (unread := _unread(plan, box, place.page)):
            place = replace(place, unread=unread)
        yield box, place
        left += [(child, place) for child in reversed(box.children)]


def _unread(plan: _Plan, box: Box, page: int) -> str:
    """Return why a box is not read: it belongs to the page, it only decorates, or it was read before; else nothing."""
    if hasattr(box, "at_keyword"):
        return "Pagination"  # a margin box: running heads, page numbers
    if box.is_leader or _silent(box.element):
        return "Layout"
    if getattr(box, "is_header", False) or getattr(box, "is_footer", False):
        # The head of a table is drawn again on each of its pages.
        return "" if plan.repeated.setdefault(box.element, page) == page else "Pagination"
    return ""


def _silent(element: Html) -> bool:
    if element is None:
        return False
    decorates = element.tag == "img" and (element.get("alt") == "" or element.get("role") in {"presentation", "none"})
    return decorates or element.get("aria-hidden") == "true"


def _link(plan: _Plan, box: Box, place: _Place) -> None:
    """Keep a link's area; those of boxes inside another's repeat it and are let go."""
    link = next((found for found in plan.ancestors(box.element) if found.tag == "a"), None)
    whole = link is box.element and box.element_tag == "a" and not place.unread
    if link is not None and whole:
        number = int(box.link_annotation.reference.split()[0])
        plan.node(link).setdefault("areas", []).append([number, place.page])


def _place(plan: _Plan, box: Box, place: _Place, mark: Mark, page_stream: Any) -> None:  # noqa: ANN401 - WeasyPrint's
    """Give a mark to its element, or pass over it."""
    text = getattr(box, "text", "")
    if place.unread or box.element is None:
        mark.say(text, "")
        mark.pass_over(place.unread or "Pagination")
        return
    mark.say(text, plan.language(box.element), divided=plan.divides(box, text))
    number = plan.number(mark.stream)
    mark.number(number)
    node = plan.node(box.element)
    form = 0 if mark.stream is page_stream else int(mark.stream.reference.split()[0])
    pseudo = box.element_tag.partition("::")[2]
    node["kids"].append([place.page, form, number, pseudo])
    if not text and hasattr(box, "replacement"):
        node["box"] = _corners(box, place.height)
    if pseudo == "marker":
        node["marker"] = box.style["list_style_type"]


def _corners(box: Box, height: float) -> list[float]:
    """Return the lower left and upper right corner of a picture, in points from the foot of its page."""
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, height - top - box.height, left + box.width, height - top)
    return [round(corner * _POINTS, 3) for corner in corners]
