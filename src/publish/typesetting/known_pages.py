"""Pages that are known from an earlier layout of nearly the same text, and stand where they would be laid out again.

A page is laid out by where it begins, the room it has, and what stands from there to a little beyond its end. Where all
of that is as it was, the boxes in it are put back (`page_records`) instead of laid out; its notes and all around
it are laid out as ever. What is on a page that cannot be written down is laid out anew.
"""

from __future__ import annotations

import contextlib
import functools
import marshal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from publish import recall
from publish.project import digest_of
from publish.typesetting import numbered, page_records
from publish.typesetting.ahead import Ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from publish.typesetting.numbered import Numbered

# WeasyPrint's HTML, boxes and layout context, and where in a tree of boxes a page begins; it has no type information.
Document: TypeAlias = Any
Box: TypeAlias = Any
Context: TypeAlias = Any
Where: TypeAlias = Any

_KIND = "pages"
_BEYOND = 10  # blocks behind a page that may decide where it ends, some of them kept together


class Page(NamedTuple):
    """A page that was laid out: how it began, what it was made of, and what it came to.

    `begins` is where it begins, after what kind of break, on pages of which name, and its room (CSS pixels). `chain`
    are the numbers of the boxes it begins in, the last of which it begins with; the `first` and `last` box that decide
    how it is laid out are counted from there, and `said` is the digest of what they say. `ends` is where the next page
    begins, and how; `notes` are the notes at its foot, by their calls; `look` is the digest of what the boxes came to.
    """

    begins: tuple[Any, ...]
    chain: tuple[int, ...]
    first: int
    last: int
    said: str
    boxes: page_records.Written
    ends: tuple[Where, dict[str, Any]]
    notes: tuple[int, ...]
    look: str


@dataclass(slots=True)
class Known:
    """The pages known of a document, and those it is laid out to.

    Nothing is known, and nothing noted, where it does not `recall`; `served` tells whether the last page was known.
    `of` is the digest of the sheets it is laid out with, `before` how the pages begin it was laid out to at last.
    """

    recalls: bool = True
    of: str = ""
    before: frozenset[str] = frozenset()
    pages: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    made: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    numbered: Numbered | None = None
    served: bool = False
    ahead: Ahead = field(default_factory=Ahead)

    def begin(self, root: Box, context: Context, html: Document) -> None:
        """Have a document's pages served, before any of it is laid out; once, and only where something is recalled.

        Those of a long text that is new may come from a copy that is ahead of us.
        """
        if self.recalls and self.numbered is None:
            serve_known()
            context.known = self
            self.numbered = numbered.number(root, context.footnotes)
            if not self.before:
                self.ahead.begin(root, context, html)

    def serve(self, context: Context, root: Box, page: Box) -> tuple[Any, ...] | None:
        """Return what laying out a page's boxes comes to, where it is known; else None."""
        self.served = False
        self.pages.update((str(page[0]), page) for page in self.ahead.pages())
        index = context.current_page - 1
        noted = self._page(str(_begins(context, index, page)))
        if noted is None or self.numbered is None or context.reported_footnotes or context.broken_out_of_flow:
            return None
        known, boxes = Page(*noted), self.numbered.boxes
        chain = self.numbered.chain(context.page_maker[index][0])
        start, by = chain[-1].origin, chain[-1].origin - known.chain[-1]
        same = len(chain) == len(known.chain) and start + known.first >= 0
        if not same or self.numbered.digest(chain[:-1], start + known.first, start + known.last) != known.said:
            return None
        # The boxes a page begins in stand before it, the others are as many further on as the one it begins with.
        above = dict(zip(known.chain, chain, strict=True))
        box = page_records.put_back(known.boxes, lambda origin: above.get(origin) or boxes[origin + by])
        box.translate(root.position_x - box.position_x, root.position_y - box.position_y)
        for call in known.notes:
            context.layout_footnote(boxes[call + by].footnote)
        self.served, self.made[index] = True, noted
        where, following = known.ends
        return box, where, dict(following), [], False, None

    def _page(self, begins: str) -> tuple[Any, ...] | None:
        """Return the page known to begin in some way, if there is one."""
        if begins not in self.pages and begins in self.before:
            self.pages[begins] = recall.found(_KIND, self.of + begins)
        return self.pages.get(begins)

    def learn(self, context: Context, index: int, page: Box, end: Where, *, alone: bool) -> None:
        """Take note of a page that was laid out, where it stands `alone` and can be written down."""
        self.made.pop(index, None)
        carries = context.reported_footnotes or context.broken_out_of_flow
        # Heads that are taken out of the text are told to the context; a blank page begins where the next one does.
        odd = page.page_type.blank or any(index + 1 in heads for heads in context.running_elements.values())
        if self.numbered is None or end is None or carries or odd or not alone:
            return
        with contextlib.suppress(page_records.CannotBeKeptError):
            self.made[index] = self._learnt(self.numbered, context, index, page)

    def _learnt(self, numbered: Numbered, context: Context, index: int, page: Box) -> tuple[Any, ...]:
        where, *_ = context.page_maker[index]
        boxes = page_records.written(page.children[0], numbered.boxes)
        above = numbered.chain(where)
        chain = tuple(box.origin for box in above)
        numbers = list(_numbers(boxes))
        first, last = numbered.stretch(chain[-1], max(numbers), _BEYOND)
        if any(number < first and number not in chain for number in numbers):  # a picture of the page before
            raise page_records.CannotBeKeptError
        return (
            _begins(context, index, page),
            chain,
            first - chain[-1],
            last - chain[-1],
            numbered.digest(above[:-1], first, last),
            boxes,
            context.page_maker[index + 1][:2],
            tuple(numbered.calls[note.origin] for note in context.current_page_footnotes),
            digest_of(marshal.dumps(boxes)),
        )

    def moved(self, box: tuple[Box, str] | None) -> None:
        """Take note of a box that was moved or set smaller, and how: what it stands on is laid out by that, too."""
        if self.numbered is not None and box is not None:
            self.numbered.moved[box[0].origin] = box[1]

    def look(self, number: int) -> str:
        """Return the digest of what the boxes of a page came to; nothing where it cannot be written down."""
        return Page(*self.made[number]).look if number in self.made else ""

    def note(self) -> None:
        """Note the pages the document was laid out to."""
        made = {str(page[0]): page for page in self.made.values()}
        recall.note(_KIND, self.of, list(made))
        for begins, page in made.items():
            recall.note(_KIND, self.of + begins, page)


def _begins(context: Context, index: int, page: Box) -> tuple[Any, ...]:
    where, following, *_ = context.page_maker[index]
    return where, following["break"], following["page"], page.page_type.name, page.width, page.height


def _numbers(said: page_records.Written) -> Iterable[int]:
    origin, _, children, _ = said
    yield origin
    for child in children:
        yield from _numbers(child)


@contextlib.contextmanager
def recalled(looks: Iterable[str]) -> Iterator[Known]:
    """Give the pages a document that looks thus was laid out to at the last build, and note those it comes to now."""
    if not recall.is_open():
        yield Known(recalls=False)
        return
    of = digest_of("\0".join(looks).encode())
    known = Known(of=of, before=frozenset(recall.found(_KIND, of) or ()))
    try:
        yield known
    finally:
        known.ahead.end()
    known.note()


def serve_known() -> None:
    """Have WeasyPrint ask for known pages; done once. `make_page` of WeasyPrint 70 calls `block_level_layout`."""
    import weasyprint.layout.page as pages

    if not hasattr(pages.block_level_layout, "serves"):
        pages.block_level_layout = _serving(pages.block_level_layout)


def _serving(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Return what lays out the boxes of a page, unless they are known."""

    @functools.wraps(lay_out)
    def block_level_layout(context: Context, box: Box, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        known = getattr(context, "known", None)
        if known is not None and box.is_for_root_element and box.children:
            page = rest[2]
            found = known.serve(context, box, page)
            if found is not None:
                return found
        return lay_out(context, box, *rest, **more)

    block_level_layout.serves = True  # type: ignore[attr-defined] # so that it is done once
    return block_level_layout
