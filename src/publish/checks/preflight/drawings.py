"""Pictures and lines: whether there is enough of them to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.checks.preflight.colours import printed
from publish.checks.preflight.proof import refused, warned
from publish.pdf.seen import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.preflight.proof import Finding, Proof
    from publish.pdf.seen import Page, Painted

CODES = ("picture-coarse", "hairline")

FINE, COARSE = 300, 150
"""Pixels to the inch where a picture stands: below the first it is soft, below the second one sees the pixels."""

HAIRLINE = 0.25
"""Points: a thinner line breaks up on the plate, or does not come out at all."""

_ROUNDING = 0.005


def find(proof: Proof) -> Iterator[Finding]:
    """Yield pictures too coarse and lines too thin for what the file is made for."""
    if proof.is_printed:
        for page in proof.pages:
            things = printed(page)
            yield from _coarse(proof, page, things)
            yield from _hairlines(proof, page, things)


def _coarse(proof: Proof, page: Page, things: list[Painted]) -> Iterator[Finding]:
    # An office printer shows no more than 150; only a press makes something of 300.
    enough = FINE if proof.is_press else COARSE
    for picture in things:
        if picture.kind is not Kind.PICTURE or not 0 < picture.density < enough - 0.5:
            continue
        density = round(picture.density)
        message = f"a picture has {density} pixels to the inch where it stands, and should have {enough}"
        hint = f"use a picture {enough / picture.density:.1f} times as wide, or show it smaller"
        how = refused if density < COARSE and proof.is_press else warned
        yield how(proof, page.number, "picture-coarse", (message, hint), [picture.box])


def _hairlines(proof: Proof, page: Page, things: list[Painted]) -> Iterator[Finding]:
    thin = [thing for thing in things if 0 <= thing.width < HAIRLINE - _ROUNDING and thing.ink != 0]
    if thin:
        width = min(thing.width for thing in thin)
        lines = "a line is" if len(thin) == 1 else f"{len(thin)} lines are"
        message = f"{lines} {width:.2g} points wide, too thin to be printed safely"
        hint = f"make lines {HAIRLINE} points wide or more, in the drawing or in the style sheet"
        yield warned(proof, page.number, "hairline", (message, hint), (thing.box for thing in thin))
