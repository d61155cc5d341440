"""Fold, crop and slit marks as they are drawn on a sheet, in black ink only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.measure import PT_PER_MM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.imposition import Mark

# Thin enough to cut on, thick enough for a toner printer (points).
_WEIGHT = 0.35
_DASH = "[3 2] 0 d"


def drawn_marks(marks: Iterable[Mark]) -> list[str]:
    """Return the drawing of marks, one path each (ISO 32000-1, 8.5), in DeviceGray."""
    lines = [_line(mark) for mark in marks]
    return ["q 0 G", f"{number(_WEIGHT)} w", *lines, "Q"] if lines else []


def _line(mark: Mark) -> str:
    start = f"{number(mark.x * PT_PER_MM)} {number(mark.y * PT_PER_MM)} m"
    end = f"{number(mark.to_x * PT_PER_MM)} {number(mark.to_y * PT_PER_MM)} l"
    return f"{_DASH if mark.dashed else '[] 0 d'} {start} {end} S"


def number(value: float, digits: int = 4) -> str:
    """Return a number as PDF writes it: no exponent, no negative zero, nothing behind what is needed."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
