"""Where things lie: the folders of a house, the names of artifacts, the user's cache; files written whole or not."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator

MANUSCRIPT = "manuscript.md"
SHARED = "publication.toml"
SLUG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
LONGEST_SLUG = 60
LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class House:
    """A folder with `source/` and `dist/`; for a lone manuscript, the folder the user stands in."""

    root: Path
    lone: Path | None = None

    @property
    def source(self) -> Path:
        """The folder of the publications."""
        return self.root / "source"

    @property
    def dist(self) -> Path:
        """The folder of what is made; it can be deleted at any time."""
        return self.root / "dist"

    def slugs(self) -> list[str]:
        """Return the slugs of all publications, in order."""
        return sorted(file.parent.name for file in self.source.glob(f"*/{MANUSCRIPT}"))

    def manuscript(self, slug: str) -> Path:
        """Return the file of a publication's manuscript."""
        return self.lone if self.lone is not None else self.source / slug / MANUSCRIPT

    def typed(self, slug: str) -> str:
        """Return a publication as it is typed in a command: its slug, or the file of a lone manuscript."""
        import shlex

        return slug if self.lone is None else shlex.quote(shown(self.lone))

    def receives(self) -> str:
        """Return the command that takes back what was handed out, as it is typed but for the file."""
        return "publish receive " + ("" if self.lone is None else f"--manuscript {self.typed('')} ") + "FILE"

    def translation(self, slug: str, language: str) -> Path:
        """Return the file of a publication's translation: the store of record."""
        if self.lone is None:
            return self.source / slug / "translations" / f"{language}.po"
        # Several lone manuscripts may lie in one folder.
        folder = "translations" if self.lone.name == MANUSCRIPT else f"{slug}-translations"
        return self.lone.with_name(folder) / f"{language}.po"

    def shared(self) -> Path:
        """Return the file of settings all publications of this house share; for a lone manuscript, that beside it."""
        return (self.source if self.lone is None else self.lone.parent) / SHARED

    def glossary(self) -> Path:
        """Return the file that says how the house says its terms; for a lone manuscript, that beside it."""
        return self.shared().with_name("glossary.toml")

    def memory(self, language: str) -> Path:
        """Return the file of what other houses and tools know in a language."""
        return self.shared().with_name("memory") / f"{language}.tmx"

    def handed_out(self, slug: str) -> Path:
        """Return the record of what was handed out, and to whom."""
        store = self.translation(slug, "x")
        alone = self.lone is not None and self.lone.name != MANUSCRIPT
        return (store.parent if alone else store.parents[1]) / "handoffs.toml"

    def artifact(self, slug: str, language: str, infix: str, suffix: str) -> Path:
        """Return the file of an artifact: `dist/<slug>/<lang>/<slug>.<lang>[.<output>].<suffix>`."""
        name = ".".join(part for part in (slug, language, infix, suffix) if part)
        return self.dist / slug / language / name

    def handoff(self, slug: str, language: str) -> Path:
        """Return the folder of the split files in one language."""
        return self.dist / slug / "handoff" / language


def find_house(start: Path) -> House | None:
    """Return the house a folder lies in: the nearest folder upward that has `source/` with a publication in it."""
    for folder in (start, *start.parents):
        if (folder / "source" / SHARED).is_file() or any((folder / "source").glob(f"*/{MANUSCRIPT}")):
            return House(folder)
    return None


def lone_house(manuscript: Path, here: Path) -> House:
    """Return the house of a manuscript outside any house: what is made goes into `./dist`."""
    return House(here, manuscript)


def slug_of(manuscript: Path) -> str:
    """Return the slug of a manuscript: its folder's name, or its own where it has another name than `manuscript.md`.

    Accents go; a name with other letters than Latin ones is told from others by a number that stands for it.
    """
    import unicodedata

    own = manuscript.stem if manuscript.suffix.lower() in {".md", ".markdown"} else manuscript.name
    name = manuscript.parent.name if manuscript.name == MANUSCRIPT else own
    parted = unicodedata.normalize("NFKD", name.translate(_UNPARTED))
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    slug = "-".join(re.findall(r"[A-Za-z0-9]+", plain))[:LONGEST_SLUG].rstrip("-")
    if slug and not any(letter.isalnum() and not letter.isascii() for letter in plain):
        return slug
    import zlib

    return f"{slug[: LONGEST_SLUG - 9] or 'publication'}-{zlib.crc32(os.fsencode(name)):08x}"


# Latin letters that Unicode takes for whole, with no accent to part with.
_UNPARTED = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE"})


def shown(path: Path | str) -> str:
    """Return a path as the user would type it from where they stand, with no machine's folders in it."""
    relative = os.path.relpath(path)
    return str(path) if Path(relative).parts[:3] == ("..", "..", "..") else relative


def read_text(path: Path) -> str:
    """Read a text file as UTF-8 (a leading byte order mark is dropped); PublishError with place and hint otherwise."""
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = "save the file again as UTF-8 (in Word: Save as, Plain text, Other encoding: Unicode UTF-8)"
        raise PublishError(Problem(Place(shown(path), line), "this is not UTF-8 text", hint, "not-utf8")) from None


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Read a file no larger than `largest` bytes; PublishError where it is missing, unreadable or larger."""
    place = Place(shown(path))
    try:
        if path.stat().st_size > largest:
            message = f"the file is larger than {largest // 1024 // 1024} MB"
            raise PublishError(Problem(place, message, "use a smaller one", "too-large"))
        return path.read_bytes()
    except FileNotFoundError:
        raise PublishError(Problem(place, "there is no such file", "check the name", "file-missing")) from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        message = f"the file cannot be read: {reason}"
        raise PublishError(Problem(place, message, "check that it is a file you may read", "file-unreadable")) from None


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: into a neighbour first, then renamed over the old one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path) as (part, file):
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            part.chmod(0o644)
            part.replace(path)
    except OSError as error:
        raise PublishError(_unwritable(Place(shown(path)), error)) from None


_BEGUN: set[Path] = set()
"""The files in the writing; a name is here before its file is there."""


@contextlib.contextmanager
def beside(path: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Open a neighbour of a file, to be renamed over it when it is whole; it is gone afterwards, whatever happens."""
    part = path.with_name(f".{os.urandom(6).hex()}.part")
    _BEGUN.add(part)
    try:
        with open(part, "xb", opener=_for_us_alone) as file:
            yield part, file
    finally:
        part.unlink(missing_ok=True)
        _BEGUN.discard(part)


def _for_us_alone(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def abandon() -> None:
    """Take away what this process is writing, for one that is stopped and comes to no `finally`."""
    for part in tuple(_BEGUN):
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _unwritable(place: Place, error: OSError) -> Problem:
    message = f"the file cannot be written: {error.strerror or 'unknown reason'}"
    return Problem(place, message, "check the free space, and that you may write there", "file-unwritable")


def cache_folder() -> Path:
    """Return where this user's programs keep what they can make again (XDG Base Directory; Library/Caches on macOS)."""
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / "publish"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named.startswith("/") else _home() / ".cache") / "publish"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a user nobody gave a home can keep nothing
        return Path(os.devnull)


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
        with beside(file) as (part, written):
            written.write(data)
            written.flush()
            part.replace(file)


def keep(file: Path, data: bytes) -> None:
    """Write a file of the cache, with a digest of what it holds."""
    write_quietly(file, digest_of(data).encode() + b"\n" + data)


def kept(file: Path) -> bytes | None:
    """Return what a file of the cache holds; None where there is none, or it does not hold what was written."""
    try:
        digest, _, data = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest_of(data).encode() == digest:
        return data
    file.unlink(missing_ok=True)
    return None
