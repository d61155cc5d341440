"""Numbers, dates and money: the same in every language, in the digits of any script or as a word."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from publish.checks.translation.numerals import spelt
from publish.checks.translation.sources import KNOWN
from publish.problems import Problem, Severity
from publish.segments import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked

CODES = ("row-number",)

# Digits, with marks and thin blanks between thousands or before a fraction; a plain blank only before three digits.
_NUMBER = re.compile(r"\d+(?:[.,:'’٬٫\u00a0\u2009\u202f]\d+|[ ]\d{3}(?!\d))*")
_DATE = re.compile(r"(\d{1,4})[./-] ?(\d{1,2})[./-] ?(\d{1,4})")
_SEPARATORS = re.compile(r"\D")
_CLOCK = re.compile(r"\d\s?[ap]\.?\s?m\b|o’clock|\d[:.]\d\d\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")


def of_text(text: str) -> list[str]:
    """Return the numbers of a text as plain digits, thousands joined, leading noughts gone."""
    if not any(map(str.isdigit, set(text))):
        return []
    plain = CODE.sub(" ", text)
    if "@" in plain or "://" in plain or "www." in plain:
        plain = _ADDRESS.sub(" ", plain)
    plain = _DATE.sub(r"\1;\2;\3", in_plain_digits(plain))
    return [_SEPARATORS.sub("", match[0]).lstrip("0") or "0" for match in _NUMBER.finditer(plain)]


@functools.lru_cache(maxsize=KNOWN)
def _of_source(text: str) -> tuple[str, ...]:
    return tuple(of_text(text))


def in_plain_digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9."""
    others = {ord(sign): _digit(sign) for sign in set(text) if sign.isdigit() and not sign.isascii()}
    return text.translate(others) if others else text


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None) if sign.isdigit() and sign not in "¹²³⁰⁴⁵⁶⁷⁸⁹" else None
    return str(value) if value is not None else sign


def find(looked: Looked) -> Iterator[Problem]:
    """Yield numbers of the source that are gone and numbers that are new; refuse where one was changed for another."""
    asked, said = _of_source(looked.segment.text), of_text(looked.row.target)
    if not asked and not said:
        return
    source, target = Counter(asked), Counter(said)
    gone = [n for n in (source - target).elements() if not spelt(n, looked.row.target, looked.target)]
    new = [n for n in (target - source).elements() if not spelt(n, looked.segment.text, looked.source)]
    if _CLOCK.search(looked.segment.text):
        gone, new = _by_the_clock(gone, new)
    if not gone and not new:
        return
    numbers = ", ".join(dict.fromkeys(gone or new))
    message = f"the number {numbers} does not stand in the {'translation' if gone else 'source'}"
    if gone and new:
        message = f"the source says {', '.join(gone)}, the translation {', '.join(new)}"
    hint = "take it over from the source, or say in a note why it is another"
    certain = len(gone) == len(new) == 1 and _changed(gone[0], new[0])
    yield Problem(looked.place, message, hint, "row-number", Severity.ERROR if certain else Severity.WARNING)


def _by_the_clock(gone: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Take out hours that are only counted to twelve in one text and to twenty-four in the other (3 pm, 15.00)."""
    for hour in list(gone):
        forms = _hours(hour)
        same = next((other for other in new if forms & _hours(other)), None)
        if same is not None:
            gone.remove(hour)
            new.remove(same)
    return gone, [number for number in new if set(number) != {"0"}]


def _hours(number: str) -> set[str]:
    """Return how an hour may be written: with and without minutes, from one to twelve and from nought to 23."""
    hour, minutes = (number[:-2], number[-2:]) if len(number) > 2 else (number, "00")
    return {f"{int(hour) % 12}:{minutes}"} if int(hour) < 25 else {number}


def _changed(one: str, other: str) -> bool:
    """Whether a number was mistyped: of the same length, and not small enough to be another unit or clock."""
    return len(one) == len(other) >= 3 or (len(one) >= 3 and sorted(one) == sorted(other))
