"""Colours on their way to a press: screen colours, too much ink, what shows through, and which press is meant."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from publish.checks.preflight.proof import refused
from publish.pdf.seen import Kind, meets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.preflight.proof import Finding, Proof
    from publish.pdf.seen import Page, Painted

CODES = ("colour-rgb", "ink-heavy", "press-transparency", "intent-missing", "press-annotation")

MOST_INK = 3.0
"""300 %: more does not dry on coated paper, and sets off (FOGRA39)."""

_ROUNDING = 0.02
_SCREEN = {"DeviceRGB", "CalRGB", "ICCBased 3", "Lab"}
_NAMES = {
    Kind.FILL: "areas",
    Kind.STROKE: "lines",
    Kind.TEXT: "text",
    Kind.PICTURE: "a picture",
    Kind.GRADIENT: "a gradient",
}
_MADE_AGAIN = "build the press file again with `publish build --output press`, which brings every colour into inks"


def find(proof: Proof) -> Iterator[Finding]:
    """Yield what is wrong with the colours of a press file; an office printer takes them as they are."""
    if not (proof.is_press or proof.is_plate):
        return
    for page in proof.pages:
        things = printed(page)
        yield from _screen_colours(proof, page, things)
        yield from _heavy(proof, page, things)
        yield from _see_through(proof, page, things)
        if page.annotations:
            said = f"{page.annotations} links or notes lie on the page, which a press file must not have", _MADE_AGAIN
            yield refused(proof, page.number, "press-annotation", said)
    if proof.is_press and proof.printing.standard != "none" and not proof.inspection.intended:
        said = "the file does not say which press its colours are meant for (output intent)", _MADE_AGAIN
        yield refused(proof, 0, "intent-missing", said)


def printed(page: Page) -> list[Painted]:
    """Return what is printed on a page: marks and whatever lies outside its bleed are not."""
    return [thing for thing in page.painted if meets(thing.box, page.bled)]


def _screen_colours(proof: Proof, page: Page, things: list[Painted]) -> Iterator[Finding]:
    found = [thing for thing in things if thing.space.removeprefix("Indexed ") in _SCREEN]
    for kind, group in itertools.groupby(sorted(found, key=lambda thing: thing.kind), lambda thing: thing.kind):
        message = f"{_NAMES[kind]} in screen colours (RGB), which a press would turn into four inks as it likes"
        yield refused(proof, page.number, "colour-rgb", (message, _MADE_AGAIN), (thing.box for thing in group))


def _heavy(proof: Proof, page: Page, things: list[Painted]) -> Iterator[Finding]:
    own = [thing for thing in things if thing.space == "DeviceCMYK" and thing.ink > MOST_INK + _ROUNDING]
    measured = [] if own else [heavy for heavy in proof.heavy or () if heavy.page == page.number]
    if not own and not measured:
        return
    most = max([thing.ink for thing in own] + [heavy.ink for heavy in measured])
    message = f"{most:.0%} ink lie on each other, and paper takes {MOST_INK:.0%}: it will not dry, and smear"
    hint = "lighten the darkest colours, or mix them of fewer inks; black text needs black alone"
    boxes = [thing.box for thing in own] or [heavy.box for heavy in measured]
    yield refused(proof, page.number, "ink-heavy", (message, hint), boxes)


def _see_through(proof: Proof, page: Page, things: list[Painted]) -> Iterator[Finding]:
    if not proof.is_press or proof.printing.standard != "PDF/X-1a":
        return
    found = [thing for thing in things if thing.through]
    for through, group in itertools.groupby(sorted(found, key=lambda thing: thing.through), lambda it: it.through):
        message = f"{through} lets what lies below show through, which PDF/X-1a does not know"
        hint = "give it a solid colour or background, or set standard = “PDF/X-4”"
        yield refused(proof, page.number, "press-transparency", (message, hint), (thing.box for thing in group))
