"""The short last word of a paragraph kept with the word before it, so that it never stands on a line by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publish import tree
from publish.typesetting.ties import TIE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Element

# Letters and signs; a longer word has a line of some length, or can be divided.
_SHORT = 7


def kept(blocks: Sequence[Element]) -> list[Element]:
    """Return blocks whose paragraphs end with two words that no line parts."""
    done: list[Element] = _kept(list(blocks))
    return done


def _kept(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    if isinstance(node, list):
        return [_kept(child) for child in node]
    if not isinstance(node, dict) or "c" not in node:
        return node
    inner = {**node, "c": _kept(node["c"])}
    return {**inner, "c": _tied(inner["c"])} if node["t"] in {"Para", "Plain"} else inner


def _tied(inlines: list[Element]) -> list[Element]:
    """Return the inlines of a paragraph, its last blank made firm where a short word follows; notes do not count."""
    end = len(inlines)
    while end and inlines[end - 1]["t"] in {"Note", "Space", "SoftBreak"}:
        end -= 1
    # Two words alone are no line to be filled.
    if end < 5 or inlines[end - 1]["t"] != "Str" or len(inlines[end - 1]["c"]) > _SHORT:
        return inlines
    if inlines[end - 2]["t"] not in {"Space", "SoftBreak"} or inlines[end - 3]["t"] != "Str":
        return inlines
    return tree.tidy([*inlines[: end - 2], tree.string(TIE), *inlines[end - 1 :]])
