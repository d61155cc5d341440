"""Whether a row is a translation at all: not empty of words, not the source again, not far too short or too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.model import JOINED
from publish.problems import Problem, Severity
from publish.segments import CODE, bare, is_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked

CODES = ("row-wordless", "row-untranslated", "row-source-inside", "row-length", "row-blanks")

# How many letters a language takes for one of English, measured on the Declaration of Human Rights.
_LENGTHS = {"ar": 0.85, "es": 1.13, "gu": 0.97, "hi": 1.0, "pa": 0.95, "pl": 1.1, "ta": 1.2, "ur": 0.95, "de": 1.2}
_SHORTEST, _LONGEST, _JUDGED = 0.45, 2.2, 40


def find(looked: Looked) -> Iterator[Problem]:
    """Yield what makes a row no translation of its source, or an unlikely one."""
    target = looked.row.target
    if target == JOINED:
        return
    if not is_wording(target):
        hint = "translate it, or leave the place empty until later"
        yield Problem(looked.place, "there is not a word in the translation", hint, "row-wordless")
        return
    yield from _same(looked)
    yield from _length(looked)
    if "  " in target.strip(" "):
        yield Problem(
            looked.place, "two blanks stand where one is meant", "take one out", "row-blanks", Severity.WARNING
        )


def _same(looked: Looked) -> Iterator[Problem]:
    """Refuse the source as its own translation, unless it is names or the translator says in a note that it stays."""
    source, target = bare(looked.segment.text), bare(looked.row.target)
    for term in looked.glossary:
        source = source.replace(bare(term.source), "") if term.keep else source
    words = source.split()
    if all(_is_name(word) for word in words) or _base(looked.source) == _base(looked.target):
        return
    hint = "translate it, or say in a note that it stays as it is"
    if target == bare(looked.segment.text):
        severity = Severity.ERROR if len(words) >= 4 else Severity.WARNING
        if len(words) >= 2 and not all(_is_name(word) or _is_unit(word) for word in words):
            message = "the source stands there as its own translation"
            yield Problem(looked.place, message, hint, "row-untranslated", severity)
    elif len(words) >= 4 and bare(looked.segment.text) in target:
        hint = "leave the translation only"
        yield Problem(looked.place, "the source stands there beside its translation", hint, "row-source-inside")
    elif len(words) >= 4 and _overlap(source, target) > 0.75:
        message = "most words of the source stand there untranslated"
        yield Problem(looked.place, message, hint, "row-untranslated", Severity.WARNING)


def _overlap(source: str, target: str) -> float:
    """Return the share of the target's words that are words of the source."""
    known, said = set(source.casefold().split()), target.casefold().split()
    return sum(word in known for word in said) / max(len(said), 1)


def _is_name(word: str) -> bool:
    return not word[:1].isalpha() or word[:1].isupper() or "@" in word or "://" in word


def _is_unit(word: str) -> bool:
    """Whether a word may be a unit or an abbreviation (min, km, h), the same in many languages."""
    return len(word) <= 3


def _length(looked: Looked) -> Iterator[Problem]:
    source, target = len(CODE.sub("", looked.segment.text)), len(CODE.sub("", looked.row.target))
    expected = source * _length_of(looked.target) / _length_of(looked.source)
    if source >= _JUDGED and not _SHORTEST * expected <= target <= _LONGEST * expected:
        said = "short" if target < expected else "long"
        hint = "check that nothing is left out, and that nothing of another passage stands here"
        message = f"the translation is very {said}: {target} letters for {source}"
        yield Problem(looked.place, message, hint, "row-length", Severity.WARNING)


def _length_of(tag: str) -> float:
    return _LENGTHS.get(_base(tag), 1.0)


def _base(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()
