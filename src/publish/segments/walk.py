"""The one walk over the tree: every inline container in reading order, offered to a visitor that may replace it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.model import Element

_DIRECTIVE = re.compile(r"<!--\s*publish:(skip|note)(?::\s*(.*?))?\s*-->\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the walk stands: which inline container this is, in reading order, and what kind."""

    position: int
    context: str
    line: int
    note: str = ""


_LEFT = "-lang"
LEFT = frozenset(f"{key}{_LEFT}" for key in ("title", "caption"))
"""The attributes that say in which language a title or a caption was left."""


class Walk:
    """One walk over blocks in reading order, offering every inline container to a visitor that may replace it."""

    def __init__(self, visit: Callable[[Slot, list[Element]], list[Element]], language: str) -> None:
        self.visit = visit
        self.language = language
        self.count = 0
        self.note = ""

    def blocks(self, blocks: Sequence[Element], context: str = "paragraph") -> list[Element]:
        """Offer what blocks hold, but for those the author says to skip."""
        changed: list[Element] = []
        skip = False
        for block in blocks:
            directive = directive_of(block)
            if directive is not None:
                skip = skip or directive[0] == "skip"
                self.note = directive[1] if directive[0] == "note" else self.note
                changed.append(block)
            else:
                changed.append(block if skip else self.block(block, context))
                skip = False
        return changed

    def block(self, block: Element, context: str) -> Element:
        """Offer what one block holds."""
        kind = block["t"]
        if kind in {"Para", "Plain"}:
            return tree.with_content(block, self.container(block["c"], context, tree.line_of(block)))
        if kind == "Header":
            level, attr, inlines = block["c"]
            return tree.with_content(block, [level, attr, self.container(inlines, "heading", tree.line_of(block))])
        if kind == "LineBlock":
            line = tree.line_of(block)
            lines = [self.container(inlines, "verse", line + row) for row, inlines in enumerate(block["c"])]
            return tree.with_content(block, lines)
        return self.nest(block, context)

    def nest(self, block: Element, context: str) -> Element:
        """Offer what the blocks inside a block hold."""
        kind, content = block["t"], tree.content_of(block)
        if kind == "BlockQuote":
            return tree.with_content(block, self.blocks(content, "quote"))
        if kind == "BulletList":
            return tree.with_content(block, [self.blocks(item, "item") for item in content])
        if kind == "OrderedList":
            return tree.with_content(block, [content[0], [self.blocks(item, "item") for item in content[1]]])
        if kind == "DefinitionList":
            return tree.with_content(block, [self.definition(entry, tree.line_of(block)) for entry in content])
        if kind == "Table":
            return tree.with_content(block, tree.map_cells(content, lambda cell: self.blocks(cell, "cell")))
        if kind == "Div":
            return self.div(block, context)
        return block

    def definition(self, entry: list[Any], line: int) -> list[Any]:
        """Offer a term and its definitions."""
        term, items = entry
        return [self.container(term, "term", line), [self.blocks(item, "definition") for item in items]]

    def div(self, block: Element, context: str) -> Element:
        """Offer the title, the caption and the blocks of a division in the language of the source."""
        attr, inner = block["c"]
        language = tree.value_of(block, "lang")
        if language and language.split("-")[0] != self.language.split("-")[0]:
            return block  # in another language on purpose: it stays as it is in every edition
        names = {"title": "box-title", "caption": "caption"}
        pairs: list[list[str]] = []
        for key, value in attr[2]:
            said = self.text(value, names[key], tree.line_of(block)) if key in names else tree.words(value)
            pairs += [[key, inline_text(said) if key in names else value], *_left(key, said)]
        return tree.with_content(block, [[attr[0], attr[1], pairs], self.blocks(inner, context)])

    def container(self, inlines: list[Element], context: str, line: int) -> list[Element]:
        """Offer one inline container, after what hangs inside it was offered places behind it."""
        slot = Slot(self.count, context, line, self.note)
        self.count, self.note = self.count + 1, ""
        offered = [inline if inline["t"] in tree.WORDS else self.inner(inline, line) for inline in inlines]
        return self.visit(slot, offered)

    def text(self, text: str, context: str, line: int) -> list[Element]:
        """Offer a text that has no markup, such as a title attribute."""
        return self.container(tree.words(text), context, line)

    def inner(self, inline: Element, line: int) -> Element:
        """Offer what hangs inside an inline: the paragraphs of a note, an alt text, the title of a link."""
        kind, line = inline["t"], tree.line_of(inline) or line
        if kind == "Note":
            return tree.with_content(inline, self.blocks(inline["c"], "note"))
        if kind == "Image":
            attr, alt, (source, title) = inline["c"]
            alt = self.container(alt, "alt", line) if alt else alt
            said = self.text(title, "caption", line) if title else []
            attr = [attr[0], attr[1], [*attr[2], *_left("title", said)]]
            return tree.with_content(inline, [attr, alt, [source, inline_text(said)]])
        children = [self.inner(child, line) for child in tree.inlines_of(inline)]
        inline = tree.with_inlines(inline, children) if children else inline
        if kind == "Link" and inline["c"][2][1]:
            attr, shown, (target, title) = inline["c"]
            return tree.with_content(inline, [attr, shown, [target, inline_text(self.text(title, "link-title", line))]])
        return inline


def _left(key: str, said: Sequence[Element]) -> list[list[str]]:
    """Return the attribute that says in which language a text without markup was left, where the visitor left it."""
    left = next((inline for inline in said if inline["t"] == "Span"), None)
    return [[f"{key}{_LEFT}", tree.value_of(left, "lang")]] if left is not None else []


def directive_of(block: Element) -> tuple[str, str] | None:
    """Return the author's directive a comment holds: `("skip", "")` or `("note", text)`; None where it is none."""
    if block["t"] != "RawBlock" or block["c"][0] != "html":
        return None
    match = _DIRECTIVE.fullmatch(block["c"][1])
    return (match[1], " ".join((match[2] or "").split())) if match else None


def inline_text(inlines: Sequence[Element]) -> str:
    """Return the text of inlines as it stands in an attribute: every word and blank, and no markup."""
    return "".join(_text(inline) for inline in inlines)


def _text(inline: Element) -> str:
    if inline["t"] in {"Space", "LineBreak"}:
        return " "
    return str(inline["c"]) if inline["t"] == "Str" else inline_text(tree.inlines_of(inline))
