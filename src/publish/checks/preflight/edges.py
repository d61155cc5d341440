"""The edges of a page: bleed beyond them, safe area within, and nothing cut off that should be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.checks.preflight.colours import printed
from publish.checks.preflight.proof import refused, warned
from publish.measure import Length
from publish.pdf.seen import Kind, grown, meets, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.preflight.proof import Finding, Proof
    from publish.pdf.frame import Box
    from publish.pdf.seen import Page, Painted

CODES = ("bleed-missing", "bleed-short", "safe-area", "text-cut")

_ROUNDING = 0.3  # points
_TOUCHING = 0.75  # points: what comes this near to the edge was meant to reach it
_SIDES = ("left", "bottom", "right", "top")


def find(proof: Proof) -> Iterator[Finding]:
    """Yield what the knife would spoil: colour that ends at the edge, and text too near to it or over it."""
    for page in proof.pages:
        yield from _cut_text(proof, page)
        if proof.is_press or proof.is_plate:
            yield from _bleed(proof, page)
            yield from _unsafe(proof, page)


def _bleed(proof: Proof, page: Page) -> Iterator[Finding]:
    wanted, there = proof.printing.bleed.pt, _bleed_of(page)
    if wanted and there < wanted - _ROUNDING:
        size = f"a bleed of {Length(round(max(0.0, there) * 25.4 / 72, 1))}" if there > _ROUNDING else "no bleed"
        message = f"the page has {size}, and {proof.printing.bleed} are set"
        yield refused(proof, page.number, "bleed-missing", (message, "build the file again with `publish build`"))
    elif wanted:
        yield from _short(proof, page)


def _bleed_of(page: Page) -> float:
    left, bottom, right, top = page.trim
    return min(left - page.bled[0], bottom - page.bled[1], page.bled[2] - right, page.bled[3] - top)


def _short(proof: Proof, page: Page) -> Iterator[Finding]:
    """Yield colour that touches the edge of a page and does not go on over it."""
    found = [(thing, side) for thing in printed(page) if _coloured(thing) for side in _ending(thing.box, page)]
    if not found:
        return
    white = _white_beyond(proof, page, found)
    short = [pair for pair, bare in zip(found, white, strict=True) if bare]
    if short:
        sides = " and ".join(dict.fromkeys(_SIDES[side] for _, side in short))
        message = f"colour ends at the {sides} edge: a knife not quite true leaves a white line there"
        hint = f"let pictures and areas at the edge reach {proof.printing.bleed} over it, or keep them away from it"
        yield refused(proof, page.number, "bleed-short", (message, hint), (thing.box for thing, _ in short))


def _coloured(thing: Painted) -> bool:
    return thing.kind is not Kind.TEXT and thing.ink != 0 and not thing.space.startswith("Separation")


def _ending(box: Box, page: Page) -> Iterator[int]:
    """Yield the sides at which a box reaches the trim edge and not the bleed."""
    for side in range(4):
        way = 1 if side > 1 else -1
        over, left_over = way * (box[side] - page.trim[side]), way * (page.bled[side] - box[side])
        if over > -_TOUCHING and left_over > _ROUNDING:
            yield side


def _white_beyond(proof: Proof, page: Page, found: list[tuple[Painted, int]]) -> list[bool]:
    """Tell of each side whether the bleed there is bare paper; what ends there may lie on something that does not."""
    from publish.pdf.proofs import is_bare

    strips = []
    for thing, side in found:
        strip = list(shared(thing.box, page.bled))
        near, far = strip[side], page.bled[side]
        # Of corners nothing is said: there, the neighbouring side may be the bare one.
        strip[side % 2], strip[side % 2 + 2] = min(near, far), max(near, far)
        strips.append((strip[0], strip[1], strip[2], strip[3]))
    return is_bare(proof.pdf, page.number, page.media, strips)


def _unsafe(proof: Proof, page: Page) -> Iterator[Finding]:
    safe, trim = grown(page.trim, _ROUNDING - proof.printing.safe.pt), grown(page.trim, _ROUNDING)
    near = [text for text in _texts(page) if _outside(text.box, safe) and not _outside(text.box, trim)]
    if near:
        distance = Length(round(min(_distance(text.box, page.trim) for text in near) * 25.4 / 72, 1))
        message = f"text stands {distance} from the edge, within the {proof.printing.safe} a knife may be off"
        hint = f"keep words {proof.printing.safe} away from the edge (`print.safe`)"
        yield warned(proof, page.number, "safe-area", (message, hint), (text.box for text in near))


def _texts(page: Page) -> list[Painted]:
    """Return the text that is seen on the page once it is cut."""
    return [thing for thing in page.painted if thing.kind is Kind.TEXT and meets(thing.whole, page.trim)]


def _outside(box: Box, bounds: Box) -> bool:
    return box[0] < bounds[0] or box[1] < bounds[1] or box[2] > bounds[2] or box[3] > bounds[3]


def _distance(box: Box, trim: Box) -> float:
    return max(0.0, min(box[0] - trim[0], box[1] - trim[1], trim[2] - box[2], trim[3] - box[3]))


def _cut_text(proof: Proof, page: Page) -> Iterator[Finding]:
    """Yield text that runs over the edge of the page, or out of a box that hides what does not fit."""
    trim = grown(page.trim, _ROUNDING)
    cut = [text for text in _texts(page) if _outside(text.whole, trim) or _hidden(text)]
    if cut:
        message = "text is cut off: some of it is outside what is printed"
        hint = "shorten it, divide the long word, or give it more room"
        yield refused(proof, page.number, "text-cut", (message, hint), (shared(t.whole, page.media) for t in cut))


def _hidden(text: Painted) -> bool:
    """Whether part of a line of text is hidden; tails that reach below their box are not counted."""
    if text.box == text.whole:
        return False
    height = text.whole[3] - text.whole[1]
    sideways = max(text.box[0] - text.whole[0], text.whole[2] - text.box[2])
    return sideways > _TOUCHING * 2 or height - (text.box[3] - text.box[1]) > height * 0.3
