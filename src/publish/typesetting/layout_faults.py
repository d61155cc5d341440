"""Faults of a layout that an editor would mend: stranded lines and words, headings at the foot, lines too long."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publish.model import Edition
    from publish.settings import Settings
    from publish.typesetting.drafts import Draft
    from publish.typesetting.geometry import Geometry

# WeasyPrint's boxes and the elements of its HTML tree; it has no type information.
Box: TypeAlias = Any
Html: TypeAlias = Any

SHORTEST = 1 / 12
"""A word alone on the last line of a paragraph looks lost where it takes less than this of the measure.

On a measure of 110 mm that is some five letters; a line like that is hardly wider than the indent below it.
"""

_PARAGRAPHS = {"p", "li", "dd"}
_TONGUES = {"original", "translation"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_ROUNDING = 2.5  # CSS pixels; WeasyPrint sets a right-to-left line off by the blank at its end
_PT = 0.75  # of a CSS pixel


class Stray(StrEnum):
    """What is wrong with a layout."""

    WIDOW = "widow"
    ORPHAN = "orphan"
    SHORT_LINE = "short-line"
    HEADING = "heading"
    NOTE = "note"
    OVERFULL = "overfull"


@dataclass(frozen=True, slots=True)
class LayoutFault:
    """A fault: what, on which page, where (left, top, right, bottom in points from the upper left trim corner).

    `text` is what stands there, `line` its line in the manuscript (0: not known), `other` another page it is about.
    """

    stray: Stray
    page: int
    box: tuple[float, float, float, float]
    text: str
    line: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of an edition laid out: how many there are, and what is wrong with them."""

    pages: int
    faults: tuple[LayoutFault, ...]


def look_at_layout(edition: Edition, settings: Settings, geometry: Geometry) -> Layout:
    """Return the layout of an edition with its faults; nothing is drawn. PublishError where it cannot be set."""
    from publish.typesetting import closing, faces

    faces.require(faces.languages_of(edition), edition.place)
    return look_at_draft(edition, closing.draft(edition, settings), geometry)


def look_at_draft(edition: Edition, draft: Draft | str, geometry: Geometry) -> Layout:
    """Return the layout of a draft, or of HTML, with its faults; nothing is drawn."""
    from publish.typesetting import engine, sharing

    pages = engine.lay_out(edition, draft, geometry)
    return sharing.once("faults", (pages[0],), lambda: Layout(len(pages), tuple(faults_of(pages))))


def faults_of(pages: list[Any]) -> list[LayoutFault]:
    """Return the faults of WeasyPrint's pages, in order of pages."""
    look = _Look()
    for number, page in enumerate(pages, 1):
        look.page(page._page_box, number)  # noqa: SLF001 - WeasyPrint says where boxes stand nowhere else
    found = [*look.broken_paragraphs(), *look.short_lines(), *look.headings(), *look.strayed_notes(), *look.overfull]
    return sorted(found, key=lambda fault: (fault.page, fault.box[1], fault.stray))


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of lines on one page, with the line of the manuscript it comes from."""

    box: Box
    page: int
    source: int

    @property
    def lines(self) -> list[Box]:
        return [child for child in self.box.children if _is_line(child)]

    def fault(self, stray: Stray, lines: Iterable[Box], other: int = 0) -> LayoutFault:
        """Return a fault at some of its lines."""
        lines = list(lines)
        corners = [_extent(line) for line in lines]
        box = (min(c[0] for c in corners), corners[0][1], max(c[2] for c in corners), corners[-1][3])
        left, top, right, bottom = (side * _PT for side in box)
        text = " ".join(_text(line).strip() for line in lines)
        return LayoutFault(stray, self.page, (left, top, right, bottom), text, self.source, other)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where in a page the walk is: in the running text, in a note, by which line of the manuscript it came.

    Of two languages side by side, `tongue` is the one it is in.
    """

    page: int
    running: bool = False
    noted: bool = False
    source: int = 0
    tongue: str = ""


@dataclass(slots=True)
class _Look:
    """What is gathered on a walk over all pages."""

    paragraphs: dict[Html, list[_Block]] = field(default_factory=lambda: defaultdict(list))
    flow: dict[int, list[tuple[str, _Block]]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[Html, _Block] = field(default_factory=dict)
    notes: dict[Html, int] = field(default_factory=dict)
    overfull: list[LayoutFault] = field(default_factory=list)

    def page(self, page: Box, number: int) -> None:
        """Take in a page: its running text and its notes; heads and folios repeat and are left out."""
        for child in page.children:
            if not hasattr(child, "at_keyword"):
                self._walk(child, _Where(number))

    def _walk(self, box: Box, where: _Where) -> None:
        box = getattr(box, "_box", box)  # what is placed absolutely is wrapped
        where = self._entered(box, where)
        children = getattr(box, "children", ())
        if any(_is_line(child) for child in children):
            self._block(_Block(box, where.page, where.source), where)
        elif where.running and not children and hasattr(box, "replacement"):
            self.flow[where.page].append((where.tongue, _Block(box, where.page, where.source)))
        for child in children:
            self._walk(child, where)

    def _entered(self, box: Box, where: _Where) -> _Where:
        says = box.element.get("data-line") if box.element is not None else None
        # Nearly every box is where the one around it is, and a new place costs more than to see that it is none.
        if says and says.isdecimal() and int(says) != where.source:
            where = replace(where, source=int(says))
        if box.element_tag == "main":
            where = replace(where, running=True)
        classes = _classes(box)
        if (tongue := next((name for name in classes if name in _TONGUES), where.tongue)) != where.tongue:
            where = replace(where, tongue=tongue)
        if _is(box, "FootnoteAreaBox"):
            where = replace(where, noted=True)
        if where.noted and "footnote" in classes:
            self.notes.setdefault(box.element, where.page)
        return where

    def _block(self, block: _Block, where: _Where) -> None:
        for line in block.lines:
            parts = _parts(line)
            if _too_long(line, parts, block.box):
                self.overfull.append(block.fault(Stray.OVERFULL, [line]))
            for part in parts:
                if part.element_tag.endswith("::footnote-call"):
                    self.calls.setdefault(part.element, block)
        if where.running and not where.noted:
            self.flow[where.page].append((where.tongue, block))
            if block.box.element_tag in _PARAGRAPHS:
                self.paragraphs[block.box.element].append(block)

    def broken_paragraphs(self) -> Iterator[LayoutFault]:
        """Yield first lines left behind at the foot of a page, and last lines alone at the head of one."""
        for blocks in self.paragraphs.values():
            first, last = blocks[0], blocks[-1]
            if len({block.page for block in blocks}) != len(blocks) or first is last:
                continue  # an item whose text goes on after a list of its own is several paragraphs
            if len(first.lines) == 1:
                yield first.fault(Stray.ORPHAN, first.lines, last.page)
            if len(last.lines) == 1:
                yield last.fault(Stray.WIDOW, last.lines, first.page)

    def short_lines(self) -> Iterator[LayoutFault]:
        """Yield last lines that are one short word, or what is left of one."""
        for blocks in self.paragraphs.values():
            lines = [line for block in blocks for line in block.lines]
            if len(lines) < 2:
                continue
            left, _, right, _ = _extent(lines[-1])
            alone = len(_text(lines[-1]).split()) == 1
            if alone and right - left < SHORTEST * blocks[-1].box.width:
                yield blocks[-1].fault(Stray.SHORT_LINE, [lines[-1]])

    def headings(self) -> Iterator[LayoutFault]:
        """Yield headings with nothing below them, while their text stands on the next page."""
        for page, blocks in self.flow.items():
            for tongue in dict.fromkeys(tongue for tongue, _ in blocks):
                # What is in no tongue stands under both.
                lowest = next(block for of, block in reversed(blocks) if of in {tongue, ""})
                below = min((later for later in self.flow if later > page and self._goes_on(later, tongue)), default=0)
                if below and lowest.box.element_tag in _HEADINGS:
                    yield lowest.fault(Stray.HEADING, lowest.lines, below)

    def _goes_on(self, page: int, tongue: str) -> bool:
        return any(of in {tongue, ""} for of, _ in self.flow[page])

    def strayed_notes(self) -> Iterator[LayoutFault]:
        """Yield calls whose note begins on another page."""
        for element, block in self.calls.items():
            page = self.notes.get(element, block.page)
            if page != block.page:
                calling = [line for line in block.lines if any(part.element is element for part in _parts(line))]
                yield block.fault(Stray.NOTE, calling, page)


def _is_line(box: Box) -> bool:
    return _is(box, "LineBox")


def _is(box: Box, name: str) -> bool:
    """Whether a box is of a kind; asked by name, for this module is read before WeasyPrint is."""
    return type(box).__name__ == name


def _classes(box: Box) -> list[str]:
    return (box.element.get("class") or "").split() if box.element is not None else []


def _parts(box: Box) -> list[Box]:
    """Return the pieces of text and the pictures of a line."""
    found: list[Box] = []
    _gather(box, found)
    return found


def _gather(box: Box, found: list[Box]) -> None:
    box = getattr(box, "_box", box)
    if hasattr(box, "text") or hasattr(box, "replacement"):
        found.append(box)
    for child in getattr(box, "children", ()):
        # What is drawn aside or floats has left the line.
        if not hasattr(child, "_box") and (not hasattr(child, "is_in_normal_flow") or child.is_in_normal_flow()):
            _gather(child, found)


def _text(line: Box) -> str:
    return "".join(part.text for part in _parts(line) if hasattr(part, "text"))


def _extent(line: Box) -> tuple[float, float, float, float]:
    """Return how far the words of a line reach: left, top, right, bottom in CSS pixels."""
    left, right = _sides(line, _parts(line))
    return left, line.position_y, right, line.position_y + line.height


def _sides(line: Box, parts: Iterable[Box]) -> tuple[float, float]:
    seen = [part for part in parts if part.width]
    left = min((part.position_x for part in seen), default=line.position_x)
    right = max((part.position_x + part.width for part in seen), default=line.position_x)
    return left, right


def _too_long(line: Box, parts: Iterable[Box], block: Box) -> bool:
    """Whether a line runs out of its column at its end; at its beginning, what hangs is meant to hang."""
    left, right = _sides(line, parts)
    begin = block.content_box_x()
    if block.style["direction"] == "rtl":
        return bool(left < begin - _ROUNDING)
    return bool(right > begin + block.width + _ROUNDING)
