"""Glyphs of a line written to the page together, where WeasyPrint asks six things of each.

What is written for a glyph is the same wherever it has the same width, so it is put together once for each. A line that
is made even is shaped as it was measured, and its blanks are widened as they are written: WeasyPrint has Pango widen
them, which shapes every word by itself. Lines with a glyph raised above the line, a picture or a sign no face has are
left to WeasyPrint. What a line says is written the same whatever was written before it, so that a page can be drawn by
itself.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import shaped, streams
from publish.typesetting.drawn import PageFonts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.typesetting.shaped import Face, Run

# WeasyPrint's streams, boxes and fonts; they have no type information.
Stream: TypeAlias = Any
Box: TypeAlias = Any
Font: TypeAlias = Any

_OLDEST = 14802  # from this version of Pango on, a font knows its size
_BLANK = re.compile(" |\u00a0".encode())
"""The blanks a line is made even by, as WeasyPrint counts them."""


def write_together() -> None:
    """Have lines written so; done once. `draw_first_line` is no public name of WeasyPrint 70: a test holds it."""
    from weasyprint.draw import text

    shaped.put_off()
    streams.put_together()
    if not hasattr(text.draw_first_line, "together"):
        text.draw_first_line = _together(text.draw_first_line)


def _together(draw: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    @functools.wraps(draw)
    def draw_first_line(stream: Stream, box: Box, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:  # noqa: ANN401 - WeasyPrint's
        fonts = stream._fonts  # noqa: SLF001 - WeasyPrint has no other name for it
        if isinstance(fonts, PageFonts):
            fonts.box = box
        runs = _runs(stream, box) if text_overflow != "ellipsis" and block_ellipsis == "none" else None
        if runs is None:
            if _leaves_blanks(box.pango_layout):
                box.pango_layout.deactivate()  # another one, for this may hold a face
                box.pango_layout.reactivate(box.style)
                box.pango_layout.set_text(box.pango_layout.text, justify=True)
            return draw(stream, box, text_overflow, block_ellipsis, matrix)
        _place(stream, matrix)
        said = ""
        before = None
        for font, face, written in runs:
            if face is not before:
                if said:
                    stream.show_text(said)
                said, before = "", face
                stream.set_font_size(font.hash, face.size)
            said += written
        stream.show_text(said)
        return []

    draw_first_line.together = True  # type: ignore[attr-defined] # so that it is done once
    return draw_first_line


def _place(stream: Stream, matrix: Any) -> None:  # noqa: ANN401 - WeasyPrint's
    """Have a line stand where it does; every line of a page stands upright."""
    from pydyf import _to_bytes

    *turned, x, y = matrix.values
    if turned == [1, 0, 0, -1]:
        stream.stream.append(b"1 0 0 -1 " + _to_bytes(x) + b" " + _to_bytes(y) + b" Tm")
    else:
        stream.set_text_matrix(*matrix.values)


def _leaves_blanks(layout: Any) -> bool:  # noqa: ANN401 - WeasyPrint's
    """Whether a layout is one of ours (`paragraphs`), whose blanks Pango has not widened."""
    return getattr(layout, "leaves_blanks", False)


def _runs(stream: Stream, box: Box) -> list[tuple[Font, Face, str]] | None:
    """Return the runs of a line: the font, the face it is at a size, and the glyphs as they are written.

    None where a line is not for us to write.
    """
    layout, style = box.pango_layout, box.style
    odd = style["letter_spacing"] != "normal" or style["word_spacing"] or style["font_size"] < 1
    if odd or "\n" in layout.text or not box.text.strip() or not _is_new_enough():
        return None
    runs = _glyphs(layout, style)
    if not all(run.is_plain for run in runs):
        return None
    said = layout.text.encode()
    wider = int(layout.justification_spacing * shaped.UNITS) if _leaves_blanks(layout) else 0
    blanks = {found.start() for found in _BLANK.finditer(said)} if wider else set()
    found: list[tuple[Font, Face, str]] = []
    for run in runs:
        font = _font(stream, run.face)
        here = {blank - run.begins for blank in blanks if 0 <= blank - run.begins < run.length}
        pieces = _pieces(run, here, wider)
        if pieces is None or font.bitmap or font.svg or font.png or font.colr:
            return None
        _meet(font, run, said)
        written = "<" + "".join(pieces)
        found.append((font, run.face, written[:-1] if written[-1] == "<" else written + ">"))
    return found


@functools.cache
def _is_new_enough() -> bool:
    from weasyprint.text.ffi import pango

    return bool(pango.pango_version() >= _OLDEST)


def _glyphs(layout: Any, style: Any) -> tuple[Run, ...]:  # noqa: ANN401 - WeasyPrint's
    """Return the glyphs of a line: those that are kept with it, or were met in a short text that says the same."""

    def shape() -> tuple[Run, ...]:
        from weasyprint.text.ffi import pango

        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - Pango's
        line, _ = layout.get_first_line()
        return shaped.runs_of(line, layout.layout)

    if layout.justification_spacing and not _leaves_blanks(layout):
        return shape()
    kept = getattr(layout, "shaped", None)
    if kept is not None:
        found: tuple[Run, ...] = kept.glyphs(shape)
        return found
    return shaped.once(layout.text, style, shape)


def _font(stream: Stream, face: Face) -> Font:
    """Return WeasyPrint's font of a face, which it makes at the first use of it."""
    fonts = stream._fonts  # noqa: SLF001 - WeasyPrint has no other name for it
    return fonts[face.key] if face.key in fonts else stream.add_font(face.pointer)[0]


def _meet(font: Font, run: Run, said: bytes) -> None:
    """Have a font know the glyphs of a run: how wide each is, and what it stood for at its first use."""
    if font.to_unicode.keys() >= set(run.numbers):
        return
    for place, number in enumerate(run.numbers):
        if number not in font.to_unicode:
            font.to_unicode[number] = _text(run, place, said)
        if number not in font.widths:
            font.widths[number] = run.face.width(number)


def _text(run: Run, place: int, said: bytes) -> str:
    """Return the text of a line that a glyph stands for: up to where that of the next one begins in reading order."""
    following = place - 1 if run.backward else place + 1
    end = run.clusters[following] if 0 <= following < len(run.clusters) else run.length
    return said[run.begins + run.clusters[place] : run.begins + end].decode()


def _pieces(run: Run, blanks: set[int], wider: int) -> Sequence[str] | None:
    """Return what is written for each glyph, the blanks wider than they are; None where one cannot be found."""
    keys = list(zip(run.numbers, run.widths, run.offsets, strict=True))
    pieces = list(map(run.face.written.__getitem__, keys))
    if blanks:
        places = [place for place, cluster in enumerate(run.clusters) if cluster in blanks]
        if len(places) != len(blanks):
            return None
        widened: dict[tuple[int, int, int], str] = {}
        for place in places:
            key = keys[place]
            if key not in widened:
                number, width, offset = key
                widened[key] = run.face.write((number, width + wider, offset))
            pieces[place] = widened[key]
    return pieces
