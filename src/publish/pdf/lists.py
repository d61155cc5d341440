"""Lists and tables of contents as structure: items with their labels and bodies (ISO 32000-1, 14.8.4.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publish.pdf.parts import Kid, Part, apart, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "none": "None",
}


def part(node: Mapping[str, Any], kids: Sequence[Kid], *, contents: bool) -> Part | None:
    """Return what an element of a list is in the structure, None for any other; lists in a `nav` are contents."""
    tag, language = node["tag"], node["says"].get("lang", "")
    if tag == "li":
        return _entry(kids, language) if contents else _item(kids, language)
    if tag in {"ul", "ol", "menu"}:
        if contents:
            return Part("TOC", tuple(kids), language)
        return Part("L", tuple(kids), language, attributes={"O": "List", "ListNumbering": _numbering(node)})
    if tag == "dl":
        return Part("L", _terms(kids), language, attributes={"O": "List", "ListNumbering": "None"})
    if tag in {"dt", "dd"}:
        return Part(tag, tuple(kids), language)  # until its list pairs them
    return None


def _item(kids: Sequence[Kid], language: str) -> Part:
    label, rest = apart(kids, "marker")
    inside = grouped(rest) if any(isinstance(kid, Part) and kid.role in {"P", "L"} for kid in rest) else rest
    body = Part("LBody", inside)
    return Part("LI", (Part("Lbl", label), body) if label else (body,), language)


def _entry(kids: Sequence[Kid], language: str) -> Part:
    label, rest = apart(kids, "marker")
    return Part("TOCI", (*((Part("Lbl", label),) if label else ()), *grouped(rest, "Reference")), language)


def _numbering(node: Mapping[str, Any]) -> str:
    """Return how a list is numbered, by the marker of its first item; a script's own digits count as decimal."""
    kinds = [kid.get("marker") for kid in node["kids"] if isinstance(kid, dict)]
    kind = kinds[0] if kinds and isinstance(kinds[0], str) else "none"
    if not any(kinds):
        return "None"
    return _NUMBERINGS.get(kind, "Decimal" if node["tag"] == "ol" else "Disc")


def _terms(kids: Sequence[Kid]) -> tuple[Kid, ...]:
    """Return a list of definitions as items: each term labels the meanings that follow it."""
    items: list[tuple[list[Kid], list[Kid]]] = []
    for kid in _flat(kids):
        if kid.role == "dt":
            if not items or items[-1][1]:
                items.append(([], []))
            items[-1][0].append(Part("Lbl", kid.kids, kid.language))
        else:
            if not items:
                items.append(([], []))
            items[-1][1].append(_meaning(kid))
    return tuple(Part("LI", (*labels, Part("LBody", tuple(bodies)))) for labels, bodies in items)


def _flat(kids: Sequence[Kid]) -> list[Part]:
    """Return the terms and meanings of a list, out of the divisions that may group them."""
    found: list[Part] = []
    for kid in kids:
        if isinstance(kid, Part):
            found.extend(_flat(kid.kids) if kid.role == "Div" else [kid])
    return found


def _meaning(kid: Part) -> Part:
    inside = grouped(kid.kids)
    if len(inside) == 1 and isinstance(inside[0], Part) and inside[0].role == "P" and not inside[0].language:
        return Part("P", inside[0].kids, kid.language)
    return Part("Div", inside, kid.language)
