"""Characters that do not belong in a text, or that a program dropped on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked
    from publish.problems import Place

CODES = ("row-character", "row-bidi", "row-joiner")

_FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202d\u202e\ufeff\ufff9-\uffff\ue000-\uf8ff"
    "\U000e0000-\U0010ffff]"
)
_DIRECTIONS = re.compile("[\u202a-\u202c\u2066-\u2069]")
_OPENING, _CLOSING = {"\u202a": "\u202c", "\u202b": "\u202c"}, {"\u202c"}
_ISOLATES, _ISOLATE_END = {"\u2066", "\u2067", "\u2068"}, "\u2069"
_JOINERS = re.compile("[\u200c\u200d]")


def find(looked: Looked) -> Iterator[Problem]:
    """Yield control characters, private and broken ones, directions left open (UAX 9), and joiners that got lost."""
    target = looked.row.target
    yield from unprintable(target, looked.place)
    if not _balanced(target):
        hint = "take the invisible marks of direction out, or type the passage again"
        yield Problem(looked.place, "a mark of writing direction is opened and not closed", hint, "row-bidi")
    if _JOINERS.search(looked.before) and _JOINERS.sub("", looked.before) == target:
        hint = "some program dropped them; the translation from before is kept"
        yield Problem(looked.place, "the invisible joiners between letters are gone", hint, "row-joiner")


def unprintable(text: str, place: Place) -> Iterator[Problem]:
    """Yield the first character of a text that has no place in any."""
    found = _FORBIDDEN.search(text)
    if found is not None:
        message = f"the translation holds a character that does not belong in a text (U+{ord(found[0]):04X})"
        yield Problem(place, message, "type that place again", "row-character")


def _balanced(text: str) -> bool:
    """Whether every embedding and isolate is closed, in order (UAX 9, X1 to X8)."""
    waiting: list[str] = []
    for sign in _DIRECTIONS.findall(text):
        if sign in _OPENING:
            waiting.append(_OPENING[sign])
        elif sign in _ISOLATES:
            waiting.append(_ISOLATE_END)
        elif (sign in _CLOSING or sign == _ISOLATE_END) and (not waiting or waiting.pop() != sign):
            return False
    return not waiting
