"""The cache: artifacts by the key of all they are made of, in the user's cache folder; it can be deleted any time."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.project import keep, kept

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1_000_000_000
"""How many bytes of artifacts are kept; beyond them those go that were asked for longest ago."""

ABANDONED = 3600
"""Seconds after which a file in the writing belongs to nobody: whoever wrote it was killed."""


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
        body = kept(file)
        if body is None:
            return None
        notes, _, data = body.partition(b"\n")
        with contextlib.suppress(OSError):
            os.utime(file)
        return Kept(data, json.loads(notes))

    def has(self, key: str) -> bool:
        """Whether something is kept under a key; whether it is whole, only `get` tells."""
        return self._file(key).is_file()

    def put(self, key: str, made: Kept) -> None:
        """Keep something under a key."""
        body = json.dumps(made.notes).encode() + b"\n" + made.data
        keep(self._file(key), body)

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
        for folder in _below(self.folder):
            for file in _below(folder.path):
                with contextlib.suppress(OSError):
                    about = file.stat()
                    yield about.st_mtime, about.st_size, Path(file.path)


def _below(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in a folder, and nothing where there is none."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        yield from entries
