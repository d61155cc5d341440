"""Tables as structure: rows, cells, and which cells head which others (ISO 32000-1, 14.8.5.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publish.pdf.parts import Kid, Part, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROLES = {"thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR"}
_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}


def part(node: Mapping[str, Any], kids: Sequence[Kid]) -> Part | None:
    """Return what an element of a table is in the structure, None for any other."""
    tag, language = node["tag"], node["says"].get("lang", "")
    if tag == "table":
        return Part("Table", tuple(_scoped(kid, "Row") for kid in _caption_first(kids)), language)
    if tag == "thead":
        return Part("THead", tuple(_scoped(kid, "Column") for kid in kids), language)
    if tag in _ROLES:
        return Part(_ROLES[tag], tuple(kids), language)
    if tag in {"th", "td"}:
        return Part(tag.upper(), _cell(kids), language, attributes=_attributes(node["says"]))
    return None


def _caption_first(kids: Sequence[Kid]) -> tuple[Kid, ...]:
    """Return what stands in a table, its caption before all else: it may stand nowhere in between."""
    return tuple(sorted(kids, key=lambda kid: not (isinstance(kid, Part) and kid.role == "Caption")))


def _cell(kids: Sequence[Kid]) -> tuple[Kid, ...]:
    blocks = any(isinstance(kid, Part) and kid.role in {"P", "L", "Div"} for kid in kids)
    return grouped(kids) if blocks else tuple(kids)


def _attributes(says: Mapping[str, str]) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    if says.get("scope") in _SCOPES:
        attributes["Scope"] = _SCOPES[says["scope"]]
    for name, key in (("rowspan", "RowSpan"), ("colspan", "ColSpan")):
        if says.get(name, "").isdecimal() and int(says[name]) > 1:
            attributes[key] = int(says[name])
    return {"O": "Table", **attributes} if attributes else {}


def _scoped(kid: Kid, scope: str) -> Kid:
    """Return a part of a table in which every header cell says what it heads (ISO 14289-1, 7.5)."""
    if not isinstance(kid, Part) or kid.role not in {"THead", "TBody", "TFoot", "TR", "TH"}:
        return kid
    if kid.role != "TH":
        return replace(kid, kids=tuple(_scoped(inner, scope) for inner in kid.kids))
    return replace(kid, attributes={"O": "Table", "Scope": scope, **kid.attributes})
