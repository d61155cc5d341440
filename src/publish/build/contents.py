"""What files hold, as digests; a file that looks as it did when it was last read is not read again."""

from __future__ import annotations

import contextlib
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from publish.build.files import MISSING, SETTLED, Look, look
from publish.project import digest_of, write_quietly

if TYPE_CHECKING:
    from collections.abc import Iterable


class Contents:
    """The digests of files, remembered from one run to the next by how the files looked."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._known: dict[str, tuple[Look, str]] = {}
        self._seen: dict[str, tuple[Look | None, str]] = {}
        self._new = False
        with contextlib.suppress(OSError, ValueError, TypeError):
            kept = json.loads(file.read_bytes())
            self._known = {path: ((look[0], look[1], look[2]), digest) for path, (look, digest) in kept.items()}

    def of(self, path: Path | str) -> str:
        """Return the digest of what a file holds, `missing` where it cannot be read."""
        name = os.fspath(path)
        if name in self._seen:
            return self._seen[name][1]
        looks = look(name)
        known = self._known.get(name)
        if known is not None and known[0] == looks:
            digest = known[1]
        else:
            digest, self._new = _read(name), True
        self._seen[name] = (looks, digest)
        return digest

    def still(self, path: Path | str) -> bool:
        """Whether a file holds now what it was said to hold; it is read."""
        return _read(os.fspath(path)) == self.of(path)

    def forget(self, path: Path | str) -> None:
        """Look at a file anew the next time it is asked for: it was written."""
        self._seen.pop(os.fspath(path), None)
        self._known.pop(os.fspath(path), None)

    def of_all(self, paths: Iterable[Path | str]) -> str:
        """Return one digest for what several files hold, whatever their folder."""
        named = sorted((Path(path).name, self.of(path)) for path in paths)
        return digest_of(json.dumps(named).encode())

    def seen(self) -> dict[str, tuple[Look | None, str]]:
        """Return every file that was asked for, how it looked, and what it held."""
        return dict(self._seen)

    def keep(self) -> None:
        """Remember the digests for the next run."""
        if not self._new:
            return
        now = time.time_ns()
        known = {**self._known, **{name: (looks, digest) for name, (looks, digest) in self._seen.items() if looks}}
        settled = {name: entry for name, entry in known.items() if now - entry[0][0] > SETTLED and look(name)}
        write_quietly(self.file, json.dumps(settled).encode())
        self._new = False


def _read(name: str) -> str:
    import hashlib

    try:
        with Path(name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return MISSING
