"""The colour spaces a finished PDF can speak, and what a colour in one of them becomes in ink (ISO 32000-1, 8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.pdf.colour import RGB, Palette, Tints

_COUNTED = {1: "gray", 3: "rgb", 4: "cmyk"}
_NAMED = {
    "/DeviceGray": "gray",
    "/G": "gray",
    "/CalGray": "gray",
    "/DeviceRGB": "rgb",
    "/RGB": "rgb",
    "/CalRGB": "rgb",
    "/DeviceCMYK": "cmyk",
    "/CMYK": "cmyk",
    "/Pattern": "pattern",
}
_INITIAL = {"gray": (0.0,), "rgb": (0.0, 0.0, 0.0), "cmyk": (0.0, 0.0, 0.0, 1.0), "lab": (0.0, 0.0, 0.0)}


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: `gray`, `rgb`, `cmyk`, `lab`, `pattern`, or `all` (registration colour)."""

    kind: str

    @property
    def initial(self) -> tuple[float, ...]:
        """The colour that holds when only the space was named."""
        return _INITIAL[self.kind]

    def paint(self, values: Sequence[float], palette: Palette, *, blend: bool = False) -> Tints:
        """Return what a colour becomes; ValueError where it has not as many parts as its space."""
        if len(values) != len(self.initial):
            raise ValueError(f"a {self.kind} colour with {len(values)} parts")
        if self.kind == "cmyk":
            return palette.mixed(tuple(values))
        rgb = self.seen(values)
        return palette.blend(rgb) if blend else palette.flat(rgb)

    def seen(self, values: Sequence[float]) -> RGB:
        """Return how a colour looks, as sRGB (of `cmyk`: roughly, to tell grays from colours)."""
        if self.kind == "gray":
            return (values[0], values[0], values[0])
        if self.kind == "lab":
            return _srgb(values[0], values[1], values[2])
        if self.kind == "cmyk":
            red, green, blue = (max(0.0, 1 - part - values[3]) for part in values[:3])
            return red, green, blue
        return (values[0], values[1], values[2])


BLACK = Space("gray")
ALL = Space("all")
PATTERN = Space("pattern")


def space_of(given: pikepdf.Object, resources: pikepdf.Object) -> Space:
    """Return the colour space something names; ValueError where it is one no press file of ours may hold."""
    if isinstance(given, Name):
        return _named(given, resources)
    family = str(given[0])
    if family == "/ICCBased":
        return Space(_COUNTED[int(given[1].N)])
    if family == "/Lab":
        return Space("lab")
    if family == "/Separation" and given[1] == Name.All:
        return ALL
    if family in _NAMED and (family != "/Pattern" or len(given) == 1):
        return Space(_NAMED[family])
    raise ValueError(f"the colour space {family.removeprefix('/')}")


def _named(name: Name, resources: pikepdf.Object) -> Space:
    if str(name) in _NAMED:
        return Space(_NAMED[str(name)])
    found = resources.get(Name.ColorSpace, pikepdf.Dictionary()).get(name)
    if found is None:
        raise ValueError(f"the colour space {str(name).removeprefix('/')}")
    return space_of(found, resources)


def _srgb(lightness: float, a: float, b: float) -> RGB:
    """Return a CIE L*a*b* colour (ISO 11664-4) as sRGB; whatever its white, paper white becomes screen white."""
    mid = (lightness + 16) / 116
    x, y, z = 0.9505 * _cube(mid + a / 500), _cube(mid), 1.0891 * _cube(mid - b / 200)
    red = 3.2406 * x - 1.5372 * y - 0.4986 * z
    green = -0.9689 * x + 1.8758 * y + 0.0415 * z
    blue = 0.0557 * x - 0.2040 * y + 1.0570 * z
    return _encoded(red), _encoded(green), _encoded(blue)


def _cube(value: float) -> float:
    return value**3 if value > 6 / 29 else 3 * (6 / 29) ** 2 * (value - 4 / 29)


def _encoded(linear: float) -> float:
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return min(1.0, max(0.0, value))
