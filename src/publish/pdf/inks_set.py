"""A colour as a content stream sets it: its space by name, and how much ink it is (ISO 32000-1, 8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

if TYPE_CHECKING:
    from collections.abc import Sequence

DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}

_PAPER = {"DeviceGray": 1.0, "DeviceRGB": 1.0, "CalRGB": 1.0, "ICCBased 3": 1.0, "ICCBased 1": 1.0, "CalGray": 1.0}


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as it is set: its space, and how much ink it is (0: paper, -1: not known)."""

    space: str = "DeviceGray"
    ink: float = 1.0
    pattern: Any = None


BLACK = Colour()
"""What everything is painted in until another colour is set."""


def ink_set(space: str, operands: Sequence[Any]) -> float:
    """Return how much ink a colour is: the sum of four tints; of others only whether it is paper."""
    values = [float(part) for part in operands if not isinstance(part, str)]
    if space == "DeviceCMYK":
        return round(sum(values), 4)
    if space in _PAPER:
        return 0.0 if values and min(values) >= _PAPER[space] else -1.0
    return max(values) if space.startswith("Separation") and values else -1.0


def space_named(given: pikepdf.Object, resources: pikepdf.Object) -> str:
    """Return the name of a colour space, with what it stands for: `Separation All`, `ICCBased 3`, `Indexed …`."""
    if isinstance(given, Name):
        name = SHORT.get(str(given)[1:], str(given)[1:])
        known = resources.get(Name.ColorSpace, pikepdf.Dictionary())
        return space_named(known[given], resources) if given in known else name
    family = str(given[0])[1:]
    if family == "ICCBased":
        return f"ICCBased {given[1].N}"
    if family == "Separation":
        return f"Separation {str(given[1])[1:]}"
    return f"Indexed {space_named(given[1], resources)}" if family in {"Indexed", "I"} else family
