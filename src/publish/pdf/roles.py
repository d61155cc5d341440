"""The structure of a document for those who do not see it: HTML elements as structure types (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from publish.pdf import lists, tables
from publish.pdf.parts import Area, Kid, Part, Run, apart, grouped, is_inline, is_loose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Node: TypeAlias = "Mapping[str, Any]"

ROLE_MAP = {"Aside": "Sect", "Em": "Span", "Strong": "Span"}
"""Types of PDF 2.0 that say more than those of PDF 1.7, and what stands for them there."""

_GROUPS = {"section": "Sect", "article": "Art", "aside": "Aside", "nav": "Sect", "blockquote": "BlockQuote"}
_BLOCKS = {"p": "P", "pre": "P", "figcaption": "Caption", "caption": "Caption"}
_INLINES = {"em": "Em", "strong": "Strong", "code": "Code", "kbd": "Code", "samp": "Code", "q": "Quote"}
_DIVISIONS = {"div", "figure", "header", "footer", "address", "main", "hgroup", "details", "summary", "form"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_WHOLE = {"html", "body"}
_NOTE_BLOCKS = {"note-block", "note-item"}


def document(root: Node) -> Part:
    """Return the structure of a whole document, from the plan of its reading order."""
    reader = _Reader(_levels(root))
    return Part("Document", grouped(reader.kids(root)))


def _levels(root: Node) -> dict[int, int]:
    """Return the level of each heading: the first is 1 and none is skipped (ISO 14289-1, 7.4.2)."""
    levels: dict[int, int] = {}
    open_headings: list[int] = []
    for node in _headings(root):
        said = int(node["tag"][1])
        while open_headings and open_headings[-1] >= said:
            open_headings.pop()
        open_headings.append(said)
        levels[id(node)] = len(open_headings)
    return levels


def _headings(node: Node) -> Iterator[Node]:
    if node["tag"] in _HEADINGS:
        yield node
    for kid in node["kids"]:
        if isinstance(kid, dict):
            yield from _headings(kid)


@dataclass(slots=True)
class _Reader:
    """One reading of a plan, which counts the notes as they come up."""

    levels: Mapping[int, int]
    notes: list[str] = field(default_factory=list)

    def kids(self, node: Node, contents: bool = False) -> list[Kid]:  # noqa: FBT001, FBT002 - goes down the whole tree
        """Return what stands in an element; marks of notes and labels of items are taken apart by those."""
        found: list[Kid] = []
        for kid in node["kids"]:
            if isinstance(kid, dict):
                found.extend(self.parts(kid, contents))
            else:
                found.append(Run(*kid))
        return found

    def parts(self, node: Node, contents: bool) -> Sequence[Kid]:  # noqa: FBT001 - whether it stands in the contents, handed down the tree
        """Return what an element is in the structure: mostly one part; nothing of its own where it means nothing."""
        tag, says = node["tag"], node["says"]
        if tag == "nav":
            contents = True
        kids = self.kids(node, contents)
        language = says.get("lang", "")
        if any(isinstance(kid, Run) and kid.pseudo.startswith("footnote-") for kid in kids):
            return self._note(kids, language)
        if tag in _HEADINGS:
            return (Part(f"H{self.levels[id(node)]}", tuple(kids), language),)
        for answer in (lists.part(node, kids, contents=contents), tables.part(node, kids), _block(tag, kids, language)):
            if answer is not None:
                return (answer,)
        return _inline(node, kids, language)

    def _note(self, kids: Sequence[Kid], language: str) -> Sequence[Kid]:
        """Return a note and, before it, what calls it; both stand where the note is called."""
        calls, rest = apart(kids, "footnote-call")
        label, said = apart(rest, "footnote-marker")
        name = f"note-{len(self.notes) + 1}"
        self.notes.append(name)
        labelled = (Part("Lbl", label),) if label else ()
        note = Part("Note", (*labelled, *said), language, name=name)
        return (Part("Reference", calls), note) if calls else (note,)


def _block(tag: str, kids: list[Kid], language: str) -> Part | None:
    if tag in _GROUPS:
        return Part(_GROUPS[tag], grouped(kids), language)
    if tag in _BLOCKS:
        return Part(_BLOCKS[tag], tuple(kids), language)
    if tag in _DIVISIONS:
        # A division of words alone is a paragraph that has no tag of its own.
        words = any(is_inline(kid) for kid in kids) and all(is_loose(kid) for kid in kids)
        return Part("P", tuple(kids), language) if words else Part("Div", grouped(kids), language)
    return None


def _inline(node: Node, kids: list[Kid], language: str) -> Sequence[Kid]:
    tag, says = node["tag"], node["says"]
    if tag in {"img", "svg"}:
        return (_figure(node, kids, language),) if kids else ()
    if tag == "a" and "areas" in node:
        areas = [Area(number, page, node["text"]) for number, page in node["areas"]]
        return (Part("Link", (*kids, *areas), language),)
    if tag in _INLINES:
        return (Part(_INLINES[tag], tuple(kids), language),)
    if says.get("class") in _NOTE_BLOCKS:
        return (Part("P", tuple(kids), language),)
    heard = {"alt": says.get("aria-label", ""), "expansion": says.get("title", "") if tag == "abbr" else ""}
    if tag in _WHOLE or not kids or not (language or any(heard.values())):
        return kids
    return (Part("Span", tuple(kids), language, **heard),)


def _figure(node: Node, kids: list[Kid], language: str) -> Part:
    layout: dict[str, Any] = {"O": "Layout", "Placement": "Block"}
    if "box" in node:
        layout["BBox"] = node["box"]
    return Part("Figure", tuple(kids), language, alt=node["says"].get("alt", ""), attributes=layout)
