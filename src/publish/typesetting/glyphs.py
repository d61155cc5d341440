"""Glyphs of a line written to the page together, where WeasyPrint asks six things of each.

What is written for a glyph is the same wherever it has the same width, so it is put together once for each. A line that
is made even is shaped as it was measured, and its blanks are widened as they are written: WeasyPrint has Pango widen
them, which shapes every word by itself. Lines with a glyph not met before, one raised above the line, a picture or a
sign no face has are left to WeasyPrint.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

# WeasyPrint's streams, boxes and fonts, and Pango's lines; they have no type information.
Stream: TypeAlias = Any
Box: TypeAlias = Any
Font: TypeAlias = Any
Line: TypeAlias = Any

_OLDEST = 14802  # from this version of Pango on, a font knows its size
_BLANK = re.compile(" |\u00a0".encode())
"""The blanks a line is made even by, as WeasyPrint counts them."""


def write_together() -> None:
    """Have lines written so; done once. `draw_first_line` is no public name of WeasyPrint 70: a test holds it."""
    from weasyprint.draw import text

    if not hasattr(text.draw_first_line, "together"):
        text.draw_first_line = _together(text.draw_first_line)


def _together(draw: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    @functools.wraps(draw)
    def draw_first_line(stream: Stream, box: Box, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:  # noqa: ANN401 - WeasyPrint's
        runs = _runs(stream, box) if text_overflow != "ellipsis" and block_ellipsis == "none" else None
        if runs is None:
            if _leaves_blanks(box.pango_layout):
                box.pango_layout.set_text(box.pango_layout.text, justify=True)
            return draw(stream, box, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        said = ""
        for font, size, written in runs:
            if font is not None:
                if said:
                    stream.show_text(said)
                said = ""
                stream.set_font_size(font.hash, size)
            said += written
        stream.show_text(said)
        return []

    draw_first_line.together = True  # type: ignore[attr-defined] # so that it is done once
    return draw_first_line


def _leaves_blanks(layout: Any) -> bool:  # noqa: ANN401 - WeasyPrint's
    """Whether a layout is one of ours (`paragraphs`), whose blanks Pango has not widened."""
    return getattr(layout, "leaves_blanks", False)


def _runs(stream: Stream, box: Box) -> list[tuple[Font | None, float, str]] | None:
    """Return the runs of a line: the font and its size where they change, and the glyphs as they are written.

    None where a line is not for us to write.
    """
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    layout, style = box.pango_layout, box.style
    odd = style["letter_spacing"] != "normal" or style["word_spacing"] or style["font_size"] < 1
    if odd or "\n" in layout.text or not box.text.strip() or pango.pango_version() < _OLDEST:
        return None
    wider = int(layout.justification_spacing * TO_UNITS) if _leaves_blanks(layout) else 0
    blanks = {found.start() for found in _BLANK.finditer(layout.text.encode())} if wider else set()
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - Pango's
    line, _ = layout.get_first_line()
    found: list[tuple[Font | None, float, str]] = []
    run, before, font, size = line.runs[0], None, None, 0.0
    while run != ffi.NULL:
        item = run.data.item
        changed = item.analysis.font != before
        if changed:
            before = item.analysis.font
            font, size = stream.add_font(before)
        here = {blank - item.offset for blank in blanks if 0 <= blank - item.offset < item.length}
        written = _written(font, size, run.data.glyphs, here, wider)
        if written is None:
            return None
        found.append((font if changed else None, size, written))
        run = run.next
    return found


def _written(font: Font, size: float, glyphs: Any, blanks: set[int], wider: int) -> str | None:  # noqa: ANN401 - Pango's
    """Return glyphs as they are written, the blanks wider than they are; None where one is not for us to say."""
    from weasyprint.text.ffi import ffi

    step, count = ffi.sizeof("PangoGlyphInfo") // 4, glyphs.num_glyphs
    numbers = memoryview(ffi.buffer(glyphs.glyphs, count * step * 4)).cast("i")
    if font.bitmap or font.svg or font.png or font.colr or any(numbers[3::step]):
        return None
    known = _known(font, size)
    keys = list(zip(numbers[::step].tolist(), numbers[1::step].tolist(), numbers[2::step].tolist(), strict=True))
    pieces = []
    for key in keys:
        piece = known.get(key)
        if piece is None:
            if key[0] not in font.widths or key[0] not in font.to_unicode:
                return None
            piece = known[key] = _piece(font, size, *key)
        pieces.append(piece)
    if blanks:
        places = [place for place, cluster in enumerate(ffi.unpack(glyphs.log_clusters, count)) if cluster in blanks]
        if len(places) != len(blanks):
            return None
        for place in places:
            number, width, offset = keys[place]
            pieces[place] = _piece(font, size, number, width + wider, offset)
    written = "<" + "".join(pieces)
    return written[:-1] if written[-1] == "<" else written + ">"


def _known(font: Font, size: float) -> dict[tuple[int, int, int], str]:
    """Return what is written for each glyph of a font at a size, by its number, width and offset."""
    if not hasattr(font, "written"):
        font.written = {}
    known: dict[tuple[int, int, int], str] = font.written.setdefault(size, {})
    return known


def _piece(font: Font, size: float, number: int, width: int, offset: int) -> str:
    """Return what is written for a glyph, with how far the next one is from its end (ISO 32000-1, 9.4.3)."""
    from weasyprint.text.ffi import FROM_UNITS

    aside = offset / size
    # WeasyPrint says it for every glyph whose width is no whole number: most of a page is then kerning by nought.
    kerning = round(font.widths[number] + aside - width * 1000 * FROM_UNITS / size)
    return (f">{-aside}<" if aside else "") + f"{number:04x}" + (f">{kerning}<" if kerning else "")
