"""`source/glossary.toml`: how the house says its terms in each language, and the names that stay as they are."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publish import project
from publish.model import Term
from publish.problems import Place, Problem, PublishError
from publish.segments import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NOTE = "note"
FORMS = "forms"


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms with their notes and what they are in each language, and names nobody translates."""

    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def in_language(self, language: str) -> tuple[Term, ...]:
        """Return the terms as they are said in a language (that of a region falls back on its own), then the names."""
        own, base = language, language.split("-", maxsplit=1)[0]
        terms = [
            Term(source, said.get(own) or said.get(base, ""), said.get(NOTE, "")) for source, said in self.terms.items()
        ]
        return (*terms, *(Term(name, name, keep=True) for name in self.names))


def read_glossary(file: Path) -> Glossary:
    """Return the glossary of a house, an empty one where it has none; PublishError where it cannot be understood.

    Its shape: `[terms."shop floor"]` with `note` and one line a language, and `names = […]` under `[keep]`.
    """
    if not file.is_file():
        return Glossary()
    place = Place(project.shown(file))
    text = project.read_text(file)
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # the first also for a number of thousands of digits
        line = re.search(r"line (\d+)", str(error))
        at = Place(place.file, int(line[1]) if line else text.count("\n"))
        hint = 'the shape is [terms."word"], then pl = "…" on a line of its own'
        raise PublishError(Problem(at, f"the glossary cannot be read: {error}", hint, "glossary")) from None
    problems = [_wrong(place, text, where) for where in _misshapen(given)]
    if problems:
        raise PublishError(*problems)
    return Glossary(given.get("terms", {}), tuple(given.get("keep", {}).get("names", ())))


def _misshapen(given: Mapping[str, Any]) -> list[str]:
    """Return the names of what has another shape than a glossary has."""
    wrong = [key for key in given if key not in {"terms", "keep"}]
    terms, keep = given.get("terms", {}), given.get("keep", {})
    if not isinstance(terms, dict) or not isinstance(keep, dict):
        return [*wrong, "terms" if not isinstance(terms, dict) else "keep"]
    for source, said in terms.items():
        sound = isinstance(said, dict) and all(isinstance(value, str) for value in said.values())
        wrong += [] if sound else [source]
    names = keep.get("names", [])
    sound = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return wrong if sound and keep.keys() <= {"names"} else [*wrong, "keep"]


def _wrong(place: Place, text: str, name: str) -> Problem:
    line = next((number for number, said in enumerate(text.split("\n"), start=1) if name in said), 0)
    hint = 'the shape is [terms."word"] with texts for note and languages, and names = ["…"] under [keep]'
    return Problem(Place(place.file, line), f"“{name}” has no place in the glossary", hint, "glossary")


def terms_in(terms: Iterable[Term], texts: Iterable[str]) -> tuple[Term, ...]:
    """Return those terms and names that stand in texts, in the order of the glossary."""
    whole = "\n".join(map(bare, texts))
    return tuple(term for term in terms if (term.source in whole if term.keep else occurs(term.source, whole)))


def occurs(term: str, text: str) -> bool:
    """Whether a text holds a term, in the singular or with an ending of two letters at most."""
    return form_of(term).search(text) is not None


@functools.lru_cache(maxsize=1024)
def form_of(term: str) -> re.Pattern[str]:
    """Return what matches a term of the source language in a text without codes."""
    words = [rf"{re.escape(word)}\w{{0,2}}" for word in term.split()]
    return re.compile(rf"\b{'[ -]'.join(words)}\b", re.IGNORECASE)
