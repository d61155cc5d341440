"""Pure functions over pandoc's tree (JSON elements `{"t": …, "c": …}`, each with its `line` where known)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from publish.model import Element

Attr = list[Any]
"""pandoc's attributes: `[id, [class, …], [[key, value], …]]`."""

SPACE: Element = {"t": "Space"}

LEAVES = frozenset({"Str", "Space", "SoftBreak", "LineBreak"})
"""The kinds of elements that no other stands in: nine in ten of a text, so who looks for others passes them by."""

WORDS = frozenset({"Str", "Space", "SoftBreak"})
"""Those of them that have no line of their own: they are joined and split, and the element around them has one."""

_NESTS = (dict, list, tuple)  # the kinds of nodes that others stand in

# Where the children of an element stand: which member of `c` holds inlines, which holds blocks.
_INLINE_PARENTS = {"Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
_ATTR_PARENTS = {"Span", "Link", "Image"}
_TEXT_BLOCKS = {"Para", "Plain", "Header"}


@functools.lru_cache(maxsize=1 << 15)
def string(text: str) -> Element:
    """Return a piece of text without spaces as an element: the same one for the same text, for most words return."""
    return {"t": "Str", "c": text}


def words(text: str) -> list[Element]:
    """Return plain text as inline elements: words, and a space for each blank (U+0020) between them."""
    inlines: list[Element] = []
    for index, word in enumerate(text.split(" ")):
        if index:
            inlines.append(SPACE)
        if word:
            inlines.append(string(word))
    return inlines


def content_of(element: Element) -> Any:  # noqa: ANN401 - pandoc's `c` has a shape for each `t`
    """Return what an element holds, None where it holds nothing."""
    return element.get("c")


def attr_of(element: Element) -> Attr:
    """Return the attributes of an element that has them, else empty ones."""
    kind, content = element["t"], content_of(element)
    if kind == "Header":
        return list(content[1])
    if kind in {"Div", "Span", "Link", "Image", "Code", "CodeBlock", "Table", "Figure"}:
        return list(content[0])
    return ["", [], []]


def classes_of(element: Element) -> list[str]:
    """Return the classes of an element."""
    return list(attr_of(element)[1])


def value_of(element: Element, key: str) -> str:
    """Return an attribute's value, or the empty string."""
    return next((str(value) for name, value in attr_of(element)[2] if name == key), "")


def without_values(element: Element, keys: Collection[str]) -> Element:
    """Return a division or an inline without some of its attributes."""
    (key, classes, pairs), *rest = element["c"]
    return with_content(element, [[key, classes, [pair for pair in pairs if pair[0] not in keys]], *rest])


def line_of(element: Element) -> int:
    """Return the line of an element in its manuscript, 0 where it is not known."""
    return int(element.get("line", 0))


def is_element(node: object) -> bool:
    """Whether a node of the JSON is an element of the tree (lists and attributes are not)."""
    return isinstance(node, dict) and "t" in node


def is_leaf(node: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether a node is an element with nothing below it."""
    return node.__class__ is dict and node.get("t") in LEAVES


def walk(node: object, passed_by: Collection[str] = ()) -> Iterator[Element]:
    """Yield every element below (and including) a node, parents first, in reading order; some kinds are passed by."""
    nodes = [node]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            if "t" in node:
                yield node
            node = node.get("c")
            if isinstance(node, dict):
                nodes.append(node)
        if isinstance(node, list | tuple):
            nodes += [
                child
                for child in reversed(node)
                if isinstance(child, _NESTS) and not (isinstance(child, dict) and child.get("t") in passed_by)
            ]


def plain_text(node: object) -> str:
    """Return the text of a node as it would be read aloud: no markup, no notes, breaks as spaces."""
    parts: list[str] = []
    _gather(node, parts)
    text = "".join(parts).strip(" ")
    return re.sub(" +", " ", text) if "  " in text else text


def without_ornaments(inlines: Iterable[Element]) -> list[Element]:
    """Return inlines without pictures that only decorate, whose words are read to nobody."""
    return [inline for inline in inlines if not (inline["t"] == "Image" and "decorative" in classes_of(inline))]


def _gather(node: object, parts: list[str]) -> None:
    if isinstance(node, list | tuple):
        for child in node:
            if is_leaf(child):  # nearly all there are
                parts.append(child["c"] if child["t"] == "Str" else " ")
            else:
                _gather(child, parts)
        return
    if not isinstance(node, dict) or "t" not in node:
        return
    kind = node["t"]
    if kind in LEAVES:
        parts.append(node["c"] if kind == "Str" else " ")
    elif kind in {"Code", "CodeBlock"}:
        parts.append(node["c"][1])
    elif kind not in {"Note", "RawInline", "RawBlock"}:
        _gather(node.get("c"), parts)
        parts.append(" " if kind in _TEXT_BLOCKS else "")


def with_content(element: Element, content: Any) -> Element:  # noqa: ANN401 - pandoc's `c` has a shape for each `t`
    """Return the same element around other content."""
    return {**element, "c": content}


def inlines_of(element: Element) -> list[Element]:
    """Return the inline children of an inline element that holds some, else nothing."""
    if element["t"] in _INLINE_PARENTS:
        return list(element["c"])
    if element["t"] in _ATTR_PARENTS:
        return list(element["c"][1])
    if element["t"] in {"Quoted", "Cite"}:
        return list(element["c"][1])
    return []


def with_inlines(element: Element, inlines: list[Element]) -> Element:
    """Return an inline element around other inline children."""
    if element["t"] in _INLINE_PARENTS:
        return with_content(element, inlines)
    first, _, *rest = element["c"]
    return with_content(element, [first, inlines, *rest])


def map_blocks(blocks: Sequence[Element], change: Callable[[Element], Element]) -> list[Element]:
    """Return the blocks with `change` done to every block in them, the innermost first; inlines stay as they are."""
    return [change(_within(block, lambda inner: map_blocks(inner, change))) for block in blocks]


def _within(block: Element, change: Callable[[list[Element]], list[Element]]) -> Element:
    kind, content = block["t"], content_of(block)
    if kind == "BlockQuote":
        return with_content(block, change(content))
    if kind == "Div":
        return with_content(block, [content[0], change(content[1])])
    if kind == "BulletList":
        return with_content(block, [change(item) for item in content])
    if kind == "OrderedList":
        return with_content(block, [content[0], [change(item) for item in content[1]]])
    if kind == "DefinitionList":
        return with_content(block, [[term, [change(item) for item in items]] for term, items in content])
    if kind == "Figure":
        return with_content(block, [content[0], content[1], change(content[2])])
    if kind == "Table":
        return with_content(block, map_cells(content, change))
    return block


def map_cells(table: list[Any], change: Callable[[list[Element]], list[Element]]) -> list[Any]:
    """Return a table's content with `change` done to the blocks of every cell, in reading order."""
    attr, caption, columns, head, bodies, foot = table

    def rows(given: list[Any]) -> list[Any]:
        return [[row[0], [[*cell[:4], change(cell[4])] for cell in row[1]]] for row in given]

    new_head = [head[0], rows(head[1])]
    new_bodies = [[body[0], body[1], rows(body[2]), rows(body[3])] for body in bodies]
    return [attr, caption, columns, new_head, new_bodies, [foot[0], rows(foot[1])]]


def tidy(inlines: Iterable[Element]) -> list[Element]:
    """Return inlines in their one normal form: no empty text, neighbouring texts joined, one space between words."""
    tidied: list[Element] = []
    last = ""
    for inline in inlines:
        kind = inline["t"]
        if kind == last == "Str":
            tidied[-1] = string(tidied[-1]["c"] + inline["c"])
        elif not (kind == last == "Space" or (kind == "Str" and inline["c"] == "")):
            tidied.append(inline)
            last = kind
    return tidied


def soften(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    """Return the tree with every soft break read as the space it stands for."""
    if isinstance(node, dict) and node.get("t") == "SoftBreak":
        return SPACE
    if isinstance(node, dict):
        return node if node.get("t") in LEAVES or "c" not in node else {**node, "c": soften(node["c"])}
    if isinstance(node, list):
        softened = [soften(child) for child in node]
        return tidy(softened) if SPACE in softened else softened
    return node


def without_lines(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    """Return the tree as pandoc knows it, without lines; two trees that say the same are then equal."""
    if isinstance(node, dict):
        return {key: without_lines(value) for key, value in node.items() if key != "line"}
    if isinstance(node, list | tuple):
        return [without_lines(child) for child in node]
    return node


def without_ids(node: Any) -> Any:  # noqa: ANN401 - the same shape comes back as goes in
    """Return a tree none of whose elements has an id, for a text that stands in a file a second time."""
    if isinstance(node, list | tuple):
        return [without_ids(child) for child in node]
    if not isinstance(node, dict):
        return node
    inner = {**node, "c": without_ids(node["c"])} if "c" in node else node
    if inner["t"] == "Header":
        level, attr, inlines = inner["c"]
        return with_content(inner, [level, ["", *attr[1:]], inlines])
    if attr_of(inner)[0]:
        attr, *rest = inner["c"]
        return with_content(inner, [["", *attr[1:]], *rest])
    return inner
