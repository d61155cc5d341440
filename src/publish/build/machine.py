"""What of this machine goes into every artifact: program, libraries, fonts, style sheets, colour profiles."""

from __future__ import annotations

import ctypes
import functools
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from publish import languages, pandoc
from publish.project import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publish.build.contents import Contents

# These rooms stand above the outputs or beside them, and have no hand in an artifact.
_NO_HAND = {"front", "cli", "doctor", "preview", "workshop", "build", "kits"}

# The Python packages that shape an artifact, by the names of their folders of metadata.
_PACKAGES = {
    *("brotli", "cssselect2", "ebooklib", "fonttools", "lxml", "pikepdf", "pillow", "pydyf", "pyphen", "pypdfium2"),
    *("segno", "tinycss2", "tinyhtml5", "weasyprint", "zopfli"),
}

# The libraries WeasyPrint loads, as the loaders of Linux and macOS know them, and what tells their version.
_LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "pango_version_string"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "hb_version_string"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "hb_version_string"),
)
_SECONDS = 60


def program(contents: Contents) -> str:
    """Return the digest of the code that makes artifacts."""
    root = Path(languages.__file__).parent
    files = (file for file in root.rglob("*.py") if file.relative_to(root).parts[0] not in _NO_HAND)
    named = sorted((file.relative_to(root).as_posix(), contents.of(file)) for file in files)
    return digest_of(repr(named).encode())


def libraries() -> str:
    """Return the digest of the versions of everything the program leans on."""
    found = [f"python {sys.version_info.major}.{sys.version_info.minor}", *_packages(), *_shared()]
    return digest_of("\n".join(found).encode())


def _packages() -> list[str]:
    return sorted({info for info in _installed() if info.split("-")[0].lower() in _PACKAGES})


@functools.cache
def _installed() -> frozenset[str]:
    """Return the names and versions of all packages, as their folders of metadata say them."""
    folders = (Path(path) for path in sys.path)
    return frozenset(info.name for folder in folders if folder.is_dir() for info in folder.glob("*.dist-info"))


@functools.cache
def readers() -> str:
    """Return the digest of everything that has a hand in how a manuscript or a store is read, but for our own code."""
    found = [f"python {sys.version_info.major}.{sys.version_info.minor}", *sorted(_installed()), pandoc.looks()]
    return digest_of("\n".join(found).encode())


def _shared() -> Iterator[str]:
    for linux, macos, function in _LIBRARIES:
        name = macos if sys.platform == "darwin" else linux
        try:
            said = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            yield f"{name} unknown"
            continue
        said.restype = ctypes.c_char_p
        yield f"{name} {said().decode()}"


def fonts(contents: Contents) -> str:
    """Return the digest of every font file the house's faces are in."""
    return contents.of_all(font_files())


def font_files() -> tuple[str, ...]:
    """Return the files fontconfig has for the faces an artifact may hold."""
    return files_of(languages.declared_families())


def files_of(faces: Iterable[str]) -> tuple[str, ...]:
    """Return the files fontconfig has for some faces."""
    wanted = {face.casefold() for face in faces}
    return tuple(sorted({file for family, file in _listed() if family.casefold() in wanted}))


@functools.cache
def _listed() -> tuple[tuple[str, str], ...]:
    """Return every face fontconfig has, with its file."""
    command = ["fc-list", "-f", "%{family[0]}\t%{file}\n"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS).stdout  # noqa: S603 - a list of ours, and no shell
    except (OSError, subprocess.SubprocessError):
        return ()
    lines = (line.partition("\t") for line in listed.decode(errors="replace").splitlines())
    return tuple((family, file) for family, _, file in lines)


def font_folders() -> tuple[str, ...]:
    """Return the folders in which another font of the same name would show."""
    usual = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "~/Library/Fonts")
    own = {str(folder) for file in font_files() for folder in Path(file).parents[:2]}
    return tuple(sorted(own | {str(Path(folder).expanduser()) for folder in usual}))


def sheets(contents: Contents) -> str:
    """Return the digest of the style sheets."""
    return contents.of_all(languages.styles_folder().glob("*.css"))


def profiles(contents: Contents) -> str:
    """Return the digest of the colour profiles."""
    return contents.of_all(languages.styles_folder().glob("profiles/*.icc"))


def words(contents: Contents, tags: Iterable[str]) -> str:
    """Return the digest of the house's own words in some languages, and in English, which stands in for others."""
    folder = languages.styles_folder() / "words"
    names = sorted({"en", *(tag.split("-", maxsplit=1)[0] for tag in tags)})
    return contents.of_all(folder / f"{name}.toml" for name in names)


NAMES = ("program", "libraries", "fonts", "style sheets", "colour profiles")
"""What of a machine goes into every artifact, by the names people know it by."""


def all_code(contents: Contents) -> str:
    """Return the digest of all code of this program."""
    return _HELD.get("all code") or contents.of_all(Path(languages.__file__).parent.rglob("*.py"))


_HELD: dict[str, str] = {}


def hold(contents: Contents) -> None:
    """Find out now what `everything` and `all_code` return, for a process that lives no longer than it holds."""
    _HELD.update({"all code": all_code(contents), **everything(contents)})


def everything(contents: Contents) -> dict[str, str]:
    """Return the digest of each thing of this machine that goes into every artifact."""
    if _HELD:
        return {name: _HELD[name] for name in NAMES}
    found = (program(contents), libraries(), fonts(contents), sheets(contents), profiles(contents))
    return dict(zip(NAMES, found, strict=True))
