"""How a passage ends, and the marks of its script: a question stays one, Urdu and Hindi have their own stops."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from publish import languages
from publish.checks.translation.sources import KNOWN
from publish.model import JOINED
from publish.problems import Problem, Severity
from publish.segments import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked

CODES = ("row-ending", "row-marks")

_KINDS = {"question": "?؟;", "colon": ":", "ellipsis": "…", "stop": ".۔।॥!"}
_ASKS = re.compile("[?؟]")
_SAID = {"question": "a question", "colon": "a colon", "ellipsis": "three dots", "stop": "the end of a sentence"}
_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_AROUND = f"{_BLANKS}\"'“”„«»‘’‚‹›)]\u200e\u200f\u061c\u2066\u2067\u2068\u2069"

# Polish and Spanish end a sentence after the quotation that ends it: „Możesz pomóc?”.
_STOPS = (".", "۔", "।")
_QUOTED = re.compile(r"([?؟!…])[\"'“”«»‘’]+[.۔।]$")

# What is typed for want of a key, and the mark that is meant.
_MEANT = {
    "Arab": ((re.compile(r"(?<=[\u0600-\u06ff])\?"), "؟"), (re.compile(r"(?<=[\u0600-\u06ff]),"), "،")),
    "Deva": ((re.compile(r"(?<=[\u0900-\u097f])\s?\|"), "।"),),
    "Guru": ((re.compile(r"(?<=[\u0a00-\u0a7f])\s?\|"), "।"),),
}
_URDU_STOP = (re.compile(r"(?<=[\u0600-\u06ff])\.(?=\s|$)"), "۔")


def find(looked: Looked) -> Iterator[Problem]:
    """Yield an ending of another kind than the source's, and marks of another script than the text."""
    if looked.row.target == JOINED:
        return
    source, target = _kind_of_source(looked.segment.text, looked.source), kind_of(looked.row.target, looked.target)
    if source == "question" and target == "stop" and _ASKS.search(looked.row.target):
        target = source  # “Could you help? For a minute!” asks as well.
    if source != target and (source in _STRICT or target == "question" or (source == "stop" and not target)):
        other = _SAID[target] if target else "nothing"
        message = f"the source ends with {_SAID[source] if source else 'nothing'}, the translation with {other}"
        yield Problem(looked.place, message, "end it as the source does", "row-ending", Severity.WARNING)
    for form, meant in _marks(looked.target):
        typed = form.search(looked.row.target)
        if typed is not None:
            message = f"“{typed[0].strip()}” stands where {meant} is meant"
            yield Problem(looked.place, message, f"type {meant} there", "row-marks", Severity.WARNING)


_STRICT = {"question", "colon"}


def kind_of(text: str, language: str) -> str:
    """Return how a text ends: question, colon, ellipsis, stop, or the empty string."""
    text = CODE.sub("", text).rstrip(_AROUND)
    if text.endswith(_STOPS):
        text = _QUOTED.sub(r"\1", text)
    if text.endswith("..."):
        return "ellipsis"
    last = text[-1:]
    if last == ";":
        return "question" if language.startswith("el") else ""
    return next((kind for kind, marks in _KINDS.items() if last and last in marks), "")


_kind_of_source = functools.lru_cache(maxsize=KNOWN)(kind_of)


@functools.cache
def _marks(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    own = _MEANT.get(languages.language(tag).script.code, ())
    return (*own, _URDU_STOP) if tag.split("-", maxsplit=1)[0] == "ur" else own
