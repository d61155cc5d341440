"""Paths and text as they are drawn: the room a path takes, and the pen that writes (ISO 32000-1, 8.5 and 9.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from publish.pdf.matrices import IDENTITY, Matrix, moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.pdf.frame import Box
    from publish.pdf.typefaces import Typeface

# Letters without tails stand on the line, tails reach a fifth below it; ems, near enough for every face we set.
_ABOVE, _BELOW = 0.7, -0.2
_UNSEEN = 3  # the rendering mode in which text is there and not seen


@dataclass(slots=True)
class Path:
    """A path that is being drawn: how far it reaches, how often it was begun, and whether it cuts what follows."""

    across: list[float] = field(default_factory=list)
    up: list[float] = field(default_factory=list)
    begun: int = 0
    cuts: bool = False

    def draw(self, points: Sequence[float], begun: int, matrix: Matrix) -> None:
        """Take in points, x and y in turn. Curves lie within their handles, which are taken for them."""
        self.begun += begun
        if not points:
            return
        a, b, c, d, e, f = matrix
        xs, ys = points[::2], points[1::2]
        if not (b or c):
            # What is only moved and scaled reaches as far as its outermost points.
            xs, ys = (min(xs), max(xs)), (min(ys), max(ys))
        self.across += [a * x + c * y + e for x, y in zip(xs, ys, strict=True)]
        self.up += [b * x + d * y + f for x, y in zip(xs, ys, strict=True)]

    @property
    def box(self) -> Box | None:
        """The room it takes; None where nothing was drawn."""
        if not self.across:
            return None
        return (min(self.across), min(self.up), max(self.across), max(self.up))


class Run(NamedTuple):
    """A run of text: where it begins, the room it takes from there, and the characters there is no glyph for."""

    matrix: Matrix
    box: Box
    missing: str


@dataclass(slots=True)
class Pen:
    """What text is written with: face, size, and where the next glyph goes."""

    typeface: Typeface | None = None
    size: float = 0.0
    matrix: Matrix = IDENTITY
    line: Matrix = IDENTITY
    set: dict[str, float] = field(default_factory=lambda: {"Tc": 0, "Tw": 0, "Tz": 100, "TL": 0, "Ts": 0, "Tr": 0})

    @property
    def hidden(self) -> bool:
        """Whether what is written is not seen."""
        return int(self.set["Tr"]) == _UNSEEN

    def take(self, typeface: Typeface, size: float) -> None:
        """Go on in another face."""
        self.typeface, self.size = typeface, size

    def write(self, name: str, operands: Sequence[Any]) -> Run | None:
        """Take in one operator of text; return what it wrote, None where it only moved or set something."""
        if name in {"Tj", "TJ"}:
            return self._show(operands[0] if name == "TJ" else operands)
        if name in self.set:
            self.set[name] = operands[0]
        elif name in {"BT", "Tm"}:
            a, b, c, d, e, f = operands or IDENTITY
            self.line = self.matrix = (a, b, c, d, e, f)
        elif name in {"Td", "TD"}:
            if name == "TD":
                self.set["TL"] = -operands[1]
            self._down(operands[0], operands[1])
        else:
            return self._next_line(name, operands)
        return None

    def _next_line(self, name: str, operands: Sequence[Any]) -> Run | None:
        self._down(0, -self.set["TL"])
        if name == "T*":
            return None
        if name == '"':
            self.set["Tw"], self.set["Tc"] = operands[0], operands[1]
        return self._show([operands[-1]])

    def _down(self, right: float, up: float) -> None:
        self.line = self.matrix = moved(right, up, self.line)

    def _show(self, parts: Sequence[Any]) -> Run | None:
        """Write strings with the kerning between them; blanks at the end take no room."""
        if self.typeface is None:
            return None
        begun, pen, last, size = self.matrix, 0.0, 0.0, self.size
        stretch, between, blank = self.set["Tz"] / 100, self.set["Tc"], self.set["Tw"]
        kerned = size * stretch / 1000
        missing: list[str] = []
        for part in parts:
            if not isinstance(part, bytes):
                pen -= part * kerned
                continue
            moved_on, letters, blanks, inked, letters_inked, blanks_inked, lacking = self.typeface.word(part)
            if letters_inked >= 0:
                last = pen + (inked * size + letters_inked * between + blanks_inked * blank) * stretch
            pen += (moved_on * size + letters * between + blanks * blank) * stretch
            missing += lacking
        self.matrix = moved(pen, 0, begun)
        rise = self.set["Ts"]
        box = (min(0.0, last), rise + _BELOW * size, max(0.0, last), rise + _ABOVE * size)
        return Run(begun, box, "".join(dict.fromkeys(missing))) if last else None
