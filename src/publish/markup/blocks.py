"""Blocks of the tree as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import tree
from publish.markup.inlines import image, inlines
from publish.markup.tables import table
from publish.markup.tags import attributes, line, tag, text, tighter, trimmed, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.markup.rules import Pen
    from publish.model import Element

_NUMERALS = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
_DELIMITERS = {"OneParen": "paren", "TwoParens": "parens"}


def blocks(elements: Sequence[Element], pen: Pen) -> str:
    """Return blocks as markup, one after the other."""
    return "".join(_block(pen, element) for element in elements)


def _block(pen: Pen, element: Element) -> str:
    write = _WRITERS.get(element["t"])
    # Raw HTML is a comment for the makers of the text; `source` has refused all other.
    return write(pen, element) if write else ""


def _tight(pen: Pen, elements: Sequence[Element]) -> str:
    """Return the blocks of an item or a cell: what is no paragraph of its own stands there without a tag."""
    return "".join(
        trimmed(inlines(pen, element["c"])) if element["t"] == "Plain" else _block(pen, element) for element in elements
    )


def _paragraph(pen: Pen, element: Element) -> str:
    content = element["c"]
    if len(content) == 1 and content[0]["t"] == "Image":
        return _picture(pen, content[0])
    written = trimmed(inlines(pen, content))
    return tag("p", line(pen, element), written) if written else ""


def _picture(pen: Pen, element: Element) -> str:
    """Return a picture that stands alone: a figure with its caption, or an ornament."""
    if "decorative" in tree.classes_of(element):
        return tag("div", {"class": "ornament"}, image(pen, element))
    said = element["c"][2][1]
    caption = tag("figcaption", line(pen, element), worded(pen, element, "title", said)) if said else ""
    return tag("figure", {}, image(pen, element) + caption)


def _figure(pen: Pen, element: Element) -> str:
    _, (_, caption), content = element["c"]
    said = tag("figcaption", line(pen, *caption), _tight(pen, caption)) if caption else ""
    return tag("figure", attributes(pen, element), _tight(pen, content) + said)


def _header(pen: Pen, element: Element) -> str:
    level, _, content = element["c"]
    written = trimmed(inlines(pen.within(element), content))
    said = {**attributes(pen, element), **_label(pen, content), **line(pen, element)}
    return tag(f"h{min(max(level, 1), 6)}", said, written)


def _label(pen: Pen, content: Sequence[Element]) -> dict[str, str | None]:
    """Return what a bookmark says of a heading with a picture in it: a bookmark is made of text only."""
    if pen.rules.epub or not any(inline["t"] == "Image" for inline in content):
        return {}
    return {"data-label": tree.plain_text(tree.without_ornaments(content))}


def _quote(pen: Pen, element: Element) -> str:
    *said, last = element["c"] or [{"t": "Null"}]
    if said and _names_speaker(last):
        who = tag("p", {"class": "attribution", **line(pen, last)}, trimmed(inlines(pen, last["c"])))
        return tag("blockquote", {}, blocks(said, pen) + who)
    return tag("blockquote", {}, blocks(element["c"], pen))


_DASHES = ("—", "–", "―")
# After the dash stands a blank; a careful translator types one that does not break.
_SPEAKER = re.compile("[—–―][\u0020\u00a0\u2009\u202f]")


def _names_speaker(element: Element) -> bool:
    """Whether the last paragraph of a quote says whose it is: `— A pot washer`."""
    start = tree.plain_text(element["c"][:2]) if element["t"] == "Para" else ""
    return _SPEAKER.match(start) is not None or (start in _DASHES and element["c"][1:2] == [tree.SPACE])


def _bullets(pen: Pen, element: Element) -> str:
    items = element["c"]
    tasks = bool(items) and all(_is_task(item) for item in items)
    return tag("ul", {"class": "tasks" if tasks else None}, "".join(_item(pen, item) for item in items))


def _is_task(item: Sequence[Element]) -> bool:
    if not item or item[0]["t"] not in {"Plain", "Para"} or not item[0]["c"]:
        return False
    return "task" in tree.classes_of(item[0]["c"][0])


def _item(pen: Pen, item: Sequence[Element]) -> str:
    bare = item[:1] if item and item[0]["t"] == "Plain" else ()
    return tag("li", line(pen, *bare), _tight(pen, item))


def _numbers(pen: Pen, element: Element) -> str:
    (start, style, delimiter), items = element["c"]
    said = {
        "class": _DELIMITERS.get(delimiter["t"]),
        "type": _NUMERALS.get(style["t"]),
        "start": str(start) if start != 1 else None,
    }
    return tag("ol", said, "".join(_item(pen, item) for item in items))


def _terms(pen: Pen, element: Element) -> str:
    return tag("dl", {}, "".join(_term(pen, element, term, said) for term, said in element["c"]))


def _term(pen: Pen, element: Element, term: Sequence[Element], said: Sequence[Sequence[Element]]) -> str:
    meanings = "".join(tag("dd", line(pen, *item[:1]), _tight(pen, item)) for item in said)
    return tag("dt", line(pen, *term, element), trimmed(inlines(pen, term))) + meanings


def _verse(pen: Pen, element: Element) -> str:
    """Return a stanza; each verse is its own element, so that a turned-over one can hang."""
    verses = (tag("span", {"class": "line", **line(pen, element)}, trimmed(inlines(pen, row))) for row in element["c"])
    return tag("p", {"class": "stanza"}, "<br/>".join(verses))


def _code(pen: Pen, element: Element) -> str:
    kept = {**attributes(pen, element), **line(pen, element), **tighter(pen)}
    return tag("pre", kept, tag("code", {}, text(element["c"][1])))


def _rule(_: Pen, __: Element) -> str:
    return tag("hr", {})


def _division(pen: Pen, element: Element) -> str:
    classes = tree.classes_of(element)
    inside = pen.within(element)
    if "table" in classes:
        return _tables(pen, element)
    if "box" in classes:
        return _box(pen, element, inside)
    content = blocks(element["c"][1], inside)
    if "pullquote" in classes:
        return tag("aside", {**attributes(pen, element), "role": "doc-pullquote"}, content)
    return tag("div", attributes(pen, element), content)


def _box(pen: Pen, element: Element, inside: Pen) -> str:
    title = tree.value_of(element, "title")
    headed = (
        tag("p", {"class": "box-title", **line(pen, element)}, worded(inside, element, "title", title)) if title else ""
    )
    return tag("aside", attributes(pen, element), headed + blocks(element["c"][1], inside))


def _tables(pen: Pen, element: Element) -> str:
    """Return what stands in a division around a table, its caption given to the first table in it."""
    inside = pen.within(element)
    caption = worded(inside, element, "caption", tree.value_of(element, "caption"))
    written = []
    for child in element["c"][1]:
        if child["t"] == "Table":
            written.append(table(inside, {**child, "line": tree.line_of(element)}, caption, _tight))
            caption = ""
        else:
            written.append(_block(inside, child))
    kept = attributes(pen, element, "captioned")
    return tag("div", kept, "".join(written)) if kept["id"] or "lang" in kept else "".join(written)


_WRITERS: dict[str, Callable[[Pen, Element], str]] = {
    "Para": _paragraph,
    "Plain": _paragraph,
    "Figure": _figure,
    "Header": _header,
    "BlockQuote": _quote,
    "BulletList": _bullets,
    "OrderedList": _numbers,
    "DefinitionList": _terms,
    "LineBlock": _verse,
    "CodeBlock": _code,
    "HorizontalRule": _rule,
    "Div": _division,
    "Table": lambda pen, element: table(pen, element, "", _tight),
}
