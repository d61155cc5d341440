"""The pages of a long work drawn by two: a copy begins at the end and we at the beginning till we meet."""

from __future__ import annotations

import contextlib
import pickle
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import copies, drawn, sharing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publish.typesetting.drawn import Drawn

# WeasyPrint's documents, which have no type information.
Document: TypeAlias = Any

PAGES = 80
"""From so many pages on a copy is made: we have a fifth less to do then, and both together a third more."""

_SCALE = 0.75  # points to a CSS pixel, as WeasyPrint draws


@contextlib.contextmanager
def drawing(document: Document, unknown: int, *, tagged: bool) -> Iterator[Callable[[int], Drawn | None]]:
    """Have pages drawn from the last on by a copy, where a processor is idle, and yield what asks for one of them.

    So many pages are `unknown`, and have to be drawn.
    """
    copy = None
    if unknown >= PAGES and sharing.idle() > 0 and copies.can_be_made():
        with contextlib.suppress(OSError):  # the system may have no room for another process
            copy = copies.Copy(lambda: _drawings(document, tagged=tagged))
    try:
        yield _nothing if copy is None else lambda number: _page(copy, number)
    finally:
        if copy is not None:
            copy.end()


def _nothing(_: int) -> None:
    """Return no drawing of a page."""


def _page(copy: copies.Copy, number: int) -> Drawn | None:
    """Return the drawing of a page, if it has come; from then on all have, for the last were sent first."""
    come = copy.receive()
    if number in come:
        copy.end()
    drawing: Drawn | None = pickle.loads(come.pop(number, _NONE))  # noqa: S301 - our own copy has written it
    return drawing


_NONE = pickle.dumps(None)


def _drawings(document: Document, *, tagged: bool) -> Iterator[tuple[int, bytes]]:
    """Yield the drawings of the pages of a document, from the last on."""
    for number in reversed(range(len(document.pages))):
        drawing = drawn.draw(document.pages[number], _stream(document, tagged=tagged), _SCALE)
        yield number, pickle.dumps(drawing)


def _stream(document: Document, *, tagged: bool) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return a stream to draw a page on that is only looked at: whatever is put beside it is not."""
    from weasyprint.pdf.stream import Stream

    resources: dict[str, dict[str, object]] = {"ExtGState": {}, "XObject": {}, "Pattern": {}, "Shading": {}}
    resources["ColorSpace"] = {}
    tags: dict[object, object] | None = {} if tagged else None
    return Stream(document.fonts, (0, 0, 0, 0), resources, {}, tags, document.color_profiles, document.output_intent)
