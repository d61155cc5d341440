"""Where things stand in a manuscript: pandoc tells it by wrappers around everything, which become a `line`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from publish import tree

if TYPE_CHECKING:
    from publish.model import Element

_WRAPPER = ["wrapper", "1"]
_POSITION = re.compile(r"(?:^|@)(\d+):\d+-")
_LINE_PARENTS = {"Para", "Plain"}
_BLANKS: dict[str, Element] = {"Space": tree.SPACE, "SoftBreak": {"t": "SoftBreak"}}


def lightened(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node of pandoc's JSON without the wrapper that tells its position: a `line` on the element does.

    Meant for a reader of JSON, which asks it for every node, the innermost first: with positions a text is several
    times as large. A wrapper around more than one element stays, for `settle`. The words of a paragraph lose their
    lines, when the first of them is written down as `within`, so that equal ones can be one.
    """
    kind = node.get("t")
    if kind in _LINE_PARENTS:
        if line := _line_within(node):
            node["within"] = line
        node["c"] = [tree.string(child["c"]) if child["t"] == "Str" else child for child in node["c"]]
    if kind not in {"Span", "Div"}:
        return node
    attr, inner = node["c"]
    if len(inner) != 1 or _WRAPPER not in attr[2]:
        return node
    child: Element = inner[0]
    if child["t"] in {"Space", "SoftBreak"}:
        return _BLANKS[child["t"]]
    if "line" not in child and not first_line(tree.attr_of(child)):
        child["line"] = first_line(attr)
    return child


def move(blocks: list[Element], lines: int) -> None:
    """Count the lines of blocks that were just settled, which nobody else has yet, from further down."""
    for element in tree.walk(blocks, tree.WORDS):
        if "line" in element:
            element["line"] += lines


def settle(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    """Return a tree read with source positions in its normal form.

    pandoc's position wrappers go and leave a `line` on the element they wrapped; inlines are tidied. Without positions
    the tree comes out the same, but for the lines.
    """
    if isinstance(node, dict) and "t" in node:
        return _settle_element(node)
    if isinstance(node, list):
        return _settle_list(node)
    return node


def _settle_list(nodes: list[Any]) -> list[Any]:
    settled: list[Any] = []
    for node in nodes:
        inner = _unwrapped(node)
        if inner is None:
            settled.append(settle(node))
        else:
            settled.extend(inner)
    if any(tree.is_element(node) and node["t"] in {"Str", "Space"} for node in settled):
        return tree.tidy(settled)
    return settled


def _unwrapped(node: object) -> list[Element] | None:
    """Return what pandoc's position wrapper holds, settled and with its line; None where a node is no wrapper."""
    if not (isinstance(node, dict) and node.get("t") in {"Span", "Div"}):
        return None
    if _WRAPPER not in node["c"][0][2]:
        return None
    line = first_line(node["c"][0])
    inner: list[Element] = settle(node["c"][1])
    if not line:
        return inner
    return [child if "line" in child or child["t"] in tree.WORDS else {**child, "line": line} for child in inner]


def first_line(attr: tree.Attr) -> int:
    """Return the line that attributes tell as pandoc's position, 0 where they tell none."""
    position = next((value for key, value in attr[2] if key == "data-pos"), "")
    match = _POSITION.search(position)
    return int(match[1]) if match else 0


def _settle_element(element: Element) -> Element:
    if element["t"] in tree.WORDS:
        return _settled_word(element)
    settled: Element = {"t": sys.intern(element["t"])}
    if "c" in element:
        settled["c"] = settle(element["c"])
    attr = tree.attr_of(settled)
    line = element.get("line") or first_line(attr) or (_line_within(element) if element["t"] in _LINE_PARENTS else 0)
    _drop_position(attr)
    return {**settled, "line": line} if line else settled


def _settled_word(element: Element) -> Element:
    """Return a word or blank without a line; all that say the same are one element, or they would fill the memory."""
    return tree.string(element["c"]) if element["t"] == "Str" else _BLANKS[element["t"]]


def _line_within(element: Element) -> int:
    """Return the line of the first thing in an element that has one: pandoc gives cells and notes none themselves."""
    if "within" in element:
        return int(element["within"])
    lines = (
        tree.line_of(inner) or inner.get("within", 0) or first_line(tree.attr_of(inner))
        for inner in tree.walk(element["c"])
    )
    return next((line for line in lines if line), 0)


def _drop_position(attr: tree.Attr) -> None:
    """Take the position out of attributes that `settle` has just copied."""
    attr[2][:] = [pair for pair in attr[2] if pair[0] != "data-pos"]
