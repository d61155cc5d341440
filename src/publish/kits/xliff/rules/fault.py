"""One thing that makes an XLIFF 2 file invalid, and how its elements are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.kits.xliff.names import CORES, line_of, local, space_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree


@dataclass(frozen=True, slots=True)
class Fault:
    """What is invalid, and in which line; one `of_row` concerns the codes of a single target and stops only that."""

    line: int
    says: str
    of_row: bool = False


def fault(element: etree._Element, says: str, *, of_row: bool = False) -> Fault:
    """Return a fault at an element."""
    return Fault(line_of(element), f"<{local(element)}> {says}", of_row)


def is_core(element: etree._Element) -> bool:
    """Whether an element belongs to XLIFF itself, not to a module or an extension."""
    return space_of(element) in CORES


def core(root: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """Yield the elements of XLIFF inside one that bear one of these names, in document order.

    Modules are passed over with all they hold: a match candidate has a source, a target and data of its own.
    """
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element is not root and local(element) in wanted:
            yield element
        waiting += (child for child in element.iterchildren("*", reversed=True) if is_core(child))
