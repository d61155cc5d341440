"""What inks a finished PDF really asks for: every colour it names and every see-through thing, page by page."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from publish.pdf.colour import heaviest
from publish.pdf.inks_set import SHORT, space_named
from publish.pdf.pictures import UnreadableError, read_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OPERATORS = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
_MIXING = frozenset({"/ca", "/CA", "/BM", "/SMask", "/SMaskInData"})
_PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"', "INLINE IMAGE"}


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A colour space that a page uses, and for what: fill, stroke, picture, gradient, group or mask.

    `ink` is the most ink of a flat CMYK colour or picture, 1 for each ink (4: all solid); 0 in other colours.
    """

    page: int
    space: str
    what: str
    name: str = ""
    ink: float = 0.0


@dataclass(frozen=True, slots=True, order=True)
class SeeThrough:
    """Something on a page that lets what lies under it show through; `picture` is a picture's name in the file."""

    page: int
    what: str
    picture: str = ""


@dataclass(slots=True)
class _Walk:
    """One page, as it is painted."""

    page: int
    weighed: bool = False
    uses: set[Use] = field(default_factory=set)
    seen_through: set[SeeThrough] = field(default_factory=set)
    visited: set[tuple[tuple[int, int], bool]] = field(default_factory=set)

    def use(self, space: str, what: str, name: str = "", ink: float = 0.0) -> None:
        self.uses.add(Use(self.page, space, what, name, ink))

    def through(self, what: str, picture: str = "") -> None:
        self.seen_through.add(SeeThrough(self.page, what, picture))


def colour_use(pdf: bytes) -> tuple[Use, ...]:
    """Return every colour space the pages of a PDF use, in order of pages.

    Follows what is painted: content, forms, patterns, gradients, soft masks, Type 3 glyphs, pictures. The inks of a
    soft mask count as `mask`: they are never printed.
    """
    return tuple(sorted(use for walk in _walks(pdf, weighed=True) for use in walk.uses))


def see_through(pdf: bytes) -> tuple[SeeThrough, ...]:
    """Return everything in a PDF that needs transparency (ISO 32000-1, 11), in order of pages."""
    return tuple(sorted(thing for walk in _walks(pdf) for thing in walk.seen_through))


def may_show_through(pdf: pikepdf.Pdf) -> bool:
    """Whether an open PDF holds anything that can be see-through; where not, no page need be followed to find it."""
    return any(_mixes(thing) for thing in pdf.objects)


def _mixes(thing: pikepdf.Object) -> bool:
    held = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if not isinstance(held, pikepdf.Dictionary):
        return False
    entries = held.as_dict()
    if _MIXING.intersection(entries):
        opaque = {"/BM": Name.Normal, "/SMask": Name("/None"), "/ca": 1, "/CA": 1}
        if any(entries[key] != opaque.get(key) for key in _MIXING.intersection(entries)):
            return True
    # What is an object of its own is looked at by itself.
    return any(
        _mixes(value) for value in entries.values() if isinstance(value, pikepdf.Dictionary) and not value.is_indirect
    )


def unembedded_fonts(pdf: bytes) -> tuple[str, ...]:
    """Return the names of fonts that are not in the file, and would be another face on another machine."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and _is_font(thing)]
        return tuple(sorted({str(font.get(Name.BaseFont, "?"))[1:] for font in fonts if not _embedded(font)}))


def _is_font(thing: pikepdf.Dictionary) -> bool:
    return thing.get(Name.Type) == Name.Font and str(thing.get(Name.Subtype)) not in {"/Type0", "/Type3"}


def _embedded(font: pikepdf.Dictionary) -> bool:
    described = font.get(Name.FontDescriptor, pikepdf.Dictionary())
    return any(key in described for key in (Name.FontFile, Name.FontFile2, Name.FontFile3))


def _walks(pdf: bytes, *, weighed: bool = False) -> Iterator[_Walk]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages, 1):
            yield walk_page(page, number, weighed=weighed)


def walk_page(page: pikepdf.Page, number: int, *, weighed: bool = False) -> _Walk:
    """Return what one page of an open PDF uses; the ink of pictures only where they are to be `weighed`."""
    walk = _Walk(number, weighed)
    _group(walk, page.obj)
    _content(walk, page, page.obj.get(Name.Resources, pikepdf.Dictionary()))
    return walk


def _content(walk: _Walk, stream: Any, resources: pikepdf.Object, *, masked: bool = False) -> None:  # noqa: ANN401 - a page or a stream
    spaces = {False: "DeviceGray", True: "DeviceGray"}
    stack: list[dict[bool, str]] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "q":
            stack.append(dict(spaces))
        elif name == "Q" and stack:
            spaces = stack.pop()
        elif name.lower() in {*_OPERATORS, "cs", "sc", "scn"}:
            _coloured(walk, name, list(operands), spaces, resources, masked=masked)
        elif name in _PAINTS | {"gs", "Tf"}:
            _painted(walk, name, list(operands), resources, masked=masked)


def _coloured(
    walk: _Walk, name: str, operands: list[Any], spaces: dict[bool, str], resources: pikepdf.Object, *, masked: bool
) -> None:
    stroke, plain = name.isupper(), name.lower()
    if plain == "cs":
        spaces[stroke] = space_named(operands[0], resources)
        return
    if plain in _OPERATORS:
        spaces[stroke] = _OPERATORS[plain]
    if spaces[stroke] == "Pattern":
        _pattern(walk, resources.Pattern[operands[-1]], resources, masked=masked)
        return
    ink = round(sum(float(part) for part in operands), 4) if spaces[stroke] == "DeviceCMYK" else 0.0
    walk.use(spaces[stroke], "mask" if masked else "stroke" if stroke else "fill", ink=ink)


def _painted(walk: _Walk, name: str, operands: list[Any], resources: pikepdf.Object, *, masked: bool) -> None:
    if name == "gs":
        _state(walk, resources.ExtGState[operands[0]], resources)
    elif name == "sh":
        _shading(walk, resources.Shading[operands[0]], resources, masked=masked)
    elif name == "Tf":
        _font(walk, resources.Font[operands[0]], resources, masked=masked)
    elif name == "INLINE IMAGE":
        image = operands[0]
        if not image.image_mask:
            walk.use(SHORT.get(image.colorspace[1:], image.colorspace[1:]), "mask" if masked else "picture")
    elif name == "Do":
        _xobject(walk, str(operands[0]), resources.XObject[operands[0]], resources, masked=masked)


def _new(walk: _Walk, thing: pikepdf.Object, *, masked: bool) -> bool:
    mark = (thing.objgen, masked)
    known = thing.is_indirect and mark in walk.visited
    walk.visited.add(mark)
    return not known


def _xobject(walk: _Walk, name: str, thing: pikepdf.Object, resources: pikepdf.Object, *, masked: bool) -> None:
    if not _new(walk, thing, masked=masked):
        return
    if thing.Subtype == Name.Form:
        _group(walk, thing, masked=masked)
        _content(walk, thing, thing.get(Name.Resources, resources), masked=masked)
        return
    if Name.SMask in thing or Name.SMaskInData in thing:
        walk.through("a picture with see-through parts", name[1:])
    if not thing.get(Name.ImageMask, False):
        space = space_named(thing.ColorSpace, resources)
        ink = _ink_of(thing) if walk.weighed and space == "DeviceCMYK" else 0.0
        walk.use(space, "mask" if masked else "picture", name[1:], ink)


def _ink_of(picture: pikepdf.Object) -> float:
    try:
        return round(heaviest(read_picture(picture)), 4)
    except UnreadableError:
        return 0.0


def _group(walk: _Walk, thing: pikepdf.Object, *, masked: bool = False) -> None:
    group = thing.get(Name.Group)
    if group is not None and Name.CS in group:
        walk.use(space_named(group.CS, thing.get(Name.Resources, pikepdf.Dictionary())), "mask" if masked else "group")


def _pattern(walk: _Walk, pattern: pikepdf.Object, resources: pikepdf.Object, *, masked: bool) -> None:
    if not _new(walk, pattern, masked=masked):
        return
    if pattern.PatternType == 1:
        _content(walk, pattern, pattern.get(Name.Resources, resources), masked=masked)
    else:
        _shading(walk, pattern.Shading, resources, masked=masked)


def _shading(walk: _Walk, shading: pikepdf.Object, resources: pikepdf.Object, *, masked: bool) -> None:
    walk.use(space_named(shading.ColorSpace, resources), "mask" if masked else "gradient")


def _state(walk: _Walk, state: pikepdf.Object, resources: pikepdf.Object) -> None:
    opacity = min(float(state.get(Name.ca, 1)), float(state.get(Name.CA, 1)))
    if opacity < 1:
        walk.through(f"something of {opacity:.0%} opacity")
    blend = state.get(Name.BM, Name.Normal)
    if str(blend) not in {"/Normal", "/Compatible"}:
        walk.through(f"the blend mode {str(blend)[1:]}")
    mask = state.get(Name.SMask)
    if mask is None or isinstance(mask, Name):
        return
    walk.through("a soft edge, a shadow or a gradient that fades out")
    if _new(walk, mask.G, masked=True):
        _group(walk, mask.G, masked=True)
        _content(walk, mask.G, mask.G.get(Name.Resources, resources), masked=True)


def _font(walk: _Walk, font: pikepdf.Object, resources: pikepdf.Object, *, masked: bool) -> None:
    if font.get(Name.Subtype) == Name.Type3 and _new(walk, font, masked=masked):
        for glyph in _sorted(font.CharProcs):
            _content(walk, glyph, font.get(Name.Resources, resources), masked=masked)


def _sorted(things: pikepdf.Object) -> Iterable[pikepdf.Object]:
    return (things[name] for name in sorted(things.keys()))
