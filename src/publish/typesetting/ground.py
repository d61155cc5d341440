"""Whether a picture is light where the title of a cover is printed over it: black on a dark picture is not read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from publish.typesetting.pictures import KINDS

if TYPE_CHECKING:
    from publish.typesetting.pictures import Picture

_TITLE = 0.45  # the share of the cover's height in which its title stands
_PATCHES = 24  # a picture is looked at in so many patches each way: smaller ones do not hide a letter
_LIGHT = 140
"""The darkest grey, of 255, on which black text keeps a contrast of 6 to 1 (WCAG 2.2, 1.4.3 asks for 4.5)."""

_SHAPES = {"rect", "path", "circle", "ellipse", "polygon", "polyline", "line", "text", "image", "use"}


def is_light(picture: Picture) -> bool:
    """Whether the upper part of a picture is light all over; of a drawing, whether its ground is (its first shape)."""
    return _ground(picture.data) if picture.kind == KINDS[".svg"] else _darkest(picture.data) >= _LIGHT


def _darkest(data: bytes) -> int:
    """Return the darkest patch of a picture's upper part, as a grey; what is clear shows the paper."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as opened:
        seen = ImageOps.exif_transpose(opened).convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    upper = paper.convert("L").crop((0, 0, seen.width, max(1, round(seen.height * _TITLE))))
    return int(upper.resize((_PATCHES, _PATCHES), Image.Resampling.BOX).getextrema()[0])  # type: ignore[arg-type] # of one band


def _ground(data: bytes) -> bool:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(data)  # noqa: S314 - read before, by `pictures.read`
    first = next((shape for shape in root.iter() if str(shape.tag).rpartition("}")[2] in _SHAPES), None)
    if first is None:
        return True
    ground = str(first.tag).endswith("}rect") and _covers(first.attrib, root.get("viewBox", ""))
    return ground and _grey(first.get("fill", "")) >= _LIGHT


def _covers(rectangle: dict[str, str], box: str) -> bool:
    try:
        width, height = (float(side) for side in box.replace(",", " ").split()[2:])
        return float(rectangle["width"]) >= width and float(rectangle["height"]) >= height
    except (KeyError, ValueError):
        return rectangle.get("width") == rectangle.get("height") == "100%"


def _grey(colour: str) -> int:
    from PIL import ImageColor

    try:
        return int(ImageColor.getcolor(colour, "L"))  # type: ignore[arg-type] # a grey is one number
    except ValueError:
        return 0
