"""What is looked at in the fonts: whether every character of the other scripts is in a face that is set for it."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from publish import languages
from publish.checks.epub.opened import X, spoken, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publish.checks.epub.opened import Opened
    from publish.problems import Problem

_AGAIN = "make it again; if it stays, please tell us, with the manuscript that shows it"
_EUROPEAN = {"Latn", "Grek", "Cyrl"}
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_NAME = re.compile(r"font-family\s*:\s*[\"']?([^\"';]+)")
_SOURCE = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_RULE = re.compile(r"(?:^|\})\s*:lang\(([\w-]+)\)\s*\{[^}]*?font-family\s*:\s*([^;}]+)", re.MULTILINE)
_LARGEST = 600 * 1024


def coverage(book: Opened) -> Iterator[Problem]:
    """Yield every language some of whose characters would be left to whatever face the reader happens to have."""
    faces = _faces(book)
    stacks = _stacks(book)
    for tag, characters in sorted(_characters(book).items()):
        held = set().union(*(faces.get(face, frozenset()) for face in stacks.get(tag, ())))
        lacking = sorted(characters - held)
        if lacking:
            signs = ", ".join(f"U+{ord(character):04X}" for character in lacking[:5])
            yield book.problem("epub-fonts", f"no face in the EPUB has {signs}, which {tag} needs", _AGAIN)


def sizes(book: Opened) -> Iterator[Problem]:
    """Yield fonts that are not cut down, or of a kind not every reader takes."""
    for item in book.items:
        name, kind = item.get("href", ""), item.get("media-type", "")
        if not kind.startswith(("font/", "application/font", "application/vnd.ms-opentype")):
            continue
        if kind == "font/woff2" or name.endswith(".woff2"):
            yield book.problem("epub-fonts", f"{name} is of a kind Kobo's readers do not take", "use TTF")
        if len(book.files.get(name, b"")) > _LARGEST:
            yield book.problem("epub-fonts", f"{name} is not cut down to what is used", _AGAIN)


def _characters(book: Opened) -> Mapping[str, set[str]]:
    """Return the characters of other scripts that stand in each language."""
    found: dict[str, set[str]] = defaultdict(set)
    for root in book.documents.values():
        body = next(root.iter(f"{X}body"), None)
        for text, tag in spoken(body, root.get("lang", "")) if body is not None else ():
            for character in text:
                script = languages.script_of(character)
                if script and script not in _EUROPEAN and script == languages.language(tag).script.code:
                    found[tag].add(character)
    return found


def _faces(book: Opened) -> dict[str, frozenset[str]]:
    """Return the faces the style sheets declare, each with the characters its file has."""
    faces: dict[str, frozenset[str]] = {}
    for sheet, data in book.files.items():
        for declared in _FACE.findall(data.decode("utf-8", "replace")) if sheet.endswith(".css") else ():
            name, source = _NAME.search(declared), _SOURCE.search(declared)
            if name and source:
                file, _ = target_of(sheet, source[1])
                faces[name[1].strip()] = _covered(book.files.get(file, b""))
    return faces


def _covered(font: bytes) -> frozenset[str]:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(font), lazy=True) as opened:
            return frozenset(map(chr, opened.getBestCmap()))
    except (TTLibError, KeyError, AssertionError):
        return frozenset()


def _stacks(book: Opened) -> dict[str, tuple[str, ...]]:
    """Return the faces each language is set in."""
    stacks: dict[str, tuple[str, ...]] = {}
    for sheet, data in book.files.items():
        if sheet.endswith(".css"):
            for tag, stack in _RULE.findall(data.decode("utf-8", "replace")):
                stacks[tag] = tuple(face.strip().strip("\"'") for face in stack.split(","))
    return stacks
