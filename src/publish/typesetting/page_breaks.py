"""Where the pages of the printed edition begin in its text, for editions that give its page numbers."""

from __future__ import annotations

import itertools
from array import array
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.problems import Problem, PublishError
from publish.typesetting.geometry import Geometry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def letters(text: str) -> str:
    """Return what of a text can be compared whatever its lines and capitals."""
    # `split` takes out every blank there is in Unicode.
    return "".join(text.split()).replace(_SOFT_HYPHEN, "").casefold()


def place_of(text: str, letter: int) -> int:
    """Return the place in a text of one of its letters, as `letters` counts them."""
    for place, character in enumerate(text):
        letter -= len(letters(character))  # one character may be two letters, as ß is
        if letter < 0:
            return place
    return len(text)


def laid_out(edition: Edition, settings: Settings) -> list[Any]:
    """Return the pages of the reading edition as they are laid out for all outputs; PublishError with what is amiss."""
    from publish.typesetting import closing, engine, faces

    faces.require(faces.languages_of(edition), edition.place)
    geometry = Geometry(settings.print.trim, settings.print.bleed)
    return engine.lay_out(edition, closing.draft(edition, settings), geometry)


def printed_pages(edition: Edition, settings: Settings) -> PrintedPages:
    """Return where the pages of the reading edition begin; PublishError where a letter of the text is not on them."""
    return read_pages(laid_out(edition, settings), edition.place)


def read_pages(pages: list[Any], place: Place) -> PrintedPages:
    """Return where laid-out pages begin in their text; PublishError where the two are not the same."""
    root = next(box.element for box in pages[0]._page_box.descendants() if box.element_tag == "html")  # noqa: SLF001 - boxes have no public name
    reader = _Reader()
    for section in root.iter("section"):
        if section.get("class") == "text":
            reader.expect(section)
    found = [_joined(reader.found(page._page_box, number)) for number, page in enumerate(pages)]  # noqa: SLF001 - boxes have no public name
    if reader.lost or reader.left:
        hint = "this is a fault of ours: please tell us, with the manuscript that shows it"
        raise PublishError(
            Problem(place, "the printed pages do not hold the text letter by letter", hint, "pages-text")
        )
    return PrintedPages("".join(reader.text), tuple(_starts(found, reader.length)))


def _joined(stretches: Iterable[range]) -> list[range]:
    """Return stretches of letters in the order of the text, those that follow each other as one."""
    joined: list[range] = []
    for stretch in sorted(stretches, key=lambda stretch: stretch.start):
        first = joined.pop().start if joined and joined[-1].stop == stretch.start else stretch.start
        joined.append(range(first, stretch.stop))
    return joined


def _starts(found: list[list[range]], length: int) -> Iterator[int]:
    """Yield where each page begins, given the letters on it: -1 before the text, its length behind it.

    Pictures move to the page before or after where they stand in the text, so the letters of a page need not follow
    each other. It begins where fewest letters are on the wrong side: on this page or later though they stand
    before, or earlier though they stand behind.
    """
    page_of = array("i", [_NOWHERE]) * length
    for number, stretches in enumerate(found):
        for stretch in stretches:
            page_of[stretch.start : stretch.stop] = array("i", [number]) * len(stretch)
    start = -1
    for number, here in enumerate(found):
        if here:
            start = max(start, _cut(here, number, page_of))
        elif start >= 0:
            # A page without text begins where the next one with text does.
            start = min((later[0].start for later in found[number:] if later), default=length)
        yield start


_NOWHERE = 2**31 - 1  # the page of a letter that is on none: it counts as one still to come


def _cut(here: list[range], number: int, page_of: array[int]) -> int:
    """Return the letter of a page that has the fewest letters of this and later pages before it, of earlier behind."""
    best, least, cost = here[0].start, 0, 0
    for before, after in itertools.pairwise(here):
        cost += len(before)  # it would be on the wrong side
        cost += sum(1 if page >= number else -1 for page in page_of[before.stop : after.start])
        if cost < least:
            best, least = after.start, cost
    return best


@dataclass(slots=True)
class _Part:
    """A stretch of text in an element: where it begins among the letters, and how many of them were met."""

    start: int
    text: str
    met: int = 0


@dataclass(slots=True)
class _Reader:
    """The letters that are still to come on the pages, by the element they stand in."""

    text: list[str] = field(default_factory=list)
    queues: dict[Html, deque[_Part]] = field(default_factory=lambda: defaultdict(deque))
    repeated: dict[Html, int] = field(default_factory=dict)
    length: int = 0
    left: int = 0
    lost: bool = False

    def expect(self, element: Html) -> None:
        """Take in the letters of an element, in reading order. A note is none of the text."""
        if "footnote" in (element.get("class") or "").split():
            return
        if element.tag == "img":
            self._take(element, PICTURE)
        self._take(element, element.text or "")
        for child in element:
            self.expect(child)
            self._take(element, child.tail or "")

    def _take(self, element: Html, text: str) -> None:
        if said := letters(text):
            self.queues[element].append(_Part(self.length, said))
            self.text.append(said)
            self.length += len(said)
            self.left += len(said)

    def found(self, box: Box, page: int) -> list[range]:
        """Return the stretches of the text in a box, in the order of the page."""
        met: list[range] = []
        self._read(box, page, met)
        return met

    def _read(self, box: Box, page: int, met: list[range]) -> None:
        box = getattr(box, "_box", box)  # what is placed absolutely is wrapped
        if hasattr(box, "at_keyword") or self._read_before(box, page):
            return
        if box.element in self.queues and _is_text(box.element_tag):
            if hasattr(box, "replacement"):
                met += self._met(box.element, PICTURE)
            elif hasattr(box, "text"):
                met += self._met(box.element, letters(box.text))
        for child in getattr(box, "children", ()):
            self._read(child, page, met)

    def _read_before(self, box: Box, page: int) -> bool:
        """Whether a box is the head or foot of a table, drawn again on each of its pages."""
        if not (getattr(box, "is_header", False) or getattr(box, "is_footer", False)):
            return False
        return self.repeated.setdefault(box.element, page) != page

    def _met(self, element: Html, said: str) -> Iterator[range]:
        queue = self.queues[element]
        while said:
            if queue and (same := _common(said, queue[0])):
                part = queue[0]
                yield range(part.start + part.met, part.start + part.met + same)
                part.met += same
                self.left -= same
                said = said[same:]
                if part.met == len(part.text):
                    queue.popleft()
            else:
                self.lost |= said[0] not in _HYPHENS
                said = said[1:]


def _is_text(tag: str | None) -> bool:
    """Whether a box with such a tag is one of the text itself."""
    pseudo = (tag or "").partition("::")[2]
    return not pseudo or pseudo in _REAL_PSEUDO


def _common(said: str, part: _Part) -> int:
    """Return how many letters are the same as those still to come in a part."""
    if part.text.startswith(said, part.met):
        return len(said)
    pairs = zip(said, itertools.islice(part.text, part.met, None), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
