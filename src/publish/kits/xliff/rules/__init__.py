"""What makes an XLIFF 2 file invalid: the schema of its core, and the constraints no schema can state.

The section numbers are those of XLIFF Version 2.1, OASIS Standard, 13 February 2018.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.kits.xliff.rules import codes, references, structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from publish.kits.xliff.rules.fault import Fault


def find(root: etree._Element) -> Iterator[Fault]:
    """Yield what is invalid in an XLIFF 2 file; references are followed only where the structure holds."""
    found = list(structure.find(root))
    yield from found
    if not found:
        yield from references.find(root)
        yield from codes.find(root)
