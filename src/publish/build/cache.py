"""The cache: artifacts by the key of all they are made of, in the user's cache folder; it can be deleted any time."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1_000_000_000
"""How many bytes of artifacts are kept; beyond them those go that were asked for longest ago."""

ABANDONED = 3600
"""Seconds after which a file in the writing belongs to nobody: whoever wrote it was killed."""


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
    import tempfile

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".part")
    except OSError:
        return
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as written:
            written.write(data)
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of an artifact, and what there was to say of it when it was made, as JSON has it."""

    data: bytes
    notes: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Store:
    """Artifacts by key. Any number of processes may use it at once: a file appears whole, and is never changed."""

    folder: Path
    largest: int = LARGEST

    def get(self, key: str) -> Kept | None:
        """Return what was kept under a key; None where there is nothing, or it is not what was kept."""
        file = self._file(key)
        try:
            digest, _, body = file.read_bytes().partition(b"\n")
        except OSError:
            return None
        if digest_of(body).encode() != digest:
            file.unlink(missing_ok=True)
            return None
        notes, _, data = body.partition(b"\n")
        with contextlib.suppress(OSError):
            os.utime(file)
        return Kept(data, json.loads(notes))

    def has(self, key: str) -> bool:
        """Whether something is kept under a key; whether it is whole, only `get` tells."""
        return self._file(key).is_file()

    def put(self, key: str, kept: Kept) -> None:
        """Keep something under a key."""
        body = json.dumps(kept.notes).encode() + b"\n" + kept.data
        write_quietly(self._file(key), digest_of(body).encode() + b"\n" + body)

    def prune(self) -> None:
        """Let the oldest go until what is left is small enough, and what nobody finished writing."""
        import time

        held = sorted(self._held(), key=lambda entry: entry[0], reverse=True)
        total, now = 0, time.time()
        for age, size, file in held:
            total += size
            if total > self.largest or (file.suffix == ".part" and now - age > ABANDONED):
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _held(self) -> Iterator[tuple[float, int, Path]]:
        for file in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):
                about = file.stat()
                yield about.st_mtime, about.st_size, file
