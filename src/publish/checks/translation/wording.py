"""Whether a row is a translation at all: not empty of words, not the source again, not far too short or too long."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from publish.checks.translation.sources import KNOWN, bare_source
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
    if _base(looked.source) == _base(looked.target):
        return
    names = tuple(term.source for term in looked.glossary if term.keep)
    words, known = _words_of(looked.segment.text, names)
    if all(_is_name(word) for word in words):
        return
    source, target = bare_source(looked.segment.text), bare(looked.row.target)
    hint = "translate it, or say in a note that it stays as it is"
    if target == source:
        severity = Severity.ERROR if len(words) >= 4 else Severity.WARNING
        if len(words) >= 2 and not all(_is_name(word) or _is_unit(word) for word in words):
            message = "the source stands there as its own translation"
            yield Problem(looked.place, message, hint, "row-untranslated", severity)
    elif len(words) >= 4 and source in target:
        hint = "leave the translation only"
        yield Problem(looked.place, "the source stands there beside its translation", hint, "row-source-inside")
    elif len(words) >= 4 and _overlap(known, target) > 0.75:
        message = "most words of the source stand there untranslated"
        yield Problem(looked.place, message, hint, "row-untranslated", Severity.WARNING)


@functools.lru_cache(maxsize=KNOWN)
def _words_of(source: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the words of a source without the names that stay as they are, and the same in small letters."""
    text = bare_source(source)
    for name in names:
        text = text.replace(bare_source(name), "")
    return tuple(text.split()), frozenset(text.casefold().split())


def _overlap(known: frozenset[str], target: str) -> float:
    """Return the share of the target's words that are among those of the source."""
    said = target.casefold().split()
    return sum(map(known.__contains__, said)) / max(len(said), 1)


def _is_name(word: str) -> bool:
    return not word[:1].isalpha() or word[:1].isupper() or "@" in word or "://" in word


def _is_unit(word: str) -> bool:
    """Whether a word may be a unit or an abbreviation (min, km, h), the same in many languages."""
    return len(word) <= 3


@functools.lru_cache(maxsize=KNOWN)
def _letters_in(source: str) -> int:
    return len(CODE.sub("", source))


def _length(looked: Looked) -> Iterator[Problem]:
    source, target = _letters_in(looked.segment.text), len(CODE.sub("", looked.row.target))
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
