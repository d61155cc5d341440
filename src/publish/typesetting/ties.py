"""Short words tied to the next: where a language has it so, none of one letter is left at the end of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publish import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Element

# The conjunctions and prepositions of one letter, as the typesetting rules of these languages name them.
_SHORT = {
    "pl": frozenset("aiouwz"),
    "cs": frozenset("aikosuvz"),
    "sk": frozenset("aikosuvz"),
    "sl": frozenset("aihkosvz"),
    "hr": frozenset("aikosu"),
}
_OPENING = "„“”»«‚‘’\"'([{"
TIE = "\u00a0"


def tied(blocks: Sequence[Element], language: str) -> list[Element]:
    """Return blocks whose words of one letter stay with the word after them, in the languages that ask for it."""
    done: list[Element] = _tied(list(blocks), language)
    return done


def _tied(node: Any, language: str) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    if isinstance(node, dict):
        if node["t"] in tree.LEAVES:
            return node
        inside = tree.value_of(node, "lang") or language
        return {**node, "c": _tied(node["c"], inside)} if "c" in node else node
    if not isinstance(node, list):
        return node
    short = _SHORT.get(language.partition("-")[0].lower())
    inner = [child if tree.is_leaf(child) else _tied(child, language) for child in node]
    # Elements stand among elements only.
    if not short or not inner or not tree.is_element(inner[0]):
        return inner
    ties = {at for at, inline in enumerate(inner) if inline["t"] == "Space" and _ties(inner, at, short)}
    if not ties:
        return inner
    return tree.tidy(tree.string(TIE) if at in ties else inline for at, inline in enumerate(inner))


def _ties(inlines: Sequence[Element], at: int, short: frozenset[str]) -> bool:
    """Whether the blank at a place stands after a word of one letter, and before another word."""
    if at in {0, len(inlines) - 1} or inlines[at - 1]["t"] != "Str":
        return False
    if at > 1 and inlines[at - 2]["t"] not in {"Space", "LineBreak"}:
        return False
    return str(inlines[at - 1]["c"]).lstrip(_OPENING).lower() in short
