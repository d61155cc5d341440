"""The normal form of a manuscript's tree: what the dialect cannot say directly is made what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import tree
from publish.source import positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.model import Element

DONE, OPEN = "☒", "☐"
_ALERTS = ("note", "tip", "important", "warning", "caution")


def normal_form(blocks: list[Element]) -> list[Element]:
    """Return pandoc's blocks settled: verse as lines, task items with a box, ids on all headings, comments gone.

    Comments that stand alone stay: they may hold the author's directives, and no output shows them.
    """
    return with_ids(without_ids(blocks))


def without_ids(blocks: list[Element]) -> list[Element]:
    """Return pandoc's blocks in their normal form, but for the ids: of those, a heading has what pandoc gave it."""
    settled = tree.map_blocks(tree.map_blocks(positions.settle(blocks), _alert), _verse)
    softened = tree.soften(_without_inline_comments(settled))
    return tree.map_blocks(softened, _tasks)


def _alert(block: Element) -> Element:
    """Make `> [!NOTE]`, which pandoc reads as a division with a title in it, a box with that title."""
    if block["t"] != "Div" or tree.classes_of(block)[:1] not in [[name] for name in _ALERTS]:
        return block
    attr, inner = block["c"]
    if not inner or tree.classes_of(inner[0]) != ["title"]:
        return block
    title = tree.plain_text(inner[0]["c"][1])
    return tree.with_content(block, [[attr[0], ["box", *attr[1]], [*attr[2], ["title", title]]], inner[1:]])


def _verse(block: Element) -> Element:
    """Make each paragraph of `::: verse` a stanza of lines."""
    if block["t"] != "Div" or "verse" not in tree.classes_of(block):
        return block
    attr, inner = block["c"]
    return tree.with_content(block, [attr, [_stanza(child) for child in inner]])


def _stanza(block: Element) -> Element:
    if block["t"] not in {"Para", "Plain"}:
        return block
    lines: list[list[Element]] = [[]]
    for inline in block["c"]:
        if inline["t"] in {"SoftBreak", "LineBreak"}:
            lines.append([])
        else:
            lines[-1].append(inline)
    return {**block, "t": "LineBlock", "c": lines}


def _tasks(block: Element) -> Element:
    """Make `[x]` and `[ ]` at the head of an item a box that is ticked or not."""
    if block["t"] != "BulletList":
        return block
    return tree.with_content(block, [_task(item) for item in block["c"]])


def _task(item: list[Element]) -> list[Element]:
    if not item or item[0]["t"] not in {"Para", "Plain"}:
        return item
    first, *rest = item
    inlines = first["c"]
    if inlines and inlines[0] == tree.string("[x]") and len(inlines) > 1:
        return [tree.with_content(first, [_box(DONE, ["task", "done"]), *inlines[1:]]), *rest]
    empty = [tree.string("["), tree.SPACE, tree.string("]")]
    if inlines[:3] == empty and len(inlines) > len(empty):
        return [tree.with_content(first, [_box(OPEN, ["task"]), *inlines[3:]]), *rest]
    return item


def _box(sign: str, classes: list[str]) -> Element:
    return {"t": "Span", "c": [["", classes, []], [tree.string(sign)]]}


def _without_inline_comments(node: object) -> list[Element]:
    def clean(node: object) -> object:
        if isinstance(node, list):
            return [clean(child) for child in node if not _is_comment(child)]
        if isinstance(node, dict) and "c" in node and node["t"] not in tree.LEAVES:
            return {**node, "c": clean(node["c"])}
        return node

    return clean(node)  # type: ignore[return-value] # a list of blocks in, the same out


def _is_comment(node: object) -> bool:
    return (
        isinstance(node, dict)
        and node.get("t") == "RawInline"
        and node["c"][0] == "html"
        and node["c"][1].startswith("<!--")
    )


def with_ids(blocks: list[Element], others: Mapping[tuple[int, str], str] | None = None) -> list[Element]:
    """Give an id to the headings pandoc finds none for (those without letters), so that every section has a key.

    Before that, headings are given other ids than theirs, by their line and id.
    """
    count = 0

    def named(block: Element) -> Element:
        nonlocal count
        if block["t"] != "Header":
            return block
        count += 1
        level, attr, inlines = block["c"]
        key = (others or {}).get((tree.line_of(block), attr[0]), attr[0]) or f"heading-{count}"
        return block if key == attr[0] else tree.with_content(block, [level, [key, *attr[1:]], inlines])

    return tree.map_blocks(blocks, named)
