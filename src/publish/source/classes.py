"""Classes of our own that somebody gave to a passage by hand: left out, or they would make it something else."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish import tree
from publish.problems import Problem, Severity
from publish.source.normal import DONE, OPEN

if TYPE_CHECKING:
    from publish.model import Element
    from publish.problems import Place

OURS = frozenset(
    re.findall(
        r"[a-z-]+",
        """
        attribution authors back back-end back-foot banded bilingual blurb both box-title byline call caption
        captions code coded contents cover cover-foot cover-picture cover-title cover-top dateline done drawn entry
        facing figures filled foot footnote heading imprint imprint-pair imprint-title incomplete inside inside-pair
        issue item kept label languages languages-title leads leaflet line listed long longer many masthead
        masthead-pair math name note note-block note-item notes one original ornament other pages pair pamphlet
        paren parens second-title series stacked stanza subtitle tap tapped task tasks text title tongue translation
        under untranslated where
        """,
    )
)
"""What our writers and style sheets call the parts of an edition."""

_LIKELY = re.compile(rf"[.`~:]\s*(?:{'|'.join(sorted(OURS))})(?![\w-])|\[!")


def left_out(blocks: list[Element], text: str, place: Place) -> tuple[list[Element], list[Problem]]:
    """Return blocks without classes of the house's own, and a warning for each; of code they name the language."""
    if not _LIKELY.search(text):
        return blocks, []
    problems: list[Problem] = []
    return _without(blocks, place, problems), problems


def _without(node: Any, place: Place, problems: list[Problem]) -> Any:  # noqa: ANN401 - the same shape comes back
    if isinstance(node, list):
        return [_without(child, place, problems) for child in node]
    if not isinstance(node, dict) or "c" not in node:
        return node
    here = replace(place, line=tree.line_of(node) or place.line)
    bare = node if _is_box(node) else _bare(node, here, problems)
    return {**bare, "c": _without(bare["c"], here, problems)}


def _is_box(element: Element) -> bool:
    """Whether an element is the box of a task, which is written `[x]` or `[ ]`."""
    return element["t"] == "Span" and element["c"][1] in ([tree.string(DONE)], [tree.string(OPEN)])


def _bare(element: Element, place: Place, problems: list[Problem]) -> Element:
    classes = tree.classes_of(element)
    ours = OURS.intersection(classes)
    if not ours:
        return element
    # Code may well be in a language that is called `text`, and `> [!NOTE]` was made a box already.
    if element["t"] not in {"Code", "CodeBlock"}:
        told = ours - {"note"} if "box" in classes else ours
        problems += [_problem(name, place) for name in classes if name in told]
    at = 1 if element["t"] == "Header" else 0
    content = list(element["c"])
    key, _, values = content[at]
    content[at] = [key, [name for name in classes if name not in ours], values]
    return {**element, "c": content}


def _problem(name: str, place: Place) -> Problem:
    hint = "a footnote is written [^1]" if name in {"footnote", "note", "notes"} else "take it out, or rename it"
    message = f"the class .{name} is one we use ourselves, so it is left out here"
    return Problem(place, message, hint, "class-ours", Severity.WARNING)
