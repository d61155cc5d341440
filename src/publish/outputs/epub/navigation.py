"""The contents of an EPUB: the navigation document (EPUB 3.3) and the NCX that older readers need (EPUB 2.0.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish import languages
from publish.markup import tag, text
from publish.outputs.epub.book import CONTENTS, COVER, IMPRINT, Document, relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Edition
    from publish.outputs.epub.book import Entry, Leaf


def contents_page(edition: Edition, entries: Sequence[Entry], leaves: Sequence[Leaf], beginning: str) -> Document:
    """Return the navigation document; its contents are read as a page, its pages and landmarks by the reader only."""
    said = languages.words(edition.language)
    heading = tag("h2", {"id": "_contents"}, text(said["contents"]))
    kind = {"epub:type": "toc", "role": "doc-toc", "aria-labelledby": "_contents"}
    toc = tag("nav", kind, heading + _nested(entries))
    pages = _hidden(said["pages"], "page-list", [(leaf.label, leaf.href, "") for leaf in leaves]) if leaves else ""
    marks = [
        (said["cover"], COVER, "cover"),
        (said["contents"], CONTENTS, "toc"),
        (said["beginning"], beginning, "bodymatter"),
        (said["imprint"], IMPRINT, "colophon"),
    ]
    landmarks = _hidden(said["landmarks"], "landmarks", marks)
    return Document("contents", CONTENTS, said["contents"], toc + pages + landmarks)


def _hidden(title: str, kind: str, lines: Sequence[tuple[str, str, str]]) -> str:
    role = "doc-pagelist" if kind == "page-list" else None
    items = "".join(
        tag("li", {}, tag("a", {"epub:type": mark or None, "href": relative(href, CONTENTS)}, text(label)))
        for label, href, mark in lines
    )
    said = {"epub:type": kind, "role": role, "aria-label": title, "hidden": "hidden"}
    return tag("nav", said, tag("h2", {}, text(title)) + tag("ol", {}, items))


def _nested(entries: Sequence[Entry]) -> str:
    """Return entries as lists in lists: what is of a deeper level than the one before it belongs under it."""
    items = []
    for first, last in _families(entries):
        head, below = entries[first], entries[first + 1 : last]
        link = tag("a", {"href": relative(head.href, CONTENTS)}, head.label)
        items.append(tag("li", {}, link + (_nested(below) if below else "")))
    return tag("ol", {}, "".join(items))


def _families(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return the ranges of entries that begin with one and hold all that is below it.

    The title stands beside the sections, not over them.
    """
    starts: list[int] = []
    for index, entry in enumerate(entries):
        if not starts or entry.level <= max(entries[starts[-1]].level, 2 if entries[starts[-1]].level == 0 else 1):
            starts.append(index)
    return list(zip(starts, [*starts[1:], len(entries)], strict=True))


def ncx(edition: Edition, identifier: str, entries: Sequence[Entry], leaves: Sequence[Leaf]) -> bytes:
    """Return the NCX: contents and pages again, for readers of EPUB 2."""
    language = edition.language
    numbers = [int(leaf.label) for leaf in leaves if leaf.label.isdecimal()]
    head = "".join(
        f'<meta name="dtb:{name}" content="{text(value)}"/>'
        for name, value in (
            ("uid", identifier),
            ("depth", str(_depth(entries))),
            ("totalPageCount", str(len(leaves))),
            ("maxPageNumber", str(max(numbers, default=0))),
        )
    )
    body = tag("head", {}, head) + _label("docTitle", edition.colophon.title)
    body += tag("navMap", {}, _points(entries, "p"))
    if leaves:
        title = _label("navLabel", languages.words(language)["pages"])
        body += tag(
            "pageList",
            {"id": "pages", "class": "pages"},
            title + "".join(_page(i, leaf) for i, leaf in enumerate(leaves)),
        )
    said = f'version="2005-1" xml:lang="{language}" dir="{languages.direction(language)}"'
    written = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" {said}>{body}</ncx>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'.encode()


def _depth(entries: Sequence[Entry]) -> int:
    return 1 + max((_depth(entries[first + 1 : last]) if last > first + 1 else 0 for first, last in _families(entries)))


def _points(entries: Sequence[Entry], prefix: str) -> str:
    points = []
    for first, last in _families(entries):
        head, below = entries[first], entries[first + 1 : last]
        key = f"{prefix}-{first + 1}"
        content = _label("navLabel", head.plain) + tag("content", {"src": head.href})
        inner = _points(below, key) if below else ""
        points.append(tag("navPoint", {"id": key}, content + inner))
    return "".join(points)


def _page(index: int, leaf: Leaf) -> str:
    content = _label("navLabel", leaf.label) + tag("content", {"src": leaf.href})
    kind = "normal" if leaf.label.isdecimal() else "special"
    value = {"value": leaf.label} if leaf.label.isdecimal() else {}
    said = {"id": f"page-{index + 1}", "type": kind, **value}
    return tag("pageTarget", said, content)


def _label(name: str, said: str) -> str:
    return tag(name, {}, tag("text", {}, text(said)))
