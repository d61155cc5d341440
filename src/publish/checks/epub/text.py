"""What is looked at in the words: whether all the manuscript says is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import tree
from publish.checks.epub.opened import X, kinds
from publish.typesetting.page_breaks import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from publish.checks.epub.opened import Opened
    from publish.problems import Problem

_LEAVES = {"Para", "Plain", "Header", "LineBlock", "CodeBlock"}
_SHOWN = 40


def words_lost(book: Opened) -> Iterator[Problem]:
    """Yield every paragraph, heading, cell and note of the edition whose words are not in the EPUB as they are."""
    if book.made.edition is None:
        return
    held = "\n".join(_said(root) for root in book.documents.values())
    for section in (section for each in (book.made.edition, *book.made.edition.others) for section in each.sections):
        for block in tree.walk(list(section.blocks), tree.WORDS):
            if block["t"] not in _LEAVES:
                continue
            said = letters(_plain(block["c"]))
            if said not in held:
                shown = tree.plain_text(block["c"])[:_SHOWN]
                hint = "make it again; if it stays, please tell us, with the manuscript that shows it"
                yield book.problem("epub-text", f"“{shown}…” is not in the EPUB as it is in the text", hint)


def _plain(node: object) -> str:
    """Return the words of a block as they stand in the tree, without what stands elsewhere: notes, pictures."""
    if isinstance(node, list):
        return "".join(_plain(child) for child in node if not isinstance(child, str))
    if not isinstance(node, dict) or node.get("t") in {"Note", "Image", "RawInline", "RawBlock"}:
        return ""
    if node["t"] == "Str":
        return str(node["c"])
    if node["t"] in {"Code", "Math"}:
        return str(node["c"][1])
    if node["t"] == "Quoted":
        before, after = ("“", "”") if node["c"][0]["t"] == "DoubleQuote" else ("‘", "’")
        return before + _plain(node["c"][1]) + after
    return _plain(node.get("c"))


def _said(root: _Element) -> str:
    """Return the letters of a document as they are read, without the calls of notes; notes in a line stand apart."""
    body = next(root.iter(f"{X}body"), None)
    if body is None:
        return ""
    apart = [note for note in body.iter(f"{X}span") if note.get("class") == _INLINE]
    return "\n".join(letters("".join(_pieces(part))) for part in (body, *apart))


_INLINE = "footnote"
"""What holds a note of the other language, in an EPUB of two."""


def _pieces(element: _Element) -> Iterator[str]:
    if kinds(element) & {"noteref", "backlink"}:
        return
    yield element.text or ""
    for child in element:
        yield from () if child.get("class") == _INLINE else _pieces(child)
        yield child.tail or ""
