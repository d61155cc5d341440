"""The faces of a finished PDF: how wide their glyphs are, what they say, and which of them are not there."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf
from pikepdf import Name

from publish.pdf.seen import Face

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BLANK = 32
_UNSIZED = 0.5  # ems: how wide a glyph is where a file does not say


class Word(NamedTuple):
    """A string as it is set: how far it moves the pen (ems), its letters, its blanks of one byte, what has no glyph.

    `inked`, `letters_inked` and `blanks_inked` say the same up to its last letter that is no blank; -1 where it has
    none.
    """

    moved: float
    letters: int
    blanks: int
    inked: float
    letters_inked: int
    blanks_inked: int
    missing: tuple[str, ...]


class Widths(dict[int, float]):
    """How far each code moves the pen, in ems; what is not listed, as far as is usual."""

    def __init__(self, listed: Iterable[tuple[int, float]], usual: float) -> None:
        super().__init__(listed)
        self._usual = usual

    def __missing__(self, code: int) -> float:
        return self._usual


@dataclass(frozen=True, slots=True)
class Typeface:
    """A face as text is written with it: `says` gives the text of a code, `glyphs` how many the file holds (0: any).

    `blank` are the codes that say nothing but room.
    """

    face: Face
    wide: bool
    widths: Widths
    says: Mapping[int, str] = field(default_factory=dict)
    glyphs: int = 0
    blank: frozenset[int] = frozenset()
    _words: dict[bytes, Word] = field(default_factory=dict, compare=False)

    def word(self, shown: bytes) -> Word:
        """Return what a string comes to; a page says few strings, again and again."""
        word = self._words.get(shown)
        if word is None:
            word = self._words[shown] = self._weighed(shown)
        return word

    def _weighed(self, shown: bytes) -> Word:
        codes = self.codes(shown)
        last = len(codes)
        while last and codes[last - 1] in self.blank:
            last -= 1
        whole = self._room(codes)
        if last == len(codes) > 0:
            return Word(*whole, *whole, self._missing(codes))
        return Word(*whole, *(self._room(codes[:last]) if last else (0.0, -1, 0)), self._missing(codes))

    def _room(self, codes: Sequence[int]) -> tuple[float, int, int]:
        """Return how far codes move the pen, how many they are, and how many of them are blanks of one byte."""
        return sum(map(self.widths.__getitem__, codes)), len(codes), 0 if self.wide else codes.count(_BLANK)

    def _missing(self, codes: Sequence[int]) -> tuple[str, ...]:
        """Return what those codes say that lead to no glyph: an empty box is printed, or nothing (`.notdef`)."""
        if not self.glyphs or not codes or (min(codes) > 0 and max(codes) < self.glyphs):
            return ()
        return tuple(self.says.get(code) or "?" for code in codes if code == 0 or code >= self.glyphs)

    def _moved(self, codes: Sequence[int]) -> float:
        """Return how far codes move the pen."""
        return sum(map(self.widths.__getitem__, codes))

    def _blanks(self, codes: Sequence[int]) -> int:
        return 0 if self.wide else codes.count(_BLANK)

    def codes(self, shown: bytes) -> Sequence[int]:
        """Return the codes of a string: two bytes each in faces of many scripts, else one."""
        return struct.unpack(f">{len(shown) // 2}H", shown[: len(shown) // 2 * 2]) if self.wide else shown


def read_typeface(font: pikepdf.Object) -> Typeface:
    """Return what a font of a PDF (ISO 32000-1, 9.5) says of itself."""
    composite = font.get(Name.Subtype) == Name.Type0
    own = font.DescendantFonts[0] if composite else font
    described = own.get(Name.FontDescriptor, pikepdf.Dictionary())
    name = _SUBSET.sub("", str(font.get(Name.BaseFont, "/?"))[1:])
    family = str(described.get(Name.FontFamily, "")) or name
    program = next((described[key] for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in described), None)
    embedded = program is not None or font.get(Name.Subtype) == Name.Type3
    face = Face(name, family, embedded)
    usual = float(own.get(Name.DW, 1000)) / 1000 if composite else _UNSIZED
    # Only with this encoding is a code the number of a glyph.
    numbered = composite and font.get(Name.Encoding) == Name("/Identity-H") and "/FontFile2" in described
    glyphs = _glyphs(described.FontFile2.read_bytes()) if numbered else 0
    says = _said(font)
    blank = frozenset(code for code, text in says.items() if text.isspace())
    widths = Widths(_widths(own, composite=composite), usual)
    return Typeface(face, composite, widths, says, glyphs, blank)


def _widths(font: pikepdf.Object, *, composite: bool) -> Iterator[tuple[int, float]]:
    if not composite:
        first = int(font.get(Name.FirstChar, 0))
        for offset, width in enumerate(list(font.get(Name.Widths, []))):
            yield first + offset, float(width) / 1000
        return
    parts: list[Any] = list(font.get(Name.W, []))
    while len(parts) >= 2:
        first = int(parts.pop(0))
        following = parts.pop(0)
        if isinstance(following, pikepdf.Array):
            yield from ((first + offset, float(width) / 1000) for offset, width in enumerate(list(following)))
        elif parts:
            shared = float(parts.pop(0)) / 1000
            yield from ((code, shared) for code in range(first, int(following) + 1))


def _glyphs(program: bytes) -> int:
    """Return how many glyphs a TrueType font has; 0 where it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        return int(TTFont(io.BytesIO(program), lazy=True)["maxp"].numGlyphs)
    except (TTLibError, KeyError, ValueError):
        return 0


def _said(font: pikepdf.Object) -> dict[int, str]:
    """Return what the codes of a font say (its `ToUnicode`, ISO 32000-1, 9.10.3)."""
    if Name.ToUnicode not in font or not isinstance(font.ToUnicode, pikepdf.Stream):
        return {}
    said: dict[int, str] = {}
    for kind, inside in _SECTION.findall(font.ToUnicode.read_bytes()):
        words = [bytes.fromhex(found.decode()) for found in _HEX.findall(inside)]
        step = 2 if kind == b"bfchar" else 3
        for row in range(0, len(words) - step + 1, step):
            said |= _mapped(words[row : row + step])
    return said


def _mapped(row: list[bytes]) -> dict[int, str]:
    first, last = int.from_bytes(row[0]), int.from_bytes(row[-2])
    text = row[-1].decode("utf-16-be", errors="replace")
    if first == last or not text:
        return {first: text}
    return {first + step: text[:-1] + chr(ord(text[-1]) + step) for step in range(min(last - first, 0xFFFF) + 1)}
