"""Signs of Markdown that do not do what they were typed for: opened and never closed, or printed as they stand."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from publish.checks.source import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.problems import Problem
    from publish.source import Reading

CODES = ("sign-open", "sign-printed")

_BOX = re.compile(r" {0,3}:{3,}[ \t]*(\{[^}\n]*\}|[^\s:{][^\s:]*)?[ \t]*")
_COMMENT = "<!--"
# Of two stars only: three or more, as in “f***”, are meant to be seen.
_STARS = re.compile(r"(?<!\*)\*\*(?!\*)")
_NO_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_LONGEST = 200
"""How many lines of a paragraph are looked at."""

_HEADING = re.compile(r"#{2,6}(?=\w)")


def find(reading: Reading) -> Iterator[Problem]:
    """Yield the signs of a manuscript that have no end, or no effect."""
    yield from _open(reading)
    yield from _no_text(reading)
    seen: set[tuple[int, str]] = set()
    lines = reading.text.split("\n")
    for element, line in scan.elements(reading):
        kind, said = element["t"], element.get("c", "")
        if kind == "RawBlock" and str(said[1]).lstrip().startswith(_COMMENT) and "-->" not in said[1]:
            message = "a comment opens here that nobody closes, so nothing below it is printed"
            yield scan.error(reading, line, message, "close it with `-->`", "sign-open")
        elif kind == "Str" and (printed := _printed(said)) and (line, printed[0]) not in seen:
            seen.add((line, printed[0]))
            if printed[0] != "**" or not _is_escaped(lines, line):
                message = f"“{printed[0]}” is printed as it stands"
                yield scan.warning(reading, line, message, printed[1], "sign-printed")


def _open(reading: Reading) -> Iterator[Problem]:
    """Yield what is still open where a manuscript ends: code, or boxes."""
    boxes: list[tuple[int, str]] = []
    lines = scan.without_head(reading).split("\n")
    for number, line, fence in scan.fenced(lines):
        box = None if fence else _BOX.fullmatch(line)
        if box and box[1]:
            boxes.append((number, line.strip()))
        elif box and boxes:
            boxes.pop()
        if fence and number == len(lines):
            begun, mark = fence
            hint = f"end it with a line {mark}: what follows is code until there is one"
            yield scan.warning(reading, begun, "code opens here that nobody closes", hint, "sign-open")
    for begun, box_line in boxes:
        hint = "end it with a line `:::`: what follows belongs to it until there is one"
        yield scan.warning(reading, begun, f"“{box_line}” opens here, and nobody closes it", hint, "sign-open")


def _no_text(reading: Reading) -> Iterator[Problem]:
    """Yield what is in the text and no character of any text, as other programs leave it behind; each once a line."""
    for number, line in enumerate(reading.text.split("\n"), start=1):
        for sign in dict.fromkeys(_NO_TEXT.findall(line)):
            message = f"a character that is no text (U+{ord(sign):04X}) is printed as “\ufffd”"
            yield scan.warning(reading, number, message, "take it out, or write what was meant", "sign-printed")


def _printed(said: str) -> tuple[str, str] | None:
    """Return the sign in a word that was meant as one, and what to do."""
    if re.fullmatch(":{3,}", said):
        return said, "write `::: box` alone on a line, and `:::` below what belongs to it"
    if said.startswith(_COMMENT):
        return _COMMENT, "close the comment with `-->`"
    if heading := _HEADING.match(said):
        return heading[0], f"a heading has a blank behind its signs: `{heading[0]} {said[heading.end() :]}`"
    if _STARS.search(said):
        return (
            "**",
            "two stars open right before a word and close right behind one; write `\\*\\*` for the stars themselves",
        )
    return None


def _is_escaped(lines: list[str], line: int) -> bool:
    """Whether the stars of the paragraph that begins on a line are meant to be seen."""
    paragraph = itertools.takewhile(str.strip, lines[line - 1 : line - 1 + _LONGEST])
    return any("\\*" in text for text in paragraph)
