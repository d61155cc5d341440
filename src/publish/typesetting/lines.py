"""Lines of full length where WeasyPrint would break after one word, words it would divide, rows that begin a page."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from publish.typesetting import paragraphs, patterns

if TYPE_CHECKING:
    from collections.abc import Callable


def mend() -> None:
    """Have lines broken no earlier than they need to be, and `margin-break` minded by tables; done once.

    A text fits even where the blank at its end does not. `split_first_line` is no public name of WeasyPrint 70, and
    a test holds that it still needs this.
    """
    from weasyprint.css.properties import TABLE_WRAPPER_BOX_PROPERTIES
    from weasyprint.layout import inline

    patterns.keep()
    # The box around a table has its margins, and so needs what becomes of them where a page begins.
    TABLE_WRAPPER_BOX_PROPERTIES.add("margin_break")
    if not hasattr(inline.split_first_line, "mended"):
        inline.split_first_line = paragraphs.breaking(_mended(inline.split_first_line))
        inline.create_layout = paragraphs.resting(inline.create_layout)
        inline.split_inline_box, inline.split_text_box = _whole_words(inline.split_inline_box, inline.split_text_box)


def _mended(split: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(split)
    def split_first_line(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        found = split(text, style, context, max_width, *rest, **more)
        # Before an element stands a blank, which hangs over the end of the line; WeasyPrint takes the text for too
        # wide because of it, and then for one that can be broken after its first word only.
        if found[2] is None or not text.endswith(" ") or " " in text.encode()[: found[2]].decode().strip():
            return found
        whole = split(text.rstrip(" "), style, context, max_width, *rest, **more)
        return found if whole[2] is not None else split(text, style, context, float("inf"), *rest, **more)

    split_first_line.mended = True  # type: ignore[attr-defined] # so that it is done once
    return split_first_line


def _whole_words(
    split_box: Callable[..., Any], split_text: Callable[..., Any]
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return what divides a word anywhere only where it begins its line, and is longer than that.

    WeasyPrint takes the first word inside of every element for one that begins its line.
    """
    from weasyprint.formatting_structure.boxes import LineBox

    begun: list[float | None] = [None]  # where the first text of each line in the making stands

    @functools.wraps(split_box)
    def split_inline_box(context: Any, box: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        if not isinstance(box, LineBox):
            return split_box(context, box, *rest, **more)
        begun.append(None)
        try:
            return split_box(context, box, *rest, **more)
        finally:
            begun.pop()

    @functools.wraps(split_text)
    def split_text_box(context: Any, box: Any, width: float | None, skip: int, is_line_start: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 - WeasyPrint's
        # What is measured before it is placed, as is what will float, stands nowhere yet.
        first, at = begun[-1], getattr(box, "position_x", None)
        begins = first is None or at is None or at <= first
        placed = split_text(context, box, width, skip, is_line_start and begins)
        if first is None and placed[0] is not None:
            begun[-1] = at
        return placed

    return split_inline_box, split_text_box
