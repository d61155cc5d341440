"""Stores as we write them, read in one go; whatever is not just so in one of them is left to polib."""

from __future__ import annotations

import re
from typing import NamedTuple

_SAID = r'"([^"\\\n]*(?:\\["\\nrt][^"\\\n]*)*)"\n'
_HEADER = re.compile(r'#\nmsgid ""\nmsgstr ""\n(?:"[^"\\\n]*\\n"\n)+(?:\n|\Z)')
_ENTRY = re.compile(
    r"((?:# \S(?:[^\n]*\S)?\n)*)"
    r"(?:#\. \S[^\n]*\n)*"
    r"(?:#, (fuzzy|reviewed)\n)?"
    rf"(?:#\| msgid {_SAID})?"
    rf"(#~ )?msgctxt {_SAID}(?(4)#~ )msgid {_SAID}(?(4)#~ )msgstr {_SAID}"
    r"(?:\n|\Z)"
)
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}


class Entry(NamedTuple):
    """An entry of a store, with the names polib has for its parts."""

    msgctxt: str
    msgid: str
    msgstr: str
    tcomment: str
    flags: tuple[str, ...]
    previous_msgid: str
    obsolete: bool
    linenum: int


def entries(text: str) -> list[Entry] | None:
    """Return the entries of a store but for its header; None where polib has to be asked."""
    header = _HEADER.match(text)
    if header is None:
        return None
    found: list[Entry] = []
    at, line = header.end(), header[0].count("\n") + 1
    while at < len(text):
        entry = _ENTRY.match(text, at)
        # Without a text it would be the header once more.
        if entry is None or not entry[6]:
            return None
        notes, flag, before, gone, key, source, target = entry.groups()
        note = "\n".join(said[2:] for said in notes.split("\n")[:-1])
        flags = (flag,) if flag else ()
        said = _meant(key), _meant(source), _meant(target)
        found.append(Entry(*said, note, flags, _meant(before or ""), gone is not None, line))
        at, line = entry.end(), line + entry[0].count("\n")
    return found


def _meant(said: str) -> str:
    return _ESCAPED.sub(_sign, said) if "\\" in said else said


def _sign(escaped: re.Match[str]) -> str:
    return _MEANT.get(escaped[1], escaped[1])
