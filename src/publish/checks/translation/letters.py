"""Letters of another script or another keyboard than the language is written with."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from publish import languages
from publish.problems import Problem, Severity
from publish.segments import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked

CODES = ("row-script", "row-letters")

# Look-alikes of other keyboards: right in one face, wrong in the next, and found by no search.
_FOREIGN = {
    "ur": dict(zip("كيى", "کیی", strict=True)),
    "ar": dict(zip("کیہ", "كيه", strict=True)),
    "ro": dict(zip("şţŞŢ", "șțȘȚ", strict=True)),
}


def find(looked: Looked) -> Iterator[Problem]:
    """Yield a text mostly in another script, refused where hardly anything is in the right one; and look-alikes."""
    yield from _script(looked)
    foreign = _FOREIGN.get(looked.target.split("-", maxsplit=1)[0], {})
    typed = sorted(foreign.keys() & set(looked.row.target)) if foreign else []
    if typed:
        pairs = ", ".join(f"{letter} for {foreign[letter]}" for letter in typed)
        name = languages.language(looked.target).autonym
        message = f"letters of another keyboard stand in the {name} text: {pairs}"
        yield Problem(looked.place, message, "type them with the keyboard of the language", "row-letters", _WARNING)


_WARNING = Severity.WARNING
_script_of = functools.cache(languages.script_of)
_ADDRESS = re.compile(r"\S+@\S+|\S+://\S+")


@functools.cache
def _letters_of(code: str) -> re.Pattern[str]:
    """Return what finds the letters of a script, as many in one as stand together."""
    points = (point for low, high in languages.SCRIPTS[code].ranges for point in range(low, high + 1))
    signs = "".join(chr(point) for point in points if _script_of(chr(point)) == code)
    return re.compile(f"[{re.escape(signs)}]+")


def _own(looked: Looked) -> str:
    """Return the translation without what is set in another language on purpose."""
    text = looked.row.target
    for code in looked.segment.codes:
        if code.kind == "span":
            text = re.sub(rf"\{{{code.number}\}}.*?\{{/{code.number}\}}", "", text)
    return text


def _script(looked: Looked) -> Iterator[Problem]:
    text = CODE.sub("", _own(looked))
    if "@" in text or "://" in text:
        text = _ADDRESS.sub("", text)
    for name in (term.source for term in looked.glossary if term.keep):
        text = text.replace(name, "")
    language = languages.language(looked.target)
    own = sum(map(len, _letters_of(language.script.code).findall(text)))
    if own * 2 >= len(text):
        return
    scripts = [script for script in map(_script_of, text) if script]
    known = language.tag.split("-")[0].lower() in languages.LANGUAGES or "-" in language.tag
    if not known or looked.row.target == looked.segment.text or len(scripts) <= 12 or own * 2 >= len(scripts):
        return
    message = f"most of this is not in the script of {language.autonym}"
    hint = f"check that this is the {language.autonym} text and not another language's"
    certain = own * 10 < len(scripts) and len(scripts) > 30
    yield Problem(looked.place, message, hint, "row-script", Severity.ERROR if certain else _WARNING)
