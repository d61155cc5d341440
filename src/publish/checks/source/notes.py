"""Footnotes: pandoc drops an unused one and leaves a missing one as text, and says nothing about either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import tree
from publish.checks.source import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.problems import Problem
    from publish.source import Reading

CODES = ("note-missing", "note-empty", "note-unused", "note-twice", "note-inline")

# A label has an end, or thousands of brackets that nobody closes take minutes.
_LABEL = r"\[\^([^\]\s]{1,200})\]"
_DEFINITION = re.compile(rf"^[ ]{{0,3}}(?:>[ ]?)*+{_LABEL}:", re.MULTILINE)
_USE = re.compile(rf"(?<!\\){_LABEL}(?!:)|(?<=\S)(?<!\\){_LABEL}:")
_INLINE = re.compile(r"\^\[[^\]]")


def find(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the footnotes of a manuscript."""
    text = scan.prose(reading)
    defined = [(match[1], match.start(1)) for match in _DEFINITION.finditer(text)]
    used = [(match[1] or match[2], match.start()) for match in _USE.finditer(text)]
    yield from _missing(reading, text, used, {label.casefold() for label, _ in defined})
    yield from _twice_or_unused(reading, text, defined, {label.casefold() for label, _ in used})
    yield from _empty(reading)
    yield from _inline(reading, text)


def _missing(reading: Reading, text: str, used: list[tuple[str, int]], known: set[str]) -> Iterator[Problem]:
    """A mark that pandoc left as text; where it is not in the text, it stands in code after all."""
    left = tree.plain_text([without_code(block) for block in reading.blocks]) if used else ""
    for label, offset in used:
        if label.casefold() not in known and f"[^{label}]" in left:
            message = f"footnote [^{label}] has no text"
            hint = f"add a line that begins with `[^{label}]:`, or take the mark out"
            yield scan.error(reading, scan.line_at(text, offset), message, hint, "note-missing")


def without_code(node: object) -> object:
    """Return a tree without its code, notes left in: what remains is what a reader is meant to read as prose."""
    if isinstance(node, dict):
        kind = {"Note": "Div"}.get(str(node.get("t")), node.get("t"))
        if kind in {"Code", "CodeBlock"}:
            return {"t": "Space"}
        return {"t": kind, "c": without_code(node.get("c"))}
    if isinstance(node, list | tuple):
        return [without_code(child) for child in node]
    return node


def _twice_or_unused(reading: Reading, text: str, defined: list[tuple[str, int]], used: set[str]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for label, offset in defined:
        line, name = scan.line_at(text, offset), label.casefold()
        if name in seen:
            message = f"footnote [^{label}] has a text already, on line {seen[name]}"
            yield scan.error(reading, line, message, "give one of the two another name", "note-twice")
        elif name not in used:
            message = f"footnote [^{label}] is never used, so its text is printed nowhere"
            hint = f"put `[^{label}]` where the note belongs, or take the note out"
            yield scan.warning(reading, line, message, hint, "note-unused")
        seen.setdefault(name, line)


def _empty(reading: Reading) -> Iterator[Problem]:
    for element, line in scan.elements(reading):
        if element["t"] == "Note" and not tree.plain_text(element["c"]):
            yield scan.error(reading, line, "a footnote here has no text", "write it after its `[^…]:`", "note-empty")


def _inline(reading: Reading, text: str) -> Iterator[Problem]:
    for match in _INLINE.finditer(text):
        hint = "write `[^1]` here, and the note on a line of its own: `[^1]: …`"
        line = scan.line_at(text, match.start())
        yield scan.error(reading, line, "a footnote cannot stand inside the sentence", hint, "note-inline")
