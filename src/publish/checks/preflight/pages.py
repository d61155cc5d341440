"""The pages as a whole: one size, and as many as can be bound."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from publish.checks.preflight.proof import Finding, refused, warned
from publish.imposition import blanks_before_back, booklet, concerns, cover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.preflight.proof import Proof
    from publish.imposition import Plan
    from publish.pdf.seen import Page
    from publish.problems import Problem

CODES = ("page-sizes", "page-count", "booklet-small", "booklet-thick", "cover-large")

_ROUNDING = 0.3  # points: a tenth of a millimetre


def find(proof: Proof) -> Iterator[Problem]:
    """Yield pages that are of another size than the others, and a number of pages no stapler can bind."""
    yield from _sizes(proof)
    if proof.is_press:
        yield from _count(proof)
    plan = plan_of(proof)
    if plan is not None:
        yield from (_of_file(problem) for problem in concerns(plan, proof.printing, proof.place))


def _size(page: Page) -> tuple[float, float]:
    return (page.trim[2] - page.trim[0], page.trim[3] - page.trim[1])


def _sizes(proof: Proof) -> Iterator[Finding]:
    usual = Counter((round(width), round(height)) for width, height in map(_size, proof.pages)).most_common(1)
    for page in proof.pages:
        size = _size(page)
        if max(abs(size[0] - usual[0][0][0]), abs(size[1] - usual[0][0][1])) > 0.5 + _ROUNDING:
            message = f"it is {_shown(size)}, and the others are {_shown(usual[0][0])}"
            hint = "give all pages one size; a fold-out is a file of its own"
            yield refused(proof, page.number, "page-sizes", (message, hint), [page.trim])


def _shown(size: tuple[float, float]) -> str:
    width, height = (round(side * 25.4 / 72) for side in size)
    return f"{width} × {height} mm"


def _count(proof: Proof) -> Iterator[Finding]:
    count = len(proof.pages)
    missing = blanks_before_back(count, proof.printing.binding)
    if missing:
        blanks = "a blank page" if missing == 1 else f"{missing} blank pages"
        message = f"{count} pages cannot be stapled: sheets are folded, so it takes a multiple of four"
        hint = f"build it again with `publish build --output press`, which puts {blanks} inside the back cover"
        yield warned(proof, 0, "page-count", (message, f"{hint}; or say how it is bound (`print.binding`)"))


def plan_of(proof: Proof) -> Plan | None:
    """Return the plan the sheets of a booklet or a cover were laid out by."""
    if proof.layout is None or proof.output not in {"booklet", "cover"}:
        return None
    return (booklet if proof.output == "booklet" else cover)(proof.layout.pages, proof.printing, proof.edge)


def _of_file(problem: Problem) -> Finding:
    return Finding(problem.place, problem.message, problem.hint, problem.code, problem.severity)
