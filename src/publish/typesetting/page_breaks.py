"""Where the pages of the printed edition begin in its text, for editions that give its page numbers."""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.problems import Problem, PublishError
from publish.typesetting.geometry import Geometry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Edition
    from publish.problems import Place
    from publish.settings import Settings

# WeasyPrint's boxes and the elements of its HTML tree; it has no type information.
Box: TypeAlias = Any
Html: TypeAlias = Any

PICTURE = "\ufffc"
"""What stands for a picture in the text: Unicode's sign for an object among characters."""

_SOFT_HYPHEN = "\u00ad"
_HYPHENS = {"\u2010", "-"}  # what a divided word shows at the end of its line
_REAL_PSEUDO = {"first-letter", "first-line"}  # boxes of the text itself; ::before, ::marker and the like are not


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """The text of an edition as it is printed, and where in it each page begins.

    `text` holds the letters only, as `letters` reads them; `starts` is an index into it for each page, -1 for pages
    before the text, the length of the text for those behind it.
    """

    text: str
    starts: tuple[int, ...]


def letters(text: str) -> Iterator[tuple[int, str]]:
    """Yield what of a text can be compared whatever its lines and capitals, each letter with its place in the text."""
    for index, character in enumerate(text):
        if not character.isspace() and character != _SOFT_HYPHEN:
            for folded in character.casefold():
                yield index, folded


def printed_pages(edition: Edition, settings: Settings) -> PrintedPages:
    """Return where the pages of the reading edition begin; PublishError where a letter of the text is not on them."""
    from publish.typesetting import closing, engine, faces

    faces.require(faces.languages_of(edition), edition.place)
    geometry = Geometry(settings.print.trim, settings.print.bleed)
    pages = engine.lay_out(edition, closing.draft(edition, settings), geometry)
    return read_pages(pages, edition.place)


def read_pages(pages: list[Any], place: Place) -> PrintedPages:
    """Return where laid-out pages begin in their text; PublishError where the two are not the same."""
    root = next(box.element for box in pages[0]._page_box.descendants() if box.element_tag == "html")  # noqa: SLF001 - boxes have no public name
    reader = _Reader()
    for section in root.iter("section"):
        if section.get("class") == "text":
            reader.expect(section)
    found = [sorted(reader.read(page._page_box, number)) for number, page in enumerate(pages)]  # noqa: SLF001 - boxes have no public name
    if reader.lost or any(reader.queues.values()):
        hint = "this is a fault of ours: please tell us, with the manuscript that shows it"
        raise PublishError(
            Problem(place, "the printed pages do not hold the text letter by letter", hint, "pages-text")
        )
    return PrintedPages("".join(reader.text), tuple(_starts(found, len(reader.text))))


def _starts(found: list[list[int]], length: int) -> Iterator[int]:
    """Yield where each page begins, given the letters on it: -1 before the text, its length behind it.

    Pictures move to the page before or after where they stand in the text, so the letters of a page need not follow
    each other. It begins where fewest letters are on the wrong side: on this page or later though they stand
    before, or earlier though they stand behind.
    """
    page_of = {letter: number for number, letters_found in enumerate(found) for letter in letters_found}
    start = -1
    for number, here in enumerate(found):
        if here:
            start = max(start, _cut(here, number, page_of))
        elif start >= 0:
            # A page without text begins where the next one with text does.
            start = min((later[0] for later in found[number:] if later), default=length)
        yield start


def _cut(here: list[int], number: int, page_of: dict[int, int]) -> int:
    """Return the letter of a page that has the fewest letters of this and later pages before it, of earlier behind."""
    best, least, cost = here[0], 0, 0
    for before, letter in itertools.pairwise(here):
        cost += 1  # `before` would be on the wrong side
        if letter == before + 1:
            continue
        cost += sum(1 if page_of.get(between, number) >= number else -1 for between in range(before + 1, letter))
        if cost < least:
            best, least = letter, cost
    return best


@dataclass(slots=True)
class _Reader:
    """The letters that are still to come on the pages, by the element they stand in."""

    text: list[str] = field(default_factory=list)
    queues: dict[Html, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    repeated: dict[Html, int] = field(default_factory=dict)
    figures: set[int] = field(default_factory=set)
    lost: bool = False

    def expect(self, element: Html) -> None:
        """Take in the letters of an element, in reading order. A note is none of the text."""
        if "footnote" in (element.get("class") or "").split():
            return
        first = len(self.text)
        if element.tag == "img":
            self._take(element, PICTURE)
        self._take(element, element.text or "")
        for child in element:
            self.expect(child)
            self._take(element, child.tail or "")
        if element.tag == "figure":
            self.figures.update(range(first, len(self.text)))

    def _take(self, element: Html, text: str) -> None:
        for _, letter in letters(text):
            self.queues[element].append(len(self.text))
            self.text.append(letter)

    def read(self, box: Box, page: int) -> Iterator[int]:
        """Yield the index of each letter of the text in a box, in the order of the page."""
        box = getattr(box, "_box", box)  # what is placed absolutely is wrapped
        if hasattr(box, "at_keyword") or self._read_before(box, page):
            return
        pseudo = (box.element_tag or "").partition("::")[2]
        if box.element in self.queues and (not pseudo or pseudo in _REAL_PSEUDO):
            if hasattr(box, "replacement"):
                yield from self._met(box.element, PICTURE)
            elif hasattr(box, "text"):
                yield from self._met(box.element, box.text)
        for child in getattr(box, "children", ()):
            yield from self.read(child, page)

    def _read_before(self, box: Box, page: int) -> bool:
        """Whether a box is the head or foot of a table, drawn again on each of its pages."""
        if not (getattr(box, "is_header", False) or getattr(box, "is_footer", False)):
            return False
        return self.repeated.setdefault(box.element, page) != page

    def _met(self, element: Html, text: str) -> Iterator[int]:
        queue = self.queues[element]
        found = [letter for _, letter in letters(text)]
        for letter in found:
            if queue and self.text[queue[0]] == letter:
                yield queue.popleft()
            elif letter not in _HYPHENS:
                self.lost = True
