"""Files from outside: how a file looks, without reading it."""

from __future__ import annotations

import os

SETTLED = 2_000_000_000
"""Nanoseconds after which a file is taken for settled: one written just now may change again within a clock's tick."""

MISSING = "missing"

Look = tuple[int, int, int]
"""How a file looks from outside: when it was changed (ns), its size in bytes, its number on the disk."""


def look(path: str) -> Look | None:
    """Return how a file or folder looks from outside, None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - hundreds of files are looked at before anything is said
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
