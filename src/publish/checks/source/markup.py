"""Markup no output prints as it was meant: raw HTML, and classes nobody knows."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from publish import tree
from publish.checks.source import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Element
    from publish.problems import Problem
    from publish.source import Reading

CODES = ("raw-html", "raw-text", "class-unknown")

BOXES = ("verse", "pullquote", "box", "table")
"""What `::: name` may say of a block."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


def find(reading: Reading) -> Iterator[Problem]:
    """Yield the markup of a manuscript that would be lost."""
    seen: set[tuple[int, str]] = set()
    for element, line in scan.elements(reading):
        if element["t"] in {"RawBlock", "RawInline"}:
            kind, text = element["c"]
            name = _name(kind, text)
            if name and (line, name) not in seen:
                seen.add((line, name))
                yield _raw(reading, line, kind, name)
        elif element["t"] == "Div":
            yield from _classes(reading, line, element)


def _name(kind: str, text: str) -> str:
    """Return the first tag of raw HTML, or the name of another format; nothing for comments alone."""
    if kind != "html":
        return str(kind)
    if not _COMMENT.sub("", text).strip():
        return ""
    tag = _TAG.search(text)
    return f"<{tag[1].lower()}>" if tag else text.strip()[:20]


def _raw(reading: Reading, line: int, kind: str, name: str) -> Problem:
    if kind != "html":
        message = f"text in the format “{name}” is printed nowhere"
        return scan.error(reading, line, message, "write it as Markdown", "raw-text")
    hint = "write it as Markdown, or between backticks where the tag itself is meant"
    return scan.error(reading, line, f"raw HTML {name} is printed nowhere", hint, "raw-html")


def _classes(reading: Reading, line: int, element: Element) -> Iterator[Problem]:
    classes = tree.classes_of(element)
    if not classes or set(classes) & set(BOXES):
        return
    near = difflib.get_close_matches(classes[0], BOXES, n=1)
    hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(BOXES)
    yield scan.warning(
        reading, line, f"nothing is known of ::: {classes[0]}, so it changes nothing", hint, "class-unknown"
    )
