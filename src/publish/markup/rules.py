"""What decides how an edition is written as markup, and what the writing gives back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from publish import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.model import Element


class Notes(StrEnum):
    """Where notes stand: at the foot of their page (print), or at the end behind a link (EPUB, web)."""

    FOOT = "foot"
    END = "end"


def _same(target: str) -> str:
    return target


@dataclass(frozen=True, slots=True)
class Rules:
    """How one section is written for one medium.

    `language` is that of the text around it. `link` and `picture` say where a target and a picture lie in the medium;
    an empty answer of `link` leaves the text without a link. `prefix` makes the ids of notes unique where several
    sections share a file, `first_note` the number of its first note. `epub` adds `xml:lang` and `epub:type`, `lines`
    a `data-line` to every leaf.
    """

    language: str
    notes: Notes = Notes.END
    link: Callable[[str], str] = _same
    picture: Callable[[str], str] = _same
    prefix: str = ""
    first_note: int = 1
    epub: bool = False
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that is well-formed XML and HTML alike: the text, its notes where they stand apart, and how many."""

    body: str
    notes: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Pen:
    """The rules, the language of the text around, and the notes gathered so far in this one writing."""

    rules: Rules
    language: str
    blocks: Callable[[Sequence[Element], Pen], str]
    notes: list[str] = field(default_factory=list)
    in_note: bool = False
    in_link: bool = False

    def within(self, element: Element) -> Pen:
        """Return the pen for what stands inside an element that may be in another language."""
        lang = tree.value_of(element, "lang")
        return replace(self, language=lang) if lang and lang != self.language else self
