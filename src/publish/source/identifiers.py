"""The identifiers pandoc makes for headings, as they are in a whole text that was read in pieces."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.model import Element

_ATTRIBUTES = re.compile(r"(?:^|.*[ \t])((?:\{[^{}]*\})+)[ \t]*")
_ONLY_ATTRIBUTES = re.compile(r"[ \t>]*(?:\{[^{}]*\})+[ \t]*")
_MARKED = re.compile(r"[^#]{0,40}#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_FAR = 20  # so many lines a heading may have, or stand below its attributes; others are not sure
_IDENTIFIER = re.compile(r"#([^\s#}]+)")


class UnsureError(Exception):
    """A heading of which it cannot be told where its identifier comes from, or what else hangs on it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as pandoc read it in its piece: its line in the whole text, its identifier, and its words."""

    line: int
    identifier: str
    words: str


def heading_of(element: Element, line: int, above: int) -> Heading:
    """Return a heading of pandoc's tree that stands on a line of a piece, which has so many lines above it."""
    return Heading(line + above if line else 0, element["c"][1][0], _said(element["c"][2]))


def _said(node: object) -> str:
    """Return the words of inlines as pandoc takes them for an identifier: with every blank, without notes."""
    if isinstance(node, list):
        return "".join(map(_said, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return str(content)
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind in {"Code", "Math"} and content:
        return str(content[1])
    if kind == "RawInline" and content:
        return " " if content[1].startswith("<br") else ""
    return "" if kind == "Note" else _said(content)


def made_of(words: str) -> str:
    """Return the identifier that is made of words, before it gets a number."""
    lowered = "".join(letter.lower() for letter in words)
    return "".join(filter(None, map(_in_identifier, lowered)))


def _in_identifier(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Zs" or letter in "\t\n\r\f\v":
        return "-"
    return letter if letter in "-_" or kind[0] in "LNM" or kind == "Pc" else ""


def renamed(pieces: Sequence[Sequence[Heading]], lines: Sequence[str], named: frozenset[int]) -> dict[Heading, str]:
    """Return what headings are called in the whole text, where that is not what they are called in their pieces.

    `named` are the lines, from 0, of headings that labels name: links go to their identifiers, which must not change.
    UnsureError where any of this is not sure.
    """
    explicit = {heading for piece in pieces for heading in piece if _is_given(heading, lines)}
    doubtful = _elsewhere(lines, {heading.line for heading in explicit})
    others: dict[Heading, str] = {}
    # Those that are given are taken from the beginning, wherever they stand.
    all_taken = dict.fromkeys((heading.identifier for heading in explicit), 1)
    for piece in pieces:
        taken = dict.fromkeys((heading.identifier for heading in piece if heading in explicit), 1)
        for heading in piece:
            if heading in explicit:
                continue
            base = made_of(heading.words)
            if base in doubtful or _next(base, taken) != heading.identifier:
                raise UnsureError
            name = _next(base, all_taken)
            if name != heading.identifier:
                if heading.line - 1 in named or not heading.line:
                    raise UnsureError
                others[heading] = name
    return others


def _next(base: str, taken: dict[str, int]) -> str:
    """Return the identifier the next heading of the same words gets, and count it."""
    number = taken.get(base, 0)
    taken[base] = number + 1
    return f"{base}-{number}" if number else base


def _is_given(heading: Heading, lines: Sequence[str]) -> bool:
    """Whether a heading has its identifier from the author: behind it, or on the lines of attributes above it."""
    at = heading.line - 1
    if not heading.identifier or not 0 <= at < len(lines):
        return False
    end = at
    if not _MARKED.match(lines[at]):
        below = range(at + 1, min(at + _FAR, len(lines)))
        end = next((line - 1 for line in below if _UNDERLINE.fullmatch(lines[line]) or not lines[line].strip()), at)
    behind = _ATTRIBUTES.fullmatch(lines[end].rstrip(" \t").rstrip("#"))
    above = itertools.takewhile(_ONLY_ATTRIBUTES.fullmatch, filter(str.strip, reversed(lines[max(at - _FAR, 0) : at])))
    written = [*above, behind[1] if behind else ""]
    return any(heading.identifier in _IDENTIFIER.findall(attributes) for attributes in written)


def _elsewhere(lines: Sequence[str], passed_by: set[int]) -> set[str]:
    """Return what may be an identifier on other lines than these: a paragraph's is taken for a heading as well."""
    return {
        name
        for number, line in enumerate(lines, start=1)
        if "{" in line and "#" in line and number not in passed_by
        for name in _IDENTIFIER.findall(line)
    }
