"""What came back by post: files, folders and zips, hostile until looked at."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from publish import project
from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MOST_MEMBERS = 200
LARGEST_WHOLE = 50 * 1024 * 1024
LARGEST_RATIO = 100
MEMORY = "memory.tmx"
REPORT = ".report.html"
LEFT_ASIDE = {"README.txt", "readme.txt", "glossary.csv", MEMORY, ".DS_Store", "Thumbs.db"}
"""What went out with the kits and is no kit; left aside in folders and zips, not where it is named itself."""

_OURS = (".pdf", REPORT)
_ENCRYPTED = 0x1


def contents(files: Sequence[Path], problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every file that came back; what cannot be opened goes to the problems."""
    for file in files:
        for inner in _files_in(file):
            try:
                data = project.read_bytes(inner)
                yield from _opened(project.shown(inner), data)
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
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            yield from _members(name, bundle)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise PublishError(_refused(name, f"the zip cannot be opened: {error}")) from None


def _is_document(data: bytes) -> bool:
    """Whether a zip is itself a document (Word, OpenDocument), which its own form reads."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            return any(name in {"[Content_Types].xml", "mimetype"} for name in bundle.namelist()[:MOST_MEMBERS])
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


def _members(name: str, bundle: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a zip, after its directory was found to be within bounds; nothing is written anywhere."""
    infos = [info for info in bundle.infolist() if not info.is_dir()]
    whole = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS:
        raise PublishError(_refused(name, f"the zip holds more than {MOST_MEMBERS} files"))
    if whole > LARGEST_WHOLE or any(_bomb(info) for info in infos):
        raise PublishError(_refused(name, "the zip unpacks to far more than it is"))
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if _is_enclosure(path.name) or "__MACOSX" in path.parts:
            continue
        if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(info.external_attr >> 16):
            raise PublishError(_refused(name, f"the zip holds a path that leads out of it: {path.name}"))
        if info.flag_bits & _ENCRYPTED:
            raise PublishError(_refused(name, "the zip has a password"))
        yield f"{name}/{path.as_posix()}", bundle.read(info)


def _bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 1024 * 1024 and info.file_size > LARGEST_RATIO * max(info.compress_size, 1)


def _refused(name: str, message: str) -> Problem:
    hint = "ask for the files themselves, or for a new zip without a password and with nothing else in it"
    return Problem(Place(name), message, hint, "zip")
