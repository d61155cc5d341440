"""A finished PDF laid out before the checks, and what they find on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publish.pdf.frame import Box
    from publish.pdf.seen import Inspection, Page
    from publish.pdf.separations import Heavy
    from publish.pdf.validator import Failure
    from publish.problems import Place
    from publish.settings import Print
    from publish.typesetting.layout_faults import Layout

_MOST_BOXES = 60

ON_SCREEN = frozenset({"reading", "large-print", "bilingual", "polyglot"})
"""Outputs that are read as they are; any other is printed by somebody who cannot mend it any more."""

ON_SHEETS = frozenset({"booklet", "cover", "zine"})
"""Outputs whose pages stand on sheets, several to one, so that a page of the text is none of the file."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a preflight judges: a PDF looked through, what it was made for, and what other programs say of it.

    `layout` is that of its pages, before they are put on sheets; `heavy` what Ghostscript finds of too much ink
    and `failures` the rules of PDF/A and PDF/UA that veraPDF finds broken. None: nobody looked.
    """

    place: Place
    output: str
    printing: Print
    edge: str
    pdf: bytes
    inspection: Inspection
    layout: Layout | None = None
    heavy: tuple[Heavy, ...] | None = None
    failures: tuple[Failure, ...] | None = None

    @property
    def is_press(self) -> bool:
        """Whether it is made for a press: inks, bleed and safe area count."""
        return self.output == "press"

    @property
    def is_plate(self) -> bool:
        """Whether it is the plate of one drum."""
        return self.output.startswith("plate-")

    @property
    def is_printed(self) -> bool:
        """Whether it is made for paper only."""
        return self.output not in ON_SCREEN

    @property
    def pages(self) -> tuple[Page, ...]:
        """Its pages, or sheets."""
        return self.inspection.pages


@dataclass(frozen=True, slots=True)
class Finding(Problem):
    """A problem on a page: its number (0: the whole file), and where, in points from the lower left corner."""

    page: int = 0
    boxes: tuple[Box, ...] = ()


def warned(proof: Proof, page: int, code: str, said: tuple[str, str], boxes: Iterable[Box] = ()) -> Finding:
    """Return a warning: what can be printed, but not as one would like. `said` is what is wrong, and what to do."""
    return _found(proof, page, code, said, boxes, Severity.WARNING)


def refused(proof: Proof, page: int, code: str, said: tuple[str, str], boxes: Iterable[Box] = ()) -> Finding:
    """Return an error: what must not go to print. `said` is what is wrong, and what to do."""
    return _found(proof, page, code, said, boxes, Severity.ERROR)


def _found(
    proof: Proof, page: int, code: str, said: tuple[str, str], boxes: Iterable[Box], severity: Severity
) -> Finding:
    message, hint = said
    shown = tuple(dict.fromkeys(boxes))[:_MOST_BOXES]
    return Finding(proof.place, f"page {page}: {message}" if page else message, hint, code, severity, page, shown)
