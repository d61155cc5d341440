"""Making up pages: what a compositor does on seeing one made: no hole over a picture, no lopsided title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import (
    contexts,
    filling,
    glyphs,
    lines,
    measured,
    notes,
    page_styles,
    plain_boxes,
    titles,
)
from publish.typesetting.ending import Ending
from publish.typesetting.filling import Page
from publish.typesetting.known_pages import Known

if TYPE_CHECKING:
    from collections.abc import Callable

# WeasyPrint's HTML, boxes, layout context, and where in a tree of boxes a page ends; it has no type information.
Document: TypeAlias = Any
Box: TypeAlias = Any
Context: TypeAlias = Any
Where: TypeAlias = Any


def begin(document: Document, known: Known | None = None) -> None:
    """Have the pages of a document made up while they are laid out, but for those that are `known`."""
    import weasyprint.layout.page as pages

    lines.mend()
    contexts.share()
    glyphs.write_together()
    page_styles.share()
    plain_boxes.pass_by()
    measured.forget()
    if not notes.is_kept():
        notes.keep()
    document.made_up, document.ending, document.known = set(), Ending(), known or Known(recalls=False)
    if not hasattr(pages.remake_page, "made_up"):
        pages.remake_page = _making_up(pages.remake_page)


def ending(laid_out: Any) -> Ending:  # noqa: ANN401 - WeasyPrint's document
    """Return how a document that was made up ends."""
    found: Ending = laid_out._html.ending  # noqa: SLF001 - WeasyPrint keeps what it laid out nowhere else
    return found


def _making_up(remake: Callable[..., tuple[Box, Where]]) -> Callable[..., tuple[Box, Where]]:
    """Return what lays out one page, and then makes it up: `remake_page` is no public name of WeasyPrint 70."""

    def remake_page(index: int, context: Context, root: Box, html: Document) -> tuple[Box, Where]:
        if getattr(html, "made_up", None) is None:
            return remake(index, context, root, html)
        html.known.begin(root, context, html)
        before = _State.of(context)
        followed = _following(context, index)

        def again() -> Page:
            before.restore(context, index)
            return Page(*remake(index, context, root, html))

        if html.ending.last in {0, index + 1}:
            html.ending.open(root)
        page = Page(*remake(index, context, root, html))
        if html.ending.last and page.end != followed:  # all pages after it are made anew, the last too
            html.ending.open(root)
            page = again()
        if not html.known.served:  # a page that is known was made up before
            filled = filling.filled(page, context.page_maker[index][0], root, again, html.made_up)
            html.known.moved(filled.moved)
            # A page from which a picture was moved was laid out by what stands far beyond it.
            alone = before.alone and filled is page
            page = again() if titles.balance(filled.box, root, context, html.made_up) else filled
            following = filling.box_at(root, filling.path_of(page.end))
            page = _ended(page, index, context, html.ending, following, again)
            # Whether the text can end on a page hangs on its number.
            alone = alone and not html.ending.is_back(following)
            html.known.learn(context, index, page.box, page.end, alone=alone)
        return page.box, page.end

    remake_page.made_up = True  # type: ignore[attr-defined] # so that it is done once
    return remake_page


def _ended(
    page: Page, index: int, context: Context, ending: Ending, following: Box | None, again: Callable[[], Page]
) -> Page:
    """Return a page before a box, the text ended on it if it can be the back of the whole."""
    if context.reported_footnotes:  # there is more to come
        return page
    made = [page]

    def ends() -> bool:
        made.append(again())
        return made[-1].end is None and not context.reported_footnotes

    ending.close(index + 1, following, ends)
    return made[-1]


def _following(context: Context, index: int) -> Where:
    """Return where the page after one begins, as far as that is known."""
    known = context.page_maker[index + 1 :]
    return known[0][0] if known else None


@dataclass(frozen=True, slots=True)
class _State:
    """What laying out a page changes in the context, as it was before."""

    footnotes: list[Box]
    reported: list[Box]
    broken: dict[Box, Any]

    @classmethod
    def of(cls, context: Context) -> _State:
        """Return the state of a context."""
        return cls(context.footnotes.copy(), context.reported_footnotes.copy(), context.broken_out_of_flow.copy())

    @property
    def alone(self) -> bool:
        """Whether nothing of the page before goes on."""
        return not self.reported and not self.broken

    def restore(self, context: Context, index: int) -> None:
        """Put a context back, so that the page can be laid out anew."""
        context.footnotes = self.footnotes.copy()
        context.reported_footnotes = self.reported.copy()
        context.broken_out_of_flow = self.broken.copy()
        state = context.page_maker[index][-1]
        state["anchors"], state["content_lookups"] = [], []
