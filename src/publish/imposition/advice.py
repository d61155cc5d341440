"""What the hand does with printed sheets, in one line, and what the eye should see before they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.imposition.booklet import GLUED_SIGNATURE
from publish.imposition.paper import fit
from publish.imposition.plan import Kind
from publish.measure import SHEET_SIZES, Length
from publish.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.imposition.plan import Plan
    from publish.measure import Size
    from publish.problems import Place
    from publish.settings import Print

# A long-arm stapler goes through about twenty sheets of 80 g/m² paper; below this scale body text gets hard to read.
_STAPLED = 20
_LEGIBLE = 0.8

_TURNING = {
    "short-edge": "print both sides of {paper} at 100 % (“actual size”), flip on the short edge",
    "long-edge": "print both sides of {paper} at 100 % (“actual size”), flip on the long edge",
    "manual": (
        "print the first half of the file on one side of {paper} at 100 % (“actual size”), put the pile back into the "
        "tray as it lies, blank side to be printed and heads the same way, and print the second half; try it with two "
        "sheets first"
    ),
}
_ZINE = (
    "print one side of {paper} at 100 % (“actual size”); fold it in half three times, long edges first, and open it; "
    "cut along the line in the middle; fold the long edges together again, print outside, and push both ends inward "
    "until the pages stand as a cross, and wrap them round with the first page in front"
)


def folding_advice(kind: Kind, printing: Print) -> str:
    """Return what to do with the printed file, one line in English, so that it becomes a thing to read."""
    paper = paper_name(printing.sheet)
    if kind is Kind.ZINE:
        return _ZINE.format(paper=paper)
    turning = _TURNING[printing.duplex].format(paper=paper)
    if kind is Kind.COVER:
        return f"{turning}; use card, crease it at the fold marks and lay it around the block"
    return f"{turning}; {_binding(printing)}"


def _binding(printing: Print) -> str:
    together = str(GLUED_SIGNATURE) if printing.signature == "all" else printing.signature
    if printing.binding == "perfect":
        folding = "fold them one by one" if together == "1" else f"fold them in signatures of at most {together}"
        return f"{folding}, stack these in order and glue the spine"
    if printing.signature == "all":
        return "keep them in order, fold the pile in half and staple it in the fold"
    return f"fold them in signatures of at most {together}, stack these in order and sew them through the folds"


def paper_name(sheet: Size) -> str:
    """Return what a paper is called in the shop, or its size where it has no name."""
    return next((name for name, size in SHEET_SIZES.items() if size.landscape == sheet.landscape), str(sheet))


def concerns(plan: Plan, printing: Print, place: Place) -> Iterator[Problem]:
    """Yield warnings about sheets that will come out, but not as one would like."""
    yield from _small(plan, place)
    yield from _thick(plan, printing, place)
    yield from _outgrown(plan, printing, place)


def _small(plan: Plan, place: Place) -> Iterator[Problem]:
    if plan.scale < _LEGIBLE:
        message = f"two pages fit on {paper_name(plan.paper)} only at {plan.scale:.0%} of their size"
        hint = "choose larger paper (`print.sheet`) or a smaller page (`print.trim`)"
        yield Problem(place, message, hint, "booklet-small", Severity.WARNING)


def _thick(plan: Plan, printing: Print, place: Place) -> Iterator[Problem]:
    thickest = max(plan.signatures, default=0)
    if plan.kind is Kind.BOOKLET and printing.binding == "saddle-stitch" and thickest > _STAPLED:
        message = f"{thickest} sheets are folded together, and a stapler goes through about {_STAPLED}"
        hint = "sew signatures (`print.signature: 4`), or glue the spine (`print.binding: perfect`)"
        yield Problem(place, message, hint, "booklet-thick", Severity.WARNING)


def _outgrown(plan: Plan, printing: Print, place: Place) -> Iterator[Problem]:
    if plan.kind is Kind.COVER and fit(plan.paper, printing.sheet)[1] < 1:
        spine = Length(round(plan.spine, 2))
        message = f"the cover with its spine of {spine} does not fit on {paper_name(printing.sheet)}"
        hint = f"it is laid out on {Length(round(plan.paper.width, 1))} × {Length(round(plan.paper.height, 1))}: "
        hint += "take larger paper (`print.sheet`), or have it printed by a shop"
        yield Problem(place, message, hint, "cover-large", Severity.WARNING)
