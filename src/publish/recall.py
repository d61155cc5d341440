"""What was worked out for an edition at its last build, recalled where it would be worked out from the same again.

It is kept in the user's cache folder for each edition, by kind of work, and can be deleted at any time. What a build
did not ask for is not kept for the next one.
"""

from __future__ import annotations

import contextlib
import marshal
import zlib
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publish.project import digest_of, keep, kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "worked-out"
"""The folder of the cache that all of it lies in."""

ALL = 300_000_000
"""How many bytes are kept of all editions; beyond them those go that were worked out longest ago."""

LARGEST = 40_000_000
"""More bytes than this are not kept of one kind of work: reading them again would take as long as the work."""

_LEVEL = 1  # of deflate: an edition's takes two thousandths of a second, and is a seventh as large


@dataclass(frozen=True, slots=True)
class Notebooks:
    """Where it is kept what was worked out, a notebook for each edition, and by which program and fonts.

    `afresh` nothing is recalled, and all is kept anew.
    """

    folder: Path
    made_with: str
    afresh: bool = False


@dataclass(slots=True)
class _Kind:
    """What is known of one kind of work from the last build, and what this one asked for, as it is written down."""

    file: Path
    made_with: str
    before: dict[str, bytes]
    now: dict[str, bytes] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)

    def found(self, of: str) -> Any:  # noqa: ANN401 - whatever was noted
        """Return what is known of a thing, read when it is first asked for."""
        if of not in self.now and of in self.before:
            self.now[of] = self.before[of]
        if of not in self.read:
            written = self.now.get(of)
            self.read[of] = None if written is None else marshal.loads(zlib.decompress(written))  # noqa: S302 - it bears the digest of what we wrote
        return self.read[of]

    def note(self, of: str, what: Any) -> None:  # noqa: ANN401 - whatever `marshal` can write down
        """Note something of a thing, which is written down once."""
        if self.read.get(of) is not what or of not in self.now:
            self.read[of], self.now[of] = what, zlib.compress(marshal.dumps(what), _LEVEL)

    def close(self) -> None:
        """Keep what was asked for, where that is not what is kept already."""
        if self.now != self.before and sum(map(len, self.now.values())) <= LARGEST:
            keep(self.file, marshal.dumps((self.made_with, self.now)))


@dataclass(slots=True)
class _Notebook:
    folder: Path
    about: Notebooks
    kinds: dict[str, _Kind] = field(default_factory=dict)

    def kind(self, name: str) -> _Kind:
        """Return what is known of a kind of work, read when it is first asked for."""
        if name not in self.kinds:
            file, made_with = self.folder / name, self.about.made_with
            self.kinds[name] = _Kind(file, made_with, {} if self.about.afresh else _read(file, made_with))
        return self.kinds[name]


def _read(file: Path, made_with: str) -> dict[str, bytes]:
    """Return what is kept in a file; nothing where it was worked out by another program, or is not what was kept."""
    data = kept(file)
    if data is not None:
        with contextlib.suppress(ValueError, EOFError, TypeError):
            known, said = marshal.loads(data)  # noqa: S302 - it bears the digest of what we wrote
            if known == made_with:
                return dict(said)
    return {}


_OPEN: ContextVar[_Notebook | None] = ContextVar("notebook", default=None)


@contextlib.contextmanager
def edition(name: str, notebooks: Notebooks | None) -> Iterator[None]:
    """Have what is worked out inside kept for an edition of this name; nothing is, where there are no notebooks."""
    notebook = _Notebook(notebooks.folder / digest_of(name.encode()), notebooks) if notebooks is not None else None
    token = _OPEN.set(notebook)
    try:
        yield
        for kind in notebook.kinds.values() if notebook is not None else ():
            kind.close()
    finally:
        _OPEN.reset(token)


def is_open() -> bool:
    """Whether something is recalled, and kept."""
    return _OPEN.get() is not None


def found(kind: str, of: str) -> Any:  # noqa: ANN401 - whatever was noted
    """Return what was noted of a thing at the last build, or in this one; None where nothing was.

    The thing is known by all that it was worked out from, or a digest of that. What is returned must not be changed.
    """
    notebook = _OPEN.get()
    if notebook is None:
        return None
    return notebook.kind(kind).found(of)


def note(kind: str, of: str, what: object) -> None:
    """Note something of a thing, for the next build; it must be what Python's `marshal` can write down."""
    notebook = _OPEN.get()
    if notebook is not None:
        notebook.kind(kind).note(of, what)
