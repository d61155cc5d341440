"""What came back by post: files, folders and zips, hostile until looked at."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from publish import project, strangers
from publish.problems import Place, Problem, PublishError
from publish.strangers import MOST_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MEMORY = "memory.tmx"
REPORT = ".report.html"
LEFT_ASIDE = {"README.txt", "readme.txt", "glossary.csv", MEMORY, ".DS_Store", "Thumbs.db"}
"""What went out with the kits and is no kit; left aside in folders and zips, not where it is named itself."""

_OURS = (".pdf", REPORT)
_HINT = "ask for the files themselves, or for a new zip without a password and with nothing else in it"


def contents(files: Sequence[Path], problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every file that came back; what cannot be opened goes to the problems."""
    for file in files:
        found = len(problems)
        empty = True
        for name, data in _contents(file, problems):
            empty = False
            yield name, data
        if empty and len(problems) == found:
            hint = "look whether it is the right one, and whether what was sent is really in it"
            message = "there is no file in it that could be a translation"
            problems.append(Problem(Place(project.shown(file)), message, hint, "parcel-empty"))


def _contents(file: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    for inner in _files_in(file):
        try:
            yield from _opened(project.shown(inner), project.read_bytes(inner))
        except PublishError as error:
            problems.extend(error.problems)


def _files_in(path: Path) -> list[Path]:
    """Return a file itself, or the files of a folder, without following links out of it."""
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    return [file for file in inside if not _is_enclosure(file.name)]


def _is_enclosure(name: str) -> bool:
    return name in LEFT_ASIDE or name.startswith((".", "~$")) or name.lower().endswith(_OURS)


def _opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if not data.startswith(b"PK\x03\x04") or _is_document(data):
        yield name, data
        return
    try:
        yield from _members(name, data)
    except PublishError as error:
        raise PublishError(*(replace(problem, hint=_HINT, code="zip") for problem in error.problems)) from None


def _is_document(data: bytes) -> bool:
    """Whether a zip is itself a document (Word, OpenDocument), which its own form reads."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            return any(name in {"[Content_Types].xml", "mimetype"} for name in bundle.namelist()[:MOST_MEMBERS])
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError):
        return False


def _members(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a zip, after its directory was found to be within bounds; nothing is written anywhere."""
    for inner in strangers.members(data, name):
        path = PurePosixPath(inner.replace("\\", "/"))
        if not (_is_enclosure(path.name) or "__MACOSX" in path.parts):
            yield f"{name}/{path.as_posix()}", strangers.part(data, inner, name)
