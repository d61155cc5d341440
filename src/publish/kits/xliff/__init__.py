"""A kit as XLIFF, for CAT tools: 2.1 (OASIS standard, 2018), and 1.2 for the older ones where it is asked for.

Our model is theirs: a unit is an inline container, a segment a sentence of it. The codes of a segment are `pc` and
`ph`, which may not be deleted; what is stale is a match candidate in state `initial`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.model import Kit, Return

_ROOT = re.compile(rb"""<(?:\w+:)?xliff\b[^>]*?\sversion\s*=\s*["'](\d)""")


def write(kit: Kit) -> bytes:
    """Return a kit as XLIFF 2.1."""
    from publish.kits.xliff import writing

    return writing.write(kit)


def write_older(kit: Kit) -> bytes:
    """Return a kit as XLIFF 1.2."""
    from publish.kits.xliff import older

    return older.write(kit)


def knows(data: bytes) -> bool:
    """Whether a file is XLIFF 2; whether it is a kit is for `read` to say."""
    return _version(data) == b"2"


def knows_older(data: bytes) -> bool:
    """Whether a file is XLIFF 1."""
    return _version(data) == b"1"


def _version(data: bytes) -> bytes:
    start = data[:65536]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "replace").encode()
    found = _ROOT.search(start)
    return found[1] if found else b""


def read(data: bytes, file: str) -> Return:
    """Return what came back in XLIFF 2; PublishError where it is unsafe, broken, invalid or no kit."""
    from publish.kits.xliff import reading

    return reading.read(data, file)


def read_older(data: bytes, file: str) -> Return:
    """Return what came back in XLIFF 1.2; PublishError where it is unsafe, broken or no kit."""
    from publish.kits.xliff import older

    return older.read(data, file)
