"""Every colour of a finished PDF in other inks: page content, forms, patterns, gradients, masks, glyphs, pictures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import pikepdf
from pikepdf import Name, Operator

from publish.pdf.colour import Luminosity
from publish.pdf.gradients import repaint_shading
from publish.pdf.operators import content_of
from publish.pdf.pictures import UnreadableError, repaint_picture
from publish.pdf.rewriting import rewritten
from publish.pdf.spaces import ALL, BLACK, PATTERN, Space, space_of
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publish.pdf.colour import Palette, Tints

Instruction: TypeAlias = tuple[list[Any], Operator]

_DEVICE = {"g": BLACK, "rg": Space("rgb"), "k": Space("cmyk")}
_MARKED = {"BMC", "BDC", "EMC", "MP", "DP"}


class Repaint:
    """The work of bringing one PDF into the inks of a palette; each object is done once, however often it is used."""

    def __init__(
        self, pdf: pikepdf.Pdf, palette: Palette, place: Place, pictures: Mapping[str, tuple[str, Place]] | None = None
    ) -> None:
        """Take the place to complain at, and what pictures are called outside the file."""
        self._pdf = pdf
        self._palette = palette
        self._place = place
        self._pictures = pictures or {}
        self._done: set[tuple[int, int]] = set()
        self._spent: list[pikepdf.Object] = []
        self._colours: dict[tuple[bytes, bytes], bytes] = {}

    def content(self, page: pikepdf.Page) -> bytes:
        """Return the content of a page in the new inks, and bring everything it names into them.

        Tags go: a press reads none. PublishError where a colour cannot be brought into ink.
        """
        resources = page.obj.get(Name.Resources, pikepdf.Dictionary())
        self._resources(resources)
        return self._black() + self._rewritten(page, resources)

    def _black(self) -> bytes:
        """Return the operators that set what black becomes: it is what holds where nobody sets a colour."""
        tints = self._palette.flat((0, 0, 0))
        if not any(tints):
            return b""
        return pikepdf.unparse_content_stream([_colour(tints, stroke=False), _colour(tints, stroke=True)]) + b"\n"

    def finish(self) -> None:
        """Take away the colour spaces that nothing names any more."""
        for resources in self._spent:
            for key in (Name.ColorSpace, Name.Properties, Name.ProcSet):
                if key in resources:
                    del resources[key]
        self._spent.clear()

    def _seen(self, thing: pikepdf.Object) -> bool:
        if not thing.is_indirect:
            return False
        known = thing.objgen in self._done
        self._done.add(thing.objgen)
        return known

    def _rewritten(self, stream: pikepdf.Object | pikepdf.Page, resources: pikepdf.Object) -> bytes:
        try:
            if (plain := rewritten(content_of(stream), self._set)) is not None:
                return plain
            given = pikepdf.parse_content_stream(stream)
            return pikepdf.unparse_content_stream(self._instructions(given, resources))
        except (UnreadableError, ValueError) as error:
            raise self._refused(str(error)) from None

    def _set(self, numbers: bytes, operator: bytes) -> bytes:
        """Return what sets a colour, as it is written, in ink; a text says few colours, again and again."""
        key = numbers, operator
        if key not in self._colours:
            name = operator.decode()
            tints = _DEVICE[name.lower()].paint([float(part) for part in numbers.split()], self._palette)
            self._colours[key] = pikepdf.unparse_content_stream([_colour(tints, stroke=name.isupper())])
        return self._colours[key]

    def _refused(self, why: str, place: Place | None = None) -> PublishError:
        return PublishError(
            Problem(
                place or self._place,
                f"a colour or picture cannot be brought into printing inks: {why}",
                "give colours as #rrggbb or device-cmyk(); save pictures as PNG or JPEG with 8 bits, or as SVG",
                "press-colour",
            )
        )

    def _instructions(self, given: Iterable[Any], resources: pikepdf.Object) -> list[Instruction]:
        kept: list[Instruction] = []
        spaces = {False: BLACK, True: BLACK}  # fill and stroke
        stack: list[dict[bool, Space]] = []
        for instruction in given:
            operands, name = list(instruction.operands), str(instruction.operator)
            if name == "q":
                stack.append(dict(spaces))
            elif name == "Q" and stack:
                spaces = stack.pop()
            if name in _MARKED:
                continue
            if name == "INLINE IMAGE":
                self._inline(operands[0])
            painted = self._painted(name, operands, spaces, resources)
            kept.append((operands, instruction.operator) if painted is None else painted)
        return kept

    def _painted(
        self, name: str, operands: list[Any], spaces: dict[bool, Space], resources: pikepdf.Object
    ) -> Instruction | None:
        """Return what stands in the place of a colour operator, None where the operator is none."""
        stroke = name.isupper()
        plain = name.lower()
        if plain in _DEVICE:
            spaces[stroke] = _DEVICE[plain]
        elif plain == "cs":
            spaces[stroke] = space_of(operands[0], resources)
            if spaces[stroke] in {ALL, PATTERN}:
                return None
            operands = list(spaces[stroke].initial)
        elif plain not in {"sc", "scn"} or spaces[stroke] in {ALL, PATTERN}:
            return None
        return _colour(spaces[stroke].paint([float(part) for part in operands], self._palette), stroke=stroke)

    def _inline(self, image: pikepdf.PdfInlineImage) -> None:
        if not image.image_mask and image.colorspace not in {"/DeviceGray", "/G"}:
            raise UnreadableError("a picture stands inside the text of the page (BI)")

    def _resources(self, resources: pikepdf.Object) -> None:
        if self._seen(resources) or not isinstance(resources, pikepdf.Dictionary):
            return
        self._spent.append(resources)
        for name, thing in _named(resources, Name.XObject):
            self._xobject(name, thing, resources)
        for _, thing in _named(resources, Name.Pattern):
            self._pattern(thing, resources)
        for _, thing in _named(resources, Name.Shading):
            self._shading(thing, resources)
        for _, thing in _named(resources, Name.ExtGState):
            self._state(thing, resources)
        for _, thing in _named(resources, Name.Font):
            self._font(thing, resources)

    def _own(self, thing: pikepdf.Object, inherited: pikepdf.Object) -> pikepdf.Object:
        """Return the resources of a form, pattern or font, brought into ink; those it inherits already are."""
        if Name.Resources not in thing:
            return inherited
        self._resources(thing.Resources)
        return thing.Resources

    def _xobject(self, name: str, thing: pikepdf.Object, resources: pikepdf.Object) -> None:
        if self._seen(thing):
            return
        if thing.get(Name.Subtype) == Name.Image:
            try:
                repaint_picture(thing, self._palette)
            except UnreadableError as error:
                outside, place = self._pictures.get(name, (f"{thing.Width} × {thing.Height} pixels", self._place))
                raise self._refused(f"in the picture “{outside}”, {error}", place) from None
        else:
            self._stream(thing, resources)

    def _stream(self, stream: pikepdf.Object, resources: pikepdf.Object) -> None:
        own = self._own(stream, resources)
        stream.write(self._rewritten(stream, own))
        group = stream.get(Name.Group)
        if group is not None:
            group[Name.CS] = Name(self._palette.group)
        if Name.StructParents in stream:
            del stream[Name.StructParents]

    def _pattern(self, pattern: pikepdf.Object, resources: pikepdf.Object) -> None:
        if self._seen(pattern):
            return
        if pattern.PatternType == 1:
            self._stream(pattern, resources)
            pattern.write(self._black() + pattern.read_bytes())
        else:
            self._shading(pattern.Shading, resources)

    def _shading(self, shading: pikepdf.Object, resources: pikepdf.Object) -> None:
        if self._seen(shading):
            return
        try:
            repaint_shading(self._pdf, shading, space_of(shading.ColorSpace, resources), self._palette)
        except ValueError as error:
            raise self._refused(str(error)) from None

    def _state(self, state: pikepdf.Object, resources: pikepdf.Object) -> None:
        for key in (Name.TR, Name.TR2, Name.BG, Name.BG2, Name.UCR, Name.UCR2, Name.HT):
            if key in state:
                del state[key]
        mask = state.get(Name.SMask)
        if mask is None or isinstance(mask, Name) or self._seen(mask.G):
            return
        bright = str(mask.S) == "/Luminosity"
        inner = Repaint(self._pdf, Luminosity(), self._place) if bright else self
        inner._done, inner._spent = self._done, self._spent  # noqa: SLF001 - the same work with other eyes
        inner._stream(mask.G, resources)  # noqa: SLF001 - as above
        if bright and Name.BC in mask:
            backdrop = [float(part) for part in mask.BC]
            kind = {1: BLACK, 3: Space("rgb"), 4: Space("cmyk")}[len(backdrop)]
            mask.BC = pikepdf.Array([_exact(part) for part in kind.paint(backdrop, Luminosity())])

    def _font(self, font: pikepdf.Object, resources: pikepdf.Object) -> None:
        if font.get(Name.Subtype) != Name.Type3 or self._seen(font):
            return
        own = self._own(font, resources)
        for glyph in font.CharProcs.values():
            if not self._seen(glyph):
                glyph.write(self._rewritten(glyph, own))


def _named(resources: pikepdf.Object, key: Name) -> list[tuple[str, pikepdf.Object]]:
    things = resources.get(key)
    if not isinstance(things, pikepdf.Dictionary):
        return []
    return [(name.removeprefix("/"), things[name]) for name in sorted(things.keys())]


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.4f}").normalize() + 0


def _colour(tints: Tints, *, stroke: bool) -> Instruction:
    operator = "g" if len(tints) == 1 else "k"
    return [_exact(part) for part in tints], Operator(operator.upper() if stroke else operator)
