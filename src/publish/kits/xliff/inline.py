"""Text with codes to inline elements and back, for both versions of XLIFF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.kits.xliff.names import legal, local, number_of
from publish.segments import CODE, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml import etree

    from publish.model import Code

_PAIRED = {"pc", "g"}
_SINGLE = {"ph", "x"}
_NOTHING = {"bpt", "ept", "it", "sub"}


def fill(
    element: etree._Element, said: str, codes: Sequence[Code], make: Callable[[etree._Element, Code], etree._Element]
) -> None:
    """Put a text with codes into an element; `make` adds the element of a code to its parent.

    A text whose codes are at fault is put in as it was typed: its reader finds the same codes in it.
    """
    known = {code.number: code for code in codes}
    stack = [element]
    end = 0
    for match in CODE.finditer(said) if not faults(codes, said) else ():
        _add(stack[-1], said[end : match.start()])
        end = match.end()
        if match[1]:
            stack.pop()
        else:
            made = make(stack[-1], known[int(match[2])])
            stack += [made] if not match[3] else []
    _add(stack[-1], said[end:])


def _add(parent: etree._Element, said: str) -> None:
    text = legal(said)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def said_in(element: etree._Element | None) -> str:
    """Return an element's text with its codes; what a tool marked up for itself is looked through."""
    return "" if element is None else "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        kind = local(child)
        number = number_of(child.get("id", "") or child.get("startRef", "") or child.get("rid", ""))
        if kind == "cp":
            yield _character(child.get("hex", ""))
        elif number is None or kind in {"mrk", "sm", "em", ""}:
            yield from _pieces(child) if kind not in {"", "ph"} else ()
        else:
            yield from _code(child, kind, number)
        yield child.tail or ""


def _code(element: etree._Element, kind: str, number: int) -> Iterator[str]:
    if kind in _PAIRED:
        yield f"{{{number}}}"
        yield from _pieces(element)
        yield f"{{/{number}}}"
    elif kind in _SINGLE:
        yield f"{{{number}/}}"
    elif kind in {"sc", "bx"}:
        yield f"{{{number}}}"
    elif kind in {"ec", "ex"}:
        yield f"{{/{number}}}"
    elif kind not in _NOTHING:
        yield from _pieces(element)


def _character(hexadecimal: str) -> str:
    try:
        return chr(int(hexadecimal, 16))
    except (ValueError, OverflowError):
        return ""
