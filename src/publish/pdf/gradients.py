"""Gradients in other inks: the same axis and the same stops, each step in between mixed anew (ISO 32000-1, 8.7.4.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name

from publish.pdf.colour import is_neutral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publish.pdf.colour import Palette, Tints
    from publish.pdf.spaces import Space

STEPS = 33
"""How often a run between two stops is mixed anew; the press goes straight from one to the next."""

_DEEPEST = 8


def repaint_shading(pdf: pikepdf.Pdf, shading: pikepdf.Object, space: Space, palette: Palette) -> None:
    """Bring an axial or radial gradient into the inks of a palette; ValueError where it is of another kind.

    A gradient from gray to gray stays on black alone.
    """
    if int(shading.ShadingType) not in {2, 3}:
        raise ValueError(f"a gradient of type {shading.ShadingType}")
    gray = all(is_neutral(space.seen(stop)) for stop in _stops(shading.Function))

    def mix(values: list[float]) -> Tints:
        return space.paint(values, palette, blend=not gray)

    shading.Function = _mixed(pdf, shading.Function, mix)
    shading.ColorSpace = Name(palette.space)
    if Name.Background in shading:
        shading.Background = _numbers(mix([float(part) for part in shading.Background]))


def _stops(function: pikepdf.Object, depth: int = 0) -> Iterator[list[float]]:
    if not isinstance(function, pikepdf.Dictionary) or depth > _DEEPEST:
        raise ValueError("a gradient with more than one function")
    if int(function.FunctionType) == 3:
        for part in function.Functions:
            yield from _stops(part, depth + 1)
    elif int(function.FunctionType) == 2:
        yield _ends(function)[0]
        yield _ends(function)[1]
    else:
        raise ValueError(f"a gradient with a function of type {function.FunctionType}")


def _ends(function: pikepdf.Object) -> tuple[list[float], list[float]]:
    first = [float(part) for part in function.get(Name.C0, pikepdf.Array([0]))]
    last = [float(part) for part in function.get(Name.C1, pikepdf.Array([1]))]
    return first, last


def _mixed(pdf: pikepdf.Pdf, function: pikepdf.Object, mix: Callable[[list[float]], Tints]) -> pikepdf.Object:
    if int(function.FunctionType) == 3:
        parts = [_mixed(pdf, part, mix) for part in function.Functions]
        return pikepdf.Dictionary(
            FunctionType=3,
            Domain=function.Domain,
            Bounds=function.Bounds,
            Encode=function.Encode,
            Functions=pikepdf.Array(parts),
        )
    first, last = _ends(function)
    if first == last:
        tints = _numbers(mix(first))
        return pikepdf.Dictionary(FunctionType=2, Domain=function.Domain, C0=tints, C1=tints, N=1)
    return _sampled(pdf, function, mix)


def _sampled(pdf: pikepdf.Pdf, function: pikepdf.Object, mix: Callable[[list[float]], Tints]) -> pikepdf.Object:
    """Return a function of samples (type 0) in the place of an interpolation (type 2)."""
    first, last = _ends(function)
    low, high = (float(part) for part in function.Domain)
    exponent = float(function.N)
    data = bytearray()
    channels = 0
    for step in range(STEPS):
        way = (low + (high - low) * step / (STEPS - 1)) ** exponent
        tints = mix([one + (other - one) * way for one, other in zip(first, last, strict=True)])
        channels = len(tints)
        data += b"".join(int(tint * 65535).to_bytes(2, "big") for tint in tints)
    return pdf.make_stream(
        bytes(data),
        FunctionType=0,
        Domain=function.Domain,
        Range=pikepdf.Array([0, 1] * channels),
        Size=pikepdf.Array([STEPS]),
        BitsPerSample=16,
    )


def _numbers(values: Tints) -> pikepdf.Array:
    return pikepdf.Array([Decimal(f"{value:.4f}") for value in values])
