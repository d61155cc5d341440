"""Marks outside the bleed: where to cut and fold, how the inks lie on each other, and whose page this is."""

from __future__ import annotations

import functools
import io
import unicodedata
from typing import TYPE_CHECKING, Any

from publish.measure import Length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.pdf.colour import Tints
    from publish.pdf.frame import Frame

LINE = 0.25
"""The weight of a mark, in points."""

ROOM = Length(5).pt
"""The narrowest slug that marks and a job line fit into."""

_GAP = Length(3).pt  # how far a crop mark stays away from the trim edge, even where there is no bleed
_LONGEST = Length(5).pt
_TEXT = 6.0  # points
_KAPPA = 0.5522847  # a quarter of a circle as a Bézier curve

_FOUR = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))
FOUR_COLOURS: tuple[Tints, ...] = (
    *_FOUR,
    *(tuple(part * 0.5 for part in ink) for ink in _FOUR),
    (1, 1, 0, 0),
    (0, 1, 1, 0),
    (1, 0, 1, 0),
    (0.5, 0.4, 0.4, 0),
)
"""Solid and half tone of each ink, the three overprints, and a gray made of colours that shows any cast."""

ONE_COLOUR: tuple[Tints, ...] = tuple((step / 10,) for step in range(10))
"""Black from solid to a tenth."""


def draw_marks(frame: Frame, kinds: Iterable[str], edge: str, patches: tuple[Tints, ...]) -> str:
    """Return the operators that draw marks in the colour that is set; a colour bar brings its own.

    `kinds` are crop, registration, fold, colour-bar; `edge` is the bound edge of this page, left or right.
    """
    wanted = set(kinds)
    drawn = [f"{LINE} w 0 J 0 j [] 0 d"]
    if "crop" in wanted:
        drawn += _crop(frame)
    if "registration" in wanted:
        drawn += _targets(frame)
    if "fold" in wanted:
        drawn += _fold(frame, edge)
    if "colour-bar" in wanted:
        drawn += ["q", *_bar(frame, patches), "Q"]
    return "\n".join(drawn) + "\n"


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.4f} {y:.4f} m {to_x:.4f} {to_y:.4f} l S"


def _reach(frame: Frame) -> tuple[float, float]:
    """Return how far from the trim edge a crop mark begins and ends."""
    begin = max(frame.bleed, _GAP)
    return begin, min(begin + _LONGEST, frame.margin - LINE)


def _crop(frame: Frame) -> list[str]:
    left, bottom, right, top = frame.trim
    begin, end = _reach(frame)
    across = [_line(x + way * begin, y, x + way * end, y) for x, way in ((left, -1), (right, 1)) for y in (bottom, top)]
    along = [_line(x, y + way * begin, x, y + way * end) for y, way in ((bottom, -1), (top, 1)) for x in (left, right)]
    return across + along


def _targets(frame: Frame) -> list[str]:
    _, _, width, height = frame.media
    near = frame.slug / 2
    size = min(Length(1.5).pt, frame.slug * 0.25)
    places = ((width / 2, near), (width / 2, height - near), (near, height / 2), (width - near, height / 2))
    return [line for x, y in places for line in _target(x, y, size)]


def _target(x: float, y: float, size: float) -> list[str]:
    arm = size * 1.7
    return [_line(x - arm, y, x + arm, y), _line(x, y - arm, x, y + arm), _circle(x, y, size)]


def _circle(x: float, y: float, size: float) -> str:
    hand = size * _KAPPA
    quarters = (
        (size, hand, hand, size, 0, size),
        (-hand, size, -size, hand, -size, 0),
        (-size, -hand, -hand, -size, 0, -size),
        (hand, -size, size, -hand, size, 0),
    )
    curves = " ".join(
        " ".join(f"{part + (y if index % 2 else x):.4f}" for index, part in enumerate(quarter)) + " c"
        for quarter in quarters
    )
    return f"{x + size:.4f} {y:.4f} m {curves} s"


def _fold(frame: Frame, edge: str) -> list[str]:
    """Return dashed lines at the bound edge, beyond its crop marks: fold here, do not cut."""
    left, bottom, right, top = frame.trim
    x = left if edge == "left" else right
    begin, end = _reach(frame)[1], frame.margin - LINE
    dashed = [_line(x, top + begin, x, top + end), _line(x, bottom - begin, x, bottom - end)]
    return ["[1.5 1] 0 d", *dashed, "[] 0 d"]


def _bar(frame: Frame, patches: tuple[Tints, ...]) -> list[str]:
    """Return a row of patches in the upper slug, from the left edge of the page towards the middle."""
    left, _, right, _ = frame.trim
    room = (right - left) / 2 - Length(10).pt
    side = min(Length(4).pt, room / len(patches), frame.slug * 0.5)
    y = frame.media[3] - (frame.slug + side) / 2
    bar = []
    for index, tints in enumerate(patches):
        colour = " ".join(f"{tint:g}" for tint in tints) + (" g" if len(tints) == 1 else " k")
        bar.append(f"{colour} {left + Length(4).pt + index * side:.4f} {y:.4f} {side:.4f} {side:.4f} re f")
    return bar


def draw_job_line(frame: Frame, text: str) -> str:
    """Return the operators that write a line of text into the lower slug, as outlines: no font is needed for it."""
    outlines, width = _outlines(_ascii(text))
    left, _, right, _ = frame.trim
    room = (right - left) / 2 - Length(10).pt
    size = min(_TEXT, room / width) if width else _TEXT
    x, y = left + Length(4).pt, (frame.slug - size * 0.7) / 2
    return f"q {size:.4f} 0 0 {size:.4f} {x:.4f} {y:.4f} cm\n{outlines}\nQ\n"


def _ascii(text: str) -> str:
    """Return a text as far as the plain face of a job line has letters for it: accents go, other scripts too."""
    plain = unicodedata.normalize("NFKD", text.translate(str.maketrans("łŁøØđĐßı–—", "lLoOdDsi--")))
    return " ".join("".join(letter for letter in plain if " " <= letter <= "~" or letter == "·").split())


@functools.cache
def _face() -> tuple[Any, dict[int, str], int]:
    """Return the glyphs of the free face that Pillow carries (Aileron, CC0), so no machine's fonts matter."""
    from fontTools.ttLib import TTFont
    from PIL import ImageFont

    carried = ImageFont.load_default(10)
    if not isinstance(carried, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    font = TTFont(io.BytesIO(carried.font_bytes))
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


def _outlines(text: str) -> tuple[str, float]:
    """Return a text as filled paths one em high, and its width in ems."""
    drawn, offset = [], 0.0
    for letter in text:
        drawn.append(_placed(letter, offset))
        offset += _letter(letter)[1]
    return "\n".join([*filter(None, drawn), "f"]), offset / _face()[2]


@functools.lru_cache(maxsize=1024)
def _placed(letter: str, offset: float) -> str:
    """Return the outlines of a letter in its place in a line: the lines of all pages begin with the same words."""
    _, _, em = _face()
    drawn = []
    for operator, points in _letter(letter)[0]:
        where = " ".join(f"{(x + offset) / em:.4f} {y / em:.4f}" for x, y in points)
        drawn.append(f"{where} {operator}".lstrip())
    return "\n".join(drawn)


@functools.cache
def _letter(letter: str) -> tuple[tuple[tuple[str, tuple[tuple[float, float], ...]], ...], float]:
    """Return the strokes of a letter, each an operator and its points in units of the face, and the letter's width."""
    from fontTools.pens.basePen import BasePen

    glyphs, names, _ = _face()
    strokes: list[tuple[str, tuple[tuple[float, float], ...]]] = []

    class Pen(BasePen):  # type: ignore[misc] # fontTools has no types
        def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
            strokes.append(("m", (pt,)))

        def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
            strokes.append(("l", (pt,)))

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
            strokes.append(("c", points))

        def _closePath(self) -> None:  # noqa: N802 - fontTools' name
            strokes.append(("h", ()))

    glyph = glyphs[names.get(ord(letter), "space")]
    glyph.draw(Pen(glyphs))
    return tuple(strokes), glyph.width
