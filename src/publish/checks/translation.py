"""Looking at a returned translation, unit by unit: errors stop the unit they concern, warnings do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish import languages
from publish.problems import Place, Problem, Severity
from publish.segments import CODE, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.model import Code, Row, Segment

_FORBIDDEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2066-\u2069\u202a-\u202e\ufffd\ue000-\uf8ff]")
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>")


def find(row: Row, segment: Segment, target: str, place: Place) -> Iterator[Problem]:
    """Yield what is wrong with one returned row, for its segment, translated into a target language."""
    yield from _codes(row, segment, place)
    yield from _characters(row, place)
    yield from _same(row, segment, place)
    yield from _script(row, segment, target, place)
    if _HTML.search(row.target) and not _HTML.search(segment.text):
        yield Problem(
            place, "the translation holds HTML tags", "write plain words; the codes carry the markup", "row-html"
        )


_SAYS = {
    "missing": "{mark} is missing",
    "doubled": "{mark} stands there more than once",
    "unknown": "{mark} does not stand in the source",
    "unbalanced": "{mark} is opened and closed in the wrong order",
}


def _codes(row: Row, segment: Segment, place: Place) -> Iterator[Problem]:
    known = {code.number: code for code in segment.codes}
    for number, kind in dict.fromkeys((fault.number, fault.code) for fault in faults(segment.codes, row.target)):
        mark = _mark(known.get(number), number)
        hint = f"put {mark} around or at the words it belongs to, as in: {segment.text}"
        if kind == "unknown":
            hint = f"take {mark} out; the source is: {segment.text}"
        yield Problem(place, _SAYS[kind].format(mark=mark), hint, f"row-code-{kind}")


def _mark(code: Code | None, number: int) -> str:
    if code is None:
        return f"the code {{{number}}}"
    mark = f"{{{number}}}…{{/{number}}}" if code.paired else f"{{{number}/}}"
    return f"{mark} ({code.kind}{': ' + code.shown if code.shown else ''})"


def _characters(row: Row, place: Place) -> Iterator[Problem]:
    found = _FORBIDDEN.search(row.target)
    if found is not None:
        message = f"the translation holds a character that does not belong in a text (U+{ord(found[0]):04X})"
        yield Problem(place, message, "type that place again", "row-character")


def _same(row: Row, segment: Segment, place: Place) -> Iterator[Problem]:
    """Refuse the source as its own translation, unless it is a name or the translator says in a note that it stays."""
    words = CODE.sub("", segment.text).split()
    if row.target != segment.text or row.note or len(words) < 4 or all(_is_name(word) for word in words):
        return
    hint = "translate it, or say in a note that it stays as it is"
    yield Problem(place, "the source stands there as its own translation", hint, "row-untranslated")


def _is_name(word: str) -> bool:
    return not word[:1].isalpha() or word[:1].isupper() or "@" in word or "://" in word


def _script(row: Row, segment: Segment, target: str, place: Place) -> Iterator[Problem]:
    """Warn where most letters are of another script than the language is written in."""
    letters = [script for script in map(languages.script_of, _plain(row.target)) if script]
    own = languages.language(target).script.code
    if row.target != segment.text and len(letters) > 12 and letters.count(own) * 2 < len(letters):
        name = languages.language(target).autonym
        hint = f"check that this is the {name} text and not another language's"
        yield Problem(place, f"most of this is not in the script of {name}", hint, "row-script", Severity.WARNING)


def _plain(text: str) -> str:
    """Return a text without codes and addresses."""
    return re.sub(r"\S+@\S+|\S+://\S+", "", CODE.sub("", text))
