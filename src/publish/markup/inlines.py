"""Inline elements of the tree as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from publish import languages, tree
from publish.markup.notes import note
from publish.markup.tags import attributes, tag, text, tighter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publish.markup.rules import Pen
    from publish.model import Element

_SIMPLE = {
    "Emph": ("em", None),
    "Strong": ("strong", None),
    "Strikeout": ("s", None),
    "Superscript": ("sup", None),
    "Subscript": ("sub", None),
    "Underline": ("u", None),
    "SmallCaps": ("span", "smallcaps"),
}
_MARKS = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}

# Addresses a reader may follow; anything else that has a scheme (javascript:, data:, file:) is left as text.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FOLLOWED = ("http:", "https:", "mailto:", "tel:", "sms:", "geo:", "doi:", "urn:")


def inlines(pen: Pen, elements: Sequence[Element]) -> str:
    """Return inline elements as markup."""
    written: list[str] = []
    said: list[str] = []  # the words since the last element that is none
    for element in elements:
        kind = element["t"]
        if kind in tree.WORDS:
            said.append(element["c"] if kind == "Str" else " ")
        else:
            written += [text("".join(said)), _inline(pen, element)]
            said.clear()
    return "".join(written) + text("".join(said))


def _inline(pen: Pen, element: Element) -> str:
    kind = element["t"]
    if kind == "LineBreak":
        return "<br/>"
    if kind in _SIMPLE:
        name, css = _SIMPLE[kind]
        return tag(name, {"class": css}, inlines(pen, element["c"]))
    write = _WRITERS.get(kind)
    # Raw HTML is a comment for the makers of the text; `source` has refused all other.
    return write(pen, element) if write else ""


def _span(pen: Pen, element: Element) -> str:
    content = inlines(pen.within(element), element["c"][1])
    classes = tree.classes_of(element)
    if "underline" in classes:
        return tag("u", attributes(pen, element, *(name for name in classes if name != "underline")), content)
    return tag("span", {**attributes(pen, element), **_task(pen, classes)}, content)


def _task(pen: Pen, classes: Sequence[str]) -> dict[str, str | None]:
    """Return what tells a screen reader whether a task is done."""
    if "task" not in classes:
        return {}
    return {
        "role": "img",
        "aria-label": languages.words(pen.language)["task-done" if "done" in classes else "task-open"],
    }


def _code(pen: Pen, element: Element) -> str:
    return tag("code", {**attributes(pen, element), **tighter(pen)}, text(element["c"][1]))


def _quoted(pen: Pen, element: Element) -> str:
    before, after = _MARKS[element["c"][0]["t"]]
    return before + inlines(pen, element["c"][1]) + after


def _math(pen: Pen, element: Element) -> str:
    return tag("span", {"class": "math", **tighter(pen)}, text(element["c"][1]))


def _cite(pen: Pen, element: Element) -> str:
    return inlines(pen, element["c"][1])


def _link(pen: Pen, element: Element) -> str:
    href = "" if pen.in_link else _followed(pen.rules.link(element["c"][2][0]))
    content = element["c"][1]
    if not href:
        return tag("span", attributes(pen, element), inlines(pen.within(element), content))
    # A note's call is a link itself, and a link holds none: the calls stand behind.
    within = inlines(replace(pen.within(element), in_link=True), content)
    return tag("a", {"href": href, **attributes(pen, element)}, within) + inlines(pen, list(_calls(content)))


def _calls(node: object) -> Iterator[Element]:
    """Yield the notes in inlines, but not those in a note."""
    if isinstance(node, list):
        for child in node:
            yield from _calls(child)
    elif isinstance(node, dict) and node.get("t") == "Note":
        yield node
    elif isinstance(node, dict):
        yield from _calls(node.get("c"))


def _followed(href: str) -> str:
    return "" if _SCHEME.match(href) and not href.lower().startswith(_FOLLOWED) else href


def image(pen: Pen, element: Element) -> str:
    """Return a picture with its words; one that only decorates says so, for a screen reader to pass over it."""
    source = pen.rules.picture(element["c"][2][0])
    kept = attributes(pen, element)
    if "decorative" in tree.classes_of(element):
        return tag("img", {"src": source, "alt": "", "role": "presentation", **kept})
    return tag("img", {"src": source, "alt": tree.plain_text(element["c"][1]), **kept})


_WRITERS: dict[str, Callable[[Pen, Element], str]] = {
    "Span": _span,
    "Code": _code,
    "Quoted": _quoted,
    "Math": _math,
    "Cite": _cite,
    "Link": _link,
    "Image": image,
    "Note": lambda pen, element: "" if pen.in_link else note(pen, element, inlines),
}
