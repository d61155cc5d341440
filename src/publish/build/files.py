"""Files from outside: where what can be made again is kept, how a file looks, and what it holds as a digest."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from publish import project

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


def cache_folder() -> Path:
    """Return where this user's programs keep what they can make again (XDG Base Directory; Library/Caches on macOS)."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "publish"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named.startswith("/") else Path.home() / ".cache") / "publish"


def digest_of(data: bytes) -> str:
    """Return the digest by which contents are known (SHA-256)."""
    # Loading OpenSSL takes longer than a build in which nothing changed has to digest.
    import hashlib

    return hashlib.sha256(data).hexdigest()


def write_quietly(file: Path, data: bytes) -> None:
    """Write a file of the cache whole or not at all; where nothing can be written, nothing is kept.

    It is not forced onto the disk: what is read from the cache is believed only where its digest is right.
    """
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with project.beside(file) as (part, written):
            written.write(data)
            written.flush()
            part.replace(file)
