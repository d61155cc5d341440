"""Where a matrix puts things: moved, turned and scaled (ISO 32000-1, 8.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.pdf.frame import Box

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
"""What leaves everything where it is."""


def as_matrix(numbers: Iterable[Any]) -> Matrix:
    """Return the matrix a file gives as six numbers; ValueError where they are not six."""
    a, b, c, d, e, f = map(float, numbers)
    return (a, b, c, d, e, f)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does what the first does, and then what the other does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, l = then  # noqa: E741 - six letters in a row, as the standard has them
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def moved(right: float, up: float, then: Matrix) -> Matrix:
    """Return a matrix that first moves, and then does what another does."""
    a, b, c, d, e, f = then
    return (a, b, c, d, a * right + c * up + e, b * right + d * up + f)


def around(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """Return the upright box around a box that is moved, turned or scaled."""
    a, b, c, d, e, f = matrix
    if not (b or c):
        across, up = (a * left + e, a * right + e), (d * bottom + f, d * top + f)
        return (min(across), min(up), max(across), max(up))
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))
