"""What this machine has and lacks: programs, libraries, fonts for every script, colour profiles."""

from __future__ import annotations

import ctypes
import functools
import re
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from typing import TYPE_CHECKING, Any

from publish import languages, pandoc, project, source
from publish.problems import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for: what kind, whether it is there and needed, what for, and what installs it.

    `debian` and `brew` name the packages that have it (`brew` may be empty); `pip` where it is a Python package.
    """

    kind: str
    name: str
    purpose: str
    version: str = ""
    present: bool = True
    needed: bool = True
    debian: str = ""
    brew: str = ""
    pip: str = ""

    def as_record(self) -> dict[str, Any]:
        """Return the finding for JSON, with the command that installs it where it is missing."""
        record = {key: value for key, value in asdict(self).items() if key not in {"debian", "brew", "pip"}}
        return record | {"install": "" if self.present else command([self])}


# Program, what it is asked for its version, what we use it for, Debian package, Homebrew formula. None is needed to
# build: they look at what was made, in the tests and for whoever wants a second opinion.
_PROGRAMS = (
    ("java", "-version", "EPUBCheck and veraPDF, which judge what was made", "default-jre-headless", "temurin"),
    ("chromium", "--version", "looking at web editions", "chromium", "chromium"),
    ("pdftoppm", "-v", "looking at pages as pictures", "poppler-utils", "poppler"),
    ("gs", "--version", "looking at the inks of press files", "ghostscript", "ghostscript"),
    ("qpdf", "--version", "judging the structure of PDF files", "qpdf", "qpdf"),
    ("msgfmt", "--version", "judging translations as PO files", "gettext", "gettext"),
)

# Shared libraries WeasyPrint opens, by the names Linux and macOS give them.
_SHARED = (
    ("Pango", ("libpango-1.0.so.0", "libpango-1.0.dylib"), "libpango-1.0-0", "pango"),
    ("PangoFT2", ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"), "libpangoft2-1.0-0", "pango"),
    ("HarfBuzz subset", ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"), "libharfbuzz-subset0", "harfbuzz"),
)

SECONDS = 20


def examine(here: Path) -> list[Finding]:
    """Return everything looked for; fonts are needed for the languages of the house one stands in."""
    return [_pandoc(), *_shared(), *_packages(), *_fonts(_tags(here)), *_profiles(), *_programs()]


def lacking(findings: Iterable[Finding]) -> list[Finding]:
    """Return what is needed and not there."""
    return [finding for finding in findings if finding.needed and not finding.present]


def command(missing: Sequence[Finding]) -> str:
    """Return the one line for a shell that installs what is missing on this machine."""
    system = _installed_with("brew install", [finding.brew for finding in missing])
    if shutil.which("apt-get") or not shutil.which("brew"):
        system = _installed_with("sudo apt-get install", [finding.debian for finding in missing])
    python = _installed_with("pip install", [finding.pip for finding in missing])
    return " && ".join(part for part in (system, python) if part)


def _installed_with(program: str, packages: Iterable[str]) -> str:
    named = dict.fromkeys(package for package in packages if package)
    return " ".join([program, *named]) if named else ""


def _pandoc() -> Finding:
    found = Finding("programs", "pandoc", "reads manuscripts", pip="pypandoc_binary")
    try:
        return replace(found, version=pandoc.version())
    except (PublishError, OSError, subprocess.SubprocessError):
        return replace(found, present=False)


def _programs() -> Iterator[Finding]:
    for name, flag, purpose, debian, brew in _PROGRAMS:
        printed = _printed(name, flag)
        found = re.search(r"\d+(?:\.\d+)+", printed)
        version = found[0] if found else ""
        yield Finding("useful programs", name, purpose, version, bool(found), needed=False, debian=debian, brew=brew)


def _printed(*command: str) -> str:
    """Return what a program prints, nothing where it is not there or does not work."""
    path = shutil.which(command[0])
    if path is None:
        return ""
    try:
        done = subprocess.run([path, *command[1:]], capture_output=True, check=False, timeout=SECONDS)  # noqa: S603 - a list of ours, and no shell
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout + done.stderr).decode(errors="replace")


def _shared() -> Iterator[Finding]:
    for name, files, debian, brew in _SHARED:
        present = any(_opens(file) for file in files)
        yield Finding("libraries", name, "sets text in PDF files", "", present, debian=debian, brew=brew)


def _opens(file: str) -> bool:
    folders = ("", "/opt/homebrew/lib/", "/usr/local/lib/") if sys.platform == "darwin" else ("",)
    for folder in folders:
        try:
            ctypes.CDLL(folder + file)
        except OSError:
            continue
        return True
    return False


def _packages() -> Iterator[Finding]:
    """Yield the Python packages this package says it requires, so that no second list of them exists."""
    yield Finding("libraries", "Python", "runs this program", sys.version.split()[0])
    for requirement in metadata.requires("publish") or []:
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^A-Za-z0-9_.-]", requirement)[0]
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding("libraries", name, "a library of this program", present=False, pip=name)
        else:
            yield Finding("libraries", name, "", version)


def _tags(here: Path) -> frozenset[str]:
    """Return the languages the publications of a house come in; a manuscript that cannot be read has none."""
    house = project.find_house(here)
    tags = {"en"}
    for slug in house.slugs() if house is not None else ():
        try:
            reading = source.read(house.manuscript(slug), slug, house.shared()) if house is not None else None
        except PublishError:
            continue
        if reading is not None:
            tags |= {reading.publication.colophon.lang, *reading.settings.languages}
    return frozenset(tags)


def _fonts(tags: frozenset[str]) -> Iterator[Finding]:
    installed = _families()
    needed = {languages.language(tag).serif for tag in tags} | {languages.language(tag).sans for tag in tags}
    needed |= {languages.MONO}
    for face, (purpose, debian) in _faces().items():
        brew = "font-" + face.lower().replace(" ", "-")
        yield Finding("fonts", face, purpose, "", face in installed, face in needed, debian, brew)


def _faces() -> dict[str, tuple[str, str]]:
    """Return every face an artifact may hold, what it is for, and the Debian package that has it."""
    faces: dict[str, tuple[str, str]] = {}
    for script in languages.SCRIPTS.values():
        for face, use in ((script.serif, "text"), (script.sans, "headings")):
            known = faces.get(face)
            faces[face] = (f"{known[0]}, {script.name}" if known else f"{use} in {script.name}", script.package)
    faces[languages.NASTALIQ] = ("text in Urdu", "fonts-noto-core")
    faces[languages.MONO] = ("code", "fonts-noto-mono")
    return faces | dict.fromkeys(languages.SYMBOLS, ("signs", "fonts-noto-core"))


@functools.cache
def _families() -> frozenset[str]:
    lines = _printed("fc-list", ":", "family").splitlines()
    return frozenset(family.strip() for line in lines for family in line.split(","))


def _profiles() -> Iterator[Finding]:
    folder = languages.styles_folder() / "profiles"
    for file in sorted(folder.glob("*.icc")):
        yield Finding("profiles", file.name, "colours in print")
