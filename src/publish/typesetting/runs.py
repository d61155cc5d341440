"""Left-to-right runs in right-to-left text, told to WeasyPrint, which puts inline boxes in order one by one.

It follows the bidirectional algorithm (UAX #9) inside a text, but not over the elements of a line: H₂O came out as
O₂H. And the figures of Nastaliq are too heavy for its words: those of the Latin face stand in for them.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from publish import languages, tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Element

_PLAIN = {"Str", "Space", "SoftBreak"}
_WRAPPED = {"Emph", "Strong", "Strikeout", "Superscript", "Subscript", "Underline", "SmallCaps", "Code", "Span", "Link"}
# Letters and figures that run to the right, letters that run to the left; marks go with what they stand on.
_SIGNS = {"L": "l", "EN": "l", "R": "r", "AL": "r", "AN": "r"}
_RIGHTWARD = re.compile(r"l(?:[ln]*l)?")
_FIGURES = re.compile(r"[0-9]+(?:[.,:][0-9]+)*")


def in_order(blocks: Sequence[Element], language: str) -> list[Element]:
    """Return blocks with each left-to-right run of several elements in a span of its own, where text runs leftward."""
    ordered: list[Element] = _ordered(list(blocks), language)
    return ordered


def _ordered(node: Any, language: str) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    if isinstance(node, dict):
        if node["t"] in tree.LEAVES:
            return node
        inside = tree.value_of(node, "lang") or language
        return {**node, "c": _ordered(node["c"], inside)} if "c" in node else node
    if not isinstance(node, list):
        return node
    inner = [child if tree.is_leaf(child) else _ordered(child, language) for child in node]
    if languages.direction(language) == "ltr" or not all(tree.is_element(child) for child in inner):
        return inner
    spanned = _spanned(inner)
    return _figured(spanned) if languages.language(language).family == languages.NASTALIQ else spanned


def _spanned(inlines: list[Element]) -> list[Element]:
    """Return inlines with their left-to-right runs in spans, where more than plain words make up a run."""
    spanned: list[Element] = []
    rest = [piece for element in inlines for piece in _pieces(element)]
    while rest:
        length = _run(rest) or 1
        run, rest = rest[:length], rest[length:]
        spanned += run if all(element["t"] in _PLAIN for element in run) or length == 1 else [_span("ltr", run)]
    return tree.tidy(spanned)


def _pieces(element: Element) -> list[Element]:
    """Return a text in pieces: what runs to the right from its first letter or figure to its last, and the rest."""
    if element["t"] != "Str":
        return [element]
    signs = "".join(_SIGNS.get(unicodedata.bidirectional(one), "n") for one in element["c"])
    ends = sorted({0, len(signs), *(end for found in _RIGHTWARD.finditer(signs) for end in found.span())})
    return [{**element, "c": element["c"][start:end]} for start, end in itertools.pairwise(ends)]


def _run(inlines: Sequence[Element]) -> int:
    """Return how many elements the run takes that begins with the first of them; 0 where none begins."""
    if inlines[0]["t"] not in {"Str", *_WRAPPED} or not _begins(tree.plain_text(inlines[0])):
        return 0
    length = 0
    for count, element in enumerate(inlines, 1):
        classes = {unicodedata.bidirectional(one) for one in tree.plain_text(element)}
        if element["t"] not in _PLAIN | _WRAPPED or classes & {"R", "AL", "AN"}:
            break
        length = count if classes & {"L", "EN"} else length
    return length


def _begins(text: str) -> bool:
    """Whether a text starts a run: its first letter, after figures and signs, runs to the right."""
    return next((kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"}), "") == "L"


def _figured(inlines: list[Element]) -> list[Element]:
    """Return inlines with European figures in spans, for the Latin face."""
    figured: list[Element] = []
    for element in inlines:
        figured += _figures_of(element) if element["t"] == "Str" else [element]
    return figured


def _figures_of(element: Element) -> list[Element]:
    parts: list[Element] = []
    at = 0
    for found in _FIGURES.finditer(element["c"]):
        parts += [tree.string(element["c"][at : found.start()]), _span("figures", [tree.string(found[0])])]
        at = found.end()
    parts.append(tree.string(element["c"][at:]))
    return [part for part in parts if part["t"] != "Str" or part["c"]]


def _span(css: str, inlines: list[Element]) -> Element:
    return {"t": "Span", "c": [["", [css], []], inlines]}
