"""What takes long to make and often comes out the same: made once, then kept in the cache folder by its content."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from publish import project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

MOST = 200
"""How many of a kind are kept; beyond that the oldest go."""


def once(kind: str, made_of: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, which is the same whenever all it is made of is."""
    folder = project.cache_folder() / kind
    file = folder / hashlib.sha256(b"\0".join(made_of)).hexdigest()
    held = project.kept(file)
    if held is None:
        held = make()
        project.keep(file, held)
        _let_go(folder)
    return held


def _let_go(folder: Path) -> None:
    """Let the oldest go; where nothing can be kept, the next build makes it again."""
    with contextlib.suppress(OSError):
        held = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
        for old in held[:-MOST]:
            old.unlink(missing_ok=True)
