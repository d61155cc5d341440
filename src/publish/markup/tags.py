"""Tags, attributes and text, written so that they read as XML and as HTML alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import languages, tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publish.markup.rules import Pen
    from publish.model import Element

# What XML 1.0 §2.2 does not allow in a document, in any spelling.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})

# A blank before a closing tag would stand as a word of its own on the last line; it may hide behind inline tags.
_LAST_BLANK = re.compile(r"[ \n\t\u00a0]+((?:</[a-z]+>)*)$")
_VOID = {"br", "hr", "img"}


def text(content: str) -> str:
    """Return text as markup says it; a character XML has no way to hold becomes U+FFFD."""
    return _ILLEGAL.sub("\ufffd", content).translate(_ESCAPES)


def tag(name: str, attributes: Mapping[str, str | None], content: str = "") -> str:
    """Return an element around content that is markup already; attributes that are None are left out."""
    written = "".join(f' {key}="{text(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}/>" if name in _VOID else f"<{name}{written}>{content}</{name}>"


def trimmed(content: str) -> str:
    """Return the content of a block without the blanks at its end."""
    return _LAST_BLANK.sub(r"\1", content.lstrip(" \n"))


def tongue(pen: Pen, lang: str) -> dict[str, str | None]:
    """Return the attributes that say a language, and its direction where that differs from the text around it."""
    if not lang or lang == pen.language:
        return {}
    said: dict[str, str | None] = {"lang": lang}
    if pen.rules.epub:
        said["xml:lang"] = lang
    if languages.direction(lang) != languages.direction(pen.language):
        said["dir"] = languages.direction(lang)
    return said


def worded(pen: Pen, element: Element, key: str, said: str) -> str:
    """Return a text that is an attribute of an element; one that was left in the original's language says so."""
    left = tree.value_of(element, f"{key}-lang")
    return tag("span", {"class": "untranslated", **tongue(pen, left)}, text(said)) if left else text(said)


def attributes(pen: Pen, element: Element, *classes: str) -> dict[str, str | None]:
    """Return the attributes an element keeps: its id, its classes (or the given ones), its language, its line."""
    own = [*classes] if classes else tree.classes_of(element)
    return {
        "id": str(tree.attr_of(element)[0]) or None,
        "class": " ".join(own) or None,
        **tongue(pen, tree.value_of(element, "lang")),
    }


def line(pen: Pen, *elements: Element) -> dict[str, str | None]:
    """Return the attribute that says on which line of the manuscript a leaf stands, where that is asked for."""
    if not pen.rules.lines:
        return {}
    return {"data-line": next((str(tree.line_of(found)) for found in elements if tree.line_of(found)), None)}


def tighter(pen: Pen) -> dict[str, str | None]:
    """Return the direction code has in right-to-left text: its own."""
    return {"dir": "ltr"} if languages.direction(pen.language) == "rtl" else {}
