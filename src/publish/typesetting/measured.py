"""What a paragraph measures: it is shaped once, and told letter by letter how far each stands from its beginning."""

from __future__ import annotations

import functools
from array import array
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting import shaped

if TYPE_CHECKING:
    from publish.typesetting.shaped import Run

# WeasyPrint's styles; it has no type information.
Style: TypeAlias = Any

_MOST = 200  # paragraphs held; a page has a few dozen
_TAIL = 24  # letters by which a paragraph is looked for, before it is compared
_LINE = 0.3  # a letter of running text is wider than this share of its size
_SOFT_HYPHEN = "\u00ad"
_BEGINS = bytes(byte & 0xC0 != 0x80 for byte in range(256))  # whether a letter begins at a byte of UTF-8
_BLANKS = {" ", "\u00a0", "\u202f"}  # the blanks that are not lost, or otherwise treated, where a line ends


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that was shaped: all lengths are whole units of Pango, all places are numbers of letters.

    `at` is how far each letter stands from the beginning (-1 inside of a cluster), `bytes_` its byte; `breaks` are the
    places a line may end at, `trimmed` the same without the blank before them, `ends` how far those stand. `run` is its
    glyphs, where a line's can be cut out of them.
    """

    text: str
    style: Style
    at: array[int]
    bytes_: range | array[int]
    breaks: array[int]
    trimmed: array[int]
    ends: array[int]
    height: float
    baseline: float
    direction: int
    run: Run | None


_PARAGRAPHS: dict[tuple[int, str], Paragraph | None] = {}
_ADVANCES: dict[tuple[int, str], tuple[Style, int]] = {}


def forget() -> None:
    """Forget what was shaped for another document."""
    _PARAGRAPHS.clear()
    _ADVANCES.clear()


def known(text: str, style: Style, max_width: float) -> Paragraph | None:
    """Return the paragraph a text is the rest of; None where it is no ordinary one, or likely to fit a line."""
    key = (id(style), text[-_TAIL:])
    paragraph = _PARAGRAPHS.get(key)
    if paragraph is not None and paragraph.style is style and paragraph.text.endswith(text):
        return paragraph
    if paragraph is None and key in _PARAGRAPHS:  # it was shaped in vain
        return None
    if len(text) * style["font_size"] * _LINE < max_width or not _is_ordinary(text, style):
        return None
    while len(_PARAGRAPHS) >= _MOST:
        _PARAGRAPHS.pop(next(iter(_PARAGRAPHS)))
    _PARAGRAPHS[key] = _shaped(text, style)
    return _PARAGRAPHS[key]


def _is_ordinary(text: str, style: Style) -> bool:
    return (
        style["white_space"] == "normal"
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
        and style["text_decoration_line"] == "none"
        and _SOFT_HYPHEN not in text
        and not any(letter.isspace() for letter in set(text) - _BLANKS)
    )


def _shaped(text: str, style: Style) -> Paragraph | None:
    """Return a text with what it measures; None where it is in several faces, or not one paragraph."""
    from weasyprint.text import line_break
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    layout = line_break.Layout(style)
    layout.set_text(text)
    line, more = layout.get_first_line()
    encoded = text.encode()
    runs = shaped.runs_of(line, layout.layout)
    at = _places(runs, encoded)
    if more is not None or at is None or len(at) != len(text) + 1:
        return None
    bytes_ = range(len(text) + 1) if text.isascii() else _first_bytes(encoded)
    size, within, may_break = _flags()
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    flags = bytes(ffi.buffer(attributes, len(text) * size))[within::size]
    breaks = list(compress(range(1, len(text)), flags[1:].translate(may_break)))
    trimmed = [place if text[place - 1] != " " else _trimmed(text, place - 1) for place in breaks]
    ends = [at[place] for place in trimmed]
    if any(end < 0 for end in ends) or ends != sorted(ends):
        return None
    _, height = line_break.line_size(line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    direction = layout.first_line_direction
    stops = array("i", breaks), array("i", trimmed), array("i", ends)
    run = runs[0] if len(runs) == 1 and runs[0].is_plain and not runs[0].backward else None
    return Paragraph(text, style, at, bytes_, *stops, height, baseline, direction, run)


def _places(runs: tuple[Run, ...], encoded: bytes) -> array[int] | None:
    """Return how far each letter of a line stands from its beginning in reading order, -1 where no cluster begins.

    Where a line is cut, its parts are as long whichever way their words run. None where not all is in one face.
    """
    places, begins, far = array("i"), encoded.translate(_BEGINS), 0
    for run in sorted(runs, key=lambda run: run.begins):
        if run.face is not runs[0].face:
            return None
        widths, clusters = run.widths.tolist(), run.clusters.tolist()
        if run.backward:
            widths.reverse()
            clusters.reverse()
        letters = list(compress(range(run.length), begins[run.begins : run.begins + run.length]))
        reached = list(accumulate(widths, initial=far))
        far = reached.pop()
        if clusters != letters:  # there are ligatures or accents: a cluster stands where its first glyph does
            known = dict(zip(reversed(clusters), reversed(reached), strict=True))
            reached = [known.get(letter, -1) for letter in letters]
        places.extend(reached)
    places.append(far)
    return places


def _first_bytes(encoded: bytes) -> array[int]:
    """Return where each letter begins in UTF-8, and where the text ends."""
    return array("i", [*compress(range(len(encoded)), encoded.translate(_BEGINS)), len(encoded)])


def _trimmed(text: str, place: int) -> int:
    while place and text[place - 1] == " ":
        place -= 1
    return place


@functools.cache
def _flags() -> tuple[int, int, bytes]:
    """Return how many bytes tell of a place, which of them says that a line may end there, and how it is read."""
    from weasyprint.text.ffi import ffi

    said = bytes(ffi.buffer(ffi.new("PangoLogAttr *", {"is_line_break": 1})))
    within = next(byte for byte, flags in enumerate(said) if flags)
    return len(said), within, bytes(bool(flags & said[within]) for flags in range(256))


def advance(style: Style, text: str) -> int:
    """Return how wide a text is by itself, in units of Pango."""
    from weasyprint.text import line_break
    from weasyprint.text.ffi import TO_UNITS

    key = (id(style), text)
    if key not in _ADVANCES:
        layout = line_break.Layout(style)
        layout.set_text(text)
        # The style is held, so that no other can have its identity.
        _ADVANCES[key] = style, int(line_break.line_size(layout.get_first_line()[0], style)[0] * TO_UNITS)
    return _ADVANCES[key][1]
