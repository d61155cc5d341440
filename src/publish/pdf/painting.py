"""A page of a finished PDF, painted in thought: where each stroke, area, picture and word comes to stand."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import pikepdf
from pikepdf import Name

from publish.pdf.colour import heaviest
from publish.pdf.inks_set import BLACK, DEVICE, SHORT, Colour, ink_set, space_named
from publish.pdf.matrices import IDENTITY, Matrix, around, as_matrix, times
from publish.pdf.operators import PATH, operations
from publish.pdf.pictures import UnreadableError, read_picture
from publish.pdf.seen import Kind, Painted, meets, shared
from publish.pdf.strokes import Path, Pen
from publish.pdf.typefaces import Typeface, read_typeface

if TYPE_CHECKING:
    from collections.abc import Callable

    from publish.pdf.frame import Box

Operands: TypeAlias = list[Any]
_Doing: TypeAlias = "Callable[[_Content, Operands], None]"

_TEXT = {"BT", "Td", "TD", "Tm", "T*", "TL", "Tc", "Tw", "Tz", "Ts", "Tr", "Tj", "TJ", "'", '"'}
_COLOURS = {*DEVICE, *map(str.upper, DEVICE), "cs", "CS", "sc", "SC", "scn", "SCN"}
_ENDS = {"f": "f", "F": "f", "f*": "f", "S": "s", "s": "s", "B": "fs", "B*": "fs", "b": "fs", "b*": "fs", "n": ""}


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state (ISO 32000-1, 8.4), as far as what is seen hangs on it."""

    matrix: Matrix
    clip: Box
    fill: Colour = BLACK
    stroke: Colour = BLACK
    width: float = 1.0
    opacity: tuple[float, float] = (1.0, 1.0)
    through: str = ""

    def shows_through(self, *, stroking: bool) -> str:
        """Return why what lies below shows through; nothing where it does not."""
        opacity = self.opacity[stroking]
        return self.through or (f"{opacity:.0%} opacity" if opacity < 1 else "")


@dataclass(slots=True)
class Painter:
    """What walks over the content of one page and notes down what is painted."""

    state: State
    faces: dict[tuple[int, int], Typeface]
    inks: dict[tuple[int, int], float]
    painted: list[Painted] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)

    def paint(self, stream: Any, resources: pikepdf.Object) -> None:  # noqa: ANN401 - a page or a stream
        """Follow a content stream; the state is the same afterwards. One that paints itself is not followed again."""
        name = stream.objgen
        if name in self.open:
            return
        before = self.state
        self.open.append(name)
        _Content(self, resources).follow(stream)
        self.open.pop()
        self.state = before

    def note(self, kind: Kind, box: Box, colour: Colour, **more: Any) -> None:  # noqa: ANN401 - fields of Painted
        """Note down what is painted, unless nothing of it can be seen."""
        state, stroking = self.state, kind is Kind.STROKE
        # Hidden text is kept: somebody meant it to be read.
        if state.opacity[stroking] <= 0 or not (kind is Kind.TEXT or meets(box, state.clip)):
            return
        told = {"ink": colour.ink, "through": state.shows_through(stroking=stroking), **more}
        self.painted.append(Painted(kind, shared(box, state.clip), box, colour.space, **told))

    def ink_of(self, picture: pikepdf.Object) -> float:
        """Return the most ink a picture in four colours takes anywhere; a picture is weighed once."""
        key = picture.objgen
        if key not in self.inks:
            try:
                self.inks[key] = heaviest(read_picture(picture))
            except UnreadableError:
                self.inks[key] = -1.0
        return self.inks[key]


@dataclass(slots=True)
class _Content:
    """One content stream with the resources it names."""

    painter: Painter
    resources: pikepdf.Object
    stack: list[State] = field(default_factory=list)
    path: Path = field(default_factory=Path)
    pen: Pen = field(default_factory=Pen)
    faces: dict[str, Typeface] = field(default_factory=dict)
    start: Matrix = IDENTITY

    @property
    def state(self) -> State:
        return self.painter.state

    def change(self, **changed: Any) -> None:  # noqa: ANN401 - fields of State
        self.painter.state = replace(self.state, **changed)

    def follow(self, stream: Any) -> None:  # noqa: ANN401 - a page or a stream
        self.start = self.state.matrix
        for name, operands in operations(stream):
            does = _DOES.get(name)
            if does is not None:
                does(self, operands)

    def draw(self, operands: Operands) -> None:
        points, begun = operands
        self.path.draw(points, begun, self.state.matrix)

    def cut(self, _: Operands) -> None:
        self.path.cuts = True

    def move(self, operands: Operands) -> None:
        self.change(matrix=times(as_matrix(operands), self.state.matrix))

    def restore(self, _: Operands) -> None:
        if self.stack:
            self.painter.state = self.stack.pop()

    def end(self, how: str, _: Operands) -> None:
        """End a path, and fill it (`f`) or draw along it (`s`)."""
        path, self.path = self.path, Path()
        box = path.box
        if box is None:
            return
        if "f" in how:
            self._fill(path, box)
        if "s" in how:
            width = self.state.width * math.sqrt(abs(_determinant(self.state.matrix)))
            grown = (box[0] - width / 2, box[1] - width / 2, box[2] + width / 2, box[3] + width / 2)
            self.painter.note(Kind.STROKE, grown, self.state.stroke, width=width)
        if path.cuts:
            self.change(clip=shared(self.state.clip, box))

    def _fill(self, path: Path, box: Box) -> None:
        colour = self.state.fill
        if colour.pattern is not None:
            self._tiled(colour, box)
            return
        sides = sorted((box[2] - box[0], box[3] - box[1]))
        thin = path.begun == 1 and sides[1] > 3 and sides[0] < 1
        self.painter.note(Kind.FILL, box, colour, width=sides[0] if thin else -1.0)

    def _tiled(self, colour: Colour, box: Box) -> None:
        pattern = colour.pattern
        if pattern.PatternType == 2:
            self.painter.note(Kind.GRADIENT, box, Colour(space_named(pattern.Shading.ColorSpace, self.resources), -1.0))
            return
        before, known = self.state, len(self.painter.painted)
        matrix = as_matrix(pattern.get(Name.Matrix, IDENTITY))
        self.change(matrix=times(matrix, self.start), clip=(-math.inf, -math.inf, math.inf, math.inf))
        self.painter.paint(pattern, pattern.get(Name.Resources, self.resources))
        self.painter.state = before
        # The tile may be drawn anywhere; what is seen of it is seen where the area is.
        where = shared(box, before.clip)
        tile = self.painter.painted[known:]
        self.painter.painted[known:] = [replace(thing, box=where, whole=box) for thing in tile]

    def colour(self, name: str, operands: Operands) -> None:
        side, plain = ("stroke" if name.isupper() else "fill"), name.lower()
        colour: Colour = getattr(self.state, side)
        if plain == "cs":
            colour = Colour(space_named(Name(operands[0]), self.resources), 1.0)
        elif plain in DEVICE:
            colour = Colour(DEVICE[plain], ink_set(DEVICE[plain], operands))
        elif colour.space == "Pattern" and operands and isinstance(operands[-1], str):
            colour = Colour("Pattern", -1.0, self.resources.Pattern[operands[-1]])
        else:
            colour = Colour(colour.space, ink_set(colour.space, operands))
        self.change(**{side: colour})

    def appear(self, operands: Operands) -> None:
        state = self.resources.ExtGState[operands[0]]
        fill, stroke = self.state.opacity
        through = self.state.through
        if Name.BM in state:
            blend = str(state.BM)[1:]
            through = "" if blend in {"Normal", "Compatible"} else f"the blend mode {blend}"
        if Name.SMask in state:
            through = "" if isinstance(state.SMask, Name) else "a soft edge or shadow"
        self.change(
            opacity=(float(state.get(Name.ca, fill)), float(state.get(Name.CA, stroke))),
            width=float(state.get(Name.LW, self.state.width)),
            through=through,
        )

    def show(self, operands: Operands) -> None:
        thing = self.resources.XObject[operands[0]]
        if thing.Subtype == Name.Form:
            before = self.state
            matrix = times(as_matrix(thing.get(Name.Matrix, IDENTITY)), before.matrix)
            self.change(matrix=matrix, clip=shared(before.clip, around(matrix, *map(float, thing.BBox))))
            self.painter.paint(thing, thing.get(Name.Resources, self.resources))
            self.painter.state = before
        elif thing.Subtype == Name.Image:
            self._picture(thing)

    def _picture(self, thing: pikepdf.Object) -> None:
        stencil = bool(thing.get(Name.ImageMask, False))
        space = (
            self.state.fill.space
            if stencil
            else space_named(thing.get(Name.ColorSpace, Name.DeviceGray), self.resources)
        )
        ink = self.painter.ink_of(thing) if space == "DeviceCMYK" and not stencil else -1.0
        soft = Name.SMask in thing or int(thing.get(Name.SMaskInData, 0)) > 0
        through = "a picture with see-through parts" if soft else self.state.shows_through(stroking=False)
        size = int(thing.Width), int(thing.Height)
        self._place(size, Colour(space, ink), through)

    def show_inline(self, operands: Operands) -> None:
        image = operands[0]
        space = self.state.fill.space if image.image_mask else str(image.colorspace).removeprefix("/")
        colour = Colour(SHORT.get(space, space), -1.0)
        self._place((image.width, image.height), colour, self.state.shows_through(stroking=False))

    def _place(self, size: tuple[int, int], colour: Colour, through: str) -> None:
        a, b, c, d, _, _ = matrix = self.state.matrix
        across, down = math.hypot(a, b), math.hypot(c, d)
        # A picture of a pixel or two is an area of one colour.
        counts = max(size) > 2 and across > 0 and down > 0
        density = min(size[0] / across, size[1] / down) * 72 if counts else 0.0
        self.painter.note(Kind.PICTURE, around(matrix, 0, 0, 1, 1), colour, density=density, through=through)

    def shade(self, operands: Operands) -> None:
        space = space_named(self.resources.Shading[operands[0]].ColorSpace, self.resources)
        self.painter.note(Kind.GRADIENT, self.state.clip, Colour(space, -1.0))

    def take(self, operands: Operands) -> None:
        name, size = operands
        if name not in self.faces:
            self.faces[name] = self._face(name)
        self.pen.take(self.faces[name], size)

    def _face(self, name: str) -> Typeface:
        font = self.resources.Font[name]
        key = font.objgen if font.is_indirect else (id(self.resources), hash(name))
        if key not in self.painter.faces:
            self.painter.faces[key] = read_typeface(font)
        return self.painter.faces[key]

    def write(self, name: str, operands: Operands) -> None:
        pen, painter = self.pen, self.painter
        run = pen.write(name, operands)
        if run is None or pen.hidden or pen.typeface is None:
            return
        box = around(times(run.matrix, painter.state.matrix), *run.box)
        # Type 3 glyphs bring their own colours, which are not followed here; `inks` does.
        painter.note(Kind.TEXT, box, painter.state.fill, face=pen.typeface.face, missing=run.missing)


def _named(does: Callable[[_Content, str, Operands], None], name: str) -> _Doing:
    return lambda content, operands: does(content, name, operands)


_DOES: dict[str, _Doing] = {
    "q": lambda content, _: content.stack.append(content.state),
    "Q": _Content.restore,
    "cm": _Content.move,
    "w": lambda content, given: content.change(width=given[0]),
    "gs": _Content.appear,
    "Do": _Content.show,
    "sh": _Content.shade,
    "INLINE IMAGE": _Content.show_inline,
    PATH: _Content.draw,
    "W": _Content.cut,
    "W*": _Content.cut,
    "Tf": _Content.take,
    **{name: _named(_Content.end, how) for name, how in _ENDS.items()},
    **{name: _named(_Content.write, name) for name in _TEXT},
    **{name: _named(_Content.colour, name) for name in _COLOURS},
}


def _determinant(matrix: Matrix) -> float:
    a, b, c, d, _, _ = matrix
    return a * d - b * c
