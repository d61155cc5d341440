"""The build in which nothing changed: seen from how files look, and over before anything is imported.

After a build without problems it is written down what it looked at, what it made and what it said. Where all of that
looks as it did, the same build has nothing to do but to say it again.
"""

from __future__ import annotations

import contextlib
import json
import time
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.build import notes
from publish.build.files import MISSING, SETTLED, Look, look
from publish.project import cache_folder, digest_of, write_quietly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publish.problems import Problem

FORM = 1
"""Raise it when what is written down changes its form."""


@dataclass(frozen=True, slots=True)
class Line:
    """One file a build gave out: the output it is of (`handoff` for split files), whose it is, where, how big."""

    output: str
    publication: str
    language: str
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Said:
    """All a build said: the files, the warnings, the languages left out, and whom to ask next."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[tuple[str, str, float, str], ...] = ()


def record_of(asked: object) -> Path:
    """Return where it is written down what became of a build: asked for thus, from this folder."""
    return cache_folder() / "builds" / f"{zlib.crc32(_named(asked).encode()):08x}.json"


def _named(asked: object) -> str:
    return repr((FORM, str(Path.cwd()), asked))


def find(asked: object) -> Said | None:
    """Return what a build said the last time, where nothing it looked at or made has changed since; else None."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        file, now = record_of(asked), time.time_ns()
        record = json.loads(file.read_bytes())
        if record["asked"] == _named(asked) and all(
            _as_it_was(path, seen, record["time"]) for path, seen in record["files"].items()
        ):
            _read_no_more(file, record, now)
            said = record["said"]
            lines = tuple(Line(**line) for line in said["lines"])
            return Said(lines, notes.read(said["problems"]), tuple(tuple(each) for each in said["left_out"]))
    return None


def _as_it_was(path: str, seen: list[Any], then: int) -> bool:
    """Whether a file looks as it did, or at least holds what it held."""
    looked, digest = seen
    now = look(path)
    same = (list(now) if now else None) == looked
    if same and not _is_recent(seen, then):
        return True
    return bool(digest) and digest == _digest(path)


def _is_recent(seen: list[Any], then: int) -> bool:
    """Whether a file was written shortly before it was looked at, and maybe once more within a tick of the clock."""
    looked, digest = seen
    return bool(digest and looked and then - looked[0] < SETTLED)


def _read_no_more(file: Path, record: dict[str, Any], now: int) -> None:
    """Write down that files which were recent then, and read now, hold what they held: later, a look is enough."""
    if any(_is_recent(seen, record["time"]) and not _is_recent(seen, now) for seen in record["files"].values()):
        write_quietly(file, json.dumps({**record, "time": now}, ensure_ascii=False).encode())


def _digest(path: str) -> str:
    try:
        return digest_of(Path(path).read_bytes())
    except OSError:
        return MISSING


def keep(asked: object, said: Said, files: Mapping[str, tuple[Look | None, str]]) -> None:
    """Write down what a build looked at (how it looked before it was read, what it held) and what it said."""
    record = {"asked": _named(asked), "time": time.time_ns(), "files": files, "said": asdict(said)}
    write_quietly(record_of(asked), json.dumps(record, ensure_ascii=False).encode())


def looks(paths: Iterable[str]) -> dict[str, tuple[Look | None, str]]:
    """Return how files and folders look, without reading them."""
    return {path: (look(path), "") for path in paths}


def read_looks(paths: Iterable[str]) -> dict[str, tuple[Look | None, str]]:
    """Return how files look and what they hold; folders only look."""
    found = looks(paths)
    return {path: (seen, _digest(path) if Path(path).is_file() else "") for path, (seen, _) in found.items()}
