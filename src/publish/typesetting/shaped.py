"""Text as Pango shaped it: which glyphs stand for it, in which face, and how wide each is.

What is shaped for the layout is kept with the line, so that it need not be shaped again to be drawn.
"""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.typesetting.contexts import FEATURES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Pango's fonts, lines and layouts, WeasyPrint's styles; they have no type information.
Pointer: TypeAlias = Any
Line: TypeAlias = Any
Style: TypeAlias = Any

_MOST = 200  # faces known at a time; a book has a few dozen
UNITS = 1024
"""Units of Pango to a CSS pixel (PANGO_SCALE)."""

_BETWEEN = {"", " "}  # what may stand before and after a line that is cut out of its paragraph
_SHORT, _MOST_TEXTS = 60, 1000  # letters of a text whose glyphs may be needed again, and how many are kept
_SAYS = (
    "direction",
    "lang",
    "font_language_override",
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variation_settings",
    "font_kerning",
    *FEATURES,
    "overflow_wrap",
)
"""What of a style glyphs depend on."""
_LETTER = re.compile(r"[^\W\d_]")
_LARGEST = 0xFFFF  # what is above is no glyph of a face: an empty one, or one that no face has


@dataclass(frozen=True, eq=False)
class Face:
    """A face at a size: Pango's font, what keeps it there, WeasyPrint's key of it, and its size in CSS pixels.

    What is written for a glyph depends on nothing else, so it is kept with it: by the glyph's number, width and offset.
    So are the glyphs that stand at the `begin` or the `end` of a line as they do beside a blank.
    """

    pointer: Pointer
    held: object
    key: int
    size: float
    widths: dict[int, int] = field(default_factory=dict)
    begin: set[int] = field(default_factory=set)
    end: set[int] = field(default_factory=set)

    @functools.cached_property
    def written(self) -> Written:
        """What is written for each glyph of the face, by its number, width and offset."""
        return Written(self)

    def width(self, glyph: int) -> int:
        """Return how wide a glyph of the face is, in thousandths of its size, as WeasyPrint asks for it."""
        width = self.widths.get(glyph)
        return self._measured(glyph) if width is None else width

    def _measured(self, glyph: int) -> int:
        from weasyprint.text.ffi import ffi, pango

        logical = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(self.pointer, glyph, ffi.NULL, logical)
        width: int = round(logical.width * 1000 * (1 / UNITS) / self.size)
        self.widths[glyph] = width
        return width

    def write(self, key: tuple[int, int, int]) -> str:
        """Return what is written for a glyph, with how far the next one is from its end (ISO 32000-1, 9.4.3)."""
        number, width, offset = key
        aside = offset / self.size
        # WeasyPrint says it for every glyph whose width is no whole number: most of a page is then kerning by nought.
        kerning = round(self.width(number) + aside - width * 1000 * (1 / UNITS) / self.size)
        return (f">{-aside}<" if aside else "") + f"{number:04x}" + (f">{kerning}<" if kerning else "")


class Written(dict[tuple[int, int, int], str]):
    """What is written for each glyph of a face, put together when it is first asked for."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, key: tuple[int, int, int]) -> str:
        """Put together what is written for a glyph."""
        piece = self[key] = self.face.write(key)
        return piece


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face that stand beside each other: their numbers, widths and offsets in units of Pango.

    `clusters` are the bytes at which the text of each begins, from the byte of the line on at which the run does.
    """

    face: Face
    numbers: array[int]
    widths: array[int]
    offsets: array[int]
    clusters: array[int]
    begins: int
    length: int
    backward: bool
    raised: bool

    def part(self, first: int, last: int) -> Run:
        """Return the glyphs of some bytes of a run that goes forward, as those of a line of their own."""
        low, high = bisect_left(self.clusters, first), bisect_left(self.clusters, last)
        return Run(
            self.face,
            self.numbers[low:high],
            self.widths[low:high],
            self.offsets[low:high],
            array("i", [cluster - first for cluster in self.clusters[low:high]]),
            0,
            last - first,
            backward=False,
            raised=self.raised,
        )

    @property
    def is_plain(self) -> bool:
        """Whether its glyphs stand on the line one after another, and are all in the face."""
        return not self.raised and max(self.numbers, default=0) <= _LARGEST and min(self.numbers, default=0) >= 0


@dataclass(frozen=True, slots=True)
class Kept:
    """The glyphs of a line, kept from its layout; or those of its paragraph, a `part` of which they are."""

    runs: tuple[Run, ...]
    part: tuple[int, int] | None = None

    def glyphs(self, shape: Callable[[], tuple[Run, ...]]) -> tuple[Run, ...]:
        """Return the glyphs; what was cut out is shaped by itself until its ends are known to look the same so.

        A glyph may stand closer to a blank than it stands by itself, at the beginning of a line as at the end.
        """
        if self.part is None:
            return self.runs
        run = self.runs[0].part(*self.part)
        face, first, last = run.face, run.numbers[0], run.numbers[-1]
        if first in face.begin and last in face.end:
            return (run,)
        runs = shape()
        if runs == (run,):
            face.begin.add(first)
            face.end.add(last)
        return runs


def cut(run: Run | None, text: str, first: int, last: int, bytes_: Sequence[int]) -> Kept | None:
    """Return the glyphs of some letters of a text, None where they would not be the same by themselves.

    They are where it is cut at blanks, and there is a letter to tell the script of its signs.
    """
    if run is None or text[first - 1 : first] not in _BETWEEN or text[last : last + 1] not in _BETWEEN:
        return None
    return Kept((run,), (bytes_[first], bytes_[last])) if _LETTER.search(text, first, last) else None


def once(text: str, style: Style, shape: Callable[[], tuple[Run, ...]]) -> tuple[Run, ...]:
    """Return the glyphs of a text; a short one is shaped once: the leaders of contents, a running head, a mark."""
    if len(text) > _SHORT:
        return shape()
    key = (text, style.font_config.font_map, *(style[name] for name in _SAYS))
    if key not in _SHORT_TEXTS:
        if len(_SHORT_TEXTS) >= _MOST_TEXTS:
            _SHORT_TEXTS.clear()
        _SHORT_TEXTS[key] = shape()
    return _SHORT_TEXTS[key]


def put_off() -> None:
    """Have layouts prepared for drawing no sooner than something is asked of them that is not kept; done once."""
    from weasyprint.text.line_break import Layout

    if not hasattr(Layout, "put_off"):
        Layout.reactivate, Layout.deactivate, Layout.__getattr__ = _taken_up, _put_down, _woken
        Layout.put_off = True


def _taken_up(layout: Any, style: Any) -> None:  # noqa: ANN401 - WeasyPrint's
    layout.style = style


def _put_down(layout: Any) -> None:  # noqa: ANN401 - WeasyPrint's
    for name in ("layout", "language", "style"):
        vars(layout).pop(name, None)


def _woken(layout: Any, name: str) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Prepare a layout that was taken up, for what it is asked for is not there yet."""
    if name not in {"layout", "language"} or "style" not in vars(layout):
        raise AttributeError(name)
    layout.setup(layout.style)
    layout.set_text(layout.text, justify=not getattr(layout, "leaves_blanks", False))
    return vars(layout)[name]


_FACES: dict[Pointer, Face] = {}
_SHORT_TEXTS: dict[tuple[object, ...], tuple[Run, ...]] = {}


def runs_of(line: Line, layout: Pointer) -> tuple[Run, ...]:
    """Return the runs of a line of a Pango layout, in the order in which they stand."""
    from weasyprint.text.ffi import ffi

    found = []
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        found.append(_run(run.data.item, run.data.glyphs, layout))
        run = run.next
    return tuple(found)


def _run(item: Any, glyphs: Any, layout: Pointer) -> Run:  # noqa: ANN401 - Pango's
    from weasyprint.text.ffi import ffi

    count, step = glyphs.num_glyphs, ffi.sizeof("PangoGlyphInfo") // 4
    said = memoryview(ffi.buffer(glyphs.glyphs, count * step * 4)).cast("i")
    return Run(
        _face(item.analysis.font, layout),
        array("i", said[::step]),
        array("i", said[1::step]),
        array("i", said[2::step]),
        array("i", ffi.unpack(glyphs.log_clusters, count)),
        item.offset,
        item.length,
        backward=bool(item.analysis.level % 2),
        raised=any(said[3::step]),
    )


def _face(pointer: Pointer, layout: Pointer) -> Face:
    from weasyprint.text.fonts import get_pango_font_key

    face = _FACES.get(pointer)
    if face is None:
        if len(_FACES) >= _MOST:
            # What still needs one holds it.
            _FACES.clear()
            _SHORT_TEXTS.clear()
        key, _, size = get_pango_font_key(pointer)
        # Pango lets go of a font when the last layout that uses it goes, and its place is then another's.
        face = _FACES[pointer] = Face(pointer, layout, key, size)
    return face
