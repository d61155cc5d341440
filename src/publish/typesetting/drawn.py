"""A page that was drawn, as a value: what its drawing left behind, which can be put on an equal page in its place.

Only what is certain to come out the same is taken: text, rules, borders and grounds. Pages with pictures, gradients,
groups, forms or a sign that no face has are drawn as usual, every time.
"""

from __future__ import annotations

import copy
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import shaped
from publish.typesetting.text_layer import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# WeasyPrint's pages, boxes, streams and fonts; they have no type information.
Page: TypeAlias = Any
Box: TypeAlias = Any
Stream: TypeAlias = Any
Font: TypeAlias = Any

_CERTAIN = frozenset(b"q Q cm BT ET Tf Tm TJ Tr Ts rg RG k K re m l c h W W* n f f* S s B b w J j M d BMC EMC".split())
"""The operators (ISO 32000-1, annex A) that name nothing outside of their page but fonts."""

_OPACITY = re.compile(rb"/([aA][0-9.e-]+) gs")


@dataclass(frozen=True, slots=True)
class Use:
    """What a page uses a font for: WeasyPrint's key of it, and the first box in it, by its number as they are walked.

    In the order in which they were met: how wide its glyphs are, and what each stood for.
    """

    key: int
    box: int
    widths: tuple[tuple[int, int], ...]
    texts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the drawing of a page of so many boxes left behind.

    `content` is its operators; those of a mark stand with the number of the box they belong to.
    """

    content: tuple[bytes | tuple[int, bytes], ...]
    fonts: tuple[Use, ...]
    opacities: tuple[str, ...]
    boxes: int
    tagged: bool


class PageFonts(dict[int, Font]):
    """The fonts of a document as one page meets them: as though none of their glyphs had been written before.

    So a page has the same operators wherever it stands. `box` is the one that is being drawn.
    """

    def __init__(self, document: dict[int, Font]) -> None:
        super().__init__()
        self.document = document
        self.box: Box = None
        self.first: dict[int, Box] = {}

    def __contains__(self, key: object) -> bool:
        """Whether the document has a font; what it has is the page's from then on."""
        if not super().__contains__(key) and key in self.document:
            unmet = copy.copy(self.document[key])
            unmet.widths, unmet.to_unicode = {}, {}
            self[key] = unmet
        return super().__contains__(key)

    def __setitem__(self, key: int, font: Font) -> None:
        """Note which box a font was first used in."""
        self.first[key] = self.box
        super().__setitem__(key, font)

    def meet(self) -> None:
        """Have the document's fonts know what the page used them for."""
        for key, font in self.items():
            known = self.document.setdefault(key, font)
            _add(known, font.widths.items(), font.to_unicode.items())


def pages(
    laid_out: Sequence[Page], known: Callable[[int], Drawn | None], made: Callable[[int, Drawn], None] | None = None
) -> list[Page]:
    """Return pages that are drawn each by itself, or not at all where a drawing of it is `known`, by its number.

    Whoever wants the drawings is told those that were `made`.
    """
    found = []
    for number, page in enumerate(laid_out):
        ours = copy.copy(page)
        ours.paint = functools.partial(_paint, page, number, known, made)
        found.append(ours)
    return found


def _paint(
    page: Page,
    number: int,
    known: Callable[[int], Drawn | None],
    made: Callable[[int, Drawn], None] | None,
    stream: Stream,
    scale: float = 1,
) -> None:
    """Stand in for `Page.paint`."""
    drawing = known(number)
    if drawing is None or not replay(drawing, page, stream):
        drawing = draw(page, stream, scale, wanted=made is not None)
    if made is not None and drawing is not None:
        made(number, drawing)


def draw(page: Page, stream: Stream, scale: float, *, wanted: bool = True) -> Drawn | None:
    """Draw a page, and return its drawing if it is `wanted` and can be taken."""
    document, begins = stream._fonts, len(stream.stream)  # noqa: SLF001 - WeasyPrint has no other name for them
    fonts = stream._fonts = PageFonts(document)  # noqa: SLF001 - as above
    try:
        page.paint(stream, scale)
    finally:
        stream._fonts = document  # noqa: SLF001 - as above
    drawing = taken(page, stream, fonts, begins) if wanted else None
    fonts.meet()
    return drawing


def taken(page: Page, stream: Stream, fonts: PageFonts, begins: int = 0) -> Drawn | None:
    """Return what was drawn of a page on a stream from an operator on; None where not all of it is certain."""
    boxes = list(_walk(page._page_box))  # noqa: SLF001 - WeasyPrint has no other name for it
    places = {id(box): place for place, box in enumerate(boxes)}
    tags = stream._tags  # noqa: SLF001 - as above
    marks: dict[int, tuple[int, int]] = {}
    for box, mark in (tags or {}).items():
        if id(box) not in places or not isinstance(mark, Mark) or mark.stream is not stream:
            return None
        marks[mark.first] = (mark.last, places[id(box)])
    content = _content(stream.stream, begins, marks)
    uses = [_use(key, font, places.get(id(fonts.first[key]))) for key, font in fonts.items()]
    # What stands inside of a picture may be fetched as it is drawn, and be refused.
    odd = any(page.forms.values()) or any(hasattr(box, "replacement") for box in boxes)
    if odd or content is None or None in uses:
        return None
    said = b"\n".join(piece if isinstance(piece, bytes) else piece[1] for piece in content)
    opacities = tuple(dict.fromkeys(name.decode() for name in _OPACITY.findall(said)))
    return Drawn(content, tuple(filter(None, uses)), opacities, len(boxes), tags is not None)


def _walk(box: Box) -> Iterator[Box]:
    """Yield a box and all boxes in it, as `reading_order` walks them."""
    left = [box]
    while left:
        box = left.pop()
        box = getattr(box, "_box", box)  # what is placed absolutely is wrapped
        yield box
        left += reversed(box.children)


def _content(
    operators: list[Any], begins: int, marks: dict[int, tuple[int, int]]
) -> tuple[bytes | tuple[int, bytes], ...] | None:
    """Return operators joined up to each mark, None where one is not certain; a mark has three before what it marks."""
    found: list[bytes | tuple[int, bytes]] = []
    at = begins
    for first in sorted(marks):
        last, box = marks[first]
        before, inside = _joined(operators[at:first]), _joined(operators[first + 3 : last])
        if before is None or inside is None:
            return None
        found += [before, (box, inside)]
        at = last + 1
    after = _joined(operators[at:])
    return None if after is None else (*(piece for piece in found if piece), after)


def _joined(operators: list[Any]) -> bytes | None:
    said = [each.encode() if isinstance(each, str) else each for each in operators]
    return b"\n".join(said) if all(map(_is_certain, said)) else None


def _is_certain(operator: object) -> bool:
    """Whether an operator does the same on an equal page; the tag of a mark that is no text stands by itself."""
    if not isinstance(operator, bytes):
        return False
    return operator.rpartition(b" ")[2] in _CERTAIN or operator == b"/Artifact" or bool(_OPACITY.fullmatch(operator))


def _use(key: int, font: Font, box: int | None) -> Use | None:
    pictures = font.bitmap or font.svg or font.png or font.colr
    if box is None or pictures or max(font.to_unicode, default=0) >= font.glyph_count:
        return None
    return Use(key, box, tuple(font.widths.items()), tuple(font.to_unicode.items()))


def replay(drawing: Drawn, page: Page, stream: Stream) -> bool:
    """Put a drawing on the stream of an equal page, and return whether that could be done."""
    import pydyf

    boxes = list(_walk(page._page_box))  # noqa: SLF001 - WeasyPrint has no other name for it
    fonts, states = stream._fonts, stream._resources["ExtGState"]  # noqa: SLF001 - as above
    if len(boxes) != drawing.boxes or drawing.tagged != (stream._tags is not None):  # noqa: SLF001 - as above
        return False
    faces = {use.key: _pointer(use, boxes) for use in drawing.fonts if use.key not in fonts}
    if None in faces.values():
        return False
    for use in drawing.fonts:
        font = fonts[use.key] if use.key in fonts else stream.add_font(faces[use.key])[0]
        _add(font, use.widths, use.texts)
    for name in drawing.opacities:
        if name not in states:
            states[name] = pydyf.Dictionary({"CA" if name[0] == "A" else "ca": float(name[1:])})
    for piece in drawing.content:
        if isinstance(piece, bytes):
            stream.stream.append(piece)
        else:
            with stream.marked(boxes[piece[0]], "Span"):
                stream.stream += filter(None, [piece[1]])
    return True


def _pointer(use: Use, boxes: list[Box]) -> Any:  # noqa: ANN401 - Pango's font
    """Return the font that a page uses, found in the box that was the first in it; None where it is not there."""
    box = boxes[use.box]
    layout = getattr(box, "pango_layout", None)
    if layout is None:
        return None
    layout.reactivate(box.style)
    runs = shaped.runs_of(layout.get_first_line()[0], layout.layout)
    layout.deactivate()
    return next((run.face.pointer for run in runs if run.face.key == use.key), None)


def _add(font: Font, widths: Any, texts: Any) -> None:  # noqa: ANN401 - pairs of a glyph and something
    for glyph, width in widths:
        font.widths.setdefault(glyph, width)
    for glyph, text in texts:
        font.to_unicode.setdefault(glyph, text)
