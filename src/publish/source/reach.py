"""How far a manuscript's labels reach: which lines must be read together, for one names what another defines.

Told generously: what only looks like a label or a definition counts as one. It costs a place to cut, and no more.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 2000
"""How many signs a label may have. pandoc allows 999, but takes a heading of any length for one."""

MOST_BRACKETS = 6
"""How many brackets may stand within a label: with each of them, one pair more is looked at for every bracket."""

MARKERS = re.compile(r"(?:[ \t>]|[-*+:~](?=[ \t])|\(?\w{1,9}[.)](?=[ \t]))*+")
"""What may stand before a block that stands in lists, quotations and definitions."""

_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){1,999})\]:", re.DOTALL)
_HEADING = re.compile(r"#{1,6}[ \t]+(.*)")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_ATTRIBUTES = re.compile(r"(?:[ \t]|^)\{")
_LEFT_OUT = re.compile(r"[\s>\\]+")
_BRACKET = re.compile(r"[\[\]]")


class UnboundedError(Exception):
    """Labels that nobody would write: how far they reach is not worth finding out."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which lines, counted from 0, must not begin a piece, and on which stand headings that a label names."""

    inside: tuple[bool, ...]
    named: frozenset[int]


def of(lines: Sequence[str]) -> Reach:
    """Return how far the labels in a text reach; UnboundedError where that is not told."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    text = "\n".join(lines)
    headings: dict[str, list[int]] = {}
    for number, raw in _headings(lines):
        for key in _named_by(raw):
            headings.setdefault(key, []).append(number)
    defined = {*headings, *_definitions(lines, text, starts)}
    first, last = _used(text, starts, defined)
    named: set[int] = set()
    for key in first:
        own = headings.get(key, ())
        named.update(own)
        first[key], last[key] = min((first[key], *own)), max((last[key], *own))
    return Reach(_covered(len(lines), first, last), frozenset(named))


def _covered(count: int, first: dict[str, int], last: dict[str, int]) -> tuple[bool, ...]:
    steps = [0] * (count + 1)
    for key, line in first.items():
        steps[min(line + 1, count)] += 1
        steps[min(last[key] + 1, count)] -= 1
    return tuple(depth > 0 for depth in accumulate(steps))[:count]


def _key(raw: str) -> str:
    """Return a label such that two are equal which are one to pandoc: it ignores case, and the number of blanks."""
    return _LEFT_OUT.sub("", raw).casefold()


def _definitions(lines: Sequence[str], text: str, starts: Sequence[int]) -> Iterator[str]:
    """Yield the labels that something is defined for; a note may begin with the definition of another."""
    for start, line in zip(starts, lines, strict=False):
        if "[" not in line:
            continue
        at = start
        while found := _LABEL.match(text, _after_markers(text, at)):
            yield _key(found[1])
            at = found.end()


def _after_markers(text: str, at: int) -> int:
    found = MARKERS.match(text, at)
    return found.end() if found else at


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield what may be the text of a heading, and its first line."""
    for number, line in enumerate(lines):
        if "#" in line:
            heading = _HEADING.match(line, _after_markers(line, 0))
            if heading:
                yield number, heading[1].strip(" \t")
        elif _UNDERLINE.fullmatch(line) and ("=" in line or "-" in line):
            yield from _underlined(lines, number)


def _underlined(lines: Sequence[str], number: int) -> Iterator[tuple[int, str]]:
    """Yield what may be a heading above a line: it may begin on any line of the paragraph."""
    raw = ""
    while number and lines[number - 1].strip() and len(raw) <= LONGEST:
        number -= 1
        line = lines[number]
        yield number, (line[_after_markers(line, 0) :] + raw).strip(" \t")
        raw = "\n" + line + raw


def _named_by(raw: str) -> Iterator[str]:
    """Yield the labels that may name a heading: with and without its closing marks, and its attributes."""
    bare = raw.rstrip(" \t").rstrip("#").rstrip(" \t")
    ends = [found.start() for found in _ATTRIBUTES.finditer(bare)]
    if len(raw) > LONGEST or len(ends) > MOST_BRACKETS:
        raise UnboundedError
    for variant in {raw, bare, *(bare[:end] for end in ends)}:
        if key := _key(variant):
            yield key


def _used(text: str, starts: Sequence[int], defined: set[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the first and the last line on which each label stands in brackets; definitions are among them."""
    opened, closed = (max((key.count(sign) for key in defined), default=0) for sign in "[]")
    if max(opened, closed) > MOST_BRACKETS:
        raise UnboundedError
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for start, end in _pairs(text, opened, closed):
        key = _key(text[start:end])
        if key in defined:
            line = bisect.bisect_right(starts, start) - 1
            first[key] = min(first.get(key, line), line)
            last[key] = max(last.get(key, line), line)
    return first, last


def _pairs(text: str, opened: int, closed: int) -> Iterator[tuple[int, int]]:
    """Yield what may stand in brackets, which holds no more brackets of either kind than given."""
    met: list[int] = []
    for found in _BRACKET.finditer(text):
        end = found.start()
        if found[0] == "]":
            between = {"[": 0, "]": 0}
            for start in reversed(met):
                if between["["] > opened or between["]"] > closed or end - start > LONGEST:
                    break
                if text[start] == "[":
                    yield start + 1, end
                between[text[start]] += 1
        met.append(end)
        if len(met) > 4 * (MOST_BRACKETS + 1):
            del met[: -2 * (MOST_BRACKETS + 1)]
