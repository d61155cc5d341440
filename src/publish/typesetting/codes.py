"""Codes a telephone reads (QR, ISO/IEC 18004), drawn as one black shape that any press can print."""

from __future__ import annotations

from itertools import groupby

QUIET = 4
"""The rim that must stay empty around a code, in modules (ISO/IEC 18004, 9.1)."""


def drawn(address: str) -> str:
    """Return a code for an address as SVG: a sixth of it may be damaged by folding. Not read aloud: a link says it."""
    import segno

    code = segno.make(address, error="m", micro=False, boost_error=False)
    rows = [list(row) for row in code.matrix]
    size = len(rows) + 2 * QUIET
    shape = "".join(_row(row, number) for number, row in enumerate(rows, QUIET))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="code" viewBox="0 0 {size} {size}" aria-hidden="true">'
        f'<path fill="#000" d="{shape}"/></svg>'
    )


def _row(row: list[int], y: int) -> str:
    shape, x = "", QUIET
    for dark, run in groupby(row):
        length = len(list(run))
        shape += f"M{x} {y}h{length}v1h-{length}z" if dark else ""
        x += length
    return shape
