"""Titles in lines of about one length: WeasyPrint has no `text-wrap: balance`, so the line is made narrower for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

# WeasyPrint's boxes and its layout context; it has no type information.
Box: TypeAlias = Any
Context: TypeAlias = Any

_HEADINGS = {"h1", "h2", "h3", "h4"}
_MOST = 4  # a title of more lines is text
_STEP = 0.5  # CSS pixels


def balance(page: Box, root: Box, context: Context, done: set[Any]) -> bool:
    """Have the titles of a page that turn over break into lines of about one length; whether one of them does now.

    `root` is the tree of boxes the page is laid out from.
    """
    changed = False
    for box in _titles(page.children[0], quoted=False):
        if box.element not in done and (room := _room(box, context)) > _STEP:
            side = "padding_right" if box.style["direction"] == "ltr" else "padding_left"
            original = next(each for each in root.descendants() if _is_of(each, box))
            # Boxes that the same rules hold for have one style: this one gets its own.
            original.style = original.style.copy()
            original.style[side] = pixels(room)
            changed = True
        done.add(box.element)
    return changed


def _is_of(box: Box, laid_out: Box) -> bool:
    """Whether a laid-out box is one of a box of the tree."""
    return box.element is laid_out.element and box.element_tag == laid_out.element_tag


def pixels(size: float) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return a length as WeasyPrint's styles hold it."""
    from weasyprint.css.properties import Dimension

    return Dimension(size, "px")


def _titles(box: Box, *, quoted: bool) -> Iterator[Box]:
    """Yield the boxes of headings, subtitles and pulled quotes in a box."""
    box = getattr(box, "_box", box)  # what is placed absolutely is wrapped
    classes = (box.element.get("class") or "").split() if box.element is not None else []
    if box.element_tag in _HEADINGS or (box.element_tag == "p" and (quoted or "subtitle" in classes)):
        yield box
        return
    for child in getattr(box, "children", ()):
        if not hasattr(child, "text"):
            yield from _titles(child, quoted=quoted or "pullquote" in classes)


def _room(box: Box, context: Context) -> float:
    """Return how much narrower a title can be set in as many lines; 0 where it is not plain text of a few lines."""
    lines = [child for child in box.children if type(child).__name__ == "LineBox"]
    texts = [text for line in lines for text in _texts(line)]
    if not 2 <= len(lines) <= _MOST or len(texts) != len(lines) or len(lines) != len(box.children):
        return 0.0
    whole = " ".join(text.text.strip() for text in texts)
    style, most = texts[0].style, float(box.width)
    low, high = most / 2, most
    if _count(whole, style, context, most) != len(lines):
        return 0.0
    while high - low > _STEP:
        middle = (low + high) / 2
        low, high = (low, middle) if _count(whole, style, context, middle) <= len(lines) else (middle, high)
    return max(0.0, most - high - _STEP)


def _texts(line: Box) -> list[Box]:
    return [box for box in line.descendants() if hasattr(box, "text")]


def _count(text: str, style: Any, context: Context, width: float) -> int:  # noqa: ANN401 - WeasyPrint's
    """Return how many lines of a width a text takes; one more than `_MOST` where a word is wider than that."""
    from weasyprint.text.line_break import split_first_line

    count = 0
    while text and count <= _MOST:
        _, _, resume, wide, _, _ = split_first_line(text, style, context, width, 0)
        if wide > width:
            return _MOST + 1
        count += 1
        text = "" if resume is None else text.encode()[resume:].decode()
    return count
