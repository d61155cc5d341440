"""What differs between two texts, word by word, for a reader who knew the old one."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = re.compile(r"\{/?\d{1,3}/?\}|\w+|\s+|[^\w\s]")


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """Return pieces of (`same` | `gone` | `new`, text): the first two kinds make the old text, first and last the new.

    A short stretch that stayed between two changes counts as changed: whole phrases are easier to read than crumbs.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[tuple[str, str]] = []
    for kind, start, end, from_, to in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[start:end])))
            continue
        pieces += [("gone", "".join(before[start:end]))] if end > start else []
        pieces += [("new", "".join(after[from_:to]))] if to > from_ else []
    return _whole(pieces)


_SIGNS = {"same": "", "gone": "~~", "new": "**"}


def marked_difference(pieces: Iterable[tuple[str, str]]) -> str:
    """Return a difference as plain text: what is gone between ~~ and ~~, what is new between ** and **."""
    said = "".join(_marked(text, _SIGNS[kind]) for kind, text in pieces)
    return said.replace("~~**", "~~ **")


def _marked(text: str, sign: str) -> str:
    inner = text.strip(" ")
    return text.replace(inner, f"{sign}{inner}{sign}", 1) if inner else text


def _whole(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join changes that only a blank stands between."""
    joined: list[tuple[str, str]] = []
    gone = new = ""
    for index, (kind, text) in enumerate(pieces):
        between = kind == "same" and not text.strip() and bool(gone or new) and index + 1 < len(pieces)
        if kind == "same" and not between:
            joined += [(name, said) for name, said in (("gone", gone), ("new", new)) if said]
            joined.append((kind, text))
            gone = new = ""
        else:
            gone += text if kind != "new" else ""
            new += text if kind != "gone" else ""
    return [*joined, *((name, said) for name, said in (("gone", gone), ("new", new)) if said)]
