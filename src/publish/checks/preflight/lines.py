"""Lines of text as they fall: stranded words, lines and headings, notes that went astray, lines too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.checks.preflight.proof import ON_SHEETS, warned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.preflight.proof import Finding, Proof
    from publish.pdf.frame import Box
    from publish.typesetting.layout_faults import LayoutFault

_SAID = {
    "short-line": (
        "line-short",
        "the last line of a paragraph is a single short word, “{text}”",
        "shorten or lengthen the paragraph by a word or two",
    ),
    "heading": (
        "heading-stranded",
        "the heading “{text}” stands at the foot of the page, and its text on page {other}",
        "take out or add a line before it, or begin a page there",
    ),
    "note": (
        "note-elsewhere",
        "the note called here stands on page {other}",
        "shorten the note, or move its call up or down by a paragraph",
    ),
    "widow": (
        "widow",
        "the last line of a paragraph stands alone at the head of the page: “{text}”",
        "shorten or lengthen the paragraph by a line",
    ),
    "orphan": (
        "orphan",
        "the first line of a paragraph is left alone at the foot of the page: “{text}”",
        "shorten or lengthen what stands before it by a line",
    ),
    "overfull": (
        "line-overfull",
        "a line runs out of its column: “{text}”",
        "divide the long word or address with a soft hyphen (&shy;), or write it in another way",
    ),
}
CODES = tuple(code for code, _, _ in _SAID.values())
_SHOWN = 60


def find(proof: Proof) -> Iterator[Finding]:
    """Yield what an editor would mend, on the pages of the edition themselves; of sheets it is told which page."""
    faults = proof.layout.faults if proof.layout is not None else ()
    for fault in faults:
        code, message, hint = _SAID[fault.stray]
        text = fault.text if len(fault.text) <= _SHOWN else fault.text[:_SHOWN].rstrip() + "…"
        where = f" (line {fault.line} of the manuscript)" if fault.line else ""
        said = message.format(text=text, other=fault.other), hint + where
        if proof.output in ON_SHEETS:
            yield warned(proof, 0, code, (f"page {fault.page} of the text: {said[0]}", said[1]))
        elif fault.page <= len(proof.pages):
            yield warned(proof, fault.page, code, said, [_box(proof, fault)])


def _box(proof: Proof, fault: LayoutFault) -> Box:
    """Return the place of a fault as the file counts: from the lower left corner of the page."""
    left, _, _, top = proof.pages[fault.page - 1].trim
    return (left + fault.box[0], top - fault.box[3], left + fault.box[2], top - fault.box[1])
