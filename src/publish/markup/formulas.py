"""Formulas in a text that runs from right to left: H₂O and m² are read from left to right, as one piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publish.model import Element

_RAISED = {"Superscript", "Subscript"}
# What may stand before and after a raised or lowered sign in one formula: Latin letters, digits, signs, tied blanks.
_TAIL = re.compile("[\u200eA-Za-z0-9.,+\u2212()\u00a0\u2009\u202f-]*[A-Za-z0-9)]$")
_HEAD = re.compile("[A-Za-z0-9(][A-Za-z0-9.,+\u2212()-]*(?<![.,])")


def isolated(elements: Sequence[Element]) -> Iterator[Element | list[Element]]:
    """Yield inlines, those of a formula together as a list.

    Renderers order the boxes of a line by the direction around them, so that a lowered 2 would change its place.
    """
    waiting = list(elements)
    while waiting:
        formula = _formula_at(waiting)
        if formula is None:
            yield waiting.pop(0)
        else:
            before, own, waiting = formula
            yield from before
            yield own


def _formula_at(elements: list[Element]) -> tuple[list[Element], list[Element], list[Element]] | None:
    """Return what stands before a formula that begins with the first element, the formula, and what is left."""
    first, *rest = elements
    tail = _TAIL.search(first["c"]) if first["t"] == "Str" else None
    if tail is None or not rest or rest[0]["t"] not in _RAISED:
        return None
    before = [tree.string(first["c"][: tail.start()])] if tail.start() else []
    own = [tree.string(tail[0])]
    while rest and rest[0]["t"] in _RAISED:
        own.append(rest.pop(0))
        head = _HEAD.match(rest[0]["c"]) if rest and rest[0]["t"] == "Str" else None
        if head is not None:
            left = rest.pop(0)["c"][head.end() :]
            own.append(tree.string(head[0]))
            rest = [tree.string(left), *rest] if left else rest
    return before, own, rest
