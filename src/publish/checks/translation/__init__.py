"""Looking at a returned translation, row by row: errors stop the row they concern, warnings do not.

A translator who knows better says so in the note of the row: what is only likely to be wrong is then a warning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publish.checks.translation import addresses, characters, codes, endings, letters, markup, numbers, terms, wording
from publish.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from publish.model import Row, Segment, Term

__all__ = ["CODES", "Looked", "find", "find_repeated", "find_unprintable"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look is about: a returned row and its segment, two languages, the glossary, and what was said before."""

    row: Row
    segment: Segment
    source: str
    target: str
    place: Place
    glossary: Sequence[Term] = ()
    before: str = ""


_LOOKS: tuple[Callable[[Looked], Iterable[Problem]], ...] = (
    codes.find,
    characters.find,
    markup.find,
    wording.find,
    letters.find,
    numbers.find,
    addresses.find,
    endings.find,
    terms.find,
)

CODES = (
    *codes.CODES,
    *characters.CODES,
    *markup.CODES,
    *wording.CODES,
    *letters.CODES,
    *numbers.CODES,
    *addresses.CODES,
    *endings.CODES,
    *terms.CODES,
    "row-repeated",
)
"""The codes of all problems a returned row can have."""

_CERTAIN = {*codes.CODES, "row-character", "row-bidi", *markup.CODES}
"""What no note excuses: it cannot be published as it is."""


def find(looked: Looked) -> Iterator[Problem]:
    """Yield what is wrong with one returned row; a note excuses what is not certain to be wrong."""
    for look in _LOOKS:
        for problem in look(looked):
            excused = bool(looked.row.note) and problem.code not in _CERTAIN
            yield replace(problem, severity=Severity.WARNING) if excused else problem


def find_unprintable(text: str, place: Place) -> Iterator[Problem]:
    """Yield the characters of a text that no store should hold, whatever it is a translation of."""
    yield from characters.unprintable(text, place)


def find_repeated(rows: Iterable[Row], file: str) -> Iterator[tuple[Row, Problem]]:
    """Yield rows that say for another source what a row before them says: the wrong place was pasted into."""
    said: dict[str, Row] = {}
    for row in rows:
        first = said.setdefault(row.target, row)
        if first.source != row.source and len(row.target) >= 25:
            message = f"this is word for word the translation of passage {first.number}"
            hint = "check that it was not pasted into the wrong place"
            yield row, Problem(Place(file, row.line), message, hint, "row-repeated", Severity.WARNING)
