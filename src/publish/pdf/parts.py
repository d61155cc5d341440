"""The parts of a document's structure, and what they hold: other parts, marked text, the areas of links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Run:
    """Marked content: its page, the form it is drawn in (0: the page itself), its number, and what generated it."""

    page: int
    form: int
    number: int
    pseudo: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Where a link can be followed: its annotation's object number, its page, and what the link says."""

    number: int
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One structure element: its type, what it holds, and what is said of it."""

    role: str
    kids: tuple[Kid, ...] = ()
    language: str = ""
    alt: str = ""
    expansion: str = ""
    name: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


Kid: TypeAlias = Part | Run | Area

_INLINE = {"Span", "Em", "Strong", "Code", "Quote", "Link", "Reference", "Note", "Lbl"}


def is_inline(kid: Kid) -> bool:
    """Whether something always stands in a line of text."""
    return not isinstance(kid, Part) or kid.role in _INLINE


def is_loose(kid: Kid) -> bool:
    """Whether something may stand in a line of text: what is inline, and a picture."""
    return is_inline(kid) or (isinstance(kid, Part) and kid.role == "Figure")


def grouped(kids: Iterable[Kid], role: str = "P") -> tuple[Kid, ...]:
    """Return what a grouping element may hold: loose text in it becomes a paragraph (ISO 32000-1, 14.8.4.2)."""
    whole: list[Kid] = []
    loose: list[Kid] = []
    for kid in [*kids, None]:
        if kid is not None and is_loose(kid):
            loose.append(kid)
            continue
        if any(is_inline(inner) for inner in loose):
            whole.append(Part(role, tuple(loose)))
        else:
            whole.extend(loose)
        loose = []
        if kid is not None:
            whole.append(kid)
    return tuple(whole)


def apart(kids: Iterable[Kid], pseudo: str) -> tuple[tuple[Kid, ...], tuple[Kid, ...]]:
    """Return the runs a pseudo-element generated (`marker`, `footnote-call` …), and the rest."""
    generated: list[Kid] = []
    rest: list[Kid] = []
    for kid in kids:
        (generated if isinstance(kid, Run) and kid.pseudo == pseudo else rest).append(kid)
    return tuple(generated), tuple(rest)
