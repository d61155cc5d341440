"""Boxes in the margins of pages: only those that have something to say, and each text of theirs measured once.

WeasyPrint makes 16 of them for every page, with all the lengths they would have; a page has a head and a folio. How
wide these are it measures word by word, though the head says the same on most pages.
"""

from __future__ import annotations

import functools
import inspect
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import loading

if TYPE_CHECKING:
    from collections.abc import Callable

# WeasyPrint's boxes and its layout context; it has no type information.
Box: TypeAlias = Any
Context: TypeAlias = Any

MAKES_BOX = "        _standardize_page_based_counters(style, at_keyword)\n"
"""The line of WeasyPrint 70 after which a margin box is made; a test holds that it still stands there, once."""

_SAYS_NOTHING = """        if style['content'] in ('normal', 'inhibit', 'none'):
            return without_content()
"""

_SIDES = ("top", "right", "bottom", "left")
_NOTHING = {
    "is_generated": False,
    "width": 0,
    "height": 0,
    **{f"margin_{side}": 0 for side in _SIDES},
    **{f"padding_{side}": 0 for side in _SIDES},
    **{f"border_{side}_width": 0 for side in _SIDES},
}

_PLAIN = {"MarginBox", "LineBox", "InlineBox", "TextBox"}  # as wide as their text and their style say, and no more


def thin_out() -> None:
    """Have no margin boxes made that have nothing to say; done once, and nothing where the line is not found."""
    import weasyprint.layout.page as pages

    if is_thinned_out():
        return
    plain = pages.make_margin_boxes
    source = inspect.getsource(plain)
    if source.count(MAKES_BOX) != 1:
        return
    pages.without_content = lambda: SimpleNamespace(**_NOTHING)
    pages.min_content_width = _once(pages.min_content_width)
    pages.max_content_width = _once(pages.max_content_width)
    changed = compile(source.replace(MAKES_BOX, _SAYS_NOTHING + MAKES_BOX), pages.__file__, "exec")
    exec(changed, pages.__dict__)  # noqa: S102 - WeasyPrint's own function, but for two lines
    pages.make_margin_boxes.thinned_out = True  # so that it is known to be done
    loading.stand_in(plain, pages.make_margin_boxes)


def is_thinned_out() -> bool:
    """Whether margin boxes that have nothing to say are not made."""
    import weasyprint.layout.page as pages

    return hasattr(pages.make_margin_boxes, "thinned_out")


def _once(measure: Callable[..., float]) -> Callable[..., float]:
    """Return what measures a margin box, once for all that say the same in the same styles; any other each time."""

    @functools.wraps(measure)
    def width(context: Context, box: Box, outer: bool = True) -> float:  # noqa: FBT001, FBT002 - WeasyPrint's
        boxes = list(box.descendants())
        if any(type(child).__name__ not in _PLAIN for child in boxes):
            return measure(context, box, outer)
        if not hasattr(context, "margin_widths"):
            context.margin_widths = {}
        key = (measure, outer, *((type(child), id(child.style), getattr(child, "text", None)) for child in boxes))
        if key not in context.margin_widths:
            # The boxes are held with their styles, so that no others can have their identity.
            context.margin_widths[key] = (measure(context, box, outer), boxes)
        found: float = context.margin_widths[key][0]
        return found

    return width
