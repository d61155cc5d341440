"""Paths and text as they are drawn: the room a path takes, and the pen that writes (ISO 32000-1, 8.5 and 9.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.pdf.frame import Box
    from publish.pdf.typefaces import Typeface

MOVES = {"m", "l", "c", "v", "y", "h", "re"}

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

    def draw(self, name: str, numbers: Sequence[float], matrix: pikepdf.Matrix) -> None:
        """Take in one operator of a path. Curves lie within their handles, which are taken for them."""
        self.begun += name in {"m", "re"}
        if name == "re":
            x, y, width, height = numbers
            numbers = (x, y, x + width, y, x + width, y + height, x, y + height)
        for index in range(0, len(numbers) - 1, 2):
            x, y = matrix.transform((numbers[index], numbers[index + 1]))
            self.across.append(x)
            self.up.append(y)

    @property
    def box(self) -> Box | None:
        """The room it takes; None where nothing was drawn."""
        if not self.across:
            return None
        return (min(self.across), min(self.up), max(self.across), max(self.up))


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text: where it begins, the room it takes from there, and the characters there is no glyph for."""

    matrix: pikepdf.Matrix
    box: Box
    missing: str


@dataclass(slots=True)
class Pen:
    """What text is written with: face, size, and where the next glyph goes."""

    typeface: Typeface | None = None
    size: float = 0.0
    matrix: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
    line: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
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
        if name in self.set:
            self.set[name] = float(operands[0])
        elif name in {"BT", "Tm"}:
            self.line = self.matrix = pikepdf.Matrix(*map(float, operands)) if operands else pikepdf.Matrix()
        elif name in {"Td", "TD"}:
            if name == "TD":
                self.set["TL"] = -float(operands[1])
            self._down(float(operands[0]), float(operands[1]))
        elif name in {"Tj", "TJ"}:
            return self._show(list(operands[0]) if name == "TJ" else [operands[0]])
        else:
            return self._next_line(name, operands)
        return None

    def _next_line(self, name: str, operands: Sequence[Any]) -> Run | None:
        self._down(0, -self.set["TL"])
        if name == "T*":
            return None
        if name == '"':
            self.set["Tw"], self.set["Tc"] = float(operands[0]), float(operands[1])
        return self._show([operands[-1]])

    def _down(self, right: float, up: float) -> None:
        self.line = self.matrix = pikepdf.Matrix(1, 0, 0, 1, right, up) @ self.line

    def _show(self, parts: Sequence[Any]) -> Run | None:
        """Write strings with the kerning between them; blanks at the end take no room."""
        if self.typeface is None:
            return None
        begun, pen, last = self.matrix, 0.0, 0.0
        missing: list[str] = []
        stretch = self.set["Tz"] / 100
        for part in parts:
            if not isinstance(part, pikepdf.String):
                pen -= float(part) / 1000 * self.size * stretch
                continue
            word = self.typeface.word(bytes(part))
            if word.letters_inked >= 0:
                last = pen + self._room(word.inked, word.letters_inked, word.blanks_inked) * stretch
            pen += self._room(word.moved, word.letters, word.blanks) * stretch
            missing += word.missing
        self.matrix = pikepdf.Matrix(1, 0, 0, 1, pen, 0) @ self.matrix
        rise = self.set["Ts"]
        box = (min(0.0, last), rise + _BELOW * self.size, max(0.0, last), rise + _ABOVE * self.size)
        return Run(begun, box, "".join(dict.fromkeys(missing))) if last else None

    def _room(self, ems: float, letters: int, blanks: int) -> float:
        """Return the room of letters, with what is set between them and between words (9.3.3)."""
        return ems * self.size + letters * self.set["Tc"] + blanks * self.set["Tw"]
