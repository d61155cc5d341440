"""The short last word of a paragraph kept with the word before it, so that it never stands on a line by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publish import tree
from publish.typesetting.ties import TIE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Element

# Fewer letters and signs than these are tied; a longer word has a line of some length, or can be divided.
_SHORT = 8
_FEWEST = 5
_AROUND = {"Emph", "Strong", "Underline", "Strikeout", "SmallCaps", "Quoted", "Span"}


def kept(blocks: Sequence[Element]) -> list[Element]:
    """Return blocks whose paragraphs end with two words that no line parts."""
    done: list[Element] = _kept(list(blocks))
    return done


def _kept(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    if isinstance(node, list):
        return [child if tree.is_leaf(child) else _kept(child) for child in node]
    if not isinstance(node, dict) or "c" not in node or node["t"] in tree.LEAVES:
        return node
    inner = {**node, "c": _kept(node["c"])}
    return {**inner, "c": _tied(inner["c"])} if node["t"] in {"Para", "Plain"} else inner


def _tied(inlines: list[Element]) -> list[Element]:
    """Return the inlines of a paragraph, its last blank made firm where a short word follows it."""
    # Two or three words are no line to be filled.
    if not (_has_words(inlines[: 3 * _FEWEST]) or _has_words(inlines)):
        return inlines
    return _from_the_end(inlines, _SHORT)[0]


def _has_words(inlines: list[Element]) -> bool:
    return len(tree.plain_text(inlines).split()) >= _FEWEST


def _from_the_end(inlines: list[Element], room: int) -> tuple[list[Element], int]:
    """Return inlines with the last blank tied, and how many more letters the last word may have (-1: it is settled)."""
    done: list[Element] = []
    for inline in reversed(inlines):
        changed = inline
        if room >= 0 and inline["t"] in {"Space", "SoftBreak"}:
            # A blank with nothing after it parts no words.
            changed, room = (tree.string(TIE), -1) if room < _SHORT else (inline, room)
        elif room >= 0 and inline["t"] == "Str":
            room -= len(inline["c"])
        elif room >= 0 and inline["t"] in _AROUND:
            inside, room = _from_the_end(tree.inlines_of(inline), room)
            changed = tree.with_inlines(inline, inside)
        elif inline["t"] != "Note":  # a note hangs at its word and takes no room
            room = -1
        done.append(changed)
    return tree.tidy(reversed(done)), room
