"""Pictures: there, in the publication's own folder, of a kind every output can show, and said in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publish import tree
from publish.checks.source import scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publish.problems import Problem
    from publish.source import Reading

CODES = ("picture-missing", "picture-outside", "picture-remote", "picture-kind", "picture-unsaid")

_REMOTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")
_SVG = re.compile(rb"<(?:[A-Za-z0-9]+:)?svg[\s>]")
KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
"""How the files begin that every output can show, SVG and WebP aside: PNG, JPEG, GIF."""


def find(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the pictures of a manuscript and of its cover."""
    # To look at every element takes a tenth of a small build, and a picture is never written without this sign.
    for element, line in scan.elements(reading) if "![" in reading.text else ():
        if element["t"] == "Image":
            yield from _file(reading, line, element["c"][2][0])
            if not tree.plain_text(element["c"][1]) and "decorative" not in tree.classes_of(element):
                message = "this picture is not said in words, so who cannot see it misses it"
                hint = "write between the square brackets what it shows, or put {.decorative} behind it"
                yield scan.warning(reading, line, message, hint, "picture-unsaid")
    yield from _cover(reading)


def _cover(reading: Reading) -> Iterator[Problem]:
    about = reading.publication.colophon
    if not about.cover:
        return
    line = scan.line_of_setting(reading, "cover")
    yield from _file(reading, line, about.cover)
    if not about.cover_alt:
        message = "the picture on the cover is not said in words"
        hint = "add a line `cover-alt: …` that says what it shows"
        yield scan.warning(reading, line, message, hint, "picture-unsaid")


def _file(reading: Reading, line: int, target: str) -> Iterator[Problem]:
    if _REMOTE.match(target):
        message = f"the picture “{_short(target)}” is not in the folder of the publication"
        hint = "save it into images/ beside the manuscript: nothing is fetched from the network"
        yield scan.error(reading, line, message, hint, "picture-remote")
        return
    folder = reading.publication.folder.resolve()
    file = (folder / unquote(target).replace("\0", "\ufffd")).resolve()
    if not file.is_relative_to(folder):
        message = f"the picture “{_short(target)}” lies outside the folder of the publication"
        yield scan.error(reading, line, message, "copy it into images/ beside the manuscript", "picture-outside")
    elif not _there(file):
        yield scan.error(
            reading, line, f"there is no picture “{_short(target)}”", _hint(folder, file), "picture-missing"
        )
    elif not _shown(file):
        message = f"the picture “{_short(target)}” is of a kind that not every output can show"
        hint = "save it as PNG, JPEG, GIF, WebP or SVG"
        yield scan.error(reading, line, message, hint, "picture-kind")


def _short(target: str) -> str:
    return target if len(target) < 80 else target[:77] + "…"


def _there(file: Path) -> bool:
    """Whether a file is there by exactly this name, also where the disk would find it by another: others' will not."""
    try:
        return file.is_file() and any(other.name == file.name for other in file.parent.iterdir())
    except OSError:
        return False


def _hint(folder: Path, file: Path) -> str:
    """Return what to do about a missing picture."""
    near = [other for other in file.parent.glob("*") if other.name.casefold() == file.name.casefold()]
    if near:
        return f"did you mean {near[0].relative_to(folder).as_posix()}? Capital letters count"
    return "check the name, seen from the manuscript, such as images/tap.png"


def _shown(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            head = opened.read(4096)
    except OSError:
        return False
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return webp or head.startswith(KINDS) or _SVG.search(head) is not None
