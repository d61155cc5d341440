"""The house's glossary: terms said as agreed, and names that stay as they are."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from publish import languages
from publish.checks.translation.sources import bare_source
from publish.memory import glossary
from publish.problems import Problem, Severity
from publish.segments import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publish.checks.translation import Looked

CODES = ("row-term", "row-name")

_WORD = re.compile(r"[\w\u0300-\u036f\u0900-\u0dff\u200c\u200d’'-]+")


def find(looked: Looked) -> Iterator[Problem]:
    """Yield the terms and names that stand in the source and not, in any of their forms, in the translation.

    A poem is said as it sounds: it is asked for the names only.
    """
    agreed = [term for term in looked.glossary if term.keep or looked.segment.context != "verse"]
    if not agreed:
        return
    rest, target = bare_source(looked.segment.text), bare(looked.row.target)
    for term in sorted(agreed, key=lambda term: -len(term.source)):
        if term.keep and term.source in rest:
            rest = rest.replace(term.source, " ")
            if term.source not in target:
                message = f"the name “{term.source}” does not stand in the translation"
                hint = "it stays as it is in every language"
                yield Problem(looked.place, message, hint, "row-name", Severity.WARNING)
        elif not term.keep and term.target and glossary.occurs(term.source, rest):
            rest = glossary.form_of(term.source).sub(" ", rest)
            if not said(term.target, target, looked.target):
                message = f"the glossary says “{term.target}” for “{term.source}”"
                hint = f"use it, unless another word is better here{': ' + term.note if term.note else ''}"
                yield Problem(looked.place, message, hint, "row-term", Severity.WARNING)


def said(term: str, text: str, language: str) -> bool:
    """Whether a text holds a term in any of its forms: every word of it begins as one of the text does.

    Endings differ in most of our languages, and in Arabic the beginnings do, too.
    """
    arabic = languages.language(language).script.code == "Arab"
    words = [_plain(word, arabic) for word in _WORD.findall(text)]
    stems = [_stem(_plain(word, arabic)) for word in _WORD.findall(term) if len(word) > _PARTICLE or " " not in term]
    return all(any(stem in word if arabic else word.startswith(stem) for word in words) for stem in stems)


def _stem(word: str) -> str:
    return word[: max(3, round(len(word) * 0.6))]


_PARTICLE = 3
"""Up to so many letters, a word of a longer term is a particle that bends with its neighbours."""


def _plain(word: str, arabic: bool) -> str:  # noqa: FBT001 - of one caller
    """Return a word in small letters without accents, which come and go where a word is bent (Polish ó and o).

    In Arabic script the long vowels and the last h do too (زميل, زملاء), and the article is no part of the word.
    """
    if arabic:
        return word.removeprefix("ال").translate(dict.fromkeys(map(ord, "اويىیےہةه")))
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f")
