"""Lengths as the trade writes them: `148mm`, `10pt`, `A5`."""

from __future__ import annotations

import re
from dataclasses import dataclass

PT_PER_MM = 72 / 25.4

_LENGTH = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(mm|cm|in|pt)\s*")
_IN_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 1 / PT_PER_MM}


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """A length, kept in millimetres."""

    mm: float

    @property
    def pt(self) -> float:
        """The same length in PostScript points (1/72 inch)."""
        return self.mm * PT_PER_MM

    def __str__(self) -> str:
        """Return the length as it is typed, e.g. `3mm`."""
        return f"{self.mm:.6f}".rstrip("0").rstrip(".") + "mm"


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a page or a sheet, in millimetres."""

    width: float
    height: float

    def __str__(self) -> str:
        """Return the size as it is typed, e.g. `148x210mm`."""
        return f"{Length(self.width)}".removesuffix("mm") + f"x{Length(self.height)}"

    @property
    def landscape(self) -> Size:
        """The same sheet turned so that it is wider than high."""
        return Size(max(self.width, self.height), min(self.width, self.height))


# ISO 216, ANSI/ASME Y14.1 and the trade's names (SRA3: ISO 217; digest: half letter).
TRIM_SIZES = {
    "A6": Size(105, 148),
    "A5": Size(148, 210),
    "A4": Size(210, 297),
    "digest": Size(139.7, 215.9),
    "letter": Size(215.9, 279.4),
}
SHEET_SIZES = {
    "A4": Size(210, 297),
    "A3": Size(297, 420),
    "SRA3": Size(320, 450),
    "letter": Size(215.9, 279.4),
    "tabloid": Size(279.4, 431.8),
}


def parse_length(text: str) -> Length:
    """Read `3mm`, `0.5in`, `10pt` or `1cm`; ValueError where it is none of these."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        message = f"“{text}” is not a length"
        raise ValueError(message)
    return Length(round(float(match[1]) * _IN_MM[match[2]], 6))


def parse_size(text: str, names: dict[str, Size]) -> Size:
    """Read a named size or `148x210mm`; ValueError where it is neither."""
    for name, size in names.items():
        if name.lower() == text.strip().lower():
            return size
    width, times, height = text.lower().partition("x")
    if not times:
        message = f"“{text}” is not a size"
        raise ValueError(message)
    unit = height.strip()[-2:]
    return Size(parse_length(width if width.strip()[-2:] == unit else width.strip() + unit).mm, parse_length(height).mm)
